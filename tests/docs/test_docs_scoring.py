"""Every section of the page on scoring is a sound scheme and a case that comes out as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaohe.cases import differences, read_case
from kaohe.engine import Evaluation
from kaohe.rules import Scheme, assemble, lint
from kaohe.rules.tools import Ruleset

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
SECTIONS = {text.split("\n", 1)[0]: text for text in PAGE.split("\n## ")[1:]}


def _blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTIONS[section], flags=re.MULTILINE | re.DOTALL)


def _rules(section: str) -> Ruleset:
    names: dict[str, object] = {"__name__": "docs_scoring"}
    for block in _blocks(section, "python"):
        exec(compile(block, section, "exec"), names)  # noqa: S102  # our own documentation
    (scheme,) = [
        one for one in names.values() if isinstance(one, type) and issubclass(one, Scheme) and one is not Scheme
    ]
    return assemble(scheme)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_holds(section: str, tmp_path: Path) -> None:
    """Its scheme is sound, and its case, which expects something, meets what it expects."""
    rules = _rules(section)
    assert [str(found.text) for found in lint(rules)] == []
    (text,) = _blocks(section, "toml")
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    case = read_case(path, ruleset=rules)
    assert case.expectations
    assert [str(found.text) for found in differences(case, Evaluation(case.cohort).outcomes())] == []
