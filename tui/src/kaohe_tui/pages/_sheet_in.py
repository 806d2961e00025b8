"""A sheet taken in: what it would do, cell by cell, and one commit once it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve

from kaohe.errors import FileError
from kaohe.exchange import (
    ASK_IDS,
    ASK_NAMES,
    KINDS,
    STATES,
    Line,
    Options,
    Preview,
    apply_import,
    mark_refused,
    preview_file,
)
from kaohe.office import NotSaved, Saved, value_text
from kaohe.rules import Count, Days
from kaohe.words import Text

from ..session._job import Job
from ..session._session import Session
from ._choose import Choose
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["SheetIn", "choose_kind", "is_sheet", "take_in"]

_SHEETS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")
_NOTHING = "-"


def is_sheet(path: str) -> bool:
    """Whether a path is a sheet's by its name."""
    return "://" not in path and Path(path).suffix.lower() in _SHEETS


class SheetIn(Reading):
    """The preview of a sheet; nothing of it is kept, and nothing is written before Enter.

    `failed` is why the sheet could not be told apart, where a key of this screen can say what it leaves open.
    """

    where: ClassVar[str] = "sheet_in"

    def __init__(self, desk: Host, path: Path, options: Options, looked: _Looked) -> None:
        super().__init__(desk)
        self.path, self.options = path, options
        self.preview, self.failed = looked
        self.leave_out = False

    def head(self) -> str:
        """Which file, and as what it is read where somebody said so."""
        said = [part for part in (self.options.kind, self.options.period) if part]
        return " > ".join([str(Text("import", "导入")), self.path.name, *said])

    def live(self) -> str:
        """How many lines of each state."""
        counts = "  ".join(f"{STATES[state]} {n}" for state, n in self.preview.counts.items() if n)
        left = f"  {Text('rejected ones are left out', '不接受的略去')}" if self.leave_out else ""
        return f"{counts or Text('nothing new', '没有新内容')}{left}"

    def hint(self) -> str:
        """What stands against it, and what to do."""
        if self.failed is not None:
            return str(Text("k says the kind, t the period, m a heading", "k 指明类别，t 期次，m 列标题"))
        if self.preview.marks:
            return str(Text("m says what the marks of days count for", "m 指明按日符号计入哪一项"))
        if any(line.why is not None and line.why.number == _UNISSUED for line in self.preview.of("rejected")):
            return str(Text("h says how many ballots were handed out", "h 指明发出多少张票"))
        if self.preview.unnumbered:
            return str(Text("n numbers people without an id", "n 为没有编号的对象编号"))
        if self.preview.of("asked"):
            return str(Text("b confirms those named without an id", "b 确认只有姓名、没有编号的对象"))
        if self.preview.of("rejected") and not self.leave_out:
            return str(
                Text("correct the sheet, or l leaves out what is rejected", "请更正表格，或按 l 略去不接受的内容")
            )
        return str(Text("Enter writes it in one commit; Esc writes nothing", "Enter 一次存入；Esc 不写入"))

    def lines(self) -> list[ReadingLine]:
        """Notes, then what needs a look, then the rest."""
        failed = [] if self.failed is None else [ReadingLine(f"! {self.failed.text.told()}", style="b")]
        notes = [ReadingLine(str(note)) for note in self.preview.notes]
        first = self.preview.of("rejected", "asked")
        return [*failed, *notes, *(_told(line) for line in [*first, *self.preview.of("changed", "new", "same")])]

    def refused(self, action: str) -> Text | None:
        """Nothing to number, or to explain."""
        if action == "sheet_ids" and not self.preview.unnumbered:
            return Text("nobody new is without an id here", "这里没有缺编号的新增对象")
        if action == "names" and not self.preview.of("asked"):
            return Text("nobody is named here without an id", "这里没有只写姓名的对象")
        return None

    # What the sheet does not say

    def do_leave(self) -> None:
        """Leave out what is rejected, or not."""
        self.leave_out = not self.leave_out

    def do_names(self) -> None:
        """Those named without an id are whom alone the name fits."""
        self._again(by_name=True)

    def do_sheet_ids(self) -> None:
        """Ask how the ids of new people are to begin."""
        asked = ASK_IDS.format(n=len(self.preview.unnumbered))
        self.desk.ask(asked, lambda text: self._again(ids=text.strip()) if text.strip() else None)

    def do_sheet_kind(self) -> None:
        """Choose the kind of import."""
        choose_kind(self.desk, lambda kind: self._again(kind=kind), self.options.kind)

    def do_sheet_period(self) -> None:
        """Ask for the period."""
        asked = Text("period, such as {example}: ", "期次，如 {example}: ")
        names = [name for names in self.session.office.periods.values() for name in names]
        cycle = str(self.session.office.case.cohort.cycle.start)[:7]
        example = names[0] if names else cycle
        self.desk.ask(asked.format(example=example), lambda text: self._again(period=text.strip()))

    def do_sheet_issued(self) -> None:
        """Ask how many ballots were handed out."""
        self.desk.ask(Text("ballots handed out: ", "发出票数: "), self._issued)

    def _issued(self, text: str) -> None:
        if text.strip().isdecimal() and len(text.strip()) <= _DIGITS:
            self._again(issued=int(text))
        elif text.strip():
            self.desk.say(Text("enter digits alone", "请只填数字"))

    def do_sheet_means(self) -> None:
        """Say what a mark of days counts for, or what a heading of the office's own means."""
        if self.preview.marks:
            mark, (at, n) = next(iter(self.preview.marks.items()))
            title = Text("the mark in {at}, {n} cells, counts for", "{at}的符号（{n} 格）计入").format(
                at=at.text(), n=n
            )
            self.desk.enter(Choose(self.desk, title, self._counts(), lambda chosen: self._marked(mark, chosen[0])))
        else:
            self.desk.ask(Text("heading=field: ", "列标题=录入项: "), self._meant)

    def _counts(self) -> list[tuple[str, str]]:
        """The days and counts of the scheme, and nothing."""
        inputs = [given for rules in self.session.office.ruleset.kinds for given in rules.inputs]
        counts = {given.key: str(given.label) for given in inputs if isinstance(given, Count | Days)}
        return [*counts.items(), (_NOTHING, str(Text("counts for nothing", "不计入")))]

    def _marked(self, mark: str, key: str) -> None:
        self._again(marks={**self.options.marks, mark: key})

    def _meant(self, text: str) -> None:
        heading, equals, name = text.partition("=")
        if equals and heading.strip() and name.strip():
            self._again(headings={**self.options.headings, heading.strip(): name.strip()})
        elif text.strip():
            self.desk.say(Text("write it like 平时分=usual", "请写成 平时分=usual"))

    def _again(self, **said: Any) -> None:
        """Look at the sheet anew, with what was said."""
        options = evolve(self.options, **said)

        def done(looked: _Looked) -> None:
            self.options = options
            self.preview, self.failed = looked
            self.top = 0
            self.ask()

        self.desk.work(_LOOKING, Job(partial(_looked, self.session, self.path, options)), done)

    def ask(self) -> None:
        """Ask, as the command does, how new people are numbered, and whether those named alone were found rightly."""
        if self.preview.unnumbered and not self.options.ids:
            self.do_sheet_ids()
        elif self.preview.by_name and not self.preview.of("rejected"):
            asked = ASK_NAMES.format(n=len(self.preview.by_name))
            self.desk.ask(asked, lambda text: self.do_names() if text.strip().lower() in _YES else None)

    # Writing it

    def do_write(self) -> None:
        """Write all of it in one commit."""
        if self.failed is not None:
            raise self.failed
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


