"""Solving for inputs: which facts put a value exactly at a declared number, one step below it, one above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine import Plan
from ...errors import KaoheError
from ...rules import Choice, Count, Date, Days, Events, Finding, Periods, Score, ScoreOf, Tally
from ...rules.nodes import Const, Expr, Input, LinkedBack, Marks, Points, Ratings, TallyCount, TallyShare, Their
from ...rules.tools import KindRules, descend, inputs_of
from ..basis import written
from ..people import Base, ballot, candidates, event_rows, finding_rows, linked_kind, looks, over, sheet
from ._targets import Target, difference

__all__ = ["Solution", "solve"]

_ROWS = 99
_CROWD = 11
_SPAN = 500

ASSESSED = {"absent": "not-assessed", "reason": "未考核"}
ELSEWHERE = {"absent": "rotated-out"}

Facts = dict[str, Any]


@frozen
class Knob:
    """A whole number that some facts depend on: `facts(n)` for n from 0 to `most`."""

    label: str
    most: int
    facts: Callable[[int], Facts]


@frozen
class Solution:
    """Facts for the three sides of a declared number; a side that the inputs cannot reach is None."""

    below: Facts | None
    at: Facts | None
    above: Facts | None


def solve(base: Base, rules: KindRules, target: Target) -> Solution:
    """Search the inputs of the target, one knob after the other, for the facts that reach it exactly."""
    nearest = _listed(base, rules, target)
    if nearest.at is not None:
        return nearest
    for first in _starts(base, rules, target):
        for knob in _knobs(base, rules, target):
            found = _Gap(base, rules.kind.key, target, first, knob).solution()
            if found.at is not None:
                return found
            if nearest.below is None or nearest.above is None:
                nearest = Solution(found.below or nearest.below, None, found.above or nearest.above)
            residual = _residual(base, rules, target, found.below)
            if residual is not None:
                return residual
    return nearest


def _listed(base: Base, rules: KindRules, target: Target) -> Solution:
    """What the few values of choices, and absences in some periods, reach by themselves."""
    sides: dict[str, Facts | None] = {"below": None, "at": None, "above": None}
    for facts in [{}, *_alternatives(base, rules, target)]:
        gap = _Gap(base, rules.kind.key, target, facts, Knob("", 0, lambda place: {})).at(0)
        if gap is not None:
            name = "at" if gap == 0 else "below" if gap < 0 else "above"
            sides[name] = sides[name] or facts or None
    return Solution(sides["below"], sides["at"], sides["above"])


def _alternatives(base: Base, rules: KindRules, target: Target) -> Iterator[Facts]:
    for node in looks(_read(rules, target)):
        linked = linked_kind(base.subject.rules, node)
        if linked is not None:
            yield from (over(node.link, facts) for facts in _alternatives(base, linked, _looked_at(node)))
    for given in _inputs(rules, target):
        if isinstance(given, Choice) and given.on is None:
            yield from ({given.key: code} for code in candidates(given, rules, base.lists, base.calendar))
        count = base.periods(given)
        now = base.row(rules.kind.key)["facts"].get(given.key) if count else None
        for left in range(count if isinstance(now, list) else 0):
            together = [one for one in rules.inputs if one.on == given.on]
            for why in (ASSESSED, ELSEWHERE):
                yield {
                    one.key: [*base.row(rules.kind.key)["facts"][one.key][:left], *[why] * (count - left)]
                    for one in together
                    if one.key in base.row(rules.kind.key)["facts"]
                }


def _residual(base: Base, rules: KindRules, target: Target, below: Facts | None) -> Solution | None:
    """From just below the number on: the rest by one input alone, in one period where it has several."""
    if below is None:
        return None
    for knob in _single_knobs(base, rules, target, below):
        found = _Gap(base, rules.kind.key, target, below, knob).solution()
        if found.at is not None:
            return found
    return None


class _Gap:
    """How far the target's value is from its number, along one knob."""

    def __init__(self, base: Base, kind: str, target: Target, facts: Facts, knob: Knob) -> None:
        self.base, self.kind, self.target, self.facts, self.knob = base, kind, target, facts, knob
        self._seen: dict[int, Fraction | None] = {}

    def at(self, place: int) -> Fraction | None:
        """The gap with the knob at `place`; None where it is not exact or the facts are refused."""
        if place not in self._seen:
            world = self.base.solo(self.kind, {**self.facts, **self.knob.facts(place)})
            try:
                self._seen[place] = difference(world.evaluation, world.focus, self.target)
            except KaoheError:
                self._seen[place] = None
        return self._seen[place]

    def solution(self) -> Solution:
        """The facts on the three sides, by bisection."""
        low, high = 0, self.knob.most
        first = self._first(low, high)
        if first is None:
            return Solution(None, None, None)
        low = first
        start, end = self.at(low), self.at(high)
        if start is None or end is None or start == end or not min(start, end) <= 0 <= max(start, end):
            return Solution(None, None, None)
        rising = end > start
        while high - low > 1:
            middle = (low + high) // 2
            gap = self.at(middle)
            if gap is None:
                return Solution(None, None, None)
            low, high = (middle, high) if (gap <= 0) == rising and (gap != 0 or rising) else (low, middle)
        return self._around(low, high)

    def _first(self, low: int, high: int) -> int | None:
        """Where the value begins to be exact: an open axis has no position before its first row."""
        return next((place for place in (low, low + 1) if place <= high and self.at(place) is not None), None)

    def _around(self, low: int, high: int) -> Solution:
        facts: dict[str, Facts | None] = {"below": None, "at": None, "above": None}
        for place in (low - 1, low, high, high + 1):
            gap = self.at(place) if 0 <= place <= self.knob.most else None
            if gap is None:
                continue
            name = "at" if gap == 0 else "below" if gap < 0 else "above"
            if facts[name] is None or (name == "below") == (place > low - 1 and gap < 0):
                facts[name] = {**self.facts, **self.knob.facts(place)}
        return Solution(facts["below"], facts["at"], facts["above"])


