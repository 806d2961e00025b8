"""How wide the columns of a table are, and how large its type: nothing is cut, and no word is broken where it need not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ..exchange import cells_wide

__all__ = ["fit"]

_SIZES = (12.0, 10.5, 9.0)
_POINTS, _POINTS_TURNED = 442, 638  # 156 mm and 225 mm
_MARGIN = 6  # points that the edges of a cell take
_LEAST, _MOST = 4, 26
_TOKEN = re.compile(r"[A-Za-z0-9.%/_+-]+")


def fit(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, wide: bool, most: Sequence[int] = ()
) -> tuple[tuple[int, ...], float]:
    """The relative widths of the columns and the type size in points; `most` are the widest that they may be, in digits."""
    columns = [[row[place] for row in rows] for place in range(len(heads))]
    limits = [limit for limit, _ in zip_longest(most, heads, fillvalue=_MOST)][: len(heads)]
    least = [_least(head, cells) for head, cells in zip(heads, columns, strict=True)]
    wanted = [_ideal(head, cells, limit) for head, cells, limit in zip(heads, columns, limits, strict=True)]
    ideal = [max(one, low) for one, low in zip(wanted, least, strict=True)]
    for size in _SIZES:
        if sum(ideal) <= _room(size, len(heads), wide=wide):
            return tuple(ideal), size
    room = _room(_SIZES[-1], len(heads), wide=wide)
    while sum(ideal) > room and (spare := max(one - low for one, low in zip(ideal, least, strict=True))) > 0:
        at = next(place for place in range(len(ideal)) if ideal[place] - least[place] == spare)
        ideal[at] -= 1
    return tuple(ideal), _SIZES[-1]


def _room(size: float, columns: int, *, wide: bool) -> int:
    """How many digits of a size a line of that many cells holds."""
    return int(((_POINTS_TURNED if wide else _POINTS) - _MARGIN * columns) * 2 / size)


def _ideal(head: str, cells: Sequence[str], most: int) -> int:
    longest = max((cells_wide(line) for cell in cells for line in cell.split("\n")), default=0)
    named = cells_wide(head)
    return max(_LEAST, min(most, max(longest + 1, -(-named // (2 if named > 8 else 1)))))


def _least(head: str, cells: Sequence[str]) -> int:
    """As wide as the longest word that cannot be broken, and as two characters."""
    tokens = [len(token) for cell in (head, *cells) for token in _TOKEN.findall(cell)]
    return max(_LEAST, max(tokens, default=0) + 2)  # two more, as digits are a little wider than half a character
