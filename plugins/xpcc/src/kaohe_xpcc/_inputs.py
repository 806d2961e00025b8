"""What the offices enter for the XPCC scheme, in the order of the document.

Grounds are yes/no findings named by clause number only; a ballot is kept as counts. No data about residents.
"""

from __future__ import annotations

from fractions import Fraction

from kaohe.rules import (
    APPRAISAL,
    IN_CYCLE,
    BoolExpr,
    Choice,
    ChoiceExpr,
    Count,
    Date,
    Days,
    Finding,
    Kind,
    Link,
    NumberExpr,
    Option,
    Score,
    Span,
    Tally,
)
from kaohe.words import Text

TEAMS = ("优秀", "较好", "一般", "差")
PERSONS = ("优秀", "称职", "基本称职", "不称职")

TEAM = Kind("team", Text("posted work team", "工作队"), TEAMS)
LEADER = Kind("leader", Text("team leader", "队长"), PERSONS)
MEMBER = Kind("member", Text("team member", "队员"), PERSONS)
INSPECTOR = Kind("inspector", Text("inspector", "督查组成员"), PERSONS)
OFFICE = Kind("office", Text("office member", "办公室成员"), PERSONS)
KINDS = (TEAM, LEADER, MEMBER, INSPECTOR, OFFICE)
POSTED = (LEADER, MEMBER)

GROUP = Text("appraisal group", "考核组")
CORPS_OFFICE = Text("兵团 office", "兵团“访惠聚”工作办公室")

# Sections 2 and 3: who is appraised, by whom, and in which team or group.
_POSTING = Text("posting", "派驻情况")
assignment = Choice(
    "assignment",
    Text("where the team is posted", "派驻类别"),
    clause="第三条",
    options=(
        Option("village", Text("one of the 50 villages outside XPCC", "兵团驻村（地方50个村）")),
        Option("company", Text("an XPCC company, village or community", "兵团驻连（村、社区）")),
    ),
    section=_POSTING,
    entered_by=GROUP,
)
level = Choice(
    "level",
    Text("dispatch level", "选派层次"),
    clause="第五条（三）",
    options=(
        Option("corps", Text("dispatched by the 兵团", "兵团下派")),
        Option("division", Text("dispatched by a 师", "师（市）下派")),
    ),
    section=_POSTING,
    entered_by=GROUP,
)
stationed = Choice(
    "stationed",
    Text("师 where the team is stationed", "所驻师（市）"),
    clause="第三条（二）",
    list_key="divisions",
    section=_POSTING,
    entered_by=GROUP,
)
# The preamble speaks of the two years before: the first teams entered in 2014.
entered = Date(
    "entered",
    Text("entered the posting", "进驻日期"),
    clause="第五条（七）1",
    section=_POSTING,
    dated=Span(cycles_back=2, clause="前言"),
)
sent_by = Choice(
    "sent_by",
    Text("师 that sent the member, if a 师 did", "选派的师（市）"),
    clause="第五条（三）",
    list_key="divisions",
    optional=True,
    section=_POSTING,
    entered_by=GROUP,
)
group = Choice(
    "group",
    Text("own group", "所在组"),
    clause="第五条（四）",
    list_key="groups",
    section=_POSTING,
    entered_by=CORPS_OFFICE,
)
TEAM_OF = Link("team", Text("own team", "所在工作队"), TEAM, clause="第二条")


def of_team(kind: Kind, expression: BoolExpr) -> BoolExpr:
    """A condition on the team: its own for a team, its team's for a leader or member."""
    return expression if kind is TEAM else TEAM_OF.their(expression)


def key_of_team(kind: Kind, choice: ChoiceExpr) -> ChoiceExpr:
    """A code of the team: its own for a team, its team's for a leader or member (BT-a23)."""
    return choice if kind is TEAM else TEAM_OF.their(choice)


# Section 5: what the group proposes, and the grounds by clause number.
_GROUNDS = Text("findings by clause", "按条款认定事项")


def _proposed(grades: tuple[str, ...], clause: str) -> Choice:
    return Choice(
        "proposed",
        Text("grade that the group proposes", "考核组建议等次"),
        clause=clause,
        options=tuple(Option(grade, Text(grade, grade)) for grade in grades),
        entered_by=GROUP,
    )


proposed = {kind: _proposed(kind.grades, "第五条（一）" if kind is TEAM else "第五条（二）") for kind in KINDS}


def _ground(part: str, number: int, dated: Span = IN_CYCLE) -> Finding:
    codes = {"六": 6, "七": 7, "八": 8, "十": 10}
    return Finding(
        f"clause_5_{codes[part]}_{number}",
        Text(f"finding under 5({codes[part]}){number}", f"第五条（{part}）{number}所列情形"),
        clause=f"第五条（{part}）{number}",
        section=_GROUNDS,
        entered_by=GROUP,
        dated=dated,
    )


