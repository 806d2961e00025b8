"""Screens to read: lines of text, paged, with a cursor where something can be opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from attrs import frozen

from kaohe.words import Text

from ..terminal._cells import Sheet, safe, width
from ..terminal._keys import Key
from ._action import Action
from ._actions import actions_in, key_name
from ._page import Host, Page

__all__ = ["Help", "Reading", "ReadingLine", "wrapped"]


@frozen
class ReadingLine:
    """One paragraph: its indent, text and style, and what stands at the right edge of its first line."""

    text: str
    indent: int = 0
    style: str = ""
    right: str = ""


def wrapped(text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` cells; broken at blanks where there are any, else between characters."""
    lines, line = [], ""
    for word in _words(safe(text)):
        if width(line) + width(word.rstrip()) > room and line:
            lines.append(line.rstrip())
            line = ""
        while width(word) > room:
            cut = max(1, next((n for n in range(len(word), 0, -1) if width(word[:n]) <= room), 1))
            lines.append(word[:cut])
            word = word[cut:]  # what is left of it
        line += word
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> list[str]:
    """The parts of a text between which a line may break."""
    parts: list[str] = []
    for character in text:
        if (parts and not parts[-1].endswith(" ") and character.isascii() and parts[-1].isascii()) or (
            parts and character in "，。；、）：！？)~"
        ):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


class Reading(Page):
    """A text that is longer than the screen."""

    top = 0

    def lines(self) -> list[ReadingLine]:
        """The paragraphs."""
        raise NotImplementedError

    def laid_out(self, columns: int) -> list[tuple[int, str, str, str]]:
        """The rows at that width: indent, text, style, and what stands at the right edge."""
        found = []
        for line in self.lines():
            beside = width(safe(line.right)) + 1 if line.right else 0
            rows = wrapped(line.text, max(10, columns - line.indent - beside))
            for place, row in enumerate(rows):
                found.append((line.indent, row, line.style, line.right if place == 0 else ""))
        return found

    def draw(self, sheet: Sheet) -> None:
        """Draw the lines in view."""
        rows = self.laid_out(sheet.columns)
        self.top = max(0, min(self.top, len(rows) - sheet.rows))
        for y, (indent, text, style, right) in enumerate(rows[self.top : self.top + sheet.rows]):
            sheet.put(indent, y, text, style)
            if right:
                sheet.put(sheet.columns - width(safe(right)), y, right)
        sheet.caret = (0, 0)

    def live(self) -> str:
        """How much of it is seen."""
        total = len(self.laid_out(self.desk.body_columns))
        seen = min(total, self.top + self.desk.body_rows)
        return str(Text("lines {a}-{b} of {n}", "第 {a}-{b} 行，共 {n} 行").format(a=self.top + 1, b=seen, n=total))

    def page_text(self) -> str:
        """All of it, not only the lines in view."""
        rows = self.laid_out(self.desk.body_columns)
        return "\n".join(
            f"{' ' * indent}{text}{'  ' + right if right else ''}".rstrip() for indent, text, _, right in rows
        )

    def press(self, key: Key) -> None:
        """Scroll."""
        page = self.desk.body_rows
        moves = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -(10**6), "end": 10**6, "enter": 1}
        name = "pagedown" if key.char == " " else key.name
        if name in moves:
            last = max(0, len(self.laid_out(self.desk.body_columns)) - page)
            self.top = max(0, min(last, self.top + moves[name]))
        else:
            super().press(key)


class Help(Reading):
    """The keys of one screen, from the action registry."""

    where: ClassVar[str] = "help"

    def __init__(self, desk: Host, of: str, why_not: Callable[[Action], Text | None] = lambda action: None) -> None:
        self.desk, self.of = desk, of  # it needs no book: Home has help as well
        # Asked once: the page that it is about is in front now, and help is afterwards.
        self._not = {action.name: why_not(action) for action in actions_in(of)}

    def head(self) -> str:
        """Help."""
        return str(Text("help", "帮助"))

    def lines(self) -> list[ReadingLine]:
        """Each action with its keys, and how values are typed."""
        found = [line for action in actions_in(self.of) for line in self._told(action)]
        typed = {"form": _TYPED, "sheet": _ACROSS}.get(self.of, _MOVING)
        return [*found, ReadingLine(""), *(ReadingLine(str(text)) for text in typed)]

    def _told(self, action: Action) -> list[ReadingLine]:
        """One action with its keys, and why it cannot be used now."""
        keys = "/".join(map(key_name, action.keys))
        line = ReadingLine(f"{keys:<10}{action.label}: {action.about}  (:{action.name})")
        reason = self._not[action.name]
        if reason is None:
            return [line]
        return [line, ReadingLine(str(_NOT_NOW.format(why=reason)), indent=10, style="u")]


_NOT_NOW = Text("not now: {why}", "现在不能用：{why}")


_TYPED = (
    Text(
        "Tab, Enter next cell; Shift+Tab previous; Up/Down by line; Left/Right inside the value",
        "Tab、Enter 下一格；Shift+Tab 上一格；上下键按行移动；左右键在值内移动",
    ),
    Text(
        "typing replaces the value; Left or End first, and it goes on from there",
        "直接输入则替换原值；先按左键或 End 则在原值上修改",
    ),
    Text(
        "a list: 0 attests none, + adds one; an emptied row is taken out",
        "多项：录 0 表示没有，+ 增加一项；清空一行即删去",
    ),
    Text("no value: ! and the number of the reason, e.g. !4 ill in March", "无数值：! 加原因编号，如 !4 三月病假"),
    Text(
        "what cannot be entered stays in its cell, marked !, also after the line is cut",
        "不能录入的内容留在原格并标 !，断线后也不丢失",
    ),
    Text("no data about residents is entered anywhere", "任何地方都不录入群众个人信息"),
)
_ACROSS = (
    Text(
        "Tab goes right, Enter down and back under where the Tabs began; Left/Right move until something is typed",
        "Tab 向右；Enter 向下，并回到开始按 Tab 的一列；未输入时左右键移格，输入后在值内移动",
    ),
    Text(
        "paste a block from a spreadsheet: it is shown first; rows with ids in the first column go by id",
        "可整块粘贴：先预览；首列为编号时各行按编号对应",
    ),
    Text("/ and : are commands while nothing is typed in the cell", "本格未输入时 / 与 : 是命令"),
    *_TYPED[1:],
)
_MOVING = (
    Text("Up, Down, PgUp, PgDn, Home, End move; letters are keys here", "上下、翻页、Home、End 移动；本屏字母即按键"),
    Text(
        "a mark = beside a state: something is flagged; +: unfinished entries",
        "状态后的 = 表示有提示，+ 表示有未完成的录入",
    ),
)
