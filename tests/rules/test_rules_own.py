"""The kind's own periods, and the rules of single periods that derive from the year's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, period_outcomes
from kaohe.errors import SchemeError
from kaohe.rules import (
    OWN,
    Ceiling,
    Each,
    Figure,
    Finding,
    Flag,
    Kind,
    Link,
    Periods,
    Reading,
    Score,
    ScoreOf,
    assemble,
    at,
    lint,
)
from kaohe.rules.amend import Replacing
from kaohe.rules.nodes import day
from kaohe.rules.tools import Rule, Ruleset
from kaohe.words import Text
from scheme_kit import (
    GRADES,
    MONTH,
    MONTHS,
    PERSON,
    WORDS,
    amend,
    bands,
    count,
    declare,
    lines,
    outcomes,
    raw_case,
    total,
)

QUARTER = Periods("quarter", WORDS, "quarter")
MONTHLY = evolve(PERSON, every=MONTH)
TEAM = Kind("team", "工作队", GRADES, every=QUARTER)
UNIT = Kind("unit", "派驻单位", GRADES)
KINDS = (MONTHLY, TEAM, UNIT)
BEST, GOOD, POOR = GRADES
OPINION = Score("opinion", Text("opinion", "民意"), clause="第一条", on=OWN)
CAUGHT = Finding("caught", Text("caught", "被通报"), clause="第一条")
READ = (Reading("A", WORDS, WORDS), Reading("B", WORDS, WORDS))


def made(kinds: Any = KINDS, **hooks: Any) -> Ruleset:
    """A scheme of kinds with months, with quarters, and without periods."""
    return assemble(declare(kinds=kinds, prefix="P", readings=READ, **hooks))


def rules_of(kind: Kind = MONTHLY, **hooks: Any) -> dict[str, Rule]:
    """The rules of one kind by id."""
    (found,) = made((kind,), **hooks).kinds
    return {entry.rule.id: entry.rule for entry in found.entries}


def refused(kinds: Any = (MONTHLY,), **hooks: Any) -> str:
    """Why the scheme is refused; the Chinese is another sentence."""
    with pytest.raises(SchemeError) as error:
        made(kinds, **hooks)
    assert error.value.text.zh != error.value.text.en
    return error.value.text.en


def on(axis: Periods | None) -> Score:
    """The mark `OPINION` on those periods."""
    return evolve(OPINION, on=axis)


# --- OWN ----------------------------------------------------------------------------------------------------------


def test_own_periods_are_those_of_the_kind() -> None:
    """One expression is the mean of the months, of the quarters, and the one value where there are no periods."""
    ruleset = made(scoring=[total(OPINION.mean())])
    found = [rules.entries[0].rule.expressions()[0] for rules in ruleset.kinds]
    assert found == [on(MONTH).mean(), on(QUARTER).mean(), on(None)]
    assert [rules.inputs for rules in ruleset.kinds] == [(on(MONTH),), (on(QUARTER),), (on(None),)]
    assert ruleset.axes == (MONTH, QUARTER)
    assert lint(ruleset) == []


def test_own_periods_evaluate() -> None:
    """A member's mark is the mean of its periods, a unit's the one that is entered."""
    ruleset = made((MONTHLY, UNIT), scoring=[total(OPINION.mean())])
    months = dict.fromkeys(MONTHS[:3], 80) | {"2020-04": 100}
    people = {
        "P": {"opinion": months},
        "U": {"kind": "unit", "facts": {"opinion": 70}},
    }
    found = outcomes(ruleset, people)
    assert [found[name].as_json()["score"] for name in "PU"] == ["85", "70"]


@pytest.mark.parametrize("op", ["mean", "sum", "max", "min"])
def test_what_closes_own_periods_falls_away(op: str) -> None:
    """Without periods a mean, sum, best and worst are the one value; with them they stay."""
    expression = getattr(OPINION, op)()
    assert rules_of(UNIT, scoring=[total(expression)])["total"] == total(on(None))
    assert rules_of(scoring=[total(expression)])["total"] == total(getattr(on(MONTH), op)())


@pytest.mark.parametrize("op", ["any", "all"])
def test_any_and_all_of_own_periods_fall_away(op: str) -> None:
    """Without periods a condition on any or all of them is the condition itself, also inside another."""
    when = getattr(OPINION < 60, op)() & CAUGHT
    rule = Ceiling(POOR, **lines("c"), when=when)
    assert rules_of(UNIT, veto=[rule])["c"] == evolve(rule, when=(on(None) < 60) & CAUGHT)


def test_known_values_of_own_periods_become_given() -> None:
    """How many periods have a value: without periods, whether there is one."""
    kinds = made((UNIT,), procedure=[], scoring=[total(OPINION.known() * 1)]).kinds
    assert kinds[0].entries[0].rule == total(on(None).given().then(1) * 1)


@pytest.mark.parametrize("counted", ["count", "due"])
def test_what_counts_periods_needs_them(counted: str) -> None:
    """A number of periods has no meaning for a kind without: the refusal names kind and operator."""
    value = (OPINION < 60).count() if counted == "count" else OPINION.due()
    assert "total" in rules_of(scoring=[total(value)])
    why = refused((UNIT,), scoring=[total(value)])
    assert why == f"{counted}() counts the periods of 派驻单位, which has none; write the hook anew in its part"


TEAM_OF = Link("team", WORDS, TEAM, clause="1")
UNIT_OF = Link("unit", WORDS, UNIT, clause="1")


@pytest.mark.parametrize(("link", "theirs"), [(TEAM_OF, on(QUARTER).mean()), (UNIT_OF, on(None))], ids=["team", "unit"])
def test_through_a_link_they_are_the_others_periods(link: Link, theirs: Any) -> None:
    """What a member reads of its team lies on the team's quarters, of its unit on none."""
    (entry,) = made(scoring={"person": [total(link.their(OPINION.mean()))]}).kinds[0].entries
    assert entry.rule == total(link.their(theirs))