priority = {number: _ground("六", number) for number in (1, 2, 3, 4, 5)}
# 5(7)5 goes back to the entry, but no further than the cycle: what earlier years brought to light was theirs to judge.
team_fails = {number: _ground("七", number) for number in (1, 2, 3)} | {5: _ground("七", 5, Span(since=entered))}
excepted = Finding(
    "clause_5_7_1_excepted",
    Text(
        "the exception noted in 5(7)1 applies, with the day and document number of the event it excepts",
        "适用第五条（七）1所注例外（日期、文号同该事件）",
    ),
    clause="第五条（七）1",
    section=_GROUNDS,
    entered_by=GROUP,
    excepts=team_fails[1],
)
person_fails = {number: _ground("八", number) for number in (1, 2, 3)}
# 5(10)1 rests on an annual result, which is known only when the year is over.
team_barred = {1: _ground("十", 1, APPRAISAL)} | {number: _ground("十", number) for number in (2, 3)}
circular = Finding(
    "circular",
    Text("criticised in a circular by 督查组, or 团场 level or above", "受到兵团督查组或团场以上通报批评"),
    clause="第五条（十）7",
    section=_GROUNDS,
    entered_by=GROUP,
)
leave = Days(
    "leave",
    Text("days of leave beyond paid annual leave", "带薪休假外请假天数"),
    clause="第五条（十）6",
    entered_by=GROUP,
    places=1,
)

# Section 6: the meeting, its ballot (annex 2), the talks, the marks.
_MEETING = Text("meeting and ballot", "述职测评")


population = Count(
    "population",
    Text("population of the company, village or community", "连队（村、社区）人数"),
    clause="第六条（一）2",
    high=999_999,
    section=_MEETING,
    entered_by=GROUP,
)
# No part of the population: the team, 团场 cadres and police attend too, so a small company may be outnumbered.
attended = Count(
    "attended",
    Text("people who attended the meeting", "参加述职测评大会人数"),
    clause="第六条（一）2",
    section=_MEETING,
    entered_by=GROUP,
)


def _ballot(kind: Kind) -> Tally:
    return Tally(
        "ballot",
        Text("satisfaction ballot", "满意度测评"),
        clause="附件2" if kind not in (INSPECTOR, OFFICE) else "第六条（二）2",
        options=tuple(Option(grade, Text(grade, grade)) for grade in kind.grades),
        section=_MEETING,
        entered_by=GROUP,
        part_of=_voters(kind),
    )


def _voters(kind: Kind) -> NumberExpr | None:
    """Who votes on a team and its people: those who attended its meeting; a group votes on its own."""
    return {TEAM: attended}.get(kind, TEAM_OF.their(attended)) if kind not in (INSPECTOR, OFFICE) else None


ballot = {kind: _ballot(kind) for kind in KINDS}
# 5(7)4, 5(8)4 and 5(9): the two best options below 2/3, the worst above 1/3; exact, so 2/3 and 1/3 do not trigger (BT-a10).
two_best_low: dict[Kind, BoolExpr] = {
    kind: tally.share(*kind.grades[:2]) < Fraction(2, 3) for kind, tally in ballot.items()
}
worst_high: dict[Kind, BoolExpr] = {
    kind: tally.share(kind.grades[-1]) > Fraction(1, 3) for kind, tally in ballot.items()
}
turnout_reason = Finding(
    "turnout_reason",
    Text("reason for a low turnout on record", "到会人数不足的原因已记录"),
    clause="第六条（一）2",
    section=_MEETING,
    entered_by=GROUP,
    dated=APPRAISAL,
)
minimum: NumberExpr = population.steps((2000, 200), below=100).named(Text("minimum turnout", "应到会最少人数"))
low_turnout: BoolExpr = attended < minimum
talks = Count(
    "talks", Text("people talked to", "个别谈话人数"), clause="第六条（一）3", optional=True, entered_by=GROUP
)
talks_representatives = Count(
    "talks_representatives",
    Text("of them 职工/村民 representatives", "其中职工（村民、居民）代表人数"),
    clause="第六条（一）3",
    optional=True,
    entered_by=GROUP,
    part_of=talks,
)
_YES_NO = (Option("yes", Text("yes", "是")), Option("no", Text("no", "否")))
checked_on_site = Choice(
    "checked_on_site",
    Text("on-site check done", "已实地查看"),
    clause="第六条（一）4",
    options=_YES_NO,
    optional=True,
    entered_by=GROUP,
)
cross_assessed = Choice(
    "cross_assessed",
    Text("assessed by another 团场's group", "由其他团场的考核组考核"),
    clause="第三条（二）",
    options=_YES_NO,
    optional=True,
    entered_by=GROUP,
)
daily = Score("daily", Text("daily performance", "日常表现"), clause="第六条（一）5", high=60, entered_by=GROUP)
annual = Score(
    "annual", Text("the other 40 points", "年度考核其余40分"), clause="第六条（一）5", high=40, entered_by=GROUP
)
TOTAL: NumberExpr = (daily + annual).named(Text("annual total", "年度考核总分"))
