"""Upwards: a higher book takes in what lower books have frozen, each at a head that it keeps.

A `lower` document stands for each lower book, under the code that its people's ids begin with: the county `甲县` brings
its `M001` as `甲县.M001`. What was frozen is copied in one commit, so the higher book stands by itself: it opens,
verifies and computes without the lower ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from attrs import frozen

from ..cases import Effect
from ..engine.quota import fingerprint
from ..errors import CaseError
from ..rules.tools import plain_text
from ..store import Receipt, StoreError
from ..words import Message, Text, named
from ._acts import Act, Sight
from ._documents import (
    ASSIGN,
    DECISION,
    DRAW,
    GATE,
    IMPORTED,
    LOWER,
    NOTICE,
    PAPER,
    PERIOD,
    PERSON,
    Fields,
    Key,
    Row,
    decision_id,
    owner_of,
    span_id,
)
from ._errors import OfficeError
from ._state import State

__all__ = [
    "Joined",
    "Joining",
    "Lower",
    "brought",
    "check_fit",
    "check_head",
    "joined_code",
    "lower_of",
    "lowers_of",
    "not_here",
]

SEPARATOR = "."
_RECORDED = (GATE, IMPORTED, PAPER)  # counts here as it does there
_SHOWN = (ASSIGN, DRAW, NOTICE)  # stands here to be read, under ids that no step of this book has
_LONGEST_CODE = 12

_NOT_FROZEN = Message(
    "K8300",
    "{unit}: nothing of that book is frozen, and only what is frozen can be joined; freeze it there with kaohe office"
    " freeze, the whole book or the periods that are ready",
    "{unit}：该账簿没有冻结的内容，只有已冻结的才能汇入；请在该账簿用 kaohe office freeze 冻结整本或已完成的期次",
)
_OTHER_RULES = Message(
    "K8301",
    "{unit}: that book is under other rules ({theirs}) than this one ({ours}): scheme, version, amendments and readings"
    " must be the same; adopt the same rules in both",
    "{unit}：该账簿所用规则（{theirs}）与本账簿（{ours}）不同；方案、版本、修订与理解须一致，请两边采用同一规则",
)
_OTHER_CYCLE = Message(
    "K8302",
    "{unit}: its cycle differs from this book's in {what}; make the books for the same cycle",
    "{unit}：该账簿的周期与本账簿不同（{what}）；请按同一周期建账簿",
)
_OTHER_LIST = Message(
    "K8303",
    "{unit}: its list {key} has {code}, which this book's list has not; make this book with the lists of all units",
    "{unit}：其清单 {key} 中的 {code} 不在本账簿的清单中；请用各单位合并的清单建立本账簿",
)
_ITSELF = Message(
    "K8304",
    "a book cannot be joined to itself, nor another of the same unit {unit}; name the lower unit's book",
    "账簿不能汇入自身，也不能汇入同一单位 {unit} 的账簿；请写下级单位的账簿",
)
_CODE = Message(
    "K8305",
    "the code {code} is 1 to {longest} characters without {sign}; it stands before the ids of the unit's people",
    "代码 {code} 应为 1 至 {longest} 个字符且不含 {sign}；该代码写在该单位人员编号之前",
)
_TAKEN = Message(
    "K8306",
    "the code {code} is that of {unit}; choose another, or join that unit's book under it",
    "代码 {code} 已用于 {unit}；请另取，或以此代码汇入该单位的账簿",
)
_TWICE = Message(
    "K8307",
    "{unit} is joined already, under the code {code}; join it under that code again",
    "{unit} 已以代码 {code} 汇入；请仍用该代码",
)
_ON_ROSTER = Message(
    "K8308",
    "{id} is on the roster of this book and begins like the code {code}; choose another code",
    "本账簿名册中的 {id} 与代码 {code} 开头相同；请另取代码",
)
_THERE = Message(
    "K8309",
    "{id} was joined from {unit} ({head}); change it in that book, freeze it there anew, and join it again",
    "{id} 由 {unit} 汇入（{head}）；请在该账簿更改并重新冻结，再次汇入",
)
_REASON = Message(
    "K8310",
    "{unit} was joined at {head} and has changed since; joining it again changes results here, so give a reason",
    "{unit} 已于 {head} 汇入，此后有改动；再次汇入会改变本账簿的结果，请写明理由",
)
_GONE = Message(
    "K8311",
    "{unit}: this is not the book that was joined at {head}, or its end is gone: {why}. What was joined stands here as it was",
    "{unit}：这不是以 {head} 汇入的账簿，或其末尾已缺失：{why}。已汇入的内容在本账簿中保持不变",
)
_LABEL = Text("the code of the lower unit", "下级单位代码")


class Verified(Protocol):
    """A book that can be asked for a head."""

    def verify(self, receipt: Receipt | None = None) -> object:
        """Raise StoreError where the book does not hold that head, or does not verify."""


@frozen(kw_only=True)
class Lower:
    """A lower book as it was joined: its unit, the head, what of it was frozen by span, how many people it brought.

    `below` are the heads that it had itself joined, by code; `signed` the steps that were complete there, by span.
    """

    code: str
    unit: str
    head: Receipt
    spans: Mapping[str, str]
    people: int
    below: Mapping[str, str]
    signed: Mapping[str, Sequence[str]]

    def as_json(self) -> dict[str, Any]:
        """It as plain data, with the full head."""
        about = {"code": self.code, "unit": self.unit, "head": self.head.full, "spans": {**self.spans}}
        signed = {span: [*steps] for span, steps in self.signed.items()}
        return {**about, "people": self.people, "below": {**self.below}, "signed": signed}


@frozen(kw_only=True)
class Joining:
    """What joining a lower book as it stands does: `before` None where it was not joined yet.

    `came` and `left` are ids of this book; `effects` are people of this book, before and after, who come out otherwise.
    """

    lower: Lower
    before: Lower | None
    came: tuple[str, ...]
    left: tuple[str, ...]
    effects: tuple[Effect, ...]

    @property
    def same(self) -> bool:
        """Whether the lower book is at the very head that was joined."""
        return self.before is not None and self.before.head.full == self.lower.head.full

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        before = None if self.before is None else self.before.as_json()
        changes = [one.as_json() for one in self.effects]
        about = {"lower": self.lower.as_json(), "before": before, "same": self.same}
        return {**about, "came": [*self.came], "left": [*self.left], "changes": changes}


@frozen
class Joined(Act):
    """The document of a lower book that is joined; its people stand in the same save."""

    lower: Lower
    needs: ClassVar[str] = "administer"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The `lower` document. Raises CaseError where the unit has another code, or a reason is missing."""
        held = lowers_of(sight.state)
        before = held.get(self.lower.code)
        other = next((one for one in held.values() if one.unit == self.lower.unit), None)
        if other is not None and other.code != self.lower.code:
            raise CaseError(_TWICE.format(unit=other.unit, code=other.code))
        if before is not None and before.head.full != self.lower.head.full and not sight.reason:
            raise CaseError(_REASON.format(unit=before.unit, head=str(before.head)))
        yield (LOWER, self.lower.code), _fields(self.lower)

    def about(self) -> tuple[str, str, str]:
        """The unit's code."""
        return "", self.lower.code, ""


