"""An Inner Mongolia cycle in three counties and their region: the commands of docs/cycle-neimenggu.md, typed by their people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, run
from cycle_kit import Played, case_file, played
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.office import Office

COUNTIES = {"jia": "甲旗", "yi": "乙旗", "bing": "丙旗"}
CYCLE = {"id": "2018", "start": "2018-01-01", "end": "2018-12-31", "lists": {"counties": [*COUNTIES.values()]}}
KINDS = {"T": "team", "H": "head", "D": "deputy", "L": "liaison", **dict.fromkeys(("M1", "M2", "M3", "M4"), "member")}
BEST = {"H", "M1", "M2"}
"""Who is proposed as 优秀 in each county."""
MARKS = {"jia": 92, "yi": 88, "bing": 85}
INDICATORS = {
    "reduction": 9,
    "income": 9,
    "incidence": 9,
    "precision": 13,
    "projects": 13,
    "funds": 9,
    "committees": 9,
    "advice": 4,
    "guidance": 4,
    "examples": 4,
    "policy": 4,
}
Row = dict[str, Any]


def county(name: str) -> list[Row]:
    """A team and its people with the county's mark wherever one is due; what a visit yields is entered after its draw."""
    return [
        {
            "id": who,
            "kind": kind,
            "name": f"名{who}",
            "links": {} if kind == "team" else {"team": "T"},
            "facts": {"proposal": "优秀" if who in BEST else "称职", **_facts(name, who)},
        }
        for who, kind in KINDS.items()
    ]


def _facts(name: str, who: str) -> Row:
    """No finding, nothing precise or imprecise, 240 days, the group's two raters at B1; M1 two points above the others."""
    mark = MARKS[name] + (2 if who == "M1" else 0)
    shared: Row = dict.fromkeys(("identification", "measures", "exit"), "neither")
    shared |= {"solved": [], "tasks_well": [], "tasks_badly": [], "group_steps": ["B1", "B1"], "daily": mark}
    if who == "T":
        own: Row = {"county": COUNTIES[name], "county_rank": 20 + MARKS[name] - 85, "ledger": mark, "third_party": mark}
        return {**shared, **own, "indicators": {"items": INDICATORS}}
    votes = {"issued": 10, "collected": 10, "spoilt": 0, "blank": 0, "好": 7, "较好": 3, "一般": 0, "差": 0}
    ballots = {f"ballot_{one}": votes for one in ("overall", "targets", "organisation", "service", "effect")}
    return {**shared, **ballots, "opinion": mark, "supervision": mark, "days": 240}


def data(people: list[Row], **more: Any) -> dict[str, Any]:
    """These people as a case."""
    return {"scheme": "neimenggu-2018", "cycle": CYCLE, "appraisees": people, **more}


def prepare(folder: Path) -> dict[str, list[str]]:
    """The files that the page begins with, and the values that it types once for each."""
    for name in COUNTIES:
        case_file(folder, name, data(county(name)))
        towns = [f"{name}-S{town}" for town in range(1, 7)]
        (folder / f"{name}-towns.txt").write_text("\n".join(towns), encoding="utf-8")
        villages = [f"{town},{town}-V{village}" for town in towns for village in range(1, 4)]
        (folder / f"{name}-villages.txt").write_text("\n".join(villages), encoding="utf-8")
    case_file(folder, "region", data([]))
    people = [who for who, kind in KINDS.items() if kind != "team"]
    return {"county": [*COUNTIES], "person": people}


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Everything of the page typed."""
    folder = tmp_path_factory.mktemp("neimenggu")
    return played("cycle-neimenggu.md", folder, prepare(folder))


def whole(office: Office) -> Evaluation:
    """Everybody in one case from the beginning, with what the people of the page decided."""
    rows = []
    for name, code in COUNTIES.items():
        for one in county(name):
            facts = one["facts"] | ({} if one["kind"] == "team" else {"visits": MARKS[name]})
            links = {key: f"{code}.{value}" for key, value in one["links"].items()}
            rows.append({**one, "id": f"{code}.{one['id']}", "links": links, "facts": facts})
    decisions = [*office.decisions.values()]
    return Evaluation(case_from_data({"format": 1, **data(rows, decisions=decisions)}).cohort)


def test_the_region_comes_out_as_one_case_of_everybody(cycle: Played) -> None:
    """Outcomes of the region's book are those of one case with all counties in it, and each is sealed."""
    with Office.open(cycle.folder / "region.book", writable=False) as office:
        found = {one.id: (one.state, one.grade, one.score) for one in office.evaluation.outcomes()}
        assert found == {one.id: (one.state, one.grade, one.score) for one in whole(office).outcomes()}
        assert {one.state for one in office.states()} == {"sealed"}


def test_the_places_span_the_counties(cycle: Played) -> None:
    """Three of twelve members: two of 甲旗, one of 乙旗; each county's own book gave its first member a place."""
    with Office.open(cycle.folder / "region.book", writable=False) as office:
        best = {one.id for one in office.evaluation.outcomes() if one.grade == "优秀"}
        assert best == {"甲旗.M1", "甲旗.M2", "乙旗.M1", "甲旗.H"}
    for name in COUNTIES:
        with Office.open(cycle.folder / f"{name}.book", writable=False) as office:
            assert [one.id for one in office.evaluation.outcomes() if one.grade == "优秀"] == ["M1"]


@pytest.mark.parametrize("name", COUNTIES)
def test_the_places_were_drawn_before_their_marks(cycle: Played, name: str) -> None:
    """4 townships of 6, 8 villages in them with one of each at least, by a seed pledged before; the marks came after."""
    with Office.open(cycle.folder / f"{name}.book", writable=False) as office:
        steps = office.procedure
        draws = [id_ for id_ in steps.draws if COUNTIES[name] in id_]
        towns, villages = (steps.draws[id_]["drawn"][""] for id_ in sorted(draws))
        assert (len({*towns}), len({*villages})) == (4, 8)
        assert {village.rpartition("-")[0] for village in villages} == {*towns}
        assert all(steps.holds(id_) for id_ in draws)
        assert steps.early_marks() == []
        kept = [event for event in office.history(appraisee="M1") if any(one.key == "visits" for one in event.moved)]
        assert len(kept) == 1


def test_only_the_countys_own_places_are_drawn(cycle: Played) -> None:
    """A county's book asks for its own draws alone, and the region's for none, its people having come from the counties."""
    found = {
        name: as_json("office", "draw", "list", cycle.folder / f"{name}.book")["subjects"] for name in ("yi", "region")
    }
    assert {one["id"].rpartition("/")[2] for one in found["yi"]} == {"乙旗"}
    assert found["region"] == []


def test_nothing_is_asked_for_after_the_end(cycle: Played) -> None:
    """Every paper is there, the objection is answered, every notice given; what is due by day is late for nobody."""
    path = cycle.folder / "region.book"
    steps = as_json("office", "due", path, "--on", "2019-03-06")["due"]
    assert {one["step"] for one in steps if one["people"]} == set()
    assert [one["outcome"] for one in as_json("office", "objection", "list", path)] == ["rejected"]
    assert {bool(one["on"]) for one in as_json("office", "notice", "list", path)} == {True}


def test_the_seeds_that_did_not_match_left_no_trace(cycle: Played) -> None:
    """A refused reveal wrote nothing: each draw stands once, and the book verifies with its head."""
    path = cycle.folder / "jia.book"
    with Office.open(path, writable=False) as office:
        assert not [id_ for id_ in office.procedure.draws if "~" in id_]
        head = office.head.full
    assert run("book", "verify", path, "--receipt", head).exit_code == 0
