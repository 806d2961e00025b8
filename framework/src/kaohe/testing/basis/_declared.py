"""What a scheme declares that checks ask for: numbers, marks, counts, ballots, limits, quotas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from ...engine import Plan
from ...rules import (
    Bands,
    Bonus,
    Ceiling,
    Events,
    Figure,
    Finding,
    Floor,
    Penalty,
    Periods,
    PointTable,
    Quota,
    Score,
    Tally,
    Total,
)
from ...rules.nodes import (
    Add,
    Aggregate,
    Clamp,
    Computed,
    Const,
    Divide,
    Expr,
    Extreme,
    If,
    Input,
    Multiply,
    Named,
    Round,
    Steps,
    Subtract,
    TallyCount,
    TallyShare,
    TallyTotal,
    Weighted,
)
from ...rules.tools import KindRules, Rule, Ruleset, descend, inputs_of
from ...words import Text
from ._registry import Need

__all__ = [
    "NEEDS",
    "aimed_numbers",
    "counted_rows",
    "declared_numbers",
    "flat_total",
    "marks",
    "nodes",
    "polarity",
    "reads_votes",
]


def declared_numbers(value: Any) -> Iterator[Fraction]:
    """Every exact number that a declaration holds, at any depth, those of its inputs left out."""
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from declared_numbers(part)
    elif attrs.has(type(value)) and not isinstance(value, Input):
        for found in attrs.fields(type(value)):
            yield from declared_numbers(getattr(value, found.name))


def aimed_numbers(rules: KindRules) -> list[Fraction]:
    """The numbers that the rules of a kind declare, ascending."""
    return sorted({number for entry in rules.entries for number in declared_numbers(entry.rule)})


def nodes(rule: Rule) -> Iterator[Expr]:
    """Every node that a rule evaluates for its own appraisee."""
    for expression in rule.expressions():
        yield from descend(expression)


# How an input pulls the value of an expression: 1 up, -1 down, None both ways.
_THROUGH = (Add, Aggregate, Clamp, Computed, Extreme, Named, Round, Steps)


def polarity(expression: Expr, given: Input) -> int | None:
    """1 where a larger `given` may only raise `expression` by what is declared, -1 where it may only lower it.

    None where it does both, or decides a condition. A step table or a function counts as rising: that is what
    the check of monotone marks then holds it to.
    """
    found = set(_pulls(expression, given, 1))
    return next(iter(found)) if len(found) == 1 and 0 not in found else None


def _pulls(node: Expr, given: Input, sign: int) -> Iterator[int]:
    if node == given:
        yield sign
    elif isinstance(node, Subtract):
        yield from _pulls(node.left, given, sign)
        yield from _pulls(node.right, given, -sign)
    elif isinstance(node, Multiply):
        yield from _scaled(node, given, sign)
    elif isinstance(node, Divide) and isinstance(node.right, Const):
        yield from _pulls(node.left, given, sign if node.right.value > 0 else -sign)
    elif isinstance(node, Weighted):
        for term, weight in node.terms:
            yield from _pulls(term, given, sign if weight >= 0 else -sign)
    elif isinstance(node, If):
        yield from (0 for found in inputs_of(node.condition) if found == given)
        yield from (*_pulls(node.value, given, sign), *_pulls(node.otherwise, given, sign))
    elif isinstance(node, _THROUGH):
        for part in node.parts():
            yield from _pulls(part, given, sign)
    elif any(found == given for found in inputs_of(node)):
        yield 0


def _scaled(node: Multiply, given: Input, sign: int) -> Iterator[int]:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, Const):
            yield from _pulls(other, given, sign if one.value >= 0 else -sign)
            return
    yield from (0 for found in inputs_of(node) if found == given)


def marks(rules: KindRules) -> list[tuple[Score, int]]:
    """The marks that pull the score one way only, each with its direction."""
    whole = Plan.of(rules).score
    if whole is None:
        return []
    found = [given for given in rules.inputs if isinstance(given, Score) and not _column(given)]
    return [(given, pull) for given in found if (pull := polarity(whole, given)) is not None]


def _column(given: Input) -> bool:
    return given.on is not None and not isinstance(given.on, Periods)


def counted_rows(line: Expr) -> list[Finding | Events]:
    """The findings and events whose number a line of the score multiplies."""
    return [
        node.of
        for node in descend(line)
        if isinstance(node, Aggregate) and node.op == "rows" and isinstance(node.of, Finding | Events)
    ]


def flat_total(rules: KindRules) -> Total | None:
    """The total, where nothing but marks makes it: every leaf is a score."""
    total = next((rule for rule in rules.rules(Total) if isinstance(rule, Total)), None)
    if total is None:
        return None
    leaves = [node for node in descend(total.value) if not node.parts()]
    only_marks = all(isinstance(node, Score) and not _column(node) for node in leaves)
    plain = all(isinstance(node, Score | Weighted | Add | Named | Aggregate | Clamp) for node in descend(total.value))
    means = all(node.op == "mean" for node in descend(total.value) if isinstance(node, Aggregate))
    return total if leaves and only_marks and plain and means else None


def reads_votes(rule: Rule) -> bool:
    """Whether a rule reads numbers of votes rather than shares alone."""
    return any(isinstance(node, TallyCount | TallyTotal) for node in nodes(rule))


def _rules(*types: type[Rule]) -> Callable[[Ruleset], Sequence[Rule]]:
    return lambda ruleset: [rule for rules in ruleset.kinds for rule in rules.rules(*types)]


def _inputs(*types: type[Input]) -> Callable[[Ruleset], Sequence[Input]]:
    return lambda ruleset: [given for rules in ruleset.kinds for given in rules.inputs if isinstance(given, types)]


def _where(types: type[Rule], holds: Callable[[Any], bool]) -> Callable[[Ruleset], Sequence[Rule]]:
    return lambda ruleset: [rule for rules in ruleset.kinds for rule in rules.rules(types) if holds(rule)]


def _over(op: str) -> Callable[[Ruleset], Sequence[Rule]]:
    def holds(rule: Rule) -> bool:
        return any(
            isinstance(node, Aggregate)
            and node.op == op
            and any(isinstance(found.on, Periods) for found in inputs_of(node))
            for node in nodes(rule)
        )

    return _where(Rule, lambda rule: not isinstance(rule, Figure) and holds(rule))


def _counting(ruleset: Ruleset) -> Sequence[Rule]:
    found = []
    for rules in ruleset.kinds:
        lines = Plan.of(rules).lines if Plan.of(rules).score is not None else ()
        sources = {source.id for source, line in lines if counted_rows(line)}
        tables = [rule for rule in rules.rules(PointTable) if isinstance(rule, PointTable)]
        found += [rule for rule in rules.rules(Bonus) if rule.id in sources]
        found += [rule for rule in tables if sources & {item.id for item in rule.items}]
    return found


NEEDS = {
    "score": Need(text=Text("a total or a point table", "总分或计分表"), find=_rules(Total, PointTable)),
    "mark": Need(
        text=Text("a mark that pulls the score one way", "对得分单向起作用的评分项"),
        find=lambda ruleset: [given for rules in ruleset.kinds for given, _ in marks(rules)],
    ),
    "flat-total": Need(
        text=Text("a total made of marks alone", "仅由评分构成的总分"),
        find=lambda ruleset: [found for rules in ruleset.kinds if (found := flat_total(rules)) is not None],
    ),
    "counted-rows": Need(
        text=Text("points for each event or finding", "按次计分的规则"),
        find=_counting,
    ),
    "bonus": Need(text=Text("a bonus", "加分规则"), find=_where(Bonus, lambda rule: not isinstance(rule, Penalty))),
    "penalty": Need(text=Text("a penalty", "扣分规则"), find=_rules(Penalty)),
    "best-of": Need(
        text=Text("a highest of several values (best_of)", "取最高值的表达式（best_of）"),
        find=_where(Rule, lambda rule: any(isinstance(node, Extreme) and node.op == "max" for node in nodes(rule))),
    ),
    "bands": Need(text=Text("bands", "分数段"), find=_rules(Bands)),
    "ceiling": Need(text=Text("a ceiling", "等次上限"), find=_where(Ceiling, lambda rule: not isinstance(rule, Floor))),
    "veto-and-bonus": Need(
        text=Text("findings, a bonus and bands on the score", "认定事项、加分规则与按得分的分数段"),
        find=lambda ruleset: [
            rule
            for rules in ruleset.kinds
            if rules.rules(Bands) and any(isinstance(given, Finding) for given in rules.inputs)
            for rule in rules.rules(Bonus)
            if not isinstance(rule, Penalty)
        ],
    ),
    "recheck": Need(
        text=Text("a limit that asks for a re-check", "须经复核的限制"), find=_where(Ceiling, lambda rule: rule.confirm)
    ),
    "finding": Need(text=Text("a finding", "认定事项"), find=_inputs(Finding)),
    "tally": Need(text=Text("a ballot", "测评票"), find=_inputs(Tally)),
    "ballot-limit": Need(
        text=Text("a limit on the share of a ballot", "按票数比例的限制"),
        find=_where(Ceiling, lambda rule: any(isinstance(node, TallyShare) for node in nodes(rule))),
    ),
    "quota": Need(text=Text("a quota", "名额规则"), find=_rules(Quota)),
    "share": Need(
        text=Text("a quota by share", "按比例的名额"), find=_where(Quota, lambda rule: rule.share is not None)
    ),
    "guarantee": Need(
        text=Text("a guaranteed share (floor_share)", "保障比例（floor_share）"),
        find=_where(Quota, lambda rule: rule.floor_share is not None),
    ),
    "period-mean": Need(text=Text("a mean over periods", "各期平均"), find=_over("mean")),
    "periods": Need(
        text=Text("inputs by period", "按期录入项"),
        find=lambda ruleset: [
            given for rules in ruleset.kinds for given in rules.inputs if isinstance(given.on, Periods)
        ],
    ),
    "inputs": Need(text=Text("an input", "录入项"), find=_inputs(Input)),
}
