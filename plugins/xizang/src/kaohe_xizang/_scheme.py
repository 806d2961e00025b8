"""西藏自治区干部驻村工作精准考核暂行办法（试行）, article by article: what all kinds share, then each kind's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any, ClassVar

from kaohe.rules import (
    APPRAISAL, OWN, Asks, Band, Bands, Ceiling, Choice, Consequence, Count, Cycles, Date, Document, Each, Eligibility,
    Figure, Finding, Flag, GradeIs, Kind, Link, Part, Periods, Procedure, Refer, Scheme, Score, Total, Window, at,
    weighted,
)  # fmt: skip
from kaohe.rules.forms import Level
from kaohe.rules.nodes import BoolExpr, IndicatorTable, NumberExpr, matched
from kaohe.words import Said, Text

from . import _paper as p
from . import _procedures as d
from . import _readings as r
from . import _tables as t
from ._readings import COUNTY, MARKS

TOWNSHIP = ("township 强基办", "乡镇（街道）强基办")
HEAD = ("head of the 强基办", "强基办主任")
COUNTY_GROUP = ("county appraisal group", "县考核组")
SECRETARY = ("party committee secretary", "党（工）委书记")
UPWARDS = Level(("township", "乡镇（街道）"), (HEAD, SECRETARY)), Level(("county", "县（区）"), (HEAD, SECRETARY))

# Article 4, and the posting that makes a month or quarter due (XZ-a5).
_posted = partial(Date, clause="第六条（五）", optional=True, entered_by=TOWNSHIP)
POSTED = _posted("posted_from", ("posted from", "派驻起始日")), _posted("posted_to", ("posted to", "派驻截止日"))
MONTH = Periods("month", ("month", "月度"), "month", *POSTED)
QUARTER = Periods("quarter", ("quarter", "季度"), "quarter", *POSTED)
BODIES = ("优秀", "合格", "基本合格", "不合格")
MEMBER = Kind("member", ("posted member", "驻村工作队员"), ("优秀", "称职", "基本称职", "不称职"), every=MONTH)
TEAM = Kind("team", ("posted team", "驻村工作队"), BODIES, every=QUARTER)
UNIT = Kind("unit", ("dispatching unit", "派驻单位"), BODIES)
TEAM_OF = Link("team", ("team", "所在工作队"), TEAM, clause="第四条", optional=True)
UNIT_OF = Link("unit", ("dispatching unit", "派驻单位"), UNIT, clause="第四条", optional=True)

# What several clauses read.
found = partial(Finding, section=r.VETOES, entered_by=COUNTY)
absences = found("absence_notices", ("notices for unauthorised absence", "擅自脱岗离岗被通报"), clause="第七条（一）3")
altitude = Choice("altitude", ("village altitude", "驻村海拔"), clause="第六条（五）", optional=True, entered_by=COUNTY,
    options={"below-4500": ("below 4500 m", "4500米以下"), "4500-and-above": ("4500 m and above", "4500米以上（含）")})  # fmt: skip


def marks(kind: Kind, by: Said) -> tuple[Score, Score, Score, NumberExpr]:
    """Article 6(4): opinion (and a satisfaction rate, XZ-a6), target table, and the period's score out of three marks."""
    mark = partial(Score, clause=MARKS, on=OWN, section=("marks", "考核评分"), entered_by=by)
    table = ("target-responsibility table", "目标责任考评表")
    usual, opinion = mark("usual", ("usual record", "平时掌握")), mark("opinion", ("public opinion", "民意测评"))
    targets = mark("targets", table, short=("targets", "考评表"), table=IndicatorTable(f"targets-{kind.key}", table))
    period = weighted((usual, "10%"), (opinion, "20%"), (targets, "70%")).named(("period score", "期得分"))
    return opinion, mark("satisfaction", ("villagers' satisfaction", "村民满意率")), targets, period


