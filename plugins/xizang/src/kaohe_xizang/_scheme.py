"""西藏自治区干部驻村工作精准考核暂行办法（试行）, article by article: what all kinds share, then each kind's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from kaohe.rules import (
    APPRAISAL, OWN, Asks, Band, Bands, BoolExpr, Ceiling, Choice, Consequence, Count, Cycles, Date, Document, Each,
    Eligibility, Figure, Finding, Flag, GradeIs, IndicatorTable, Kind, Link, NumberExpr, Option, Part, Periods,
    Procedure, Refer, Scheme, Score, Total, Window, at, weighted,
)  # fmt: skip
from kaohe.rules.nodes import matched
from kaohe.words import Text

from . import _readings as r
from ._readings import COUNTY, MARKS

TOWNSHIP = Text("township 强基办", "乡镇（街道）强基办")
HEAD = Text("head of the 强基办", "强基办主任")
SECRETARY = Text("party committee secretary", "党（工）委书记")
CITY_SECRETARY = Text("city party secretary", "市（地）委书记")
COUNTY_GROUP = Text("county appraisal group", "县考核组")
SUMMARY = (
    "序号", "市（地）", "县（区）", "乡镇", "村", "对象类别", "名称", "派驻单位", "期次", "平时（10）", "民意（20）",
    "考评表（70）", "期得分", "年均分", "等次", "一票否决条款", "公示", "备注",
)  # fmt: skip

# Article 4, and the posting that makes a month or quarter due (XZ-a5).
_posted = partial(Date, clause="第六条（五）", optional=True, entered_by=TOWNSHIP)
POSTED = (
    _posted("posted_from", Text("posted from", "派驻起始日")),
    _posted("posted_to", Text("posted to", "派驻截止日")),
)
MONTH = Periods("month", Text("month", "月度"), "month", *POSTED)
QUARTER = Periods("quarter", Text("quarter", "季度"), "quarter", *POSTED)
BODIES = ("优秀", "合格", "基本合格", "不合格")
MEMBER = Kind("member", Text("posted member", "驻村工作队员"), ("优秀", "称职", "基本称职", "不称职"), every=MONTH)
TEAM = Kind("team", Text("posted team", "驻村工作队"), BODIES, every=QUARTER)
UNIT = Kind("unit", Text("dispatching unit", "派驻单位"), BODIES)
TEAM_OF = Link("team", Text("team", "所在工作队"), TEAM, clause="第四条", optional=True)
UNIT_OF = Link("unit", Text("dispatching unit", "派驻单位"), UNIT, clause="第四条", optional=True)

# What several clauses read.
found = partial(Finding, section=r.VETOES, entered_by=COUNTY)
absences = found(
    "absence_notices", Text("notices for unauthorised absence", "擅自脱岗离岗被通报"), clause="第七条（一）3"
)
ALTITUDE = (
    Option("below-4500", Text("below 4500 m", "4500米以下")),
    Option("4500-and-above", Text("4500 m and above", "4500米以上（含）")),
)
altitude = Choice(
    "altitude",
    Text("village altitude", "驻村海拔"),
    clause="第六条（五）",
    options=ALTITUDE,
    optional=True,
    entered_by=COUNTY,
)


def step(clause: str, kind: str, en: str, zh: str, **more: Any) -> list[Procedure]:
    """What people do under one clause."""
    return at(clause, Procedure(step=kind, text=Text(en, zh), **more))


def marks(kind: Kind, by: Text) -> tuple[Score, Score, Score, NumberExpr]:
    """Article 6(4): opinion (and a satisfaction rate, XZ-a6), target table, and the period's score out of three marks."""
    mark = partial(Score, clause=MARKS, on=OWN, section=Text("marks", "考核评分"), entered_by=by)
    label = Text("target-responsibility table", "目标责任考评表")
    usual, opinion = (
        mark("usual", Text("usual record", "平时掌握")),
        mark("opinion", Text("public opinion", "民意测评")),
    )
    targets = mark("targets", label, table=IndicatorTable(f"targets-{kind.key}", label))
    period = weighted((usual, "10%"), (opinion, "20%"), (targets, "70%")).named(Text("period score", "期得分"))
    return opinion, mark("satisfaction", Text("villagers' satisfaction", "村民满意率")), targets, period


