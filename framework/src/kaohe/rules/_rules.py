"""The rule kinds: what a scheme's hooks return, clause by clause (design, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen

from ..words import Said, Text
from ._exact import exact
from ._fields import Name, checked, maybe_text, to_text
from ._grade_rules import Band, Bands, Ceiling, Floor, Proposed
from ._printed import Column, columns
from ._quota_rules import Quota, Rank
from ._readings import UNSAID, Document, Each, Reading, Undefined, Way, is_pair, maybe_exact, texts, words
from ._rule import Rule
from ._score_rules import Bonus, Eligibility, Item, ItemPart, Penalty, PointTable, Total, rows_of
from ._steps import By, Cross, Gate, Imported, Notify, Paper, Publicity, Sample, several
from .nodes import BoolExpr, DateExpr, Expr, Input, Link, NumberExpr

__all__ = [
    "UNSAID",
    "Asks",
    "Band",
    "Bands",
    "Bonus",
    "Ceiling",
    "Changed",
    "Consequence",
    "Document",
    "Each",
    "Eligibility",
    "Figure",
    "Flag",
    "Floor",
    "Item",
    "ItemPart",
    "Level",
    "Penalty",
    "PointTable",
    "Procedure",
    "Proposed",
    "Quota",
    "Rank",
    "Reading",
    "Refer",
    "Replacing",
    "Rule",
    "Total",
    "Undefined",
    "Way",
    "at",
    "rows_of",
]


def _chain(value: Sequence[Said | Level]) -> tuple[Text | Level, ...]:
    if not isinstance(value, list | tuple) or is_pair(value):
        return texts(value)  # type: ignore[arg-type]  # no list: it refuses what it is given
    return tuple(one if isinstance(one, Level) else to_text(one) for one in value)


@checked
@frozen
class Flag(Rule):
    """Something to show beside the outcome; it changes nothing. `[expect] flags` of a case names its English text.

    Where it `asks`, an office accepts it with a reason before the result is signed.
    """

    when: BoolExpr
    flag: Text = field(converter=to_text)
    text: Text = field(default=UNSAID, converter=to_text)
    asks: bool = field(default=False, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Refer(Rule):
    """While `when` holds a person must decide the grade."""

    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Figure(Rule):
    """A value to show, a number, a condition or a day (a deadline); it enters no result."""

    value: NumberExpr | BoolExpr | DateExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen
class Consequence(Rule):
    """A notice that follows from the outcome; it changes no grade. `tells` says who receives it."""

    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)
    tells: tuple[Notify, ...] = field(default=(), converter=several, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Level:
    """One level of a chain: what it is called, and who signs there, each of them once.

    `own` is the appraised person's own word on the result (本人意见), recorded for each person by itself.
    """

    label: Text = field(converter=to_text)
    by: tuple[Text, ...] = field(default=(), converter=texts)
    own: bool = field(default=False, kw_only=True)

    @property
    def signers(self) -> tuple[Text, ...]:
        """Who signs: those named, else whoever the level is called by."""
        return self.by or (self.label,)


@checked
@frozen
class Procedure(Rule):
    """A step that people take: a deadline, a sign-off, a form, a sample, publicity, a heading.

    `step` is one of "heading", "organiser", "deadline", "sign-off", "sampling", "publicity", "form", "gate",
    "archive", "discipline", "report"; `share` is the sampling share, `chain` the signatures in order,
    `columns` a form's columns, `day` a deadline as the document states it.

    `signs` says of what its chain signs the results: "month", "quarter", "half" or "year" (or the key of an axis of
    periods); of everybody, or of those for whom `of` holds. A text in such a chain is a level with one signature; in a form it is
    only printed, and a `Level` alone is signed.

    A form with a `title` is a table that the program fills in: one row an appraisee, ordered by the columns headed as
    in `sort`; `ours` where the document names it and gives no columns.

    `does` says the same as data, for the office that carries it through (`kaohe.rules.steps`).
    """

    step: str
    text: Text = field(default=UNSAID, converter=to_text)
    share: Fraction | None = field(default=None, converter=maybe_exact, kw_only=True)
    rounding: str = field(default="", kw_only=True)
    chain: tuple[Text | Level, ...] = field(default=(), converter=_chain, kw_only=True)
    columns: tuple[Column, ...] = field(default=(), converter=columns, kw_only=True)
    title: Text | None = field(default=None, converter=maybe_text, kw_only=True)
    sort: tuple[str, ...] = field(default=(), kw_only=True)
    ours: bool = field(default=False, kw_only=True)
    day: Text | None = field(default=None, converter=maybe_text, kw_only=True)
    signs: tuple[str, ...] = field(default=(), converter=words, kw_only=True)
    of: BoolExpr | None = field(default=None, kw_only=True)
    does: tuple[By | Paper | Sample | Publicity | Gate | Imported | Cross | Notify, ...] = field(
        default=(), converter=several, kw_only=True
    )

    @property
    def signers(self) -> tuple[Text, ...]:
        """Everybody of the chain in order."""
        found = [one.signers if isinstance(one, Level) else (one,) for one in self.chain]
        return tuple(signer for signers in found for signer in signers)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that sign results, in order; none where it `signs` nothing."""
        if not self.signs:
            return ()
        named = [one for one in self.chain if isinstance(one, Level) or self.step != "form"]
        return tuple(one if isinstance(one, Level) else Level(one) for one in named)

    def expressions(self) -> tuple[Expr, ...]:
        return () if self.of is None else (self.of,)


@checked
@frozen
class Asks(Rule):
    """Inputs and links that a kind's record holds although no rule reads them."""

    inputs: tuple[Input, ...] = ()
    text: Text = field(default=UNSAID, converter=to_text)
    links: tuple[Link, ...] = field(default=(), kw_only=True)

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


@checked
@frozen
class Changed:
    """A number that an edition changes: in the rule `rule` of the edition before, `was` becomes `now`.

    What derives from the rule (the single periods) changes with it. `clause` is where the new document says so, `text`
    the rule's words where they name the number.
    """

    rule: Name
    was: Fraction = field(converter=exact)
    now: Fraction = field(converter=exact)
    clause: str = field(default="", kw_only=True)
    text: Text | None = field(default=None, converter=maybe_text, kw_only=True)


Declares = TypeVar("Declares", bound="Rule | Replacing")


def at(clause: str, *rules: Declares) -> list[Declares]:
    """The rules of one clause: each that names none of its own takes this one."""
    return [_placed(rule, clause) for rule in rules]


def _placed(rule: Declares, clause: str) -> Declares:
    if isinstance(rule, Replacing):
        return evolve(rule, rule=_placed(rule.rule, clause))
    return rule if rule.clause else evolve(rule, clause=clause)
