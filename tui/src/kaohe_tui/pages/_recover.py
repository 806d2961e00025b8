"""What an earlier session entered and did not save: restore it, look, or throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kaohe.words import Text

from ..fields._fields import Field
from ..form._layout import part_name
from ..session._drafts import Entry
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Recover"]


class Recover(Reading):
    """The first screen after a session that did not end by saving."""

    where: ClassVar[str] = "recover"

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self.entries = list(self.session.left_behind)

    def head(self) -> str:
        """What this is."""
        return str(Text("an earlier session was not saved", "上次会话未保存"))

    def hint(self) -> str:
        """What the choice means."""
        return str(
            Text("r enters all of it again; x throws it away; Esc decides later", "r 全部恢复；x 丢弃；Esc 以后再定")
        )

    def lines(self) -> list[ReadingLine]:
        """Each entry that was left behind."""
        text = Text("{n} entries in {name} were not saved:", "{name} 有 {n} 条录入未保存：")
        found = [ReadingLine(str(text.format(n=len(self.entries), name=self.session.name)), style="b")]
        return [*found, *(ReadingLine(self._told(entry), indent=2) for entry in self.entries)]

    def _told(self, entry: Entry) -> str:
        """Whose, and each cell by its label; one that the rules do not ask for any more by its key."""
        known = entry.who in self.session.people
        fields = {of.id: of for of in self.session.fields(entry.who)} if known else {}
        cells = (f"{_called(fields, cell)} = {text or '-'}" for cell, text in entry.cells.items())
        return f"{entry.who}  {', '.join(cells)}"

    def do_restore(self) -> None:
        """Type everything again: it stands in its cells as before, and F2 saves it."""
        refused = self.session.recover()
        self.desk.back()
        count = len(self.entries) - len(refused)
        said = Text(
            "{n} entries are back in {m} records; F2 saves them", "已恢复 {n} 条（{m} 个对象）；按 F2 保存"
        ).format(n=count, m=self.session.unsaved)
        if refused:
            said = Text("{said}; {m} refused: {why}", "{said}；{m} 条不能恢复：{why}").format(
                said=said, m=len(refused), why=refused[0]
            )
        self.desk.say(said)

    def do_discard(self) -> None:
        """Ask, then throw away."""
        self.desk.ask(Text("type yes to throw it away: ", "输入 是 确认丢弃: "), self._discarded)

    def _discarded(self, text: str) -> None:
        if text.strip().lower() in ("yes", "是"):
            self.session.discard()
            self.desk.back()
            self.desk.say(Text("thrown away", "已丢弃"))
        else:
            self.desk.say(Text("kept", "保留"))

    def do_back(self) -> None:
        """Decide later: the next start offers it again."""
        self.session.later()
        self.desk.back()
        self.desk.say(Text("kept for the next start", "保留到下次打开"))


def _called(fields: Mapping[str, Field], cell: str) -> str:
    name, _, part = cell.partition(":")
    of = fields.get(name)
    if of is None or not of.has(part):
        return cell
    return " ".join(filter(None, (str(of.label), part_name(of, part), of.period)))
