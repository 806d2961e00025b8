"""docs/trust.md names only tests that exist and figures' commands that run."""

from __future__ import annotations

import re
from pathlib import Path

from store_kit.weak import WEAK

ROOT = Path(__file__).parents[2]
TRUST = (ROOT / "docs" / "trust.md").read_text("utf-8")


def _sources() -> str:
    files = [*(ROOT / "tests" / "store").glob("*.py"), *(ROOT / "tests" / "store_kit").glob("*.py")]
    return "\n".join([file.read_text("utf-8") for file in files] + [file.name for file in files])


def test_every_promise_names_a_test_that_exists() -> None:
    """Each promise of the table has a test, and it is there."""
    table = TRUST.partition("## Promises")[2].partition("\n## ")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("|")][2:]
    sources = _sources()
    for row in rows:
        named = re.findall(r"`(\w+(?:\.py)?)`", row)
        assert named or "all of the above" in row
        for name in named:
            assert name.startswith("_") or f"def {name}(" in sources or f"\n{name}" in sources, f"{name} is not there"


def test_the_number_of_weakened_stores_is_the_documented_one() -> None:
    """The page counts the weakened stores as they are."""
    assert len(WEAK) == 12
    assert "twelve stores weakened" in TRUST


def test_programs_named_exist() -> None:
    """Every program the page tells the reader to run is in the repository."""
    programs = re.findall(r"python (tests/\S+\.py)", TRUST)
    assert programs
    for program in programs:
        assert (ROOT / program).exists(), program
