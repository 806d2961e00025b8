"""Rater sheets: a row is one ballot, or what one rater gave; they are counted, and who rated is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from ..progress import counted
from ..rules import Tally
from ..rules.nodes import Ratings
from ..rules.tools import alike, half_width
from ..words import Message, Text
from ._ballot import Ballot, Said
from ._cells import At, column_name
from ._columns import PARTS
from ._entry import Unread, text_of
from ._layout import Layout
from ._polls import Answer, Poll
from ._preview import CHECKED, Line, Preview
from ._rows_in import PersonRows
from ._votes import BLANK
from ._who import People, Who

__all__ = ["BallotRows"]

_SAID = {  # as a title says them: 发出测评票 30 张, 收回 28
    "issued": re.compile(r"(?:发出|发放|issued|handed out)\D{0,8}(\d{1,6})", re.IGNORECASE),
    "collected": re.compile(r"(?:收回|回收|collected)\D{0,8}(\d{1,6})", re.IGNORECASE),
}

_TWICE = Message(
    "K9624",
    "this ballot stands in row {row} already; keep one of each number",
    "此票号已在第 {row} 行出现；每个票号请只留一行",
)
_COUNT = Message("K9625", "this is no number of ballots; enter digits alone", "此处不是票数；请只填数字")
_SEVERAL = Message(
    "K9626",
    "{label}: two numbers are told of the ballots of one appraisee on one sheet; keep one",
    "{label}：同一张表中同一对象写了两个不同的票数；请只留其一",
)
_COLLECTED = Message(
    "K9627",
    "{label}: the sheet says that {said} ballots were collected, and {counted} stand in it; correct one",
    "{label}：表中写明收回 {said} 张，逐票计得 {counted} 张；请核对更正",
)
_UNREAD = Text(
    "{sheet}: column {column} says who rated: it was not read, and nothing of it is kept",
    "{sheet}：{column} 列写的是评分人，未读取，也不保存",
)
_EMPTY = Text(
    "{sheet}: {n} rows choose nothing and were not counted ({rows}); write 弃权 for a ballot left blank",
    "{sheet}：{n} 行未作选择，未计入（{rows}）；空白票请填“弃权”",
)
_VOID = Text("{sheet}: {n} void, counted as spoilt: {cells}", "{sheet}：{n} 处无效，计为废票：{cells}")
_COUNTED = Text("{n} ballots counted, about {people} appraisees", "共计 {n} 张票，涉及 {people} 个对象")
_THE_SHEET = Text("the sheet", "本表")
_MOST = 12


@define
class BallotRows:
    """Reads rater sheets into polls, and these into lines and changes of a preview."""

    people: People
    preview: Preview
    rows: PersonRows
    polls: dict[tuple[str, str, str], Poll] = field(factory=dict, init=False)
    _short: set[str] = field(factory=set, init=False)  # sheets with a ballot that could not be attributed
    _period: Mapping[str, str] = field(factory=dict, init=False)
    _seen: dict[tuple[str, ...], int] = field(factory=dict, init=False)

    def read(self, layout: Layout, sheet_period: Mapping[str, str]) -> None:
        """Every ballot of a sheet."""
        self._period, empty = sheet_period, []
        name = layout.sheet.name or _THE_SHEET
        for place, found in layout.columns.items():
            if found[0].sort == "rater":
                self.preview.notes.append(_UNREAD.format(sheet=name, column=column_name(place)))
        for row in counted(CHECKED, layout.rows):
            ballot = Ballot(self.people, layout, row)
            try:
                if not self._take(ballot):
                    empty.append(str(row.number))
            except Unread as refused:  # whose it is nobody knows, so no count of this sheet is whole
                self._reject(ballot.at(), refused.text)
                self._short.add(layout.sheet.name)
        if empty:
            self.preview.notes.append(_EMPTY.format(sheet=name, n=len(empty), rows=_some(empty)))

    def _reject(self, at: At, why: Message, said: Said | Poll | None = None) -> None:
        who, what = ("", None) if said is None else (said.who.id, said.given.label)
        self.preview.lines.append(Line(state="rejected", at=at, who=who, what=what, why=why))

    def _take(self, ballot: Ballot) -> bool:
        """One row; False where it chooses nothing. Raises Unread where it does not say whose it is."""
        found = [*ballot.says()]
        if all(one.answer is None and one.why is None for one in found):
            return False
        twice = {one.who: self._twice(ballot, one.who) for one in found}
        for one in found:
            poll, first = self._poll(ballot, one), twice[one.who]
            if first:
                self._wrong(poll, ballot.at(one.place), _TWICE.format(row=first))
            elif one.why is None:
                answer = Answer(one.answer or BLANK, ballot.at(one.place), silent=one.answer is None)
                poll.answers.append(answer)
            else:  # nothing is counted of that question then: a count without one ballot would be another result
                self._wrong(poll, ballot.at(one.place), one.why)
            if isinstance(one.given, Tally):
                for part in _SAID:
                    self._number(ballot, poll, part)
        return True

    def _twice(self, ballot: Ballot, who: Who) -> int:
        """The row that the ballot of that number was counted in already, 0 for none."""
        if not ballot.number:
            return 0
        key = ballot.layout.sheet.name, who.id, alike(ballot.number)
        first = self._seen.setdefault(key, ballot.row.number)
        return 0 if first == ballot.row.number else first

    def _poll(self, ballot: Ballot, said: Said) -> Poll:
        periods = self.rows.periods(ballot.layout, ballot.row, said.who, self._period)
        key = said.who.id, said.given.key, periods.get(getattr(said.given.on, "axis_key", ""), "")
        if key not in self.polls:
            self.polls[key] = Poll(said.given, said.who, ballot.layout, ballot.row, periods, said.place)
        return self.polls[key]

    def _wrong(self, poll: Poll, at: At, why: Message) -> None:
        poll.wrong = True
        self._reject(at, why, poll)

    def _number(self, ballot: Ballot, poll: Poll, part: str) -> None:
        """How many were handed out and collected, by the row, else by the sheet, else by the option."""
        layout, sheet = ballot.layout, ballot.layout.sheet.name
        held = poll.issued if part == "issued" else poll.collected
        place = _place_of(layout, poll, part)
        cell = ballot.row.cells.get(place)
        told = _told(layout, part)
        number = self.people.options.issued if part == "issued" and told is None else told
        if cell is None:
            if number is not None:
                held.setdefault(sheet, number)
            return
        text = half_width(text_of(PARTS[part], cell)).rstrip("张票份").strip()
        if not text.isdigit() or len(text) > _DIGITS:
            self._wrong(poll, ballot.at(place), _COUNT)
        elif held.setdefault(sheet, int(text)) != int(text):
            self._wrong(poll, ballot.at(place), _SEVERAL.format(label=poll.given.label))

    def finish(self) -> None:
        """The lines and changes, one a question and appraisee; where a ballot is wrong none is made."""
        polls = [poll for poll in self.polls.values() if poll.asked]
        for poll in polls:
            faults = [*poll.faults(), *_miscounted(poll)]
            for at, why in faults:
                self._reject(at, why, poll)
            short = any(one.at.sheet in self._short for one in poll.answers)
            value = None if faults or poll.wrong or short else poll.value()
            if value is not None:
                self._put(poll, value)
        self._notes(polls)

    def _notes(self, polls: Sequence[Poll]) -> None:
        """What was counted, and where the void ballots stand."""
        voids: dict[str, list[str]] = {}
        for at in (at for poll in polls for at in poll.spoilt()):
            voids.setdefault(at.sheet, []).append(f"{column_name(at.column)}{at.row}")
        for sheet, cells in voids.items():
            told = _VOID.format(sheet=sheet or _THE_SHEET, n=len(cells), cells=_some(cells))
            self.preview.notes.append(told)
        papers = {(one.at.sheet, one.at.row, poll.who.id) for poll in polls for one in poll.answers if one.back}
        self.preview.notes.append(_COUNTED.format(n=len(papers), people=len({poll.who.id for poll in polls})))

    def _put(self, poll: Poll, value: Any) -> None:
        """Take the count in; ratings in another order than those of the book are the same."""
        where = poll.layout, poll.row, poll.who, poll.periods, poll.given
        try:
            held = self.rows.held(*where)
        except Unread as refused:
            self._reject(At(poll.layout.sheet.name, poll.row.number, poll.place), refused.text, poll)
            return
        if isinstance(poll.given, Ratings) and isinstance(held, tuple) and sorted(held) == sorted(value):
            value = [*held]
        self.rows.put(*where, value, poll.place)


def _place_of(layout: Layout, poll: Poll, part: str) -> int:
    """The column that holds a number of a ballot, 0 where none does."""
    for place, several in layout.columns.items():
        if any(one.part == part and one.of.get(poll.who.kind) == poll.given for one in several):
            return place
    return 0


def _miscounted(poll: Poll) -> Iterator[tuple[At, Message]]:
    """Where a sheet says that another number was collected than stands in it."""
    for sheet, said in poll.collected.items():
        mine = [one for one in poll.answers if one.at.sheet == sheet]
        found = sum(one.back for one in mine)
        if mine and said != found:
            yield mine[-1].at, _COLLECTED.format(label=poll.given.label, said=said, counted=found)


def _told(layout: Layout, part: str) -> int | None:
    """A number that the title, or a line below the rows, says."""
    found = (_SAID[part].search(half_width(text)) for text in (*layout.said, layout.sheet.name))
    return next((int(one[1]) for one in found if one is not None), None)


def _some(names: list[str]) -> str:
    return ", ".join(names[:_MOST]) + (", ..." if len(names) > _MOST else "")


_DIGITS = 6
