"""The copy that leaves the office says why, and nothing of anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_kit import EXAMPLE, ROOT, run
from kaohe.cases import read_case
from kaohe.engine import Evaluation, explain, explanation_lines
from kaohe.rules.tools import linked_ids

CASES = ROOT / "plugins/neimenggu/src/kaohe_neimenggu"
# Where ids are words of their own that no text contains by chance.
FILES = [
    EXAMPLE,
    CASES / "examples/region.json",
    ROOT / "plugins/xpcc/src/kaohe_xpcc/examples/prefecture.json",
]
PEOPLE = 12


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_no_colleague_stands_in_the_copy(file: Path) -> None:
    """Neither the text nor the JSON holds an id or name of anybody but the appraisee and whom the links lead to."""
    evaluation = Evaluation(read_case(file).cohort)
    people = evaluation.cohort.appraisees
    chosen = [*list(people)[:PEOPLE], *(tie.members[0] for tie in evaluation.ties()[:3])]
    chosen += [name for name in people if evaluation.outcome(name).needs][:5]
    for who in dict.fromkeys(chosen):
        found = explain(evaluation, who, private=True)
        said = json.dumps(found.as_json(), ensure_ascii=False) + "\n".join(
            line.in_language(lang) for line in explanation_lines(found) for lang in ("en", "zh")
        )
        own = {who, *(to for link in people[who].links.values() for to in linked_ids(link))}
        others = {word for one in people.values() if one.id not in own for word in (one.id, one.name) if word}
        assert not [word for word in others if not any(word in mine for mine in own) and _stands(word, said)], who


def _stands(word: str, text: str) -> bool:
    """Whether `word` stands in `text` as a word of its own."""
    at = text.find(word)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(word) : at + len(word) + 1]
        if not any(character.isalnum() or character in "-_" for character in around):
            return True
        at = text.find(word, at + 1)
    return False


def test_the_office_sees_whom_a_tie_is_with() -> None:
    """Inside the office the tied are named, in the copy only counted."""
    file = CASES / "cases/NM-4(7)a-tied.toml"
    assert "1 of H2, H3, H4 get a place" in run("explain", file, "H2").output
    copy = run("explain", file, "H2", "--for-appraisee").output
    assert "1 of 3 others get a place" in copy
    assert "H3" not in copy


def test_the_office_sees_for_whom_a_place_waits() -> None:
    """A provisional place names who is open; the copy says that others are."""
    file = CASES / "cases/NM-4(7)a-waiting.toml"
    assert "waits for H4" in run("explain", file, "H2").output
    copy = run("explain", file, "H2", "--for-appraisee", lang="zh").output
    assert "H4" not in copy
    assert "其他 1 人" in copy


def test_the_decision_on_a_tie_names_nobody_in_the_copy() -> None:
    """Who lost a tie by a recorded decision reads its document; the office also reads whom it chose."""
    file = CASES / "cases/NM-4(7)a-tie-decided.toml"
    assert "a recorded decision (办发〔2019〕3号) gave the tied places to H3" in run("explain", file, "H2").output
    copy = run("explain", file, "H2", "--for-appraisee").output
    assert "a recorded decision (办发〔2019〕3号) gave the tied places to 1 other" in copy
    assert "H3" not in copy
