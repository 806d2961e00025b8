"""Links by date on sheets: one cell says who it was from which day to which, and comes back as the same rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine_kit.turned import turned_case
from kaohe.cases import Case, case_from_data
from kaohe.exchange import Options, preview_file, template
from kaohe.office import Amend

ROWS = [{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-01"}]
SAID = "T1 2020-01-01..2020-02-29; T2 2020-03-01..2020-04-30"


def _case(team: Any = None) -> Case:
    links = {"unit": "U1"} | ({"team": team} if team is not None else {})
    rows = [
        {"id": "T1", "kind": "team", "name": "一队", "facts": {}},
        {"id": "T2", "kind": "team", "name": "二队", "facts": {}},
        {"id": "U1", "kind": "unit", "facts": {}},
        {"id": "M1", "kind": "member", "facts": {}, "links": links},
    ]
    return turned_case(rows)


def _preview(case: Case, folder: Path, cell: str) -> Any:
    path = folder / "a.csv"
    path.write_text(f"编号,所在队编号\nM1,{cell}\n", encoding="utf-8")
    return preview_file(case, path, Options(kind="roster"))


@pytest.mark.parametrize("cell", [SAID, "T1 ..2020-02-29; T2 2020-03-01..", "一队 ..2020-02；T2 2020-03.."])
def test_a_cell_says_a_link_by_date(cell: str, tmp_path: Path) -> None:
    """As the template writes it, as people shorten it, with a name and with periods: the same change."""
    (change,) = _preview(_case(), tmp_path, cell).changes
    assert isinstance(change, Amend)
    assert change.links["team"] == [
        {"id": "T1", "from": "2020-01-01", "until": "2020-02-29"},
        {"id": "T2", "from": "2020-03-01", "until": "2020-04-30"},
    ]


def test_a_cell_that_says_what_the_book_holds_changes_nothing(tmp_path: Path) -> None:
    """However the days are shortened."""
    preview = _preview(_case(ROWS), tmp_path, "T1 ..2020-02-29; T2 2020-03-01..")
    assert (preview.changes, preview.counts["same"]) == ([], 1)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("T1 ..2020-03-01; T2 2020-03-01..", "K1241"),
        ("T1 ..2020-05-01", "K1242"),
        ("T9 ..2020-02-29", "K9145"),
        ("U1 ..2020-02-29", "K9145"),
    ],
)
def test_a_cell_that_cannot_be_is_rejected_at_its_place(cell: str, number: str, tmp_path: Path) -> None:
    """Overlaps, days outside the cycle and ids of nobody there: one reason each, and nothing is changed."""
    preview = _preview(_case(), tmp_path, cell)
    (line,) = preview.of("rejected")
    assert (line.why.number, preview.changes) == (number, [])


def test_the_template_of_the_roster_comes_back(tmp_path: Path) -> None:
    """What it writes of a link by date is read as the same rows."""
    case = _case(ROWS)
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(case, "roster", language="zh"))
    preview = preview_file(_case(), path, Options(kind="roster"))
    assert not preview.of("rejected")
    (change,) = preview.changes
    raw = {"id": "M1", "kind": "member", "facts": {}, "links": {"unit": "U1", **change.links}}
    again = case_from_data({**case.raw, "appraisees": [*case.raw["appraisees"][:-1], raw]}, ruleset=case.cohort.ruleset)
    assert again.cohort.appraisees["M1"].links == case.cohort.appraisees["M1"].links
