"""Four clerks at one book at once, in a file and on PostgreSQL: two hundred forms each, half of them second entries.

    python tests/bench/clerks.py [forms]

Each enters their own people's month and then, blind, that of the next clerk's people, one form in twenty otherwise; all
of them also write one field of shared people at the same time. Counted at the end, from the ledger: every acknowledged
value, every second entry, every conflict that was told.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from attrs import define, field

sys.path.insert(0, str(Path(__file__).parents[1]))

from kaohe.errors import KaoheError
from kaohe.office import Appoint, AskSecond, Change, Enrol, Enter, Office, Second, Stale
from kaohe.store import open_book
from office_kit import MARKS, MONTHS, PLAN, member
from store_kit.postgres import Server, programs

CLERKS = ("li", "zhao", "qian", "sun")
AT = MONTHS[0]
SHARED = 10
OFTEN = 20  # one form in so many is entered otherwise the second time, and a shared field tried


@define
class Worked:
    """What one clerk did: forms acknowledged, how long each save took, conflicts told, what else was refused."""

    forms: int = 0
    seconds: list[float] = field(factory=list)
    conflicts: int = 0
    refused: Counter[str] = field(factory=Counter)


def _people(clerk: int, forms: int) -> list[str]:
    return [f"{CLERKS[clerk]}-{number}" for number in range(forms // 2)]


def made(where: str, forms: int) -> None:
    """The book with everybody on the roster and the clerks in their roles."""
    staff: list[Change] = [Appoint("ada", ["administrator"]), *(Appoint(one, ["clerk", "second"]) for one in CLERKS)]
    everybody: list[Change] = [member(who) for clerk in range(len(CLERKS)) for who in _people(clerk, forms)]
    everybody += [Enrol(f"shared-{number}", "member") for number in range(SHARED)]
    with Office.create(where, PLAN, actor="ada") as office:
        office.save(everybody)
        office.save([*staff, AskSecond(["all"])])


def work(where: str, clerk: int, forms: int) -> Worked:
    """One clerk's day."""
    found = Worked()
    opened = {"actor": CLERKS[clerk], "patience": 60.0}
    # A second window of the same clerk, left open since the morning: it has seen nothing of the shared fields.
    with Office.open(where, **opened) as office, Office.open(where, **opened) as left_open:  # type: ignore[arg-type]  # as named
        for number, who in enumerate(_people(clerk, forms)):
            _save(office, found, [Enter(who, key, 60 + number % 40, AT) for key in MARKS])
            if number % OFTEN == 0:
                _shared(left_open, found, clerk, number // OFTEN)
        for number, who in enumerate(_people((clerk + 1) % len(CLERKS), forms)):
            _await(office, who)
            other = 1 if number % OFTEN == 0 else 0
            values = dict.fromkeys(MARKS, 60 + number % 40 - other)
            _save(office, found, [Second(who, values, AT)])
    return found


def _save(office: Office, found: Worked, changes: list[Any]) -> None:
    begun = time.perf_counter()
    try:
        office.save(changes)
    except Stale:
        found.conflicts += 1
    except KaoheError as error:
        found.refused[str(error)[:100]] += 1
    else:
        found.forms += 1
        found.seconds.append(time.perf_counter() - begun)


def _shared(office: Office, found: Worked, clerk: int, number: int) -> None:
    """A field that all four write at about the same time, judged by what each has seen of it."""
    forms = found.forms
    _save(office, found, [Enter(f"shared-{number % SHARED}", "usual", 70 + clerk, AT)])
    found.forms = forms


def _await(office: Office, who: str) -> None:
    """Wait for somebody's first entry."""
    while not (office.row(who) or {}).get("facts", {}).get(MARKS[0]):
        office.refresh()
        time.sleep(0.01)


def counted(where: str, forms: int) -> str:
    """What the ledger holds, held against what was entered; raises AssertionError where anything is missing."""
    with open_book(where, writable=False) as book:
        commits = book.verify().records
    with Office.open(where, writable=False, actor="ada") as office:
        for clerk in range(len(CLERKS)):
            for number, who in enumerate(_people(clerk, forms)):
                row = office.row(who)
                assert row is not None
                held = {key: row["facts"][key][AT] for key in MARKS}
                assert held == dict.fromkeys(MARKS, 60 + number % 40), (who, held)
        mine = [one for one in office.second_entries(AT) if not one.appraisee.startswith("shared")]
        states = Counter(one.state for one in mine)
        wrong = len(CLERKS) * -(-(forms // 2) // OFTEN) * len(MARKS)
        assert states == {"differs": wrong, "equal": len(mine) - wrong}, states
    return f"{commits} commits; {states['equal']} fields equal, {states['differs']} differ as entered, none lost"


def run(where: str, forms: int) -> None:
    """All four at once, and what came of it."""
    made(where, forms)
    begun = time.perf_counter()
    with ProcessPoolExecutor(len(CLERKS)) as pool:
        jobs = [pool.submit(work, where, clerk, forms) for clerk in range(len(CLERKS))]
        done = [job.result() for job in jobs]
    seconds = sorted(one for each in done for one in each.seconds)
    refused = sum((each.refused for each in done), Counter[str]())
    assert not refused, refused
    print(f"  {sum(each.forms for each in done)} forms acknowledged in {time.perf_counter() - begun:.1f} s,", end=" ")
    print(f"{sum(each.conflicts for each in done)} conflicts told")
    last = seconds[int(len(seconds) * 0.95)]
    print(f"  a save: p50 {statistics.median(seconds) * 1000:.1f} ms, p95 {last * 1000:.1f} ms")
    print(f"  {counted(where, forms)}")


def main() -> None:
    """The file book, then PostgreSQL where it is installed."""
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        print(f"four clerks, {forms} forms each, one file book")
        run(str(Path(folder) / "a.book"), forms)
        if programs() is None:
            print("PostgreSQL is not installed here")
            return
        place = Path(folder) / "server"
        Path(folder).chmod(0o755)  # the server runs as another user than root
        place.mkdir()
        server = Server.made(place)
        try:
            print(f"four clerks, {forms} forms each, one book on PostgreSQL")
            run(f"{server.url}#clerks", forms)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
