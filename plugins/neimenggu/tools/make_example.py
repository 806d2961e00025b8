"""Writes examples/region.json: 57 invented general teams with their people, the same at every run.

Every code is invented (C01, T01, T01-H1); every number is drawn from a hash of its place in the file, so that the
example never changes unless this program does. Run it with the project's Python, without arguments.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "kaohe_neimenggu" / "examples" / "region.json"
TEAMS = 57
CREW = (("head", "H", 1), ("deputy", "D", 1), ("liaison", "L", 1), ("member", "M", 4))
INDICATORS = {
    "reduction": 10, "income": 10, "incidence": 10, "precision": 15, "projects": 15, "funds": 10,
    "advice": 5, "guidance": 5, "committees": 10, "examples": 5, "policy": 5,
}  # fmt: skip
STEPS = ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2", "D3")
COLUMNS = ("ballot_targets", "ballot_organisation", "ballot_service", "ballot_effect", "ballot_overall")
ITEMS = ("identification", "measures", "exit")


def draw(place: str, low: int, high: int) -> int:
    """A number from `low` to `high`, both included, that depends on `place` alone."""
    return low + int.from_bytes(hashlib.sha256(place.encode()).digest()[:8], "big") % (high - low + 1)


def mark(place: str) -> str:
    """A mark from 70 to 99.9 with one decimal."""
    tenths = draw(place, 700, 999)
    return f"{tenths // 10}.{tenths % 10}"


def ballot(place: str) -> dict[str, int]:
    """A ballot of 30 to 60 papers, mostly good ones, a few blank or spoilt."""
    issued = draw(f"{place}.issued", 30, 60)
    collected = issued - draw(f"{place}.lost", 0, 2)
    spoilt, blank, poor, fair = (draw(f"{place}.{what}", 0, 2) for what in ("spoilt", "blank", "poor", "fair"))
    left = collected - spoilt - blank - poor - fair
    good = left * draw(f"{place}.good", 55, 95) // 100
    votes = {"好": good, "较好": left - good, "一般": fair, "差": poor}
    return {"issued": issued, "collected": collected, "spoilt": spoilt, "blank": blank, **votes}


def findings(place: str, percent: int) -> list[dict[str, str]]:
    """One finding for `percent` of all places, else the attested empty list."""
    if draw(place, 1, 100) > percent:
        return []
    month, number = draw(f"{place}.month", 1, 12), draw(f"{place}.number", 1, 99)
    return [{"date": f"2018-{month:02d}-15", "document": f"督〔2018〕{number}号"}]


def shared(name: str) -> dict[str, Any]:
    """What is entered for teams and for people."""
    states = ("precise", "precise", "neither", "neither", "imprecise")
    return {
        "daily": mark(f"{name}.daily"),
        "group_steps": [STEPS[draw(f"{name}.step{rater}", 0, 8)] for rater in range(3)],
        "proposal": "称职",
        **{item: states[draw(f"{name}.{item}", 0, 4)] for item in ITEMS},
        "solved": findings(f"{name}.solved", 40),
        "tasks_well": findings(f"{name}.well", 50),
        "tasks_badly": findings(f"{name}.badly", 8),
    }


def team(index: int) -> dict[str, Any]:
    """One team; the counties' places in the region are a fixed shuffle of 1 to 57."""
    name = f"T{index + 1:02d}"
    facts = {
        "county": f"C{index + 1:02d}",
        "indicators": {
            "items": {key: points - draw(f"{name}.{key}", 0, points // 3) for key, points in INDICATORS.items()}
        },
        "third_party": mark(f"{name}.third"),
        "ledger": mark(f"{name}.ledger"),
        "county_rank": index * 25 % TEAMS + 1,
        **shared(name),
    }
    return {"id": name, "kind": "team", "facts": facts}


def person(team_name: str, kind: str, letter: str, number: int) -> dict[str, Any]:
    """One person of one team."""
    name = f"{team_name}-{letter}{number}"
    facts = {
        "supervision": mark(f"{name}.supervision"),
        "visits": mark(f"{name}.visits"),
        "opinion": mark(f"{name}.opinion"),
        "days": draw(f"{name}.days", 225, 280),
        **{column: ballot(f"{name}.{column}") for column in COLUMNS},
        **shared(name),
    }
    return {"id": name, "kind": kind, "facts": facts, "links": {"team": team_name}}


def everybody() -> list[dict[str, Any]]:
    """All teams and their people; a few proposals differ from 称职, more for 优秀 than there are places."""
    rows = [team(index) for index in range(TEAMS)]
    for index in range(TEAMS):
        for kind, letter, size in CREW:
            rows += [person(f"T{index + 1:02d}", kind, letter, number + 1) for number in range(size)]
    for row in rows:
        chance = draw(f"{row['id']}.proposal", 1, 100)
        grade = "优秀" if chance <= 34 else "基本称职" if chance >= 98 else "称职"
        row["facts"]["proposal"] = grade
    return rows


def example() -> str:
    """The whole file; one appraisee a line."""
    head = {
        "format": 1,
        "scheme": "neimenggu-2018",
        "title": "57 invented general teams and their people, 2018",
        "about": "Invented by tools/make_example.py: no real county, team or person. "
        "Each sequence proposes a few more for 优秀 than 四（七） has places for.",
        "cycle": {
            "id": "2018",
            "start": "2018-01-01",
            "end": "2018-12-31",
            "lists": {"counties": [f"C{index + 1:02d}" for index in range(TEAMS)]},
        },
    }
    top = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in everybody())
    return f'{top},\n "appraisees": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(example(), encoding="utf-8")
