"""A condition with its figures: why it holds, does not hold, or is not settled ("absence notices = 1 < 2")."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from ..rules import (
    Aggregate,
    All,
    And,
    Axis,
    Choice,
    Compare,
    Const,
    DateConst,
    Expr,
    Finding,
    Given,
    GradeIs,
    If,
    Is,
    LinkedBack,
    Named,
    Not,
    Or,
    Periods,
    Ratings,
    Tally,
    TallyCount,
    TallyShare,
    TallyTotal,
    Weighted,
    axis_label,
    join,
    open_axis,
    render,
    show,
)
from ..rules import Any as AnyOf
from ..words import Text
from ._per_node import per_node
from ._readings import ABSENCE_LABELS, readings
from ._values import Code, Gone, Num, Truth, Worth
from ._walker import Walker

__all__ = ["absence_of", "because", "figure", "working"]

_axis = per_node(open_axis)
_label_of = per_node(lambda node: node.label if isinstance(node, Named) else render(node))
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "≠"}
_SUBJECT = Text("{what} = {value}", "{what} = {value}")
_COMPARED = Text("{left} {sign} {right}", "{left} {sign} {right}")
_TERM = Text("{weight}% × {value}", "{weight}% × {value}")
_NOT_KNOWN = Text("not known yet", "尚不确定")


def because(walker: Walker, condition: Expr) -> Text:
    """Why `condition` is what it is at the walker's position, with exact figures."""
    return _BECAUSE.get(type(condition), _other)(walker, condition)


def figure(worth: Worth) -> Text:
    """The exact value, the interval in which it must lie, or why there is none."""
    if isinstance(worth, Gone):
        labels = [ABSENCE_LABELS.get(code, Text(code, code)) for code in sorted(worth.reasons)]
        return join(labels, en=", ", zh="、")
    if isinstance(worth, Num):
        return _number(worth)
    if isinstance(worth, Truth):
        return _truth(worth)
    value = worth.value
    return _NOT_KNOWN if value is None else _plain(str(value))


def _number(worth: Num) -> Text:
    value = worth.value
    if value is not None:
        return _exactly(value)
    low, high = ("-" if edge is None else show(edge) for edge in (worth.low, worth.high))
    return Text("{low} to {high}", "{low} 至 {high}").format(low=low, high=high)


@lru_cache(maxsize=4096)
def _exactly(value: Fraction) -> Text:
    return _plain(show(value))


def _truth(worth: Truth) -> Text:
    if worth.must(True):
        return Text("yes", "是")
    if worth.must(False):
        return Text("no", "否")
    return figure(Gone(worth.reasons)) if worth.must(None) and worth.reasons else _NOT_KNOWN


def absence_of(walker: Walker, expression: Expr, worth: Gone) -> Text:
    """Why `expression` has no value here, with the reason that was recorded."""
    notes = [found.note for found in readings(walker, expression) if found.state == "absent" and found.note]
    return join(list(dict.fromkeys(notes)), en="; ", zh="；") if notes else figure(worth)


def _plain(text: str) -> Text:
    return Text(text, text)


def _subject(walker: Walker, expression: Expr) -> Text:
    """`expression` with its figure, or the figure alone where it is a declared number or day."""
    found = figure(walker.worth(expression))
    if isinstance(expression, Const | DateConst):
        return found
    return _SUBJECT.format(what=_label_of(expression), value=found)


def _compare(walker: Walker, node: Any) -> Text:
    found = walker.truth(node)
    left, right = _subject(walker, node.left), _subject(walker, node.right)
    if found.must(True) or found.must(False):
        sign = {"==": "="}.get(node.op, node.op) if found.must(True) else _TURNED[node.op]
        return _COMPARED.format(left=left, sign=sign, right=right)
    return Text("{left}; is it {sign} {right}?", "{left}；是否 {sign} {right}？").format(
        left=left, sign=node.op, right=right
    )


def _conditions(walker: Walker, node: Any) -> Text:
    """The parts that settle it, or every part where all were needed."""
    found = walker.truth(node)
    settles = isinstance(node, Or)
    telling: Iterable[Expr] = node.conditions
    if found.must(settles):
        telling = [part for part in node.conditions if walker.truth(part).must(settles)]
    elif not found.settled:
        telling = [part for part in node.conditions if not walker.truth(part).settled] or node.conditions
    return join([because(walker, part) for part in telling], en="; ", zh="；")


def working(walker: Walker, expression: Expr) -> Text | None:
    """How a number came about, one level deep: its terms or its periods with their figures; None for a bare input."""
    if isinstance(expression, Named):
        return working(walker, expression.value)
    if isinstance(expression, Weighted):
        terms = [
            _TERM.format(weight=show(weight * 100), value=figure(walker.worth(value)))
            for value, weight in expression.terms
        ]
        return join(terms, en=" + ", zh=" + ")
    if isinstance(expression, If):
        return because(walker, expression.condition)
    if isinstance(expression, Aggregate) and expression.op != "rows":
        return _along(walker, expression)
    made_of = _votes(expression) if isinstance(expression, TallyShare) else expression.parts()
    parts = [
        _subject(walker, part) for part in made_of if not isinstance(part, Tally) and _axis(part) == _axis(expression)
    ]
    return join(parts, en="; ", zh="；") if parts else None


