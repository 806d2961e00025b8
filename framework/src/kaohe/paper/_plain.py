"""A plain table of texts, whose columns are as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..words import Text
from ._fit import fit, sides
from ._job import Job
from ._page import Block, Cell, Line, Table

__all__ = ["ALL", "CLAUSE", "COUNT", "KIND", "NONE", "plain_table"]

NONE, ALL = Text("none", "无"), Text("all", "合计")
_CENTRED = 26
KIND, COUNT, CLAUSE = Text("kind", "对象类别"), Text("number", "数量"), Text("clause", "条款")


def plain_table(
    job: Job, heads: Sequence[Text | str], rows: Sequence[Sequence[str]], *, empty: Text = NONE
) -> Iterator[Block]:
    """A plain table of texts; one line that says so where there is nothing."""
    if not rows:
        yield Line(job.words(empty))
        return
    named = [job.words(head) for head in heads]
    fitted = fit(named, rows, wide=job.wide, most=(44,) * len(named))
    first = tuple(Cell(text=head, head=True) for head in fitted.heads)
    aligned = sides(rows, _CENTRED)
    body = [
        tuple(Cell(text=cell, align=side, lines=1) for cell, side in zip(row, aligned, strict=True)) for row in rows
    ]
    yield Table(widths=fitted.widths, rows=(first, *body), heads=1, size=min(10.5, fitted.size))
