"""Two 师 and the 兵团's own groups, 2016: what docs/cycle-xpcc.md begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.rules import Finding
from office_kit import rules

from . import case_file

__all__ = ["ONE", "STAFF", "THREE", "Row", "data", "person", "prepare", "row", "team"]

CYCLE = {
    "id": "2016",
    "start": "2016-01-01",
    "end": "2016-12-31",
    "lists": {"divisions": ["一师", "三师", "十四师"], "groups": ["督查一组"]},
}
Row = dict[str, Any]


def ballot(kind: str, *votes: int) -> dict[str, int]:
    """A ballot with these votes by grade, all collected and none spoilt."""
    declared = rules("xpcc-2016").kind(kind)
    assert declared is not None
    total = sum(votes)
    counts = {"issued": total, "collected": total, "spoilt": 0, "blank": 0}
    return {**counts, **dict(zip(declared.kind.grades, votes, strict=True))}


def row(who: str, kind: str, proposed: str, daily: int, links: dict[str, str] | None = None, **facts: Any) -> Row:
    """Somebody without any finding, proposed so, with these points of 60 for daily performance and 30 of the other 40."""
    declared = rules("xpcc-2016").kind(kind)
    assert declared is not None
    none: Row = {one.key: [] for one in declared.inputs if isinstance(one, Finding)}
    base = {"proposed": proposed, "daily": daily, "annual": 30, "ballot": ballot(kind, 100, 20, 0, 0)}
    return {"id": who, "kind": kind, "name": f"名{who}", "links": links or {}, "facts": {**none, **base, **facts}}


def team(who: str, level: str, division: str, proposed: str = "较好", daily: int = 50, **facts: Any) -> Row:
    """A team of a company with 1,500 people, of whom 150 voted."""
    post = {"assignment": "company", "level": level, "stationed": division, "entered": "2016-03-01"}
    held = {"population": 1500, "attended": 150, "ballot": ballot("team", 120, 20, 6, 4)}
    return row(who, "team", proposed, daily, **{**post, **held, **facts})


def person(who: str, team_id: str, proposed: str = "称职", daily: int = 50, kind: str = "member", **facts: Any) -> Row:
    """Somebody of a team who took no leave."""
    return row(who, kind, proposed, daily, {"team": team_id}, **{"leave": 0, **facts})


ONE = [
    team("C1", "corps", "一师", "优秀", 55),
    team("C2", "corps", "一师"),
    person("L1", "C1", kind="leader"),
    person("L2", "C2", kind="leader"),
    person("M1", "C1", "优秀", 59),
    person("M2", "C1", "优秀", 57),
    person("M3", "C2", "优秀", 55, sent_by="一师"),
    person("M4", "C2"),
    person("M5", "C2", ballot=ballot("member", 40, 30, 40, 10)),
    person("M6", "C2"),
    person("M7", "C2"),
    person("M8", "C2"),
    team("D1", "division", "一师", "优秀", 58),
    team("D2", "division", "一师", "优秀", 52),
    team("D3", "division", "一师", "优秀", 52),
    team("D4", "division", "一师"),
    team("D5", "division", "一师"),
    person("L3", "D1", kind="leader"),
    team("V1", "corps", "一师", assignment="village"),
]
THREE = [
    team("C1", "corps", "三师", "优秀", 55),
    person("L1", "C1", kind="leader"),
    person("N1", "C1", "优秀", 58),
    person("N2", "C1", "优秀", 54, sent_by="三师"),
    person("N3", "C1"),
    person("N4", "C1"),
    person("N5", "C1"),
    person("N6", "C1"),
    team("D1", "division", "三师"),
]
STAFF = [row(f"I{n}", "inspector", *("优秀", 58) if n == 1 else ("称职", 50), group="督查一组") for n in range(1, 5)]


def data(people: list[Row], **more: Any) -> dict[str, Any]:
    """These people as a case."""
    return {"scheme": "xpcc-2016", "cycle": CYCLE, "appraisees": people, **more}


def prepare(folder: Path) -> dict[str, list[str]]:
    """The files that the page begins with, and the values that it types once for each."""
    for name, people in (("one", ONE), ("three", THREE), ("corps", STAFF)):
        case_file(folder, name, data(people))
    (folder / "regiments.txt").write_text("T101\nT102\nT103\n", encoding="utf-8")
    teams = [one["id"] for one in ONE if one["kind"] == "team" and one["id"] != "V1"]
    people = [one["id"] for one in ONE if "leave" in one["facts"] and one["id"] != "M4"]
    return {"team": teams, "person": people}
