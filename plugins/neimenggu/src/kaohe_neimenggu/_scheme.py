"""自治区派驻贫困旗县（市、区）脱贫攻坚工作总队及成员考核评价办法: its chapters in order, then each kind's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial, reduce
from operator import add
from typing import ClassVar

from kaohe.rules import (
    APPRAISAL, Asks, Bonus, Choice, Consequence, Count, Cycles, Days, Document, Eligibility, Figure, Finding, GradeIs,
    Kind, Link, Part, Penalty, Procedure, Proposed, Quota, Rank, Reading, Scheme, Score, ScoreOf, Tally, Total, Window,
    at, weighted,
)  # fmt: skip
from kaohe.rules.nodes import BoolExpr, NumberExpr, any_of
from kaohe.words import Said, Text

from . import _annexes as a
from . import _paper as p
from . import _procedures as d
from . import _readings as r
from . import _tables as t
from ._annexes import GROUP, MARKS, OFFICE
from ._readings import RESULT

LEADING_GROUP = ("regional leading group", "自治区扶贫开发领导小组")
END_OF_JANUARY = ("end of January of the next year", "次年度1月底前")
GRADES = {"优秀": "excellent", "称职": "competent", "基本称职": "basically competent", "不称职": "not competent"}
BEST, NEXT, *_, WORST = GRADES
RATING = ("democratic rating", "总结测评")

# 一、考核对象: the teams posted to the 57 counties, which the cycle lists as codes, and their people.
COUNTIES = 57
TEAM = Kind("team", ("county general team", "驻旗县工作总队"), tuple(GRADES))
HEAD = Kind("head", ("team head", "队长"), tuple(GRADES))
DEPUTY = Kind("deputy", ("deputy head", "副队长"), tuple(GRADES))
LIAISON = Kind("liaison", ("liaison officer", "联络员"), tuple(GRADES))
MEMBER = Kind("member", ("team member", "成员"), tuple(GRADES))
TEAM_OF = Link("team", ("general team", "所在工作总队"), TEAM, clause="一")
PEOPLE = TEAM_OF.back(HEAD, DEPUTY, LIAISON, MEMBER)
county = Choice("county", ("county posted to", "派驻贫困旗县（市、区）"), clause="一", list_key="counties",
                entered_by=OFFICE, short=("county", "旗县"))  # fmt: skip

# 四、考核方式和程序: the marks, out of 100; how they are given the document leaves open (NM-a5).
mark = partial(Score, section=MARKS)
daily = mark("daily", ("daily supervision", "日常督查"), clause="四（二）", entered_by=OFFICE)
ledger = mark("ledger", ("ledgers examined", "查阅台账"), clause="四（三）3", entered_by=GROUP)
visits = mark("visits", ("visits on the spot", "实地查访"), clause="四（三）4", entered_by=GROUP)
opinion = mark("opinion", ("opinion survey", "民意调查"), clause="四（三）5", entered_by=GROUP)
third_party = mark("third_party", ("third-party assessment", "第三方评估"), clause="四（四）",
                   entered_by=("commissioned institution", "受委托的科研机构或社会组织"))  # fmt: skip
GRADE = Choice("proposal", ("grade proposed", "拟定等次"), section=("proposal", "拟定等次"), entered_by=OFFICE,
               options={grade: (en, grade) for grade, en in GRADES.items()})  # fmt: skip
METHODS = (
    *at("四", Procedure("organiser", (
        ("attendance and inspection together; daily supervision and annual check by the regional office, third-party "
         "assessment by institutions it commissions"),
        "考勤与考察、日常督查、年度核查和第三方评估相结合；日常督查和年度核查由自治区管理办公室实施，第三方评估委托实施"),
        chain=(OFFICE,))),
    *at("四（一）", Procedure("deadline", (
        "team and members file a self-report against the indicators, with the year's data",
        "驻旗县工作总队及成员对照考核指标形成总结报告，连同基础数据和资料报自治区管理办公室"),
        day=("by 5 January of the next year", "次年度1月5日前"), does=d.SELF_REPORT)),
    *at("四（二）", Procedure("report", (
        ("dispatch, special checks, information reports and unannounced visits; a daily record is kept; the result "
         "follows from weighing them together"),
        "依据工作调度、专项督查、信息报送、明查暗访；建立日常工作纪实制度；综合研判确定结果"), role="-procedure", chain=(OFFICE,))),
    *at("四（三）1", Procedure("deadline", (
        ("meeting: the head reports for the team, head, deputies, liaison officer and members hand in written reports, "
         "and the members are rated; the papers go out three days before"),
        "总结测评会议：队长报告工作，队长、副队长、联络员及成员交书面述职材料，民主测评成员；材料提前三天送参会人员"),
        day=END_OF_JANUARY, chain=(OFFICE,), columns=a.BALLOT_FORM.columns, does=d.MEETING)),
    *at("四（三）2", Procedure("report", does=d.TALKS, text=(
        "individual talks about team and members; no score", "个别谈话，了解总队及成员现实表现；不计分"), day=END_OF_JANUARY)),
    *at("四（三）4", Procedure("sampling", (
        "in each county 4 townships and 8 villages are drawn at random, from an imported list of place codes",
        "每个贫困旗县随机抽取4个苏木乡镇、8个嘎查村（抽样框为导入的地点代码表）"), role="-procedure", day=END_OF_JANUARY,
        assumption=r.PLACES, does=d.VISITED)),
    *at("四（四）", Procedure("deadline", (
        "a third party assesses the team, and by sample surveys the indicators: evidence for annex 1",
        "委托第三方评估总队；抽样调查和实地核查相关考核指标，作为附件1指标完成情况的依据"), role="-procedure",
        day=("end of January of the next year", "次年1月底前"), does=d.ASSESSED)),
    *at("四（五）", Procedure("deadline", (
        "the year's results are brought together", "汇总日常督查、年度考核和第三方评估结果"),
        day=("early February of the next year", "次年2月初"), chain=(OFFICE,), does=d.COMPILED)),
    *at("四（六）", Procedure("report", (
        "the office forms a first opinion on team and members and the appraisal report",
        "自治区管理办公室对总队及成员提出综合评价初步意见，形成考核报告"), role="-procedure", chain=(OFFICE,))),
)  # fmt: skip

# 四（七）: what adds and what takes points, as far as both a bonus and a penalty read it.
CHANGES = ("bonus and penalty", "加减分")
item = partial(
    Choice, clause="加分因素1、扣分因素1", section=CHANGES, entered_by=OFFICE, options={
        "precise": ("precise", "精准"), "neither": ("neither", "两者都不是"), "imprecise": ("not precise enough", "不够精准")},
)  # fmt: skip
ITEMS = (
    item("identification", ("identification of the poor", "贫困人口识别"), short=("identified", "贫困识别")),
    item("measures", ("measures of help", "帮扶措施")),
    item("exit", ("exit from poverty", "脱贫退出")),
)
county_rank = Count(
    "county_rank", ("county's rank in the region", "脱贫工作全区排名"), clause="加分因素2、扣分因素2",
    low=1, high=COUNTIES, section=CHANGES, entered_by=OFFICE, shared_by=county, short=("rank", "全区排名"),
)  # fmt: skip
days = Days("days", ("days posted in the year", "全年派驻天数"), clause="加分因素4、扣分因素3",
            section=("attendance", "考勤"), entered_by=OFFICE, places=1, short=("days", "派驻天数"))  # fmt: skip
# What came of problems and tasks is judged in the annual verification, by the end of January (四（三）).
found = partial(Finding, section=CHANGES, entered_by=OFFICE, dated=APPRAISAL)
tasks_well = found("tasks_well", ("assigned tasks done well", "交办任务完成好"), clause="加分因素5")


def adds(number: int, points: NumberExpr, said: Said, *readings: Reading) -> Bonus:
    """The factor of that number that adds points."""
    return Bonus(points, said, id=f"NM-4(7)+{number}", clause=f"加分因素{number}", assumption=readings)


def takes(number: int, points: NumberExpr, said: Said, *readings: Reading) -> Penalty:
    """The factor of that number that takes points."""
    return Penalty(points, said, id=f"NM-4(7)-{number}", clause=f"扣分因素{number}", assumption=readings)


def items(code: str) -> NumberExpr:
    """A point for each of the three items that is found so: precise, not precise enough, or neither (NM-a15)."""
    return reduce(add, [one.points({known: int(known == code) for known in one.codes}) for one in ITEMS])


# 四（七） to 六: what people do with the result.
REPORTS = (
    *at("四（七）", Procedure("publicity", (
        "each sequence is ranked by itself and publicised within a certain scope; the places do not use the sending unit's",
        "分类排序，在一定范围内公示；评优名额单独核算，不占派出单位名额"), role="a-publicity", does=d.SHOWN)),
    *at("四（八）", Procedure("report", (
        "the group reports to the office: the team's results, the members' scores and opinions",
        "考核组向自治区管理办公室汇报总队履职成效、亮点和问题，成员考核得分及评价意见"),
        day=("end of February of the next year", "次年2月底"), chain=(GROUP, OFFICE), signs="year", does=d.REPORTED)),
    *at("五", Procedure("organiser", (
        "each year from 2018 to 2020 with the county's own assessment; comprehensively when the posting ends",
        "2018年至2020年每年与贫困旗县扶贫成效考核一并进行；派驻结束后对成员综合考核"), chain=(LEADING_GROUP, OFFICE))),
    *at("六（一）（二）", Procedure("report", does=d.FED_BACK, text=(
        "results go to the leading group, and after its review back to each team",
        "考核结果向自治区扶贫开发领导小组汇报，经审议后向各驻旗县工作总队反馈"), chain=(OFFICE, LEADING_GROUP), signs="year")),
)  # fmt: skip

# 六（二）, at one grade each (NM-a16), and （三）: what follows for people.
USE: tuple[Procedure | Consequence, ...] = (
    *at("六（二）",
        Consequence(GradeIs((BEST,)), (
            "commended where outstanding; on the reserve list and preferred for promotion where qualified",
            "表现突出的表彰奖励；符合条件的列为后备干部，优先提拔使用"), id="NM-6(1)(2)-reward", assumption=r.NOTICES),
        Consequence(GradeIs((WORST,)), tells=d.RECALLED, text=(
            "adjusted, or recalled and held responsible, where not up to the post",
            "不能胜任、履职不到位的及时调整或召回问责"), id="NM-6(1)(2)-recall", assumption=r.NOTICES)),
    # Joined grade by grade: while the grade is open none of them holds for certain, and the notice waits.
    *at("六（三）", Consequence(any_of(*(GradeIs((grade,)) for grade in GRADES)), (
        "the result counts as the person's own annual result", "年度考核情况视为个人年度考核结果"), tells=d.FILED)),
    *at("六（三）", Procedure("archive", (
        "filed by the regional 组织部 or the home unit, and in the personal file",
        "按干部管理权限由自治区党委组织部或本人所在单位组织人事部门存档，归入个人档案"), role="-archive")),
)  # fmt: skip


class Appraised(Part):
    """What holds for a team and for each sequence of its people."""

    posted: ClassVar[BoolExpr]
    days: ClassVar[NumberExpr]
    marks: ClassVar[tuple[Score, ...]]

    def eligibility(self) -> Sequence[Eligibility]:
        """一: the general teams of the 57 counties, and those who belong to one."""
        who = ("the general teams posted to the 57 poor counties, and their members",
               "派驻57个贫困旗县（市、区）的工作总队及成员")  # fmt: skip
        none = ("the team is posted to none of the 57 counties", "所在工作总队未派驻57个贫困旗县（市、区）")
        return at("一", Eligibility(self.posted, text=who, otherwise=none))

    def scoring(self) -> Sequence[Total | Figure | Proposed]:
        """四（二） to 四（七）: each mark, the grade proposed, the formula of the kind; 附件2."""
        return [
            *(Figure(mark, clause=mark.clause, assumption=r.UNSCORED) for mark in self.marks),
            *at("四（六）", Proposed(GRADE, (
                "the grade is people's to propose: excellent, competent, basically competent, not competent",
                "综合评价意见：优秀、称职、基本称职、不称职"), assumption=r.PROPOSED)),
            *at(RESULT, self._formula()),
            *at("附件2", Figure(a.group_rating, assumption=r.RATERS)),
        ]  # fmt: skip

    def _formula(self) -> Total:
        """四（七）: the weighted marks of the kind."""
        raise NotImplementedError

    def _total(self, value: NumberExpr, said: Said, role: str, *more: Reading) -> Total:
        """The score before bonus and penalty, all together capped at 100 or not (NM-a2)."""
        cap = 100 if self.chosen(r.CAP) == "capped" else None
        reads = (r.CAP, r.UNSCORED, r.BALLOT_POINTS, r.BALLOT_COLUMNS, *more)
        return Total(value, said, role=role, at_most=cap, assumption=reads)

    def bonus_penalty(self) -> Sequence[Bonus]:
        """四（七）: what adds points, 1 to 5; what takes them, 1 to 4."""
        solved = found("solved", ("problems solved, advice, projects with clear effect",
                                  "解决实际问题、提出建议、引进项目并取得明显效果"), short=("solved", "实际成效"))  # fmt: skip
        badly = found("tasks_badly", ("assigned tasks done badly", "交办任务完成差"), excludes=(tasks_well,))
        top, last = (county_rank <= 5).then(2, otherwise=(county_rank <= 10).then(1)), county_rank > COUNTIES - 5
        longer = self.days >= 240 if self.chosen(r.LINE) == "more" else self.days > 240
        shorter = self.days < 240
        return [
            adds(1, self._own(items("precise")), (
                "identification, measures, exit: 1 for each that is precise", "识别、帮扶措施、退出精准，每项加1分"),
                r.ONE_LIST, r.EXCLUSIVE),
            adds(2, self._of_county(top), (
                "the county in the first 5: 2; 6 to 10: 1", "全区排名前5位加2分，前6位至前10位加1分"), r.ONE_LIST, r.RANKED),
            adds(3, self._two(solved), (
                "problems solved, good advice or projects with clear effect: 2",
                "解决具体问题、提出好建议、引进好项目并取得明显效果，加2分"), r.REPEATED, r.ONE_LIST),
            *self._by_days(adds(4, longer.then(2), (
                "posted for more than 240 days: 2", "全年派驻时间超过240天，加2分"), r.LINE, r.ONE_LIST)),
            adds(5, self._two(tasks_well), ("assigned tasks done well: 2", "完成交办任务好，加2分"), r.REPEATED, r.ONE_LIST),
            takes(1, self._own(items("imprecise")), (
                "1 for each of the three not precise enough", "识别、帮扶措施、退出不够精准，每项扣1分"), r.ONE_LIST, r.EXCLUSIVE),
            takes(2, self._of_county(last.then(2)), (
                "the county in the last 5: 2", "全区排名后5位，扣2分"), r.ONE_LIST, r.RANKED),
            *self._by_days(takes(3, shorter.then(2), (
                "posted for fewer than 240 days: 2", "全年派驻时间少于240天，扣2分"), r.LINE, r.ONE_LIST)),
            takes(4, self._two(badly), ("assigned tasks done badly: 2", "完成交办任务差，扣2分"), r.REPEATED, r.ONE_LIST),
        ]  # fmt: skip

    def _two(self, finding: Finding) -> NumberExpr:
        """Two points, once or for each (NM-a11)."""
        return self._own(finding.then(2) if self.chosen(r.REPEATED) == "once" else finding.count() * 2)

    def _own(self, points: NumberExpr) -> NumberExpr:
        """What is entered for the appraisee itself (NM-a12)."""
        return points

    def _of_county(self, points: NumberExpr) -> NumberExpr:
        """What a team and all its people owe to the county's rank (NM-a12)."""
        return points

    def _by_days(self, factor: Bonus) -> Sequence[Bonus]:
        """加分因素4, 扣分因素3."""
        return [factor]

    def quota(self) -> Sequence[Quota]:
        """四（七）: in each sequence 30 % at most, in principle, are 优秀."""
        return at(RESULT, Quota(
            BEST, ("in principle at most 30 % of the sequence are excellent", "每个序列评优比例原则上不超过同类人员的30%"),
            role="a", share="30%", rounding="down", rank=(Rank(ScoreOf()),), otherwise=NEXT,
            soft=self.chosen(r.EXCELLENT_LIMIT) == "soft", assumption=(r.PROPOSED, r.EXCELLENT_LIMIT)))  # fmt: skip

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """四 to 六: who does what by when; the form of 附件2."""
        return [*METHODS, *REPORTS, a.STEP_FORM]

    def _column(self, ballot: Tally) -> NumberExpr:
        """One column of 附件3 out of 100, a vote worth what NM-a6 says."""
        return a.column(ballot, self.chosen(r.BALLOT_POINTS))

    def _voted(self) -> NumberExpr:
        """总结测评 as the ballot of 附件3 gives it: the overall rating, or the mean of the five columns (NM-a7)."""
        columns = [self._column(ballot) for ballot in a.BALLOTS]
        overall = self.chosen(r.BALLOT_COLUMNS) == "overall"
        return (columns[-1] if overall else reduce(add, columns) / len(columns)).named(RATING)

    def _ballot(self) -> Sequence[Figure]:
        """附件3: the ballot's 总结测评, and beside it the columns that it does not show."""
        shown = a.BALLOTS if self.chosen(r.BALLOT_COLUMNS) == "all" else a.BALLOTS[:-1]
        rating = Figure(self._voted(), assumption=(r.BALLOT_POINTS, r.BALLOT_COLUMNS))
        columns = (
            Figure(self._column(ballot), role=ballot.key.replace("ballot_", "-"), assumption=r.BALLOT_POINTS)
            for ballot in shown
        )
        return at("附件3", rating, *columns)


