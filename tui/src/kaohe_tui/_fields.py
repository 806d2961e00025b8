"""One field of a record: the cells it is typed in, and how their texts make the value of a case file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kaohe.errors import CaseError
from kaohe.rules import Choice, Date, Events, Finding, Link, Tally
from kaohe.rules.nodes import RECHECK_STATES, Input
from kaohe.rules.tools import (
    UNKNOWN,
    Absent,
    Rule,
    Supplied,
    TallyValue,
    accept,
    document_number,
    half_width,
    parse,
    parse_count,
)
from kaohe.words import Message, Text

from ._typed import typed_of

__all__ = [
    "BALLOTS",
    "MISSING",
    "EventsField",
    "Field",
    "FindingField",
    "LinkField",
    "RecheckField",
    "RowsField",
    "ScalarField",
    "TallyField",
]

MISSING = object()

_BALLOT_LABELS = {
    "issued": Text("issued", "发出"),
    "collected": Text("collected", "收回"),
    "spoilt": Text("spoilt", "废票"),
    "blank": Text("blank", "弃权"),
}
BALLOTS = tuple(_BALLOT_LABELS)

_STATUS = Choice("status", Text("state", "状态"), clause="", options=RECHECK_STATES)
_DATE = Date("date", Text("date", "日期"), clause="")


@frozen
class Field:
    """One value of a record: `where` it stands (facts, links or rechecks), its `key`, and its `period` if it has one."""

    where: str
    key: str
    label: Text
    clause: str = ""
    period: str = ""
    supplied: Supplied = field(factory=Supplied, eq=False, repr=False)
    place: int = 0

    @property
    def id(self) -> str:
        """What names this field among all of a record."""
        return f"{self.where}.{self.key}@{self.period}"

    def texts(self, value: Any) -> dict[str, str]:
        """The texts of its cells, by part, for a checked value."""
        raise NotImplementedError

    def said(self, texts: Mapping[str, str], stored: Mapping[str, str]) -> Mapping[str, str]:
        """The texts that a person typed, of `texts` as they stand over those `stored`."""
        return texts

    def plain(self, texts: Mapping[str, str]) -> Any:
        """The plain value that the texts of its cells say, MISSING where they are empty. Raises KaoheError."""
        raise NotImplementedError

    def check(self, part: str, text: str) -> None:
        """Check one cell while it is typed. Raises KaoheError with the reason."""

    def part_input(self, part: str) -> Input | None:
        """The input whose range or options hold for one cell."""
        return None


@frozen
class ScalarField(Field):
    """A score, count, number of days, date, choice or list of ratings: one cell."""

    given: Input = field(kw_only=True)

    def texts(self, value: Any) -> dict[str, str]:
        return {"": typed_of(value)}

    def plain(self, texts: Mapping[str, str]) -> Any:
        text = texts.get("", "")
        if not text.strip():
            return MISSING
        raw = parse(self.given, text, self.supplied)
        accept(self.given, raw, self.supplied)
        return raw

    def check(self, part: str, text: str) -> None:
        self.plain({"": text})

    def part_input(self, part: str) -> Input | None:
        return self.given


@frozen
class TallyField(Field):
    """A ballot: one cell for each count; the value exists once all are there and add up."""

    given: Tally = field(kw_only=True)

    @property
    def parts(self) -> tuple[str, ...]:
        """The counts in the order in which they are entered."""
        return (*BALLOTS, *self.given.codes)

    def part_label(self, part: str) -> str:
        """What stands before the cell of one count."""
        known = _BALLOT_LABELS.get(part)
        return str(known or next(option.label for option in self.given.options if option.code == part))

    def texts(self, value: Any) -> dict[str, str]:
        if isinstance(value, Absent):
            return {part: typed_of(value) if part == "issued" else "" for part in self.parts}
        if not isinstance(value, TallyValue):
            return dict.fromkeys(self.parts, "")
        counts = {name: getattr(value, name) for name in BALLOTS} | dict(value.votes)
        return {part: str(counts[part]) for part in self.parts}

    def plain(self, texts: Mapping[str, str]) -> Any:
        first = texts.get("issued", "").strip()
        if half_width(first[:1]) == "!":
            if any(texts.get(part, "").strip() for part in self.parts[1:]):
                raise CaseError(_COUNTS_STAND)
            return parse(self.given, first, self.supplied)
        found = {part: parse_count(texts[part]) for part in self.parts if texts.get(part, "").strip()}
        if not found:
            return MISSING
        accept(self.given, found, self.supplied)
        return found

    def check(self, part: str, text: str) -> None:
        if text.strip() and not (part == "issued" and text.strip()[0] in "!！"):
            parse_count(text)

    def sums(self, texts: Mapping[str, str]) -> tuple[int, int | None]:
        """The ballots counted so far, and how many are missing (negative: too many) of those collected."""
        counts = {part: int(texts[part]) for part in self.parts if texts.get(part, "").strip().isdecimal()}
        counted = sum(count for part, count in counts.items() if part not in ("issued", "collected"))
        return counted, counts["collected"] - counted if "collected" in counts else None


@frozen
class RowsField(Field):
    """A list of rows: a cell for how many ("0" attests none, "+" adds one), and cells for each row."""

    given: Finding | Events = field(kw_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        """The parts of one row."""
        raise NotImplementedError

    def said(self, texts: Mapping[str, str], stored: Mapping[str, str]) -> Mapping[str, str]:
        # How many rows there were is shown, not typed: with its rows emptied a list is open again, never "none".
        return texts if texts["rows"] != stored["rows"] else {**texts, "rows": ""}

    def texts(self, value: Any) -> dict[str, str]:
        if not isinstance(value, tuple):
            return {"rows": typed_of(value)}
        found = {"rows": str(len(value))}
        for place, row in enumerate(value):
            found |= {f"{place}.{name}": text for name, text in self._row_texts(row).items()}
        return found

    def plain(self, texts: Mapping[str, str]) -> Any:
        head = half_width(texts.get("rows", "").strip())
        rows = [
            self._row({name: texts.get(f"{place}.{name}", "") for name in self.columns})
            for place in self.places(texts)
            if self.started(texts, place)
        ]
        self._check_head(head)
        if head[:1] == "!" and not rows:
            return parse(self.given, head, self.supplied)
        if head not in ("", "+", str(len(rows))):
            raise CaseError(_CONTRADICTS.format(head=head, n=len(rows)))
        if not rows:
            return [] if head == "0" else MISSING
        accept(self.given, rows, self.supplied)
        return rows

    def check(self, part: str, text: str) -> None:
        if part == "rows":
            self._check_head(half_width(text.strip()))
        elif text.strip():
            self._part(part.partition(".")[2], text)

    def _check_head(self, head: str) -> None:
        """Anything but 0, +, how many rows there are, or ! with a reason, is no answer and never stands for one."""
        if head[:1] == "!":
            accept(self.given, parse(self.given, head, self.supplied), self.supplied)
        elif head not in ("", "+") and not head.isdecimal():
            raise CaseError(_ADD)

    def places(self, texts: Mapping[str, str]) -> list[int]:
        """The rows that have cells."""
        return sorted({int(part.partition(".")[0]) for part in texts if "." in part})

    def started(self, texts: Mapping[str, str], place: int) -> bool:
        """Whether anything stands in a row but its state, which has a default."""
        return any(texts.get(f"{place}.{name}", "").strip() for name in self.columns if name != "status")

    def _row(self, texts: Mapping[str, str]) -> dict[str, Any]:
        return {name: self._part(name, text) for name, text in texts.items() if text.strip()}

    def _part(self, name: str, text: str) -> Any:
        raise NotImplementedError

    def _row_texts(self, row: Any) -> dict[str, str]:
        raise NotImplementedError


@frozen
class FindingField(RowsField):
    """Findings: date, document number and re-check state of each."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("date", "document", "status")

    def part_input(self, part: str) -> Input | None:
        return {"date": _DATE, "status": _STATUS}.get(part.partition(".")[2])

    def _part(self, name: str, text: str) -> Any:
        if name == "document":
            return document_number(text.strip())
        return parse(_DATE if name == "date" else _STATUS, text, self.supplied)

    def _row_texts(self, row: Any) -> dict[str, str]:
        return {"date": row.date.isoformat(), "document": row.document, "status": row.status}


