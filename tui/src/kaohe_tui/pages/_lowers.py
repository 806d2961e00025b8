"""Lower books that are joined: which, at which head, and what a lower book that went on would change here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from kaohe.errors import CaseError
from kaohe.office import Joining, Lower, Office, Saved
from kaohe.words import Message, Text

from ..form._editor import Editor
from ..session._books import at_hand
from ..session._job import Job
from ..session._may import may_not
from ..session._session import Session
from ..terminal._cells import Sheet, fit
from ._act import ActPage
from ._effects import effect_lines
from ._fill import Spot
from ._looked import Looked
from ._page import Host
from ._reading import Reading, ReadingLine, wrapped

__all__ = ["JoinPage", "Lowers", "lowers"]


def lowers(office: Office) -> list[Lower]:
    """The lower books that are joined."""
    return [*office.lowers.values()]


class Lowers(Looked):
    """The lower books, each with its head; Enter holds one beside its book as it is now."""

    where: ClassVar[str] = "lowers"

    def __init__(self, desk: Host, found: Sequence[Lower]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('lower books', '下级账簿')}"

    def ids(self) -> list[str]:
        """Their codes."""
        return [one.code for one in self.found]

    def live(self) -> str:
        """How many there are, and how many people they brought."""
        told = Text("joined {n}, with {people} people", "已汇入 {n} 本，共 {people} 人")
        people = sum(one.people for one in self.found)
        return f"{told.format(n=len(self.found), people=people)}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That none is joined, and which key joins one."""
        return (_NONE, _JOIN, _BACK)

    @property
    def page_rows(self) -> int:
        """Below the list stand the whole head and the spans of the one under the cursor."""
        return max(1, self.desk.body_rows - self.heading_rows - 6)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (
            Text("code", "代码"),
            Text("unit", "单位"),
            Text("people", "人数"),
            Text("head", "回执"),
            Text("frozen", "已冻结"),
        )
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (13, 20, 8, 20, sheet.columns - 63), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One lower book; in full below, where the cursor is."""
        one = self.found[place]
        self._columns(sheet, y, (one.code, one.unit, str(one.people), str(one.head), str(len(one.spans))))
        if place == self.cursor:
            spans = " ".join(span_name(span) for span in one.spans)
            told = [f"{one.unit}  {one.head.full}", str(_FROZEN.format(spans=spans))]
            if one.below:
                below = "  ".join(f"{code} {head[:20]}" for code, head in one.below.items())
                told.append(str(_BELOW.format(below=below)))
            rows = [row for text in told for row in wrapped(text, sheet.columns - 4)]
            for line, text in enumerate(rows[:5]):
                sheet.put(2, sheet.rows - 5 + line, text)

    def refused(self, action: str) -> Text | None:
        """Joining is for the administrator; anybody may look beside."""
        return may_not(self.session.office, "administer") if action == "join" else None

    def do_open(self) -> None:
        """Hold the lower book under the cursor beside its book as it is now."""
        if self.found:
            one = self.found[min(self.cursor, len(self.found) - 1)]
            asked = Text("book of {unit}: ", "{unit} 的账簿: ").format(unit=one.unit)
            self.desk.ask(asked, lambda path: self._look(path, one.code), initial=_at_hand(self.session, one.unit))

    def do_join(self) -> None:
        """Which book, and what the ids of its people begin with here; then what it would do."""
        spots = [
            Spot("path", Text("lower book", "下级账簿"), Editor(), about=_PATH),
            Spot("code", Text("code", "代码"), Editor(), about=_CODE),
        ]
        self.desk.enter(_Asked(self.desk, _JOINING, spots, self._look))

    def _look(self, path: str, code: str) -> None:
        where = _placed(self.session, path)
        job = Job(partial(_beside, self.session, where, code))
        self.desk.work(_LOOKING, job, lambda found: self.desk.enter(JoinPage(self.desk, where, found)))

    def looked(self, office: Office) -> list[Lower]:
        """The lower books."""
        return lowers(office)

    def took(self, found: list[Lower]) -> None:
        """Show them."""
        self.found = found


class _Asked(ActPage):
    """Path and code of a book to join; F2 looks at what that would do, and writes nothing."""

    def __init__(self, desk: Host, title: Text, spots: list[Spot], look: object) -> None:
        super().__init__(desk, title, spots, lambda page: [])
        self.look = look

    def do_submit(self) -> None:
        """Look at it; what was typed stays until the book is joined."""
        path, code = self.value("path"), self.value("code")
        if not path:
            raise CaseError(_NO_PATH)
        assert callable(self.look)  # noqa: S101  # a method of the list
        self.look(path, code)


class JoinPage(Reading):
    """What joining a lower book as it stands would do: who comes and leaves, and who of this book comes out otherwise."""

    where: ClassVar[str] = "joining"

    def __init__(self, desk: Host, path: str, found: Joining) -> None:
        super().__init__(desk)
        self.path, self.found = path, found

    def head(self) -> str:
        """Whose book."""
        return f"{Text('lower books', '下级账簿')} > {self.found.lower.unit}"

    def hint(self) -> str:
        """What F9 does, where there is anything to do."""
        return str(_SAME if self.found.same else _TAKE_IN)

    def lines(self) -> list[ReadingLine]:
        """The heads, the people, and the effects."""
        return [*self._told()]

    def _told(self) -> Iterator[ReadingLine]:
        now, before = self.found.lower, self.found.before
        if before is not None:
            yield ReadingLine(str(_WAS.format(head=before.head.full)))
        yield ReadingLine(str((_IS if before is not None else _WOULD).format(head=now.head.full)))
        if before is not None and self.found.same:
            yield ReadingLine(str(_AS_JOINED), style="b")
            return
        counts = {"came": len(self.found.came), "left": len(self.found.left), "n": len(self.found.effects)}
        yield ReadingLine(str(_COUNTS.format(**counts)), style="b")
        if before is not None:
            yield from _spans_moved(before, now)
        for sign, ids in (("+", self.found.came), ("-", self.found.left)):
            if ids:
                yield ReadingLine(f"{sign} {' '.join(ids[:_NAMED])}{' ...' if len(ids) > _NAMED else ''}", indent=2)
        yield from effect_lines(self.session.ruleset, self.found.effects)

    def refused(self, action: str) -> Text | None:
        """Joining is for the administrator."""
        if action != "take_in":
            return None
        return self.session.closed_because or may_not(self.session.office, "administer")

    def do_take_in(self) -> None:
        """Join it: for one that was joined before, with the reason."""
        if self.found.same:
            self.desk.say(_AS_JOINED)
        elif self.found.before is None:
            self._join("")
        else:
            self.desk.ask(_REASON.format(unit=self.found.lower.unit), self._join)

    def _join(self, reason: str) -> None:
        office, before = self.session.office, self.session.office.head
        job = Job(partial(_joined, office, self.path, self.found.lower.code, reason))
        self.desk.work(_WRITING, job, self._done, undone=lambda: self.session.moved(before))

    def _done(self, saved: Saved) -> None:
        self.session.moved()
        while self.desk.page_where() in ("joining", "act"):
            self.desk.back()
        text = Text("{unit} is joined: {receipt}", "已汇入 {unit}：{receipt}")
        self.desk.say(text.format(unit=self.found.lower.unit, receipt=str(saved.receipt)))


def _beside(session: Session, where: str, code: str) -> Joining:
    """What joining would do, worked out on books of its own, so that the desk goes on with the open one."""
    ruleset = session.ruleset
    with (
        Office.open(session.where, writable=False, ruleset=ruleset) as upper,
        Office.open(where, writable=False, ruleset=ruleset) as below,
    ):
        return upper.joining(below, code)


def _joined(office: Office, where: str, code: str, reason: str) -> Saved:
    with Office.open(where, writable=False, ruleset=office.ruleset) as below:
        return office.join(below, code, reason=reason)


def _placed(session: Session, path: str) -> str:
    """The place of a book that was typed: relative to the folder of the open one."""
    text = path.strip()
    if "://" in text:
        return text
    folder = Path.cwd() if "://" in session.where else Path(session.where).parent
    return str(folder / Path(text).expanduser())


def _at_hand(session: Session, unit: str) -> str:
    """The book of a unit among those at hand, "" where there is none."""
    if "://" in session.where:
        return ""
    folder = Path(session.where).parent
    found = next((one.where for one in at_hand(folder) if one.header is not None and one.header.county == unit), "")
    return Path(found).name if found and Path(found).parent == folder else found


def span_name(span: str) -> str:
    """A span as people call it."""
    return str(_YEAR) if span == "book" else span.partition("/")[2]


def _spans_moved(before: Lower, now: Lower) -> Iterator[ReadingLine]:
    """Which of what is frozen there is another than was joined."""
    moved = [span for span, inputs in now.spans.items() if before.spans.get(span) != inputs]
    gone = [span for span in before.spans if span not in now.spans]
    if moved:
        yield ReadingLine(str(_MOVED.format(spans=" ".join(map(span_name, moved)))), indent=2)
    if gone:
        yield ReadingLine(str(_OPENED.format(spans=" ".join(map(span_name, gone)))), indent=2)


_NAMED = 12
_YEAR = Text("the whole book", "整本账簿")
_NONE = Text(
    "No lower book is joined: this book holds its own people alone.", "尚未汇入下级账簿：本账簿只有自己的对象。"
)
_JOIN = Text("a  joins one, after a preview", "a  先预览，再汇入一本")
_BACK = Text("Esc  back", "Esc  返回")
_FROZEN = Text("frozen when it was joined: {spans}", "汇入时已冻结：{spans}")
_BELOW = Text("joined there: {below}", "其下已汇入：{below}")
_JOINING = Text("joining a lower book", "汇入下级账簿")
_PATH = Text(
    "its file, beside this book or with its folder; F2 shows what it would do", "其文件名或路径；F2 预览会改变什么"
)
_CODE = Text(
    "short: the ids of its people begin with it here, as 甲.M001", "简短代码：其人员编号在此以该代码开头，如 甲.M001"
)
_LOOKING = Text("holding the lower book beside this one", "正在对照下级账簿")
_WRITING = Text("joining the lower book", "正在汇入下级账簿")
_SAME = Text("nothing to do: Esc", "无需办理；Esc 返回")
_TAKE_IN = Text("F9 joins it; Esc writes nothing", "F9 汇入；Esc 不写入")
_WAS = Text("joined at  {head}", "汇入时 {head}")
_IS = Text("stands at  {head}", "现为   {head}")
_WOULD = Text("would be joined at  {head}", "将按此回执汇入：{head}")
_AS_JOINED = Text("it stands as it was joined", "与汇入时相同")
_COUNTS = Text(
    "{came} come, {left} leave, {n} of this book come out otherwise",
    "新增 {came} 人，减少 {left} 人，本账簿 {n} 人结果改变",
)
_MOVED = Text("frozen anew there: {spans}", "该账簿重新冻结：{spans}")
_OPENED = Text("no longer frozen there: {spans}", "该账簿不再冻结：{spans}")
_REASON = Text("reason for joining {unit} again: ", "再次汇入 {unit} 的理由: ")
_NO_PATH = Message("K7081", "the book is missing; type its file name", "还缺账簿；请填写文件名")
