"""What evaluating 10,000 people of each shipped scheme costs: `python tests/bench/shipped.py`.

The people are those of a scheme's example whose own records are complete, repeated under new ids; whoever is linked to
somebody left out is left out too. Beside it the whole example, its incomplete records repeated as well, each of which is
walked. Then what an edit costs among the complete people: one fact of one record is another's, for some people of every
kind; how many outcomes are computed again, and how many come out otherwise. CPU seconds of this machine.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from attrs import evolve

from bench.run import best, examples, say
from kaohe.cases import Case, case_from_data
from kaohe.engine import Appraisee, Evaluation

PEOPLE, EDITED = 10_000, 4
Row = dict[str, Any]


def repeated(file: Path, *, complete: bool, people: int = PEOPLE) -> dict[str, Any]:
    """The data of an example's people, all of them or the complete ones, repeated to so many, without decisions."""
    data: dict[str, Any] = json.loads(file.read_text("utf-8"), parse_float=str)
    for key in ("decisions", "expect", "cites"):
        data.pop(key, None)
    rows: list[Row] = data["appraisees"]
    while complete and (odd := _odd(case_from_data(data | {"appraisees": rows}, folder=file.parent))):
        rows = _without(rows, odd)
    copies = -(-people // len(rows))
    data["appraisees"] = [_copy(row, copy) for copy in range(copies) for row in rows]
    return data


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


def edits(data: dict[str, Any], case: Case, folder: Path) -> tuple[float, int, int]:
    """The most that one of some edits costs, how many outcomes it computes again, how many come out otherwise.

    Raises AssertionError where an outcome differs from that of an evaluation that starts anew.
    """
    found = Evaluation(case.cohort)
    known = {one.id: one for one in found.outcomes()}
    seconds, reached, moved = 0.0, 0, 0
    for row in _some(data["appraisees"]):
        new = _read(data, _edited(row, data["appraisees"]), case, folder)
        began = time.process_time()
        after = found.changed(new)
        after.pools()
        after.quick(new.id)
        seconds = max(seconds, time.process_time() - began)
        names = after.touched()
        assert names is not None
        reached = max(reached, len(names))
        moved = max(moved, sum(after.quick(name) != known[name] for name in names))
    people = case.cohort.appraisees | {new.id: new}
    fresh = Evaluation(evolve(case.cohort, appraisees=people))
    assert [after.quick(name) for name in people] == fresh.outcomes()
    return seconds, reached, moved


def _some(rows: Sequence[Row]) -> list[Row]:
    """EDITED rows of every kind, from all over."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.get("kind", ""), []).append(row)
    return [some[(len(some) - 1) * part // EDITED] for some in kinds.values() for part in range(1, EDITED + 1)]


def _edited(row: Row, rows: Sequence[Row]) -> Row:
    """A row with one fact of another row of its kind."""
    facts = row.get("facts", {})
    for other in rows:
        theirs = other.get("facts", {}) if other.get("kind") == row.get("kind") else {}
        for key, value in theirs.items():
            if key in facts and facts[key] != value and isinstance(value, int | list):
                return row | {"facts": facts | {key: value}}
    return row | {"name": "改名"}


def _read(data: dict[str, Any], row: Row, case: Case, folder: Path) -> Appraisee:
    """The record that a changed row reads as, beside those of its copy."""
    copy = row["id"].rpartition("-")[2]
    rows = [row if one["id"] == row["id"] else one for one in data["appraisees"] if one["id"].endswith(f"-{copy}")]
    small = case_from_data(data | {"appraisees": rows}, ruleset=case.cohort.ruleset, folder=folder)
    return small.cohort.appraisees[row["id"]]


def main() -> None:
    """Print a line for the complete people of each scheme, one for all, and one for edits of the complete."""
    for name, file in examples():
        for complete in (True, False):
            data = repeated(file, complete=complete)
            case = case_from_data(data, folder=file.parent)
            seconds, grades = best(lambda case=case: Evaluation(case.cohort).grades(), 3)  # type: ignore[misc]  # now
            walked = sum(verdict is None for _, verdict in Evaluation(case.cohort).verdicts())
            what = "complete" if complete else "as the example"
            say(f"{name}, {what}: {len(grades):,} appraisees, {walked:,} walked", seconds)
            if complete:
                seconds, reached, moved = edits(data, case, file.parent)
                say(
                    f"{name}, one edited: {reached:,} outcomes computed again, {moved:,} otherwise, at the most",
                    seconds,
                )


if __name__ == "__main__":
    main()
