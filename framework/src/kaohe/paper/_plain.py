"""A plain table of texts, whose columns are as wide as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..exchange import cells_wide
from ..words import Text
from ._fit import fit
from ._job import Job
from ._page import Block, Cell, Line, Table

__all__ = ["ALL", "CLAUSE", "COUNT", "KIND", "NONE", "plain_table"]

NONE, ALL = Text("none", "无"), Text("all", "合计")
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
    body = [
        tuple(Cell(text=cell, align="centre" if cells_wide(cell) <= 16 else "left", lines=1) for cell in row)
        for row in rows
    ]
    yield Table(widths=fitted.widths, rows=(first, *body), heads=1, size=min(10.5, fitted.size))
