"""The documentation is held to the code: its blocks run, its signatures are the real ones, its links lead somewhere."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from mypy import api

from kaohe.cases import differences, read_case
from kaohe.engine import Evaluation
from kaohe.rules import Part, Quota, Reading, assemble, lint, load
from kaohe.rules.tools import HOOKS, Ruleset

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    "architecture.md",
    "testing.md",
    "writing-a-scheme.md",
    "hooks.md",
    "interpretations.md",
    "vocabulary.md",
    "case-files.md",
    "office.md",
    "exchange.md",
    "paper.md",
]


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", _page(name), flags=re.MULTILINE | re.DOTALL)


def _run(name: str) -> dict[str, Any]:
    """The names that a page's Python blocks define, run in order."""
    names: dict[str, Any] = {"__name__": f"docs_{name.split('.')[0].replace('-', '_')}"}
    for number, block in enumerate(_blocks(name, "python"), 1):
        exec(compile(block, f"{name}, block {number}", "exec"), names)  # noqa: S102  # our own documentation
    return names


# --- the tutorial -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> Ruleset:
    """The scheme that the tutorial builds."""
    return assemble(_run("writing-a-scheme.md")["Example"])


def test_the_tutorials_scheme_passes_lint(example: Ruleset) -> None:
    """The scheme that the tutorial builds is sound."""
    assert lint(example) == []


def test_the_tutorials_case_comes_out_as_it_says(example: Ruleset, tmp_path: Path) -> None:
    """The worked case of the tutorial evaluates without a difference."""
    (text,) = [block for block in _blocks("writing-a-scheme.md", "toml") if block.startswith("# cases/")]
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    case = read_case(path, ruleset=example)
    assert len(case.expectations) == len(case.cohort.appraisees)
    assert [str(found.text) for found in differences(case, Evaluation(case.cohort).outcomes())] == []


def test_the_tutorial_declares_every_article_of_its_document(example: Ruleset) -> None:
    """Each article of the invented document stands as the clause of a rule."""
    document = re.findall(r"^> (第.条)", _page("writing-a-scheme.md"), flags=re.MULTILINE)
    clauses = {entry.rule.clause[:3] for entry in example.kinds[0].entries}
    assert clauses == set(document)
    assert len(document) == 6


def test_the_tutorials_edition_is_the_numbers_that_moved() -> None:
    """The edition of the tutorial is sound, and differs from the scheme before in the two rules that it names."""
    names = _run("writing-a-scheme.md")
    before, after = (assemble(names[name]) for name in ("Example", "Example2021"))
    assert lint(after) == []
    pairs = zip(before.kinds[0].entries, after.kinds[0].entries, strict=True)
    moved = [new.rule for old, new in pairs if old.rule != new.rule]
    assert [rule.id for rule in moved] == ["E-4(1)", "E-5"]
    assert isinstance(moved[1], Quota)
    assert str(moved[1].share) == "1/4"


def test_the_tutorials_project_file_names_its_scheme(example: Ruleset) -> None:
    """The entry point is called like the scheme and leads to the class."""
    (text,) = [block for block in _blocks("writing-a-scheme.md", "toml") if block.startswith("# pyproject.toml")]
    points = tomllib.loads(text)["project"]["entry-points"]["kaohe.scheme.v1"]
    assert points == {example.id: f"kaohe_example_county:{type(example.scheme).__name__}"}


def _install(folder: Path) -> None:
    """The tutorial's plugin and case, laid out as the tutorial says."""
    name = "kaohe_example_county"
    (folder / "site" / name).mkdir(parents=True)
    (folder / "site" / name / "__init__.py").write_text("\n".join(_blocks("writing-a-scheme.md", "python")), "utf-8")
    info = folder / "site" / f"{name}-1.0.0.dist-info"
    info.mkdir()
    case, project = sorted(_blocks("writing-a-scheme.md", "toml"))
    points = tomllib.loads(project)["project"]["entry-points"]["kaohe.scheme.v1"]
    rows = "\n".join(f"{key} = {value}" for key, value in points.items())
    (info / "entry_points.txt").write_text(f"[kaohe.scheme.v1]\n{rows}\n", "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kaohe-example-county\nVersion: 1.0.0\n", "utf-8")
    (folder / "cases").mkdir()
    (folder / "cases" / "E-4.toml").write_text(case, "utf-8")


