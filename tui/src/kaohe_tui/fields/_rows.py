"""The fields of lists: findings and events, a line of cells for each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kaohe.errors import CaseError
from kaohe.rules import Choice, Events, Finding
from kaohe.rules.nodes import Input
from kaohe.rules.tools import (
    accept,
    document_number,
    half_width,
    options_of,
    parse,
)
from kaohe.words import Message

from ._fields import DATE, MISSING, STATUS, Field
from ._typed import typed_of

__all__ = ["NO_ROWS", "EventsField", "FindingField", "RowsField"]


@frozen
class RowsField(Field):
    """A list of rows: a cell for how many ("0" attests none, "+" adds one), and cells for each row."""

    given: Finding | Events = field(kw_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        """The parts of one row."""
        raise NotImplementedError

    def has(self, part: str) -> bool:
        place, _, name = part.partition(".")
        return part == "rows" or (place.isdecimal() and len(place) < 5 and name in self.columns)

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

    def told(self, row: Mapping[str, Any]) -> str:
        """A row of a plain value, as people read it."""
        names = [*self.columns, *(name for name in row if name not in self.columns)]
        return "  ".join(self._told(name, row[name]) for name in names if row.get(name) not in (None, ""))

    def _told(self, name: str, value: Any) -> str:
        given = self.part_input(f".{name}")
        options = options_of(given, self.supplied) if isinstance(given, Choice) else ()
        return next((str(option.label) for option in options if option.code == value), str(value))

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
            raise CaseError(NO_ROWS)

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
        return {"date": DATE, "status": STATUS}.get(part.partition(".")[2])

    def _part(self, name: str, text: str) -> Any:
        if name == "document":
            return document_number(text.strip())
        return parse(DATE if name == "date" else STATUS, text, self.supplied)

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
        return DATE if name == "date" else next((column for column in self.inputs if column.key == name), None)

    def _part(self, name: str, text: str) -> Any:
        given = self.part_input(f".{name}")
        assert given is not None  # noqa: S101  # a cell is made for declared columns only
        raw = parse(given, text, self.supplied)
        accept(given, raw, self.supplied)
        return raw

    def _row_texts(self, row: Any) -> dict[str, str]:
        found = {"date": row.date.isoformat() if row.date is not None else ""}
        return found | {column.key: typed_of(row.get(column.key)) for column in self.inputs}


NO_ROWS = Message(
    "K7004",
    "type 0 where there is none, + to add one, ! and a reason where it does not apply",
    "没有请录 0，+ 增加一项，不适用录 ! 与原因",
)
_CONTRADICTS = Message(
    "K7005",
    "{head} is typed, but {n} rows stand below; + adds a row, emptying its cells takes one out",
    "录入为 {head}，下面却有 {n} 行；+ 增加一行，清空各格即删去该行",
)