def lowers_of(state: State) -> dict[str, Lower]:
    """The lower books that are joined, by code."""
    return {code: _lower(code, fields) for code, fields in sorted(state.acts.get(LOWER, {}).items())}


def _fields(lower: Lower) -> Fields:
    found = lower.as_json()
    return {key: value for key, value in found.items() if key != "code"}


def _lower(code: str, fields: Fields) -> Lower:
    rest = {key: fields[key] for key in ("unit", "spans", "people", "below", "signed")}
    return Lower(code=code, head=Receipt.parse(fields["head"]), **rest)


def joined_code(state: State, who: str) -> str:
    """The code of the lower book that an id was joined from, "" for this book's own."""
    code, sign, _ = who.partition(SEPARATOR)
    return code if sign and code in state.acts.get(LOWER, {}) else ""


def not_here(state: State, who: str) -> CaseError | None:
    """Why somebody who was joined is not changed in this book; None for its own people."""
    code = joined_code(state, who)
    if not code:
        return None
    lower = lowers_of(state)[code]
    return CaseError(_THERE.format(id=named(who), unit=lower.unit, head=str(lower.head)))


def lower_of(state: State, unit: str, head: Receipt, code: str, signed: Mapping[str, Sequence[str]]) -> Lower:
    """A lower book as it stands, to be joined under that code. Raises CaseError for a code that cannot be one."""
    text = plain_text(code, _LABEL, longest=200)
    if len(text) > _LONGEST_CODE or SEPARATOR in text or text != text.strip():
        raise CaseError(_CODE.format(code=named(text[:60]), longest=_LONGEST_CODE, sign=SEPARATOR))
    return Lower(
        code=text,
        unit=unit,
        head=head,
        spans={span: fields["inputs"] for span, fields in sorted(state.freezes.items())},
        people=len(state.rows),
        below={one.code: one.head.full for one in lowers_of(state).values()},
        signed=signed,
    )


