"""伊宁县驻村干部管理考核办法（试行）, article by article, as far as its available text goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kaohe.rules import (
    Asks, Bonus, Choice, Count, Date, Days, Document, Eligibility, Events, Figure, Flag, Kind, Part, Penalty, Periods,
    Procedure, Refer, Scheme, Score, Span, Total, at,
)  # fmt: skip
from kaohe.rules.forms import Level
from kaohe.rules.nodes import IndicatorTable, number
from kaohe.words import Said, Text

from . import _paper as p
from . import _procedures as d
from . import _readings as r
from . import _tables as t

UNIT = ("posting unit", "挂职单位")
HEAD = ("head of the posting unit", "挂职单位主要负责人")
DEPARTMENT = ("county 组织部", "县委组织部")
SECRETARY = ("township deputy secretary for party building", "乡镇（场）分管党建工作副书记")
HANDBOOK = ("单位", "姓名", "职务", "年度工作目标", "月度工作任务", "工作纪实", "月工作记实分析", "季度个人小结")
FEEDBACK = ("德", "能", "绩", "效", "廉", "学", "改进建议")

# What several articles read: the posting (articles 2 and 16), and what 15.4 calls 挂职期间: nothing that the articles
# deduct for can be done by somebody who is not posted.
_posting = partial(Date, clause="第十六条", section=("posting", "挂职情况"))
posted_from = _posting("posted_from", ("posted from", "挂职起始日"))
posted_to = _posting("posted_to", ("posted to", "挂职截止日"))
POSTED = Span(since=posted_from, until=posted_to, clause="第十五条4")
QUARTER = Periods("quarter", ("quarter", "季度"), "quarter", posted_from, posted_to)
SECONDEE = Kind("secondee", ("seconded cadre", "挂职干部"), every=QUARTER)

# Handbook, instruction 3: the quarterly sheet, whose items and points the township sets.
_sheet: dict[str, Any] = {"clause": "使用说明三", "on": QUARTER, "section": ("quarterly sheet", "季度考评")}
quarter_score = Score(
    "quarter_score", ("score of the quarter", "季度考评得分"), entered_by=SECRETARY, short=("score", "考评得分"), **_sheet,
    table=IndicatorTable("quarterly-sheet", ("quarterly sheet", "季度工作人员考评表")),
)  # fmt: skip
self_score = Score(
    "self_score",
    ("self-score of the quarter", "季度自评分"),
    optional=True,
    entered_by=("the secondee", "本人"),
    **_sheet,
)
scored_by = Choice(
    "scored_by", ("how the quarter was scored", "季度评分方式"), optional=True, entered_by=SECRETARY, **_sheet,
    options={"secretary": ("by the deputy secretary", "副书记百分考评"), "rating": ("by a democratic rating", "民主测评")},
)  # fmt: skip

# Article 15: what the posting unit and the 组织部 found.
_daily: dict[str, Any] = {"section": ("daily appraisal", "日常考核"), "entered_by": DEPARTMENT}


def _times(key: str, en: str, zh: str, clause: str, high: int = 366) -> Count:
    return Count(key, (en, zh), clause=clause, high=high, **_daily)


late = _times("late", "times late", "迟到次数", "第十五条1")
left_early = _times("left_early", "times left early", "早退次数", "第十五条1")
absent_untold = _times("absent_untold", "times absent without telling the unit", "未说明擅自离岗次数", "第十五条1")
informal_leave = _times(
    "informal_leave", "times absent, told, formalities not done", "已说明但未办请销假手续次数", "第十五条1"
)
reports_missing = _times("reports_missing", "half-yearly reports missing", "少报半年书面汇报次数", "第十五条3", 99)
ATTENDANCE = (late + left_early + absent_untold) * 2 + informal_leave


def _found(
    key: str, en: str, zh: str, clause: str, low: int, high: int, reasons: dict[str, Said], **more: Any
) -> tuple[Events, Choice, Score]:
    """Faults found under one clause, each with its coded reason and the points taken 视情 within the range (YN-a3)."""
    rows = Events(key, (en, zh), clause=clause, dated=POSTED, **_daily, **more)
    reason = Choice(f"{key}_reason", ("reason", "原因"), clause=clause, on=rows, options=reasons)
    points = Score(f"{key}_points", ("points taken", "扣分"), clause=clause, on=rows, low=low, high=high, places=1)
    return rows, reason, points


_, diary_reason, diary_points = _found(
    "diary_faults", "diary faults found", "工作日志问题", "第十五条2", 1, 3,
    {"missing": ("not kept day by day", "没有日事日记"), "perfunctory": ("sketchy or perfunctory", "简单、潦草、敷衍了事")},
)  # fmt: skip
conduct_faults, conduct_reason, conduct_points = _found(
    "conduct_faults", "conduct faults", "挂职纪律问题", "第十五条4", 3, 5,
    {
        "conduct-rules": ("against the rules of conduct", "违反作风建设相关要求"),
        "non-cooperation": ("did not cooperate with the posting unit", "不配合挂职单位开展工作"),
        "own-error": ("own error with serious social effect", "自身工作失误造成重大社会影响"),
    },
)  # fmt: skip
# One event under both limbs of 15.4 counts once (YN-a6): rows that may be one are asked about.
_, sanction_reason, sanction_points = _found(
    "sanctions", "circulars and sanctions", "通报批评、党纪政纪处分", "第十五条4", 5, 10,
    {"circular": ("criticised in a circular", "通报批评"), "sanction": ("party or administrative sanction", "党纪政纪处分")},
    same_as=(conduct_faults,),
)  # fmt: skip
_, task_reason, task_points = _found(
    "task_faults", "assigned tasks not done as required", "交办任务未按要求完成", "第十五条5", 1, 3,
    {"department": ("a task of the 组织部", "县委组织部安排"), "superior": ("a task of another superior office", "其他上级部门安排")},
)  # fmt: skip
DEDUCTIONS = (
    ATTENDANCE + diary_points.sum() + reports_missing * 3 + conduct_points.sum() + sanction_points.sum()
    + task_points.sum()
).named(("total of deductions", "扣分合计"))  # fmt: skip


class Secondee(Part):
    """The one kind of the document: seconded cadres."""

    kind = SECONDEE

    def eligibility(self) -> Sequence[Eligibility]:
        """Article 2: cadres selected by the county committee or its 组织部."""
        selected_by = Choice(
            "selected_by", ("selected by", "选派机关"), section=("posting", "挂职情况"), entered_by=DEPARTMENT,
            options={"county-committee": ("the county committee", "县委"), "department": ("the county 组织部", "县委组织部"),
                     "other": ("somebody else", "其他")},
        )  # fmt: skip
        text = ("selected by the county committee or its 组织部", "经县委或县委组织部确定选派的挂职、学习锻炼干部")
        other = ("selected by somebody else", "不是县委或县委组织部选派")
        chosen = selected_by.is_in("county-committee", "department")
        return at("第二条", Eligibility(chosen, text=text, otherwise=other))

    def scoring(self) -> Sequence[Total | Figure | Flag | Refer]:
        """Quarters as information, 100 less deductions as a marked reading, and no grade."""
        return [
            *at("使用说明三", Figure(quarter_score, ("score of each quarter", "各季度考评得分"), id="YN-H3", assumption=r.SELF)),
            *at("使用说明五", Figure(quarter_score.mean(), ("mean of the quarters, as information", "季度平均分（供参考）"),
                                id="YN-H5", assumption=r.QUARTERS)),
            *at("第十三条", Figure(quarter_score.known(), ("quarters that the record rests on", "已有考评得分的季度数（注重实绩）"),
                               assumption=r.QUARTERS)),
            *self._duties(),
            *at("第十四条", Total(number(100), ("100 points, from which the daily appraisal deducts", "百分制，日常考核逐项扣分"),
                              at_least=0, assumption=(r.BASE, r.LIMITS))),
            *at("第十五条", Figure(DEDUCTIONS, ("total of deductions", "日常考核扣分合计"), assumption=r.LIMITS)),
            *self._annual_appraisal(),
            # The available text has no grade, so none is ever computed: every outcome says so.
            *at("第十六条", Refer(DEDUCTIONS >= 0, ("the grade is not defined in the available text", "等次在现有文本中未规定"),
                              role="-grade", assumption=r.GRADES)),
        ]  # fmt: skip

    def _duties(self) -> list[Flag]:
        """Articles 3(7) and 7: two research reports a year, and leave approved as it should be (no reasons are kept)."""
        label = ("research reports in the year", "本年度调研报告篇数")
        reports = Count("research_reports", label, high=99, optional=True, entered_by=UNIT)
        leaves = Events("leaves", ("leave taken", "请假"), optional=True, entered_by=UNIT, dated=POSTED)
        days = Days("leave_days", ("days of leave", "请假天数"), on=leaves, low="0.5", places=1)
        approved = Choice(
            "leave_approved", ("approved by", "批准"), on=leaves,
            options={"none": ("nobody", "未办手续"), "unit": ("the head of the posting unit", "挂职单位主要负责人"),
                     "unit-and-department": ("the head and the 组织部", "主要负责人并报县委组织部")},
        )  # fmt: skip
        wrong = approved.is_("none") | ((days > 3) & ~approved.is_("unit-and-department"))
        return [
            *at("第三条7", Flag(reports < 2, ("research reports missing", "调研报告不足"), (
                "fewer than 2 research reports in the year", "每年至少要完成2篇调研报告"), id="YN-3(7)")),
            *at("第七条", Flag(wrong.any(), ("leave not approved", "请假未经批准"), (
                "leave not approved by the head, or of more than 3 days without the 组织部",
                "请假未经批准，或超过3天未报县委组织部审批"))),
        ]  # fmt: skip

    def _annual_appraisal(self) -> list[Flag]:
        """Article 16: where the annual appraisal takes place."""
        long = posted_to.plus_days(1) >= posted_from.plus_months(6)
        if self.chosen(r.HALF_YEAR) == "183-days":
            long = posted_from.until(posted_to) + 1 >= 183
        flag = partial(Flag, assumption=r.HALF_YEAR)
        return at(
            "第十六条",
            flag(long, ("annual appraisal at the posting unit", "在挂职单位参加年度考核"), (
                "posted for half a year or more: annual appraisal at the posting unit",
                "挂职半年以上（含半年）：在挂职单位参加年度考核")),
            flag(~long, ("annual appraisal at the home unit", "在原单位参加年度考核"), (
                "posted for less than half a year: annual appraisal at the home unit",
                "挂职半年以下：在原单位参加年度考核"), role="-home"),
        )  # fmt: skip

    def bonus_penalty(self) -> Sequence[Bonus]:
        """Article 15: what the daily appraisal takes away."""
        ranged = partial(Penalty, assumption=r.RANGES)
        limbs = partial(Penalty, assumption=(r.RANGES, r.ONCE))
        return [
            *at("第十五条1", Penalty(ATTENDANCE, (
                "2 points each time late, left early or absent untold; 1 each time formalities were not done",
                "迟到、早退或未说明擅自离岗每次扣2分；已说明未办手续每次扣1分"))),
            *at("第十五条2", ranged(diary_points.sum(), (
                "diary missing or perfunctory: 1 to 3 points each time found", "工作日志问题每发现一次视情扣1-3分"))),
            *at("第十五条3", Penalty(reports_missing * 3, (
                "3 points for each half-yearly report missing", "半年书面汇报每少报一次扣3分"))),
            *at("第十五条4", limbs(conduct_points.sum(), (
                "conduct, non-cooperation or own error: 3 to 5 points each time",
                "违反作风要求、不配合或自身失误造成重大影响，视情每次扣3-5分"))),
            *at("第十五条4", limbs(sanction_points.sum(), (
                "circular or sanction: 5 to 10 points each time", "通报批评或党纪政纪处分，视情每次扣5-10分"), role="-sanction")),
            *at("第十五条5", ranged(task_points.sum(), (
                "an assigned task not done as required: 1 to 3 points each", "交办任务未按要求完成每次扣1-3分"))),
        ]  # fmt: skip

    def procedure(self) -> Sequence[Procedure | Asks]:
        """The handbook and articles 3 to 12, in the order of the document; diary, analysis, remarks are not stored."""
        headings = (
            ("make policies known", "宣传贯彻方针政策"), ("study the village's needs and advise", "调查研究，出谋划策"),
            ("learn the work and gain experience", "学习工作流程，积累经验"),
            ("link the village with county departments", "桥梁纽带，交流协作"),
            ("take charge of assigned work", "抓好分管工作"), ("report faithfully to those above", "如实反映情况"),
        )  # fmt: skip
        duties = (
            Procedure("heading", said, clause=f"第三条{n}", id=f"YN-3({n})") for n, said in enumerate(headings, 1)
        )
        return [
            *at("使用说明二", Procedure("form", (
                "handbook of the year: goals, monthly tasks, work record, monthly analysis, quarterly summary",
                "考核记实手册：年度工作目标、月度工作任务、工作纪实、月工作记实分析、季度个人小结"), id="YN-H2", columns=HANDBOOK)),
            *at("使用说明四", Procedure("form", (
                "quarterly feedback form: the deputy secretary affirms, names shortcomings, suggests",
                "季度评鉴反馈表：副书记就德、能、绩、效、廉、学评鉴，肯定成绩，指出不足，提出建议"), id="YN-H4",
                columns=FEEDBACK, chain=(Level(SECRETARY),), signs="quarter")),
            *at("使用说明五", Procedure("archive", (
                "record, analysis, quarterly sheet and feedback are the main basis of the year; the 组织部 checks them",
                "工作纪实、分析、考评表、反馈表为年度考核主要依据；县委组织部不定期检查"), id="YN-H5-procedure", chain=(DEPARTMENT,))),
            *duties,
            *at("第四条", Procedure("archive", does=d.STATEMENT, text=(
                "a responsibility statement, agreed by the posting unit, filed with the 组织部, main basis of appraisal",
                "岗位目标责任书经挂职单位审查同意，报县委组织部备案，作为考核主要依据"), chain=(UNIT, DEPARTMENT))),
            *at("第五条", Procedure("organiser", (
                "the 组织部 appraises, the posting unit manages daily; the sending unit may not pull the cadre back",
                "县委组织部考核管理，挂职单位负责日常管理；派出单位不得抽回"), chain=(DEPARTMENT,), signs="year")),
            *at("第六条", Procedure("discipline", ("the cadre stays at the post", "坚守挂职岗位，驻点工作"))),
            *at("第七条", Procedure("sign-off", (
                "leave up to 3 days: head of the posting unit; longer: also the 组织部; return is reported",
                "请假3天以内由挂职单位主要负责人批准；超过3天的再报县委组织部审批；期满销假"), role="-procedure",
                chain=(HEAD, DEPARTMENT), does=d.LEAVE)),
            *at("第八条", Procedure("form", (
                "a diary every working day; a monthly summary with the posting unit's remark",
                "每天填写工作日志；每月小结，由挂职单位党委（党组）鉴定"), chain=(UNIT,))),
            *at("第九条", Procedure("report", (
                "a written report to the 组织部 every half-year and at the end, with the posting unit's remark",
                "每半年和期满时书面向县委组织部汇报，由挂职单位党委（党组）鉴定"),
                day=("every half-year and at the end", "每半年、挂职结束时"), chain=(UNIT, DEPARTMENT), does=d.REPORTS)),
            *at("第十条", Procedure("report", ("major matters are reported up level by level", "重要情况、重大问题逐级上报"))),
            *at("第十一条", Procedure("sampling", (
                ("a random check every month goes into the daily appraisal; an inspection every quarter; a meeting "
                 "every half-year"), "一月一抽查（记入日常考核）、一季度一督查、半年一总结"),
                day=("monthly, quarterly, half-yearly", "每月、每季度、每半年"), chain=(DEPARTMENT,), does=d.CHECKS)),
            *at("第十二条", Procedure("discipline", (
                "detached from the sending unit; pay and benefits unchanged (not computed)",
                "与派出单位工作脱钩，工资、福利待遇不变（不计算）"))),
            *at("使用说明三", Asks((self_score, scored_by), (
                "self-score and manner of scoring: recorded, never computed", "自评分与评分方式：只作记录，不计入结果"),
                id="YN-H3-record", assumption=r.SELF)),
            *at("使用说明三", t.CADRES),
            *at("第十五条", Asks((diary_reason, conduct_reason, sanction_reason, task_reason), (
                "the coded reason of each deduction within a range", "视情扣分的原因代码"), role="-reasons", assumption=r.RANGES)),
        ]  # fmt: skip


class Yining(Scheme):
    """Yining county: deductions of the daily appraisal, quarterly marks; grades are not in the available text."""

    id, prefix, version = "yining", "YN", "2.0.0"
    title = Text("Yining county seconded cadres", "伊宁县驻村（队）挂职干部考核")
    document = Document(
        title="伊宁县驻村干部管理考核办法（试行）",
        issuer="中共伊宁县委组织部",
        issued="",
        complete=False,
        note=(
            "the only available text ends in the middle of article 16; grades, bands and rewards are not in it",
            "现有文本至第十六条中断；等次、分数段、奖惩等均不在其中",
        ),
    )
    parts, readings, undefined, forms = (Secondee,), r.READINGS, r.UNDEFINED, p.FORMS
