"""The rules that make a score: who is appraised, the total, point tables, bonuses and penalties."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ..words import Text
from ._exact import exact
from ._fields import Places, checked, maybe_text, to_text
from ._readings import UNSAID, ids, maybe_exact
from ._rule import Rule
from .nodes import BoolExpr, Expr, NumberExpr

__all__ = ["Bonus", "Eligibility", "Item", "ItemPart", "Penalty", "PointTable", "Total", "rows_of"]


@checked
@frozen
class Eligibility(Rule):
    """Who is appraised: where `when` is false the appraisee is `not_appraised`, for the reason `otherwise`."""

    when: BoolExpr
    otherwise: Text = field(converter=to_text, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Total(Rule):
    """The score before bonus and penalty; `at_most` and `at_least` limit the sum of all.

    `required=False` where the score only orders candidates: an outcome is then settled without it.
    """

    value: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    at_least: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    at_most: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    required: bool = field(default=True, kw_only=True)
    display_places: Places = field(default=2, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(kw_only=True)
class ItemPart:
    """A sub-item of a point table: its points, what it may lose, and whether it may lose more than its points."""

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    points: Fraction = field(converter=exact)
    loses: NumberExpr
    uncapped: bool = False
    assumption: tuple[str, ...] = field(default=(), converter=ids)


@checked
@frozen(kw_only=True)
class Item:
    """A row of a point table: `points`, less what its parts lose and never below 0, or what it `earns` up to `points`.

    Where the parts' points do not add up to the row's, `exception` says why (a declared exception). A row that need not
    apply to everybody says in `applies` to whom it does; it yields nothing for the others.
    """

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    points: Fraction = field(converter=exact)
    parts: tuple[ItemPart, ...] = ()
    earns: NumberExpr | None = None
    applies: BoolExpr | None = None
    exception: Text | None = field(default=None, converter=maybe_text)
    assumption: tuple[str, ...] = field(default=(), converter=ids)


@checked
@frozen(kw_only=True)
class PointTable(Rule):
    """A table of rows that make the score; `points` is their declared sum, `groups` declared sums of some rows.

    Where the rows' points do not make the declared sum, `exception` says why. `at_most` and `at_least` limit the score,
    bonus and penalty included. With `rescale` the rows that apply to a person are counted up to the whole sum: their
    yield times `points` over the points of the rows that apply; it is absent where none does.
    """

    items: tuple[Item, ...]
    points: Fraction = field(default=Fraction(100), converter=exact)
    groups: tuple[tuple[Fraction, tuple[str, ...]], ...] = ()
    at_least: Fraction | None = field(default=None, converter=maybe_exact)
    at_most: Fraction | None = field(default=None, converter=maybe_exact)
    rescale: bool = False
    exception: Text | None = field(default=None, converter=maybe_text)
    display_places: Places = 2

    def expressions(self) -> tuple[Expr, ...]:
        found: list[Expr] = [item.earns for item in self.items if item.earns is not None]
        found += [item.applies for item in self.items if item.applies is not None]
        return (*found, *(part.loses for item in self.items for part in item.parts))


def rows_of(rule: Rule) -> tuple[Rule | Item | ItemPart, ...]:
    """A rule and, of a point table, its rows and their parts: everything that cites a clause of its own."""
    found: list[Rule | Item | ItemPart] = [rule]
    for item in rule.items if isinstance(rule, PointTable) else ():
        found += [item, *item.parts]
    return tuple(found)


@checked
@frozen
class Bonus(Rule):
    """Points added to the total (the expression gives them, 0 or more).

    With `beyond` the document lets them take the score out of the range of the total: over 100, below 0 for a penalty.
    Other points that do so are a fault that `kaohe check` finds.
    """

    points: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    beyond: bool = field(default=False, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.points,)


@checked
@frozen
class Penalty(Bonus):
    """Points taken from the total (the expression gives them as 0 or more)."""
