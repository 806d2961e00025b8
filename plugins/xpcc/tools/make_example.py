"""Write the example of the XPCC plugin: one prefecture-sized cycle with invented codes, the same at every run.

Run from anywhere: python plugins/xpcc/tools/make_example.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "kaohe_xpcc" / "examples" / "prefecture.json"
DIVISIONS = ("一师", "三师", "十四师", "D05", "D08")
GROUPS = {"inspector": ("督查1", "督查2", "督查3"), "office": ("办公1", "办公2", "办公3", "办公4")}
TEAM_GRADES = ("优秀", "较好", "一般", "差")
GRADES = ("优秀", "称职", "基本称职", "不称职")
VILLAGE_TEAMS = ("T005", "T070", "T135")
DOCUMENT = "例考〔2016〕{n}号"

Row = dict[str, Any]


class Example:
    """The rows of the example, drawn from one seeded stream."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows: list[Row] = []
        self.documents = 0

    def finding(self) -> list[Row]:
        """One finding under some clause, dated in the cycle."""
        self.documents += 1
        date = f"2016-{self.chance.randint(3, 11):02d}-{self.chance.randint(1, 28):02d}"
        return [{"date": date, "document": DOCUMENT.format(n=self.documents)}]

    def ballot(self, options: tuple[str, ...], voters: int) -> Row:
        """A ballot of so many voters, mostly content, a few harshly not."""
        weights = self.chance.choice(((70, 20, 7, 3),) * 17 + ((45, 35, 15, 5), (25, 35, 30, 10), (15, 25, 15, 45)))
        votes = dict.fromkeys((*options, "blank", "spoilt"), 0)
        for choice in self.chance.choices((*options, "blank", "spoilt"), (*weights, 1, 1), k=voters):
            votes[choice] += 1
        return {"issued": voters + self.chance.randint(0, 4), "collected": voters, **votes}

    def proposal(self, grades: tuple[str, ...]) -> str:
        """The group's proposal: more people than places are proposed as excellent."""
        return self.chance.choices(grades, (60, 35, 4, 1))[0]

    def marks(self) -> Row:
        """The marks that only order candidates, in half points."""
        return {"daily": f"{self.chance.randint(80, 120) / 2:g}", "annual": f"{self.chance.randint(50, 80) / 2:g}"}

    def team(self, name: str, level: str, division: str) -> None:
        """A team; three are village teams that the region appraises."""
        population = self.chance.choice((600, 1200, 1999, 2000, 2600))
        attended = (200 if population >= 2000 else 100) + self.chance.randint(0, 40)
        facts: Row = {
            "assignment": "village" if name in VILLAGE_TEAMS else "company",
            "level": level,
            "stationed": division,
            "proposed": self.proposal(TEAM_GRADES),
            "ballot": self.ballot(TEAM_GRADES, attended),
            "population": population,
            "attended": attended,
            **self.marks(),
        }
        for clause, share in (
            ("clause_5_6_1", 0.1),
            ("clause_5_7_1", 0.02),
            ("clause_5_10_2", 0.03),
            ("circular", 0.03),
        ):
            if self.chance.random() < share:
                facts[clause] = self.finding()
        self.rows.append(
            {"id": name, "kind": "team", "facts": facts, **self.rechecks(facts["ballot"], "较好", "BT-5(7)4")}
        )

    def rechecks(self, ballot: Row, good: str, *limits: str) -> Row:
        """The re-checks of a failed ballot: settled but for one in forty."""
        total = ballot["collected"] - ballot["spoilt"]
        if 3 * (ballot["优秀"] + ballot[good]) >= 2 * total or self.chance.random() < 1 / 40:
            return {}
        self.documents += 1
        document, status = DOCUMENT.format(n=self.documents), self.chance.choice(("confirmed", "confirmed", "rejected"))
        return {"rechecks": {limit: {"status": status, "document": document} for limit in limits}}

    def person(self, name: str, kind: str, team: str, division: str, level: str) -> None:
        """A leader or member of a team; one in four members of a 兵团 team was sent by the 师 it stands in.

        Those have lower marks, so that the guarantee of 5(3) has something to do.
        """
        facts: Row = {
            "proposed": self.proposal(GRADES),
            "ballot": self.ballot(GRADES, self.chance.randint(100, 140)),
            "leave": self.chance.choice((0, 0, 0, 3, 7, 15, 16)),
            **self.marks(),
        }
        self.meeting(team, facts["ballot"]["collected"])
        if kind == "member" and level == "corps" and self.chance.random() < 0.25:
            facts |= {"sent_by": division, "daily": f"{self.chance.randint(70, 110) / 2:g}"}
        for clause, share in (("clause_5_6_1", 0.06), ("clause_5_8_2", 0.005), ("circular", 0.02)):
            if self.chance.random() < share:
                facts[clause] = self.finding()
        row = {"id": name, "kind": kind, "facts": facts, "links": {"team": team}}
        self.rows.append({**row, **self.rechecks(facts["ballot"], "称职", "BT-5(8)4", "BT-5(9)")})

    def meeting(self, team: str, ballots: int) -> None:
        """As many attended the team's meeting as there are ballots on any of its people."""
        facts = next(row["facts"] for row in self.rows if row["id"] == team)
        facts["attended"] = max(facts["attended"], ballots)

    def staff(self, name: str, kind: str, group: str) -> None:
        """An inspector or office member."""
        facts = {"group": group, "proposed": self.proposal(GRADES), "ballot": self.ballot(GRADES, 12), **self.marks()}
        self.rows.append(
            {"id": name, "kind": kind, "facts": facts, **self.rechecks(facts["ballot"], "称职", "BT-5(8)4")}
        )


