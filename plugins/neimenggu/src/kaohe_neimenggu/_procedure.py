"""四 to 六 as far as people carry them out: methods, meetings, samples, reports, deadlines, and what follows."""

from __future__ import annotations

from kaohe.rules import Asks, Consequence, GradeIs, Kind, Procedure, any_of
from kaohe.words import Text

from ._inputs import GRADES, TEAM

_OFFICE = Text("regional team office", "自治区管理办公室")
_GROUP = Text("appraisal group", "年度核查考核组")
_LEADING_GROUP = Text("regional leading group", "自治区扶贫开发领导小组")
_END_JANUARY = Text("end of January of the next year", "次年度1月底前")
_STEPS_COLUMNS = (
    "等次／姓名", "A1（100分）", "A2（97分）", "A3（93分）", "B1（90分）", "B2（87分）", "B3（83分）",
    "C1（80分）", "C2（77分）", "C3（73分）", "D1（70分）", "D2（67分）", "D3（63分）",
)  # fmt: skip
_BALLOT_COLUMNS = (
    "姓名",
    *(
        f"{item}·{vote}"
        for item in ("目标任务完成", "基层组织建设", "为民服务事宜", "脱贫攻坚成效", "总体评价")
        for vote in ("好", "较好", "一般", "差")
    ),
)


def procedure(kind: Kind) -> list[Procedure | Asks | Consequence]:
    """What people do for appraisees of `kind`, in the order of the document."""
    return [*_methods(), *_annual_check(), *_results(), *_forms(kind), *_use(kind)]


def _methods() -> list[Procedure]:
    return [
        Procedure(
            id="NM-4",
            clause="四",
            step="organiser",
            text=Text(
                "attendance and inspection together; daily supervision and annual check by the regional office, "
                "third-party assessment by institutions it commissions",
                "考勤与考察、日常督查、年度核查和第三方评估相结合；日常督查和年度核查由自治区管理办公室实施，第三方评估委托实施",
            ),
            chain=(_OFFICE,),
        ),
        Procedure(
            id="NM-4(1)",
            clause="四（一）",
            step="deadline",
            text=Text(
                "team and members file a self-report against the indicators, with the year's data",
                "驻旗县工作总队及成员对照考核指标形成总结报告，连同基础数据和资料报自治区管理办公室",
            ),
            day=Text("by 5 January of the next year", "次年度1月5日前"),
        ),
        Procedure(
            id="NM-4(2)-procedure",
            clause="四（二）",
            step="report",
            text=Text(
                "dispatch, special checks, information reports and unannounced visits; a daily record is kept; "
                "the result follows from weighing them together",
                "依据工作调度、专项督查、信息报送、明查暗访；建立日常工作纪实制度；综合研判确定结果",
            ),
            chain=(_OFFICE,),
        ),
    ]


def _annual_check() -> list[Procedure]:
    return [
        Procedure(
            id="NM-4(3)1",
            clause="四（三）1",
            step="deadline",
            text=Text(
                "meeting: the head reports for the team, head, deputies, liaison officer and members hand in written "
                "reports, and the members are rated; the papers go out three days before",
                "总结测评会议：队长报告工作，队长、副队长、联络员及成员交书面述职材料，民主测评成员；材料提前三天送参会人员",
            ),
            day=_END_JANUARY,
            chain=(_OFFICE,),
            columns=_BALLOT_COLUMNS,
        ),
        Procedure(
            id="NM-4(3)2",
            clause="四（三）2",
            step="report",
            text=Text("individual talks about team and members; no score", "个别谈话，了解总队及成员现实表现；不计分"),
            day=_END_JANUARY,
        ),
        Procedure(
            id="NM-4(3)4-procedure",
            clause="四（三）4",
            step="sampling",
            text=Text(
                "in each county 4 townships and 8 villages are drawn at random, from an imported list of place codes",
                "每个贫困旗县随机抽取4个苏木乡镇、8个嘎查村（抽样框为导入的地点代码表）",
            ),
            day=_END_JANUARY,
            assumption="NM-a14",
        ),
        Procedure(
            id="NM-4(4)-procedure",
            clause="四（四）",
            step="deadline",
            text=Text(
                "a third party assesses the team, and by sample surveys the indicators: evidence for annex 1",
                "委托第三方评估总队；抽样调查和实地核查相关考核指标，作为附件1指标完成情况的依据",
            ),
            day=Text("end of January of the next year", "次年1月底前"),
        ),
    ]


