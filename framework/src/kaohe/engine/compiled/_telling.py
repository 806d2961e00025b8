"""What linked people are worth to whoever asks: the columns of a compiled row that the facts of others fill.

`Telling.row` is the row of one record for `Compiled.evaluate`: the packed columns and, behind them, one told value for
each of `Compiled.asks`. Whoever is asked answers by the compiled form of their kind, and by the walker where their record
is odd, or the question has no compiled form: the meaning is the same. What is not settled leaves the asking record to the
walker. Final grades come from `place`, which whoever places people under quotas supplies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from ...rules.nodes import Expr, Link, Linked, LinkedBack, open_axis, per_node
from ...rules.tools import Turns
from .._cohort import Appraisee, Cohort
from ..walk import Gone, Num, Truth, Worth
from ._compiled import OPEN, Compiled, Tell

__all__ = ["Telling", "told_of"]

Row = tuple[Any, ...]
# Nodes hash by structure, so their axis is remembered by identity.
_axis = per_node(open_axis)


@define
class Telling:
    """The rows of one cohort, each told value worked out once.

    `walked` is the walker's worth of an expression for somebody, in a period where it lies open on them; `place` the place
    of somebody's final grade, None for who is not appraised, OPEN while it is not settled.
    """

    cohort: Cohort
    compiled: Mapping[str, Compiled]
    walked: Callable[[str, Expr, int | None], Worth]
    place: Callable[[str], Any]
    _rows: dict[str, Row | None] = field(factory=dict, init=False)
    _told: dict[tuple[int, str, int | None], Any] = field(factory=dict, init=False)
    _tells: dict[tuple[int, str], Tell | None] = field(factory=dict, init=False)
    # The questions of a kind by link; None where the links alone do not tell.
    _plain: dict[str, dict[str, tuple[Linked, ...]] | None] = field(factory=dict, init=False)
    _shared: dict[tuple[object, ...], tuple[Any, ...]] = field(factory=dict, init=False)
    _at_once: dict[tuple[int, str], tuple[Sequence[Tell | None], bool]] = field(factory=dict, init=False)

    def row(self, person: Appraisee) -> Row | None:
        """The row of one record, None where it has to be walked."""
        packed, compiled = person.packed, self.compiled.get(person.kind)
        if packed is None or compiled is None or not compiled.asks:
            return packed if compiled is not None else None
        if person.id not in self._rows:
            asked = self._all_asked(person, compiled.asks)
            self._rows[person.id] = None if OPEN in asked else (*packed, *asked)
        return self._rows[person.id]

    def _all_asked(self, person: Appraisee, asks: Sequence[Linked]) -> tuple[Any, ...]:
        """The columns of all questions for somebody. Those who have the same links all cycle long are told the same."""
        if person.kind not in self._plain:
            self._plain[person.kind] = _by_link(asks)
        plain = self._plain[person.kind]
        if plain is None:
            return tuple([self.asked(one, person) for one in asks])
        links = (person.kind, *[person.links.get(key) for key in plain])
        if links not in self._shared:
            found = [told for key, some in plain.items() for told in self._answers(person, key, some)]
            if len(plain) > 1:
                asked = [id(one) for some in plain.values() for one in some]
                found = [found[asked.index(id(one))] for one in asks]
            self._shared[links] = tuple(found)
        return self._shared[links]

    def _answers(self, person: Appraisee, link: str, asks: Sequence[Linked]) -> list[Any]:
        """The columns of all that somebody asks through one link: what whoever is linked tells, asked of once."""
        held = person.links.get(link)
        if not isinstance(held, str):
            return [self.asked(one, person) for one in asks]
        target = self.cohort.appraisees[held]
        tells, reads_grade = self._all_told(target.kind, asks)
        place = self.place(held) if reads_grade else None
        row = target.packed
        return [
            self.told(held, one.expression)
            if tell is None or row is None or (place is OPEN and tell.reads_grade)
            else self._or_walked(tell.function(row, place if tell.reads_grade else None, None), held, one.expression)
            for one, tell in zip(asks, tells, strict=True)
        ]

    def _or_walked(self, found: Any, name: str, expression: Expr) -> Any:
        return self.told(name, expression) if found is OPEN else found

    def _all_told(self, kind: str, asks: Sequence[Linked]) -> tuple[Sequence[Tell | None], bool]:
        """How a kind tells all of these, None where not from a record's own columns; whether any reads its grade."""
        key = (id(asks), kind)
        if key not in self._at_once:
            tells = [self._tell(kind, one.expression) for one in asks]
            own = [None if tell is None or tell.asks else tell for tell in tells]
            self._at_once[key] = own, any(tell is not None and tell.reads_grade for tell in own)
        return self._at_once[key]

    def asked(self, ask: Linked, person: Appraisee) -> Any:
        """The column of one question for somebody: OPEN where any of it is not settled, or somebody is yet to be linked."""
        back = isinstance(ask.link, LinkedBack)
        on = ask.link.link.on if isinstance(ask.link, LinkedBack) else ask.link.on
        if on is None:
            return self._told_back(ask, person, None, None) if back else self._told_by(ask, person, None, None)
        count = len(self.cohort.cycle.periods.get(on.key, ()))
        along = _axis(ask.expression) is not None
        told = self._told_back if back else self._told_by
        found = tuple([told(ask, person, at, at if along else None) for at in range(count)])
        return OPEN if OPEN in found else found

    def _told_by(self, ask: Linked, person: Appraisee, at: int | None, period: int | None) -> Any:
        """What whoever is linked tells, of a link by date in the period `at`."""
        assert not isinstance(ask.link, LinkedBack)  # noqa: S101  # narrowed for mypy
        held = person.links.get(ask.link.key)
        if isinstance(held, Turns):
            target = held.each[at] if at is not None else None
            return None if target is None else self.told(target, ask.expression, period)
        if held is None:
            return None if ask.link.optional else OPEN
        return self.told(held, ask.expression, period)

    def _told_back(self, ask: Linked, person: Appraisee, at: int | None, period: int | None) -> Any:
        """What each of those tells who are linked to somebody, by date in the period `at`."""
        assert isinstance(ask.link, LinkedBack)  # noqa: S101  # narrowed for mypy
        linked, key, people = self.cohort.linked_back, ask.link.link.key, self.cohort.appraisees
        names = [name for kind in ask.link.kinds for name in linked(key, kind.key, person.id)]
        if at is not None:
            held = [(name, people[name].links[key]) for name in names]
            names = [name for name, one in held if not isinstance(one, Turns) or one.each[at] == person.id]
        found = tuple([self.told(name, ask.expression, period) for name in names])
        return OPEN if OPEN in found else found

    def told(self, name: str, expression: Expr, at: int | None = None) -> Any:
        """What `expression` is worth for somebody, in the period `at` where it lies open on periods."""
        key = (id(expression), name, at)
        if key not in self._told:
            found = self._by_compiled(self.cohort.appraisees[name], expression, at)
            self._told[key] = told_of(self.walked(name, expression, at)) if found is OPEN else found
        return self._told[key]

    def _by_compiled(self, person: Appraisee, expression: Expr, at: int | None) -> Any:
        tell = self._tell(person.kind, expression)
        if tell is None or person.packed is None:
            return OPEN
        row = person.packed
        if tell.asks:
            asks = self.compiled[person.kind].asks
            asked = [self.asked(one, person) if place in tell.asks else None for place, one in enumerate(asks)]
            if OPEN in asked:
                return OPEN
            row = (*row, *asked)
        place = self.place(person.id) if tell.reads_grade else None
        return OPEN if place is OPEN else tell.function(row, place, at)

    def _tell(self, kind: str, expression: Expr) -> Tell | None:
        """How the kind tells it; looked up once, since nodes hash by structure."""
        key = (id(expression), kind)
        if key not in self._tells:
            compiled = self.compiled.get(kind)
            self._tells[key] = None if compiled is None else compiled.tells.get(expression)
        return self._tells[key]


def _by_link(asks: Sequence[Linked]) -> dict[str, tuple[Linked, ...]] | None:
    """Questions by link, None where one goes through a link by date, or back."""
    found: dict[str, tuple[Linked, ...]] = {}
    for one in asks:
        if not isinstance(one.link, Link) or one.link.on is not None:
            return None
        found[one.link.key] = (*found.get(one.link.key, ()), one)
    return found


def told_of(worth: Worth) -> Any:
    """A worth as it is told: OPEN where it is not settled."""
    if isinstance(worth, Gone):
        return None
    if isinstance(worth, Num):
        return OPEN if worth.value is None else worth.value.as_integer_ratio()
    if isinstance(worth, Truth):
        return next(iter(worth.options)) if worth.settled else OPEN
    return OPEN if worth.value is None else worth.value
