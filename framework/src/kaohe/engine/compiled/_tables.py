"""What packing remembers: each different raw entry of an input, checked once; and how rows and periods are taken."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from ...rules.nodes import Odd
from ...rules.tools import Period

__all__ = ["AfterLast", "Check", "FirstDue", "Plain", "Scaled", "counted", "spread"]

Check = Callable[[object], Any]
"""What a full reading would make of one entry; it raises where that refuses."""


class Scaled(dict[Any, Any]):
    """Each different raw number of one input, scaled by its places; a miss is checked by `accept`.

    `known` holds the same: of a plain dictionary a whole series is picked in half the time. None stands for itself where
    it is `optional`.
    """

    def __init__(self, check: Check, places: int, *, optional: bool = False) -> None:
        super().__init__({None: None} if optional else {})
        self.check, self.scale = check, 10**places
        self.known: dict[Any, Any] = dict(self)

    def __missing__(self, raw: object) -> int:
        value = self.check(raw)
        if not isinstance(value, Fraction):
            raise Odd
        found = self[raw] = self.known[raw] = int(value * self.scale)
        return found


class Plain(dict[str, Any]):
    """Each different code or day as written, checked once by `accept`."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self.check = check

    def __missing__(self, raw: str) -> Any:
        found = self[raw] = self.check(raw)
        return found


class FirstDue(dict[Any, int]):
    """The index of the first period that is due from a day on."""

    def __init__(self, check: Check, periods: Sequence[Period]) -> None:
        super().__init__()
        self.check, self.ends = check, [period.end for period in periods]

    def __missing__(self, raw: object) -> int:
        found = self[raw] = bisect_left(self.ends, self.check(raw))
        return found


class AfterLast(FirstDue):
    """The index after the last period that is due up to a day."""

    def __init__(self, check: Check, periods: Sequence[Period]) -> None:
        super().__init__(check, periods)
        self.starts = [period.start for period in periods]

    def __missing__(self, raw: object) -> int:
        found = self[raw] = bisect_right(self.starts, self.check(raw))
        return found


def counted(rows: Any) -> tuple[Any, ...]:
    """The rows that count; one whose re-check is open, or that may be another, makes the record odd."""
    if (
        rows
        and not isinstance(rows[0], str)
        and any(row.same or getattr(row, "status", "") == "pending" for row in rows)
    ):
        raise Odd
    return tuple(row for row in rows if getattr(row, "status", "confirmed") == "confirmed")


def spread(names: Sequence[str]) -> Callable[[Any, int, int], list[Any]]:
    """Values by the name of their period, and "each" for every other that is due, as a list."""
    places = {name: place for place, name in enumerate(names)}

    def spread(raw: Any, start: int, end: int) -> list[Any]:
        if raw.__class__ is not dict or None in raw.values():
            raise Odd
        each = raw.get("each")
        found = [each if start <= place < end else None for place in range(len(names))]
        for name, value in raw.items():
            if name != "each":
                found[places[name]] = value
        return found

    return spread
