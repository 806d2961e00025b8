"""The entry screen: one record's form, its live line, undo, counting and pasting."""

from __future__ import annotations

from typing import ClassVar

from kaohe.errors import KaoheError
from kaohe.office import Saved
from kaohe.rules.tools import marked
from kaohe.words import Text

from ..fields._fields import Field
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

    @property
    def field(self) -> Field | None:
        """The field under the caret."""
        cell = self.form.cell
        return cell.field if cell is not None else None

    @property
    def record(self) -> str:
        """Whose record it is."""
        return self.who

    def live(self) -> str:
        """The score, the rule that bites, the pool's places left."""
        return live_text(self.session, self.who)

    def draw(self, sheet: Sheet) -> None:
        """Draw the form."""
        self.form.draw(sheet)

    def hint(self) -> str:
        """Why nothing may be typed in the cell, what is wrong with it, or what may be entered in it."""
        closed = self.session.closed(self.field)
        return closed.told() if closed is not None else self.form.hint()

    def beside(self) -> Page | None:
        """The explanation, on a wide terminal."""
        if self._why is None or self._why[0] != self.session.revision or self._why[1].who != self.who:
            self._why = (self.session.revision, Why(self.desk, self.who))
        return self._why[1]

    def press(self, key: Key) -> None:
        """Give the key to the form; what is closed or frozen takes no typing, and says why."""
        closed = self.session.closed(self.field)
        if closed is not None and (key.char or key.name in ("backspace", "delete", "ctrl+u")):
            self.desk.say(closed)
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

    def copied(self) -> str:
        """The cell under the caret."""
        cell = self.form.cell
        return self.session.texts(self.who, cell.field).get(cell.part, "") if cell is not None else ""

    def settle(self) -> None:
        """Enter the cell under the caret."""
        self.form.commit()

    def turn(self, who: str) -> None:
        """Save this record and go to another."""
        self.form.commit()
        self.desk.save(self.who)
        self.who, self.form = who, FormGrid(self.session, who)

    def stands(self) -> bool:
        """Whether the record is still in the book."""
        return self.who in self.session.people

    def catch_up(self) -> None:
        """Others saved something."""
        self.form.catch_up()

    def again(self) -> None:
        """What was restored or entered on the page before stands in its cells."""
        self.form.catch_up()

    def do_back(self) -> None:
        """Save this record and go back; where it cannot be saved, it stays a draft, and that is said."""
        self.form.commit()
        said: Text | str = ""
        try:
            self.desk.save(self.who)
        except KaoheError as error:
            said = error.text
        self.desk.back()
        if said:
            self.desk.say(said)

    def refused(self, action: str) -> Text | None:
        """Counting needs a ballot under the caret."""
        if action == "count" and not (self.form.cell and isinstance(self.form.cell.field, TallyField)):
            return Text("counting is for ballots: go to one first", "计数只用于票数：请先移到票数栏")
        return None

    def do_save(self) -> None:
        """Save this record."""
        self.form.commit()
        self.desk.save(self.who, always=True)
        self.form.refresh()
        clash = self.session.clashed(self.who)
        if clash:
            self._show(clash)
            self.desk.say("")

    def do_save_next(self) -> None:
        """Save, then the next record that lacks something; what clashes with somebody else's save is looked at first."""
        self.do_save()
        if self.session.clashed(self.who):
            return
        said = self.desk.message
        place = self.order.index(self.who) if self.who in self.order else -1
        around = [*self.order[place + 1 :], *self.order[: max(0, place)]]
        found = next((who for who in around if self.session.incomplete(who)), None)
        if found is None:
            self.form.go(self.form.current)
            text = Text("{said}; nothing else in this list is incomplete", "{said}；本列表没有其他待录对象")
            self.desk.say(text.format(said=said))
        else:
            self.who, self.form = found, FormGrid(self.session, found)

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
        """Take back what is being typed, else the last entry, else the last save of this record by a new one."""
        if self.form.revert():
            return
        cell = self.form.cell
        done = self.session.undo(self.who, cell.field if cell is not None else None)
        self._tell(done, Text("undone: {what}", "已撤销：{what}"), Text("nothing to undo", "没有可撤销的录入"))

    def do_redo(self) -> None:
        """Make the entry again that was taken back."""
        self.form.commit()
        done = self.session.redo(self.who)
        self._tell(done, Text("made again: {what}", "已重做：{what}"), Text("nothing to redo", "没有可重做的录入"))

    def _tell(self, done: tuple[str, Saved | None] | None, said: Text, nothing: Text) -> None:
        if done is None:
            self.desk.say(nothing)
            return
        name, saved = done
        self._show(name)
        label = next((str(of.label) for of in self.form.fields if of.id == name), name)
        self.desk.say(said.format(what=label if saved is None else f"{label}  {saved.receipt}"))

    def _show(self, name: str) -> None:
        """Put the caret on a field, unless it is there."""
        self.form.refresh()
        cell = self.form.cell
        if cell is not None and cell.field.id != name:
            found = next((at.id for _, at in self.form.cells if at.field.id == name), None)
            if found is not None:
                self.form.go(found)

    def do_count(self) -> None:
        """Count paper ballots one by one."""
        self.form.commit()
        cell = self.form.cell
        assert cell is not None  # noqa: S101  # `refused` has checked
        assert isinstance(cell.field, TallyField)  # noqa: S101  # the same
        self.desk.enter(Count(self.desk, self.form, cell.field))
