"""One record whose two entries differ: which entry stands, field by field, or what is typed anew from the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from kaohe.errors import CaseError
from kaohe.office import Compared, Settle
from kaohe.rules.tools import UNKNOWN
from kaohe.words import Message, Text

from ..fields._fields import MISSING, Field
from ..fields._rows import NO_ROWS, RowsField
from ..fields._tally import TallyField
from ..form._editor import Editor
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._cell_lines import CellLines
from ._page import Host, Page

__all__ = ["AnewList", "SettlePage", "typed_value"]


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
        self.lists: dict[str, dict[str, str]] = {}
        self.top = 0
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
        """A line for each field with both entries, the rows of lists and what is equal below, then the document."""
        heads = (Text("field", "项目"), Text("first", "一录"), Text("second", "二录"), Text("stands", "采用"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")
        lines, room = [*self._lines()], sheet.rows - 3
        mine = [n for n, (place, _) in enumerate(lines) if place == self.place]
        if mine:
            self.top = max(0, min(self.top, mine[0]), min(mine[0], mine[-1] - room + 1))
        shown = lines[self.top : self.top + room]
        for y, (_, texts) in enumerate(shown, 1):
            if isinstance(texts, str):
                sheet.put(4, y, fit(texts, sheet.columns - 5))
            else:
                self._columns(sheet, y, texts)
            if mine and self.top + y - 1 == mine[0]:
                sheet.put(0, y, ">", "b")
                sheet.caret = (0, y)
        y = min(len(shown) + 2, sheet.rows - 1)
        here = self.place == len(self.found)
        sheet.put(2, y, str(Text("document", "依据文号")))
        text, caret = self.document.window(40)
        sheet.put(16, y, fit(text, 40), "ru" if here else "u")
        if here:
            sheet.put(0, y, ">", "b")
            sheet.caret = (16 + caret, y)

    def _lines(self) -> Iterator[tuple[int, str | Sequence[str]]]:
        """The lines, each with its place among what differs (-1 for what does not): the four columns, or a row of a list."""
        for place, one in enumerate(self.found):
            for line, (first, second) in enumerate(self._told(one)):
                begins = line == 0
                yield (
                    place,
                    (
                        self._label(one.key) if begins else "",
                        first,
                        second,
                        self._taken(one.key) if begins else "",
                    ),
                )
            for text in self._rows(one):
                yield place, text
        for one in self.equal:
            state = Text("settled", "已裁定") if one.state == "settled" else Text("equal", "一致")
            yield -1, (self._label(one.key), "", "", str(state))

    def _rows(self, one: Compared) -> Iterator[str]:
        """The rows of a list that the other entry has not, each on its own line, and those typed anew."""
        of = self.fields.get(one.key)
        if not isinstance(of, RowsField):
            return
        first, second = (value if isinstance(value, list) else [] for value in (one.first, one.second))
        anew = self._value(of) if self.takes.get(one.key) == "anew" else []
        for name, rows, others in ((_FIRST, first, second), (_SECOND, second, first), (_ANEW, anew, [])):
            for n, row in enumerate(rows if isinstance(rows, list) else [], 1):
                if row not in others:
                    yield f"{name} {n}  {of.told(row)}"

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
        of = self.fields.get(key)
        anew = _plain(self._value(of)) if take == "anew" and isinstance(of, RowsField) else self.anew.get(key, "")
        return f"{_TAKES[take]} {anew}".rstrip() if take else "( )"

    def _value(self, of: Field) -> Any:
        """What was typed anew of a field. Raises KaoheError."""
        return of.plain(self.lists[of.key]) if isinstance(of, RowsField) else typed_value(of, self.anew[of.key])

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
        of = self.fields[key]
        if isinstance(of, RowsField):
            self.takes.pop(key, None)  # what is typed from now on may be half of it until F9 takes it again
            self.desk.enter(AnewList(self.desk, self, of))
            return

        def typed(text: str) -> None:
            typed_value(of, text)
            self.anew[key] = text.strip()
            self.take_anew(key)

        label = (
            _COUNTS.format(what=of.label, parts=" ".join(map(of.part_label, of.parts)))
            if isinstance(of, TallyField)
            else _VALUE.format(what=of.label)
        )
        self.desk.ask(label, typed)

    def take_anew(self, key: str) -> None:
        """What was typed anew stands for one field; on to the next."""
        self.takes[key] = "anew"
        self.place = min(len(self.found), self.place + 1)

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
        take = self.takes[one.key]
        value = self._value(self.fields[one.key]) if take == "anew" else None
        return Settle(self.who, one.key, take, self.at, value=value, document=self.document.text.strip())


class AnewList(CellLines):
    """A list of findings or events entered anew from the paper, where two entries of it differ; F9 takes it."""

    where: ClassVar[str] = "anew"

    def __init__(self, desk: Host, settling: SettlePage, of: RowsField) -> None:
        self.settling, self.of = settling, of
        super().__init__(desk, [of])

    def head(self) -> str:
        """Whose record, and which list."""
        return f"{self.settling.head()} > {self.of.label}"

    def live(self) -> str:
        """How many rows there are so far."""
        rows = sum(self.of.started(self.texts(self.of), place) for place in self.of.places(self.texts(self.of)))
        return str(Text("from the paper: {n} rows", "按纸质材料：{n} 项").format(n=rows))

    def stands(self) -> bool:
        """Whether the person is still in the book."""
        return self.settling.stands()

    def kept(self, of: Field) -> dict[str, str]:
        """What was typed, also where it was left without being taken."""
        return self.settling.lists.get(of.key, {})

    def keep(self, of: Field, part: str, text: str) -> None:
        """Until the difference is settled."""
        self.settling.lists.setdefault(of.key, {})[part] = text

    def do_take_list(self) -> None:
        """It stands for the list, once the difference is recorded."""
        self.settle()
        if self.of.plain(self.texts(self.of)) is MISSING:
            raise CaseError(NO_ROWS)
        self.settling.take_anew(self.of.key)
        self.desk.back()


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
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return str(_MANY.format(n=len(value)))
    if isinstance(value, list):
        return " ".join(map(str, value)) or "0"
    return "-" if value is None else str(value)


_TAKES = {"first": Text("(1) first", "(1) 一录"), "second": Text("(2) second", "(2) 二录"), "anew": Text("(3)", "(3)")}
_FIRST, _SECOND, _ANEW = Text("first", "一录"), Text("second", "二录"), Text("anew", "重录")
_MANY = Text("rows: {n}", "{n} 项")
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
