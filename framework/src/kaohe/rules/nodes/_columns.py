"""Intervals at several positions at once: the same calculus as for one, over whole numbers of one denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import compress
from math import lcm
from operator import eq, ge, gt, le, lt
from typing import TypeVar

from attrs import field, frozen

from ._intervals import absent_as, undecided
from ._worth import NO_CAUSES, Causes, Gone, Num, Worth, truth

__all__ = ["Column"]

T = TypeVar("T")

_ZERO = Fraction(0)
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq}
_PICKED: Mapping[str, Callable[[Sequence[int]], int]] = {"sum": sum, "mean": sum, "max": max, "min": min}


@frozen
class Column:
    """A number at several positions, each between `lows` and `highs` over `bottom`.

    `causes` say why those that are open are so, by place; at the places of `gone` it is absent, and its ends say nothing.
    """

    lows: Sequence[int]
    highs: Sequence[int]
    bottom: int = 1
    causes: Mapping[int, Causes] = field(factory=dict)
    gone: Mapping[int, Gone] = field(factory=dict)

    @classmethod
    def of(cls, cells: Sequence[Fraction | Num | Gone]) -> Column:
        """The column of some cells: numbers, what lies between two numbers, and absences."""
        lows: list[Fraction] = []
        highs: dict[int, Fraction] = {}
        causes: dict[int, Causes] = {}
        gone: dict[int, Gone] = {}
        for place, cell in enumerate(cells):
            if isinstance(cell, Num):
                assert cell.low is not None and cell.high is not None  # noqa: S101, PT018  # inputs have limits
                lows.append(cell.low)
                highs[place], causes[place] = cell.high, cell.causes
            elif isinstance(cell, Gone):
                lows.append(_ZERO)
                gone[place] = cell
            else:
                lows.append(cell)
        bottom = lcm(*{end.denominator for end in (*lows, *highs.values())})
        low = [end.numerator * (bottom // end.denominator) for end in lows]
        high = low
        if highs:
            high = list(low)
            for place, end in highs.items():
                high[place] = end.numerator * (bottom // end.denominator)
        return cls(low, high, bottom, causes, gone)

    @classmethod
    def weighted(cls, terms: Sequence[tuple[Column, Fraction]]) -> Column:
        """The sum of columns, each times a number above 0."""
        bottom = lcm(*(column.bottom * weight.denominator for column, weight in terms))
        factors = [weight.numerator * (bottom // (column.bottom * weight.denominator)) for column, weight in terms]
        columns = [column for column, _ in terms]
        lows = _summed([column.lows for column in columns], factors)
        settled = all(column.highs is column.lows for column in columns)
        return cls(
            lows,
            lows if settled else _summed([column.highs for column in columns], factors),
            bottom,
            _joined([column.causes for column in columns], frozenset.union),
            _joined([column.gone for column in columns], lambda one, two: Gone(one.reasons | two.reasons)),
        )

    def __iter__(self) -> Iterator[Worth]:
        """What it is worth at each position."""
        for place, (low, high) in enumerate(zip(self.lows, self.highs, strict=True)):
            gone, least = self.gone.get(place), Fraction(low, self.bottom)
            most = least if low == high else Fraction(high, self.bottom)
            yield Num(least, most, self.causes.get(place, NO_CAUSES)) if gone is None else gone

    def together(self, op: str) -> Num | None:
        """What `Aggregate` makes of those that are not absent; None where there are none, or it is not said here."""
        lows, highs, causes = self._there()
        if op == "known" and lows:
            return _known(lows, highs, causes)
        if op not in _PICKED or not lows:
            return None
        pick, bottom = _PICKED[op], self.bottom * (len(lows) if op == "mean" else 1)
        low, high = pick(lows), pick(highs)
        least = Fraction(low, bottom)
        if lows == highs or (low == high and op in ("max", "min")):
            return Num(least, least)
        return Num(least, Fraction(high, bottom), NO_CAUSES.union(*causes))

    def _there(self) -> tuple[Sequence[int], Sequence[int], Sequence[Causes]]:
        """The ends of those that are not absent, and why they are open."""
        causes = [self.causes.get(place, NO_CAUSES) for place in range(len(self.lows))]
        if not self.gone:
            return self.lows, self.highs, causes
        kept = [place not in self.gone for place in range(len(self.lows))]
        return list(compress(self.lows, kept)), list(compress(self.highs, kept)), list(compress(causes, kept))

    def compared(self, op: str, limit: Fraction) -> list[Worth]:
        """Whether it stands so to a number, at each position: settled as soon as no value between the ends could turn it."""
        top, bottom, stands = limit.numerator * self.bottom, limit.denominator, _COMPARED[op]
        found: list[Worth] = []
        for place, (low, high) in enumerate(zip(self.lows, self.highs, strict=True)):
            least, most = low * bottom, high * bottom
            one, two = stands(least, top), stands(most, top)
            if place in self.gone:
                found.append(absent_as(self.gone[place]))
            elif one == two and (op != "==" or least == most or not least < top < most):
                found.append(truth(one))
            else:
                found.append(undecided(self.causes.get(place, NO_CAUSES)))
        return found


def _known(lows: Sequence[int], highs: Sequence[int], causes: Sequence[Causes]) -> Num:
    """How many are settled; one that is open may yet be recorded as absent."""
    apart = [why for low, high, why in zip(lows, highs, causes, strict=True) if low != high]
    return Num(Fraction(len(lows) - len(apart)), Fraction(len(lows)), NO_CAUSES.union(*apart))


def _summed(columns: Sequence[Sequence[int]], factors: Sequence[int]) -> list[int]:
    scaled = [[value * factor for value in values] for values, factor in zip(columns, factors, strict=True)]
    return list(map(sum, zip(*scaled, strict=True)))


def _joined(columns: Sequence[Mapping[int, T]], join: Callable[[T, T], T]) -> Mapping[int, T]:
    """What stands at each place in any of several columns."""
    found: dict[int, T] = {}
    for column in columns:
        for place, one in column.items():
            found[place] = join(found[place], one) if place in found else one
    return found
