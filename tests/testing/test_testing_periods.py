"""The checks on quotas of single periods, on a minimum that a quota declares, and on ballots tied to another's record."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from kaohe.engine import Evaluation
from kaohe.engine.pools import CYCLE, Placed, Span
from kaohe.rules import Ceiling, Kind, Link, Quota, Rank, Scheme, ScoreOf, Tally
from kaohe.rules.nodes import Headcount
from kaohe.testing import Options, Report, run, select, subject_of
from scheme_kit import BEST, GRADES, MONTH, WORDS, bands, count, declare, lines, option, score, total

MARK = score("mark", on=MONTH)
PERSON = Kind("person", WORDS, GRADES, every=MONTH)
ORG = Kind("org", WORDS)
ORG_OF = Link("org", WORDS, ORG, clause="1", optional=True)


def _monthly(share: str = "30%", **how: Any) -> type[Scheme]:
    whole, monthly = bands(ScoreOf(), assumption=()), bands(MARK, id="monthly", assumption=())
    quota = Quota(BEST, **lines("q"), share=share, each=MONTH, rank=(Rank(MARK),), otherwise=GRADES[1], **how)
    return declare(kinds=[PERSON], name="monthly", scoring=[total(MARK.mean()), whole, monthly], quota=[quota])


def _report(scheme: type[Scheme], **options: Any) -> Report:
    return run(subject_of(scheme), Options(**options))


def _failed(report: Report) -> set[str]:
    return {result.id for result in report.failures()}


def test_a_quota_of_single_periods_is_held_to_the_grades_of_its_periods() -> None:
    """A decision on a month's tie moves that month's grade, not the year's; the run cites and reaches the quota."""
    report = _report(_monthly(share="40%"))
    assert "quota.decisions" not in _failed(report)


class _OpenHanded(Evaluation):
    """Gives everybody the best grade in every single period."""

    def placed(self, kind: str, span: Span = CYCLE) -> Placed:
        """The places, with nobody passed over in a period."""
        found = super().placed(kind, span)
        if span.at is None:
            return found
        return evolve(found, possible={name: (frozenset({0}), causes) for name, (_, causes) in found.possible.items()})


def test_no_single_period_has_more_holders_than_places() -> None:
    """A month in which more people are given the grade than it has places is found; the engine's own months are sound."""
    sound = subject_of(_monthly())
    assert not run(sound, Options()).failures()
    (found,) = run(evolve(sound, evaluate=_OpenHanded), Options(checks=tuple(select(("quota.cap",))))).failures()
    assert found.found[0].problem.text.en.startswith("q[20")


def test_the_share_of_a_single_period_is_exact() -> None:
    """A share that is rounded up in each month is found as it would be over the year."""
    assert "quota.share" in _failed(_report(_monthly(rounding="up")))


@pytest.mark.parametrize("rounding", ["down", "up"])
def test_a_minimum_that_is_computed_excuses_itself_alone(rounding: Any) -> None:
    """`at_least` may be an expression: it allows as many places as it says, and a share that is rounded up none more."""
    least = Headcount().steps((4, 1), below=0)
    more = {"at_least": least, "rounding": rounding, "rank": (Rank(ScoreOf()),), "otherwise": GRADES[1]}
    quota = Quota(BEST, **lines("q"), share="20%", **more)
    scheme = declare(name="computed", scoring=[total(), bands(assumption=())], quota=[quota])
    assert ("quota.share" in _failed(_report(scheme))) == (rounding == "up")


def test_a_minimum_that_the_quota_declares_needs_no_excuse() -> None:
    """`at_least=1` beside a share of a small pool is the document's own number."""
    quota = Quota(BEST, **lines("q"), share="20%", at_least=1, rank=(Rank(ScoreOf()),), otherwise=GRADES[1])
    scheme = declare(name="small", scoring=[total(), bands(assumption=())], quota=[quota])
    assert "quota.share" not in _failed(_report(scheme))


def test_more_places_than_the_share_still_fail() -> None:
    """The minimum excuses itself alone: a share that is rounded up is found as before."""
    quota = Quota(BEST, **lines("q"), share="30%", rounding="up", rank=(Rank(ScoreOf()),), otherwise=GRADES[1])
    scheme = declare(name="up", scoring=[total(), bands(assumption=())], quota=[quota])
    assert "quota.share" in _failed(_report(scheme))


def test_a_ballot_within_another_record_is_not_doubled_alone() -> None:
    """Twice the votes of people who did not attend contradict the meeting's record, and say nothing of the rule."""
    attended = count("attended", high=500)
    ballot = Tally("ballot", WORDS, clause="1", options=option("yes", "no"), part_of=ORG_OF.their(attended))
    veto = Ceiling(GRADES[-1], **lines("v"), when=ballot.share("no") * 3 > 1)
    scheme = declare(
        kinds=[Kind("person", WORDS, GRADES), ORG],
        name="ballots",
        scoring={"person": [total(), bands(assumption=())]},
        veto={"person": [veto]},
    )
    assert "tally.scaled" not in _failed(_report(scheme))
