"""Facts: what has been entered for an appraisee, checked against what the input declares."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve

from ..errors import CaseError
from ..words import Message, Text, echo
from ._alike import alike
from ._exact import DecimalText, decimals, exact, show
from ._marks import marks_of
from ._parse import PARSED, parse, parse_count, parse_day, parse_number, parse_option
from ._sameness import ask_events, ask_findings
from ._supplied import Supplied
from ._values import ABSENCES, Absent, EventRow, FindingRow, TallyValue, Value
from .nodes import (
    RECHECK_STATES,
    Choice,
    Count,
    Date,
    Days,
    Events,
    Finding,
    Input,
    Marks,
    Ratings,
    Score,
    Span,
    Tally,
    join,
)

__all__ = [
    "ITEM_LENGTH",
    "NAME_LENGTH",
    "REASON_LENGTH",
    "accept",
    "document_number",
    "plain_text",
    "recheck_state",
]

NAME_LENGTH = 60
REASON_LENGTH = 120
DOCUMENT_LENGTH = 40
ITEM_LENGTH = 20
_DOCUMENT = re.compile(r"[\w〔〕\[\]（）()《》\-－./·、 ]+")


def accept(given: Input, raw: object, supplied: Supplied) -> Value:
    """The checked value of one entry (one position of an axis). Raises CaseError or InexactError with the reason."""
    if _typed(raw) and type(given) in PARSED:
        raw = parse(given, str(raw), supplied)
    if isinstance(raw, Mapping) and "absent" in raw:
        return _absent(raw)
    return _ACCEPT[type(given)](given, raw, supplied)


def _typed(raw: object) -> bool:
    """Whether it is text as a person writes it, not a decimal number of a file."""
    return isinstance(raw, str) and not isinstance(raw, DecimalText)


def plain_text(raw: object, what: Text, *, longest: int) -> str:
    """`raw` as a text without control characters, escape sequences, bidirectional or zero-width marks."""
    if not isinstance(raw, str) or isinstance(raw, DecimalText) or not raw.strip():
        raise CaseError(
            Message(
                "K1021", "{what} must be a text that is not blank; enter it", "{what}须是非空的文本；请填写"
            ).format(what=what)
        )
    if len(raw) > longest:
        raise CaseError(
            Message(
                "K1022",
                "{what} has {n} characters; at most {longest} are kept; use fewer",
                "{what}有 {n} 个字符，最多 {longest} 个；请缩短",
            ).format(what=what, n=len(raw), longest=longest)
        )
    bad = next((character for character in raw if not character.isprintable() and character != "\u3000"), None)
    if bad is not None:
        raise CaseError(
            Message(
                "K1023",
                "{what} holds the character U+{code}, which is invisible or controls the terminal; delete it",
                "{what}含有字符 U+{code}（不可见或会控制终端）；请删去",
            ).format(what=what, code=f"{ord(bad):04X}")
        )
    return raw


def document_number(raw: object) -> str:
    """A document number: letters, digits, CJK, brackets and - . / only, at most DOCUMENT_LENGTH characters."""
    text = plain_text(raw, Text("the document number", "文号"), longest=DOCUMENT_LENGTH)
    if not _DOCUMENT.fullmatch(text):
        raise CaseError(
            Message(
                "K1024",
                '"{text}" is not a document number; write it like 组发〔2018〕5号',
                "“{text}”不是文号；写法如 组发〔2018〕5号",
            ).format(text=text)
        )
    return text


def _absent(raw: Mapping[str, Any]) -> Absent:
    _only(raw, {"absent", "reason"})
    code = raw["absent"]
    if code not in [known.code for known in ABSENCES]:
        raise CaseError(
            Message(
                "K1025",
                "absent: {code} is none of {known}; write one of them",
                "absent：{code} 不在 {known} 之中；请写其一",
            ).format(code=str(code), known=", ".join(known.code for known in ABSENCES))
        )
    absent = Absent(code)
    if "reason" in raw:
        absent = evolve(absent, note=plain_text(raw["reason"], Text("the reason", "原因"), longest=REASON_LENGTH))
    elif absent.due:
        raise CaseError(
            Message(
                "K1026",
                'absent: {code} needs a reason; add it: reason = "..."',
                "absent：{code} 须写 reason；请补写 reason = “……”",
            ).format(code=code)
        )
    return absent


def _only(raw: Mapping[str, Any], known: set[str]) -> None:
    for key in raw:
        if key not in known:
            raise CaseError(
                Message(
                    "K1027", "unknown key {key}; known here are {known}", "未知的键 {key}；此处可用：{known}"
                ).format(key=str(key), known=", ".join(sorted(known)))
            )


def _number(given: Any, raw: object, supplied: Supplied) -> Fraction:
    if isinstance(raw, Mapping) and isinstance(given, Score):
        return _by_indicator(given, raw, supplied)
    if not isinstance(raw, int | Decimal | str | Fraction) or isinstance(raw, bool):
        raise CaseError(
            Message(
                "K1028", "{value} is not a number; write digits alone, like 89.5", "{value} 不是数；请只写数字，如 89.5"
            ).format(value=echo(raw))
        )
    value = exact(raw, name=given.key)
    high = _highest(given, supplied)
    if not given.low <= value <= high:
        raise CaseError(
            Message(
                "K1029",
                "{value} is outside {low} to {high}; enter a value within that",
                "{value} 超出 {low} 至 {high}；请录入此范围内的数",
            ).format(value=show(value), low=show(given.low), high=show(high))
        )
    if isinstance(given, Days) and given.places and value % given.step:
        raise CaseError(
            Message(
                "K1030",
                "{value} is no whole or half day; enter it like 2 or 2.5",
                "{value} 不是整天或半天；请写成 2 或 2.5 这样",
            ).format(value=show(value))
        )
    places = decimals(value)
    if places is None or places > given.places:
        raise CaseError(
            Message(
                "K1031",
                "{value} has more than {places} decimals; enter it with no more than that",
                "{value} 的小数多于 {places} 位；请按此位数录入",
            ).format(value=show(value), places=given.places)
        )
    return value


def _highest(given: Any, supplied: Supplied) -> Fraction:
    """The largest value an input may take; days are days of the cycle unless it says otherwise."""
    high: Fraction = given.high
    if isinstance(given, Days) and not given.beyond and supplied.days is not None:
        return min(high, Fraction(supplied.days.length))
    return high


def _by_indicator(given: Score, raw: Mapping[str, Any], supplied: Supplied) -> Fraction:
    _only(raw, {"items"})
    table = given.table
    lines = () if table is None else (table.items or supplied.tables.get(table.key, ()))
    if not lines:
        raise CaseError(
            Message(
                "K1032",
                "there is no indicator table for {key}; enter the mark as one number",
                "{key} 没有指标表；请直接录入得分",
            ).format(key=given.key)
        )
    marks = raw["items"] if isinstance(raw.get("items"), Mapping) else {}
    _only(marks, {line.id for line in lines})
    missing = [line.id for line in lines if line.id not in marks]
    if missing:
        raise CaseError(
            Message(
                "K1033",
                "the indicators {ids} have no points; enter the points of each",
                "指标 {ids} 没有得分；请逐项录入得分",
            ).format(ids=", ".join(missing))
        )
    return sum(
        (
            _points(Score(line.id, line.label, clause=given.clause, high=line.points), marks[line.id], supplied)
            for line in lines
        ),
        Fraction(0),
    )


def _points(given: Score | Marks, raw: object, supplied: Supplied) -> Fraction:
    """The points of one indicator or rater, which may be typed text and are never absent by themselves."""
    if isinstance(raw, str) and _typed(raw):
        raw = parse_number(raw)
    return _number(given, raw, supplied)


def _date(given: Any, raw: object, supplied: Supplied) -> dt.date:
    found = _day(raw)
    if given.dated is not None and supplied.days is not None:
        start, end = given.dated.edges(supplied.days)
        if not start <= found <= end:
            text = Message(
                "K1034",
                "{day} is outside {start} to {end} ({span}); correct the day",
                "{day} 不在 {start} 至 {end} 之内（{span}）；请更正日期",
            )
            raise CaseError(text.format(day=found, start=start, end=end, span=given.dated.text()))
    return found


def _day(raw: object) -> dt.date:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    if isinstance(raw, str) and _typed(raw):
        return parse_day(raw)
    raise CaseError(
        Message(
            "K1035", "{value} is not a day; write it like 2018-11-01", "{value} 不是日期；写法如 2018-11-01"
        ).format(value=echo(raw))
    )


def _choice(given: Any, raw: object, supplied: Supplied) -> str:
    codes = given.codes or supplied.lists.get(given.list_key or "", ())
    return _code(given, raw, codes)


def _code(given: Input, raw: object, codes: tuple[str, ...]) -> str:
    if not isinstance(raw, str) or isinstance(raw, DecimalText) or raw not in codes:
        meant = _near_code(raw, codes)
        if meant is not None:
            text = Message(
                "K1036", "{value} is no code here; did you mean {meant}?", "{value} 不是此处的代码；是不是 {meant}？"
            )
            raise CaseError(text.format(value=echo(raw), meant=meant))
        raise CaseError(
            Message(
                "K1037", "{value} is none of {codes}; enter one of them", "{value} 不在 {codes} 之中；请录其一"
            ).format(value=echo(raw), codes=", ".join(codes) or f"cycle.lists for {given.key}")
        )
    return raw


def _near_code(raw: object, codes: tuple[str, ...]) -> str | None:
    """The code that looks like `raw`, if there is one."""
    if not isinstance(raw, str) or isinstance(raw, DecimalText):
        return None
    return next((code for code in codes if alike(code) == alike(raw)), None)


def _rows(given: Input, raw: object) -> list[Any]:
    if not isinstance(raw, list | tuple):
        raise CaseError(
            Message(
                "K1038",
                "it must be a list ([] attests that there is none); write its rows in [ ]",
                "须是列表（[] 表示没有）；请写成 [ …… ]",
            )
        )
    return list(raw)


def _finding(given: Any, raw: object, supplied: Supplied) -> tuple[FindingRow, ...]:
    found = tuple(_finding_row(given, row, supplied, place) for place, row in enumerate(_rows(given, raw), 1))
    return ask_findings(given.key, found) if len(found) > 1 else found


_RESTS_ON = {"document": Text("document", "文号（document）"), "date": Text("date", "日期（date）")}


def _finding_row(given: Finding, row: object, supplied: Supplied, place: int) -> FindingRow:
    if not isinstance(row, Mapping):
        raise CaseError(
            Message(
                "K1039",
                'a finding is a table with date and document; write it like { date = 2018-11-01, document = "..." }',
                "认定事项须写 date 与 document；请写成 { date = 2018-11-01, document = “……” }",
            )
        )
    _only(row, {"date", "document", "status", "item"})
    for name in _RESTS_ON:
        if name not in row:
            raise CaseError(
                Message(
                    "K1040",
                    "row {place}: a finding without {name}: give the {name} it rests on",
                    "第{place}行：认定事项缺{name}：请写明所依据的{name}",
                ).format(place=place, name=_RESTS_ON[name])
            )
    status = recheck_state(row.get("status", "pending" if given.recheck else "confirmed"))
    date = _row_day(given.dated, row["date"], supplied, place)
    return FindingRow(date, document_number(row["document"]), status, _item(row))


def _row_day(span: Span, raw: object, supplied: Supplied, place: int) -> dt.date:
    """The day of a row. Raises CaseError where it lies outside the span, as far as the record does not narrow it."""
    found = _day(raw)
    if supplied.days is not None:
        start, end = span.edges(supplied.days)
        if not start <= found <= end:
            raise outside(place, found, start, end, span.text())
    return found


def outside(place: int, day: dt.date, start: dt.date, end: dt.date, span: Text) -> CaseError:
    """The refusal of a row's day outside its span."""
    text = Message(
        "K1041",
        "row {place}: {day} is outside {start} to {end} ({span}); correct the day, or enter it in the cycle that it "
        "belongs to",
        "第{place}行：{day} 不在 {start} 至 {end} 之内（{span}）；请更正日期，或录入其所属周期",
    )
    return CaseError(text.format(place=place, day=day, start=start, end=end, span=span))


