"""自治区派驻贫困旗县（市、区）脱贫攻坚工作总队及成员考核评价办法, clause by clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kaohe.rules import (
    Asks,
    Bonus,
    Consequence,
    Cycles,
    Document,
    Eligibility,
    Figure,
    Finding,
    Kind,
    NumberExpr,
    Penalty,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Scheme,
    ScoreOf,
    Total,
    Window,
)
from kaohe.words import Text

from . import _inputs as i
from . import _score as s
from ._assumptions import ASSUMPTIONS, UNDEFINED
from ._inputs import DEPUTY, HEAD, LIAISON, MEMBER, TEAM
from ._procedure import procedure


class Neimenggu2018(Scheme):
    """Inner Mongolia: county general teams, and their heads, deputies, liaison officers and members, each year."""

    id = "neimenggu-2018"
    title = Text("Inner Mongolia county general teams, 2018", "内蒙古驻旗县脱贫攻坚工作总队及成员考核（2018）")
    version = "1.0.0"
    document = Document(
        title="自治区派驻贫困旗县（市、区）脱贫攻坚工作总队及成员考核评价办法",
        issuer="自治区贫困旗县（市、区）脱贫攻坚工作队管理办公室",
        issued="2018-05-30",
        number="内脱贫室发〔2018〕8号",
    )
    kinds = (TEAM, HEAD, DEPUTY, LIAISON, MEMBER)
    cycles = Cycles(dt.date(2018, 1, 1), dt.date(2020, 12, 31), clause="五")
    window = Window(months=1, clause="四（三）")
    settings = (i.BALLOT_POINTS, i.BALLOT_COLUMNS, i.EXCELLENT_LIMIT, i.REPEATED)
    assumptions = ASSUMPTIONS
    undefined = UNDEFINED

    def eligibility(self, kind: Kind) -> Sequence[Eligibility]:
        """一: the general teams of the 57 counties, and those who belong to one."""
        posted = i.county.given()
        return [
            Eligibility(
                id="NM-1",
                clause="一",
                text=Text(
                    "the general teams posted to the 57 poor counties, and their members",
                    "派驻57个贫困旗县（市、区）的工作总队及成员",
                ),
                when=posted if kind is TEAM else i.TEAM_OF.their(posted),
                otherwise=Text(
                    "the team is posted to none of the 57 counties", "所在工作总队未派驻57个贫困旗县（市、区）"
                ),
            )
        ]

    def scoring(self, kind: Kind) -> Sequence[Total | Figure | Proposed]:
        """四（二）to 四（七）: the marks, the formula of the kind, the grade proposed."""
        reading = s.Reading(self.chosen(i.BALLOT_POINTS), self.chosen(i.BALLOT_COLUMNS))
        return [*_figures(kind, reading), _total(kind, reading.base(kind)), _PROPOSED]

    def bonus_penalty(self, kind: Kind) -> Sequence[Bonus]:
        """四（七）: the factors that add points, then those that take them, in the document's order."""
        rules = [*self._adding(kind), *self._taking(kind)]
        return [rule for rule in rules if kind is not TEAM or rule.id not in _MEMBERS_ONLY]

    def quota(self, kind: Kind) -> Sequence[Quota]:
        """四（七）: in each sequence 30 % at most, in principle, are 优秀."""
        return [
            Quota(
                "优秀",
                id="NM-4(7)a",
                clause="四（七）",
                text=Text(
                    "in principle at most 30 % of the sequence are excellent",
                    "每个序列评优比例原则上不超过同类人员的30%",
                ),
                share="30%",
                rounding="down",
                rank=(Rank(ScoreOf()),),
                otherwise="称职",
                soft=self.chosen(i.EXCELLENT_LIMIT) == "soft",
                assumption=("NM-a3", "NM-a10"),
            )
        ]

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """四 to 六: who does what by when, and what follows from the grade."""
        return procedure(kind)

    def _adding(self, kind: Kind) -> list[Bonus]:
        return [
            Bonus(
                id="NM-4(7)+1",
                clause="加分因素1",
                text=Text(
                    "identification, measures, exit: 1 for each that is precise", "识别、帮扶措施、退出精准，每项加1分"
                ),
                points=s.PRECISE,
                assumption=("NM-a12", "NM-a15"),
            ),
            Bonus(
                id="NM-4(7)+2",
                clause="加分因素2",
                text=Text("the county in the first 5: 2; 6 to 10: 1", "全区排名前5位加2分，前6位至前10位加1分"),
                points=s.of_county(kind, s.TOP),
                assumption=("NM-a12", "NM-a13"),
            ),
            Bonus(
                id="NM-4(7)+3",
                clause="加分因素3",
                text=Text(
                    "problems solved, good advice or projects with clear effect: 2",
                    "解决具体问题、提出好建议、引进好项目并取得明显效果，加2分",
                ),
                points=self._two(i.solved),
                assumption=("NM-a11", "NM-a12"),
            ),
            Bonus(
                id="NM-4(7)+4",
                clause="加分因素4",
                text=Text("posted for more than 240 days: 2", "全年派驻时间超过240天，加2分"),
                points=s.LONG,
                assumption=("NM-a1", "NM-a12"),
            ),
            Bonus(
                id="NM-4(7)+5",
                clause="加分因素5",
                text=Text("assigned tasks done well: 2", "完成交办任务好，加2分"),
                points=self._two(i.tasks_well),
                assumption=("NM-a11", "NM-a12"),
            ),
        ]

    def _taking(self, kind: Kind) -> list[Bonus]:
        return [
            Penalty(
                id="NM-4(7)-1",
                clause="扣分因素1",
                text=Text("1 for each of the three not precise enough", "识别、帮扶措施、退出不够精准，每项扣1分"),
                points=s.IMPRECISE,
                assumption=("NM-a12", "NM-a15"),
            ),
            Penalty(
                id="NM-4(7)-2",
                clause="扣分因素2",
                text=Text("the county in the last 5: 2", "全区排名后5位，扣2分"),
                points=s.of_county(kind, s.BOTTOM),
                assumption=("NM-a12", "NM-a13"),
            ),
            Penalty(
                id="NM-4(7)-3",
                clause="扣分因素3",
                text=Text("posted for fewer than 240 days: 2", "全年派驻时间少于240天，扣2分"),
                points=s.SHORT,
                assumption=("NM-a1", "NM-a12"),
            ),
            Penalty(
                id="NM-4(7)-4",
                clause="扣分因素4",
                text=Text("assigned tasks done badly: 2", "完成交办任务差，扣2分"),
                points=self._two(i.tasks_badly),
                assumption=("NM-a11", "NM-a12"),
            ),
        ]

    def _two(self, found: Finding) -> NumberExpr:
        """Two points, once or for each (NM-a11)."""
        return found.then(2) if self.chosen(i.REPEATED) == "once" else found.count() * 2


