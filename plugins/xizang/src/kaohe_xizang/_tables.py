"""考核结果汇总表, which articles 6(5) and 6(6) name without columns: these are ours."""

from __future__ import annotations

from functools import partial

from kaohe.rules import Procedure
from kaohe.rules.forms import Column

_SIGNED = (("head of the 强基办", "强基办主任"), ("party committee secretary", "党（工）委书记"))
_TITLE = ("summary table of appraisal results", "驻村工作考核结果汇总表")
_UNITS = ("summary table of appraisal results: dispatching units", "派驻单位考核结果汇总表")
_table = partial(Procedure, "form", role="a-table", chain=_SIGNED, ours=True)
_PLACE = ("市（地）", "县（区）", "乡镇", "村")
_MARKS = (
    Column("平时（10）", "usual", times="10%"),
    Column("民意（20）", "opinion", times="20%"),
    Column("考评表（70）", "targets", times="70%"),
)
_RESULT = (
    Column("年均分", "score"),
    Column("等次", "grade"),
    Column("一票否决条款", "limits"),
    "公示",
    "备注",
)
SUMMARY = _table(_TITLE, title=_TITLE, columns=(
    Column("序号", "number"), *_PLACE, Column("对象类别", "kind"), Column("名称", "name"), Column("派驻单位", "unit"),
    Column("期次", "period"), *_MARKS, Column("期得分", "XZ-6(4)a"), *_RESULT,
))  # fmt: skip
# A unit is appraised once a year, and is sent by nobody.
UNIT_SUMMARY = _table(_UNITS, title=_UNITS, columns=(
    Column("序号", "number"), *_PLACE[:2], Column("名称", "name"), Column("期次", "period"), *_MARKS, *_RESULT,
))  # fmt: skip
