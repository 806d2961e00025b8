"""Checks of what inputs must agree with: facts that just go together are read, facts that just do not are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine import disputes_of
from ...errors import KaoheError
from ...rules import Count, Days, Events, Finding, Score, Tally
from ...rules.nodes import Input
from ...rules.tools import KindRules, Relations, exact
from ...words import Text
from ..basis import NEEDS, Problem, Subject, World, declaration_check, written
from ..people import Base, ballot, base_of, candidates, event_rows, finding_rows

__all__ = ["Trial", "trials"]

Facts = dict[str, Any]


@frozen
class Trial:
    """Facts on one side of a relation: `legal` ones must be read, others refused with the name of the input."""

    given: Input
    world: World
    legal: bool
    what: str


@declaration_check(
    "inputs.related",
    Text(
        "facts that do not go together are refused or asked about, and the nearest that do are read",
        "相互矛盾的数据一律拒收或列为待办，临界的合法数据可录入",
    ),
    phase="table",
    needs=NEEDS["inputs"],
)
def _related(subject: Subject) -> Iterator[Problem]:
    if not subject.runs:
        return
    for rules in subject.rules.kinds:
        for trial in trials(base_of(subject), rules):
            yield from _tried(trial)


def _tried(trial: Trial) -> Iterator[Problem]:
    try:
        cohort = trial.world.case.cohort
        asked = any(_asks(person.fact(trial.given.key)) for person in cohort.appraisees.values())
        asked |= any(one.input in _keys(trial.given) for one in disputes_of(cohort.ruleset, cohort.appraisees))
        if asked and not trial.legal:
            return
    except KaoheError as error:
        if not trial.legal and trial.given.key in str(error):
            return
        text = Text("{what}: {why}", "{what}：{why}").format(what=trial.what, why=str(error)[:300])
    else:
        if trial.legal:
            return
        text = Text("{what} is accepted", "{what} 竟被接受").format(what=trial.what)
    yield Problem(text=text, rule=trial.given.key, clause=trial.given.clause, world=trial.world)


def _keys(given: Input) -> tuple[str, ...]:
    """The input, and the list that it is a column of."""
    return (given.key, given.on.axis_key) if given.on is not None else (given.key,)


def _asks(value: object) -> bool:
    """Whether a row of a list is asked about, since it may be another one entered twice."""
    return isinstance(value, tuple) and any(getattr(row, "same", "") for row in value)


def trials(base: Base, rules: KindRules) -> Iterator[Trial]:
    """Both sides of every relation that the inputs of a kind declare."""
    relations = base.relations[rules.kind.key]
    for given, legal, facts, what in (
        *_pairs(base, relations),
        *_postings(base, relations),
        *_stays(base, rules, relations),
        *_spans(base, rules, relations),
        *_parts(base, relations),
        *_lists(base, relations),
        *_doubled(base, rules),
    ):
        world = base.solo(rules.kind.key, facts)
        yield Trial(given, world if legal else world.with_facts(world.focus, facts), legal, what)
    yield from _shared(base, rules, relations)
    yield from _across(base, rules, relations)


_Side = tuple[Input, bool, Facts, str]


def _doubled(base: Base, rules: KindRules) -> Iterator[_Side]:
    """A finding in two rows, which an item tells apart or nothing does."""
    (row,) = finding_rows(1, day=base.day)
    for given in base.facts_of(rules):
        if isinstance(given, Finding) and not any(given in pair for pair in base.relations[rules.kind.key].excepts):
            for first, second, legal in (("1", "2", True), ("1", "", False), ("", "", False)):
                rows = [{**row, "item": first}, {**row, "item": second}]
                yield given, legal, {given.key: rows}, f"{given.key} twice, items {first or '-'} and {second or '-'}"


def _stays(base: Base, rules: KindRules, relations: Relations) -> Iterator[_Side]:
    """Two spans of a posting one after the other, two that share a day, and one that ends before it begins."""
    for stays in relations.stays:
        if stays.since is None or stays.until is None:
            continue
        rows = base.row(rules.kind.key)["facts"].get(stays.rows.key) or [{}]
        for first, last, next_, legal in ((1, 29, 30, True), (1, 30, 30, False), (29, 1, 30, False)):
            days = ((first, last), (next_, next_ + 1))
            spans = [
                {**rows[0], stays.since.key: base.calendar.day(one), stays.until.key: base.calendar.day(two)}
                for one, two in days
            ]
            what = f"{stays.rows.key} from day {first} to {last} and from day {next_} on"
            yield stays.rows, legal, {stays.rows.key: spans}, what


def _pairs(base: Base, relations: Relations) -> Iterator[_Side]:
    for start, end in relations.pairs:
        for last, legal in ((40, True), (39, False)):
            # A narrow posting leaves no period due: only the two days are looked at.
            facts = {start.key: base.calendar.day(40), end.key: base.calendar.day(last)}
            yield end, legal, facts, f"{end.key} {'on' if legal else 'before'} the day of {start.key}"


def _postings(base: Base, relations: Relations) -> Iterator[_Side]:
    for posting in relations.postings:
        start, end = posting.span.edges(base.calendar.days)
        for given, edge, step in ((posting.since, end, 1), (posting.until, start, -1)):
            for days, legal in ((0, True), (step, False)):
                if given is not None:
                    day = (edge + dt.timedelta(days=days)).isoformat()
                    yield given, legal, {given.key: day}, f"{given.key} on {day}"


def _spans(base: Base, rules: KindRules, relations: Relations) -> Iterator[_Side]:
    for given in relations.spans:
        columns = [one for one in rules.inputs if one.on is not None and one.on.axis_key == given.key]
        row = {one.key: candidates(one, rules, base.lists, base.calendar)[0] for one in columns}
        for edge, inside, outside in ((given.dated.since, 40, 39), (given.dated.until, 40, 41)):
            for day, legal in ((inside, True), (outside, False)):
                if edge is not None:
                    dated = base.calendar.day(day)
                    rows = event_rows(1, row, day=dated) if isinstance(given, Events) else finding_rows(1, day=dated)
                    facts = {edge.key: base.calendar.day(40), given.key: rows}
                    yield given, legal, facts, f"{given.key} on day {day} with {edge.key} on day 40"


def _parts(base: Base, relations: Relations) -> Iterator[_Side]:
    for part, whole in relations.parts:
        if part.on is not None or whole.on is not None:
            continue
        step = getattr(part, "step", Fraction(1))
        most = max(getattr(part, "low", Fraction(0)), getattr(whole, "low", Fraction(0))) + 2 * step
        for found, legal in ((most, True), (most + step, False)):
            facts = {part.key: _amount(part, found), whole.key: _amount(whole, most)}
            yield part, legal, facts, f"{part.key} of {found} with {whole.key} of {most}"


def _amount(given: Input, value: Fraction) -> Any:
    return ballot(given.codes, {given.codes[0]: int(value)}) if isinstance(given, Tally) else written(value)


def _lists(base: Base, relations: Relations) -> Iterator[_Side]:
    one_row = finding_rows(1, day=base.day)
    for given, finding in relations.needs:
        value: Any = one_row
        if isinstance(given, Score | Count | Days):
            value = written(max(given.low, Fraction(0)) + given.step)
        if given.on is None:
            for rows, legal in ((one_row, True), ([], False)):
                yield given, legal, {given.key: value, finding.key: rows}, f"{given.key} with {len(rows)} {finding.key}"
    for one, other in relations.excludes:
        for item, legal in (("2", True), ("", False)):
            facts = {one.key: [{**one_row[0], "item": "1"}], other.key: [{**one_row[0], "item": item}]}
            yield one, legal, facts, f"one document in {one.key} and {other.key}, items 1 and {item or '-'}"
    for one, other in relations.excepts:
        for day, legal in ((base.day, True), (_after(base.day), False)):
            facts = {other.key: one_row, one.key: finding_rows(1, day=day)}
            yield one, legal, facts, f"{one.key} of {day} for {other.key} of {base.day}"


def _after(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def _shared(base: Base, rules: KindRules, relations: Relations) -> Iterator[Trial]:
    kind = rules.kind.key
    row = base.row(kind)
    for given in relations.shared:
        low = getattr(given, "low", None)
        if low is None or given.shared_by is None or given.key not in row["facts"]:
            continue
        for step, legal in ((0, True), (1, False)):
            values = (written(low), written(low + step * getattr(given, "step", 1)))
            people = [
                {**row, "id": f"P{place}", "facts": {**row["facts"], given.key: value}}
                for place, value in enumerate(values, 1)
            ]
            world = base.world(kind).with_rows([*base.linked(kind), *people])
            yield Trial(given, world, legal, f"{given.key} of {values[0]} and {values[1]} for one thing")


def _across(base: Base, rules: KindRules, relations: Relations) -> Iterator[Trial]:
    """A part of a linked appraisee's whole."""
    kind = rules.kind.key
    for part, whole in relations.across:
        target = base.row(kind).get("links", {}).get(getattr(whole.link, "key", ""))
        if target is None or part.on is not None or not isinstance(whole.expression, Input):
            continue
        solo = base.solo(kind)
        now = solo.row(target)["facts"].get(whole.expression.key)
        if now is None:
            continue
        most = Fraction(now["collected"]) if isinstance(now, dict) else exact(now)
        for found, legal in ((most, True), (most + 1, False)):
            world = solo.with_facts(solo.focus, {part.key: _amount(part, found)})
            yield Trial(part, world, legal, f"{part.key} of {found} with {whole.expression.key} of {most} for {target}")
