"""Where the headings of a sheet stand, what each column holds, and which rows below them are data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from ..errors import FileError
from ..words import Message
from ._cells import Row, Sheet, column_name
from ._columns import Column, Headings

__all__ = ["Layout", "layout_of"]

_LOOKED_AT, _FEWEST = 40, 2
_TOTALS = ("合计", "小计", "总计", "平均", "均值", "total", "average", "mean")

_TWICE = Message(
    "K9041",
    "the columns {one} and {two} are both headed {label}; keep one of them, or give one another heading",
    "{one} 列与 {two} 列的列标题都是 {label}；请只留其一，或更改其一的列标题",
)


@frozen
class Layout:
    """A sheet as read: the row of its headings, its columns by number, the columns nobody knows, its rows of data.

    `titles` are the texts above the headings; `notes` are the rows below that are no data: totals, signatures, remarks.
    """

    sheet: Sheet
    heading: int
    columns: Mapping[int, tuple[Column, ...]]
    unknown: tuple[int, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[int, ...]

    def at(self, key: str) -> int:
        """The column that holds what is called `key`, 0 where none does."""
        return self._places.get(key, 0)

    @cached_property
    def only(self) -> str:
        """The kind of appraisee that alone has every column, "" where none or several have."""
        kinds = [{kind for one in found for kind in one.of} for found in self.columns.values() if found[0].of]
        both = set.intersection(*kinds) if kinds else set()
        return both.pop() if len(both) == 1 else ""

    @cached_property
    def _places(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, several in self.columns.items():
            for one in several:
                found.setdefault(one.key, place)
        return found

    def sorts(self) -> frozenset[str]:
        """What sorts of columns it has."""
        return frozenset(one.sort for found in self.columns.values() for one in found)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The lines of text around the table: above the headings, and below the rows."""
        below = set(self.notes)
        rows = [row for row in self.sheet.rows if row.number < self.heading or row.number in below]
        return tuple(" ".join(cell.text for cell in row.cells.values()) for row in rows)


def layout_of(
    sheet: Sheet, headings: Headings, where: str, *, about: Collection[str] = (), added: Collection[str] = ()
) -> Layout | None:
    """The layout of a sheet: its headings are the row that most columns can be told by; None where no row is.

    An id or a name is among them, or a column of one of the sorts `about`. Of the sorts `added` several columns may say
    the same. Raises FileError where two others do.
    """
    best: tuple[int, int, dict[int, tuple[Column, ...]]] = (0, 0, {})
    for place, row in enumerate(sheet.rows[:_LOOKED_AT]):
        above = sheet.rows[place - 1] if place and sheet.rows[place - 1].number == row.number - 1 else None
        found = _matched(row, above, headings)
        if len(found) > best[0] and any(
            one.key in ("id", "name") or one.sort in about for several in found.values() for one in several
        ):
            best = (len(found), place, found)
    count, place, columns = best
    if count < _FEWEST:
        return None
    head = sheet.rows[place]
    above = sheet.rows[place - 1] if place and sheet.rows[place - 1].number == head.number - 1 else None
    columns = _one_name(columns, head, above, headings)
    _check_twice(sheet, {at: found for at, found in columns.items() if found[0].sort not in added}, where)
    spread = {*head.cells, *(above.cells if above is not None and len(above.cells) > 1 else {})}
    rows, notes = _data(sheet.rows[place + 1 :], head, columns)
    titles = tuple(cell.text for row in sheet.rows[:place] for cell in row.cells.values())
    unknown = tuple(sorted(spread - set(columns)))
    return Layout(sheet, head.number, columns, unknown, titles, tuple(rows), tuple(notes))


def _matched(row: Row, above: Row | None, headings: Headings) -> dict[int, tuple[Column, ...]]:
    found: dict[int, tuple[Column, ...]] = {}
    places = sorted({*row.cells, *(above.cells if above is not None else {})})
    for place in places:
        meant = next((one for text in _headed(row, above, place) if (one := headings.find(text))), ())
        if meant:
            found[place] = meant
    return found


def _one_name(
    columns: dict[int, tuple[Column, ...]], row: Row, above: Row | None, headings: Headings
) -> dict[int, tuple[Column, ...]]:
    """The columns where several could be the name: those that name whom somebody is linked to are the link.

    A sheet of members has a column 工作队 beside 姓名, which in a sheet of teams is the name itself.
    """
    names = [place for place, found in columns.items() if any(one.key == "name" for one in found)]
    linked = {
        place: found
        for place in names
        if (found := next((two for text in _headed(row, above, place) if (two := headings.linked(text))), ()))
    }
    return {**columns, **linked} if len(names) > 1 and len(linked) == len(names) - 1 else columns


def _headed(row: Row, above: Row | None, place: int) -> Iterator[str]:
    """What a column may be headed: its cell, the two of a double heading together, or the upper one alone."""
    own = row.cells[place].text if place in row.cells else ""
    if own:
        yield own
    if above is not None:
        over = next((above.cells[at].text for at in range(place, 0, -1) if at in above.cells), "")
        if own and over:
            yield f"{over} {own}"
        elif place in above.cells:
            yield above.cells[place].text


def _check_twice(sheet: Sheet, columns: Mapping[int, tuple[Column, ...]], where: str) -> None:
    seen: dict[str, int] = {}
    for place, found in columns.items():
        for one in found:
            first = seen.setdefault(one.field, place)
            if first != place:
                told = _TWICE.format(one=column_name(first), two=column_name(place), label=one.label)
                raise FileError(told, where=f"{where} {sheet.name}".strip())


def _data(rows: list[Row], head: Row, columns: Mapping[int, tuple[Column, ...]]) -> tuple[list[Row], list[int]]:
    """The rows of data, and the numbers of those that are none: a heading again, totals, remarks, signatures."""
    who = [place for place, found in columns.items() if any(one.key in _NAMED for one in found)]
    held, notes = [], []
    for row in rows:
        if _is_note(row, head, who, columns):
            notes.append(row.number)
        elif any(place in row.cells for place in columns):
            held.append(row)
        else:
            notes.append(row.number)
    return held, notes


def _is_note(row: Row, head: Row, who: list[int], columns: Mapping[int, tuple[Column, ...]]) -> bool:
    cells = row.cells
    if len(cells) > 1 and all(head.cells.get(place) == cell for place, cell in cells.items()):
        return True
    first = [cells[place].text.replace(" ", "").replace("\u3000", "").lower() for place in who if place in cells]
    if any(text.startswith(_TOTALS) or ":" in text or "：" in text for text in first):
        return True  # a total; "制表人：", "说明：": no id and no name holds a colon
    # A remark stands in one long cell.
    known = [place for place in cells if place in columns]
    return len(cells) == 1 and len(known) == 1 and len(cells[known[0]].text) > _LONG


_LONG = 12
_NAMED = ("id", "name", "number", "ballot_no")
