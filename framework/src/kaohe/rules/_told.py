"""What an input's facts must agree with, in sentences: for `describe`, empty cases and help."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Text
from ._spans import Cycles, Window
from .nodes import FEWEST_RATERS, IN_CYCLE, Days, Events, Expr, Finding, Input, Marks, Periods, Span, TheirNumber

__all__ = ["cycle_texts", "relation_texts"]

_DATED = Text("dated in {span}", "日期须在{span}之内")
_PART = Text("no more than {whole}", "不多于{whole}")
_LINKED = Text("{whole} of {link}", "{link}的{whole}")
_NEEDS = Text("only with “{finding}”", "须有“{finding}”的认定")
_SHARED = Text("the same for all of one {code}", "同一{code}须一致")
_EXCLUDES = Text("not the same document as in “{other}”", "不得与“{other}”同一文件")
_SAME = Text("a row that may be one with a row of “{other}” is asked about", "与“{other}”疑似同一事项的须核实")
_EXCEPTS = Text("each row excepts one of “{other}” of the same day", "逐行对应“{other}”中同日的一项")
_AFTER = Text("not before {day}", "不早于{day}")
_NAMED = Text("each row with its {item} as item", "各行以 item 写明{item}")
_IN_DAYS = Text("at most the days of the cycle", "不超过本周期天数")
_RATERS = Text("raters by code; a group of fewer than {n} does not count", "评分人只用代码；不足{n}名的组不计")
_LIMITED = Text("on one rater's sheet at most {most} {limit}", "同一评分人评出{limit}的最多{most}个")
_DISTINCT = Text("no two equal on one rater's sheet", "同一评分人不得评同分")
_HALVES = Text("half days too", "可记半天")


def relation_texts(given: Input) -> list[Text]:
    """The sentences about one input: its span, its relations, and how its rows are told apart."""
    return list(_texts(given))


def _texts(given: Input) -> Iterator[Text]:
    span = getattr(given, "dated", None)
    if isinstance(span, Span) and (span != IN_CYCLE or isinstance(given, Finding | Events)):
        yield _DATED.format(span=span.text())
    whole = getattr(given, "part_of", None)
    if whole is not None:
        yield _PART.format(whole=_label(whole))
    if given.needs is not None:
        yield _NEEDS.format(finding=given.needs.label)
    if given.shared_by is not None:
        yield _SHARED.format(code=given.shared_by.label)
    for name, text in (("excludes", _EXCLUDES), ("same_as", _SAME)):
        for other in getattr(given, name, ()):
            yield text.format(other=other.label)
    yield from _alone(given)


def _alone(given: Input) -> Iterator[Text]:
    excepts, before = getattr(given, "excepts", None), getattr(given, "not_before", None)
    if excepts is not None:
        yield _EXCEPTS.format(other=excepts.label)
    if before is not None:
        yield _AFTER.format(day=before.label)
    if isinstance(given, Events) and given.item is not None:
        yield _NAMED.format(item=given.item)
    if isinstance(given, Days) and not given.beyond and not isinstance(given.on, Periods):
        yield _IN_DAYS
    if isinstance(given, Marks):
        yield from _sheet(given)
    if isinstance(given, Days) and given.places:
        yield _HALVES


def _sheet(given: Marks) -> Iterator[Text]:
    yield _RATERS.format(n=FEWEST_RATERS)
    for limit in given.sheet:
        yield _LIMITED.format(most=limit.most, limit=limit.text())
    if given.no_equal:
        yield _DISTINCT


def _label(whole: Expr) -> Text:
    if isinstance(whole, TheirNumber) and isinstance(whole.expression, Input):
        link = whole.link if hasattr(whole.link, "label") else whole.link.link
        return _LINKED.format(whole=whole.expression.label, link=link.label)
    return whole.label if isinstance(whole, Input) else Text("?", "？")


def cycle_texts(cycles: Cycles | None, window: Window) -> list[Text]:
    """The sentences about the cycles that a document is for and the window of their appraisal."""
    found = []
    if cycles is not None:
        only = (
            Text("no other", "不用于其他周期")
            if cycles.only
            else Text("another is confirmed first", "其他周期须先确认")
        )
        text = Text("for {cycles} ({clause}); {only}", "适用于{cycles}（{clause}）；{only}")
        found.append(text.format(cycles=cycles.text(), clause=cycles.clause or "-", only=only))
    if window.months or window.days:
        text = Text(
            "the appraisal runs on {months} months and {days} days after the cycle ({why})",
            "周期结束后考核期延至{months}个月零{days}天（{why}）",
        )
        why = window.clause or window.assumption or "-"
        found.append(text.format(months=window.months, days=window.days, why=why))
    return found
