"""A pytest plugin that collects once and then runs every mutant in a fork of that process.

mutmut's own loop starts pytest anew for every mutant; with some thousands of tests over the same functions, collection
takes longer than the first failing test by far (docs/checking.md has the figures).
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import pickle
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from attrs import define, evolve, field, frozen

from ._generate import Mutant

__all__ = ["Harness", "Result", "Surveyed"]

_MEMORY = 6 << 30  # an address space that no test comes near; a mutant that loops into a list stops there
_BEST = 8  # the tests asked first; most mutants of a function die by the same few
_SLOW = 4  # times what its tests take otherwise, which the survey sees at about half speed


@frozen
class Result:
    """What became of a mutant: killed (and by which test), survived, timeout (killed too), untested, or crashed.

    One that no test can be named for is not counted as killed: it may not even have been put in its place.
    """

    status: str
    by: str = ""
    seconds: float = 0.0


@frozen
class Surveyed:
    """One test: how long it takes, which of the mutated functions it runs, and whether it fails as the code stands."""

    seconds: float
    functions: frozenset[str]
    failed: bool


@define
class Harness:
    """Runs `mutants` (of `every` one) in the session it is a plugin of, each with about `budget` seconds of tests.

    The survey of the tests is kept in the file `kept`, by test file and its content.
    """

    every: list[Mutant]
    mutants: list[Mutant]
    workers: int
    budget: float
    kept: Path
    report: Callable[[Mutant, Result], None]
    survey: dict[str, Surveyed] = field(factory=dict)
    _tests: dict[str, list[str]] = field(factory=dict)
    _kills: Counter[tuple[str, str]] = field(factory=Counter)
    _killers: set[str] = field(factory=set)
    _running: dict[int, tuple[Mutant, float, int]] = field(factory=dict)

    def learn(self, mutant: Mutant, test: str) -> None:
        """That a test killed a mutant, so that it is asked early about others of the same function and module."""
        self._kills[mutant.function, test] += 1
        self._kills[mutant.module, test] += 1

    @property
    def failed(self) -> list[str]:
        """The tests that fail without a mutant."""
        return [name for name, test in self.survey.items() if test.failed]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the tests: which test runs which function, then the mutants."""
        items = {item.nodeid: item for item in session.items}
        _forget()
        self._look(items)
        if not self.failed:
            for mutant in self.mutants:
                self._hold(mutant, items)
            while self._running:
                self._reap()
            self._confirm(items)
        return True

    def _confirm(self, items: Mapping[str, pytest.Item]) -> None:
        """A kill is one only while its test passes without a mutant: those that killed are run once more."""
        asked = [item for name, item in items.items() if name in self._killers]
        for name in _in_fork(lambda: _failing(asked)):
            self.survey[name] = evolve(self.survey[name], failed=True)

    def _look(self, items: Mapping[str, pytest.Item]) -> None:
        """Survey the tests, those of unchanged files from what is kept."""
        known: dict[str, dict[str, Surveyed]] = {}
        if self.kept.exists():
            known = pickle.loads(self.kept.read_bytes())  # noqa: S301 - written below
        files = {name: f"{_file(name)} {_digest(_file(name))}" for name in items}
        sound = {name for found in known.values() for name, test in found.items() if not test.failed}
        new = [item for name, item in items.items() if name not in known.get(files[name], {}) or name not in sound]
        codes = {one.original().__code__: one.function for one in self.every}
        made: dict[str, Surveyed] = _in_fork(lambda: _survey(new, codes)) if new else {}
        self.survey = {name: made.get(name) or known[files[name]][name] for name in items}
        for name, test in self.survey.items():
            known.setdefault(files[name], {})[name] = test
            for function in test.functions:
                self._tests.setdefault(function, []).append(name)
        self.kept.write_bytes(pickle.dumps(known))

    def _hold(self, mutant: Mutant, items: Mapping[str, pytest.Item]) -> None:
        chosen = self._chosen(mutant)
        if not chosen:
            self.report(mutant, Result("untested"))
            return
        if len(self._running) >= self.workers:
            self._reap()
        total = sum(self.survey[name].seconds for name in chosen)
        self._start(mutant, [items[name] for name in chosen], int(5 + _SLOW * total))

    def _chosen(self, mutant: Mutant) -> list[str]:
        """The tests that run the function: those that killed mutants of it or its module, then the quickest."""
        tests = self._tests.get(mutant.function, [])
        kills = {name: self._kills[mutant.function, name] * 100 + self._kills[mutant.module, name] for name in tests}
        best = sorted((name for name in tests if kills[name]), key=lambda name: -kills[name])[:_BEST]
        total, chosen = 0.0, best
        for name in sorted(set(tests) - set(best), key=lambda name: (self.survey[name].seconds, name)):
            total += self.survey[name].seconds
            if total > self.budget:
                break
            chosen.append(name)
        return chosen

    def _start(self, mutant: Mutant, tests: list[pytest.Item], limit: int) -> None:
        read, write = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            os.close(write)
            self._running[pid] = (mutant, time.monotonic(), read)
            return
        code = 1
        try:
            os.close(read)
            _quiet()
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            mutant.apply()
            failed = next(_failures(tests), "")
            os.write(write, failed.encode()[:4000])
            code = 1 if failed else 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        pid, status = os.wait()
        mutant, began, read = self._running.pop(pid)
        with os.fdopen(read, "rb") as pipe:
            by = pipe.read().decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(status)
        if by:
            self.learn(mutant, by)
            self._killers.add(by)
        word = "survived" if code == 0 else "timeout" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "crashed"
        word = "killed" if by else word
        self.report(mutant, Result(word, by, round(time.monotonic() - began, 2)))


def _survey(items: list[pytest.Item], codes: Mapping[CodeType, str]) -> dict[str, Surveyed]:
    """Every test once, with its calls noted (which makes it slower, alike for all)."""
    _quiet()
    hits: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            hits.add(frame.f_code)

    found = {}
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        hits.clear()
        began = time.process_time()
        sys.setprofile(note)
        try:
            failed = next(_failures([item], following), "")
        finally:
            sys.setprofile(None)
        functions = frozenset(codes[code] for code in hits & codes.keys())
        found[item.nodeid] = Surveyed(time.process_time() - began, functions, bool(failed))
    return found


def _failing(items: list[pytest.Item]) -> list[str]:
    _quiet()
    return list(_failures(items))


def _file(test: str) -> Path:
    return Path(test.partition("::")[0])


@functools.cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _failures(items: Sequence[pytest.Item], last: pytest.Item | None = None) -> Iterator[str]:
    """The tests that fail, in order."""
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else last
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            yield item.nodeid


def _in_fork(work: Callable[[], Any]) -> Any:
    """What `work` returns in a child process, which takes whatever it cached with it."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            os.close(read)
            found = work()
            with os.fdopen(write, "wb") as pipe:
                pickle.dump(found, pipe)
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        data = pipe.read()
    os.waitpid(pid, 0)
    return pickle.loads(data)  # noqa: S301 - from our own child


def _quiet() -> None:
    """No output of a test reaches the terminal."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _forget() -> None:
    """Empty every cache that collection filled, so that a mutant of what filled it is run."""
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper):
            found.cache_clear()