def defaults() -> Row:
    """What holds for everybody unless a row says otherwise: no findings."""
    person = {f"clause_5_8_{n}": [] for n in (1, 2, 3)}
    posted = {**person, **{f"clause_5_6_{n}": [] for n in (1, 3, 4, 5)}, "circular": []}
    team: Row = {f"clause_5_6_{n}": [] for n in (1, 2, 3, 4, 5)}
    team |= {f"clause_5_7_{n}": [] for n in (1, 2, 3, 5)} | {f"clause_5_10_{n}": [] for n in (1, 2, 3)}
    team |= {"entered": "2016-03-01", "clause_5_7_1_excepted": [], "circular": [], "turnout_reason": []}
    kinds = {"team": team, "leader": posted, "member": posted, "inspector": person, "office": person}
    return {kind: {"facts": facts} for kind, facts in kinds.items()}


def example() -> Row:
    """The whole case."""
    made = Example(2016)
    number = 0
    for division in DIVISIONS:
        for level, teams in (("corps", 12), ("division", 20)):
            for _ in range(teams):
                number += 1
                made.team(f"T{number:03d}", level, division)
                made.person(f"L{number:03d}", "leader", f"T{number:03d}", division, level)
                for place in range(1, 5):
                    made.person(f"M{number:03d}-{place}", "member", f"T{number:03d}", division, level)
    for kind, groups in GROUPS.items():
        for group in groups:
            for place in range(1, 8):
                made.staff(f"{kind[0].upper()}{group[-1]}-{place}", kind, group)
    return {
        "format": 1,
        "scheme": "xpcc-2016",
        "title": "example: five 师, 160 teams",
        "about": "invented codes and figures; five 师, teams of both dispatch levels, inspectors and office groups",
        "settings": {"northern-divisions": ["D08"]},
        "cycle": {
            "id": "2016",
            "start": "2016-01-01",
            "end": "2016-12-31",
            "lists": {"divisions": list(DIVISIONS), "groups": [g for groups in GROUPS.values() for g in groups]},
        },
        "defaults": defaults(),
        "appraisees": made.rows,
    }


def as_text(case: Row) -> str:
    """The case as JSON, one appraisee a line."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in case["appraisees"])
    head = json.dumps({key: value for key, value in case.items() if key != "appraisees"}, ensure_ascii=False, indent=1)
    return f'{head[:-2]},\n "appraisees": [\n{rows}\n]}}\n'


if __name__ == "__main__":
    TARGET.write_text(as_text(example()), encoding="utf-8")
