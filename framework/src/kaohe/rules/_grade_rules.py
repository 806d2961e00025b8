"""The rules that make a grade of a score: bands, proposals, and what limits them."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ..words import Text
from ._fields import checked, to_text
from ._readings import UNSAID, Each, maybe_exact
from ._rule import Rule
from .nodes import BoolExpr, ChoiceExpr, Expr, NumberExpr

__all__ = ["Band", "Bands", "Ceiling", "Floor", "Proposed"]


@checked
@frozen
class Ceiling(Rule):
    """No better than `grade` while `when` holds: a veto, a bar, a failed ballot.

    `confirm` makes it count only once a re-check is recorded as confirmed. A condition open on the periods
    limits the grades of those periods; `each` derives that rule from the year's.
    """

    grade: str
    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)
    confirm: bool = field(default=False, kw_only=True)
    each: Each | None = field(default=None, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)

    def grades(self) -> tuple[str, ...]:
        return (self.grade,)


@checked
@frozen
class Floor(Ceiling):
    """No worse than `grade` while `when` holds."""


@checked
@frozen
class Band:
    """A grade and its scores as printed: from `low` to `high`, both included, or under `below`."""

    grade: str
    low: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    high: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    below: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)


@checked
@frozen
class Bands(Rule):
    """The grade that a score proposes, best band first, with the reading of the gaps between printed bands.

    `reading` of the gaps: "half-open" (a band begins at its low), "half-up" or "truncate" (a score in a gap goes to
    whole numbers first), or "refer" (it goes to a person). `gap_flag` marks an outcome whose exact score lies in a gap,
    and carries the assumption. With `follows` a limit that moves the grade out of its band goes to a person.
    """

    of: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    bands: tuple[Band, ...] = field(kw_only=True)
    reading: str = field(default="half-open", kw_only=True)
    gap_flag: Text = field(default=Text("band gap", "落在两档之间"), converter=to_text, kw_only=True)
    follows: bool = field(default=False, kw_only=True)
    each: Each | None = field(default=None, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.of,)

    def grades(self) -> tuple[str, ...]:
        return tuple(band.grade for band in self.bands)


@checked
@frozen
class Proposed(Rule):
    """The grade that people propose, entered as a choice of grades."""

    by: ChoiceExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.by,)
