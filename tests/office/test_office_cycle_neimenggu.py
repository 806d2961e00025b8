"""An Inner Mongolia cycle in three counties and their region: the commands of docs/cycle-neimenggu.md, typed by their people."""

from __future__ import annotations

import pytest

from cli_kit import as_json, run
from cycle_kit import Played, played
from cycle_kit.neimenggu import COUNTIES, MARKS, county, data, prepare
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.office import Office


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
