"""What the lists of people have in common: columns by width, marks, and what is done with those who are marked."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.exchange import Listing
from kaohe.words import Text

from ..terminal._cells import Sheet
from ._columns import Cell, Column, draw_cells, laid
from ._compare import compare
from ._list import ListPage
from ._listed import ask_file
from ._spread import spread
from ._together import ask_clerk, ask_finding, may_assign

__all__ = ["PeopleList"]

_MARKED = ("assign", "finding")


class PeopleList(ListPage):
    """A list whose rows are people. Subclasses give its columns and the cells of one row."""

    columns: Sequence[Column] = ()
    backwards = False

    def cells(self, place: int) -> Sequence[Cell]:
        """What stands in each of the columns of one row."""
        raise NotImplementedError

    def name_of(self, row: str) -> str:
        """The person's name."""
        return self.session.people[row].name if row in self.session.people else ""

    # What it looks like

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = [Cell(str(column.head), "u") for column in self.columns]
        draw_cells(sheet, self.heading_rows - 1, laid(self.columns, sheet.columns), heads)

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One person; a star beside whom is marked."""
        if self.ids()[place] in self.desk.marks.who:
            sheet.put(1, y, "*")
        draw_cells(sheet, y, laid(self.columns, sheet.columns), self.cells(place))

    @property
    def marked_text(self) -> str:
        """How many are marked, in this list or in another; "" where nobody is."""
        here, all_ = len(self.desk.marks.of(self.ids())), len(self.desk.marks)
        if not all_:
            return ""
        return f"{Text('marked', '标记')} {all_}" if here == all_ else f"{Text('marked', '标记')} {here}/{all_}"

    @property
    def turned_text(self) -> str:
        """What stands behind the order where it is turned round."""
        return str(_BACKWARDS) if self.backwards else ""

    def copied(self) -> str:
        """The row under the cursor, its cells with tabs between."""
        return "\t".join(cell.text for cell in self.cells(self.cursor)) if self.chosen is not None else ""

    def listed(self) -> Listing:
        """Those who are marked of the rows shown, where any are, else all of them, in all columns."""
        rows = self.ids()
        marked = {*self.desk.marks.of(rows)}
        places = [place for place, who in enumerate(rows) if not marked or who in marked]
        heads = [str(column.head) for column in self.columns]
        return Listing(self.head(), heads, [[cell.text for cell in self.cells(place)] for place in places])

    # Marks

    def refused(self, action: str) -> Text | None:
        """What needs somebody marked, or under the cursor, says so."""
        if action in _MARKED and not self.desk.marks.of(self.session.people):
            return _NOBODY_MARKED
        if action in ("mark", "range", "mark_all", "compare", "rows", "spread") and self.chosen is None:
            return _NOBODY
        if action in _MARKED and self.session.closed_because is not None:
            return self.session.closed_because
        if action == "assign":
            return may_assign(self.session)
        if action == "undo" and not self.desk.marks.taken:
            return _NOTHING
        return None

    def do_mark(self) -> None:
        """Mark the person, or unmark, and go down."""
        if self.chosen is not None:
            self.desk.marks.turn(self.chosen)
            self.cursor = min(len(self.ids()) - 1, self.cursor + 1)

    def do_range(self) -> None:
        """Mark everybody from the last mark to this row."""
        if self.chosen is not None:
            n = self.desk.marks.range_to(self.ids(), self.chosen)
            self.desk.say(_RANGE.format(n=n))

    def do_mark_all(self) -> None:
        """Mark everybody whom the filter shows; again unmarks them."""
        self.desk.marks.turn_all(self.ids())

    def do_assign(self) -> None:
        """Give those marked to a clerk."""
        ask_clerk(self.desk)

    def do_finding(self) -> None:
        """One finding document for everybody marked."""
        ask_finding(self.desk)

    def do_undo(self) -> None:
        """Take back the last step with those who were marked, by a commit of its own."""
        taken = self.desk.marks.taken[-1]
        saved = taken.back()
        self.desk.marks.taken.pop()
        self.desk.say(_BACK.format(what=taken.told, receipt=str(saved.receipt)))

    def do_compare(self) -> None:
        """The person under the cursor beside the one who is marked."""
        compare(self.desk, self.chosen)

    def do_spread(self) -> None:
        """How many rows have which value in each column."""
        spread(self.desk, self.listed)

    def do_rows(self, name: str = "") -> None:
        """Write the rows into a file, asked for where it is not given."""
        ask_file(self.desk, self.listed, name)


_BACKWARDS = Text(" (reversed)", "（倒序）")
_NOBODY_MARKED = Text(
    "nobody is marked; Space marks, u a range, h all shown", "没有标记；空格标记，u 标记一段，h 标记所列全部"
)
_NOBODY = Text("nobody is shown here", "此处没有对象")
_NOTHING = Text(
    "nothing done with marked rows is left to take back; a save of a form is taken back in that form",
    "没有可撤销的批量办理；表单的保存请在该表单中撤销",
)
_RANGE = Text("{n} marked", "已标记 {n} 个")
_BACK = Text("taken back: {what}  {receipt}", "已撤销：{what}  {receipt}")
