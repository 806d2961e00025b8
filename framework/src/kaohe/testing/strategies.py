"""hypothesis strategies for raw facts and cohorts, derived from a scheme's declarations and aimed at its numbers.

Needs the extra kaohe[testing]. What they draw is case data; an aimed value may be illegal only where a posting
makes it so, which reading the case refuses.
"""

from __future__ import annotations

import datetime as dt
import weakref
from fractions import Fraction
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from ..rules import Choice, Count, Date, Days, Events, Finding, Link, Periods, Proposed, Score, Span, Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import KindRules, Relations, Ruleset
from .basis import USUAL, Calendar, aimed_numbers, calendar_of, cycle_of, list_codes, written
from .people import Base, agreed, base_for, lattice, legal_facts

__all__ = ["case_data", "cohorts", "illegal_one", "near_quiet", "raw_facts", "raw_one"]

Row = dict[str, Any]
_DAYS = (0, 60, 61, 120, 241)
# Made once: hypothesis examines a strategy when it is first drawn from, and remembers what it found.
_RATERS = st.sampled_from([5, 5, 6, 7, 4])
_VOTES = st.sampled_from([0, 0, 1, 20, 40, 59, 60, 61])
_BLANK, _SPOILT = st.sampled_from([0, 0, 1]), st.sampled_from([0, 0, 2])
_NO_VALUE = st.sampled_from([None, {"absent": "not-assessed", "reason": "病假"}, {"absent": "rotated-out"}])
_STATES = st.sampled_from(["pending", "confirmed", "rejected"])


@frozen
class _Drawn:
    """What is drawn of one kind: its numbers, the strategies of its inputs by key, and one mark for all of them or none."""

    numbers: list[Fraction]
    calendar: Calendar
    relations: Relations
    flat: st.SearchStrategy[Any]
    one: dict[str, st.SearchStrategy[Any]]

    @classmethod
    def of(cls, ruleset: Ruleset, rules: KindRules) -> _Drawn:
        numbers, lists, calendar = aimed_numbers(rules), list_codes(ruleset), calendar_of(ruleset)
        flat = st.one_of(st.none(), _near(Score("flat", rules.kind.label, clause="-", places=0), numbers))
        own = [given for given in rules.inputs if given.on is None or isinstance(given.on, Periods)]
        one = {given.key: raw_one(given, rules, numbers, lists, calendar) for given in own}
        return cls(numbers, calendar, Relations.of(rules), flat, one)


# By identity: rules hash by structure, which takes as long as what is remembered.
_DRAWN: dict[int, tuple[weakref.ref[KindRules], _Drawn]] = {}


def _drawn(ruleset: Ruleset, rules: KindRules) -> _Drawn:
    key = id(rules)
    if key not in _DRAWN:
        _DRAWN[key] = (weakref.ref(rules, lambda _: _DRAWN.pop(key, None)), _Drawn.of(ruleset, rules))
    return _DRAWN[key][1]


def _near(given: Score | Count | Days, numbers: list[Fraction], calendar: Calendar = USUAL) -> st.SearchStrategy[Any]:
    step, high = given.step, calendar.highest(given)
    aimed = {
        edge
        for number in [*numbers, given.low, high]
        for edge in (number - step, number, number + step)
        if given.low <= edge <= high and (edge / step).denominator == 1
    }
    whole = st.integers(int(given.low / step), int(high / step)).map(lambda scaled: scaled * step)
    return st.one_of(st.sampled_from(sorted(aimed)), whole).map(written)


def _numbered(rows: list[Row], key: str, text: str) -> list[Row]:
    """The rows, each with a number of its own: one fact stands once."""
    return [{**row, key: text.format(place)} for place, row in enumerate(rows, 1)]


def _finding(given: Finding, calendar: Calendar) -> st.SearchStrategy[Any]:
    first, last = given.dated.edges(calendar.days)
    days = [calendar.day(29), calendar.day(30), calendar.day(119), first.isoformat(), last.isoformat()]
    row = st.fixed_dictionaries(
        {"date": st.sampled_from(days)},
        optional={"status": st.sampled_from(["pending", "confirmed", "rejected"])},
    )
    rows = st.lists(row, max_size=3).map(lambda found: _numbered(found, "document", "组〔2019〕{}号"))
    return st.one_of(st.just([]), st.just([]), st.just([]), rows)


