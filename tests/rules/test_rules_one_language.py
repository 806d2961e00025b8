"""Texts in Chinese alone are counted, and hinder nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_kit import as_json, run
from kaohe.rules import Ceiling, Finding, assemble, discover, lint
from kaohe.rules.tools import one_language
from kaohe.words import Text
from scheme_kit import BEST, PLAIN, declare, lines, score


def test_a_plain_text_counts_once_however_often_it_is_read() -> None:
    """The label that two rules share is one text; a code without Chinese in it needs no other language."""
    found = Finding("f", "问题", clause="1")
    rules = [
        Ceiling(BEST, id="a", clause="1", text="规则甲", when=found),
        Ceiling(BEST, id="b", clause="1", text=Text("rule B", "规则乙"), when=found & (score() > 3)),
        Ceiling(BEST, **(lines("c") | {"text": "AA"}), when=score() > 4),
    ]
    ruleset = assemble(declare(veto=rules))
    assert {text.zh for text in one_language(ruleset)} == {"问题", "规则甲"}
    assert [fault for fault in lint(ruleset) if fault.level == "error"] == []


def test_a_scheme_in_both_languages_has_none() -> None:
    """What says both is not counted."""
    assert one_language(assemble(declare(kinds=[PLAIN]))) == ()


@pytest.mark.parametrize("plugin", [plugin.id for plugin in discover(role="scheme")])
def test_the_shipped_schemes_keep_both_languages(plugin: str) -> None:
    """Every text of a shipped scheme is said in English too; lint has nothing to count."""
    assert as_json("lint", plugin)["one_language"] == 0


def test_lint_counts_them_for_the_author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names how many there are and the first; the status stays that of a sound scheme."""
    assert run("new-scheme", "county-2032", "--to", tmp_path).exit_code == 0
    root = tmp_path / "kaohe-county-2032"
    info = root / "src" / "kaohe_county_2032-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kaohe-county-2032\nVersion: 0.1\n", "utf-8")
    (info / "entry_points.txt").write_text(
        "[kaohe.scheme.v1]\ncounty-2032 = kaohe_county_2032:County2032\n".replace('"', ""), "utf-8"
    )
    monkeypatch.syspath_prepend(root / "src")
    done = run("lint", "county-2032")
    assert done.exit_code == 0, done.output
    assert "texts are in Chinese only" in done.output
