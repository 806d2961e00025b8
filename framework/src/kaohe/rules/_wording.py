"""How expressions are put into words: labels, brackets, values beside them, and the register of operators' words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import frozen

from ..words import Text
from . import _expressions as x
from . import _inputs as i

__all__ = [
    "ATOM",
    "COMPARE",
    "NOT",
    "PRODUCT",
    "SUM",
    "Values",
    "Words",
    "axis_label",
    "code_label",
    "codes_label",
    "join",
    "link_label",
    "says",
    "span",
    "theirs",
]

# How tightly a node binds; a part that binds less than its surroundings is put in brackets.
OR, AND, NOT, COMPARE, SUM, PRODUCT, ATOM = range(7)
_LEVELS: dict[type, int] = {
    **dict.fromkeys((x.Or, x.If), OR),
    x.And: AND,
    x.Not: NOT,
    **dict.fromkeys((x.Compare, x.Is, x.GradeIs), COMPARE),
    **dict.fromkeys((x.Add, x.Subtract, x.Weighted), SUM),
    **dict.fromkeys((x.Multiply, x.Divide), PRODUCT),
}
_BRACKETS = Text("({part})", "（{part}）")
_EQUAL = Text("{what} = {value}", "{what} = {value}")


class Values(Protocol):
    """What expressions are worth at one place of one record: what an explanation says beside their words."""

    def holds(self, condition: x.Expr) -> bool | None:
        """Whether `condition` holds, None where that is not settled."""

    def missing(self, node: x.Expr) -> Text | None:
        """Why `node` can have no value, naming what has none; None where it has one, or may have."""

    def figure(self, node: x.Expr, beside: x.Expr | None = None) -> Text:
        """The exact value of `node`, told apart from that of `beside`, or the range that it lies in."""

    def found(self, finding: i.Finding) -> Text | None:
        """How many findings count, with their documents; None where there is none, or none is known."""

    def grades(self) -> Text:
        """The grades that are still possible."""

    def places(self, axis: x.Axis) -> Sequence[tuple[Text, Values]] | None:
        """The positions of `axis` by name, with the values there; None where they may not be told."""

    def theirs(self, link: i.Link | i.LinkedBack) -> tuple[Text, Values] | None:
        """Who is linked here, with their values; None where nobody is, or they may not be told of."""


@frozen
class Words:
    """The words of expressions, with the values of one place where there are any."""

    values: Values | None = None

    def say(self, node: x.Expr) -> Text:
        """The words of `node`; with values, a condition that asks about what does not exist says that alone."""
        if self.values is not None and isinstance(node, x.BoolExpr) and not isinstance(node, x.Given):
            missing = self.values.missing(node)
            if missing is not None:
                return missing
        return _SAYS.get(type(node), _label)(self, node)

    def within(self, part: x.Expr, level: int) -> Text:
        """The words of `part`, in brackets where it binds less tightly than `level`."""
        text = self.say(part)
        return text if _LEVELS.get(type(part), ATOM) >= level else _BRACKETS.format(part=text)

    def side(self, node: x.Expr, beside: x.Expr | None = None) -> Text:
        """`node` with its figure, a declared number or day alone; its words where there are no values."""
        if self.values is None:
            return self.within(node, SUM)
        figure = self.values.figure(node, beside)
        bare = isinstance(node, x.Const | x.DateConst)
        return figure if bare else _EQUAL.format(what=self.name(node), value=figure)

    def name(self, node: x.Expr) -> Text:
        """What `node` is called beside its figure: its label, else its bare words; with the code chosen, with the id of whose it is."""
        linked = self.values.theirs(node.link) if isinstance(node, i.Their) and self.values is not None else None
        if isinstance(node, i.Their) and linked is not None:
            return theirs(node, Words(linked[1]).name(node.expression), linked[0])
        if isinstance(node, x.Points) and self.values is not None and self.values.missing(node) is None:
            chosen = Text("{choice} {option}", "{choice} {option}")
            return chosen.format(choice=self.name(node.choice), option=self.values.figure(node.choice))
        return node.label if isinstance(node, x.Named) else Words().say(node)

    def short(self, node: x.Expr) -> Text:
        """A named value by what makes it, anything else in brackets where it is not plain."""
        return _BRACKETS.format(part=self.say(node.value)) if isinstance(node, x.Named) else self.within(node, ATOM)

    def label(self, node: x.Expr) -> Text:
        """The label alone, where only the presence of a value counts."""
        return node.label if isinstance(node, x.Named) else self.within(node, ATOM)


Says = Callable[[Words, Any], Text]
_SAYS: dict[type, Says] = {}


def says(*kinds: type[x.Expr]) -> Callable[[Says], Says]:
    """Enter a function as the words of some kinds of expression."""

    def entered(function: Says) -> Says:
        _SAYS.update(dict.fromkeys(kinds, function))
        return function

    return entered


def _label(words: Words, node: Any) -> Text:
    assert isinstance(node, i.Input)  # noqa: S101  # every other node has an entry of its own
    return node.label


def join(parts: Sequence[Text], *, en: str, zh: str) -> Text:
    """`parts` with a separator between them in each language; "-" where there are none."""
    return Text(en.join(part.en for part in parts) or "-", zh.join(part.zh for part in parts) or "-")


def span(names: Sequence[Text]) -> Text:
    """A run of neighbouring positions: "2018-11..2019-04"."""
    if len(names) == 1:
        return names[0]
    return Text("{first}..{last}", "{first}..{last}").format(first=names[0], last=names[-1])


def axis_label(axis: x.Axis | None) -> Text:
    """What one position of `axis` is called: a month, a finding, a posted member."""
    if axis is None:
        return Text("no axis", "（无轴）")
    if isinstance(axis, i.Periods | i.Finding | i.Events | i.Ratings):
        return axis.label
    return link_label(axis) if isinstance(axis, i.LinkedBack) else Text(axis.axis_key, axis.axis_key)


def link_label(link: i.Link | i.LinkedBack) -> Text:
    """What those along a link are called."""
    if isinstance(link, i.Link):
        return link.label
    return join([kind.label for kind in link.kinds], en=" or ", zh="、")


def theirs(node: i.Their, of: Text, who: Text | None = None) -> Text:
    """`of` as that of a linked appraisee, by id where that is told."""
    text = Text("{link}'s {of}", "{link}的{of}") if who is None else Text("{link} {who}'s {of}", "{link} {who} 的{of}")
    return text.format(link=link_label(node.link), who=who, of=of)


def code_label(given: x.Expr, code: str) -> Text:
    """The label of one code of a choice, or the code itself where the cycle supplies the list."""
    if isinstance(given, i.Their):
        return code_label(given.expression, code)
    options = given.options if isinstance(given, i.Choice | i.Ratings | i.Tally) else ()
    return next((option.label for option in options if option.code == code), Text(code, code))


def codes_label(given: x.Expr, codes: Sequence[str]) -> Text:
    """The labels of some codes of a choice."""
    return join([code_label(given, code) for code in codes], en=" / ", zh="、")
