"""What a sheet looks like: id and name stay, columns turn sideways, what a row comes to stands at the right."""

from __future__ import annotations

from attrs import frozen

from kaohe.engine import Outcome
from kaohe.words import Text

from ..form._figures import figure_text
from ..results._texts import score_text
from ..terminal._cells import Sheet, fit, width
from ._grid import TableGrid
from ._plan import Column

__all__ = ["Drawing"]

_STATE, _GRADE, _NAME, _MOST_NAME, _WIDEST = 12, 9, 10, 20, 10
_USUAL, _ROOMY = 70, 100


@frozen
class _Frame:
    """Where everything stands: the room of id and name, the columns in view with place and width, what is at the right."""

    id_room: int
    name_room: int
    columns: tuple[tuple[Column, int, int], ...]
    after: int
    heads: tuple[str, ...]
    widths: tuple[int, ...]


class Drawing:
    """Draws a grid. Outcomes of the rows in view are kept until something changes a result."""

    def __init__(self, grid: TableGrid) -> None:
        self.grid, self.session, self.plan = grid, grid.session, grid.plan
        self._gap = 1 if grid.plan.tight else 2
        self.shown: tuple[int, int] = (1, 1)
        self._seen: tuple[int, dict[str, tuple[str, ...]]] = (-1, {})
        self._longest = max((width(who) for who in grid.all), default=2)
        self._named = any(person.name for person in self.session.people.values())

    def draw(self, sheet: Sheet) -> None:
        """Draw the heading and the page that holds the caret."""
        grid = self.grid
        page = max(1, sheet.rows - 1)
        frame = self._frame(sheet.columns)
        self._heading(sheet, frame)
        start = grid.row - grid.row % page
        for y, row in enumerate(range(start, min(len(grid.ids), start + page)), 1):
            self._row(sheet, y, row, frame)

    # Where things stand

    def _frame(self, columns: int) -> _Frame:
        id_room = max(4, min(12, self._longest)) + 1
        name_room = _NAME if self._named else 0
        heads, widths = self._at_right(columns)
        room = columns - 2 - id_room - name_room - sum(widths) - len(widths)
        view = self._view(room, _WIDEST if columns < _ROOMY else room)
        room -= sum(wide + self._gap for _, wide in view)
        for cut, whole in ((True, True), (False, True), (True, False)):
            room = _spread(view, room, cut=cut, whole=whole)
        if self._named:
            name_room += max(0, min(_MOST_NAME - _NAME, room))
        places, x = [], 2 + id_room + name_room
        for column, wide in view:
            places.append((column, x, wide))
            x += wide + self._gap
        after = columns - sum(widths) - len(widths) + 1
        return _Frame(id_room, name_room, tuple(places), after, tuple(heads), tuple(widths))

    def _at_right(self, columns: int) -> tuple[list[str], list[int]]:
        """The headings at the right and their room: figures or score, grade, state."""
        heads = self._figure_heads(columns)
        widths = [8 if columns < _ROOMY else max(8, min(12, width(head))) for head in heads]
        if not self.plan.tight or columns >= _ROOMY:
            heads.append(str(Text("grade", "拟定")))
            longest = max((width(grade) for grade in self.plan.kind.kind.grades), default=0) + 2  # in brackets
            widths.append(max(_GRADE, min(longest, _STATE)) if columns >= _USUAL else _GRADE - 2)
        return [*heads, str(Text("state", "状态"))], [*widths, _STATE]

    def _figure_heads(self, columns: int) -> list[str]:
        """The period's figures, else the score; both where there is room, none where there is little."""
        if columns < (_ROOMY if self.plan.tight else _USUAL):
            return []
        figures = [
            str(getattr(rule.value, "short", None) or getattr(rule.value, "label", None) or rule.text)
            for rule in self.plan.figures
        ]
        score = str(Text("score", "得分"))
        return [*figures[:2], score] if columns >= _ROOMY else figures[:1] or [score]

    def _view(self, room: int, widest: int) -> list[tuple[Column, int]]:
        """The columns that fit with their width: they turn like pages, so that the caret seldom moves all of them."""
        first, found = 0, self._from(0, room, widest)
        while first + len(found) <= self.grid.at:
            first += len(found)
            found = self._from(first, room, widest)
        self.shown = (first + 1, first + len(found))
        return found

    def _from(self, first: int, room: int, widest: int) -> list[tuple[Column, int]]:
        found: list[tuple[Column, int]] = []
        for column in self.plan.columns[first:]:
            wide = column.narrow(widest)
            if found and room < wide:
                break
            found.append((column, wide))
            room -= wide + self._gap
        return found

    # Drawing

    def _heading(self, sheet: Sheet, frame: _Frame) -> None:
        sheet.fill(0, "u", x=2)
        sheet.put(2, 0, fit(str(Text("id", "编号")), frame.id_room), "u")
        if frame.name_room:
            sheet.put(2 + frame.id_room, 0, fit(str(Text("name", "姓名")), frame.name_room - 1), "u")
        for column, x, wide in frame.columns:
            sheet.put(x, 0, fit(column.heading(wide), wide), "u")
        if frame.columns and self.shown[0] > 1:
            sheet.put(frame.columns[0][1] - 1, 0, "<", "b")
        if frame.columns and self.shown[1] < len(self.plan.columns):
            sheet.put(frame.after - 2, 0, ">", "b")
        self._right(sheet, 0, frame, frame.heads, "u")

    def _right(
        self, sheet: Sheet, y: int, frame: _Frame, texts: tuple[str, ...], style: str = "", *, last: str = ""
    ) -> None:
        """What stands at the right, the last of it in a style of its own."""
        x = frame.after
        for place, (text, room) in enumerate(zip(texts, frame.widths, strict=True), 1):
            sheet.put(x, y, fit(text, room), last if last and place == len(texts) else style)
            x += room + 1

    def _row(self, sheet: Sheet, y: int, row: int, frame: _Frame) -> None:
        grid, who = self.grid, self.grid.ids[row]
        if row == grid.row:
            sheet.put(0, y, ">", "b")
        sheet.put(2, y, fit(who, frame.id_room - 1))
        if frame.name_room:
            sheet.put(2 + frame.id_room, y, fit(self.session.people[who].name or "-", frame.name_room - 1))
        for column, x, wide in frame.columns:
            self._cell(sheet, (x, y, wide), who, column, here=row == grid.row and column == grid.column)
        *figures, grade = self._figures(who)
        graded = [*figures[: len(frame.widths) - 2], grade] if len(frame.widths) > 1 else []
        told = (*graded, self._state(who))
        self._right(sheet, y, frame, told, last=self._tone(who))

    def _cell(self, sheet: Sheet, at: tuple[int, int, int], who: str, column: Column, *, here: bool) -> None:
        x, y, room = at
        if here:
            text, caret = self.grid.editor.window(room)
            sheet.put(x, y, fit(text, room), "ru")
            sheet.caret = (x + caret, y)
        else:
            sheet.put(x, y, fit(self.grid.text(who, column), room), "u")
        if self.grid.reason(who, column) is not None:
            sheet.put(x + room, y, "!", "bx")

    def _figures(self, who: str) -> tuple[str, ...]:
        """The figures of the period, score and grade of one row by itself, before quotas."""
        if self._seen[0] != self.session.revision:
            self._seen = (self.session.revision, {})
        if who not in self._seen[1]:
            quick = self.session.results.quick
            outcome, rules = quick.outcome(who), self.plan.kind
            figures = [figure_text(quick.evaluation, who, rule, self.plan.place) for rule in self.plan.figures]
            self._seen[1][who] = (*figures[:2], score_text(outcome, rules), _grade(outcome))
        return self._seen[1][who]

    def _tone(self, who: str) -> str:
        """In which style the state of a row stands: refused, entered or open."""
        return "x" if self.grid.refused(who) else "k" if self.grid.progress.filled(who) else "o"

    def _state(self, who: str) -> str:
        """Whether one row is filled, what is refused, and + where something is not saved."""
        grid = self.grid
        refused, asked = grid.refused(who), len(grid.progress.asked)
        if refused:
            return str(Text("! refused {n}", "! 未记入 {n}").format(n=refused))
        if grid.progress.filled(who):
            told = _FILLED
        else:
            lacks = grid.progress.lacks(who)
            told = _EMPTY if lacks == asked else Text("lacks {n}", "缺 {n}").format(n=lacks)
        return f"{told}{' +' if grid.drafted(who) else ''}"


def _spread(view: list[tuple[Column, int]], room: int, *, cut: bool, whole: bool) -> int:
    """Give headings what room is left; gives what is left of it then.

    With `cut` those that no heading of theirs fits, else those that show the short one; with `whole` only where the
    whole label stands then.
    """
    for place, (column, wide) in enumerate(view):
        more = max(0, min(room, column.width - wide))
        is_cut = width(column.heading(wide)) > wide
        if is_cut == cut and (not whole or width(column.label) <= wide + more):
            view[place], room = (column, wide + more), room - more
    return room


def _grade(outcome: Outcome) -> str:
    if outcome.grade is not None:
        return outcome.grade
    return f"({outcome.provisional_grade})" if outcome.provisional_grade else "-"


_FILLED = Text("entered", "已录")
_EMPTY = Text("not entered", "未录")
