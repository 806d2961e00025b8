"""What an expression can be worth while some things are unknown: intervals, possible truths, absences."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import define, frozen

__all__ = ["NO_CAUSES", "Cause", "Causes", "Code", "Day", "Gone", "Num", "Truth", "Worth", "exactly", "truth"]


@frozen
class Cause:
    """Why something is not settled: an input it `needs`, a `pending` re-check, a `decision` or a `tied` set to decide.

    `of` is whose it is, by id; "" for one's own.
    """

    kind: str
    what: str
    of: str = ""

    @property
    def name(self) -> str:
        """How it is named beside an outcome: "level", or "T1:level" where it is another's."""
        return f"{self.of}:{self.what}" if self.of else self.what

    def seen_from(self, name: str, *, owner: str) -> Cause:
        """The same, found for `owner`, as `name` has to call it."""
        whose = self.of or owner
        return Cause(self.kind, self.what, "" if whose == name else whose)


Causes = frozenset[Cause]
NO_CAUSES: Causes = frozenset()


@define(eq=True)
class Num:
    """An exact number (low = high), or the interval in which it must lie; None where there is no limit."""

    low: Fraction | None
    high: Fraction | None
    causes: Causes = NO_CAUSES

    @property
    def value(self) -> Fraction | None:
        """The exact value, if it is settled."""
        settled = self.low is not None and (self.low is self.high or self.low == self.high)
        return self.low if settled else None


@define(eq=True)
class Gone:
    """Absent, with the reasons (codes of absences, or "zero-total")."""

    reasons: frozenset[str]


@define(eq=True)
class Truth:
    """The possible values of a condition; None among them means that it may be absent."""

    options: frozenset[bool | None]
    causes: Causes = NO_CAUSES
    reasons: frozenset[str] = frozenset()

    @property
    def settled(self) -> bool:
        """Whether only one value is possible."""
        return len(self.options) == 1

    def must(self, value: bool | None) -> bool:
        """Whether `value` is the only possibility."""
        return self.options == {value}

    def may(self, value: bool | None) -> bool:
        """Whether `value` is possible."""
        return value in self.options


@define(eq=True)
class Day:
    """A day, None where it is not known yet."""

    value: dt.date | None
    causes: Causes = NO_CAUSES


@define(eq=True)
class Code:
    """A code, None where it is not known yet."""

    value: str | None
    causes: Causes = NO_CAUSES


Worth = Num | Truth | Day | Code | Gone


def exactly(value: Fraction | int) -> Num:
    """A settled number."""
    fraction = Fraction(value)
    return Num(fraction, fraction)


_SETTLED = {value: Truth(frozenset({value})) for value in (True, False, None)}


def truth(value: bool) -> Truth:
    """A settled condition."""
    return _SETTLED[value]
