"""Procedures of procedure: what an office does beside entering, each a value that says which documents it writes."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from attrs import define, field

from ..engine import Evaluation, OpenPoint, Outcome, open_points
from ..rules.tools import Ruleset
from ..store import Receipt
from ._documents import Fields, Key, Row
from ._hands import Hands
from ._state import State

__all__ = ["Act", "Sight", "today_of"]


@define(slots=False)  # a cached property needs a place
class Sight:
    """What a step may look at: the book as it stood before the save, who saves, and when.

    `now` is the store's clock in UTC; `seen` the head that the save was judged by.
    """

    state: State
    ruleset: Ruleset
    periods: Mapping[str, Sequence[str]]
    actor: str
    now: dt.datetime
    seen: Receipt
    reason: str
    _evaluate: Callable[[], Evaluation] = field(alias="evaluate")
    _hands: Callable[[], Hands] = field(alias="hands")
    _entered: Callable[[Sequence[Any]], Mapping[str, Row | None]] = field(alias="entered")

    chains: dict[str, Any] = field(factory=dict, kw_only=True)
    """The steps that sign a month, a quarter, a half-year, the year, once asked for: the book keeps them for its rules."""

    _pending: dict[str, dict[str, Fields | None]] = field(factory=dict, init=False)
    covers: dict[Any, tuple[str, ...]] = field(factory=dict, init=False)
    """Whose results a step signs, once asked for: many acts of one save ask."""

    @cached_property
    def evaluation(self) -> Evaluation:
        """Everybody's outcomes before the save; computed when first asked for."""
        return self._evaluate()

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {one.id: one for one in self.evaluation.outcomes()}

    def outcome(self, who: str) -> Outcome:
        """Somebody's outcome before the save; everybody's are computed together when first asked for."""
        return self._outcomes[who]

    @cached_property
    def points(self) -> list[OpenPoint]:
        """Everything that was open before the save."""
        return open_points(self.evaluation, [*self._outcomes.values()])

    @property
    def hands(self) -> Hands:
        """Who entered what. The first time it reads the whole ledger, about a second for a county."""
        return self._hands()

    def as_entered(self, changes: Sequence[Any]) -> Mapping[str, Row | None]:
        """The rows as these entries would leave them, read, checked and spelt as any other. Raises NotSaved."""
        return self._entered(changes)

    @property
    def today(self) -> dt.date:
        """The day of the save where the office is."""
        return today_of(self.now)

    @property
    def rows(self) -> Mapping[str, Row]:
        """Everybody on the roster, as entered."""
        return self.state.rows

    def held(self, kind: str) -> Mapping[str, Fields]:
        """The documents of one kind of step, by id, with what earlier steps of the same save leave."""
        held = self.state.acts.get(kind, {})
        if kind not in self._pending:
            return held
        return {id_: fields for id_, fields in {**held, **self._pending[kind]}.items() if fields is not None}

    def leave(self, documents: Mapping[Key, Fields | None]) -> None:
        """Show these to the steps of the same save that come after."""
        for (kind, id_), fields in documents.items():
            self._pending.setdefault(kind, {})[id_] = fields


def today_of(now: dt.datetime) -> dt.date:
    """The day of a moment where offices are: China has one time zone, eight hours before UTC."""
    return (now.astimezone(dt.UTC) + dt.timedelta(hours=8)).date()


class Act(ABC):
    """One step of procedure. It stands in a save like any other change, alone or beside entries."""

    reasoned: ClassVar[bool] = False  # whether the save must give a reason
    needs: ClassVar[str] = "conduct"  # what it takes to do it (`kaohe.office.steps` says which roles may)
    alone: ClassVar[bool] = False  # whether it is about the book as it stood, so that no entry may be made beside it

    def entries(self, sight: Sight) -> Iterable[Any]:  # most make none
        """The changes (`Enter`) that it makes beside its documents, checked like any other."""
        return ()

    @abstractmethod
    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The documents that it leaves, None for one taken away. Raises CaseError where it may not be done (now)."""

    @abstractmethod
    def about(self) -> tuple[str, str, str]:
        """Appraisee, what, and period, as a refusal names them; "" for what does not apply."""
