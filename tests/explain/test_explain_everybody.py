"""Whoever came out in a way of their own in a shipped case can be explained, in both languages and as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kaohe.cases import read_case
from kaohe.engine import EXPLANATION_VERSION, STATUSES, Evaluation, explain, explanation_lines
from kaohe.rules import discover


def shipped() -> list[Path]:
    """The worked cases and examples of every installed scheme."""
    found: list[Path] = []
    for plugin in discover(role="scheme"):
        if plugin.declared is not None:
            package = sys.modules[plugin.declared.__module__.split(".")[0]]
            folder = Path(str(package.__file__)).parent
            found += [path for path in sorted(folder.glob("*/*")) if path.suffix in (".toml", ".json")]
    return found


CASES = shipped()
MOST = 25  # of a large example
# What these tell is not counted among the rules that took effect: figures are shown, a quota's ties stay open,
# eligibility counts only where it refuses, a decision is a person's, a part belongs to its row.
TOLD_ONLY = {"figure", "quota", "eligibility", "decision", "part"}


def unlike(evaluation: Evaluation) -> list[str]:
    """One appraisee for each way of coming out: kind, state, grade, the rules that took effect and those that might."""
    ways: dict[object, str] = {}
    for one in evaluation.outcomes():
        ways.setdefault((one.kind, one.state, one.grade, one.rules, one.needs, one.notices, one.flags), one.id)
    return list(ways.values())[:MOST]


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parts[-3]}/{path.name}" for path in CASES])
def test_everybody_is_explained(path: Path) -> None:
    """Each explanation has steps in two languages, and those of the year that applied are the rules that took effect."""
    evaluation = Evaluation(read_case(path).cohort)
    for name in unlike(evaluation):
        explanation = explain(evaluation, name)
        assert explanation.steps, name
        data = json.loads(json.dumps(explanation.as_json(), ensure_ascii=False))
        assert data["version"] == EXPLANATION_VERSION
        assert data["outcome"] == evaluation.outcome(name).as_json()
        told = {one.rule for one in explanation.steps if one.kind in TOLD_ONLY}
        applied = {one.rule for one in explanation.steps if one.status == "applied" and not one.period} - told
        # In the large examples somebody is still open, whose rules are told as pending.
        assert path.suffix == ".json" or applied == set(explanation.outcome.rules) - told, name
        shown = {one.rule for one in explanation.steps if one.status not in ("not-applied", "rejected")}
        assert set(explanation.outcome.rules) <= shown, name
        assert {one.status for one in explanation.steps} <= set(STATUSES)
        texts = [one.text for one in explanation.steps] + explanation_lines(explanation)
        assert all(text.en and text.zh for text in texts)
