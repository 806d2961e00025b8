"""What the desk looks like: the head, the body with what stands beside it, the live line, the message, the keys."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.words import Text

from ..pages._actions import Action, actions_in, key_name
from ..pages._reading import wrapped
from ..pages._revision import shown
from ..terminal._cells import Sheet, crop, fit, safe, width
from ._beside import Beside
from ._prompt import Prompt

__all__ = ["LEAST", "WIDE", "Frame"]

LEAST = (60, 16)
WIDE = 120
_BODY, _BESIDE = 78, 62  # the least for a list or form; the most for what stands beside it


class Frame(Beside):
    """The part of a desk that draws it."""

    size: tuple[int, int] = (80, 24)
    prompt: Prompt | None = None
    who = ""
    terminal = ""

    @property
    def body_rows(self) -> int:
        """How many rows the body of a screen has."""
        return self.size[1] if self.page.bare else max(1, self.size[1] - 4)

    @property
    def body_columns(self) -> int:
        """How many columns the body of a screen has; beside it stands the explanation where there is room."""
        return (
            max(_BODY, self.size[0] - _BESIDE)
            if self.size[0] >= WIDE and self.page.beside() is not None
            else self.size[0]
        )

    @property
    def fits(self) -> bool:
        """Whether the terminal is large enough."""
        return self.size[0] >= LEAST[0] and self.size[1] >= LEAST[1]

    def frame(self) -> Sheet:
        """The whole screen at the present size."""
        sheet = Sheet(*self.size)
        if not self.fits:
            text = Text("at least {columns}x{rows} cells are needed", "终端至少需要 {columns}x{rows}")
            sheet.put(0, 0, str(text.format(columns=LEAST[0], rows=LEAST[1])))
            return sheet
        if self.page.bare:
            self.page.draw(sheet)
            return sheet
        self._head(sheet)
        self._body(sheet)
        above = self.prompt.above() if self.prompt is not None else ""
        sheet.put(0, sheet.rows - 3, above or self.page.live(), "b")
        self._foot(sheet)
        self._keys(sheet)
        return sheet

    def _head(self, sheet: Sheet) -> None:
        right = f"{self.who} {self.terminal}".strip()
        room = sheet.columns - width(right) - 3
        mark = "*" if self.open_session is not None and self.open_session.unsaved else " "
        beside = self._others()
        revised = shown(self.session) if self.open_session is not None else ""
        told = f"{Text('Kaohe', '考核')}{mark} {revised}{self.page.head()}"
        sheet.put(0, 0, crop(told, room - width(safe(beside))))
        sheet.put(max(0, room - width(safe(beside))), 0, beside)
        sheet.put(sheet.columns - width(right) - 1, 0, right)
        sheet.fill(0, "r")

    def _others(self) -> str:
        """Who else has the record in front open."""
        if not self.together or not self.page.record:
            return ""
        who = ", ".join(f"{one.login} {one.terminal}".strip() for one in self.together[:2])
        return str(Text("! open too: {who}", "! 同时打开：{who}").format(who=who))

    def _body(self, sheet: Sheet) -> None:
        columns = self.body_columns
        body = Sheet(columns, self.body_rows)
        self.page.draw(body)
        sheet.paste(body, 0, 1)
        beside = self.page.beside()
        if columns < sheet.columns and beside is not None:
            other = Sheet(sheet.columns - columns - 2, self.body_rows)
            beside.draw(other)
            other.caret = None
            sheet.paste(other, columns + 2, 1)
            for y in range(1, 1 + self.body_rows):
                sheet.put(columns, y, "|")

    def _foot(self, sheet: Sheet) -> None:
        if self.waiting is not None:
            sheet.put(0, sheet.rows - 2, self.waiting.text())
        elif self.prompt is not None:
            self.prompt.draw(sheet, sheet.rows - 2)
        else:
            said = self.message.told() if isinstance(self.message, Text) else self.message
            self._say(sheet, said or self.page.hint(), twice=bool(said))

    def _say(self, sheet: Sheet, text: str, *, twice: bool) -> None:
        """The message line; a message too long for it takes the live line's place as well."""
        if twice and width(safe(text)) > sheet.columns:
            first, *more = wrapped(text, sheet.columns)
            sheet.put(0, sheet.rows - 3, fit(first, sheet.columns), "b")
            text = "".join(more)
        sheet.put(0, sheet.rows - 2, text, "x" if text.startswith(("[K", "! ")) else "")

    def _keys(self, sheet: Sheet) -> None:
        y = sheet.rows - 1
        for x, part, _ in self._bar():
            sheet.put(x, y, part)
        sheet.fill(y, "r")

    def _bar(self) -> Iterator[tuple[int, str, Action]]:
        """What stands on the line of keys: where it begins, its text, and what it does.

        Where not all have room, help, which tells of the others, stands last and first of all stays; then those stay
        that the screen is mostly left by or worked with (`kept`), then the others in their order.
        """
        where = self.page.where
        parts = {one: f"{key_name(one.keys[0])} {one.label}" for one in actions_in(where) if where in one.shown}
        urgent = sorted(parts, key=lambda one: (one.name != "help", where not in one.kept))
        room, taken = self.size[0] + _BETWEEN, set[Action]()
        for one in urgent:
            if width(parts[one]) + _BETWEEN <= room:
                taken.add(one)
                room -= width(parts[one]) + _BETWEEN
        late = "help" if len(taken) < len(parts) else ""
        x = 0
        for one in sorted(taken, key=lambda one: (one.name == late, [*parts].index(one))):
            yield x, parts[one], one
            x += width(parts[one]) + _BETWEEN

    def key_at(self, x: int) -> Action | None:
        """The action that stands at a cell of the line of keys."""
        return next((action for start, part, action in self._bar() if start <= x < start + width(part)), None)


_BETWEEN = 2  # cells between two keys