def test_along_a_back_link_the_periods_are_those_of_all() -> None:
    """Kinds with the same periods are read together; kinds with different ones by an expression each."""
    alike = evolve(UNIT, every=MONTH)
    both = UNIT_OF.back(MONTHLY, TEAM).their(OPINION.mean()).mean()
    assert refused(KINDS, scoring={"unit": [total(both)]}) == (
        f"{MONTHLY.label.en} and 工作队 have different periods, and one expression looks at both; write one for each"
    )
    link = Link("unit", WORDS, alike, clause="1")
    mean = link.back(MONTHLY).their(OPINION.mean()).mean()
    found = made((MONTHLY, alike), scoring={"unit": [total(mean)]}).kinds[1]
    assert found.entries[0].rule == total(link.back(MONTHLY).their(on(MONTH).mean()).mean())


def test_what_is_read_through_a_link_lies_on_the_links_kind() -> None:
    """The linked kind asks for the input on its own periods, and not on those of the one who looks."""
    team = made(scoring={"person": [total(TEAM_OF.their(OPINION.mean()))]}).kinds[1]
    assert team.inputs == (on(QUARTER),)


def test_an_open_own_period_is_told_like_any_other() -> None:
    """A score left open on the own periods is a fault for a kind that has them."""
    (fault, *_) = lint(made((MONTHLY,), scoring=[total(OPINION)]))
    assert "is open" in fault.text.en
    assert lint(made((UNIT,), scoring=[total(OPINION)])) == []


# --- the rules of single periods ----------------------------------------------------------------------------------

EACH = Each(assumption="A")


def test_a_mean_derives_the_periods_own_value() -> None:
    """The period's rule reads the period's own value, with the assumption of the derivation."""
    rule = Ceiling(POOR, when=OPINION.mean() < 60, each=EACH, assumption="B")
    found = rules_of(veto=at("第七条（一）4", rule))
    assert list(found) == ["P-7(1)4", "P-7(1)4-period"]
    year, period = found.values()
    assert (year, period) == (
        Ceiling(
            POOR, id="P-7(1)4", clause="第七条（一）4", text=OPINION.label, when=on(MONTH).mean() < 60, assumption="B"
        ),
        Ceiling(
            POOR, id="P-7(1)4-period", clause="第七条（一）4", text=OPINION.label, when=on(MONTH) < 60, assumption="A"
        ),
    )


