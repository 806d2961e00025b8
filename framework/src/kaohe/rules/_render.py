"""Expressions as readable text, for `describe`, explanations and the documentation page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from ..words import Text
from ._exact import show
from ._expressions import (
    Add,
    Aggregate,
    All,
    And,
    Axis,
    Clamp,
    Compare,
    Computed,
    Const,
    DateConst,
    DaysBetween,
    Divide,
    Expr,
    Extreme,
    Given,
    GradeIs,
    If,
    Is,
    Multiply,
    Named,
    Not,
    Or,
    Points,
    Round,
    ScoreOf,
    Shift,
    Steps,
    Subtract,
    Weighted,
    open_axis,
)
from ._expressions import Any as AnyOf
from ._inputs import (
    Choice,
    Events,
    Finding,
    Input,
    LinkedBack,
    PeriodEnd,
    Periods,
    PeriodStart,
    Ratings,
    RowDate,
    RowsDuring,
    Tally,
    TallyCount,
    TallyShare,
    TallyTotal,
    Their,
)
from ._lookups import Listed, Matched, Spelled, Unsettled

__all__ = ["axis_label", "join", "render"]

# How tightly a node binds; a part that binds less than its surroundings is put in brackets.
_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)
_LEVELS: dict[type, int] = {
    Or: _OR,
    And: _AND,
    Not: _NOT,
    Compare: _COMPARE,
    Is: _COMPARE,
    GradeIs: _COMPARE,
    Add: _SUM,
    Subtract: _SUM,
    Weighted: _SUM,
    Multiply: _PRODUCT,
    Divide: _PRODUCT,
    If: _OR,
}
_BRACKETS = Text("({part})", "（{part}）")


def render(expression: Expr) -> Text:
    """`expression` as one line of text in both languages, brackets where they matter."""
    return _RENDER.get(type(expression), _input)(expression)


def _within(part: Expr, level: int) -> Text:
    text = render(part)
    return text if _LEVELS.get(type(part), _ATOM) >= level else _BRACKETS.format(part=text)


def join(parts: Sequence[Text], *, en: str, zh: str) -> Text:
    """`parts` with a separator between them in each language; "-" where there are none."""
    return Text(en.join(part.en for part in parts) or "-", zh.join(part.zh for part in parts) or "-")


def axis_label(axis: Axis) -> Text:
    """What one position of `axis` is called: a month, a finding, a posted member."""
    if isinstance(axis, Periods | Finding | Events | Ratings):
        return axis.label
    return _kinds(axis) if isinstance(axis, LinkedBack) else Text(axis.axis_key, axis.axis_key)


def _kinds(axis: LinkedBack) -> Text:
    return join([kind.label for kind in axis.kinds], en=" or ", zh="、")


def _plain(text: str) -> Text:
    return Text(text, text)


def _input(node: Any) -> Text:
    assert isinstance(node, Input)  # noqa: S101  # every other node has an entry of its own
    return node.label


def _pair(sign: str, level: int) -> Callable[[Any], Text]:
    def text(node: Any) -> Text:
        left, right = _within(node.left, level), _within(node.right, level + 1)
        return Text("{left} {sign} {right}", "{left} {sign} {right}").format(left=left, sign=sign, right=right)

    return text


def _percent(weight: Fraction) -> str:
    return f"{show(weight * 100)}%"


def _weighted(node: Weighted) -> Text:
    term = Text("{weight} {value}", "{weight} {value}")
    parts = [term.format(weight=_percent(weight), value=_within(value, _PRODUCT)) for value, weight in node.terms]
    return join(parts, en=" + ", zh=" + ")


def _clamp(node: Clamp) -> Text:
    text = _within(node.value, _SUM)
    if node.low is not None:
        text = Text("{value}, at least {low}", "{value}（最少 {low}）").format(value=text, low=show(node.low))
    if node.high is not None:
        text = Text("{value}, at most {high}", "{value}（最多 {high}）").format(value=text, high=show(node.high))
    return Text("[{value}]", "[{value}]").format(value=text)


def _steps(node: Steps) -> Text:
    rows = [
        Text("{result} from {start}", "满{start}得{result}").format(start=show(start), result=show(result))
        for start, result in node.table
    ]
    below = Text("{result} below", "以下得{result}").format(result=show(node.below))
    return Text("steps of {value} ({rows})", "按{value}分段（{rows}）").format(
        value=render(node.value), rows=join([below, *rows], en=", ", zh="、")
    )


_HOW = {
    "half-up": Text("half-up", "四舍五入"),
    "down": Text("down", "舍去"),
    "up": Text("up", "进位"),
}


def _round(node: Round) -> Text:
    return Text("{value} rounded {how} to {places} decimals", "{value}（{how}到 {places} 位小数）").format(
        value=_within(node.value, _ATOM), how=_HOW[node.how], places=node.places
    )


def _named(node: Named) -> Text:
    return Text("{label} [{value}]", "{label}[{value}]").format(label=node.label, value=render(node.value))


def _points(node: Points) -> Text:
    rows = [
        Text("{code} = {points}", "{code} = {points}").format(code=code, points=show(points))
        for code, points in node.table
    ]
    return Text("points of {choice} ({rows})", "{choice}对应的分值（{rows}）").format(
        choice=render(node.choice), rows=join(rows, en=", ", zh="、")
    )


def _if(node: If) -> Text:
    return Text("{value} if {condition}, else {otherwise}", "若{condition}则{value}，否则{otherwise}").format(
        value=_within(node.value, _COMPARE),
        condition=render(node.condition),
        otherwise=_within(node.otherwise, _COMPARE),
    )


def _extreme(node: Extreme) -> Text:
    parts = join([render(value) for value in node.values], en="; ", zh="；")
    text = (
        Text("the largest of ({parts})", "（{parts}）中最大的")
        if node.op == "max"
        else Text("the smallest of ({parts})", "（{parts}）中最小的")
    )
    return text.format(parts=parts)


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


def _aggregate(node: Aggregate) -> Text:
    if node.op == "rows":
        return Text("count({of})", "{of}的次数").format(of=render(node.of))
    of = _name(node.of) if node.op in ("known", "due") else _short(node.of)
    return _AGGREGATES[node.op].format(axis=_axis_of(node.of), of=of)


def _axis_of(expression: Expr) -> Text:
    axis = open_axis(expression)
    return axis_label(axis) if axis is not None else Text("no axis", "（无轴）")


def _short(expression: Expr) -> Text:
    """A named value whole, a plain input bare, anything else in brackets."""
    if isinstance(expression, Named):
        return _BRACKETS.format(part=render(expression.value))
    return _within(expression, _ATOM)


def _name(expression: Expr) -> Text:
    """The label alone, where only the presence of the value counts."""
    return expression.label if isinstance(expression, Named) else _within(expression, _ATOM)


def _quantified(node: Any) -> Text:
    text = (
        Text("in some {axis}: {of}", "任一{axis}：{of}")
        if isinstance(node, AnyOf)
        else Text("in every {axis}: {of}", "每一{axis}：{of}")
    )
    return text.format(axis=_axis_of(node.of), of=_within(node.of, _COMPARE))


def _computed(node: Computed) -> Text:
    parts = join([render(value) for value in node.inputs], en=", ", zh="、")
    return Text("{name}({parts})", "{name}（{parts}）").format(name=node.name, parts=parts)


def _shift(node: Shift) -> Text:
    text = _within(node.value, _PRODUCT)
    if node.months:
        text = Text("{day} + {n} months", "{day} + {n} 个月").format(day=text, n=node.months)
    return Text("{day} + {n} days", "{day} + {n} 天").format(day=text, n=node.days) if node.days else text


def _is(node: Is) -> Text:
    codes = join([_code_label(node.choice, code) for code in node.codes], en=" / ", zh="、")
    return Text("{choice} is {codes}", "{choice}为{codes}").format(choice=_within(node.choice, _SUM), codes=codes)


def _code_label(choice: Expr, code: str) -> Text:
    options = choice.options if isinstance(choice, Choice | Ratings) else ()
    return next((option.label for option in options if option.code == code), _plain(code))


def _options(tally: Tally, codes: tuple[str, ...]) -> Text:
    labels = {option.code: option.label for option in tally.options}
    return join([labels.get(code, _plain(code)) for code in codes], en=" / ", zh="、")


# Blanks count in the total unless the tally counts votes for options alone.
_COUNTED = {
    False: Text("ballots counted in {tally}", "{tally}计入的总票数"),
    True: Text("votes for any option in {tally}", "{tally}各项票数合计"),
}


def _tally(node: Any) -> Text:
    if isinstance(node, TallyTotal):
        return _COUNTED[node.tally.total_is == "votes"].format(tally=node.tally.label)
    text = (
        Text("share of {codes} in {tally}", "{tally}中{codes}的比例")
        if isinstance(node, TallyShare)
        else Text("votes for {codes} in {tally}", "{tally}中{codes}的票数")
    )
    return text.format(codes=_options(node.tally, node.codes), tally=node.tally.label)


def _their(node: Their) -> Text:
    link = node.link
    label = _kinds(link) if isinstance(link, LinkedBack) else link.label
    return Text("{link}'s {of}", "{link}的{of}").format(link=label, of=_within(node.expression, _ATOM))


def _conditions(sign: Text) -> Callable[[Any], Text]:
    """Parts joined by "and" or "or"; a part of the other kind in brackets, whoever knows the precedence."""

    def text(node: Any) -> Text:
        parts = [render(part) if type(part) is type(node) else _within(part, _NOT) for part in node.conditions]
        return join(parts, en=sign.en, zh=sign.zh)

    return text


def _days_between(node: DaysBetween) -> Text:
    return Text("days from {start} to {end}", "{start}至{end}的天数").format(
        start=_within(node.start, _SUM), end=_within(node.end, _SUM)
    )


def _rows_during(node: RowsDuring) -> Text:
    return Text("count({rows} in the {axis})", "本{axis}{rows}的次数").format(
        rows=node.rows.label, axis=node.axis.label
    )


def _matched(node: Matched) -> Text:
    return Text("{rows} named in {by}", "{by}所指的{rows}").format(rows=node.rows.label, by=node.by.label)


def _unsettled(node: Unsettled) -> Text:
    inputs = join([given.label for given in node.inputs], en=", ", zh="、")
    return Text("open while {when}: enter {inputs} anew", "{when}时未定：须重新录入{inputs}").format(
        when=_within(node.when, _NOT), inputs=inputs
    )


def _listed(node: Listed) -> Text:
    codes = join([_plain(code) for code in node.codes], en=" / ", zh="、")
    return Text("the cycle's list for {choice} names {codes}", "{choice}的周期清单列有{codes}").format(
        choice=node.choice.label, codes=codes
    )


_RENDER: dict[type, Callable[[Any], Text]] = {
    Const: lambda node: _plain(show(node.value)),
    DateConst: lambda node: _plain(node.value.isoformat()),
    Add: _pair("+", _SUM),
    Subtract: _pair("-", _SUM),
    Multiply: _pair("×", _PRODUCT),
    Divide: _pair("/", _PRODUCT),
    Compare: lambda node: _pair({"==": "="}.get(node.op, node.op), _SUM)(node),
    Weighted: _weighted,
    Clamp: _clamp,
    Steps: _steps,
    Round: _round,
    Named: _named,
    Points: _points,
    If: _if,
    Extreme: _extreme,
    Aggregate: _aggregate,
    Computed: _computed,
    DaysBetween: _days_between,
    Shift: _shift,
    ScoreOf: lambda node: Text("the score", "总分"),
    GradeIs: lambda node: Text("the grade is {grades}", "等次为{grades}").format(grades="/".join(node.grades)),
    Is: _is,
    And: _conditions(Text(" and ", "，且")),
    Or: _conditions(Text(" or ", "，或")),
    Not: lambda node: Text("not {of}", "非{of}").format(of=_within(node.condition, _ATOM)),
    Given: lambda node: Text("{value} is given", "有{value}").format(value=_name(node.value)),
    AnyOf: _quantified,
    All: _quantified,
    RowsDuring: _rows_during,
    RowDate: lambda node: Text("day of {rows}", "{rows}的日期").format(rows=node.rows.label),
    PeriodStart: lambda node: Text("first day of the {axis}", "{axis}第一天").format(axis=node.axis.label),
    PeriodEnd: lambda node: Text("last day of the {axis}", "{axis}最后一天").format(axis=node.axis.label),
    TallyTotal: _tally,
    TallyCount: _tally,
    TallyShare: _tally,
    Matched: _matched,
    Unsettled: _unsettled,
    Spelled: lambda node: render(node.choice),
    Listed: _listed,
}
_RENDER |= dict.fromkeys(Their.__subclasses__(), _their)
