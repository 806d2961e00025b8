"""What is legal and odd: each warning with its number, accepted with a reason before anything is signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Accept, Office, Warned
from kaohe.words import Text

from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ._entry import Entry
from ._looked import Looked
from ._page import Host
from ._reading import wrapped

__all__ = ["Warnings", "unaccepted"]


def unaccepted(office: Office) -> list[Warned]:
    """The warnings that nobody has accepted."""
    return [one for one in office.warned() if not one.accepted_by]


class Warnings(Looked):
    """The warnings that stand."""

    where: ClassVar[str] = "warnings"

    def __init__(self, desk: Host, found: Sequence[Warned]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('warnings', '提示')}"

    def ids(self) -> list[str]:
        """Their ids."""
        return [one.id for one in self.found]

    def live(self) -> str:
        """How many wait."""
        n = Text("to accept {n}", "待接受 {n} 条").format(n=len(self.found))
        return f"{n}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That nothing is odd."""
        return (Text("No warning waits.", "没有待接受的提示。"), Text("Esc  back", "Esc  返回"))

    @property
    def page_rows(self) -> int:
        """Below the list stands the whole warning."""
        return max(1, self.desk.body_rows - self.heading_rows - 4)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (Text("no.", "编号"), Text("whose", "对象"), Text("period", "期次"), Text("what", "内容"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (7, 18, 10, sheet.columns - 37), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One warning; the one under the cursor in full below."""
        one = self.found[place]
        name = self.session.people[one.appraisee].name if one.appraisee in self.session.people else ""
        words = str(Text(one.text.en, one.text.zh))
        self._columns(sheet, y, (one.text.number, f"{one.appraisee} {name}".strip(), one.at or "-", words))
        if place == self.cursor:
            for line, text in enumerate(wrapped(words, sheet.columns - 4)[:3]):
                sheet.put(2, sheet.rows - 3 + line, text)

    def refused(self, action: str) -> Text | None:
        """Accepting is for the reviewer."""
        return may_not(self.session.office, "review") if action == "accept" else None

    def do_open(self) -> None:
        """The form of whoever it is about."""
        if self.found:
            who = self.found[self.cursor].appraisee
            self.desk.enter(Entry(self.desk, who, [who]))

    def do_accept(self) -> None:
        """Ask for the reason, and accept the warning under the cursor."""
        if not self.found:
            return
        one = self.found[self.cursor]

        def given(reason: str) -> None:
            saved = self.session.change([Accept(one.id)], reason=reason)
            self.desk.say(Text("accepted: {receipt}", "已接受：{receipt}").format(receipt=str(saved.receipt)))
            self.again()

        told = f"{one.text.number} {one.appraisee} {one.at}".rstrip()
        self.desk.ask(Text("reason for accepting {id}: ", "接受 {id} 的理由: ").format(id=told), given)

    def looked(self, office: Office) -> list[Warned]:
        """What waits."""
        return unaccepted(office)

    def took(self, found: list[Warned]) -> None:
        """Show it."""
        self.found = found
