"""The quarterly sheet, the feedback form and the handbook as pages: the available text names them and gives no columns."""

from __future__ import annotations

from kaohe.rules.forms import Column, Form, Grid, Marked, Para, People, Shown, Sign, Write
from . import _tables as t

_WHO = ("secondee",)
_SECRETARY = ("township deputy secretary for party building", "乡镇（场）分管党建工作副书记")
_UNIT, _DEPARTMENT = ("posting unit", "挂职单位"), ("county 组织部", "县委组织部")
_SIGNED, _SEALED = ("signature:", "签名："), ("seal:", "盖章：")
_NAMED: list[Column | str] = [Column("姓名", "name"), Column("单位", "asked"), Column("职务", "asked")]

# 使用说明三: self-score, then the secretary's or a rating's; the township sets the items.
SHEET = Form("YN-H3", ("quarterly sheet", "季度工作人员考评表"), (
    Grid([_NAMED, [Column("季度", "period"), Column("评分方式", "scored_by")]]),
    Marked("quarter_score", (Column("序号", "number"), Column("考评内容", "label"), Column("分值", "points"), "自评分",
                             Column("考评分", "value")), total=("total", "合计")),
    Grid([[Column("自评得分", "self_score"), Column("季度考评得分", "quarter_score")]]), Sign((_SECRETARY,))),
    clause="使用说明三", kinds=_WHO, by_period=True, ours=True)  # fmt: skip
FEEDBACK = Form("YN-H4", ("quarterly feedback form", "季度评鉴反馈表"), (
    Grid([_NAMED, [Column("季度", "period")], *(Write(one, lines=2) for one in "德能绩效廉学"),
          Write("成绩", lines=2), Write("不足", lines=2), Write("改进工作建议", lines=2)]), Sign((_SECRETARY,))),
    clause="使用说明四", kinds=_WHO, by_period=True, ours=True)  # fmt: skip


# 使用说明二: the handbook's own terms; what is written in it is nobody's but the writer's.
_MONTHS = "一二三四五六七八九十"
_RECORD: list[Column | str] = ["日期", Write("完成情况", lines=2)]
_DAY: list[Column | str] = ["日期", Write("工作内容和体会", lines=2)]
HANDBOOK = Form("YN-H2", ("handbook of the year", "考核记实手册"), (
    Para("考核记实手册", style="title"), Para("（{year}年度）", style="subtitle"),
    Grid([[Column("单位", "asked")], [Column("姓名", "name")], [Column("职务", "asked")]], border=False),
    Para("年度工作目标", style="break"), Para("年度工作目标", style="title"), Grid([Write("年度工作目标", lines=22)]),
    Para("月度工作任务", style="break"), Para("月度工作任务", style="title"),
    Grid([Write(f"{month}月", lines=2) for month in (*_MONTHS, "十一", "十二")]),
    Para("工作纪实", style="break"), Para("工作纪实", style="title"),
    Grid([_RECORD] * 10),
    Para("月工作记实分析", style="break"), Para("月工作记实分析", style="title"), Grid([Write("月工作记实分析", lines=20)]),
    Para("季度个人小结", style="break"), Para("季度个人小结", style="title"), Grid([Write("季度个人小结", lines=20)])),
    clause="使用说明二", kinds=_WHO, ours=True, plain=True)  # fmt: skip
DIARY = Form("YN-8", ("diary and monthly summary", "工作日志、月工作小结"), (
    Grid([_NAMED, *[_DAY] * 8, Write("月工作小结", lines=4),
          Write("挂职单位党委（党组）鉴定", lines=3, signed=_SEALED)]),), clause="第八条", kinds=_WHO, ours=True)  # fmt: skip

# 第四条, 第七条, 第九条: papers that the cadre hands in.
STATEMENT = Form("YN-4", ("responsibility statement", "挂职干部岗位目标责任书"), (
    Grid([_NAMED, Write("职责任务", lines=12), Write("挂职单位审查意见", lines=3, signed=_SEALED),
          Write("县委组织部备案", lines=3, signed=_SEALED)]), Sign((("the secondee", "挂职干部"),))),
    clause="第四条", kinds=_WHO, copies=2, ours=True)  # fmt: skip
LEAVE = Form("YN-7", ("request for leave", "挂职干部请假审批表"), (
    Grid([_NAMED, ["请假天数", "起止日期"], Write("挂职单位主要负责人意见", lines=3, signed=_SIGNED),
          Write("县委组织部意见（超过3天的）", lines=3, signed=_SEALED), ["销假日期"]]),),
    clause="第七条", kinds=_WHO, ours=True)  # fmt: skip
HALF_YEAR = Form("YN-9", ("half-yearly report", "挂职干部半年工作汇报"), (
    Grid([_NAMED]), *(Para(one, style="prose") for one in
                      ("一、思想动态", "二、工作、学习、在岗情况", "三、取得的成绩", "四、存在的困难和问题")),
    Grid([Write("挂职单位党委（党组）鉴定", lines=3, signed=_SEALED)])), clause="第九条", kinds=_WHO, ours=True)  # fmt: skip

# 第十五条: what the daily appraisal takes, as far as counts are on record.
DEDUCTIONS = Form("YN-15", ("daily appraisal: what was deducted", "挂职干部日常考核扣分单"), (
    Grid([_NAMED, [Column("挂职起始", "posted_from"), Column("挂职截止", "posted_to")],
          [Column("迟到（次）", "late"), Column("早退（次）", "left_early")],
          [Column("未说明擅自离岗（次）", "absent_untold"), Column("未办请假手续（次）", "informal_leave")],
          [Column("少报半年汇报（次）", "reports_missing"), Column("调研报告（篇）", "research_reports")],
          [Column("扣分合计", "YN-15"), Column("百分制得分（假定）", "score")], [Column("季度平均分（供参考）", "YN-H5")],
          [Column("年度考核地点等", "flags")]]),
    Para(("100 less the deductions is a reading of ours (YN-a1); the grade is not defined in the available text.",
          "以100分减扣分为本系统的假定（YN-a1）；等次在现有文本中未规定。"), style="note"),
    Sign((_UNIT, _DEPARTMENT))), clause="第十五条", kinds=_WHO, ours=True)  # fmt: skip
TABLE = Form("YN-H3-table", t.CADRES.text, (People(t.CADRES.columns), Sign(t.CADRES.signers)), clause="使用说明三",
             kinds=_WHO, each="cycle", ours=True, wide=True)  # fmt: skip
SUMMARY = Form("YN-11", ("half-yearly meeting: figures", "挂职干部考核情况小结"), (
    Para(("1. Figures", "一、基本情况"), style="prose"), Shown("scores"),
    Para(("2. Experience and examples", "二、经验典型"), style="prose"), Para(("3. Problems", "三、存在问题"), style="prose"),
    Sign((_DEPARTMENT,), stamp=True)), clause="第十一条", kinds=_WHO, each="cycle", ours=True, report=True)  # fmt: skip

FORMS = (SHEET, FEEDBACK, HANDBOOK, DIARY, STATEMENT, LEAVE, HALF_YEAR, DEDUCTIONS, TABLE, SUMMARY)
