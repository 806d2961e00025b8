"""What evaluation under quotas costs: `python tests/bench/places.py [most people]` (`make bench` runs it to 1,000,000, which takes 3 GB).

The workload is a county of 12 months with 30 % excellent in 200 groups; beside it the same program written by hand in
whole numbers. CPU seconds of this machine, best of several rounds in which all sides take turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import evolve

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import say, turns
from engine_kit.pooled import by_hand, by_hand_record, pooled_case, pooled_scheme
from kaohe.cases import Case, case_from_data, read_case
from kaohe.engine import Appraisee, Evaluation, TieDecision
from kaohe.rules.tools import Ruleset

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
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "county.json"
        file.write_text(text, encoding="utf-8")
        (hand, (grades, ties)), (quick, found), (outcomes, _), (parse, _), (read, _) = turns(
            lambda: by_hand(records),
            lambda: Evaluation(case.cohort).grades(),
            lambda: Evaluation(case.cohort).outcomes(),
            lambda: json.loads(text),
            lambda: read_case(file, ruleset=ruleset),
        )
    print(f"{PEOPLE} members x 12 months, 30 % excellent in 200 groups")
    say("evaluation with places, hand-written in whole numbers", hand)
    say("evaluation with places, compiled from the declarations", quick, hand)
    say("  with every outcome made an object", outcomes, hand)
    say("json.loads of the text", parse)
    say("reading the file + checking + packing", read, parse)
    say("json.loads of the text + hand-written", parse + hand)
    say("reading the file + checking + packing + evaluating", read + quick, parse + hand)
    few, small = county(1000)
    walked = Evaluation(evolve(small.cohort, lane=None)).grades()
    by_hands, _ = by_hand([by_hand_record(row) for row in few["appraisees"]])
    differing: int = sum(found[name] != grade for name, grade in grades.items())
    differing += sum(walked[name] != grade for name, grade in by_hands.items())
    print(f"ties by hand {ties}, told {len(Evaluation(case.cohort).ties())}")
    return differing


def edit(*, within: bool = False) -> None:
    """One record of many is edited: its outcome and its pools'; with `within` one pool lies around all others."""
    data, ruleset = pooled_case(EDITED), pooled_scheme(within=within)
    evaluation = Evaluation(case_from_data(data, ruleset=ruleset).cohort)
    evaluation.pools()
    least, reached = float("inf"), 0
    for number, mark in enumerate((99, 40, 96, 97, 91, 93, 98, 95, 70, 94)):
        row = data["appraisees"][number]
        row = row | {"facts": row["facts"] | {"usual": [mark] * 12}}
        new = case_from_data({**data, "appraisees": [row]}, ruleset=ruleset).cohort.appraisees[row["id"]]
        assert new.packed is not None
        began = time.process_time()
        evaluation = evaluation.changed(new)
        evaluation.pools()
        evaluation.quick(new.id)
        least = min(least, time.process_time() - began)
        reached = max(reached, len(evaluation.touched() or ()))
    say(f"one of {EDITED:,} edited: its outcome and all pools{', a cap around them' if within else ''}", least)
    print(f"whose outcome may be another then: {reached} at the most")
    odd(evaluation, data, ruleset, "a cap around them" if within else "flat")
    print(f"memory with {EDITED:,} records and the evaluations: {_held():.0f} MB")


def odd(evaluation: Evaluation, data: dict[str, Any], ruleset: Ruleset, where: str) -> None:
    """What an edit costs that opens a record, or closes it; a decision on a tie; an edit beside both: the least and the most."""
    found: dict[str, list[float]] = {}

    def timed(what: str, work: Callable[[], Evaluation], who: str) -> Evaluation:
        began = time.process_time()
        after = work()
        after.pools()
        after.quick(who)
        found.setdefault(what, []).append(time.process_time() - began)
        return after

    for number in range(20, 24):
        row = data["appraisees"][number]
        some = {key: value for key, value in row["facts"].items() if key != "usual"}
        opened, closed, beside = (_records(data, ruleset, number + more, facts) for more, facts in _steps(some))
        after = timed("a record opened", lambda one=opened: evaluation.changed(one), opened.id)  # type: ignore[misc]
        timed("an edit beside it", lambda one=beside, at=after: at.changed(one), beside.id)  # type: ignore[misc]
        timed("the record closed", lambda one=closed, at=after: at.changed(one), closed.id)  # type: ignore[misc]
    tie = evaluation.ties()[0]
    one = TieDecision(tie.quota, tie.members, tie.members[: tie.take], "集体研究")
    given = evolve(evaluation.cohort, decisions=(one,))
    after = timed("a tie decided", lambda: evaluation.revised(given), tie.members[0])
    beside = _records(data, ruleset, 30, {"usual": [98] * 12})
    timed("an edit beside a decided tie", lambda: after.changed(beside), beside.id)
    for what, times in found.items():
        print(f"{what}, {where}: {min(times):.4f} to {max(times):.4f} s")


def _steps(some: dict[str, Any]) -> list[tuple[int, dict[str, Any] | None]]:
    """The edits of one round: whose record, counted from one, and its facts; None for those that it has."""
    return [(0, some), (0, None), (10, {"usual": [97] * 12})]


def _records(data: dict[str, Any], ruleset: Ruleset, number: int, facts: dict[str, Any] | None) -> Appraisee:
    """The record that a row with other facts reads as."""
    row = data["appraisees"][number]
    whole = row["facts"] if facts is None else facts if "group" in facts else row["facts"] | facts
    small = case_from_data({**data, "appraisees": [row | {"facts": whole}]}, ruleset=ruleset)
    return small.cohort.appraisees[row["id"]]


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
    del data
    (hand, _), (quick, _) = turns(lambda: by_hand(records), lambda: Evaluation(case.cohort).grades(), rounds=3)
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
    if words[:1] == ["--edit"]:
        edit(within=words[1:] == ["within"])
        return
    differing = workload()
    for more in ([], ["within"]):  # apart, so that its memory is its own
        subprocess.run([sys.executable, __file__, "--edit", *more], check=True)
    growth(int(words[0]) if words else 1_000_000)
    print(f"differing grades: {differing}")
    raise SystemExit(1 if differing else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
