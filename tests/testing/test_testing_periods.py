"""The checks on quotas of single periods, on a minimum that a quota declares, and on ballots tied to another's record."""

from __future__ import annotations

from typing import Any

from kaohe.rules import Ceiling, Kind, Link, Quota, Rank, Scheme, ScoreOf, Tally
from kaohe.testing import Options, Report, run, subject_of
from scheme_kit import BEST, GRADES, MONTH, WORDS, bands, count, declare, lines, option, score, total

MARK = score("mark", on=MONTH)
PERSON = Kind("person", WORDS, GRADES, every=MONTH)
ORG = Kind("org", WORDS)
ORG_OF = Link("org", WORDS, ORG, clause="1", optional=True)


def _report(scheme: type[Scheme], **options: Any) -> Report:
    return run(subject_of(scheme), Options(**options))


def _failed(report: Report) -> set[str]:
    return {result.id for result in report.failures()}


def test_a_quota_of_single_periods_is_held_to_the_grades_of_its_periods() -> None:
    """A decision on a month's tie moves that month's grade, not the year's; the run cites and reaches the quota."""
    whole = bands(ScoreOf(), assumption=())
    monthly = bands(MARK, id="monthly", assumption=())
    quota = Quota(BEST, **lines("q"), share="40%", each=MONTH, rank=(Rank(MARK),), otherwise=GRADES[1])
    scheme = declare(kinds=[PERSON], name="monthly", scoring=[total(MARK.mean()), whole, monthly], quota=[quota])
    report = _report(scheme)
    assert "quota.decisions" not in _failed(report)


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