def take_in(desk: Host, path: Path, options: Options | None = None) -> None:
    """Show what a sheet would do, once it is read."""
    asked = options or Options()

    def done(looked: _Looked) -> None:
        page = SheetIn(desk, path, asked, looked)
        desk.enter(page)
        page.ask()

    desk.work(_LOOKING, Job(partial(_looked, desk.session, path, asked)), done)


def choose_kind(desk: Host, done: Callable[[str], None], chosen: str = "") -> None:
    """Let somebody choose what kind of sheet it is, "" for what its columns say."""
    by_columns = ("-", str(Text("what its columns say", "按列判断")))
    options = [by_columns, *((kind, str(label)) for kind, label in KINDS.items())]
    page = Choose(
        desk,
        Text("kind of sheet", "表格类别"),
        options,
        lambda codes: done("" if codes[0] == "-" else codes[0]),
        marked=[chosen or "-"],
    )
    desk.enter(page)


_Looked = tuple[Preview, FileError | None]


def _looked(session: Session, path: Path, options: Options) -> _Looked:
    """What a sheet would do, with what the office refuses of it. Raises KaoheError where it cannot be read at all."""
    try:
        preview = preview_file(session.office.case, path, options)
    except FileError as error:
        if error.text.number not in _SAYABLE:
            raise
        return Preview(str(path)), error
    try:
        session.office.check(preview.changes)
    except NotSaved as refused:
        mark_refused(preview, refused)
    return preview, None


def _told(line: Line) -> ReadingLine:
    what = " ".join(str(part) for part in (line.who, line.what, line.period) if part)
    if line.why is not None:
        place = f"{line.at.text()} {what}".strip()
        return ReadingLine(f"! {place}: {line.why.told()}", style="bx")
    after = value_text(line.after)
    moved = after if line.before in (None, "") else f"{value_text(line.before)} -> {after}"
    return ReadingLine(f"{STATES[line.state]} {line.at.text()} {what}: {moved}", style=_TONES.get(line.state, ""))


_TONES = {"new": "k", "changed": "p", "asked": "o"}
_LOOKING = Text("reading the sheet", "正在读表格")
_WRITING = Text("writing the sheet", "正在存入表格")
_YES = ("y", "yes", "是")
_DIGITS, _UNISSUED = 6, "K9612"
# What leaves open which kind, period or columns are meant: the keys of the screen say it, in place of options.
_SAYABLE = ("K9161", "K9164", "K9165", "K9166", "K9167")
