"""A book under many hands: whatever is done, in whatever order, it shows what its ledger says and nothing else."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kaohe.cases import case_from_data
from kaohe.errors import KaoheError
from kaohe.office import (
    Amend,
    Change,
    Decide,
    Enrol,
    Enter,
    Freeze,
    Office,
    Recheck,
    Rescind,
    Revise,
    Saved,
    Withdraw,
)
from kaohe.store import Receipt
from office_kit import FINDINGS, MARKS, MONTHS, PLAN, all_of, made, marks, member, new_book, rules, same

PEOPLE = ("M1", "M2", "M3", "Ｍ1")
TEAMS = ("T1", "T2")
MARKED = st.one_of(
    st.none(), st.integers(-1, 101), st.decimals(0, 100, places=1).map(str), st.just("９０．５"), st.just(1.5)
)
WHO = st.sampled_from(PEOPLE)
AT = st.sampled_from((*MONTHS, "2019-09", ""))


def entries() -> st.SearchStrategy[Change]:
    """Entries of every sort, legal or not."""
    mark = st.builds(Enter, WHO, st.sampled_from((*MARKS, "usul")), MARKED, AT)
    found = st.builds(Enter, WHO, st.sampled_from(FINDINGS), st.sampled_from(([], None, "x")))
    day = st.builds(Enter, WHO, st.just("posted_to"), st.sampled_from(("2019-01-31", "2019-02-28", None, "2018-01-01")))
    absent: Any = {"absent": "not-assessed", "reason": "病假"}
    away = st.builds(Enter, WHO, st.sampled_from(MARKS), st.just(absent), AT)
    return st.one_of(mark, found, day, away)


def of_roster() -> st.SearchStrategy[Change]:
    """People who come, change and go; teams among them."""
    return st.one_of(
        st.builds(Enrol, WHO, st.sampled_from(("member", "team", "moon")), st.sampled_from(("", "张三"))),
        st.builds(Enrol, st.sampled_from(TEAMS), st.just("team")),
        st.builds(lambda who, to: Amend(who, links={"team": to}), WHO, st.sampled_from((*TEAMS, "M2", None))),
        st.builds(Withdraw, st.sampled_from((*PEOPLE, *TEAMS))),
    )


def of_decisions() -> st.SearchStrategy[Change]:
    """Decisions and re-checks."""
    row = st.builds(
        lambda who, grade: {"appraisee": who, "grade": grade, "reason": "r", "document": "组发1号"},
        WHO,
        st.sampled_from(("优秀", "称职", "好")),
    )
    return st.one_of(
        st.builds(Decide, row),
        st.builds(lambda who: Rescind(f"grade/{who}"), WHO),
        st.builds(Recheck, WHO, st.sampled_from(("XZ-7(1)1", "XZ-9")), st.sampled_from(("pending", None))),
    )


class Books(RuleBasedStateMachine):
    """One book, two offices on it, and everything that people do."""

    @initialize()
    def begin(self) -> None:
        """Two offices on one book."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "a.book"
        self.offices = [made(self.path, PLAN, member("M1"), member("M2")), self.opened()]
        self.saved: list[Receipt] = []

    def opened(self) -> Office:
        """Another office on the book."""
        return Office.open(self.path, ruleset=rules())

    def act(self, which: int, do: Any) -> Saved | None:
        """Do something in one office: it is done and its receipt is the head, or refused and the book is as it was."""
        office, before = self.offices[which], self.path.stat().st_size
        try:
            saved: Saved = do(office)
        except KaoheError:
            assert self.path.stat().st_size == before
            return None
        assert saved.receipt == office.head
        assert (saved.documents == 0) == (self.path.stat().st_size == before)
        return saved

    @rule(
        which=st.integers(0, 1),
        changes=st.lists(st.one_of(entries(), of_roster(), of_decisions()), min_size=1, max_size=4),
    )
    def save(self, which: int, changes: list[Change]) -> None:
        """Save anything."""
        saved = self.act(which, lambda office: office.save(changes, reason="a reason"))
        if saved is not None and saved.documents:
            self.saved.append(saved.receipt)

    @rule(which=st.integers(0, 1), who=WHO, mark=st.integers(0, 100))
    def complete(self, which: int, who: str, mark: int) -> None:
        """Enter all of one person, legal where they are on the roster."""
        self.act(which, lambda office: office.save([*marks(who, mark), *(Enter(who, key, []) for key in FINDINGS)]))

    @rule(which=st.integers(0, 1), at=st.sampled_from(MONTHS))
    def freeze(self, which: int, at: str) -> None:
        """Freeze a month."""
        self.act(which, lambda office: office.save([Freeze("month", at)]))

    @rule(which=st.integers(0, 1), at=st.sampled_from(MONTHS), entry=entries())
    def revise(self, which: int, at: str, entry: Change) -> None:
        """Revise a month with any entry."""
        self.act(which, lambda office: office.save([Revise("month", at), entry], reason="a reason"))

    @rule(which=st.integers(0, 1), place=st.integers(0, 9))
    def undo(self, which: int, place: int) -> None:
        """Undo one of the saves."""
        if self.saved:
            receipt = self.saved[place % len(self.saved)]
            self.act(which, lambda office: office.undo(receipt, reason="mistaken"))

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        """Leave, and come again."""
        self.offices[which].close()
        self.offices[which] = self.opened()

    @rule(which=st.integers(0, 1))
    def carried(self, which: int) -> None:
        """The book exported and imported again gives the same people and outcomes."""
        office = self.offices[which]
        data = json.loads(json.dumps(office.case_data(names=True)))
        case = case_from_data(data, ruleset=office.ruleset)
        with Office.of_case(Path(self.folder.name) / f"{random.random()}", case, unit="某县") as other:
            assert other.case_data(names=True)["appraisees"] == office.case_data(names=True)["appraisees"]
            assert all_of(other) == all_of(office)

    @rule(which=st.integers(0, 1))
    def compare(self, which: int) -> None:
        """Take in what the other saved, and be what the ledger says."""
        office = self.offices[which]
        office.refresh()
        assert not office.refusals
        assert same(office)

    def teardown(self) -> None:
        """At the end each shows what the ledger says."""
        for office in getattr(self, "offices", ()):
            office.refresh()
            assert same(office)
            office.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestBooks = Books.TestCase
