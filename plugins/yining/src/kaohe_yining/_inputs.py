"""What the offices enter for the Yining scheme, in the order of the document."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules import (
    Choice,
    Count,
    Date,
    Days,
    Events,
    IndicatorTable,
    Kind,
    NumberExpr,
    Option,
    Periods,
    Score,
    Setting,
    Span,
)
from kaohe.words import Text

SECONDEE = Kind("secondee", Text("seconded cadre", "挂职干部"))

POSTING_UNIT = Text("posting unit", "挂职单位")
DEPARTMENT = Text("county 组织部", "县委组织部")
SECRETARY = Text("township deputy secretary for party building", "乡镇（场）分管党建工作副书记")

# Articles 2 and 16: who, and from when to when.
_POSTING = Text("posting", "挂职情况")
selected_by = Choice(
    "selected_by",
    Text("selected by", "选派机关"),
    clause="第二条",
    options=(
        Option("county-committee", Text("the county committee", "县委")),
        Option("department", Text("the county 组织部", "县委组织部")),
        Option("other", Text("somebody else", "其他")),
    ),
    section=_POSTING,
    entered_by=DEPARTMENT,
)
posted_from = Date("posted_from", Text("posted from", "挂职起始日"), clause="第十六条", section=_POSTING)
posted_to = Date("posted_to", Text("posted to", "挂职截止日"), clause="第十六条", section=_POSTING)
# 15.4 says 挂职期间; nothing that the other articles deduct for can be done by somebody who is not posted.
WHILE_POSTED = Span(since=posted_from, until=posted_to, clause="第十五条4")
QUARTER = Periods("quarter", Text("quarter", "季度"), "quarter", posted_from, posted_to)

# Handbook, instruction 3: the quarterly sheet, whose items and points the township sets.
_SHEET = Text("quarterly sheet", "季度考评")
SHEET = IndicatorTable("quarterly-sheet", Text("quarterly sheet", "季度工作人员考评表"))
quarter_score = Score(
    "quarter_score",
    Text("score of the quarter", "季度考评得分"),
    clause="使用说明三",
    on=QUARTER,
    table=SHEET,
    section=_SHEET,
    entered_by=SECRETARY,
)
scored_by = Choice(
    "scored_by",
    Text("how the quarter was scored", "季度评分方式"),
    clause="使用说明三",
    options=(
        Option("secretary", Text("by the deputy secretary", "副书记百分考评")),
        Option("rating", Text("by a democratic rating", "民主测评")),
    ),
    on=QUARTER,
    optional=True,
    section=_SHEET,
    entered_by=SECRETARY,
)
self_score = Score(
    "self_score",
    Text("self-score of the quarter", "季度自评分"),
    clause="使用说明三",
    on=QUARTER,
    optional=True,
    section=_SHEET,
    entered_by=Text("the secondee", "本人"),
)

# Articles 3(7) and 7: research reports, and leave with its approval (no reasons are kept).
research_reports = Count(
    "research_reports",
    Text("research reports in the year", "本年度调研报告篇数"),
    clause="第三条7",
    high=99,
    optional=True,
    entered_by=POSTING_UNIT,
)
leaves = Events(
    "leaves", Text("leave taken", "请假"), clause="第七条", optional=True, entered_by=POSTING_UNIT, dated=WHILE_POSTED
)
leave_days = Days("leave_days", Text("days of leave", "请假天数"), clause="第七条", on=leaves, low="0.5", places=1)
leave_approved = Choice(
    "leave_approved",
    Text("approved by", "批准"),
    clause="第七条",
    on=leaves,
    options=(
        Option("none", Text("nobody", "未办手续")),
        Option("unit", Text("the head of the posting unit", "挂职单位主要负责人")),
        Option("unit-and-department", Text("the head and the 组织部", "主要负责人并报县委组织部")),
    ),
)

# Article 15: deductions, as the posting unit and the 组织部 found them.
_DEDUCTIONS = Text("daily appraisal", "日常考核")


def _times(key: str, en: str, zh: str, clause: str, high: int = 366) -> Count:
    return Count(key, Text(en, zh), clause=clause, high=high, section=_DEDUCTIONS, entered_by=DEPARTMENT)


late = _times("late", "times late", "迟到次数", "第十五条1")
left_early = _times("left_early", "times left early", "早退次数", "第十五条1")
absent_untold = _times("absent_untold", "times absent without telling the unit", "未说明擅自离岗次数", "第十五条1")
informal_leave = _times(
    "informal_leave", "times absent, told, formalities not done", "已说明但未办请销假手续次数", "第十五条1"
)
reports_missing = _times("reports_missing", "half-yearly reports missing", "少报半年书面汇报次数", "第十五条3", 99)


def _found(key: str, en: str, zh: str, clause: str, *same_as: Events) -> Events:
    return Events(
        key,
        Text(en, zh),
        clause=clause,
        section=_DEDUCTIONS,
        entered_by=DEPARTMENT,
        dated=WHILE_POSTED,
        same_as=same_as,
    )


def _reason(on: Events, reasons: Mapping[str, Text]) -> Choice:
    options = tuple(Option(code, label) for code, label in reasons.items())
    return Choice(f"{on.key}_reason", Text("reason", "原因"), clause=on.clause, on=on, options=options)


def _points(on: Events, low: int, high: int) -> Score:
    """The amount taken 视情: within the printed range, no default (YN-a3)."""
    return Score(
        f"{on.key}_points", Text("points taken", "扣分"), clause=on.clause, on=on, low=low, high=high, places=1
    )


diary_faults = _found("diary_faults", "diary faults found", "工作日志问题", "第十五条2")
diary_reason = _reason(
    diary_faults,
    {
        "missing": Text("not kept day by day", "没有日事日记"),
        "perfunctory": Text("sketchy or perfunctory", "简单、潦草、敷衍了事"),
    },
)
diary_points = _points(diary_faults, 1, 3)

conduct_faults = _found("conduct_faults", "conduct faults", "挂职纪律问题", "第十五条4")
conduct_reason = _reason(
    conduct_faults,
    {
        "conduct-rules": Text("against the rules of conduct", "违反作风建设相关要求"),
        "non-cooperation": Text("did not cooperate with the posting unit", "不配合挂职单位开展工作"),
        "own-error": Text("own error with serious social effect", "自身工作失误造成重大社会影响"),
    },
)
conduct_points = _points(conduct_faults, 3, 5)

# One event under both limbs of 15.4 counts once (YN-a6): rows that may be one are asked about.
sanctions = _found("sanctions", "circulars and sanctions", "通报批评、党纪政纪处分", "第十五条4", conduct_faults)
sanction_reason = _reason(
    sanctions,
    {
        "circular": Text("criticised in a circular", "通报批评"),
        "sanction": Text("party or administrative sanction", "党纪政纪处分"),
    },
)
sanction_points = _points(sanctions, 5, 10)

task_faults = _found("task_faults", "assigned tasks not done as required", "交办任务未按要求完成", "第十五条5")
task_reason = _reason(
    task_faults,
    {
        "department": Text("a task of the 组织部", "县委组织部安排"),
        "superior": Text("a task of another superior office", "其他上级部门安排"),
    },
)
task_points = _points(task_faults, 1, 3)

ATTENDANCE: NumberExpr = (late + left_early + absent_untold) * 2 + informal_leave
REPORTS: NumberExpr = reports_missing * 3
DIARY: NumberExpr = diary_points.sum()
CONDUCT: NumberExpr = conduct_points.sum()
SANCTIONS: NumberExpr = sanction_points.sum()
TASKS: NumberExpr = task_points.sum()
DEDUCTIONS: NumberExpr = (ATTENDANCE + DIARY + REPORTS + CONDUCT + SANCTIONS + TASKS).named(
    Text("total of deductions", "扣分合计")
)

HALF_YEAR = Setting(
    "half-year",
    Text("what half a year is", "“半年”的计算"),
    options=(
        Option("six-months", Text("6 calendar months, both ends included", "满6个日历月，首末日均计入")),
        Option("183-days", Text("183 days, both ends included", "满183天，首末日均计入")),
    ),
    default="six-months",
    clause="第十六条",
    assumption="YN-a5",
)
