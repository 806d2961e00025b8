"""What a period is called in an explanation: in words where people read it, by its key where programs do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kaohe.cases import read_case
from kaohe.engine import Evaluation, explain, explanation_lines
from kaohe.rules.tools import said_period

PLUGINS = Path(__file__).parents[2] / "plugins"
EXAMPLES = {
    "xizang": "xizang/src/kaohe_xizang/examples/county-2019.json",
    "yining": "yining/src/kaohe_yining/examples/county.json",
}
_KEY = re.compile(r"(?<![\w-])\d{4}(?:Q[1-4]|H[12])(?!\w)", re.ASCII)
_MONTH = re.compile(r"(?<![\w-])\d{4}-\d\d(?![\w-])", re.ASCII)


@pytest.mark.parametrize("scheme", EXAMPLES)
def test_no_line_shows_a_period_as_a_program_writes_it(scheme: str) -> None:
    """A quarter is 2020年第一季度 or "1st quarter of 2020", a month 2018年11月, a run of them one 至 another."""
    cohort = read_case(PLUGINS / EXAMPLES[scheme]).cohort
    evaluation = Evaluation(cohort)
    first = {one.kind: one.id for one in reversed(cohort.appraisees.values())}
    lines = [line for who in first.values() for line in explanation_lines(explain(evaluation, who))]
    assert [line.en for line in lines if _KEY.search(line.en)] == []
    assert [line.zh for line in lines if _KEY.search(line.zh) or _MONTH.search(line.zh)] == []
    quarters = [line for line in lines if "季度" in line.zh and re.search(r"\d年第[一二三四]季度", line.zh)]
    assert quarters
    assert all("quarter of 20" in line.en for line in quarters)


@pytest.mark.parametrize("scheme", EXAMPLES)
def test_the_keys_of_periods_stay_what_they_are_for_programs(scheme: str) -> None:
    """The data of an explanation names each period by its key, as case files do."""
    cohort = read_case(PLUGINS / EXAMPLES[scheme]).cohort
    evaluation = Evaluation(cohort)
    known = {one.name for periods in cohort.cycle.periods.values() for one in periods}
    found = set()
    for who in {one.kind: one.id for one in reversed(cohort.appraisees.values())}.values():
        steps = json.loads(json.dumps(explain(evaluation, who).as_json()))["steps"]
        found |= {step["period"] for step in steps if step["period"]}
        found |= {given["period"] for step in steps for given in step["inputs"] if given["period"]}
    assert found
    assert found <= known


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("2019Q1", "2019年第一季度", "1st quarter of 2019"),
        ("2019H2", "2019年下半年", "2nd half of 2019"),
        ("2018-11", "2018年11月", "2018-11"),
        ("2018-11/2019-10", "2018年11月至2019年10月", "2018-11 to 2019-10"),
        ("2020", "2020年度", "2020"),
        ("第一轮", "第一轮", "第一轮"),
    ],
)
def test_a_period_is_called_alike_everywhere(key: str, zh: str, en: str) -> None:
    """Months, quarters, halves, years and cycles have their words; any other name stays as it is."""
    said = said_period(key)
    assert (said.zh, said.en) == (zh, en)