def _votes(node: TallyShare) -> tuple[Expr, ...]:
    """What a share of a ballot divides: the votes for the options, and all that count."""
    return TallyCount(node.tally, node.codes), TallyTotal(node.tally)


def _along(walker: Walker, node: Aggregate) -> Text:
    """Each position with its figure, or the reason why it is left out; equal neighbours share one entry."""
    axis = _axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses an aggregate over nothing
    rows: list[tuple[str, Text]] = []
    before = walker.at
    for index, _ in walker.positions(axis)[0]:
        walker.at = index
        worth = walker.worth(node.of)
        told = figure(worth)
        if isinstance(worth, Gone):
            told = Text("left out ({why})", "不计（{why}）").format(why=absence_of(walker, node.of, worth))
        rows.append((_name_of(walker, axis, index), told))
    walker.at = before
    parts = []
    for told, group in groupby(rows, key=lambda row: row[1]):
        names = [name for name, _ in group]
        at = names[0] if len(names) == 1 else f"{names[0]}..{names[-1]}"
        parts.append(Text("{at} {told}", "{at} {told}").format(at=at, told=told))
    return join(parts, en=", ", zh="，")


def _finding(walker: Walker, node: Any) -> Text:
    reading = readings(walker, node)[0]
    if reading.state != "given":
        return Text("{label}: {value}", "{label}：{value}").format(label=node.label, value=reading.note or _NOT_KNOWN)
    if reading.note is None:
        return Text("no finding: {label}", "无此认定：{label}").format(label=node.label)
    return Text("{n} found: {label} ({documents})", "已认定 {n} 项：{label}（{documents}）").format(
        n=reading.value, label=node.label, documents=reading.note
    )


def _positions(walker: Walker, node: Any) -> Text:
    """The positions that make it true (any) or false (all), named by period."""
    axis = _axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses a quantifier over nothing
    wanted = isinstance(node, AnyOf)
    places, _ = walker.positions(axis)
    parts, before = [], walker.at
    for index, _ in places:
        walker.at = index
        found = walker.truth(node.of)
        if found.may(wanted) and not (found.settled and not found.must(wanted)):
            here = Text("{at}: {why}", "{at}：{why}")
            parts.append(here.format(at=_name_of(walker, axis, index), why=because(walker, node.of)))
    walker.at = before
    if parts:
        return join(parts, en="; ", zh="；")
    text = (
        Text("in no {axis}: {of}", "没有任何{axis}：{of}")
        if wanted
        else Text("in every {axis}: {of}", "各{axis}：{of}")
    )
    return text.format(axis=axis_label(axis), of=_label_of(node.of))


def _name_of(walker: Walker, axis: Axis, index: int) -> str:
    if isinstance(axis, Periods):
        return walker.evaluation.periods(axis.key)[index].name
    return walker.linked(axis)[index] if isinstance(axis, LinkedBack) else str(index + 1)


def _is(walker: Walker, node: Any) -> Text:
    found = walker.worth(node.choice)
    value = _label(node.choice, found.value) if isinstance(found, Code) and found.value is not None else figure(found)
    wanted = join([_label(node.choice, code) for code in node.codes], en=" / ", zh="、")
    text = Text("{what} = {value} (asked: {wanted})", "{what} = {value}（条件：{wanted}）")
    return text.format(what=_label_of(node.choice), value=value, wanted=wanted)


def _label(choice: Expr, code: str) -> Text:
    options = choice.options if isinstance(choice, Choice | Ratings) else ()
    return next((option.label for option in options if option.code == code), _plain(code))


def _grade_is(walker: Walker, node: Any) -> Text:
    possible, _ = walker.evaluation.possible_grades(walker.appraisee.id)
    grades = walker.evaluation.plan(walker.appraisee.kind).rules.kind.grades
    shown = "/".join(grade for grade in grades if grade in possible) or "-"
    text = (
        Text("the grade is {grade}", "等次为{grade}")
        if len(possible) == 1
        else Text("the grade may be {grade}", "等次可能为{grade}")
    )
    return text.format(grade=shown)


def _given(walker: Walker, node: Any) -> Text:
    found = walker.worth(node.value)
    text = (
        Text("{what}: absent ({why})", "{what}：无（{why}）")
        if isinstance(found, Gone)
        else Text("{what} = {why}", "{what} = {why}")
    )
    return text.format(what=_label_of(node.value), why=figure(found))


def _other(walker: Walker, node: Expr) -> Text:
    return Text("{what}: {value}", "{what}：{value}").format(what=_label_of(node), value=figure(walker.worth(node)))


_BECAUSE: dict[type, Callable[[Walker, Any], Text]] = {
    Compare: _compare,
    And: _conditions,
    Or: _conditions,
    Not: lambda walker, node: because(walker, node.condition),
    Finding: _finding,
    AnyOf: _positions,
    All: _positions,
    Is: _is,
    GradeIs: _grade_is,
    Given: _given,
}