class Appraised(Part):
    """What the articles say of members, teams and units alike; `nth` is the kind's number in articles 5 to 7."""

    nth: ClassVar[str]
    opinion: ClassVar[Score]
    satisfaction: ClassVar[Score]
    targets: ClassVar[Score]
    period: ClassVar[NumberExpr]
    content: ClassVar[Text]
    year: ClassVar[Text]
    worst: ClassVar[Text]
    appraisal: ClassVar[Sequence[Procedure]]
    links: ClassVar[tuple[Link, ...]] = ()
    asked: ClassVar[tuple[Choice, ...]] = (altitude,)
    summary_day: ClassVar[Text] = Text("within 10 days after the quarter's appraisal", "每季度考核结束后10日内")

    def _held(self) -> Figure:
        """Article 6(1), (2): how many periods are assessed."""
        return Figure(text=Text("periods assessed", "已考核期次"), value=self.period.known())

    def scoring(self) -> Sequence[Total | Bands | Flag | Refer | Figure]:
        """Article 5: what is marked (no points of its own); article 6: period score, grades, the year."""
        best, good, fair, poor = self.kind.grades
        bands = (Band(best, low=90), Band(good, low=80, high=89), Band(fair, low=60, high=79), Band(poor, below=60))
        shares = Text(
            "period score: 10 % usual record, 20 % public opinion, 70 % target table",
            "期得分：平时10%、民意20%、考评表70%",
        )
        printed = Text("90 and above, 80-89, 60-79, below 60", "90分以上，80-89分，60-79分，60分以下")
        return [
            *at(f"第五条{self.nth}", Figure(text=self.content, value=self.targets)),
            *at(MARKS, Figure(role="a", text=shares, value=self.period, assumption=(r.RAW, r.MARKED_BY))),
            *at(f"第六条{self.nth}", self._held()),
            *at(MARKS, Total(role="c", text=self.year, value=self.period.mean())),
            *at(
                MARKS,
                Bands(
                    role="b",
                    text=printed,
                    of=self.period.mean(),
                    bands=bands,
                    reading=self.chosen(r.GAP),
                    assumption=r.GAP,
                    each=Each(assumption=r.GAP),
                ),
            ),
        ]

    def veto(self) -> Sequence[Ceiling | Flag]:
        """Article 7: each case means the lowest grade, of the year and of the period it falls in; serious ones go on."""
        serious = found(
            "serious_case", Text("a serious case, to be pursued", "情形严重，追究责任"), optional=True, dated=APPRAISAL
        )
        means = Text(
            "one-vote veto: each case below means the lowest grade; a serious case is pursued besides",
            "一票否决：有下列情形之一的评为最低等次；情形严重的严肃追究责任",
        )
        low = self.opinion if self.chosen(r.SATISFACTION) == "opinion" else self.satisfaction
        single = Each(
            assumption=r.SCOPE,
            flag=Text("period below 60", "有期次低于60分"),
            text=Text("public satisfaction below 60 in a single period", "有期次群众满意度低于60分"),
        )
        below = Ceiling(
            self.kind.lowest,
            text=Text("public satisfaction below 60", "群众满意度低于60分的"),
            when=low.mean() < 60,
            assumption=r.SATISFACTION,
            each=single,
        )
        cases = [rule for n, case in enumerate((*self._cases(), below), 1) for rule in at(f"第七条{self.nth}{n}", case)]
        return [*at("第七条", Flag(text=means, flag=Text("serious case", "情形严重"), when=serious)), *cases]

    def _cases(self) -> Sequence[Ceiling]:
        """Cases 1 to 3 of the kind; the fourth, satisfaction, is everybody's."""
        raise NotImplementedError

    def _vetoed(self, when: BoolExpr, **more: Any) -> Ceiling:
        return Ceiling(self.kind.lowest, when=when, each=Each(assumption=r.SCOPE), **more)

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Articles 3, 6 and 8 to 11: who does what by when, and what follows from the grade."""
        who = Text("members, teams and dispatching units", "考核对象为驻村工作队员、驻村工作队、派驻单位")
        commended = Text("eligible for the year's commendation", "具备驻村工作年度评先选优资格")
        return [
            *step("第三条", "organiser",
                  "led by the regional 领导小组; merit and attendance, 平时 first; region and city spot-check; county and "
                  "township party committees organise, their 强基办 carry out",
                  "自治区领导小组统一领导；考勤与考绩结合、以平时考核为主；自治区和市（地）抽查，县、乡党（工）委组织，"
                  "县、乡强基办实施"),
            *at("第四条", Asks(role="-record", text=who, inputs=self.asked, links=self.links)),
            *self.appraisal,
            *step(MARKS, "form", "forms: target table (items supplied by the county), opinion ballot, self-report",
                  "表式：目标责任考评表（由县提供）、民意测评表、自查自评报告", role="a-forms",
                  columns=("平时掌握10%", "民意测评20%", "目标责任考评表70%"), assumption=(r.RAW, r.MARKED_BY)),
            *step("第六条（五）", "sign-off",
                  "summary, studied by township then county party committee; report and table signed, to the city",
                  "汇总后由乡镇、县（区）党（工）委逐级集体研究，形成考核情况报告和考核结果汇总表，逐级签字后报市（地）强基办",
                  role="a", day=self.summary_day, chain=(HEAD, SECRETARY), columns=SUMMARY),
            *step("第六条（六）", "sampling",
                  "the city's group checks a random 20 % every half-year; summary report signed, to the region",
                  "市（地）每半年随机抽取20%检查；总结报告和汇总表经签字审定后报自治区强基办", share="20%", rounding="up",
                  day=Text("report early in November", "每年11月初"), chain=(HEAD, CITY_SECRETARY),
                  assumption=(r.YEAR, r.SAMPLE, "XZ-a16")),
            *step("第六条（七）", "sampling", "the region reviews the tables and re-checks 10 %; the 领导小组 approves",
                  "自治区审核汇总表，抽取10%复核，报领导小组审定", share="10%", rounding="up",
                  chain=(Text("regional leading group", "自治区强基惠民活动领导小组"),), assumption=r.SAMPLE),
            *at("第八条", Consequence(role="a", text=commended, when=GradeIs((self.kind.best,))),
                Consequence(role="b", text=self.worst, when=GradeIs((self.kind.lowest,)))),
            *step("第九条", "publicity", "results are publicised within a certain scope and fed back once confirmed",
                  "考核结果在一定范围内公示，确定后向考核对象反馈"),
            *step("第十条", "archive", "the county keeps the archive, one custodian", "县（区）强基办统一建档归档，专人管理"),
            *step("第十一条", "discipline", "appraisers keep discipline and are held responsible",
                  "考核人员严守纪律，失真失实的依规追究"),
        ]  # fmt: skip


class Posted(Appraised):
    """Members and teams: appraised by their own periods while they are posted."""

    def eligibility(self) -> Sequence[Eligibility]:
        """Article 4: with at least one due period; and half of them assessed, where the cycle asks for it (XZ-a5)."""
        known, due = self.period.known(), self.period.due()
        posted = (
            Text("at least one due period", "至少有一个应考核期次"),
            Text("not posted in any period of the cycle", "本周期内没有派驻期次"),
        )
        half = (
            Text("half of the due periods", "已考核期次达到一半"),
            Text("fewer than half assessed", "已考核期次不足一半"),
        )
        rules = [Eligibility(text=posted[0], when=due > 0, otherwise=posted[1], assumption=r.MISSING)]
        if self.chosen(r.MISSING) == "excluded":
            rules.append(Eligibility(role="-half", text=half[0], when=known * 2 >= due, otherwise=half[1]))
        return at("第四条", *rules)

    def scoring(self) -> Sequence[Total | Bands | Flag | Refer | Figure]:
        """Article 6(4), (5): periods left out are shown; fewer than half: a person decides (XZ-a5); rotation."""
        known, due = self.period.known(), self.period.due()
        left = Text(
            "a due period was recorded as not assessed and left out of the mean", "有应考核而未考核的期次，不计入平均"
        )
        few = Text(
            "fewer than half of the due periods were assessed: a person decides",
            "考核期次不足应考核期次的一半：由人裁定",
        )
        rotates = Text("half-year rotation: reported by the half-year", "海拔4500米以上，半年轮换，按半年上报")
        left_out, rotation = Text("period left out", "有期次未计入"), Text("half-year rotation", "半年轮换")
        rules: list[Flag | Refer] = [
            Flag(role="c-left-out", text=left, flag=left_out, when=known < due, assumption=r.MISSING)
        ]
        if self.chosen(r.MISSING) == "refer":
            rules.append(Refer(role="c-too-few", text=few, when=known * 2 < due, assumption=r.MISSING))
        high = Flag(role="b", text=rotates, flag=rotation, when=altitude.is_("4500-and-above"), assumption=r.ALTITUDE)
        return [*super().scoring(), *at(MARKS, *rules), *at("第六条（五）", high)]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Article 6(5): reports by the half-year."""
        en, zh = (
            "at 4500 m and above results are reported by the half-year",
            "海拔4500米以上的，考核结果按半年逐级上报审核",
        )
        day = Text("every half-year", "每半年")
        rule = step("第六条（五）", "report", en, zh, role="b-procedure", day=day, assumption=r.ALTITUDE)
        return [*super().procedure(), *rule]


