"""The handbook and articles 3 to 12: forms, duties, approvals, reports and inspections."""

from __future__ import annotations

from kaohe.rules import Asks, Procedure
from kaohe.words import Text

from . import _inputs as i
from ._inputs import DEPARTMENT, POSTING_UNIT, SECRETARY

_HEAD = Text("head of the posting unit", "挂职单位主要负责人")

_DUTIES = (
    Text("make policies known", "宣传贯彻方针政策"),
    Text("study the village's needs and advise", "调查研究，出谋划策"),
    Text("learn the work and gain experience", "学习工作流程，积累经验"),
    Text("link the village with county departments", "桥梁纽带，交流协作"),
    Text("take charge of assigned work", "抓好分管工作"),
    Text("report faithfully to those above", "如实反映情况"),
)


def procedure() -> list[Procedure | Asks]:
    """What people do, in the order of the document. Diary, analysis and remarks are printed, not stored."""
    return [*_handbook(), *_duties(), *_management(), *_inspections(), *_records()]


def _handbook() -> list[Procedure | Asks]:
    return [
        Procedure(
            id="YN-H2",
            clause="使用说明二",
            step="form",
            text=Text(
                "handbook of the year: goals, monthly tasks, work record, monthly analysis, quarterly summary",
                "考核记实手册：年度工作目标、月度工作任务、工作纪实、月工作记实分析、季度个人小结",
            ),
            columns=(
                "单位",
                "姓名",
                "职务",
                "年度工作目标",
                "月度工作任务",
                "工作纪实",
                "月工作记实分析",
                "季度个人小结",
            ),
        ),
        Procedure(
            id="YN-H4",
            clause="使用说明四",
            step="form",
            text=Text(
                "quarterly feedback form: the deputy secretary affirms, names shortcomings, suggests",
                "季度评鉴反馈表：副书记就德、能、绩、效、廉、学评鉴，肯定成绩，指出不足，提出建议",
            ),
            columns=("德", "能", "绩", "效", "廉", "学", "改进建议"),
            chain=(SECRETARY,),
        ),
        Procedure(
            id="YN-H5-procedure",
            clause="使用说明五",
            step="archive",
            text=Text(
                "record, analysis, quarterly sheet and feedback are the main basis of the year; the 组织部 checks them",
                "工作纪实、分析、考评表、反馈表为年度考核主要依据；县委组织部不定期检查",
            ),
            chain=(DEPARTMENT,),
        ),
    ]


def _duties() -> list[Procedure]:
    headings = [
        Procedure(id=f"YN-3({number})", clause=f"第三条{number}", step="heading", text=text)
        for number, text in enumerate(_DUTIES, start=1)
    ]
    return [
        *headings,
        Procedure(
            id="YN-4",
            clause="第四条",
            step="archive",
            text=Text(
                "a responsibility statement, agreed by the posting unit, filed with the 组织部, main basis of appraisal",
                "岗位目标责任书经挂职单位审查同意，报县委组织部备案，作为考核主要依据",
            ),
            chain=(POSTING_UNIT, DEPARTMENT),
        ),
    ]


def _management() -> list[Procedure]:
    return [
        Procedure(
            id="YN-5",
            clause="第五条",
            step="organiser",
            text=Text(
                "the 组织部 appraises, the posting unit manages daily; the sending unit may not pull the cadre back",
                "县委组织部考核管理，挂职单位负责日常管理；派出单位不得抽回",
            ),
        ),
        Procedure(
            id="YN-6",
            clause="第六条",
            step="discipline",
            text=Text("the cadre stays at the post", "坚守挂职岗位，驻点工作"),
        ),
        Procedure(
            id="YN-7-procedure",
            clause="第七条",
            step="sign-off",
            text=Text(
                "leave up to 3 days: head of the posting unit; longer: also the 组织部; return is reported",
                "请假3天以内由挂职单位主要负责人批准；超过3天的再报县委组织部审批；期满销假",
            ),
            chain=(_HEAD, DEPARTMENT),
        ),
        Procedure(
            id="YN-8",
            clause="第八条",
            step="form",
            text=Text(
                "a diary every working day; a monthly summary with the posting unit's remark",
                "每天填写工作日志；每月小结，由挂职单位党委（党组）鉴定",
            ),
            chain=(POSTING_UNIT,),
        ),
        Procedure(
            id="YN-9",
            clause="第九条",
            step="report",
            text=Text(
                "a written report to the 组织部 every half-year and at the end, with the posting unit's remark",
                "每半年和期满时书面向县委组织部汇报，由挂职单位党委（党组）鉴定",
            ),
            day=Text("every half-year and at the end", "每半年、挂职结束时"),
            chain=(POSTING_UNIT, DEPARTMENT),
        ),
        Procedure(
            id="YN-10",
            clause="第十条",
            step="report",
            text=Text("major matters are reported up level by level", "重要情况、重大问题逐级上报"),
        ),
    ]


def _inspections() -> list[Procedure]:
    return [
        Procedure(
            id="YN-11",
            clause="第十一条",
            step="sampling",
            text=Text(
                "a random check every month goes into the daily appraisal; an inspection every quarter; a meeting "
                "every half-year",
                "一月一抽查（记入日常考核）、一季度一督查、半年一总结",
            ),
            day=Text("monthly, quarterly, half-yearly", "每月、每季度、每半年"),
            chain=(DEPARTMENT,),
        ),
        Procedure(
            id="YN-12",
            clause="第十二条",
            step="discipline",
            text=Text(
                "detached from the sending unit; pay and benefits unchanged (not computed)",
                "与派出单位工作脱钩，工资、福利待遇不变（不计算）",
            ),
        ),
    ]


def _records() -> list[Asks]:
    return [
        Asks(
            id="YN-H3-record",
            clause="使用说明三",
            text=Text(
                "self-score and manner of scoring: recorded, never computed", "自评分与评分方式：只作记录，不计入结果"
            ),
            inputs=(i.self_score, i.scored_by),
            assumption="YN-a8",
        ),
        Asks(
            id="YN-15-reasons",
            clause="第十五条",
            text=Text("the coded reason of each deduction within a range", "视情扣分的原因代码"),
            inputs=(i.diary_reason, i.conduct_reason, i.sanction_reason, i.task_reason),
            assumption="YN-a3",
        ),
    ]
