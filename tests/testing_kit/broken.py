"""One broken scheme (or evaluator) for each check: `BROKEN[check]` makes a subject that fails that check alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from kaohe.engine import Evaluation
from kaohe.rules import (
    Band,
    Bonus,
    Ceiling,
    Count,
    Eligibility,
    Finding,
    Flag,
    Floor,
    Item,
    Kind,
    Link,
    Penalty,
    PointTable,
    Quota,
    Rank,
    Reading,
    ScoreOf,
    Tally,
    weighted,
)
from kaohe.rules.nodes import BoolExpr, Clamp, Computed, Input, NumberExpr, best_of
from kaohe.rules.tools import Rule
from kaohe.testing import Subject, subject_of
from scheme_kit import BEST, GRADES, MONTH, WORDS, bands, count, declare, lines, of, option, score, total
from testing_kit import evaluators as e

__all__ = ["BROKEN", "SEEDED", "sound"]

MARK, OTHER = score("mark"), score("other")
CASE = Finding("case", WORDS, clause="7")
AWARD = Finding("award", WORDS, clause="8")
SCORE = ScoreOf()
BALLOT = Tally("ballot", WORDS, clause="9", options=option(*GRADES))
MONTHLY = score("monthly", on=MONTH)
MANY = count("absences", high=30)


def _scheme(*, scoring: Any = None, **hooks: Any) -> Subject:
    rules = [total(MARK), bands(SCORE, assumption=())] if scoring is None else scoring
    return subject_of(declare(name="broken", scoring=rules, **hooks))


def bonus(points: NumberExpr, name: str = "bonus", **more: Any) -> Bonus:
    """Points added."""
    return Bonus(**lines(name, "8"), points=points, **more)


def penalty(points: NumberExpr, name: str = "penalty", **more: Any) -> Penalty:
    """Points taken."""
    return Penalty(**lines(name, "6"), points=points, **more)


def veto(when: BoolExpr = CASE, **more: Any) -> Ceiling:
    """The worst grade."""
    return Ceiling(GRADES[-1], **lines("veto", "7"), when=when, **more)


def quota(**more: Any) -> Quota:
    """30 % of all, rounded down, by score."""
    given = {"share": "30%", "rounding": "down", "rank": (Rank(SCORE),), "otherwise": GRADES[1]}
    return Quota(GRADES[0], **lines("quota", "5"), **(given | more))


def sound() -> Subject:
    """A scheme with a bit of everything and no mistake."""
    return _scheme(
        scoring=[total(weighted((MARK, "40%"), (OTHER, "60%")), at_most=100, at_least=0), bands(SCORE, assumption=())],
        bonus_penalty=[bonus((AWARD.count() * 2).at_most(6)), penalty((CASE.count() * 3).at_most(9))],
        veto=[veto(MANY >= 3), veto_by_ballot()],
        quota=[quota()],
    )


def veto_by_ballot() -> Ceiling:
    """No better than the middle grade where a third vote for the worst, once confirmed."""
    return Ceiling(GRADES[1], **lines("ballot-veto", "9"), when=BALLOT.share(GRADES[-1]) > Fraction(1, 3), confirm=True)


def _with(evaluation: type[Evaluation], subject: Subject) -> Subject:
    return evolve(subject, evaluate=evaluation)


def _computed(function: Callable[[Fraction], Fraction], high: int = 100) -> NumberExpr:
    return Computed("function", function, (MARK,), low=0, high=high)


def _falling(value: Fraction) -> Fraction:
    return value if value < 90 else Fraction(89)


def _skewed(value: Fraction) -> Fraction:
    return value * value / 100


@frozen
class Seeded:
    """A mistake that people make, and the check that must name it."""

    subject: Callable[[], Subject]
    check: str


def off_by_one_at_a_band() -> Subject:
    """The best band begins at 91: 90 itself lies in no band."""
    printed = (Band(GRADES[0], low=91), Band(GRADES[1], low=60, high=89), Band(GRADES[2], below=60))
    return subject_of(
        declare(
            name="broken",
            scoring=[total(MARK), bands(SCORE, bands=printed, assumption="A")],
            readings=(Reading("A", WORDS, WORDS),),
        )
    )


def quota_rounded_up() -> Subject:
    """30 % of 7 gives 3 places."""
    return _scheme(quota=[quota(rounding="up")])


def tie_broken_by_name() -> Subject:
    """The order in the list decides: a number that no rule is about stands last in the rank key."""
    return _scheme(quota=[quota(rank=(Rank(SCORE), Rank(count("place_in_list"), bigger_is_better=False)))])


def veto_before_bonus() -> Subject:
    """The veto caps the score at 59, and the bonus is added afterwards."""
    capped = CASE.then(59, otherwise=MARK)
    return _scheme(
        scoring=[total(capped, at_most=100), bands(SCORE, assumption=())],
        bonus_penalty=[bonus((AWARD.count() * 2).at_most(6))],
    )


def unbounded_penalty() -> Subject:
    """Five points for each case, without end."""
    return _scheme(bonus_penalty=[penalty(CASE.count() * 5)])


def weights_of_95() -> Subject:
    """40 % and 55 %."""
    return _scheme(scoring=[total(weighted((MARK, "40%"), (OTHER, "55%"))), bands(SCORE, assumption=())])


SEEDED: dict[str, Seeded] = {
    "off-by-one at a band": Seeded(off_by_one_at_a_band, "bands.printed-numbers"),
    "quota rounded up": Seeded(quota_rounded_up, "quota.share"),
    "tie broken by name": Seeded(tie_broken_by_name, "quota.rank-basis"),
    "veto applied before a bonus": Seeded(veto_before_bonus, "veto.before-bonus"),
    "unbounded penalty": Seeded(unbounded_penalty, "score.bounds"),
    "weights of 95 %": Seeded(weights_of_95, "lint.weights"),
}


def _plain(**hooks: Any) -> Subject:
    """A mark, bands without gaps, and a quota, so that it is walked."""
    return _scheme(**({"quota": [quota()]} | hooks))


def _lint(*rules: Rule, **hooks: Any) -> Callable[[], Subject]:
    return lambda: _scheme(scoring=list(rules) if rules else None, **hooks)


class _Text(Input, NumberExpr):
    """An input kind that a plugin made up."""


def _clock(value: Fraction) -> Fraction:
    time.time()
    return value


def _guarantee() -> Quota:
    """Half of the best are from here."""
    here = of("yes", "no", key="from_here")
    return Quota(
        BEST, **lines("guarantee", "5"), floor_share="50%", only=here.is_("yes"), base=MANY >= 0, within="quota"
    )


def _reader(kind: type[Subject], subject: Subject) -> Subject:
    return kind(subject.id, subject.ruleset, subject.faults, installed=subject.installed)


def _monthly(evaluation: type[Evaluation]) -> Subject:
    year = total(MONTHLY.mean() * 1)
    return _with(evaluation, _plain(scoring=[year, bands(SCORE, assumption=())]))


def _ballot(when: BoolExpr) -> Subject:
    return _plain(veto=[Ceiling(GRADES[1], **lines("ballot-veto", "9"), when=when)])


LOST = Kind("lost", WORDS, GRADES)
FLAG = Flag(**lines("flag"), flag="many", when=MANY >= 10)
PART = Count("part", WORDS, clause="1", part_of=MANY)
ONE, TWO = of("a", "b", key="one"), of("a", "b", key="two")

# What one mistake cannot be kept from breaking besides.
ALSO = {
    "cohort.twins": {"cohort.renaming"},
    "quota.floor": {"quota.decisions"},
    "record.idempotent": {"record.round-trip", "cohort.permutation", "cohort.renaming", "quota.decisions"},
    "record.round-trip": {"inputs.refuse-illegal"},
}
BROKEN: dict[str, Callable[[], Subject]] = {
    "lint.assemble": _lint(total(MARK), total(OTHER)),
    "lint.identified": _lint(total(MARK, id=" ")),
    "lint.assumptions": _lint(total(MARK, assumption="nowhere")),
    "lint.grades": _lint(total(MARK), veto=[Ceiling("X", **lines("veto"), when=CASE)]),
    "lint.axes": _lint(total(MONTHLY)),
    "lint.bands": _lint(
        total(MARK), bands(SCORE, assumption=(), bands=(Band(GRADES[0], low=80), Band(GRADES[1], below=90)))
    ),
    "lint.sums": _lint(PointTable(**lines("table"), items=(Item(**lines("row"), points=50, earns=MARK),)), veto=[]),
    "lint.quota": lambda: _scheme(quota=[quota(rounding="")]),
    "lint.weights": weights_of_95,
    "lint.codes": _lint(total(of("a", "b").points({"a": 1}))),
    "lint.reachable": _lint(total(MARK), veto=[veto(MARK > 200)]),
    "lint.links": _lint(total(MARK), veto=[veto(Link("lost", WORDS, LOST, clause="1").their(MARK) > 3)]),
    "lint.limits": _lint(total(Clamp(MARK, low=Fraction(9), high=Fraction(3)))),
    "lint.steps": _lint(total(MARK.steps((90, 2), (80, 1)))),
    "lint.tree": lambda: _scheme(quota=[quota(pool=(ONE,)), evolve(quota(pool=(TWO,)), id="second")]),
    "lint.closed": _lint(total(_Text("words", WORDS, clause="1"))),
    "lint.settings": lambda: _plain(readings=(Reading("A", WORDS, key="s"),)),
    "lint.range": _lint(total(score(low=9, high=1)), bands(SCORE, assumption=())),
    "lint.words": _lint(total(MARK.rounded(1, how="floor"))),
    "inputs.refuse-illegal": lambda: _reader(e.LenientReader, _plain()),
    "inputs.related": lambda: _reader(e.Unrelated, _plain(veto=[evolve(FLAG, when=PART + MANY >= 20)])),
    "bands.printed-numbers": off_by_one_at_a_band,
    "quota.rank-basis": tie_broken_by_name,
    "text.numbers": lambda: _scheme(quota=[evolve(quota(), text=type(WORDS)("at most 25 %", "不超过25%"))]),
    "clause.matches-id": lambda: _plain(veto=[_numbered(number) for number in range(1, 20)]),
    "cases.present": lambda: evolve(_plain(), installed=True),
    "outcome.total": lambda: _with(e.EmptyReasons, _plain(eligibility=[_posted()])),
    "outcome.both-evaluators": lambda: _with(e.WalkedOtherwise, _scheme()),
    "outcome.clauses": lambda: _with(e.CitesTooMuch, _plain(veto=[FLAG])),
    "score.bounds": unbounded_penalty,
    "score.monotone": lambda: _scheme(scoring=[total(_computed(_falling)), bands(SCORE, assumption=())]),
    "score.flat": lambda: _scheme(scoring=[total((MARK + OTHER).at_most(100)), bands(SCORE, assumption=())]),
    "events.points": lambda: _scheme(
        scoring=[total(MARK, at_most=100), bands(SCORE, assumption=())],
        bonus_penalty=[bonus((AWARD.count() * AWARD.count()).at_most(9))],
    ),
    "bonus.never-lowers": lambda: _scheme(
        scoring=[total(MARK, at_least=0), bands(SCORE, assumption=())], bonus_penalty=[bonus(MANY * -1)]
    ),
    "penalty.never-raises": lambda: _scheme(
        scoring=[total(MARK, at_most=100), bands(SCORE, assumption=())], bonus_penalty=[penalty(MANY * -1)]
    ),
    "score.take-highest": lambda: _with(
        e.BestIsFirst, _plain(scoring=[total(best_of(MARK, OTHER)), bands(SCORE, assumption=())])
    ),
    "bands.side": lambda: _with(e.Strict, _plain()),
    "veto.dominates": lambda: _with(e.VetoForgotten, _plain(veto=[veto()])),
    "veto.before-bonus": veto_before_bonus,
    # One person alone has no place for the best grade: only a limit below the middle one waits for its re-check.
    "recheck.waits": lambda: _with(e.PendingApplies, _plain(veto=[evolve(veto_by_ballot(), grade=GRADES[-1])])),
    "finding.rejected": lambda: _with(e.CountsRejected, _plain(veto=[veto()])),
    "tally.scaled": lambda: _ballot(BALLOT.how_many(GRADES[-1]) > 20),
    "tally.zero": lambda: _ballot((BALLOT.total() > 0) & (BALLOT.share(GRADES[-1]) > Fraction(1, 3))),
    "missing.not-zero": lambda: _with(e.MissingIsZero, _plain()),
    "periods.order": lambda: _monthly(e.FirstPeriodOnly),
    "periods.left-out": lambda: _monthly(e.AbsentIsZero),
    "quota.cap": lambda: _with(e.OverTheCap, _plain()),
    "quota.share": quota_rounded_up,
    "quota.floor": lambda: _with(e.GuaranteeDropped, _plain(quota=[quota(), _guarantee()])),
    "quota.no-envy": lambda: _with(e.Swapped, _plain()),
    "quota.non-waste": lambda: _with(e.Roomy, _plain()),
    "quota.decisions": lambda: _with(e.AgainstDecisions, _plain()),
    "cohort.twins": lambda: _with(e.TiesByName, _plain()),
    "cohort.permutation": lambda: _with(e.OrderMatters, _plain()),
    "cohort.renaming": lambda: _with(e.NamesMatter, _plain()),
    "cohort.independent": lambda: _with(e.CrowdMatters, _scheme(veto=[_floor()])),
    "record.idempotent": lambda: _with(type("Seen", (e.OneMoreTime,), {"seen": set()}), _plain()),
    "record.round-trip": lambda: _reader(e.Forgetful, _plain(veto=[veto()])),
    "record.pure": lambda: _plain(scoring=[total(_computed(_clock)), bands(SCORE, assumption=())]),
}


def _posted() -> Eligibility:
    return Eligibility(**lines("posted"), when=MANY < 20, otherwise=WORDS)


def _numbered(number: int) -> Flag:
    """Nineteen flags, one of them under its neighbour's clause."""
    clause = "第八条" if number == 7 else f"第七条{number}"
    return Flag(id=f"X-7.{number}", clause=clause, text=WORDS, flag=f"{number}", when=number <= MANY)


def _floor() -> Floor:
    """Keeps a scheme from being compiled."""
    return Floor(GRADES[1], **lines("floor", "4"), when=MANY >= 30)
