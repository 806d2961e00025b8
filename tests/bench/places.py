"""What evaluation under quotas costs: `python tests/bench/places.py [most people]` (`make bench` runs it to 100,000).

The workload is a county of 12 months with 30 % excellent in 200 groups; beside it the same program written by hand in
whole numbers, and each shipped scheme's example repeated to 10,000 people. CPU seconds of this machine, best of several.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from attrs import evolve

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import best, examples, say
from engine_kit.pooled import by_hand, by_hand_record, pooled_case, pooled_scheme
from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation

PEOPLE, EDITED = 10_000, 20_000


def county(people: int) -> tuple[dict[str, Any], Case]:
    """The plain data of the workload, and the case that it reads as."""
    data = pooled_case(people)
    return data, case_from_data(data, ruleset=pooled_scheme())


def workload() -> int:
    """The table of the workload; how many grades differ between the hand-written program, the quick way and the walker."""
    data, case = county(PEOPLE)
    text, ruleset = json.dumps(data, ensure_ascii=False), pooled_scheme()
    records = [by_hand_record(row) for row in data["appraisees"]]
    parse, _ = best(lambda: json.loads(text))
    hand, (grades, ties) = best(lambda: by_hand(records))
    quick, found = best(lambda: Evaluation(case.cohort).grades())
    outcomes, _ = best(lambda: Evaluation(case.cohort).outcomes(), 2)
    read, _ = best(lambda: case_from_data(json.loads(text), ruleset=ruleset), 2)
    print(f"{PEOPLE} members x 12 months, 30 % excellent in 200 groups")
    say("evaluation with places, hand-written in whole numbers", hand)
    say("evaluation with places, compiled from the declarations", quick, hand)
    say("  with every outcome made an object", outcomes, hand)
    say("json.loads of the text + hand-written", parse + hand)
    say("reading + checking + evaluating", read + quick, parse + hand)
    few, small = county(1000)
    walked = Evaluation(evolve(small.cohort, lane=None)).grades()
    by_hands, _ = by_hand([by_hand_record(row) for row in few["appraisees"]])
    differing: int = sum(found[name] != grade for name, grade in grades.items())
    differing += sum(walked[name] != grade for name, grade in by_hands.items())
    print(f"ties by hand {ties}, told {len(Evaluation(case.cohort).ties())}")
    return differing


def edit() -> None:
    """One record of many is edited: its outcome and its pools'."""
    _, case = county(EDITED)
    lane = case.cohort.lane
    assert lane is not None
    evaluation = Evaluation(case.cohort)
    evaluation.pools()
    least = float("inf")
    for number in range(0, 70, 7):
        old = case.cohort.appraisees[f"M{number:07d}"]
        facts: dict[str, Any] = {**old.facts, "usual": [number] * 12}
        new = evolve(old, facts=facts, packed=lane.pack(old.kind, facts))
        began = time.process_time()
        evaluation = evaluation.changed(new)
        evaluation.pools()
        evaluation.quick(old.id)
        least = min(least, time.process_time() - began)
    say(f"one of {EDITED:,} edited: its outcome and all pools", least)
    print(f"memory with {EDITED:,} records and the evaluations: {_held():.0f} MB")


def shipped() -> None:
    """Each shipped scheme's example repeated under new ids."""
    for name, file in examples():
        data = json.loads(file.read_text("utf-8"), parse_float=str)
        rows = data["appraisees"]
        copies = -(-PEOPLE // len(rows))
        data["appraisees"] = [_copy(row, copy) for copy in range(copies) for row in rows]
        for key in ("decisions", "expect", "cites"):
            data.pop(key, None)
        case = case_from_data(data, folder=file.parent)
        seconds, grades = best(lambda case=case: Evaluation(case.cohort).grades(), 1)  # type: ignore[misc]  # bound now
        walked = sum(verdict is None for _, verdict in Evaluation(case.cohort).verdicts())
        say(f"{name}: {len(grades):,} appraisees, {walked:,} of them walked", seconds)


def _copy(row: dict[str, Any], copy: int) -> dict[str, Any]:
    """A row under another id, linked to the rows of the same copy."""
    links = {key: f"{to}-{copy}" for key, to in row.get("links", {}).items()}
    return row | {"id": f"{row['id']}-{copy}"} | ({"links": links} if links else {})


def growth(most: int) -> None:
    """CPU and memory from a thousand people on, each size in a process of its own."""
    size = 1000
    while size <= most:
        subprocess.run([sys.executable, __file__, "--size", str(size)], check=True)  # our own command
        size *= 10


def one(size: int) -> None:
    """One size: evaluation by hand and compiled, and what is held then."""
    data, case = county(size)
    records = [by_hand_record(row) for row in data["appraisees"]]
    hand, _ = best(lambda: by_hand(records), 2)
    quick, _ = best(lambda: Evaluation(case.cohort).grades(), 2)
    say(f"{size:,} people, {_held():,.0f} MB: evaluation beside the hand-written", quick, hand)


def _held() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def main(words: list[str]) -> None:
    """Print every figure; exit 1 where a grade differs."""
    if words[:1] == ["--size"]:
        one(int(words[1]))
        return
    differing = workload()
    edit()
    shipped()
    growth(int(words[0]) if words else 100_000)
    print(f"differing grades: {differing}")
    raise SystemExit(1 if differing else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
