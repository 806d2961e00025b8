"""What a node may ask of whoever evaluates it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Protocol

from .. import nodes
from .._periods import Period
from .._workdays import Calendar
from ._worth import Causes, Gone, Num, Truth, Worth

__all__ = ["Evaluator", "Positions"]

Positions = tuple[int, ...]


class Evaluator(Protocol):
    """The evaluation of one appraisee, at one position of an open axis or at none."""

    at: int | None

    @property
    def provisional(self) -> bool:
        """Whether unknown rows and pending re-checks are left out."""

    @property
    def id(self) -> str:
        """Whose facts these are."""

    def worth(self, node: nodes.Expr) -> Worth:
        """What `node` is worth here."""

    def number(self, node: nodes.Expr) -> Num | Gone:
        """The worth of a number."""

    def truth(self, node: nodes.Expr) -> Truth:
        """The worth of a condition; absent counts as a possible value None."""

    def fact(self, key: str) -> Any:
        """What was entered as `key`, checked: a value, a tuple of them along an axis, UNKNOWN or Absent."""

    def rows(self, axis: nodes.Axis) -> Any:
        """The rows of a list as entered; an optional list that was not entered is absent."""

    def positions(self, axis: nodes.Axis) -> tuple[list[tuple[int, bool]], Causes]:
        """The positions of `axis` as (index, counts for certain), and the causes where they are not known yet."""

    def along(self, node: nodes.Expr, positions: Positions) -> Iterable[Worth]:
        """The worth of `node` at each of some positions of its open axis."""

    @property
    def calendar(self) -> Calendar:
        """The cycle's days, and the days that people work."""

    def periods(self, key: str) -> Sequence[Period]:
        """The periods that are due along the axis of that key."""

    def target(self, link: nodes.Link) -> str | None:
        """Who is linked, in the current period where that changes by date; None where nobody is."""

    def vacant(self, link: nodes.Link) -> bool:
        """Whether it is settled that nobody is linked: a link by date with a gap here."""

    def linked(self, axis: nodes.LinkedBack) -> Sequence[tuple[str, int | None]]:
        """The appraisees along a back link; of a link by date each in every period in which they are linked."""

    def other(self, name: str, at: int | None = None) -> Evaluator:
        """The evaluation of somebody else of the same case, with `at` in that period."""

    def codes(self, list_key: str) -> Sequence[str]:
        """The codes that the cycle supplies under that key."""

    def called(self, node: nodes.Computed, values: Sequence[Fraction]) -> Fraction:
        """What the function that `node` declares gives for those values. Raises SchemeError naming its rule."""

    def score(self) -> Num | Gone:
        """The appraisee's own total."""

    def rank(self, node: nodes.RankOf) -> Worth:
        """The place of the appraisee in the ranking that `node` asks for."""

    def grades(self) -> tuple[Iterable[str], Causes]:
        """The grades that are still possible, and why more than one is."""
