"""Two counties of Tibet, their city and the region: what docs/cycle.md begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.rules import Count, Finding, Score
from office_kit import rules

from . import case_file

__all__ = ["prepare"]

MONTHS = ["2018-11", "2018-12", *(f"2019-{month:02d}" for month in range(1, 11))]
QUARTERS = ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]
CYCLE = {"start": "2018-11-01", "end": "2019-10-31", "periods": {"month": MONTHS, "quarter": QUARTERS}}
PEOPLE = (("U1", "unit"), ("T1", "team"), ("M1", "member"), ("M2", "member"))
LINKS = {"unit": {}, "team": {"unit": "U1"}, "member": {"team": "T1", "unit": "U1"}}


def county(mark: int) -> list[dict[str, Any]]:
    """The appraisees of a county, everything entered: that mark wherever one is due, no finding."""
    return [
        {"id": who, "kind": kind, "name": f"名{who}", "links": LINKS[kind], "facts": _facts(kind, mark)}
        for who, kind in PEOPLE
    ]


def _facts(kind: str, mark: int) -> dict[str, Any]:
    declared = rules().kind(kind)
    assert declared is not None
    found: dict[str, Any] = {}
    for given in declared.inputs:
        value: Any = mark if isinstance(given, Score) else 4 if isinstance(given, Count) else []
        if not given.optional and isinstance(given, Score | Count | Finding):
            axis = getattr(given.on, "key", "")
            found[given.key] = dict.fromkeys(CYCLE["periods"][axis], value) if axis else value  # type: ignore[index]  # periods by axis
    return found


def prepare(folder: Path) -> dict[str, list[str]]:
    """The files that the page begins with, and the values that it types once for each."""
    for name, people in (("jia", county(91)), ("yi", county(85)), ("city", []), ("region", [])):
        case_file(folder, name, {"scheme": "xizang-2018", "cycle": CYCLE, "appraisees": people})
    return {"month": MONTHS, "quarter": QUARTERS}
