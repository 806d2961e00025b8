"""Checking and fuzzing a scheme with a link by date: changes of team are drawn, read, and held to every check."""

from __future__ import annotations

import itertools
from typing import Any

from attrs import evolve

from draws_kit import draw_until
from engine_kit.turned import MEMBER, MEMBERS, OWN, TEAM, TEAM_MONTH, TEAM_OF, TURNED
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.rules import Scheme
from kaohe.rules.tools import Turns
from kaohe.testing import Options, run, select, subject_of
from kaohe.testing.basis import PHASES, Subject
from kaohe.testing.people import Base
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
    report = run(subject_of(_scheme()), Options(phases=PHASES, worlds=20))
    assert [result.id for result in report.failures()] == []


def test_every_sort_of_change_is_drawn_and_legal() -> None:
    """Whatever is drawn is read: one team, another team later, months of nobody's, and somebody who comes back."""
    seen: set[str] = set()
    count, least = itertools.count(1), scaled(60, 500)

    def met(rows: list[dict[str, Any]]) -> bool:
        people = case_from_data(case_data(TURNED, rows), ruleset=TURNED).cohort.appraisees.values()
        for held in (one.links["team"] for one in people if one.kind == "member"):
            months = held.each if isinstance(held, Turns) else ()
            seen.update(
                name
                for name, there in {
                    "one": not months,
                    "another": len({*months} - {None}) > 1,
                    "nobody": None in months,
                    "back": _returns(months),
                }.items()
                if there
            )
        return next(count) >= least and seen == {"one", "another", "nobody", "back"}

    draw_until(cohorts(TURNED, "member", base=Base(Subject(TURNED.id, TURNED))), met, what="each sort of change")


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
    report = run(subject, Options(phases=("fuzz",), worlds=60, checks=tuple(select(("cohort.renaming",)))))
    assert [result.id for result in report.failures()] == ["cohort.renaming"]
