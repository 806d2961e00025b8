"""The one guard that every save passes: a sealed book is not written, and nobody does what their roles do not let them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...errors import CaseError
from ...words import Message, Text
from .._acts import Sight
from .._changes import Amend, Change, Enrol, Enter, Withdraw
from .._documents import CLOSING, ROLE, SEAL, Fields, Key, Row, owner_of
from ._listing import linked, listed
from ._roles import ABILITIES, ROLES, Holder, ability_of, holder_of, holders, kind_ability
from ._second import Second

__all__ = ["Guard"]

Rows = Mapping[str, Row | None]

_SEALED = Message(
    "K8100",
    "the book was closed on {day} and is kept unchanged until {until}; read it, or begin a new book for what comes after",
    "账簿已于 {day} 封存，保存至 {until}，不得更改；可以查阅，后续事项请另立账簿",
)
_MAY_NOT = Message(
    "K8101",
    "{ability} needs the role {roles}, and {actor} is {held}; ask {who}",
    "{ability}须有角色：{roles}；{actor} 为{held}；请找 {who}",
)
_ELSEWHERE = Message(
    "K8102",
    "{id} belongs to none of the units of {actor} ({units}); ask {who}",
    "{id} 不属于 {actor} 的单位（{units}）；请找 {who}",
)
_NO_ADMINISTRATOR = Message(
    "K8103",
    "this would leave roles and no administrator, whom the book needs to change them; appoint one first, or in the same save",
    "如此则有角色而无管理员，角色将无人能改；请先任命管理员，或在同一次保存中任命",
)
_ALONE = Message(
    "K8104",
    "a signature, a return or a closing is about the book as it stands; save the entries first, and then do this by itself",
    "签署、退回与封存针对账簿现状；请先保存录入，再单独办理",
)
_NONE = Text("without a role in this book", "在本账簿没有角色者")
_NOBODY = Text("the administrator, since nobody has it yet", "管理员（尚无人担任该角色）")


class Guard:
    """What may not be saved of a draft, with the changes that it is due to."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.holder = holder_of(sight)

    def sealed(self) -> CaseError | None:
        """Why nothing at all is written, None where the book is open."""
        seal = self.sight.held(SEAL).get(CLOSING)
        return (
            None
            if seal is None
            else CaseError(_SEALED.format(day=seal.get("time", "-")[:10], until=seal["retain_until"]))
        )

    def refusals(self, changes: Sequence[Change]) -> Iterator[tuple[Change, CaseError]]:
        """The changes that whoever saves may not make."""
        acts = [one for one in changes if getattr(one, "alone", False)]
        if acts and len(acts) < len(changes):
            yield acts[0], CaseError(_ALONE)
        for change in changes:
            who = _person(change)
            rows = {who: self._after(change)} if isinstance(change, Enrol | Amend) else {}
            for ability in _abilities(change):
                error = self._may(ability, who, rows)
                if error is not None:
                    yield change, error
                    break

    def of_documents(self, keys: Iterable[Key], rows: Rows) -> CaseError | None:
        """Why whoever saves may not put these documents back, or write them for the whole book; None where they may."""
        found = (self._may(kind_ability(key[0]), owner_of(key), rows) for key in keys)
        return self.sealed() or next((one for one in found if one is not None), None)

    def roles(self, documents: Mapping[Key, Fields | None]) -> CaseError | None:
        """Why the roles that a save leaves cannot stand."""
        if not any(kind == ROLE for kind, _ in documents):
            return None
        written = {id_: fields for (kind, id_), fields in documents.items() if kind == ROLE}
        left = {id_: fields for id_, fields in {**self.sight.held(ROLE), **written}.items() if fields is not None}
        some = any("administrator" in one["roles"] for one in left.values())
        return None if some or not left else CaseError(_NO_ADMINISTRATOR)

    def _after(self, change: Enrol | Amend) -> Row:
        """Somebody's id and links as the change leaves them, as far as units are concerned."""
        links = {**self.sight.rows.get(change.id, {}).get("links", {}), **change.links}
        return {"id": change.id, "links": links}

    def _may(self, ability: str, who: str, rows: Rows) -> CaseError | None:
        """Why they may not do it (with the record of `who`), None where they may."""
        if self.holder is None:
            return None
        if not self.holder.may(ability):
            return CaseError(self._refused(ability))
        if who and self.holder.bound(ability) and not self._mine(who, self.holder, rows):
            told = {"id": who, "actor": self.holder.login, "units": ", ".join(self.holder.units)}
            return CaseError(_ELSEWHERE.format(**told, who=self._could(ability, who, rows)))
        return None

    def _refused(self, ability: str) -> Message:
        holder = self.holder or Holder("", ())
        held = listed([ROLES[role] for role in holder.roles], en=", ", zh="、") if holder.roles else _NONE
        does, roles = ABILITIES[ability]
        asked = listed([ROLES[role] for role in roles], en=" or ", zh="或")
        return _MAY_NOT.format(
            ability=does, roles=asked, actor=holder.login, held=held, who=self._could(ability, "", {})
        )

    def _could(self, ability: str, who: str, rows: Rows) -> Text:
        """Whom to ask: everybody who could, by login."""
        able = [
            one.login
            for one in holders(self.sight.held(ROLE)).values()
            if one.may(ability) and (not who or not one.bound(ability) or self._mine(who, one, rows))
        ]
        return Text(", ".join(able), "、".join(able)) if able else _NOBODY

    def _mine(self, who: str, holder: Holder, rows: Rows) -> bool:
        """Whether somebody is of the holder's units, before the save and after it."""
        before, after = self.sight.rows.get(who), rows.get(who, self.sight.rows.get(who))
        return all(_within(row, {*holder.units}, self.sight.rows) for row in (before, after) if row is not None)


def _abilities(change: Change) -> tuple[str, ...]:
    """What it takes: of somebody new, entering too where facts come with them."""
    if isinstance(change, Enrol) and change.facts:
        return "roster", "enter"
    return (ability_of(change),)


def _person(change: Change) -> str:
    """Whose record it changes, where that binds a clerk."""
    if isinstance(change, Enter | Second):
        return change.appraisee
    return change.id if isinstance(change, Enrol | Amend | Withdraw) else ""


def _within(row: Row, units: set[str], rows: Mapping[str, Row]) -> bool:
    """Whether somebody is one of the units, or linked to one, be it through others."""
    seen = {row["id"]}  # whose own links are those of the row, be they saved or not
    waiting = [*linked(row)]
    while waiting and not seen & units:
        who = waiting.pop()
        if who not in seen:
            seen.add(who)
            waiting += linked(rows.get(who, {}))
    return bool(seen & units)