class Team(Appraised):
    """The general team."""

    kind, posted, marks = TEAM, county.given(), (daily, ledger, third_party)
    days = PEOPLE.their(days).mean()

    def _formula(self) -> Total:
        said = (("indicators 30 %, daily supervision 20 %, third party 20 %, democratic rating 5 %, ledgers 15 %, "
                 "group's rating 10 %"),
                "指标考核30%、日常督查20%、第三方评估20%、总结测评5%、查阅台账15%、考核组综合评价10%")  # fmt: skip
        value = weighted(
            (a.indicators, "30%"), (daily, "20%"), (third_party, "20%"),
            (self._rated(), "5%"), (ledger, "15%"), (a.group_rating, "10%"),
        )  # fmt: skip
        return self._total(value, said, "b", r.TEAM_RATED, r.RATERS)

    def _rated(self) -> NumberExpr:
        """A team's 总结测评: over its people, those without votes left out; its head's; or its own (NM-a8)."""
        way = self.chosen(r.TEAM_RATED)
        if way == "ballot":
            return self._voted()
        whose = TEAM_OF.back(HEAD) if way == "head" else PEOPLE
        return whose.their(self._voted()).mean().named(RATING)

    def _by_days(self, factor: Bonus) -> Sequence[Bonus]:
        """They speak of members: of a team, by the mean of its people, only under a reading of NM-a12."""
        return [factor] if self.chosen(r.ONE_LIST) == "days-too" else []

    def scoring(self) -> Sequence[Total | Figure | Proposed]:
        """附件1; 附件3 rates people, and the team itself only under a reading of NM-a8."""
        way, mean = self.chosen(r.TEAM_RATED), ("mean of the members' democratic ratings", "成员总结测评平均分")
        said = ("the head's democratic rating", "队长总结测评分") if way == "head" else mean
        theirs = Figure(self._rated(), said, role="-team", assumption=r.TEAM_RATED)
        rated = self._ballot() if way == "ballot" else at("附件3", theirs)
        return [*super().scoring(), *at("附件1", Figure(a.indicators)), *rated]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """附件1 and, for a ballot of its own, 附件3: the forms."""
        if self.chosen(r.TEAM_RATED) == "ballot":
            return [*super().procedure(), a.INDICATOR_FORM, a.BALLOT_FORM, t.teams("NM-A3")]
        return [*super().procedure(), a.INDICATOR_FORM, t.teams("NM-A3-team")]


