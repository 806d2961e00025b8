"""A deterministic Tibet county of any size as plain case data, and the scheme written by hand in whole numbers."""

from __future__ import annotations

import random
from typing import Any

MONTHS = ["2018-11", "2018-12", *(f"2019-{month:02d}" for month in range(1, 11))]
QUARTERS = ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]
FINDINGS = ("refuses_management", "falsifies", "absence_notices", "serious_case", "negative_notices")
GRADES = ("优秀", "称职", "基本称职", "不称职")
CYCLE = {"start": "2018-11-01", "end": "2019-10-31", "periods": {"month": MONTHS, "quarter": QUARTERS}}


def county_case(people: int, seed: int = 2019) -> dict[str, Any]:
    """`people` members with twelve complete months, half of them at round marks so that lines are hit exactly."""
    rng = random.Random(seed)
    return {
        "format": 1,
        "scheme": "xizang-2018",
        "cycle": CYCLE,
        "appraisees": [_member(rng, number) for number in range(people)],
    }


def _member(rng: random.Random, number: int) -> dict[str, Any]:
    base = rng.choice((92, 90, 89, 85, 80, 75, 60, 59))
    facts: dict[str, Any] = {key: _marks(rng, base) for key in ("usual", "opinion", "targets")}
    notices = rng.choice((0, 0, 0, 0, 1, 2)) if number % 10 == 0 else 0
    facts |= {key: [] for key in FINDINGS}
    facts["absence_notices"] = [
        {"date": f"2019-0{place + 1}-05", "document": f"通〔2019〕{number}-{place}号"} for place in range(notices)
    ]
    return {"id": f"M{number:05d}", "kind": "member", "name": f"队员{number:05d}", "facts": facts}


def _marks(rng: random.Random, base: int) -> list[Any]:
    if rng.random() < 0.5:
        return [base] * 12
    return [_number(min(1000, max(0, base * 10 + rng.randint(-60, 60)))) for _ in MONTHS]


def _number(tenths: int) -> Any:
    """A mark as JSON writes it: 91 or 91.5 (halves and tenths are written by json from their decimal text)."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


Record = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int, int, int, int, int]


def by_hand_record(facts: dict[str, Any]) -> Record:
    """One member's facts as the whole hundredths that the hand-written program reads."""
    usual, opinion, targets = (
        tuple(round(mark * 100) for mark in facts[key]) for key in ("usual", "opinion", "targets")
    )
    counts = [len(facts[key]) for key in FINDINGS]
    return (usual, opinion, targets, counts[0], counts[1], counts[2], counts[3], counts[4])


def by_hand(record: Record) -> tuple[str, int, int, bool, bool, bool]:
    """Grade, score over 12000, whether in a gap, any month below 60, and recall: one member, written out plainly."""
    usual, opinion, targets, refuses, falsifies, absences, _, notices = record
    total = 0
    below = False
    for month in range(12):
        total += usual[month] + 2 * opinion[month] + 7 * targets[month]
        if opinion[month] < 6000:
            below = True
    gap = 89 * 12000 < total < 90 * 12000 or 79 * 12000 < total < 80 * 12000
    if total >= 90 * 12000:
        grade = GRADES[0]
    elif total >= 80 * 12000:
        grade = GRADES[1]
    elif total >= 60 * 12000:
        grade = GRADES[2]
    else:
        grade = GRADES[3]
    if refuses > 0 or falsifies > 0 or absences >= 2 or sum(opinion) < 6000 * 12:
        grade = GRADES[3]
    return grade, total, 12000, gap, below, notices >= 2
