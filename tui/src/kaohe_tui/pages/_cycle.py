"""What follows entering: second entries and their differences, warnings, signatures, with what waits at each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from attrs import frozen

from kaohe.office import ROLES, Office
from kaohe.words import Text

from ..session._job import Job
from ..terminal._cells import Sheet, fit
from ._decisions import Decisions, decisions
from ._differences import Differences, differing
from ._draws_list import Draws, draws
from ._due import DuePage, agenda
from ._history import History, history
from ._left import LeftPage, left
from ._looked import LOOKING, Looked
from ._lowers import Lowers, lowers
from ._notified import Notices, notices
from ._page import Host, Page
from ._second import SecondList, waiting_rows
from ._spans import Spans, chains
from ._staff import Staff, staff
from ._warned import Warnings, unaccepted

__all__ = ["Cycle", "open_cycle"]


@frozen
class Waits:
    """What waits at one step: its key among the pages, and how it stands in words."""

    name: str
    told: Text


class Cycle(Looked):
    """The steps of a cycle, to choose one."""

    where: ClassVar[str] = "cycle"

    def __init__(self, desk: Host, waits: Sequence[Waits]) -> None:
        super().__init__(desk)
        self.waits = waits

    def head(self) -> str:
        """The screen."""
        return str(Text("steps of the cycle", "办理"))

    def live(self) -> str:
        """Who sits here, with which roles."""
        holder = self.session.office.roles.get(self.session.office.actor)
        if not self.session.office.roles:
            return str(_SMALL)
        held = ", ".join(str(ROLES[role]) for role in holder.roles) if holder is not None else str(_NONE)
        return str(Text("{who}: {roles}", "{who}：{roles}").format(who=self.session.office.actor, roles=held))

    def ids(self) -> list[str]:
        """The steps."""
        return [one.name for one in self.waits]

    def nothing(self) -> Sequence[Text]:
        """There are always steps."""
        return ()

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        sheet.put(2, 0, fit(str(Text("step", "事项")), 24), "u")
        sheet.put(26, 0, fit(str(Text("how it stands", "情况")), sheet.columns - 26), "u")

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One step and what waits there."""
        one = self.waits[place]
        sheet.put(2, y, fit(str(_STEPS[one.name].label), 23))
        sheet.put(26, y, str(one.told))

    def do_open(self) -> None:
        """Open the step under the cursor."""
        if self.chosen is None:
            return
        step, office = _STEPS[self.chosen], self.session.office
        self.desk.work(
            LOOKING, Job(lambda: step.look(office)), lambda found: self.desk.enter(step.page(self.desk, found))
        )

    def looked(self, office: Office) -> list[Waits]:
        """How every step stands."""
        return waiting(office)

    def took(self, found: list[Waits]) -> None:
        """Show it."""
        self.waits = found


def waiting(office: Office) -> list[Waits]:
    """How every step stands."""
    second = office.second_entries()
    states = [one.state for one in second]
    due, differ = states.count("due"), states.count("differs")
    made = len([state for state in states if state not in ("first", "due")])
    warned = [one for one in office.warned() if not one.accepted_by]
    signed = [(span, office.signatures(span.partition("/")[2] or span)) for span in office.spans]
    whole = sum(all(one.complete for one in steps) for _, steps in signed if steps)
    asked = bool(office.second_asked)
    return [
        Waits("second", _DUE.format(n=due, m=made) if asked else _NOT_ASKED),
        Waits("differences", _DIFFER.format(n=differ) if asked else _NOT_ASKED),
        Waits("warnings", _WARNED.format(n=len(warned))),
        Waits("due", _due(office)),
        Waits("signing", _SIGNED.format(n=whole, m=len([1 for _, steps in signed if steps]))),
        Waits("lowers", _JOINED.format(n=len(office.lowers))),
        Waits("staff", _STAFFED.format(n=len(office.roles)) if office.roles else _SMALL),
        Waits("draws", _draws(office)),
        Waits("notices", _notices(office)),
        Waits("imported", _left(office)),
        Waits("decisions", _DECIDED.format(n=len(office.decisions))),
        Waits("history", _COMMITS.format(n=office.head.seq)),
    ]


