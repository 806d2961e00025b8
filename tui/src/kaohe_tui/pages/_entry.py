"""The entry screen: one record's form, its live line, undo, counting and pasting."""

from __future__ import annotations

from typing import ClassVar

from kaohe.rules.tools import marked
from kaohe.words import Text

from ..fields._tally import TallyField
from ..form._grid import FormGrid
from ..results._live import live_text
from ..terminal._cells import Sheet
from ..terminal._keys import Key
from ._count import Count
from ._page import Host, Page
from ._paste import Paste
from ._why import Why

__all__ = ["Entry"]


class Entry(Page):
    """Enter one record; the live line shows what each entry did."""

    where: ClassVar[str] = "form"

    def __init__(self, desk: Host, who: str, order: list[str]) -> None:
        super().__init__(desk)
        self.order = order
        self.who = who
        self.form = FormGrid(self.session, who)
        self._why: tuple[int, Why] | None = None

    def head(self) -> str:
        """Whose record it is."""
        person, kind = self.session.people[self.who], self.session.rules_of(self.who).kind
        return (
            f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {kind.label} > {self.who} {person.name}"
        )

    def live(self) -> str:
        """The score, the rule that bites, the pool's places left."""
        return live_text(self.session, self.who)

    def draw(self, sheet: Sheet) -> None:
        """Draw the form."""
        self.form.draw(sheet)

    def hint(self) -> str:
        """What is wrong with the cell, or what may be entered in it."""
        return self.form.hint()

    def beside(self) -> Page | None:
        """The explanation, on a wide terminal."""
        if self._why is None or self._why[0] != self.session.revision or self._why[1].who != self.who:
            self._why = (self.session.revision, Why(self.desk, self.who))
        return self._why[1]

    def press(self, key: Key) -> None:
        """Give the key to the form; a case that is open for looking takes no typing."""
        if self.session.closed_because is not None and (key.char or key.name in ("backspace", "delete", "ctrl+u")):
            self.desk.say(self.session.closed_because)
        else:
            self.form.press(key)

    def paste(self, text: str) -> None:
        """One value goes into the cell; several cells or rows are previewed first."""
        lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
        if len(lines) <= 1 and "\t" not in text:
            self.form.editor.insert("".join(part for part in (lines or [""])[0] if part.isprintable()))
            return
        self.form.commit()
        self.desk.enter(Paste(self.desk, self.form, lines))

    def settle(self) -> None:
        """Enter the cell under the caret."""
        self.form.commit()

    def turn(self, who: str) -> None:
        """Go to another record."""
        self.form.commit()
        self.who, self.form = who, FormGrid(self.session, who)

    def refused(self, action: str) -> Text | None:
        """Counting needs a ballot under the caret."""
        if action == "count" and not (self.form.cell and isinstance(self.form.cell.field, TallyField)):
            return Text("counting is for ballots: go to one first", "计数只用于票数：请先移到票数栏")
        return None

    def do_save_next(self) -> None:
        """Save, then the next record that lacks something."""
        self.desk.do_save()
        said = self.desk.message
        place = self.order.index(self.who) if self.who in self.order else -1
        around = [*self.order[place + 1 :], *self.order[: max(0, place)]]
        found = next((who for who in around if self.session.incomplete(who)), None)
        if found is None:
            self.form.go(self.form.current)
            text = Text("{said}; nothing else in this list is incomplete", "{said}；本列表没有其他待录对象")
            self.desk.say(text.format(said=said))
        else:
            self.turn(found)

    def do_previous(self) -> None:
        """The record before this one."""
        place = self.order.index(self.who) if self.who in self.order else 0
        if place == 0:
            self.desk.say(Text("this is the first", "已是第一个"))
        else:
            self.turn(self.order[place - 1])

    def do_why(self) -> None:
        """The explanation of this record."""
        self.desk.enter(Why(self.desk, self.who))

    def do_undo(self) -> None:
        """Take back what is being typed, else the last entry."""
        if self.form.revert():
            return
        change = self.session.undo(self.who)
        if change is None:
            self.desk.say(Text("nothing to undo", "没有可撤销的录入"))
            return
        self._show(change.key)
        self.desk.say(Text("undone: {what}", "已撤销：{what}").format(what=self._label(change.key)))

    def do_redo(self) -> None:
        """Make the entry again that was taken back."""
        self.form.commit()
        change = self.session.redo(self.who)
        if change is None:
            self.desk.say(Text("nothing to redo", "没有可重做的录入"))
            return
        self._show(change.key)
        self.desk.say(Text("made again: {what}", "已重做：{what}").format(what=self._label(change.key)))

    def _show(self, key: str) -> None:
        self.form.refresh()
        cell = self.form.cell
        if cell is not None and cell.field.key != key:
            found = next((at.id for _, at in self.form.cells if at.field.key == key), None)
            if found is not None:
                self.form.go(found)

    def _label(self, key: str) -> str:
        return next((str(found.label) for found in self.form.fields if found.key == key), key)

    def do_count(self) -> None:
        """Count paper ballots one by one."""
        self.form.commit()
        cell = self.form.cell
        assert cell is not None  # noqa: S101  # `refused` has checked
        assert isinstance(cell.field, TallyField)  # noqa: S101  # the same
        self.desk.enter(Count(self.desk, self.form, cell.field))
