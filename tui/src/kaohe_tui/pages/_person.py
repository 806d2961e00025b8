"""Somebody on the roster: added, given another name or kind, or moved to another unit with a reason."""

from __future__ import annotations

from typing import ClassVar

from kaohe.engine import Appraisee
from kaohe.errors import CaseError
from kaohe.office import Amend, Enrol
from kaohe.rules import Link
from kaohe.rules.tools import linked_text
from kaohe.words import Message, Text

from ..form._editor import Editor
from ..terminal._keys import Key
from ._fill import Fill, Spot
from ._page import Host

__all__ = ["Person"]


class Person(Fill):
    """A new person, or with `who` somebody there already, whose id stays."""

    where: ClassVar[str] = "person"

    def __init__(self, desk: Host, who: str = "", kind: str = "") -> None:
        self.who = who
        session = desk.session
        person = session.office.people.get(who)
        kinds = [(rules.kind.key, str(rules.kind.label)) for rules in session.ruleset.kinds]
        chosen = person.kind if person is not None else kind or (kinds[0][0] if len(kinds) == 1 else "")
        spots = [
            Spot("id", Text("id", "编号"), Editor.on(who), fixed=bool(who), about=_ID),
            Spot("kind", Text("kind", "类别"), Editor.on(chosen), options=kinds),
            Spot("name", Text("name", "姓名"), Editor.on(person.name if person is not None else ""), about=_NAME),
        ]
        self.links = {link.key: link for rules in session.ruleset.kinds for link in rules.links}
        spots += [
            Spot(f"link:{link.key}", link.label, Editor.on(_held(person, link.key)), about=_linked(link))
            for link in self.links.values()
        ]
        if who:
            spots.append(Spot("reason", Text("reason", "事由"), about=_REASON))
        super().__init__(desk, spots)

    def head(self) -> str:
        """Whom it is about."""
        return f"{Text('roster', '名册')} > {self.who or Text('new', '新增')}"

    def live(self) -> str:
        """That names stand nowhere else."""
        return str(Text("names stand in the roster alone", "姓名只存于名册"))

    def stands(self) -> bool:
        """Whether they are still on the roster."""
        return not self.who or self.who in self.session.people

    def press(self, key: Key) -> None:
        """Type; a book that is for looking says why not."""
        closed = self.session.closed(None)
        if closed is not None and key.char:
            self.desk.say(closed)
        else:
            super().press(key)

    def do_submit(self) -> None:
        """Save, in one commit."""
        links = {key: self.value(f"link:{key}") for key in self.links}
        if self.who:
            self._amend(links)
            return
        if not self.value("id"):
            raise CaseError(_NO_ID)
        given = {key: to for key, to in links.items() if to}
        saved = self.session.change([Enrol(self.value("id"), self.value("kind"), self.value("name"), given)])
        said = Text("added: {id} {receipt}", "已增加：{id} {receipt}").format(
            id=self.value("id"), receipt=str(saved.receipt)
        )
        if self.value("id").isdecimal():
            self._next()
        else:
            self.desk.back()
        self.desk.say(said)

    def _next(self) -> None:
        """After a numbered person the page stays for the next one: kind and links stand, number and name are typed."""
        id_ = self.value("id")
        following = str(int(id_) + 1).zfill(len(id_))
        self.spots[0].editor, self.spots[2].editor = Editor.on(following), Editor()
        self.at = 2

    def _amend(self, links: dict[str, str]) -> None:
        person = self.session.office.people[self.who]
        moved = {key: to or None for key, to in links.items() if to != _held(person, key)}
        change = Amend(
            self.who,
            name=self.value("name") if self.value("name") != person.name else None,
            kind=self.value("kind") if self.value("kind") != person.kind else None,
            links=moved,
        )
        saved = self.session.change([change], reason=self.value("reason"))
        self.desk.back()
        self.desk.say(
            Text("changed: {id} {receipt}", "已更改：{id} {receipt}").format(id=self.who, receipt=str(saved.receipt))
        )


def _held(person: Appraisee | None, key: str) -> str:
    """A link as it is typed."""
    held = None if person is None else person.links.get(key)
    return "" if held is None else linked_text(held)


def _linked(link: Link) -> Text:
    return (_ONE if link.on is None else _BY_DATE).format(kind=link.to.label)


_ONE = Text("the id of a {kind}", "{kind}的编号")
_BY_DATE = Text(
    "the id of a {kind}; who changes: T1 ..2019-03-31; T2 2019-04-01..",
    "{kind}的编号；有变动的写：T1 ..2019-03-31; T2 2019-04-01..",
)


_ID = Text(
    "a code of this office, like 000123; never an identity card number", "本单位的编号，如 000123；不要用身份证号"
)
_NAME = Text("as in the office's papers; it stands in the roster alone", "与本单位文件一致；只存于名册")
_REASON = Text(
    "required where something changes; ids, not names; no data about residents",
    "有改动则必填；写编号，不写姓名；不录入群众个人信息",
)
_NO_ID = Message("K7029", "the id is missing; type one", "还缺编号；请填写")