class Appraised(Part):
    """What the articles say of members, teams and units alike; `nth` is the kind's number in articles 5 to 7."""

    nth: ClassVar[str]
    opinion: ClassVar[Score]
    satisfaction: ClassVar[Score]
    targets: ClassVar[Score]
    period: ClassVar[NumberExpr]
    content: ClassVar[Said]
    year: ClassVar[Said]
    worst: ClassVar[Said]
    appraisal: ClassVar[Procedure]
    links: ClassVar[tuple[Link, ...]] = ()
    asked: ClassVar[tuple[Choice, ...]] = (altitude,)
    table: ClassVar[Procedure] = t.SUMMARY
    summed: ClassVar[tuple[str, ...]] = ("quarter", "year")
    summary_day: ClassVar[Said] = ("within 10 days after the quarter's appraisal", "每季度考核结束后10日内")
    summed_up, told = d.SUMMED_UP, d.CRITICISED

    def _held(self) -> Figure:
        """Article 6(1), (2): how many periods are assessed."""
        return Figure(self.period.known(), ("periods assessed", "已考核期次"))

    def scoring(self) -> Sequence[Total | Bands | Flag | Refer | Figure]:
        """Article 5: what is marked (no points of its own); article 6: period score, grades, the year."""
        best, good, fair, poor = self.kind.grades
        return [
            *at(f"第五条{self.nth}", Figure(self.targets, self.content)),
            *at(MARKS, Figure(self.period, ("period score: 10 % usual record, 20 % public opinion, 70 % target table",
                                            "期得分：平时10%、民意20%、考评表70%"), role="a", assumption=(r.RAW, r.MARKED_BY))),
            *at(f"第六条{self.nth}", self._held()),
            *at(MARKS, Total(self.period.mean(), self.year, role="c")),
            *at(MARKS, Bands(self.period.mean(), ("90 and above, 80-89, 60-79, below 60", "90分以上，80-89分，60-79分，60分以下"),
                role="b", bands=(Band(best, low=90), Band(good, low=80, high=89), Band(fair, low=60, high=79), Band(poor, below=60)),
                reading=self.chosen(r.GAP), assumption=r.GAP, each=Each(assumption=r.GAP))),
        ]  # fmt: skip

    def veto(self) -> Sequence[Ceiling | Flag]:
        """Article 7: each case means the lowest grade, of the year and of the period it falls in; serious ones go on."""
        serious = ("a serious case, to be pursued", "情形严重，追究责任")
        rate = self.opinion if self.chosen(r.SATISFACTION) == "opinion" else self.satisfaction
        fourth = Ceiling(self.kind.lowest, rate.mean() < 60, ("public satisfaction below 60", "群众满意度低于60分的"),
            assumption=r.SATISFACTION, each=Each(assumption=r.SCOPE, flag=("period below 60", "有期次低于60分"),
            text=("public satisfaction below 60 in a single period", "有期次群众满意度低于60分")))  # fmt: skip
        cases = [at(f"第七条{self.nth}{n}", case) for n, case in enumerate((*self._cases(), fourth), 1)]
        return [
            *at("第七条", Flag(found("serious_case", serious, optional=True, dated=APPRAISAL), ("serious case", "情形严重"), (
                "one-vote veto: each case below means the lowest grade; a serious case is pursued besides",
                "一票否决：有下列情形之一的评为最低等次；情形严重的严肃追究责任"))),
            *chain.from_iterable(cases),
        ]  # fmt: skip

    def _cases(self) -> Sequence[Ceiling]:
        """Cases 1 to 3 of the kind; the fourth, satisfaction, is everybody's."""
        raise NotImplementedError

    def _vetoed(self, when: BoolExpr, **more: Any) -> Ceiling:
        return Ceiling(self.kind.lowest, when, each=Each(assumption=r.SCOPE), **more)

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Articles 3, 6 and 8 to 11: who does what by when, and what follows from the grade."""
        return [
            *at("第三条", Procedure("organiser", (
                ("led by the regional 领导小组; merit and attendance, 平时 first; region and city spot-check; county and "
                 "township party committees organise, their 强基办 carry out"),
                ("自治区领导小组统一领导；考勤与考绩结合、以平时考核为主；自治区和市（地）抽查，县、乡党（工）委组织，"
                 "县、乡强基办实施")))),
            *at("第四条", Asks(self.asked, ("members, teams and dispatching units", "考核对象为驻村工作队员、驻村工作队、派驻单位"),
                            role="-record", links=self.links)),
            *at(f"第六条{self.nth}", self.appraisal),
            *at(MARKS, Procedure("form", ("forms: target table (items supplied by the county), opinion ballot, self-report",
                                          "表式：目标责任考评表（由县提供）、民意测评表、自查自评报告"), role="a-forms",
                                 columns=("平时掌握10%", "民意测评20%", "目标责任考评表70%"), assumption=(r.RAW, r.MARKED_BY))),
            *at("第六条（五）", Procedure("sign-off", does=self.summed_up, text=(
                "summary, studied by township then county party committee; report and table signed, to the city",
                "汇总后由乡镇、县（区）党（工）委逐级集体研究，形成考核情况报告和考核结果汇总表，逐级签字后报市（地）强基办"),
                role="a", day=self.summary_day, chain=UPWARDS, signs=self.summed), self.table),
            *at("第六条（六）", Procedure("sampling", (
                "the city's group checks a random 20 % every half-year; summary report signed, to the region",
                "市（地）每半年随机抽取20%检查；总结报告和汇总表经签字审定后报自治区强基办"), share="20%", rounding="up",
                day=("report early in November", "每年11月初"), signs="year",
                chain=(Level(("city", "市（地）"), (HEAD, ("city party secretary", "市（地）委书记"))),),
                assumption=(r.YEAR, r.SAMPLE, r.CORRECTED), does=d.CHECKED)),
            *at("第六条（七）", Procedure("sampling", ("the region reviews the tables and re-checks 10 %; the 领导小组 approves",
                "自治区审核汇总表，抽取10%复核，报领导小组审定"), share="10%", rounding="up", assumption=r.SAMPLE,
                chain=(("regional leading group", "自治区强基惠民活动领导小组"),), signs="year", does=d.REVIEWED)),
            *at("第八条",
                Consequence(GradeIs((self.kind.best,)), ("eligible for the year's commendation", "具备驻村工作年度评先选优资格"),
                            role="a"),
                Consequence(GradeIs((self.kind.lowest,)), self.worst, role="b", tells=self.told)),
            *at("第九条", Procedure("publicity", ("results are publicised within a certain scope and fed back once confirmed",
                                              "考核结果在一定范围内公示，确定后向考核对象反馈"), does=d.SHOWN)),
            *at("第十条", Procedure("archive", ("the county keeps the archive, one custodian", "县（区）强基办统一建档归档，专人管理"))),
            *at("第十一条", Procedure("discipline", ("appraisers keep discipline and are held responsible",
                                                "考核人员严守纪律，失真失实的依规追究"))),
        ]  # fmt: skip


class Posted(Appraised):
    """Members and teams: appraised by their own periods while they are posted."""

    def eligibility(self) -> Sequence[Eligibility]:
        """Article 4: with at least one due period; and half of them assessed, where the cycle asks for it (XZ-a5)."""
        known, due = self.period.known(), self.period.due()
        posted = Eligibility(due > 0, text=("at least one due period", "至少有一个应考核期次"), assumption=r.MISSING,
                             otherwise=("not posted in any period of the cycle", "本周期内没有派驻期次"))  # fmt: skip
        half = Eligibility(known * 2 >= due, role="-half", text=("half of the due periods", "已考核期次达到一半"),
                           otherwise=("fewer than half assessed", "已考核期次不足一半"))  # fmt: skip
        return at("第四条", posted, *([half] if self.chosen(r.MISSING) == "excluded" else []))

    def scoring(self) -> Sequence[Total | Bands | Flag | Refer | Figure]:
        """Article 6(4), (5): periods left out are shown; fewer than half: a person decides (XZ-a5); rotation."""
        known, due = self.period.known(), self.period.due()
        left = Flag(known < due, ("period left out", "有期次未计入"), (
            "a due period was recorded as not assessed and left out of the mean", "有应考核而未考核的期次，不计入平均"),
            role="c-left-out", assumption=r.MISSING)  # fmt: skip
        few = Refer(known * 2 < due, ("fewer than half of the due periods were assessed: a person decides",
                                      "考核期次不足应考核期次的一半：由人裁定"), role="c-too-few", assumption=r.MISSING)  # fmt: skip
        rotates = Flag(altitude.is_("4500-and-above"), ("half-year rotation", "半年轮换"), (
            "half-year rotation: reported by the half-year", "海拔4500米以上，半年轮换，按半年上报"),
            role="b", assumption=r.ALTITUDE)  # fmt: skip
        referred = [few] if self.chosen(r.MISSING) == "refer" else []
        return [*super().scoring(), *at(MARKS, left), *at(MARKS, *referred), *at("第六条（五）", rotates)]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Article 6(5): reports by the half-year."""
        rule = Procedure("report", (
            "at 4500 m and above results are reported by the half-year", "海拔4500米以上的，考核结果按半年逐级上报审核"),
            role="b-procedure", day=("every half-year", "每半年"), assumption=r.ALTITUDE, chain=UPWARDS, signs="half",
            of=altitude.is_("4500-and-above"))  # fmt: skip
        return [*super().procedure(), *at("第六条（五）", rule)]