def _marks(given: Marks, numbers: list[Fraction]) -> st.SearchStrategy[Any]:
    """A few raters in each group, now and then too few, with marks near the declared numbers."""
    return _sheet(given, st.sampled_from([lattice(given, number) for number in (*numbers, given.low, given.high)]))


@st.composite
def _sheet(draw: st.DrawFn, given: Marks, mark: st.SearchStrategy[Fraction]) -> Any:
    places, found = iter(range(1, 1000)), {}
    for code in given.codes or ("",):
        found[code] = {f"r{next(places)}": written(draw(mark)) for _ in range(draw(_RATERS))}
    return found.get("", found)


@st.composite
def _tally(draw: st.DrawFn, given: Tally) -> Any:
    votes = {code: draw(_VOTES) for code in given.codes}
    blank, spoilt = draw(_BLANK), draw(_SPOILT)
    collected = sum(votes.values()) + blank + spoilt
    return votes | {"issued": collected, "collected": collected, "spoilt": spoilt, "blank": blank}


def raw_one(
    given: Input, rules: KindRules, numbers: list[Fraction], lists: dict[str, list[str]], calendar: Calendar = USUAL
) -> Any:
    """A strategy for one raw value of an input."""
    if isinstance(given, Score | Count | Days):
        return _near(given, numbers, calendar)
    if isinstance(given, Finding):
        return _finding(given, calendar)
    if isinstance(given, Tally):
        return _tally(given)
    if isinstance(given, Choice):
        proposes = any(isinstance(rule, Proposed) and rule.by == given for rule in rules.rules(Proposed))
        codes = given.codes or (rules.kind.grades if proposes else tuple(lists.get(given.list_key or "", ("A",))))
        return st.sampled_from(codes)
    if isinstance(given, Marks):
        return _marks(given, numbers)
    if isinstance(given, Ratings):
        return st.lists(st.sampled_from(given.codes), max_size=4)
    if isinstance(given, Date):
        return st.sampled_from([(calendar.start - dt.timedelta(days=31)).isoformat(), *map(calendar.day, _DAYS)])
    assert isinstance(given, Events), given  # noqa: S101  # the kinds of inputs are closed
    columns = {found.key: found for found in rules.inputs if found.on == given}
    parts = {key: raw_one(found, rules, numbers, lists, calendar) for key, found in columns.items()}
    rows = st.lists(st.fixed_dictionaries({"date": st.just(calendar.day(61)), **parts}), max_size=3)
    return rows.map(lambda found: _numbered(found, "item", "{}"))


_WORDS = st.text(st.sampled_from("xyz <>/'\"—文"), min_size=1, max_size=12)
_ODD = st.one_of(_WORDS, st.booleans(), st.floats(allow_nan=False), st.just({"absent": "no such reason"}))


def illegal_one(given: Input, calendar: Calendar = USUAL) -> st.SearchStrategy[Any]:
    """A strategy for one raw value that the input may not take: of a wrong sort, beyond a limit, or out of sum.

    A list is dated outside its span.
    """
    if isinstance(given, Score | Count | Days):
        return st.one_of(_ODD, _beyond(given, calendar), st.lists(st.integers(), min_size=1, max_size=3))
    if isinstance(given, Tally):
        return st.one_of(_ODD, _out_of_sum(given))
    if isinstance(given, Finding | Events):
        row = {"date": calendar.day(30), "document": "组〔2019〕1号"}
        wrong: list[Row] = [{"date": "2018-02-30"}, {"status": "maybe"}, {"text": "free"}, {"document": 7}]
        outside = _outside(given.dated, calendar).map(lambda day: [{**row, "date": day}])
        return st.one_of(_ODD, st.sampled_from([[{**row, **part}] for part in wrong]), st.just([7]), outside)
    if isinstance(given, Date):
        days = st.tuples(st.integers(1990, 2030), st.integers(13, 99), st.integers(1, 31))
        return st.one_of(_ODD, st.integers(), days.map("{0[0]}-{0[1]}-{0[2]:02}".format))
    if isinstance(given, Marks):
        bad = [{"张三": 1}, {"r1": "many"}, {"r1": None}, {"r 1": 0}, [1, 2]]
        odd = [{code: one} for code in given.codes for one in bad] or bad
        return st.one_of(_ODD, st.integers(), st.sampled_from(odd))
    codes = given.codes if isinstance(given, Choice | Ratings) else ()
    return st.one_of(_ODD, st.integers()).filter(lambda value: value not in codes)


