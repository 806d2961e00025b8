"""Links between appraisees, and what an expression is worth for somebody linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from attrs import evolve, field, frozen

from ...errors import SchemeError
from ...words import Message, Text
from .._fields import Key, Name, Some, checked, to_text
from ._evaluator import Evaluator
from ._expr import ATOM, Axis, Bounds, Expr, Slip, open_axis
from ._intervals import NOTHING, undecided
from ._operators import BoolExpr, ChoiceExpr, NumberExpr
from ._per_node import per_node
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

# Nodes hash by structure, so their axis is remembered by identity.
_axis = per_node(open_axis)
_INNER = Text(
    "what it asks of the linked one is one value for each {axis} (the axis {key} is open), and the link holds the whole "
    "cycle; close it inside their(...), or give the link on=",
    "向所联系对象询问的值按每个{axis}各有一个（轴 {key} 未收拢），而该链接整个周期有效；请先收拢所询问的值，或给链接写 on=",
)
_OTHER = Text(
    "what it asks of the linked one is one value for each {axis} (the axis {key} is open), but the link changes by "
    "{on}; close it inside their(...)",
    "向所联系对象询问的值按每个{axis}各有一个（轴 {key} 未收拢），而该链接按{on}变化；请先收拢所询问的值",
)


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
    """One appraisee's tie to another: a member's team, a team's sending unit.

    With `on` it is a link by date: whoever changes within the cycle has rows with their days, and what is said of the
    linked one is open on those periods. A period is judged with the last one that held on any of its days.
    """

    key: Key
    label: Text = field(converter=to_text)
    to: Kind
    clause: str = field(kw_only=True)
    optional: bool = field(default=False, kw_only=True)
    on: Periods | None = field(default=None, kw_only=True)

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of the linked appraisee; of a link by date open on its periods, as `expression` may be."""
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

    def outer(self) -> Axis | None:
        """The periods that a link by date lies on, as the kind that looks back knows them where they are its own."""
        on, own = self.link.on, self.link.to.every
        return own if on is not None and own is not None and own.key == on.key else on

    def positions(self, here: Evaluator) -> tuple[list[tuple[int, bool]], Causes]:
        """Everybody linked, of a link by date in the period where one stands."""
        at = None if self.link.on is None else here.at
        return [(index, True) for index, (_, period) in enumerate(here.linked(self)) if period == at], NO_CAUSES

    @overload
    def their(self, expression: NumberExpr) -> NumberExpr: ...
    @overload
    def their(self, expression: BoolExpr) -> BoolExpr: ...
    @overload
    def their(self, expression: ChoiceExpr) -> ChoiceExpr: ...
    def their(self, expression: NumberExpr | BoolExpr | ChoiceExpr) -> Expr:
        """What `expression` says of each of them (open on this axis; of a link by date then on its periods)."""
        return _their(self, expression)


@frozen(order=False)
class Their(Expr):
    """An expression evaluated for a linked appraisee: one, or each along the axis of a back link."""

    link: Link | LinkedBack
    expression: Expr

    def own_axis(self) -> Axis | None:
        """The back link it runs along, or the periods of a link by date."""
        return self.link if isinstance(self.link, LinkedBack) else self.link.on

    def slips(self, kind: Kind) -> Iterator[Slip]:
        inner, on = open_axis(self.expression), self.by_date
        if inner is not None and (on is None or inner.axis_key != on.key):
            text = _INNER if on is None else _OTHER
            yield "axes", text.format(axis=inner.one(), key=inner.axis_key, on=on.label if on is not None else "")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of those whom it asks: one of a link, one or more of a back link."""
        return (self.link.to,) if isinstance(self.link, Link) else self.link.kinds

    @property
    def by_date(self) -> Periods | None:
        """The periods of a link by date, None for one that holds the whole cycle."""
        return self.link.link.on if isinstance(self.link, LinkedBack) else self.link.on

    def worth(self, here: Evaluator) -> Worth:
        if isinstance(self.link, Link):
            target, period = here.target(self.link), here.at if self.link.on is not None else None
            if target is None:
                nobody = self.link.optional or here.vacant(self.link)
                return self.nobody() if nobody else self.open(frozenset({Cause("needs", self.link.key)}))
        else:
            target, period = here.linked(self.link)[here.at or 0]
        found = here.other(target, period if _axis(self.expression) is not None else None).worth(self.expression)
        if isinstance(found, Gone) or not found.causes:
            return found
        return evolve(found, causes=frozenset(cause.seen_from(here.id, owner=target) for cause in found.causes))

    def told_source(self, source: Source) -> str:
        """The source of what it is told to be worth, along the back link one by one, by date period by period."""
        slot = Linked(self.link, self.expression)
        if isinstance(self.link, Link) and self.link.on is None:
            return source.slot(slot)
        return source.cell(slot, whole=True if isinstance(self.link, Link) else None)

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
