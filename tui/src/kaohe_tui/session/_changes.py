"""One field of a record as a change of the book, and what one step of a person's typing was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kaohe.engine import Appraisee
from kaohe.office import Amend, Change, Enter, Recheck
from kaohe.rules.tools import UNKNOWN
from kaohe.store import Receipt

from ..fields._fields import MISSING, Field

__all__ = ["Cells", "Step", "change_of", "mark_of", "value_of"]

Cells = Mapping[str, str]


@frozen
class Step:
    """The cells of some fields before and after; with a `receipt` where they were saved, by field and part then."""

    before: Mapping[str, Cells]
    after: Mapping[str, Cells]
    receipt: Receipt | None = field(default=None)

    def back(self, receipt: Receipt | None = None) -> Step:
        """The step the other way."""
        return Step(self.after, self.before, receipt)


def change_of(who: str, of: Field, plain: Any) -> Change:
    """The change that puts the plain value of a field, MISSING where its cells are empty."""
    value = None if plain is MISSING else plain
    if of.where == "links":
        return Amend(who, links={of.key: value})
    if of.where == "rechecks":
        return Recheck(who, of.key, value and value["status"], value.get("document", "") if value else "")
    return Enter(who, of.key, value, of.period)


def value_of(person: Appraisee, of: Field) -> Any:
    """The checked value of one field of a record."""
    if of.where == "links":
        return person.links.get(of.key, UNKNOWN)
    if of.where == "rechecks":
        return person.rechecks.get(of.key, UNKNOWN)
    value = person.fact(of.key)
    if not of.period:
        return value
    return value[of.place] if isinstance(value, tuple) else UNKNOWN


def mark_of(texts: Cells) -> str:
    """A short mark of what a field holds, which says nothing of it: to see whether somebody changed it meanwhile."""
    told = "\0".join(f"{part}\1{text}" for part, text in sorted(texts.items()) if text)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:12]
