"""Many cells of many records as one step: a block that was typed, pasted or filled, or a save of it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kaohe.store import Receipt

from ..fields._fields import Field
from ._changes import Cells

__all__ = ["Batch", "Spot", "Typed"]

Spot = tuple[str, str]
"""A person's id and the id of a field."""


@frozen
class Typed:
    """What the cells of one field of one record say."""

    who: str
    field: Field
    texts: Cells


@frozen
class Batch:
    """One step: the drafts of some fields before and after it; with a `receipt`, the commit that saved them."""

    before: Mapping[Spot, Cells] = field(factory=dict)
    after: Mapping[Spot, Cells] = field(factory=dict)
    receipt: Receipt | None = None
