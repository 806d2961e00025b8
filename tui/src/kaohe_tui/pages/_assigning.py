"""Who assesses whom, arranged by hand: each assessed unit with its assessor, changed one by one, recorded at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from kaohe.errors import CaseError
from kaohe.office import Assign
from kaohe.words import Message, Text

from ..terminal._cells import Sheet, fit
from ._act import ActPage, document_spot
from ._list import ListPage
from ._page import Host

__all__ = ["AssignPage"]


class AssignPage(ListPage):
    """The pairs of one cross-assessment; what is changed here is kept once F9 records all of it."""

    where: ClassVar[str] = "assign"

    def __init__(self, desk: Host, id_: str, codes: Sequence[str]) -> None:
        super().__init__(desk)
        self.id = id_
        held = self.session.office.procedure.assignments.get(id_, {})
        self.pairs = {code: held.get(code, "") for code in (held or codes)}

    def head(self) -> str:
        """Which cross-assessment."""
        return f"{Text('who assesses whom', '交叉考核安排')} > {self.id}"

    def ids(self) -> list[str]:
        """Who is assessed."""
        return [*self.pairs]

    def live(self) -> str:
        """Whether everybody assesses once."""
        times = Counter(self.pairs.values())
        several = [code for code, n in times.items() if code and n > 1]
        idle = [code for code in self.pairs if not times[code]]
        told = Text("several: {several}  none: {idle}", "考核多个：{several}  不考核：{idle}")
        said = told.format(several=" ".join(several[:5]) or "-", idle=" ".join(idle[:5]) or "-") if self.pairs else ""
        return f"{said}  {self.pages_text()}"

    def hint(self) -> str:
        """How it goes."""
        return str(_HOW)

    def nothing(self) -> Sequence[Text]:
        """Which key adds those assessed."""
        return (_NONE, _ADD, _BACK)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        sheet.put(2, 0, fit(str(Text("assessed", "被考核")), 29), "u")
        sheet.put(32, 0, fit(str(Text("assessed by", "考核方")), sheet.columns - 32), "u")

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One pair."""
        code = [*self.pairs][place]
        sheet.put(2, y, fit(code, 29))
        sheet.put(32, y, fit(self.pairs[code] or "-", sheet.columns - 32))

    def do_open(self) -> None:
        """Ask who assesses the one under the cursor; its own unit is refused with the reason."""
        code = self.chosen
        if code is not None:
            asked = Text("who assesses {code}: ", "{code} 由谁考核: ").format(code=code)
            self.desk.ask(asked, lambda text: self._by(code, text.strip()), initial=self.pairs[code])

    def _by(self, code: str, by: str) -> None:
        if by == code:
            raise CaseError(_OWN.format(code=code))
        if by and by not in self.pairs:
            raise CaseError(_STRANGER.format(code=by[:60]))
        self.pairs[code] = by
        self.cursor = min(self.cursor + 1, len(self.pairs) - 1)

    def do_add_code(self) -> None:
        """Add codes of those assessed, several with blanks between."""
        self.desk.ask(Text("codes, with blanks between: ", "代码，以空格分开: "), self._added)

    def _added(self, text: str) -> None:
        for code in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
            self.pairs.setdefault(code, "")

    def do_drop_code(self) -> None:
        """Leave the one under the cursor out, as assessed and as assessor."""
        code = self.chosen
        if code is not None:
            self.pairs = {one: "" if by == code else by for one, by in self.pairs.items() if one != code}

    def do_record(self) -> None:
        """Ask for the document, and record all pairs in one commit."""
        lacking = [code for code, by in self.pairs.items() if not by]
        if lacking or not self.pairs:
            raise CaseError(_LACKING.format(codes=" ".join(lacking[:8]) or "-"))
        pairs = {**self.pairs}
        self.desk.enter(
            ActPage(
                self.desk,
                _RECORD.format(n=len(pairs)),
                [document_spot()],
                lambda page: [Assign(self.id, pairs, page.value("document"))],
            )
        )


_HOW = Text("Enter changes one; F9 records all of it with its document", "Enter 更改一项；F9 连同文号一次记入")
_NONE = Text("Nobody is named yet who assesses one another.", "尚未写明哪些单位互相考核。")
_ADD = Text("a  adds their codes", "a  增加其代码")
_BACK = Text("Esc  back", "Esc  返回")
_RECORD = Text("recording who assesses whom: {n} pairs", "记录交叉考核安排：{n} 对")
_OWN = Message(
    "K7102",
    "{code} would assess its own unit, which nobody does; name another",
    "{code} 将考核本单位，交叉考核不得考核本单位；请写其他单位",
)
_STRANGER = Message(
    "K7103",
    "{code} is not among those assessed, and an assessor is one of them; a adds it",
    "{code} 不在被考核单位之列，考核方须为其中之一；按 a 增加",
)
_LACKING = Message(
    "K7104",
    "not everybody has an assessor yet ({codes}); Enter on each names one, a adds codes",
    "尚有未安排考核方的单位（{codes}）；逐个按 Enter 填写，按 a 增加代码",
)
