"""Which changes of a refused save are to blame: rows are read in halves, then alone, then change by change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..errors import CaseError
from ._changes import Amend, Enrol, Enter, Recheck
from ._documents import Row
from ._reader import Reader
from ._rows import Misplaced, OfPerson, after
from ._state import State

__all__ = ["Sift"]

Blame = tuple[list[OfPerson], CaseError]


@frozen
class Sift:
    """The rows of a save with the changes that made each; links are left out, which only all rows together can judge."""

    state: State
    reader: Reader
    periods: Mapping[str, Sequence[str]]
    rows: Mapping[str, Row | None]
    changes: Mapping[str, Sequence[OfPerson]]

    def blames(self) -> Iterator[Blame]:
        """Every refusal with the changes that it is about."""
        yield from self._among([who for who, row in self.rows.items() if row is not None])

    def _among(self, people: Sequence[str]) -> Iterator[Blame]:
        rows = [row for who in people if (row := self.rows[who]) is not None]
        if self._fault(*rows) is None:
            return
        if len(people) == 1:
            yield from self._of(people[0])
            return
        half = len(people) // 2
        yield from self._among(people[:half])
        yield from self._among(people[half:])

    def _of(self, who: str) -> Iterator[Blame]:
        """What is refused of one person, until the rest is read."""
        changes = [*self.changes[who]]
        while changes and (error := self._without(who, changes)) is not None:
            guilty = self._guilty(who, changes, error)
            yield guilty, error
            changes = [one for one in changes if not any(one is other for other in guilty)]

    def _guilty(self, who: str, changes: Sequence[OfPerson], error: CaseError) -> list[OfPerson]:
        """The changes that a refusal is about: by its place, else whichever it would not be without, else all."""
        part, key, at = (*error.path[2:5], "", "", "")[:3]
        found = [one for one in changes if _matches(one, part, key, at)]
        if found:
            return found
        for change in changes:
            if self._without(who, [one for one in changes if one is not change]) is None:
                return [change]
        return [*changes]

    def _without(self, who: str, changes: Sequence[OfPerson]) -> CaseError | None:
        """Why one person's row is refused with these changes alone."""
        try:
            row = after(self.state.rows.get(who), changes, self.state, self.periods)
        except Misplaced:
            return None
        return None if row is None else self._fault(row)

    def _fault(self, *rows: Row) -> CaseError | None:
        try:
            self.reader.case({key: part for key, part in row.items() if key != "links"} for row in rows)
        except CaseError as error:
            return error
        return None


def _matches(change: OfPerson, part: Any, key: Any, at: Any) -> bool:
    """Whether a place within somebody's row is what the change put there."""
    if isinstance(change, Enter):
        return bool(part == "facts" and change.key == key and (not change.at or at in ("", change.at)))
    if isinstance(change, Recheck):
        return bool(part == "rechecks" and change.rule == key)
    if isinstance(change, Amend):
        return (change.name is not None and part == "name") or (change.kind is not None and part == "kind")
    return isinstance(change, Enrol) and (part != "facts" or key in change.facts)