def _outside(span: Span, calendar: Calendar) -> st.SearchStrategy[str]:
    """A day before or after the span, near it or far."""
    first, last = span.edges(calendar.days)
    days = st.integers(1, 2000).map(lambda n: dt.timedelta(days=n))
    return st.one_of(days.map(lambda n: (first - n).isoformat()), days.map(lambda n: (last + n).isoformat()))


def _beyond(given: Score | Count | Days, calendar: Calendar) -> st.SearchStrategy[Any]:
    """Below, above, or between two of its steps."""
    steps = st.integers(1, 10_000)
    below, above = (
        steps.map(lambda n: given.low - n * given.step),
        steps.map(lambda n: calendar.highest(given) + n * given.step),
    )
    between = st.tuples(steps, st.integers(1, 9)).map(lambda n: given.low + (n[0] + Fraction(n[1], 10)) * given.step)
    return st.one_of(below, above, between.filter(lambda value: value < given.high)).map(written)


@st.composite
def _out_of_sum(draw: st.DrawFn, given: Tally) -> Any:
    """A ballot with one number moved, or left out."""
    right = draw(_tally(given))
    key = draw(st.sampled_from(sorted(right)))
    if draw(st.booleans()):
        return {name: number for name, number in right.items() if name != key}
    more = draw(st.integers(1, 50))
    # More ballots may be issued than come back, never fewer.
    return {**right, key: right[key] - more if key == "issued" else right[key] + more}


@st.composite
def raw_facts(draw: st.DrawFn, ruleset: Ruleset, rules: KindRules) -> Row:
    """The raw facts of one appraisee: mostly complete, now and then with something missing or absent."""
    drawn, facts = _drawn(ruleset, rules), Row()
    # A total reaches a declared number exactly only where all its marks do: half of the people are flat.
    mark = draw(drawn.flat)
    for given in rules.inputs:
        if given.on is not None and not isinstance(given.on, Periods):
            continue
        fits = mark is not None and isinstance(given, Score) and given.low <= mark <= given.high
        one = st.just(mark) if fits else drawn.one[given.key]
        if given.on is not None:
            facts[given.key] = draw(_along(one, len(drawn.calendar.periods(given.on.unit))))
        elif draw(st.integers(0, 3 if given.optional else 30)) != 1:
            facts[given.key] = draw(one)
    return legal_facts(drawn.relations, facts, drawn.calendar)


@st.composite
def _along(draw: st.DrawFn, one: st.SearchStrategy[Any], length: int) -> list[Any]:
    usual = draw(one)
    values = [draw(one) if draw(st.booleans()) else usual for _ in range(length)]
    if draw(st.integers(0, 9)) == 0:
        values[draw(st.integers(0, length - 1))] = draw(_NO_VALUE)
    return values


@st.composite
def near_quiet(draw: st.DrawFn, base: Base, rules: KindRules) -> Row:
    """The facts of somebody whom no rule troubles, a few of them drawn anew around the declared numbers."""
    drawn, quiet = _drawn(base.subject.rules, rules), base.row(rules.kind.key)["facts"]
    inputs = base.facts_of(rules)
    facts = dict(quiet)
    if not inputs:
        return facts
    scores = [given for given in inputs if isinstance(given, Score) and given.key in quiet]
    flat: bool = draw(st.booleans())
    if scores and flat:
        mark = draw(_near(scores[0], drawn.numbers))
        fitting = [given for given in scores if given.low <= Fraction(str(mark)) <= given.high]
        facts |= {given.key: base.along(given, mark) for given in fitting}
    changes: list[Input] = draw(st.lists(st.sampled_from(inputs), max_size=4, unique_by=lambda one: one.key))
    for given in changes:
        one = drawn.one[given.key]
        count = base.periods(given)
        facts[given.key] = draw(_along(one, count)) if count else draw(one)
    if draw(st.integers(0, 9)) == 9:
        facts.pop(draw(st.sampled_from(inputs)).key, None)
    return legal_facts(base.relations[rules.kind.key], facts, base.calendar, fixed={given.key for given in changes})


