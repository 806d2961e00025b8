"""The one road of typed text: what a person writes for an input, in a form, a sheet or a case file, as plain data."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from ...errors import CaseError
from ...words import Message, Text, named
from .._values import ABSENCES
from ..nodes import Choice, Count, Date, Days, Indicator, Input, Marks, Option, Ratings, Score
from ._marks import typed_marks
from ._supplied import Supplied

__all__ = [
    "PARSED",
    "half_width",
    "indicators_of",
    "options_of",
    "parse",
    "parse_count",
    "parse_day",
    "parse_number",
    "parse_option",
]

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_DAY = re.compile(
    r"(\d{4})(?:(\d\d)(\d\d)|([-/. ,])(\d{1,2})\4(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)",
)
_POINTS = re.compile(r"[\s+,;/]+")
_SEPARATORS = re.compile(r"[\s,/;]+")
_PUNCTUATION = str.maketrans("。、，；", "./,;")


def half_width(text: str) -> str:
    """Full-width digits, letters and punctuation as ASCII; everything else unchanged."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)


def options_of(given: Input, supplied: Supplied) -> tuple[Option, ...]:
    """The options of a choice or of ratings; those that the cycle supplies have their code as label."""
    options: tuple[Option, ...] = getattr(given, "options", ())
    if options or not isinstance(given, Choice):
        return options
    codes = supplied.lists.get(given.list_key or "", ())
    return tuple(Option(code, Text(code, code)) for code in codes)


def indicators_of(given: Input, supplied: Supplied) -> tuple[Indicator, ...]:
    """The lines of the indicator table of a score, () where it has none."""
    if not isinstance(given, Score) or given.table is None:
        return ()
    return given.table.items or tuple(supplied.tables.get(given.table.key, ()))


def parse(given: Input, text: str, supplied: Supplied) -> Any:
    """The plain value that `text` says for one entry of `given`, as a case file holds it; `accept` checks it.

    Digits and punctuation may be full-width; a day may be 2026-01-05, 2026/1/5, 20260105 or 2026年1月5日; an option
    may be its code, its number in the list or its label; "!4 reason" says why there is no value; the points of an
    indicator table may stand in its order, "18+28+36". Raises CaseError with the reason.
    """
    stripped = text.strip()
    if half_width(stripped[:1]) == "!":
        return _absence(half_width(stripped[1:2]), stripped[2:].strip())
    read = _READ.get(type(given))
    if read is None:
        raise CaseError(
            Message(
                "K1066",
                "{label} cannot be written as one text; enter its parts",
                "{label} 不能用一段文字录入；请逐项录入",
            ).format(label=given.label)
        )
    return read(given, stripped or text, supplied)


def _absence(code: str, note: str) -> dict[str, str]:
    if not (code.isdigit() and 1 <= int(code) <= len(ABSENCES)):
        raise CaseError(
            Message("K1067", "say why there is no value: {help}", "请写明为何没有数值：{help}").format(help=_HELP)
        )
    found = {"absent": ABSENCES[int(code) - 1].code}
    return {**found, "reason": note} if note else found


_HELP = Text(
    "  ".join(f"!{place} {absence.label.en}" for place, absence in enumerate(ABSENCES, 1)),
    "  ".join(f"!{place} {absence.label.zh}" for place, absence in enumerate(ABSENCES, 1)),
)


def _score(given: Input, text: str, supplied: Supplied) -> Any:
    """A mark, or the points by indicator, in the table's order."""
    lines = indicators_of(given, supplied)
    parts = [part for part in _POINTS.split(half_width(text)) if part]
    if not lines or len(parts) <= 1:
        return _number(given, text, supplied)
    if len(parts) != len(lines):
        wrong = Message(
            "K1068",
            "{n} points for {m} indicators: {known}; enter one for each",
            "{m} 项指标却有 {n} 个得分：{known}；请逐项录入",
        )
        raise CaseError(wrong.format(n=len(parts), m=len(lines), known=", ".join(line.id for line in lines)))
    return {"items": {line.id: _number(given, part, supplied) for line, part in zip(lines, parts, strict=True)}}


def _number(given: Input, text: str, supplied: Supplied) -> Decimal | int:
    return parse_number(text)


