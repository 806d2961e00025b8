"""One field of a record: the cells it is typed in, and how their texts make the value of a case file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen
from rich.cells import cell_len

from kaohe.errors import CaseError
from kaohe.rules import Choice, Date, Link
from kaohe.rules.nodes import RECHECK_STATES, Input
from kaohe.rules.tools import (
    UNKNOWN,
    Rule,
    Supplied,
    accept,
    document_number,
    linked_text,
    parse,
    raw_ids,
    said_turns,
)
from kaohe.words import Message, Text

from ._typed import typed_of

_NO_SUCH = Message("K7002", "there is no {kind} with the id {id}", "没有编号为 {id} 的{kind}")
__all__ = ["DATE", "MISSING", "STATUS", "Field", "LinkField", "RecheckField", "ScalarField"]

MISSING = object()

STATUS = Choice("status", Text("state", "状态"), clause="", options=RECHECK_STATES)
DATE = Date("date", Text("date", "日期"), clause="")


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
    axis: str = ""

    @property
    def id(self) -> str:
        """What names this field among all of a record."""
        return f"{self.where}.{self.key}@{self.period}"

    @property
    def short(self) -> str:
        """What the scheme declares for where its label has little room, "" for nothing."""
        told = getattr(getattr(self, "given", None), "short", None)
        return "" if told is None else str(told)

    def called(self, room: int) -> str:
        """Its label, or the short one where that alone stands in so many cells."""
        label = str(self.label)
        return self.short if self.short and cell_len(label) > room else label

    def texts(self, value: Any) -> dict[str, str]:
        """The texts of its cells, by part, for a checked value."""
        raise NotImplementedError

    def has(self, part: str) -> bool:
        """Whether it has a cell of that name."""
        return part in self.texts(UNKNOWN)

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
class LinkField(Field):
    """A tie to somebody else of the case, typed as their id."""

    link: Link = field(kw_only=True)
    known: Mapping[str, str] = field(factory=dict, kw_only=True, eq=False, repr=False)

    def texts(self, value: Any) -> dict[str, str]:
        return {"": "" if value is UNKNOWN else linked_text(value)}

    def plain(self, texts: Mapping[str, str]) -> Any:
        text = texts.get("", "").strip()
        if not text:
            return MISSING
        said = said_turns(text) if self.link.on is not None else None
        for one in (text,) if said is None else raw_ids(said):
            if self.known.get(one) != self.link.to.key:
                raise CaseError(_NO_SUCH.format(kind=self.link.to.label, id=one))
        return text if said is None else said

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
        found = {"status": parse(STATUS, status, self.supplied)}
        if document:
            found["document"] = document_number(document)
        elif found["status"] != "pending":
            raise CaseError(Message("K7003", "a settled re-check needs its document", "已有结论的复核须写文号"))
        return found

    def check(self, part: str, text: str) -> None:
        if part == "status" and text.strip():
            parse(STATUS, text, self.supplied)
        elif part == "document" and text.strip():
            document_number(text.strip())

    def part_input(self, part: str) -> Input | None:
        return STATUS if part == "status" else None
