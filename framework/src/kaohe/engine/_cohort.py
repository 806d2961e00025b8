"""A cohort: the cycle, the appraisees with their facts, and the decisions on record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Protocol

from attrs import define, field, frozen

from ..rules.tools import UNKNOWN, Calendar, Linked, Period, Ruleset, Supplied, Unknown, Value, linked_ids

__all__ = [
    "Appraisee",
    "Cohort",
    "Cycle",
    "Decisions",
    "ExcessDecision",
    "GradeDecision",
    "Lane",
    "OnPlaces",
    "Recheck",
    "TieDecision",
]

Fact = Value | tuple[Value, ...]


@frozen
class Recheck:
    """The re-check of one limit for one appraisee: pending, confirmed or rejected, and its document."""

    status: str
    document: str = ""


@frozen
class GradeDecision:
    """A person's recorded decision on one appraisee's grade."""

    appraisee: str
    grade: str
    reason: str
    document: str


@frozen
class TieDecision:
    """A person's recorded decision on a tie set of one quota: exactly which of `members` take the places.

    `members` is the whole tie set as it was shown, `fingerprint` its fingerprint then; fewer than the places may
    be chosen only with `leave_vacant`.
    """

    quota: str
    members: tuple[str, ...]
    choose: tuple[str, ...]
    reason: str
    document: str = ""
    fingerprint: str = ""
    leave_vacant: bool = False


@frozen
class ExcessDecision:
    """A person's recorded decision to exceed the soft places of one quota for the people named."""

    quota: str
    members: tuple[str, ...]
    reason: str
    document: str


OnPlaces = TieDecision | ExcessDecision
Decisions = GradeDecision | OnPlaces


@frozen
class Cycle:
    """One appraisal cycle: its days, and its periods by axis.

    `holidays` are the days off on weekdays, `workdays` the make-up days on weekends, as the office lists them.
    `confirmed` is the reason on record why the scheme is applied to a cycle that its document is not for.
    """

    id: str
    start: dt.date
    end: dt.date
    periods: Mapping[str, tuple[Period, ...]] = field(factory=dict)
    confirmed: str = ""
    holidays: tuple[dt.date, ...] = ()
    workdays: tuple[dt.date, ...] = ()

    @cached_property
    def calendar(self) -> Calendar:
        """Its days, and the days that people work."""
        return Calendar(self.start, self.end, frozenset(self.holidays), frozenset(self.workdays))


@define
class Appraisee:
    """One appraised person, team or unit. An input on a period axis has a tuple of values, one a period.

    A link is an id, or rows by date (`Turns`) where its link changes within the cycle.
    `packed` holds the columns for the compiled form, where the record is plain and complete.
    """

    id: str
    kind: str
    name: str = ""
    facts: Mapping[str, Fact] = field(factory=dict)
    links: Mapping[str, Linked] = field(factory=dict)
    rechecks: Mapping[str, Recheck] = field(factory=dict)
    packed: tuple[Any, ...] | None = None

    def fact(self, key: str) -> Fact | Unknown:
        """What was entered under `key`, UNKNOWN where nothing was."""
        return self.facts.get(key, UNKNOWN)


class Lane(Protocol):
    """What packs records for a compiled form of their rules."""

    def pack(
        self, kind: str, facts: Mapping[str, Any], rechecks: Mapping[str, Recheck] = ...
    ) -> tuple[Any, ...] | None:
        """The packed record, or None where it is odd in any way and must be read in full."""

    def compiled(self, kind: str) -> Any:
        """The compiled form of `kind`, None where it has none."""

    @property
    def kinds(self) -> Mapping[str, Any]:
        """The compiled form of every kind that has one."""


@define
class Cohort:
    """Everything an evaluation reads."""

    ruleset: Ruleset
    cycle: Cycle
    appraisees: dict[str, Appraisee]
    supplied: Supplied = field(factory=Supplied)
    decisions: tuple[Decisions, ...] = ()
    lane: Lane | None = None
    _back: dict[tuple[str, str], dict[str, tuple[str, ...]]] = field(factory=dict, init=False)
    _free: dict[tuple[str, str], tuple[str, ...]] = field(factory=dict, init=False)

    def linked_back(self, link: str, kind: str, target: str) -> tuple[str, ...]:
        """The appraisees of `kind` whose `link` is `target`, at some time at least, in order of id."""
        if (link, kind) not in self._back:
            found: dict[str, list[str]] = defaultdict(list)
            for appraisee in self.appraisees.values():
                if appraisee.kind == kind and link in appraisee.links:
                    for one in linked_ids(appraisee.links[link]):
                        found[one].append(appraisee.id)
            self._back[link, kind] = {name: tuple(sorted(ids)) for name, ids in found.items()}
        return self._back[link, kind].get(target, ())

    def keep_links(self, before: Cohort, changed: Collection[str]) -> None:
        """Keep what an earlier cohort knows of links where it differs in the records of `changed` alone, their links not."""
        one, two = before.appraisees, self.appraisees
        if all(name in one and name in two and one[name].links == two[name].links for name in changed):
            self._back, self._free = before._back, before._free

    def not_linked(self, link: str, kind: str) -> tuple[str, ...]:
        """The appraisees of `kind` without that link."""
        if (link, kind) not in self._free:
            people = self.appraisees.values()
            self._free[link, kind] = tuple(one.id for one in people if one.kind == kind and link not in one.links)
        return self._free[link, kind]
