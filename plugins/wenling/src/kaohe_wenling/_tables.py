"""The table of scores that 三 and 五 send on to the city's appraisal office: the document gives no columns, so these are ours."""

from __future__ import annotations

from kaohe.rules import Procedure
from kaohe.rules.forms import Column

_TITLE = ("summary table of scores", "镇（街道）干部队伍建设考核得分汇总表")
SCORES = Procedure("form", _TITLE, role="-table", title=_TITLE, ours=True, columns=(
    Column("序号", "number"), Column("类别", "kind"), Column("镇（街道）", "name"), Column("得分", "score"),
    Column("名次", "rank"), Column("折算分", "WL-5-converted"), Column("说明", "flags"), "备注",
), chain=(("city 组织部", "市委组织部"), ("city appraisal office", "市考核办")))  # fmt: skip
