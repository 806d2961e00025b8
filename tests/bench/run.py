"""`make bench`: what evaluation costs, each figure beside its baseline in the same run.

Ratios are what counts; seconds are CPU seconds of this machine. Other parts: store.py, quota.py, tui.py.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from engine_kit.county import by_hand, by_hand_record, county_case
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, explain
from kaohe.rules import load
from kaohe.rules.tools import Ruleset

PEOPLE = 10_000
WALKED = 500


def best(work: Callable[[], Any], rounds: int = 5) -> tuple[float, Any]:
    """The least CPU seconds of several rounds, and the last result."""
    least, result = float("inf"), None
    for _ in range(rounds):
        result = None
        gc.collect()
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
    return least, result


def turns(*works: Callable[[], Any], rounds: int = 5) -> list[tuple[float, Any]]:
    """The same of several works that take turns, so that a busy machine is one for all of them."""
    found: list[tuple[float, Any]] = [(float("inf"), None)] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            seconds, result = best(work, 1)
            found[place] = min(seconds, found[place][0]), result
    return found


def say(what: str, seconds: float, baseline: float | None = None) -> None:
    """One line of the report."""
    ratio = "" if baseline is None else f"   {seconds / baseline:5.2f} x"
    print(f"{what:<66}{seconds:9.4f} s{ratio}")


def main() -> None:
    """Print every figure; exit 1 where two evaluators disagree on anybody's grade."""
    start_up()
    data = county_case(PEOPLE)
    text = json.dumps(data, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "county.json"
        file.write_text(text, encoding="utf-8")
        evaluation, differing = measure(file, text, data)
    explain_one(evaluation)
    everybody_else()
    print(f"differing grades: {differing}")
    raise SystemExit(1 if differing else 0)


def measure(file: Path, text: str, data: dict[str, Any]) -> tuple[Evaluation, int]:
    """Evaluation and reading, and how many grades differ between any two of the evaluators."""
    load("xizang-2018")
    parse, _ = best(lambda: json.loads(text))
    read, case = best(lambda: read_case(file))
    records = [by_hand_record(row["facts"]) for row in data["appraisees"]]
    hand, by_hands = best(lambda: [by_hand(record) for record in records])
    compiled, verdicts = best(lambda: list(Evaluation(case.cohort).verdicts()))
    outcomes, results = best(lambda: Evaluation(case.cohort).outcomes(), 2)
    print(f"{PEOPLE} members x 12 months, {len(text.encode()):,} bytes of JSON; CPU seconds, best of 5")
    say("evaluation, hand-written in whole numbers", hand)
    say("evaluation, compiled from the declarations", compiled, hand)
    say("  with every outcome made an object", outcomes, hand)
    say("json.loads of the file's text alone", parse)
    say("reading + checking + packing", read, parse)
    say("reading + checking + packing + evaluating", read + compiled, parse)
    walked, differing = walk(data, [row[0] for row in by_hands], [outcome.grade for outcome in results])
    say(f"walker, {WALKED} members (the reference)", walked)
    differing += sum(verdict is None for _, verdict in verdicts)
    return Evaluation(case.cohort), differing + shuffled(data, {outcome.id: outcome.as_json() for outcome in results})


def walk(data: dict[str, Any], hand: list[str], compiled: list[str | None]) -> tuple[float, int]:
    """The walker on some of them, and how many grades differ between the three."""
    case = case_from_data(json.loads(json.dumps(data), parse_float=str))
    evaluation = Evaluation(case.cohort)
    names = list(case.cohort.appraisees)
    seconds, _ = best(lambda: [Evaluation(case.cohort).outcome(name) for name in names[:WALKED]], 1)
    walked = [evaluation.outcome(name).grade for name in names]
    return seconds, sum(len({*three}) > 1 for three in zip(hand, compiled, walked, strict=True))


def shuffled(data: dict[str, Any], results: dict[str, Any]) -> int:
    """How many outcomes differ after shuffling the rows."""
    rows = list(data["appraisees"])
    random.Random(1).shuffle(rows)
    case = case_from_data(json.loads(json.dumps({**data, "appraisees": rows}), parse_float=str))
    return sum(outcome.as_json() != results[outcome.id] for outcome in Evaluation(case.cohort).outcomes())


def explain_one(evaluation: Evaluation) -> None:
    """What explaining one person costs."""
    seconds, _ = best(lambda: explain(Evaluation(evaluation.cohort), "M00000"))
    say("explaining one person", seconds)


def start_up() -> None:
    """What a start costs: Python alone, the list of schemes as kept and anew, and one small case."""
    kaohe = str(Path(sys.executable).parent / "kaohe")
    bare = started([sys.executable, "-c", "pass"])
    say("python alone, start included", bare)
    with tempfile.TemporaryDirectory() as cache:
        say("kaohe schemes, nothing changed", started([kaohe, "schemes"], XDG_CACHE_HOME=cache), bare)
    say("kaohe schemes, every plugin loaded", started([kaohe, "schemes"], XDG_CACHE_HOME=os.devnull), bare)
    name, file = min(examples(), key=lambda example: example[1].stat().st_size)
    say(f"kaohe evaluate, {name}: {file.name}", started([kaohe, "evaluate", str(file)]), bare)


def started(command: list[str], **variables: str) -> float:
    """The least CPU seconds of several runs of a program as a process of its own."""
    least = float("inf")
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | variables)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def everybody_else() -> None:
    """Each installed scheme's example, read and evaluated."""
    for name, file in examples():
        seconds, case = best(lambda file=file: read_case(file), 2)  # type: ignore[misc]
        evaluated, _ = best(lambda case=case: Evaluation(case.cohort).outcomes(), 1)  # type: ignore[misc]
        say(f"{name}: {file.name}, {len(case.cohort.appraisees)} appraisees, read + evaluate", seconds + evaluated)


def examples() -> list[tuple[str, Path]]:
    """The example cases that the scheme plugins ship."""
    from kaohe.rules import discover

    found = []
    for plugin in discover(role="scheme"):
        if isinstance(plugin.ruleset, Ruleset):
            module = sys.modules[type(plugin.ruleset.scheme).__module__.split(".")[0]]
            folder = Path(str(module.__file__)).parent / "examples"
            found += [(plugin.id, file) for file in sorted(folder.glob("*.*")) if file.suffix in (".json", ".toml")]
    return found


if __name__ == "__main__":
    main()
