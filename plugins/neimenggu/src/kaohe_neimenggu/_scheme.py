"""自治区派驻贫困旗县（市、区）脱贫攻坚工作总队及成员考核评价办法: its chapters in order, then each kind's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial, reduce
from operator import add
from typing import Any, ClassVar

from kaohe.rules import (
    APPRAISAL, Asks, Bonus, BoolExpr, Choice, Consequence, Count, Cycles, Days, Document, Eligibility, Figure,
    Finding, GradeIs, Kind, Link, NumberExpr, Option, Part, Penalty, Procedure, Proposed, Quota, Rank, Reading,
    Scheme, Score, ScoreOf, Tally, Total, Window, at, weighted,
)  # fmt: skip
from kaohe.rules.nodes import any_of
from kaohe.words import Text

from . import _annexes as a
from . import _readings as r
from ._annexes import GROUP, MARKS, OFFICE
from ._readings import RESULT

LEADING_GROUP = Text("regional leading group", "自治区扶贫开发领导小组")
COMMISSIONED = Text("commissioned institution", "受委托的科研机构或社会组织")
END_OF_JANUARY = Text("end of January of the next year", "次年度1月底前")
GRADES = {"优秀": "excellent", "称职": "competent", "基本称职": "basically competent", "不称职": "not competent"}
BEST, NEXT, *_, WORST = GRADES
RATING = Text("democratic rating", "总结测评")


def step(clause: str, kind: str, en: str, zh: str, **more: Any) -> Procedure:
    """What people do under one clause."""
    return Procedure(clause=clause, step=kind, text=Text(en, zh), **more)


# 一、考核对象: the teams posted to the 57 counties, which the cycle lists as codes, and their people.
COUNTIES = 57
TEAM = Kind("team", Text("county general team", "驻旗县工作总队"), tuple(GRADES))
HEAD = Kind("head", Text("team head", "队长"), tuple(GRADES))
DEPUTY = Kind("deputy", Text("deputy head", "副队长"), tuple(GRADES))
LIAISON = Kind("liaison", Text("liaison officer", "联络员"), tuple(GRADES))
MEMBER = Kind("member", Text("team member", "成员"), tuple(GRADES))
TEAM_OF = Link("team", Text("general team", "所在工作总队"), TEAM, clause="一")
PEOPLE = TEAM_OF.back(HEAD, DEPUTY, LIAISON, MEMBER)
county = Choice(
    "county", Text("county posted to", "派驻贫困旗县（市、区）"), clause="一", list_key="counties", entered_by=OFFICE
)


# 四、考核方式和程序
def _mark(clause: str, key: str, en: str, zh: str, by: Text = OFFICE) -> Score:
    """A mark out of 100; how it is given the document leaves open (NM-a5)."""
    return Score(key, Text(en, zh), clause=clause, section=MARKS, entered_by=by)


daily = _mark("四（二）", "daily", "daily supervision", "日常督查")
ledger = _mark("四（三）3", "ledger", "ledgers examined", "查阅台账", GROUP)
visits = _mark("四（三）4", "visits", "visits on the spot", "实地查访", GROUP)
opinion = _mark("四（三）5", "opinion", "opinion survey", "民意调查", GROUP)
third_party = _mark("四（四）", "third_party", "third-party assessment", "第三方评估", COMMISSIONED)
GRADE = Choice(
    "proposal",
    Text("grade proposed", "拟定等次"),
    options=tuple(Option(code, Text(en, code)) for code, en in GRADES.items()),
    section=Text("proposal", "拟定等次"),
    entered_by=OFFICE,
)
METHODS = (
    step("四", "organiser", "attendance and inspection together; daily supervision and annual check by the regional "
         "office, third-party assessment by institutions it commissions",
         "考勤与考察、日常督查、年度核查和第三方评估相结合；日常督查和年度核查由自治区管理办公室实施，第三方评估委托实施",
         chain=(OFFICE,)),
    step("四（一）", "deadline", "team and members file a self-report against the indicators, with the year's data",
         "驻旗县工作总队及成员对照考核指标形成总结报告，连同基础数据和资料报自治区管理办公室",
         day=Text("by 5 January of the next year", "次年度1月5日前")),
    step("四（二）", "report", "dispatch, special checks, information reports and unannounced visits; a daily record is "
         "kept; the result follows from weighing them together",
         "依据工作调度、专项督查、信息报送、明查暗访；建立日常工作纪实制度；综合研判确定结果",
         role="-procedure", chain=(OFFICE,)),
    step("四（三）1", "deadline", "meeting: the head reports for the team, head, deputies, liaison officer and members "
         "hand in written reports, and the members are rated; the papers go out three days before",
         "总结测评会议：队长报告工作，队长、副队长、联络员及成员交书面述职材料，民主测评成员；材料提前三天送参会人员",
         day=END_OF_JANUARY, chain=(OFFICE,), columns=a.BALLOT_FORM.columns),
    step("四（三）2", "report", "individual talks about team and members; no score",
         "个别谈话，了解总队及成员现实表现；不计分", day=END_OF_JANUARY),
    step("四（三）4", "sampling", "in each county 4 townships and 8 villages are drawn at random, from an imported list "
         "of place codes", "每个贫困旗县随机抽取4个苏木乡镇、8个嘎查村（抽样框为导入的地点代码表）",
         role="-procedure", day=END_OF_JANUARY, assumption=r.PLACES),
    step("四（四）", "deadline", "a third party assesses the team, and by sample surveys the indicators: evidence for "
         "annex 1", "委托第三方评估总队；抽样调查和实地核查相关考核指标，作为附件1指标完成情况的依据",
         role="-procedure", day=Text("end of January of the next year", "次年1月底前")),
    step("四（五）", "deadline", "the year's results are brought together", "汇总日常督查、年度考核和第三方评估结果",
         day=Text("early February of the next year", "次年2月初"), chain=(OFFICE,)),
    step("四（六）", "report", "the office forms a first opinion on team and members and the appraisal report",
         "自治区管理办公室对总队及成员提出综合评价初步意见，形成考核报告", role="-procedure", chain=(OFFICE,)),
)  # fmt: skip

# 四（七）: what adds and what takes points, as far as both a bonus and a penalty read it.
CHANGES = Text("bonus and penalty", "加减分")
PRECISION = (
    Option("precise", Text("precise", "精准")),
    Option("neither", Text("neither", "两者都不是")),
    Option("imprecise", Text("not precise enough", "不够精准")),
)
item = partial(Choice, clause="加分因素1、扣分因素1", options=PRECISION, section=CHANGES, entered_by=OFFICE)
ITEMS = (
    item("identification", Text("identification of the poor", "贫困人口识别")),
    item("measures", Text("measures of help", "帮扶措施")),
    item("exit", Text("exit from poverty", "脱贫退出")),
)
county_rank = Count(
    "county_rank",
    Text("county's rank in the region", "脱贫工作全区排名"),
    clause="加分因素2、扣分因素2",
    low=1,
    high=COUNTIES,
    section=CHANGES,
    entered_by=OFFICE,
    shared_by=county,
)
days = Days(
    "days",
    Text("days posted in the year", "全年派驻天数"),
    clause="加分因素4、扣分因素3",
    section=Text("attendance", "考勤"),
    entered_by=OFFICE,
    places=1,
)
# What came of problems and tasks is judged in the annual verification, by the end of January (四（三）).
found = partial(Finding, section=CHANGES, entered_by=OFFICE, dated=APPRAISAL)
tasks_well = found("tasks_well", Text("assigned tasks done well", "交办任务完成好"), clause="加分因素5")


def adds(number: int, en: str, zh: str, points: NumberExpr, *readings: Reading) -> Bonus:
    """The factor of that number that adds points."""
    clause = f"加分因素{number}"
    return Bonus(id=f"NM-4(7)+{number}", clause=clause, text=Text(en, zh), points=points, assumption=readings)


def takes(number: int, en: str, zh: str, points: NumberExpr, *readings: Reading) -> Penalty:
    """The factor of that number that takes points."""
    clause = f"扣分因素{number}"
    return Penalty(id=f"NM-4(7)-{number}", clause=clause, text=Text(en, zh), points=points, assumption=readings)


def items(code: str) -> NumberExpr:
    """A point for each of the three items that is found so: precise, not precise enough, or neither (NM-a15)."""
    worth = {option.code: int(option.code == code) for option in PRECISION}
    return reduce(add, [one.points(worth) for one in ITEMS])


# 四（七） to 六: what people do with the result.
REPORTS = (
    step("四（七）", "publicity", "each sequence is ranked by itself and publicised within a certain scope; the places do "
         "not use the sending unit's", "分类排序，在一定范围内公示；评优名额单独核算，不占派出单位名额",
         role="a-publicity"),
    step("四（八）", "report", "the group reports to the office: the team's results, the members' scores and opinions",
         "考核组向自治区管理办公室汇报总队履职成效、亮点和问题，成员考核得分及评价意见",
         day=Text("end of February of the next year", "次年2月底"), chain=(GROUP, OFFICE)),
    step("五", "organiser", "each year from 2018 to 2020 with the county's own assessment; comprehensively when the "
         "posting ends", "2018年至2020年每年与贫困旗县扶贫成效考核一并进行；派驻结束后对成员综合考核",
         chain=(LEADING_GROUP, OFFICE)),
    step("六（一）（二）", "report", "results go to the leading group, and after its review back to each team",
         "考核结果向自治区扶贫开发领导小组汇报，经审议后向各驻旗县工作总队反馈", chain=(OFFICE, LEADING_GROUP)),
)  # fmt: skip


# 六（二）、（三）: what follows for people.
def notice(name: str, grade: str, en: str, zh: str) -> Consequence:
    """A notice at one grade (NM-a16)."""
    return Consequence(id=name, clause="六（二）", text=Text(en, zh), when=GradeIs((grade,)), assumption=r.NOTICES)


USE = (
    notice("NM-6(1)(2)-reward", BEST, "commended where outstanding; on the reserve list and preferred for promotion "
           "where qualified", "表现突出的表彰奖励；符合条件的列为后备干部，优先提拔使用"),
    notice("NM-6(1)(2)-recall", WORST, "adjusted, or recalled and held responsible, where not up to the post",
           "不能胜任、履职不到位的及时调整或召回问责"),
    # Joined grade by grade: while the grade is open none of them holds for certain, and the notice waits.
    Consequence(clause="六（三）", when=any_of(*(GradeIs((grade,)) for grade in GRADES)),
                text=Text("the result counts as the person's own annual result", "年度考核情况视为个人年度考核结果")),
    step("六（三）", "archive", "filed by the regional 组织部 or the home unit, and in the personal file",
         "按干部管理权限由自治区党委组织部或本人所在单位组织人事部门存档，归入个人档案", role="-archive"),
)  # fmt: skip


class Appraised(Part):
    """What holds for a team and for each sequence of its people."""

    posted: ClassVar[BoolExpr]
    days: ClassVar[NumberExpr]
    marks: ClassVar[tuple[Score, ...]]

    def eligibility(self) -> Sequence[Eligibility]:
        """一: the general teams of the 57 counties, and those who belong to one."""
        who = Text(
            "the general teams posted to the 57 poor counties, and their members",
            "派驻57个贫困旗县（市、区）的工作总队及成员",
        )
        none = Text("the team is posted to none of the 57 counties", "所在工作总队未派驻57个贫困旗县（市、区）")
        return at("一", Eligibility(text=who, when=self.posted, otherwise=none))

    def scoring(self) -> Sequence[Total | Figure | Proposed]:
        """四（二） to 四（七）: each mark, the grade proposed, the formula of the kind; 附件2."""
        proposed = Text(
            "the grade is people's to propose: excellent, competent, basically competent, not competent",
            "综合评价意见：优秀、称职、基本称职、不称职",
        )
        return [
            *(Figure(clause=mark.clause, value=mark, assumption=r.UNSCORED) for mark in self.marks),
            *at("四（六）", Proposed(text=proposed, by=GRADE, assumption=r.PROPOSED)),
            *at(RESULT, self._formula()),
            *at("附件2", Figure(value=a.group_rating, assumption=r.RATERS)),
        ]

    def _formula(self) -> Total:
        """四（七）: the weighted marks of the kind."""
        raise NotImplementedError

    def _total(self, role: str, text: Text, value: NumberExpr, *more: Reading) -> Total:
        """The score before bonus and penalty, all together capped at 100 or not (NM-a2)."""
        cap = 100 if self.chosen(r.CAP) == "capped" else None
        reads = (r.CAP, r.UNSCORED, r.BALLOT_POINTS, r.BALLOT_COLUMNS, *more)
        return Total(role=role, text=text, value=value, at_most=cap, assumption=reads)

    def bonus_penalty(self) -> Sequence[Bonus]:
        """四（七）: what adds points, 1 to 5; what takes them, 1 to 4."""
        solved = found("solved", Text("problems solved, advice, projects with clear effect",
                                      "解决实际问题、提出建议、引进项目并取得明显效果"))  # fmt: skip
        badly = found("tasks_badly", Text("assigned tasks done badly", "交办任务完成差"), excludes=(tasks_well,))
        top, last = (county_rank <= 5).then(2, otherwise=(county_rank <= 10).then(1)), county_rank > COUNTIES - 5
        longer = self.days >= 240 if self.chosen(r.LINE) == "more" else self.days > 240
        return [
            adds(1, "identification, measures, exit: 1 for each that is precise", "识别、帮扶措施、退出精准，每项加1分",
                 self._own(items("precise")), r.ONE_LIST, r.EXCLUSIVE),
            adds(2, "the county in the first 5: 2; 6 to 10: 1", "全区排名前5位加2分，前6位至前10位加1分",
                 self._of_county(top), r.ONE_LIST, r.RANKED),
            adds(3, "problems solved, good advice or projects with clear effect: 2",
                 "解决具体问题、提出好建议、引进好项目并取得明显效果，加2分", self._two(solved), r.REPEATED, r.ONE_LIST),
            *self._by_days(adds(4, "posted for more than 240 days: 2", "全年派驻时间超过240天，加2分",
                                longer.then(2), r.LINE, r.ONE_LIST)),
            adds(5, "assigned tasks done well: 2", "完成交办任务好，加2分", self._two(tasks_well), r.REPEATED, r.ONE_LIST),
            takes(1, "1 for each of the three not precise enough", "识别、帮扶措施、退出不够精准，每项扣1分",
                  self._own(items("imprecise")), r.ONE_LIST, r.EXCLUSIVE),
            takes(2, "the county in the last 5: 2", "全区排名后5位，扣2分",
                  self._of_county(last.then(2)), r.ONE_LIST, r.RANKED),
            *self._by_days(takes(3, "posted for fewer than 240 days: 2", "全年派驻时间少于240天，扣2分",
                                 (self.days < 240).then(2), r.LINE, r.ONE_LIST)),
            takes(4, "assigned tasks done badly: 2", "完成交办任务差，扣2分", self._two(badly), r.REPEATED, r.ONE_LIST),
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
        share = Text(
            "in principle at most 30 % of the sequence are excellent", "每个序列评优比例原则上不超过同类人员的30%"
        )
        places = Quota(
            BEST,
            role="a",
            text=share,
            share="30%",
            rounding="down",
            rank=(Rank(ScoreOf()),),
            otherwise=NEXT,
            soft=self.chosen(r.EXCELLENT_LIMIT) == "soft",
            assumption=(r.PROPOSED, r.EXCELLENT_LIMIT),
        )
        return at(RESULT, places)

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
        rating = Figure(value=self._voted(), assumption=(r.BALLOT_POINTS, r.BALLOT_COLUMNS))
        columns = (
            Figure(role=ballot.key.replace("ballot_", "-"), value=self._column(ballot), assumption=r.BALLOT_POINTS)
            for ballot in shown
        )
        return at("附件3", rating, *columns)


class Team(Appraised):
    """The general team."""

    kind, posted, marks = TEAM, county.given(), (daily, ledger, third_party)
    days = PEOPLE.their(days).mean()

    def _formula(self) -> Total:
        text = Text(
            "indicators 30 %, daily supervision 20 %, third party 20 %, democratic rating 5 %, ledgers 15 %, "
            "group's rating 10 %",
            "指标考核30%、日常督查20%、第三方评估20%、总结测评5%、查阅台账15%、考核组综合评价10%",
        )
        value = weighted(
            (a.indicators, "30%"), (daily, "20%"), (third_party, "20%"),
            (self._rated(), "5%"), (ledger, "15%"), (a.group_rating, "10%"),
        )  # fmt: skip
        return self._total("b", text, value, r.TEAM_RATED, r.RATERS)

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
        way, mean = self.chosen(r.TEAM_RATED), Text("mean of the members' democratic ratings", "成员总结测评平均分")
        text = Text("the head's democratic rating", "队长总结测评分") if way == "head" else mean
        theirs = Figure(role="-team", text=text, value=self._rated(), assumption=r.TEAM_RATED)
        rated = self._ballot() if way == "ballot" else at("附件3", theirs)
        return [*super().scoring(), *at("附件1", Figure(value=a.indicators)), *rated]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """附件1 and, for a ballot of its own, 附件3: the forms."""
        ballot = [a.BALLOT_FORM] if self.chosen(r.TEAM_RATED) == "ballot" else []
        return [*super().procedure(), a.INDICATOR_FORM, *ballot]


class Person(Appraised):
    """The people of a team, each in the sequence of a role."""

    posted, marks, days = TEAM_OF.their(county.given()), (daily, visits, opinion), days

    def _formula(self) -> Total:
        text = Text(
            "supervision group 30 %, daily supervision 15 %, democratic rating 5 %, visits 15 %, survey 20 %, "
            "group's rating 15 %",
            "督导组考核得分30%、日常督查15%、总结测评5%、实地查访15%、民意调查20%、考核组综合评价15%",
        )
        supervision = _mark(RESULT, "supervision", "supervision group's mark", "督导组考核得分")
        value = weighted(
            (supervision, "30%"), (daily, "15%"), (self._voted(), "5%"),
            (visits, "15%"), (opinion, "20%"), (a.group_rating, "15%"),
        )  # fmt: skip
        return self._total("c", text, value, r.SUPERVISION, r.RATERS)

    def _own(self, points: NumberExpr) -> NumberExpr:
        return TEAM_OF.their(points) if self.chosen(r.ONE_LIST) == "from-team" else points

    def _of_county(self, points: NumberExpr) -> NumberExpr:
        return TEAM_OF.their(points)

    def scoring(self) -> Sequence[Total | Figure | Proposed]:
        """附件3: the ballot on the person."""
        return [*super().scoring(), *self._ballot()]

    def procedure(self) -> Sequence[Procedure | Consequence | Asks]:
        """六（二）、（三）: what follows; the form of 附件3."""
        return [*super().procedure(), *USE, a.BALLOT_FORM]


class Head(Person):
    """队长."""

    kind = HEAD


class Deputy(Person):
    """副队长."""

    kind = DEPUTY


class Liaison(Person):
    """联络员."""

    kind = LIAISON


class Member(Person):
    """成员."""

    kind = MEMBER


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
    parts = (Team, Head, Deputy, Liaison, Member)
    readings, undefined = r.READINGS, r.UNDEFINED
