"""2016年度兵团“访惠聚”驻连（村）工作考核办法, clause by clause: staff-appraisal arithmetic and procedure only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import ClassVar, TypeVar

from kaohe.rules import (
    APPRAISAL, Asks, Ceiling, Consequence, Cycles, Days, Document, Eligibility, Figure, Finding, Flag, GradeIs, Procedure,
    Quota, Rank, Reading, Refer, Scheme, Window, at,
)  # fmt: skip
from kaohe.rules.nodes import BoolExpr, ChoiceExpr, NumberExpr, any_of, listed, matched, number, spelled, unsettled
from kaohe.words import Text

from . import _appraised as s
from . import _forms as forms
from . import _paper as p
from . import _procedures as d
from . import _readings as r
from . import _tables as t
from ._appraised import CORPS_LEADERS, CORPS_OFFICE, GROUP, REGIMENT, TEAM_OF, Appraised, Person, Staff, barred
from ._divisions import NAMED, division
from ._readings import BALLOTS, LEVELS, POINTS_OF

Read = TypeVar("Read", NumberExpr, BoolExpr, ChoiceExpr)
sent_by = s.posting("sent_by", ("师 that sent the member, if a 师 did", "选派的师（市）"), clause=LEVELS, list_key="divisions",
                    optional=True)  # fmt: skip


class Posted(Appraised):
    """Teams, leaders and members, graded by level: 第二条, 第三条（一）（二）, 第五条（三）（六）, 第六条（一）, 第七条（一）."""

    role: ClassVar[str]
    share: ClassVar[str]
    places: ClassVar[tuple[str, str]]
    priority: ClassVar[tuple[Finding, ...]]
    named: ClassVar[str] = "姓名"

    def _team(self, expression: Read) -> Read:
        """What is read of the team: a team reads its own."""
        return expression

    def eligibility(self) -> Sequence[Eligibility]:
        """第二条: teams and their people; 第三条（一）: those in villages are the region's."""
        posted, company = self._team(s.assignment).given(), self._team(s.assignment.is_("company"))
        return [
            *at("第二条", Eligibility(
                posted, text=("teams posted to a village or company, and their members", "兵团驻村、驻连工作队及队员"),
                otherwise=("posted neither to a village nor to a company", "既非驻村也非驻连工作队"))),
            *at("第三条（一）", Eligibility(
                company, text=("posted to a company: appraised within XPCC", "驻连工作队及队员由兵团考核"), assumption=r.REGION,
                otherwise=("appraised by the autonomous region's office, which feeds the result back; not computed here",
                           "由自治区办公室组织考核并反馈结果，本方案不计算"))),
        ]  # fmt: skip

    def scoring(self) -> s.Scoring:
        """The team's level (BT-a23); 第五条（六）: priority; 第六条（一）2: turnout, and ballots void below it (BT-a22)."""
        level = Figure(self._team(s.OF_CORPS), (
            "graded among those dispatched by the 兵团 (else by a 师)", "在兵团选派层次内评定（否则为师（市）选派）"),
            role="a", assumption=(r.POOLS, r.LEVEL_OF))  # fmt: skip
        mark, said = ("priority ground", "优先考虑情形"), ("a ground for priority under this clause", "本项所列优先考虑情形")  # fmt: skip
        low = Flag(self._team(s.LOW), ("turnout below minimum", "到会人数不足"), (
            "fewer people attended than 200 (population 2000 and above) or 100 (1999 and below)",
            "到会人数不足（2000人以上不少于200人，1999人以下不少于100人）"),
            role="c", assumption=(r.SMALL, r.ATTENDANCE, r.TURNOUT))  # fmt: skip
        void = Flag(self._team(s.UNREASONED), ("ballot void", "测评票无效"), (
            "the ballot is void: hold a new one at a meeting large enough, or record the reason of the low turnout",
            "测评无效：须召开到会人数达到要求的大会重新测评，或记录到会人数不足的原因"),
            role="c-void", assumption=r.TURNOUT)  # fmt: skip
        voids = [void] if self.chosen(r.TURNOUT) == "void" else []
        grounds = [Flag(one, mark, said, clause=one.clause, assumption=r.PRIORITY) for one in self.priority]
        return [*super().scoring(), *at(LEVELS, level), *grounds, *at(BALLOTS, low, *voids)]

    def _counted(self, condition: BoolExpr) -> BoolExpr:
        """What a ballot says; while it is void (BT-a22), neither yes nor no."""
        void = self._team(unsettled(s.UNREASONED, s.attended, s.turnout_reason))
        return (condition & ~void) | void if self.chosen(r.TURNOUT) == "void" else condition

    def quota(self) -> Sequence[Quota]:
        """The share of those of one level, in the pools of BT-a4, ranked as BT-a21 says."""
        level, stationed, way = self._team(s.level), self._team(s.stationed), self.chosen(r.POOLS)
        grounds, total = Rank(any_of(*self.priority)), Rank(s.total)
        ranks = {"first": (grounds, total), "tie-break": (total, grounds), "advisory": (total,)}
        excellent = partial(Quota, self.kind.best, share=self.share, rounding=self.chosen(r.ROUNDING),
            at_least=int(self.chosen(r.MIN_PLACES)), rank=ranks[self.chosen(r.PRIORITY)],
            otherwise=self.kind.grades[1], assumption=self._assumed())  # fmt: skip
        if way != "approving-body":
            pool = (level,) if way == "level" else (level, stationed)
            return at(LEVELS, excellent(self.places, role=self.role, pool=pool))
        en, zh = self.places
        return at(
            LEVELS,
            excellent((f"{en}: dispatched by the 兵团, the whole 兵团", f"{zh}：兵团选派的在全兵团范围"), role=self.role,
                      only=self._team(s.OF_CORPS)),
            excellent((f"{en}: dispatched by a 师, each 师 for itself", f"{zh}：师（市）选派的按师（市）分别计算"),
                      role=f"{self.role}-division", pool=(level, stationed), only=self._team(s.level.is_("division"))),
        )  # fmt: skip

    def _assumed(self) -> tuple[Reading, ...]:
        return r.CAP, r.ROUNDING, r.MIN_PLACES, r.POOLS, r.REGION, r.POINTS, r.PRIORITY

    def procedure(self) -> s.Steps:
        """第三条（一）（二）, 第六条（一）, 第七条（一）, 第八条（三）, 附件2."""
        return [
            *super().procedure(),
            *at("第三条（一）", Procedure("organiser", does=d.REGION, text=(
                "village teams and their members: the autonomous region's office appraises and feeds back",
                "兵团驻村工作队及队员由自治区“访惠聚”工作办公室组织考核，结果向兵团反馈"), role="-procedure")),
            *at("第三条（二）", Procedure("organiser", does=d.CROSS, text=(
                ("company teams and their members: the 师 office with the 团场 committees forms the group; a 团场's "
                 "group does not assess its own 团场; the 督查组 guides"),
                "兵团驻连工作队及队员由所驻师（市）办会同相关团场党委组成考核组，实行团场交叉考核；督查组指导"))),
            *at("第六条（一）1", Procedure("report", does=d.SUMMARY, text=(
                "the team and each member write an annual summary for the group", "工作队及队员撰写年度工作总结，提交考核组审阅"))),
            *at(BALLOTS, Procedure("publicity", (
                    "a meeting: the leader reports for the team; ballots on the team and its members",
                    "述职测评大会：队长代表工作队述职，对工作队及队员进行满意度测评"), role="a"),
                Procedure("form", ("who votes: the groups that the clause lists; tallies are kept in total, never by person",
                    "参加测评人员范围按条文；只记总票数，不记个人"), role="c-procedure",
                    columns=(*forms.BALLOT, *self.kind.grades), assumption=(r.TOTAL, r.ATTENDANCE))),
            *at("第六条（一）3", Procedure("sampling", (
                "individual talks; in principle at least 30 % with 职工/村民 representatives; two counts are kept",
                "个别谈话：职工（村民、居民）代表原则上不少于30%；只记两项人数"))),
            *at("第六条（一）4", Procedure("gate", ("on-site checks: done or not done", "实地查看：记是否完成"))),
            *at(POINTS_OF, Procedure("gate", ("opinions of the 督查组, the office and the 团场 committee are sought",
                "征求各级督查组、办公室、团场（乡镇）党委的意见"), role="b",
                chain=(s.INSPECTORS, ("office", "“访惠聚”工作办公室"), REGIMENT), does=d.OPINIONS)),
            *at("第六条（一）6",
                Procedure("sign-off", (
                    ("dispatched by the 兵团: the group proposes after discussion with the 团场 committee; the 兵团 office "
                     "reviews, the 兵团 leading group approves"),
                    "兵团下派：考核组商团场党委提出建议，兵团办审核，兵团领导小组审定"),
                    chain=(GROUP, REGIMENT, CORPS_OFFICE, CORPS_LEADERS), signs="year", of=self._team(s.OF_CORPS)),
                Procedure("sign-off", (
                    ("dispatched by a 师: the group proposes after discussion with the 团场 committee; the 师 office "
                     "reviews, the 师 leading group approves"),
                    "师（市）下派：考核组商团场党委提出建议，师（市）办审核，师（市）领导小组审定"),
                    role="-division", signs="year", of=~self._team(s.OF_CORPS),
                    chain=(GROUP, REGIMENT, ("师 office", "师（市）“访惠聚”工作办公室"), s.DIVISION_LEADERS))),
            *at("第七条（一）", Consequence(GradeIs(self.kind.grades), tells=d.FED_BACK, text=(
                "the office feeds the result back to the sending unit of its level", "向本级工作队派出部门单位反馈考核情况"))),
            *at("第八条（三）", Procedure("deadline", (
                ("一师, 三师 and 十四师 send the material of 兵团 teams; each 师 sends a report of about 3000 "
                 "characters, electronically"),
                "一师、三师、十四师报兵团机关工作队及队员考核材料；各师（市）以电子文档报考核工作情况报告（3000字左右）"),
                day=("by 2017-01-20", "2017年1月20日前"), columns=forms.REPORT, does=d.MATERIAL)),
            *at("附件2", Procedure("form", ("satisfaction ballot", "满意度测评表"), columns=(self.named, *self.kind.grades))),
        ]  # fmt: skip


