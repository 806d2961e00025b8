"""One row of a rater sheet: whom it is about, and what it says of each question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from ..rules import Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import alike, half_width
from ..words import Message, Text
from ._cells import At, Cell, Row
from ._columns import Column
from ._entry import Unread, text_of
from ._layout import Layout
from ._polls import Rated
from ._rater_columns import asks
from ._votes import BLANK, NOT_BACK, SPOILT, mark, ticked, vote
from ._who import People, Who

__all__ = ["Ballot", "Said", "both", "named"]

_RATER = re.compile(r"[A-Za-z0-9-]{1,12}")
_SPECIAL = {"blank": BLANK, "spoilt": SPOILT}
_NUMBER = Text("the ballot's number", "票号")

_WHOSE = Message(
    "K9621",
    "whom are these ballots about? Name one of the roster in the title or the name of the sheet, add a column of ids, "
    "or head a column with each id",
    "这些票是测评谁的？请在标题或表名中写明名册中的一个对象，或加一列编号，或以各对象编号作列标题",
)
_QUESTION = Message(
    "K9622",
    "a {kind} is asked about several things ({asked}); name one in the title or the name of the sheet, or head columns "
    "with them",
    "{kind}有几项测评（{asked}）；请在标题或表名中写明其一，或以其作列标题",
)
_NOT_ASKED = Message(
    "K9623",
    "nothing is asked of raters about a {kind}: the scheme has no such entry",
    "方案对{kind}没有测评、评分项，此处无可录入",
)
_GROUP = Message(
    "K9628", "this is none of the groups ({known}); enter one of them", "此处不是分组之一（{known}）；请填其一"
)
_CODE = Message(
    "K9629",
    "a rater's number is 1 to 12 letters A-Z, digits or -, and never a name",
    "评分人代码为 1 至 12 个字母、数字或 -，不得写姓名",
)


@frozen
class Said:
    """What a row says of one question about one appraisee, and in which column: an answer, nothing, or why it is none."""

    who: Who
    given: Input
    place: int
    answer: str | Rated | None = None
    why: Message | None = None


@frozen
class Ballot:
    """One row of a rater sheet."""

    people: People
    layout: Layout
    row: Row

    def at(self, place: int = 0) -> At:
        """The row, or a cell of it."""
        return At(self.layout.sheet.name, self.row.number, place)

    @property
    def number(self) -> str:
        """The ballot's own number, "" where the sheet has none."""
        cell = self.row.cells.get(self.layout.at("ballot_no"))
        return "" if cell is None else half_width(text_of(_NUMBER, cell)).strip()

    def says(self) -> Iterator[Said]:
        """What it says of everybody and everything that its sheet asks about. Raises Unread where that is not told."""
        headed = {place: found[0] for place, found in self.layout.columns.items() if found[0].sort == "person"}
        if headed:
            yield from (self._headed(place, column) for place, column in headed.items())
            return
        who = self._whose()
        for given in self._asked(who):
            places = [*self._places(given, who)]
            if places:
                yield self._answer(who, given, places)

    def _headed(self, place: int, column: Column) -> Said:
        """What stands below somebody's id or name."""
        try:
            who = self.people.called(column.key)
            given = self._question(who)
        except Unread as refused:
            at, why = At(self.layout.sheet.name, self.layout.heading, place).text(), refused.text
            raise Unread(why.reworded(f"{at.en}: {why.en}", f"{at.zh}：{why.zh}")) from refused
        return self._answer(who, given, [(place, "")])

    def _whose(self) -> Who:
        if self.layout.at("id") or self.layout.at("name"):
            return self.people.of_row(self.layout, self.row)
        for texts in ((self.layout.sheet.name,), self.layout.said):
            found = self.people.spoken_of(texts)
            if len(found) == 1:
                return self.people.called(found[0])
        raise Unread(_WHOSE)

    def _question(self, who: Who) -> Input:
        """The one thing that the sheet asks about somebody whose column holds the answers."""
        given = self._asked(who)
        if len(given) > 1:
            texts = [alike(text) for text in (self.layout.sheet.name, *self.layout.said)]
            given = [one for one in given if any(alike(name) in text for name in both(one.label) for text in texts)]
        if len(given) != 1:
            asked = named(one.label for one in self._asked(who))
            raise Unread(_QUESTION.format(kind=self._kind(who), asked=asked))
        return given[0]

    def _asked(self, who: Who) -> list[Input]:
        found = asks(self.people.case.cohort.ruleset, who.kind)
        if not found:
            raise Unread(_NOT_ASKED.format(kind=self._kind(who)))
        return found

    def _kind(self, who: Who) -> Text:
        return self.people.kinds[who.kind].kind.label

    def _places(self, given: Input, who: Who) -> Iterator[tuple[int, str]]:
        """The columns of a question: its own ("" beside it), or one for each option."""
        for place, several in self.layout.columns.items():
            for one in several:
                if one.of.get(who.kind) == given and one.part not in ("issued", "collected"):
                    yield place, one.part

    def _answer(self, who: Who, given: Input, places: list[tuple[int, str]]) -> Said:
        place, cells, found = places[0][0], self.row.cells, list[tuple[str | Rated, int]]()
        try:
            for place, part in places:
                if place in cells and not part:
                    found.append((self._said(given, cells[place]), place))
                elif place in cells and ticked(given, cells[place]):
                    found.append((_SPECIAL.get(part, part), place))
        except Unread as refused:
            return Said(who, given, place, why=refused.text)
        if len(found) > 1:  # two options ticked on one ballot make it void
            return Said(who, given, found[1][1], SPOILT)
        return Said(who, given, found[0][1], found[0][0]) if found else Said(who, given, places[0][0])

    def _said(self, given: Input, cell: Cell) -> str | Rated:
        if isinstance(given, Tally | Ratings):
            return vote(given, cell)
        assert isinstance(given, Marks)  # noqa: S101  # there are three sorts of questions
        found = mark(given, cell, self.people.case.cohort.supplied)
        return NOT_BACK if found is None else Rated(self._group(given), self._rater(), found)

    def _rater(self) -> str:
        """The code of a rater: the number of the ballot, else that of the row."""
        code = self.number or f"r{self.row.number - self.layout.heading}"
        if not _RATER.fullmatch(code):
            raise Unread(_CODE)
        return code

    def _group(self, given: Marks) -> str:
        if not given.groups:
            return ""
        cell = self.row.cells.get(self.layout.at("voter_group"))
        text = "" if cell is None else alike(cell.text)
        found = next((one.code for one in given.groups if text in map(alike, (one.code, *both(one.label)))), "")
        if not found:
            raise Unread(_GROUP.format(known=named(one.label for one in given.groups)))
        return found


def both(text: Text) -> tuple[str, str]:
    """A text in both languages."""
    return text.en, text.zh


def named(labels: Iterable[Text]) -> Text:
    """Several labels as one text."""
    found = [*labels]
    return Text(", ".join(one.en for one in found), "、".join(one.zh for one in found))
