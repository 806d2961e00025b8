"""Which sheet: the kinds and periods with how many rows of each are filled; the last one stays chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.rules.tools import marked
from kaohe.store import Receipt
from kaohe.words import Text

from ..table._grid import TableGrid
from ..table._plan import Plan, Progress, plans_of
from ..terminal._cells import Sheet, fit
from ._list import ListPage
from ._page import Host
from ._sheet import SheetPage

__all__ = ["Sheets"]


class Sheets(ListPage):
    """The sheets of the book, to choose one."""

    where: ClassVar[str] = "sheets"

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self._grids: dict[str, TableGrid] = {}
        self._plans: tuple[Receipt | None, list[Plan]] = (None, [])
        self._seen = -1
        self._counts: dict[str, tuple[int, int]] = {}
        self._begun = False

    def plans(self) -> list[Plan]:
        """Every sheet; found anew after a commit, which may have brought a kind its first person."""
        head = self.session.office.head
        if self._plans[0] != head:
            self._plans = (head, plans_of(self.session))
        return self._plans[1]

    def ids(self) -> list[str]:
        """What names them."""
        return [plan.id for plan in self.plans()]

    def head(self) -> str:
        """The screen."""
        return f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {Text('sheets', '表格')}"

    def live(self) -> str:
        """The page."""
        return f"{Text('unsaved', '未存')} {self.session.unsaved}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """Why there is no sheet, and which keys make one."""
        return (_NOTHING, _ADD)

    def begin(self) -> None:
        """The first time the cursor goes to where something is not saved, else not filled; later it stays."""
        if not self._begun:
            self._begun = True
            plans = [*enumerate(self.plans())]
            drafted = (place for place, plan in plans if self._drafted(plan))
            lacking = (place for place, plan in plans if len({*self._count(plan)}) > 1)
            self.cursor = next(drafted, next(lacking, 0))

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        self._columns(sheet, 0, tuple(map(str, _HEADS)), "u")

    def _columns(self, sheet: Sheet, y: int, texts: tuple[str, ...], style: str = "") -> None:
        spare = max(0, sheet.columns - 80)
        x = 2
        for text, room in zip(texts, (14, 12, 16 + spare // 4, 12, 24 + spare // 2), strict=True):
            sheet.put(x, y, fit(text, min(room - 1, max(0, sheet.columns - x))), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One sheet: kind, period, what it holds, how many rows are filled."""
        plan = self.plans()[place]
        filled, asked = self._count(plan)
        names = Text(", ", "、")
        held = str(names).join(column.short or column.label for column in plan.columns)
        kind = str(plan.kind.kind.label)
        self._columns(
            sheet,
            y,
            (kind, plan.period or "-", str(plan.title), f"{filled}/{asked}{' +' if self._drafted(plan) else ''}", held),
        )

    def _drafted(self, plan: Plan) -> bool:
        """Whether anything of one sheet is not saved."""
        names, people = {of.id for of in plan.fields}, self.session.people
        mine = (who for who in self.session.typed if people[who].kind == plan.kind.kind.key)
        return any(cell.rpartition(":")[0] in names for who in mine for cell in self.session.drafts[who])

    def _count(self, plan: Plan) -> tuple[int, int]:
        """How many rows of how many are filled; counted when its row is first drawn, and again after a change."""
        if self._seen != self.session.revision:
            self._seen, self._counts = self.session.revision, {}
        if plan.id not in self._counts:
            whose = [who for who, person in self.session.people.items() if person.kind == plan.kind.kind.key]
            self._counts[plan.id] = (Progress(self.session, plan).count(whose), len(whose))
        return self._counts[plan.id]

    def refused(self, action: str) -> Text | None:
        """Nothing opens where there is no sheet."""
        return _NOTHING if action == "open" and not self.plans() else None

    def do_open(self) -> None:
        """Open the sheet under the cursor; what was done in it can still be taken back."""
        plan = self.plans()[self.cursor]
        if plan.id not in self._grids:
            self._grids[plan.id] = TableGrid(self.session, plan)
        grid = self._grids[plan.id]
        grid.refresh()
        self.desk.enter(SheetPage(self.desk, grid))

    def do_back(self) -> None:
        """Back to where it was called."""
        self.desk.back()


_HEADS = (
    Text("kind", "类别"),
    Text("period", "周期"),
    Text("sheet", "表格"),
    Text("entered", "已录"),
    Text("columns", "各栏"),
)
_NOTHING = Text("Nobody is in this book yet, so there is no sheet.", "账簿中还没有对象，没有可录的表格。")
_ADD = Text("Esc, then a in the roster  adds people, i takes in a sheet", "Esc 返回名册，再按 a 增加或 i 导入")