def parse_number(text: str) -> Decimal | int:
    """A number as people write it, digits and a point. Raises CaseError."""
    plain = half_width(text)
    if not _NUMBER.fullmatch(plain):
        raise CaseError(
            Message(
                "K1069", "{value} is not a number; write digits alone, like 89.5", "{value} 不是数；请只写数字，如 89.5"
            ).format(value=_short(text))
        )
    return Decimal(plain) if "." in plain else int(plain)


def parse_count(text: str) -> int:
    """A whole number of things, digits alone. Raises CaseError."""
    plain = half_width(text.strip())
    if not re.fullmatch(r"\d{1,9}", plain):
        raise CaseError(
            Message(
                "K1070",
                "{value} is not a whole number; enter digits alone, like 12",
                "{value} 不是整数；请只写数字，如 12",
            ).format(value=_short(text)),
        )
    return int(plain)


def _day(given: Input, text: str, supplied: Supplied) -> dt.date:
    return parse_day(text)


def parse_day(text: str) -> dt.date:
    """A day as people write it. Raises CaseError for anything else, and for a day that no calendar has."""
    found = _DAY.fullmatch(half_width(text.strip()))
    try:
        if found:
            year, *parts = (part for part in found.groups() if part is not None and part.isdigit())
            return dt.date(int(year), *map(int, parts))
    except ValueError:  # the 30th of February
        pass
    raise CaseError(
        Message(
            "K1071", "{value} is not a day; write it like 2018-11-01", "{value} 不是日期；写法如 2018-11-01"
        ).format(value=_short(text))
    )


def _choice(given: Input, text: str, supplied: Supplied) -> str:
    return parse_option(options_of(given, supplied), text)


def parse_option(options: Sequence[Option], text: str) -> str:
    """The code that its code, its number in the list or its label names.

    A code wins over a label, a label over a number. Raises CaseError where none is meant, or several are.
    """
    stripped = text.strip()
    if [option.code for option in options].count(stripped) == 1:
        return stripped
    plain = half_width(stripped).casefold()
    readings: tuple[Callable[[Option], bool], ...] = (
        lambda option: stripped == option.code,
        lambda option: plain == half_width(option.code).casefold(),
        lambda option: plain in (half_width(label).casefold() for label in (option.label.zh, option.label.en)),
    )
    for means in readings:
        found = [option.code for option in options if means(option)]
        if len(found) == 1:
            return found[0]
    if plain.isdecimal() and 1 <= int(plain[:9]) <= len(options):
        return options[int(plain) - 1].code
    raise CaseError(
        Message("K1072", "{value} is none of {codes}; enter one of them", "{value} 不在 {codes} 之中；请录其一").format(
            value=_short(stripped), codes=_numbered(options)
        )
    )


def _numbered(options: Sequence[Option]) -> Text:
    def listed(language: str) -> str:
        labels = [(option.code, option.label.in_language(language)) for option in options[:_MOST]]
        more = [] if len(options) <= _MOST else ["..."]
        shown = [
            f"{place} {code}" if code == label else f"{place} {code} {label}"
            for place, (code, label) in enumerate(labels, 1)
        ]
        return "  ".join([*shown, *more])

    return Text(listed("en") or "-", listed("zh") or "-")


def _ratings(given: Input, text: str, supplied: Supplied) -> list[str]:
    plain = half_width(text)
    if plain == "0":
        return []
    parts = [part for part in _SEPARATORS.split(plain) if part]
    if not parts:  # a lone comma attests nothing
        raise CaseError(Message("K1073", "type the codes, or 0 where there are none", "请录代码；没有请录 0"))
    return [_choice(given, part, supplied) for part in parts]


_MOST, _LONGEST = 20, 40


def _short(text: str) -> Text:
    return named(text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "...")


_READ: dict[type, Callable[[Input, str, Supplied], Any]] = {
    Score: _score,
    Count: _number,
    Days: _number,
    Date: _day,
    Choice: _choice,
    Ratings: _ratings,
    Marks: lambda given, text, supplied: typed_marks(given, half_width(text), parse_number),  # type: ignore[arg-type]  # read by its own class
}
PARSED = frozenset(_READ)
