"""2016年度兵团“访惠聚”驻连（村）工作考核办法, clause by clause: staff-appraisal arithmetic and procedure only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kaohe.rules import (
    Asks,
    BoolExpr,
    Ceiling,
    Consequence,
    Cycles,
    Document,
    Eligibility,
    Figure,
    Flag,
    Kind,
    Procedure,
    Proposed,
    Quota,
    Refer,
    Scheme,
    Total,
    Undefined,
    Window,
    listed,
    number,
    spelled,
    unsettled,
)
from kaohe.words import Text

from . import _inputs as i
from . import _settings as s
from ._assumptions import ASSUMPTIONS
from ._consequences import consequences
from ._divisions import NAMED, division
from ._inputs import INSPECTOR, KINDS, LEADER, MEMBER, OFFICE, POSTED, TEAM
from ._procedure import procedure
from ._quotas import person_quotas, staff_quotas, team_quotas
from ._vetoes import person_vetoes, team_vetoes


class Xpcc2016(Scheme):
    """XPCC posted work teams, their leaders and members, inspectors and office members, 2016 cycle."""

    id = "xpcc-2016"
    title = Text("XPCC posted work teams, 2016", "兵团驻连（村）工作考核（2016）")
    version = "1.0.0"
    document = Document(
        title="2016年度兵团“访惠聚”驻连（村）工作考核办法",
        issuer="兵团“访民情惠民生聚民心”驻连（村）工作领导小组",
        issued="2016-12-22",
        number="新兵民组发〔2016〕5号",
        note=Text(
            "for the 2016 cycle only; grounds are kept by clause number, annex 1 and section 4 are not built",
            "仅适用于2016年度；有关情形只按条款号记录，附件1与考核内容不实现",
        ),
    )
    kinds = KINDS
    cycles = Cycles(dt.date(2016, 1, 1), dt.date(2016, 12, 31), clause="第一条", only=True)
    window = Window(days=20, clause="第八条（三）")
    settings = s.SETTINGS
    assumptions = ASSUMPTIONS
    undefined = (
        *(
            Undefined(
                f"BT-4({number})",
                f"第四条（{zh}）",
                Text("content headings without points: kept by clause number only", "考核内容未列分值：仅保留条款号"),
            )
            for number, zh in ((1, "一"), (2, "二"), (3, "三"))
        ),
        Undefined(
            "BT-a15-points",
            "第六条（一）5",
            Text(
                "what the other 40 points are for, and how a total makes a grade",
                "其余40分的内容，以及总分与等次的对应",
            ),
            assumption="BT-a15",
        ),
        Undefined(
            "BT-A5-columns", "附件5", Text("the table is named; its columns are not given", "仅列名称，未列栏目")
        ),
        Undefined(
            "BT-A6-columns", "附件6", Text("the table is named; its columns are not given", "仅列名称，未列栏目")
        ),
    )

    def eligibility(self, kind: Kind) -> Sequence[Eligibility]:
        """Sections 2 and 3(1): who is appraised here."""
        return [_appraisees(kind)] if kind not in (TEAM, *POSTED) else [_appraisees(kind), _not_by_the_region(kind)]

    def scoring(self, kind: Kind) -> Sequence[Total | Proposed | Figure | Flag | Refer]:
        """Sections 5(1)-(3), 5(6) and 6: the proposal, the ballot, the total that only ranks, priority grounds."""
        found: list[Total | Proposed | Figure | Flag | Refer] = [_proposal(kind), _total(kind), *_shares(kind)]
        if kind in (TEAM, *POSTED):
            found += [_level(kind), *_priority(kind), *self._turnout(kind)]
        if kind is LEADER:
            found.append(_leaders())
        if kind is TEAM:
            found += [*_meeting(), _member_hint()]
        if kind is MEMBER:
            found += [_named_open(), *([] if self.listed(s.NORTHERN) else [_northern_open()])]
        return found

    def veto(self, kind: Kind) -> Sequence[Ceiling | Flag]:
        """Sections 5(7) to 5(10): ceilings on the grade; failed ballots count once a re-check confirms them."""
        if kind is TEAM:
            return team_vetoes(self._void(kind))
        return person_vetoes(kind, self._void(kind) if kind in POSTED else None)

    def quota(self, kind: Kind) -> Sequence[Quota]:
        """Sections 5(3) and 5(4): 40 % of teams, 30 % of people, and the guarantee inside."""
        if kind is TEAM:
            return team_quotas(self)
        return staff_quotas() if kind in (INSPECTOR, OFFICE) else person_quotas(self, kind)

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """Sections 1, 3, 5(5), 6 to 8 and annexes 2 to 7: who does what by when, and what follows."""
        return [*procedure(kind), *consequences(kind)]

    def _void(self, kind: Kind) -> BoolExpr | None:
        """Where the cycle voids ballots of a thin meeting: open until a new one, or the reason (BT-a22)."""
        if self.chosen(s.TURNOUT) == "warn":
            return None
        return i.of_team(kind, unsettled(_UNREASONED, i.attended, i.turnout_reason))

    def _turnout(self, kind: Kind) -> list[Flag | Refer]:
        found: list[Flag | Refer] = [
            Flag(
                id="BT-6(1)2c",
                clause="第六条（一）2",
                text=Text(
                    "fewer people attended than 200 (population 2000 and above) or 100 (1999 and below)",
                    "到会人数不足（2000人以上不少于200人，1999人以下不少于100人）",
                ),
                flag=Text("turnout below minimum", "到会人数不足"),
                when=i.of_team(kind, i.low_turnout),
                assumption=("BT-a17", "BT-a18", "BT-a22"),
            )
        ]
        if self.chosen(s.TURNOUT) == "void":
            found.append(_void_ballot(kind))
        elif kind is TEAM:
            found.append(
                Refer(
                    id="BT-6(1)2c-reason",
                    clause="第六条（一）2",
                    text=Text(
                        "the turnout was below the minimum and no reason is on record: enter it under turnout_reason",
                        "到会人数不足且没有记录原因：请在 turnout_reason（到会人数不足的原因）中录入",
                    ),
                    when=_UNREASONED,
                    assumption="BT-a22",
                )
            )
        return found


_UNREASONED = i.low_turnout & ~i.turnout_reason


def _void_ballot(kind: Kind) -> Flag:
    return Flag(
        id="BT-6(1)2c-void",
        clause="第六条（一）2",
        text=Text(
            "the ballot is void: hold a new one at a meeting large enough, or record the reason of the low turnout",
            "测评无效：须召开到会人数达到要求的大会重新测评，或记录到会人数不足的原因",
        ),
        flag=Text("ballot void", "测评票无效"),
        when=i.of_team(kind, _UNREASONED),
        assumption="BT-a22",
    )


def _leaders() -> Flag:
    """A team has one leader; a second is asked about, as each counts in the leaders' headcount."""
    return Flag(
        id="BT-2-leaders",
        clause="第二条",
        text=Text(
            "the team has more than one leader: is one of them a member, or of another team?",
            "该队登记了一名以上队长：请核对其中是否有队员或其他队的队长",
        ),
        flag=Text("more than one leader", "队长多于一人"),
        when=i.TEAM_OF.their(i.TEAM_OF.back(LEADER).their(number(1)).sum() > 1),
    )


