"""How the rows of a list spread over the values of each of its columns: how many there are of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from kaohe.exchange import Listing
from kaohe.progress import counted
from kaohe.words import Text

from ..session._job import Job
from ..terminal._cells import fit, width
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["spread"]

_MOST, _ROOM, _BAR = 12, 22, 30
_IDENTITIES = 2  # the columns that say who it is, or where somebody stands: no two rows are alike in them


class Spread(Reading):
    """The values of each column with how many rows have them, most frequent first."""

    where: ClassVar[str] = "spread"

    def __init__(self, desk: Host, table: Listing, found: list[ReadingLine]) -> None:
        super().__init__(desk)
        self.table, self.found = table, found

    def head(self) -> str:
        """Of which list."""
        return f"{self.table.title} > {Text('spread', '分布')}"

    def live(self) -> str:
        """Of how many rows."""
        return str(
            Text("{n} rows, those marked or all shown", "共 {n} 行（已标记的，或所列全部）").format(
                n=len(self.table.rows)
            )
        )

    def lines(self) -> list[ReadingLine]:
        """A heading for each column, and a line for each of its values."""
        return self.found


def spread(desk: Host, listed: Callable[[], Listing]) -> None:
    """Count the rows of a list by each column, beside the desk, and show it."""

    def made() -> Spread:
        table = listed()
        columns = range(_IDENTITIES, len(table.heads))
        return Spread(desk, table, [line for place in columns for line in _told(table, place)])

    desk.work(_COUNTING, Job(made), desk.enter)


def _told(table: Listing, place: int) -> list[ReadingLine]:
    """One column: its values with number, share and a bar; of more than a screen holds the most frequent."""
    found = Counter(str(row[place] or "-") for row in counted(_ROWS, table.rows))
    lines = [ReadingLine(str(_HEAD.format(head=table.heads[place], n=len(found))), style="b")]
    for value, n in found.most_common(_MOST):
        bar = "#" * max(1, n * _BAR // len(table.rows))
        share = _percent(n, len(table.rows))
        cell = fit(value, _ROOM)
        lines.append(ReadingLine(f"{cell}{' ' * (_ROOM - width(cell))} {n:>7} {share:>7}  {bar}", indent=2))
    if len(found) > _MOST:
        rest = sum(n for _, n in found.most_common()[_MOST:])
        lines.append(ReadingLine(str(_MORE.format(n=len(found) - _MOST, rows=rest)), indent=2))
    return lines


def _percent(part: int, whole: int) -> str:
    """A share with one decimal, cut and not rounded: 100% is all of them."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


_HEAD = Text("{head}: {n} values", "{head}：{n} 种")
_MORE = Text("and {n} other values, {rows} rows", "另有 {n} 种，{rows} 行")
_COUNTING = Text("counting the rows", "正在统计各行")
_ROWS = Text("counted {done:,} of {total:,}", "已统计 {done:,} / {total:,}")