def check_fit(upper: State, unit: str, lower: State, given: Lower) -> None:
    """Whether a lower book can be joined to that of a higher `unit`. Raises OfficeError saying what stands against it."""
    held = lowers_of(upper).get(given.code)
    if held is not None and held.unit != given.unit:
        raise OfficeError(_TAKEN.format(code=given.code, unit=held.unit))
    if unit == given.unit:
        raise OfficeError(_ITSELF.format(unit=unit))
    if not given.spans:
        raise OfficeError(_NOT_FROZEN.format(unit=given.unit))
    ours, theirs = upper.settings, lower.settings
    if ours["digest"] != theirs["digest"]:
        shown = [f"{one['scheme']} {one['version']} {one['digest'][:12]}" for one in (theirs, ours)]
        raise OfficeError(_OTHER_RULES.format(unit=given.unit, theirs=shown[0], ours=shown[1]))
    _check_cycle(given.unit, ours["cycle"], theirs["cycle"])
    mine = next((who for who in upper.rows if who.startswith(f"{given.code}{SEPARATOR}")), None)
    if mine is not None and not joined_code(upper, mine):
        raise OfficeError(_ON_ROSTER.format(id=named(mine), code=given.code))


def check_head(lower: Verified, before: Lower) -> None:
    """Whether a lower book still holds the head that was joined. Raises OfficeError naming the unit and why not."""
    try:
        lower.verify(before.head)
    except StoreError as error:
        raise OfficeError(_GONE.format(unit=before.unit, head=str(before.head), why=error.text)) from error


