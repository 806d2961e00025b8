"""Counting mode: one key for each paper ballot; only the tally is kept."""

from __future__ import annotations

from typing import ClassVar

from kaohe.rules.tools import half_width
from kaohe.words import Text

from ..fields._tally import TallyField
from ..form._grid import FormGrid
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["Count"]

_SPECIAL = {"0": "blank", "-": "spoilt"}
_LETTERS = "123456789abcdefghijklmnop"


class Count(Page):
    """Counts ballots into a tally. Each ballot is a draft of the form at once, so a cut line loses none."""

    where: ClassVar[str] = "count"

    def __init__(self, desk: Host, form: FormGrid, of: TallyField) -> None:
        super().__init__(desk)
        self.form, self.of = form, of
        self.keys = {**dict(zip(_LETTERS, of.given.codes, strict=False)), **_SPECIAL}
        texts = form.texts(of)
        self.counts = {part: _number(texts.get(part, "")) for part in of.parts if part not in ("issued", "collected")}
        self.issued = texts.get("issued", "")
        self.trail: list[str] = []

    def head(self) -> str:
        """Which ballot is counted."""
        return f"{self.form.who} > {self.of.label} > {Text('count ballots', '逐票计数')}"

    @property
    def total(self) -> int:
        """The ballots counted."""
        return sum(self.counts.values())

    def live(self) -> str:
        """The running count."""
        of = f" / {Text('issued', '发出')} {self.issued}" if self.issued else ""
        if self.issued.isdecimal() and self.total > int(self.issued):
            of += f"  ! {Text('more than were issued', '多于发出')}"
        return f"{Text('counted', '已计')} {self.total}{of}"

    def hint(self) -> str:
        """The last ballot."""
        if not self.trail:
            return str(Text("one key for each ballot; Backspace takes the last one back", "一键一票；退格撤回上一票"))
        return str(Text("last: {part}", "上一票：{part}").format(part=self.of.part_label(self.trail[-1])))

    def draw(self, sheet: Sheet) -> None:
        """Each key with its option and count."""
        for y, (key, part) in enumerate(self.keys.items()):
            sheet.put(2, y, fit(f"{key}  {self.of.part_label(part)}", 40))
            sheet.put(44, y, fit(str(self.counts[part]), 8, right=True), "u")
        sheet.caret = (2, min(sheet.rows - 1, len(self.keys)))

    def press(self, key: Key) -> None:
        """One ballot, or one taken back."""
        part = self.keys.get(half_width(key.char).lower()) if key.char else None
        if part is not None:
            self._add(part, 1)
            self.trail.append(part)
        elif key.name == "backspace":
            self.do_undo()
        else:
            listed = " ".join(self.keys)
            self.desk.say(
                Text("no ballot was counted; the keys are {keys}", "没有计票；可用的键是 {keys}").format(keys=listed)
            )

    def _add(self, part: str, by: int) -> None:
        self.counts[part] += by
        try:
            self.session.draft(self.form.who, self.of, part, str(self.counts[part]))
        except Exception:
            self.counts[part] -= by
            raise

    def do_undo(self) -> None:
        """Take the last ballot back."""
        if self.trail:
            self._add(self.trail.pop(), -1)
        else:
            self.desk.say(Text("no ballot to take back", "没有可撤回的票"))

    def settle(self) -> None:
        """Write the tally into the form; the sequence of the ballots is forgotten."""
        self.trail.clear()
        texts = {part: str(count) for part, count in self.counts.items()}
        issued = self.issued or str(self.total)
        self.form.put(self.of, {**texts, "issued": issued, "collected": str(self.total)})
        self.session.forget_trail()
        self.form.refresh()

    def do_finish(self) -> None:
        """Back to the form with the tally."""
        self.desk.back()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
