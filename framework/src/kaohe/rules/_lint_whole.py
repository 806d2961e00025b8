"""Lint of a scheme as a whole: that it is made of Kaohe's own classes, and that its parts know each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

from ..words import Text
from ._exact import show
from ._fault import Fault, fault
from ._fields import KNOWN, shown
from ._lint_steps import stepped
from ._rules import (
    Asks,
    Bands,
    Bonus,
    Level,
    Penalty,
    PointTable,
    Procedure,
    Quota,
    Rule,
    Total,
    rows_of,
)
from ._setting import Setting
from .assembly import KindRules, Ruleset
from .nodes import (
    Axis,
    Choice,
    Events,
    Expr,
    Input,
    Option,
    Periods,
    Ratings,
    Tally,
)

__all__ = ["closed", "whole"]

_DEEPEST = 60  # nodes one inside another; Python's own parser gives up on the compiled form at about a hundred
_SIGNED = ("month", "quarter", "half", "year")
_LEAVES = {type(None), bool, str, int, Fraction, Text, dt.date}


def closed(ruleset: Ruleset) -> list[Fault]:
    """What is of a class of its own, which nothing here can read; and what is nested too deep to be read."""
    seen: set[int] = set()
    return [
        found for rules in ruleset.kinds for entry in rules.entries for found in _closed(entry.rule, entry.rule, seen)
    ]


def _closed(rule: Rule, whole: object, seen: set[int]) -> Iterator[Fault]:
    waiting: list[tuple[Any, int]] = [(whole, 0)]
    while waiting:
        value, depth = waiting.pop()
        kind: type = type(value)
        if kind in (tuple, list):
            waiting += _waiting(value, depth)
        elif kind in KNOWN:
            if id(value) not in seen:
                seen.add(id(value))
                waiting += _waiting([getattr(value, name) for name in _names(kind)], depth + 1)
        elif isinstance(value, Expr | Rule | Axis):
            text = Text(
                "{value} is of a class of its own; use the classes of kaohe.rules as they are",
                "{value} 属于自定义的类；请直接使用 kaohe.rules 的类",
            )
            yield fault("closed", rule, text.format(value=shown(value)))
        if depth > _DEEPEST:
            text = Text(
                "its expression is nested more than {n} deep; use weighted, best_of, any_of, all_of or an axis",
                "表达式嵌套超过 {n} 层；请用 weighted、best_of、any_of、all_of 或轴",
            )
            yield fault("closed", rule, text.format(n=_DEEPEST))
            return


def _waiting(parts: Iterable[Any], depth: int) -> list[tuple[Any, int]]:
    """`parts`, which lie that deep, without those that cannot be at fault."""
    return [(part, depth) for part in parts if depth > _DEEPEST or type(part) not in _LEAVES]


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


def whole(ruleset: Ruleset) -> Iterator[Fault]:
    """What is said twice or refers to what is not there."""
    known = {given.id for given in ruleset.assumptions}
    yield from _twice("assumptions", "assumption", (given.id for given in ruleset.assumptions))
    yield from _twice("settings", "setting", (given.key for given in ruleset.settings))
    for given in ruleset.undefined:
        for name in given.assumption:
            if name not in known:
                yield _fault(
                    "assumptions",
                    given.id,
                    given.clause,
                    Text("no assumption {id} is declared", "没有声明假定 {id}").format(id=name),
                )
    for setting in ruleset.settings:
        yield from _setting(setting, known)
    for rules in ruleset.kinds:
        yield from _kind(ruleset, rules)


def _fault(check: str, name: str, clause: str, text: Text) -> Fault:
    where = Text("{id} ({clause}): {text}", "{id}（{clause}）：{text}").format(id=name, clause=clause, text=text)
    return Fault(check, "error", name, clause, where)


def _twice(check: str, what: str, names: Iterable[str]) -> Iterator[Fault]:
    for name, times in Counter(names).items():
        if times > 1:
            yield _fault(check, name, "-", Text(f"two have this {what} id; rename one", "编号重复；请改名"))


def _setting(setting: Setting, known: set[str]) -> Iterator[Fault]:
    codes = [option.code for option in setting.options]
    text = None
    if len(set(codes)) < len(codes):
        text = Text("it has an option twice", "选项有重复")
    elif not codes and not setting.is_list and setting.list_key is None:
        text = Text("it has no options", "没有选项")
    elif codes and not setting.is_list and setting.default not in codes:
        text = Text("its default {code} is none of its options", "缺省值 {code} 不在选项之中").format(
            code=setting.default
        )
    elif setting.assumption and setting.assumption not in known:
        text = Text("no assumption {id} is declared", "没有声明假定 {id}").format(id=setting.assumption)
    if text is not None:
        yield _fault("settings", setting.key, setting.clause, text)


def _kind(ruleset: Ruleset, rules: KindRules) -> Iterator[Fault]:
    for given in rules.inputs:
        if isinstance(given, Choice | Ratings | Tally):
            yield from _options(given, given.options)
        if isinstance(given.on, Periods):
            yield from _posting(given, given.on)
    asked = {link.key for rule in rules.rules(Asks) if isinstance(rule, Asks) for link in rule.links}
    for link in rules.links:
        target = ruleset.kind(link.to.key)
        if target.kind != link.to if target is not None else link.key in asked:
            text = Text("the scheme has no kind {kind} to link to", "方案没有可链接的对象类别{kind}")
            yield _fault("links", link.key, link.clause, text.format(kind=link.to.label))
    for entry in rules.entries:
        yield from _rule(ruleset, rules, entry.rule)


def _posting(given: Input, axis: Periods) -> Iterator[Fault]:
    """Both days of a posting are the record's own, or both are columns of one list of events."""
    on = {day.on for day in (axis.posted_from, axis.posted_to) if day is not None}
    if len(on) > 1 or not all(one is None or isinstance(one, Events) for one in on):
        text = Text(
            "the days of its posting lie apart; both are the record's own, or columns of one list of events",
            "派驻起止两个日期不在一处；须同为本记录的日期，或同为一个事项清单的列",
        )
        yield fault("axes", given, text)


