"""Codes out of a list: entered, spelled, asked about, and worth points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

from attrs import field, frozen

from ...words import Said, Text
from .. import nodes
from .._exact import show
from .._fields import Back, Key, Name, Some, checked, to_text
from .._values import UNKNOWN, Absent
from ._evaluator import Evaluator
from ._expr import COMPARE, SUM, Bounds, Expr, Slip
from ._inputs import Input, absent
from ._intervals import NOTHING, absent_as, one_of, undecided
from ._operators import BoolExpr, ChoiceExpr, NumberExpr
from ._slots import Entered, OfCycle, entered
from ._source import Holds, Number, Plain, Source, both, holds
from ._wording import Words, codes_label, join, option_label
from ._worth import NO_CAUSES, Code, Gone, Worth, exactly, truth

__all__ = [
    "Choice",
    "Is",
    "Listed",
    "Option",
    "Points",
    "Spelled",
    "code_worth",
    "listed",
    "spelled",
    "to_options",
    "unknown_codes",
]


@checked
@frozen(order=False)
class Option:
    """One code of a choice, with its label."""

    code: Name
    label: Text = field(converter=to_text)


Options = Mapping[str, Said] | Sequence[Option | str]


def to_options(value: Options) -> tuple[Option, ...]:
    """The options as they are given: {code: words}, or a list in which a plain text is code and words at once."""
    if isinstance(value, Mapping):
        return tuple(Option(code, words) for code, words in value.items())
    if not isinstance(value, list | tuple):
        return value  # type: ignore[return-value]  # refused by `checked`, with the field's name
    return tuple(Option(one, one) if isinstance(one, str) else one for one in value)


@checked
@frozen(order=False)
class Choice(Input, ChoiceExpr):
    """One code of `options`, or of the list that the cycle supplies under `list_key` (its divisions, say).

    Options are given as {code: words}, or as a list: ("优秀", "合格") are codes that are their own words. With
    `cycles_back` it is the grade of that many cycles ago (`earlier`), which a sheet of that year's results can say.
    """

    options: tuple[Option, ...] = field(default=(), kw_only=True, converter=to_options)
    list_key: Key | None = field(default=None, kw_only=True)
    cycles_back: Back = field(default=0, kw_only=True)

    @property
    def codes(self) -> tuple[str, ...]:
        """The declared codes, in order."""
        return tuple(option.code for option in self.options)

    def worth(self, here: Evaluator) -> Worth:
        return code_worth(self, here)

    def packed(self, value: object) -> object:
        return value

    def value_source(self, source: Source) -> Plain:
        return Plain(*self.column(source, Entered(self.key)))

    def code_label(self, code: str) -> Text:
        return option_label(self.options, code)


def code_worth(given: Input, here: Evaluator) -> Worth:
    """The code that was entered."""
    found = given.entered(here)
    if isinstance(found, Absent):
        return absent(found)
    return Code(None, given.missing(here)) if found is UNKNOWN else Code(found)


class _Coded(Protocol):
    """An input with declared codes: a choice, ratings, marks, a ballot."""

    @property
    def label(self) -> Text: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


def unknown_codes(given: _Coded, used: tuple[str, ...]) -> Iterator[Slip]:
    """The codes that a list of options lacks."""
    for code in used:
        if code not in given.codes:
            text = Text("{input} has no option {code}", "{input} 没有选项 {code}").format(input=given.label, code=code)
            yield "codes", text


@checked
@frozen(order=False)
class Is(BoolExpr):
    """A code is one of some."""

    choice: ChoiceExpr
    codes: tuple[str, ...]

    binds = COMPARE

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        given = _with_codes(self.choice)
        if given is not None:
            yield from unknown_codes(given, self.codes)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.choice)
        if isinstance(found, Gone):
            return absent_as(found)
        assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
        return undecided(found.causes) if found.value is None else truth(found.value in self.codes)

    def truth_source(self, source: Source) -> Holds:
        found = source.value(self.choice)
        return holds(f"({found.code} in {self.codes!r})", found.there)

    def say(self, words: Words) -> Text:
        """With values the code that was entered, and which were asked for where it is another."""
        wanted, text = codes_label(self.choice, self.codes), Text("{choice} is {codes}", "{choice}为{codes}")
        if words.values is None:
            return text.format(choice=words.within(self.choice, SUM), codes=wanted)
        holds = words.values.holds(self)
        if holds is None:
            text = Text("{choice}: {codes}; is it {wanted}?", "{choice}：{codes}；是否为{wanted}？")
        elif not holds:
            text = Text("{choice} is {codes}, not {wanted}", "{choice}为{codes}，不是{wanted}")
        return text.format(choice=self.choice.called(words), codes=words.values.figure(self.choice), wanted=wanted)


@checked
@frozen(order=False)
class Points(NumberExpr):
    """The number a table gives a code."""

    choice: ChoiceExpr
    table: Some[tuple[str, Fraction]]

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)

    def slips(self, kind: nodes.Kind) -> Iterator[Slip]:
        given, used = _with_codes(self.choice), tuple(code for code, _ in self.table)
        if given is None:
            return
        yield from unknown_codes(given, used)
        missing = sorted(set(given.codes) - set(used))
        if missing:
            text = Text("the point table lacks {codes}", "分值表缺少 {codes}")
            yield "codes", text.format(codes=", ".join(missing))

    def bounds(self) -> Bounds:
        found = one_of([value for _, value in self.table], NO_CAUSES)
        return found.low, found.high

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.choice)
        if isinstance(found, Gone):
            return found
        assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
        table = dict(self.table)
        if found.value is None:
            return one_of(list(table.values()), found.causes)
        return exactly(table[found.value]) if found.value in table else NOTHING

    def number_source(self, source: Source) -> Number:
        found = source.value(self.choice)
        static = lcm(*(value.denominator for _, value in self.table))
        table = {code: value.numerator * (static // value.denominator) for code, value in self.table}
        given, name = _with_codes(self.choice), source.constant(table)
        listed = "" if given is not None and set(given.codes) <= set(table) else f"({found.code} in {name})"
        there = both(found.there, listed)
        return Number(source.let(f"{name}[{found.code}]", there), static, "", there)

    def say(self, words: Words) -> Text:
        row = Text("{code} = {points}", "{code} = {points}")
        rows = [row.format(code=self.choice.code_label(code), points=show(points)) for code, points in self.table]
        text = Text("points of {choice} ({rows})", "{choice}对应的分值（{rows}）")
        return text.format(choice=words.say(self.choice), rows=join(rows, en=", ", zh="、"))

    def called(self, words: Words) -> Text:
        """With values, by the code chosen."""
        if words.values is None or words.values.missing(self) is not None:
            return words.plain().say(self)
        chosen = Text("{choice} {option}", "{choice} {option}")
        return chosen.format(choice=self.choice.called(words), option=words.values.figure(self.choice))


def _with_codes(choice: ChoiceExpr) -> Choice | nodes.Ratings | None:
    """The input whose declared codes are asked about; None where it is another's, or the cycle lists the codes."""
    found = choice if isinstance(choice, Choice | nodes.Ratings) else None
    return found if found is not None and found.codes else None


