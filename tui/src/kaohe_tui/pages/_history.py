"""What was: the commits of the book, the last first; each with its values before and after, and taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Event, Office, Operator, value_text
from kaohe.words import Text

from ..session._job import Job
from ..session._session import Session
from ._columned import Columned
from ._looked import LOOKING
from ._page import Host
from ._progress import open_units
from ._reading import Reading, ReadingLine
from ._since import open_since

__all__ = ["Commit", "History", "Operators", "history"]

_LAST = 500


def history(office: Office, wanted: str = "") -> list[Event]:
    """The last commits, or every one about a person, a login, a decision or a field, the last first."""
    if not wanted:
        return [*office.history(after=max(-1, office.head.seq - _LAST))][::-1]
    if wanted in office.people:
        return [*office.audit(appraisee=wanted)][::-1]
    if wanted.partition("/")[0] in ("grade", "tie", "excess"):
        return [*office.audit(decision=wanted)][::-1]
    keys = {given.key for rules in office.ruleset.kinds for given in rules.inputs}
    return [*(office.audit(key=wanted) if wanted in keys else office.audit(actor=wanted))][::-1]


class History(Columned):
    """The commits; / takes those about somebody or something alone."""

    where: ClassVar[str] = "history"
    title = Text("history", "历史记录")
    columns = (
        (Text("receipt", "回执"), 22),
        (Text("time", "时间"), 22),
        (Text("login", "登录名"), 14),
        (Text("what", "内容"), 0),
    )
    empty = Text(
        "No commit is about that; / asks again, empty for the last ones.", "没有相关的提交；按 / 重查，不填则列最近的。"
    )

    def __init__(self, desk: Host, found: Sequence[Event]) -> None:
        super().__init__(desk, found)
        self.wanted = ""

    def live(self) -> str:
        """What is shown."""
        told = Text("about {wanted}: {n} commits", "关于 {wanted}：{n} 次提交")
        last = Text("the last {n} commits", "最近 {n} 次提交")
        said = (told if self.wanted else last).format(wanted=self.wanted, n=len(self.found))
        return f"{said}  {self.pages_text()}"

    def cells(self, one: Event) -> Sequence[str]:
        """Receipt, time, login, reason or how much moved."""
        return str(one.receipt), one.time, one.actor, one.reason or str(_VALUES.format(n=len(one.moved)))

    def told(self, one: Event) -> Sequence[str]:
        """The first values."""
        return one.reason or one.receipt.full, *_moved(self.session, one)[:2]

    def refused(self, action: str) -> Text | None:
        """Nothing is taken back in a book that may not be written."""
        return self.session.closed_because if action == "take_back" else None

    def do_open(self) -> None:
        """Every value of the commit under the cursor."""
        if self.one is not None:
            self.desk.enter(Commit(self.desk, self.one))

    def do_about(self) -> None:
        """Ask whom or what the commits are to be about."""
        asked = Text(
            "id, login, field key or decision (Enter: the last ones): ",
            "编号、登录名、录入项键名或裁定（回车=最近的）: ",
        )
        self.desk.ask(asked, self._about, initial=self.wanted)

    def _about(self, text: str) -> None:
        self.wanted, self.cursor = text.strip(), 0
        self.again()

    def do_since(self, receipt: str = "") -> None:
        """What the book holds otherwise than at a receipt; the one under the cursor stands there, another can be typed."""
        if receipt:
            open_since(self.desk, receipt)
            return
        at = str(self.one.receipt) if self.one is not None else ""
        self.desk.ask(_SINCE, lambda text: open_since(self.desk, text), initial=at)

    def do_take_back(self) -> None:
        """Put back what the commit under the cursor changed, by a new commit, with the reason."""
        one = self.one
        if one is None:
            return

        def given(reason: str) -> None:
            saved = self.session.apply(lambda office: office.undo(one.receipt, reason=reason))
            self.desk.say(_TAKEN.format(receipt=str(saved.receipt)))
            self.again()

        self.desk.ask(_WHY.format(receipt=str(one.receipt)), given)

    def do_operators(self) -> None:
        """What each login did."""
        office = self.session.office
        self.desk.work(LOOKING, Job(office.operators), lambda found: self.desk.enter(Operators(self.desk, found)))

    def looked(self, office: Office) -> list[Event]:
        """The commits."""
        return history(office, self.wanted)


class Commit(Reading):
    """One commit with every value before and after."""

    where: ClassVar[str] = "commit"

    def __init__(self, desk: Host, event: Event) -> None:
        super().__init__(desk)
        self.event = event

    def head(self) -> str:
        """Its receipt."""
        return f"{Text('history', '历史记录')} > {self.event.receipt}"

    def lines(self) -> list[ReadingLine]:
        """Who, when and why, then the values."""
        one = self.event
        first = [ReadingLine(one.receipt.full), ReadingLine(f"{one.time}  {one.actor}"), ReadingLine(one.reason or "-")]
        return [*first, ReadingLine(""), *(ReadingLine(text) for text in _moved(self.session, one))]


class Operators(Columned):
    """What each login did."""

    where: ClassVar[str] = "operators"
    title = Text("logins", "操作员")
    columns = (
        (Text("login", "登录名"), 20),
        (Text("commits", "提交"), 9),
        (Text("entries", "录入"), 9),
        (Text("second", "复录"), 9),
        (Text("signed", "签署"), 9),
        (Text("last", "最近"), 0),
    )
    empty = Text("Nobody has saved anything.", "尚无人保存。")

    def cells(self, one: Operator) -> Sequence[str]:
        """How much they did, and when last."""
        return one.login, str(one.commits), str(one.entered), str(one.second), str(one.signed), one.last

    def told(self, one: Operator) -> Sequence[str]:
        """How many of the second entries differed, and how many differences were settled."""
        return (f"{one.login}  {_DIFFERING.format(n=one.differing, m=one.settled)}",)

    def do_units(self) -> None:
        """How far the second entries of each unit have come."""
        open_units(self.desk)

    def looked(self, office: Office) -> list[Operator]:
        """Every login."""
        return office.operators()


def _moved(session: Session, one: Event) -> list[str]:
    """Each value that moved, before and after."""
    return [
        f"{' '.join(filter(None, (each.appraisee, session.input_label(each.key), each.at)))}: "
        f"{value_text(each.before)} -> {value_text(each.after)}"
        for each in one.moved
    ]


_DIFFERING = Text("second entries that differed {n}, differences settled {m}", "复录有差异 {n}，已裁定差异 {m}")
_VALUES = Text("{n} values", "{n} 项")
_WHY = Text("reason for taking {receipt} back: ", "撤销 {receipt} 的理由: ")
_SINCE = Text(
    "since which receipt (a second one after a blank: up to that): ", "自哪个回执起（空格后再写一个则截至该回执）: "
)
_TAKEN = Text("taken back by a commit of its own: {receipt}", "已以新提交撤销：{receipt}")
