"""The second entry: whoever waits for one, and a blind form that holds nothing of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from kaohe.office import AskSecond, Office
from kaohe.words import Text

from ..fields._fields import Field
from ..form._editor import Editor
from ..session._may import may_not
from ..session._twice import blind_fields, second_of
from ..terminal._cells import Sheet, fit
from ._cell_lines import CellLines
from ._choose import Choose
from ._looked import Looked
from ._page import Host
from ._progress import open_units

__all__ = ["BlindForm", "SecondList", "waiting_rows"]

Row = tuple[str, str, int]
"""A period ("" for the cycle), a person, and how many inputs wait for their second entry."""


def waiting_rows(office: Office) -> list[Row]:
    """Whoever waits for a second entry, by period; nothing of what was entered first."""
    counts: dict[tuple[str, str], int] = {}
    for one in office.second_entries():
        if one.state == "due":
            counts[one.at, one.appraisee] = counts.get((one.at, one.appraisee), 0) + 1
    return [(at, who, n) for (at, who), n in counts.items()]


class SecondList(Looked):
    """People and periods whose second entry is due."""

    where: ClassVar[str] = "second"

    def __init__(self, desk: Host, rows: Sequence[Row]) -> None:
        super().__init__(desk)
        self.rows = [*rows]
        self.twice = self.session.twice

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('second entry', '复录')}"

    def live(self) -> str:
        """How many wait."""
        n = Text("{n} records wait", "待复录 {n} 份").format(n=len(self.rows))
        return f"{n}  {self.pages_text()}"

    def ids(self) -> list[str]:
        """Period and person."""
        return [f"{at}/{who}" for at, who, _ in self.rows]

    def nothing(self) -> Sequence[Text]:
        """That nothing waits, and how it comes to."""
        return (_DONE, _ASK)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (Text("period", "期次"), Text("id", "编号"), Text("name", "姓名"), Text("to enter", "待复录"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (12, 12, 22, 14), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One record."""
        at, who, n = self.rows[place]
        drafted = " +" if self.twice.drafted(who, at) else ""
        self._columns(sheet, y, (at or "-", who, self.session.people[who].name or "-", f"{n}{drafted}"))

    def refused(self, action: str) -> Text | None:
        """The second entry is for whoever has that role; what is entered twice is said by the administrator."""
        needs = {"open": "second", "twice": "administer"}.get(action)
        return None if needs is None else may_not(self.session.office, needs)

    def do_twice(self) -> None:
        """Mark what is entered a second time; going back asks for the typed word."""
        office = self.session.office
        inputs = {given.key: str(given.label) for rules in office.ruleset.kinds for given in rules.inputs}
        options = {"tallies": str(_TALLIES), "all": str(_ALL), **inputs}
        done = partial(self._asked, options)
        marked = office.second_asked
        self.desk.enter(Choose(self.desk, _TWICE, [*options.items()], done, marked=marked, several=True))

    def _asked(self, options: Mapping[str, str], chosen: list[str]) -> None:
        if {*chosen} == {*self.session.office.second_asked}:
            return
        labels = [options[key] for key in options if key in chosen]
        told = Text(", ".join(labels) or "-", "、".join(labels) or "无")

        def confirmed(text: str) -> None:
            if text.strip().lower() not in ("yes", "是"):
                self.desk.say(Text("nothing was changed", "没有改动"))
                return
            saved = self.session.change([AskSecond(chosen)])
            self.desk.say(Text("recorded: {receipt}", "已记入：{receipt}").format(receipt=str(saved.receipt)))
            self.again()

        self.desk.ask(
            Text("entered twice: {what}; type yes: ", "须复录：{what}；输入 是 确认: ").format(what=told), confirmed
        )

    def do_units(self) -> None:
        """How far each unit has come."""
        open_units(self.desk)

    def do_open(self) -> None:
        """Enter the record under the cursor."""
        if self.rows:
            at, who, _ = self.rows[self.cursor]
            self.desk.enter(BlindForm(self.desk, self, who, at))

    def entered(self, at: str, who: str) -> tuple[str, str] | None:
        """Something of a record was entered a second time; gives the next that waits, None where none does."""
        left = len(blind_due(self.session.office, who, at))
        place = next((n for n, row in enumerate(self.rows) if row[:2] == (at, who)), 0)
        self.rows[place : place + 1] = [(at, who, left)] if left else []
        self.cursor = min(place, max(0, len(self.rows) - 1))
        return self.rows[self.cursor][:2] if self.rows else None

    def looked(self, office: Office) -> list[Row]:
        """Whoever waits."""
        return waiting_rows(office)

    def took(self, found: list[Row]) -> None:
        """Show them."""
        self.rows = found

    def again(self) -> None:
        """What was entered here is struck off already."""

    def catch_up(self) -> None:
        """Others saved something."""
        if self.desk.page_where() == self.where:
            super().again()