def _due(office: Office) -> Text:
    """How much is late, due today, due this week."""
    found = [one.when for one in agenda(office)]
    return _DUE_NOW.format(late=found.count("late"), today=found.count("today"), week=found.count("week"))


def _draws(office: Office) -> Text:
    """How many of this book's draws and assignments are done, and how many there are."""
    own = [one for one in draws(office) if not one.joined]
    done = sum(one.assigned or "drawn" in one.fields for one in own)
    return _DRAWN.format(n=done, m=len(own))


def _notices(office: Office) -> Text:
    """How many notices are given, and how many are not though the result is decided."""
    found = office.procedure.notices()
    return _TOLD.format(
        n=sum(not one.on and one.state == "decided" for one in found), m=sum(bool(one.on) for one in found)
    )


def _left(office: Office) -> Text:
    """Whom the scheme leaves to another body, and how many of their grades have come."""
    found = left(office)
    return _ELSEWHERE.format(n=sum(bool(one.grade) for one in found), m=len(found)) if found else _NOBODY_ELSE


def open_cycle(desk: Host) -> None:
    """Count what waits, beside the desk, and show it."""

    def done(waits: list[Waits]) -> None:
        desk.enter(Cycle(desk, waits))

    desk.work(LOOKING, Job(partial(waiting, desk.session.office)), done)


@frozen
class Step:
    """One step: what it is called, what is looked up for it in the book, and the page that shows that."""

    label: Text
    look: Callable[[Office], Any]
    page: Callable[[Host, Any], Page]


_STEPS = {
    "second": Step(Text("second entry", "复录"), waiting_rows, SecondList),
    "differences": Step(Text("differences", "差异裁定"), differing, Differences),
    "warnings": Step(Text("warnings", "提示"), unaccepted, Warnings),
    "due": Step(Text("what is due", "到期事项"), agenda, DuePage),
    "draws": Step(Text("draws, cross-assessment", "抽取与交叉考核"), draws, Draws),
    "notices": Step(Text("notices", "告知"), notices, Notices),
    "imported": Step(Text("appraised elsewhere", "其他机关考核"), left, LeftPage),
    "decisions": Step(Text("decisions", "裁定记录"), decisions, Decisions),
    "history": Step(Text("history", "历史记录"), history, History),
    "signing": Step(Text("signatures", "签署"), chains, Spans),
    "lowers": Step(Text("lower books", "下级账簿"), lowers, Lowers),
    "staff": Step(Text("roles", "人员角色"), staff, Staff),
}
_SMALL = Text("no roles in this book: everybody may do everything", "本账簿未设角色：人人均可办理")
_NONE = Text("no role", "无角色")
_NOT_ASKED = Text("nothing is entered twice; Enter, then a asks for it", "未要求复录；Enter 后按 a 可规定")
_DUE = Text("{n} to enter a second time, {m} done", "待复录 {n} 项，已复录 {m} 项")
_DIFFER = Text("{n} to settle", "待裁定 {n} 项")
_WARNED = Text("{n} to accept with a reason", "待接受 {n} 条")
_DUE_NOW = Text("late {late}, today {today}, this week {week}", "逾期 {late}，今日 {today}，本周 {week}")
_DRAWN = Text("{n} of {m} done", "{m} 项中已办 {n} 项")
_TOLD = Text("{n} to give, {m} given", "待告知 {n}，已告知 {m}")
_ELSEWHERE = Text("{n} of {m} grades on record", "{m} 个对象中 {n} 个已有等次")
_NOBODY_ELSE = Text("nobody", "无")
_DECIDED = Text("{n} on record", "{n} 项")
_COMMITS = Text("{n} commits", "{n} 次提交")
_JOINED = Text("{n} joined", "已汇入 {n} 本")
_STAFFED = Text("{n} logins with a role", "有角色的登录名 {n} 个")
_SIGNED = Text("{n} of {m} periods signed at every level", "{m} 个期次中 {n} 个已各级签署")
