"""What an earlier session entered and did not save: restore it, look, or throw it away."""

from __future__ import annotations

from typing import Any, ClassVar

from kaohe.words import Message, Text

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
        text = Text("{n} entries of {name} were not saved:", "{name} 有 {n} 条录入未保存：")
        found = [ReadingLine(str(text.format(n=len(self.entries), name=self.session.path.name)), style="b")]
        if self.session.changed_since:
            changed = Text(
                "the file has changed since; each entry is checked again", "此后文件已改动；恢复时逐条重新核对"
            )
            found.append(ReadingLine(str(changed)))
        return [*found, *(ReadingLine(_told(entry), indent=2) for entry in self.entries)]

    def do_restore(self) -> None:
        """Enter everything again."""
        refused = self.session.recover()
        self.desk.back()
        count = len(self.entries) - len(refused)
        said = Text("{n} entries are back", "已恢复 {n} 条").format(n=count)
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
        """Decide later: it stays in the journal, and nothing may be entered until then."""
        why = Message(
            "K7016",
            "first restore or discard what was not saved: open the case again",
            "请先恢复或丢弃未保存的录入：重新打开本案例",
        )
        self.session.closed_because = why
        self.desk.back()
        self.desk.say(why)


def _told(entry: dict[str, Any]) -> str:
    if "decision" in entry:
        named = entry["decision"].get("choose", ())
        chosen = ", ".join(map(str, named if isinstance(named, list) else ()))
        return f"{Text('decision', '裁定')} {entry['decision'].get('quota', '')}: {chosen}"
    if "draft" in entry:
        cells = ", ".join(f"{cell} = {text}" for cell, text in entry["draft"].items() if text is not None)
        return f"{entry.get('who')} {Text('unfinished', '未完成')}: {cells or '-'}"
    return f"{entry.get('who')} {entry.get('key')} = {entry.get('value', '-')}"
