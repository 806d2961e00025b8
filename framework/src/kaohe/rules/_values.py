"""The values of facts: what an entry becomes once it is checked."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..words import Text
from ._fields import checked

__all__ = [
    "ABSENCES",
    "UNKNOWN",
    "Absence",
    "Absent",
    "EventRow",
    "FindingRow",
    "MarksValue",
    "TallyValue",
    "Unknown",
    "Value",
]


@checked
@frozen(order=False)
class Absence:
    """A reason why a value is absent; `due` says whether the position still counts as due."""

    code: str
    label: Text
    due: bool


ABSENCES = (
    Absence("not-posted", Text("not posted then", "不在派驻期"), due=False),
    Absence("rotated-out", Text("rotated out", "已轮换"), due=False),
    Absence("not-applicable", Text("does not apply", "不适用"), due=False),
    Absence("not-assessed", Text("not assessed", "未考核"), due=True),
    Absence("no-valid-votes", Text("no valid votes", "无有效票"), due=True),
)


class Unknown:
    """Not entered yet."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@frozen
class Absent:
    """Not there, with the reason: a code of ABSENCES and a note of at most REASON_LENGTH characters."""

    code: str
    note: str = ""

    @property
    def due(self) -> bool:
        """Whether the position still counts as due."""
        return next(known.due for known in ABSENCES if known.code == self.code)


@frozen
class TallyValue:
    """A ballot as counted."""

    issued: int
    collected: int
    spoilt: int
    blank: int
    votes: tuple[tuple[str, int], ...]

    def of(self, *codes: str) -> int:
        """The votes for the options named."""
        return sum(votes for code, votes in self.votes if code in codes)

    def total(self, total_is: str) -> int:
        """The denominator of its shares, as `Tally.total_is` names it."""
        votes = sum(votes for _, votes in self.votes)
        totals = {"issued": self.issued, "collected": self.collected, "votes": votes}
        return totals.get(total_is, self.collected - self.spoilt)


@frozen
class FindingRow:
    """One finding: its day, document number and re-check state (pending, confirmed or rejected).

    `item` tells two findings of one document apart; `same` names the row that it may be the same fact as.
    """

    date: dt.date
    document: str
    status: str
    item: str = ""
    same: str = ""


@frozen
class EventRow:
    """One event: its day, if given, its columns, and the document and item code that tell it from others.

    `same` names the row that it may be the same event as.
    """

    date: dt.date | None
    values: tuple[tuple[str, Value], ...]
    document: str = ""
    item: str = ""
    same: str = ""

    def get(self, key: str) -> Value:
        """The value of one column, UNKNOWN where it is not entered."""
        return next((value for name, value in self.values if name == key), UNKNOWN)


@frozen
class MarksValue:
    """The marks of one appraisee as (group, rater's code, mark); the group is "" where the input has none."""

    rows: tuple[tuple[str, str, Fraction], ...]

    def of(self, *groups: str) -> list[Fraction]:
        """The marks of the groups named, all where none is."""
        return [mark for group, _, mark in self.rows if not groups or group in groups]

    def plain(self) -> dict[str, dict[str, Fraction]]:
        """The marks by group and rater."""
        found: dict[str, dict[str, Fraction]] = {}
        for group, rater, mark in self.rows:
            found.setdefault(group, {})[rater] = mark
        return found


Value = (
    Fraction
    | dt.date
    | str
    | TallyValue
    | MarksValue
    | tuple[FindingRow, ...]
    | tuple[EventRow, ...]
    | tuple[str, ...]
    | Absent
    | Unknown
)
