"""附件5 and 附件6, the summary tables of results: the document names them without columns, so these are ours."""

from __future__ import annotations

from functools import partial

from kaohe.rules import Procedure
from kaohe.rules.forms import Column

_TEAMS = ("summary table of results: work teams (annex 5)", "兵团“访惠聚”工作队考核结果汇总表")
_PEOPLE = ("summary table of results: team members (annex 6)", "兵团“访惠聚”工作队队员考核结果汇总表")
# 第六条（一）6: the group proposes, an office reviews, a leading group approves: of the 兵团 or of the 师 by the level.
_SIGNED = (
    ("appraisal group", "考核组"),
    ("reviewed by the office", "审核（“访惠聚”工作办公室）"),
    ("approved by the leading group", "审定（“访惠聚”工作领导小组）"),
)
_table = partial(Procedure, "form", chain=_SIGNED, sort=("派出单位", "选派层次"), ours=True)  # 附件7: 按单位分层次汇总

_BALLOTS, _SATISFIED = Column("总票数", "ballot.total"), Column("满意率", "BT-6(1)2b", percent=True)
TEAMS = _table(_TEAMS, title=_TEAMS, columns=(
    Column("序号", "number"), Column("选派层次", "level"), "派出单位", Column("驻地（师/团/连）", "stationed"),
    Column("工作队名称", "name"), "队长", _BALLOTS, Column("优秀", "ballot.优秀"), Column("较好", "ballot.较好"),
    Column("一般", "ballot.一般"), Column("差", "ballot.差"), _SATISFIED, Column("考核等次", "grade"),
    Column("不得评优/定差条款", "limits"), Column("优先条款", "grounds"), "备注",
))  # fmt: skip
PEOPLE = _table(_PEOPLE, title=_PEOPLE, columns=(
    Column("序号", "number"), Column("选派层次", "team.level"), "派出单位", Column("工作队", "team"), Column("姓名", "name"),
    Column("职务（队长/队员）", "kind"), _BALLOTS, Column("优秀", "ballot.优秀"), Column("称职", "ballot.称职"),
    Column("基本称职", "ballot.基本称职"), Column("不称职", "ballot.不称职"),
    Column("优秀率", "BT-6(1)2b-best", percent=True), Column("（优＋称）率", "BT-6(1)2b", percent=True),
    Column("日常表现（60）", "daily"), Column("其他（40）", "annual"), Column("总分", "score"), Column("等次", "grade"),
    Column("条款", "limits"), "备注",
))  # fmt: skip