@checked
@frozen(order=False)
class Spelled(ChoiceExpr):
    """A code under the one name that `names` gives its spellings."""

    choice: ChoiceExpr
    names: Callable[[str], str]

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)

    def worth(self, here: Evaluator) -> Worth:
        found = here.worth(self.choice)
        return Code(self.names(found.value)) if isinstance(found, Code) and found.value is not None else found

    def value_source(self, source: Source) -> Plain:
        found = source.value(self.choice)
        return Plain(source.let(f"{source.constant(entered(self.names))}({found.code})", found.there), found.there)

    def say(self, words: Words) -> Text:
        return words.say(self.choice)


def _as_written(code: str) -> str:
    return code


@checked
@frozen(order=False)
class Listed(BoolExpr):
    """Whether the cycle's list of a choice holds one of `codes`, each under the name that `names` gives it."""

    choice: Choice
    codes: tuple[str, ...]
    names: Callable[[str], str] = _as_written

    def worth(self, here: Evaluator) -> Worth:
        return truth(self._held(here.codes(self.choice.list_key or "")))

    def _held(self, codes: Iterable[str]) -> bool:
        return any(self.names(code) in self.codes for code in codes)

    def truth_source(self, source: Source) -> Holds:
        key, part = self.choice.list_key or "", ("listed", self.choice.key, *self.codes, str(id(self.names)))
        return Holds(source.slot(OfCycle(part, lambda supplied: self._held(supplied.lists.get(key, ())))))

    def say(self, words: Words) -> Text:
        """With values where it does not hold, that the list names none of them."""
        names = Text("the cycle's list for {choice} names {codes}", "{choice}的周期清单列有{codes}")
        lacks = Text("the cycle's list for {choice} names none of {codes}", "{choice}的周期清单没有{codes}")
        holds = None if words.values is None else words.values.holds(self)
        codes = codes_label(self.choice, self.codes)
        return (lacks if holds is False else names).format(choice=self.choice.label, codes=codes)


def spelled(choice: ChoiceExpr, names: Callable[[str], str]) -> ChoiceExpr:
    """`choice` with every spelling of a name read as that name; `names` is a pure function of the code."""
    return Spelled(choice, names)


def listed(choice: Choice, *codes: str, names: Callable[[str], str] = _as_written) -> BoolExpr:
    """Whether the list that the cycle supplies for `choice` holds one of `codes`."""
    return Listed(choice, codes, names)
