"""2016年度兵团“访惠聚”驻连（村）工作考核办法, clause by clause: staff-appraisal arithmetic and procedure only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from kaohe.rules import (
    APPRAISAL,
    Asks,
    BoolExpr,
    Ceiling,
    Cycles,
    Days,
    Document,
    Eligibility,
    GradeIs,
    Quota,
    Rank,
    Scheme,
    Window,
)
from kaohe.rules.nodes import matched, number, unsettled
from kaohe.words import Text

from . import _forms as forms
from . import _readings as r
from . import _shared as s
from ._appraised import Person
from ._levels import ByLevel, CadreByLevel, MemberByLevel
from ._readings import BALLOTS, POINTS_OF
from ._shared import CORPS_LEADERS, CORPS_OFFICE, GROUP, REGIMENT, TEAM_OF, barred, flag, follows, limit, refer, step


class Posted(ByLevel):
    """Teams, leaders and members: 第二条, 第三条（一）（二）, 第五条（三）（六）, 第六条（一）, 第七条（一）."""

    named: ClassVar[str] = "姓名"

    def eligibility(self) -> Sequence[Eligibility]:
        """第二条: teams and their people; 第三条（一）: those in villages are the region's."""
        posted, company = self._team(s.assignment).given(), self._team(s.assignment.is_("company"))
        return [
            s.eligible("第二条", posted,
                       ("teams posted to a village or company, and their members", "兵团驻村、驻连工作队及队员"),
                       ("posted neither to a village nor to a company", "既非驻村也非驻连工作队")),
            s.eligible("第三条（一）", company,
                       ("posted to a company: appraised within XPCC", "驻连工作队及队员由兵团考核"),
                       ("appraised by the autonomous region's office, which feeds the result back; not computed here",
                        "由自治区办公室组织考核并反馈结果，本方案不计算"), r.REGION),
        ]  # fmt: skip

    def scoring(self) -> s.Scoring:
        """第五条（六）: grounds for priority; 第六条（一）2: the minimum turnout, and ballots void below it (BT-a22)."""
        mark = "priority ground", "优先考虑情形"
        said = "a ground for priority under this clause", "本项所列优先考虑情形"
        low = flag(
            BALLOTS, "c", self._team(s.LOW), ("turnout below minimum", "到会人数不足"),
            ("fewer people attended than 200 (population 2000 and above) or 100 (1999 and below)",
             "到会人数不足（2000人以上不少于200人，1999人以下不少于100人）"), r.SMALL, r.ATTENDANCE, r.TURNOUT)  # fmt: skip
        void = flag(
            BALLOTS, "c-void", self._team(s.UNREASONED), ("ballot void", "测评票无效"),
            ("the ballot is void: hold a new one at a meeting large enough, or record the reason of the low turnout",
             "测评无效：须召开到会人数达到要求的大会重新测评，或记录到会人数不足的原因"), r.TURNOUT)  # fmt: skip
        grounds = [flag(one.clause, "", one, mark, said, r.PRIORITY) for one in self.priority]
        return [*super().scoring(), *grounds, low, *([void] if self._voids() else [])]

    def _voids(self) -> bool:
        return bool(self.chosen(r.TURNOUT) == "void")

    def _counted(self, condition: BoolExpr) -> BoolExpr:
        """What a ballot says; while it is void (BT-a22), neither yes nor no."""
        void = self._team(unsettled(s.UNREASONED, s.attended, s.turnout_reason))
        return (condition & ~void) | void if self._voids() else condition

    def procedure(self) -> s.Steps:
        """第三条（一）（二）, 第六条（一）, 第七条（一）, 第八条（三）, 附件2."""
        office, sent = Text("office", "“访惠聚”工作办公室"), Text("by 2017-01-20", "2017年1月20日前")
        return [
            *super().procedure(),
            step("第三条（一）", "organiser",
                 ("village teams and their members: the autonomous region's office appraises and feeds back",
                  "兵团驻村工作队及队员由自治区“访惠聚”工作办公室组织考核，结果向兵团反馈"), role="-procedure"),
            step("第三条（二）", "organiser",
                 (("company teams and their members: the 师 office with the 团场 committees forms the group; a 团场's "
                  "group does not assess its own 团场; the 督查组 guides"),
                  "兵团驻连工作队及队员由所驻师（市）办会同相关团场党委组成考核组，实行团场交叉考核；督查组指导")),
            step("第六条（一）1", "report", ("the team and each member write an annual summary for the group",
                                        "工作队及队员撰写年度工作总结，提交考核组审阅")),
            step(BALLOTS, "publicity",
                 ("a meeting: the leader reports for the team; ballots on the team and its members",
                  "述职测评大会：队长代表工作队述职，对工作队及队员进行满意度测评"), role="a"),
            step(BALLOTS, "form",
                 ("who votes: the groups that the clause lists; tallies are kept in total, never by person",
                  "参加测评人员范围按条文；只记总票数，不记个人"), role="c-procedure",
                 columns=(*forms.BALLOT, *self.kind.grades), assumption=(r.TOTAL, r.ATTENDANCE)),
            step("第六条（一）3", "sampling",
                 ("individual talks; in principle at least 30 % with 职工/村民 representatives; two counts are kept",
                  "个别谈话：职工（村民、居民）代表原则上不少于30%；只记两项人数")),
            step("第六条（一）4", "gate", ("on-site checks: done or not done", "实地查看：记是否完成")),
            step(POINTS_OF, "gate", ("opinions of the 督查组, the office and the 团场 committee are sought",
                                     "征求各级督查组、办公室、团场（乡镇）党委的意见"),
                 role="b", chain=(s.INSPECTORS, office, REGIMENT)),
            step("第六条（一）6", "sign-off",
                 (("dispatched by the 兵团: the group proposes after discussion with the 团场 committee; the 兵团 office "
                  "reviews, the 兵团 leading group approves"),
                  "兵团下派：考核组商团场党委提出建议，兵团办审核，兵团领导小组审定"),
                 chain=(GROUP, REGIMENT, CORPS_OFFICE, CORPS_LEADERS)),
            step("第六条（一）6", "sign-off",
                 (("dispatched by a 师: the group proposes after discussion with the 团场 committee; the 师 office "
                  "reviews, the 师 leading group approves"),
                  "师（市）下派：考核组商团场党委提出建议，师（市）办审核，师（市）领导小组审定"),
                 role="-division", chain=(GROUP, REGIMENT, s.DIVISION_OFFICE, s.DIVISION_LEADERS)),
            follows("第七条（一）", self.kind.grades,
                    ("the office feeds the result back to the sending unit of its level",
                     "向本级工作队派出部门单位反馈考核情况")),
            step("第八条（三）", "deadline",
                 (("一师, 三师 and 十四师 send the material of 兵团 teams; each 师 sends a report of about 3000 "
                  "characters, electronically"),
                  "一师、三师、十四师报兵团机关工作队及队员考核材料；各师（市）以电子文档报考核工作情况报告（3000字左右）"),
                 day=sent, columns=forms.REPORT),
            step("附件2", "form", ("satisfaction ballot", "满意度测评表"), columns=(self.named, *self.kind.grades)),
        ]  # fmt: skip


