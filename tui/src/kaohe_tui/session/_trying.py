"""What if: the book under another reading, number or entry, worked out beside it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from kaohe.cases import Case, Effect, Trials
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
    _before: tuple[Receipt, Case, Trials] | None = field(default=None, init=False)

    def effects(self, change: Callable[[Case], Case]) -> tuple[Effect, ...]:
        """Who comes out otherwise once the case is changed so. Raises KaoheError where it cannot be."""
        case, trials = self._standing()
        return trials.of(change(case))

    def _standing(self) -> tuple[Case, Trials]:
        head = self.office.head
        if self._before is None or self._before[0] != head:
            case = self.office.case
            found = Heard(case.cohort)
            found.made, found.pulse = {}, lambda: self.check()
            self._before = (head, case, Trials(found))
        _, case, trials = self._before
        return case, trials
