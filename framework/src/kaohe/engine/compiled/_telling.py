"""What linked people are worth to whoever asks: the columns of a compiled row that the facts of others fill.

`Telling.row` is the row of one record for `Compiled.evaluate`: the packed columns and, behind them, one told value for
each of `Compiled.asks`. Whoever is asked answers by the compiled form of their kind, and by the walker where their record
is odd, or the question has no compiled form: the meaning is the same. What is not settled leaves the asking record to the
walker. Final grades come from `place`, which whoever places people under quotas supplies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field

from ...rules.nodes import Expr, Linked, LinkedBack
from .._cohort import Appraisee, Cohort
from ..walk import Gone, Num, Truth, Worth
from ._compiled import OPEN, Compiled, Tell

__all__ = ["Telling", "told_of"]

Row = tuple[Any, ...]


@define
class Telling:
    """The rows of one cohort, each told value worked out once.

    `walked` is the walker's worth of an expression for somebody; `place` the place of somebody's final grade, None for
    who is not appraised, OPEN while it is not settled.
    """

    cohort: Cohort
    compiled: Mapping[str, Compiled]
    walked: Callable[[str, Expr], Worth]
    place: Callable[[str], Any]
    _rows: dict[str, Row | None] = field(factory=dict, init=False)
    _told: dict[tuple[int, str], Any] = field(factory=dict, init=False)
    _tells: dict[tuple[int, str], Tell | None] = field(factory=dict, init=False)

    def row(self, person: Appraisee) -> Row | None:
        """The row of one record, None where it has to be walked."""
        packed, compiled = person.packed, self.compiled.get(person.kind)
        if packed is None or compiled is None or not compiled.asks:
            return packed if compiled is not None else None
        if person.id not in self._rows:
            asked = tuple(self.asked(one, person) for one in compiled.asks)
            self._rows[person.id] = None if OPEN in asked else (*packed, *asked)
        return self._rows[person.id]

    def asked(self, ask: Linked, person: Appraisee) -> Any:
        """The column of one question for somebody: OPEN where any of it is not settled, or somebody is yet to be linked."""
        if isinstance(ask.link, LinkedBack):
            found = tuple(self.told(name, ask.expression) for name in self._back(ask.link, person))
            return OPEN if OPEN in found else found
        target = person.links.get(ask.link.key)
        if not isinstance(target, str):  # no link by date is asked of here: whoever reads one is walked
            return None if ask.link.optional else OPEN
        return self.told(target, ask.expression)

    def _back(self, axis: LinkedBack, person: Appraisee) -> list[str]:
        linked = self.cohort.linked_back
        return [name for kind in axis.kinds for name in linked(axis.link.key, kind.key, person.id)]

    def told(self, name: str, expression: Expr) -> Any:
        """What `expression` is worth for somebody."""
        key = (id(expression), name)
        if key not in self._told:
            found = self._by_compiled(self.cohort.appraisees[name], expression)
            self._told[key] = told_of(self.walked(name, expression)) if found is OPEN else found
        return self._told[key]

    def _by_compiled(self, person: Appraisee, expression: Expr) -> Any:
        tell = self._tell(person.kind, expression)
        if tell is None or person.packed is None:
            return OPEN
        row = person.packed
        if tell.asks:
            asks = self.compiled[person.kind].asks
            asked = [self.asked(one, person) if at in tell.asks else None for at, one in enumerate(asks)]
            if OPEN in asked:
                return OPEN
            row = (*row, *asked)
        place = self.place(person.id) if tell.reads_grade else None
        return OPEN if place is OPEN else tell.function(row, place)

    def _tell(self, kind: str, expression: Expr) -> Tell | None:
        """How the kind tells it; looked up once, since nodes hash by structure."""
        key = (id(expression), kind)
        if key not in self._tells:
            compiled = self.compiled.get(kind)
            self._tells[key] = None if compiled is None else compiled.tells.get(expression)
        return self._tells[key]


def told_of(worth: Worth) -> Any:
    """A worth as it is told: OPEN where it is not settled."""
    if isinstance(worth, Gone):
        return None
    if isinstance(worth, Num):
        return OPEN if worth.value is None else worth.value.as_integer_ratio()
    if isinstance(worth, Truth):
        return next(iter(worth.options)) if worth.settled else OPEN
    return OPEN if worth.value is None else worth.value
