"""An office of several people for tests: who they are, a book opened as each of them, a month entered and signed.

The rules of a state machine over it stand in `Moves`, one method a move, so that a larger machine can use them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.errors import KaoheError
from kaohe.office import (
    Appoint,
    Change,
    Consult,
    Enter,
    Office,
    OfficeError,
    Publish,
    Return,
    Revise,
    Second,
    Settle,
    Sign,
)
from office_kit import member, new_book, rules

__all__ = ["SHOWN", "STAFF", "Moves", "as_", "publicised", "refused", "staffed"]

STAFF = {
    "ada": ("administrator",),
    "li": ("clerk",),
    "zhao": ("second",),
    "wang": ("reviewer",),
    "sun": ("approver",),
    "qian": ("approver",),
    "wu": ("auditor",),
}
"""Who has which role."""


def as_(who: str, path: Path, **more: Any) -> Office:
    """The book opened as somebody."""
    return Office.open(path, ruleset=rules(), actor=who, **more)


def staffed(folder: Path, *changes: Change, name: str = "a.book") -> Path:
    """A book with two members, the staff, and what else is entered by its clerk; the path of it."""
    path = folder / name
    with new_book(folder, member("M1"), member("M2"), name=name) as office:
        office.save([Appoint(login, roles) for login, roles in STAFF.items()])
    if changes:
        with as_("li", path) as office:
            office.save(changes)
    return path


def refused(who: str, path: Path, *changes: Change, reason: str = "as asked") -> list[str]:
    """The numbers under which a save by somebody is refused; it must be, and must leave the book as it was."""
    with as_(who, path) as office:
        head = office.head
        try:
            office.save(changes, reason=reason)
        except OfficeError as error:
            found = [one.text.number for one in getattr(error, "refusals", ())]
        else:
            raise AssertionError("it was saved")
        assert office.head == head
        return found


SHOWN = (
    Publish("XZ-9", dt.date(2019, 4, 1), "公示1号", until=dt.date(2019, 4, 5)),
    *(Consult(who, "discipline", "none", dt.date(2019, 4, 3), "纪函1号") for who in ("M1", "M2")),
)
"""Results shown publicly, which is over, and the discipline office asked about both members."""


def publicised(path: Path) -> None:
    """What the last level of the year waits for, by the reviewer."""
    with as_("wang", path) as office:
        office.save(SHOWN)


@define
class Moves:
    """What people of an office do to one book, each move by somebody who may or may not; gives whether it was saved.

    Everybody keeps the book open, as at their own terminal, and takes in what the others saved.
    """

    path: Path
    _open: dict[str, Office] = field(factory=dict)

    def at(self, who: str) -> Office:
        """Somebody's terminal, with what was saved until now."""
        if who not in self._open:
            self._open[who] = as_(who, self.path)
        self._open[who].refresh()
        return self._open[who]

    def close(self) -> None:
        """Everybody goes home."""
        for office in self._open.values():
            office.close()
        self._open.clear()

    def do(self, who: str, changes: Sequence[Change], reason: str = "a reason") -> bool:
        """Save as somebody; a refusal must say what to do, in both languages, and change nothing."""
        office = self.at(who)
        head = office.head
        try:
            office.save(changes, reason=reason)
        except KaoheError as error:
            told, head_now = error.text, office.head
        else:
            return True
        assert min(len(told.en), len(told.zh)) > len(told.number)
        assert head_now == head
        return False

    def enter(self, who: str, appraisee: str, key: str, month: str, mark: Any) -> bool:
        """A first entry."""
        return self.do(who, [Enter(appraisee, key, mark, month)])

    def enter_again(self, who: str, appraisee: str, key: str, month: str, mark: Any) -> bool:
        """A second entry."""
        return self.do(who, [Second(appraisee, {key: mark}, month)])

    def settle(self, who: str, appraisee: str, key: str, month: str, take: str, mark: Any) -> bool:
        """A difference settled."""
        value = mark if take == "anew" else None
        return self.do(who, [Settle(appraisee, key, take, month, value=value, document="纪要3号")])

    def sign(self, who: str, span: str) -> bool:
        """The next signature."""
        return self.do(who, [Sign(span)])

    def show(self, who: str) -> bool:
        """Results shown publicly, and the opinions asked for."""
        return self.do(who, SHOWN)

    def send_back(self, who: str, span: str) -> bool:
        """A return."""
        return self.do(who, [Return(span)])

    def revise(self, who: str, appraisee: str, key: str, month: str, mark: Any) -> bool:
        """A revision of a frozen month."""
        return self.do(who, [Revise("month", month), Enter(appraisee, key, mark, month)])
