"""The columns of a table that is printed and signed: their headings, and what stands in each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import field, frozen

from ..words import Text
from ._exact import Exact, exact
from ._fields import Places, checked, maybe_text, to_text
from .nodes import Expr

__all__ = ["WORDS", "Column", "columns"]

WORDS = {
    "": Text("left blank, to be filled in by hand", "留空，由人填写"),
    "number": Text("the row's number", "序号"),
    "id": Text("the appraisee's id", "编号"),
    "name": Text("the appraisee's name", "姓名或名称"),
    "kind": Text("the kind of appraisee", "对象类别"),
    "period": Text("the period that the table is of, or the cycle", "期次"),
    "score": Text("the score of the whole cycle", "全周期得分"),
    "rank": Text("the place by score among the kind, equal scores sharing one", "名次（同分并列）"),
    "grade": Text("the grade, or what the outcome still is", "等次"),
    "limits": Text("the clauses of the limits that applied", "生效的限制条款"),
    "grounds": Text("the clauses of the flags that were raised", "所标记情形的条款"),
    "flags": Text("the flags in words", "标记"),
    "publicity": Text("the days on which the results are public, as far as they are on record", "公示期限（按记录）"),
    "asked": Text(
        "what the office's own file of people says under this heading at print time; nothing of it is kept",
        "打印时取自单位自有人员文件中的同名栏；系统不保存",
    ),
}


def _maybe(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


@checked
@frozen(order=False)
class Column:
    """One column of a printed table: its heading, and `of` what stands in it.

    That is a word of WORDS; the key of an input or link (the linked one's name); "ballot.total" or "ballot.CODE" for
    the votes of a ballot; the id of a figure; "one|other", what of these there is, where a reading decides which; or an
    expression. On a period axis it is the value of the period that the table is of. A number is multiplied by `times`,
    shown with at most `places` decimals, in per cent if `percent`.
    On a form, neighbours of the same `under` stand below that heading.
    """

    head: Text = field(converter=to_text)
    of: str | Expr = ""
    times: Fraction | None = field(default=None, kw_only=True, converter=_maybe)
    places: Places = field(default=2, kw_only=True)
    percent: bool = field(default=False, kw_only=True)
    under: Text | None = field(default=None, kw_only=True, converter=maybe_text)


def columns(given: Sequence[Column | str]) -> tuple[Column, ...]:
    """The columns of a form; a bare heading is of one that is filled in by hand."""
    return tuple(Column(one) if isinstance(one, str) else one for one in given)
