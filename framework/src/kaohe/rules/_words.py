"""Expressions in words, one function an operator: bare for `describe`, or with their values for an explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from ..words import Text
from . import _expressions as x
from . import _inputs as i
from . import _lookups as look
from ._exact import show
from ._wording import (
    ATOM,
    COMPARE,
    NOT,
    PRODUCT,
    SUM,
    Values,
    Words,
    axis_label,
    code_label,
    codes_label,
    join,
    link_label,
    says,
    span,
    theirs,
)

__all__ = ["render", "stated", "working"]


def render(expression: x.Expr, values: Values | None = None) -> Text:
    """`expression` as one line of text in both languages; with `values`, why it holds, does not, or is not settled."""
    return Words(values).say(expression)


def stated(expression: x.Expr, values: Values) -> Text:
    """`expression` by its name with its figure; a condition that holds, or may, with the ground for it."""
    if isinstance(expression, x.BoolExpr) and values.holds(expression) is not False:
        return render(expression, values)
    return Words(values).side(expression)


def working(expression: x.Expr, values: Values) -> Text | None:
    """How a number came about, with the figures that made it; None for what was entered as it stands."""
    parts = list(dict.fromkeys(_made_of(Words(values), expression, values)))
    return join(parts, en="; ", zh="；") if parts else None


def _made_of(words: Words, node: x.Expr, values: Values) -> Iterator[Text]:
    """What made a number, each part with its figure."""
    if isinstance(node, x.Named | x.Round):
        yield from _made_of(words, node.value, values)
    elif isinstance(node, x.Clamp):
        yield from _cut(words, node, values)
    elif isinstance(node, x.Weighted):
        named = Text("{what} {value}", "{what} {value}")
        term = Text("{weight} × {value}", "{weight} × {value}")
        yield _terms_of(node, term, lambda part: named.format(what=words.name(part), value=values.figure(part)))
    elif isinstance(node, x.If):
        yield words.say(node.condition)
        holds = values.holds(node.condition)
        if holds is not None:
            yield from _made_of(words, node.value if holds else node.otherwise, values)
    elif isinstance(node, x.Aggregate) and node.op != "rows":
        yield from _along(node, values)
    elif isinstance(node, i.TheirNumber):
        linked = values.theirs(node.link)
        yield from () if linked is None else _made_of(Words(linked[1]), node.expression, linked[1])
    elif not isinstance(node, i.TallyShare):  # whose figure shows the votes
        yield from (words.side(part) for part in _parts(node) if not isinstance(part, x.Const | i.Tally))


def _parts(node: x.Expr) -> Iterator[x.Expr]:
    """The parts of `node`; the terms of a sum, however deep."""
    for part in node.parts():
        if isinstance(node, x.Add | x.Subtract) and isinstance(part, x.Add | x.Subtract):
            yield from _parts(part)
        else:
            yield part


def _cut(words: Words, node: x.Clamp, values: Values) -> Iterator[Text]:
    """What a limit was put to, and the limit where it changed something."""
    yield from _made_of(words, node.value, values) if node.value.parts() else [words.side(node.value)]
    uncut = values.figure(node.value)
    if values.missing(node) is None and uncut != values.figure(node):
        yield Text("{limits}, instead of {value}", "{limits}，原为 {value}").format(limits=_limits(node), value=uncut)


def _along(node: x.Aggregate, values: Values) -> Iterator[Text]:
    """Each position with its figure, or why it is left out; equal neighbours share one entry; nothing where there is none."""
    axis = x.open_axis(node.of)
    places = None if axis is None else values.places(axis)
    told = [(name, there.missing(node.of), there) for name, there in places or ()]
    left_out, entry = Text("left out ({why})", "不计（{why}）"), Text("{at} {told}", "{at} {told}")
    rows = [(n, there.figure(node.of) if why is None else left_out.format(why=why)) for n, why, there in told]
    runs = ((text, [name for name, _ in run]) for text, run in groupby(rows, key=lambda row: row[1]))
    if rows:
        yield join([entry.format(at=span(names), told=text) for text, names in runs], en=", ", zh="，")


# Numbers and days


def _pair(sign: str, level: int) -> Callable[[Words, Any], Text]:
    def text(words: Words, node: Any) -> Text:
        left, right = words.within(node.left, level), words.within(node.right, level + 1)
        return _COMPARED.format(left=left, sign=sign, right=right)

    return text


_COMPARED = Text("{left} {sign} {right}", "{left} {sign} {right}")
says(x.Add)(_pair("+", SUM))
says(x.Subtract)(_pair("-", SUM))
says(x.Multiply)(_pair("×", PRODUCT))
says(x.Divide)(_pair("/", PRODUCT))


@says(x.Const)
def _const(words: Words, node: x.Const) -> Text:
    return Text(show(node.value), show(node.value))


@says(x.DateConst)
def _day(words: Words, node: x.DateConst) -> Text:
    return Text(node.value.isoformat(), node.value.isoformat())


@says(x.Weighted)
def _weighted(words: Words, node: x.Weighted) -> Text:
    return _terms_of(node, Text("{weight} {value}", "{weight} {value}"), lambda part: words.within(part, PRODUCT))


def _terms_of(node: x.Weighted, term: Text, value: Callable[[x.Expr], Text]) -> Text:
    terms = [term.format(weight=_percent(weight), value=value(part)) for part, weight in node.terms]
    return join(terms, en=" + ", zh=" + ")


def _percent(weight: Fraction) -> str:
    return f"{show(weight * 100)}%"


@says(x.Clamp)
def _clamp(words: Words, node: x.Clamp) -> Text:
    text = Text("[{value}, {limits}]", "[{value}（{limits}）]")
    return text.format(value=words.within(node.value, SUM), limits=_limits(node))


def _limits(node: x.Clamp) -> Text:
    limits = []
    if node.low is not None:
        limits.append(Text("at least {low}", "最少 {low}").format(low=show(node.low)))
    if node.high is not None:
        limits.append(Text("at most {high}", "最多 {high}").format(high=show(node.high)))
    return join(limits, en=", ", zh="，")


@says(x.Steps)
def _steps(words: Words, node: x.Steps) -> Text:
    row = Text("{result} from {start}", "满{start}得{result}")
    rows = [row.format(start=show(start), result=show(result)) for start, result in node.table]
    below = Text("{result} below", "以下得{result}").format(result=show(node.below))
    text = Text("steps of {value} ({rows})", "按{value}分段（{rows}）")
    return text.format(value=words.say(node.value), rows=join([below, *rows], en=", ", zh="、"))


_HOW = {"half-up": Text("half-up", "四舍五入"), "down": Text("down", "舍去"), "up": Text("up", "进位")}


@says(x.Round)
def _round(words: Words, node: x.Round) -> Text:
    text = Text("{value} rounded {how} to {places} decimals", "{value}（{how}到 {places} 位小数）")
    return text.format(value=words.within(node.value, ATOM), how=_HOW[node.how], places=node.places)


@says(x.Named)
def _named(words: Words, node: x.Named) -> Text:
    return Text("{label} [{value}]", "{label}[{value}]").format(label=node.label, value=words.say(node.value))


@says(x.Points)
def _points(words: Words, node: x.Points) -> Text:
    row = Text("{code} = {points}", "{code} = {points}")
    rows = [row.format(code=code_label(node.choice, code), points=show(points)) for code, points in node.table]
    text = Text("points of {choice} ({rows})", "{choice}对应的分值（{rows}）")
    return text.format(choice=words.say(node.choice), rows=join(rows, en=", ", zh="、"))


@says(x.If)
def _if(words: Words, node: x.If) -> Text:
    text = Text("{value} if {condition}, else {otherwise}", "若{condition}则{value}，否则{otherwise}")
    value, otherwise = words.within(node.value, COMPARE), words.within(node.otherwise, COMPARE)
    return text.format(value=value, condition=words.say(node.condition), otherwise=otherwise)


@says(x.Extreme)
def _extreme(words: Words, node: x.Extreme) -> Text:
    largest = Text("the largest of ({parts})", "（{parts}）中最大的")
    smallest = Text("the smallest of ({parts})", "（{parts}）中最小的")
    parts = join([words.say(value) for value in node.values], en="; ", zh="；")
    return (largest if node.op == "max" else smallest).format(parts=parts)


_AGGREGATES = {
    "mean": Text("mean over {axis} of {of}", "各{axis}{of}的平均值"),
    "sum": Text("sum over {axis} of {of}", "各{axis}{of}之和"),
    "max": Text("largest over {axis} of {of}", "各{axis}{of}的最大值"),
    "min": Text("smallest over {axis} of {of}", "各{axis}{of}的最小值"),
    "count": Text("count of {axis} where {of}", "{of}的{axis}数"),
    "known": Text("count of {axis} with {of}", "有{of}的{axis}数"),
    "due": Text("count of {axis} due for {of}", "应有{of}的{axis}数"),
    "distinct": Text("number of different {of} over {axis}", "各{axis}{of}的不同值个数"),
}


@says(x.Aggregate)
def _aggregate(words: Words, node: x.Aggregate) -> Text:
    if node.op == "rows":
        return Text("count({of})", "{of}的次数").format(of=words.say(node.of))
    of = words.label(node.of) if node.op in ("known", "due") else words.short(node.of)
    return _AGGREGATES[node.op].format(axis=axis_label(x.open_axis(node.of)), of=of)


@says(x.Computed)
def _computed(words: Words, node: x.Computed) -> Text:
    parts = join([words.say(value) for value in node.inputs], en=", ", zh="、")
    return Text("{name}({parts})", "{name}（{parts}）").format(name=node.name, parts=parts)


@says(x.ScoreOf)
def _score_of(words: Words, node: x.ScoreOf) -> Text:
    return Text("the score", "总分")


@says(x.DaysBetween)
def _days_between(words: Words, node: x.DaysBetween) -> Text:
    text = Text("days from {start} to {end}", "{start}至{end}的天数")
    return text.format(start=words.within(node.start, SUM), end=words.within(node.end, SUM))


@says(x.Shift)
def _shift(words: Words, node: x.Shift) -> Text:
    text = words.within(node.value, PRODUCT)
    if node.months:
        text = Text("{day} + {n} months", "{day} + {n} 个月").format(day=text, n=node.months)
    return Text("{day} + {n} days", "{day} + {n} 天").format(day=text, n=node.days) if node.days else text


@says(i.RowsDuring)
def _rows_during(words: Words, node: i.RowsDuring) -> Text:
    text = Text("count({rows} in the {axis})", "本{axis}{rows}的次数")
    return text.format(rows=node.rows.label, axis=node.axis.label)


@says(i.RowDate)
def _row_date(words: Words, node: i.RowDate) -> Text:
    return Text("day of {rows}", "{rows}的日期").format(rows=node.rows.label)


@says(i.PeriodStart, i.PeriodEnd)
def _period_day(words: Words, node: Any) -> Text:
    first, last = Text("first day of the {axis}", "{axis}第一天"), Text("last day of the {axis}", "{axis}最后一天")
    return (first if isinstance(node, i.PeriodStart) else last).format(axis=node.axis.label)


_COUNTED = Text("ballots counted in {tally}", "{tally}计入的总票数")
_COUNTED_AS = {
    "issued": Text("ballots issued for {tally}", "{tally}发出的票数"),
    "collected": Text("ballots collected in {tally}", "{tally}收回的票数"),
    "votes": Text("votes for any option in {tally}", "{tally}各项票数合计"),
}


@says(i.TallyTotal)
def _tally_total(words: Words, node: i.TallyTotal) -> Text:
    return _COUNTED_AS.get(node.tally.total_is, _COUNTED).format(tally=node.tally.label)


@says(i.TallyCount, i.TallyShare)
def _tally_part(words: Words, node: Any) -> Text:
    share = Text("share of {codes} in {tally}", "{tally}中{codes}的比例")
    votes = Text("votes for {codes} in {tally}", "{tally}中{codes}的票数")
    text = share if isinstance(node, i.TallyShare) else votes
    return text.format(codes=codes_label(node.tally, node.codes), tally=node.tally.label)


# Conditions: with values, why they hold, do not hold, or are not settled

_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "≠"}


@says(x.Compare)
def _compare(words: Words, node: x.Compare) -> Text:
    """Turned round where it does not hold, so that what is said is true."""
    sign = {"==": "="}.get(node.op, node.op)
    if words.values is None:
        return _COMPARED.format(left=words.side(node.left), sign=sign, right=words.within(node.right, PRODUCT))
    left, right = words.side(node.left, node.right), words.side(node.right, node.left)
    holds = words.values.holds(node)
    if holds is None:
        asked = Text("{left}; is it {sign} {right}?", "{left}；是否 {sign} {right}？")
        return asked.format(left=left, sign=sign, right=right)
    return _COMPARED.format(left=left, sign=sign if holds else _TURNED[node.op], right=right)


@says(x.And, x.Or)
def _conditions(words: Words, node: Any) -> Text:
    """Joined by "and" or "or", a part of the other kind in brackets; with values, the parts that settle it."""
    if words.values is not None:
        return join([words.say(part) for part in _telling(words.values, node)], en="; ", zh="；")
    parts = [words.say(part) if type(part) is type(node) else words.within(part, NOT) for part in node.conditions]
    return join(parts, en=" or ", zh="，或") if isinstance(node, x.Or) else join(parts, en=" and ", zh="，且")


def _telling(values: Values, node: Any) -> Sequence[x.Expr]:
    """The parts that settle it by themselves; all where all were needed; the open ones where it is not settled."""
    settles, holds = isinstance(node, x.Or), values.holds(node)
    if holds is (not settles):
        return tuple(node.conditions)
    return [part for part in node.conditions if values.holds(part) is holds] or tuple(node.conditions)


@says(x.Not)
def _not(words: Words, node: x.Not) -> Text:
    if words.values is not None:
        return words.say(node.condition)
    return Text("not {of}", "非{of}").format(of=words.within(node.condition, ATOM))


@says(i.Finding)
def _finding(words: Words, node: i.Finding) -> Text:
    if words.values is None:
        return node.label
    found = words.values.found(node)
    if found is not None:
        return Text("{label}: {found}", "{label}：{found}").format(label=node.label, found=found)
    if words.values.holds(node) is None:
        return Text("not entered: {label}", "未录入：{label}").format(label=node.label)
    return Text("none found: {label}", "无此认定：{label}").format(label=node.label)


@says(x.Any, x.All)
def _quantified(words: Words, node: Any) -> Text:
    """In some or every position; with values, the positions that settle it."""
    axis, some = x.open_axis(node.of), isinstance(node, x.Any)
    text = (
        Text("in some {axis}: {of}", "任一{axis}：{of}") if some else Text("in every {axis}: {of}", "每一{axis}：{of}")
    )
    places = None if words.values is None or axis is None else words.values.places(axis)
    telling = [(name, there) for name, there in places or () if _tells(there, node.of, some=some)]
    if telling:
        here = Text("{at}: {why}", "{at}：{why}")
        return join([here.format(at=at, why=render(node.of, there)) for at, there in telling], en="; ", zh="；")
    if some and places is not None:
        text = Text("in no {axis}: {of}", "没有任何{axis}：{of}")
    return text.format(axis=axis_label(axis), of=Words().within(node.of, COMPARE))


def _tells(there: Values, of: x.Expr, *, some: bool) -> bool:
    return there.missing(of) is None and there.holds(of) in (some, None)


@says(x.Is)
def _is(words: Words, node: x.Is) -> Text:
    """With values the code that was entered, and which were asked for where it is another."""
    wanted, text = codes_label(node.choice, node.codes), Text("{choice} is {codes}", "{choice}为{codes}")
    if words.values is None:
        return text.format(choice=words.within(node.choice, SUM), codes=wanted)
    holds = words.values.holds(node)
    if holds is not True:
        asked = Text("{choice}: {codes}; is it {wanted}?", "{choice}：{codes}；是否为{wanted}？")
        text = asked if holds is None else Text("{choice} is {codes}, not {wanted}", "{choice}为{codes}，不是{wanted}")
    return text.format(choice=words.name(node.choice), codes=words.values.figure(node.choice), wanted=wanted)


@says(look.Matched)
def _matched(words: Words, node: look.Matched) -> Text:
    text = Text("{rows} named in {by}", "{by}所指的{rows}")
    return text.format(rows=node.rows.label, by=node.by.label)


@says(look.Unsettled)
def _unsettled(words: Words, node: look.Unsettled) -> Text:
    """With values, what must be entered anew where it stands open."""
    inputs = join([given.label for given in node.inputs], en=", ", zh="、")
    if words.values is not None and words.values.holds(node) is not None:
        return words.say(node.when)
    text = Text("open while {when}: enter {inputs} anew", "{when}时未定：须重新录入{inputs}")
    return text.format(when=words.within(node.when, NOT), inputs=inputs)


@says(look.Spelled)
def _spelled(words: Words, node: look.Spelled) -> Text:
    return words.say(node.choice)


@says(look.Listed)
def _listed(words: Words, node: look.Listed) -> Text:
    """With values where it does not hold, that the list names none of them."""
    names = Text("the cycle's list for {choice} names {codes}", "{choice}的周期清单列有{codes}")
    lacks = Text("the cycle's list for {choice} names none of {codes}", "{choice}的周期清单没有{codes}")
    holds = None if words.values is None else words.values.holds(node)
    codes = codes_label(node.choice, node.codes)
    return (lacks if holds is False else names).format(choice=node.choice.label, codes=codes)


@says(x.GradeIs)
def _grade_is(words: Words, node: x.GradeIs) -> Text:
    text = Text("the grade is {grades}", "等次为{grades}")
    if words.values is None:
        return text.format(grades="/".join(node.grades))
    if words.values.holds(node) is None:
        text = Text("the grade may be {grades}", "等次可能为{grades}")
    return text.format(grades=words.values.grades())


@says(x.Given)
def _given(words: Words, node: x.Given) -> Text:
    if words.values is None:
        return Text("{value} is given", "有{value}").format(value=words.label(node.value))
    return words.values.missing(node.value) or words.side(node.value)


@says(*i.Their.__subclasses__())
def _their(words: Words, node: i.Their) -> Text:
    linked = None if words.values is None else words.values.theirs(node.link)
    if linked is None or not isinstance(node, x.BoolExpr):
        return theirs(node, Words().within(node.expression, ATOM)) if linked is None else words.side(node)
    text = Text("{link} {who}: {of}", "{link} {who}：{of}")
    return text.format(link=link_label(node.link), who=linked[0], of=render(node.expression, linked[1]))
