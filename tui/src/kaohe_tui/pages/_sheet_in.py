"""A sheet taken in: what it would do, cell by cell, and one commit once it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve

from kaohe.exchange import KINDS, STATES, Line, Options, Preview, apply_import, mark_refused, preview_file
from kaohe.office import NotSaved, Saved
from kaohe.words import Text

from ..session._job import Job
from ..session._session import Session
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["SheetIn", "take_in"]


class SheetIn(Reading):
    """The preview of a sheet; nothing of it is kept, and nothing is written before Enter."""

    where: ClassVar[str] = "sheet_in"

    def __init__(self, desk: Host, path: Path, preview: Preview) -> None:
        super().__init__(desk)
        self.path, self.preview = path, preview
        self.options, self.leave_out = Options(), False

    def head(self) -> str:
        """Which file."""
        return f"{Text('import', '导入')} > {self.path.name}"

    def live(self) -> str:
        """How many lines of each state."""
        counts = "  ".join(f"{STATES[state]} {n}" for state, n in self.preview.counts.items() if n)
        left = f"  {Text('rejected ones are left out', '不接受的略去')}" if self.leave_out else ""
        return f"{counts or Text('nothing new', '没有新内容')}{left}"

    def hint(self) -> str:
        """What stands against it, and what to do."""
        if self.preview.of("asked"):
            return str(Text("b confirms those named without an id", "b 确认只有姓名、没有编号的对象"))
        if self.preview.of("rejected") and not self.leave_out:
            return str(
                Text("correct the sheet, or l leaves out what is rejected", "请更正表格，或按 l 略去不接受的内容")
            )
        return str(Text("Enter writes it in one commit; Esc writes nothing", "Enter 一次存入；Esc 不写入"))

    def lines(self) -> list[ReadingLine]:
        """Notes, then what needs a look, then the rest."""
        notes = [ReadingLine(str(note)) for note in self.preview.notes]
        first = self.preview.of("rejected", "asked")
        return [*notes, *(_told(line) for line in [*first, *self.preview.of("changed", "new", "same")])]

    def do_leave(self) -> None:
        """Leave out what is rejected, or not."""
        self.leave_out = not self.leave_out

    def do_names(self) -> None:
        """Those named without an id are whom alone the name fits."""
        options = evolve(self.options, by_name=True)

        def done(preview: Preview) -> None:
            self.options, self.preview = options, preview

        self.desk.work(_LOOKING, Job(partial(_looked, self.session, self.path, options)), done)

    def do_write(self) -> None:
        """Write all of it in one commit."""
        self.preview.check(leave_out=self.leave_out)
        closed = self.session.closed(None)
        if closed is not None:
            self.desk.say(closed)
            return
        kinds = Text(
            ", ".join(KINDS[one].en for one in self.preview.kinds),
            "、".join(KINDS[one].zh for one in self.preview.kinds),
        )
        reason = Text("import: {kinds}", "导入：{kinds}").format(kinds=kinds).in_language(self.session.office.language)
        office, before = self.session.office, self.session.office.head
        job = Job(lambda: apply_import(office, self.preview, reason=reason, leave_out=self.leave_out))
        self.desk.work(_WRITING, job, self._written, undone=lambda: self.session.moved(before))

    def _written(self, saved: Saved) -> None:
        self.session.moved()
        self.desk.back()
        text = Text("{n} entries written: {receipt}", "已写入 {n} 项：{receipt}")
        self.desk.say(text.format(n=len(self.preview.changes), receipt=str(saved.receipt)))


def take_in(desk: Host, path: Path) -> None:
    """Show what a sheet would do, once it is read."""
    done: Callable[[Preview], None] = lambda preview: desk.enter(SheetIn(desk, path, preview))  # noqa: E731  # typed
    desk.work(_LOOKING, Job(partial(_looked, desk.session, path, Options())), done)


def _looked(session: Session, path: Path, options: Options) -> Preview:
    """What a sheet would do, with what the office refuses of it. Raises KaoheError."""
    preview = preview_file(session.office.case, path, options)
    try:
        session.office.check(preview.changes)
    except NotSaved as refused:
        mark_refused(preview, refused)
    return preview


def _told(line: Line) -> ReadingLine:
    what = " ".join(str(part) for part in (line.who, line.what, line.period) if part)
    if line.why is not None:
        place = f"{line.at.text()} {what}".strip()
        return ReadingLine(f"! {place}: {line.why.told()}", style="b")
    moved = _value(line.after) if line.before in (None, "") else f"{_value(line.before)} -> {_value(line.after)}"
    return ReadingLine(f"{STATES[line.state]} {line.at.text()} {what}: {moved}")


def _value(value: Any) -> str:
    return "-" if value is None else str(value)


_LOOKING = Text("reading the sheet", "正在读表格")
_WRITING = Text("writing the sheet", "正在存入表格")
