"""What if: the book under another reading, number or entry, worked out beside it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from kaohe.cases import Case, Effect, effects
from kaohe.engine import Evaluation
from kaohe.office import Office
from kaohe.store import Receipt

from ._computation import Heard

__all__ = ["Trying"]


@define(eq=False)
class Trying:
    """Holds the book as it stands against changes of it; its own outcomes are worked out once a head.

    `check` is asked at every record, and stops the work by raising.
    """

    office: Office
    check: Callable[[], None] = field(default=lambda: None, init=False)
    _before: tuple[Receipt, Case, Evaluation] | None = field(default=None, init=False)

    def effects(self, change: Callable[[Case], Case]) -> tuple[Effect, ...]:
        """Who comes out otherwise once the case is changed so. Raises KaoheError where it cannot be."""
        case, before = self._standing()
        return effects(before, self._heard(change(case)))

    def _standing(self) -> tuple[Case, Evaluation]:
        head = self.office.head
        if self._before is None or self._before[0] != head:
            case = self.office.case
            self._before = (head, case, self._heard(case))
        _, case, before = self._before
        return case, before

    def _heard(self, case: Case) -> Evaluation:
        found = Heard(case.cohort)
        found.made, found.pulse = {}, lambda: self.check()
        return found
