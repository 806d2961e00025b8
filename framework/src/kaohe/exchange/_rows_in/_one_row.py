"""One row while it is read: the person it is of, what it says so far, and how one value is taken in or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ...engine import Appraisee
from ...errors import KaoheError
from ...office import Enter, Recheck
from ...rules import Periods
from ...rules.nodes import Input
from ...rules.tools import UNKNOWN, Absent, Value, accept
from ...words import Message, Text
from .._cells import At, Cell, Row
from .._entry import Unread, masked
from .._layout import Layout
from .._preview import Line
from .._shown import shown
from .._who import Who
from ._ground import Ground

__all__ = ["OneRow"]

_NO_PERIOD = Message(
    "K9142",
    "{label} is entered by the {axis}, and neither the row, the sheet nor its title says which: say --period {example}",
    "{label}须按{axis}录入，而行、表名和标题均未写明期次；请用 --period {example} 指明",
)
_LIST_KEPT = Message(
    "K9147",
    "the book holds {n} rows here, so it is not none; take them back in the form first",
    "账簿中此项已有 {n} 条，不能填“无”；请先在录入表中撤回",
)


@define
class OneRow:
    """One row while it is read."""

    of: Ground
    layout: Layout
    row: Row
    who: Who
    periods: Mapping[str, str]
    facts: dict[str, Any] = field(factory=dict)
    links: dict[str, Any] = field(factory=dict)
    parts: dict[str, dict[str, tuple[int, Cell]]] = field(factory=lambda: defaultdict(dict))
    settled: dict[str, dict[str, tuple[int, Cell]]] = field(factory=lambda: defaultdict(dict))
    lines: list[Line] = field(factory=list)
    later: list[tuple[Recheck, Line]] = field(factory=list)
    rejected: bool = False

    @property
    def known(self) -> Appraisee | None:
        """Who it is in the book, None for somebody new."""
        return self.of.people.case.cohort.appraisees.get(self.who.id)

    def at(self, place: int) -> At:
        """Where a cell of the row stands."""
        return At(self.layout.sheet.name, self.row.number, place)

    def reject(self, refused: Unread, place: int, what: Text) -> None:
        """The line of what is refused, after which nobody new is taken in from this row."""
        self.rejected = True
        self.of.reject(self.layout, self.row, refused, place, self.who.id, what)

    def made(self, given: Input, raw: Any, place: int) -> None:
        """Check a value that was made of several cells, and take it in. Raises Unread."""
        try:
            value = accept(given, raw, self.of.supplied)
        except KaoheError as error:
            raise Unread(masked(error.text)) from error
        self.enter(given, raw, value, place)

    def enter(self, given: Input, raw: Any, value: Value, place: int) -> None:
        """The line and the change for one value."""
        at = self._period(given)
        before = self._before(given, at)
        if raw == [] and isinstance(before, tuple) and before:
            raise Unread(_LIST_KEPT.format(n=len(before)))
        state = "same" if before == value else "new" if before is UNKNOWN or _undue(before) else "changed"
        line = self.line(state, place, given.label, at, _old(given, before), shown(raw, given))
        if state == "same":
            return
        if self.who.new:
            self.facts[given.key] = {**self.facts.get(given.key, {}), at: raw} if at else raw
        else:
            self.of.preview.change(Enter(self.who.id, given.key, raw, at), line)

    def line(self, state: str, place: int, what: Text, period: str, before: Any, after: Any) -> Line:
        """Put a line of the row into the preview; what changes for somebody named alike is asked about."""
        shown_state = "asked" if self.who.asked and state in ("new", "changed") else state
        after = after if isinstance(after, str) else shown(after)
        line = Line(
            state=shown_state, at=self.at(place), who=self.who.id, what=what, period=period, before=before, after=after
        )
        self.lines.append(line)
        self.of.preview.lines.append(line)
        return line

    def held(self, given: Input) -> Any:
        """What the book holds of an input, in the period that the row is of. Raises Unread where none is told."""
        return self._before(given, self._period(given))

    def _before(self, given: Input, at: str) -> Any:
        found = UNKNOWN if self.known is None else self.known.fact(given.key)
        if not at or found is UNKNOWN:
            return found
        names = [one.name for one in self.of.spoken[given.on.axis_key].periods]  # type: ignore[union-attr]  # it lies on periods
        return found[names.index(at)]  # type: ignore[index]  # a tuple there

    def _period(self, given: Input) -> str:
        if not isinstance(given.on, Periods):
            return ""
        axis = given.on
        if axis.axis_key not in self.periods:
            periods = self.of.spoken[axis.axis_key].periods
            example = periods[0].name if periods else "-"
            raise Unread(_NO_PERIOD.format(label=given.label, axis=axis.label, example=example))
        return self.periods[axis.axis_key]


def _undue(before: Any) -> bool:
    """Whether what stands there is only that the period is not due, which nobody entered."""
    return isinstance(before, Absent) and before.code == "not-posted" and not before.note


def _old(given: Input, before: Any) -> str:
    return "" if before is UNKNOWN or _undue(before) else shown(before, given)
