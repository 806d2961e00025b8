"""Attendance sheets: marks by day and columns of counts, added up into the days and counts that the scheme asks for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from attrs import define, field

from ..progress import counted
from ..rules import Periods
from ..rules.nodes import NumberInput
from ..rules.tools import Period, alike, show
from ..words import Message, Text
from ._cells import At, Cell, Row
from ._columns import Column
from ._days_columns import counts_of, day_of_column
from ._entry import Unread
from ._layout import Layout
from ._marked_days import NOTHING, Fault, MarkedDays
from ._preview import CHECKED, Line, Preview
from ._rows_in import PersonRows
from ._spoken import Spoken
from ._who import People, Who

__all__ = ["AttendanceRows"]

_LONGEST_MARK = 4
_WEEKDAYS = frozenset("一二三四五六日天") | {f"{week}{day}" for week in ("周", "星期") for day in "一二三四五六日天"}

_NO_COUNTS = Message(
    "K9631",
    "the scheme counts no days of a {kind}: nothing of this row can be entered",
    "方案对{kind}没有按天数、次数录入的项，此行无可录入",
)
_MARK = Message(
    "K9632",
    "what does this mark count? {n} cells hold it; say --mark MARK=FIELD, or MARK=- where it counts nothing ({known})",
    "此符号计入哪一项？共 {n} 格；请用 --mark 符号=录入项 指明，不计入的写 符号=-（{known}）",
)
_NO_MONTH = Message(
    "K9633",
    "which month are these days of? Say it in the title or the name of the sheet, such as {example}",
    "这些日期是哪个月的？请在标题或表名中写明，如 {example}",
)
_GAPS = Message(
    "K9635",
    "{label} is counted over all of {span}, and no sheet is of {months}; add them (headings alone say that nothing is "
    "counted), or import the whole count in a column",
    "{label}按{span}整个期间计，而缺 {months} 的表；请补上（只有列标题即表示无可计），或用一列填写合计",
)
_BOTH = Message(
    "K9637",
    "{label}: here the whole is counted, and other sheets count months of it; keep one of the two",
    "{label}：有合计，又有按月的表；请只留其一",
)
_PASSED = Text("{n} marks were counted as nothing, as told", "{n} 个符号按所指不计入")


@define
class _Sum:
    """What was counted of one input for one appraisee in one period, by month; "" for a count of the whole."""

    given: NumberInput
    who: Who
    layout: Layout
    row: Row
    periods: Mapping[str, str]
    place: int
    by_month: dict[str, Fraction] = field(factory=lambda: defaultdict(Fraction))

    @property
    def at(self) -> At:
        """Where it begins."""
        return At(self.layout.sheet.name, self.row.number, self.place)


@define
class AttendanceRows:
    """Reads attendance sheets, and adds up what they say into lines and changes of a preview."""

    people: People
    preview: Preview
    rows: PersonRows
    months: Spoken
    _sums: dict[tuple[str, str, str], _Sum] = field(factory=dict, init=False)
    _untold: dict[tuple[str, str], list[At]] = field(factory=lambda: defaultdict(list), init=False)
    _wrong: set[tuple[str, str]] = field(factory=set, init=False)
    _of_months: set[str] = field(factory=set, init=False)
    _kinds: dict[str, list[Column]] = field(factory=dict, init=False)
    _meant: dict[str, dict[str, str]] = field(factory=dict, init=False)  # by kind
    _told: dict[str, dict[str, tuple[tuple[str, Fraction], ...]]] = field(factory=dict, init=False)
    _passed: int = field(default=0, init=False)

    def month_of(self, layout: Layout) -> Period | None:
        """The month that a sheet is of: by the option, its name, its title, or the dates over its columns."""
        asked = self.people.options.period
        name = self.months.of_cell(Cell(asked)) if asked else ""
        for texts in ((layout.sheet.name,), layout.titles):
            named = self.months.within(texts)
            name = name or (named[0] if len(named) == 1 else "")
        dates = [found[0].key for found in layout.columns.values() if found[0].sort == "day"]
        if not name and dates and not dates[0].startswith("day"):
            name = self.months.of_cell(Cell(dates[0], "date"))
        return next((one for one in self.months.periods if one.name == name), None)

    def read(self, layout: Layout, columns: tuple[Column, ...]) -> None:
        """Every row of a sheet."""
        month, sheet = self.month_of(layout), layout.sheet.name
        if month is not None:
            self._of_months.add(month.name)
        elif any(found[0].sort == "day" for found in layout.columns.values()):
            self._reject(At(sheet, layout.heading), _NO_MONTH.format(example=self.months.periods[0].name))
            return
        days = self._days(layout, month)
        for row in counted(CHECKED, layout.rows):
            if all(alike(cell.text) in _WEEKDAYS for cell in row.cells.values()):
                continue
            try:
                self._row(layout, columns, row, month, days)
            except Unread as refused:
                self._reject(At(sheet, row.number), refused.text)

    def _reject(self, at: At, why: Message, who: str = "", what: Text | None = None) -> None:
        self.preview.lines.append(Line(state="rejected", at=at, who=who, what=what, why=why))

    def _days(self, layout: Layout, month: Period | None) -> dict[int, dt.date | None]:
        """The columns of days; None for a day that the month has not, or that is outside the cycle."""
        cycle = self.people.case.cohort.cycle
        days = {
            place: day_of_column(found[0], month) for place, found in layout.columns.items() if found[0].sort == "day"
        }
        return {place: day if day and cycle.start <= day <= cycle.end else None for place, day in days.items()}

    def _row(
        self,
        layout: Layout,
        columns: tuple[Column, ...],
        row: Row,
        month: Period | None,
        days: Mapping[int, dt.date | None],
    ) -> None:
        who = self.people.of_row(layout, row)
        counts = self._kinds.setdefault(who.kind, counts_of(columns, who.kind))
        if not counts:
            raise Unread(_NO_COUNTS.format(kind=self.people.kinds[who.kind].kind.label))
        numbers = {one.key: given for one in counts if isinstance(given := one.of[who.kind], NumberInput)}
        told = self._told.setdefault(who.kind, {})
        found = MarkedDays(layout, row, who, days, told, self.rows.supplied, self._means(who.kind, counts), numbers)
        self.people.once(who, f"{'' if month is None else month.name} {found.half()}", row.number)
        found.read()
        for given, number, place in found.sums():
            one = self._sum(layout, row, who, given, month, place)
            one.by_month["" if month is None else month.name] += number
        self._passed += found.passed
        for fault in found.faults:
            self._fault(fault, who)

    def _means(self, kind: str, counts: list[Column]) -> dict[str, str]:
        """What each mark means for a kind, by the key of the input."""
        if kind not in self._meant:
            named = {alike(name): one.key for one in counts for name in (one.key, one.label.zh, one.label.en)}
            said = {alike(mark): name for mark, name in self.people.options.marks.items()}
            self._meant[kind] = {
                mark: NOTHING if name == NOTHING else named.get(alike(name), name) for mark, name in said.items()
            }
        return self._meant[kind]

    def _fault(self, fault: Fault, who: Who) -> None:
        """Nothing is counted of somebody one of whose cells says nothing: the count would be another."""
        keys = [one.key for one in self._kinds[who.kind]] if fault.given is None else [fault.given.key]
        self._wrong |= {(who.id, key) for key in keys}
        if fault.why is None:
            self._untold[who.kind, alike(fault.mark)].append(fault.at)
        else:
            self._reject(fault.at, fault.why, who.id, None if fault.given is None else fault.given.label)

    def _sum(self, layout: Layout, row: Row, who: Who, given: NumberInput, month: Period | None, place: int) -> _Sum:
        periods = self._periods(given, month)
        key = who.id, given.key, ",".join(periods.values())
        if key not in self._sums:
            self._sums[key] = _Sum(given, who, layout, row, periods, place)
        return self._sums[key]

    def _periods(self, given: NumberInput, month: Period | None) -> dict[str, str]:
        """The period of an input in which a month lies, or the one that the option names."""
        if not isinstance(given.on, Periods):
            return {}
        spoken, asked = self.rows.spoken[given.on.axis_key], self.people.options.period
        name = spoken.of_cell(Cell(asked)) if asked else ""
        if not name and month is not None:
            name = next((one.name for one in spoken.periods if one.start <= month.start <= one.end), "")
        return {given.on.axis_key: name} if name else {}

    def finish(self) -> None:
        """The lines and changes, one an input and appraisee."""
        for (kind, mark), places in self._untold.items():
            if len(mark) <= _LONGEST_MARK:  # anything longer is a remark, and is kept nowhere
                self.preview.marks.setdefault(mark, (places[0], len(places)))
            labels = [one.label for one in self._kinds[kind]]
            known = Text(", ".join(one.en for one in labels), "、".join(one.zh for one in labels))
            self._reject(places[0], _MARK.format(n=len(places), known=known))
        gaps: dict[str, _Sum] = {}
        for found in self._sums.values():
            if (found.who.id, found.given.key) in self._wrong:
                continue
            if "" in found.by_month and len(found.by_month) > 1:
                self._reject(found.at, _BOTH.format(label=found.given.label), found.who.id, found.given.label)
            elif "" not in found.by_month and self._missing(found):
                gaps.setdefault(found.given.key, found)
            else:
                raw = show(sum(found.by_month.values(), Fraction(0)))
                self.rows.put(found.layout, found.row, found.who, found.periods, found.given, raw, found.place)
        for found in gaps.values():
            at = At(found.layout.sheet.name, found.layout.heading)
            span = next(iter(found.periods.values()), self.people.case.cohort.cycle.id)
            told = _GAPS.format(label=found.given.label, span=span, months=", ".join(self._missing(found)))
            self._reject(at, told, what=found.given.label)
        if self._passed:
            self.preview.notes.append(_PASSED.format(n=self._passed))

    def _missing(self, found: _Sum) -> list[str]:
        """The months of the cycle, or of the input's period, that no sheet is of."""
        wanted = self.months.periods
        if isinstance(found.given.on, Periods):
            periods = self.rows.spoken[found.given.on.axis_key].periods
            spans = [one for one in periods if one.name == found.periods.get(found.given.on.axis_key, "")]
            wanted = tuple(one for one in wanted for span in spans if span.start <= one.start <= span.end)
        return [one.name for one in wanted if one.name not in self._of_months]
