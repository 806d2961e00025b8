"""The quarterly and yearly table of seconded cadres: the available text gives no columns, so these are ours."""

from __future__ import annotations

from kaohe.rules import Procedure
from kaohe.rules.forms import Column

_TITLE = ("table of the appraisal of seconded cadres", "挂职干部考核情况汇总表")
CADRES = Procedure("form", _TITLE, id="YN-H3-table", title=_TITLE, ours=True, columns=(
    Column("序号", "number"), Column("姓名", "name"), "挂职单位及职务", Column("挂职起始", "posted_from"),
    Column("挂职截止", "posted_to"), Column("期次", "period"), Column("季度考评得分", "quarter_score"),
    Column("季度平均分", "YN-H5"), Column("日常扣分", "YN-15"), Column("年度考核地点等", "flags"), "考核意见", "备注",
), chain=(("posting unit", "挂职单位"), ("county 组织部", "县委组织部")))  # fmt: skip