def _read(rules: KindRules, target: Target) -> list[Expr]:
    """What the target reads: its two sides, and the score where it asks for the score."""
    found: list[Expr] = [target.value, target.limit]
    whole = Plan.of(rules).score
    if whole is not None and any(isinstance(node, ScoreOf) for side in found for node in descend(side)):
        found.append(whole)
    return found


def _inputs(rules: KindRules, target: Target) -> list[Input]:
    found: dict[str, Input] = {}
    for expression in _read(rules, target):
        for given in inputs_of(expression):
            found.setdefault(given.key, given)
    return list(found.values())


def _starts(base: Base, rules: KindRules, target: Target) -> Iterator[Facts]:
    """Facts to start from: the quiet ones with what is optional filled in, then each code that gives points."""
    quiet = base.row(rules.kind.key)["facts"]
    yield {
        given.key: base.along(given, candidates(given, rules, base.lists, base.calendar)[0])
        for given in _inputs(rules, target)
        if _own(given) and given.key not in quiet
    }
    for expression in _read(rules, target):
        for node in descend(expression):
            if isinstance(node, Points) and isinstance(node.choice, Choice) and node.choice.on is None:
                for code, _ in node.table:
                    yield {node.choice.key: code}


def _knobs(base: Base, rules: KindRules, target: Target) -> Iterator[Knob]:
    inputs = _inputs(rules, target)
    marks = [given for given in inputs if isinstance(given, Score) and _own(given)]
    if len(marks) > 1 and len({(m.low, m.high, m.places) for m in marks}) == 1:
        yield _together(base, marks)
    for given in inputs:
        if _own(given):
            yield from _knob(base, rules, given, target)
    for node in looks(_read(rules, target)):
        yield from _linked_knobs(base, node)


def _linked_knobs(base: Base, node: Their) -> Iterator[Knob]:
    """The knobs of whom a link leads to; of a back link, how many there are too."""
    rules = linked_kind(base.subject.rules, node)
    if rules is None:
        return
    for knob in _knobs(base, rules, _looked_at(node)):
        yield Knob(knob.label, knob.most, lambda place, knob=knob: over(node.link, knob.facts(place)))  # type: ignore[misc]
    if isinstance(node.link, LinkedBack):
        name = f"{node.link.axis_key}#"
        for alike in ({}, *_telling(base, rules, node)):
            facts = over(node.link, alike)
            yield Knob(name, _CROWD, lambda place, facts=facts: {name: place + 1, **facts})  # type: ignore[misc]


def _telling(base: Base, rules: KindRules, node: Their) -> Iterator[Facts]:
    """Facts under which a condition on those who are linked back may hold: a finding, a code, the highest number."""
    for given in inputs_of(node.expression):
        if isinstance(given, Finding):
            yield {given.key: finding_rows(1, day=base.day)}
        elif _own(given) and not isinstance(given, Events):
            values = candidates(given, rules, base.lists, base.calendar)
            yield from ({given.key: base.along(given, value)} for value in values[:4])


def _looked_at(node: Their) -> Target:
    """What is looked at through a link, as a target of the linked kind's own."""
    return Target("", "", "", node.expression, Const(Fraction(0)), None)


def _own(given: Input) -> bool:
    return given.on is None or isinstance(given.on, Periods)


