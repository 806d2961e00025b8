"""What all five kinds share: kinds, bodies, inputs (grounds by clause number only), the proposal, the ballot; then the staff."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import ClassVar

from kaohe.rules import (
    APPRAISAL, Asks, Ceiling, Choice, Consequence, Count, Date, Eligibility, Figure, Finding, Flag, GradeIs, Kind, Link,
    Part, Procedure, Proposed, Quota, Rank, Reading, Refer, Score, Span, Tally, Total, at,
)  # fmt: skip
from kaohe.rules.forms import Level
from kaohe.rules.nodes import BoolExpr, NumberExpr
from kaohe.rules.tools import IN_CYCLE, clause_number

from . import _forms as forms
from . import _procedures as d
from . import _readings as r
from ._readings import BALLOTS, LEVELS, POINTS_OF

Scoring = Sequence[Total | Proposed | Figure | Flag | Refer]
Vetoes = Sequence[Ceiling | Flag]
Steps = Sequence[Procedure | Consequence | Asks]

PERSONS = ("优秀", "称职", "基本称职", "不称职")
TEAM = Kind("team", ("posted work team", "工作队"), ("优秀", "较好", "一般", "差"))
LEADER = Kind("leader", ("team leader", "队长"), PERSONS)
MEMBER = Kind("member", ("team member", "队员"), PERSONS)
INSPECTOR = Kind("inspector", ("inspector", "督查组成员"), PERSONS)
OFFICE = Kind("office", ("office member", "办公室成员"), PERSONS)
TEAM_OF = Link("team", ("own team", "所在工作队"), TEAM, clause="第二条")

GROUP = ("appraisal group", "考核组")
CORPS_OFFICE = ("兵团 office", "兵团“访惠聚”工作办公室")
CORPS_LEADERS = ("兵团 leading group", "兵团“访惠聚”驻连（村）工作领导小组")
DIVISION_LEADERS = ("师 leading group", "师（市）“访惠聚”工作领导小组")
INSPECTORS = ("督查组", "兵团督查组")
REGIMENT = ("团场 (township) party committee", "团场（乡镇）党委")
WORD = Level(("the appraised person", "本人"), own=True)  # 本人意见

POSTING, MEETING = ("posting", "派驻情况"), ("meeting and ballot", "述职测评")
by_group = partial(Choice, entered_by=GROUP)
posting = partial(by_group, section=POSTING)
found = partial(Finding, section=("findings by clause", "按条款认定事项"), entered_by=GROUP)

# 第三条, 第五条（三）: where a team is posted, and at which level it was dispatched.
assignment = posting("assignment", ("where the team is posted", "派驻类别"), clause="第三条", options={
    "village": ("one of the 50 villages outside XPCC", "兵团驻村（地方50个村）"),
    "company": ("an XPCC company, village or community", "兵团驻连（村、社区）")})  # fmt: skip
stationed = posting(
    "stationed", ("师 where the team is stationed", "所驻师（市）"), clause="第三条（二）", list_key="divisions"
)
level = posting("level", ("dispatch level", "选派层次"), clause=LEVELS, options={
    "corps": ("dispatched by the 兵团", "兵团下派"), "division": ("dispatched by a 师", "师（市）下派")})  # fmt: skip
OF_CORPS: BoolExpr = level.is_("corps")
# The preamble speaks of the two years before: the first teams entered in 2014.
_SINCE = Span(cycles_back=2, clause="前言")
# 5(7)5 goes back to the entry, but no further than the cycle: what earlier years brought to light was theirs to judge.
entered = Date("entered", ("entered the posting", "进驻日期"), clause="第五条（七）1", section=POSTING, dated=_SINCE)


def ground(clause: str, dated: Span = IN_CYCLE) -> Finding:
    """The ground of a clause, by its number alone."""
    number = clause_number(clause) or clause
    key, short = f"clause_{number.replace('(', '_').replace(')', '_')}", (number, clause[1:].replace("条", ""))
    return found(key, (f"finding under {number}", f"{clause}所列情形"), clause=clause, dated=dated, short=short)


def barred(clause: str, grade: str, dated: Span = IN_CYCLE) -> Ceiling:
    """No better than `grade` by the ground of a clause."""
    return Ceiling(grade, ground(clause, dated), clause=clause)


priority = tuple(ground(f"第五条（六）{number}") for number in (1, 2, 3, 4, 5))
team_broke = ground("第五条（七）5", Span(since=entered))
person_broke = ground("第五条（八）2")
_CIRCULAR = ("criticised in a circular by 督查组, or 团场 level or above", "受到兵团督查组或团场以上通报批评")
circular = found("circular", _CIRCULAR, clause="第五条（十）7", short=("circular", "通报批评"))

# 第六条（一）: the meeting with its minimum turnout, and the total that only orders candidates.
_people = partial(Count, clause=BALLOTS, section=MEETING, entered_by=GROUP)
_PEOPLE = ("population of the company, village or community", "连队（村、社区）人数")
population = _people("population", _PEOPLE, high=999_999, short=("population", "连队人数"))
attended = _people("attended", ("people who attended the meeting", "参加述职测评大会人数"))
turnout_reason = found("turnout_reason", ("reason for a low turnout on record", "到会人数不足的原因已记录"), clause=BALLOTS,
                       section=MEETING, dated=APPRAISAL, short=("low reason", "不足原因"))  # fmt: skip
minimum: NumberExpr = population.steps((2000, 200), below=100).named(("minimum turnout", "应到会最少人数"))
LOW: BoolExpr = attended < minimum
UNREASONED: BoolExpr = LOW & ~turnout_reason
talked = partial(Count, clause="第六条（一）3", optional=True, entered_by=GROUP)
yes_no = partial(by_group, options={"yes": ("yes", "是"), "no": ("no", "否")}, optional=True)
_daily = Score("daily", ("daily performance", "日常表现"), clause=POINTS_OF, high=60, entered_by=GROUP)
_annual = Score("annual", ("the other 40 points", "年度考核其余40分"), clause=POINTS_OF, high=40, entered_by=GROUP)
total: NumberExpr = (_daily + _annual).named(("annual total", "年度考核总分"))


class Appraised(Part):
    """What the document says of all five kinds."""

    graded: ClassVar[str] = "第五条（二）"
    balloted: ClassVar[str] = "附件2"
    low_clause: ClassVar[str] = "第五条（九）"
    high_clause: ClassVar[str] = "第五条（八）4"
    voters: ClassVar[NumberExpr | None] = None
    by_analogy: ClassVar[tuple[Reading, ...]] = ()

    @property
    def _proposed(self) -> Choice:
        label = ("grade that the group proposes", "考核组建议等次")
        return by_group("proposed", label, clause=self.graded, options=self.kind.grades, short=("proposed", "建议等次"))

    @property
    def _ballot(self) -> Tally:
        """第六条（一）2, （二）2 and 附件2: one ballot with the kind's grades; what its total is BT-a9 says."""
        return Tally("ballot", ("satisfaction ballot", "满意度测评"), clause=self.balloted, options=self.kind.grades,
                     section=MEETING, entered_by=GROUP, part_of=self.voters, total_is=self.chosen(r.TOTAL))  # fmt: skip

    @property
    def _two_best_low(self) -> BoolExpr:
        """第五条（七）4, （九）: exactly 2/3 is not low (BT-a10)."""
        return self._ballot.share(*self.kind.grades[:2]) < Fraction(2, 3)

    @property
    def _worst_high(self) -> BoolExpr:
        """第五条（七）4, （八）4: exactly 1/3 is not high (BT-a10)."""
        return self._ballot.share(self.kind.lowest) > Fraction(1, 3)

    def _counted(self, condition: BoolExpr) -> BoolExpr:
        """What a ballot says, if it counts."""
        return condition

    def scoring(self) -> Scoring:
        """第五条（一）（二）: the proposal; 第六条（一）: shares of the ballot, exact, and the total that only orders."""
        best, good, _, worst = self.kind.grades
        share, limbs = self._ballot.share, (r.EXACTLY, r.LIMBS)
        return [
            *at(self.graded, Proposed(self._proposed, (
                "the grade that the group proposes, after discussion", "考核组集体研究提出的等次建议"), assumption=r.POINTS)),
            *at(BALLOTS,
                Figure(share(best, good), ("satisfaction: the two best options over all ballots",
                                           "满意率＝（优秀票＋较好或称职票）÷总票数"),
                       role="b", assumption=(r.TOTAL, *self.by_analogy)),
                Figure(share(best), ("share of the best option", "优秀票得票率"), role="b-best", assumption=r.TOTAL),
                Figure(share(worst), ("share of the worst option", "最低等次票得票率"), role="b-worst", assumption=r.TOTAL)),
            *at(self.low_clause, Figure(self._two_best_low, ("the two best options below 2/3", "前两等次得票率达不到2/3"),
                                        id="BT-6(1)2b-first-limb", assumption=limbs)),
            *at(self.high_clause, Figure(self._worst_high, ("the worst option above 1/3", "最低等次得票率超过1/3"),
                                         id="BT-6(1)2b-second-limb", assumption=limbs)),
            *at(POINTS_OF, Total(total, ("daily performance (60) and the other 40 points; it only orders candidates",
                                           "日常表现（60分）与其余40分；仅用于排序"),
                                 role="a", required=False, assumption=r.POINTS)),
        ]  # fmt: skip

    def procedure(self) -> Steps:
        """第一条: the time; 第八条（一）（二）: discipline; 附件7: the material."""
        return [
            *at("第一条", Procedure(
                "deadline", ("each 师 sets its own dates within this time", "各师（市）统筹安排具体考核时间"), does=d.TIME,
                day=("from late December 2016 to mid January 2017", "2016年12月下旬开始，2017年1月中旬结束"))),
            *at("第八条（一）", Procedure("discipline", (
                "groups keep to the procedure and answer for it", "落实考核工作责任制，严格程序"))),
            *at("第八条（二）", Procedure("discipline", ("places are not balanced between units", "注重实绩，不搞平衡照顾"))),
            *at("附件7", Procedure("archive", (
                "list of material, on paper and electronically", "上报考核材料目录，纸质版和电子版同时上报"), columns=forms.MATERIAL)),
        ]  # fmt: skip