def _member_hint() -> Flag:
    """5(8)2 is a person's, 5(7)5 the team's; that one is found moves nothing by itself for the other."""
    found = i.TEAM_OF.back(*POSTED).their(i.person_fails[2]).any()
    return Flag(
        id="BT-5(7)5-member",
        clause="第五条（七）5",
        text=Text(
            "a leader or member has a finding under 5(8)2: is 5(7)5 to be recorded for the team?",
            "队长或队员有第五条（八）2所列情形：请核对该队是否须记第五条（七）5",
        ),
        flag=Text("5(8)2 of a member: see 5(7)5", "队员有第五条（八）2情形：请核对第五条（七）5"),
        when=found & ~i.team_fails[5],
    )


def _appraisees(kind: Kind) -> Eligibility:
    if kind in (INSPECTOR, OFFICE):
        return Eligibility(
            id="BT-2",
            clause="第二条",
            text=Text("members of a 督查组 or of a group of the office", "兵团督查组成员、工作办公室各组成员"),
            when=i.group.given(),
            otherwise=Text("belongs to no group", "不属于任何组"),
        )
    return Eligibility(
        id="BT-2",
        clause="第二条",
        text=Text("teams posted to a village or company, and their members", "兵团驻村、驻连工作队及队员"),
        when=i.key_of_team(kind, i.assignment).given(),
        otherwise=Text("posted neither to a village nor to a company", "既非驻村也非驻连工作队"),
    )


