"""Three counties of Inner Mongolia, 2018: what docs/cycle-neimenggu.md begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import case_file

__all__ = ["COUNTIES", "MARKS", "Row", "county", "data", "prepare"]

COUNTIES = {"jia": "甲旗", "yi": "乙旗", "bing": "丙旗"}
CYCLE = {"id": "2018", "start": "2018-01-01", "end": "2018-12-31", "lists": {"counties": [*COUNTIES.values()]}}
KINDS = {"T": "team", "H": "head", "D": "deputy", "L": "liaison", **dict.fromkeys(("M1", "M2", "M3", "M4"), "member")}
BEST = {"H", "M1", "M2"}
"""Who is proposed as 优秀 in each county."""
MARKS = {"jia": 92, "yi": 88, "bing": 85}
INDICATORS = {
    "reduction": 9,
    "income": 9,
    "incidence": 9,
    "precision": 13,
    "projects": 13,
    "funds": 9,
    "committees": 9,
    "advice": 4,
    "guidance": 4,
    "examples": 4,
    "policy": 4,
}
Row = dict[str, Any]


def county(name: str) -> list[Row]:
    """A team and its people with the county's mark wherever one is due; what a visit yields is entered after its draw."""
    return [
        {
            "id": who,
            "kind": kind,
            "name": f"名{who}",
            "links": {} if kind == "team" else {"team": "T"},
            "facts": {"proposal": "优秀" if who in BEST else "称职", **_facts(name, who)},
        }
        for who, kind in KINDS.items()
    ]


def _facts(name: str, who: str) -> Row:
    """No finding, nothing precise or imprecise, 240 days, the group's two raters at B1; M1 two points above the others."""
    mark = MARKS[name] + (2 if who == "M1" else 0)
    shared: Row = dict.fromkeys(("identification", "measures", "exit"), "neither")
    shared |= {"solved": [], "tasks_well": [], "tasks_badly": [], "group_steps": ["B1", "B1"], "daily": mark}
    if who == "T":
        own: Row = {"county": COUNTIES[name], "county_rank": 20 + MARKS[name] - 85, "ledger": mark, "third_party": mark}
        return {**shared, **own, "indicators": {"items": INDICATORS}}
    votes = {"issued": 10, "collected": 10, "spoilt": 0, "blank": 0, "好": 7, "较好": 3, "一般": 0, "差": 0}
    ballots = {f"ballot_{one}": votes for one in ("overall", "targets", "organisation", "service", "effect")}
    return {**shared, **ballots, "opinion": mark, "supervision": mark, "days": 240}


def data(people: list[Row], **more: Any) -> dict[str, Any]:
    """These people as a case."""
    return {"scheme": "neimenggu-2018", "cycle": CYCLE, "appraisees": people, **more}


def prepare(folder: Path) -> dict[str, list[str]]:
    """The files that the page begins with, and the values that it types once for each."""
    for name in COUNTIES:
        case_file(folder, name, data(county(name)))
        towns = [f"{name}-S{town}" for town in range(1, 7)]
        (folder / f"{name}-towns.txt").write_text("\n".join(towns), encoding="utf-8")
        villages = [f"{town},{town}-V{village}" for town in towns for village in range(1, 4)]
        (folder / f"{name}-villages.txt").write_text("\n".join(villages), encoding="utf-8")
    case_file(folder, "region", data([]))
    people = [who for who, kind in KINDS.items() if kind != "team"]
    return {"county": [*COUNTIES], "person": people}
