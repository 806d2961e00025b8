"""How long a book takes to open, and an edit from the command to the pool, at a county's and a region's size.

python tests/bench/office.py 2400 [20000]
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from attrs import evolve

from kaohe.cases import read_case
from kaohe.office import Enrol, Enter, Office
from kaohe.office._carry import changes_of, plan_of
from kaohe.store import Change, open_book

EXAMPLE = Path(__file__).parents[2] / "plugins/xizang/src/kaohe_xizang/examples/county-2019.json"
PERIOD = "2019-05"


def fill(where: Path, members: int) -> str:
    """A book of the example county, its 300 members with their teams and units copied; gives a member's id."""
    case = read_case(EXAMPLE)
    changes = [one for one in changes_of(case) if isinstance(one, Enrol)]
    with Office.create(where, plan_of(case, unit="某县")) as office:
        for copy in range(members // 300):
            office.save([copied(one, copy) for one in changes])
    return next(f"{one.id}-0" for one in changes if one.kind == "member")


def copied(one: Enrol, copy: int) -> Enrol:
    """The same person once more, with the same team of another copy."""
    return evolve(one, id=f"{one.id}-{copy}", links={key: f"{to}-{copy}" for key, to in one.links.items()})


def told(name: str, run: Callable[[], object], times: int = 1) -> None:
    """Print the middle and the 95th of a hundred of some runs, in CPU milliseconds."""
    spent = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        run()
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    print(f"{name:58} p50 {spent[len(spent) // 2]:9.1f} ms   p95 {spent[int(len(spent) * 0.95)]:9.1f} ms", flush=True)


def megabytes() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(people: int, where: Path) -> None:
    """Measure one size."""
    start = time.process_time()
    who = fill(where, people)
    spent = time.process_time() - start
    told("open the store alone (verify, fold)", lambda: open_book(where).close())
    store = open_book(where)
    documents, records = store.size()
    size = where.stat().st_size >> 20
    print(f"{people} members: {documents} documents, {records} records, {size} MiB; made in {spent:.0f} s", flush=True)
    place = f"month/{PERIOD}/{who}"
    document = store.get("period", place)
    assert document is not None
    seen = [document.version]

    def bare() -> None:
        fields = {"facts": {**document.fields["facts"], "usual": seen[0] % 40 + 60}}
        seen[0] = store.commit([Change("period", place, fields, seen=seen[0])], reason="").seq

    told("a bare edit of the store", bare, 30)
    store.close()
    held: list[Office] = []
    told("open the office", lambda: held.append(Office.open(where)))
    office = held[0]
    told("evaluate everybody", lambda: office.evaluation.outcomes())
    told("pools", lambda: office.evaluation.pools())
    turn = [0]

    def edit() -> None:
        turn[0] += 1
        office.save([Enter(who, "usual", 60 + turn[0] % 40, PERIOD)])

    told("an edit: check, commit, fold", edit, 30)

    def way() -> None:
        edit()
        office.evaluation.outcome(who)

    told("an edit's way to the outcome", way, 10)

    def whole() -> None:
        way()
        office.evaluation.pools()

    told("an edit's way to the pools", whole, 5)
    print(f"the most memory: {megabytes()} MiB", flush=True)
    office.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, sys.argv[1:] or ["2400"]):
            main(size, Path(folder) / f"{size}.book")
