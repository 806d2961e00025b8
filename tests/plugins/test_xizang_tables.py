"""The county's target tables: supplied by the cycle, summed to 100, refused otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import CaseError


def _unit(table: Any, targets: Any) -> dict[str, Any]:
    periods = {"month": ["2018-11"], "quarter": ["2018Q4"]}
    facts = {"usual": 90, "opinion": 90, "targets": targets, "studied": 2, "visits": 4}
    return {
        "format": 1,
        "scheme": "xizang-2018",
        "cycle": {"start": "2018-11-01", "end": "2019-10-31", "periods": periods, "tables": {"targets-unit": table}},
        "appraisees": [
            {"id": "U", "kind": "unit", "facts": {**facts, "rotation_undone": [], "not_recalled": []}},
        ],
    }


def _lines(*points: object) -> list[dict[str, object]]:
    return [{"id": str(n), "label": f"指标{n}", "points": value} for n, value in enumerate(points, 1)]


def test_a_table_of_100_points_is_taken() -> None:
    """Points that make 100 are accepted; the marks by item are summed."""
    case = case_from_data(_unit(_lines(60, "40"), {"items": {"1": 60, "2": 40}}))
    (outcome,) = Evaluation(case.cohort).outcomes()
    assert outcome.score == 97
    assert outcome.grade == "优秀"


@pytest.mark.parametrize(("points", "total"), [((60, 39), "99"), ((60, 41), "101"), ((60, "40.01"), "100.01")])
def test_a_table_of_another_sum_is_refused(points: tuple[object, ...], total: str) -> None:
    """99 and 101 points are refused, with the sum found."""
    with pytest.raises(CaseError, match=f"add up to {total}, not 100") as refused:
        case_from_data(_unit(_lines(*points), 90))
    assert refused.value.where == "cycle.tables.targets-unit"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (_lines(100, 0), "above 0"),
        ([*_lines(50), *_lines(50)], "ids of indicators differ"),
        (_lines(60.0, 40), "not an exact number"),
        ([{"id": "1", "label": "指标", "point": 100}], "did you mean points"),
        ("targets.csv", "list"),
    ],
    ids=["no points", "one id twice", "a float", "misspelt column", "not a list"],
)
def test_a_broken_table_is_refused(lines: Any, why: str) -> None:
    """A line without points, a repeated id, a float or an unknown column is refused with the reason."""
    with pytest.raises(CaseError, match=why):
        case_from_data(_unit(lines, 90))


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({"1": 60}, "indicators 2 have no points"),
        ({"1": "60.01", "2": 40}, "outside 0 to 60"),
        ({"1": 60, "2": "39.999"}, "more than 2 decimals"),
        ({"1": 60, "2": 40, "3": 0}, "unknown key 3"),
    ],
    ids=["one left out", "above its points", "too fine", "an unknown item"],
)
def test_marks_by_item_are_checked(marks: dict[str, Any], why: str) -> None:
    """Each item needs a mark between 0 and its points, and no other item exists."""
    with pytest.raises(CaseError, match=why):
        case_from_data(_unit(_lines(60, 40), {"items": marks}))


def test_a_table_is_read_from_a_file(tmp_path: Path) -> None:
    """A CSV file beside the case (UTF-8, with or without a byte-order mark) supplies the table."""
    (tmp_path / "t.csv").write_text("id,label,points\n甲,主体责任,60\n乙,监督管理,40\n", encoding="utf-8-sig")
    data = _unit({"file": "t.csv"}, {"items": {"甲": 60, "乙": 30}})
    (outcome,) = Evaluation(case_from_data(data, folder=tmp_path).cohort).outcomes()
    assert outcome.score == 90


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "cannot be read"),
        ("", "has no rows"),
        ("id,label,points\n1,甲,99\n", "add up to 99"),
        ("id;points\n1;100\n", "no heading for label"),
    ],
    ids=["no file", "empty", "99 points", "semicolons"],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str | None, why: str) -> None:
    """A missing or wrongly summed file is refused naming the table, one that cannot be read as a table naming the file."""
    if text is not None:
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=why) as refused:
        case_from_data(_unit({"file": "t.csv"}, 90), folder=tmp_path)
    where = str(refused.value.where)
    assert "t.csv" in where or "targets-unit" in where