def _not_by_the_region(kind: Kind) -> Eligibility:
    return Eligibility(
        id="BT-3(1)",
        clause="第三条（一）",
        text=Text("posted to a company: appraised within XPCC", "驻连工作队及队员由兵团考核"),
        when=i.of_team(kind, i.assignment.is_("company")),
        otherwise=Text(
            "appraised by the autonomous region's office, which feeds the result back; not computed here",
            "由自治区办公室组织考核并反馈结果，本方案不计算",
        ),
        assumption="BT-a5",
    )


def _proposal(kind: Kind) -> Proposed:
    team = kind is TEAM
    return Proposed(
        id="BT-5(1)" if team else "BT-5(2)",
        clause="第五条（一）" if team else "第五条（二）",
        text=Text("the grade that the group proposes, after discussion", "考核组集体研究提出的等次建议"),
        by=i.proposed[kind],
        assumption="BT-a15",
    )


def _total(kind: Kind) -> Total:
    return Total(
        id="BT-6(1)5a",
        clause="第六条（一）5",
        text=Text(
            "daily performance (60) and the other 40 points; it only orders candidates",
            "日常表现（60分）与其余40分；仅用于排序",
        ),
        value=i.TOTAL,
        required=False,
        assumption="BT-a15",
    )


def _shares(kind: Kind) -> list[Figure]:
    """Shares of the ballot, exact: 满意率, and those that 5(7) to 5(10) compare."""
    best, good, _, worst = kind.grades
    ballot = i.ballot[kind]
    return [
        Figure(
            id="BT-6(1)2b",
            clause="第六条（一）2",
            text=Text("satisfaction: the two best options over all ballots", "满意率＝（优秀票＋较好或称职票）÷总票数"),
            value=ballot.share(best, good),
            assumption=("BT-a9",) if kind in (TEAM, *POSTED) else ("BT-a9", "BT-a24"),
        ),
        Figure(
            id="BT-6(1)2b-best",
            clause="第六条（一）2",
            text=Text("share of the best option", "优秀票得票率"),
            value=ballot.share(best),
            assumption="BT-a9",
        ),
        Figure(
            id="BT-6(1)2b-worst",
            clause="第六条（一）2",
            text=Text("share of the worst option", "最低等次票得票率"),
            value=ballot.share(worst),
            assumption="BT-a9",
        ),
        Figure(
            id="BT-6(1)2b-first-limb",
            clause="第五条（七）4" if kind is TEAM else "第五条（九）",
            text=Text("the two best options below 2/3", "前两等次得票率达不到2/3"),
            value=i.two_best_low[kind],
            assumption=("BT-a10", "BT-a11"),
        ),
        Figure(
            id="BT-6(1)2b-second-limb",
            clause="第五条（七）4" if kind is TEAM else "第五条（八）4",
            text=Text("the worst option above 1/3", "最低等次得票率超过1/3"),
            value=i.worst_high[kind],
            assumption=("BT-a10", "BT-a11"),
        ),
    ]


