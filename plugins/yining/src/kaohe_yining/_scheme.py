"""伊宁县驻村干部管理考核办法（试行）, article by article, as far as its available text goes."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.rules import (
    Asks,
    Bonus,
    BoolExpr,
    Consequence,
    Document,
    Eligibility,
    Figure,
    Flag,
    Kind,
    NumberExpr,
    Penalty,
    Procedure,
    Refer,
    Scheme,
    Total,
    number,
)
from kaohe.words import Text

from . import _inputs as i
from ._assumptions import ASSUMPTIONS, UNDEFINED
from ._inputs import SECONDEE
from ._procedure import procedure


class Yining(Scheme):
    """Yining county: deductions of the daily appraisal, quarterly marks; grades are not in the available text."""

    id = "yining"
    title = Text("Yining county seconded cadres", "伊宁县驻村（队）挂职干部考核")
    version = "1.0.0"
    document = Document(
        title="伊宁县驻村干部管理考核办法（试行）",
        issuer="中共伊宁县委组织部",
        issued="",
        complete=False,
        note=Text(
            "the only available text ends in the middle of article 16; grades, bands and rewards are not in it",
            "现有文本至第十六条中断；等次、分数段、奖惩等均不在其中",
        ),
    )
    kinds = (SECONDEE,)
    settings = (i.HALF_YEAR,)
    assumptions = ASSUMPTIONS
    undefined = UNDEFINED

    def eligibility(self, kind: Kind) -> Sequence[Eligibility]:
        """Article 2: cadres selected by the county committee or its 组织部."""
        return [
            Eligibility(
                id="YN-2",
                clause="第二条",
                text=Text(
                    "selected by the county committee or its 组织部", "经县委或县委组织部确定选派的挂职、学习锻炼干部"
                ),
                when=i.selected_by.is_in("county-committee", "department"),
                otherwise=Text("selected by somebody else", "不是县委或县委组织部选派"),
            )
        ]

    def scoring(self, kind: Kind) -> Sequence[Total | Figure | Flag | Refer]:
        """Quarters as information, 100 less deductions as a marked reading, and no grade."""
        return [*_quarters(), *_duties(), _hundred(), _deductions(), *self._annual_appraisal(), _no_grade()]

    def bonus_penalty(self, kind: Kind) -> Sequence[Bonus]:
        """Article 15: what the daily appraisal takes away."""
        return [
            _penalty(
                "YN-15.1",
                "第十五条1",
                Text(
                    "2 points each time late, left early or absent untold; 1 each time formalities were not done",
                    "迟到、早退或未说明擅自离岗每次扣2分；已说明未办手续每次扣1分",
                ),
                i.ATTENDANCE,
            ),
            _penalty(
                "YN-15.2",
                "第十五条2",
                Text(
                    "diary missing or perfunctory: 1 to 3 points each time found", "工作日志问题每发现一次视情扣1-3分"
                ),
                i.DIARY,
                "YN-a3",
            ),
            _penalty(
                "YN-15.3",
                "第十五条3",
                Text("3 points for each half-yearly report missing", "半年书面汇报每少报一次扣3分"),
                i.REPORTS,
            ),
            _penalty(
                "YN-15.4",
                "第十五条4",
                Text(
                    "conduct, non-cooperation or own error: 3 to 5 points each time",
                    "违反作风要求、不配合或自身失误造成重大影响，视情每次扣3-5分",
                ),
                i.CONDUCT,
                "YN-a3",
                "YN-a6",
            ),
            _penalty(
                "YN-15.4-sanction",
                "第十五条4",
                Text("circular or sanction: 5 to 10 points each time", "通报批评或党纪政纪处分，视情每次扣5-10分"),
                i.SANCTIONS,
                "YN-a3",
                "YN-a6",
            ),
            _penalty(
                "YN-15.5",
                "第十五条5",
                Text("an assigned task not done as required: 1 to 3 points each", "交办任务未按要求完成每次扣1-3分"),
                i.TASKS,
                "YN-a3",
            ),
        ]

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """The handbook and articles 3 to 12."""
        return procedure()

    def _annual_appraisal(self) -> list[Flag]:
        """Article 16: where the annual appraisal takes place."""
        long = self._half_a_year()
        return [
            Flag(
                id="YN-16",
                clause="第十六条",
                text=Text(
                    "posted for half a year or more: annual appraisal at the posting unit",
                    "挂职半年以上（含半年）：在挂职单位参加年度考核",
                ),
                flag=Text("annual appraisal at the posting unit", "在挂职单位参加年度考核"),
                when=long,
                assumption="YN-a5",
            ),
            Flag(
                id="YN-16-home",
                clause="第十六条",
                text=Text(
                    "posted for less than half a year: annual appraisal at the home unit",
                    "挂职半年以下：在原单位参加年度考核",
                ),
                flag=Text("annual appraisal at the home unit", "在原单位参加年度考核"),
                when=~long,
                assumption="YN-a5",
            ),
        ]

    def _half_a_year(self) -> BoolExpr:
        if self.chosen(i.HALF_YEAR) == "183-days":
            return i.posted_from.until(i.posted_to) + 1 >= 183
        return i.posted_to.plus_days(1) >= i.posted_from.plus_months(6)


def _quarters() -> list[Figure]:
    return [
        Figure(
            id="YN-H3",
            clause="使用说明三",
            text=Text("score of each quarter", "各季度考评得分"),
            value=i.quarter_score,
            assumption="YN-a8",
        ),
        Figure(
            id="YN-H5",
            clause="使用说明五",
            text=Text("mean of the quarters, as information", "季度平均分（供参考）"),
            value=i.quarter_score.mean(),
            assumption="YN-a4",
        ),
        Figure(
            id="YN-13",
            clause="第十三条",
            text=Text("quarters that the record rests on", "已有考评得分的季度数（注重实绩）"),
            value=i.quarter_score.known(),
            assumption="YN-a4",
        ),
    ]


def _duties() -> list[Flag]:
    """Articles 3(7) and 7: two research reports a year, and leave that was not approved as it should be."""
    unapproved = i.leave_approved.is_("none") | ((i.leave_days > 3) & ~i.leave_approved.is_("unit-and-department"))
    return [
        Flag(
            id="YN-3(7)",
            clause="第三条7",
            text=Text("fewer than 2 research reports in the year", "每年至少要完成2篇调研报告"),
            flag=Text("research reports missing", "调研报告不足"),
            when=i.research_reports < 2,
        ),
        Flag(
            id="YN-7",
            clause="第七条",
            text=Text(
                "leave not approved by the head, or of more than 3 days without the 组织部",
                "请假未经批准，或超过3天未报县委组织部审批",
            ),
            flag=Text("leave not approved", "请假未经批准"),
            when=unapproved.any(),
        ),
    ]


def _hundred() -> Total:
    return Total(
        id="YN-14",
        clause="第十四条",
        text=Text("100 points, from which the daily appraisal deducts", "百分制，日常考核逐项扣分"),
        value=number(100),
        at_least=0,
        assumption=("YN-a1", "YN-a2"),
    )


def _deductions() -> Figure:
    return Figure(
        id="YN-15",
        clause="第十五条",
        text=Text("total of deductions", "日常考核扣分合计"),
        value=i.DEDUCTIONS,
        assumption="YN-a2",
    )


def _no_grade() -> Refer:
    """The available text has no grade, so none is ever computed: every outcome says so."""
    return Refer(
        id="YN-16-grade",
        clause="第十六条",
        text=Text("the grade is not defined in the available text", "等次在现有文本中未规定"),
        when=i.DEDUCTIONS >= 0,
        assumption="YN-a7",
    )


def _penalty(name: str, clause: str, text: Text, points: NumberExpr, *assumptions: str) -> Penalty:
    return Penalty(id=name, clause=clause, text=text, points=points, assumption=assumptions)
