"""Lint of quotas: how many places there are, in which order, and how the pools of one grade lie."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from ..words import Text
from ._descend import descend
from ._exclusive import exclude
from ._fault import Fault, fault
from ._rules import Bands, Eligibility, Quota, Rule
from .assembly import KindRules
from .nodes import (
    BoolExpr,
    Expr,
    Headcount,
    Link,
    LinkedBack,
    NumberExpr,
    Periods,
    RankOf,
    Their,
    axis_label,
    bounds,
    link_label,
    open_axis,
)

__all__ = ["pools", "ranked", "sized"]

_ROUNDINGS = ("down", "up", "half-up")


def _size(rule: Quota) -> Text:
    given = [name for name in ("share", "number", "floor_share") if getattr(rule, name) is not None]
    if not given:
        return Text(
            "it says not how many: give it share=, number= or floor_share=",
            "没有写明多少：请写 share=、number= 或 floor_share=",
        )
    text = Text("it has {given}; leave one of them", "同时写了 {given}；只留其一")
    return text.format(given=" + ".join(given))


def sized(rule: Quota) -> Iterator[Fault]:
    """What is wrong with one quota by itself."""
    limits = [part for part in (rule.share, rule.number, rule.floor_share) if part is not None]
    if len(limits) != 1:
        yield fault("quota", rule, _size(rule))
    if any(_outside(share, Fraction(1)) for share in (rule.share, rule.floor_share) if share is not None):
        yield fault("quota", rule, Text("a share lies between 0 and 1", "比例须在 0 与 1 之间"))
    if any(_outside(number, None) for number in (rule.number, rule.at_least) if number is not None):
        yield fault("quota", rule, Text("a number of places is 0 or more", "名额不能为负"))
    if rule.rounding not in _ROUNDINGS:
        text = Text("{given} is none of {known}", "{given} 不在 {known} 之中")
        yield fault("quota", rule, text.format(given=rule.rounding, known=", ".join(_ROUNDINGS)))
    if rule.across and (rule.floor_share is None or rule.within):
        text = Text(
            "across is for a guarantee (floor_share) that lies within no other quota",
            "across 只用于不在其他名额规则之内的保障比例（floor_share）",
        )
        yield fault("quota", rule, text)
    yield from _ordered(rule)
    yield from _headcounts(rule)
    yield from _axes(rule)
    if rule.floor_share is not None and (rule.or_better or rule.unranked):
        text = Text(
            "a guarantee neither counts better grades nor goes unranked", "保障比例不写 or_better，也不写 unranked"
        )
        yield fault("quota", rule, text)


def _outside(given: NumberExpr | Fraction | int, most: Fraction | None) -> bool:
    """Whether an amount lies, or may lie, below 0 or above `most`."""
    low, high = bounds(given) if isinstance(given, NumberExpr) else (Fraction(given), Fraction(given))
    return low is None or low < 0 or (most is not None and (high is None or high > most))


def _ordered(rule: Quota) -> Iterator[Fault]:
    if rule.floor_share is not None:
        return
    if not rule.otherwise:
        text = Text("say which grade those beyond the places get (otherwise=)", "须写明超出名额者的等次（otherwise=）")
        yield fault("quota", rule, text)
    if not rule.rank and not rule.unranked:
        text = Text(
            "it ranks by nothing; give its rank key, or unranked=True where people decide",
            "没有排序依据；请写明 rank，由人裁定的写 unranked=True",
        )
        yield fault("quota", rule, text)
    if rule.rank and rule.unranked:
        yield fault("quota", rule, Text("it has a rank and is unranked; write one", "rank 与 unranked 只能写一个"))


def _headcounts(rule: Quota) -> Iterator[Fault]:
    """A headcount is that of the pool whose size is told, and of nobody else."""
    parts = set(rule.expressions()) - set(rule.sizes())
    linked = [found.expression for part in rule.expressions() for found in descend(part) if isinstance(found, Their)]
    if any(isinstance(found, Headcount) for part in (*parts, *linked) for found in descend(part)):
        yield fault("quota", rule, _HEADCOUNT)


_HEADCOUNT = Text(
    "the headcount of a pool stands in share, number and at_least of its own quota alone",
    "组的基数只能写在该名额规则自己的 share、number、at_least 中",
)


def _axes(rule: Quota) -> Iterator[Fault]:
    for expression in rule.expressions():
        axis = open_axis(expression)
        if axis is not None and axis != rule.each:
            text = Text("its value is still open on an axis; close it", "它的值还展开在轴上；请先收拢")
            if isinstance(axis, Periods):
                text = Text(
                    "its value is open on {axis}: close it, or write each= for places of each period",
                    "它的值还展开在{axis}上：请先收拢；按期分配名额的写 each=",
                ).format(axis=axis.label)
            if (link := _by_date(expression)) is not None:
                text = _ONE_OF_CYCLE.format(link=link_label(link), axis=axis_label(axis))
            yield fault("axes", rule, text)


_ONE_OF_CYCLE = Text(
    "{link} changes by date, and places of the whole cycle are given out once: write each= for places of each {axis}, or "
    "ask through a second Link without on=, which says whose somebody is for the cycle",
    "{link}按日期变动，而整个周期的名额只分配一次：按每个{axis}分配的写 each=；否则另设一个不写 on= 的链接，写明全周期归谁",
)


def _by_date(expression: Expr) -> Link | LinkedBack | None:
    """The link by date that leaves an expression open."""
    found = (node for node in descend(expression) if isinstance(node, Their) and node.by_date is not None)
    return next((node.link for node in found), None)


def ranked(rule: Rule) -> Iterator[Fault]:
    """A place among others is asked of a value of each person, or of each period, once it is known who is appraised."""
    for found in (node for expression in rule.expressions() for node in descend(expression)):
        if isinstance(found, RankOf):
            if isinstance(rule, Eligibility):
                text = Text("who is appraised cannot hang on a place among the appraised", "是否参加考核不能取决于名次")
                yield fault("quota", rule, text)
            axis = open_axis(found)
            if axis is not None and not isinstance(axis, Periods):
                text = Text(
                    "a place among others is asked of a value open on {axis}; close it",
                    "名次所依据的值还展开在{axis}上；请先收拢",
                )
                yield fault("axes", rule, text.format(axis=axis.axis_key))


def pools(rules: KindRules) -> Iterator[Fault]:
    """What is wrong with the quotas of one kind together."""
    quotas = [rule for rule in rules.rules(Quota) if isinstance(rule, Quota)]
    for first, second in combinations(quotas, 2):
        if _meet(rules, first, second) and not _nested(first, second):
            text = Text(
                "its pools cross those of {other} ({clause}); the groups of one grade must form a tree",
                "它的分组与 {other}（{clause}）交叉；同一等次的分组必须成树",
            ).format(other=first.id, clause=first.clause)
            yield fault("tree", second, text)
    yield from _alone(rules, quotas)
    for rule in quotas:
        if rule.each is not None and not any(_along(band.of, rule.each) for band in rules.rules(Bands)):  # type: ignore[attr-defined]  # only bands are asked for
            text = Text("{kind} has no grades of each {axis}", "{kind}没有各{axis}的等次")
            yield fault("quota", rule, text.format(kind=rules.kind.label, axis=rule.each.label))


def _along(of: Expr, axis: Periods) -> bool:
    found = open_axis(of)
    return isinstance(found, Periods) and found.key == axis.key


def _place(rules: KindRules, rule: Quota) -> int:
    grades = rules.kind.grades
    return grades.index(rule.grade) if rule.grade in grades else len(grades)


def _meet(rules: KindRules, first: Quota, second: Quota) -> bool:
    """Whether the places of some grade are limited by both."""
    if first.across or second.across or first.each != second.each or _apart(first.belongs(), second.belongs()):
        return False
    one, two = _place(rules, first), _place(rules, second)
    return (
        one == two or bool(first.or_better and (one > two or second.or_better)) or bool(second.or_better and two > one)
    )


def _apart(one: BoolExpr | None, two: BoolExpr | None) -> bool:
    return one is not None and two is not None and exclude(one, two)


def _nested(first: Quota, second: Quota) -> bool:
    one, two = set(first.pool), set(second.pool)
    if first.only is not None and second.only is not None and first.only != second.only and one == two:
        return first.within == second.id or second.within == first.id
    return one <= two or two <= one


def _alone(rules: KindRules, quotas: list[Quota]) -> Iterator[Fault]:
    """A cap on a grade below another capped one, without a word on whether those with the better grade count."""
    caps = [rule for rule in quotas if rule.floor_share is None]
    for rule in caps:
        above = next((one for one in caps if _place(rules, one) < _place(rules, rule) and one.each == rule.each), None)
        if above is not None and rule.or_better is None:
            text = Text(
                "it counts {grade} alone, below the cap of {other} on {better}: where the clause means {grade} or "
                "better write or_better=True, else or_better=False",
                "它只计{grade}，而{better}另有名额（{other}）：条款指“{grade}及以上”的写 or_better=True，否则写 or_better=False",
            ).format(grade=rule.grade, other=above.id, better=above.grade)
            yield fault("quota", rule, text, "warning")
