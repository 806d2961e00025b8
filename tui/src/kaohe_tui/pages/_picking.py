"""Choosing among people, with the reason and the document that stand with it."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.rules.tools import REASON_LENGTH, document_number, plain_text
from kaohe.words import Text

from ..form._editor import Editor
from ..results._texts import score_text
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["Picking"]

_NAME_ROOM, _CELL_ROOM, _TEXT_ROOM = 30, 14, 40


class Picking(Page):
    """Candidates one under another, then reason and document; `most` may be chosen, None for any number."""

    most: int | None = None

    def __init__(self, desk: Host, members: Sequence[str]) -> None:
        super().__init__(desk)
        self.members = members
        self.chosen: set[str] = set()
        self.texts = {"reason": Editor(), "document": Editor()}
        self.spots = [*members, "reason", "document"]
        self.at = 0
        self.top = 0

    def heads(self) -> list[str]:
        """The heads of the columns after candidate and score."""
        return []

    def cells(self, who: str) -> list[str]:
        """What stands in these columns for one candidate."""
        return []

    def below(self) -> list[str]:
        """What is said below."""
        return []

    def hint(self) -> str:
        """What the spot under the cursor takes."""
        return str(_CHOOSES if self.at < len(self.members) else _BOTH)

    def stands(self) -> bool:
        """Whether all its candidates are still in the book."""
        return set(self.members) <= self.session.people.keys()

    def said(self) -> dict[str, str]:
        """Reason and document, checked. Raises KaoheError."""
        reason = plain_text(self.texts["reason"].text.strip(), Text("the reason", "理由"), longest=REASON_LENGTH)
        return {"reason": reason, "document": document_number(self.texts["document"].text.strip())}

    @property
    def picked(self) -> list[str]:
        """Whoever is chosen, in the order shown."""
        return [who for who in self.members if who in self.chosen]

    # What it looks like

    def draw(self, sheet: Sheet) -> None:
        """The candidates in view, the two texts, and what is said below."""
        told = self.below()
        self._row(sheet, 0, [str(Text("candidate", "候选")), str(Text("score", "得分")), *self.heads()], "u")
        rows = max(1, sheet.rows - 5 - min(len(told), 3))
        last = min(self.at, len(self.members) - 1)
        self.top = max(0, min(self.top, self.at), last - rows + 1)
        for y, place in enumerate(range(self.top, min(len(self.members), self.top + rows)), 1):
            self._draw_member(sheet, y, place)
        below = min(len(self.members) - self.top, rows) + 2
        self._draw_text(sheet, below, "reason", Text("reason", "理由"))
        self._draw_text(sheet, below + 1, "document", Text("document", "依据文号"))
        for y, text in enumerate(told, below + 3):
            sheet.put(2, y, text)

    def _row(self, sheet: Sheet, y: int, texts: list[str], style: str = "") -> None:
        x = 2
        for place, text in enumerate(texts):
            room = _NAME_ROOM if place == 0 else _CELL_ROOM
            if x + room <= sheet.columns:
                sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def _draw_member(self, sheet: Sheet, y: int, place: int) -> None:
        who = self.members[place]
        mark = "(x)" if who in self.chosen else "( )"
        outcome = self.session.outcome(who)
        if place == self.at:
            sheet.put(0, y, ">", "b")
            sheet.caret = (2, y)
        score = score_text(outcome, self.session.rules_of(who))
        self._row(sheet, y, [f"{mark} {who} {outcome.name}", score, *self.cells(who)])

    def _draw_text(self, sheet: Sheet, y: int, name: str, label: Text) -> None:
        sheet.put(2, y, str(label))
        here = self.spots[self.at] == name
        text, caret = self.texts[name].window(_TEXT_ROOM)
        sheet.put(14, y, fit(text, _TEXT_ROOM), "ru" if here else "u")
        if here:
            sheet.put(0, y, ">", "b")
            sheet.caret = (14 + caret, y)

    # What it does

    def press(self, key: Key) -> None:
        """Move, choose, or type."""
        if key.name in ("up", "shift+tab", "down", "tab"):
            self.at = max(0, min(len(self.spots) - 1, self.at + (1 if key.name in ("down", "tab") else -1)))
        elif self.at < len(self.members):
            self._choose(key)
        elif key.name == "enter":
            self.at = min(len(self.spots) - 1, self.at + 1)
        elif key.char:
            self.texts[self.spots[self.at]].insert(key.char)
        else:
            self.texts[self.spots[self.at]].key(key.name)

    def _choose(self, key: Key) -> None:
        who = self.members[self.at]
        if key.char != " " and key.name != "enter":
            super().press(key)
        elif self.most is not None and who not in self.chosen and len(self.chosen) >= self.most:
            self.desk.say(_FULL.format(n=self.most))
        else:
            self.chosen ^= {who}

    def paste(self, text: str) -> None:
        """Paste into reason or document."""
        if self.at >= len(self.members):
            self.texts[self.spots[self.at]].insert(next(iter(text.splitlines()), ""))


_CHOOSES = Text("Space or Enter chooses; Tab goes on to the reason", "空格或 Enter 选中；Tab 到理由")
_BOTH = Text("both are required; no data about residents", "理由与文号必填；不录入群众个人信息")
_FULL = Text("only {n} may be chosen; take one back first", "只能选 {n} 个；请先取消一个")
