"""What evaluating 10,000 people of each shipped scheme costs: `python tests/bench/shipped.py`.

The people are those of a scheme's example whose own records are complete, repeated under new ids; whoever is linked to
somebody left out is left out too. Beside it the whole example, its incomplete records repeated as well, each of which is
walked. CPU seconds of this machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import best, examples, say
from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation

PEOPLE = 10_000
Row = dict[str, Any]


def repeated(file: Path, *, complete: bool) -> Case:
    """An example's people, all of them or the complete ones, repeated to PEOPLE, without decisions."""
    data = json.loads(file.read_text("utf-8"), parse_float=str)
    for key in ("decisions", "expect", "cites"):
        data.pop(key, None)
    rows: list[Row] = data["appraisees"]
    while complete and (odd := _odd(case_from_data(data | {"appraisees": rows}, folder=file.parent))):
        rows = _without(rows, odd)
    copies = -(-PEOPLE // len(rows))
    data["appraisees"] = [_copy(row, copy) for copy in range(copies) for row in rows]
    return case_from_data(data, folder=file.parent)


def _odd(case: Case) -> set[str]:
    """Those whom the compiled form leaves to the walker, but for who is not appraised: of them nothing is missing."""
    evaluation = Evaluation(case.cohort)
    walked = [person.id for person, verdict in evaluation.verdicts() if verdict is None]
    return {name for name in walked if evaluation.outcome(name).state != "not_appraised"}


def _without(rows: Sequence[Row], left: Collection[str]) -> list[Row]:
    """The rows without some people, and without whoever is linked to anybody left out."""
    out = set(left)
    while more := {row["id"] for row in rows if row["id"] not in out and not out.isdisjoint(_links(row).values())}:
        out |= more
    return [row for row in rows if row["id"] not in out]


def _links(row: Row) -> dict[str, str]:
    links: dict[str, str] = row.get("links", {})
    return links


def _copy(row: Row, copy: int) -> Row:
    """A row under another id, linked to the rows of the same copy."""
    links = {key: f"{to}-{copy}" for key, to in _links(row).items()}
    return row | {"id": f"{row['id']}-{copy}"} | ({"links": links} if links else {})


def main() -> None:
    """Print a line for the complete people of each scheme, and one for all."""
    for name, file in examples():
        for complete in (True, False):
            case = repeated(file, complete=complete)
            seconds, grades = best(lambda case=case: Evaluation(case.cohort).grades(), 3)  # type: ignore[misc]  # now
            walked = sum(verdict is None for _, verdict in Evaluation(case.cohort).verdicts())
            what = "complete" if complete else "as the example"
            say(f"{name}, {what}: {len(grades):,} appraisees, {walked:,} walked", seconds)


if __name__ == "__main__":
    main()
