"""The lists of equivalent mutants, and what `kaohe mutate` makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaohe.rules import discover, load
from kaohe.testing import CheckError, case_folder, equivalent_of, mutants
from testing_kit.plugin import install, kaohe

SCHEMES = [plugin.id for plugin in discover(role="scheme")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample is installed."""
    return install(tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_listed_mutant_is_one(scheme: str) -> None:
    """What a plugin lists as equivalent is a mutant of its scheme; that none is caught, `kaohe mutate` tells."""
    file = Path(str(case_folder(scheme))).parent / "mutants.toml"
    listed = equivalent_of(file) if file.exists() else {}
    assert listed.keys() - {mutant.name for mutant in mutants(load(scheme))} == set()


def test_a_listed_mutant_is_excused_and_a_stale_entry_is_not(site: Path, tmp_path: Path) -> None:
    """With every uncaught mutant listed the run is clean; an entry for a caught one fails it by name."""
    found = json.loads(kaohe(site, tmp_path, "mutate", "sample-2020", "--json").stdout)
    names = [row["mutant"] for row in found["unnoticed"]]
    entries = "".join(f"[[equivalent]]\nmutant = '{name}'\nreason = 'a sample'\n" for name in names)
    file = tmp_path / "equal.toml"
    file.write_text(entries, "utf-8")
    done = kaohe(site, tmp_path, "mutate", "sample-2020", "--equivalent", "equal.toml")
    assert (done.returncode, f"{len(names)} listed as equivalent" in done.stdout) == (0, True)
    stale = "person/S-2/bands[1].low: 60 -> 61"
    file.write_text(entries + f"[[equivalent]]\nmutant = '{stale}'\nreason = 'it is caught'\n", "utf-8")
    done = kaohe(site, tmp_path, "mutate", "sample-2020", "--equivalent", "equal.toml")
    assert done.returncode == 1
    assert f"{stale}: listed as equivalent, but it is caught or not there" in done.stdout


def test_an_entry_says_why(tmp_path: Path) -> None:
    """An equivalent mutant without a reason is refused with the file's name."""
    file = tmp_path / "mutants.toml"
    file.write_text("[[equivalent]]\nmutant = 'a/b/c: 1 -> 2'\n", "utf-8")
    with pytest.raises(CheckError, match=r"mutants.toml.*needs mutant and reason"):
        equivalent_of(file)