def _item(row: Mapping[str, Any]) -> str:
    """The short code that tells a row from others of one document, "" where it has none."""
    raw = row.get("item", "")
    if raw == "":
        return ""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    text = plain_text(raw, Text("the item", "事项编号"), longest=ITEM_LENGTH)
    if not _DOCUMENT.fullmatch(text):
        raise CaseError(
            Message(
                "K1042",
                'item "{text}" is no short code; write it like 1 or A-2',
                "item “{text}”不是编号；写法如 1 或 A-2",
            ).format(text=text)
        )
    return text


def recheck_state(raw: object) -> str:
    """The state of a re-check: pending, confirmed or rejected, by code, number or label. Raises CaseError."""
    if not isinstance(raw, str) or not _typed(raw):
        known = ", ".join(option.code for option in RECHECK_STATES)
        text = Message(
            "K1043",
            "status {status} is none of {known}; write one of them",
            "status {status} 不在 {known} 之中；请写其一",
        )
        raise CaseError(text.format(status=echo(raw), known=known))
    return parse_option(RECHECK_STATES, raw)


def _events(given: Any, raw: object, supplied: Supplied) -> tuple[EventRow, ...]:
    columns = {column.key: column for column in supplied.columns.get(given.key, ())}
    found = [_event_row(given, row, columns, supplied, place) for place, row in enumerate(_rows(given, raw), 1)]
    return ask_events(given.key, found, named=given.item is not None)