class Person(Appraised):
    """Leaders, members, inspectors and office members: 第五条（五）（八）."""

    def _bound(self) -> bool:
        """Whether the clauses on 队员, inspectors and office members bind them."""
        return True

    def veto(self) -> Vetoes:
        """第五条（八）: 不称职."""
        if not self._bound():
            return []
        worst = self.kind.lowest
        return [
            barred("第五条（八）1", worst),
            *at("第五条（八）2", Ceiling(worst, person_broke)),
            barred("第五条（八）3", worst),
            *at("第五条（八）4", Ceiling(worst, self._counted(self._worst_high),
                ("不称职 above 1/3, confirmed by re-check", "不称职票得票率超过1/3，经复核属实"), confirm=True,
                assumption=(r.TOTAL, r.EXACTLY, r.RECHECK, *self.by_analogy))),
        ]  # fmt: skip

    def procedure(self) -> Steps:
        """第五条（五）: an excellent place is not the sending unit's."""
        return [*super().procedure(), *at("第五条（五）", Consequence(GradeIs((self.kind.best,)), (
            "this place does not count in the sending unit's own base or ratio", "评优不占派出单位评优基数和比例")))]  # fmt: skip


class Staff(Person):
    """Inspectors and office members: 第二条, 第三条（三）, 第五条（四）, 第六条（二）, 第八条（三）, 附件4."""

    balloted, by_analogy = "第六条（二）2", (r.STAFF_BALLOT,)
    group = posting("group", ("own group", "所在组"), clause="第五条（四）", list_key="groups", entered_by=CORPS_OFFICE)

    def eligibility(self) -> Sequence[Eligibility]:
        """第二条: members of a group."""
        return at("第二条", Eligibility(
            self.group.given(), text=("members of a 督查组 or of a group of the office", "兵团督查组成员、工作办公室各组成员"),
            otherwise=("belongs to no group", "不属于任何组")))  # fmt: skip

    def veto(self) -> Vetoes:
        """第五条（九） names 工作队队员 only: what it would say is flagged (BT-a13)."""
        mark = ("5(9) does not name this kind", "第五条（九）未提此类对象")
        return [*super().veto(), *at("第五条（九）", Flag(self._two_best_low, mark, (
            "优秀 and 称职 below 2/3, but 5(9) names team members only",
            "优秀和称职票得票率达不到2/3，但第五条（九）只规定工作队队员"), role="-not-named", assumption=r.NOT_NAMED))]  # fmt: skip

    def quota(self) -> Sequence[Quota]:
        """第五条（四）: 不得超过 leaves nothing to round up, so 5(3)'s readings do not reach here."""
        return at("第五条（四）", Quota(
            self.kind.best, ("excellent: at most 30 % of each group", "优秀等次名额不得超过各组人数的30%"), pool=(self.group,),
            share="30%", rank=(Rank(total),), otherwise=self.kind.grades[1], assumption=(r.CAP, r.POINTS)))  # fmt: skip

    def procedure(self) -> Steps:
        """第三条（三）, 第六条（二）, 第八条（三）, 附件4."""
        return [
            *super().procedure(),
            *at("第三条（三）", Procedure("organiser", ("the 兵团 office appraises", "由兵团“访惠聚”工作办公室负责考核"))),
            *at("第六条（二）1", Procedure("report", does=d.STAFF_SUMMARY, text=(
                "each writes an annual summary for the 兵团 office", "撰写年度工作总结，报兵团办"))),
            *at("第六条（二）2", Procedure("publicity", ("the group leader chairs the group's own meeting and its satisfaction ballot",
                "组长主持召开组内述职会，并进行满意度测评"), columns=self.kind.grades, assumption=r.STAFF_BALLOT)),
            *at("第六条（二）3", Procedure("sign-off", (
                "the group leader proposes from usual knowledge and the ballot; the 兵团 office reviews",
                "组长结合平时掌握和测评情况提出建议，报兵团办审核"), chain=(("group leader", "组长"), CORPS_OFFICE), signs="year")),
            *at("第六条（二）4", Procedure("sign-off", (
                "the leading group approves", "报兵团领导小组审定"), chain=(CORPS_OFFICE, CORPS_LEADERS), signs="year")),
            *at("第八条（三）", Procedure("deadline", (
                "each group sends its members' material to the 兵团 office", "各组将本组成员考核材料报兵团办"), role="-staff",
                day=("by 2017-01-10", "2017年1月10日前"), does=d.STAFF_MATERIAL)),
            *at("附件4", Procedure("form", does=d.STAFF_REGISTER, text=(
                "annual registration form of the office and 督查组, 2 copies", "办公室、督查组年度考核登记表，一式2份"),
                columns=forms.STAFF_REGISTER, chain=(("own group", "本组"), CORPS_OFFICE, CORPS_LEADERS, WORD), signs="year")),
        ]  # fmt: skip
