"""A block pasted into a sheet: which text goes to which cell, what it would change, and what cannot be entered."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from kaohe.errors import KaoheError
from kaohe.rules.tools import half_width
from kaohe.words import Text

from ..fields._rows import RowsField
from ._grid import TableGrid
from ._plan import Column

__all__ = ["Block", "Piece", "placed", "rows_of"]

NEW, CHANGED, SAME, BLANK, REFUSED = "new", "changed", "same", "blank", "refused"


@frozen
class Piece:
    """One pasted text: its row and column in the block from 1, its cell where it has one, what becomes of it."""

    row: int
    place: int
    text: str
    who: str
    column: Column | None
    before: str
    state: str
    reason: Text | None = None


@frozen
class Block:
    """A block as it would be entered. `by_id`: its rows were matched by the ids in its first column.

    `skipped` are the headings of columns that are no column of the sheet; they and the names beside ids are no cells.
    """

    pieces: tuple[Piece, ...]
    rows: int
    columns: int
    by_id: bool
    can_be_by_id: bool
    heading: bool = False
    skipped: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> Counter[str]:
        """How many pieces are in each state."""
        return Counter(piece.state for piece in self.pieces)

    @property
    def cells(self) -> list[tuple[str, Column, str]]:
        """What is to be entered: everything that has a cell and says something else than it; refused texts too."""
        return [
            (piece.who, piece.column, piece.text)
            for piece in self.pieces
            if piece.column is not None and piece.who and piece.state in (NEW, CHANGED, REFUSED)
        ]


def rows_of(text: str) -> list[list[str]]:
    """The rows and cells of a text as a spreadsheet puts it on the clipboard: tabs between cells, quotes around some."""
    text = _line_ends(text)
    try:
        rows = [*csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True)]
    except csv.Error:
        rows = [line.split("\t") for line in text.split("\n")]
    cells = [[" ".join(_plain(cell).split()) for cell in row] or [""] for row in rows]
    while cells and not any(cells[-1]):
        cells.pop()
    while cells and not any(cells[0]):
        cells.pop(0)
    return cells


def _line_ends(text: str) -> str:
    """Line ends as one: a terminal that sends CR for LF makes two of each CRLF, which are no blank rows."""
    text = text.replace("\r\n", "\n")
    if "\n" not in text and "\r" not in text.replace("\r\r", ""):
        text = text.replace("\r\r", "\n")
    return text.replace("\r", "\n")


def _plain(cell: str) -> str:
    return "".join(character if character.isprintable() else " " for character in cell)


def placed(grid: TableGrid, rows: Sequence[Sequence[str]], *, by_id: bool | None = None) -> Block:
    """Where the rows go: by the ids in their first column where it holds ids, else from the caret right and down.

    `by_id` says which where both could be meant: numbers that are ids and may be marks as well.
    """
    ids = _Ids(grid.all)
    matched = ids.lead(rows)
    if matched and (_surely_ids(grid, rows, ids) if by_id is None else by_id):
        return _by_id(grid, rows, ids)
    pieces: list[Piece] = []
    for y, row in enumerate(rows):
        who = grid.ids[grid.row + y] if grid.row + y < len(grid.ids) else ""
        columns = grid.plan.columns[grid.at :]
        pieces += _row(
            grid, y, who, [(x, text, columns[x] if x < len(columns) else None) for x, text in enumerate(row)]
        )
    return _block(grid, pieces, rows, by_id=False, can_be_by_id=matched)


def _surely_ids(grid: TableGrid, rows: Sequence[Sequence[str]], ids: _Ids) -> bool:
    """Whether a first column of ids cannot be a column of marks: names or a heading stand with it, or it is no mark."""
    first = [row[0] for row in rows if row[0]]
    return (
        _heading(grid, rows, ids)
        or _names_stand(grid, rows, ids)
        or any(ids.find(text) and (text[0] in "0０" or _wrong(grid.column, text)) for text in first)
    )


def _heading(grid: TableGrid, rows: Sequence[Sequence[str]], ids: _Ids) -> bool:
    """Whether the first row holds headings of the sheet."""
    labels = _labels(grid.plan.columns)
    return len(rows) > 1 and not ids.find(rows[0][0]) and any(_head(text) in labels for text in rows[0][1:])


def _head(text: str) -> str:
    return half_width(text).strip().lower()


def _by_id(grid: TableGrid, rows: Sequence[Sequence[str]], ids: _Ids) -> Block:
    heading = _heading(grid, rows, ids)
    if heading:
        labels = _labels(grid.plan.columns)
        columns = {x: labels.get(_head(text)) for x, text in enumerate(rows[0]) if x}
        skipped = tuple(rows[0][x] for x, column in columns.items() if column is None and rows[0][x])
    else:
        skipped = ()
        first = 2 if _names_stand(grid, rows, ids) else 1
        following = grid.plan.columns[grid.at :]
        columns = {
            x: following[x - first] if x - first < len(following) else None
            for x in range(first, max(len(row) for row in rows))
        }
    twice = Counter(ids.find(row[0]) for row in rows)
    pieces: list[Piece] = []
    for y, row in enumerate(rows[1:] if heading else rows, int(heading)):
        if not any(row):
            continue
        who = ids.find(row[0])
        wrong = _NOBODY.format(id=row[0] or "-") if not who else _TWICE.format(id=who) if twice[who] > 1 else None
        cells = [
            (x, row[x], column) for x, column in columns.items() if x < len(row) and not (heading and column is None)
        ]
        pieces += _row(grid, y, "" if wrong else who, cells, wrong)
    return _block(grid, pieces, rows, by_id=True, can_be_by_id=True, heading=heading, skipped=skipped)


def _block(grid: TableGrid, pieces: Sequence[Piece], rows: Sequence[Sequence[str]], **told: object) -> Block:
    return Block(tuple(pieces), len(rows), max((len(row) for row in rows), default=0), **told)  # type: ignore[arg-type]


def _labels(columns: Sequence[Column]) -> dict[str, Column]:
    """The columns by their headings in both languages; a heading that two share names none."""
    found: dict[str, Column | None] = {}
    for column in columns:
        text = column.field.label
        heads = {str(column.label)} if column.part not in ("", "rows") else {text.en, text.zh}
        for head in {_head(head) for head in heads}:
            found[head] = None if head in found and found[head] is not column else column
    return {head: column for head, column in found.items() if column is not None}


class _Ids:
    """The ids of a sheet, also as a spreadsheet leaves them: full-width, or without their leading zeros."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.known = set(ids)
        counted = Counter(who.lstrip("0") for who in ids)
        self.bare = {who.lstrip("0"): who for who in ids if counted[who.lstrip("0")] == 1}

    def find(self, text: str) -> str:
        """The id that a text means, "" where it means none."""
        text = half_width(text).strip()
        return text if text in self.known else self.bare.get(text.lstrip("0"), "") if text.lstrip("0") else ""

    def lead(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether the first column holds ids: most of its texts are, nearly all different, and something follows them."""
        first = [row[0] for row in rows if row and row[0]]
        found = [who for text in first if (who := self.find(text))]
        wide = any(any(row[1:]) for row in rows)
        return wide and bool(found) and 2 * len(found) > len(first) - 1 and 4 * len(set(found)) >= 3 * len(found)


def _names_stand(grid: TableGrid, rows: Sequence[Sequence[str]], ids: _Ids) -> bool:
    """Whether the second column of a block repeats the names."""
    people = grid.session.people
    told = [(ids.find(row[0]), row[1]) for row in rows if len(row) > 1 and row[1]]
    return any(who and people[who].name == text for who, text in told)


def _row(
    grid: TableGrid, y: int, who: str, cells: Sequence[tuple[int, str, Column | None]], wrong: Text | None = None
) -> Iterator[Piece]:
    """The pieces of one row: each text by itself first, then what the texts of one field say together."""
    found: list[Piece] = []
    for x, text, column in cells:
        before = grid.text(who, column) if who and column is not None else ""
        if not text:
            found.append(Piece(y + 1, x + 1, text, who, column, before, BLANK))
            continue
        reason = wrong or (_NO_CELL if column is None or not who else _refusal(grid, column, text))
        state = REFUSED if reason is not None else _state(column, before, text)
        found.append(Piece(y + 1, x + 1, text, who, column, before, state, reason))
    yield from _together(grid, who, found)


def _together(grid: TableGrid, who: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A ballot is one value of many cells: where they contradict each other, the last of them says so."""
    told: dict[str, dict[str, str]] = {}
    last: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        if piece.column is not None and who and piece.state in (NEW, CHANGED) and piece.column.part not in ("", "rows"):
            name = piece.column.field.id
            told.setdefault(name, dict(grid.session.texts(who, piece.column.field)))[piece.column.part] = piece.text
            last[name] = place
    wrong: dict[int, Text] = {}
    for name, texts in told.items():
        column = pieces[last[name]].column
        try:
            if column is not None:
                column.field.plain(texts)
        except KaoheError as error:
            wrong[last[name]] = error.text
    for place, piece in enumerate(pieces):
        yield piece if place not in wrong else _refused(piece, wrong[place])


def _refused(piece: Piece, reason: Text) -> Piece:
    return Piece(piece.row, piece.place, piece.text, piece.who, piece.column, piece.before, REFUSED, reason)


def _refusal(grid: TableGrid, column: Column, text: str) -> Text | None:
    closed = grid.session.closed(column.field)
    if closed is not None:
        return closed
    return _wrong(column, text)


def _wrong(column: Column, text: str) -> Text | None:
    if isinstance(column.field, RowsField) and half_width(text) == "+":
        return _IN_FORM
    try:
        column.field.check(column.part, text)
    except KaoheError as error:
        return error.text
    return None


def _state(column: Column | None, before: str, text: str) -> str:
    if not before:
        return NEW
    return SAME if column is not None and _value(column, before) == _value(column, text) else CHANGED


def _value(column: Column, text: str) -> object:
    """What a text says, so that "91.0" is the same as "91"; a text that says nothing is itself."""
    if column.part:
        return half_width(text).lstrip("0") or "0"
    texts: Mapping[str, str] = {"": text}
    try:
        value = column.field.plain(texts)
    except KaoheError:
        return text
    return value


_NO_CELL = Text("there is no cell for it", "没有对应的格")
_NOBODY = Text("nobody on this sheet has the id {id}", "本表没有编号 {id}")
_TWICE = Text("the id {id} stands in the block more than once", "所贴内容中编号 {id} 不止一行")
_IN_FORM = Text("rows are added in the form (F6)", "请在表单中增加（F6）")
