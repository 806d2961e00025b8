"""What is printed of: a book or case as it stands, one period or the whole cycle, the office's own file, a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from ..cases import Case
from ..engine import Evaluation
from ..exchange import Put, Stamp, cells_of, period_of
from ..rules.forms import Column
from ..rules.tools import ABSENCES, KindRules, decimals, linked_ids, said_period, show, show_near
from ..words import Text, visible
from ._people import People
from ._record import NOTHING, Record

__all__ = ["Job", "Whose"]

_NOT_APPLICABLE = next(one.label for one in ABSENCES if one.code == "not-applicable")


@frozen(kw_only=True)
class Whose:
    """Whom a page is for: an appraisee, a group by its code, or ("" both) the whole cycle; `people` are all of it.

    `clause` is the form's.
    """

    id: str = ""
    name: str = ""
    person: bool = False
    people: tuple[str, ...] = ()
    clause: str = ""


@frozen(kw_only=True)
class Job:
    """A book or case as it is printed. `only` are the ids that are asked for, () for everybody.

    `people` is the office's own file, `record` what a book has of signatures, publicity and draws, `tried` what other
    readings were found to change.
    """

    case: Case
    evaluation: Evaluation
    stamp: Stamp
    period: str = ""
    language: str = "zh"
    people: People = field(factory=dict)
    only: tuple[str, ...] = ()
    record: Record = NOTHING
    wide: bool = False
    tried: dict[tuple[str, str], tuple[Evaluation, str]] = field(factory=dict, repr=False, eq=False)

    def words(self, text: Text | str) -> str:
        """A text in the language of the paper, every character visible."""
        return visible(text if isinstance(text, str) else text.in_language(self.language))

    def declared(self, text: Text) -> str:
        """A text of the form's own, whose lines stay lines."""
        return "\n".join(map(visible, text.in_language(self.language).split("\n")))

    def headed(self, text: Text | str) -> str:
        """A title or heading: an English one begins with a capital."""
        said = self.words(text)
        return said[:1].upper() + said[1:]

    def everybody(self, kinds: Sequence[str] = (), flagged: str = "") -> Iterator[str]:
        """The ids of those asked for, of these kinds (() for any), in the order of the roster.

        With `flagged`, the id of a flag, only those who have it, and those linked to them: members of such a team.
        """
        for one in self.evaluation.cohort.appraisees.values():
            wanted = (not kinds or one.kind in kinds) and (not self.only or one.id in self.only)
            if wanted and (not flagged or self._flagged(one.id, flagged)):
                yield one.id

    def _flagged(self, who: str, flag: str) -> bool:
        links = self.evaluation.cohort.appraisees[who].links.values()
        near = (who, *(one for link in links for one in linked_ids(link)))
        return any(flag in self.evaluation.quick(one).rules for one in near)

    def of(self, period: str) -> Job:
        """The same of another period."""
        return self if period == self.period else evolve(self, period=period)

    def within(self, axis: str) -> Iterator[str]:
        """The periods of an axis that lie in the one that the paper is of: the months of a quarter."""
        known = self.evaluation.cohort.cycle.periods
        whole = period_of(self.evaluation, self.period)
        for one in known.get(axis, ()):
            if whole is not None and whole.start <= one.start and one.end <= whole.end:
                yield one.name

    def name(self, who: str) -> str:
        """The name of an appraisee, the id where there is none."""
        return visible(self.evaluation.cohort.appraisees[who].name or who)

    def kind(self, who: str) -> str:
        """The key of an appraisee's kind."""
        return self.evaluation.cohort.appraisees[who].kind

    def rules(self, kind: str) -> KindRules:
        """The rules of a kind."""
        return self.evaluation.plan(kind).rules

    def cells(self, columns: Sequence[Column], people: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """What stands in each column for each of these people, as it is printed."""
        found = cells_of(self.evaluation, columns, people, period=self.period, language=self.language)
        return {
            who: tuple(
                self.asked(who, column) if column.of == "asked" else self._told(column, cell)
                for column, cell in zip(columns, row, strict=True)
            )
            for who, row in found.items()
        }

    def _told(self, column: Column, cell: Put) -> str:
        """A value as it is printed, a period by what it is called."""
        said = self.shown(cell)
        return self.words(said_period(said)) if column.of == "period" else said

    def asked(self, who: str, column: Column) -> str:
        """What the office's own file says of somebody under the heading of a column."""
        given = self.people.get(who, {})
        return visible(given.get(column.head.zh) or given.get(column.head.en) or "")

    def shown(self, cell: Put) -> str:
        """A value as it stands on paper; where none applies, a place to write."""
        if isinstance(cell, date):
            return f"{cell.year}年{cell.month}月{cell.day}日" if self.language == "zh" else cell.isoformat()
        return "" if cell is None or cell == self.words(_NOT_APPLICABLE) else visible(str(cell))

    def number(self, value: Fraction | int | Decimal, limits: Sequence[Fraction] = (), places: int = 2) -> str:
        """A number, exact where it is short, else rounded half-up but never past a limit of a rule."""
        exact = Fraction(value)
        known = decimals(exact)
        return show(exact) if known is not None and known <= places else show_near(exact, limits, places)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Any]]:
        return {one["id"]: one for one in self.case.raw.get("appraisees", ())}

    def raw(self, who: str, key: str) -> Any:
        """What was entered under a key, in the period of the paper where it lies on periods, as a case file holds it."""
        row = self._rows.get(who, {})
        usual = self.case.raw.get("defaults", {}).get(self.kind(who), {}).get("facts", {})
        found = (row.get("facts") or {}).get(key, usual.get(key))
        given = self.rules(self.kind(who)).input(key)
        if given is None or given.on is None:
            return found
        names = [one.name for one in self.evaluation.periods(getattr(given.on, "key", ""))]
        if isinstance(found, Mapping):
            return found.get(self.period)
        if isinstance(found, list) and self.period in names and len(found) == len(names):
            return found[names.index(self.period)]
        return None
