"""The columns of the printed forms (annexes 2 to 7) and of 8(3)'s report, as the document prints them or as proposed."""

from __future__ import annotations

_HEAD = ("姓名", "性别", "出生年月", "政治面貌", "任现职时间", "单位及职务（原单位职务、现任职务）")
REPORT = ("基本情况", "主要做法", "工作典型（工作队及队员）", "存在问题", "工作建议")
BALLOT = ("发出", "收回", "废票", "弃权")
REGISTER = (
    *_HEAD, "所驻工作队（师（市）、团场（乡镇）、连队（村、社区））", "个人总结", "考核组评语及考核定等建议",
    "团场（乡镇）党委意见", "师（市）领导小组意见", "督查组意见", "兵团办意见", "兵团领导小组意见", "本人意见", "备注",
)  # fmt: skip
STAFF_REGISTER = (*_HEAD, "个人总结", "本组考核定等建议", "兵团办意见", "兵团领导小组意见", "本人意见", "备注")
SUMMARY = (
    "summary table by unit, then level; the document gives no columns, these are proposed",
    "考核结果汇总表（按单位分层次汇总）；文件未列栏目，此为建议栏目",
)
# Annexes 5 and 6 are named without columns; these are proposed.
TEAM_SUMMARY = (
    "序号", "选派层次", "派出单位", "驻地（师/团/连）", "工作队名称", "队长", "总票数", "优秀", "较好", "一般", "差",
    "满意率", "考核等次", "不得评优/定差条款", "优先条款", "备注",
)  # fmt: skip
MEMBER_SUMMARY = (
    "序号", "选派层次", "派出单位", "工作队", "姓名", "职务（队长/队员）", "总票数", "优秀", "称职", "基本称职", "不称职",
    "优秀率", "（优＋称）率", "日常表现（60）", "其他（40）", "总分", "等次", "条款", "备注",
)  # fmt: skip
MATERIAL = (
    "工作队考核结果汇总表", "工作队队员考核结果汇总表", "工作队工作总结", "队员个人总结", "年度考核登记表（一式2份）",
    "督查组、办公室个人工作总结", "督查组、办公室年度考核登记表（一式2份）",
)  # fmt: skip
