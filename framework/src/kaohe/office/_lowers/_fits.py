"""Whether a lower book fits a higher one: its rules, cycle and lists, its code, and the head that was joined before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ...store import Receipt, StoreError
from ...words import Message, named
from .._errors import OfficeError
from .._state import State
from ._lower import Lower, joined_code, lowers_of, under

__all__ = ["check_fit", "check_head"]

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
_TAKEN = Message(
    "K8306",
    "the code {code} is that of {unit}; choose another, or join that unit's book under it",
    "代码 {code} 已用于 {unit}；请另取，或以此代码汇入该单位的账簿",
)
_ON_ROSTER = Message(
    "K8308",
    "{id} is on the roster of this book and begins like the code {code}; choose another code",
    "本账簿名册中的 {id} 与代码 {code} 开头相同；请另取代码",
)
_GONE = Message(
    "K8311",
    "{unit}: this is not the book that was joined at {head}, or its end is gone: {why}. What was joined stands here as it was",
    "{unit}：这不是以 {head} 汇入的账簿，或其末尾已缺失：{why}。已汇入的内容在本账簿中保持不变",
)


class Verified(Protocol):
    """A book that can be asked for a head."""

    def verify(self, receipt: Receipt | None = None) -> object:
        """Raise StoreError where the book does not hold that head, or does not verify."""


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
    mine = next((who for who in upper.rows if who.startswith(under(given.code, ""))), None)
    if mine is not None and not joined_code(upper, mine):
        raise OfficeError(_ON_ROSTER.format(id=named(mine), code=given.code))


def _check_cycle(unit: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    for key in ("start", "end", "periods", "tables"):
        if ours.get(key) != theirs.get(key):
            raise OfficeError(_OTHER_CYCLE.format(unit=unit, what=key))
    for key, codes in theirs.get("lists", {}).items():
        more = next((one for one in codes if one not in ours.get("lists", {}).get(key, ())), None)
        if more is not None:
            raise OfficeError(_OTHER_LIST.format(unit=unit, key=key, code=more))


def check_head(lower: Verified, before: Lower) -> None:
    """Whether a lower book still holds the head that was joined. Raises OfficeError naming the unit and why not."""
    try:
        lower.verify(before.head)
    except StoreError as error:
        raise OfficeError(_GONE.format(unit=before.unit, head=str(before.head), why=error.text)) from error
