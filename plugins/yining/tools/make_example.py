"""Write the example of the Yining plugin: a county's secondees of one year, invented codes, the same at every run.

Run from anywhere: python plugins/yining/tools/make_example.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "kaohe_yining" / "examples" / "county.json"
SECONDEES = 240
QUARTERS = ("2020Q1", "2020Q2", "2020Q3", "2020Q4")
LAST_DAYS = ("2020-03-31", "2020-06-30", "2020-09-30", "2020-12-31")
FIRST_DAYS = ("2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01")
RANGES: dict[str, tuple[float, int, int, tuple[str, ...]]] = {
    "diary_faults": (0.25, 1, 3, ("missing", "perfunctory")),
    "conduct_faults": (0.04, 3, 5, ("conduct-rules", "non-cooperation", "own-error")),
    "sanctions": (0.02, 5, 10, ("circular", "sanction")),
    "task_faults": (0.15, 1, 3, ("department", "superior")),
}

Row = dict[str, Any]


def _faults(chance: random.Random, key: str, first: int) -> list[Row]:
    """The events of one list, each while posted, with a reason and an amount within its range."""
    share, low, high, reasons = RANGES[key]
    return [
        {
            "date": f"2020-{chance.randint(4, 6) + (3 if first == 2 else 0):02d}-{chance.randint(1, 28):02d}",
            f"{key}_reason": chance.choice(reasons),
            f"{key}_points": chance.randint(low, high),
        }
        for _ in range(2)
        if chance.random() < share
    ]


def _secondee(chance: random.Random, number: int) -> Row:
    """One secondee; every tenth serves two quarters only, one in fifty lacks an entry."""
    first, last = chance.choice(((0, 1), (1, 2), (2, 3))) if number % 10 == 0 else (0, 3)
    facts: Row = {
        "selected_by": "other" if number % 60 == 0 else chance.choice(("county-committee", "department")),
        "posted_from": FIRST_DAYS[first],
        "posted_to": LAST_DAYS[last],
        "quarter_score": {QUARTERS[q]: chance.randint(70, 98) for q in range(first, last + 1)},
        "self_score": {QUARTERS[q]: chance.randint(80, 100) for q in range(first, last + 1)},
        "late": chance.choice((0, 0, 0, 1, 2)),
        "left_early": chance.choice((0, 0, 0, 0, 1)),
        "absent_untold": chance.choice((0, 0, 0, 0, 0, 1, 3)),
        "informal_leave": chance.choice((0, 0, 0, 1)),
        "reports_missing": chance.choice((0, 0, 0, 0, 1)),
        "research_reports": chance.choice((1, 2, 2, 3)),
        "leaves": [],
    }
    facts |= {key: _faults(chance, key, first) for key in RANGES}
    if chance.random() < 0.3:
        approved = chance.choice(("unit", "unit-and-department", "unit-and-department", "none"))
        facts["leaves"] = [{"leave_days": chance.randint(1, 6), "leave_approved": approved}]
    if number % 50 == 0:
        del facts["late"]
    return {"id": f"S{number:03d}", "kind": "secondee", "facts": facts}


def example() -> Row:
    """The whole case."""
    chance = random.Random(2020)
    return {
        "format": 1,
        "scheme": "yining",
        "title": "example: a county's secondees, 2020",
        "about": "invented codes and figures; the document's available text defines no grade",
        "cycle": {
            "id": "2020",
            "start": "2020-01-01",
            "end": "2020-12-31",
            "periods": {"quarter": list(QUARTERS)},
        },
        "appraisees": [_secondee(chance, number) for number in range(1, SECONDEES + 1)],
    }


def as_text(case: Row) -> str:
    """The case as JSON, one appraisee a line."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in case["appraisees"])
    head = json.dumps({key: value for key, value in case.items() if key != "appraisees"}, ensure_ascii=False, indent=1)
    return f'{head[:-2]},\n "appraisees": [\n{rows}\n]}}\n'


if __name__ == "__main__":
    TARGET.write_text(as_text(example()), encoding="utf-8")
