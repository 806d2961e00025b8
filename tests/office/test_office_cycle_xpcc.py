"""An XPCC cycle in two 师 and the 兵团 above them: the commands of docs/cycle-xpcc.md, typed by their people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_kit import run
from cycle_kit import Played, case_file, played
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.office import Office
from kaohe.rules import Finding
from office_kit import rules

CYCLE = {
    "id": "2016",
    "start": "2016-01-01",
    "end": "2016-12-31",
    "lists": {"divisions": ["一师", "三师", "十四师"], "groups": ["督查一组"]},
}
Row = dict[str, Any]


def ballot(kind: str, *votes: int) -> dict[str, int]:
    """A ballot with these votes by grade, all collected and none spoilt."""
    declared = rules("xpcc-2016").kind(kind)
    assert declared is not None
    total = sum(votes)
    counts = {"issued": total, "collected": total, "spoilt": 0, "blank": 0}
    return {**counts, **dict(zip(declared.kind.grades, votes, strict=True))}


def row(who: str, kind: str, proposed: str, daily: int, links: dict[str, str] | None = None, **facts: Any) -> Row:
    """Somebody without any finding, proposed so, with these points of 60 for daily performance and 30 of the other 40."""
    declared = rules("xpcc-2016").kind(kind)
    assert declared is not None
    none: Row = {one.key: [] for one in declared.inputs if isinstance(one, Finding)}
    base = {"proposed": proposed, "daily": daily, "annual": 30, "ballot": ballot(kind, 100, 20, 0, 0)}
    return {"id": who, "kind": kind, "name": f"名{who}", "links": links or {}, "facts": {**none, **base, **facts}}


def team(who: str, level: str, division: str, proposed: str = "较好", daily: int = 50, **facts: Any) -> Row:
    """A team of a company with 1,500 people, of whom 150 voted."""
    post = {"assignment": "company", "level": level, "stationed": division, "entered": "2016-03-01"}
    held = {"population": 1500, "attended": 150, "ballot": ballot("team", 120, 20, 6, 4)}
    return row(who, "team", proposed, daily, **{**post, **held, **facts})


def person(who: str, team_id: str, proposed: str = "称职", daily: int = 50, kind: str = "member", **facts: Any) -> Row:
    """Somebody of a team who took no leave."""
    return row(who, kind, proposed, daily, {"team": team_id}, **{"leave": 0, **facts})


ONE = [
    team("C1", "corps", "一师", "优秀", 55),
    team("C2", "corps", "一师"),
    person("L1", "C1", kind="leader"),
    person("L2", "C2", kind="leader"),
    person("M1", "C1", "优秀", 59),
    person("M2", "C1", "优秀", 57),
    person("M3", "C2", "优秀", 55, sent_by="一师"),
    person("M4", "C2"),
    person("M5", "C2", ballot=ballot("member", 40, 30, 40, 10)),
    person("M6", "C2"),
    person("M7", "C2"),
    person("M8", "C2"),
    team("D1", "division", "一师", "优秀", 58),
    team("D2", "division", "一师", "优秀", 52),
    team("D3", "division", "一师", "优秀", 52),
    team("D4", "division", "一师"),
    team("D5", "division", "一师"),
    person("L3", "D1", kind="leader"),
    team("V1", "corps", "一师", assignment="village"),
]
THREE = [
    team("C1", "corps", "三师", "优秀", 55),
    person("L1", "C1", kind="leader"),
    person("N1", "C1", "优秀", 58),
    person("N2", "C1", "优秀", 54, sent_by="三师"),
    person("N3", "C1"),
    person("N4", "C1"),
    person("N5", "C1"),
    person("N6", "C1"),
    team("D1", "division", "三师"),
]
STAFF = [row(f"I{n}", "inspector", *("优秀", 58) if n == 1 else ("称职", 50), group="督查一组") for n in range(1, 5)]
LOT = "lot/BT-5(3)b/cc4197bc24ed"


def data(people: list[Row], **more: Any) -> dict[str, Any]:
    """These people as a case."""
    return {"scheme": "xpcc-2016", "cycle": CYCLE, "appraisees": people, **more}


def prepare(folder: Path) -> dict[str, list[str]]:
    """The files that the page begins with, and the values that it types once for each."""
    for name, people in (("one", ONE), ("three", THREE), ("corps", STAFF)):
        case_file(folder, name, data(people))
    (folder / "regiments.txt").write_text("T101\nT102\nT103\n", encoding="utf-8")
    teams = [one["id"] for one in ONE if one["kind"] == "team" and one["id"] != "V1"]
    people = [one["id"] for one in ONE if "leave" in one["facts"] and one["id"] != "M4"]
    return {"team": teams, "person": people}


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
