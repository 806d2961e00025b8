"""Lint at load: what can be checked of a scheme before any data is entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from ..errors import SchemeError
from ..words import Text
from ._assemble import KindRules, Ruleset
from ._bounds import bounds
from ._descend import descend
from ._exact import show
from ._expressions import (
    Aggregate,
    Clamp,
    Compare,
    Const,
    Expr,
    GradeIs,
    Is,
    NumberExpr,
    Points,
    Round,
    Steps,
    Weighted,
    open_axis,
)
from ._fault import Fault, fault
from ._fence import fence
from ._inputs import Choice, Count, Days, Events, Input, Link, Ratings, Score, Tally, TallyCount, TallyShare, Their
from ._lint_quota import pools, ranked, sized
from ._lint_whole import closed, sorted_right, whole
from ._rules import Asks, Bands, Ceiling, Figure, PointTable, Procedure, Proposed, Quota, Rule

__all__ = ["Fault", "lint"]

READINGS = ("half-open", "half-up", "truncate", "refer")
_ROUNDINGS = ("down", "up", "half-up")
_TOTALS = ("collected-spoilt", "votes")
_STEPS = (
    "heading", "organiser", "deadline", "sign-off", "sampling", "publicity", "form", "gate", "archive", "discipline",
    "report",
)  # fmt: skip


def lint(ruleset: Ruleset) -> list[Fault]:
    """Everything wrong or doubtful in the declarations, in the order of kinds and rules.

    Raises SchemeError where the declarations cannot even be read.
    """
    with fence(ruleset.id):
        return closed(ruleset) or [*whole(ruleset), *_of_kinds(ruleset)]


def _of_kinds(ruleset: Ruleset) -> list[Fault]:
    found: list[Fault] = []
    for rules in ruleset.kinds:
        for entry in rules.entries:
            found += _rule(ruleset, rules, entry.rule)
        found += _inputs(rules)
        found += pools(rules)
    return found


def _rule(ruleset: Ruleset, rules: KindRules, rule: Rule) -> Iterator[Fault]:
    if not rule.id.strip() or not rule.clause.strip():
        yield fault("identified", rule, Text("a rule needs an id and a clause", "规则必须有编号和条款"))
    known = {assumption.id for assumption in ruleset.assumptions}
    for name in _assumed(rule):
        if name not in known:
            yield fault(
                "assumptions",
                rule,
                Text("no assumption {id} is declared", "没有声明假定 {id}").format(id=name),
            )
    for grade in rule.grades():
        if grade not in rules.kind.grades:
            yield _unknown_grade(rule, rules, grade)
    try:
        yield from _shape(rule)
        yield from ranked(rule)
        for expression in rule.expressions():
            yield from _expression(rule, ruleset, rules, expression)
    except SchemeError as error:
        yield fault("axes", rule, error.text)


def _assumed(rule: Rule) -> Iterator[str]:
    """The assumptions that a rule names, and those of a point table's rows and sub-rows."""
    yield from rule.assumption
    for item in rule.items if isinstance(rule, PointTable) else ():
        yield from item.assumption
        for part in item.parts:
            yield from part.assumption


def _unknown_grade(rule: Rule, rules: KindRules, grade: str) -> Fault:
    text = Text("{kind} has no grade {grade}", "{kind}没有“{grade}”这一等次").format(kind=rules.kind.label, grade=grade)
    return fault("grades", rule, text)


def _shape(rule: Rule) -> Iterator[Fault]:
    if isinstance(rule, Bands):
        yield from _bands(rule)
        yield from _banded(rule)
    elif isinstance(rule, PointTable):
        yield from _table(rule)
    elif isinstance(rule, Quota):
        yield from sized(rule)
    elif isinstance(rule, Procedure):
        yield from _word("words", rule, rule.step, _STEPS)
        yield from _word("words", rule, rule.rounding, ("", *_ROUNDINGS))
    if not isinstance(rule, Asks | Bands | Ceiling | Figure | Proposed | Quota):
        for expression in rule.expressions():
            if open_axis(expression) is not None:
                text = Text("its value is still open on an axis; close it", "它的值还展开在轴上；请先收拢")
                yield fault("axes", rule, text)


def _bands(rule: Bands) -> Iterator[Fault]:
    if rule.reading not in READINGS:
        text = Text("reading {given} is none of {known}", "读法 {given} 不在 {known} 之中")
        yield fault("bands", rule, text.format(given=rule.reading, known=", ".join(READINGS)))
    for above, below in pairwise(rule.bands):
        yield from _between(rule, above.low, below.high if below.high is not None else below.below, below.below)
    if rule.bands and (rule.bands[0].high is not None or rule.bands[-1].low not in (None, 0)):
        text = Text("the best band must be open above, the worst below", "最好的一档上方须开放，最差的一档下方须开放")
        yield fault("bands", rule, text)