class Team(Posted):
    """Teams: 第五条（一）（三）（七）（十）, the record of 第六条（一）, 第七条（二）."""

    kind, graded, low_clause, high_clause, voters = s.TEAM, "第五条（一）", "第五条（七）4", "第五条（七）4", s.attended
    role, share, priority, named = "b", "40%", s.priority, "工作队名称"
    places = ("excellent teams: 40 % of the teams of the same level", "优秀工作队按同层次工作队总数的40%")

    crossed = s.yes_no(
        "cross_assessed", ("assessed by another 团场's group", "由其他团场的考核组考核"), clause="第三条（二）"
    )
    talks = s.talked("talks", ("people talked to", "个别谈话人数"))
    spoke_for = ("of them 职工/村民 representatives", "其中职工（村民、居民）代表人数")
    representatives = s.talked("talks_representatives", spoke_for, part_of=talks)
    on_site = s.yes_no("checked_on_site", ("on-site check done", "已实地查看"), clause="第六条（一）4")

    def scoring(self) -> s.Scoring:
        """第三条（二）, 第六条（一）2-4: what the group's record shows; 第五条（七）5: a member's finding asked about."""
        leaders = (s.LEADER, s.MEMBER) if self.chosen(r.LEADERS) == "yes" else (s.MEMBER,)
        unreasoned = Refer(s.UNREASONED, (
            "the turnout was below the minimum and no reason is on record: enter it under turnout_reason",
            "到会人数不足且没有记录原因：请在 turnout_reason（到会人数不足的原因）中录入"),
            role="c-reason", assumption=r.TURNOUT)  # fmt: skip
        broke = TEAM_OF.back(*leaders).their(s.person_broke).any() & ~s.team_broke
        return [
            *super().scoring(),
            *at("第三条（二）", Flag(self.crossed.is_("no"), ("not cross-assessed", "未交叉考核"), (
                "the team's own 团场 assessed it", "未实行团场交叉考核"), role="-own")),
            *at(BALLOTS, *([unreasoned] if self.chosen(r.TURNOUT) == "warn" else [])),
            *at(BALLOTS,
                Flag(self._ballot.total() < s.minimum, ("ballots below minimum", "计票数不足"), (
                    "fewer ballots count than the minimum turnout", "计票数少于最少到会人数"), role="c-ballots", assumption=r.ATTENDANCE),
                Flag(s.population < 100, ("population below 100", "人口不足100人"), (
                    "a place with fewer than 100 people", "不足100人的连队（村、社区）"), role="c-small", assumption=r.SMALL)),
            *at("第六条（一）3", Flag(self.representatives * 10 < self.talks * 3, ("representatives below 30 %", "代表不足30%"), (
                "representatives were fewer than 30 % of those talked to", "参加谈话的职工（村民、居民）代表不足30%"), role="-share")),
            *at("第六条（一）4", Flag(self.on_site.is_("no"), ("no on-site check", "未实地查看"), (
                "no on-site check was made", "未实地查看"), role="-open")),
            *at("第五条（七）5", Flag(broke, ("5(8)2 of a member: see 5(7)5", "队员有第五条（八）2情形：请核对第五条（七）5"), (
                "a leader or member has a finding under 5(8)2: is 5(7)5 to be recorded for the team?",
                "队长或队员有第五条（八）2所列情形：请核对该队是否须记第五条（七）5"), role="-member")),
        ]  # fmt: skip

    def veto(self) -> s.Vetoes:
        """第五条（七）: 差, from 3 months after entering (BT-a20) for 1 and 2; 第五条（十）: not excellent."""
        best, good, _, worst = self.kind.grades
        first, second, late = s.ground("第五条（七）1"), s.ground("第五条（七）2"), s.entered.plus_months(3)
        excepts = ("the exception noted in 5(7)1 applies, with the day and document number of the event it excepts",
                   "适用第五条（七）1所注例外（日期、文号同该事件）")  # fmt: skip
        excepted = s.found("clause_5_7_1_excepted", excepts, excepts=first)
        failed = self._counted(self._two_best_low | self._worst_high)
        unsatisfied = self._counted(self._ballot.share(best, good) < Fraction(4, 5))
        return [
            *at("第五条（七）1", Ceiling(worst, ((first.date() > late) & ~matched(first, by=excepted)).any(), (
                "a finding later than 3 months after entering, not excepted", "进驻3个月后发生本项所列情形且不属所注例外"),
                assumption=(r.THREE_MONTHS, r.EXCEPTED))),
            *at("第五条（七）2", Ceiling(worst, (second.date() > late).any(), (
                "a finding later than 3 months after entering", "进驻3个月后发生本项所列情形"), assumption=r.THREE_MONTHS)),
            barred("第五条（七）3", worst),
            *at("第五条（七）4", Ceiling(worst, failed, (
                "优秀 and 较好 below 2/3, or 差 above 1/3, confirmed by re-check",
                "优秀和较好票得票率达不到2/3，或差票得票率超过1/3，经复核属实"), confirm=True,
                assumption=(r.TOTAL, r.EXACTLY, r.LIMBS, r.RECHECK))),
            *at("第五条（七）5", Ceiling(worst, s.team_broke)),
            # An annual result, which is known only when the year is over.
            barred("第五条（十）1", good, APPRAISAL),
            barred("第五条（十）2", good),
            barred("第五条（十）3", good),
            *at("第五条（十）4", Ceiling(good, unsatisfied, ("satisfaction below 80 %", "满意率低于80%"),
                                     assumption=(r.TOTAL, r.EXACTLY, r.SAME_POLL))),
            *at("第五条（十）7", Ceiling(good, s.circular)),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """The record of 第六条（一）; 第七条（二）; 附件5."""
        inputs = (
            s.population,
            s.attended,
            s.turnout_reason,
            self.talks,
            self.representatives,
            self.on_site,
            self.crossed,
        )
        return [
            *super().procedure(),
            *at("第六条（一）", Asks(inputs, (
                "what the group records of its meeting, talks and checks", "考核组对测评、谈话、查看的记录"), role="-record")),
            *at("第七条（二）", Consequence(GradeIs((self.kind.lowest,)), tells=d.LEADER, text=(
                "the main leader of the sending unit cannot be 优秀 in their own annual appraisal",
                "派出部门单位主要领导年度考核不得确定为优秀等次"))),
            *at("附件5", t.TEAMS),
        ]  # fmt: skip


class Cadre(Person, Posted):
    """Leaders and members: 30 % of each, unless both share one pool (BT-a3); 第五条（九）, （十）5-7, 第七条（三）."""

    role, share = "c", "30%"
    places = ("excellent leaders and members: 30 % of those of the same level", "优秀队长、队员按同层次人数的30%")
    voters = TEAM_OF.their(s.attended)
    priority = tuple(one for one in s.priority if one.clause != "第五条（六）2")  # which is for teams alone

    def _team(self, expression: Read) -> Read:
        """What is read of the team: a leader or member looks at theirs."""
        return s.TEAM_OF.their(expression)

    def scoring(self) -> s.Scoring:
        """A pool of two kinds is none of the tree's: a person decides (BT-a3)."""
        said = "leaders and members share the places: a person decides", "队长、队员合并计算名额：由人裁定"
        joint = Refer(self._proposed.is_(self.kind.best), said, role="c-joint", assumption=r.ONE_POOL)
        return [*super().scoring(), *at(LEVELS, *([] if self._apart() else [joint]))]

    def quota(self) -> Sequence[Quota]:
        """None of their own where the places are shared."""
        return super().quota() if self._apart() else []

    def _apart(self) -> bool:
        return bool(self.chosen(r.ONE_POOL) == "separate")

    def _assumed(self) -> tuple[Reading, ...]:
        return (*super()._assumed(), r.ONE_POOL, r.LEVEL_OF)

    def veto(self) -> s.Vetoes:
        """第五条（九）: 基本称职; 第五条（十）5-7: not excellent; where 队员 includes 队长, leaders too (BT-a19)."""
        if not self._bound():
            return []
        best, good, fair, _ = self.kind.grades
        label = ("days of leave beyond paid annual leave", "带薪休假外请假天数")
        leave = Days("leave", label, entered_by=GROUP, places=1)
        few = self._ballot.share(best) < Fraction(1, 2)
        return [
            *super().veto(),
            *at("第五条（九）", Ceiling(fair, self._counted(self._two_best_low), (
                "优秀 and 称职 below 2/3, confirmed by re-check", "优秀和称职票得票率达不到2/3，经复核属实"), confirm=True,
                assumption=(r.TOTAL, r.EXACTLY, r.WORSE, r.RECHECK, r.LEADERS))),
            *at("第五条（十）5", Ceiling(good, TEAM_OF.their(GradeIs((s.TEAM.lowest,))), (
                "the team was graded 差", "所在工作队考核定等为“差”"), assumption=r.LEADERS)),
            *at("第五条（十）6", Ceiling(good, (leave > 15) | self._counted(few), (
                "more than 15 days of leave beyond paid leave, or 优秀 below 50 %",
                "带薪休假外请假超过15天，或优秀票得票率低于50%"), assumption=(r.TOTAL, r.EXACTLY, r.LEADERS))),
            *at("第五条（十）7", Ceiling(good, s.circular, assumption=r.LEADERS)),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """第二条: the team they belong to; 第七条（三）; 附件3 and 附件6."""
        basis = Consequence(GradeIs(self.kind.grades), (
            "a basis for the annual appraisal at home, commendation and promotion", "作为年度考核结果和表彰先进、选拔任用的依据"),
            tells=d.HOME, assumption=r.LEADERS)  # fmt: skip
        return [
            *super().procedure(),
            *at("第二条", Asks((), ("leaders and members belong to a team", "队长、队员属于一个工作队"), role="-record",
                            links=(TEAM_OF,))),
            *at("第七条（三）", *([basis] if self._bound() else [])),
            *at("附件3", Procedure("form", ("annual registration form, 2 copies; what the record does not hold is filled in by hand",
                "年度考核登记表，一式2份；系统不存的栏目由人工填写"), columns=forms.REGISTER, does=d.REGISTER,
                chain=(GROUP, REGIMENT, s.DIVISION_LEADERS, s.INSPECTORS, CORPS_OFFICE, CORPS_LEADERS, s.WORD), signs="year")),
            *at("附件6", t.PEOPLE),
        ]  # fmt: skip


class Leader(Cadre):
    """Leaders, one a team."""

    kind = s.LEADER

    def _bound(self) -> bool:
        """Whether 队员 includes 队长 (BT-a19)."""
        return bool(self.chosen(r.LEADERS) == "yes")

    def scoring(self) -> s.Scoring:
        """第二条: a team has one leader; a second is asked about, as each counts in the leaders' headcount."""
        several = TEAM_OF.their(TEAM_OF.back(s.LEADER).their(number(1)).sum() > 1)
        return [*super().scoring(), *at("第二条", Flag(several, ("more than one leader", "队长多于一人"), (
            "the team has more than one leader: is one of them a member, or of another team?",
            "该队登记了一名以上队长：请核对其中是否有队员或其他队的队长"), role="-leaders"))]  # fmt: skip


class Member(Cadre):
    """Members: the guarantee for those sent by 一师, 三师, 十四师 and the 北疆有关师 (BT-a6, BT-a19)."""

    kind = s.MEMBER

    def scoring(self) -> s.Scoring:
        """What is not known of the listed 师; and whom the guarantee counts where a person has to see to it."""
        corps, best = self._team(s.OF_CORPS), self._proposed.is_(self.kind.best)
        unlisted = corps & ~listed(s.stationed, *NAMED, names=division)
        here = self._team(spelled(s.stationed, division).is_in(*NAMED))
        if self.chosen(r.GUARANTEE) == "sent":
            here = ~sent_by.given() | spelled(sent_by, division).is_in(*NAMED)
        named = Flag(unlisted, ("named divisions not in the list", "清单中没有所列师（市）"), (
            "none of 一师, 三师 and 十四师 stands in the cycle's list of divisions: the guarantee covers nobody by name",
            "周期的师（市）清单中没有一师、三师、十四师：保障比例未按名称适用于任何人"), role="d-named", assumption=r.SPELLING)  # fmt: skip
        northern = Flag(corps & ~here, ("northern divisions not set", "未设置北疆有关师（市）"), (
            "the 北疆有关师 are not set: whether the guarantee covers this 师 is open",
            "未设置“北疆有关师（市）”：保障比例是否适用于所驻师（市）未定"), role="d-list", assumption=r.NORTHERN)  # fmt: skip
        counts = Flag(corps & self._covered(), ("counts towards the guarantee of 5(3)", "计入第五条（三）保障比例"), (
            "sent by a listed 师: see that its share is kept", "由所列师（市）选派：请核对其保障比例"),
            role="d-counts", assumption=r.GUARANTEE)  # fmt: skip
        across = Refer(corps & best, (
            "the guarantee lies across the pools: a person decides who is excellent, so that its shares are kept",
            "保障比例跨名额组计算：优秀人选由人裁定，并使保障比例得到满足"), role="d-across", assumption=r.GUARANTEE)  # fmt: skip
        known = [named] if self.listed(r.NORTHERN) else [named, northern]
        by_hand = [] if self._allocated() else [counts, across] if self._apart() else [counts]
        return [*super().scoring(), *at(LEVELS, *known, *by_hand)]

    def quota(self) -> Sequence[Quota]:
        """Among the excellent of 兵团 teams in a listed 师, at least 30 % sent by that 师."""
        stationed, corps = self._team(s.stationed), self._team(s.OF_CORPS)
        guarantee = Quota(
            self.kind.best,
            ("of the excellent members of 兵团 teams stationed in a listed 师, at least 30 % were sent by that 师",
             "驻所列师（市）的兵团机关工作队优秀队员中，由本师选派的不低于30%"),
            role="d", floor_share="30%", within="BT-5(3)c", only=self._covered(),
            pool=(stationed,) if self.chosen(r.POOLS) == "approving-body" else (self._team(s.level), stationed),
            base=corps & spelled(stationed, division).is_in(*self._names()),
            assumption=(r.GUARANTEE, r.CAP_WINS, r.NORTHERN, r.LEADERS, r.LEVEL_OF, r.SPELLING))  # fmt: skip
        return [*super().quota(), *at(LEVELS, *([guarantee] if self._allocated() else []))]

    def _allocated(self) -> bool:
        """Whether the guarantee lies inside a pool of members, so that places can be given out under it."""
        return self._apart() and self.chosen(r.GUARANTEE) == "stationed"

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*NAMED, *map(division, self.listed(r.NORTHERN))]))

    def _covered(self) -> BoolExpr:
        """Sent by a listed 师, and stationed there unless the guarantee counts all whom it sent."""
        where, sender = spelled(self._team(s.stationed), division), spelled(sent_by, division)
        if self.chosen(r.GUARANTEE) == "sent":
            return sent_by.given() & sender.is_in(*self._names())
        return sent_by.given() & any_of(*(where.is_(name) & sender.is_(name) for name in self._names()))