@frozen
class EventsField(RowsField):
    """Events: a date and the declared columns of each."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The columns beside the date."""
        return self.supplied.columns.get(self.key, ())

    @property
    def columns(self) -> tuple[str, ...]:
        return ("date", *(column.key for column in self.inputs))

    def part_input(self, part: str) -> Input | None:
        name = part.partition(".")[2]
        return _DATE if name == "date" else next((column for column in self.inputs if column.key == name), None)

    def _part(self, name: str, text: str) -> Any:
        given = self.part_input(f".{name}")
        assert given is not None  # noqa: S101  # a cell is made for declared columns only
        raw = parse(given, text, self.supplied)
        accept(given, raw, self.supplied)
        return raw

    def _row_texts(self, row: Any) -> dict[str, str]:
        found = {"date": row.date.isoformat() if row.date is not None else ""}
        return found | {column.key: typed_of(row.get(column.key)) for column in self.inputs}


@frozen
class LinkField(Field):
    """A tie to somebody else of the case, typed as their id."""

    link: Link = field(kw_only=True)
    known: Mapping[str, str] = field(factory=dict, kw_only=True, eq=False, repr=False)

    def texts(self, value: Any) -> dict[str, str]:
        return {"": "" if value is UNKNOWN else str(value)}

    def plain(self, texts: Mapping[str, str]) -> Any:
        text = texts.get("", "").strip()
        if not text:
            return MISSING
        if self.known.get(text) != self.link.to.key:
            raise CaseError(
                Message("K7002", "there is no {kind} with the id {id}", "没有编号为 {id} 的{kind}").format(
                    kind=self.link.to.label, id=text
                )
            )
        return text

    def check(self, part: str, text: str) -> None:
        self.plain({"": text})


