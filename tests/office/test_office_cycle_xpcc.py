"""An XPCC cycle in two 师 and the 兵团 above them: the commands of docs/cycle-xpcc.md, typed by their people."""

from __future__ import annotations

import pytest

from cli_kit import run
from cycle_kit import Played, played
from cycle_kit.xpcc import ONE, STAFF, THREE, Row, data, prepare
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.office import Office

LOT = "lot/BT-5(3)b/cc4197bc24ed"


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Everything of the page typed."""
    folder = tmp_path_factory.mktemp("xpcc")
    return played("cycle-xpcc.md", folder, prepare(folder))


def whole(office: Office) -> Evaluation:
    """Everybody in one case from the beginning, with what the people of the page decided and found."""
    rows = [{**one, "id": f"一师.{one['id']}", "links": _under("一师", one)} for one in ONE]
    rows += [{**one, "id": f"三师.{one['id']}", "links": _under("三师", one)} for one in THREE]
    for one in rows:
        if one["id"] == "一师.M5":
            one["rechecks"] = {"BT-5(9)": {"status": "confirmed", "document": "复核1号"}}
    decisions = [*office.decisions.values()]
    case = case_from_data({"format": 1, **data([*STAFF, *rows], decisions=decisions)})
    return Evaluation(case.cohort)


def _under(code: str, one: Row) -> dict[str, str]:
    return {key: f"{code}.{value}" for key, value in one["links"].items()}


def test_the_joined_book_comes_out_as_one_case_of_everybody(cycle: Played) -> None:
    """Outcomes of the 兵团's book are those of one case with everybody in it, guarantee, tie and re-check included."""
    with Office.open(cycle.folder / "corps.book", writable=False) as office:
        found = {one.id: (one.state, one.grade, one.score) for one in office.evaluation.outcomes()}
        assert found == {one.id: (one.state, one.grade, one.score) for one in whole(office).outcomes()}
        assert {one.state for one in office.states()} == {"sealed"}


def test_the_guarantee_spans_both_divisions(cycle: Played) -> None:
    """Four places of 14 members: by rank alone M2 would have the last but one; each 师 keeps its share, and N1 comes in."""
    excellent = {}
    for name in ("one", "three", "corps"):
        with Office.open(cycle.folder / f"{name}.book", writable=False) as office:
            excellent[name] = {o.id for o in office.evaluation.outcomes() if o.kind == "member" and o.grade == "优秀"}
    assert excellent["one"] == {"M1", "M3"}
    assert excellent["three"] == {"N2"}
    assert excellent["corps"] == {"一师.M1", "一师.M3", "三师.N1", "三师.N2"}


def test_what_people_decided_stands(cycle: Played) -> None:
    """The re-check lowered M5, a person decided the tie of one 师 and lots that of both; no 团场 assesses its own."""
    with Office.open(cycle.folder / "corps.book", writable=False) as office:
        grades = {one.id: one.grade for one in office.evaluation.outcomes()}
        assert (grades["一师.M5"], grades["一师.D2"], grades["一师.D3"]) == ("基本称职", "优秀", "较好")
        assert {grades[f"{code}.C1"] for code in ("一师", "三师")} == {"优秀", "较好"}
        (lots,) = [one for one in office.decisions.values() if "抽签" in one["reason"]]
        assert grades[lots["choose"][0]] == "优秀"
        assert office.procedure.holds(LOT)
    for name, place in (("one", "一师"), ("three", "三师")):
        with Office.open(cycle.folder / f"{name}.book", writable=False) as office:
            pairs = office.procedure.assignments[f"BT-3(2)/regiments/{place}"]
            assert all(assessed != assessor for assessed, assessor in pairs.items())


def test_papers_and_imported_grades_came_along(cycle: Played) -> None:
    """The 兵团 misses no paper of the 师, and has the region's grade of the village team, which it does not compute."""
    with Office.open(cycle.folder / "corps.book", writable=False) as office:
        assert not [one for one in office.procedure.papers() if one.missing]
        assert office.procedure.imported["一师.V1"]["grade"] == "优秀"
        assert office.evaluation.outcome("一师.V1").state == "not_appraised"


def test_a_closed_book_takes_nothing_more(cycle: Played) -> None:
    """Neither an entry nor a draw nor another joining."""
    path = cycle.folder / "corps.book"
    for words in (
        ("enter", path, "I1", "daily=1"),
        ("draw", "pledge", path, LOT, "--again", "--keep", cycle.folder / "seed-3", "--reason", "x"),
        ("join", path, cycle.folder / "one.book", "--as", "一师"),
    ):
        done = run("office", *words)
        assert done.exit_code == 2
        assert "[K8100]" in done.stderr
    assert not (cycle.folder / "seed-3").exists()