class Member(Posted):
    """Articles 5(1), 6(1), 7(1): by the month."""

    kind, nth, links = MEMBER, "（一）", (TEAM_OF, UNIT_OF)
    opinion, satisfaction, targets, period = marks(MEMBER, TOWNSHIP)
    content = ("conduct, diligence, initiative, discipline", "团结协作、履职尽责、勇于担当、主动作为、严守纪律")
    year = ("the mean of the monthly scores", "月度考核得分的平均值")
    worst = ("criticised in a circular", "通报批评")
    appraisal = Procedure("deadline", (
        "monthly, by the township party committee's group of cadres and village representatives; self-report",
        "月度考核：乡镇（街道）党（工）委组织，考核组由乡镇干部、村“两委”代表组成；队员报自查自评报告"), role="-procedure",
        day=("by the 10th of the next month", "每月10日前考核上月"), chain=(("township appraisal group", "乡镇考核组"),),
        signs="month", does=d.MONTHLY)  # fmt: skip

    def _cases(self) -> Sequence[Ceiling]:
        broken = "falsification, concealment or serious breach of procedure", "弄虚作假、隐瞒严重错误或严重违反规定程序"
        twice = ("notified twice or more for unauthorised absence", "擅自脱岗离岗被通报两次以上（含两次）的")
        return [
            self._vetoed(found("refuses_management", ("refuses local management", "不服从属地管理"))),
            self._vetoed(found("falsifies", broken, short=("falsifies", "弄虚作假"))),
            self._vetoed(absences.count() >= 2, text=twice),
        ]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """Article 8: the recall, a notice entered under both clauses counting once (XZ-a17); article 9: the gate."""
        label = ("negative notices by any 强基办", "各级强基办负面通报")
        negative = Finding("negative_notices", label, clause="第八条", entered_by=COUNTY, short=("notices", "负面通报"))
        times, more = negative.count(), (~matched(absences, by=negative)).count()
        times = times if self.chosen(r.NOTICES) == "as-entered" else times + more
        recall = Consequence(times >= 2 if self.chosen(r.TWICE) == "two" else times > 2, (
            "the dispatching unit is to recall and replace the member in time", "派驻单位要及时召回调换"),
            role="c", assumption=(r.TWICE, r.NOTICES), tells=d.RECALLED)  # fmt: skip
        gate = Procedure("gate", ("before recommending an excellent member, ask the discipline office and others of the same level",
            "推荐为优秀驻村工作队员的，征求同级纪检监察机关及有关部门的意见"), role="-gate",
            chain=(("discipline office", "同级纪检监察机关"),), does=d.ASKED)  # fmt: skip
        return [*super().procedure(), *at("第八条", recall), *at("第九条", gate)]


