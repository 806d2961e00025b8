"""Writes examples/city.json: 11 invented towns and 5 invented streets, the same at every run.

Every code is invented (T01, S01); every fact is drawn from a hash of its place in the file, so that the example
never changes unless this program does. Run it with the project's Python, without arguments.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "kaohe_wenling" / "examples" / "city.json"
SIZES = (("town", "T", 11), ("street", "S", 5))

# Findings with the most there are of each; those that lose everything at once are rare.
ONCE = (
    "not_all_posted", "targets_unmet", "no_consultation", "no_course", "no_notification", "no_first_asked",
    "no_tracking", "no_proposals", "no_attendance_system", "no_service_files", "stations_unmanaged",
    "growth_plan_undone", "temporary_staff", "no_talks",
)  # fmt: skip
CASES = {"overnight": 3, "no_diary": 2, "appraisal_lapsed": 2, "cadres_notified": 1, "borrowed": 1}
COUNTS = {
    "day_systems_missing": 1,
    "carriers_missing": 1,
    "training_missing": 1,
    "months_unpublished": 4,
    "appraisal_missing": 1,
}
STATES = {
    "village_expert": ("carried-out", "carried-out", "carried-out", "not-carried-out"),
    "group_help": ("done", "done", "done", "no-ledger"),
    "good_examples": ("publicised", "publicised", "no-media", "not-held"),
}
LEVELS = ("national", "provincial", "taizhou", "wenling", "none", "none")
DISCRETION = {"centres_abnormal": ("centres_deduction", 20), "pledges_unpublished": ("pledges_deduction", 6)}


def draw(place: str, low: int, high: int) -> int:
    """A number from `low` to `high`, both included, that depends on `place` alone."""
    return low + int.from_bytes(hashlib.sha256(place.encode()).digest()[:8], "big") % (high - low + 1)


def findings(place: str, count: int) -> list[dict[str, str]]:
    """`count` findings on different days, each with an invented document number."""
    return [
        {
            "date": f"2013-{draw(f'{place}.{index}', 1, 12):02d}-{index + 10:02d}",
            "document": f"督〔2013〕{draw(f'{place}.{index}.number', 1, 99)}号",
        }
        for index in range(count)
    ]


def seldom(place: str, most: int) -> int:
    """0 in most places, else 1 to `most`."""
    return draw(place, 1, most) if draw(f"{place}?", 1, 100) <= 30 else 0


def facts(name: str) -> dict[str, Any]:
    """One complete record."""
    found: dict[str, Any] = {key: findings(f"{name}.{key}", draw(f"{name}.{key}", 1, 100) <= 8) for key in ONCE}
    found |= {key: findings(f"{name}.{key}", seldom(f"{name}.{key}", most)) for key, most in CASES.items()}
    found |= {key: seldom(f"{name}.{key}", most) for key, most in COUNTS.items()}
    found |= {key: states[draw(f"{name}.{key}", 0, len(states) - 1)] for key, states in STATES.items()}
    for key, (points, most) in DISCRETION.items():
        tenths = seldom(f"{name}.{key}", most)
        found |= {key: findings(f"{name}.{key}", int(tenths > 0))}
        found |= {points: f"{tenths // 10}.{tenths % 10}"} if tenths else {}
    return found | {"practices": practices(name), "training_days": draw(f"{name}.days", 10, 15)}


def practices(name: str) -> list[dict[str, str]]:
    """None to three practices, each under its own number."""
    return [
        {"item": str(index + 1)} | {key: LEVELS[draw(f"{name}.{key}{index}", 1, 5)] for key in ("promoted", "reported")}
        for index in range(draw(f"{name}.practices", 0, 3))
    ]


def example() -> str:
    """The whole file; one appraisee a line."""
    head = {
        "format": 1,
        "scheme": "wenling-2013",
        "title": "11 invented towns and 5 invented streets, 2013",
        "about": "Invented by tools/make_example.py: no real town or street.",
        "cycle": {"id": "2013", "start": "2013-01-01", "end": "2013-12-31"},
    }
    names = [(kind, f"{letter}{index + 1:02d}") for kind, letter, size in SIZES for index in range(size)]
    rows = [{"id": name, "kind": kind, "facts": facts(name)} for kind, name in names]
    top = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f'{top},\n "appraisees": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(example(), encoding="utf-8")