def _event_row(given: Events, row: object, columns: Mapping[str, Input], supplied: Supplied, place: int) -> EventRow:
    if not isinstance(row, Mapping):
        raise CaseError(
            Message(
                "K1044",
                "an event is a table of its columns; write it like { column = value }",
                "每项记录须逐列写明；请写成 { 列 = 值 }",
            )
        )
    _only(row, {"date", "document", "item", *columns})
    missing = [key for key, column in columns.items() if key not in row and not column.optional]
    if missing:
        raise CaseError(_LACKS.format(place=place, what=_named([columns[key] for key in missing])))
    date = _row_day(given.dated, row["date"], supplied, place) if "date" in row else None
    values = tuple((key, _cell(column, row[key], supplied, place)) for key, column in columns.items() if key in row)
    document = document_number(row["document"]) if "document" in row else ""
    return EventRow(date, values, document, _item(row))


_LACKS = Message(
    "K1045",
    "row {place}: an event without {what}; enter it, or delete the row",
    "第{place}行缺{what}；请补录，或删去该行",
)


def _named(columns: Sequence[Input]) -> Text:
    """Columns by their labels, with the keys that a file has."""
    named = [Text("{key} ({label})", "{label}（{key}）").format(label=one.label, key=one.key) for one in columns]
    return join(named, en=", ", zh="、")


