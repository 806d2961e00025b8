"""What joining leaves in the higher book: the documents of what is frozen below, under ids of this book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...engine.quota import fingerprint
from .._documents import (
    ASSIGN,
    DECISION,
    DRAW,
    GATE,
    IMPORTED,
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
from .._state import State
from ._lower import joined_code, under

__all__ = ["brought"]

_RECORDED = (GATE, IMPORTED, PAPER)  # counts here as it does there
_SHOWN = (ASSIGN, DRAW, NOTICE)  # stands here to be read, under ids that no step of this book has


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
        new = under(code, who)
        standing = upper.places.get(new, place)
        place += new not in upper.places
        for (kind, id_), fields in lower.documents(who, row).items():
            if _frozen(lower, kind, id_):
                yield (kind, f"{id_[: len(id_) - len(who)]}{new}"), _adopted(fields, code, standing)


def _frozen(lower: State, kind: str, id_: str) -> bool:
    """Whether a document is of what is frozen: all of a frozen book, else the roster and the frozen periods."""
    if "book" in lower.freezes or kind == PERSON:
        return True
    return kind == PERIOD and span_id(*id_.split("/", 2)[:2]) in lower.freezes


def _adopted(fields: Fields, code: str, place: int) -> Fields:
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
        return under(code, value)
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
            new = f"{rest}{sign}{under(code, who)}"
            if who in lower.rows and new not in ours:
                yield (kind, new), {**fields, "joined": code}


def _done_there(lower: State, code: str) -> Iterator[tuple[Key, Fields]]:
    """Draws, who assesses whom and notices given, as they stand in the lower book; the ids within are those of that book."""
    for kind in _SHOWN:
        for id_, fields in lower.acts.get(kind, {}).items():
            within = {"draw": under(code, fields["draw"])} if "draw" in fields else {}
            yield (kind, under(code, id_)), {**fields, **within, "joined": code}


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