@frozen
class RecheckField(Field):
    """The re-check of a limit that counts only once it is confirmed: its state and document."""

    rule: Rule = field(kw_only=True)

    def texts(self, value: Any) -> dict[str, str]:
        if value is UNKNOWN:
            return {"status": "", "document": ""}
        return {"status": value.status, "document": value.document}

    def plain(self, texts: Mapping[str, str]) -> Any:
        status, document = texts.get("status", "").strip(), texts.get("document", "").strip()
        if not status and not document:
            return MISSING
        found = {"status": parse(_STATUS, status, self.supplied)}
        if document:
            found["document"] = document_number(document)
        elif found["status"] != "pending":
            raise CaseError(Message("K7003", "a settled re-check needs its document", "已有结论的复核须写文号"))
        return found

    def check(self, part: str, text: str) -> None:
        if part == "status" and text.strip():
            parse(_STATUS, text, self.supplied)
        elif part == "document" and text.strip():
            document_number(text.strip())

    def part_input(self, part: str) -> Input | None:
        return _STATUS if part == "status" else None


_ADD = Message(
    "K7004",
    "type 0 where there is none, + to add one, ! and a reason where it does not apply",
    "没有请录 0，+ 增加一项，不适用录 ! 与原因",
)
_CONTRADICTS = Message(
    "K7005",
    "{head} is typed, but {n} rows stand below; + adds a row, emptying its cells takes one out",
    "录入为 {head}，下面却有 {n} 行；+ 增加一行，清空各格即删去该行",
)
_COUNTS_STAND = Message(
    "K7006",
    "a reason why there is no ballot stands beside counts; take one of them out",
    "既写了无票原因又有票数；请删去其一",
)
