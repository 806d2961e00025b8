"""Freezing: what was frozen is changed only by a save that says so, with a reason, and is hashed again then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import define

from ..errors import CaseError
from ..words import Message, Text
from ._changes import Change, Enter, Freeze, Revise
from ._documents import FREEZE, PERIOD, PERSON, Fields, Key, Row, owner_of, span_id
from ._state import State

if TYPE_CHECKING:
    from ._draft import Draft

__all__ = ["Freezing", "needs_reason"]

_FROZEN = Message(
    "K8012",
    "{span} is frozen; nothing in it changes but by a revision on record: `kaohe office revise`, with the reason",
    "{span} 已冻结；如须更改，请用 kaohe office revise 并写明理由，记录在案",
)
_ALREADY = Message(
    "K8013",
    "{span} is frozen already; use a revision to change what is in it",
    "{span} 已经冻结；更改请用修订",
)
_NOT_FROZEN = Message(
    "K8014", "{span} is not frozen; enter without a revision", "{span} 没有冻结；请直接录入，不用修订"
)
_NO_SPAN = Message(
    "K8015",
    "there is no period {period} of {axis}; the periods are {known}",
    "{axis} 没有期次 {period}；可用：{known}",
)
_REASON = Message(
    "K8016",
    "this needs a reason, since it changes what others rely on; add it",
    "此项改动影响他人所依据的记录，须写明理由；请补写",
)
_BOOK = Text("the whole book", "整本账簿")


def needs_reason() -> CaseError:
    """The refusal of an act without its reason."""
    return CaseError(_REASON)


@define
class Freezing:
    """The freezes and revisions among the changes of a save."""

    state: State
    marks: Sequence[Freeze | Revise]
    periods: Mapping[str, Sequence[str]]
    reason: str

    def judge(self, draft: Draft) -> None:
        """Refuse what is frozen, and write the freezes of this save, hashed as it leaves everything."""
        freeze, revise = self._spans(draft)
        for key in [*draft.documents]:
            for span in _spans_of(key, draft):
                if span in self.state.freezes and not revise & {span, "book"}:
                    draft.refuse(_guilty(draft, key), CaseError(_FROZEN.format(span=_said(span))))
        if draft.refusals:
            return
        touched = {span for key in draft.documents for span in _spans_of(key, draft)}
        rows = _after(self.state, draft.rows)
        for span in freeze | (touched & self.state.freezes.keys()):
            held = self.state.freezes.get(span)
            draft.before[FREEZE, span] = held
            draft.documents[FREEZE, span] = self._frozen(span, held, rows, draft)

    def _spans(self, draft: Draft) -> tuple[set[str], set[str]]:
        found: tuple[set[str], set[str]] = (set(), set())
        for mark in self.marks:
            span, revising = span_id(mark.axis, mark.period), isinstance(mark, Revise)
            known = self.periods.get(mark.axis, ())
            if mark.period and mark.period not in known:
                listed = ", ".join(known) or ", ".join(self.periods) or "-"
                error = _NO_SPAN.format(period=mark.period, axis=mark.axis or "-", known=listed)
                draft.refuse([mark], CaseError(error))
            elif revising != (span in self.state.freezes):
                draft.refuse([mark], CaseError((_NOT_FROZEN if revising else _ALREADY).format(span=_said(span))))
            elif revising and not self.reason.strip():
                draft.refuse([mark], needs_reason())
            else:
                found[revising].add(span)
        return found

    def _frozen(self, span: str, held: Fields | None, rows: Mapping[str, Row], draft: Draft) -> Fields:
        axis, _, period = span.partition("/")
        inputs = self.state.span_hash(axis, period, rows, draft.decided_rows())
        revisions = 0 if held is None else held["revisions"] + 1
        return {"inputs": inputs, "digest": self.state.settings["digest"], "revisions": revisions}


def _after(state: State, rows: Mapping[str, Row | None]) -> dict[str, Row]:
    return {who: row for who, row in {**state.rows, **rows}.items() if row is not None}


def _spans_of(key: Key, draft: Draft) -> list[str]:
    """The spans that hold a document: its period, and the book, but for a name alone."""
    kind, id_ = key
    if kind == PERIOD:
        axis, period, _ = id_.split("/", 2)
        return [span_id(axis, period), "book"]
    if kind == FREEZE or (kind == PERSON and _nameless(draft.documents[key]) == _nameless(draft.before.get(key))):
        return []
    return ["book"]


def _nameless(fields: Fields | None) -> Fields | None:
    return None if fields is None else {key: value for key, value in fields.items() if key != "name"}


def _guilty(draft: Draft, key: Key) -> Sequence[Change]:
    """The changes that touch a document."""
    who = owner_of(key)
    if not who:
        return [one for one in draft.changes if not draft.owned(one)] or draft.changes
    mine = draft.of(who)
    if key[0] != PERIOD:
        return mine
    at = key[1].split("/", 2)[1]
    return [one for one in mine if not isinstance(one, Enter) or one.at == at]


def _said(span: str) -> Text:
    return _BOOK if span == "book" else Text(span, span)
