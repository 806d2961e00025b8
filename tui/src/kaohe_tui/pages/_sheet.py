"""The sheet on the screen: its keys, its live line, saving as one commit, and the way to forms and explanations."""

from __future__ import annotations

from typing import ClassVar

from kaohe.errors import KaoheError
from kaohe.exchange import Listing
from kaohe.rules.tools import marked
from kaohe.words import Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..session._batch import Batch
from ..table._block import rows_of
from ..table._drawing import Drawing
from ..table._grid import TableGrid
from ..table._hint import hint_of
from ..terminal._cells import Sheet
from ..terminal._keys import Key
from ._block import BlockPage
from ._entry import Entry
from ._listed import ask_file
from ._page import Host, Page
from ._why import Why

__all__ = ["SheetPage"]


class SheetPage(Page):
    """People by the fields of one period. A letter is typed; / and : are commands while nothing is typed in the cell."""

    where: ClassVar[str] = "sheet"

    def __init__(self, desk: Host, grid: TableGrid) -> None:
        super().__init__(desk)
        self.grid = grid
        self.drawing = Drawing(grid)
        grid.show("")

    # What it shows

    def head(self) -> str:
        """Which sheet."""
        plan = self.grid.plan
        what = f"{plan.kind.kind.label} {plan.period or plan.title}"
        ballot = f" {plan.title}" if plan.period and plan.columns[0].part and len(plan.fields) == 1 else ""
        return (
            f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {Text('sheet', '表格')} > {what}{ballot}"
        )

    def live(self) -> str:
        """How many rows are filled, what is not saved or refused, the filter, which columns are in view, the page."""
        grid, first = self.grid, self.grid.progress
        shown, columns = self.drawing.shown, len(grid.plan.columns)
        parts = [
            f"{Text('entered', '已录')} {first.count(grid.all)}/{len(grid.all)}",
            f"{Text('unsaved', '未存')} {len(grid.unsaved)}",
            f"! {Text('refused', '未记入')} {grid.refusals}" if grid.refusals else "",
            f"{Text('filter', '筛选')} {grid.filter or '-'}",
            f"{Text('columns', '列')} {shown[0]}-{shown[1]}/{columns}" if shown != (1, columns) else "",
            self._pages(),
        ]
        return "  ".join(part for part in parts if part)

    def _pages(self) -> str:
        page, rows = max(1, self.desk.body_rows - 1), len(self.grid.ids)
        return str(Text("page {n}/{m}", "第{n}页/{m}").format(n=self.grid.row // page + 1, m=max(1, -(-rows // page))))

    @property
    def field(self) -> Field | None:
        """The field of the column under the caret."""
        return self.grid.column.field

    def hint(self) -> str:
        """Why nothing may be typed in the cell, what is wrong with it, or what may be entered in it."""
        closed = self.session.closed(self.field)
        if closed is not None:
            return closed.told()
        return hint_of(self.grid) if self.grid.ids else str(_NO_ROW)

    def draw(self, sheet: Sheet) -> None:
        """Draw the rows in view."""
        self.grid.follow()
        self.drawing.draw(sheet)

    # Keys

    def press(self, key: Key) -> None:
        """Give the key to the grid; what is closed or frozen takes no typing, and says why."""
        grid = self.grid
        grid.follow()
        grid.page = max(1, self.desk.body_rows - 1)
        if grid.editor.fresh and key.command in ("/", ":"):
            self.do_filter() if key.command == "/" else self.desk.do_command()
        elif grid.ids and grid.editor.fresh and key.command == "+" and isinstance(grid.column.field, RowsField):
            self._add_row()
        elif grid.ids and (key.char or key.name in ("backspace", "delete", "ctrl+u")):
            closed = self.session.closed(grid.column.field)
            if closed is not None:
                self.desk.say(closed)
            else:
                grid.press(key)
        else:
            grid.press(key)

    def paste(self, text: str) -> None:
        """One value goes into the cell; a block is previewed first."""
        rows = rows_of(text)
        if len(rows) <= 1 and len((rows or [[""]])[0]) <= 1:
            if rows:
                self.grid.editor.insert(rows[0][0])
            return
        if self.grid.ids:
            self.grid.commit()
            self.desk.enter(BlockPage(self.desk, self.grid, rows))

    def settle(self) -> None:
        """Enter the cell under the caret."""
        self.grid.commit()

    def stands(self) -> bool:
        """Whether anybody of the kind is still in the book."""
        return any(person.kind == self.grid.plan.kind.kind.key for person in self.session.people.values())

    def catch_up(self) -> None:
        """Others saved something."""
        self.grid.catch_up()

    def again(self) -> None:
        """What was restored or entered on the page before stands in its cells."""
        self.grid.catch_up()

    # Actions

    def refused(self, action: str) -> Text | None:
        """What needs a row says so where none is shown."""
        return _NO_ROW if action in ("form", "why", "fill", "above") and not self.grid.ids else None

    def do_save(self) -> None:
        """Save the sheet in one commit, and say the receipt and what is not in it."""
        saved = self.grid.save()
        refused = [(who, one) for who in self.grid.unsaved for one in self.session.refusals(who)]
        said = _NOTHING if saved is None else _SAVED.format(receipt=str(saved.receipt), n=len(saved.people))
        if refused:
            who, first = refused[0]
            said = _REFUSED.format(said=said, n=len(refused), who=who, first=first.text)
        self.desk.say("" if self.grid.go_to_clash() else said)

    def do_save_next(self) -> None:
        """Save, then the next row that lacks something: this one, where the caret has come to it and typed nothing.

        What clashes with somebody else's save is looked at first: its cell says both values.
        """
        self.grid.follow()
        untouched = self.grid.editor.fresh and not self.grid.drafted(self.grid.who)
        self.do_save()
        said = self.desk.message
        if not said:
            return
        if not self.grid.next_open(here=untouched):
            self.desk.say(Text("{said}; every row shown is entered", "{said}；所列各行均已录").format(said=said))

    def do_back(self) -> None:
        """Esc takes the filter off first; then it saves and goes back, and says what stays a draft."""
        if self.grid.filter:
            self.grid.commit()
            self.grid.show("")
            return
        said: Text | str = ""
        try:
            self.grid.commit()
            if self.grid.unsaved:
                self.do_save()
                said = self.desk.message
        except KaoheError as error:
            said = error.text
        self.desk.back()
        if said:
            self.desk.say(said)

    def do_form(self) -> None:
        """The form of the row's person, its caret on the same field."""
        self.grid.commit()
        self.desk.enter(self._form())

    def _form(self) -> Entry:
        grid = self.grid
        entry = _FromSheet(self.desk, grid.who, list(grid.ids))
        entry.sheet = grid
        if any(cell.id == grid.column.id for _, cell in entry.form.cells):
            entry.form.go(grid.column.id)
        return entry

    def _add_row(self) -> None:
        """Rows of a list are typed in the form: + goes there and adds one."""
        entry = self._form()
        self.desk.enter(entry)
        entry.press(Key("+", "+"))
        entry.form.step(1)

    def do_why(self) -> None:
        """The explanation of the row's person."""
        self.grid.commit()
        self.desk.enter(Why(self.desk, self.grid.who))

    def do_above(self) -> None:
        """The value of the cell above, and down."""
        if not self.grid.copy_above():
            self.desk.say(Text("there is no row above", "上方没有行"))

    def do_fill(self) -> None:
        """Ask how far the value under the caret goes down."""
        self.grid.commit()
        text = self.grid.text(self.grid.who, self.grid.column)
        if not text:
            self.desk.say(Text("the cell is empty: nothing to fill down", "本格为空，没有可填充的值"))
            return
        label = Text(
            "fill {text} into the empty cells below, to id (Enter: all): ",
            "把 {text} 填入下方空格，到编号（回车=到底）: ",
        )
        self.desk.ask(label.format(text=text), self._filled)

    def _filled(self, wanted: str) -> None:
        last = self.place_of(wanted.strip()) if wanted.strip() else len(self.grid.ids) - 1
        if last is None:
            self.desk.say(_NOT_HERE.format(id=wanted))
        else:
            n = self.grid.fill(last)
            self.desk.say(
                Text("{n} cells filled; Ctrl+Z takes them back", "已填充 {n} 格；Ctrl+Z 全部撤销").format(n=n)
            )

    def do_undo(self) -> None:
        """Take back what is being typed, else the last step, a paste as one, else the last save by a new one."""
        step = self.grid.undo()
        told = Text("undone: {n} fields", "已撤销 {n} 项")
        self._tell(step, told, Text("nothing to undo", "没有可撤销的录入"))

    def do_redo(self) -> None:
        """Make the step again that was taken back."""
        told = Text("made again: {n} fields", "已重做 {n} 项")
        self._tell(self.grid.redo(), told, Text("nothing to redo", "没有可重做的录入"))

    def _tell(self, step: Batch | None, told: Text, nothing: Text) -> None:
        if step is None:
            self.desk.say(nothing)
        elif step.receipt is not None:
            said = Text("the save was taken back: {receipt}", "已撤销该次保存：{receipt}")
            self.desk.say(said.format(receipt=str(step.receipt)))
        elif step.after:
            self.desk.say(told.format(n=len(step.after)))

    # Which rows

    def do_filter(self) -> None:
        """Filter while typing."""
        show = self.grid.show
        self.desk.ask(Text("/ filter: ", "/ 筛选: "), show, typing=show, initial=self.grid.filter)

    def listed(self) -> Listing:
        """The rows that the filter shows, every column as it stands in its cells."""
        grid, columns = self.grid, self.grid.plan.columns
        heads = [str(_ID), str(_NAME), *(column.label for column in columns)]
        rows = [
            [who, self.session.people[who].name, *(grid.text(who, column) for column in columns)] for who in grid.ids
        ]
        return Listing(self.head(), heads, rows)

    def do_rows(self, name: str = "") -> None:
        """Write the rows into a file, asked for where it is not given."""
        self.grid.commit()
        ask_file(self.desk, self.listed, name)

    def copied(self) -> str:
        """The cell under the caret."""
        grid = self.grid
        return grid.text(grid.who, grid.column) if grid.ids else ""

    def place_of(self, wanted: str) -> int | None:
        """The row of an id, of one without its leading zeros, or of the first that ends so."""
        rows = self.grid.ids
        bare = wanted.lstrip("0")
        found = [place for place, who in enumerate(rows) if who == wanted or who.lstrip("0") == bare]
        return next(iter([*found, *(place for place, who in enumerate(rows) if who.endswith(wanted))]), None)

    def goto(self, wanted: str) -> None:
        """Go to the row of an id."""
        self.grid.commit()
        place = self.place_of(wanted)
        if place is None:
            self.desk.say(_NOT_HERE.format(id=wanted))
        else:
            self.grid.go(place, self.grid.at)


class _FromSheet(Entry):
    """A form that was opened from a sheet: back there, the sheet stands on its person and shows what it did."""

    sheet: TableGrid

    def do_back(self) -> None:
        """Save and go back."""
        super().do_back()
        self.sheet.refresh()
        if self.who in self.sheet.ids:
            self.sheet.go(self.sheet.ids.index(self.who), self.sheet.at)


_ID, _NAME = Text("id", "编号"), Text("name", "姓名")
_NO_ROW = Text("no row is shown; / and an empty filter shows all", "没有可显示的行；/ 清空筛选即显示全部")
_NOTHING = Text("nothing to save", "没有待保存的录入")
_SAVED = Text("saved: {receipt}, {n} people", "已保存：{receipt}，{n} 个对象")
_REFUSED = Text(
    "{said}; {n} refused and not recorded, first {who}, {first}", "{said}；{n} 项未记入，首项 {who} {first}"
)
_NOT_HERE = Text("no row has the id {id}", "没有编号 {id}")