def _options(given: Choice | Ratings | Tally, options: tuple[Option, ...]) -> Iterator[Fault]:
    codes = [option.code for option in options]
    if len(set(codes)) < len(codes):
        yield fault("codes", given, Text("it has an option twice", "选项有重复"))
    if not codes and not isinstance(given, Choice):
        yield fault("codes", given, Text("it has no options", "没有选项"))


def _rule(ruleset: Ruleset, rules: KindRules, rule: Rule) -> Iterator[Fault]:
    for row in rows_of(rule)[1:]:
        if not row.id.strip() or not row.clause.strip():
            yield fault("identified", rule, Text("each of its rows needs an id and a clause", "各行必须有编号和条款"))
    if isinstance(rule, PointTable):
        yield from _table(rule)
    elif isinstance(rule, Bands):
        yield from _bands(rule)
    elif isinstance(rule, Bonus) and rule.beyond:
        yield from _beyond(rules, rule)
    elif isinstance(rule, Quota) and rule.within and rule.within not in {one.id for one in rules.rules(Quota)}:
        yield fault(
            "quota", rule, Text("there is no quota {id} to lie within", "没有名额规则 {id}").format(id=rule.within)
        )
    elif isinstance(rule, Procedure) and rule.share is not None and not 0 <= rule.share <= 1:
        yield fault("quota", rule, Text("a share lies between 0 and 1", "比例须在 0 与 1 之间"))
    elif isinstance(rule, Procedure):
        yield from _signing(rules, rule)
    yield from stepped(ruleset, rules, rule)


def _signing(rules: KindRules, rule: Procedure) -> Iterator[Fault]:
    """A chain signs months, quarters, half-years, the year, or the periods of an axis of the kind; who signs is named."""
    axes = {one.on.key for one in rules.inputs if isinstance(one.on, Periods)}
    for span in rule.signs:
        if span not in {*axes, *_SIGNED}:
            known = ", ".join(dict.fromkeys([*_SIGNED, *sorted(axes)]))
            text = Text("it signs {span}; write one of {known}", "signs 为 {span}；可用：{known}")
            yield fault("signing", rule, text.format(span=span, known=known))
    if rule.signs and not rule.levels:
        yield fault("signing", rule, Text("it signs results, and its chain names nobody", "签署结果但没有列出签署人"))
    if (rule.of is not None or any(isinstance(one, Level) for one in rule.chain)) and not rule.signs:
        text = Text("say what its levels sign: signs=...", "请用 signs=... 写明各级签署的内容")
        yield fault("signing", rule, text)


def _beyond(rules: KindRules, rule: Bonus) -> Iterator[Fault]:
    """Points may leave the range of the total only where the total has no limit of its own on that side."""
    for total in rules.rules(Total, PointTable):
        assert isinstance(total, Total | PointTable)  # noqa: S101  # narrowed for mypy
        limit = total.at_least if isinstance(rule, Penalty) else total.at_most
        if limit is not None:
            text = Text(
                "it may leave the range of the total, but {id} is limited at {limit}; take one of the two out",
                "声明了 beyond，但 {id} 有界限 {limit}；请去掉其一",
            )
            yield fault("sums", rule, text.format(id=total.id, limit=show(limit)), "warning")


def _table(rule: PointTable) -> Iterator[Fault]:
    ids = [item.id for item in rule.items]
    parts = [part.id for item in rule.items for part in item.parts]
    twice = [name for name, times in Counter(ids + parts).items() if times > 1]
    if twice:
        text = Text(
            "two of its rows or parts have the id {ids}; give one of them an id=... or a clause of its own",
            "两行（或行与小项）编号同为 {ids}；请给其中之一写 id=... 或另写条款",
        )
        yield fault("identified", rule, text.format(ids=", ".join(twice)))
    lost = sorted({name for _, names in rule.groups for name in names} - set(ids))
    if lost:
        text = Text("a group names rows that it has not: {ids}", "分组引用了不存在的行：{ids}")
        yield fault("sums", rule, text.format(ids=", ".join(lost)))
    for item in rule.items:
        if item.points < 0 or any(part.points < 0 for part in item.parts):
            yield fault("sums", item, Text("points are 0 or more", "分值不得为负"))
        if item.earns is not None and item.parts:
            yield fault(
                "sums", item, Text("a row earns, or loses by its parts; not both", "一行或得分或按小项扣分，不能并用")
            )


def _bands(rule: Bands) -> Iterator[Fault]:
    if not rule.bands:
        yield fault("bands", rule, Text("it has no bands", "没有档次"))
    for band in rule.bands:
        top = band.high if band.high is not None else band.below
        if band.low is not None and top is not None and (band.low > top or (band.low == top and band.high is None)):
            text = Text("the band of {grade} ends below its start", "“{grade}”一档的上界低于下界")
            yield fault("bands", rule, text.format(grade=band.grade))
        if band.high is not None and band.below is not None:
            text = Text(
                "the band of {grade} has both high and below; write one",
                "“{grade}”一档同时写了 high 与 below；只写一个",
            )
            yield fault("bands", rule, text.format(grade=band.grade))
    if len({band.grade for band in rule.bands}) < len(rule.bands):
        yield fault("bands", rule, Text("two bands give one grade", "两档给出同一等次"))