def _results() -> list[Procedure]:
    return [
        Procedure(
            id="NM-4(5)",
            clause="四（五）",
            step="deadline",
            text=Text("the year's results are brought together", "汇总日常督查、年度考核和第三方评估结果"),
            day=Text("early February of the next year", "次年2月初"),
            chain=(_OFFICE,),
        ),
        Procedure(
            id="NM-4(6)-procedure",
            clause="四（六）",
            step="report",
            text=Text(
                "the office forms a first opinion on team and members and the appraisal report",
                "自治区管理办公室对总队及成员提出综合评价初步意见，形成考核报告",
            ),
            chain=(_OFFICE,),
        ),
        Procedure(
            id="NM-4(7)a-publicity",
            clause="四（七）",
            step="publicity",
            text=Text(
                "each sequence is ranked by itself and publicised within a certain scope; "
                "the places do not use the sending unit's",
                "分类排序，在一定范围内公示；评优名额单独核算，不占派出单位名额",
            ),
        ),
        Procedure(
            id="NM-4(8)",
            clause="四（八）",
            step="report",
            text=Text(
                "the group reports to the office: the team's results, the members' scores and opinions",
                "考核组向自治区管理办公室汇报总队履职成效、亮点和问题，成员考核得分及评价意见",
            ),
            day=Text("end of February of the next year", "次年2月底"),
            chain=(_GROUP, _OFFICE),
        ),
        Procedure(
            id="NM-5",
            clause="五",
            step="organiser",
            text=Text(
                "each year from 2018 to 2020 with the county's own assessment; comprehensively when the posting ends",
                "2018年至2020年每年与贫困旗县扶贫成效考核一并进行；派驻结束后对成员综合考核",
            ),
            chain=(_LEADING_GROUP, _OFFICE),
        ),
    ]


def _forms(kind: Kind) -> list[Procedure]:
    steps = Procedure(
        id="NM-A2-form",
        clause="附件2",
        step="form",
        text=Text("the appraisal group's table of twelve steps", "专项考核组综合评价打分对照表"),
        columns=_STEPS_COLUMNS,
        assumption="NM-a9",
    )
    if kind is TEAM:
        first = Procedure(
            id="NM-A1-form",
            clause="附件1",
            step="form",
            text=Text("the team's table of indicators", "驻旗县工作总队考核指标"),
            columns=("考核内容", "考核指标", "目标要求", "分值"),
        )
        return [first, steps]
    ballot = Procedure(
        id="NM-A3-form",
        clause="附件3",
        step="form",
        text=Text("the members' democratic rating", "驻旗县工作总队成员民主测评表"),
        columns=_BALLOT_COLUMNS,
    )
    return [steps, ballot]


def _use(kind: Kind) -> list[Procedure | Consequence]:
    report = Procedure(
        id="NM-6(1)(2)",
        clause="六（一）（二）",
        step="report",
        text=Text(
            "results go to the leading group, and after its review back to each team",
            "考核结果向自治区扶贫开发领导小组汇报，经审议后向各驻旗县工作总队反馈",
        ),
        chain=(_OFFICE, _LEADING_GROUP),
    )
    return [report] if kind is TEAM else [report, *_for_persons(), _archive()]


def _for_persons() -> list[Consequence]:
    return [
        Consequence(
            id="NM-6(1)(2)-reward",
            clause="六（二）",
            text=Text(
                "commended where outstanding; on the reserve list and preferred for promotion where qualified",
                "表现突出的表彰奖励；符合条件的列为后备干部，优先提拔使用",
            ),
            when=GradeIs((GRADES[0],)),
            assumption="NM-a16",
        ),
        Consequence(
            id="NM-6(1)(2)-recall",
            clause="六（二）",
            text=Text(
                "adjusted, or recalled and held responsible, where not up to the post",
                "不能胜任、履职不到位的及时调整或召回问责",
            ),
            when=GradeIs((GRADES[-1],)),
            assumption="NM-a16",
        ),
        # Joined grade by grade: while the grade is open none of them holds for certain, and the notice waits.
        Consequence(
            id="NM-6(3)",
            clause="六（三）",
            text=Text(
                "the result counts as the person's own annual result",
                "年度考核情况视为个人年度考核结果",
            ),
            when=any_of(*(GradeIs((grade,)) for grade in GRADES)),
        ),
    ]


def _archive() -> Procedure:
    return Procedure(
        id="NM-6(3)-archive",
        clause="六（三）",
        step="archive",
        text=Text(
            "filed by the regional 组织部 or the home unit, and in the personal file",
            "按干部管理权限由自治区党委组织部或本人所在单位组织人事部门存档，归入个人档案",
        ),
    )
