"""Made-up facts made to go together: what the relations between inputs forbid is mended, as far as it is free to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Any, TypeGuard

from ...errors import KaoheError
from ...rules import Date, Finding, Tally
from ...rules.nodes import Input
from ...rules.tools import Posting, Relations, Stays, Supplied, accept, exact
from ..basis import Calendar, Row, written

__all__ = ["agreed", "legal_facts"]

Facts = dict[str, Any]


def legal_facts(relations: Relations, facts: Facts, calendar: Calendar, fixed: Collection[str] = ()) -> Facts:
    """The facts with those that are not `fixed` changed so that all relations within the record hold, if that can be."""
    found = dict(facts)
    for posting in relations.postings:
        _touch(posting, found, calendar, fixed)
    for stays in relations.stays:
        _spread(stays, found)
    for start, end in relations.pairs:
        _order(start, end, found, fixed)
    for narrowed in relations.spans:
        _within(narrowed, found, calendar, fixed)
    for part, whole in relations.parts:
        _part(part, whole, found, fixed)
    for given, finding in relations.needs:
        _ground(given, finding, found, calendar, fixed)
    for one, other in (*relations.excludes, *relations.same_as):
        if one.key not in fixed or other.key not in fixed:
            _apart(one.key, other.key, found)
    for exception, event in relations.excepts:
        _matched(exception.key, event, found, calendar, fixed)
    return found


def _touch(posting: Posting, facts: Facts, calendar: Calendar, fixed: Collection[str]) -> None:
    start, end = (day.isoformat() for day in posting.span.edges(calendar.days))
    for given, edge, pick in ((posting.since, end, min), (posting.until, start, max)):
        if given is not None and given.key not in fixed and _is_day(facts.get(given.key)):
            facts[given.key] = pick(facts[given.key], edge)


def _spread(stays: Stays, facts: Facts) -> None:
    """The spans in order, each end after its start, those that overlap an earlier one left out."""
    rows = facts.get(stays.rows.key)
    since, until = (None if day is None else day.key for day in (stays.since, stays.until))
    if since is None or not isinstance(rows, list) or not all(_is_span(row, since, until) for row in rows):
        return
    kept: list[Any] = []
    for row in sorted((_forward(row, since, until) for row in rows), key=lambda row: str(row[since])):
        if not kept or (until in kept[-1] and kept[-1][until] < row[since]):
            kept.append(row)
    facts[stays.rows.key] = kept


def _is_span(row: Any, since: str, until: str | None) -> bool:
    return isinstance(row, dict) and _is_day(row.get(since)) and (row.get(until) is None or _is_day(row[until]))


def _forward(row: Facts, since: str, until: str | None) -> Facts:
    if until is None or until not in row:
        return row
    first, last = sorted((row[since], row[until]))
    return {**row, since: first, until: last}


def _order(start: Date, end: Date, facts: Facts, fixed: Collection[str]) -> None:
    first, last = facts.get(start.key), facts.get(end.key)
    if _is_day(first) and _is_day(last) and first > last:
        if end.key not in fixed:
            facts[end.key] = first
        elif start.key not in fixed:
            facts[start.key] = last


def _within(given: Any, facts: Facts, calendar: Calendar, fixed: Collection[str]) -> None:
    rows = facts.get(given.key)
    bounds = {day.key for day in (given.dated.since, given.dated.until) if day is not None}
    if not isinstance(rows, list) or (given.key in fixed and bounds & set(fixed)):
        return
    since, until = (None if day is None else facts.get(day.key) for day in (given.dated.since, given.dated.until))
    low = max(calendar.start.isoformat(), since) if _is_day(since) else ""
    high = min(calendar.end.isoformat(), until) if _is_day(until) else "9999"
    # A day outside the cycle is an illegal one under check, and stays.
    inside = (calendar.start.isoformat(), calendar.end.isoformat())
    facts[given.key] = [
        {**row, "date": min(max(row["date"], low), high)}
        if isinstance(row, dict) and _is_day(row.get("date")) and inside[0] <= row["date"] <= inside[1]
        else row
        for row in rows
    ]


def _number(value: Any) -> Fraction | None:
    found = value.get("collected") if isinstance(value, dict) else value
    try:
        return exact(found) if isinstance(found, int | str | Fraction) else None
    except KaoheError:
        return None


def _part(part: Input, whole: Input, facts: Facts, fixed: Collection[str]) -> None:
    found, most = _number(facts.get(part.key)), _number(facts.get(whole.key))
    if found is None or most is None or found <= most:
        return
    if whole.key not in fixed and found <= getattr(whole, "high", found) and not isinstance(whole, Tally):
        facts[whole.key] = written(found)
    elif part.key not in fixed and most >= getattr(part, "low", most):
        facts.pop(part.key)
        if not isinstance(part, Tally):
            facts[part.key] = written(most)


def _ground(given: Input, finding: Finding, facts: Facts, calendar: Calendar, fixed: Collection[str]) -> None:
    value, rows = facts.get(given.key), facts.get(finding.key)
    standing = isinstance(rows, list) and any(row.get("status") != "rejected" for row in _tables(rows))
    above = bool(value) if isinstance(value, list) else (_number(value) or 0) > 0
    if rows is None or standing or not above:
        return
    if finding.key not in fixed:
        facts[finding.key] = [{"date": calendar.day(14), "document": "组〔2019〕99号", "status": "confirmed"}]
    elif given.key not in fixed:
        facts[given.key] = [] if isinstance(value, list) else 0


def _apart(one: str, other: str, facts: Facts) -> None:
    """Give every row of two lists a code of its own, unless it has one, which may be an illegal one under check."""
    if not facts.get(one) or not facts.get(other):
        return
    for key in (one, other):
        rows = facts.get(key)
        if isinstance(rows, list):
            facts[key] = [
                {"item": f"{key[:12]}-{place}", **row} if isinstance(row, dict) else row
                for place, row in enumerate(rows, 1)
            ]


def _matched(exception: str, event: Finding, facts: Facts, calendar: Calendar, fixed: Collection[str]) -> None:
    rows, events = facts.get(exception), facts.get(event.key)
    if not isinstance(rows, list) or not isinstance(events, list) or not rows:
        return
    if event.key not in fixed:
        named = [{key: row[key] for key in _NAMED if key in row} for row in _tables(rows)]
        facts[event.key] = named if _accepted(event, named, calendar) else events
    elif exception not in fixed:
        there = [[row.get(key) for key in _NAMED] for row in _tables(events)]
        facts[exception] = [row for row in _tables(rows) if [row.get(key) for key in _NAMED] in there]


def _accepted(event: Finding, rows: list[Row], calendar: Calendar) -> bool:
    """Whether the rows are legal: those under check that are not have no events of their own."""
    try:
        accept(event, rows, Supplied(days=calendar.days))
    except KaoheError:
        return False
    return True


_NAMED = ("date", "document", "item")


def _tables(rows: list[Any]) -> list[Row]:
    """The rows that are tables; an illegal fact under check may hold anything."""
    return [row for row in rows if isinstance(row, dict)]


def agreed(relations: dict[str, Relations], rows: Iterable[Row], fixed: str = "") -> list[Row]:
    """The rows of several people, facts of one shared thing made the same, and linked wholes as large as their parts."""
    found = {row["id"]: row for row in rows}
    # Whoever the world is about has the say.
    order = sorted(found, key=lambda name: name != fixed)
    said: dict[tuple[str, str], Any] = {}
    for name in order:
        for given in relations[found[name]["kind"]].shared:
            facts = found[name].get("facts", {})
            code = facts.get(given.shared_by.key) if given.shared_by is not None else None
            if isinstance(code, str) and given.key in facts:
                value = said.setdefault((given.key, code), facts[given.key])
                found[name] = {**found[name], "facts": {**facts, given.key: value}}
    for place, name in enumerate(order):
        for marks in relations[found[name]["kind"]].sheets:
            facts = found[name].get("facts", {})
            if place and marks.key in facts:
                own = _own_raters(facts[marks.key], f"{place}-")
                found[name] = {**found[name], "facts": {**facts, marks.key: own}}
    for name in order:
        for given, whole in relations[found[name]["kind"]].across:
            _raise_linked(found, name, given, whole, fixed)
    return list(found.values())


def _own_raters(raw: Any, mark: str) -> Any:
    """The same marks of raters of one person alone: made-up sheets of several people would contradict each other."""
    if isinstance(raw, list):
        return [_own_raters(one, mark) for one in raw]
    if not isinstance(raw, dict) or "absent" in raw:
        return raw
    return {
        key if isinstance(value, dict) else f"{mark}{key}": _own_raters(value, mark)
        if isinstance(value, dict)
        else value
        for key, value in raw.items()
    }


def _raise_linked(found: dict[str, Row], name: str, given: Input, whole: Any, fixed: str) -> None:
    linked = found[name].get("links", {}).get(whole.link.key)
    target = found.get(linked) if isinstance(linked, str) else None
    if target is None:
        return
    part, most = _number(found[name]["facts"].get(given.key)), _number(target["facts"].get(whole.expression.key))
    if part is None or most is None or part <= most:
        return
    if target["id"] == fixed:
        # The world is about the whole, which may be an illegal one: what others are a part of it gives way.
        found[name] = {**found[name], "facts": {k: v for k, v in found[name]["facts"].items() if k != given.key}}
    else:
        found[target["id"]] = {**target, "facts": {**target["facts"], whole.expression.key: written(part)}}


def _is_day(raw: Any) -> TypeGuard[str]:
    try:
        return isinstance(raw, str) and dt.date.fromisoformat(raw).isoformat() == raw
    except ValueError:
        return False
