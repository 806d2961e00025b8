"""Forms and reports on paper: the blocks that a page is made of, and where what stands in them comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from attrs import field, frozen

from ..words import Text
from ._fields import Name, Some, checked, maybe_text, one_of, to_text, within
from ._printed import Column, columns

__all__ = ["LINE_WORDS", "PARA_STYLES", "SHOWN", "Form", "Grid", "Marked", "Para", "People", "Shown", "Sign", "Write"]

LINE_WORDS = {
    "": Text("left blank, to be filled in by hand", "留空，由人填写"),
    "number": Text("the line's number", "序号"),
    "points": Text("the points that the line is worth", "分值"),
    "label": Text("the line's own words", "项目"),
    "parts": Text("what is taken or given in the line, part by part", "计分办法"),
    "value": Text("what the evaluation gives for it", "得分"),
}
PARA_STYLES = {
    "title": Text("a large title", "标题"),
    "subtitle": Text("a line under the title", "副题"),
    "heading": Text("a heading of the first order", "一级标题"),
    "text": Text("a paragraph", "正文"),
    "note": Text("a small remark", "说明"),
    "prose": Text("a heading with room for prose", "留待撰写的部分"),
    "break": Text("a new page", "换页"),
}
SHOWN = {
    "grades": Text("how many of each kind have each grade", "各类对象的等次分布"),
    "scores": Text("how many of each kind are scored; mean, highest and lowest score", "各类对象得分情况"),
    "pools": Text("the places of each pool and who holds them", "名额使用情况"),
    "cycle": Text("the whole cycle on one page", "考核周期一览（一页）"),
    "open": Text("what is open, by what closes it", "待办事项"),
    "rechecks": Text("the re-checks: open, confirmed, rejected", "复核情况"),
    "readings": Text("the open readings, and whose grade another reading would change", "待定读法及其影响"),
    "grounds": Text("the clauses that limited a grade, and how many times", "限制条款生效情况"),
    "notices": Text("what follows from the results, and for how many", "结果运用"),
    "explanation": Text("why the result is what it is, without any colleague", "结果说明（不含其他人员）"),
    "material": Text("how many sheets of each kind go up, team by team", "材料份数"),
    "signatures": Text("who has signed in the book, and when", "账簿中的签署记录"),
    "checks": Text(
        "what the form's clause draws: of how many, the share, how many are to be drawn and were", "本条规定的抽查情况"
    ),
    "samples": Text("how many are to be drawn, and blank lines for them", "抽查名单"),
}

Style = Annotated[str, one_of(*PARA_STYLES)]
Figures = Annotated[str, one_of(*SHOWN)]
Who = Annotated[str, one_of("all", "settled", "best")]
Lines = Annotated[int, within(0, 60)]


@checked
@frozen(order=False)
class Para:
    """A line or paragraph of ours in a style of PARA_STYLES.

    "{unit}" (of the book), "{year}" (in which the cycle ends), "{period}" (or the cycle), "{name}" (of whom the page
    is for), "{n}" (how many they are) stand for those.
    """

    text: Text = field(converter=to_text)
    style: Style = field(default="text", kw_only=True)


@checked
@frozen(order=False)
class Write(Column):
    """A place where people write by hand, `lines` high; `signed` ("签名：", "盖章：") stands at its foot, with a date."""

    lines: Lines = field(default=4, kw_only=True)
    signed: Text | None = field(default=None, kw_only=True, converter=maybe_text)


def _rows(given: Sequence[Sequence[Column | str] | Column | str]) -> tuple[tuple[Column, ...], ...]:
    return tuple(columns((row,) if isinstance(row, Column | str) else row) for row in given)


@checked
@frozen(order=False)
class Grid:
    """A table of headings and values, row by row; a bare heading is filled in by hand, and so is a `Write`."""

    rows: Some[tuple[Column, ...]] = field(converter=_rows)
    border: bool = field(default=True, kw_only=True)


@checked
@frozen(order=False)
class People:
    """A table with a row for everybody whom the page is for, of the `kinds` named, with `blank` empty rows below.

    `who` is "all", "settled" (whose result is final) or "best" (who has the best grade). They stand in the order of the
    roster, sorted by the columns headed as in `sort`.
    """

    columns: Some[Column] = field(converter=columns)
    kinds: tuple[str, ...] = field(default=(), kw_only=True)
    who: Who = field(default="all", kw_only=True)
    sort: tuple[str, ...] = field(default=(), kw_only=True)
    blank: Lines = field(default=0, kw_only=True)


@checked
@frozen(order=False)
class Marked:
    """An indicator or point table with its marks: `key` is the input or the rule that has it.

    A column is a word of LINE_WORDS, or the number ("1", "2") of one of the `labels` that the document prints before
    each line, in order; labels that repeat are joined.
    """

    key: Name
    columns: Some[Column] = field(converter=columns)
    labels: tuple[tuple[str, ...], ...] = field(default=(), kw_only=True)
    total: Text | None = field(default=None, kw_only=True, converter=maybe_text)


@checked
@frozen(order=False)
class Shown:
    """Figures of the cycle that the framework works out: a word of SHOWN, under a heading where one is given."""

    what: Figures
    head: Text | None = field(default=None, converter=maybe_text)
    kinds: tuple[str, ...] = field(default=(), kw_only=True)


def _who(given: Sequence[object]) -> tuple[Text, ...]:
    return tuple(to_text(one) for one in given)  # type: ignore[arg-type]  # what is no text is refused by `checked`


@checked
@frozen(order=False)
class Sign:
    """Who signs, one line each, with room for the date; a seal's place where `stamp`."""

    who: Some[Text] = field(converter=_who)
    stamp: bool = field(default=False, kw_only=True)


Block = Para | Write | Grid | People | Marked | Shown | Sign


@checked
@frozen(order=False)
class Form:
    """A form or report that the document asks for, as data; the framework fills it in and draws it.

    `kinds` are the kinds it is of, `each` whom one page is for: "person", "cycle" (one page for all), or the key of a
    link or choice ("team": a page for each team, of the kinds that have it). It is handed in in `copies`; `ours` where
    the document gives no layout, `report` where it is a report, `by_period` where it is of one period, `by_half` where
    it is of a half-year of the cycle ("2019H1"), `flagged` the id of the flag of whom alone it is, and of those linked
    to them, `wide` on A4 turned, `plain` without its title above. `absent` says why a form that the document names
    cannot be printed.
    """

    key: Name
    title: Text = field(converter=to_text)
    blocks: tuple[Block, ...] = ()
    clause: str = field(default="", kw_only=True)
    kinds: tuple[str, ...] = field(default=(), kw_only=True)
    each: str = field(default="person", kw_only=True)
    copies: Lines = field(default=1, kw_only=True)
    ours: bool = field(default=False, kw_only=True)
    wide: bool = field(default=False, kw_only=True)
    report: bool = field(default=False, kw_only=True)
    by_period: bool = field(default=False, kw_only=True)
    by_half: bool = field(default=False, kw_only=True)
    flagged: str = field(default="", kw_only=True)
    plain: bool = field(default=False, kw_only=True)
    absent: Text | None = field(default=None, kw_only=True, converter=maybe_text)