class Team(Posted):
    """Articles 5(2), 6(2), 7(2): by the quarter."""

    kind, nth, links = TEAM, "（二）", (UNIT_OF,)
    opinion, satisfaction, targets, period = marks(TEAM, COUNTY)
    content = ("the team's tasks in the village", "宣讲、脱贫攻坚、乡村振兴、和谐稳定、基层组织、精神文明、包户帮扶")
    year = ("the mean of the quarterly scores", "季度考核得分的平均值")
    worst, told = ("the dispatching unit is criticised in a circular", "通报批评派驻单位"), d.UNIT_CRITICISED
    appraisal = Procedure("deadline", (
        "quarterly, by the county committee's group: townships, 组织部, 强基办, 扶贫办, 财政局; self-report",
        "季度考核：县（区）委组织，考核组由乡镇、组织部、强基办、扶贫办、财政局等组成；工作队报自查自评报告"), role="-procedure",
        day=("within 10 days after the quarter", "每季度结束后10日内"), chain=(COUNTY_GROUP,), signs="quarter",
        does=d.QUARTERLY)  # fmt: skip

    def _cases(self) -> Sequence[Ceiling]:
        late = ("annual poverty plan behind schedule", "未按时序完成年度脱贫攻坚计划任务")
        return [
            # The plan is a year's: whether it was kept is found when the year is over.
            self._vetoed(found("plan_late", late, dated=APPRAISAL, short=("plan late", "计划滞后"))),
            self._vetoed(found("clause_7_2_2", ("finding under 7(2)2", "第七条（二）2所列情形"))),
            self._vetoed(found("funds_misused", ("work funds misused", "贪污、挤占、挪用、截留经费"))),
        ]


