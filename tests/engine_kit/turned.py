"""Schemes with a link by date: months judged with the team of that month; and the same sums made by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kaohe.cases import Case, case_from_data
from kaohe.rules import Kind, Link, Reading, Score, assemble
from kaohe.rules.tools import Ruleset
from scheme_kit import GRADES, MONTH, MONTHS, WORDS, bands, declare, score, total

__all__ = [
    "DAYS",
    "MEMBER",
    "MEMBERS",
    "OWN",
    "TEAM",
    "TEAM_MONTH",
    "TEAM_OF",
    "TURNED",
    "by_hand",
    "cohorts",
    "turned_case",
]

MEMBER = Kind("member", ("member", "队员"), GRADES, every=MONTH)
TEAM = Kind("team", ("team", "工作队"), GRADES, every=MONTH)
UNIT = Kind("unit", ("unit", "派出单位"), GRADES)
TEAM_OF = Link("team", ("team", "所在队"), TEAM, clause="1", on=MONTH)
UNIT_OF = Link("unit", ("unit", "派出单位"), UNIT, clause="1")
MEMBERS = TEAM_OF.back(MEMBER)
OWN = Score("own", ("mark of the month", "月度得分"), clause="1", on=MONTH, places=0)
TEAM_MONTH = Score("joint", ("team's month", "队月度得分"), clause="1", on=MONTH, places=0)
UNIT_MARK = score("mark")

# A month of a member is half their own, half the team's of that month; a team has its members' mean of each month.
_MONTH = OWN / 2 + TEAM_OF.their(TEAM_MONTH) / 2
_TEAM = MEMBERS.their(OWN).mean()
_UNIT = UNIT_OF.back(MEMBER).their(OWN.max()).mean() / 2 + UNIT_MARK / 2
TURNED: Ruleset = assemble(
    declare(
        kinds=(MEMBER, TEAM, UNIT),
        readings=(Reading("A", WORDS, WORDS),),
        scoring={
            "member": [total(_MONTH.mean()), bands(_MONTH.mean())],
            "team": [total(_TEAM.mean()), bands(_TEAM.mean())],
            "unit": [total(_UNIT), bands(_UNIT)],
        },
    )
)
START, END = dt.date(2020, 1, 1), dt.date(2020, 4, 30)
# The first and last day of each month of the cycle, those beside them, and one in the middle of each.
DAYS = sorted(
    day + dt.timedelta(days=more)
    for month in range(1, 5)
    for day in (dt.date(2020, month, 1), dt.date(2020, month, 15))
    for more in (-1, 0, 1)
    if START <= day + dt.timedelta(days=more) <= END
)


def turned_case(rows: Sequence[Mapping[str, Any]], ruleset: Ruleset = TURNED) -> Case:
    """A case of the first four months of 2020."""
    cycle = {"start": START.isoformat(), "end": END.isoformat(), "periods": {"month": MONTHS}}
    return case_from_data({"format": 1, "scheme": "test", "cycle": cycle, "appraisees": [*rows]}, ruleset=ruleset)


def whose(rows: Any, month: int) -> str | None:
    """The team of one month, looked up day by day: the last day of the month that has one says which."""
    last = (dt.date(2020, month + 1, 1) if month < 12 else dt.date(2021, 1, 1)) - dt.timedelta(days=1)
    for number in range(last.day, 0, -1):
        day = last.replace(day=number).isoformat()
        for row in rows if isinstance(rows, list) else [{"id": rows}]:
            if row.get("from", "0") <= day <= row.get("until", "9"):
                return str(row["id"])
    return None


def by_hand(rows: Sequence[Mapping[str, Any]]) -> dict[str, Fraction | None]:
    """The scores of members and teams, None where there is nothing to take them from."""
    facts = {row["id"]: row["facts"] for row in rows}
    members = [row for row in rows if row["kind"] == "member"]
    found: dict[str, Fraction | None] = {}
    for row in members:
        teams = [whose(row["links"]["team"], month) for month in range(1, 5)]
        months = [
            Fraction(facts[row["id"]]["own"][at] + facts[team]["joint"][at], 2)
            for at, team in enumerate(teams)
            if team is not None
        ]
        found[row["id"]] = _mean(months)
    for team in (row["id"] for row in rows if row["kind"] == "team"):
        there = [
            [facts[row["id"]]["own"][at] for row in members if whose(row["links"]["team"], at + 1) == team]
            for at in range(4)
        ]
        found[team] = _mean([Fraction(sum(marks), len(marks)) for marks in there if marks])
    return found


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


@st.composite
def turns(draw: st.DrawFn, teams: Sequence[str]) -> Any:
    """One team for the cycle, or one to three rows with their days, touching each other or with gaps."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(teams))
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=6, unique=True)))
    pairs = [days[at : at + 2] for at in range(0, len(days) - 1, 2)]
    rows = [{"id": draw(st.sampled_from(teams)), "from": a.isoformat(), "until": b.isoformat()} for a, b in pairs]
    if draw(st.booleans()):
        del rows[0]["from"]
    if draw(st.booleans()):
        del rows[-1]["until"]
    return draw(st.permutations(rows))


@st.composite
def cohorts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Two units, two teams and a few members, each with marks for every month."""
    marks = st.lists(st.integers(0, 100), min_size=4, max_size=4)
    rows: list[dict[str, Any]] = [
        {"id": f"U{n}", "kind": "unit", "facts": {"mark": draw(st.integers(0, 100))}} for n in (1, 2)
    ]
    rows += [{"id": f"T{n}", "kind": "team", "facts": {"joint": draw(marks)}} for n in (1, 2)]
    for n in range(draw(st.integers(1, 4))):
        links = {"team": draw(turns(("T1", "T2"))), "unit": draw(st.sampled_from(("U1", "U2")))}
        rows.append({"id": f"M{n}", "kind": "member", "facts": {"own": draw(marks)}, "links": links})
    return rows
