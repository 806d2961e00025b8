"""Files that are generated and committed: the schemes' pages and the example county; and the demonstration."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from types import ModuleType

import pytest

from cli_kit import EXAMPLE, ROOT, run
from kaohe.rules import discover

SCHEMES = [plugin.id for plugin in discover(role="scheme") if plugin.state == "ok"]


def generator() -> ModuleType:
    """The script that writes the example county."""
    file = ROOT / "plugins" / "xizang" / "tools" / "make_county.py"
    spec = importlib.util.spec_from_file_location("make_county", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_of_every_scheme_is_current(scheme: str) -> None:
    """docs/schemes/ holds exactly what `kaohe describe SCHEME --markdown` prints (make docs writes it)."""
    page = ROOT / "docs" / "schemes" / f"{scheme}.md"
    assert page.read_text(encoding="utf-8") == run("describe", scheme, "--markdown").stdout


def test_a_page_is_the_same_under_both_languages() -> None:
    """A page holds both languages, so it does not change with the locale of who writes it."""
    english, chinese = (run("describe", "xizang-2018", "--markdown", lang=lang).stdout for lang in ("en", "zh"))
    assert english == chinese


def test_the_example_is_what_its_generator_writes() -> None:
    """The committed county is written by the script beside it, byte for byte."""
    module = generator()
    assert EXAMPLE.read_text(encoding="utf-8") == module.text(module.county())


def test_the_generator_does_not_depend_on_hashing() -> None:
    """Under another hash seed the script makes the same county."""
    file = ROOT / "plugins" / "xizang" / "tools" / "make_county.py"
    code = f"import runpy; m = runpy.run_path({str(file)!r}); import sys; sys.stdout.write(m['text'](m['county']()))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": "7"}
    )
    assert done.stdout.decode() == EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "why"), [("en", "Why is M005 不称职"), ("zh", "M005 得分这么高，为什么是不称职")])
def test_the_demonstration_tells_a_surprise(lang: str, why: str) -> None:
    """`make run` evaluates the county, explains the vetoed best scorer and says what to try next."""
    command = [sys.executable, "-m", "kaohe.cli.demo"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | {"KAOHE_LANG": lang}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert why in done.stdout
    assert "XZ-7(1)3" in done.stdout
    assert "explain" in done.stdout.splitlines()[-8]