@pytest.mark.parametrize(
    ("when", "derived"),
    [
        (CAUGHT, CAUGHT.during(MONTH) > 0),
        (CAUGHT.count() >= 2, CAUGHT.during(MONTH) >= 2),
        (CAUGHT & (OPINION.mean() < 60), (CAUGHT.during(MONTH) > 0) & (on(MONTH) < 60)),
        (~CAUGHT, ~(CAUGHT.during(MONTH) > 0)),
        ((OPINION < 60).any(), on(MONTH) < 60),
        ((OPINION < 60).all() | CAUGHT, (on(MONTH) < 60) | (CAUGHT.during(MONTH) > 0)),
        ((OPINION.mean() < 60) & (count("n") > 3), (on(MONTH) < 60) & (count("n") > 3)),
        ((OPINION.mean() < 60) & (OPINION.known() >= 2), (on(MONTH) < 60) & (on(MONTH).known() >= 2)),
        (CAUGHT & TEAM_OF.their(CAUGHT), (CAUGHT.during(MONTH) > 0) & TEAM_OF.their(CAUGHT)),
        (
            CAUGHT & TEAM_OF.their(OPINION.mean() < 60),
            (CAUGHT.during(MONTH) > 0) & TEAM_OF.their(on(QUARTER).mean() < 60),
        ),
    ],
    ids=["finding", "count", "both", "not", "any", "all", "plain input", "how many", "linked finding", "linked mean"],
)
def test_what_a_single_period_reads(when: Any, derived: Any) -> None:
    """Findings count by their day and means become single values; numbers of the year and other people's stay."""
    rule = Ceiling(POOR, **lines("c"), when=when, each=EACH)
    found = made(veto={"person": [rule]}).kinds[0].entries
    assert [entry.rule.id for entry in found] == ["c", "c-period"]
    assert found[1].rule == Ceiling(POOR, **lines("c-period"), when=derived, assumption="A")
    assert [entry.derived_from for entry in found] == ["", "c"]


def test_a_flag_marks_the_year_of_a_bad_period() -> None:
    """With flag= the year is marked where any period is bad, in its own words and under the year's assumption."""
    each = Each(assumption="A", flag="一期不足", text="任一期低于60分")
    found = rules_of(veto=[Ceiling(POOR, **lines("c"), when=OPINION.mean() < 60, each=each, assumption="B")])
    assert list(found) == ["c", "c-period", "c-single"]
    assert found["c-single"] == Flag(
        **(lines("c-single") | {"text": Text("任一期低于60分", "任一期低于60分")}),
        flag="一期不足",
        when=(on(MONTH) < 60).any(),
        assumption="B",
    )


def test_bands_derive_the_grades_of_the_periods() -> None:
    """Bands of the year's mean derive those of each period, under the assumption of the derivation."""
    found = rules_of(scoring=[total(OPINION.mean()), bands(OPINION.mean(), each=Each(assumption="B"))])
    assert found["bands-period"] == bands(on(MONTH), id="bands-period", assumption="B")
    assert found["bands"] == bands(on(MONTH).mean())


def test_derived_rules_take_effect() -> None:
    """A finding of March makes March and the year poor; every month has a grade of its own."""
    ruleset = made(
        (MONTHLY,),
        scoring=[total(OPINION.mean()), bands(OPINION.mean(), each=EACH)],
        veto=[Ceiling(GOOD, **lines("c"), when=CAUGHT, each=Each(assumption="A", flag="有一期"))],
    )
    facts = {
        "opinion": {"2020-01": 50, "2020-02": 95, "2020-03": 95, "2020-04": 100},
        "caught": [{"date": "2020-03-05", "document": "一号"}],
    }
    case = case_from_data(raw_case({"P": facts}, cycle={"periods": {"month": MONTHS}}), ruleset=ruleset)
    evaluation = Evaluation(case.cohort)
    assert [one.grade for one in period_outcomes(evaluation, "P")] == [POOR, BEST, GOOD, BEST]
    outcome = evaluation.outcome("P")
    assert outcome.grade == GOOD
    assert {"c", "c-single"} <= set(outcome.rules)


@pytest.mark.parametrize(
    "rule",
    [
        Ceiling(POOR, **lines("c"), when=CAUGHT | (OPINION.mean() < 60), each=Each(assumption="A", flag=WORDS)),
        Ceiling(POOR, **lines("c"), when=count("n") > 3, each=EACH),
    ],
    ids=["periods", "nothing with periods"],
)
def test_a_kind_without_periods_derives_nothing(rule: Ceiling) -> None:
    """One declaration serves kinds with and without periods."""
    assert list(rules_of(UNIT, veto=[rule])) == ["c"]
    assert rules_of(UNIT, veto=[rule])["c"].each is None  # type: ignore[attr-defined]  # a ceiling


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (count("n") > 3, "nothing that it reads has periods"),
        (ScoreOf() < 60, "nothing that it reads has periods"),
        (TEAM_OF.their(CAUGHT), "nothing that it reads has periods"),
        (TEAM_OF.their(OPINION.mean()) < 60, "nothing that it reads has periods"),
        ((OPINION < 60).count() >= 2, "nothing that it reads has periods"),
        ((CAUGHT.date() > day(dt.date(2020, 6, 1))).any(), "RowDate: rows is Compare; write"),
    ],
    ids=["input", "score", "linked finding", "linked mean", "how many periods", "days of findings"],
)
def test_what_has_no_periods_derives_no_rule(when: Any, why: str) -> None:
    """Where nothing can be read by the period the derivation is refused, with rule and clause."""
    said = refused(KINDS, veto={"person": [Ceiling(POOR, **lines("c", "第七条"), when=when, each=EACH)]})
    assert said.startswith(f"c (第七条): each= derives the rule of a single period, and here it cannot ({why}")
    assert said.endswith("take it out, and declare that rule beside it where there is one")


