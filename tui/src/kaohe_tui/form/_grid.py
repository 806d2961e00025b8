"""FormGrid: the whole entry form of one record as one grid of cells, generated from the declared inputs."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.errors import KaoheError
from kaohe.rules import Figure
from kaohe.rules.tools import half_width, options_of
from kaohe.words import Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ..fields._typed import absence_help
from ..session._session import Session
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._editor import Editor
from ._figures import figure_text
from ._hints import may_enter, sums_text
from ._layout import CellAt, FormLine, lines_of, range_text

__all__ = ["FormGrid"]

_LABEL_ROOM = 27


class FormGrid:
    """The form of one record. A cell is entered when it is left; what cannot be entered stays as a draft, marked.

    Leaving a cell is never refused: keys that come in a burst land where they were meant to.
    """

    def __init__(self, session: Session, who: str) -> None:
        self.session, self.who = session, who
        self.columns, self.rows, self.top = 80, 20, 0
        self.fields = session.fields(who)
        self.by_id = {found.id: found for found in self.fields}
        self.reasons: dict[str, Text] = {}
        self.disputed: dict[str, Text] = {}
        self.lines: list[FormLine] = []
        self.current = self.added = ""
        self.editor = Editor()
        self._arrange()
        self.cells = list(self._cells())
        self.go(self._first_open())

    # What stands where

    def texts(self, of: Field) -> dict[str, str]:
        """The texts of a field's cells: drafts over what is entered."""
        return self.session.texts(self.who, of)

    def _arrange(self) -> None:
        self.disputed = self.session.disputes(self.who)
        self.reasons = {one.field.id: one.reason for one in self.session.refusals(self.who)}
        texts = {found.id: self.texts(found) for found in self.fields}
        self.lines = lines_of(
            self.session.rules_of(self.who), self.session.case.cohort.cycle.periods, self.fields, texts, self.columns
        )
        self.cells = list(self._cells())

    def _cells(self) -> Iterator[tuple[int, CellAt]]:
        for y, line in enumerate(self.lines):
            for cell in line.cells:
                yield y, cell

    def resize(self, columns: int, rows: int) -> None:
        """Arrange the form for another size."""
        if (columns, rows) != (self.columns, self.rows):
            self.columns, self.rows = columns, rows
            self._arrange()
            self._scroll()

    def _first_open(self) -> str:
        """The first empty cell that the outcome still needs, else the first that is not optional."""
        needs = set(self.session.outcome(self.who).needs)
        for _, cell in self.cells:
            name = f"{cell.field.key}[{cell.field.period}]" if cell.field.period else cell.field.key
            if name in needs and not self.texts(cell.field).get(cell.part, ""):
                return cell.id
        asked = [cell.id for _, cell in self.cells if not getattr(cell.field.part_input(cell.part), "optional", False)]
        return next(iter([*asked, *(cell.id for _, cell in self.cells)]), "")

    @property
    def place(self) -> int:
        """Which cell of all is the current one."""
        return next((place for place, (_, cell) in enumerate(self.cells) if cell.id == self.current), 0)

    @property
    def cell(self) -> CellAt | None:
        """The current cell."""
        return self.cells[self.place][1] if self.cells else None

    # Moving and entering

    def go(self, cell: str) -> None:
        """Put the caret on a cell."""
        self.current = cell
        at = self.cell
        self.editor = Editor.on(self.texts(at.field).get(at.part, "") if at is not None else "")
        self._scroll()

    def _scroll(self) -> None:
        if not self.cells:
            return
        y = self.cells[self.place][0]
        if y < self.top + 1:
            self.top = max(0, y - 1)
        elif y >= self.top + self.rows:
            self.top = y - self.rows + 1

    def step(self, by: int) -> None:
        """Enter the cell and move on in reading order; a "+" moves on into the row that it made."""
        self.commit()
        if self.added and by > 0:
            self.go(self.added)
        elif self.cells:
            self.go(self.cells[max(0, min(len(self.cells) - 1, self.place + by))][1].id)

    def rise(self, by: int) -> None:
        """Enter the cell and move by lines, keeping the column."""
        self.commit()
        if not self.cells:
            return
        y, at = self.cells[self.place]
        direction = 1 if by > 0 else -1
        there = [line for line, _ in self.cells if (line - y) * direction > 0]
        if not there:
            return
        wanted = y + by
        target = min(there, key=lambda line: (abs(line - wanted), line))
        row = [cell for line, cell in self.cells if line == target]
        self.go(min(row, key=lambda cell: abs(cell.x - at.x)).id)

    def commit(self) -> None:
        """Enter the cell under the caret. Raises KaoheError where nothing may be typed at all."""
        at, self.added = self.cell, ""
        if at is None or (self.editor.text == self.texts(at.field).get(at.part, "") and not self._again(at)):
            return
        texts = {**self.texts(at.field), at.part: self.editor.text}
        if isinstance(at.field, RowsField) and at.part == "rows":
            texts = self._head(at.field, texts)
        self.put(at.field, texts)

    def _again(self, at: CellAt) -> bool:
        """Whether the same was typed again over what somebody else saved meanwhile."""
        return not self.editor.fresh and self.session.clashed(self.who) == at.field.id

    def _drafted(self, cell: str) -> bool:
        return cell in self.session.drafts.get(self.who, {})

    def _head(self, of: RowsField, texts: dict[str, str]) -> dict[str, str]:
        """A "+" in the first cell of a list makes room for one more row."""
        if half_width(texts["rows"].strip()) != "+":
            return texts
        place = max(of.places(texts), default=-1) + 1
        added = {f"{place}.{name}": "" for name in of.columns}
        self.added = f"{of.id}:{place}.{of.columns[0]}"
        return {**texts, **added, "rows": self.texts(of)["rows"]}

    def put(self, of: Field, texts: dict[str, str]) -> bool:
        """Keep a field's texts, with the reason where they cannot be entered; gives whether they can."""
        reason = self.session.put(self.who, of, texts, begun=self.added.partition(":")[2])
        self._arrange()
        return reason is None

    def revert(self) -> bool:
        """Put back what stood in the cell under the caret before it was typed in; False where nothing differs."""
        at = self.cell
        if at is None or self.editor.text == self.texts(at.field).get(at.part, ""):
            return False
        self.go(at.id)
        return True

    def catch_up(self) -> None:
        """Show what others saved meanwhile; what is being typed stays."""
        typing = None if self.editor.fresh else self.editor
        self.refresh()
        self.editor = typing or self.editor

    def refresh(self) -> None:
        """Show what the record holds now (after undo, redo or a paste)."""
        self._arrange()
        self.go(self.current if any(cell.id == self.current for _, cell in self.cells) else self._first_open())

    def press(self, key: Key) -> None:
        """Take one key."""
        if key.char:
            self.editor.insert(key.char)
        elif not self.editor.key(key.name):
            move = _MOVES.get(key.name)
            if move is not None:
                move(self)

    # What it says

    def hint(self) -> str:
        """Why the text under the caret cannot be entered, or what may be entered here."""
        at = self.cell
        if at is None:
            return ""
        reason = self._reason(at)
        if reason is not None:
            return f"! {at.field.label}: {reason.told()}"
        if self.editor.text.strip() in ("!", "！"):
            return absence_help()
        return may_enter(at.field, at.part)

    def _reason(self, at: CellAt) -> Text | None:
        if self.editor.text.strip():
            try:
                at.field.check(at.part, self.editor.text)
            except KaoheError as error:
                return error.text
        return self.reasons.get(at.field.id, self.disputed.get(at.field.key)) if self.editor.fresh else None

    # What it looks like

    def draw(self, sheet: Sheet) -> None:
        """Draw the lines that are in view, and the caret."""
        self.resize(sheet.columns, sheet.rows)
        for y in range(sheet.rows):
            place = self.top + y
            if place < len(self.lines):
                self._draw_line(sheet, y, self.lines[place])

    def _draw_line(self, sheet: Sheet, y: int, line: FormLine) -> None:
        here = any(cell.id == self.current for cell in line.cells)
        sheet.put(0, y, ">" if here else " ")
        sheet.put(2, y, line.label, line.style, _LABEL_ROOM if line.cells and not line.heads else None)
        for x, wide, text in line.heads:
            sheet.put(x, y, fit(text, wide), line.style)
        end = 0
        for cell in line.cells:
            end = max(end, self._draw_cell(sheet, y, cell))
        for rule, place, x, wide in line.figures:
            sheet.put(x, y, self._figure(rule, place), "", wide)
        self._draw_note(sheet, y, line, end)

    def _draw_cell(self, sheet: Sheet, y: int, at: CellAt) -> int:
        if at.prefix:
            sheet.put(at.prefix_x, y, at.prefix)
        wrong = at.field.key in self.disputed or (at.field.id in self.reasons and self._drafted(at.id))
        if at.id == self.current:
            text, caret = self.editor.window(at.width)
            sheet.put(at.x, y, fit(text, at.width), "ru")
            sheet.caret = (at.x + caret, y)
        else:
            sheet.put(at.x, y, fit(self.texts(at.field).get(at.part, ""), at.width), "u")
        sheet.put(at.x + at.width, y, "!" if wrong else " ", "bx" if wrong else "")
        return at.x + at.width + 1

    def _draw_note(self, sheet: Sheet, y: int, line: FormLine, end: int) -> None:
        clause = line.clause
        room = sheet.columns - end - 1
        if clause and end < sheet.columns - 16:
            sheet.put(sheet.columns - 16, y, fit(clause, 16))
            room -= 17
        if line.note_of is not None and room > 0:
            sheet.put(end + 1, y, self._note(line.note_of), "", room)

    def _note(self, at: CellAt) -> str:
        if isinstance(at.field, TallyField):
            return sums_text(at.field, self.texts(at.field))
        text = self.texts(at.field).get(at.part, "").strip()
        if isinstance(at.field, RowsField):
            return str(_ROWS_NOTE.get(text, "")) if not text or text == "0" else ""
        given = at.field.part_input("")
        if given is None:
            person = self.session.people.get(text)
            return person.name if person is not None else ""
        for option in options_of(given, at.field.supplied):
            if option.code == text:
                return str(option.label)
        optional = f" {Text('optional', '选填')}" if given.optional else ""
        return range_text(given, at.field.supplied) + optional

    def _figure(self, rule: Figure, place: int | None) -> str:
        return figure_text(self.session.results.quick.evaluation, self.who, rule, place)


_ROWS_NOTE = {
    "": Text("not entered; 0 = none, + = one", "未录；0 没有，+ 增加"),
    "0": Text("none", "没有"),
}
_MOVES = {
    "tab": lambda form: form.step(1),
    "enter": lambda form: form.step(1),
    "shift+tab": lambda form: form.step(-1),
    "down": lambda form: form.rise(1),
    "up": lambda form: form.rise(-1),
    "pagedown": lambda form: form.rise(max(1, form.rows - 1)),
    "pageup": lambda form: form.rise(-max(1, form.rows - 1)),
    "ctrl+home": lambda form: form.step(-len(form.cells)),
    "ctrl+end": lambda form: form.step(len(form.cells)),
}
