"""西藏自治区干部驻村工作精准考核暂行办法（试行）, clause by clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kaohe.rules import (
    Asks,
    Band,
    Bands,
    Ceiling,
    Consequence,
    Cycles,
    Document,
    Eligibility,
    Figure,
    Flag,
    GradeIs,
    Kind,
    NumberExpr,
    Procedure,
    Refer,
    Scheme,
    Total,
    Window,
    matched,
)
from kaohe.words import Text

from . import _inputs as i
from ._assumptions import ASSUMPTIONS, UNDEFINED
from ._inputs import MEMBER, TEAM, UNIT
from ._procedure import procedure
from ._vetoes import vetoes


class Xizang2018(Scheme):
    """Tibet, posted cadres: members by the month, teams by the quarter, dispatching units by the year."""

    id = "xizang-2018"
    title = Text("Tibet posted cadres, 2018", "西藏自治区干部驻村工作精准考核（2018）")
    version = "1.0.0"
    document = Document(
        title="西藏自治区干部驻村工作精准考核暂行办法（试行）",
        issuer="西藏自治区强基惠民活动办公室",
        issued="2018-06-13",
    )
    kinds = (MEMBER, TEAM, UNIT)
    # In force from its issue in June 2018 (Article 14): the first year that ends after it began in November 2017.
    cycles = Cycles(first=dt.date(2017, 11, 1), clause="第十四条", starts=11)
    window = Window(months=1, clause="第六条（六）")
    settings = (i.GAP_READING, i.VISITS_READING, i.RECALL_READING)
    assumptions = ASSUMPTIONS
    undefined = UNDEFINED

    def eligibility(self, kind: Kind) -> Sequence[Eligibility]:
        """Article 4: the three kinds; a member or team without a single due period is not appraised (XZ-a5)."""
        if kind is UNIT:
            return []
        return [
            Eligibility(
                id="XZ-4",
                clause="第四条",
                text=Text(
                    "posted members and teams with at least one due period",
                    "驻村工作队员、驻村工作队（至少有一个应考核期次）",
                ),
                when=i.PERIOD_SCORE[kind].due() > 0,
                otherwise=Text("not posted in any period of the cycle", "本周期内没有派驻期次"),
                assumption="XZ-a5",
            )
        ]

    def scoring(self, kind: Kind) -> Sequence[Total | Bands | Flag | Refer | Figure]:
        """Article 5: what is marked; Article 6(4): period score, grades, the year."""
        period = i.PERIOD_SCORE[kind]
        rules: list[Total | Bands | Flag | Refer | Figure] = [
            *_figures(kind, period),
            Total(
                id="XZ-6(4)c",
                clause="第六条（四）",
                text=_YEAR[kind],
                value=period if kind is UNIT else period.mean(),
            ),
            self._bands("XZ-6(4)b", kind, period if kind is UNIT else period.mean()),
        ]
        if kind is not UNIT:
            rules += [self._bands("XZ-6(4)b-period", kind, period), *_missing_periods(kind, period)]
        return rules

    def _bands(self, name: str, kind: Kind, of: NumberExpr) -> Bands:
        best, good, fair, poor = kind.grades
        return Bands(
            id=name,
            clause="第六条（四）",
            text=Text("90 and above, 80-89, 60-79, below 60", "90分以上，80-89分，60-79分，60分以下"),
            of=of,
            bands=(Band(best, low=90), Band(good, low=80, high=89), Band(fair, low=60, high=79), Band(poor, below=60)),
            reading=self.chosen(i.GAP_READING),
            assumption="XZ-a1",
        )

    def veto(self, kind: Kind) -> Sequence[Ceiling | Flag]:
        """Article 7: one-vote vetoes; each bounds the year, and the period it falls in (XZ-a6, XZ-a7)."""
        return vetoes(kind, visits=i.visits if self.chosen(i.VISITS_READING) == "total" else i.visits_least_point)

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """Articles 3 to 6 and 8 to 11: who does what by when, and what follows from the grade."""
        return [*procedure(kind), *self._consequences(kind)]

    def _consequences(self, kind: Kind) -> list[Consequence]:
        best, worst = kind.grades[0], kind.grades[-1]
        found = [
            Consequence(
                id="XZ-8a",
                clause="第八条",
                text=Text("eligible for the year's commendation", "具备驻村工作年度评先选优资格"),
                when=GradeIs((best,)),
            ),
            Consequence(id="XZ-8b", clause="第八条", text=_WORST[kind], when=GradeIs((worst,))),
        ]
        if kind is MEMBER:
            found.append(
                Consequence(
                    id="XZ-8c",
                    clause="第八条",
                    text=Text(
                        "the dispatching unit is to recall and replace the member in time", "派驻单位要及时召回调换"
                    ),
                    when=self._notices() >= 2,
                    assumption=("XZ-a10", "XZ-a17"),
                )
            )
        return found

    def _notices(self) -> NumberExpr:
        """How many notices count for the recall; one that is entered under both clauses counts once (XZ-a17)."""
        if self.chosen(i.RECALL_READING) == "as-entered":
            return i.negative_notices.count()
        return i.negative_notices.count() + (~matched(i.absence_notices, by=i.negative_notices)).count()


_YEAR = {
    MEMBER: Text("the mean of the monthly scores", "月度考核得分的平均值"),
    TEAM: Text("the mean of the quarterly scores", "季度考核得分的平均值"),
    UNIT: Text(
        "the annual score: 10 % usual record, 20 % public opinion, 70 % target table",
        "年度考核得分：平时10%、民意20%、考评表70%",
    ),
}


def _figures(kind: Kind, period: NumberExpr) -> list[Figure | Flag]:
    """What is shown beside the year's score: the target mark (Article 5), the period scores, how many they are."""
    held = (
        Text("periods assessed", "已考核期次") if kind is not UNIT else Text("annual appraisal held", "已进行年度考核")
    )
    found: list[Figure | Flag] = [
        Figure(id=_CONTENT[kind][0], clause=_CONTENT[kind][1], text=_CONTENT[kind][2], value=i.TARGETS[kind]),
        Figure(
            id="XZ-6(4)a",
            clause="第六条（四）",
            text=Text(
                "period score: 10 % usual record, 20 % public opinion, 70 % target table",
                "期得分：平时10%、民意20%、考评表70%",
            ),
            value=period,
            assumption=("XZ-a2", "XZ-a13"),
        ),
        Figure(
            id=_APPRAISAL[kind][0],
            clause=_APPRAISAL[kind][1],
            text=held,
            value=period.given() if kind is UNIT else period.known(),
        ),
    ]
    if kind is not UNIT:
        found.append(
            Flag(
                id="XZ-6(5)b",
                clause="第六条（五）",
                text=Text(
                    "half-year rotation: results are reported by the half-year", "海拔4500米以上，半年轮换，按半年上报"
                ),
                flag=Text("half-year rotation", "半年轮换"),
                when=i.altitude.is_("4500-and-above"),
                assumption="XZ-a15",
            )
        )
    return found