def _banded(rule: Bands) -> Iterator[Fault]:
    """A band must hold some score that its expression can be worth."""
    low, high = bounds(rule.of)
    for band in rule.bands:
        above = band.low is not None and high is not None and band.low > high
        if above or (band.below is not None and low is not None and band.below <= low):
            text = Text(
                "no score reaches {grade}: it can be {low} to {high}", "没有分数能到“{grade}”：取值范围 {low} 至 {high}"
            )
            yield fault("reachable", rule, text.format(grade=band.grade, low=_edge(low), high=_edge(high)))


def _between(rule: Bands, low: Fraction | None, high: Fraction | None, below: Fraction | None) -> Iterator[Fault]:
    if low is None or high is None:
        yield fault("bands", rule, Text("a band between two others needs both ends", "中间的档必须写明上下界"))
    elif high > low or (high == low and below is None):
        text = Text("bands overlap at {at}", "档次在 {at} 处重叠").format(at=show(low))
        yield fault("bands", rule, text)
    elif high < low and not rule.assumption:
        text = Text(
            "there is a gap between {high} and {low}; declare the reading as an assumption",
            "{high} 与 {low} 之间有空档；请把读法声明为假定",
        ).format(high=show(high), low=show(low))
        yield fault("bands", rule, text)


def _table(rule: PointTable) -> Iterator[Fault]:
    total = sum((item.points for item in rule.items), Fraction(0))
    if total != rule.points:
        yield fault("sums", rule, _sum_text(total, rule.points))
    points = {item.id: item.points for item in rule.items}
    for declared, ids in rule.groups:
        total = sum((points.get(name, Fraction(0)) for name in ids), Fraction(0))
        if total != declared:
            yield fault("sums", rule, _sum_text(total, declared))
    for item in rule.items:
        parts = sum((part.points for part in item.parts), Fraction(0))
        if item.parts and parts != item.points and item.exception is None:
            yield fault("sums", item, _sum_text(parts, item.points))
        if item.exception is not None and (not item.parts or parts == item.points):
            yield fault(
                "sums",
                item,
                Text("it declares an exception it does not need", "声明了并不需要的例外"),
                "warning",
            )


def _sum_text(found: Fraction, declared: Fraction) -> Text:
    text = Text("the points add up to {found}, not {declared}", "分值合计为 {found}，不是 {declared}")
    return text.format(found=show(found), declared=show(declared))


def _word(check: str, where: Rule | Input, given: str, known: Sequence[str]) -> Iterator[Fault]:
    """Refuse a word out of a closed list, which would otherwise be taken for another."""
    if given not in known:
        text = Text("{given} is none of {known}", "{given} 不在 {known} 之中")
        yield fault(check, where, text.format(given=given, known=", ".join(filter(None, known))))


def _expression(rule: Rule, ruleset: Ruleset, rules: KindRules, expression: Expr) -> Iterator[Fault]:
    """What is wrong in one expression, with what it says of linked appraisees held against their own kind."""
    open_axis(expression)
    for found in descend(expression):
        if isinstance(found, Their):
            yield from _linked(rule, ruleset, found)
        elif isinstance(found, Weighted):
            total = sum((weight for _, weight in found.terms), Fraction(0))
            if total != 1:
                text = Text("the weights add up to {sum} %, not 100 %", "权重合计 {sum} %，不是 100 %")
                yield fault("weights", rule, text.format(sum=show(total * 100)))
        elif isinstance(found, Compare | Aggregate):
            yield from sorted_right(rule, found)
            yield from _reachable(rule, found)
        elif isinstance(found, Is | Points):
            yield from _codes(rule, found)
        elif isinstance(found, TallyCount | TallyShare):
            yield from _options(rule, found.tally, found.codes)
        elif isinstance(found, GradeIs):
            yield from (_unknown_grade(rule, rules, grade) for grade in found.grades if grade not in rules.kind.grades)
        elif isinstance(found, Steps):
            yield from _steps(rule, found)
        elif isinstance(found, Round):
            yield from _word("words", rule, found.how, _ROUNDINGS)
        elif isinstance(found, Clamp) and found.low is not None and found.high is not None and found.low > found.high:
            yield fault("limits", rule, Text("a lower limit above the upper", "下限高于上限"))


def _linked(rule: Rule, ruleset: Ruleset, found: Their) -> Iterator[Fault]:
    for kind in (found.link.to,) if isinstance(found.link, Link) else found.link.kinds:
        target = ruleset.kind(kind.key)
        if target is None:
            text = Text("the scheme has no kind {kind} to link to", "方案没有可链接的对象类别{kind}")
            yield fault("links", rule, text.format(kind=kind.label))
        else:
            yield from _expression(rule, ruleset, target, found.expression)