class Unit(Appraised):
    """Articles 5(3), 6(3), 7(3): by the year alone."""

    kind, nth, asked = UNIT, "（三）", ()
    opinion, satisfaction, targets, period = marks(UNIT, COUNTY)
    content = ("the unit's responsibility, selection and care", "主体责任、选派和关心、监督管理、落实脱贫任务")
    year = ("the annual score: usual record, opinion, target table", "年度考核得分：平时10%、民意20%、考评表70%")
    worst, told = ("the main leader's responsibility is pursued", "按照有关规定追究派驻单位主要领导责任"), d.LEADER
    summary_day, summed_up = ("end of October", "每年10月底"), d.UNITS_SUMMED_UP
    table, summed = t.UNIT_SUMMARY, ("year",)
    appraisal = Procedure("deadline", ("annual, by the county committee's group, by talks; the unit files a self-report",
        "年度考核：县（区）委组织，以交谈方式进行；派驻单位报自查自评报告"), role="-procedure",
        day=("late October", "每年10月下旬"), chain=(COUNTY_GROUP,), signs="year", assumption=r.UNIT_REPORT,
        does=d.YEARLY)  # fmt: skip

    def _held(self) -> Figure:
        return Figure(self.period.given(), ("annual appraisal held", "已进行年度考核"))

    def _cases(self) -> Sequence[Ceiling]:
        label = ("party-group studies in the year", "党组（党委）研究驻村工作次数")
        few = Count("studied", label, high=366, section=r.VETOES, entered_by=COUNTY) < 2
        rare = self.chosen(r.VISITS) < 4
        text = ("fewer than 2 studies or fewer than 4 visits", "研究少于2次的，领导到驻村点少于4次的")
        when = few | rare if self.chosen(r.COMMA) == "either" else few & rare
        return [
            self._vetoed(when, text=text, assumption=(r.COMMA, r.VISITS)),
            self._vetoed(found("rotation_undone", ("rotation not done as required", "未按规定开展轮换交接和选派"))),
            self._vetoed(found("not_recalled", ("member not recalled in time", "未及时召回调换队员"))),
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
    parts, readings, undefined, forms = (Member, Team, Unit), r.READINGS, r.UNDEFINED, p.FORMS
