"""Lint at load: what can be checked of a scheme before any data is entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from ..errors import SchemeError
from ..words import Text
from . import _text_numbers as text_numbers
from ._descend import descend
from ._exact import show
from ._fault import Fault, fault
from ._fence import fence
from ._lint_forms import forms
from ._lint_printed import printed
from ._lint_quota import pools, ranked, sized
from ._lint_whole import closed, whole
from ._rules import Asks, Bands, Ceiling, Figure, PointTable, Procedure, Proposed, Quota, Rule
from .assembly import KindRules, Ruleset
from .nodes import (
    ROUNDINGS,
    Choice,
    Count,
    Days,
    Events,
    Expr,
    Input,
    Score,
    Tally,
    Their,
    axis_label,
    bounds,
    open_axis,
    unknown_grade,
    unknown_word,
)

__all__ = ["Fault", "lint"]

READINGS = ("half-open", "half-up", "truncate", "refer")
_TOTALS = ("collected-spoilt", "issued", "collected", "votes")
_STEPS = (
    "heading", "organiser", "deadline", "sign-off", "sampling", "publicity", "form", "gate", "archive", "discipline",
    "report",
)  # fmt: skip


def lint(ruleset: Ruleset) -> list[Fault]:
    """Everything wrong or doubtful in the declarations, in the order of kinds and rules.

    Raises SchemeError where the declarations cannot even be read.
    """
    with fence(ruleset.id):
        return closed(ruleset) or [*whole(ruleset), *_of_kinds(ruleset), *forms(ruleset), *_texts(ruleset)]


def _texts(ruleset: Ruleset) -> Iterator[Fault]:
    """Texts that cite other numbers than are declared; a warning, as a text decides nothing."""
    excusing = {given.id for given in ruleset.assumptions if text_numbers.CHECK in given.excuses}
    for row, missing in text_numbers.uncited(ruleset):
        if not excusing & set(row.assumption):
            text = Text("{id}: its text does not cite {numbers}", "{id}：文字中没有 {numbers}")
            text = text.format(id=row.id, numbers=text_numbers.told(missing))
            yield Fault(text_numbers.CHECK, "warning", row.id, row.clause, text)


def _of_kinds(ruleset: Ruleset) -> list[Fault]:
    found: list[Fault] = []
    for rules in ruleset.kinds:
        for entry in rules.entries:
            found += _rule(ruleset, rules, entry.rule)
        found += _given_by_none(rules)
        found += _of_no_period(rules)
        found += _inputs(rules)
        found += pools(rules)
    return found


def _given_by_none(rules: KindRules) -> Iterator[Fault]:
    """A grade of a kind with bands that no band and no other rule names: it can never come out."""
    bands = [rule for rule in rules.rules(Bands) if isinstance(rule, Bands)]
    named = {grade for entry in rules.entries for grade in entry.rule.grades()}
    if rules.rules(Proposed) or not bands or named - set(rules.kind.grades) or any(_bands(bands[0])):
        return  # people propose it, or another fault of the bands is the reason
    for grade in (grade for grade in rules.kind.grades if grade not in named):
        text = Text(
            "no band and no other rule gives the grade {grade}: add Band({grade!r}, low=...) or take it from the kind",
            "没有分数段、也没有其他规则给出等次 {grade}：请加 Band({grade!r}, low=...)，或从对象类别中去掉",
        )
        yield fault("bands", bands[0], text.format(grade=grade))


def _of_no_period(rules: KindRules) -> Iterator[Fault]:
    """A limit open on periods that have no grade of their own: it would never hold anybody."""
    graded = {open_axis(rule.of) for rule in rules.rules(Bands) if isinstance(rule, Bands)}
    graded |= {open_axis(rule.by) for rule in rules.rules(Proposed) if isinstance(rule, Proposed)}
    for rule in rules.rules(Ceiling):
        axis = open_axis(rule.when) if isinstance(rule, Ceiling) else None
        if axis is not None and axis not in graded:
            yield fault("axes", rule, _OPEN.format(axis=axis_label(axis), key=axis.axis_key))


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
            yield fault("grades", rule, unknown_grade(rules.kind, grade))
    yield from printed(rule, rules, ruleset.kinds)
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
        yield from _word("words", rule, rule.rounding, ("", *ROUNDINGS))
    if not isinstance(rule, Asks | Bands | Ceiling | Figure | Proposed | Quota):
        for expression in rule.expressions():
            if (axis := open_axis(expression)) is not None:
                yield fault("axes", rule, _OPEN.format(axis=axis_label(axis), key=axis.axis_key))


_OPEN = Text(
    "its value is one for each {axis} (the axis {key} is open); close it: a number with .mean(), .sum(), .max() or .min(), "
    "a condition with .any(), .all() or .count()",
    "它的值按每个{axis}各有一个（轴 {key} 未收拢）；请收拢：数值用 .mean()、.sum()、.max()、.min()，条件用 .any()、.all()、.count()",
)


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


_NEEDLESS = Text("it declares an exception it does not need", "声明了并不需要的例外")


def _table(rule: PointTable) -> Iterator[Fault]:
    total = sum((item.points for item in rule.items), Fraction(0))
    if total != rule.points and rule.exception is None:
        yield fault("sums", rule, _sum_text(total, rule.points))
    if total == rule.points and rule.exception is not None:
        yield fault("sums", rule, _NEEDLESS, "warning")
    if rule.rescale and all(item.applies is None for item in rule.items):
        text = Text("it rescales, but every row applies to everybody", "声明了 rescale，但各行适用于所有对象")
        yield fault("sums", rule, text, "warning")
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
            yield fault("sums", item, _NEEDLESS, "warning")


def _sum_text(found: Fraction, declared: Fraction) -> Text:
    text = Text("the points add up to {found}, not {declared}", "分值合计为 {found}，不是 {declared}")
    return text.format(found=show(found), declared=show(declared))


def _word(check: str, where: Rule | Input, given: str, known: Sequence[str]) -> Iterator[Fault]:
    """Refuse a word out of a closed list, which would otherwise be taken for another."""
    if given not in known:
        yield fault(check, where, unknown_word(given, known))


def _expression(rule: Rule, ruleset: Ruleset, rules: KindRules, expression: Expr) -> Iterator[Fault]:
    """What is wrong in one expression, with what it says of linked appraisees held against their own kind."""
    open_axis(expression)
    for found in descend(expression):
        yield from (fault(check, rule, text) for check, text in found.slips(rules.kind))
        if isinstance(found, Their):
            yield from _linked(rule, ruleset, found)


def _linked(rule: Rule, ruleset: Ruleset, found: Their) -> Iterator[Fault]:
    for kind in found.kinds:
        target = ruleset.kind(kind.key)
        if target is None:
            text = Text("the scheme has no kind {kind} to link to", "方案没有可链接的对象类别{kind}")
            yield fault("links", rule, text.format(kind=kind.label))
        else:
            yield from _expression(rule, ruleset, target, found.expression)


def _edge(value: Fraction | None) -> str:
    return "-" if value is None else show(value)


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
    whole = getattr(given, "part_of", None)
    if isinstance(whole, Their) and whole.by_date is not None:
        text = Text(
            "it is a part of what a link by date leads to, which is another's in each period; take part_of= out",
            "它所属的总数由按日期变动的链接指向，各期可能不同；请去掉 part_of=",
        )
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
