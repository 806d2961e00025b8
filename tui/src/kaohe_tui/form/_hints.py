"""What may be entered in a cell, and what a ballot comes to, in one line."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.tools import options_of
from kaohe.words import Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ._layout import range_text

__all__ = ["may_enter", "sums_text"]


def may_enter(of: Field, part: str) -> str:
    """The options, the range or the form of what one cell of a field takes."""
    given = of.part_input(part)
    if isinstance(of, RowsField) and part == "rows":
        return str(Text("0 none   + one more   !n not applicable", "0 没有   + 增加一项   !n 不适用等"))
    if given is None:
        return str(_DOCUMENT) if part.endswith("document") else ""
    listed = "  ".join(f"{place} {option.label}" for place, option in enumerate(options_of(given, of.supplied), 1))
    who = f"   {Text('entered by', '录入')}: {given.entered_by}" if given.entered_by is not None else ""
    return f"{given.label}: {listed or range_text(given, of.supplied)}{who}"


def sums_text(of: TallyField, texts: Mapping[str, str]) -> str:
    """How many ballots of one field are counted, and whether they are as many as were collected."""
    counted, missing = of.sums(texts)
    if missing is None:
        return str(Text("sum {n}", "合计 {n}").format(n=counted))
    if missing == 0:
        return str(Text("sum {n} ok", "合计 {n} 相符").format(n=counted))
    return str(Text("sum {n} ! differs by {d}", "合计 {n} ! 差 {d}").format(n=counted, d=abs(missing)))


_DOCUMENT = Text("like 组发〔2018〕5号; no data about residents", "写法如 组发〔2018〕5号；不录入群众个人信息")
