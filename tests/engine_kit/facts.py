"""Strategies for raw facts, derived from a scheme's declarations and aimed at its declared numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from kaohe.rules import (
    Choice,
    Count,
    Date,
    Days,
    Events,
    Finding,
    Input,
    KindRules,
    Periods,
    Proposed,
    Ratings,
    Ruleset,
    Score,
    Tally,
    show,
)

__all__ = ["case_data", "declared_numbers", "raw_facts"]

CYCLE_PERIODS = {
    "month": ["2018-11", "2018-12", "2019-01", "2019-02"],
    "quarter": ["2018Q4", "2019Q1", "2019Q2"],
    "half": ["2018H2", "2019H1"],
    "year": ["2018", "2019"],
}


def declared_numbers(value: Any) -> Iterator[Fraction]:
    """Every exact number that a declaration holds, at any depth."""
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from declared_numbers(part)
    elif attrs.has(type(value)) and not isinstance(value, Input):
        for found in attrs.fields(type(value)):
            yield from declared_numbers(getattr(value, found.name))


def _near(given: Score | Count | Days, numbers: list[Fraction]) -> st.SearchStrategy[Any]:
    step = given.step
    aimed = {
        edge
        for number in [*numbers, given.low, given.high]
        for edge in (number - step, number, number + step)
        if given.low <= edge <= given.high and (edge / step).denominator == 1
    }
    whole = st.integers(int(given.low / step), int(given.high / step)).map(lambda scaled: scaled * step)
    return st.one_of(st.sampled_from(sorted(aimed)), whole).map(_written)


def _written(value: Fraction) -> Any:
    return int(value) if value.denominator == 1 else show(value)


def _finding(given: Finding) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries(
        {"date": st.sampled_from(["2018-11-30", "2018-12-01", "2019-02-28"]), "document": st.just("组〔2019〕1号")},
        optional={"status": st.sampled_from(["pending", "confirmed", "rejected"])},
    )
    return st.one_of(st.just([]), st.just([]), st.lists(row, max_size=3))


@st.composite
def _tally(draw: st.DrawFn, given: Tally) -> Any:
    votes = {code: draw(st.sampled_from([0, 0, 1, 20, 40, 59, 60, 61])) for code in given.codes}
    blank, spoilt = draw(st.sampled_from([0, 0, 1])), draw(st.sampled_from([0, 0, 2]))
    collected = sum(votes.values()) + blank + spoilt
    return votes | {"issued": collected, "collected": collected, "spoilt": spoilt, "blank": blank}


def raw_one(given: Input, rules: KindRules, numbers: list[Fraction]) -> st.SearchStrategy[Any]:
    """One raw value of an input."""
    if isinstance(given, Score | Count | Days):
        return _near(given, numbers)
    if isinstance(given, Finding):
        return _finding(given)
    if isinstance(given, Tally):
        return _tally(given)
    if isinstance(given, Choice):
        proposes = any(isinstance(rule, Proposed) and rule.by == given for rule in rules.rules(Proposed))
        codes = rules.kind.grades if proposes and not given.codes else given.codes
        return st.sampled_from(codes or ("a", "b"))
    if isinstance(given, Ratings):
        return st.lists(st.sampled_from(given.codes), max_size=4)
    if isinstance(given, Date):
        return st.sampled_from(["2018-10-01", "2018-12-31", "2019-01-01", "2019-03-01"])
    assert isinstance(given, Events), given
    columns = {found.key: found for found in rules.inputs if found.on == given}
    row = st.fixed_dictionaries(
        {"date": st.just("2019-01-01"), **{key: raw_one(found, rules, numbers) for key, found in columns.items()}}
    )
    return st.lists(row, max_size=3)


@st.composite
def raw_facts(draw: st.DrawFn, ruleset: Ruleset, rules: KindRules) -> dict[str, Any]:
    """The raw facts of one appraisee: mostly complete, now and then with something missing or absent."""
    numbers = sorted({number for entry in rules.entries for number in declared_numbers(entry.rule)})
    facts: dict[str, Any] = {}
    # A total reaches a declared number exactly only where all its marks do: half of the people are flat.
    flat = Score("flat", rules.kind.label, clause="-", places=0)
    mark = draw(st.one_of(st.none(), _near(flat, numbers)))
    for given in rules.inputs:
        if given.on is not None and not isinstance(given.on, Periods):
            continue
        one = st.just(mark) if mark is not None and isinstance(given, Score) else raw_one(given, rules, numbers)
        if given.on is not None:
            facts[given.key] = draw(_along(one, len(CYCLE_PERIODS[given.on.unit])))
        elif draw(st.integers(0, 3 if given.optional else 30)) != 1:
            facts[given.key] = draw(one)
    return facts


@st.composite
def _along(draw: st.DrawFn, one: st.SearchStrategy[Any], length: int) -> list[Any]:
    usual = draw(one)
    values = [draw(one) if draw(st.booleans()) else usual for _ in range(length)]
    if draw(st.integers(0, 9)) == 0:
        values[draw(st.integers(0, length - 1))] = draw(
            st.sampled_from([None, {"absent": "not-assessed", "reason": "病假"}, {"absent": "rotated-out"}])
        )
    return values


def case_data(ruleset: Ruleset, people: list[dict[str, Any]]) -> dict[str, Any]:
    """Case data for `people`, with every period axis and list that the scheme knows."""
    lists = {
        given.list_key: ["a", "b"]
        for rules in ruleset.kinds
        for given in rules.inputs
        if isinstance(given, Choice) and given.list_key is not None
    }
    return {
        "format": 1,
        "scheme": ruleset.id,
        "cycle": {
            "start": "2018-11-01",
            "end": "2019-10-31",
            "periods": {axis.key: CYCLE_PERIODS[axis.unit] for axis in ruleset.axes},
            "lists": lists,
        },
        "appraisees": people,
    }
