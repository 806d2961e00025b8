"""Differences between two entries, and their settling: field by field, by a document, by somebody who made neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kaohe.errors import CaseError
from kaohe.office import Compared, Office, Settle
from kaohe.rules.tools import UNKNOWN
from kaohe.words import Message, Text

from ..fields._fields import Field
from ..fields._rows import RowsField
from ..fields._tally import TallyField
from ..form._editor import Editor
from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._looked import Looked
from ._page import Host, Page

__all__ = ["Differences", "SettlePage", "differing", "typed_value"]


def differing(office: Office) -> list[Compared]:
    """The second entries that differ from the first."""
    return office.differences()


class Differences(Looked):
    """The records with a difference, to settle one."""

    where: ClassVar[str] = "differences"

    def __init__(self, desk: Host, found: Sequence[Compared]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('differences', '差异裁定')}"

    def _records(self) -> dict[tuple[str, str], list[Compared]]:
        records: dict[tuple[str, str], list[Compared]] = {}
        for one in self.found:
            records.setdefault((one.at, one.appraisee), []).append(one)
        return records

    def ids(self) -> list[str]:
        """Period and person."""
        return [f"{at}/{who}" for at, who in self._records()]

    def live(self) -> str:
        """How many wait."""
        n = Text("to settle {n}", "待裁定 {n} 项").format(n=len(self.found))
        return f"{n}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That nothing differs."""
        return (_NONE, _BACK)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        self._columns(
            sheet,
            0,
            [
                str(one)
                for one in (
                    Text("period", "期次"),
                    Text("id", "编号"),
                    Text("name", "姓名"),
                    Text("differs", "有差异"),
                    Text("second by", "二录"),
                )
            ],
            "u",
        )

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (12, 12, 16, 24, 14), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One record."""
        (at, who), found = [*self._records().items()][place]
        labels = {of.key: of for of in self.session.fields(who)}
        told = str(Text(", ", "、")).join(labels[one.key].called(12) for one in found if one.key in labels)
        self._columns(sheet, y, (at or "-", who, self.session.people[who].name or "-", told, found[0].entered_by))

    def refused(self, action: str) -> Text | None:
        """Settling is for the reviewer."""
        return may_not(self.session.office, "review") if action == "open" else None

    def do_open(self) -> None:
        """Settle the record under the cursor."""
        records = [*self._records().items()]
        if records:
            (at, who), found = records[self.cursor]
            self.desk.enter(SettlePage(self.desk, who, at, found))

    def looked(self, office: Office) -> list[Compared]:
        """What differs."""
        return differing(office)

    def took(self, found: list[Compared]) -> None:
        """Show it."""
        self.found = found


class SettlePage(Page):
    """One record: each field with both entries and which one stands; then the document, then F9."""

    where: ClassVar[str] = "settle"

    def __init__(self, desk: Host, who: str, at: str, found: Sequence[Compared]) -> None:
        super().__init__(desk)
        self.who, self.at, self.found = who, at, [*found]
        self.equal = [
            one
            for one in self.session.office.second_entries(at)
            if one.appraisee == who and one.state in ("equal", "settled")
        ]
        self.takes: dict[str, str] = {}
        self.anew: dict[str, str] = {}
        self.document = Editor()
        self.place = 0
        self.fields = {of.key: of for of in self.session.fields(who) if of.where == "facts" and of.period == at}

    def head(self) -> str:
        """Whose record, and who made the second entry."""
        told = f"{self.who} {self.session.people[self.who].name} {self.at}".strip()
        return f"{Text('differences', '差异裁定')} > {told}"

    def live(self) -> str:
        """How many are settled on this page."""
        text = Text("chosen {n}/{m}   second entry by {by}", "已选 {n}/{m}   二录 {by}")
        return str(text.format(n=len(self.takes), m=len(self.found), by=self.found[0].entered_by))

    def hint(self) -> str:
        """What the keys do here."""
        return str(_DOCUMENT if self.place == len(self.found) else _CHOOSE)

    def stands(self) -> bool:
        """Whether the person is still in the book."""
        return self.who in self.session.people

    def draw(self, sheet: Sheet) -> None:
        """A line for each field with both entries, the equal ones below, then the document."""
        heads = (Text("field", "项目"), Text("first", "一录"), Text("second", "二录"), Text("stands", "采用"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")
        y = 1
        for place, one in enumerate(self.found):
            for line, (first, second) in enumerate(self._told(one)):
                name = self._label(one.key) if line == 0 else ""
                self._columns(sheet, y, (name, first, second, self._taken(one.key) if line == 0 else ""))
                if place == self.place and line == 0:
                    sheet.put(0, y, ">", "b")
                    sheet.caret = (0, y)
                y += 1
        for one in self.equal:
            state = Text("settled", "已裁定") if one.state == "settled" else Text("equal", "一致")
            self._columns(sheet, y, (self._label(one.key), "", "", str(state)))
            y += 1
        y = min(y + 1, sheet.rows - 1)
        here = self.place == len(self.found)
        sheet.put(2, y, str(Text("document", "依据文号")))
        text, caret = self.document.window(40)
        sheet.put(16, y, fit(text, 40), "ru" if here else "u")
        if here:
            sheet.put(0, y, ">", "b")
            sheet.caret = (16 + caret, y)

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (26, 16, 16, 18), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def _label(self, key: str) -> str:
        of = self.fields.get(key)
        return of.called(25) if of is not None else key

    def _told(self, one: Compared) -> list[tuple[str, str]]:
        """Both entries: one line, or a line for each count of a ballot that differs."""
        of = self.fields.get(one.key)
        if isinstance(of, TallyField) and isinstance(one.first, Mapping) and isinstance(one.second, Mapping):
            parts = [part for part in of.parts if str(one.first.get(part)) != str(one.second.get(part))]
            return [
                (f"{of.part_label(p)} {one.first.get(p, '-')}", f"{of.part_label(p)} {one.second.get(p, '-')}")
                for p in parts
            ]
        return [(_plain(one.first), _plain(one.second))]

    def _taken(self, key: str) -> str:
        take = self.takes.get(key, "")
        return f"{_TAKES[take]} {self.anew.get(key, '')}".rstrip() if take else "( )"

    # Keys

    def press(self, key: Key) -> None:
        """Move, choose by number, or type the document."""
        if key.name in ("down", "tab", "enter"):
            self.place = min(len(self.found), self.place + 1)
        elif key.name in ("up", "shift+tab"):
            self.place = max(0, self.place - 1)
        elif self.place == len(self.found):
            self.document.insert(key.char) if key.char else self.document.key(key.name)
        elif key.command in ("1", "2"):
            self.takes[self.found[self.place].key] = "first" if key.command == "1" else "second"
            self.place = min(len(self.found), self.place + 1)
        elif key.command == "3":
            self._ask_anew(self.found[self.place].key)
        else:
            super().press(key)

    def paste(self, text: str) -> None:
        """Paste into the document."""
        if self.place == len(self.found):
            self.document.insert(next(iter(text.splitlines()), ""))

    def _ask_anew(self, key: str) -> None:
        of = self.fields.get(key)
        if of is None or isinstance(of, RowsField):
            raise CaseError(_BY_COMMAND.format(what=self._label(key)))

        def typed(text: str) -> None:
            typed_value(of, text)
            self.takes[key], self.anew[key] = "anew", text.strip()
            self.place = min(len(self.found), self.place + 1)

        label = (
            _COUNTS.format(what=of.label, parts=" ".join(map(of.part_label, of.parts)))
            if isinstance(of, TallyField)
            else _VALUE.format(what=of.label)
        )
        self.desk.ask(label, typed)

    def do_decide(self) -> None:
        """Record every choice made here in one commit."""
        if not self.takes:
            raise CaseError(_NOTHING)
        acts = [self._act(one) for one in self.found if one.key in self.takes]
        saved = self.session.change(acts)
        self.desk.back()
        self.desk.say(
            Text("settled {n}: {receipt}", "已裁定 {n} 项：{receipt}").format(n=len(acts), receipt=str(saved.receipt))
        )

    def _act(self, one: Compared) -> Settle:
        take, of = self.takes[one.key], self.fields.get(one.key)
        value = typed_value(of, self.anew[one.key]) if take == "anew" and of is not None else None
        return Settle(self.who, one.key, take, self.at, value=value, document=self.document.text.strip())


def typed_value(of: Field, text: str) -> Any:
    """What a typed value says: of a ballot its counts in order. Raises KaoheError."""
    parts = [*of.texts(UNKNOWN)]
    typed = text.split() if len(parts) > 1 else [text]
    if len(typed) != len(parts):
        raise CaseError(_PARTS.format(n=len(parts), m=len(typed)))
    return of.plain(dict(zip(parts, typed, strict=True)))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, list):
        return " ".join(map(str, value)) or "0"
    return "-" if value is None else str(value)


_TAKES = {"first": Text("(1) first", "(1) 一录"), "second": Text("(2) second", "(2) 二录"), "anew": Text("(3)", "(3)")}
_NONE = Text("No second entry differs from its first.", "没有与第一次录入不同的复录。")
_BACK = Text("Esc  back", "Esc  返回")
_CHOOSE = Text(
    "1 the first stands  2 the second  3 entered anew from the paper", "1 用一录  2 用二录  3 按纸质材料重新录入"
)
_DOCUMENT = Text(
    "the paper that decides, like 考评表〔2019〕22号; F9 records", "裁定所依据的文号，如 考评表〔2019〕22号；F9 记入"
)
_VALUE = Text("{what} anew: ", "{what} 重新录入: ")
_COUNTS = Text("{what} anew ({parts}): ", "{what} 重新录入（{parts}）: ")
_NOTHING = Message(
    "K7044", "nothing is chosen; 1, 2 or 3 says which entry stands", "没有选择；1、2 或 3 表示采用哪次录入"
)
_PARTS = Message(
    "K7045", "{n} counts are due with blanks between, {m} are typed", "须录 {n} 个数，以空格分开，现录 {m} 个"
)
_BY_COMMAND = Message(
    "K7046",
    "{what} is a list; settle it anew by command: kaohe office second settle",
    "{what} 为多项列表；重新录入请用命令 kaohe office second settle",
)
