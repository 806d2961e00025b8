"""How expressions are put into words: each node says itself, here is what they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen

from ...words import Text
from .. import nodes
from ._expr import SUM, Axis, Expr
from ._operators import BoolExpr

__all__ = [
    "Values",
    "Words",
    "axis_label",
    "bracketed",
    "code_label",
    "codes_label",
    "compared",
    "join",
    "option_label",
    "render",
    "signed",
    "span",
    "stated",
    "working",
]

_BRACKETS = Text("({part})", "（{part}）")
_EQUAL = Text("{what} = {value}", "{what} = {value}")
_SIGNED = Text("{left} {sign} {right}", "{left} {sign} {right}")


class Values(Protocol):
    """What expressions are worth at one place of one record: what an explanation says beside their words."""

    def holds(self, condition: Expr) -> bool | None:
        """Whether `condition` holds, None where that is not settled."""

    def missing(self, node: Expr) -> Text | None:
        """Why `node` can have no value, naming what has none; None where it has one, or may have."""

    def figure(self, node: Expr, beside: Expr | None = None) -> Text:
        """The exact value of `node`, told apart from that of `beside`, or the range that it lies in."""

    def found(self, finding: nodes.Finding) -> Text | None:
        """How many findings count, with their documents; None where there is none, or none is known."""

    def grades(self) -> Text:
        """The grades that are still possible."""

    def places(self, axis: Axis) -> Sequence[tuple[Text, Values]] | None:
        """The positions of `axis` by name, with the values there; None where they may not be told."""

    def theirs(self, link: nodes.Link | nodes.LinkedBack) -> tuple[Text, Values] | None:
        """Who is linked here, with their values; None where nobody is, or they may not be told of."""


@frozen
class Words:
    """The words of expressions, with the values of one place where there are any."""

    values: Values | None = None

    def plain(self) -> Words:
        """The same without values."""
        return Words()

    def say(self, node: Expr) -> Text:
        """The words of `node`; with values, a condition that asks about what does not exist says that alone."""
        if self.values is not None and isinstance(node, BoolExpr):
            missing = self.values.missing(node)
            if missing is not None:
                return missing
        return node.say(self)

    def within(self, part: Expr, level: int) -> Text:
        """The words of `part`, in brackets where it binds less tightly than `level`."""
        text = self.say(part)
        return text if part.binds >= level else bracketed(text)

    def side(self, node: Expr, beside: Expr | None = None) -> Text:
        """`node` with its figure, a declared number or day alone; its words where there are no values."""
        if self.values is None:
            return self.within(node, SUM)
        figure = self.values.figure(node, beside)
        return figure if node.bare else _EQUAL.format(what=node.called(self), value=figure)


def render(expression: Expr, values: Values | None = None) -> Text:
    """`expression` as one line of text in both languages; with `values`, why it holds, does not, or is not settled."""
    return Words(values).say(expression)


def stated(expression: Expr, values: Values) -> Text:
    """`expression` by its name with its figure; a condition that holds, or may, with the ground for it."""
    if isinstance(expression, BoolExpr) and values.holds(expression) is not False:
        return render(expression, values)
    return Words(values).side(expression)


def working(expression: Expr, values: Values) -> Text | None:
    """How a number came about, with the figures that made it; None for what was entered as it stands."""
    parts = list(dict.fromkeys(expression.made(Words(values), values)))
    return join(parts, en="; ", zh="；") if parts else None


def bracketed(text: Text) -> Text:
    """A text in brackets."""
    return _BRACKETS.format(part=text)


def signed(words: Words, left: Expr, sign: str, right: Expr, level: int) -> Text:
    """Two parts with a sign between them, each in brackets where it binds less tightly than the sign."""
    return compared(words.within(left, level), sign, words.within(right, level + 1))


def compared(left: Text, sign: str, right: Text) -> Text:
    """Two texts with a sign between them."""
    return _SIGNED.format(left=left, sign=sign, right=right)


def join(parts: Sequence[Text], *, en: str, zh: str) -> Text:
    """`parts` with a separator between them in each language; "-" where there are none."""
    return Text(en.join(part.en for part in parts) or "-", zh.join(part.zh for part in parts) or "-")


def span(names: Sequence[Text]) -> Text:
    """A run of neighbouring positions: 2018年11月至2019年4月."""
    if len(names) == 1:
        return names[0]
    return Text("{first} to {last}", "{first}至{last}").format(first=names[0], last=names[-1])


def axis_label(axis: Axis | None) -> Text:
    """What one position of `axis` is called: a month, a finding, a posted member."""
    return Text("no axis", "（无轴）") if axis is None else axis.one()


def option_label(options: Sequence[nodes.Option], code: str) -> Text:
    """The label of one of some options, the code itself where it is none of them."""
    return next((option.label for option in options if option.code == code), Text(code, code))


def code_label(given: Expr, code: str) -> Text:
    """The label of one code of a choice, or the code itself where the cycle supplies the list."""
    return given.code_label(code)


def codes_label(given: Expr, codes: Sequence[str]) -> Text:
    """The labels of some codes of a choice."""
    return join([given.code_label(code) for code in codes], en=" / ", zh="、")
