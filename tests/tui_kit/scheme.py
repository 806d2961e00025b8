"""A scheme that declares one input of every kind, a limit to confirm, and a quota with a rank."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaohe.rules import (
    Asks,
    Band,
    Bands,
    Ceiling,
    Choice,
    Consequence,
    Count,
    Date,
    Days,
    Document,
    Events,
    Figure,
    Finding,
    Kind,
    Link,
    Part,
    Penalty,
    Periods,
    Procedure,
    Quota,
    Rank,
    Scheme,
    Score,
    Tally,
    Total,
    assemble,
    at,
    weighted,
)
from kaohe.rules.nodes import Indicator, IndicatorTable, NumberExpr, Option, Ratings
from kaohe.words import Text

__all__ = ["DEMO"]

GRADES = ("优秀", "称职", "不称职")
MEMBER = Kind("member", Text("member", "队员"), GRADES)
TEAM = Kind("team", Text("team", "工作队"), GRADES)
QUARTER = Periods("quarter", Text("quarter", "季度"), "quarter")

_MARKS, _REST = Text("marks", "评分"), Text("record", "记录")
work = Score("work", Text("daily work", "日常工作"), clause="第三条", on=QUARTER, section=_MARKS)
opinion = Score("opinion", Text("public opinion", "群众测评"), clause="第三条", on=QUARTER, section=_MARKS)
period = weighted((work, "60%"), (opinion, "40%")).named(Text("quarter's score", "季度得分"))
leave = Days("leave", Text("days of leave", "请假天数"), clause="第四条", section=_REST)
studies = Count("studies", Text("studies held", "集中学习次数"), clause="第四条", high=99, section=_REST)
since = Date("since", Text("posted since", "派驻起始"), clause="第二条", section=_REST, optional=True)
level = Choice(
    "level",
    Text("level", "层级"),
    clause="第二条",
    section=_REST,
    options=(Option("county", Text("county", "县级")), Option("township", Text("township", "乡级"))),
)
notices = Finding("notices", Text("notices", "通报批评"), clause="第五条", section=_REST, recheck=True)
ballot = Tally(
    "ballot",
    Text("ballot", "民主测评票"),
    clause="第六条",
    section=_REST,
    options=tuple(
        Option(code, Text(en, code)) for code, en in zip("好较一差", ("good", "fair", "so", "poor"), strict=True)
    ),
)
talks = Events("talks", Text("talks held", "谈话记录"), clause="第七条", section=_REST)
minutes = Count("minutes", Text("minutes", "分钟"), clause="第七条", high=600, on=talks)
ratings = Ratings(
    "ratings",
    Text("leaders' ratings", "领导评价"),
    clause="第八条",
    section=_REST,
    options=(Option("A", Text("A", "A")), Option("B", Text("B", "B")), Option("C", Text("C", "C"))),
)
DUTIES = IndicatorTable(
    "duties",
    Text("duties", "职责"),
    items=(Indicator("a", Text("village", "驻村"), 40), Indicator("b", Text("reports", "报告"), 60)),
)
mark = Score("mark", Text("team's mark", "工作队得分"), clause="第九条", table=DUTIES)
TEAM_OF = Link("team", Text("team", "所在工作队"), TEAM, clause="第二条", optional=True)


def _scored(value: NumberExpr) -> list[Total | Bands]:
    """The year's score and its bands, the same for both kinds."""
    bands = (Band("优秀", low=90), Band("称职", low=60, below=90), Band("不称职", below=60))
    return at(
        "第三条",
        Total(id="D-3", text=Text("the year's score", "年度得分"), value=value),
        Bands(id="D-3b", text=Text("90, 60", "90分、60分"), of=value, bands=bands),
    )


class Member(Part):
    """Somebody who is appraised by the quarters."""

    kind = MEMBER

    def scoring(self) -> Sequence[Total | Bands | Figure]:
        """The mean of the quarters, and each quarter to show."""
        quarter = Figure(id="D-3a", clause="第三条", text=Text("quarter", "季度"), value=period)
        return [*_scored(period.mean()), quarter]

    def bonus_penalty(self) -> Sequence[Penalty]:
        """A point for each notice."""
        return [Penalty(id="D-5", clause="第五条", text=Text("a point each", "每次扣1分"), points=notices.count())]

    def veto(self) -> Sequence[Ceiling]:
        """Leave and the ballot."""
        return [
            Ceiling("称职", id="D-4", clause="第四条", text=Text("more than 15 days", "请假超过15天"), when=leave > 15),
            Ceiling(
                "不称职",
                id="D-6",
                clause="第六条",
                text=Text("more than a third poor", "差票超过三分之一"),
                when=ballot.share("差") > Fraction(1, 3),
                confirm=True,
            ),
        ]

    def quota(self) -> Sequence[Quota]:
        """Three in ten members may be excellent."""
        return [
            Quota(
                "优秀",
                id="D-9",
                clause="第九条",
                text=Text("30 % at most", "不超过30%"),
                share="30%",
                rank=(Rank(period.mean()),),
                otherwise="称职",
            )
        ]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """What no rule reads."""
        asked = (studies, since, level, talks, minutes, ratings)
        return [Asks(id="D-2", clause="第二条", text=Text("the record", "基本情况"), inputs=asked, links=(TEAM_OF,))]


class Team(Part):
    """A team, which has one mark."""

    kind = TEAM

    def scoring(self) -> Sequence[Total | Bands]:
        """The team's one mark."""
        return _scored(mark)


class Demo(Scheme):
    """Every input kind in one form."""

    id = "demo"
    title = Text("A scheme for tests", "测试方案")
    version = "1.0"
    document = Document(title="示例考核办法", issuer="示例单位", issued="2020-01-01")
    parts = (Member, Team)


DEMO = assemble(Demo)
