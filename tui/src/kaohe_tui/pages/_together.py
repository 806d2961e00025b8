"""What is done with everybody who is marked, in one commit: given to a clerk, one finding document for all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from kaohe.exchange import Cell, Options, Preview, Row, Sheet, mark_refused, preview_sheets
from kaohe.office import Appoint, Change, Dismiss, Holder, NotSaved, Saved
from kaohe.rules import Finding
from kaohe.words import Message, Text

from ..form._editor import Editor
from ..session._may import may_not
from ..session._session import Session
from ._act import day_spot, document_spot
from ._choose import Choose
from ._fill import Fill, Spot
from ._marks import Taken
from ._page import Host
from ._sheet_in import SheetIn

__all__ = ["ask_clerk", "ask_finding", "may_assign"]

_HEADS = ("编号", "事项", "日期", "文号", "事项编号")


def may_assign(session: Session) -> Message | Text | None:
    """Why nobody can be given to a clerk here, None where they can."""
    return may_not(session.office, "administer") if session.office.roles else _NO_ROLES


def ask_clerk(desk: Host) -> None:
    """Ask whose clerk those marked become, and put it on record."""
    roles = desk.session.office.roles
    clerks = ", ".join(login for login, holder in roles.items() if "clerk" in holder.roles) or "-"
    label = Text("{n} to the clerk, by login ({clerks}): ", "{n} 个交给录入员，登录名（{clerks}）: ")
    desk.ask(label.format(n=len(desk.marks), clerks=clerks), lambda text: _assigned(desk, text.strip()))


def _assigned(desk: Host, login: str) -> None:
    """Bind a clerk to those marked, besides whom they have. Raises KaoheError."""
    session, marked = desk.session, desk.marks.of(desk.session.people)
    before = session.office.roles.get(login)
    if not login:
        return
    if before is not None and "clerk" not in before.roles:
        desk.say(_NO_CLERK.format(login=login))
        return
    if before is not None and not before.units:
        asked = Text(
            "{login} enters everybody; from now on these {n} alone? type yes: ",
            "{login} 现可录入全部对象；今后只录这 {n} 个？输入 是 确认: ",
        )
        sure = asked.format(login=login, n=len(marked))
        desk.ask(sure, lambda text: _appoint(desk, login, before, marked) if _is_yes(text) else desk.say(_NOT))
        return
    _appoint(desk, login, before, marked)


def _appoint(desk: Host, login: str, before: Holder | None, marked: Sequence[str]) -> None:
    roles, held = (before.roles, before.units) if before is not None else (("clerk",), ())
    saved = desk.session.change([Appoint(login, roles, units=[*dict.fromkeys([*held, *marked])])])
    told = Text("{n} to {login}", "{n} 个交给 {login}").format(n=len(marked), login=login)

    def back() -> Saved:
        was: Change = Dismiss(login) if before is None else Appoint(login, before.roles, units=before.units)
        return desk.session.change([was])

    desk.marks.taken.append(Taken(told, back))
    desk.say(_DONE.format(what=told, receipt=str(saved.receipt)))


def _is_yes(text: str) -> bool:
    return text.strip().lower() in ("yes", "是")


def ask_finding(desk: Host) -> None:
    """Choose a finding that those marked can have, then its day and document."""
    session = desk.session
    kinds = {session.people[who].kind for who in desk.marks.of(session.people)}
    options = {
        given.key: f"{given.label}  {given.clause}"
        for rules in session.ruleset.kinds
        if rules.kind.key in kinds
        for given in rules.inputs
        if isinstance(given, Finding)
    }
    if not options:
        desk.say(_NO_FINDING)
        return
    title = Text("finding for {n} marked", "为已标记的 {n} 个登记认定事项").format(n=len(desk.marks))

    def chosen(keys: list[str]) -> None:
        desk.enter(FindingForAll(desk, keys[0], options[keys[0]]))

    desk.enter(Choose(desk, title, [*options.items()], chosen))


class FindingForAll(Fill):
    """The day and the document of one finding; F2 shows what it does to each, before anything is written."""

    where: ClassVar[str] = "act"

    def __init__(self, desk: Host, key: str, label: str) -> None:
        item = Spot("item", Text("item", "事项编号"), Editor(), about=_ITEM)
        super().__init__(desk, [day_spot(desk.session.office.procedure.today), document_spot(), item])
        self.key, self.label = key, label

    def head(self) -> str:
        """Which finding, and of how many."""
        told = Text("finding for {n} marked", "为已标记的 {n} 个登记认定事项").format(n=len(self.desk.marks))
        return f"{told} > {self.label}"

    def do_submit(self) -> None:
        """Show what it does to each; it is a sheet of findings like any other."""
        session, marked = self.session, self.desk.marks.of(self.session.people)
        values = [self.key, *(self.value(name) for name in ("on", "document", "item"))]
        rows = [Row(1, _cells(_HEADS)), *(Row(n, _cells([who, *values])) for n, who in enumerate(marked, 2))]
        preview = preview_sheets(session.office.case, [Sheet("", rows)], Options(kind="findings"))
        try:
            session.office.check(preview.changes)
        except NotSaved as refused:
            mark_refused(preview, refused)
        self.desk.enter(FindingIn(self.desk, self.label, preview))


def _cells(texts: Sequence[str]) -> dict[int, Cell]:
    return {place: Cell(text) for place, text in enumerate(texts, 1) if text}


class FindingIn(SheetIn):
    """What one document does to everybody marked; written in one commit, which can be taken back."""

    def __init__(self, desk: Host, label: str, preview: Preview) -> None:
        super().__init__(desk, Path(label), Options(kind="findings"), (preview, None))
        self.label = label
        self.preview.notes.clear()

    def head(self) -> str:
        """Which finding."""
        return f"{Text('finding', '认定事项')} > {self.label}"

    def refused(self, action: str) -> Text | None:
        """There is no sheet of which something could be said."""
        said = action.startswith("sheet_") or action == "names"
        return _NO_SHEET if said else super().refused(action)

    def _written(self, saved: Saved) -> None:
        super()._written(saved)
        self.desk.back()
        told = Text("{what} for {n}", "{what}，{n} 个").format(what=self.label, n=len(self.preview.changes))
        session = self.session

        def back() -> Saved:
            return session.apply(lambda office: office.undo(saved.receipt, reason=str(_UNDONE)))

        self.desk.marks.taken.append(Taken(told, back))
        self.desk.say(_DONE.format(what=told, receipt=str(saved.receipt)))


_NO_ROLES = Text(
    "this book has no roles: everybody enters everybody; p, then roles, sets them up",
    "本账簿未设角色，人人均可录入全部对象；如需分工，按 p 进入“人员角色”设立",
)
_NO_CLERK = Text("{login} is no clerk in this book", "{login} 不是本账簿的录入员")
_NOT = Text("nothing was assigned", "没有分派")
_DONE = Text("{what}: {receipt}; Ctrl+Z takes it back", "{what}：{receipt}；Ctrl+Z 可撤销")
_NO_FINDING = Text("none of those marked can have a finding", "已标记的对象都没有认定事项")
_ITEM = Text("only where the form asks for one, like 1 or A-2", "只在需要时填写，如 1 或 A-2")
_NO_SHEET = Text("this is no sheet: Esc goes back to day and document", "这不是表格：Esc 返回修改日期与文号")
_UNDONE = Text("taken back: one finding for several people", "撤销：为多个对象登记的认定事项")
