"""The field of a ballot: a cell for each of its counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kaohe.errors import CaseError
from kaohe.rules import Tally
from kaohe.rules.tools import (
    Absent,
    TallyValue,
    accept,
    half_width,
    parse,
    parse_count,
)
from kaohe.words import Message, Text

from ._fields import MISSING, Field
from ._typed import typed_of

__all__ = ["BALLOTS", "TallyField"]

_BALLOT_LABELS = {
    "issued": Text("issued", "发出"),
    "collected": Text("collected", "收回"),
    "spoilt": Text("spoilt", "废票"),
    "blank": Text("blank", "弃权"),
}
BALLOTS = tuple(_BALLOT_LABELS)


@frozen
class TallyField(Field):
    """A ballot: one cell for each count; the value exists once all are there and add up."""

    given: Tally = field(kw_only=True)

    @property
    def parts(self) -> tuple[str, ...]:
        """The counts in the order in which they are entered."""
        return (*BALLOTS, *self.given.codes)

    def part_label(self, part: str) -> str:
        """What stands before the cell of one count."""
        known = _BALLOT_LABELS.get(part)
        return str(known or next(option.label for option in self.given.options if option.code == part))

    def texts(self, value: Any) -> dict[str, str]:
        if isinstance(value, Absent):
            return {part: typed_of(value) if part == "issued" else "" for part in self.parts}
        if not isinstance(value, TallyValue):
            return dict.fromkeys(self.parts, "")
        counts = {name: getattr(value, name) for name in BALLOTS} | dict(value.votes)
        return {part: str(counts[part]) for part in self.parts}

    def plain(self, texts: Mapping[str, str]) -> Any:
        first = texts.get("issued", "").strip()
        if half_width(first[:1]) == "!":
            if any(texts.get(part, "").strip() for part in self.parts[1:]):
                raise CaseError(_COUNTS_STAND)
            return parse(self.given, first, self.supplied)
        found = {part: parse_count(texts[part]) for part in self.parts if texts.get(part, "").strip()}
        if not found:
            return MISSING
        accept(self.given, found, self.supplied)
        return found

    def check(self, part: str, text: str) -> None:
        if text.strip() and not (part == "issued" and text.strip()[0] in "!！"):
            parse_count(text)

    def sums(self, texts: Mapping[str, str]) -> tuple[int, int | None]:
        """The ballots counted so far, and how many are missing (negative: too many) of those collected."""
        counts = {part: int(texts[part]) for part in self.parts if texts.get(part, "").strip().isdecimal()}
        counted = sum(count for part, count in counts.items() if part not in ("issued", "collected"))
        return counted, counts["collected"] - counted if "collected" in counts else None


_COUNTS_STAND = Message(
    "K7006",
    "a reason why there is no ballot stands beside counts; take one of them out",
    "既写了无票原因又有票数；请删去其一",
)
