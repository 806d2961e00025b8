"""Every appraisee of every shipped case can be explained, in both languages and as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kaohe.cases import read_case
from kaohe.engine import EXPLANATION_VERSION, Evaluation, explain
from kaohe.rules import discover

EXAMPLE_PEOPLE = 25


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


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parts[-3]}/{path.name}" for path in CASES])
def test_everybody_is_explained(path: Path) -> None:
    """Each explanation tells at least one step, in two languages, and cites every rule that took effect."""
    evaluation = Evaluation(read_case(path).cohort)
    for name in list(evaluation.cohort.appraisees)[:EXAMPLE_PEOPLE]:
        explanation = explain(evaluation, name)
        assert explanation.steps, name
        data = json.loads(json.dumps(explanation.as_json(), ensure_ascii=False))
        assert data["version"] == EXPLANATION_VERSION
        told = {step["rule"] for step in data["steps"] if step["status"] not in ("not-applied", "rejected")}
        assert set(evaluation.outcome(name).rules) <= told, name
        for code in ("en", "zh"):
            assert all(step.text.in_language(code) for step in explanation.steps)
