"""The kinds, the bodies, and the inputs that several clauses read; grounds are findings by clause number only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kaohe.rules import (
    APPRAISAL, Asks, BoolExpr, Ceiling, Choice, Consequence, Count, Date, Eligibility, Figure, Finding, Flag,
    GradeIs, Kind, Link, NumberExpr, Option, Procedure, Proposed, Reading, Refer, Score, Span, Total,
)  # fmt: skip
from kaohe.rules.tools import IN_CYCLE, clause_number
from kaohe.words import Text

from ._readings import BALLOTS, LEVELS, POINTS_OF, Said

Scoring = Sequence[Total | Proposed | Figure | Flag | Refer]
Vetoes = Sequence[Ceiling | Flag]
Steps = Sequence[Procedure | Consequence | Asks]

PERSONS = ("优秀", "称职", "基本称职", "不称职")
TEAM = Kind("team", Text("posted work team", "工作队"), ("优秀", "较好", "一般", "差"))
LEADER = Kind("leader", Text("team leader", "队长"), PERSONS)
MEMBER = Kind("member", Text("team member", "队员"), PERSONS)
INSPECTOR = Kind("inspector", Text("inspector", "督查组成员"), PERSONS)
OFFICE = Kind("office", Text("office member", "办公室成员"), PERSONS)
TEAM_OF = Link("team", Text("own team", "所在工作队"), TEAM, clause="第二条")

GROUP = Text("appraisal group", "考核组")
CORPS_OFFICE = Text("兵团 office", "兵团“访惠聚”工作办公室")
CORPS_LEADERS = Text("兵团 leading group", "兵团“访惠聚”驻连（村）工作领导小组")
DIVISION_OFFICE = Text("师 office", "师（市）“访惠聚”工作办公室")
DIVISION_LEADERS = Text("师 leading group", "师（市）“访惠聚”工作领导小组")
INSPECTORS = Text("督查组", "兵团督查组")
REGIMENT = Text("团场 (township) party committee", "团场（乡镇）党委")
SELF = Text("the appraised person", "本人")


def eligible(clause: str, when: BoolExpr, said: Said, otherwise: Said, *assumed: Reading) -> Eligibility:
    """Who is appraised, and what is said of the others."""
    return Eligibility(clause=clause, when=when, text=Text(*said), otherwise=Text(*otherwise), assumption=assumed)


def figure(clause: str, role: str, value: NumberExpr | BoolExpr, said: Said, *assumed: Reading, **more: Any) -> Figure:
    """A value to show under one clause."""
    return Figure(clause=clause, role=role, value=value, text=Text(*said), assumption=assumed, **more)


def flag(clause: str, role: str, when: BoolExpr, mark: Said, said: Said, *assumed: Reading) -> Flag:
    """A mark beside the outcome, with what it means in full."""
    return Flag(clause=clause, role=role, when=when, flag=Text(*mark), text=Text(*said), assumption=assumed)


def refer(clause: str, role: str, when: BoolExpr, said: Said, *assumed: Reading) -> Refer:
    """What a person decides."""
    return Refer(clause=clause, role=role, when=when, text=Text(*said), assumption=assumed)


def limit(clause: str, grade: str, when: BoolExpr, said: Said, *assumed: Reading, confirm: bool = False) -> Ceiling:
    """No better than `grade` under one clause; with `confirm` once a re-check finds it true."""
    return Ceiling(grade, clause=clause, when=when, text=Text(*said), confirm=confirm, assumption=assumed)


def follows(clause: str, grades: Sequence[str], said: Said, *assumed: Reading) -> Consequence:
    """What follows from these grades."""
    return Consequence(clause=clause, when=GradeIs(tuple(grades)), text=Text(*said), assumption=assumed)


def step(clause: str, kind: str, said: Said, **more: Any) -> Procedure:
    """What people do under one clause."""
    return Procedure(clause=clause, step=kind, text=Text(*said), **more)


_POSTING, MEETING = Text("posting", "派驻情况"), Text("meeting and ballot", "述职测评")
by_group = partial(Choice, entered_by=GROUP)
posting = partial(by_group, section=_POSTING)
found = partial(Finding, section=Text("findings by clause", "按条款认定事项"), entered_by=GROUP)
counted = partial(Count, entered_by=GROUP)
points = partial(Score, clause=POINTS_OF, entered_by=GROUP)

# 第三条, 第五条（三）: where a team is posted, and at which level it was dispatched.
_VILLAGE = Option("village", Text("one of the 50 villages outside XPCC", "兵团驻村（地方50个村）"))
_COMPANY = Option("company", Text("an XPCC company, village or community", "兵团驻连（村、社区）"))
_BY_CORPS = Option("corps", Text("dispatched by the 兵团", "兵团下派"))
_BY_DIVISION = Option("division", Text("dispatched by a 师", "师（市）下派"))
_POSTED = Text("where the team is posted", "派驻类别")
_STATIONED = Text("师 where the team is stationed", "所驻师（市）")
assignment = posting("assignment", _POSTED, clause="第三条", options=(_VILLAGE, _COMPANY))
stationed = posting("stationed", _STATIONED, clause="第三条（二）", list_key="divisions")
level = posting("level", Text("dispatch level", "选派层次"), clause=LEVELS, options=(_BY_CORPS, _BY_DIVISION))
OF_CORPS: BoolExpr = level.is_("corps")
# The preamble speaks of the two years before: the first teams entered in 2014.
_SINCE = Span(cycles_back=2, clause="前言")
# 5(7)5 goes back to the entry, but no further than the cycle: what earlier years brought to light was theirs to judge.
entered = Date(
    "entered", Text("entered the posting", "进驻日期"), clause="第五条（七）1", section=_POSTING, dated=_SINCE
)


def ground(clause: str, dated: Span = IN_CYCLE) -> Finding:
    """The ground of a clause, by its number alone."""
    number = clause_number(clause) or clause
    key = f"clause_{number.replace('(', '_').replace(')', '_')}"
    return found(key, Text(f"finding under {number}", f"{clause}所列情形"), clause=clause, dated=dated)


def barred(clause: str, grade: str, dated: Span = IN_CYCLE) -> Ceiling:
    """No better than `grade` by the ground of a clause."""
    return Ceiling(grade, clause=clause, when=ground(clause, dated))


priority = tuple(ground(f"第五条（六）{number}") for number in (1, 2, 3, 4, 5))
team_broke = ground("第五条（七）5", Span(since=entered))
person_broke = ground("第五条（八）2")
_CIRCULAR = Text("criticised in a circular by 督查组, or 团场 level or above", "受到兵团督查组或团场以上通报批评")
circular = found("circular", _CIRCULAR, clause="第五条（十）7")

# 第六条（一）: the meeting with its minimum turnout, and the total that only orders candidates.
_people = partial(counted, clause=BALLOTS, section=MEETING)
_PEOPLE = Text("population of the company, village or community", "连队（村、社区）人数")
_REASON = Text("reason for a low turnout on record", "到会人数不足的原因已记录")
population = _people("population", _PEOPLE, high=999_999)
attended = _people("attended", Text("people who attended the meeting", "参加述职测评大会人数"))
turnout_reason = found("turnout_reason", _REASON, clause=BALLOTS, section=MEETING, dated=APPRAISAL)
minimum: NumberExpr = population.steps((2000, 200), below=100).named(Text("minimum turnout", "应到会最少人数"))
LOW: BoolExpr = attended < minimum
UNREASONED: BoolExpr = LOW & ~turnout_reason
talked = partial(counted, clause="第六条（一）3", optional=True)
_YES_NO = (Option("yes", Text("yes", "是")), Option("no", Text("no", "否")))


def yes_no(key: str, clause: str, en: str, zh: str) -> Choice:
    """What the group records as done or not done, if it does."""
    return by_group(key, Text(en, zh), clause=clause, options=_YES_NO, optional=True)


_daily = points("daily", Text("daily performance", "日常表现"), high=60)
_annual = points("annual", Text("the other 40 points", "年度考核其余40分"), high=40)
total: NumberExpr = (_daily + _annual).named(Text("annual total", "年度考核总分"))
