"""The lines of a packing function that hand over a record whose facts may not go together: the full reading says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ...rules import Date, Events, Tally
from ...rules.nodes import MISSING, Input, Odd
from ...rules.tools import Posting, Relations, Supplied
from ._tables import counted

__all__ = ["Code", "RelatedWriter"]


@define
class Code:
    """A function that is being written: its statements, and the constants that it carries along."""

    scope: dict[str, Any]
    lines: list[str] = field(factory=list)

    def constant(self, value: object) -> str:
        """A new name for a value."""
        name = f"k{len(self.scope)}"
        self.scope[name] = value
        return name


@define
class RelatedWriter:
    """Writes them.

    Of each of `fields` a column of `columns` holds what is packed, and what was entered as a list has an `l_` before
    that name; `known` is the name under which it is compared, None where it is missing.
    """

    code: Code
    relations: Relations
    supplied: Supplied
    fields: Mapping[str, Input]
    columns: Mapping[str, str]
    known: Mapping[str, str]

    def write(self) -> None:
        """Hand a record over where facts that are related may not go together: the full reading says why."""
        relations, fields, column = self.relations, self.fields, self.known
        for start, end in relations.pairs:
            if start.key in fields and end.key in fields:
                one, two = column[start.key], column[end.key]
                self.code.lines.append(f"if {one} is not None and {two} is not None and {one} > {two}: raise Odd")
        for posting in relations.postings:
            self._touching(posting)
        for part, whole in relations.parts:
            if part.key in fields and whole.key in fields:
                self.code.lines.append(self._part(part, whole))
            self._of_rows(part, whole)
        for given, finding in relations.needs:
            if given.key in fields and finding.key in fields:
                self.code.lines.append(f"if {column[given.key]} and not {column[finding.key]}: raise Odd")
            self._of_rows(given)
        self._lists()

    def _of_rows(self, *inputs: Input) -> None:
        """What is related row by row is compared in full."""
        for given in inputs:
            if isinstance(given.on, Events) and given.on.key in self.fields:
                self.code.lines.append(f"if {self.known[given.on.key]}: raise Odd")

    def _lists(self) -> None:
        """Lists that are related to others, or to days of the record, are compared as a full reading does."""
        relations = self.relations
        pairs = (*relations.excludes, *relations.same_as, *relations.excepts)
        lists = dict.fromkeys([one.key for pair in pairs for one in pair] + [one.key for one in relations.spans])
        held = [key for key in lists if key in self.fields]
        if not held:
            return
        days = [key for key, given in self.fields.items() if isinstance(given, Date) and given.on is None]
        facts = [f"{key!r}: l_{self.columns[key]}" for key in held] + [f"{key!r}: {self.known[key]}" for key in days]
        some = " or ".join(f"l_{self.columns[key]}" for key in held)
        self.code.lines.append(f"if {some}: {self.code.constant(self._compared)}({{{', '.join(facts)}}})")

    def _compared(self, facts: Mapping[str, Any]) -> None:
        """Raise Odd, or the refusal, where rows contradict something, or may be one fact."""
        known = {key: value for key, value in facts.items() if value is not None and value is not MISSING}
        if self.relations.fault(known, self.supplied.days) is not None:
            raise Odd
        if next(self.relations.contradictions(known), None) is not None:
            raise Odd
        for value in self.relations.settled(known).values():
            if isinstance(value, tuple):
                counted(value)

    def _touching(self, posting: Posting) -> None:
        """Hand a record over whose dates leave no day of the span."""
        if self.supplied.days is None:
            return
        start, end = posting.span.edges(self.supplied.days)
        for given, sign, edge in ((posting.since, ">", end), (posting.until, "<", start)):
            if given is not None and given.key in self.fields:
                name = self.known[given.key]
                self.code.lines.append(f"if {name} is not None and {name} {sign} {self.code.constant(edge)}: raise Odd")

    def _part(self, part: Any, whole: Any) -> str:
        """The line that hands over a part that is, or may be, more than its whole."""
        one, two = self.known[part.key], self.known[whole.key]
        there = f"{one} is not None and {two} is not None"
        if whole.optional and part.on is None and whole.on is None:
            self.code.lines.append(f"if {one} and {two} is None: raise Odd")
        if part.on is not None or whole.on is not None:
            return f"if {there}: raise Odd"
        left, right = self._amount(part, one, whole), self._amount(whole, two, part)
        return f"if {there} and {left} > {right}: raise Odd"

    def _amount(self, given: Any, name: str, other: Any) -> str:
        """How much a packed column says, in the steps of both."""
        counted = f"{name}.collected" if isinstance(given, Tally) else name
        return f"{counted} * {10 ** (0 if isinstance(other, Tally) else other.places)}"
