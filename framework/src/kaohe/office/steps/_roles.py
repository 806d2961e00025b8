"""Who may do what: the roles that a book keeps, and the one table of what each of them may do.

A `role` document (its id is the login) holds the roles of one person, the units that a clerk is bound to and the levels
of the scheme's chain that an approver is. A book without any is a small office: everybody whom the system lets write may
do everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from attrs import field, frozen

from ...errors import CaseError
from ...rules.tools import near
from ...words import Message, Text, named
from .._acts import Act, Sight
from .._changes import Amend, Change, Decide, Enrol, Enter, Freeze, Recheck, Rescind, Revise, Supply, Withdraw
from .._documents import (
    ASSIGN,
    DECISION,
    DRAW,
    FACTS,
    FREEZE,
    GATE,
    IMPORTED,
    NOTICE,
    OBJECTION,
    OUTCOMES,
    PERIOD,
    PERSON,
    PRACTICE,
    PUBLICITY,
    RECHECK,
    ROLE,
    SEAL,
    SECOND,
    SETTINGS,
    SIGNATURE,
    WARNING,
    Fields,
    Key,
)
from ._chain import levels_of
from ._listing import listed, names

__all__ = [
    "ABILITIES",
    "ROLES",
    "Appoint",
    "Dismiss",
    "Holder",
    "ability_of",
    "holder_of",
    "holders",
    "kind_ability",
    "level_named",
]

ROLES: dict[str, Text] = {
    "clerk": Text("clerk", "录入员"),
    "second": Text("second clerk", "复录员"),
    "reviewer": Text("reviewer", "审核员"),
    "approver": Text("approver", "审批人"),
    "administrator": Text("administrator", "管理员"),
    "auditor": Text("auditor", "审计员"),
}

# What may be done, and which roles may. An auditor may nothing of it: they read.
ABILITIES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "enter": (Text("entering", "录入"), ("clerk",)),
    "roster": (Text("changing the roster", "更改名册"), ("clerk", "administrator")),
    "second": (Text("entering a second time", "复录"), ("second",)),
    "review": (Text("settling, accepting and re-checking", "裁定差异、接受提示与复核"), ("reviewer",)),
    "decide": (Text("recording a decision", "记录裁定"), ("reviewer", "approver")),
    "freeze": (Text("freezing", "冻结"), ("reviewer", "approver")),
    "revise": (Text("revising what is frozen", "修订已冻结内容"), ("clerk", "reviewer", "approver", "administrator")),
    "sign": (Text("signing", "签署"), ("approver",)),
    "return": (Text("returning", "退回"), ("reviewer", "approver")),
    "conduct": (Text("recording a step of procedure", "记录程序事项"), ("clerk", "reviewer", "administrator")),
    "record": (Text("recording outcomes", "记录结果"), ("reviewer", "approver", "administrator")),
    "administer": (Text("setting up, adopting and closing", "设置、采用规则与封存"), ("administrator",)),
}
_CHANGES: dict[type, str] = {
    Enter: "enter",
    Enrol: "roster",
    Amend: "roster",
    Withdraw: "roster",
    Recheck: "review",
    Decide: "decide",
    Rescind: "decide",
    Freeze: "freeze",
    Revise: "revise",
    Supply: "administer",
}
_KINDS = {
    PERSON: "roster",
    FACTS: "enter",
    PERIOD: "enter",
    RECHECK: "review",
    DECISION: "decide",
    FREEZE: "freeze",
    OUTCOMES: "record",
    SETTINGS: "administer",
    ROLE: "administer",
    PRACTICE: "administer",
    SEAL: "administer",
    SECOND: "second",
    WARNING: "review",
    SIGNATURE: "sign",
    **dict.fromkeys((ASSIGN, DRAW, GATE, IMPORTED, NOTICE, OBJECTION, PUBLICITY), "review"),
}
_BOUND = {"clerk", "second"}  # the roles that a list of units binds
_APPROVER = {"approver"}  # and the one that a list of levels binds

_NO_ROLE = Message(
    "K8110",
    "there is no role {name}; the roles are {known}; write one of them",
    "没有角色 {name}；可用：{known}；请写其一",
)
_NO_LOGIN = Message(
    "K8111",
    "{name} is no login; write the name that kaohe office log shows, at most 64 printable characters without blanks",
    "{name} 不是登录名；请写 kaohe office log 中显示的名称，不超过 64 个可显示字符，不含空格",
)
_ALONE = Message(
    "K8112",
    "an auditor reads and writes nothing, so the role stands alone; take the other roles out, or appoint another login",
    "审计员只查阅、不写入，不得兼任其他角色；请去掉其他角色，或另派人员",
)
_NO_UNIT = Message(
    "K8113",
    "nobody on the roster has the id {id}, so it is no unit that a clerk may be bound to; {near}",
    "名册中没有编号 {id}，不能作为录入员的所属单位；{near}",
)
_MEANT = Text("did you mean {near}?", "是不是 {near}？")
_ADD = Text("add it to the roster first", "请先登记入册")
_NO_LEVEL = Message(
    "K8115",
    "the scheme has no level {name} that signs; its levels are {known}; write one of them, or its number",
    "方案没有签署层级 {name}；层级有：{known}；请写其一或其序号",
)
_NO_APPROVER = Message(
    "K8116",
    "a level binds whoever signs, and {login} would not; add the role approver, or leave the level out",
    "层级只约束签署人，而 {login} 不签署；请加角色 approver，或去掉层级",
)
_NOBODY = Message(
    "K8114",
    "{login} has no role in this book; kaohe office role list shows who has",
    "{login} 在本账簿没有角色；kaohe office role list 可列出",
)


def ability_of(change: Change) -> str:
    """What it takes to make a change: an act says it itself."""
    return change.needs if isinstance(change, Act) else _CHANGES[type(change)]


def kind_ability(kind: str) -> str:
    """What it takes to put a document of that kind back, as an undo does."""
    return _KINDS.get(kind, "conduct")


@frozen
class Holder:
    """Somebody with roles: their login, and what they are.

    `units` are those that a clerk's entries are bound to, `levels` those that an approver's signatures are, by their
    Chinese names; () for all.
    """

    login: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def may(self, ability: str) -> bool:
        """Whether one of their roles lets them."""
        return bool({*self.roles} & {*ABILITIES[ability][1]})

    def bound(self, ability: str) -> bool:
        """Whether they may do it for the people of their own units alone."""
        return bool(self.units) and {*self.roles} & {*ABILITIES[ability][1]} <= _BOUND

    def at_level(self, ability: str, level: str) -> bool:
        """Whether they may do it for that level of the chain, by its Chinese name."""
        held = {*self.roles} & {*ABILITIES[ability][1]}
        return bool(held) and (not self.levels or level in self.levels or not held <= _APPROVER)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        bound = {"units": [*self.units], "levels": [*self.levels]}
        return {"login": self.login, "roles": [*self.roles], **bound}


def holders(documents: Mapping[str, Fields]) -> dict[str, Holder]:
    """Everybody with a role, by login."""
    return {
        login: Holder(login, tuple(one["roles"]), tuple(one["units"]), tuple(one.get("levels", ())))
        for login, one in sorted(documents.items())
    }


def holder_of(sight: Sight) -> Holder | None:
    """Who saves, with their roles; None in a small office, where nobody has any."""
    known = holders(sight.held(ROLE))
    return known.get(sight.actor, Holder(sight.actor, ())) if known else None


def level_named(sight: Sight, name: str) -> Text:
    """The level of that name in either language, or of that number. Raises CaseError."""
    known = levels_of(sight.ruleset)
    for place, level in enumerate(known, 1):
        if name in (str(place), level.en, level.zh):
            return level
    told = [Text(f"{place} {one.en}", f"{place} {one.zh}") for place, one in enumerate(known, 1)]
    raise CaseError(_NO_LEVEL.format(name=named(str(name)[:60]), known=listed(told)))


def _login(text: str) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= 64 or not text.isprintable() or " " in text or "/" in text:
        raise CaseError(_NO_LOGIN.format(name=named(str(text)[:80])))
    return text


@frozen
class Appoint(Act):
    """Give a login these roles, in the place of those that it had.

    `units` bind a clerk to whoever belongs to them, `levels` an approver to those of the scheme's chain, by name (in
    either language) or number. The roles of a save must leave an administrator. Raises CaseError for an unknown role,
    unit or level.
    """

    login: str
    roles: Sequence[str] = field(converter=names)
    units: Sequence[str] = field(default=(), converter=names)
    levels: Sequence[str] = field(default=(), converter=names)
    needs: ClassVar[str] = "administer"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The role document."""
        for role in self.roles or ("",):
            if role not in ROLES:
                raise CaseError(_NO_ROLE.format(name=named(role[:60]), known=", ".join(ROLES)))
        if "auditor" in self.roles and len({*self.roles}) > 1:
            raise CaseError(_ALONE)
        for unit in self.units:
            if unit not in sight.rows:
                meant = near(unit, sight.rows) if len(unit) < 60 else None
                rest = _ADD if meant is None else _MEANT.format(near=meant)
                raise CaseError(_NO_UNIT.format(id=named(unit[:60]), near=rest))
        levels = [level_named(sight, name) for name in self.levels]
        if levels and not _APPROVER & {*self.roles}:
            raise CaseError(_NO_APPROVER.format(login=named(str(self.login)[:60])))
        roles = [role for role in ROLES if role in self.roles]
        fields: Fields = {"roles": roles, "units": sorted({*self.units})}
        if levels:
            fields["levels"] = sorted({one.zh for one in levels})
        yield (ROLE, _login(self.login)), fields

    def about(self) -> tuple[str, str, str]:
        """The login."""
        return "", str(self.login), ""


@frozen
class Dismiss(Act):
    """Take a login's roles away. The last one gone, the book is a small office again."""

    login: str
    needs: ClassVar[str] = "administer"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The role document taken away."""
        if self.login not in sight.held(ROLE):
            raise CaseError(_NOBODY.format(login=named(str(self.login)[:60])))
        yield (ROLE, self.login), None

    def about(self) -> tuple[str, str, str]:
        """The login."""
        return "", self.login, ""