def test_the_tutorials_commands_work(tmp_path: Path) -> None:
    """Every command that the tutorial gives succeeds on what the tutorial made, and says something."""
    _install(tmp_path)
    page = _page("writing-a-scheme.md").partition("## 5.")[2]  # what it begins with is tried by tests of new-scheme
    commands = re.findall(r"^    kaohe (.+?)\s*#", page, flags=re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-c", "from kaohe.cli import main; main()", *command.split()],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), "KAOHE_LANG": "en"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert done.stdout, command


@pytest.mark.parametrize("name", ["writing-a-scheme.md", "interpretations.md"])
def test_the_code_of_a_page_passes_a_strict_type_check(name: str, tmp_path: Path) -> None:
    """An author who copies the code finds mypy --strict content."""
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    (tmp_path / "copied.py").write_text("\n".join(_blocks(name, "python")), encoding="utf-8")
    cache = str(ROOT / ".mypy_cache" / "docs")
    options = ["--config-file", str(tmp_path / "mypy.ini"), "--python-executable", sys.executable, "--cache-dir", cache]
    output, crash, _ = api.run([*options, str(tmp_path / "copied.py")])
    assert not crash, crash
    assert output.startswith("Success"), output


# --- the hooks ----------------------------------------------------------------------------------------------------


def _signature(hook: str) -> str:
    return f"def {hook}{inspect.signature(getattr(Part, hook))}".replace("'", "")


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_exact_signature(hook: str) -> None:
    """The reference has a section for the hook, with its signature."""
    section = re.search(rf"^## {hook}$(.*?)(?=^## |\Z)", _page("hooks.md"), flags=re.MULTILINE | re.DOTALL)
    assert section is not None
    (block,) = re.findall(r"^```python\n(.*?)^```$", section[1], flags=re.MULTILINE | re.DOTALL)
    assert block.splitlines() == [_signature(hook)]


def test_no_other_hook_is_documented() -> None:
    """The reference names the hooks that exist, in their order, and no more."""
    assert re.findall(r"^## (.+)$", _page("hooks.md"), flags=re.MULTILINE) == list(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_a_test(hook: str) -> None:
    """There is a test of what the hook's declarations do."""
    tree = ast.parse((ROOT / "tests/rules/test_rules_hooks.py").read_text(encoding="utf-8"))
    assert f"test_hook_{hook}" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


# --- interpretations ----------------------------------------------------------------------------------------------


def test_the_interpretations_run() -> None:
    """The readings and the amendment of the page are what they say."""
    names = _run("interpretations.md")
    single, gap = names["SINGLE"], names["GAP"]
    assert isinstance(single, Reading)
    assert isinstance(gap, Reading)
    assert single.setting is None
    assert gap.setting is not None
    assert (gap.setting.default, gap.default.zh) == ("half-open", "从下限起算")
    ruleset = assemble(type(load("xizang-2018").scheme), [names["City"]])
    assert lint(ruleset) == []
    replaced = [entry.rule.id for entry in ruleset.kinds[0].entries if entry.origin == "city"]
    assert replaced == ["XZ-7(1)4"]


@pytest.mark.parametrize("block", _blocks("interpretations.md", "toml"), ids=lambda block: block.split()[0])
def test_the_pieces_of_case_files_are_toml(block: str) -> None:
    """What is shown of case files can be read, and names keys that exist."""
    data = tomllib.loads(block)
    assert set(data) <= {"cycle", "settings", "amendments", "decisions"}


def test_the_example_of_the_office_runs() -> None:
    """What the page on the office does from Python does what it says."""
    assert _run("office.md")["saved"].documents == 2


def test_the_example_of_paper_runs() -> None:
    """The forms of the page are sound, and declare one page for each, one for a team, one for all."""
    forms = {form.key: form for form in _run("paper.md")["Own"].forms}
    assert [forms[key].each for key in ("card", "roll", "brief")] == ["person", "team", "cycle"]


# --- all pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_pages_that_exist(name: str) -> None:
    """Every link between pages leads somewhere."""
    links = re.findall(r"\]\(([^)#]+)\)", _page(name))
    assert [link for link in links if not (DOCS / link).is_file()] == []


@pytest.mark.parametrize("name", PAGES)
def test_names_of_the_library_exist(name: str) -> None:
    """Modules, files and folders that a page names in code are there."""
    named = re.findall(r"`(kaohe\.[a-z_.]+|plugins/[a-z_]+|_[a-z_]+\.py)`", _page(name))
    missing = [word for word in named if not _exists(word)]
    assert missing == []


def _exists(word: str) -> bool:
    if word.startswith("plugins/"):
        return (ROOT / word).is_dir()
    if word.endswith(".py"):
        return any((ROOT / "framework/src/kaohe").rglob(word))
    if re.fullmatch(r"kaohe\.(scheme|amendment)\.v1", word):
        return True
    module, _, name = word.rpartition(".")
    return hasattr(importlib.import_module(module), name) or importlib.util.find_spec(word) is not None


def test_architecture_is_one_page() -> None:
    """The overview stays short enough to be read."""
    assert len(_page("architecture.md").splitlines()) <= 110
