"""Exact numbers only: what may enter a declaration or a fact, and how a number is written out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from ..errors import InexactError
from ..words import Message

__all__ = ["DecimalText", "Exact", "decimals", "exact", "half_up", "round_as", "show", "show_cut", "show_near"]


class DecimalText(str):
    """A decimal number as it was written in a file; a number to every check, never a text."""

    __slots__ = ()


Exact = int | Fraction | Decimal | str
_PATTERN = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?%?|[+-]?\d{1,30}/\d{1,30}")
_LONGEST_EXPONENT = 30


def exact(value: object, *, name: str = "") -> Fraction:
    """Return `value` as a Fraction: an int, Fraction, Decimal, or text such as "89.5", "30%" or "2/3".

    Raises InexactError, naming `name`, for a float, a bool, NaN, an infinity or any other text.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | str):
        raise _refuse(value, name)
    if isinstance(value, str):
        return _from_text(value, name)
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) <= _LONGEST_EXPONENT):
        raise _refuse(value, name)
    return Fraction(value)


def _from_text(value: str, name: str) -> Fraction:
    text = value.strip()
    if not _PATTERN.fullmatch(text):
        raise _refuse(value, name)
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    if text.endswith("/0") or set(text.partition("/")[2]) == {"0"}:
        raise _refuse(value, name)
    return Fraction(text)


def _refuse(value: object, name: str) -> InexactError:
    kind = type(value).__name__
    return InexactError(
        Message(
            "K1018",
            "{name}: {value} ({kind}) is not an exact number; write a whole number, a decimal in quotes or a Fraction",
            "{name}：{value}（{kind}）不是精确数；请写整数、加引号的小数或分数",
        ).format(name=name or "number", value=repr(value)[:60], kind=kind)
    )


def decimals(value: Fraction) -> int | None:
    """How many decimal places `value` needs, or None where it does not terminate (2/3)."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def show(value: Fraction) -> str:
    """The exact text: a plain decimal where it terminates ("89.5"), else lowest terms ("268/3")."""
    places = decimals(value)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(value.numerator * 10**places // value.denominator, places)


def _decimal(scaled: int, places: int) -> str:
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """Round half away from zero (四舍五入) to `places` decimals."""
    scale = 10**places
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, scale)


def round_as(value: Fraction, places: int, how: str) -> Fraction:
    """Round to `places` decimals: `how` is "half-up", "down" (toward minus infinity) or "up"."""
    if how == "half-up":
        return half_up(value, places)
    scaled = value * 10**places
    return Fraction(scaled.__floor__() if how == "down" else scaled.__ceil__(), 10**places)


def show_near(value: Fraction, limits: Iterable[Fraction] = (), places: int = 2) -> str:
    """For display only: `value` half-up to `places` decimals, or to as many more as keep it on its side.

    A shown number never stands on or past one of `limits` that the exact one does not reach: under 90,
    89.99967 is shown as 89.9997.
    """
    reached = _sides(value, limits)
    while True:
        shown = half_up(value, places)
        if all(_side(shown, limit) == side for limit, side in reached):
            return _decimal(int(shown * 10**places), places)
        places += 1


def show_cut(value: Fraction, limits: Iterable[Fraction] = (), places: int = 4) -> str:
    """A decimal to stand beside a fraction: its first `places` decimals, then "…"; exact where it terminates there.

    It is cut, not rounded, and long enough to stay on its side of each of `limits`: 59.9966… is below 60.
    """
    reached = _sides(value, limits)
    while True:
        scale = 10**places
        cut = Fraction(int(value * scale), scale)
        if cut == value:
            return show(value)
        if all(_side(cut, limit) == side for limit, side in reached):
            return _decimal(int(cut * scale), places) + "…"
        places += 1


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)


def _sides(value: Fraction, limits: Iterable[Fraction]) -> list[tuple[Fraction, int]]:
    # No decimal ever stands on a limit such as 1/3: what is equal to it is told by its fraction.
    sides = [(limit, _side(value, limit)) for limit in limits]
    return [(limit, side) for limit, side in sides if side or decimals(limit) is not None]