def _level(kind: Kind) -> Figure:
    return Figure(
        id="BT-5(3)a",
        clause="第五条（三）",
        text=Text(
            "graded among those dispatched by the 兵团 (else by a 师)", "在兵团选派层次内评定（否则为师（市）选派）"
        ),
        value=i.of_team(kind, i.level.is_("corps")),
        assumption=("BT-a4", "BT-a23"),
    )


def _priority(kind: Kind) -> list[Flag]:
    """Grounds for priority; 5(6)2 is for teams only. Each attests all that its clause asks for."""
    return [
        Flag(
            id=f"BT-5(6){number}",
            clause=f"第五条（六）{number}",
            text=Text("a ground for priority under this clause", "本项所列优先考虑情形"),
            flag=Text("priority ground", "优先考虑情形"),
            when=finding,
            assumption="BT-a21",
        )
        for number, finding in i.priority.items()
        if number != 2 or kind is TEAM
    ]


def _meeting() -> list[Flag]:
    return [
        Flag(
            id="BT-6(1)2c-ballots",
            clause="第六条（一）2",
            text=Text("fewer ballots count than the minimum turnout", "计票数少于最少到会人数"),
            flag=Text("ballots below minimum", "计票数不足"),
            when=i.ballot[TEAM].total() < i.minimum,
            assumption="BT-a18",
        ),
        Flag(
            id="BT-6(1)2c-small",
            clause="第六条（一）2",
            text=Text("a place with fewer than 100 people", "不足100人的连队（村、社区）"),
            flag=Text("population below 100", "人口不足100人"),
            when=i.population < 100,
            assumption="BT-a17",
        ),
        Flag(
            id="BT-6(1)3-share",
            clause="第六条（一）3",
            text=Text(
                "representatives were fewer than 30 % of those talked to", "参加谈话的职工（村民、居民）代表不足30%"
            ),
            flag=Text("representatives below 30 %", "代表不足30%"),
            when=i.talks_representatives * 10 < i.talks * 3,
        ),
        Flag(
            id="BT-6(1)4-open",
            clause="第六条（一）4",
            text=Text("no on-site check was made", "未实地查看"),
            flag=Text("no on-site check", "未实地查看"),
            when=i.checked_on_site.is_("no"),
        ),
        Flag(
            id="BT-3(2)-own",
            clause="第三条（二）",
            text=Text("the team's own 团场 assessed it", "未实行团场交叉考核"),
            flag=Text("not cross-assessed", "未交叉考核"),
            when=i.cross_assessed.is_("no"),
        ),
    ]


_CORPS_TEAM = i.TEAM_OF.their(i.level.is_("corps"))


def _named_open() -> Flag:
    return Flag(
        id="BT-5(3)d-named",
        clause="第五条（三）",
        text=Text(
            "none of 一师, 三师 and 十四师 stands in the cycle's list of divisions: the guarantee covers nobody by name",
            "周期的师（市）清单中没有一师、三师、十四师：保障比例未按名称适用于任何人",
        ),
        flag=Text("named divisions not in the list", "清单中没有所列师（市）"),
        when=_CORPS_TEAM & ~listed(i.stationed, *NAMED, names=division),
        assumption="BT-a25",
    )


def _northern_open() -> Flag:
    return Flag(
        id="BT-5(3)d-list",
        clause="第五条（三）",
        text=Text(
            "the 北疆有关师 are not set: whether the guarantee covers this 师 is open",
            "未设置“北疆有关师（市）”：保障比例是否适用于所驻师（市）未定",
        ),
        flag=Text("northern divisions not set", "未设置北疆有关师（市）"),
        when=_CORPS_TEAM & ~i.TEAM_OF.their(spelled(i.stationed, division).is_in(*NAMED)),
        assumption="BT-a8",
    )
