"""Tables and bars in plain characters, aligned for East Asian width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["bar", "listed", "pad", "table", "width"]


def width(text: str) -> int:
    """How many cells `text` takes on a terminal: wide and full-width characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `cells`."""
    space = " " * max(0, cells - width(text))
    return space + text if right else text + space


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Aligned lines of `rows`; the columns in `right` are set to the right, the last is not filled."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [pad(cell, widths[n], right=n in right) for n, cell in enumerate(row)]
        yield "  ".join(cells).rstrip()


def listed(rows: Sequence[tuple[str, object]]) -> Iterator[str]:
    """Aligned lines of names and what is said of each, set in by two."""
    return table([(f"  {name}", str(said)) for name, said in rows])


def bar(count: int, most: int, *, cells: int = 40) -> str:
    """A bar of `#` for `count` where `most` fills `cells`; anything above 0 shows at least one."""
    return "#" * max(1, count * cells // most) if count and most else ""
