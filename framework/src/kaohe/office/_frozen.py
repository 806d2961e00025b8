"""Freezing: what was frozen is changed only by a save that says so, with a reason, and is hashed again then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from ..errors import CaseError
from ..words import Message, Text
from ._changes import Freeze, Revise
from ._documents import ACTS, FREEZE, OUTCOMES, PERIOD, PERSON, Fields, Key, Row, span_id
from ._state import State

__all__ = ["Freezing", "needs_reason"]

Documents = Mapping[Key, Fields | None]

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
    frozen: set[str] = field(factory=set, init=False)
    revised: set[str] = field(factory=set, init=False)
    faults: list[tuple[Freeze | Revise, CaseError]] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        for mark in self.marks:
            self._sort(mark)

    def blocked(self, documents: Documents, before: Documents) -> Iterator[tuple[Key, CaseError]]:
        """Which documents of a save are frozen, without this save revising them."""
        for key in documents:
            for span in _spans_of(key, documents, before):
                if span in self.state.freezes and not self.revised & {span, "book"}:
                    yield key, CaseError(_FROZEN.format(span=_said(span)))

    def spans(self, documents: Documents, before: Documents) -> set[str]:
        """The freezes that a save writes: the new ones, and those whose content it revises."""
        touched = {span for key in documents for span in _spans_of(key, documents, before)}
        return self.frozen | (touched & self.state.freezes.keys())

    def written(self, spans: Iterable[str], rows: Mapping[str, Row], decided: Sequence[Any]) -> dict[Key, Fields]:
        """These freezes, hashed over the rows and decisions as the save leaves them."""
        return {(FREEZE, span): self._hashed(span, rows, decided) for span in spans}

    def _sort(self, mark: Freeze | Revise) -> None:
        span, revising = span_id(mark.axis, mark.period), isinstance(mark, Revise)
        known = self.periods.get(mark.axis, ())
        if mark.period and mark.period not in known:
            listed = ", ".join(known) or ", ".join(self.periods) or "-"
            self.faults.append(
                (mark, CaseError(_NO_SPAN.format(period=mark.period, axis=mark.axis or "-", known=listed)))
            )
        elif revising != (span in self.state.freezes):
            self.faults.append((mark, CaseError((_NOT_FROZEN if revising else _ALREADY).format(span=_said(span)))))
        elif revising and not self.reason.strip():
            self.faults.append((mark, needs_reason()))
        else:
            (self.revised if revising else self.frozen).add(span)

    def _hashed(self, span: str, rows: Mapping[str, Row], decided: Sequence[Any]) -> Fields:
        axis, _, period = span.partition("/")
        held = self.state.freezes.get(span)
        revisions = 0 if held is None else held["revisions"] + 1
        inputs = self.state.span_hash(axis, period, rows, decided)
        return {"inputs": inputs, "digest": self.state.settings["digest"], "revisions": revisions}


def _spans_of(key: Key, documents: Documents, before: Documents) -> list[str]:
    """The spans that hold a document: its period, and the book, but for a name alone; none holds a step of procedure."""
    kind, id_ = key
    if kind in _BESIDE:
        return []
    if kind == PERIOD:
        axis, period, _ = id_.split("/", 2)
        return [span_id(axis, period), "book"]
    return [] if kind == PERSON and _nameless(documents[key]) == _nameless(before.get(key)) else ["book"]


_BESIDE = {*ACTS, FREEZE, OUTCOMES}


def _nameless(fields: Fields | None) -> Fields | None:
    return None if fields is None else {key: value for key, value in fields.items() if key != "name"}


def _said(span: str) -> Text:
    return _BOOK if span == "book" else Text(span, span)