# The content headings carry no points of their own: the target table marks them.
_CONTENT = {
    MEMBER: (
        "XZ-5(1)",
        "第五条（一）",
        Text("conduct, diligence, initiative, discipline", "团结协作、履职尽责、勇于担当、主动作为、严守纪律"),
    ),
    TEAM: (
        "XZ-5(2)",
        "第五条（二）",
        Text("the team's tasks in the village", "宣讲、脱贫攻坚、乡村振兴、和谐稳定、基层组织、精神文明、包户帮扶"),
    ),
    UNIT: (
        "XZ-5(3)",
        "第五条（三）",
        Text("the unit's responsibility, selection and care", "主体责任、选派和关心、监督管理、落实脱贫任务"),
    ),
}

_APPRAISAL = {
    MEMBER: ("XZ-6(1)", "第六条（一）"),
    TEAM: ("XZ-6(2)", "第六条（二）"),
    UNIT: ("XZ-6(3)", "第六条（三）"),
}


def _missing_periods(kind: Kind, period: NumberExpr) -> list[Flag | Refer]:
    """XZ-a5: periods not assessed are left out and shown; with fewer than half of the due ones a person decides."""
    return [
        Flag(
            id="XZ-6(4)c-left-out",
            clause="第六条（四）",
            text=Text(
                "a due period was recorded as not assessed and left out of the mean",
                "有应考核而未考核的期次，不计入平均",
            ),
            flag=Text("period left out", "有期次未计入"),
            when=period.known() < period.due(),
            assumption="XZ-a5",
        ),
        Refer(
            id="XZ-6(4)c-too-few",
            clause="第六条（四）",
            text=Text(
                "fewer than half of the due periods were assessed: a person decides",
                "考核期次不足应考核期次的一半：由人裁定",
            ),
            when=period.known() * 2 < period.due(),
            assumption="XZ-a5",
        ),
    ]


_WORST = {
    MEMBER: Text("criticised in a circular", "通报批评"),
    TEAM: Text("the dispatching unit is criticised in a circular", "通报批评派驻单位"),
    UNIT: Text("the main leader's responsibility is pursued", "按照有关规定追究派驻单位主要领导责任"),
}