_MEMBERS_ONLY = ("NM-4(7)+4", "NM-4(7)-3")

_PROPOSED = Proposed(
    id="NM-4(6)",
    clause="四（六）",
    text=Text(
        "the grade is people's to propose: excellent, competent, basically competent, not competent",
        "综合评价意见：优秀、称职、基本称职、不称职",
    ),
    by=i.proposal,
    assumption="NM-a3",
)


def _total(kind: Kind, base: NumberExpr) -> Total:
    if kind is TEAM:
        return Total(
            id="NM-4(7)b",
            clause="四（七）",
            text=Text(
                "indicators 30 %, daily supervision 20 %, third party 20 %, democratic rating 5 %, ledgers 15 %, "
                "group's rating 10 %",
                "指标考核30%、日常督查20%、第三方评估20%、总结测评5%、查阅台账15%、考核组综合评价10%",
            ),
            value=base,
            assumption=("NM-a2", "NM-a5", "NM-a6", "NM-a7", "NM-a8", "NM-a9"),
        )
    return Total(
        id="NM-4(7)c",
        clause="四（七）",
        text=Text(
            "supervision group 30 %, daily supervision 15 %, democratic rating 5 %, visits 15 %, survey 20 %, "
            "group's rating 15 %",
            "督导组考核得分30%、日常督查15%、总结测评5%、实地查访15%、民意调查20%、考核组综合评价15%",
        ),
        value=base,
        assumption=("NM-a2", "NM-a4", "NM-a5", "NM-a6", "NM-a7", "NM-a9"),
    )


def _figures(kind: Kind, reading: s.Reading) -> list[Figure]:
    """What is shown beside the total: each mark it is made of, the columns of the ballot."""
    return [*_marks(kind), *_annexes(kind, reading)]


def _figure(name: str, clause: str, text: Text, value: NumberExpr, *assumption: str) -> Figure:
    return Figure(id=name, clause=clause, text=text, value=value, assumption=assumption)


def _marks(kind: Kind) -> list[Figure]:
    daily = _figure("NM-4(2)", "四（二）", i.daily.label, i.daily, "NM-a5")
    if kind is TEAM:
        return [
            daily,
            _figure("NM-4(3)3", "四（三）3", i.ledger.label, i.ledger, "NM-a5"),
            _figure("NM-4(4)", "四（四）", i.third_party.label, i.third_party, "NM-a5"),
        ]
    return [
        daily,
        _figure("NM-4(3)4", "四（三）4", i.visits.label, i.visits, "NM-a5"),
        _figure("NM-4(3)5", "四（三）5", i.opinion.label, i.opinion, "NM-a5"),
    ]


def _annexes(kind: Kind, reading: s.Reading) -> list[Figure]:
    rating = _figure("NM-A2", "附件2", i.group_steps.label, s.GROUP_RATING, "NM-a9")
    if kind is TEAM:
        return [
            _figure("NM-A1", "附件1", i.indicators.label, i.indicators),
            rating,
            _figure(
                "NM-A3-team",
                "附件3",
                Text("mean of the members' democratic ratings", "成员总结测评平均分"),
                reading.team_testimony(),
                "NM-a8",
            ),
        ]
    return [
        rating,
        _figure("NM-A3", "附件3", Text("democratic rating", "总结测评"), reading.testimony(), "NM-a6", "NM-a7"),
        *(
            _figure(
                f"NM-A3-{ballot.key.removeprefix('ballot_')}", "附件3", ballot.label, reading.column(ballot), "NM-a6"
            )
            for ballot in reading.shown()
        ),
    ]