def blind_due(office: Office, who: str, at: str) -> list[str]:
    """The keys that are still to be entered a second time."""
    form = office.blind(who, at)
    return [one.key for one in form.inputs if one.key not in form.done]


class BlindForm(CellLines):
    """One record's second entry: a line for each count or mark, and for each cell of a list, empty until it is typed."""

    where: ClassVar[str] = "blind"

    def __init__(self, desk: Host, listed: SecondList, who: str, at: str) -> None:
        self.listed, self.who, self.at = listed, who, at
        due = blind_due(desk.session.office, who, at)
        super().__init__(desk, [of for of in blind_fields(desk.session, who, at) if of.key in due])

    def head(self) -> str:
        """Whose record, at which period."""
        told = f"{self.who} {self.session.people[self.who].name} {self.at}".strip()
        return f"{Text('second entry', '复录')} > {told}"

    def live(self) -> str:
        """That the first entry is not shown, and how far this one is."""
        cells = [text for of in self.fields for text in self.texts(of).values()]
        text = Text("blind: the first entry is not shown   {n}/{m}", "背对背复录：不显示第一次录入   {n}/{m}")
        return str(text.format(n=sum(map(bool, cells)), m=len(cells)))

    def kept(self, of: Field) -> dict[str, str]:
        """What was typed, from the drafts."""
        return self.listed.twice.texts(self.who, of)

    def keep(self, of: Field, part: str, text: str) -> None:
        """A draft, on disk."""
        self.listed.twice.put(self.who, f"{of.id}:{part}", text)

    def stands(self) -> bool:
        """Whether the person is still in the book."""
        return self.who in self.session.people

    def do_submit(self) -> None:
        """Save it, and go to the next record that waits; says what differs from the first, and never how."""
        self.settle()
        texts = {of.id: self.texts(of) for of in self.fields}
        second = second_of(self.who, self.at, self.fields, texts)
        saved = self.session.change([second])
        done = [of for of in self.fields if of.key in second.values]
        self.listed.twice.drop(self.who, done)
        self.editor = Editor()  # what stood under the caret is in the book, and no draft any more
        differs = {
            one.key
            for one in self.session.office.second_entries(self.at)
            if one.state == "differs" and one.appraisee == self.who
        }
        told = ", ".join(str(of.label) for of in done if of.key in differs)
        said = (_DIFFERS.format(what=told) if told else _EQUAL).format(receipt=str(saved.receipt))
        following = self.listed.entered(self.at, self.who)
        self.desk.back()
        if following is not None:
            self.desk.enter(BlindForm(self.desk, self.listed, following[1], following[0]))
        self.desk.say(said)


_DONE = Text("Nothing waits for a second entry.", "没有待复录的内容。")
_ASK = Text(
    "a  says what is entered twice (the administrator does); Esc  back",
    "a  规定复录哪些项目（由管理员办理）；Esc  返回",
)
_TWICE = Text("what is entered twice", "哪些项目须复录")
_TALLIES = Text("all ballots", "全部民主测评票")
_ALL = Text("everything", "全部项目")
_EQUAL = Text("entered a second time, equal: {receipt}", "已复录，与第一次一致：{receipt}")
_DIFFERS = Text(
    "entered a second time; differs: {what}; a reviewer settles it", "已复录；与第一次不同：{what}；由审核员裁定"
)
