"""The rule that gives out places, and the rank that they go by."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ..words import Text
from ._exact import Exact
from ._fields import checked, to_text
from ._readings import UNSAID, maybe_exact
from ._rule import Rule
from .nodes import BoolExpr, ChoiceExpr, Expr, NumberExpr, Periods

__all__ = ["Quota", "Rank"]


def _share(value: NumberExpr | Exact | None) -> Fraction | NumberExpr | None:
    return value if isinstance(value, NumberExpr) else maybe_exact(value)


@checked
@frozen
class Rank:
    """One part of a rank key: bigger is better, or smaller with `bigger_is_better=False`."""

    by: NumberExpr | BoolExpr
    bigger_is_better: bool = True


@checked
@frozen
class Quota(Rule):
    """A limit on how many of a pool may hold `grade`, or a guarantee inside another quota's pool.

    `pool` are the keys that make one pool each; `only` says who belongs to the quota at all; `share` of the base
    (or `number`) gives the places, rounded as the clause says ("down", "up" or "half-up"). `base` says who counts
    in the headcount (everybody who is appraised, by default), `eligible` who may hold a place. Those beyond the
    places get `otherwise`. `soft` places may be exceeded by a recorded decision with its reason. A pool with
    anybody in its headcount has `at_least` places, where a scheme or its setting grants a minimum.

    `share`, `number` and `at_least` may be expressions, with one value for all of a pool: by a code of its key, a fact
    or grade of what its people are linked to, or its `Headcount`. With `or_better` whoever holds a better grade counts
    too (False says that the clause counts the grade alone). `unranked` places have no `rank`: where there are more
    candidates than places people decide. With `each` they are places of each period of that axis, among the grades
    of that period.

    A guarantee has a `floor_share` instead: of those who get the grade among the people of `base`, keyed by `pool`,
    at least that share, rounded up, are people of `only`. It lies inside the pools of the quota named `within`; with
    `across` its pools lie across those of the places, and where its share is not reached people decide.
    """

    grade: str
    text: Text = field(default=UNSAID, converter=to_text)
    pool: tuple[ChoiceExpr, ...] = field(default=(), kw_only=True)
    share: Fraction | NumberExpr | None = field(default=None, converter=_share, kw_only=True)
    number: int | NumberExpr | None = field(default=None, kw_only=True)
    at_least: int | NumberExpr = field(default=0, kw_only=True)
    rounding: str = field(default="down", kw_only=True)
    rank: tuple[Rank, ...] = field(default=(), kw_only=True)
    base: BoolExpr | None = field(default=None, kw_only=True)
    eligible: BoolExpr | None = field(default=None, kw_only=True)
    only: BoolExpr | None = field(default=None, kw_only=True)
    otherwise: str = field(default="", kw_only=True)
    soft: bool = field(default=False, kw_only=True)
    floor_share: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    within: str = field(default="", kw_only=True)
    or_better: bool | None = field(default=None, kw_only=True)
    unranked: bool = field(default=False, kw_only=True)
    each: Periods | None = field(default=None, kw_only=True)
    across: bool = field(default=False, kw_only=True)

    def sizes(self) -> tuple[NumberExpr, ...]:
        """The expressions that say how many places there are."""
        return tuple(part for part in (self.share, self.number, self.at_least) if isinstance(part, NumberExpr))

    def belongs(self) -> BoolExpr | None:
        """Who stands in its pools, None for everybody; of a guarantee, those among whom it counts."""
        return self.only if self.floor_share is None else self.base

    def expressions(self) -> tuple[Expr, ...]:
        conditions = tuple(part for part in (self.base, self.eligible, self.only) if part is not None)
        return (*self.pool, *(rank.by for rank in self.rank), *conditions, *self.sizes())

    def grades(self) -> tuple[str, ...]:
        return (self.grade, self.otherwise) if self.otherwise else (self.grade,)
