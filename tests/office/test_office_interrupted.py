"""A book that is made of a case is there whole, or not at all, whatever stops its making and whoever makes it too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from cli_kit import spawn
from engine_kit.pooled import pooled_case, pooled_scheme
from kaohe.cases import Case, case_from_data
from kaohe.errors import KaoheError
from kaohe.office import Office
from kaohe.store import Refused, open_book
from lengths import scaled
from office_kit import CYCLE, PLAN
from store_kit.interrupts import Tracer

PEOPLE = 3
CASE = {
    "format": 1,
    "scheme": "xizang-2018",
    "cycle": CYCLE,
    "appraisees": [{"id": f"M{at}", "kind": "member", "name": "张三"} for at in range(PEOPLE)],
}
# What a process does that is killed while the people are entered, or once they are written and have no name yet.
KILLED = """
import os, signal, sys
from kaohe.cli import main
from kaohe.office import Office
from kaohe.store import Disk

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(*{"entering": (Office, "save"), "naming": (Disk, "link")}[sys.argv[1]], die)
sys.argv[1:] = ["book", "import", *sys.argv[2:], "--county", "某县"]
main()
"""


@pytest.fixture(params=["file", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the book is to be: a file, or a database."""
    return str(tmp_path / "a.book") if request.param == "file" else f"sqlite:///{tmp_path}/books.db#a"


def case() -> Case:
    """A case of three people."""
    return case_from_data(pooled_case(PEOPLE), ruleset=pooled_scheme())


def made(place: str | Path, unit: str = "X") -> Office:
    """A book of it."""
    return Office.of_case(place, case(), unit=unit)


def whole(place: str | Path) -> bool:
    """Whether a book of all the people stands there; False where there is none."""
    if not Path(place).exists() and "://" not in str(place):
        return False
    with Office.open(place, ruleset=pooled_scheme()) as office:
        assert len(office.people) == PEOPLE
        assert office.verify().records == 3
    return True


@pytest.mark.parametrize("ends", [KeyboardInterrupt, MemoryError])
def test_a_case_whose_making_is_cut_off_leaves_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: type[BaseException]
) -> None:
    """Cut off while its people are entered, no book is there, and the same place can be used again."""

    def cut_off(*_: Any, **__: Any) -> None:
        raise ends

    with monkeypatch.context() as patched:
        patched.setattr(Office, "save", cut_off)
        with pytest.raises(ends):
            made(place)
    assert list(tmp_path.iterdir()) == []
    with made(place) as office:
        assert (len(office.people), office.where) == (PEOPLE, place)
    assert whole(place)


def test_a_case_that_is_refused_leaves_nothing(place: str, tmp_path: Path) -> None:
    """Where the people are refused when they are entered, here for a reason that is too long, no book stays behind."""
    with pytest.raises(KaoheError):
        Office.of_case(place, case(), unit="某县", reason="长" * 10_000)
    assert list(tmp_path.iterdir()) == []


def test_a_book_interrupted_at_any_line_is_whole_or_not_there(tmp_path: Path) -> None:
    """Ctrl-C at lines spread over all that the store does leaves no draft, and a book with everybody or none."""
    of = case()
    count = Tracer()
    for name in ("before", "counted"):  # what is only done once is done before
        count = Tracer()
        (tmp_path / name).mkdir()
        with count.running():
            Office.of_case(tmp_path / name / "a.book", of, unit="X").close()
    lines = [at for at, (name, _) in enumerate(count.lines) if "/kaohe/store/" in name]
    making = [at for at in lines if count.lines[at][0].endswith("_making.py")]
    found = set()
    for at in sorted({*making, *lines[:: max(1, len(lines) // scaled(60, 600))]}):
        folder = tmp_path / str(at)
        folder.mkdir()
        with pytest.raises(KeyboardInterrupt), Tracer(at).running():
            Office.of_case(folder / "a.book", of, unit="X").close()
        assert [one.name for one in folder.iterdir()] in ([], ["a.book"]), count.lines[at]
        found.add(whole(folder / "a.book"))
    assert found == {False, True}


@pytest.mark.parametrize("when", ["entering", "naming"])
def test_a_case_whose_making_is_killed_can_be_imported_again(tmp_path: Path, when: str) -> None:
    """After kill -9 no book is there; the next import makes it, and what the killed one left goes with the book."""
    source, book = tmp_path / "case.json", tmp_path / "a.book"
    source.write_text(json.dumps(CASE), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, when, source, book], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    left = [one.name for one in tmp_path.iterdir() if one != source]
    assert len(left) == (when == "naming")
    assert all(name.startswith(".a.book.") for name in left)
    again = spawn("book", "import", source, book, "--county", "某县")
    assert again.returncode == 0, again.stderr
    assert list(tmp_path.glob("*.book")) == [book]
    with Office.open(book) as office:
        assert len(office.people) == PEOPLE


def test_of_two_that_make_the_same_book_one_is_refused(place: str) -> None:
    """Both begin where nothing is; the one that is ready first has the place, whole, and the other hears that it is taken."""
    begun = Barrier(2)
    told: dict[str, str] = {}

    def make(unit: str) -> None:
        def fill(office: Office) -> None:
            begun.wait(60)
            office.record()

        try:
            Office.create(place, PLAN, ruleset=None, fill=fill, actor=unit).close()
            told[unit] = ""
        except Refused as error:
            told[unit] = error.text.number

    threads = [Thread(target=make, args=(unit,)) for unit in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = "K4075" if "://" in place else "K4030"
    assert sorted(told.values()) == ["", taken]
    with open_book(place) as book:
        assert book.verify().records == 3
        assert {record.body["actor"] for record in book.history()} == {unit for unit in told if not told[unit]}


def test_of_two_processes_that_import_to_the_same_place_one_is_refused(tmp_path: Path) -> None:
    """Two commands at once: one makes the book, the other says that it exists, and the book is the first one's, whole."""
    source, book = tmp_path / "case.json", tmp_path / "a.book"
    source.write_text(json.dumps(CASE), encoding="utf-8")
    command = [sys.executable, "-m", "kaohe", "book", "import", str(source), str(book), "--county"]
    environment = {**os.environ, "KAOHE_LANG": "en"}
    both = [
        subprocess.Popen(
            [*command, unit], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, text=True
        )
        for unit in ("甲", "乙")
    ]
    said = {unit: one.communicate()[1] for unit, one in zip(("甲", "乙"), both, strict=True)}
    assert sorted(one.returncode for one in both) == [0, 2]
    lost = next(text for text, one in zip(said.values(), both, strict=True) if one.returncode)
    assert "K4030" in lost
    won = next(unit for unit, one in zip(said, both, strict=True) if not one.returncode)
    with Office.open(book) as office:
        assert (office.header.county, len(office.people)) == (won, PEOPLE)
    assert {one.name for one in tmp_path.iterdir()} == {"case.json", "a.book"}


def test_a_place_that_is_taken_is_told_before_the_work(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a book stands already, or none can be, nobody's people are entered first, and what stands there stays."""
    made(place).close()

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(Office, "save", never)
    for where in (place, place.replace("a.book", "no/a.book").replace("books.db", "no/books.db")):
        with pytest.raises(Refused):
            made(where, unit="Y")
    assert whole(place)


def test_others_are_met_at_the_book_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office that a case's making gives back holds the book at its place: it sees what others save there, and they it."""
    where = tmp_path / "a.book"
    with Office.of_case(where, case_from_data(CASE), unit="某县") as one, Office.open(where) as two:
        two.record()
        assert one.refresh() == frozenset()
        assert one.head == two.head
        assert one.verify().records == 4
