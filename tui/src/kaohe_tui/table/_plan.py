"""Which sheets a book has, and the columns of each: one for the fields of a period, one for each ballot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from kaohe.rules import Choice, Date, Figure
from kaohe.rules.nodes import Input, Marks, Periods, Ratings, open_axis
from kaohe.rules.tools import UNKNOWN, KindRules
from kaohe.words import Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ..session._changes import value_of
from ..session._session import Session
from ..terminal._cells import width

__all__ = ["Column", "Plan", "Progress", "plans_of"]

_WIDTHS: dict[type[Input], int] = {Choice: 10, Date: 11, Ratings: 12, Marks: 20}
_COUNT, _LEAST, _MOST = 5, 6, 20


@frozen
class Column:
    """One column: the part of a field that it holds, its heading, the cells that its values and its heading take.

    `short` is what the scheme declares for a heading that has little room, "" for nothing.
    """

    field: Field
    part: str
    label: str
    least: int
    short: str = ""

    @property
    def width(self) -> int:
        """The cells that it takes with its whole heading, as far as that is not too long."""
        return max(self.least, min(_MOST, width(self.label)))

    def narrow(self, widest: int) -> int:
        """The cells that it takes with its short heading where it has one, else at most `widest`."""
        return max(self.least, min(widest, width(self.short or self.label)))

    def heading(self, room: int) -> str:
        """The heading that stands in so many cells without being cut, if either does."""
        return self.short if self.short and width(self.label) > room else self.label

    @property
    def id(self) -> str:
        """What names this column among all of a record's cells."""
        return f"{self.field.id}:{self.part}"

    @property
    def title(self) -> str:
        """The heading in full: a count of a ballot with its ballot."""
        return f"{self.field.label} {self.label}" if self.part and self.part != "rows" else self.label


@frozen
class Plan:
    """One sheet: the people of a kind by columns; `figures` are shown read-only for its period.

    A `tight` one, of counts, has narrow columns, and score and grade only where there is room.
    """

    kind: KindRules
    title: Text
    period: str
    columns: tuple[Column, ...]
    figures: tuple[Figure, ...] = ()
    tight: bool = False

    @property
    def id(self) -> str:
        """What names this sheet among all of a book."""
        return f"{self.kind.kind.key}/{self.columns[0].field.id}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that its columns are parts of."""
        return tuple({column.field.id: column.field for column in self.columns}.values())

    @property
    def place(self) -> int | None:
        """The place of its period on the axis, None where it has none."""
        return self.columns[0].field.place if self.period else None


def plans_of(session: Session) -> list[Plan]:
    """Every sheet of the book: by kind the fields of each period, the fields without one, and each ballot."""
    found: list[Plan] = []
    first: dict[str, str] = {}
    for who, person in session.office.people.items():
        first.setdefault(person.kind, who)
    for rules in session.ruleset.kinds:
        if rules.kind.key in first:
            found += _plans_of_kind(rules, session.fields(first[rules.kind.key]))
    return found


def _plans_of_kind(rules: KindRules, fields: Sequence[Field]) -> Iterator[Plan]:
    facts = [one for one in fields if one.where == "facts"]
    spans = dict.fromkeys((one.axis, one.period) for one in facts if not isinstance(one, TallyField))
    for axis, period in sorted(spans, key=lambda span: not span[1]):
        mine = [one for one in facts if (one.axis, one.period) == (axis, period) and not isinstance(one, TallyField)]
        yield Plan(rules, _title(mine[0]), period, tuple(map(_column, mine)), _figures(rules, axis))
    for one in facts:
        if isinstance(one, TallyField):
            yield Plan(rules, one.label, one.period, tuple(_counts(one)), tight=True)


def _title(first: Field) -> Text:
    given = getattr(first, "given", None)
    on = getattr(given, "on", None)
    return on.label if isinstance(on, Periods) else Text("the whole cycle", "全周期")


def _column(of: Field) -> Column:
    part = "rows" if isinstance(of, RowsField) else ""
    given = of.part_input(part)
    least = _WIDTHS.get(type(given), _LEAST) if given is not None else _LEAST
    return Column(of, part, str(of.label), least, of.short)


def _counts(of: TallyField) -> Iterator[Column]:
    for part in of.parts:
        yield Column(of, part, of.part_label(part), _COUNT)


def _figures(rules: KindRules, axis: str) -> tuple[Figure, ...]:
    """What is computed for each period of that axis; an input shown as a figure has its column already."""
    found = [rule for rule in rules.rules(Figure) if isinstance(rule, Figure) and not isinstance(rule.value, Input)]
    along = [(rule, open_axis(rule.value)) for rule in found]
    return tuple(rule for rule, on in along if axis and on is not None and on.axis_key == axis)


class Progress:
    """Whose row of a sheet is filled: every field that is asked has a value, and none was refused."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session, self.plan = session, plan
        asked = [of for of in plan.fields if not getattr(getattr(of, "given", None), "optional", False)]
        self.asked = asked or list(plan.fields)
        self._filled: dict[str, bool] = {}
        self._counted: int | None = None

    def lacks(self, who: str) -> int:
        """How many of the fields asked have no value in one row."""
        refused = {one.field.id for one in self.session.refusals(who)}
        person = self.session.people[who]
        return sum(_open(value_of(person, of)) or of.id in refused for of in self.asked)

    def filled(self, who: str) -> bool:
        """Whether one row is filled."""
        if who not in self._filled:
            self._filled[who] = self.lacks(who) == 0
        return self._filled[who]

    def count(self, whose: Sequence[str]) -> int:
        """How many of all its rows are filled; `whose` are those."""
        if self._counted is None:
            self._counted = sum(map(self.filled, whose))
        return self._counted

    def forget(self, *whose: str) -> None:
        """These rows changed; without any, all did."""
        self._counted = None
        if not whose:
            self._filled.clear()
        for who in whose:
            self._filled.pop(who, None)


def _open(value: Any) -> bool:
    return value is UNKNOWN
