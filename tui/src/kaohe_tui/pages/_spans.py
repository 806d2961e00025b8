"""The periods that are signed, and the year: how far each has come; freezing without a signature, and closing the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Freeze, Office, Seal, Signed
from kaohe.words import Text

from ..form._editor import Editor
from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ._act import ActPage
from ._fill import Spot
from ._looked import Looked
from ._page import Host
from ._signing import DONE, NO_CHAIN, open_chain, span_text, waits_for

__all__ = ["Spans", "chains"]

Chained = tuple[str, list[Signed]]


def chains(office: Office) -> list[Chained]:
    """Everything that is signed, each span ("" the year) with its steps; those that cover nobody are left out."""
    found = [(_name(span), office.signatures(_name(span))) for span in office.spans]
    return [(span, steps) for span, steps in found if steps]


def _name(span: str) -> str:
    return span.partition("/")[2]


class Spans(Looked):
    """The periods that are signed, and the year."""

    where: ClassVar[str] = "signing"

    def __init__(self, desk: Host, found: Sequence[Chained]) -> None:
        super().__init__(desk)
        self.found = [*found]
        self.cursor = next((n for n, (_, steps) in enumerate(found) if not all(one.complete for one in steps)), 0)

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('signatures', '签署')}"

    def ids(self) -> list[str]:
        """The spans."""
        return [span or "book" for span, _ in self.found]

    def live(self) -> str:
        """How many are signed at every level."""
        whole = sum(all(one.complete for one in steps) for _, steps in self.found)
        told = Text("signed at every level {n}/{m}", "已各级签署 {n}/{m}").format(n=whole, m=len(self.found))
        return f"{told}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That the scheme declares no chain, or nobody is on the roster."""
        return (NO_CHAIN, _ADD)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (Text("period", "期次"), Text("steps", "步骤"), Text("next", "下一步"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (14, 12, sheet.columns - 29), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One span: how many of its steps are done, and which one waits."""
        span, steps = self.found[place]
        done = sum(one.complete for one in steps)
        waits = next((one for one in steps if not one.complete), None)
        told = str(DONE) if waits is None else f"{waits.step.label}: {waits_for(waits)}"
        if waits is not None and waits.returned is not None:
            told = f"< {told}"
        self._columns(sheet, y, (span_text(span), f"{done}/{len(steps)}", told))

    def do_open(self) -> None:
        """The chain of the span under the cursor."""
        if self.found:
            open_chain(self.desk, self.found[self.cursor][0])

    def refused(self, action: str) -> Text | None:
        """Closing the book is for the administrator."""
        if action != "close":
            return None
        return self.session.closed_because or may_not(self.session.office, "administer")

    def do_close(self) -> None:
        """Close the book for good: until when it is kept, and the reason."""
        spots = [
            Spot("retain", Text("kept until", "保存至"), Editor(), about=_RETAIN),
            Spot("reason", Text("reason", "事由"), Editor(), about=_WHY),
        ]
        self.desk.enter(ActPage(self.desk, _CLOSE, spots, lambda page: [Seal(page.value("retain"))]))

    def do_freeze(self) -> None:
        """Ask what is frozen: a period, or the whole book."""
        asked = Text("freeze which period (empty: the whole book): ", "冻结哪个期次（不填为整本账簿）: ")
        self.desk.ask(asked, self._frozen, initial=self.found[self.cursor][0] if self.found else "")

    def _frozen(self, period: str) -> None:
        name = period.strip()
        axis = next((axis for axis, names in self.session.office.periods.items() if name in names), "-" if name else "")
        saved = self.session.change([Freeze(axis, name)])
        self.desk.say(_FROZEN.format(receipt=str(saved.receipt)))
        self.again()

    def looked(self, office: Office) -> list[Chained]:
        """Everything that is signed."""
        return chains(office)

    def took(self, found: list[Chained]) -> None:
        """Show it."""
        self.found = found


_ADD = Text("Esc  back; a in the roster adds people", "Esc  返回；在名册中按 a 增加")
_FROZEN = Text("frozen: {receipt}", "已冻结：{receipt}")
_CLOSE = Text("closing the book: from then on it is read only", "封存账簿：此后只可查阅")
_RETAIN = Text("a day to come, like 2030-12-31; until then it is kept", "今后的日期，如 2030-12-31；保存到该日")
_WHY = Text("why it is closed; ids, not names", "封存的事由；写编号，不写姓名")