class Member(Posted):
    """Articles 5(1), 6(1), 7(1): by the month."""

    kind, nth, links = MEMBER, "（一）", (TEAM_OF, UNIT_OF)
    opinion, satisfaction, targets, period = marks(MEMBER, TOWNSHIP)
    content = Text("conduct, diligence, initiative, discipline", "团结协作、履职尽责、勇于担当、主动作为、严守纪律")
    year = Text("the mean of the monthly scores", "月度考核得分的平均值")
    worst = Text("criticised in a circular", "通报批评")
    appraisal = step(
        "第六条（一）", "deadline",
        "monthly, by the township party committee's group of cadres and village representatives; self-report",
        "月度考核：乡镇（街道）党（工）委组织，考核组由乡镇干部、村“两委”代表组成；队员报自查自评报告", role="-procedure",
        day=Text("by the 10th of the next month", "每月10日前考核上月"), chain=(Text("township appraisal group", "乡镇考核组"),),
    )  # fmt: skip

    def _cases(self) -> Sequence[Ceiling]:
        twice = Text("notified twice or more for unauthorised absence", "擅自脱岗离岗被通报两次以上（含两次）的")
        broken = Text(
            "falsification, concealment or serious breach of procedure", "弄虚作假、隐瞒严重错误或严重违反规定程序"
        )
        return [
            self._vetoed(found("refuses_management", Text("refuses local management", "不服从属地管理"))),
            self._vetoed(found("falsifies", broken)),
            self._vetoed(absences.count() >= 2, text=twice),
        ]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Article 8: the recall, a notice entered under both clauses counting once (XZ-a17); article 9: the gate."""
        label = Text("negative notices by any 强基办", "各级强基办负面通报")
        negative = Finding("negative_notices", label, clause="第八条", entered_by=COUNTY)
        times, more = negative.count(), (~matched(absences, by=negative)).count()
        times = times if self.chosen(r.NOTICES) == "as-entered" else times + more
        when = times >= 2 if self.chosen(r.TWICE) == "two" else times > 2
        text = Text("the dispatching unit is to recall and replace the member in time", "派驻单位要及时召回调换")
        recall = Consequence(role="c", text=text, when=when, assumption=(r.TWICE, r.NOTICES))
        gate = step(
            "第九条",
            "gate",
            "before recommending an excellent member, ask the discipline office and others of the same level",
            "推荐为优秀驻村工作队员的，征求同级纪检监察机关及有关部门的意见",
            role="-gate",
            chain=(Text("discipline office", "同级纪检监察机关"),),
        )
        return [*super().procedure(), *at("第八条", recall), *gate]


class Team(Posted):
    """Articles 5(2), 6(2), 7(2): by the quarter."""

    kind, nth, links = TEAM, "（二）", (UNIT_OF,)
    opinion, satisfaction, targets, period = marks(TEAM, COUNTY)
    content = Text(
        "the team's tasks in the village", "宣讲、脱贫攻坚、乡村振兴、和谐稳定、基层组织、精神文明、包户帮扶"
    )
    year = Text("the mean of the quarterly scores", "季度考核得分的平均值")
    worst = Text("the dispatching unit is criticised in a circular", "通报批评派驻单位")
    appraisal = step(
        "第六条（二）", "deadline",
        "quarterly, by the county committee's group: townships, 组织部, 强基办, 扶贫办, 财政局; self-report",
        "季度考核：县（区）委组织，考核组由乡镇、组织部、强基办、扶贫办、财政局等组成；工作队报自查自评报告", role="-procedure",
        day=Text("within 10 days after the quarter", "每季度结束后10日内"), chain=(COUNTY_GROUP,),
    )  # fmt: skip

    def _cases(self) -> Sequence[Ceiling]:
        late = Text("annual poverty plan behind schedule", "未按时序完成年度脱贫攻坚计划任务")
        return [
            # The plan is a year's: whether it was kept is found when the year is over.
            self._vetoed(found("plan_late", late, dated=APPRAISAL)),
            self._vetoed(found("clause_7_2_2", Text("finding under 7(2)2", "第七条（二）2所列情形"))),
            self._vetoed(found("funds_misused", Text("work funds misused", "贪污、挤占、挪用、截留经费"))),
        ]


class Unit(Appraised):
    """Articles 5(3), 6(3), 7(3): by the year alone."""

    kind, nth, asked = UNIT, "（三）", ()
    opinion, satisfaction, targets, period = marks(UNIT, COUNTY)
    content = Text("the unit's responsibility, selection and care", "主体责任、选派和关心、监督管理、落实脱贫任务")
    year = Text("the annual score: usual record, opinion, target table", "年度考核得分：平时10%、民意20%、考评表70%")
    worst = Text("the main leader's responsibility is pursued", "按照有关规定追究派驻单位主要领导责任")
    summary_day = Text("end of October", "每年10月底")
    appraisal = step(
        "第六条（三）", "deadline", "annual, by the county committee's group, by talks; the unit files a self-report",
        "年度考核：县（区）委组织，以交谈方式进行；派驻单位报自查自评报告", role="-procedure",
        day=Text("late October", "每年10月下旬"), chain=(COUNTY_GROUP,), assumption="XZ-a11",
    )  # fmt: skip

    def _held(self) -> Figure:
        return Figure(text=Text("annual appraisal held", "已进行年度考核"), value=self.period.given())

    def _cases(self) -> Sequence[Ceiling]:
        label = Text("party-group studies in the year", "党组（党委）研究驻村工作次数")
        few = Count("studied", label, high=366, section=r.VETOES, entered_by=COUNTY) < 2
        rare = self.chosen(r.VISITS) < 4
        when = few | rare if self.chosen(r.COMMA) == "either" else few & rare
        text = Text("fewer than 2 studies or fewer than 4 visits", "研究少于2次的，领导到驻村点少于4次的")
        return [
            self._vetoed(when, text=text, assumption=(r.COMMA, r.VISITS)),
            self._vetoed(found("rotation_undone", Text("rotation not done as required", "未按规定开展轮换交接和选派"))),
            self._vetoed(found("not_recalled", Text("member not recalled in time", "未及时召回调换队员"))),
        ]


class Xizang2018(Scheme):
    """Tibet, posted cadres: members by the month, teams by the quarter, dispatching units by the year."""

    id, prefix, version = "xizang-2018", "XZ", "2.0.0"
    title = Text("Tibet posted cadres, 2018", "西藏自治区干部驻村工作精准考核（2018）")
    document = Document(
        title="西藏自治区干部驻村工作精准考核暂行办法（试行）",
        issuer="西藏自治区强基惠民活动办公室",
        issued="2018-06-13",
    )
    # In force from its issue in June 2018 (article 14): the first year that ends after it began in November 2017.
    cycles = Cycles(first=dt.date(2017, 11, 1), clause="第十四条", starts=11)
    window = Window(months=1, clause="第六条（六）")
    parts, readings, undefined = (Member, Team, Unit), r.READINGS, r.UNDEFINED
