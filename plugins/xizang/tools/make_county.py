"""Write the example county-year: synthetic, the same on every machine, with the awkward cases in it on purpose.

Run: python plugins/xizang/tools/make_county.py
All codes are invented. No number comes from `random` or `hash()`: each is drawn from a digest of what it is for.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MONTHS = [*(f"2018-{n}" for n in (11, 12)), *(f"2019-{n:02}" for n in range(1, 11))]
QUARTERS = ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]
UNITS, TEAMS, MEMBERS = 30, 60, 300
FILE = Path(__file__).parents[1] / "src" / "kaohe_xizang" / "examples" / "county-2019.json"

# A county's own indicators for the 目标责任考评表 of members: id, label, points.
INDICATORS = (
    ("1", "宣讲党的政策", 15),
    ("2", "脱贫攻坚", 25),
    ("3", "乡村振兴", 15),
    ("4", "和谐稳定", 15),
    ("5", "基层组织建设", 15),
    ("6", "请销假与驻村天数", 15),
)
NOT_ASSESSED = {"absent": "not-assessed", "reason": "当月外出培训，乡镇未组织考核"}


def draw(most: int, *what: object) -> int:
    """A number from 0 to `most`, fixed by what it is for."""
    text = "/".join(map(str, what))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % (most + 1)


def mark(low: int, *what: object) -> int:
    """A mark around `low`, never above 100."""
    return min(100, low + draw(8, *what))


def finding(day: str, number: int, status: str = "confirmed") -> dict[str, str]:
    """A finding with its document number."""
    return {"date": day, "document": f"强基办〔2019〕{number}号", "status": status}


def by_indicator(who: str, period: str) -> dict[str, dict[str, int]]:
    """A mark entered by indicator."""
    return {"items": {name: points - draw(points // 5, who, period, name) for name, _, points in INDICATORS}}


def marks(who: str, level: int, periods: list[str]) -> dict[str, list[Any]]:
    """The three marks of every period."""
    return {key: [mark(level, who, key, period) for period in periods] for key in ("usual", "opinion", "targets")}


def same(usual: Any, opinion: Any, targets: Any, n: int) -> dict[str, list[Any]]:
    """The same three marks in each of `n` periods."""
    return {"usual": [usual] * n, "opinion": [opinion] * n, "targets": [targets] * n}


def member(number: int) -> dict[str, Any]:
    """A posted member without anything awkward; those of the first team are marked by indicator."""
    who, team = f"M{number:03}", (number - 1) // 5 + 1
    facts: dict[str, Any] = marks(who, 74 + draw(18, who), MONTHS)
    if 61 <= number <= 65:
        facts["targets"] = [by_indicator(who, month) for month in MONTHS]
    links = {"team": f"T{team:02}", "unit": f"U{(team - 1) // 2 + 1:02}"}
    return {"id": who, "kind": "member", "links": links, "facts": facts}


def team(number: int) -> dict[str, Any]:
    """A posted team; every tenth is at 4500 m and above."""
    who = f"T{number:02}"
    facts: dict[str, Any] = marks(who, 76 + draw(16, who), QUARTERS)
    facts["altitude"] = "4500-and-above" if number % 10 == 0 else "below-4500"
    return {"id": who, "kind": "team", "links": {"unit": f"U{(number - 1) // 2 + 1:02}"}, "facts": facts}


def unit(number: int) -> dict[str, Any]:
    """A dispatching unit."""
    who = f"U{number:02}"
    facts: dict[str, Any] = {key: mark(78 + draw(14, who), who, key) for key in ("usual", "opinion", "targets")}
    facts |= {"studied": 2 + draw(4, who, "studied"), "visits": 4 + draw(6, who, "visits")}
    return {"id": who, "kind": "unit", "facts": facts}


def make_awkward(people: dict[str, dict[str, Any]]) -> None:
    """The cases that a county office asks about."""

    def change(who: str, **facts: Any) -> None:
        people[who]["facts"] |= facts

    half = [89] * 6 + [90] * 6
    change("M001", usual=half, opinion=half, targets=half)  # 89.5: between two printed bands
    change("M002", **same(90, 90, 90, 12))  # exactly 90
    change("M003", posted_from="2019-02-16", **_from(3, people["M003"]["facts"]))  # November to January are not due
    change("M004", **same(93, 92, 95, 12))
    change("M004", absence_notices=[finding("2019-03-05", 21), finding("2019-06-18", 44, "pending")])
    change("M005", **same(98, 97, 99, 12))  # the best scores of the county, and two notices
    change("M005", absence_notices=[finding("2019-01-09", 7), finding("2019-08-22", 61)])
    change("M006", **same(100, 59.99, 100, 12))  # 91.998, and satisfaction below 60
    change("M007", **{key: [*values[:4], NOT_ASSESSED, *values[5:]] for key, values in _marks(people["M007"]).items()})
    change("M008", usual=[*people["M008"]["facts"]["usual"][:8], None, *people["M008"]["facts"]["usual"][9:]])
    change("M009", absence_notices=[finding("2019-04-02", 30), finding("2019-05-14", 39, "rejected")])
    people["M010"]["facts"] = {"posted_from": "2019-11-01"}
    for who in ("M011", "M012"):  # six months due, two assessed: a person decides
        change(who, posted_to="2019-04-30", **_too_few(people[who]["facts"]))
    change("M013", negative_notices=[finding("2019-02-27", 18), finding("2019-07-30", 57)])
    change("M014", **same(100, 60, 100, 12))  # satisfaction exactly 60
    change("T02", usual=[*people["T02"]["facts"]["usual"][:3], None])
    change("T03", funds_misused=[finding("2019-05-20", 41)])
    change("U01", studied=2, visits=3)  # one visit short
    change("U02", usual=100, opinion=60, targets=100)
    change("U03", not_recalled=[finding("2019-09-03", 66, "pending")])


def _marks(person: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: person["facts"][key] for key in ("usual", "opinion", "targets")}


def _from(first: int, facts: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: [None] * first + facts[key][first:] for key in ("usual", "opinion", "targets")}


def _too_few(facts: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: [*facts[key][:2], *[NOT_ASSESSED] * 4, *[None] * 6] for key in ("usual", "opinion", "targets")}


EXPECT = {
    "M001": {"state": "decided", "score": "89.5", "grade": "称职", "flags": ["band gap"]},
    "M002": {"state": "decided", "score": "90", "grade": "优秀", "flags": []},
    "M003": {"state": "decided", "flags": []},
    "M004": {"state": "pending", "provisional_grade": "优秀"},
    "M005": {"state": "decided", "grade": "不称职", "rules": ["XZ-7(1)3", "XZ-8b"]},
    "M006": {"state": "decided", "score": "91.998", "grade": "不称职", "rules": ["XZ-7(1)4"]},
    "M007": {"state": "decided", "flags": ["period left out"]},
    "M008": {"state": "needs", "needs": ["usual[2019-07]"]},
    "M009": {"state": "decided", "not_rules": ["XZ-7(1)3"]},
    "M010": {"state": "not_appraised", "reasons": ["XZ-4"]},
    "M011": {"state": "decision", "reasons": ["XZ-6(4)c-too-few"]},
    "M012": {"state": "decided", "grade": "称职"},
    "M013": {"notices": ["XZ-8c"]},
    "M014": {"state": "decided", "score": "92", "grade": "优秀", "not_rules": ["XZ-7(1)4"]},
    "T02": {"state": "needs", "needs": ["usual[2019Q3]"]},
    "T03": {"state": "decided", "grade": "不合格", "rules": ["XZ-7(2)3"]},
    "U01": {"state": "decided", "grade": "不合格", "rules": ["XZ-7(3)1"]},
    "U02": {"state": "decided", "score": "92", "grade": "优秀"},
    "U03": {"state": "pending"},
}


def county() -> dict[str, Any]:
    """The whole case as plain data."""
    rows = [
        *(unit(n) for n in range(1, UNITS + 1)),
        *(team(n) for n in range(1, TEAMS + 1)),
        *(member(n) for n in range(1, MEMBERS + 1)),
    ]
    make_awkward({row["id"]: row for row in rows})
    return {
        "format": 1,
        "scheme": "xizang-2018",
        "title": "示例县 2018-11 至 2019-10（虚构）",
        "about": "Synthetic: invented codes, written by plugins/xizang/tools/make_county.py.",
        "cycle": {
            "id": "2018-11/2019-10",
            "start": "2018-11-01",
            "end": "2019-10-31",
            "periods": {"month": MONTHS, "quarter": QUARTERS},
            "tables": {"targets-member": [{"id": name, "label": label, "points": n} for name, label, n in INDICATORS]},
        },
        "defaults": {
            "member": {
                "facts": {"refuses_management": [], "falsifies": [], "absence_notices": [], "negative_notices": []}
            },
            "team": {"facts": {"plan_late": [], "clause_7_2_2": [], "funds_misused": []}},
            "unit": {"facts": {"rotation_undone": [], "not_recalled": []}},
        },
        "appraisees": rows,
        "decisions": [
            {
                "appraisee": "M012",
                "grade": "称职",
                "reason": "已考核的两个月均为优秀，但不足应考核月数的一半，从严评定",
                "document": "县强基办〔2019〕70号",
            }
        ],
        "expect": EXPECT,
    }


def text(data: dict[str, Any]) -> str:
    """The case as JSON, one appraisee a line, so that a difference can be read."""
    parts = []
    for key, value in data.items():
        if key == "appraisees":
            rows = ",\n".join(f"  {_json(row)}" for row in value)
            parts.append(f' "appraisees": [\n{rows}\n ]')
        elif key == "expect":
            rows = ",\n".join(f"  {_json(name)}: {_json(row)}" for name, row in value.items())
            parts.append(f' "expect": {{\n{rows}\n }}')
        else:
            parts.append(f" {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    FILE.write_text(text(county()), encoding="utf-8")