def test_bands_of_what_has_no_periods_derive_none() -> None:
    """Bands of the whole score cannot be those of a period."""
    assert "P-3 (第三条): each= derives" in refused(scoring=at("第三条", bands(ScoreOf(), id="", clause="", each=EACH)))


def test_a_rule_that_is_open_on_the_periods_already_derives_nothing_else() -> None:
    """A rule written for the single period cannot derive itself once more."""
    assert "both decide the same thing" in refused(veto=[Ceiling(POOR, **lines("c"), when=OPINION < 60, each=EACH)])


# --- amendments ---------------------------------------------------------------------------------------------------

FAMILY = Ceiling(POOR, **lines("c"), when=OPINION.mean() < 60, each=Each(assumption="A", flag=WORDS))
LAST = Ceiling(POOR, **lines("last"), when=CAUGHT)


def _amended(rule: Rule) -> list[tuple[str, str, str]]:
    scheme = declare(kinds=(MONTHLY,), veto=[FAMILY, LAST], readings=READ)
    city = amend(kinds=(MONTHLY,), veto=[Replacing(rule=rule, basis="细则")])
    entries = assemble(scheme, [city]).kinds[0].entries
    return [(entry.rule.id, entry.origin, entry.basis) for entry in entries]


def test_replacing_a_rule_replaces_what_was_derived_from_it() -> None:
    """One replacement of the year's rule puts the whole family in its place, with the basis."""
    stricter = evolve(FAMILY, when=OPINION.mean() < 65)
    assert _amended(stricter) == [
        ("c", "city", "细则"),
        ("c-period", "city", "细则"),
        ("c-single", "city", "细则"),
        ("last", "test", ""),
    ]


def test_replacing_without_each_takes_the_derived_rules_away() -> None:
    """A replacement that says nothing of single periods leaves none of the old ones behind."""
    assert _amended(evolve(FAMILY, each=None)) == [("c", "city", "细则"), ("last", "test", "")]


def test_a_derived_rule_can_be_replaced_alone() -> None:
    """A city may replace what holds of the single period, and leave the year's rule."""
    alone = Ceiling(POOR, **lines("c-period"), when=OPINION < 50)
    assert [row[:2] for row in _amended(alone)] == [
        ("c", "test"),
        ("c-period", "city"),
        ("c-single", "test"),
        ("last", "test"),
    ]


def test_a_second_replacement_needs_its_precedence_for_the_family_too() -> None:
    """Two cities that replace one family contradict each other unless one says which it supersedes."""
    scheme = declare(kinds=(MONTHLY,), veto=[FAMILY], readings=READ)
    stricter = evolve(FAMILY, when=OPINION.mean() < 65)
    one, two, over = (
        amend(name, kinds=(MONTHLY,), veto=[Replacing(rule=stricter, basis="细则", over=first)])
        for name, first in (("one", ""), ("two", ""), ("over", "one"))
    )
    with pytest.raises(SchemeError, match="one must be declared over the other"):
        assemble(scheme, [one, two])
    assert {entry.origin for entry in assemble(scheme, [one, over]).kinds[0].entries} == {"over"}


def test_a_derived_id_may_not_be_taken() -> None:
    """A rule of its own that is called like a derived one is refused, naming both."""
    why = refused(veto=[FAMILY, Ceiling(POOR, **lines("c-period"), when=CAUGHT)])
    assert "has the id c-period, as has" in why


def test_the_derived_rules_are_part_of_the_digest() -> None:
    """Taking each= away, or its flag, changes the rules and so the digest."""
    forms = [FAMILY, evolve(FAMILY, each=EACH), evolve(FAMILY, each=None)]
    assert len({made((MONTHLY,), veto=[rule]).digest for rule in forms}) == 3
    figure = Figure(**lines("f"), value=OPINION.mean())
    assert made((MONTHLY,), scoring=[figure]).digest != made((UNIT,), scoring=[figure]).digest
