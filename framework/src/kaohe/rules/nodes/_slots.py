"""The columns that compiled code reads: what is entered, what the cycle says, what linked people are told to be worth."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

from attrs import field, frozen

from .. import nodes

__all__ = [
    "MISSING",
    "Due",
    "Entered",
    "Linked",
    "Odd",
    "OfCycle",
    "OfPeriods",
    "Rechecked",
    "Slot",
    "Spread",
    "entered",
]


class Odd(Exception):  # noqa: N818  # a signal, never shown
    """A record that takes the long way: it is read in full and walked."""


def _odd(*_: object) -> NoReturn:
    raise Odd


class _Missing:
    """What stands in the column of an input that is not entered: whatever is made of it is odd."""

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __bool__ = _odd
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __neg__ = __abs__ = _odd
    __iter__ = __len__ = __getitem__ = __contains__ = _odd

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


def entered(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`function` of a day or a code that was entered: compiled code calls it with whatever its column holds.

    Many people have the same; what was asked before is remembered. What is missing has no hash, which is odd.
    """
    return lru_cache(maxsize=1024)(function)


@frozen
class Entered:
    """The column of what is entered as `key`, or of a `part` of it that `read` takes from the checked value.

    Without `read` it is the value itself: a number by its smallest steps, a code, a day. Along a period axis it is a
    tuple of them, one for each period that is due; of a list `read` gets the rows that count. What is optional and
    not entered is None. After its own value `read` gets the checked value of the list `beside`, or all periods of the
    axis `beside`; it raises Odd for what it cannot say.
    """

    key: str
    part: tuple[str, ...] = ()
    read: Callable[..., Any] | None = field(default=None, eq=False)
    beside: str | nodes.Periods | None = None


@frozen
class Spread:
    """The column of what is entered along the periods of the axis of that key, one cell for each: None where none is due."""

    entered: Entered
    axis: str


@frozen
class Due:
    """How many periods of the axis of that key are due."""

    axis: str


@frozen
class OfCycle:
    """What the cycle itself says: `read` gets what it supplies. It raises Odd where it says nothing."""

    part: tuple[str, ...]
    read: Callable[[Any], Any] = field(eq=False)


@frozen
class OfPeriods:
    """Something of each period of the axis of that key, due or not."""

    axis: str
    part: str
    read: Callable[[Any], Any] = field(eq=False)


@frozen
class Rechecked:
    """The state of the re-check of the rule of that id: "pending", "confirmed" or "rejected", "" for none recorded."""

    rule: str


@frozen
class Linked:
    """What `expression` is worth for whoever `link` names; for a back link a tuple, one for each of them.

    A number is a pair (numerator, denominator), a condition True or False, a code itself; None says that it is absent.
    Of a link by date there is one for each period, due or not.
    """

    link: nodes.Link | nodes.LinkedBack
    expression: nodes.Expr


Slot = Entered | Spread | Due | OfCycle | OfPeriods | Rechecked | Linked
