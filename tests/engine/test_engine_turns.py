"""A person who changes team, or leaves and comes back, within a cycle: each period is judged with its own team."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.turned import (
    MEMBER,
    MEMBERS,
    OWN,
    TEAM,
    TEAM_MONTH,
    TEAM_OF,
    TURNED,
    by_hand,
    cohorts,
    turned_case,
    turns,
)
from kaohe.engine import Evaluation, explain, explanation_lines, period_outcomes
from kaohe.errors import CaseError
from kaohe.rules import GradeIs, Link, Quota, Rank, Reading, assemble
from kaohe.rules.nodes import number
from kaohe.rules.tools import Ruleset, Turns, linked_text
from lengths import scaled
from scheme_kit import GRADES, MONTH, WORDS, bands, declare, lines, of, total

TEAMS: tuple[dict[str, Any], dict[str, Any]] = (
    {"id": "T1", "kind": "team", "facts": {"joint": [80, 80, 80, 80]}},
    {"id": "T2", "kind": "team", "facts": {"joint": [100, 100, 100, 100]}},
)
T1, T2 = TEAMS
U1: dict[str, Any] = {"id": "U1", "kind": "unit", "facts": {"mark": 70}}


def member(team: Any, name: str = "A", own: Any = (60, 70, 80, 90)) -> dict[str, Any]:
    """A member with those teams; none where None."""
    links = {"unit": "U1"} | ({} if team is None else {"team": team})
    return {"id": name, "kind": "member", "facts": {"own": [*own]}, "links": links}


def evaluated(*members: dict[str, Any], ruleset: Ruleset = TURNED) -> Evaluation:
    """The evaluation of two teams, a unit and those members."""
    kinds = {rules.kind.key for rules in ruleset.kinds}
    return Evaluation(turned_case([*(one for one in (T1, T2, U1) if one["kind"] in kinds), *members], ruleset).cohort)


def score(evaluation: Evaluation, name: str) -> Any:
    """The exact score of somebody."""
    return evaluation.outcome(name).score


def teams(rows: Any) -> list[str | None]:
    """Whose each of the four months is."""
    held = evaluated(member(rows)).cohort.appraisees["A"].links["team"]
    return [held] * 4 if isinstance(held, str) else [*held.each]


# A change to T2 at the edge of March and on each side of it, a gap, and a return; then whose each month is.
BOUNDARIES: dict[str, tuple[Any, str]] = {
    "one team": ("T1", "1111"),
    "one team, as a row": ([{"id": "T1"}], "1111"),
    "ends on the last day of a month": (
        [{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-01"}],
        "1122",
    ),
    "one day earlier": ([{"id": "T1", "until": "2020-02-28"}, {"id": "T2", "from": "2020-02-29"}], "1222"),
    "one day later": ([{"id": "T1", "until": "2020-03-01"}, {"id": "T2", "from": "2020-03-02"}], "1122"),
    "on the last day of March": ([{"id": "T1", "until": "2020-03-30"}, {"id": "T2", "from": "2020-03-31"}], "1122"),
    "from the first of April": ([{"id": "T1", "until": "2020-03-31"}, {"id": "T2", "from": "2020-04-01"}], "1112"),
    "a day without a team": ([{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-02"}], "1122"),
    "a month without a team": ([{"id": "T1", "until": "2020-01-31"}, {"id": "T2", "from": "2020-03-01"}], "1-22"),
    "less than a month without": ([{"id": "T1", "until": "2020-02-01"}, {"id": "T2", "from": "2020-02-29"}], "1222"),
    "leaves for good within a month": ([{"id": "T1", "until": "2020-03-01"}], "111-"),
    "comes on the last day": ([{"id": "T2", "from": "2020-04-30"}], "---2"),
    "leaves on the first day": ([{"id": "T1", "until": "2020-01-01"}], "1---"),
    "away and back": ([{"id": "T1", "until": "2020-01-31"}, {"id": "T1", "from": "2020-04-01"}], "1--1"),
    "three within a month": (
        [
            {"id": "T1", "until": "2020-02-10"},
            {"id": "T2", "from": "2020-02-11", "until": "2020-02-20"},
            {"id": "T1", "from": "2020-02-21"},
        ],
        "1111",
    ),
    "rows in any order": ([{"id": "T2", "from": "2020-03-01"}, {"id": "T1", "until": "2020-02-29"}], "1122"),
    "by periods": ([{"id": "T1", "until": "2020-02"}, {"id": "T2", "from": "2020-03"}], "1122"),
    "as one text": ("T1 ..2020-02-29; T2 2020-03-01..", "1122"),
    "as one text of a Chinese keyboard": ("T1 ..2020-02-29；T2 2020-03-01。。", "1122"),
    "days as people write them": ("T1 ..2020年2月29日; T2 2020/3/1..", "1122"),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_period_belongs_to_the_last_team_of_its_days(name: str) -> None:
    """Who changes within a month is judged with where they went, who leaves within one with where they were."""
    rows, expected = BOUNDARIES[name]
    assert teams(rows) == [None if one == "-" else f"T{one}" for one in expected]


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_link_is_written_as_it_is_read(name: str) -> None:
    """The one text that says a link by date is read as the same rows."""
    held = evaluated(member(BOUNDARIES[name][0])).cohort.appraisees["A"].links["team"]
    assert evaluated(member(linked_text(held))).cohort.appraisees["A"].links["team"] == held


REFUSED: dict[str, tuple[Any, str]] = {
    "no row": ([], "K1243"),
    "overlapping by a day": ([{"id": "T1", "until": "2020-03-01"}, {"id": "T2", "from": "2020-03-01"}], "K1241"),
    "two for the whole cycle": ([{"id": "T1"}, {"id": "T2"}], "K1241"),
    "before the cycle": ([{"id": "T1", "from": "2019-12-31"}], "K1242"),
    "after the cycle": ([{"id": "T1", "until": "2020-05-01"}], "K1242"),
    "backwards": ([{"id": "T1", "from": "2020-03-02", "until": "2020-03-01"}], "K1240"),
    "no day": ([{"id": "T1", "from": "2020-02-30"}], "K1071"),
    "nobody": ([{"id": "T1", "until": "2020-02-29"}, {"id": "T9", "from": "2020-03-01"}], "K2115"),
    "nobody at all": ([{"from": "2020-03-01"}], "K2695"),
    "of another kind": ([{"id": "A"}], "K2620"),
    "no table": (["T1"], "K2111"),
    "a key misspelt": ([{"id": "T1", "form": "2020-03-01"}], "K2113"),
    "a number": (7, "K2623"),
    "a text with a wrong day": ("T1 ..2020-02-30", "K1071"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_one_clear_error(name: str) -> None:
    """Each names the place in the case and its own number."""
    rows, expected = REFUSED[name]
    with pytest.raises(CaseError) as refused:
        evaluated(member(rows))
    assert refused.value.number == expected
    assert "links" in str(refused.value)


def test_an_overlap_names_both_rows() -> None:
    """Rows are named as they stand in the case, not by their days."""
    rows = [{"id": "T2", "from": "2020-02-01"}, {"id": "T1", "until": "2020-02-01"}]
    with pytest.raises(CaseError, match=r"row 1 \(T2\) and row 2 \(T1\) overlap"):
        evaluated(member(rows))


def test_a_plain_link_takes_no_rows() -> None:
    """Rows by date are for a link that declares its periods; any other is one id, whatever the id looks like."""
    for rows, expected in (([{"id": "U1"}], "K2622"), ("U1 ..2020-02-29", "K2116")):
        with pytest.raises(CaseError) as refused:
            evaluated(member("T1") | {"links": {"unit": rows}})
        assert refused.value.number == expected


def test_each_month_is_judged_with_its_own_team() -> None:
    """80 in January and February, 100 in March and April: (60+80 + 70+80 + 80+100 + 90+100) / 8."""
    evaluation = evaluated(member(BOUNDARIES["ends on the last day of a month"][0]))
    assert score(evaluation, "A") == Fraction(60 + 80 + 70 + 80 + 80 + 100 + 90 + 100, 8)


def test_a_month_without_a_team_is_left_out() -> None:
    """A gap is an absence: the mean runs over the months that there are."""
    evaluation = evaluated(member(BOUNDARIES["a month without a team"][0]))
    assert score(evaluation, "A") == Fraction(60 + 80 + 80 + 100 + 90 + 100, 6)


def test_a_team_has_those_of_each_month() -> None:
    """January and February are both members', March and April only B's."""
    evaluation = evaluated(member(BOUNDARIES["ends on the last day of a month"][0]), member("T1", "B", (0, 10, 20, 30)))
    assert score(evaluation, "T1") == Fraction(30 + 40 + 20 + 30, 4)
    assert score(evaluation, "T2") == Fraction(80 + 90, 2)


def test_a_link_that_is_not_entered_is_asked_for() -> None:
    """Nothing said is not nobody: the member needs the team, and says so by the link's key."""
    found = evaluated(member(None)).outcome("A")
    assert (found.state, found.needs) == ("needs", ("team",))


