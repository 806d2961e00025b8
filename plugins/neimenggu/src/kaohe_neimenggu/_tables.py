"""The table of results by sequence that 四（七）and 四（八）ask for: the document gives no columns, so these are ours."""

from __future__ import annotations

from functools import partial

from kaohe.rules import Procedure
from kaohe.rules.forms import Column

from ._annexes import GROUP, OFFICE

_TEAMS = ("summary table of results: general teams", "驻旗县工作总队考核结果汇总表")
_PEOPLE = ("summary table of results: members", "驻旗县工作总队成员考核结果汇总表")
_table = partial(Procedure, "form", clause="四（七）", role="a-table", chain=(GROUP, OFFICE), ours=True)
_RESULT = (
    Column("总分", "score"), Column("名次", "rank"), Column("等次", "grade"), Column("标记", "flags"), "公示", "备注",
)  # fmt: skip
PEOPLE = _table(_PEOPLE, title=_PEOPLE, columns=(
    Column("序号", "number"), Column("序列", "kind"), Column("姓名", "name"), Column("所在工作总队", "team"),
    Column("督导组考核（30%）", "supervision"), Column("日常督查（15%）", "daily"), Column("总结测评（5%）", "NM-A3"),
    Column("实地查访（15%）", "visits"), Column("民意调查（20%）", "opinion"), Column("综合评价（15%）", "NM-A2"),
    Column("派驻天数", "days"), *_RESULT,
))  # fmt: skip


def teams(rating: str) -> Procedure:
    """The table of teams; `rating` is the figure that their 总结测评 is (NM-a8)."""
    columns = (
        Column("序号", "number"), Column("旗县（市、区）", "county"), Column("工作总队", "name"), Column("指标考核（30%）", "indicators"),
        Column("日常督查（20%）", "daily"), Column("第三方评估（20%）", "third_party"), Column("总结测评（5%）", rating),
        Column("查阅台账（15%）", "ledger"), Column("综合评价（10%）", "NM-A2"), *_RESULT,
    )  # fmt: skip
    return _table(_TEAMS, title=_TEAMS, columns=columns)