def _reachable(rule: Rule, found: Compare | Aggregate) -> Iterator[Fault]:
    if isinstance(found, Aggregate) or not isinstance(found.left, NumberExpr) or not isinstance(found.right, Const):
        return
    low, high = bounds(found.left)
    limit = found.right.value
    if (low is not None and limit < low) or (high is not None and limit > high):
        text = Text(
            "{limit} lies outside what the value can be ({low} to {high}); the condition can never change",
            "{limit} 在取值范围（{low} 至 {high}）之外；条件永远不会改变",
        ).format(limit=show(limit), low=_edge(low), high=_edge(high))
        yield fault("reachable", rule, text)


def _edge(value: Fraction | None) -> str:
    return "-" if value is None else show(value)


def _codes(rule: Rule, found: Is | Points) -> Iterator[Fault]:
    choice = found.choice
    if not isinstance(choice, Choice | Ratings) or not choice.codes:
        return
    used = found.codes if isinstance(found, Is) else tuple(code for code, _ in found.table)
    yield from _options(rule, choice, used)
    if isinstance(found, Points) and (missing := sorted(set(choice.codes) - set(used))):
        text = Text("the point table lacks {codes}", "分值表缺少 {codes}").format(codes=", ".join(missing))
        yield fault("codes", rule, text)


def _options(rule: Rule, given: Choice | Ratings | Tally, used: tuple[str, ...]) -> Iterator[Fault]:
    for code in used:
        if code not in given.codes:
            text = Text("{input} has no option {code}", "{input} 没有选项 {code}").format(input=given.label, code=code)
            yield fault("codes", rule, text)


def _steps(rule: Rule, found: Steps) -> Iterator[Fault]:
    if any(one[0] >= two[0] for one, two in pairwise(found.table)):
        yield fault("steps", rule, Text("the step table must ascend", "分段表须从小到大"))


def _inputs(rules: KindRules) -> Iterator[Fault]:
    proposed = {id(rule.by) for rule in rules.rules(Proposed) if isinstance(rule, Proposed)}
    for given in rules.inputs:
        if not given.clause.strip():
            yield fault("identified", given, Text("an input needs a clause", "录入项必须有条款"))
        if isinstance(given, Score | Count | Days) and (given.low > given.high or given.places < 0):
            text = Text("its range is empty, or its decimals are negative", "取值范围为空，或小数位数为负")
            yield fault("range", given, text)
        if isinstance(given, Tally):
            yield from _word("words", given, given.total_is, _TOTALS)
        yield from _related(rules, given)
        if isinstance(given, Score) and given.table is not None and given.table.items:
            total = sum((item.points for item in given.table.items), Fraction(0))
            if total != given.table.total:
                yield fault("sums", given, _sum_text(total, given.table.total))
        if isinstance(given, Choice) and id(given) not in proposed and not given.options and given.list_key is None:
            yield fault("codes", given, Text("a choice needs options or a list", "选择项须有选项或清单"))


def _related(rules: KindRules, given: Input) -> Iterator[Fault]:
    """What an input is related to must be asked for, and lie where it can be compared."""
    known = {one.key for one in rules.inputs}
    named = [one for one in (given.needs, given.shared_by, *_named(given)) if isinstance(one, Input)]
    for other in named:
        if other.key not in known:
            text = Text(
                "it is related to {key}, which {kind} is not asked for", "它与 {key} 有关联，而{kind}没有该录入项"
            ).format(key=other.key, kind=rules.kind.label)
            yield fault("relations", given, text)
    if given.shared_by is not None and (given.on is not None or given.shared_by.on is not None):
        text = Text("a shared fact lies on no axis", "共同事实不得带有期次或列表")
        yield fault("relations", given, text)
    if isinstance(given.on, Events) and given.key in ("date", "document", "item"):
        text = Text("a column may not be called {key}: every row has one", "列不得取名 {key}：每行都有").format(
            key=given.key
        )
        yield fault("relations", given, text)
    if isinstance(given, Days) and given.places not in (0, 1):
        text = Text("days are counted whole, or in halves with places=1", "天数按整天计，places=1 时可记半天")
        yield fault("range", given, text)


def _named(given: Input) -> Iterator[Expr | None]:
    """What else an input names: its whole, lists, and dates."""
    yield getattr(given, "part_of", None)
    yield getattr(given, "excepts", None)
    yield getattr(given, "not_before", None)
    yield from (*getattr(given, "excludes", ()), *getattr(given, "same_as", ()))
    span = getattr(given, "dated", None)
    if span is not None:
        yield from (span.since, span.until)