def _together(base: Base, marks: list[Score]) -> Knob:
    one = marks[0]

    def facts(place: int) -> Facts:
        value = written(one.low + place * one.step)
        return {given.key: base.along(given, value) for given in marks}

    return Knob("+".join(given.key for given in marks), int((base.calendar.highest(one) - one.low) / one.step), facts)


def _knob(base: Base, rules: KindRules, given: Input, target: Target) -> Iterator[Knob]:
    if isinstance(given, Score | Count | Days):
        yield _together(base, [given])  # type: ignore[list-item]  # the three have the same bounds and step
    elif isinstance(given, Finding):
        yield from _findings(base, given, target)
    elif isinstance(given, Date):
        first = base.calendar.start
        yield Knob(given.key, _SPAN, lambda place: {given.key: (first + dt.timedelta(days=place)).isoformat()})
    elif isinstance(given, Tally):
        yield from _ballots(rules, given, target)
    elif isinstance(given, Events):
        yield from _events(base, rules, given)
    elif isinstance(given, Marks):
        yield Knob(given.key, int((given.high - given.low) / given.step), lambda place: _sheets(base, given, place))
    elif isinstance(given, Ratings):
        for code in given.codes:
            yield Knob(given.key, 12, lambda place, code=code: {given.key: [code] * place})  # type: ignore[misc]


def _sheets(base: Base, given: Marks, place: int) -> Facts:
    """Every rater's mark so many steps above the lowest."""
    return {given.key: base.along(given, sheet(given, written(given.low + place * given.step)))}


def _findings(base: Base, given: Finding, target: Target) -> Iterator[Knob]:
    calendar = base.calendar
    if target.axis == given:
        most = calendar.length - 1
        yield Knob(given.key, most, lambda place: {given.key: finding_rows(1, day=calendar.day(place))})
    for day in (base.day, calendar.day(calendar.length - 17)):
        yield Knob(given.key, _ROWS, lambda place, day=day: {given.key: finding_rows(place, day=day)})  # type: ignore[misc]


def _ballots(rules: KindRules, given: Tally, target: Target) -> Iterator[Knob]:
    """Votes for the options that the value reads, in a ballot of 60: thirds, halves and fifths come out whole."""
    read = next(
        (
            node.codes
            for expression in _read(rules, target)
            for node in descend(expression)
            if isinstance(node, TallyShare | TallyCount) and node.tally == given
        ),
        given.codes[:1],
    )
    others = [code for code in given.codes if code not in read] or list(given.codes[-1:])
    for other in dict.fromkeys((others[0], others[-1])):
        for size in (60, 3000):

            def facts(place: int, size: int = size, other: str = other) -> Facts:
                return {given.key: ballot(given.codes, {read[0]: place, other: size - place})}

            yield Knob(given.key, size, facts)
    yield Knob(given.key, 400, lambda place: {given.key: ballot(given.codes, {read[0]: place})})


def _events(base: Base, rules: KindRules, given: Events) -> Iterator[Knob]:
    columns = [column for column in rules.inputs if column.on == given]
    best = {column.key: candidates(column, rules, base.lists, base.calendar) for column in columns}
    for pick in (0, -1):
        row = {key: values[pick] for key, values in best.items()}
        yield Knob(given.key, _ROWS, lambda place, row=row: {given.key: event_rows(place, row, day=base.day)})  # type: ignore[misc]
    for column in columns:
        if isinstance(column, Score | Count | Days):
            row = {"date": base.day, **{key: values[0] for key, values in best.items()}}
            most = int((base.calendar.highest(column) - column.low) / column.step)

            def facts(place: int, row: Facts = row, column: Any = column) -> Facts:
                return {given.key: [{**row, column.key: written(column.low + place * column.step)}]}

            yield Knob(column.key, most, facts)


def _single_knobs(base: Base, rules: KindRules, target: Target, below: Facts) -> Iterator[Knob]:
    """Each mark alone, from where it stands upwards; in its first period alone where it has several."""
    for given in _inputs(rules, target):
        if not isinstance(given, Score | Count | Days) or not _own(given):
            continue
        now = below.get(given.key, base.row(rules.kind.key)["facts"].get(given.key))
        value = now[0] if isinstance(now, list) else now
        if value is None or isinstance(value, dict):
            continue
        start = Fraction(str(value))
        most = int((base.calendar.highest(given) - start) / given.step)

        def facts(place: int, given: Any = given, start: Fraction = start, now: Any = now) -> Facts:
            raised = written(start + place * given.step)
            return {given.key: [raised, *now[1:]] if isinstance(now, list) else raised}

        if most > 0:
            yield Knob(given.key, most, facts)
