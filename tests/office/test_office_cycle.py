"""A whole Tibet year in two counties, their city and the region: the commands of docs/cycle.md, typed by their people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli_kit import ROOT, run
from kaohe.office import Office
from kaohe.rules import Count, Finding, Score
from kaohe.store import open_book
from office_kit import rules

PAGE = (ROOT / "docs" / "cycle.md").read_text(encoding="utf-8")
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


def written(folder: Path, name: str, people: list[dict[str, Any]]) -> None:
    """A case file of the scheme with these people."""
    data = {"format": 1, "scheme": "xizang-2018", "cycle": CYCLE, "appraisees": people}
    (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def typed() -> Iterator[tuple[str, str]]:
    """Who types which command of the page, in order."""
    for block in re.findall(r"^```\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            who, _, command = line.partition(" kaohe ")
            periods = {"{month}": MONTHS, "{quarter}": QUARTERS}
            mark = next((one for one in periods if one in command), "")
            for at in periods.get(mark, [""]):
                said = command.replace(mark, at) if mark else command
                turns = int(who[1:]) if who.startswith("x") else 0
                yield from ((("sun", "qian")[turn % 2], said) for turn in range(turns))
                if not turns:
                    yield who.rstrip("$"), said


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder in which everything was typed, and what the last command said."""
    folder = tmp_path_factory.mktemp("year")
    for name, people in (("jia", county(91)), ("yi", county(85)), ("city", []), ("region", [])):
        written(folder, name, people)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        said = ""
        for who, command in typed():
            patch.setenv("KAOHE_IDENTITY", who)
            done = run(*command.replace("root:", f"{_account()}:").split())
            assert done.exit_code == 0, (who, command, done.output[-1500:], done.stderr[-1500:])
            said = done.output
        yield folder, said


def _account() -> str:
    import getpass

    return getpass.getuser()


def test_everybody_is_approved_and_the_book_is_closed(year: tuple[Path, str]) -> None:
    """In the region every result stands, under its county's and city's codes, and the book takes no more."""
    folder, said = year
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


def test_a_revision_took_the_signatures_back(year: tuple[Path, str]) -> None:
    """January of 甲县 was signed twice, with the revision between; its quarter was signed anew."""
    folder, _ = year
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


def test_the_heads_of_the_counties_are_kept(year: tuple[Path, str]) -> None:
    """The city names the heads at which it joined the counties, and the region those of the city and below it."""
    folder, _ = year
    heads = {}
    for name in ("jia", "yi", "city"):
        with Office.open(folder / f"{name}.book", writable=False) as office:
            heads[name] = office.head.full
    with Office.open(folder / "region.book", writable=False) as office:
        lower = office.lowers["市"]
    assert lower.head.full == heads["city"]
    assert lower.below == {"甲": heads["jia"], "乙": heads["yi"]}
