"""Differences between two entries, and their settling, record by record; settled by somebody who made neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Compared, Office
from kaohe.words import Text

from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ._looked import Looked
from ._page import Host
from ._settle import SettlePage

__all__ = ["Differences", "differing"]


def differing(office: Office) -> list[Compared]:
    """The second entries that differ from the first."""
    return office.differences()


class Differences(Looked):
    """The records with a difference, to settle one."""

    where: ClassVar[str] = "differences"

    def __init__(self, desk: Host, found: Sequence[Compared]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('differences', '差异裁定')}"

    def _records(self) -> dict[tuple[str, str], list[Compared]]:
        records: dict[tuple[str, str], list[Compared]] = {}
        for one in self.found:
            records.setdefault((one.at, one.appraisee), []).append(one)
        return records

    def ids(self) -> list[str]:
        """Period and person."""
        return [f"{at}/{who}" for at, who in self._records()]

    def live(self) -> str:
        """How many wait."""
        n = Text("to settle {n}", "待裁定 {n} 项").format(n=len(self.found))
        return f"{n}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That nothing differs."""
        return (_NONE, _BACK)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        self._columns(
            sheet,
            0,
            [
                str(one)
                for one in (
                    Text("period", "期次"),
                    Text("id", "编号"),
                    Text("name", "姓名"),
                    Text("differs", "有差异"),
                    Text("second by", "二录"),
                )
            ],
            "u",
        )

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (12, 12, 16, 24, 14), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One record."""
        (at, who), found = [*self._records().items()][place]
        labels = {of.key: of for of in self.session.fields(who)}
        told = str(Text(", ", "、")).join(labels[one.key].called(12) for one in found if one.key in labels)
        self._columns(sheet, y, (at or "-", who, self.session.people[who].name or "-", told, found[0].entered_by))

    def refused(self, action: str) -> Text | None:
        """Settling is for the reviewer."""
        return may_not(self.session.office, "review") if action == "open" else None

    def do_open(self) -> None:
        """Settle the record under the cursor."""
        records = [*self._records().items()]
        if records:
            (at, who), found = records[self.cursor]
            self.desk.enter(SettlePage(self.desk, who, at, found))

    def looked(self, office: Office) -> list[Compared]:
        """What differs."""
        return differing(office)

    def took(self, found: list[Compared]) -> None:
        """Show it."""
        self.found = found


_NONE = Text("No second entry differs from its first.", "没有与第一次录入不同的复录。")
_BACK = Text("Esc  back", "Esc  返回")
