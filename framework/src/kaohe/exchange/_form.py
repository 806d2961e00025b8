"""The columns of a template: for each what the book holds, what may be typed, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import define, frozen

from ..cases import Case
from ..engine import Appraisee
from ..rules import Choice, Count, Date, Days, Events, Finding, Link, Periods, Score, Tally
from ..rules.nodes import RECHECK_STATES, Input, Marks, Ratings
from ..rules.tools import UNKNOWN, Absent, KindRules, Period, Supplied, indicators_of, linked_text, options_of, show
from ..words import Text
from ._columns import PARTS, WHO, recheck_columns
from ._paper import Put, Styled, cells_wide
from ._shown import cell_of

__all__ = ["DAY_RULE", "PLAIN", "Form", "Topic", "day_topics", "wide"]

_FIXED = Styled(filled=True, number="@", wrapped=False)
_OPEN, PLAIN = Styled(open=True, wrapped=False), Styled(open=True, number="@", wrapped=False)
_RANGE = Text("{low} to {high}", "{low}至{high}")
_DAY = Text("a day like 2018-11-01", "日期，如 2018-11-01")
_NONE = Text("none", "无")
_TYPED = {
    Ratings: Text("one code from each rater, with blanks between: A1 B2", "每名评分人一个代码，以空格分隔：A1 B2"),
    Marks: Text("rater=mark, with blanks between: r1=90 r2=85", "评分人=分数，以空格分隔：r1=90 r2=85"),
}
DAY_RULE = "OR(ISNUMBER({cell}),ISTEXT({cell}))"
_COUNT_RULE = "AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}))"


@frozen
class Topic:
    """One column of a template: its heading, what the book holds of somebody, what may be typed, how wide it is."""

    head: Text
    held: Callable[[Appraisee], Put]
    formula: str = ""  # with {cell} for the cell
    choices: tuple[str, ...] = ()
    said: Text | None = None
    style: Styled = _OPEN
    width: int = 12


@define
class Form:
    """What a kind of import asks of each kind of appraisee, for some periods or for the whole cycle."""

    case: Case
    kind: str
    language: str
    periods: Mapping[str, str]

    def who(self, *, open_: bool) -> Iterator[Topic]:
        """Id and name, which may be typed where the roster itself is made."""
        style = PLAIN if open_ else _FIXED
        yield Topic(WHO[0].label, lambda one: one.id, style=style, width=12)
        yield Topic(WHO[1].label, lambda one: one.name or None, style=style, width=18)

    def topics(self, rules: KindRules) -> Iterator[Topic]:
        """The columns of one kind of appraisee."""
        if self.kind == "roster":
            yield from (self._link(link) for link in rules.links)
        if self.kind == "rechecks":
            yield from self._rechecks(rules)
        for given in rules.inputs:
            if self._wanted(given):
                yield from self._parts(given) if isinstance(given, Tally) else [self._field(given)]

    def _wanted(self, given: Input) -> bool:
        """Whether an input stands on this template: by its sort, and by the period that it is for."""
        if isinstance(given.on, Events | Finding):
            return False
        if isinstance(given, Tally):
            return self.kind == "tallies" and self.due(given)
        if self.kind == "roster":
            return given.on is None and isinstance(given, Choice | Date)
        if self.kind == "earlier":
            return isinstance(given, Choice) and given.cycles_back > 0
        if self.kind == "attendance":
            return self.due(given) and isinstance(given, Count | Days)
        return self.kind == "marks" and self.due(given) and not isinstance(given, Date)

    def due(self, given: Input) -> bool:
        """Whether an input is of the period that the template is for, or of the cycle where it is for none."""
        if isinstance(given.on, Periods):
            return given.on.axis_key in self.periods
        return not self.periods

    def _at(self, given: Input) -> str:
        return self.periods[given.on.axis_key] if isinstance(given.on, Periods) else ""

    def held(self, given: Input) -> Callable[[Appraisee], Any]:
        """What the book holds of an input, of the template's period; None where nothing was entered."""
        at = self._at(given)
        names = [one.name for one in self.case.cohort.cycle.periods[given.on.axis_key]] if at else []  # type: ignore[union-attr]  # it lies on periods

        def held(one: Appraisee) -> Any:
            found: Any = one.fact(given.key)
            if at and found is not UNKNOWN:
                found = found[names.index(at)]
            return None if found is UNKNOWN else found

        return held

    def _field(self, given: Input) -> Topic:
        held, labels = self.held(given), self.labels(given)

        def put(one: Appraisee) -> Put:
            return cell_of(given, held(one), labels)

        if isinstance(given, Finding | Events):
            none = (_NONE.in_language(self.language),)
            return Topic(
                given.label, lambda one: put(one) if held(one) == () else None, choices=none, width=wide(given.label)
            )
        return self.topic(given, put)

    def labels(self, given: Input) -> dict[str, str]:
        """What the codes of an input are called on a sheet; the codes themselves where labels do not tell them apart."""
        labels = {option.code: option.label.in_language(self.language) for option in options_of(given, self._supplied)}
        if isinstance(given, Choice) and len(set(labels.values())) < len(labels):
            return {code: code for code in labels}
        return labels

    def topic(self, given: Input, put: Callable[[Appraisee], Put]) -> Topic:
        """The column of an input that is typed in one cell."""
        head, width = given.label, wide(given.label)
        if isinstance(given, Score | Count | Days):
            low, high = show(given.low), show(given.high)
            head = Text("{label} ({range})", "{label}（{range}）").format(
                label=head, range=_RANGE.format(low=low, high=high)
            )
            return Topic(
                head, put, _number_rule(given, bool(indicators_of(given, self._supplied))), said=head, width=width
            )
        if isinstance(given, Date):
            return Topic(head, put, DAY_RULE, said=_DAY, width=13)
        if isinstance(given, Choice):
            choices = tuple(self.labels(given).values())
            longest = max(map(cells_wide, choices), default=0)
            return Topic(head, put, choices=choices, width=max(width, min(40, longest + 4)))
        said = _TYPED.get(type(given))
        return Topic(head, put, said=said, style=PLAIN, width=width)

    @property
    def _supplied(self) -> Supplied:
        return self.case.cohort.supplied

    def _parts(self, given: Tally) -> Iterator[Topic]:
        held = self.held(given)
        parts = PARTS | {option.code: option.label for option in given.options}

        def put(part: str) -> Callable[[Appraisee], Put]:
            def one_part(one: Appraisee) -> Put:
                value = held(one)
                if value is None or isinstance(value, Absent):
                    return None
                return int(getattr(value, part) if part in PARTS else value.of(part))

            return one_part

        for part, label in parts.items():
            head = Text("{label} {part}", "{label}·{part}").format(label=given.label, part=label)
            yield Topic(head, put(part), _COUNT_RULE, width=10)

    def _link(self, link: Link) -> Topic:
        ids = tuple(one.id for one in self.case.cohort.appraisees.values() if one.kind == link.to.key)
        head = Text("{label} id", "{label}编号").format(label=link.label)
        # A link by date is written as one text: a cell that only takes the ids would refuse it.
        return Topic(head, _linked(link.key), choices=ids if link.on is None else (), style=PLAIN, width=16)

    def _rechecks(self, rules: KindRules) -> Iterator[Topic]:
        """How the re-check of each limit stands, and its document."""
        states = {option.code: option.label.in_language(self.language) for option in RECHECK_STATES}
        for column in recheck_columns(rules):

            def put(one: Appraisee, key: str = column.key, part: str = column.part) -> Put:
                held = one.rechecks.get(key)
                return None if held is None else states[held.status] if part == "status" else held.document or None

            if column.part == "status":
                yield Topic(column.label, put, choices=tuple(states.values()), width=14)
            else:
                yield Topic(column.label, put, style=PLAIN, width=24)


def day_topics(month: Period) -> Iterator[Topic]:
    """The days of a month, for marks of attendance."""
    for day in range(1, month.end.day + 1):
        yield Topic(Text(str(day), str(day)), lambda one: None, style=PLAIN, width=4)


def wide(label: Text) -> int:
    return max(10, min(24, 2 * len(label.zh) + 2))


def _number_rule(given: Score | Count | Days, by_indicator: bool) -> str:
    """What a cell may hold: a number within the range, with no more decimals than declared; or why there is none."""
    low, high, step = show(given.low), show(given.high), Decimal(given.step.denominator)
    steps = f"ROUND({{cell}}*{step},6)=ROUND({{cell}}*{step},0)"
    reason = 'LEFT({cell},1)="!"'
    items = ',ISNUMBER(FIND("+",{cell}))' if by_indicator else ""
    return f"OR(AND(ISNUMBER({{cell}}),{{cell}}>={low},{{cell}}<={high},{steps}),{reason}{items})"


def _linked(key: str) -> Callable[[Appraisee], Put]:
    def text(one: Appraisee) -> Put:
        held = one.links.get(key)
        return None if held is None else linked_text(held)

    return text
