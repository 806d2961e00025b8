"""The compiled form: one generated function a kind that grades a complete record in plain integers.

It serves the many records where everything is entered and nothing is pending; whatever is odd (a missing
value, an open re-check, an absence with a reason, 0 of 0 votes where they count) it leaves to the walker, which is the
reference. A standing differential test holds the two together.

A kind may read what linked people are worth. Its row is then the packed columns and behind them one told value for each
of `asks`, filled by `Telling`; what others ask of a kind, its `tells` answer from the row of whoever is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from ...rules import Bands, Consequence, Eligibility, Flag, GradeIs, Item, Quota, Refer
from ...rules.nodes import Expr, Linked, Slot
from ...rules.tools import Rule
from .._cohort import Appraisee
from .._columns import Columns, Verdict
from .._outcome import Notice, Outcome, Reason, by_urgency, state_of
from .._plan import Plan
from ..walk import Cause, Causes

__all__ = ["NOT_APPRAISED", "OPEN", "OUT", "REFERRED", "Compiled", "Effect", "OfPeriod", "Tell"]

# In the place of the grade of a verdict, in kinds without quotas: the record is not appraised, and the numerator is the
# place of the rule that says so.
NOT_APPRAISED = -2
# A person gives the result, as the rules that fired say. In kinds without grades.
REFERRED = -3


# In the place of the verdict of a period: the record is not appraised, or has no score in it.
OUT = ()


class _Open:
    def __repr__(self) -> str:
        return "OPEN"


OPEN = _Open()
"""What somebody is told to be worth while that is not settled."""


GradeAll = Callable[[Iterable[Appraisee], str, Container[str]], dict[str, Verdict]]
"""The verdicts of those of a kind who are packed and not among some ids, without those to be walked."""


@frozen
class Effect:
    """A rule that took effect where its bit is set, under any final grade or under one alone."""

    rule: Rule | Item
    bit: int
    grade: str | None = None

    def fires(self, bits: int, grade: str | None) -> bool:
        """Whether the rule took effect."""
        return bool(bits & self.bit) and self.grade in (None, grade)


@frozen
class Tell:
    """What one expression is worth for a record of the kind, for those who ask.

    `function` takes the row, the place of the final grade (None without one) and the period of what lies open on periods,
    and gives the value: None where it is absent, (numerator, denominator), True or False, a code; OPEN where the walker has
    to say. Of the kind's `asks` it looks at those places alone, and at the grade only if it `reads_grade`.
    """

    function: Callable[[tuple[Any, ...], int | None, int | None], Any]
    asks: tuple[int, ...]
    reads_grade: bool


@frozen
class OfPeriod:
    """The grades of the periods of one axis under quotas of their own.

    `evaluate` takes the row and the period, and says a verdict with its `columns`, OUT, or None: walk it.
    """

    evaluate: Callable[[tuple[Any, ...], int], Verdict | None]
    columns: Columns


@define
class Compiled:
    """One kind, compiled: `slots` say what a packed record holds, `asks` what is told of others and stands behind it.

    `evaluate` grades such a row (None: walk it). `tells` are what others ask of the kind, `columns` what verdicts say of
    its quotas. `grade_all` does the same for many of a kind under quotas, None where their rows are told of others.
    `by_period` are the grades of periods under quotas, by axis.
    """

    plan: Plan
    slots: tuple[Slot, ...]
    evaluate: Callable[[tuple[Any, ...]], Verdict | None]
    effects: tuple[Effect, ...]
    gap_bit: int
    asks: tuple[Linked, ...] = ()
    tells: Mapping[Expr, Tell] = field(factory=dict)
    columns: Columns | None = None
    grade_all: GradeAll | None = None
    by_period: Mapping[str, OfPeriod] = field(factory=dict)
    _seen: dict[object, dict[str, Any]] = field(factory=dict, init=False)

    def outcome(self, name: str, label: str, verdict: Verdict) -> Outcome:
        """The outcome that a verdict stands for, of a kind without quotas."""
        place, top, bits = verdict[0], verdict[1], verdict[3]
        if place == NOT_APPRAISED:
            return self._not_appraised(name, label, top)
        shared = self._seen.get((place, bits))
        if shared is None:
            grades = frozenset({place} if place >= 0 else ())
            shared = self._seen[place, bits] = self._shared(grades, bits, (), referred=place == REFERRED)
        return Outcome(id=name, name=label, score=self._score(verdict), **shared)

    def placed(
        self,
        name: str,
        label: str,
        verdict: Verdict,
        *,
        places: frozenset[int],
        causes: Causes,
        quotas: Sequence[str],
        provisional: str | None,
    ) -> Outcome:
        """The outcome under quotas: the grades still possible, why more than one is, and the quotas in effect.

        `provisional` is the provisional grade while more than one is possible. No cause may ask for a decision:
        the reasons for one are found by walking; nor may more than one grade be possible where it `asks_whole`.
        """
        key = (places, verdict[3], tuple(quotas))
        shared = self._seen.get(key)
        if shared is None:
            shared = self._seen[key] = self._shared(*key)
        score = self._score(verdict)
        if len(places) == 1 and not causes:
            return Outcome(id=name, name=label, score=score, **shared)
        return Outcome(id=name, name=label, score=score, **(shared | _open(causes, provisional)))

    @property
    def asks_whole(self) -> bool:
        """Whether some flag or notice asks for more than the grade alone, so that of an open grade the walker tells."""
        return any(
            effect.grade is not None and not isinstance(getattr(effect.rule, "when", None), GradeIs)
            for effect in self.effects
        )

    def _score(self, verdict: Verdict) -> Fraction | None:
        return Fraction(verdict[1], verdict[2]) if self.plan.score is not None else None

    def _not_appraised(self, name: str, label: str, number: int) -> Outcome:
        rule = self.plan.rules.rules(Eligibility)[number]
        assert isinstance(rule, Eligibility)  # noqa: S101  # narrowed for mypy
        return Outcome(
            id=name,
            name=label,
            kind=self.plan.rules.kind.key,
            state="not_appraised",
            reasons=(Reason(rule.id, rule.otherwise),),
            rules=(rule.id,),
            assumptions=rule.assumption,
        )

    def _shared(
        self, places: frozenset[int], bits: int, quotas: Sequence[str], *, referred: bool = False
    ) -> dict[str, Any]:
        """What all verdicts with the same possible grades and the same effects have in common."""
        kind = self.plan.rules.kind
        grades = [kind.grades[place] for place in sorted(places)]
        grade = grades[0] if len(grades) == 1 else None
        gap = bool(bits & self.gap_bit)
        fired = self._fired(bits, grades, quotas)
        flags = [rule.flag for rule in fired if isinstance(rule, Flag)]
        if gap and self.plan.grade.bands is not None:
            flags.append(self.plan.grade.bands.gap_flag)
        readings = (name for rule in fired if gap or not isinstance(rule, Bands) for name in rule.assumption)
        found = {
            "kind": kind.key,
            "state": "decided",
            "grade": grade,
            "provisional_grade": grade,
            "rules": tuple(rule.id for rule in fired),
            "assumptions": tuple(dict.fromkeys(readings)),
            "flag_texts": tuple(flags),
            "notices": tuple(Notice(r.id, r.clause, r.text) for r in fired if isinstance(r, Consequence)),
        }
        return found | _referred(fired) if referred else found

    def _fired(self, bits: int, grades: Sequence[str], quotas: Sequence[str]) -> list[Rule | Item]:
        """The rules that took effect, whichever of the possible grades it is."""
        found: dict[int, tuple[Rule | Item, int]] = {}
        for effect in self.effects:
            count = sum(effect.fires(bits, grade) for grade in grades or (None,))
            if isinstance(effect.rule, Quota):
                count = len(grades) * (effect.rule.id in quotas)
            found[id(effect.rule)] = (effect.rule, found.get(id(effect.rule), (effect.rule, 0))[1] + count)
        return [rule for rule, count in found.values() if count >= max(1, len(grades))]


def _open(causes: Causes, provisional: str | None) -> dict[str, Any]:
    """What an outcome says whose grade is open."""
    return {
        "state": state_of(causes),
        "grade": None,
        "provisional_grade": provisional,
        "needs": tuple(sorted(cause.name for cause in causes if cause.kind == "needs")),
        "pending": tuple(sorted(cause.name for cause in causes if cause.kind == "pending")),
        "causes": by_urgency(causes),
    }


def _referred(fired: list[Rule | Item]) -> dict[str, Any]:
    """The state of what a person gives the result of."""
    rules = sorted((rule for rule in fired if isinstance(rule, Refer)), key=lambda rule: rule.id)
    return {
        "state": "decision",
        "reasons": tuple(Reason(rule.id, rule.text) for rule in rules),
        "causes": tuple(Cause("decision", rule.id) for rule in rules),
    }