class Team(Posted):
    """Teams: 第五条（一）（三）（七）（十）, the record of 第六条（一）, 第七条（二）."""

    kind, graded, low_clause, high_clause, voters = s.TEAM, "第五条（一）", "第五条（七）4", "第五条（七）4", s.attended
    role, share, priority, named = "b", "40%", s.priority, "工作队名称"
    places = Text("excellent teams: 40 % of the teams of the same level", "优秀工作队按同层次工作队总数的40%")

    crossed = s.yes_no("cross_assessed", "第三条（二）", "assessed by another 团场's group", "由其他团场的考核组考核")
    talks = s.talked("talks", Text("people talked to", "个别谈话人数"))
    spoke_for = Text("of them 职工/村民 representatives", "其中职工（村民、居民）代表人数")
    representatives = s.talked("talks_representatives", spoke_for, part_of=talks)
    on_site = s.yes_no("checked_on_site", "第六条（一）4", "on-site check done", "已实地查看")
    kept = talks, representatives, on_site, crossed

    def scoring(self) -> s.Scoring:
        """第三条（二）, 第六条（一）2-4: what the group's record shows; 第五条（七）5: a member's finding asked about."""
        leaders = (s.LEADER, s.MEMBER) if self.chosen(r.LEADERS) == "yes" else (s.MEMBER,)
        missing = (
            "the turnout was below the minimum and no reason is on record: enter it under turnout_reason",
            "到会人数不足且没有记录原因：请在 turnout_reason（到会人数不足的原因）中录入",
        )
        unreasoned = refer(BALLOTS, "c-reason", s.UNREASONED, missing, r.TURNOUT)
        broke = TEAM_OF.back(*leaders).their(s.person_broke).any() & ~s.team_broke
        return [
            *super().scoring(),
            flag("第三条（二）", "-own", self.crossed.is_("no"), ("not cross-assessed", "未交叉考核"),
                 ("the team's own 团场 assessed it", "未实行团场交叉考核")),
            *([] if self._voids() else [unreasoned]),
            flag(BALLOTS, "c-ballots", self._ballot.total() < s.minimum, ("ballots below minimum", "计票数不足"),
                 ("fewer ballots count than the minimum turnout", "计票数少于最少到会人数"), r.ATTENDANCE),
            flag(BALLOTS, "c-small", s.population < 100, ("population below 100", "人口不足100人"),
                 ("a place with fewer than 100 people", "不足100人的连队（村、社区）"), r.SMALL),
            flag("第六条（一）3", "-share", self.representatives * 10 < self.talks * 3,
                 ("representatives below 30 %", "代表不足30%"),
                 ("representatives were fewer than 30 % of those talked to", "参加谈话的职工（村民、居民）代表不足30%")),
            flag("第六条（一）4", "-open", self.on_site.is_("no"), ("no on-site check", "未实地查看"),
                 ("no on-site check was made", "未实地查看")),
            flag("第五条（七）5", "-member", broke,
                 ("5(8)2 of a member: see 5(7)5", "队员有第五条（八）2情形：请核对第五条（七）5"),
                 ("a leader or member has a finding under 5(8)2: is 5(7)5 to be recorded for the team?",
                  "队长或队员有第五条（八）2所列情形：请核对该队是否须记第五条（七）5")),
        ]  # fmt: skip

    def veto(self) -> s.Vetoes:
        """第五条（七）: 差, from 3 months after entering (BT-a20) for 1 and 2; 第五条（十）: not excellent."""
        best, good, _, worst = self.kind.grades
        first, second, late = s.ground("第五条（七）1"), s.ground("第五条（七）2"), s.entered.plus_months(3)
        excepts = Text("the exception noted in 5(7)1 applies, with the day and document number of the event it excepts",
                       "适用第五条（七）1所注例外（日期、文号同该事件）")  # fmt: skip
        excepted = s.found("clause_5_7_1_excepted", excepts, excepts=first)
        failed = self._counted(self._two_best_low | self._worst_high)
        unsatisfied = self._counted(self._ballot.share(best, good) < Fraction(4, 5))
        return [
            limit("第五条（七）1", worst, ((first.date() > late) & ~matched(first, by=excepted)).any(),
                  ("a finding later than 3 months after entering, not excepted",
                   "进驻3个月后发生本项所列情形且不属所注例外"), r.THREE_MONTHS, r.EXCEPTED),
            limit("第五条（七）2", worst, (second.date() > late).any(),
                  ("a finding later than 3 months after entering", "进驻3个月后发生本项所列情形"), r.THREE_MONTHS),
            barred("第五条（七）3", worst),
            limit("第五条（七）4", worst, failed,
                  ("优秀 and 较好 below 2/3, or 差 above 1/3, confirmed by re-check",
                   "优秀和较好票得票率达不到2/3，或差票得票率超过1/3，经复核属实"),
                  r.TOTAL, r.EXACTLY, r.LIMBS, r.RECHECK, confirm=True),
            Ceiling(worst, clause="第五条（七）5", when=s.team_broke),
            # An annual result, which is known only when the year is over.
            barred("第五条（十）1", good, APPRAISAL),
            barred("第五条（十）2", good),
            barred("第五条（十）3", good),
            limit("第五条（十）4", good, unsatisfied, ("satisfaction below 80 %", "满意率低于80%"),
                  r.TOTAL, r.EXACTLY, r.SAME_POLL),
            Ceiling(good, clause="第五条（十）7", when=s.circular),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """The record of 第六条（一）; 第七条（二）; 附件5."""
        keeps = Text("what the group records of its meeting, talks and checks", "考核组对测评、谈话、查看的记录")
        inputs = s.population, s.attended, s.turnout_reason, *self.kept
        record = Asks(clause="第六条（一）", role="-record", text=keeps, inputs=inputs)
        leader = ("the main leader of the sending unit cannot be 优秀 in their own annual appraisal",
                  "派出部门单位主要领导年度考核不得确定为优秀等次")  # fmt: skip
        summary = step("附件5", "form", forms.SUMMARY, columns=forms.TEAM_SUMMARY)
        return [*super().procedure(), record, follows("第七条（二）", [self.kind.lowest], leader), summary]


class Cadre(CadreByLevel, Person, Posted):
    """Leaders and members: 第五条（九）, （十）5-7, 第七条（三）."""

    voters = TEAM_OF.their(s.attended)
    priority = tuple(one for one in s.priority if one.clause != "第五条（六）2")  # which is for teams alone

    def veto(self) -> s.Vetoes:
        """第五条（九）: 基本称职; 第五条（十）5-7: not excellent; where 队员 includes 队长, leaders too (BT-a19)."""
        if not self._bound():
            return []
        best, good, fair, _ = self.kind.grades
        leave = Days("leave", Text("days of leave beyond paid annual leave", "带薪休假外请假天数"), clause="第五条（十）6",
                     entered_by=GROUP, places=1)  # fmt: skip
        few = self._ballot.share(best) < Fraction(1, 2)
        return [
            *super().veto(),
            limit("第五条（九）", fair, self._counted(self._two_best_low),
                  ("优秀 and 称职 below 2/3, confirmed by re-check", "优秀和称职票得票率达不到2/3，经复核属实"),
                  r.TOTAL, r.EXACTLY, r.WORSE, r.RECHECK, r.LEADERS, confirm=True),
            limit("第五条（十）5", good, TEAM_OF.their(GradeIs((s.TEAM.lowest,))),
                  ("the team was graded 差", "所在工作队考核定等为“差”"), r.LEADERS),
            limit("第五条（十）6", good, (leave > 15) | self._counted(few),
                  ("more than 15 days of leave beyond paid leave, or 优秀 below 50 %",
                   "带薪休假外请假超过15天，或优秀票得票率低于50%"), r.TOTAL, r.EXACTLY, r.LEADERS),
            Ceiling(good, clause="第五条（十）7", when=s.circular, assumption=r.LEADERS),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """第二条: the team they belong to; 第七条（三）; 附件3 and 附件6."""
        belong = Text("leaders and members belong to a team", "队长、队员属于一个工作队")
        basis = ("a basis for the annual appraisal at home, commendation and promotion",
                 "作为年度考核结果和表彰先进、选拔任用的依据")  # fmt: skip
        signed = GROUP, REGIMENT, s.DIVISION_LEADERS, s.INSPECTORS, CORPS_OFFICE, CORPS_LEADERS, s.SELF
        register = ("annual registration form, 2 copies; what the record does not hold is filled in by hand",
                    "年度考核登记表，一式2份；系统不存的栏目由人工填写")  # fmt: skip
        return [
            *super().procedure(),
            Asks(clause="第二条", role="-record", text=belong, links=(TEAM_OF,)),
            *([follows("第七条（三）", self.kind.grades, basis, r.LEADERS)] if self._bound() else []),
            step("附件3", "form", register, columns=forms.REGISTER, chain=signed),
            step("附件6", "form", forms.SUMMARY, columns=forms.MEMBER_SUMMARY),
        ]


class Leader(Cadre):
    """Leaders, one a team."""

    kind = s.LEADER

    def _bound(self) -> bool:
        """Whether 队员 includes 队长 (BT-a19)."""
        return bool(self.chosen(r.LEADERS) == "yes")

    def scoring(self) -> s.Scoring:
        """第二条: a team has one leader; a second is asked about, as each counts in the leaders' headcount."""
        several = TEAM_OF.their(TEAM_OF.back(s.LEADER).their(number(1)).sum() > 1)
        said = ("the team has more than one leader: is one of them a member, or of another team?",
                "该队登记了一名以上队长：请核对其中是否有队员或其他队的队长")  # fmt: skip
        return [
            *super().scoring(),
            flag("第二条", "-leaders", several, ("more than one leader", "队长多于一人"), said),
        ]


class Member(MemberByLevel, Cadre):
    """Members, with the guarantee of 第五条（三）."""

    kind = s.MEMBER


class Staff(Person):
    """Inspectors and office members: 第二条, 第三条（三）, 第五条（四）, 第六条（二）, 第八条（三）, 附件4."""

    balloted, by_analogy = "第六条（二）2", (r.STAFF_BALLOT,)
    group = s.posting(
        "group", Text("own group", "所在组"), clause="第五条（四）", list_key="groups", entered_by=CORPS_OFFICE
    )

    def eligibility(self) -> Sequence[Eligibility]:
        """第二条: members of a group."""
        who = "members of a 督查组 or of a group of the office", "兵团督查组成员、工作办公室各组成员"
        return [s.eligible("第二条", self.group.given(), who, ("belongs to no group", "不属于任何组"))]

    def veto(self) -> s.Vetoes:
        """第五条（九） names 工作队队员 only: what it would say is flagged (BT-a13)."""
        mark = "5(9) does not name this kind", "第五条（九）未提此类对象"
        said = ("优秀 and 称职 below 2/3, but 5(9) names team members only",
                "优秀和称职票得票率达不到2/3，但第五条（九）只规定工作队队员")  # fmt: skip
        return [*super().veto(), flag("第五条（九）", "-not-named", self._two_best_low, mark, said, r.NOT_NAMED)]

    def quota(self) -> Sequence[Quota]:
        """第五条（四）: 不得超过 leaves nothing to round up, so 5(3)'s readings do not reach here."""
        text = Text("excellent: at most 30 % of each group", "优秀等次名额不得超过各组人数的30%")
        places = Quota(self.kind.best, clause="第五条（四）", text=text, pool=(self.group,), share="30%",
                       rank=(Rank(s.total),), otherwise=self.kind.grades[1], assumption=(r.CAP, r.POINTS))  # fmt: skip
        return [places]

    def procedure(self) -> s.Steps:
        """第三条（三）, 第六条（二）, 第八条（三）, 附件4."""
        leader, due = Text("group leader", "组长"), Text("by 2017-01-10", "2017年1月10日前")
        signed = Text("own group", "本组"), CORPS_OFFICE, CORPS_LEADERS, s.SELF
        return [
            *super().procedure(),
            step("第三条（三）", "organiser", ("the 兵团 office appraises", "由兵团“访惠聚”工作办公室负责考核")),
            step("第六条（二）1", "report",
                 ("each writes an annual summary for the 兵团 office", "撰写年度工作总结，报兵团办")),
            step("第六条（二）2", "publicity", ("the group leader chairs the group's own meeting and its satisfaction ballot",
                                          "组长主持召开组内述职会，并进行满意度测评"),
                 columns=self.kind.grades, assumption=r.STAFF_BALLOT),
            step("第六条（二）3", "sign-off",
                 ("the group leader proposes from usual knowledge and the ballot; the 兵团 office reviews",
                  "组长结合平时掌握和测评情况提出建议，报兵团办审核"), chain=(leader, CORPS_OFFICE)),
            step("第六条（二）4", "sign-off", ("the leading group approves", "报兵团领导小组审定"),
                 chain=(CORPS_OFFICE, CORPS_LEADERS)),
            step("第八条（三）", "deadline", ("each group sends its members' material to the 兵团 office",
                                        "各组将本组成员考核材料报兵团办"), day=due),
            step("附件4", "form", ("annual registration form of the office and 督查组, 2 copies",
                                 "办公室、督查组年度考核登记表，一式2份"), columns=forms.STAFF_REGISTER, chain=signed),
        ]  # fmt: skip


class Inspector(Staff):
    """督查组 members."""

    kind = s.INSPECTOR


class Office(Staff):
    """Members of the office's groups."""

    kind = s.OFFICE


class Xpcc2016(Scheme):
    """XPCC posted work teams, their leaders and members, inspectors and office members, 2016 cycle."""

    id, prefix, version = "xpcc-2016", "BT", "2.0.0"
    title = Text("XPCC posted work teams, 2016", "兵团驻连（村）工作考核（2016）")
    document = Document(
        title="2016年度兵团“访惠聚”驻连（村）工作考核办法",
        issuer="兵团“访民情惠民生聚民心”驻连（村）工作领导小组",
        issued="2016-12-22",
        number="新兵民组发〔2016〕5号",
        note=Text(
            "for the 2016 cycle only; grounds are kept by clause number, annex 1 and section 4 are not built",
            "仅适用于2016年度；有关情形只按条款号记录，附件1与考核内容不实现",
        ),
        withheld=(
            "第四条", "第五条（六）", "第五条（七）1", "第五条（七）2", "第五条（七）3", "第五条（七）5", "第五条（八）1",
            "第五条（八）2", "第五条（八）3", "第五条（十）1", "第五条（十）2", "第五条（十）3", "第八条（三）", "附件1",
        ),
    )  # fmt: skip
    cycles = Cycles(dt.date(2016, 1, 1), dt.date(2016, 12, 31), clause="第一条", only=True)
    window = Window(days=20, clause="第八条（三）")
    parts, readings, undefined = (Team, Leader, Member, Inspector, Office), r.READINGS, r.UNDEFINED
