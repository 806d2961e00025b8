"""A whole Tibet year in two counties, their city and the region: the commands of docs/cycle.md, typed by their people."""

from __future__ import annotations

import pytest

from cli_kit import run
from cycle_kit import Played, played
from cycle_kit.tibet import prepare
from kaohe.office import Office
from kaohe.store import open_book


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Everything of the page typed."""
    folder = tmp_path_factory.mktemp("year")
    return played("cycle.md", folder, prepare(folder))


def test_everybody_is_approved_and_the_book_is_closed(year: Played) -> None:
    """In the region every result stands, under its county's and city's codes, and the book takes no more."""
    folder, said = year.folder, year.said
    with Office.open(folder / "region.book", writable=False) as office:
        assert {one.state for one in office.states()} == {"sealed"}
        grades = {one.id: one.grade for one in office.evaluation.outcomes()}
        assert grades == {
            "市.甲.U1": "优秀",
            "市.甲.T1": "优秀",
            "市.甲.M1": "优秀",
            "市.甲.M2": "优秀",
            "市.乙.U1": "合格",
            "市.乙.T1": "合格",
            "市.乙.M1": "称职",
            "市.乙.M2": "称职",
        }
    assert "市.甲.M1" in said
    assert run("office", "enter", folder / "region.book", "市.甲.M1", "opinion=1", "--at", "2019-01").exit_code == 2


def test_a_revision_took_the_signatures_back(year: Played) -> None:
    """January of 甲县 was signed twice, with the revision between; its quarter was signed anew."""
    folder = year.folder
    with open_book(folder / "jia.book", writable=False) as book:
        moved = [
            (change.id, change.fields is None)
            for record in book.history()
            for change in record.changes
            if change.kind == "signature" and change.id.startswith(("month/2019-01/", "quarter/2019Q1/"))
        ]
    gone = {id_ for id_, taken in moved if taken}
    assert any(id_.startswith("month/2019-01/") for id_ in gone)
    assert any(id_.startswith("quarter/2019Q1/") for id_ in gone)


def test_the_heads_of_the_counties_are_kept(year: Played) -> None:
    """The city names the heads at which it joined the counties, and the region those of the city and below it."""
    folder = year.folder
    heads = {}
    for name in ("jia", "yi", "city"):
        with Office.open(folder / f"{name}.book", writable=False) as office:
            heads[name] = office.head.full
    with Office.open(folder / "region.book", writable=False) as office:
        lower = office.lowers["市"]
    assert lower.head.full == heads["city"]
    assert lower.below == {"甲": heads["jia"], "乙": heads["yi"]}
