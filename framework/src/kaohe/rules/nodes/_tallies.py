"""Anonymous ballots: their totals, votes and shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from attrs import field, frozen

from ...words import Text
from .. import nodes
from .._fields import checked
from .._values import UNKNOWN, Absent, TallyValue
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

__all__ = ["Tally", "TallyCount", "TallyShare", "TallyTotal"]

_ZERO, _ONE = Fraction(0), Fraction(1)


@checked
@frozen(order=False)
class Tally(Input):
    """An anonymous ballot: issued, collected, spoilt, blank, and one count for each option.

    The denominator of its shares is collected minus spoilt, blanks included; `total_is` names another: "issued",
    "collected", or "votes" (for options alone). No more are collected than `part_of`: an input (who attended), or a
    linked appraisee's.
    """

    part_of: NumberExpr | None = field(default=None, kw_only=True)
    options: tuple[Option, ...] = field(default=(), kw_only=True, converter=to_options)
    total_is: str = field(default="collected-spoilt", kw_only=True)

    silent = True

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)

    def how_many(self, *codes: str) -> NumberExpr:
        """The votes for the options named."""
        return TallyCount(self, codes)

    def total(self) -> NumberExpr:
        """The votes that make the denominator."""
        return TallyTotal(self)

    def share(self, *codes: str) -> NumberExpr:
        """The votes for the options named over the total; absent where the total is 0."""
        return TallyShare(self, codes)

    def worth(self, here: Evaluator) -> Worth:
        """As something that is there or not, a ballot is worth its denominator."""
        return here.worth(TallyTotal(self))

    def counted(self, value: TallyValue) -> int:
        """The denominator of its shares."""
        return value.total(self.total_is)

    def code_label(self, code: str) -> Text:
        return option_label(self.options, code)


@frozen(order=False)
class _OfTally(NumberExpr):
    tally: Tally

    def parts(self) -> tuple[Expr, ...]:
        return (self.tally,)

    def entry(self) -> Input | None:
        return self.tally

    def bounds(self) -> Bounds:
        return _ZERO, None

    def worth(self, here: Evaluator) -> Worth:
        found = self.tally.entered(here)
        if isinstance(found, Absent):
            return absent(found)
        return Num(*self.bounds(), self.tally.missing(here)) if found is UNKNOWN else self.counted(found)

    def counted(self, value: TallyValue) -> Worth:
        """What the ballot as counted makes it."""
        raise NotImplementedError

    def _column(self, source: Source, *part: str, read: Callable[[TallyValue], int]) -> tuple[str, str]:
        return self.tally.column(source, Entered(self.tally.key, part, read))

    def _total(self, source: Source) -> tuple[str, str]:
        return self._column(source, "total", read=self.tally.counted)


_COUNTED = Text("ballots counted in {tally}", "{tally}计入的总票数")
_COUNTED_AS = {
    "issued": Text("ballots issued for {tally}", "{tally}发出的票数"),
    "collected": Text("ballots collected in {tally}", "{tally}收回的票数"),
    "votes": Text("votes for any option in {tally}", "{tally}各项票数合计"),
}


@checked
@frozen(order=False)
class TallyTotal(_OfTally):
    """The denominator of a ballot."""

    def counted(self, value: TallyValue) -> Worth:
        return exactly(self.tally.counted(value))

    def number_source(self, source: Source) -> Number:
        total, there = self._total(source)
        return Number(total, there=there)

    def say(self, words: Words) -> Text:
        return _COUNTED_AS.get(self.tally.total_is, _COUNTED).format(tally=self.tally.label)


@frozen(order=False)
class _OfCodes(_OfTally):
    codes: tuple[str, ...]

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        yield from unknown_codes(self.tally, self.codes)

    def _votes(self, source: Source) -> tuple[str, str]:
        return self._column(source, "votes", *self.codes, read=lambda value: value.of(*self.codes))

    def _said(self, text: Text) -> Text:
        return text.format(codes=codes_label(self.tally, self.codes), tally=self.tally.label)


@checked
@frozen(order=False)
class TallyCount(_OfCodes):
    """The votes for some options."""

    def counted(self, value: TallyValue) -> Worth:
        return exactly(value.of(*self.codes))

    def number_source(self, source: Source) -> Number:
        votes, there = self._votes(source)
        return Number(votes, there=there)

    def say(self, words: Words) -> Text:
        return self._said(Text("votes for {codes} in {tally}", "{tally}中{codes}的票数"))


@checked
@frozen(order=False)
class TallyShare(_OfCodes):
    """The share of some options, compared by cross-multiplying and never rounded."""

    def bounds(self) -> Bounds:
        return _ZERO, _ONE

    def counted(self, value: TallyValue) -> Worth:
        total = self.tally.counted(value)
        return exactly(Fraction(value.of(*self.codes), total)) if total else ZERO_TOTAL

    def number_source(self, source: Source) -> Number:
        (votes, there), (total, _) = self._votes(source), self._total(source)
        return Number(votes, 1, total, both(there, f"({total} != 0)"))

    def say(self, words: Words) -> Text:
        return self._said(Text("share of {codes} in {tally}", "{tally}中{codes}的比例"))

    def made(self, words: Words, values: Values) -> Iterator[Text]:
        """Its figure shows the votes."""
        return iter(())