def test_an_open_mark_of_a_team_is_asked_of_those_who_were_there_then() -> None:
    """March of T2 is missing: whoever was in T2 in March waits for it, whoever left before does not."""
    open_team = {"id": "T2", "kind": "team", "facts": {"joint": [100, 100, None, 100]}}
    back = [{"id": "T2", "until": "2020-02-29"}, {"id": "T1", "from": "2020-03-01"}]
    there = [{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-01"}]
    evaluation = Evaluation(turned_case([T1, open_team, U1, member(back), member(there, "B")]).cohort)
    assert evaluation.outcome("A").needs == ()
    assert evaluation.outcome("B").needs == ("T2:joint[2020-03]",)


@settings(max_examples=scaled(60, 3000), deadline=None, suppress_health_check=list(HealthCheck))
@given(cohorts())
def test_scores_are_those_made_by_hand(rows: list[dict[str, Any]]) -> None:
    """Members and teams of random cohorts, changes at and beside the edges of months: exactly the sums day by day."""
    evaluation = Evaluation(turned_case(rows).cohort)
    assert {name: score(evaluation, name) for name in by_hand(rows)} == by_hand(rows)


@settings(max_examples=scaled(40, 2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(cohorts())
def test_compiled_and_walked_say_the_same(rows: list[dict[str, Any]]) -> None:
    """Members, teams and units are compiled, and with the compiled form and without it nothing differs."""
    cohort = turned_case(rows).cohort
    assert cohort.lane is not None
    assert [*cohort.lane.kinds] == ["member", "team", "unit"]
    fast, walked = Evaluation(cohort), Evaluation(evolve(cohort, lane=None))
    assert [one.as_json() for one in fast.outcomes()] == [walked.outcome(one).as_json() for one in cohort.appraisees]


@settings(max_examples=scaled(40, 2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_edit_says_what_a_new_evaluation_says(data: st.DataObject) -> None:
    """A member moved, or a mark of a team changed: those whom it reaches, then or now, are worked out again."""
    rows = data.draw(cohorts())
    before = Evaluation(turned_case(rows).cohort)
    [before.outcome(row["id"]) for row in rows]
    at = data.draw(st.integers(0, len(rows) - 1))
    row = rows[at]
    if row["kind"] == "member" and data.draw(st.booleans()):
        row = row | {"links": row["links"] | {"team": data.draw(turns(("T1", "T2")))}}
    else:
        row = row | {
            "facts": {key: [7, 7, 7, 7] if isinstance(held, list) else 7 for key, held in row["facts"].items()}
        }
    cohort = turned_case([*rows[:at], row, *rows[at + 1 :]]).cohort
    after = before.changed(cohort.appraisees[row["id"]])
    fresh = Evaluation(cohort)
    assert [after.outcome(one).as_json() for one in cohort.appraisees] == [
        fresh.outcome(one).as_json() for one in cohort.appraisees
    ]


@settings(max_examples=scaled(40, 1000), deadline=None, suppress_health_check=list(HealthCheck))
@given(cohorts())
def test_the_same_team_in_rows_is_one_team(rows: list[dict[str, Any]]) -> None:
    """Whoever never changes may be written as one id or as rows that touch each other."""

    def split(row: dict[str, Any]) -> dict[str, Any]:
        team = row.get("links", {}).get("team")
        cut = [{"id": team, "until": "2020-02-14"}, {"id": team, "from": "2020-02-15"}]
        return row | {"links": row["links"] | {"team": cut}} if isinstance(team, str) else row

    one, two = (Evaluation(turned_case(given).cohort) for given in (rows, [split(row) for row in rows]))
    assert [one.outcome(row["id"]).as_json() for row in rows] == [two.outcome(row["id"]).as_json() for row in rows]


def _scheme(**hooks: Any) -> Ruleset:
    return assemble(declare(kinds=(MEMBER, TEAM), readings=(Reading("A", WORDS, WORDS),), **hooks))


def test_a_team_that_is_asked_while_it_asks_its_members_stands_in_the_month_asked_about() -> None:
    """A member's team asks its members of the month, who ask for their team of that month: the same team, on its way."""
    around = TEAM_OF.their(MEMBERS.their(TEAM_OF.their(TEAM_MONTH)).mean()).mean()
    ruleset = _scheme(
        scoring={
            "member": [total(around), bands(OWN.mean())],
            "team": [total(TEAM_MONTH.mean()), bands(TEAM_MONTH.mean())],
        }
    )
    team = {"id": "T1", "kind": "team", "facts": {"joint": [10, 20, 30, 60]}}
    rows = [team, T2, *({**member(None, name), "links": {"team": "T1"}} for name in "ABC")]
    assert score(Evaluation(turned_case(rows, ruleset).cohort), "B") == 30


def test_what_a_team_is_in_the_end_counts_for_the_months_with_it() -> None:
    """Months with a team that ends 优秀 are counted; the team's own grade has one value, whatever the month."""
    months = TEAM_OF.their(GradeIs((GRADES[0],))).count()
    ruleset = _scheme(
        scoring={
            "member": [total(months), bands(OWN.mean())],
            "team": [total(TEAM_MONTH.mean()), bands(TEAM_MONTH.mean())],
        }
    )
    for name, expected in (
        ("away and back", 0),
        ("from the first of April", 1),
        ("ends on the last day of a month", 2),
    ):
        assert (
            score(
                evaluated(member(BOUNDARIES[name][0]) | {"links": {"team": BOUNDARIES[name][0]}}, ruleset=ruleset), "A"
            )
            == expected
        )


def test_how_many_a_team_has_each_month() -> None:
    """The largest number of members in one month, not over the year."""
    most = MEMBERS.their(number(1)).sum().max()
    ruleset = _scheme(
        scoring={"team": [total(most), bands(TEAM_MONTH.mean())], "member": [total(OWN.mean()), bands(OWN.mean())]}
    )
    first, second = BOUNDARIES["leaves on the first day"][0], BOUNDARIES["comes on the last day"][0]
    rows = [member(None, name) | {"links": {"team": team}} for name, team in (("A", first), ("B", second), ("C", "T2"))]
    found = evaluated(*rows, ruleset=ruleset)
    assert (score(found, "T1"), score(found, "T2")) == (1, 2)


def test_places_of_each_month_are_given_out_within_the_teams_of_that_month() -> None:
    """One place for each team and month: B is passed over while A is in T1, and has the place once A has gone."""
    side = of("east", "west", key="side")
    quota = Quota(
        GRADES[0],
        **lines("q"),
        number=1,
        each=MONTH,
        pool=(TEAM_OF.their(side),),
        rank=(Rank(OWN),),
        otherwise=GRADES[1],
    )
    ruleset = _scheme(
        scoring={
            "member": [total(OWN.mean()), bands(OWN.mean()), bands(OWN, id="monthly")],
            "team": [total(TEAM_MONTH.mean()), bands(TEAM_MONTH.mean())],
        },
        quota={"member": [quota]},
    )
    rows = [{**one, "facts": {**one["facts"], "side": where}} for one, where in ((T1, "east"), (T2, "west"))]
    for name, team, mark in (("A", BOUNDARIES["ends on the last day of a month"][0], 95), ("B", "T1", 92)):
        rows.append({"id": name, "kind": "member", "facts": {"own": [mark] * 4}, "links": {"team": team}})
    evaluation = Evaluation(turned_case(rows, ruleset).cohort)
    months = {name: [one.grade for one in period_outcomes(evaluation, name)] for name in "AB"}
    best, good = GRADES[:2]
    assert months == {"A": [best] * 4, "B": [good, good, best, best]}


def test_an_explanation_says_which_team_in_which_month() -> None:
    """The marks of both teams stand with their months, and a month without a team says so."""
    away = [{"id": "T1", "until": "2020-01-31"}, {"id": "T2", "from": "2020-03-01"}]
    text = "\n".join(line.en for line in explanation_lines(explain(evaluated(member(away)), "A")))
    assert "T1 team's month 80 (2020-01)" in text
    assert "T2 team's month 100 (2020-03 to 2020-04)" in text
    assert "2020-02: left out (team: nobody is linked)" in text


def test_a_private_explanation_of_a_team_names_no_member() -> None:
    """The means by month are told, the members and their marks are not."""
    evaluation = evaluated(member(BOUNDARIES["away and back"][0], "Anna"), member("T1", "Berta"))
    text = "\n".join(line.en for line in explanation_lines(explain(evaluation, "T1", private=True)))
    assert "Anna" not in text
    assert "Berta" not in text


def test_a_member_is_known_to_be_linked_to_every_team_they_had() -> None:
    """A private explanation tells of both teams, since the member was in both."""
    text = "\n".join(
        line.en
        for line in explanation_lines(explain(evaluated(member(BOUNDARIES["by periods"][0])), "A", private=True))
    )
    assert "T1" in text
    assert "T2" in text


def test_a_link_without_periods_declares_what_it_always_did() -> None:
    """Whoever declares no periods has one team, and rows are never made of an id."""
    plain = Link("team", WORDS, TEAM, clause="1")
    assert plain.on is None
    assert not isinstance(evaluated(member("T1")).cohort.appraisees["A"].links["unit"], Turns)
