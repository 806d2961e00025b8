"""The walker: the reference evaluator, exact intervals over the declared tree. Each node says what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar, cast

from attrs import define, field

from ...rules import Link
from ...rules.nodes import Axis, Computed, Expr, Input, LinkedBack, Positions, RankOf, number_alike
from ...rules.tools import UNKNOWN, Absent, Calendar, Linked, Period, Turns, Unknown
from .._cohort import Appraisee
from ._called import called
from ._people import People, Standpoint
from ._ranking import rank_worth
from ._values import Causes, Gone, Num, Truth, Worth

__all__ = ["Walker"]

T = TypeVar("T")


Key = tuple[int, int | Positions | None]
Found = dict[Key, object]
"""What expressions are worth, by the number of each, and the position or positions of an open axis."""


_NUMBER = (Num, Gone)
# How far an answer reads: the record's entries, whether it is provisional besides, or more than that.
_ENTRIES, _LEFT_OUT, _BEYOND = range(3)


@define
class Walker:
    """Evaluates expressions for one appraisee.

    What reads the record's own entries alone is worth the same for every record with those entries: all their walkers
    share `entered`, and those that are as provisional share `left_out`. What asks for more (other people, the record's id,
    its grade) is kept by each walker for itself.
    """

    evaluation: People
    appraisee: Appraisee
    _provisional: bool = False
    at: int | None = None
    entered: Found = field(factory=dict)
    left_out: Found = field(factory=dict)
    _seen: Found = field(factory=dict, init=False)
    _reads: int = field(default=_ENTRIES, init=False)
    _linked: dict[str, Sequence[tuple[str, int | None]]] = field(factory=dict, init=False)

    @property
    def id(self) -> str:
        """Whose facts these are."""
        self._reads = _BEYOND
        return self.appraisee.id

    @property
    def provisional(self) -> bool:
        """Whether unknown rows and pending re-checks are left out."""
        self._reads = self._reads or _LEFT_OUT
        return self._provisional

    def worth(self, node: Expr) -> Worth:
        """What `node` is worth here; open nodes at the current position."""
        if node.light:
            return node.worth(self)
        return self._once((number_alike(node), self.at), node.worth, self)

    def along(self, node: Expr, positions: Positions) -> Iterable[Worth]:
        """What `node` is worth at each position, all of them at once where it can say so."""
        return self._once((number_alike(node), positions), node.along, self, positions)

    def _once(self, key: Key, ask: Callable[..., T], *of: Any) -> T:
        """What somebody with these entries was found to be worth before, else what is found now."""
        found = self.entered.get(key)
        if found is not None:
            return cast("T", found)
        found = self.left_out.get(key)
        if found is not None:
            self._reads = self._reads or _LEFT_OUT
            return cast("T", found)
        found = self._seen.get(key)
        if found is not None:
            self._reads = _BEYOND
            return cast("T", found)
        before, self._reads = self._reads, _ENTRIES
        found = ask(*of)
        (self.entered, self.left_out, self._seen)[self._reads][key] = found
        self._reads = max(before, self._reads)
        return found

    def number(self, node: Expr) -> Num | Gone:
        """The worth of a number."""
        found = self.worth(node)
        assert isinstance(found, _NUMBER), node  # noqa: S101  # the declarations' types guarantee it
        return found

    def truth(self, node: Expr) -> Truth:
        """The worth of a condition; absent counts as a possible value None."""
        found = self.worth(node)
        assert isinstance(found, Truth), node  # noqa: S101  # the declarations' types guarantee it
        return found

    def fact(self, key: str) -> Any:
        """What was entered as `key`."""
        return self.appraisee.facts.get(key, UNKNOWN)

    def rows(self, axis: Axis) -> Any:
        """The rows of a list as entered; an optional list that was not entered is absent."""
        rows = self.appraisee.fact(axis.axis_key)
        if isinstance(rows, Unknown) and isinstance(axis, Input) and axis.optional:
            return Absent("not-applicable")
        return rows

    def positions(self, axis: Axis) -> tuple[list[tuple[int, bool]], Causes]:
        """The positions of `axis` as (index, counts for certain), and the causes where they are not known yet."""
        return axis.positions(self)

    @property
    def calendar(self) -> Calendar:
        """The cycle's days, and the days that people work."""
        return self.evaluation.cohort.cycle.calendar

    def periods(self, key: str) -> Sequence[Period]:
        """The periods along the axis of that key."""
        return self.evaluation.periods(key)

    def target(self, link: Link) -> str | None:
        """Who is linked, in the current period where that changes by date."""
        self._reads = _BEYOND
        found = self.appraisee.links.get(link.key)
        return found.each[self.at] if isinstance(found, Turns) and self.at is not None else _plain(found)

    def vacant(self, link: Link) -> bool:
        """Whether rows by date leave a gap here."""
        self._reads = _BEYOND
        return isinstance(self.appraisee.links.get(link.key), Turns) and self.target(link) is None

    def linked(self, axis: LinkedBack) -> Sequence[tuple[str, int | None]]:
        """The appraisees along a back link; of a link by date each in every period in which they are linked."""
        self._reads = _BEYOND
        key = axis.axis_key
        if key not in self._linked:
            self._linked[key] = tuple(self._back(axis))
        return self._linked[key]

    def _back(self, axis: LinkedBack) -> Iterator[tuple[str, int | None]]:
        back, own, link = self.evaluation.cohort.linked_back, self.appraisee.id, axis.link
        names = [name for kind in axis.kinds for name in back(link.key, kind.key, own)]
        if link.on is None:
            yield from ((name, None) for name in names)
            return
        people = self.evaluation.cohort.appraisees
        links = [(name, people[name].links[link.key]) for name in names]
        for at in range(len(self.periods(link.on.key))):
            yield from ((name, at) for name, held in links if not isinstance(held, Turns) or held.each[at] == own)

    def other(self, name: str, at: int | None = None) -> Standpoint:
        """The walker of somebody else; a new one where theirs is on its way along an axis (it may have led here)."""
        self._reads = _BEYOND
        found = self.evaluation.walker(name, provisional=self._provisional, at=at)
        return found if found.at == at else Walker(self.evaluation, found.appraisee, self._provisional, at)

    def codes(self, list_key: str) -> Sequence[str]:
        """The codes that the cycle supplies under that key."""
        return self.evaluation.cohort.supplied.lists.get(list_key, ())

    def called(self, node: Computed, values: Sequence[Fraction]) -> Fraction:
        """What a declared function gives."""
        return called(self, node, values)

    def score(self) -> Num | Gone:
        """The appraisee's own total, which may rest on other people."""
        self._reads = _BEYOND
        return self.evaluation.score(self.appraisee.id, provisional=self.provisional)

    def rank(self, node: RankOf) -> Worth:
        """The place of the appraisee among everybody of the kind."""
        self._reads = _BEYOND
        return rank_worth(self, node)

    def grades(self) -> tuple[Iterable[str], Causes]:
        """The grades that are still possible, and why more than one is; places and decisions are of each record alone."""
        self._reads = _BEYOND
        return self.evaluation.possible_grades(self.appraisee.id, provisional=self.provisional)


def _plain(found: Linked | None) -> str | None:
    """A link that holds the whole cycle; rows by date say nothing of a time that is none of their periods."""
    return None if isinstance(found, Turns) else found
