"""docs/trust.md promises nothing without a test: each block is marked, each test exists, and weakened stores fail it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

from store_kit.weak import WEAK

ROOT = Path(__file__).parents[2]
TRUST = (ROOT / "docs" / "trust.md").read_text("utf-8")
_MARK = re.compile(r"<!-- ([tn]): ([^>]+?) -->(?: \|)?\Z")
_NOT_A_BLOCK = re.compile(r"#|\|---|\| (promise|run|where) \|")


@frozen
class Block:
    """A paragraph, an item of a list or a row of a table, and its mark: "t" with tests, "n" with a reason, "" for none."""

    text: str
    kind: str
    said: str

    @property
    def tests(self) -> list[str]:
        """The tests it names."""
        return re.split(r",\s+", self.said) if self.kind == "t" else []

    @property
    def weaknesses(self) -> list[str]:
        """The weakened stores that its row of the table names."""
        cells = self.text.split(" | ")
        named = cells[1].partition("<!--")[0].strip() if self.kind == "t" and len(cells) > 1 else "-"
        return [] if named == "-" else named.split("; ")


def blocks(page: str) -> list[Block]:
    """The blocks of a page, without headings, heads of tables and code."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    parts = re.split(r"\n\s*\n|\n(?=- |\||#)", prose)
    found = [part.strip() for part in parts if part.strip() and not _NOT_A_BLOCK.match(part.strip())]
    return [_block(part) for part in found]


def _block(text: str) -> Block:
    mark = _MARK.search(text)
    return Block(text, mark[1], " ".join(mark[2].split())) if mark else Block(text, "", "")


@pytest.fixture(scope="module")
def collected() -> list[str]:
    """Every test of the store, as pytest names it."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/store"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line.removeprefix("tests/store/") for line in done.stdout.splitlines() if "::" in line]


def test_every_block_has_its_mark() -> None:
    """No block of the page stands without the tests that hold it, or the reason why it promises nothing."""
    found = blocks(TRUST)
    assert [block.text for block in found if not block.kind] == []
    assert sum(block.kind == "t" for block in found) > 50


def test_every_test_named_exists(collected: list[str]) -> None:
    """Each test that a block names is one that pytest finds: a file, a function, or one case of it."""
    named = [name for block in blocks(TRUST) for name in block.tests]
    missing = [name for name in named if not any(_is(name, one) for one in collected)]
    assert missing == []


def _is(name: str, test: str) -> bool:
    return test == name or test.startswith((name + "::", name + "["))


def test_planted_weaknesses_stand_in_the_table() -> None:
    """Each weakened store stands in the row of a promise whose tests are the ones that must catch it, and no other does."""
    rows = {name: block for block in blocks(TRUST) for name in block.weaknesses}
    assert sorted(rows) == sorted(weak.name for weak in WEAK)
    for weak in WEAK:
        tests = rows[weak.name].tests
        for check in weak.caught_by:
            assert any(check.__name__ in test for test in tests), (
                f"{weak.name}: {check.__name__} is not beside its promise"
            )


def test_a_promise_without_a_mark_or_a_test_is_found(collected: list[str]) -> None:
    """The checks above fail for a sentence put in without a mark, and for a test that is not there."""
    assert [block.kind for block in blocks(TRUST + "\n\nKaohe never loses a byte.\n")][-1] == ""
    assert not any(_is("test_store_file.py::test_never_loses", one) for one in collected)
    assert not any(_is("test_store_file.py::test_file", one) for one in collected)


def test_programs_and_selections_exist(collected: list[str]) -> None:
    """Every program the page tells the reader to run is in the repository, and every selection of tests selects some."""
    programs = re.findall(r"python (tests/\S+\.py)", TRUST)
    assert programs
    for program in programs:
        assert (ROOT / program).exists(), program
    for quoted, bare in re.findall(r'pytest tests/store -k (?:"([^"]+)"|(\w+))', TRUST):
        for word in re.split(r" (?:and|or) ", quoted or bare):
            assert any(word in test for test in collected), word
