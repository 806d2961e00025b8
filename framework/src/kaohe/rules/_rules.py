"""The rule kinds: what a scheme's hooks return, clause by clause (design, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import field, frozen

from ..words import Text
from ._exact import Exact, exact
from ._expressions import BoolExpr, ChoiceExpr, Expr, NumberExpr
from ._fields import Places, checked
from ._inputs import Input, Link, Periods

__all__ = [
    "Asks",
    "Assumption",
    "Band",
    "Bands",
    "Bonus",
    "Ceiling",
    "Consequence",
    "Document",
    "Eligibility",
    "Figure",
    "Flag",
    "Floor",
    "Item",
    "ItemPart",
    "Penalty",
    "PointTable",
    "Procedure",
    "Proposed",
    "Quota",
    "Rank",
    "Refer",
    "Replacing",
    "Rule",
    "Total",
    "Undefined",
    "rows_of",
]


def _ids(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value)


def _flag(value: Text | str) -> Text:
    return value if isinstance(value, Text) else Text(value, value)


def _maybe(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


def _share(value: NumberExpr | Exact | None) -> Fraction | NumberExpr | None:
    return value if isinstance(value, NumberExpr) else _maybe(value)


@checked
@frozen
class Document:
    """The published document a scheme implements."""

    title: str
    issuer: str
    issued: str
    number: str = ""
    complete: bool = True
    note: Text | None = None


@checked
@frozen
class Assumption:
    """A reading of ours where the document is silent or ambiguous: every reading, and the one taken."""

    id: str
    issue: Text
    default: Text
    readings: tuple[Text, ...] = ()
    clause: str = ""


@checked
@frozen
class Undefined:
    """Something the document leaves undefined, and that stays so."""

    id: str
    clause: str
    text: Text
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@frozen(kw_only=True)
class Rule:
    """What every rule declares: an id unique in its kind, the clause as the document cites it, a short text of ours."""

    id: str
    clause: str
    text: Text
    assumption: tuple[str, ...] = field(default=(), converter=_ids)

    def expressions(self) -> tuple[Expr, ...]:
        """The expressions that this rule reads."""
        return ()

    def grades(self) -> tuple[str, ...]:
        """The grades that this rule names."""
        return ()


@checked
@frozen(kw_only=True)
class Eligibility(Rule):
    """Who is appraised: where `when` is false the appraisee is `not_appraised`, for the reason `otherwise`."""

    when: BoolExpr
    otherwise: Text

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen(kw_only=True)
class Total(Rule):
    """The score before bonus and penalty; `at_most` and `at_least` limit the sum of all.

    `required=False` where the score only orders candidates: an outcome is then settled without it.
    """

    value: NumberExpr
    at_least: Fraction | None = field(default=None, converter=_maybe)
    at_most: Fraction | None = field(default=None, converter=_maybe)
    required: bool = True
    display_places: Places = 2

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(kw_only=True)
class ItemPart:
    """A sub-item of a point table: its points, what it may lose, and whether it may lose more than its points."""

    id: str
    clause: str
    text: Text
    points: Fraction = field(converter=exact)
    loses: NumberExpr
    uncapped: bool = False
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@checked
@frozen(kw_only=True)
class Item:
    """A row of a point table: `points`, less what its parts lose and never below 0, or what it `earns` up to `points`.

    Where the parts' points do not add up to the row's, `exception` says why (a declared exception).
    """

    id: str
    clause: str
    text: Text
    points: Fraction = field(converter=exact)
    parts: tuple[ItemPart, ...] = ()
    earns: NumberExpr | None = None
    exception: Text | None = None
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@checked
@frozen(kw_only=True)
class PointTable(Rule):
    """A table of rows that make the score; `points` is their declared sum, `groups` declared sums of some rows."""

    items: tuple[Item, ...]
    points: Fraction = field(default=Fraction(100), converter=exact)
    groups: tuple[tuple[Fraction, tuple[str, ...]], ...] = ()
    display_places: Places = 2

    def expressions(self) -> tuple[Expr, ...]:
        found: list[Expr] = [item.earns for item in self.items if item.earns is not None]
        return (*found, *(part.loses for item in self.items for part in item.parts))


def rows_of(rule: Rule) -> tuple[Rule | Item | ItemPart, ...]:
    """A rule and, of a point table, its rows and their parts: everything that cites a clause of its own."""
    found: list[Rule | Item | ItemPart] = [rule]
    for item in rule.items if isinstance(rule, PointTable) else ():
        found += [item, *item.parts]
    return tuple(found)


@checked
@frozen(kw_only=True)
class Bonus(Rule):
    """Points added to the total (the expression gives them, 0 or more)."""

    points: NumberExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.points,)


@checked
@frozen(kw_only=True)
class Penalty(Bonus):
    """Points taken from the total (the expression gives them as 0 or more)."""


@checked
@frozen
class Ceiling(Rule):
    """No better than `grade` while `when` holds: a veto, a bar, a failed ballot.

    `confirm` makes it count only once a re-check is recorded as confirmed. A condition open on the periods
    limits the grades of those periods.
    """

    grade: str
    when: BoolExpr = field(kw_only=True)
    confirm: bool = field(default=False, kw_only=True)

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
    low: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    high: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    below: Fraction | None = field(default=None, converter=_maybe, kw_only=True)


@checked
@frozen(kw_only=True)
class Bands(Rule):
    """The grade that a score proposes, best band first, with the reading of the gaps between printed bands.

    `reading` of the gaps: "half-open" (a band begins at its low), "half-up" or "truncate" (a score in a gap goes to
    whole numbers first), or "refer" (it goes to a person). `gap_flag` marks an outcome whose exact score lies in a gap,
    and carries the assumption. With `follows` a limit that moves the grade out of its band goes to a person.
    """

    of: NumberExpr
    bands: tuple[Band, ...]
    reading: str = "half-open"
    gap_flag: Text = field(default=Text("band gap", "落在两档之间"), converter=_flag)
    follows: bool = False

    def expressions(self) -> tuple[Expr, ...]:
        return (self.of,)

    def grades(self) -> tuple[str, ...]:
        return tuple(band.grade for band in self.bands)


@checked
@frozen(kw_only=True)
class Proposed(Rule):
    """The grade that people propose, entered as a choice of grades."""

    by: ChoiceExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.by,)


@checked
@frozen(kw_only=True)
class Flag(Rule):
    """Something to show beside the outcome; it changes nothing. `[expect] flags` of a case names its English text."""

    flag: Text = field(converter=_flag)
    when: BoolExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen(kw_only=True)
class Refer(Rule):
    """While `when` holds a person must decide the grade."""

    when: BoolExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen(kw_only=True)
class Figure(Rule):
    """A value to show; it enters no result."""

    value: NumberExpr | BoolExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(kw_only=True)
class Consequence(Rule):
    """A notice that follows from the outcome; it changes no grade."""

    when: BoolExpr

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Rank:
    """One part of a rank key: bigger is better, or smaller with `descending=False`."""

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
    floor_share: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
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


@checked
@frozen(kw_only=True)
class Procedure(Rule):
    """A step that people take: a deadline, a sign-off, a form, a sample, publicity, a heading.

    `step` is one of "heading", "organiser", "deadline", "sign-off", "sampling", "publicity", "form", "gate",
    "archive", "discipline", "report"; `share` is the sampling share, `chain` the signatures in order,
    `columns` a form's columns, `day` a deadline as the document states it.
    """

    step: str
    share: Fraction | None = field(default=None, converter=_maybe)
    rounding: str = ""
    chain: tuple[Text, ...] = ()
    columns: tuple[str, ...] = ()
    day: Text | None = None


@checked
@frozen(kw_only=True)
class Asks(Rule):
    """Inputs and links that a kind's record holds although no rule reads them."""

    inputs: tuple[Input, ...] = ()
    links: tuple[Link, ...] = ()

    def expressions(self) -> tuple[Expr, ...]:
        return self.inputs


@checked
@frozen(kw_only=True)
class Replacing:
    """An amendment's replacement of one rule by its id, with its legal basis.

    `over` names the amendment whose replacement of the same rule this one supersedes.
    """

    rule: Rule
    basis: str
    over: str = ""
