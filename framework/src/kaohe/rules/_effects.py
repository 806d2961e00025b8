"""What each rule kind does, said from its declaration alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..words import Text
from ._exact import show
from ._rules import (
    Asks,
    Band,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Figure,
    Flag,
    Floor,
    Item,
    ItemPart,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Refer,
    Rule,
    Total,
)
from .nodes import NumberExpr, join, render

__all__ = ["band_text", "effect"]


def effect(rule: Rule | Item | ItemPart) -> Text:
    """What `rule` does where it applies ("no better than 不称职")."""
    return _EFFECTS[type(rule)](rule)


def _ceiling(rule: Ceiling) -> Text:
    text = Text("no worse than {grade}", "不低于{grade}") if isinstance(rule, Floor) else _NO_BETTER
    text = text.format(grade=rule.grade)
    return (
        Text("{text}, once a re-check confirms it", "{text}（经复核确认后）").format(text=text)
        if rule.confirm
        else text
    )


_NO_BETTER = Text("no better than {grade}", "不高于{grade}")


def band_text(band: Band) -> Text:
    if band.low is None:
        below = "-" if band.below is None else show(band.below)
        return Text("{grade} below {below}", "{grade}：{below}以下").format(grade=band.grade, below=below)
    if band.high is None and band.below is not None:
        return Text("{grade} from {low} to below {below}", "{grade}：{low}以上、{below}以下").format(
            grade=band.grade, low=show(band.low), below=show(band.below)
        )
    if band.high is None:
        return Text("{grade} from {low}", "{grade}：{low}以上").format(grade=band.grade, low=show(band.low))
    return Text("{grade} {low}-{high}", "{grade}：{low}-{high}").format(
        grade=band.grade, low=show(band.low), high=show(band.high)
    )


_READINGS = {
    "half-open": Text("a band begins at its lower number", "各档从下限起算"),
    "half-up": Text("between two bands rounded half-up to whole points", "两档之间的分数四舍五入到整数"),
    "truncate": Text("between two bands cut to whole points", "两档之间的分数舍去小数"),
    "refer": Text("a score between two bands goes to a person", "两档之间由人裁定"),
}


def _bands(rule: Bands) -> Text:
    bands = join([band_text(band) for band in rule.bands], en=", ", zh="，")
    return Text("proposes {bands} ({reading})", "拟定等次 {bands}（{reading}）").format(
        bands=bands, reading=_READINGS.get(rule.reading, Text(rule.reading, rule.reading))
    )


def _total(rule: Total) -> Text:
    return _limited(Text("makes the score", "构成得分"), rule)


def _table(rule: PointTable) -> Text:
    text = Text("makes the score, {points} points in all", "构成得分，共 {points} 分").format(points=show(rule.points))
    if rule.rescale:
        text = Text(
            "{text}; the rows that apply are counted up to the whole", "{text}；适用各行的得分按满分折算"
        ).format(text=text)
    return _limited(text, rule)


def _moved(rule: Bonus, text: Text) -> Text:
    if not rule.beyond:
        return text
    return Text("{text}, beyond the range of the total too", "{text}，可超出总分范围").format(text=text)


def _limited(text: Text, rule: Total | PointTable) -> Text:
    if rule.at_least is not None:
        text = Text("{text}, at least {low}", "{text}，最低 {low}").format(text=text, low=show(rule.at_least))
    if rule.at_most is not None:
        text = Text("{text}, at most {high}", "{text}，最高 {high}").format(text=text, high=show(rule.at_most))
    return text


_ROUNDING = {
    "down": Text("rounded down", "向下取整"),
    "up": Text("rounded up", "向上取整"),
    "half-up": Text("rounded half-up", "四舍五入"),
}


def _quota(rule: Quota) -> Text:
    pool = join([render(part) for part in rule.pool], en=", ", zh="、")
    text = _size(rule)
    if rule.pool:
        text = Text("{text} of each {pool}", "按{pool}：{text}").format(text=text, pool=pool)
    if rule.at_least != 0:
        text = Text("{text}, at least {n} a pool", "{text}，每组至少 {n} 名").format(
            text=text, n=_amount(rule.at_least)
        )
    if rule.each is not None:
        text = Text("in each {axis}: {text}", "每{axis}：{text}").format(axis=rule.each.label, text=text)
    if rule.unranked:
        text = Text("{text}; in no order, so people decide", "{text}；不排序，由人裁定").format(text=text)
    if rule.across:
        text = Text("{text}; short of it people decide", "{text}；不足时由人裁定").format(text=text)
    if rule.soft:
        text = Text("{text}, more with a recorded reason", "{text}（写明理由可超出）").format(text=text)
    if rule.otherwise:
        text = Text("{text}; those beyond get {grade}", "{text}；超出者为{grade}").format(
            text=text, grade=rule.otherwise
        )
    return text


def _size(rule: Quota) -> Text:
    if rule.across and rule.floor_share is not None:
        return Text("at least {share}% of those with {grade}", "{grade}的至少 {share}%").format(
            share=show(rule.floor_share * 100), grade=rule.grade
        )
    if rule.floor_share is not None:
        return Text(
            "at least {share}% of those with {grade} within {within}", "{within}中{grade}的至少 {share}%"
        ).format(share=show(rule.floor_share * 100), grade=rule.grade, within=rule.within or "-")
    grade = Text(rule.grade, rule.grade)
    if rule.or_better:
        grade = Text("{grade} or better", "{grade}及以上").format(grade=rule.grade)
    if rule.number is not None:
        return Text("{grade} for at most {n}", "{grade}最多 {n} 名").format(grade=grade, n=_amount(rule.number))
    share: Text | str = "-" if rule.share is None else _amount(rule.share, percent=True)
    rounding = _ROUNDING.get(rule.rounding, Text(rule.rounding or "-", rule.rounding or "-"))
    return Text("{grade} for at most {share} ({rounding})", "{grade}最多 {share}（{rounding}）").format(
        grade=grade, share=share, rounding=rounding
    )


def _amount(given: NumberExpr | Fraction | int, *, percent: bool = False) -> Text:
    """A number or share of places, or what tells it."""
    if isinstance(given, NumberExpr):
        return Text("({of})", "（{of}）").format(of=render(given))
    told = f"{show(Fraction(given) * 100)}%" if percent else str(given)
    return Text(told, told)


def _procedure(rule: Procedure) -> Text:
    parts = [_STEPS.get(rule.step, Text(rule.step, rule.step))]
    if rule.day is not None:
        parts.append(rule.day)
    if rule.share is not None:
        rounding = _ROUNDING.get(rule.rounding, Text("exact", "不取整"))
        share = Text("{share}%, {rounding}", "{share}%，{rounding}")
        parts.append(share.format(share=show(rule.share * 100), rounding=rounding))
    if rule.chain:
        parts.append(join(list(rule.signers), en=" -> ", zh=" -> "))
    parts += [term.text() for term in rule.does]
    return join(parts, en="; ", zh="；")


_NOTICE = Text("a notice; changes no grade", "提示，不改变等次")
_STEPS = {
    "heading": Text("content", "考核内容"),
    "organiser": Text("organisation", "组织领导"),
    "deadline": Text("deadline", "时限"),
    "sign-off": Text("sign-off", "签字审定"),
    "sampling": Text("sampling", "抽查"),
    "publicity": Text("publicity", "公示反馈"),
    "form": Text("form", "表式"),
    "gate": Text("gate before the result is final", "结果确定前的把关"),
    "archive": Text("archive", "建档"),
    "discipline": Text("discipline", "纪律"),
    "report": Text("report", "上报"),
}


def _item(row: Item) -> Text:
    if row.applies is None:
        return _worth(row)
    return Text("{text}; only where {when}", "{text}；仅适用于：{when}").format(
        text=_worth(row), when=render(row.applies)
    )


def _worth(row: Item) -> Text:
    if row.earns is not None:
        return Text("earns up to {points} points", "最多得 {points} 分").format(points=show(row.points))
    return Text("{points} points, less what its parts lose", "{points} 分，扣除各分项失分").format(
        points=show(row.points)
    )


def _part(row: ItemPart) -> Text:
    if row.uncapped:
        return Text("{points} points; may lose more", "{points} 分，可多扣").format(points=show(row.points))
    return Text("loses at most {points} points", "最多扣 {points} 分").format(points=show(row.points))


_EFFECTS: dict[type, Callable[[Any], Text]] = {
    Eligibility: lambda rule: Text("else not appraised: {why}", "否则不考核：{why}").format(why=rule.otherwise),
    Total: _total,
    PointTable: _table,
    Item: _item,
    ItemPart: _part,
    Bonus: lambda rule: _moved(rule, Text("adds points", "加分")),
    Penalty: lambda rule: _moved(rule, Text("takes points off", "扣分")),
    Ceiling: _ceiling,
    Floor: _ceiling,
    Bands: _bands,
    Proposed: lambda rule: Text("the grade that people propose", "由人提出等次"),
    Flag: lambda rule: Text('is flagged "{flag}"', "标记“{flag}”").format(flag=rule.flag),
    Refer: lambda rule: Text("a person decides the grade", "由人裁定等次"),
    Figure: lambda rule: Text("is shown; enters no result", "仅显示，不计入结果"),
    Consequence: lambda rule: join([_NOTICE, *(one.text() for one in rule.tells)], en="; ", zh="；"),
    Quota: _quota,
    Procedure: _procedure,
    Asks: lambda rule: Text("is recorded", "记录在案"),
}
