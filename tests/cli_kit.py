"""Running the command line in tests: in this process, or as a real one where status and streams matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from forked_kit import forked
from kaohe.cli import main

__all__ = ["EXAMPLE", "JANUARY", "ROOT", "as_json", "member", "run", "spawn", "written"]

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "plugins" / "xizang" / "src" / "kaohe_xizang" / "examples" / "county-2019.json"
JANUARY = {"start": "2019-01-01", "end": "2019-01-31", "periods": {"month": ["2019-01"], "quarter": ["2019Q1"]}}
_NO_FINDINGS: dict[str, Any] = {
    key: [] for key in ("refuses_management", "falsifies", "absence_notices", "negative_notices")
}


def run(*words: object, lang: str = "en") -> Result:
    """Run `kaohe` with those words in this process."""
    return CliRunner(env={"KAOHE_LANG": lang}).invoke(main, [str(word) for word in words])


def as_json(*words: object) -> Any:
    """What a command prints with --json."""
    result = run(*words, "--json")
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def spawn(*words: object, lang: str = "en", **env: str) -> subprocess.CompletedProcess[str]:
    """Run `kaohe` as a process of its own: in a new interpreter where a variable of Python's own is asked for."""
    arguments, environment = [str(word) for word in words], os.environ | {"KAOHE_LANG": lang} | env
    if not any(name.startswith("PYTHON") for name in env):
        return forked(arguments, folder=Path.cwd(), environment=environment)
    command = [sys.executable, "-c", "from kaohe.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def member(name: str = "M1", mark: object = 90, **facts: Any) -> dict[str, Any]:
    """A member of the Tibet scheme with one month, the same mark three times, and no findings."""
    marks = {key: [mark] for key in ("usual", "opinion", "targets")}
    return {"id": name, "kind": "member", "facts": {**_NO_FINDINGS, **marks, **facts}}


def written(folder: Path, *people: dict[str, Any], **more: Any) -> Path:
    """A JSON case of the Tibet scheme with one month, written into `folder`."""
    data = {"format": 1, "scheme": "xizang-2018", "cycle": JANUARY, "appraisees": list(people), **more}
    file = folder / "case.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file
