"""One row of an attendance sheet: what its marked days and its columns count."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import define, field

from ..rules import Days
from ..rules.nodes import NumberInput
from ..rules.tools import Supplied, alike, half_width, show
from ..words import Message, Text
from ._cells import At, Cell, Row
from ._entry import Unread, entry, text_of
from ._layout import Layout
from ._who import Who

__all__ = ["NOTHING", "Fault", "MarkedDays"]

NOTHING = "-"  # what a mark means that counts nothing
_HALVES = {"上午": "am", "am": "am", "上": "am", "下午": "pm", "pm": "pm", "下": "pm"}
_NUMBERED = re.compile(r"(\D*)(\d{1,2}(?:\.\d)?|半)(\D*)", re.DOTALL)
_BETWEEN = re.compile(r"[/、,+\s]+")
_A_DAY, _HALF_A_DAY = Fraction(1), Fraction(1, 2)

_NO_DAY = Message(
    "K9634",
    "the month has no such day, or it is outside the cycle; take the mark out",
    "该月没有这一天，或不在本周期内；请删去此符号",
)
_OTHER = Message(
    "K9636",
    "{label}: the column says {said}, and the marked days make {made}; correct one",
    "{label}：此列填 {said}，而按日符号计得 {made}；请核对更正",
)
_HALF = Message("K9638", "enter which half of the day this row is: 上午 or 下午", "请填写此行是上午还是下午")
_NOT_THEIRS = Message(
    "K9640",
    "this mark counts for an entry that such an appraisee does not have; take it out, or the row into a sheet of its own",
    "此符号所计的录入项，这类对象没有；请删去，或将此行移到另一张表",
)
_NO_NUMBER = Message("K9639", "this is no number; enter the count alone", "此处不是数字；请只填次数或天数")
_THE_MARK = Text("a mark of a day", "按日符号")


@define
class Fault:
    """What is wrong with a cell, and of which input, None for every one; `mark` where nobody said what a mark counts."""

    at: At
    why: Message | None = None
    given: NumberInput | None = None
    mark: str = ""


@define
class MarkedDays:
    """One row. `means` says for each mark the key of the input that it counts for, or NOTHING; `counts` are its inputs.

    `days` are the columns of days, None for a day that there is not; `told` keeps what each text was read as.
    """

    layout: Layout
    row: Row
    who: Who
    days: Mapping[int, dt.date | None]
    told: dict[str, tuple[tuple[str, Fraction], ...]]
    supplied: Supplied
    means: Mapping[str, str]
    counts: Mapping[str, NumberInput]
    marked: dict[str, Fraction] = field(factory=lambda: defaultdict(Fraction), init=False)
    said: dict[str, tuple[Fraction, int]] = field(factory=dict, init=False)
    faults: list[Fault] = field(factory=list, init=False)
    passed: int = field(default=0, init=False)

    def at(self, place: int = 0) -> At:
        """The row, or a cell of it."""
        return At(self.layout.sheet.name, self.row.number, place)

    def half(self) -> str:
        """Which half of the day the row is, "" for the whole. Raises Unread where it does not say."""
        place = self.layout.at("half")
        if not place:
            return ""
        cell = self.row.cells.get(place)
        half = "" if cell is None else _HALVES.get(alike(cell.text), "")
        if not half:
            raise Unread(_HALF)
        return half

    def read(self) -> None:
        """Every cell of it. Raises Unread."""
        part = _HALF_A_DAY if self.half() else _A_DAY
        if self.days:
            self.marked |= {key: Fraction(0) for key in self.means.values() if key in self.counts}
        for place, day in self.days.items():
            if place in self.row.cells:
                self._day(place, day, self.row.cells[place], part)
        for place, found in self.layout.columns.items():
            given = next((self.counts.get(one.key) for one in found if one.sort == "counts"), None)
            if given is not None and place in self.row.cells:
                self._column(place, given, self.row.cells[place])

    def _day(self, place: int, day: dt.date | None, cell: Cell, part: Fraction) -> None:
        if day is None:
            self.faults.append(Fault(self.at(place), _NO_DAY))
            return
        try:
            marks = self._marks(text_of(_THE_MARK, cell))
        except Unread as refused:
            self.faults.append(Fault(self.at(place), refused.text))
            return
        for mark, share in marks:
            key = self.means.get(mark)
            if key is None:
                self.faults.append(Fault(self.at(place), mark=mark))
            elif key == NOTHING:
                self.passed += 1
            elif key in self.counts:
                self.marked[key] += part * share if isinstance(self.counts[key], Days) else 1
            else:
                self.faults.append(Fault(self.at(place), _NOT_THEIRS))

    def _marks(self, text: str) -> tuple[tuple[str, Fraction], ...]:
        """The marks of a cell with the share of the day that each is: 事 a day, 事0.5 and 半事 half, √/事 half each."""
        if text not in self.told:
            self.told[text] = tuple((alike(mark), share) for mark, share in self._read(text))
        return self.told[text]

    def _read(self, text: str) -> Iterator[tuple[str, Fraction]]:
        if alike(text) in self.means:
            yield text, _A_DAY
            return
        parts = [part for part in _BETWEEN.split(half_width(text)) if part] or [text]
        for part in parts:
            found = _NUMBERED.fullmatch(part)
            if found is None:
                yield part, Fraction(1, len(parts))
            else:  # a number alone is that much of what 1 means
                share = _HALF_A_DAY if found[2] == "半" else Fraction(found[2])
                yield found[1] + found[3] or "1", share

    def _column(self, place: int, given: NumberInput, cell: Cell) -> None:
        """A count in a column; of several columns of one input the sum."""
        try:
            _, value = entry(given, cell, self.supplied)
        except Unread as refused:
            self.faults.append(Fault(self.at(place), refused.text, given))
            return
        if not isinstance(value, Fraction):
            self.faults.append(Fault(self.at(place), _NO_NUMBER, given))
            return
        held, first = self.said.get(given.key, (Fraction(0), place))
        self.said[given.key] = held + value, first

    def sums(self) -> Iterator[tuple[NumberInput, Fraction, int]]:
        """What it counts of each input, and in which column that begins; a column is held against the marked days."""
        first = min(self.days, default=0)
        for key, given in self.counts.items():
            said, made = self.said.get(key), self.marked.get(key)
            if said is not None and made is not None and said[0] != made:
                told = _OTHER.format(label=given.label, said=show(said[0]), made=show(made))
                self.faults.append(Fault(self.at(said[1]), told, given))
            elif made is not None:
                yield given, made, first
            elif said is not None:
                yield given, *said
