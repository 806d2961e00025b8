"""What a step of procedure says as data, held against the rest of its scheme."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Text
from ._fault import Fault, fault
from ._rules import Consequence, Procedure, Rule
from ._steps import By, Cross, Gate, Notify, Paper, Sample, Term
from .assembly import KindRules, Ruleset
from .nodes import Choice

__all__ = ["stepped"]

_NO_STEP = Text("there is no step with the id {id} to count days from", "没有编号为 {id} 的步骤可供计算日期")
_TWO_DAYS = Text(
    "a day of the year stands alone: take each, days and after out, or on",
    "on 须单独使用：请去掉 each、days、after，或去掉 on",
)
_OPENS = Text("a first day stands beside a last day of the year: add on", "opens 须与 on 同用：请加上 on")
_NO_INPUT = Text("no kind has an input {key}", "没有任何对象类别有录入项 {key}")
_NO_CHOICE = Text(
    "no kind has a choice {key} out of a list of the cycle", "没有任何对象类别有取自周期清单的选择项 {key}"
)
_NO_LINK = Text("no kind has a link {key}", "没有任何对象类别有链接 {key}")
_NO_GRADE = Text("the kind has no grade {grade}", "该类对象没有等次 {grade}")
_NO_SAMPLE = Text("this step has no sample {key} of places to lie within", "本步骤没有可供限定范围的地点抽样 {key}")
_TWICE = Text("the kind has two papers with the key {key}", "该类对象有两种材料用同一键名 {key}")


def stepped(ruleset: Ruleset, rules: KindRules, rule: Rule) -> Iterator[Fault]:
    """What is wrong in the terms of a step, or in whom a consequence tells."""
    if isinstance(rule, Consequence):
        for one in rule.tells:
            yield from (fault("words", rule, text) for text in _told(ruleset, one))
    for term in rule.does if isinstance(rule, Procedure) else ():
        for text in _term(ruleset, rules, rule, term):
            yield fault("words", rule, text)


def _term(ruleset: Ruleset, rules: KindRules, rule: Rule, term: Term) -> Iterator[Text]:
    if isinstance(term, By):
        yield from _due(ruleset, term)
    elif isinstance(term, Paper):
        if term.due is not None:
            yield from _due(ruleset, term.due)
        if len([one for one in _papers(rules) if one.key == term.key]) > 1:
            yield _TWICE.format(key=term.key)
    elif isinstance(term, Gate):
        for grade in term.grades:
            if grade not in rules.kind.grades:
                yield _NO_GRADE.format(grade=grade)
    elif isinstance(term, Notify):
        yield from _told(ruleset, term)
    elif isinstance(term, Sample | Cross):
        if term.per and not any(_listed(one, term.per) for one in ruleset.kinds):
            yield _NO_CHOICE.format(key=term.per)
        if isinstance(term, Sample):
            yield from _sample(ruleset, rule, term)


def _told(ruleset: Ruleset, told: Notify) -> Iterator[Text]:
    if told.link and all(link.key != told.link for rules in ruleset.kinds for link in rules.links):
        yield _NO_LINK.format(key=told.link)


def _sample(ruleset: Ruleset, rule: Rule, sample: Sample) -> Iterator[Text]:
    for key in sample.before:
        if all(one.input(key) is None for one in ruleset.kinds):
            yield _NO_INPUT.format(key=key)
    beside = [one.key for one in getattr(rule, "does", ()) if isinstance(one, Sample) and one.frame == "places"]
    if sample.within and (sample.within == sample.key or sample.within not in beside or sample.frame != "places"):
        yield _NO_SAMPLE.format(key=sample.within)


def _due(ruleset: Ruleset, due: By) -> Iterator[Text]:
    if due.on is not None and (due.each or due.days or due.after):
        yield _TWO_DAYS
    if due.opens is not None and due.on is None:
        yield _OPENS
    known = {entry.rule.id for one in ruleset.kinds for entry in one.entries if isinstance(entry.rule, Procedure)}
    if due.after and due.after not in known:
        yield _NO_STEP.format(id=due.after)


def _papers(rules: KindRules) -> list[Paper]:
    steps = [one for one in rules.rules(Procedure) if isinstance(one, Procedure)]
    return [term for one in steps for term in one.does if isinstance(term, Paper)]


def _listed(rules: KindRules, key: str) -> bool:
    given = rules.input(key)
    return isinstance(given, Choice) and given.list_key is not None
