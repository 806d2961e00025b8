"""Periods as people write them in a cell, a title or the name of a sheet: 2018年第四季度, 11月份, 2018Q4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from ..rules.tools import Period, half_width
from ._cells import Cell

__all__ = ["Spoken"]

_YEAR = re.compile(r"\d{4}")
_DIGITS = "一二三四五六七八九十"
_MONTHS = (*_DIGITS, "十一", "十二")
_ORDINALS = _MONTHS[:4]
_HALVES = ("上半年", "下半年")


@frozen
class Spoken:
    """The periods of one axis by what they are called."""

    periods: tuple[Period, ...]

    @cached_property
    def _whole(self) -> Mapping[str, str]:
        """Names that say the year."""
        return {form: one.name for one in self.periods for form in _with_year(one)}

    @cached_property
    def _short(self) -> Mapping[str, str]:
        """Names without the year, as far as they mean one period of the cycle."""
        found: dict[str, list[str]] = {}
        for one in self.periods:
            for form in dict.fromkeys(_without_year(one)):  # 10月 is written one way, 9月 also 09月
                found.setdefault(form, []).append(one.name)
        return {form: names[0] for form, names in found.items() if len(names) == 1}

    def of_cell(self, cell: Cell) -> str:
        """The period that a cell names, "" for none; a date names the period it lies in."""
        if cell.sort == "date":
            return next((one.name for one in self.periods if str(one.start) <= cell.text <= str(one.end)), "")
        plain = _plain(cell.text)
        return self._whole.get(plain) or self._short.get(plain) or self._short.get(f"{plain}月", "")

    def within(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The periods that longer texts speak of; one without a year is looked for where no year is said."""
        found: list[str] = []
        for text in map(_plain, texts):
            forms = self._short if not _YEAR.search(text) else self._whole
            found += [name for form, name in forms.items() if _speaks(text, form)]
        return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).replace("度", "").replace("份", "").lower()


def _speaks(text: str, form: str) -> bool:
    """Whether the text says the form and not a longer one: 1月 is not said in 11月."""
    bound = rf"[\d{_DIGITS}q第]"
    return re.search(rf"(?<!{bound}){re.escape(form)}(?!{bound})", text) is not None


def _with_year(period: Period) -> Iterator[str]:
    year, name = period.start.year, period.name.lower()
    yield name
    yield from (f"{year}年{form}" for form in _without_year(period) if not form.startswith("q"))
    if re.fullmatch(r"\d{4}-\d\d", name):
        month = period.start.month
        yield from (f"{year}{month:02}", *(f"{year}{mark}{part}" for mark in "./-" for part in (month, f"{month:02}")))
    if re.fullmatch(r"\d{4}", name):
        yield f"{year}年"


def _without_year(period: Period) -> Iterable[str]:
    name = period.name.lower()
    if "q" in name:
        part = int(name[-1])
        return [f"{mark}{form}季" for mark in ("第", "") for form in (_ORDINALS[part - 1], str(part))] + [f"q{part}"]
    if "h" in name:
        return [_HALVES[int(name[-1]) - 1]]
    if "-" in name:
        month = period.start.month
        return [f"{month}月", f"{month:02}月", f"{_MONTHS[month - 1]}月"]
    return []
