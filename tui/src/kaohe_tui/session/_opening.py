"""A book opened, or a case made into a book beside it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from attrs import evolve, frozen

from kaohe.cases import read_case
from kaohe.errors import CaseError
from kaohe.files import read_bytes, write
from kaohe.office import Office, OfficeError
from kaohe.rules.tools import Ruleset
from kaohe.store import StoreError
from kaohe.words import Message, language, visible

__all__ = ["Opened", "book_beside", "copied", "free_name", "is_case", "open_book", "open_case", "opened_at"]

_CASES = (".toml", ".json")
_PATIENCE, _NAP = 60.0, 0.02  # seconds: a book of 20,000 people is made in half a minute; between looks
_FROM = re.compile(r"sha256 ([0-9a-f]{64})")


@frozen
class Opened:
    """An open book: why it may not be written, if so, and the case it was made from where that has changed."""

    office: Office
    where: str
    closed_because: Message | None = None
    changed: Path | None = None

    def close(self) -> None:
        """Let go of it: nobody wants it any more."""
        self.office.close()


def opened_at(where: str | Path, *, ruleset: Ruleset | None = None) -> Opened:
    """Open a book, or the book beside a case, which is made where there is none. Raises KaoheError."""
    if is_case(str(where)):
        return open_case(Path(where), ruleset=ruleset)
    return open_book(str(where), ruleset=ruleset)


def is_case(where: str) -> bool:
    """Whether a place is a case file by its name."""
    return "://" not in where and Path(where).suffix.lower() in _CASES


def book_beside(case: Path) -> Path:
    """Where the book of a case stands."""
    return case.with_suffix(".book")


def free_name(path: Path) -> Path:
    """`path`, or a name beside it that no file has yet."""
    place, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem}.{place}{path.suffix}")
        place += 1
    return found


def copied(path: Path, folder: Path) -> Path:
    """A copy of an example in `folder`, made where there is none. Raises CaseError where it cannot be."""
    copy = folder / path.name
    try:
        if not copy.exists():
            write(copy, path.read_bytes(), folders=True)
    except OSError as error:
        raise CaseError(_NO_COPY.format(path=str(copy), why=error.strerror)) from error
    return copy


def open_book(where: str, *, ruleset: Ruleset | None = None) -> Opened:
    """Open a book; one that may not be written, for looking. Raises KaoheError where it cannot be read at all."""
    try:
        return _fit(Office.open(where, ruleset=ruleset), where)
    except StoreError as error:
        try:
            office = Office.open(where, writable=False, ruleset=ruleset)
        except StoreError:
            raise error from None
        return _fit(office, where, error.text)


def open_case(path: Path, *, ruleset: Ruleset | None = None, anew: bool = False) -> Opened:
    """Open the book beside a case; it is made where there is none, or `anew` beside an earlier one.

    Where another terminal is making it at this moment, that one is waited for. Raises KaoheError where either cannot be
    read, or where the book is of another scheme or cycle.
    """
    with _in_turn(path):
        return _opened(path, ruleset, anew=anew)


def _opened(path: Path, ruleset: Ruleset | None, *, anew: bool) -> Opened:
    book = book_beside(path)
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    if book.exists() and not anew:
        return _again(path, book, digest, ruleset)
    case = read_case(path, ruleset=ruleset)
    unit = visible(case.title or path.stem)[:200]
    reason = f"{visible(path.name)[:40]} sha256 {digest}"
    office = Office.of_case(free_name(book), case, unit=unit, language=language(), reason=reason)
    return _fit(office, office.where)


@contextmanager
def _in_turn(case: Path) -> Iterator[None]:
    """One after the other: two terminals that open a case in the same instant would both make its book.

    The lock is on the case, which is there before any book is. It is waited for some time at most; where the system has
    no locks, or another holds it for longer, it is done without.
    """
    try:
        handle = os.open(case, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        yield  # reading it says why it cannot be read
        return
    try:
        end = time.monotonic() + _PATIENCE
        while _taken(handle) and time.monotonic() < end:
            time.sleep(_NAP)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether another holds the lock; else it is ours from now on."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # no locks here
    return False


def _again(path: Path, book: Path, digest: str, ruleset: Ruleset | None) -> Opened:
    opened = open_book(str(book), ruleset=ruleset)
    made_of = next((found[1] for one in islice(opened.office.history(), 3) if (found := _FROM.search(one.reason))), "")
    if not made_of:
        opened.office.close()
        raise CaseError(_OTHER.format(book=book.name, case=path.name))
    return evolve(opened, changed=path if made_of != digest else None)


def _fit(office: Office, where: str, closed: Message | None = None) -> Opened:
    """It, if it can be worked on: not where other rules are installed than it was made with."""
    if office.difference is not None:
        try:
            office.evaluation  # noqa: B018  # asked for what it raises: the sentence that says what to do
        except OfficeError:
            office.close()
            raise
    return Opened(office, where, closed)


FROZEN = Message(
    "K7021",
    "{span} is frozen: look only; F9 opens a revision on record, with its reason",
    "{span} 已冻结，只能查看；如须更改，按 F9 写明理由后修订，记录在案",
)
_NO_COPY = Message(
    "K7030",
    "the example cannot be copied to {path} ({why}); start it in a folder of yours",
    "无法把示例复制到 {path}（{why}）；请在自己的目录中运行",
)
_OTHER = Message(
    "K7022",
    "{book} was not made from {case}; open the book by its own name, or move one of them away",
    "{book} 不是由 {case} 建立的；请直接打开该账簿，或移开其中之一",
)
