"""Sections 5(7) to 5(10): ceilings on the grade. Grounds are findings by clause number only."""

from __future__ import annotations

from fractions import Fraction

from kaohe.rules import BoolExpr, Ceiling, Finding, Flag, GradeIs, Kind, matched
from kaohe.words import Text

from . import _inputs as i
from ._inputs import POSTED, TEAM, TEAM_OF

_FINDING = Text("a finding under this clause", "本项所列情形")


def team_vetoes(void: BoolExpr | None) -> list[Ceiling | Flag]:
    """5(7) and 5(10) for teams; `void` is open while the ballot counts for nothing, where a cycle asks."""
    ballot = i.ballot[TEAM]
    poor = i.two_best_low[TEAM] | i.worst_high[TEAM]
    return [
        Ceiling(
            "差",
            id="BT-5(7)1",
            clause="第五条（七）1",
            text=Text(
                "a finding later than 3 months after entering, not excepted",
                "进驻3个月后发生本项所列情形且不属所注例外",
            ),
            when=(_late(i.team_fails[1]) & ~matched(i.team_fails[1], by=i.excepted)).any(),
            assumption=("BT-a20", "BT-a26"),
        ),
        Ceiling(
            "差",
            id="BT-5(7)2",
            clause="第五条（七）2",
            text=Text("a finding later than 3 months after entering", "进驻3个月后发生本项所列情形"),
            when=_late(i.team_fails[2]).any(),
            assumption="BT-a20",
        ),
        Ceiling("差", id="BT-5(7)3", clause="第五条（七）3", text=_FINDING, when=i.team_fails[3]),
        Ceiling(
            "差",
            id="BT-5(7)4",
            clause="第五条（七）4",
            text=Text(
                "优秀 and 较好 below 2/3, or 差 above 1/3, confirmed by re-check",
                "优秀和较好票得票率达不到2/3，或差票得票率超过1/3，经复核属实",
            ),
            when=_counted(poor, void),
            confirm=True,
            assumption=("BT-a9", "BT-a10", "BT-a11", "BT-a14"),
        ),
        Ceiling("差", id="BT-5(7)5", clause="第五条（七）5", text=_FINDING, when=i.team_fails[5]),
        *(
            Ceiling("较好", id=f"BT-5(10){number}", clause=f"第五条（十）{number}", text=_FINDING, when=finding)
            for number, finding in i.team_barred.items()
        ),
        Ceiling(
            "较好",
            id="BT-5(10)4",
            clause="第五条（十）4",
            text=Text("satisfaction below 80 %", "满意率低于80%"),
            when=_counted(ballot.share("优秀", "较好") < Fraction(4, 5), void),
            assumption=("BT-a9", "BT-a10", "BT-a16"),
        ),
        _circular("较好"),
    ]


def person_vetoes(kind: Kind, void: BoolExpr | None) -> list[Ceiling | Flag]:
    """5(8) for everybody, 5(9) and 5(10)5-7 for leaders and members (BT-a19)."""
    found: list[Ceiling | Flag] = [
        Ceiling("不称职", id=f"BT-5(8){number}", clause=f"第五条（八）{number}", text=_FINDING, when=finding)
        for number, finding in i.person_fails.items()
    ]
    found.append(
        Ceiling(
            "不称职",
            id="BT-5(8)4",
            clause="第五条（八）4",
            text=Text("不称职 above 1/3, confirmed by re-check", "不称职票得票率超过1/3，经复核属实"),
            when=_counted(i.worst_high[kind], void),
            confirm=True,
            assumption=("BT-a9", "BT-a10", "BT-a14") if kind in POSTED else ("BT-a9", "BT-a10", "BT-a14", "BT-a24"),
        )
    )
    return [*found, *_member_vetoes(kind, void)] if kind in POSTED else [*found, _not_named(kind)]


def _member_vetoes(kind: Kind, void: BoolExpr | None) -> list[Ceiling | Flag]:
    few = i.ballot[kind].share("优秀") < Fraction(1, 2)
    return [
        Ceiling(
            "基本称职",
            id="BT-5(9)",
            clause="第五条（九）",
            text=Text("优秀 and 称职 below 2/3, confirmed by re-check", "优秀和称职票得票率达不到2/3，经复核属实"),
            when=_counted(i.two_best_low[kind], void),
            confirm=True,
            assumption=("BT-a9", "BT-a10", "BT-a12", "BT-a14", "BT-a19"),
        ),
        Ceiling(
            "称职",
            id="BT-5(10)5",
            clause="第五条（十）5",
            text=Text("the team was graded 差", "所在工作队考核定等为“差”"),
            when=TEAM_OF.their(GradeIs(("差",))),
            assumption="BT-a19",
        ),
        Ceiling(
            "称职",
            id="BT-5(10)6",
            clause="第五条（十）6",
            text=Text(
                "more than 15 days of leave beyond paid leave, or 优秀 below 50 %",
                "带薪休假外请假超过15天，或优秀票得票率低于50%",
            ),
            when=(i.leave > 15) | _counted(few, void),
            assumption=("BT-a9", "BT-a10", "BT-a19"),
        ),
        _circular("称职"),
    ]


def _not_named(kind: Kind) -> Flag:
    return Flag(
        id="BT-5(9)-not-named",
        clause="第五条（九）",
        text=Text(
            "优秀 and 称职 below 2/3, but 5(9) names team members only",
            "优秀和称职票得票率达不到2/3，但第五条（九）只规定工作队队员",
        ),
        flag=Text("5(9) does not name this kind", "第五条（九）未提此类对象"),
        when=i.two_best_low[kind],
        assumption="BT-a13",
    )


def _circular(grade: str) -> Ceiling:
    return Ceiling(
        grade,
        id="BT-5(10)7",
        clause="第五条（十）7",
        text=Text("criticised in a circular by 督查组, or 团场 level or above", "受到兵团督查组或团场以上通报批评"),
        when=i.circular,
        assumption="BT-a19" if grade == "称职" else (),
    )


def _late(finding: Finding) -> BoolExpr:
    """Of each finding: dated later than 3 months after entering (BT-a20)."""
    return finding.date() > i.entered.plus_months(3)


def _counted(condition: BoolExpr, void: BoolExpr | None) -> BoolExpr:
    """What a ballot says; while it is void, neither yes nor no."""
    return condition if void is None else (condition & ~void) | void