class Xpcc2016(Scheme):
    """XPCC posted work teams, their leaders and members, inspectors and office members, 2016 cycle."""

    id, prefix, version = "xpcc-2016", "BT", "2.0.0"
    title = Text("XPCC posted work teams, 2016", "兵团驻连（村）工作考核（2016）")
    document = Document(
        title="2016年度兵团“访惠聚”驻连（村）工作考核办法",
        issuer="兵团“访民情惠民生聚民心”驻连（村）工作领导小组",
        issued="2016-12-22",
        number="新兵民组发〔2016〕5号",
        note=("for the 2016 cycle only; grounds are kept by clause number, annex 1 and section 4 are not built",
              "仅适用于2016年度；有关情形只按条款号记录，附件1与考核内容不实现"),
        withheld=(
            "第四条", "第五条（六）", "第五条（七）1", "第五条（七）2", "第五条（七）3", "第五条（七）5", "第五条（八）1",
            "第五条（八）2", "第五条（八）3", "第五条（十）1", "第五条（十）2", "第五条（十）3", "第八条（三）", "附件1",
        ),
    )  # fmt: skip
    cycles = Cycles(dt.date(2016, 1, 1), dt.date(2016, 12, 31), clause="第一条", only=True)
    window = Window(days=20, clause="第八条（三）")
    parts, readings = (Team, Leader, Member, *Staff.of(s.INSPECTOR, s.OFFICE)), r.READINGS
    undefined, forms = r.UNDEFINED, p.FORMS
