"""`kaohe pools` and what `kaohe evaluate` says of quotas: places, warnings, ties, decisions refused."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, run, written

CYCLE = {"id": "2016", "start": "2016-01-01", "end": "2016-12-31"}
LISTS = {"divisions": ["一师"], "groups": ["督查一组", "综合组"]}
CLAUSE = "第五条（四）"


def inspectors(folder: Path, count: int, *, decisions: tuple[dict[str, Any], ...] = ()) -> Path:
    """A case of so many inspectors of one group, and nothing else entered about them."""
    people = [{"id": f"I{n}", "kind": "inspector", "facts": {"group": "督查一组"}} for n in range(count)]
    data = {"format": 1, "scheme": "xpcc-2016", "cycle": {**CYCLE, "lists": LISTS}, "appraisees": people}
    file = folder / "inspectors.json"
    file.write_text(json.dumps(data | {"decisions": list(decisions)}, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.mark.parametrize(("people", "places"), [(3, 0), (4, 1), (6, 1), (7, 2)])
def test_places_are_known_before_anything_is_entered(tmp_path: Path, people: int, places: int) -> None:
    """30 % of a group's headcount, rounded down, is shown while every score and ballot is still missing."""
    data = as_json("pools", inspectors(tmp_path, people))
    pool = next(pool for pool in data["pools"] if pool["base"])
    assert (pool["base"], pool["share"], pool["places"], pool["clause"]) == (people, "3/10", places, CLAUSE)
    assert len(pool["waiting"]) == people


def test_a_pool_without_a_place_is_warned_of(tmp_path: Path) -> None:
    """Three people at 30 % have no place; the warning gives the headcount, the share and the clause."""
    lines = run("pools", inspectors(tmp_path, 3)).output
    assert f"3 people, 30 % -> 0 places, clause {CLAUSE}" in lines
    assert "0 places" not in run("pools", inspectors(tmp_path, 4)).output


def test_a_scheme_without_quotas_says_so(tmp_path: Path) -> None:
    """The Tibet document states no quota, and the command says that instead of printing nothing."""
    result = run("pools", written(tmp_path))
    assert (result.exit_code, result.output) == (0, "this scheme has no quotas\n")


def test_a_tie_is_shown_with_the_exact_choice(tmp_path: Path) -> None:
    """The tie names how many of whom get the grade, and the fingerprint that a decision carries."""
    with as_file(files("kaohe_xpcc") / "cases" / "BT-5(3)c-tied.toml") as case:
        data = as_json("evaluate", case)
        lines = run("evaluate", case).output
    tie = next(tie for tie in data["ties"] if tie["kind"] == "member")
    assert tie["take"] < len(tie["members"])
    assert f"{tie['take']} of {', '.join(tie['members'])}" in lines
    assert tie["fingerprint"][:12] in lines


def test_a_decision_that_cannot_hold_is_refused_by_name(tmp_path: Path) -> None:
    """A decision on a tie that does not exist, or on a grade while data is missing, is listed with its reason."""
    tie = {"quota": "BT-5(4)", "members": ["I0", "I1"], "choose": ["I0"], "reason": "会议", "document": "纪要1号"}
    grade = {"appraisee": "I2", "grade": "称职", "reason": "会议", "document": "纪要2号"}
    data = as_json("pools", inspectors(tmp_path, 4, decisions=(tie, grade)))
    assert {refused["what"] for refused in data["refused"]} >= {"I2", "I0, I1"}


def test_a_guarantee_is_named_as_one() -> None:
    """In the table, what a guarantee keeps inside a pool reads as guaranteed, in the reader's language."""
    with as_file(files("kaohe_xpcc") / "examples" / "prefecture.json") as case:
        assert "guaranteed" in run("pools", case).output
        assert "（保证）" in run("pools", case, lang="zh").output