class Person(Appraised):
    """The people of a team, each in the sequence of a role."""

    posted, marks, days = TEAM_OF.their(county.given()), (daily, visits, opinion), days

    def _formula(self) -> Total:
        said = (("supervision group 30 %, daily supervision 15 %, democratic rating 5 %, visits 15 %, survey 20 %, "
                 "group's rating 15 %"),
                "督导组考核得分30%、日常督查15%、总结测评5%、实地查访15%、民意调查20%、考核组综合评价15%")  # fmt: skip
        supervision = mark(
            "supervision", ("supervision group's mark", "督导组考核得分"), clause=RESULT, entered_by=OFFICE
        )
        value = weighted(
            (supervision, "30%"), (daily, "15%"), (self._voted(), "5%"),
            (visits, "15%"), (opinion, "20%"), (a.group_rating, "15%"),
        )  # fmt: skip
        return self._total(value, said, "c", r.SUPERVISION, r.RATERS)

    def _own(self, points: NumberExpr) -> NumberExpr:
        return TEAM_OF.their(points) if self.chosen(r.ONE_LIST) == "from-team" else points

    def _of_county(self, points: NumberExpr) -> NumberExpr:
        return TEAM_OF.their(points)

    def scoring(self) -> Sequence[Total | Figure | Proposed]:
        """附件3: the ballot on the person."""
        return [*super().scoring(), *self._ballot()]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """六（二）、（三）: what follows; the form of 附件3."""
        return [*super().procedure(), *USE, a.BALLOT_FORM, t.PEOPLE]


class Neimenggu2018(Scheme):
    """Inner Mongolia: county general teams, and their heads, deputies, liaison officers and members, each year."""

    id, prefix, version = "neimenggu-2018", "NM", "2.0.0"
    title = Text("Inner Mongolia county general teams, 2018", "内蒙古驻旗县脱贫攻坚工作总队及成员考核（2018）")
    document = Document(
        title="自治区派驻贫困旗县（市、区）脱贫攻坚工作总队及成员考核评价办法",
        issuer="自治区贫困旗县（市、区）脱贫攻坚工作队管理办公室",
        issued="2018-05-30",
        number="内脱贫室发〔2018〕8号",
    )
    cycles = Cycles(dt.date(2018, 1, 1), dt.date(2020, 12, 31), clause="五")
    window = Window(months=1, clause="四（三）")
    parts = (Team, *Person.of(HEAD, DEPUTY, LIAISON, MEMBER))
    readings, undefined, forms = r.READINGS, r.UNDEFINED, p.FORMS
