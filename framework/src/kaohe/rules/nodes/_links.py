"""Links between appraisees, and what an expression is worth for somebody linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from attrs import evolve, field, frozen

from ...errors import SchemeError
from ...words import Message, Text
from .._fields import Key, Name, Some, checked, to_text
from ._evaluator import Evaluator
from ._expr import ATOM, Axis, BoolExpr, Bounds, ChoiceExpr, Expr, NumberExpr
from ._intervals import NOTHING, undecided
from ._periods import Periods
from ._slots import Linked
from ._source import Holds, Number, Plain, Source
from ._wording import Values, Words, join
from ._worth import NO_CAUSES, Cause, Causes, Code, Gone, Num, Truth, Worth

__all__ = [
    "Kind",
    "Link",
    "LinkedBack",
    "Their",
    "TheirChoice",
    "TheirNumber",
    "TheirTruth",
    "link_label",
    "unknown_grade",
]


@checked
@frozen(order=False)
class Kind:
    """A kind of appraisee: a member, a team, a unit. `grades` run from best to worst; () where there are none.

    `every` are the periods by which the kind is appraised, None where only the whole cycle is; `OWN` stands for them.
    """

    key: Key
    label: Text = field(converter=to_text)
    grades: tuple[Name, ...] = ()
    every: Periods | None = field(default=None, kw_only=True)

    @property
    def best(self) -> str:
        """The best grade. Raises SchemeError where the kind has none."""
        return self._grade(0)

    @property
    def lowest(self) -> str:
        """The worst grade. Raises SchemeError where the kind has none."""
        return self._grade(-1)

    def _grade(self, place: int) -> str:
        if self.grades:
            return self.grades[place]
        raise SchemeError(
            Message(
                "K1190",
                "the kind {kind} has no grades; declare them: Kind({key!r}, ..., (best, ..., worst))",
                "{kind}没有等次；请声明：Kind({key!r}, ..., (最好, ..., 最差))",
            ).format(kind=self.label, key=self.key)
        )


def unknown_grade(kind: Kind, grade: str) -> Text:
    """That a kind has no such grade."""
    return Text("{kind} has no grade {grade}", "{kind}没有“{grade}”这一等次").format(kind=kind.label, grade=grade)


@checked
@frozen(order=False)
class Link:
    """One appraisee's tie to another: a member's team, a team's sending unit."""

    key: Key
    label: Text = field(converter=to_text)
    to: Kind
    clause: str = field(kw_only=True)
    optional: bool = field(default=False, kw_only=True)

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of the linked appraisee."""
        return _their(self, expression)

    def back(self, *kinds: Kind) -> LinkedBack:
        """The axis of all appraisees of `kinds` whose link this is."""
        return LinkedBack(self, kinds)


@checked
@frozen(order=False)
class LinkedBack(Axis):
    """Everybody of some kinds who is linked to this appraisee: a team's members."""

    link: Link
    kinds: Some[Kind]

    @property
    def axis_key(self) -> str:
        return f"{'+'.join(kind.key for kind in self.kinds)}<{self.link.key}"

    def one(self) -> Text:
        return link_label(self)

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        return [(index, True) for index in range(len(here.linked(self)))], NO_CAUSES

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of each of them (open on this axis)."""
        return _their(self, expression)


@frozen(order=False)
class Their(Expr):
    """An expression evaluated for a linked appraisee: one, or each along the axis of a back link."""

    link: Link | LinkedBack
    expression: Expr

    def own_axis(self) -> Axis | None:
        """The back link it runs along, if any."""
        return self.link if isinstance(self.link, LinkedBack) else None

    def worth(self, here: Evaluator) -> Worth:
        if isinstance(self.link, Link):
            target = here.target(self.link)
            if target is None:
                return self.nobody() if self.link.optional else self.open(frozenset({Cause("needs", self.link.key)}))
        else:
            target = here.linked(self.link)[here.at or 0]
        found = here.other(target).worth(self.expression)
        if isinstance(found, Gone) or not found.causes:
            return found
        return evolve(found, causes=frozenset(cause.seen_from(here.id, owner=target) for cause in found.causes))

    def told_source(self, source: Source) -> str:
        """The source of what it is told to be worth, along the back link one by one."""
        slot = Linked(self.link, self.expression)
        return source.slot(slot) if isinstance(self.link, Link) else source.cell(slot)

    def nobody(self) -> Worth:
        """Its worth where nobody need be linked, and nobody is."""
        return NOTHING

    def open(self, causes: Causes) -> Worth:
        """Its worth while nobody is linked yet."""
        raise NotImplementedError

    def say(self, words: Words) -> Text:
        linked = None if words.values is None else words.values.theirs(self.link)
        return words.side(self) if linked is not None else self.whose(words.plain().within(self.expression, ATOM))

    def called(self, words: Words) -> Text:
        linked = None if words.values is None else words.values.theirs(self.link)
        if linked is None:
            return words.plain().say(self)
        return self.whose(self.expression.called(Words(linked[1])), linked[0])

    def whose(self, of: Text, who: Text | None = None) -> Text:
        """`of` as that of a linked appraisee, by id where that is told."""
        named = Text("{link} {who}'s {of}", "{link} {who} 的{of}")
        text = Text("{link}'s {of}", "{link}的{of}") if who is None else named
        return text.format(link=link_label(self.link), who=who, of=of)

    def code_label(self, code: str) -> Text:
        return self.expression.code_label(code)


@checked
@frozen(order=False)
class TheirNumber(Their, NumberExpr):
    """A number of a linked appraisee."""

    def bounds(self) -> Bounds:
        return self.expression.bounds()

    def open(self, causes: Causes) -> Worth:
        return Num(*self.bounds(), causes)

    def number_source(self, source: Source) -> Number:
        told = self.told_source(source)
        return Number(f"{told}[0]", 1, f"{told}[1]", f"({told} is not None)")

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        linked = values.theirs(self.link)
        return iter(()) if linked is None else self.expression.made(Words(linked[1]), linked[1])


@checked
@frozen(order=False)
class TheirTruth(Their, BoolExpr):
    """A condition of a linked appraisee."""

    def nobody(self) -> Worth:
        return Truth(frozenset({None}))

    def open(self, causes: Causes) -> Worth:
        return undecided(causes)

    def truth_source(self, source: Source) -> Holds:
        told = self.told_source(source)
        return Holds(f"({told} is True)", f"({told} is False)")

    def say(self, words: Words) -> Text:
        linked = None if words.values is None else words.values.theirs(self.link)
        if linked is None:
            return super().say(words)
        text = Text("{link} {who}: {of}", "{link} {who}：{of}")
        of = Words(linked[1]).say(self.expression)
        return text.format(link=link_label(self.link), who=linked[0], of=of)


@checked
@frozen(order=False)
class TheirChoice(Their, ChoiceExpr):
    """A code of a linked appraisee."""

    def open(self, causes: Causes) -> Worth:
        return Code(None, causes)

    def value_source(self, source: Source) -> Plain:
        told = self.told_source(source)
        return Plain(told, f"({told} is not None)")


@overload
def _their(link: Link | LinkedBack, expression: NumberExpr) -> NumberExpr: ...
@overload
def _their(link: Link | LinkedBack, expression: BoolExpr) -> BoolExpr: ...
@overload
def _their(link: Link | LinkedBack, expression: ChoiceExpr) -> ChoiceExpr: ...
def _their(link: Link | LinkedBack, expression: Expr) -> Expr:
    if isinstance(expression, NumberExpr):
        return TheirNumber(link, expression)
    return TheirTruth(link, expression) if isinstance(expression, BoolExpr) else TheirChoice(link, expression)


def link_label(link: Link | LinkedBack) -> Text:
    """What those along a link are called."""
    if isinstance(link, Link):
        return link.label
    return join([kind.label for kind in link.kinds], en=" or ", zh="、")
