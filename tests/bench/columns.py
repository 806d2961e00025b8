"""What a columnar form would bring, as a trial: `python tests/bench/columns.py [people]` (needs numpy, of kaohe[bench]).

The workload of `places.py` in columns of 64-bit whole numbers, exact because every sum is bounded, beside the
hand-written program and the compiled form, over the same packed records. The grades, ties left open, must be the same.
What making the columns costs is told apart: the records come one by one, as entries are checked. CPU seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import best, say, turns
from engine_kit.pooled import GRADES, by_hand, by_hand_record, pooled_case, pooled_scheme
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation

try:
    numpy: Any = import_module("numpy")
except ImportError:
    print("numpy is not installed; pip install 'kaohe[bench]'")
    raise SystemExit(0) from None

OPEN = 3  # the place of a grade that is open
Columns = tuple[Any, Any]


def columns(rows: Sequence[tuple[Any, ...]]) -> Columns:
    """The marks as people x marks x months, in hundredths; and the number of everybody's group."""
    marks = numpy.array([row[:3] for row in rows], dtype=numpy.int64)
    _, groups = numpy.unique(numpy.array([row[4] for row in rows]), return_inverse=True)
    return marks, groups


def graded(marks: Any, groups: Any) -> Any:
    """The place of everybody's grade, OPEN for who is tied at the line of a group."""
    usual, opinion, targets = marks.sum(axis=2).T
    whole = usual + 2 * opinion + 7 * targets
    edge = 1000 * marks.shape[2]
    places = numpy.bincount(groups) * 3 // 10
    found = numpy.where(whole >= 90 * edge, 0, numpy.where(whole >= 60 * edge, 1, 2))
    rivals = numpy.flatnonzero(found == 0)
    order = rivals[numpy.lexsort((-whole[rivals], groups[rivals]))]
    pool, mine = groups[order], whole[order]
    first = numpy.searchsorted(pool, numpy.arange(len(places)))
    count = numpy.bincount(pool, minlength=len(places))
    found[order[numpy.arange(len(order)) - first[pool] >= places[pool]]] = 1
    lined = (places > 0) & (places < count)
    last = mine[numpy.minimum(first + numpy.maximum(places, 1) - 1, len(order) - 1)]
    beyond = mine[numpy.minimum(first + places, len(order) - 1)]
    tied = lined & (last == beyond)
    found[order[tied[pool] & (mine == last[pool])]] = OPEN
    return found


def main(people: int) -> None:
    """Print the figures; exit 1 where a grade differs."""
    data = pooled_case(people)
    records = [by_hand_record(row) for row in data["appraisees"]]
    case = case_from_data(data, ruleset=pooled_scheme())
    del data
    rows = [person.packed for person in case.cohort.appraisees.values() if person.packed is not None]
    (hand, _), (compiled, exact) = turns(lambda: by_hand(records), lambda: Evaluation(case.cohort).grades(), rounds=3)
    made, (marks, groups) = best(lambda: columns(rows), 2)
    trial, found = best(lambda: graded(marks, groups), 3)
    named, grades = best(lambda: dict(zip(exact, map([*GRADES, None].__getitem__, found.tolist()), strict=True)), 2)
    print(f"{people:,} members x 12 months, 30 % excellent in 200 groups; evaluation alone")
    say("hand-written in whole numbers", hand)
    say("compiled from the declarations", compiled, hand)
    say("columns of whole numbers: making them from packed records", made, hand)
    say("columns of whole numbers: grades and ties as columns", trial, hand)
    say("  the grades by id", named, hand)
    differing = sum(grades[name] != grade for name, grade in exact.items())
    print(f"differing grades: {differing}")
    raise SystemExit(1 if differing else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
