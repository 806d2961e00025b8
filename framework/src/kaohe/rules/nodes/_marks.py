"""Numbers that several raters gave: raters by code, in voter groups; means with the highest and lowest dropped."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._exact import Exact, exact, show
from .._fields import Places, checked
from .._values import UNKNOWN, Absent, MarksValue
from ._choices import Option, to_options, unknown_codes
from ._evaluator import Evaluator
from ._expr import Bounds, Expr, Slip
from ._inputs import Input, absent
from ._intervals import ZERO_TOTAL
from ._operators import NumberExpr
from ._slots import Entered
from ._source import Number, Source, both
from ._wording import Values, Words, codes_label, option_label
from ._worth import Num, Worth, exactly

__all__ = ["FEWEST_RATERS", "Marks", "MarksMean", "SheetLimit"]

FEWEST_RATERS = 5
"""No group of fewer raters counts or shows: its mean would tell what single people gave."""


def _maybe(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


@checked
@frozen(order=False)
class SheetLimit:
    """On one rater's sheet at most `most` marks lie from `low` on (and below `below`, where that is given)."""

    low: Fraction = field(converter=exact)
    most: int
    below: Fraction | None = field(default=None, kw_only=True, converter=_maybe)

    def holds(self, mark: Fraction) -> bool:
        """Whether `mark` is one of those that are limited."""
        return mark >= self.low and (self.below is None or mark < self.below)

    def text(self) -> Text:
        """The marks that are limited."""
        if self.below is None:
            return Text("from {low} on", "{low}分以上").format(low=show(self.low))
        return Text("from {low} to below {below}", "{low}分以上、不足{below}分").format(
            low=show(self.low), below=show(self.below)
        )


@checked
@frozen(order=False)
class Marks(Input):
    """The marks within [low, high] that several raters gave one appraisee: raters are codes, in `groups` where it has any.

    A group of fewer than FEWEST_RATERS counts as not entered. `sheet` limits how many marks of a sort one rater may give
    all appraisees together; with `no_equal` a rater gives no two of them the same.
    """

    low: Fraction = field(default=Fraction(0), converter=exact, kw_only=True)
    high: Fraction = field(default=Fraction(100), converter=exact, kw_only=True)
    places: Places = field(default=0, kw_only=True)
    groups: tuple[Option, ...] = field(default=(), kw_only=True, converter=to_options)
    sheet: tuple[SheetLimit, ...] = field(default=(), kw_only=True)
    no_equal: bool = field(default=False, kw_only=True)

    silent = True

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared groups, in order."""
        return tuple(group.code for group in self.groups)

    @property
    def step(self) -> Fraction:
        """The smallest difference between two marks."""
        return Fraction(1, 10**self.places)

    def mean(self, *groups: str, highest: int = 0, lowest: int = 0) -> NumberExpr:
        """The mean of those groups' marks, of all where none is named, the n highest and n lowest dropped first."""
        return MarksMean(self, groups, highest, lowest)

    def worth(self, here: Evaluator) -> Worth:
        """As something that is there or not, the number of raters."""
        found = self.entered(here)
        if isinstance(found, Absent):
            return absent(found)
        return Num(Fraction(0), None, self.missing(here)) if found is UNKNOWN else exactly(len(found.rows))

    def code_label(self, code: str) -> Text:
        return option_label(self.groups, code)

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        if len(set(self.codes)) < len(self.codes):
            yield "codes", Text("it has a group twice", "分组有重复")
        if self.low > self.high:
            yield "limits", Text("its low is above its high", "下限高于上限")
        for limit in self.sheet:
            if limit.most < 0 or not self.low <= limit.low <= self.high:
                text = Text("no sheet is limited by {limit}", "{limit}的限制没有意义").format(limit=limit.text())
                yield "limits", text


@checked
@frozen(order=False)
class MarksMean(NumberExpr):
    """A mean of marks, the highest and lowest dropped."""

    marks: Marks
    groups: tuple[str, ...] = ()
    highest: int = 0
    lowest: int = 0

    def parts(self) -> tuple[Expr, ...]:
        return (self.marks,)

    def entry(self) -> Input | None:
        return self.marks

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        yield from unknown_codes(self.marks, self.groups)
        if min(self.highest, self.lowest) < 0 or self.highest + self.lowest >= FEWEST_RATERS:
            text = Text(
                "of {n} raters {dropped} are dropped; 0 or more, and together fewer than {n}",
                "{n}名评分人去掉{dropped}名；须为 0 以上，合计少于{n}",
            )
            yield "limits", text.format(n=FEWEST_RATERS, dropped=self.highest + self.lowest)

    def bounds(self) -> Bounds:
        return self.marks.low, self.marks.high

    def worth(self, here: Evaluator) -> Worth:
        found = self.marks.entered(here)
        if isinstance(found, Absent):
            return absent(found)
        if found is UNKNOWN:
            return Num(*self.bounds(), self.marks.missing(here))
        kept = self._kept(found)
        if not kept:  # of a scheme that nobody held against lint
            return ZERO_TOTAL
        return exactly(sum(kept, Fraction(0)) / len(kept))

    def number_source(self, source: Source) -> Number:
        part = ("mean", str(self.highest), str(self.lowest), *self.groups)
        pair, there = self.marks.column(source, Entered(self.marks.key, part, self._packed))
        return Number(f"{pair}[0]", 10**self.marks.places, f"{pair}[1]", both(there, f"({pair}[1] != 0)"))

    def _packed(self, found: MarksValue) -> tuple[int, int]:
        """The total of the marks that are kept, and how many they are."""
        kept = self._kept(found)
        return int(sum(kept) * 10**self.marks.places), len(kept)

    def _kept(self, found: MarksValue) -> list[Fraction]:
        marks = sorted(found.of(*self.groups))
        return marks[self.lowest : len(marks) - self.highest]

    def say(self, words: Words) -> Text:
        text = Text("mean of {marks}", "{marks}的平均值").format(marks=self.marks.label)
        if self.groups:
            text = Text("mean of {marks} by {groups}", "{groups}所评{marks}的平均值").format(
                marks=self.marks.label, groups=codes_label(self.marks, self.groups)
            )
        if not self.highest and not self.lowest:
            return text
        dropped = Text("{text} without the {high} highest and {low} lowest", "{text}（去掉{high}个最高、{low}个最低）")
        return dropped.format(text=text, high=self.highest, low=self.lowest)

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        """Single marks are nobody's to read: only how many there are is told, beside the input."""
        return iter(())
