"""Article 7: one-vote vetoes, and the helper by which a city's amendment declares one more."""

from __future__ import annotations

from kaohe.rules import BoolExpr, Ceiling, Count, Finding, Flag, Kind
from kaohe.words import Text

from . import _inputs as i
from ._inputs import MEMBER, MONTH, QUARTER, TEAM, UNIT

__all__ = ["one_vote_veto", "vetoes"]

_PERIODS = {MEMBER: MONTH, TEAM: QUARTER}

# The vetoes themselves are 7(1)1 to 7(3)4; what the article adds to them is that serious cases are pursued.
_SERIOUS = Flag(
    id="XZ-7",
    clause="第七条",
    text=Text(
        "one-vote veto: each case below means the lowest grade; a serious case is pursued besides",
        "一票否决：有下列情形之一的评为最低等次；情形严重的严肃追究责任",
    ),
    flag=Text("serious case", "情形严重"),
    when=i.serious_case,
)


def vetoes(kind: Kind, *, visits: Count) -> list[Ceiling | Flag]:
    """The vetoes of one kind, in the order of the article; `visits` is what 7(3)1 counts (XZ-a9)."""
    return [_SERIOUS, *({MEMBER: _of_members, TEAM: _of_teams}[kind]() if kind is not UNIT else _of_units(visits))]


def one_vote_veto(
    kind: Kind,
    *,
    name: str,
    clause: str,
    text: Text,
    found: Finding,
    times: int = 1,
) -> list[Ceiling | Flag]:
    """One veto for `found`, or for so many `times`: it bounds the year, and the month or quarter that it falls in.

    The rule of the period is called `name` with "-period" behind it (XZ-a7); a unit is appraised by the year alone.
    """
    rules: list[Ceiling | Flag] = [
        Ceiling(
            kind.grades[-1], id=name, clause=clause, text=text, when=found if times == 1 else found.count() >= times
        )
    ]
    if kind in _PERIODS:
        during = found.during(_PERIODS[kind])
        rules.append(_of_period(kind, name, clause, text, during > 0 if times == 1 else during >= times))
    return rules


def _of_period(kind: Kind, name: str, clause: str, text: Text, when: BoolExpr) -> Ceiling:
    return Ceiling(kind.grades[-1], id=f"{name}-period", clause=clause, text=text, when=when, assumption="XZ-a7")


def _of_members() -> list[Ceiling | Flag]:
    return [
        *one_vote_veto(
            MEMBER,
            name="XZ-7(1)1",
            clause="第七条（一）1",
            text=Text("refuses local management", "不服从属地管理的"),
            found=i.refuses_management,
        ),
        *one_vote_veto(
            MEMBER,
            name="XZ-7(1)2",
            clause="第七条（一）2",
            text=Text(
                "falsification, concealment or serious breach of procedure",
                "弄虚作假、隐瞒严重错误或者严重违反规定程序的",
            ),
            found=i.falsifies,
        ),
        *one_vote_veto(
            MEMBER,
            name="XZ-7(1)3",
            clause="第七条（一）3",
            text=Text("notified twice or more for unauthorised absence", "擅自脱岗离岗被通报两次以上（含两次）的"),
            found=i.absence_notices,
            times=2,
        ),
        *_satisfaction(MEMBER, "XZ-7(1)4", "第七条（一）4"),
    ]


def _of_teams() -> list[Ceiling | Flag]:
    return [
        *one_vote_veto(
            TEAM,
            name="XZ-7(2)1",
            clause="第七条（二）1",
            text=Text("annual poverty plan not on schedule", "未按时序完成年度脱贫攻坚计划任务的"),
            found=i.plan_late,
        ),
        *one_vote_veto(
            TEAM,
            name="XZ-7(2)2",
            clause="第七条（二）2",
            text=Text("a finding under this clause", "本项所列情形"),
            found=i.clause_7_2_2,
        ),
        *one_vote_veto(
            TEAM,
            name="XZ-7(2)3",
            clause="第七条（二）3",
            text=Text("work funds misused", "贪污、挤占、挪用、截留经费的"),
            found=i.funds_misused,
        ),
        *_satisfaction(TEAM, "XZ-7(2)4", "第七条（二）4"),
    ]


def _of_units(visits: Count) -> list[Ceiling | Flag]:
    return [
        Ceiling(
            UNIT.grades[-1],
            id="XZ-7(3)1",
            clause="第七条（三）1",
            text=Text(
                "fewer than 2 studies or fewer than 4 visits in the year", "研究少于2次的，领导到驻村点少于4次的"
            ),
            when=(i.studied < 2) | (visits < 4),
            assumption=("XZ-a8", "XZ-a9"),
        ),
        *one_vote_veto(
            UNIT,
            name="XZ-7(3)2",
            clause="第七条（三）2",
            text=Text("rotation or selection not done as required", "未按规定开展轮换交接和选派的"),
            found=i.rotation_undone,
        ),
        *one_vote_veto(
            UNIT,
            name="XZ-7(3)3",
            clause="第七条（三）3",
            text=Text("a member not recalled in time", "队员未及时召回调换的"),
            found=i.not_recalled,
        ),
        *_satisfaction(UNIT, "XZ-7(3)4", "第七条（三）4"),
    ]


def _satisfaction(kind: Kind, name: str, clause: str) -> list[Ceiling | Flag]:
    """Satisfaction below 60: the year looks at the mean of the periods, each single period below is flagged (XZ-a6)."""
    opinion, worst = i.OPINION[kind], kind.grades[-1]
    text = Text("public satisfaction below 60", "群众满意度低于60分的")
    year = opinion if kind is UNIT else opinion.mean()
    rules: list[Ceiling | Flag] = [
        Ceiling(worst, id=name, clause=clause, text=text, when=year < 60, assumption="XZ-a6")
    ]
    if kind is UNIT:
        return rules
    return [
        *rules,
        _of_period(kind, name, clause, text, opinion < 60),
        Flag(
            id=f"{name}-single",
            clause=clause,
            text=Text("public satisfaction below 60 in a single period", "有期次群众满意度低于60分"),
            flag=Text("period below 60", "有期次低于60分"),
            when=(opinion < 60).any(),
            assumption="XZ-a6",
        ),
    ]