def _cell(column: Input, raw: object, supplied: Supplied, place: int) -> Value:
    """One cell of a row; what is refused is refused with the row and the column."""
    try:
        return accept(column, raw, supplied)
    except CaseError as error:
        where = Text("row {place}, {what}", "第{place}行{what}").format(place=place, what=_named([column]))
        raise CaseError(error.text.reworded(f"{where.en}: {error.text.en}", f"{where.zh}：{error.text.zh}")) from error


def _ratings(given: Any, raw: object, supplied: Supplied) -> tuple[str, ...]:
    return tuple(
        _code(given, parse_option(given.options, code) if _typed(code) else code, given.codes)
        for code in _rows(given, raw)
    )


def _tally(given: Any, raw: object, supplied: Supplied) -> TallyValue:
    if not isinstance(raw, Mapping):
        raise CaseError(
            Message(
                "K1046",
                "a ballot is a table of counts; write it like { issued = 9, collected = 9, ... }",
                "票数须逐项写明；请写成 { issued = 9, collected = 9, …… }",
            )
        )
    names = ("issued", "collected", "spoilt", "blank")
    _only(raw, {*names, *given.codes})
    missing = [name for name in (*names, *given.codes) if name not in raw]
    if missing:
        raise CaseError(
            Message(
                "K1047", "the ballot lacks {names}; write 0 where there was none", "票数缺 {names}；没有的请写 0"
            ).format(names=", ".join(missing))
        )
    counts = {name: _votes(name, raw[name]) for name in (*names, *given.codes)}
    votes = tuple((code, counts[code]) for code in given.codes)
    value = TallyValue(counts["issued"], counts["collected"], counts["spoilt"], counts["blank"], votes)
    _check_sums(value)
    return value


def _votes(name: str, raw: object) -> int:
    if isinstance(raw, str) and _typed(raw):
        raw = parse_count(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= 999_999:
        raise CaseError(
            Message(
                "K1048",
                "{name}: {value} is not a number of ballots; enter a whole number from 0 to 999999",
                "{name}：{value} 不是票数；请录入 0 至 999999 的整数",
            ).format(name=name, value=echo(raw))
        )
    return raw


def _check_sums(value: TallyValue) -> None:
    counted = sum(votes for _, votes in value.votes) + value.blank + value.spoilt
    if counted != value.collected:
        raise CaseError(
            Message(
                "K1049",
                "the options, blank and spoilt make {counted}, but {collected} were collected: {difference} differ; "
                "correct the count that is wrong",
                "各项、弃权与废票合计 {counted}，收回 {collected}：差 {difference}；请核对并更正",
            ).format(counted=counted, collected=value.collected, difference=abs(counted - value.collected))
        )
    if value.collected > value.issued:
        raise CaseError(
            Message(
                "K1050",
                "{collected} ballots collected of {issued} issued; correct one of the two",
                "收回 {collected} 张，多于发出的 {issued} 张；请更正其一",
            ).format(collected=value.collected, issued=value.issued)
        )


_ACCEPT: dict[type, Callable[[Any, object, Supplied], Value]] = {
    Score: _number,
    Count: _number,
    Days: _number,
    Date: _date,
    Choice: _choice,
    Finding: _finding,
    Events: _events,
    Ratings: _ratings,
    Marks: lambda given, raw, supplied: marks_of(given, raw, lambda mark: _points(given, mark, supplied)),
    Tally: _tally,
}
