"""What is legal and yet unlikely in a sheet: told beside a preview, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, field

from ...rules import Score
from ...rules.nodes import Input
from ...rules.tools import Value, show
from ...words import Text

__all__ = ["Marks"]

_FEWEST, _SHARE = 5, 4
_WEIGHTED = Text(
    "{sheet}: {label}: none of {n} marks is above {most}, of {high} possible; were they entered with their weight "
    "already taken?",
    "{sheet}：{label}共 {n} 个得分，最高 {most}，而满分为 {high}；是否录入了折算后的分？",
)
_THE_SHEET = Text("the sheet", "本表")


@define
class Marks:
    """The marks of a sheet by input: how many, and the highest."""

    _seen: dict[str, tuple[Score, int, Fraction]] = field(factory=dict, init=False)

    def take(self, given: Input, value: Value) -> None:
        """Look at one entry."""
        if isinstance(given, Score) and isinstance(value, Fraction):
            _, count, most = self._seen.get(given.key, (given, 0, value))
            self._seen[given.key] = given, count + 1, max(most, value)

    def notes(self, sheet: str) -> Iterator[Text]:
        """The columns in which every mark is within a quarter of the range: 9.2 where 92 is meant."""
        for given, count, most in self._seen.values():
            if count >= _FEWEST and 0 < most * _SHARE <= given.high:
                said = {"label": given.label, "n": count, "most": show(most), "high": show(given.high)}
                yield _WEIGHTED.format(sheet=sheet or _THE_SHEET, **said)
