"""`kaohe new-scheme`: the folder that a region's author begins with is a sound plugin."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mypy import api

from cli_kit import run, spawn

HOOKS = ("eligibility", "bonus_penalty", "quota", "procedure")


def _made(folder: Path, name: str = "county-2031") -> Path:
    done = run("new-scheme", name, "--to", folder, "--title", "某县考核办法")
    assert done.exit_code == 0, done.output
    return folder / f"kaohe-{name}"


def _installed(root: Path) -> Path:
    """The wheel of a written folder, unpacked as an installer does."""
    build = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"
    site = root.parent / "site"
    done = subprocess.run(
        [sys.executable, "-c", build, str(root.parent)], cwd=root, capture_output=True, text=True, check=True
    )
    shutil.unpack_archive(root.parent / done.stdout.strip(), site, "zip")
    return site


def test_the_written_scheme_passes_check(tmp_path: Path) -> None:
    """Installed as it is, it is listed as sound, and `kaohe check` finds nothing to complain about."""
    site = _installed(_made(tmp_path))
    checked = spawn("check", "county-2031", "--seed", "0", PYTHONPATH=str(site), KAOHE_ALLOW="county-2031")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert re.search(r"county-2031: \d+ checks passed, 0 failed", checked.stdout), checked.stdout
    listed = spawn("schemes", PYTHONPATH=str(site), KAOHE_ALLOW="county-2031")
    assert "某县考核办法" in listed.stdout


def test_it_says_how_to_go_on(tmp_path: Path) -> None:
    """The lines to type next are printed, with the folder and the id in them."""
    done = run("new-scheme", "county-2031", "--to", tmp_path)
    root = tmp_path / "kaohe-county-2031"
    assert f"pip install -e {root}" in done.output
    assert "kaohe check county-2031" in done.output


def test_every_commented_example_holds(tmp_path: Path) -> None:
    """With the comments taken away each example assembles, and its rule stands in the scheme."""
    root = _made(tmp_path)
    file = root / "src/kaohe_county_2031/_scheme.py"
    text = file.read_text("utf-8")
    used, times = re.subn(r"        # return (at\(.*\))\n        return \[\]", r"        return \1", text)
    assert times == len(HOOKS)
    file.write_text(used.replace("import (\n", "import (\n    Count, Rank,\n", 1), "utf-8")
    code = (
        "from kaohe_county_2031 import County2031; from kaohe.rules import assemble, lint; r = assemble(County2031); "
        "print(sorted({entry.hook for entry in r.kinds[0].entries}), lint(r))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == f"{sorted([*HOOKS, 'scoring', 'veto'])} []", done.stderr


def test_a_type_checker_accepts_it(tmp_path: Path) -> None:
    """The class is typed: mypy --strict has nothing to say."""
    root = _made(tmp_path)
    output, errors, status = api.run(["--strict", "--cache-dir", os.devnull, str(root / "src")])
    assert status == 0, output + errors


@pytest.mark.parametrize("name", ["", "County", "a b", "-x", "x-", "a--b", "县", "../x", "x" * 41, "1st"])
def test_an_id_that_cannot_name_a_plugin_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written for an id that no package could have, and the form of one is shown."""
    done = run("new-scheme", "--to", tmp_path, "--", name)
    assert (done.exit_code, "K5100" in done.output) == (2, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays(tmp_path: Path) -> None:
    """A folder of that name is not written into, and an id that is installed is not taken again."""
    root = _made(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert "K5101" in run("new-scheme", "county-2031", "--to", tmp_path).output
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert "K5102" in run("new-scheme", "xizang-2018", "--to", tmp_path).output