@st.composite
def cohorts(draw: st.DrawFn, ruleset: Ruleset, kind: str, *, largest: int = 9, base: Base | None = None) -> list[Row]:
    """Rows of one kind with everybody they are linked to; few profiles, repeated, so that ties happen."""
    rules = ruleset.kind(kind)
    assert rules is not None, kind  # noqa: S101  # asked for declared kinds only
    made = base if base is not None else base_for(ruleset)
    rows: list[Row] = []
    links = {}
    for link in rules.links:
        others = draw(cohorts(ruleset, link.to.key, largest=2, base=made))
        known = {row["id"] for row in rows}
        rows += [row for row in others if row["id"] not in known]
        links[link.key] = [row["id"] for row in others if row["kind"] == link.to.key]
    profiles = draw(st.lists(near_quiet(made, rules), min_size=1, max_size=3))
    best = _proposing(rules) if draw(st.booleans()) else {}
    confirms = [entry.rule.id for entry in rules.entries if getattr(entry.rule, "confirm", False)]
    for number in range(draw(st.integers(1, largest))):
        row: Row = {"id": f"{kind}-{number + 1}", "kind": kind, "facts": draw(st.sampled_from(profiles)) | best}
        if links:
            row["links"] = {link.key: draw(_link(link, links[link.key], made.calendar)) for link in rules.links}
        if confirms:
            row |= draw(_rechecks(confirms))
        rows.append(made.posted(row))
    return agreed(made.relations, rows)


def _link(link: Link, ids: list[str], calendar: Calendar) -> st.SearchStrategy[Any]:
    """Whose somebody is: one id, and of a link by date now and then rows that change, at or beside a period's edge."""
    one = st.sampled_from(ids)
    return one if link.on is None else st.one_of(one, _turns(one, calendar.edges(link.on.unit)))


@st.composite
def _turns(draw: st.DrawFn, one: st.SearchStrategy[str], edges: list[dt.date]) -> list[Row]:
    """One to three rows with the days of `edges`, with or without gaps between them."""
    size = 2 * draw(st.sampled_from([1, 2, 2, 3]))
    days = sorted(draw(st.lists(st.sampled_from(edges), min_size=size, max_size=size, unique=True)))
    pairs = [days[at : at + 2] for at in range(0, len(days) - 1, 2)]
    rows = [{"id": draw(one), "from": first.isoformat(), "until": last.isoformat()} for first, last in pairs]
    if draw(st.booleans()):  # from the cycle's first day on
        del rows[0]["from"]
    if draw(st.booleans()):  # who left comes back the next day
        rows[-1:] = [rows[-1], {"id": draw(one), "from": (pairs[-1][1] + dt.timedelta(days=1)).isoformat()}]
    return rows


def _proposing(rules: KindRules) -> Row:
    """The facts that propose the best grade, where people propose it: a quota is reached by those alone."""
    proposed = next((rule for rule in rules.rules(Proposed) if isinstance(rule, Proposed)), None)
    by = proposed.by if proposed is not None else None
    return {by.key: rules.kind.grades[0]} if isinstance(by, Choice) else {}


@st.composite
def _rechecks(draw: st.DrawFn, rules: list[str]) -> Row:
    chosen = draw(st.lists(st.sampled_from(rules), max_size=2, unique=True))
    found = {name: {"status": draw(_STATES), "document": "组〔2019〕1号"} for name in chosen}
    return {"rechecks": found} if found else {}


def case_data(ruleset: Ruleset, people: list[Row]) -> Row:
    """Case data for `people`, with every period axis and list that the scheme knows."""
    return {"format": 1, "scheme": ruleset.id, "cycle": cycle_of(ruleset), "appraisees": people}
