"""How many places a share of a headcount gives, in whole numbers and by a stated rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from kaohe.errors import AllocationError, InexactError
from kaohe.words import Message

from ._keys import is_exact, read_exact

__all__ = ["Rounding", "as_share", "places"]

Rounding = Literal["down", "up", "half-up"]

_FLOAT = Message(
    "K3009",
    "the share {value} is a float; write it as text, such as 35% or 7/20, so that it stays exact",
    "比例 {value} 是浮点数；请写成文字，如 35% 或 7/20，以保证精确",
)
_UNREADABLE = Message(
    "K3010",
    "{value} is not a share; write 35%, 0.35 as text, or 7/20",
    "{value} 不是比例；请写成 35%、文字 0.35 或 7/20",
)
_ROUNDING = Message(
    "K3011",
    "{value} is not a rounding; state the clause's own: down, up or half-up",
    "{value} 不是取整方式；请按条款写明 down（舍去）、up（进一）或 half-up（四舍五入）",
)
_BASE = Message("K3012", "a base of {value} people is not a headcount", "基数 {value} 不是人数")


def as_share(value: int | str | Fraction | Decimal) -> Fraction:
    """The exact share written as 35%, 0.35 (text), 7/20, a Fraction or a Decimal; never negative.

    Raises InexactError for a float and AllocationError for anything that is not a share.
    """
    if isinstance(value, float):
        raise InexactError(_FLOAT.format(value=value))
    share = _written(value) if isinstance(value, str) else Fraction(value) if is_exact(value) else None
    if share is None or share < 0:
        raise AllocationError(_UNREADABLE.format(value=str(value)))
    return share


def _written(text: str) -> Fraction | None:
    number = read_exact(text.removesuffix("%"))
    return number / 100 if number is not None and text.endswith("%") else number


def places(share: int | str | Fraction | Decimal, base: int, rounding: Rounding) -> int:
    """The places that `share` of `base` people gives, rounded as the clause says.

    "down" drops the fraction, "up" takes the next whole place, "half-up" is 四舍五入 (exactly one half goes
    up). There is no default: a document that does not say needs a declared assumption. A floor on places
    already taken is `places(share, taken, "up")`. Raises AllocationError for an unknown rounding or a
    negative base, InexactError for a float.
    """
    exact = as_share(share)
    if rounding not in get_args(Rounding):
        raise AllocationError(_ROUNDING.format(value=str(rounding)))
    if type(base) is not int or base < 0:
        raise AllocationError(_BASE.format(value=str(base)))
    top, bottom = exact.numerator * base, exact.denominator
    if rounding == "down":
        return top // bottom
    if rounding == "up":
        return -(-top // bottom)
    return (2 * top + bottom) // (2 * bottom)
