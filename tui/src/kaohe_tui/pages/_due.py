"""What the procedure asks for by day: late, due today, this week; each put on record from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from kaohe.office import Answer, Change, Consult, Hold, Object, Office, Publish, Receive, Serve
from kaohe.office.procedure import OPINIONS, OUTCOMES, WHEN, Due
from kaohe.words import Text

from ..form._editor import Editor
from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ._act import ActPage, day_spot, document_spot
from ._draws import DrawPage
from ._fill import Spot
from ._looked import Looked
from ._page import Host
from ._reading import wrapped

__all__ = ["DuePage", "agenda"]

_TONES = {"late": "x", "today": "p", "done": "k"}
_ABILITIES = {"step": "conduct", "paper": "conduct", "draw": "review", "publicity": "review", "objection": "review",
              "gate": "review", "notice": "review"}  # fmt: skip


def agenda(office: Office) -> list[Due]:
    """Everything to do and done, by day."""
    return office.procedure.agenda()


class DuePage(Looked):
    """The agenda; what is done is shown on demand."""

    where: ClassVar[str] = "due"

    def __init__(self, desk: Host, found: Sequence[Due]) -> None:
        super().__init__(desk)
        self.found, self.all = [*found], False

    def head(self) -> str:
        """The screen and the day."""
        return f"{Text('cycle', '办理')} > {Text('what is due', '到期事项')} {self.session.office.procedure.today}"

    def rows(self) -> list[Due]:
        """What is shown."""
        return [one for one in self.found if self.all or one.when != "done"]

    def ids(self) -> list[str]:
        """What names each."""
        return [f"{one.sort}/{one.step}/{one.period}/{place}" for place, one in enumerate(self.rows())]

    def live(self) -> str:
        """How many are late, due today and this week."""
        counts = [(name, sum(one.when == name for one in self.found)) for name in WHEN]
        told = "  ".join(f"{WHEN[name]} {n}" for name, n in counts if n)
        return f"{told}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That nothing is due."""
        return (_NOTHING, _DONE)

    @property
    def page_rows(self) -> int:
        """Below the list stand the people of the row under the cursor."""
        return max(1, self.desk.body_rows - self.heading_rows - 3)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (
            Text("when", "期限"),
            Text("day", "日期"),
            Text("period", "期次"),
            Text("what", "事项"),
            Text("people", "人数"),
        )
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (14, 12, 10, sheet.columns - 46, 8), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One thing to do; of the one under the cursor clause and people below."""
        one = self.rows()[place]
        late = f" +{one.days}" if one.days else ""
        period = one.period if one.sort not in ("draw", "gate") else "-"
        people = str(len(one.people)) if one.people else ""
        day = one.day or one.on
        when = _OPEN if one.when == "open" else WHEN[one.when]
        self._columns(sheet, y, (f"{when}{late}", str(day or "-"), period or "-", str(one.what), people))
        sheet.put(2, y, fit(f"{when}{late}", 13), _TONES.get(one.when, ""))
        if place == self.cursor:
            told = f"{one.step} {one.clause}  {one.what}  {' '.join(one.people)}"
            for line, text in enumerate(wrapped(told, sheet.columns - 4)[:2]):
                sheet.put(2, sheet.rows - 2 + line, text)

    def refused(self, action: str) -> Text | None:
        """Each sort of step is for those who have its role."""
        rows = self.rows()
        if action == "open" and rows:
            return may_not(self.session.office, _ABILITIES[rows[self.cursor].sort])
        return may_not(self.session.office, "review") if action == "object" else None

    def do_open(self) -> None:
        """Put the row under the cursor on record."""
        rows = self.rows()
        if not rows:
            return
        one = rows[self.cursor]
        if one.sort == "draw":
            self.desk.enter(DrawPage(self.desk, one.period))
        elif one.sort == "objection":
            self._answer(one)
        elif one.people:
            self.desk.enter(PeoplePage(self.desk, one))
        else:
            self._record(one)

    def _record(self, one: Due) -> None:
        today = self.session.office.procedure.today
        if one.sort == "publicity":
            spots = [
                day_spot(today, Text("first day", "首日")),
                Spot("until", Text("last day", "最后一日"), Editor(), about=_UNTIL),
                document_spot(),
            ]
            self._act(
                one.what,
                spots,
                lambda page: [Publish(one.step, page.due_day(), page.value("document"), page.day("until"), one.period)],
            )
        else:
            spots = [day_spot(today), document_spot()]
            self._act(one.what, spots, lambda page: [Hold(one.step, page.day(), one.period, page.value("document"))])

    def _answer(self, one: Due) -> None:
        ways = [(code, str(text)) for code, text in OUTCOMES.items()]
        today = self.session.office.procedure.today
        spots = [Spot("outcome", Text("outcome", "处理结果"), Editor(), options=ways), day_spot(today), document_spot()]
        number = int(one.period)
        self._act(
            one.what,
            spots,
            lambda page: [Answer(number, page.value("outcome"), page.due_day(), page.value("document"))],
        )

    def do_object(self) -> None:
        """An objection or an appeal came in: whose result, when, by which document; no text is kept."""
        ways = [("no", str(Text("objection", "公示异议"))), ("yes", str(Text("appeal", "申诉")))]
        spots = [
            Spot("who", Text("id", "编号"), Editor(), about=_WHOSE),
            day_spot(self.session.office.procedure.today),
            document_spot(),
            Spot("appeal", Text("sort", "类别"), Editor.on("no"), options=ways),
        ]
        self._act(
            _OBJECTION,
            spots,
            lambda page: [
                Object(page.value("who"), page.due_day(), page.value("document"), page.value("appeal") == "yes")
            ],
        )

    def _act(self, title: Text, spots: list[Spot], make: Callable[[ActPage], Sequence[Change]]) -> None:
        self.desk.enter(ActPage(self.desk, title, spots, make))

    def do_state(self) -> None:
        """Show what is done as well, or not."""
        self.all, self.cursor = not self.all, 0

    def looked(self, office: Office) -> list[Due]:
        """Everything to do and done."""
        return agenda(office)

    def took(self, found: list[Due]) -> None:
        """Show it."""
        self.found = found


class PeoplePage(Looked):
    """The people of one paper, opinion or notice that is still missing; each is ticked off with its day."""

    where: ClassVar[str] = "due_people"

    def __init__(self, desk: Host, one: Due) -> None:
        super().__init__(desk)
        self.one, self.marked = one, set[str]()
        self.people = [*one.people]

    def head(self) -> str:
        """What is missing."""
        return f"{self.one.what} {self.one.period if self.one.sort == 'paper' else ''}".strip()

    def ids(self) -> list[str]:
        """Whose."""
        return self.people

    def live(self) -> str:
        """How many are missing, and how many are marked."""
        told = Text("missing {n}  marked {m}", "尚缺 {n}  已标记 {m}").format(n=len(self.people), m=len(self.marked))
        return f"{told}  {self.pages_text()}"

    def hint(self) -> str:
        """How it goes."""
        return str(_MARKS)

    def nothing(self) -> Sequence[Text]:
        """That all are there."""
        return (_ALL_THERE, _BACK)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        sheet.put(4, 0, fit(str(Text("id", "编号")), 14), "u")
        sheet.put(18, 0, fit(str(Text("name", "姓名")), sheet.columns - 18), "u")

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One of them."""
        who = self.people[place]
        sheet.put(2, y, "*" if who in self.marked else " ")
        sheet.put(4, y, fit(who, 13))
        person = self.session.people.get(who)
        sheet.put(18, y, (person.name if person is not None else "") or "-")

    def do_mark(self) -> None:
        """Mark one, and go down."""
        if self.chosen is not None:
            self.marked ^= {self.chosen}
            self.cursor = min(len(self.people) - 1, self.cursor + 1)

    def do_open(self) -> None:
        """The day, for those marked, else for the one under the cursor."""
        whose = [who for who in self.people if who in self.marked] or ([self.chosen] if self.chosen else [])
        if not whose:
            return
        spots = [day_spot(self.session.office.procedure.today)]
        if self.one.sort == "gate":
            ways = [(code, str(text)) for code, text in OPINIONS.items()]
            spots.insert(0, Spot("says", Text("opinion", "意见"), Editor(), options=ways))
        if self.one.sort != "paper":
            spots.append(document_spot())
        title = f"{self.one.what}  {', '.join(whose[:5])}{' ...' if len(whose) > 5 else ''}"
        self.desk.enter(ActPage(self.desk, title, spots, lambda page: [self._change(page, who) for who in whose]))

    def _change(self, page: ActPage, who: str) -> Change:
        one = self.one
        if one.sort == "gate":
            return Consult(who, one.period, page.value("says"), page.due_day(), page.value("document"))
        if one.sort == "notice":
            return Serve(who, one.step, page.due_day(), page.value("document"))
        return Receive(who, self._paper(who), page.due_day(), one.period)

    def _paper(self, who: str) -> str:
        papers = self.session.office.procedure.papers()
        mine = [
            one
            for one in papers
            if one.appraisee == who and one.period == self.one.period and one.step == self.one.step
        ]
        return next(one.paper for one in mine if str(one.label) == str(self.one.what))

    def looked(self, office: Office) -> list[Due]:
        """What the agenda says of the same thing now."""
        mine = (self.one.sort, self.one.step, str(self.one.what), self.one.period)
        return [one for one in agenda(office) if (one.sort, one.step, str(one.what), one.period) == mine]

    def took(self, found: list[Due]) -> None:
        """Only those still missing stay."""
        left = {who for one in found for who in one.people}
        self.people = [who for who in self.people if who in left]
        self.marked &= left


_OPEN = Text("open", "待办")
_NOTHING = Text(
    "Nothing is due: the scheme says no days, or all is done.", "没有到期事项：方案未规定期限，或均已办理。"
)
_DONE = Text("f  shows what is done", "f  显示已办事项")
_UNTIL = Text("empty: as the document says", "不填则按文件规定的天数")
_WHOSE = Text("whose result it is about; never who objects", "被异议结果的对象编号；不录入提出人")
_OBJECTION = Text("objection received", "收到异议")
_MARKS = Text("Space marks; Enter puts the day on record for those marked", "空格标记；Enter 为所标记的对象记录日期")
_ALL_THERE = Text("All are on record.", "均已记录。")
_BACK = Text("Esc  back", "Esc  返回")
