"""What a person types into a field, as the plain value that a case file holds, and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.errors import CaseError
from kaohe.rules import (
    ABSENCES,
    UNKNOWN,
    Absent,
    Choice,
    Count,
    Date,
    Days,
    Indicator,
    Input,
    Option,
    Ratings,
    Score,
    Supplied,
    show,
)
from kaohe.words import Text

from ._keys import half_width

__all__ = ["absence_help", "indicators_of", "options_of", "typed_of", "value_of_typed"]

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_DAY = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|\D(\d{1,2})\D(\d{1,2})日?)")
_POINTS = re.compile(r"[\s+,;/]+")
_SEPARATORS = re.compile(r"[\s,/;]+")


def options_of(given: Input, supplied: Supplied) -> tuple[Option, ...]:
    """The options of a choice or of ratings; those that the cycle supplies have their code as label."""
    options: tuple[Option, ...] = getattr(given, "options", ())
    if options or not isinstance(given, Choice):
        return options
    codes = supplied.lists.get(given.list_key or "", ())
    return tuple(Option(code, Text(code, code)) for code in codes)


def absence_help() -> str:
    """The numbers of the absences, as they are typed after "!"."""
    return "  ".join(f"!{place} {absence.label}" for place, absence in enumerate(ABSENCES, 1))


def value_of_typed(given: Input, text: str, supplied: Supplied) -> Any:
    """The plain value that `text` says for `given`; the scheme's own check comes after. Raises CaseError."""
    stripped = text.strip()
    if half_width(stripped[:1]) == "!":
        return _absence(half_width(stripped[1:2]), stripped[2:].strip())
    return _READ[type(given)](given, stripped, supplied)


def _absence(code: str, note: str) -> dict[str, str]:
    if not (code.isdigit() and 1 <= int(code) <= len(ABSENCES)):
        raise CaseError(Text("say why there is no value: {help}", "请写明为何没有数值：{help}").format(help=_HELP))
    found = {"absent": ABSENCES[int(code) - 1].code}
    return {**found, "reason": note} if note else found


_HELP = Text(
    "  ".join(f"!{place} {absence.label.en}" for place, absence in enumerate(ABSENCES, 1)),
    "  ".join(f"!{place} {absence.label.zh}" for place, absence in enumerate(ABSENCES, 1)),
)


def indicators_of(given: Input, supplied: Supplied) -> tuple[Indicator, ...]:
    """The lines of the indicator table of a score, () where it has none."""
    if not isinstance(given, Score) or given.table is None:
        return ()
    return given.table.items or tuple(supplied.tables.get(given.table.key, ()))


def _score(given: Input, text: str, supplied: Supplied) -> Any:
    """A mark, or the points by indicator, in the table's order: "18+28+36"."""
    lines = indicators_of(given, supplied)
    parts = [part for part in _POINTS.split(half_width(text)) if part]
    if not lines or len(parts) == 1:
        return _number(given, text, supplied)
    if len(parts) != len(lines):
        text_ = Text("{n} points for {m} indicators: {known}", "{m} 项指标却有 {n} 个得分：{known}")
        raise CaseError(text_.format(n=len(parts), m=len(lines), known=", ".join(line.id for line in lines)))
    return {"items": {line.id: _number(given, part, supplied) for line, part in zip(lines, parts, strict=True)}}


def _number(given: Input, text: str, supplied: Supplied) -> Decimal | int:
    plain = half_width(text)
    if not _NUMBER.fullmatch(plain):
        raise CaseError(Text("{value} is not a number", "{value} 不是数").format(value=text))
    return Decimal(plain) if "." in plain else int(plain)


def _day(given: Input, text: str, supplied: Supplied) -> dt.date:
    found = _DAY.fullmatch(half_width(text))
    try:
        if found:
            return dt.date(*(int(part) for part in found.groups() if part))
    except ValueError:
        pass
    raise CaseError(
        Text("{value} is not a day; write it like 2018-11-01", "{value} 不是日期；写法如 2018-11-01").format(value=text)
    )


def _option(given: Input, text: str, supplied: Supplied) -> str:
    """The code that a code, its number in the list or its label names."""
    options = options_of(given, supplied)
    plain = half_width(text)
    for option in options:
        if text == option.code or plain.upper() == option.code.upper() or text in (option.label.zh, option.label.en):
            return option.code
    if plain.isdigit() and 1 <= int(plain) <= len(options):
        return options[int(plain) - 1].code
    raise CaseError(
        Text("{value} is none of {codes}", "{value} 不在 {codes} 之中").format(value=text, codes=_numbered(options))
    )


def _numbered(options: Sequence[Option]) -> Text:
    def listed(language: str) -> str:
        labels = [(option.code, option.label.in_language(language)) for option in options]
        return "  ".join(
            f"{place} {code}" if code == label else f"{place} {code} {label}"
            for place, (code, label) in enumerate(labels, 1)
        )

    return Text(listed("en") or "-", listed("zh") or "-")


def _ratings(given: Input, text: str, supplied: Supplied) -> list[str]:
    plain = half_width(text).strip()
    if plain == "0":
        return []
    return [_option(given, part, supplied) for part in _SEPARATORS.split(plain) if part]


_READ = {
    Score: _score,
    Count: _number,
    Days: _number,
    Date: _day,
    Choice: _option,
    Ratings: _ratings,
}


def typed_of(value: Any) -> str:
    """A checked value as a person would type it, "" where it is unknown."""
    if value is UNKNOWN:
        return ""
    if isinstance(value, Absent):
        place = next(index for index, known in enumerate(ABSENCES, 1) if known.code == value.code)
        return f"!{place} {value.note}".rstrip()
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "0"
    return str(value)
