"""What a type checker tells the author of a plugin, and what is left for the loader to tell.

The plugins beside this file are text, so that the project's own checks pass them by; they are never run. Each
line that must be reported says so (`# expect: code`).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from mypy import api

from kaohe.errors import SchemeError
from kaohe.rules import assemble
from scheme_kit import declare

FOLDER = Path(__file__).parent / "plugins"
PLUGINS = sorted(FOLDER.glob("*.py.txt"))
ROOT = Path(__file__).parents[2]
_EXPECT = re.compile(r"#\s*expect:\s*([\w-]+)")
_ERROR = re.compile(r"^(?P<file>.+?):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$")


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, str]]]:
    """What mypy --strict reports for the plugins beside this file: (line, error code) by file name."""
    folder = tmp_path_factory.mktemp("mypy")
    settings = folder / "mypy.ini"
    settings.write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    for path in PLUGINS:
        (folder / path.stem).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    files = [str(folder / path.stem) for path in PLUGINS]
    cache = str(ROOT / ".mypy_cache" / "typing")
    output, crash, _ = api.run(
        ["--config-file", str(settings), "--python-executable", sys.executable, "--cache-dir", cache, *files]
    )
    assert not crash, crash
    found: dict[str, list[tuple[int, str]]] = {Path(name).name: [] for name in files}
    for line in output.splitlines():
        if match := _ERROR.match(line):
            found[Path(match["file"]).name].append((int(match["line"]), match["code"]))
    return found


def _expected(name: str) -> list[tuple[int, str]]:
    rows = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(number, match[1]) for number, row in enumerate(rows, 1) if (match := _EXPECT.search(row))]


@pytest.mark.parametrize("name", [path.stem for path in PLUGINS])
def test_mypy_reports_exactly_what_is_wrong(reported: dict[str, list[tuple[int, str]]], name: str) -> None:
    """A wrong return type, a dropped argument, an impossible expression: each is reported on its line, no other."""
    assert reported[name] == _expected(name)


def test_the_broken_plugins_are_broken() -> None:
    """Every file but the sound one has something to report, so that the test above can fail."""
    assert {path.stem: bool(_expected(path.stem)) for path in PLUGINS} == {
        "sound.py": False,
        "wrong_return.py": True,
        "dropped_argument.py": True,
        "wrong_expression.py": True,
    }


def test_a_misspelt_hook_is_caught_at_load() -> None:
    """No type checker can know that `scroe` was meant as a hook: assembling says so, with the nearest."""
    with pytest.raises(SchemeError, match="scoringg is not a hook; did you mean scoring"):
        assemble(declare(scoringg=[]))
