"""Checking and fuzzing a scheme with a link by date: changes of team are drawn, read, and held to every check."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, find, given, settings

from engine_kit.turned import MEMBER, MEMBERS, OWN, TEAM, TEAM_MONTH, TEAM_OF, TURNED
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.rules import Scheme
from kaohe.rules.tools import Turns
from kaohe.testing import Options, run, select, subject_of
from kaohe.testing.strategies import case_data, cohorts
from lengths import scaled
from scheme_kit import bands, declare, total


def _scheme() -> type[Scheme]:
    month, team = (OWN / 2 + TEAM_OF.their(TEAM_MONTH) / 2).mean(), MEMBERS.their(OWN).mean().mean()
    return declare(
        kinds=(MEMBER, TEAM),
        name="turned",
        scoring={
            "member": [total(month), bands(month, assumption=())],
            "team": [total(team), bands(team, assumption=())],
        },
    )


def test_a_scheme_with_a_link_by_date_passes_its_checks() -> None:
    """Tables, pairs and drawn cohorts, changes of team among them: nothing fails."""
    report = run(subject_of(_scheme()), Options(worlds=40))
    assert [result.id for result in report.failures()] == []


@settings(max_examples=scaled(25, 500), deadline=None, suppress_health_check=list(HealthCheck))
@given(cohorts(TURNED, "member"))
def test_drawn_changes_are_legal(rows: list[dict[str, Any]]) -> None:
    """Whatever is drawn is read."""
    assert case_from_data(case_data(TURNED, rows), ruleset=TURNED).cohort.appraisees


def _months(rows: list[dict[str, Any]]) -> list[tuple[str | None, ...]]:
    people = case_from_data(case_data(TURNED, rows), ruleset=TURNED).cohort.appraisees.values()
    return [one.links["team"].each for one in people if isinstance(one.links.get("team"), Turns)]  # type: ignore[union-attr]


def test_every_sort_of_change_is_drawn() -> None:
    """Somebody who changes team, somebody with a gap, and somebody who comes back."""
    strategy = cohorts(TURNED, "member")
    assert find(strategy, lambda rows: any(len({*months} - {None}) > 1 for months in _months(rows)))
    assert find(strategy, lambda rows: any(None in months for months in _months(rows)))
    back = find(strategy, lambda rows: any(_returns(months) for months in _months(rows)))
    assert back


def _returns(months: tuple[str | None, ...]) -> bool:
    """Whether a month is nobody's between two of one team."""
    return any(a is not None and a == c and b is None for a, b, c in zip(months, months[1:], months[2:], strict=False))


class _ByName(Evaluation):
    """Whoever changes team is judged by the order of the teams' ids."""

    def outcomes(self) -> list[Outcome]:
        """A grade that hangs on how a team is called."""
        found = []
        for outcome in super().outcomes():
            held = self.cohort.appraisees[outcome.id].links.get("team")
            bad = isinstance(held, Turns) and held.rows[0].id < held.rows[-1].id
            found.append(evolve(outcome, grade=None) if bad else outcome)
        return found


def test_what_hangs_on_the_names_of_two_teams_is_found() -> None:
    """Ids within rows are renamed too: a fault that only a change of team shows does not pass."""
    subject = evolve(subject_of(_scheme()), evaluate=_ByName)
    report = run(subject, Options(worlds=60, checks=tuple(select(("cohort.renaming",)))))
    assert [result.id for result in report.failures()] == ["cohort.renaming"]
