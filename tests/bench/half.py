"""What the middle of a year costs: `python tests/bench/half.py`. Of everybody half is entered, so that everybody is walked.

A Tibet county of 2,400 members, marks at random, whose second six months are missing; then 2,400 people of each shipped
scheme's example, the later half of their periods missing, or of their entries where none lies on periods. CPU seconds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import best, examples, say
from bench.shipped import repeated
from engine_kit.county import county_case
from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation

PEOPLE = 2_400
Facts = dict[str, Any]


def half(facts: Facts) -> Facts:
    """The facts with the later half of every column of periods missing, else without the later half of the keys."""
    columns = {key: found for key, value in facts.items() if (found := _column(value)) is not None}
    return facts | columns if columns else {key: facts[key] for key in [*facts][: len(facts) // 2]}


def _column(value: Any) -> Any:
    """The earlier half of marks by period, which a case writes as a list or by name; None for anything else."""
    if isinstance(value, list) and len(value) in (4, 12) and not any(isinstance(one, dict) for one in value):
        return [*value[: len(value) // 2], *[None] * (len(value) - len(value) // 2)]
    if isinstance(value, dict) and "2020Q1" in value:
        return {name: value[name] for name in [*value][: len(value) // 2]}
    return None


def entered(data: dict[str, Any], folder: Path | None = None) -> Case:
    """The case in which everybody's record is half entered."""
    rows = [row | {"facts": half(row.get("facts", {}))} for row in data["appraisees"]]
    return case_from_data(json.loads(json.dumps(data | {"appraisees": rows}), parse_float=str), folder=folder)


def measure(what: str, case: Case) -> None:
    """Print what everybody's outcome costs."""
    seconds, outcomes = best(lambda: Evaluation(case.cohort).outcomes(), 3)
    walked = sum(verdict is None for _, verdict in Evaluation(case.cohort).verdicts())
    say(f"{what}: {len(outcomes):,} appraisees, {walked:,} walked", seconds)


def main() -> None:
    """Print a line for the county and one for each scheme."""
    measure("Tibet county, half a year entered", entered(county_case(PEOPLE)))
    for name, file in examples():
        measure(f"{name}, half entered", entered(repeated(file, complete=True, people=PEOPLE), file.parent))


if __name__ == "__main__":
    main()
