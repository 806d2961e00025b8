"""The invented scheme that the examples of the vocabulary and of the case-file grammar belong to."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules import (
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
    Each,
    Eligibility,
    Events,
    Figure,
    Finding,
    GradeIs,
    Kind,
    Link,
    Part,
    Periods,
    Quota,
    Rank,
    Reading,
    Refer,
    Scheme,
    Score,
    ScoreOf,
    Tally,
    Total,
    at,
)
from ...rules.amend import Amendment
from ...rules.nodes import IndicatorTable, Ratings
from ...words import Text

__all__ = ["City", "Example"]

# --- the scheme ---
posted_from = Date("posted_from", "派驻起始日", clause="第一条", optional=True)
posted_to = Date("posted_to", "派驻截止日", clause="第一条", optional=True, not_before=posted_from)
MONTH = Periods("month", "月度", "month", posted_from, posted_to)
CADRE = Kind("cadre", "帮扶干部", ("优秀", "合格", "不合格"), every=MONTH)
TEAM = Kind("team", "工作队", ("优秀", "合格", "不合格"))
TEAM_OF = Link("team", "所在工作队", TEAM, clause="第一条", optional=True)
POST_OF = Link("post", "当月所在工作队", TEAM, clause="第一条", optional=True, on=MONTH)

mark = Score("mark", "月度得分", clause="第二条", on=MONTH)
targets = Score("targets", "目标任务得分", clause="第二条", table=IndicatorTable("targets", "目标任务"))
awards = Count("awards", "表彰次数", clause="第二条", high=20)
practices = Events("practices", "推广的做法", clause="第二条", item="做法编号")
level = Choice("level", "推广层级", clause="第二条", options={"city": "市级", "county": "县级"}, on=practices)
raters = Ratings("raters", "评委评价", clause="第二条", options={"good": "好", "poor": "差"})
absent = Days("absent", "无故缺勤日数", clause="第三条", places=1)
ballot = Tally("ballot", "民主测评", clause="第三条", options={"yes": "同意", "no": "不同意"})
notices = Finding("notices", "通报批评", clause="第三条", recheck=True)
excused = Finding("excused", "不计入的通报", clause="第三条", excepts=notices)
county = Choice("county", "所在县", clause="第四条", list_key="counties")
team_mark = Score("team_mark", "工作队得分", clause="第二条")
team_month = Score("team_month", "工作队月度得分", clause="第二条", on=MONTH)

GAP = Reading(
    "EX-a1",
    "84与85、59与60之间的分数",
    clause="第二条",
    key="gap-reading",
    ways={"half-open": "从各档下限起算", "refer": "由人裁定"},
)
BANDS = (Band("优秀", low=85), Band("合格", low=60, high=84), Band("不合格", below=60))
ASKED = (awards, targets, practices, level, raters, notices, excused, county)


class Cadre(Part):
    """Posted cadres: appraised by the month and for the year."""

    kind = CADRE

    def eligibility(self) -> Sequence[Eligibility]:
        """Article 1."""
        return at("第一条", Eligibility(mark.due() > 0, text="有应考核月度", otherwise="不在派驻期"))

    def scoring(self) -> Sequence[Total | Bands | Figure | Refer]:
        """Article 2."""
        way = self.chosen(GAP)
        total = Total(mark.mean(), "各月平均分")
        rules = Bands(
            mark.mean(),
            "85分以上，60—84分，60分以下",
            bands=BANDS,
            role="-bands",
            reading=way,
            assumption=GAP,
            each=Each(assumption=GAP),
        )
        months = Figure(mark.known(), "已考核月数", role="-months")
        beside = Figure(POST_OF.their(team_month).mean(), "所在工作队各月平均分", role="-team")
        refer = Refer(awards >= 10, "表彰十次以上的由人裁定", role="-refer")
        return [*at("第二条", total), *at("第二条", rules), *at("第二条", months, beside), *at("第二条", refer)]

    def veto(self) -> Sequence[Ceiling]:
        """Article 3."""
        worst = self.kind.lowest
        late = Ceiling(worst, absent >= 15, "无故缺勤15日以上", role="(1)")
        vote = Ceiling(worst, ballot.share("no") > "1/3", "不同意票超过三分之一", role="(2)", confirm=True)
        return at("第三条", late, vote)

    def quota(self) -> Sequence[Quota]:
        """Article 4."""
        share = Quota(
            self.kind.best,
            "每县不超过30%",
            share="30%",
            pool=(county,),
            rank=(Rank(ScoreOf()),),
            otherwise="合格",
            soft=True,
        )
        return at("第四条", share)

    def procedure(self) -> Sequence[Consequence | Asks]:
        """Article 5, and what no rule of this kind reads."""
        talk = Consequence(GradeIs((self.kind.lowest,)), "由派出单位约谈")
        return at("第五条", talk, Asks(ASKED, "考核记录", role="-record", links=(TEAM_OF,)))


class Team(Part):
    """Teams: one mark a year."""

    kind = TEAM

    def scoring(self) -> Sequence[Total | Bands]:
        """Article 2."""
        said = "85分以上，60—84分，60分以下"
        return at("第二条", Total(team_mark), Bands(team_mark, said, bands=BANDS, role="-bands", assumption=GAP))


class CityCadre(Part):
    """What a city adds for cadres."""

    kind = CADRE

    def veto(self) -> Sequence[Ceiling]:
        """Its article 2."""
        return at("细则第二条", Ceiling(self.kind.lowest, notices.count() >= 3, "通报三次以上", id="EC-2"))


class Example(Scheme):
    """An invented document."""

    id, prefix, version = "example", "EX", "1.0.0"
    title = Text("example county (invented)", "示例县帮扶干部考核（虚构）")
    document = Document(title="示例县帮扶干部考核办法（虚构）", issuer="示例县", issued="2026-01-01")
    parts, readings = (Cadre, Team), (GAP,)


class City(Amendment):
    """A city's own rules on top of it."""

    id, version, base = "example-city", "1.0.0", "example"
    title = Text("example city (invented)", "示例市细则（虚构）")
    document = Document(title="示例市实施细则（虚构）", issuer="示例市", issued="2026-03-01")
    parts = (CityCadre,)