TestBooks.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a book's life takes longer than reading it
)

WORKER = """
import sys
from kaohe.office import Enter, Office
office = Office.open(sys.argv[1])
turn = int(sys.argv[2])
while True:
    turn += 1
    office.save([Enter("M1", key, turn % 100, at) for key in ("usual", "opinion") for at in ("2019-01", "2019-02")])
    print(turn, office.head.full, flush=True)
"""


def test_nothing_acknowledged_is_lost_by_kill_nine(tmp_path: Path) -> None:
    """Killed in the middle of a loop of saves, a book holds every save whose receipt was shown, each of them whole."""
    new_book(tmp_path, member()).close()
    path, last = tmp_path / "a.book", 0
    for _ in range(4):
        command = [sys.executable, "-c", WORKER, str(path), str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            shown = [worker.stdout.readline() for _ in range(random.randrange(1, 25))]
            os.kill(worker.pid, signal.SIGKILL)
            shown += worker.stdout.readlines()
        turns = [line.split() for line in shown if line.endswith("\n") and len(line.split()) == 2]
        last = int(turns[-1][0])
        with Office.open(path, ruleset=rules()) as office:
            office._store.verify(Receipt.parse(turns[-1][1]))
            row = office.row("M1")
            assert row is not None
            found = {value for key in ("usual", "opinion") for value in row["facts"][key].values()}
            assert found in ({last % 100}, {(last + 1) % 100})
            assert same(office)
