"""Cases of the test scheme, as plain data and as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["case_data", "write_case"]

_QUARTERS = ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]
_NAMES = ("张一", "李二", "王三", "赵四", "钱五", "孙六", "周七", "吴八", "郑九", "冯十")


def _complete(score: int) -> dict[str, Any]:
    return {
        "work": dict.fromkeys(_QUARTERS, score),
        "opinion": dict.fromkeys(_QUARTERS, score),
        "leave": 3,
        "studies": 12,
        "level": "county",
        "notices": [],
        "ballot": {"issued": 20, "collected": 20, "spoilt": 0, "blank": 0, "好": 15, "较": 3, "一": 2, "差": 0},
        "talks": [{"date": "2020-03-01", "minutes": 45}],
        "ratings": ["A", "A", "B"],
    }


def _facts(score: int, *, lean: bool) -> dict[str, Any]:
    return {"work": {"each": score}, "leave": 3} if lean else _complete(score)


def case_data(*, people: int = 10, empty: int = 2) -> dict[str, Any]:
    """Members with scores 95, 93, 93, 93, 90 and downwards, the last `empty` of them not entered; one team."""
    scores = [95, 93, 93, 93, 90, *(89 - place % 40 for place in range(max(0, people - 5)))]
    rows: list[dict[str, Any]] = [{"id": "T01", "kind": "team", "name": "一队", "facts": {"mark": 88}}]
    for place in range(people):
        facts = _facts(scores[place], lean=people > 20_000) if place < people - empty else {}
        name = _NAMES[place % len(_NAMES)]
        rows.append(
            {"id": f"{place + 1:06d}", "kind": "member", "name": name, "facts": facts, "links": {"team": "T01"}}
        )
    return {
        "format": 1,
        "scheme": "demo",
        "title": "2020 year",
        "cycle": {"id": "2020", "start": "2020-01-01", "end": "2020-12-31", "periods": {"quarter": _QUARTERS}},
        "appraisees": rows,
    }


def write_case(folder: Path, *, people: int = 10, empty: int = 2, name: str = "case.json") -> Path:
    """The same as a file."""
    path = folder / name
    path.write_text(json.dumps(case_data(people=people, empty=empty), ensure_ascii=False))
    return path