def _check_cycle(unit: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    for key in ("start", "end", "periods", "tables"):
        if ours.get(key) != theirs.get(key):
            raise OfficeError(_OTHER_CYCLE.format(unit=unit, what=key))
    for key, codes in theirs.get("lists", {}).items():
        more = next((one for one in codes if one not in ours.get("lists", {}).get(key, ())), None)
        if more is not None:
            raise OfficeError(_OTHER_LIST.format(unit=unit, key=key, code=more))


def brought(upper: State, lower: State, code: str) -> dict[Key, Fields | None]:
    """The documents that joining leaves in the higher book: what is frozen, under new ids; None for what goes.

    What this book decided or recorded itself in the place of what was joined stands.
    """
    before = {key for key in upper.versions if joined_code(upper, owner_of(key)) == code}
    before |= {(DECISION, id_) for id_, fields in upper.decisions.items() if fields.get("joined") == code}
    before |= {(kind, id_) for kind in (*_RECORDED, *_SHOWN) for id_ in _brought_by(code, upper.acts.get(kind, {}))}
    found: dict[Key, Fields | None] = dict.fromkeys(before)
    found |= dict(_people(upper, lower, code))
    found |= dict(_decided(upper, lower, code))
    found |= dict(_recorded(upper, lower, code))
    found |= dict(_done_there(lower, code))
    return {key: fields for key, fields in found.items() if fields != upper.document(key)}


def _people(upper: State, lower: State, code: str) -> Iterator[tuple[Key, Fields]]:
    place = upper.next_place
    for who, row in lower.rows.items():
        new = f"{code}{SEPARATOR}{who}"
        standing = upper.places.get(new, place)
        place += new not in upper.places
        for (kind, id_), fields in lower.documents(who, row).items():
            if _frozen(lower, kind, id_):
                yield (kind, f"{id_[: len(id_) - len(who)]}{new}"), _under(fields, code, standing)


def _frozen(lower: State, kind: str, id_: str) -> bool:
    """Whether a document is of what is frozen: all of a frozen book, else the roster and the frozen periods."""
    if "book" in lower.freezes or kind == PERSON:
        return True
    return kind == PERIOD and span_id(*id_.split("/", 2)[:2]) in lower.freezes


def _under(fields: Fields, code: str, place: int) -> Fields:
    """A document's fields with ids as this book has them."""
    made = {**fields}
    if "place" in made:
        made["place"] = place
    if "links" in made:
        made["links"] = {key: _to(value, code) for key, value in made["links"].items()}
    return made


def _to(value: Any, code: str) -> Any:
    """Whom a link leads to: an id, or rows of ids with their days."""
    if isinstance(value, str):
        return f"{code}{SEPARATOR}{value}"
    if isinstance(value, list):
        return [_to(one, code) for one in value]
    return {key: _to(one, code) if key == "id" else one for key, one in value.items()}


def _decided(upper: State, lower: State, code: str) -> Iterator[tuple[Key, Fields]]:
    """The decisions of a book that is frozen whole. One on a tie that is another here is refused by the evaluation."""
    if "book" not in lower.freezes:
        return
    place = upper.next_decision
    for row in lower.decided():
        made = _decision(row, code)
        id_ = decision_id(made)
        held = upper.decisions.get(id_)
        if held is None or held.get("joined") == code:
            yield (DECISION, id_), {"decision": made, "place": held["place"] if held else place, "joined": code}
            place += held is None


def _recorded(upper: State, lower: State, code: str) -> Iterator[tuple[Key, Fields]]:
    """Papers that came, opinions and imported grades, as the lower book has them on record of its people."""
    for kind in _RECORDED:
        held = upper.acts.get(kind, {})
        ours = {*held} - {*_brought_by(code, held)}
        for id_, fields in lower.acts.get(kind, {}).items():
            rest, sign, who = id_.rpartition("/")
            new = f"{rest}{sign}{code}{SEPARATOR}{who}"
            if who in lower.rows and new not in ours:
                yield (kind, new), {**fields, "joined": code}


def _done_there(lower: State, code: str) -> Iterator[tuple[Key, Fields]]:
    """Draws, who assesses whom and notices given, as they stand in the lower book; the ids within are those of that book."""
    for kind in _SHOWN:
        for id_, fields in lower.acts.get(kind, {}).items():
            within = {"draw": f"{code}{SEPARATOR}{fields['draw']}"} if "draw" in fields else {}
            yield (kind, f"{code}{SEPARATOR}{id_}"), {**fields, **within, "joined": code}


def _brought_by(code: str, held: Mapping[str, Fields]) -> Iterator[str]:
    return (id_ for id_, fields in held.items() if fields.get("joined") == code)


def _decision(row: Row, code: str) -> Row:
    made = {**row}
    for key in ("members", "choose", "exceed"):
        if key in made:
            made[key] = [_to(who, code) for who in made[key]]
    if "appraisee" in made:
        made["appraisee"] = _to(made["appraisee"], code)
    if made.get("fingerprint"):
        made["fingerprint"] = _fingerprint(str(made["fingerprint"]), row["members"], made["members"])
    return made


def _fingerprint(mark: str, members: Sequence[str], now: Sequence[str]) -> str:
    """The fingerprint of the same tie set under the new ids; as it was where it is of none of these people."""
    for take in range(len(members) + 1):
        if fingerprint(take, members).startswith(mark):
            return fingerprint(take, now)
    return mark
