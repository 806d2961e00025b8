"""The plugin of the first trial that came out wrong: a kind without inputs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forked_kit import forked

# The plugin ships no case, and its bonus has no upper limit: two failures that it does have, neither in the fuzz alone.
FAILED = {"check": ["cases.present:", "score.bounds:"]}
FILES = Path(__file__).parent / "files" / "empty-kind"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin `empty-kind`, installed on a path of its own."""
    folder = tmp_path_factory.mktemp("empty-kind")
    info = folder / "kaohe_emptykind-1.0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kaohe-emptykind\nVersion: 1.0.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[kaohe.scheme.v1]\nempty-kind = kaohe_emptykind:Example\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ["check", "empty-kind", "--seed", "0"],
        ["fuzz", "empty-kind", "--phase", "fuzz", "-n", "10", "--seed", "0"],
        ["describe", "empty-kind"],
        ["new-case", "empty-kind"],
        ["lint", "empty-kind"],
    ],
    ids=lambda words: words[0],
)
def test_a_kind_without_inputs_runs(site: Path, words: list[str]) -> None:
    """A kind of which nothing is entered is checked, fuzzed and described like any other; no traceback."""
    path = [site, FILES / "src"]
    search = os.pathsep.join([*map(str, path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**os.environ, "PYTHONPATH": search, "KAOHE_LANG": "en"}  # for the processes that a check starts
    done = forked(words, folder=site, environment=environment, path=path)
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    failed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  failed")]
    assert failed == FAILED.get(words[0], [])
    assert done.returncode == int(bool(failed))
