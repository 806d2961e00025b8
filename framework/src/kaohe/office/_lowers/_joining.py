"""Joining a lower book: what it does, as it is shown before, and the act that keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from attrs import frozen

from ...cases import Effect
from ...errors import CaseError
from ...words import Message
from .._acts import Act, Sight
from .._documents import LOWER, Fields, Key
from ._lower import Lower, fields_of, lowers_of

__all__ = ["Joined", "Joining"]

_TWICE = Message(
    "K8307",
    "{unit} is joined already, under the code {code}; join it under that code again",
    "{unit} 已以代码 {code} 汇入；请仍用该代码",
)
_REASON = Message(
    "K8310",
    "{unit} was joined at {head} and has changed since; joining it again changes results here, so give a reason",
    "{unit} 已于 {head} 汇入，此后有改动；再次汇入会改变本账簿的结果，请写明理由",
)


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
        yield (LOWER, self.lower.code), fields_of(self.lower)

    def about(self) -> tuple[str, str, str]:
        """The unit's code."""
        return "", self.lower.code, ""
