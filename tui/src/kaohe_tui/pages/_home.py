"""Home: the books at hand, a new one, a case or a sheet taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from kaohe.errors import FileError
from kaohe.exchange import Options
from kaohe.files import read_bytes
from kaohe.office import example_case
from kaohe.words import Message, Text

from ..session._books import AtHand, at_hand, gone
from ..session._job import Job
from ..session._opening import Opened, copied, opened_at
from ..session._session import Session
from ..terminal._cells import Sheet, fit
from ._list import ListPage
from ._maker import Maker
from ._page import Host
from ._points import Points
from ._sheet_in import choose_kind, is_sheet, take_in

__all__ = ["Home"]

_HEADS = (Text("book", "账簿"), Text("scheme", "方案"), Text("cycle", "周期"), Text("unit", "单位"))
_ROOMS = (26, 18, 10, 22)


class Home(ListPage):
    """Books in this folder and opened lately; it needs no book to be open. `sheet` waits for its book to be chosen."""

    where: ClassVar[str] = "home"

    def __init__(self, desk: Host, folder: Path | None = None, sheet: Path | None = None) -> None:
        self.desk, self.folder, self.sheet = desk, folder or Path.cwd(), sheet
        self.books: list[AtHand] = []
        self.gone = 0
        self.look()

    def look(self) -> None:
        """Look again which books there are."""
        self.books, self.gone = at_hand(self.folder), gone()

    def head(self) -> str:
        """Where I am."""
        books = f"{Text('books', '账簿')} > {self.folder.name or self.folder}"
        return books if self.sheet is None else f"{Text('import', '导入')} > {self.sheet.name} > {books}"

    def live(self) -> str:
        """How many books there are."""
        left = [str(_GONE.format(n=self.gone))] if self.gone else []
        there = [f"{Text('books', '账簿')} {len(self.books)}", self.pages_text()] if self.books else []
        return "  ".join([*there, *left])

    def hint(self) -> str:
        """What the keys do for a beginner."""
        if self.sheet is not None:
            return str(_INTO.format(name=self.sheet.name))
        return str(Text("o opens a book at what is still open in it", "o 直接打开账簿的待办"))

    def ids(self) -> list[str]:
        """The places of the books."""
        return [book.where for book in self.books]

    def nothing(self) -> Sequence[Text]:
        """Which keys make a book."""
        return _NONE

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        self._columns(sheet, 0, [str(text) for text in _HEADS], "u")

    def _columns(self, sheet: Sheet, y: int, texts: list[str], style: str = "") -> None:
        x, spare = 2, max(0, sheet.columns - 80) // 2
        for text, room in zip(texts, (_ROOMS[0] + spare, *_ROOMS[1:-1], _ROOMS[-1] + spare), strict=True):
            sheet.put(x, y, fit(text, min(room - 1, sheet.columns - x)), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One book: its name, and what its first record says."""
        book = self.books[place]
        about = ["", "", ""] if book.header is None else [book.header.scheme, book.header.cycle, book.header.county]
        name = book.name if Path(book.where).parent == self.folder or "://" in book.where else _short(book.where)
        self._columns(sheet, y, [name, *about])

    def _open(self, where: str, then: Callable[[], None] = lambda: None) -> None:
        def done(opened: Opened) -> None:
            self.desk.show(Session.on(opened))
            then()

        if "://" not in where and not Path(where).exists():
            self.look()
            raise FileError(_VANISHED.format(name=_short(where)))
        what = _OPENING.format(name=Path(where).name)
        self.desk.work(what, Job(partial(opened_at, where), Opened.close), done)

    def do_open(self) -> None:
        """Open the book under the cursor."""
        if self.chosen is None:
            self.desk.say(_NOTHING)
        else:
            self._open(self.chosen, self._take)

    def _take(self) -> None:
        """Take in the sheet that waits, into the book that was opened: of what kind, then what it would do."""
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            return
        if self.desk.page_where() != "roster" or self.desk.session.closed_because is not None:
            self.desk.say(_LATER.format(name=sheet.name))
        else:
            choose_kind(self.desk, lambda kind: take_in(self.desk, sheet, Options(kind=kind)))

    def do_points(self) -> None:
        """Open it at what is not decided."""
        if self.chosen is None:
            self.desk.say(_NOTHING)
        else:
            self._open(self.chosen, self._at_points)

    def _at_points(self) -> None:
        if self.desk.page_where() == "roster":
            self.desk.enter(Points(self.desk))

    def do_new(self) -> None:
        """A new book, step by step."""
        self.desk.enter(Maker(self.desk, self.folder, self._take))

    def do_case(self) -> None:
        """Ask for a case or a book by its path."""
        self.desk.ask(Text("case or book: ", "案例或账簿的路径: "), self._asked)

    def _asked(self, text: str) -> None:
        path = text.strip()
        if is_sheet(path):
            sheet = self.folder / Path(path).expanduser()
            read_bytes(sheet)  # what cannot be read is said here, before a book is chosen for it
            self.sheet = sheet
        elif path:
            self._open(path if "://" in path else str(self.folder / Path(path).expanduser()), self._take)

    def do_example(self) -> None:
        """A copy of the example county in this folder."""
        self._open(str(copied(example_case(), self.folder / "kaohe-cases")))

    def do_back(self) -> None:
        """Nothing is behind it."""
        self.desk.back()


def _short(where: str) -> str:
    path = Path(where)
    return f"{path.parent.name}/{path.name}"


_NOTHING = Text("there is no book here; n makes one", "此处没有账簿；按 n 新建")
_NONE = (
    Text("There is no book here yet.", "此处还没有账簿。"),
    Text("n  makes one: scheme, cycle, unit, readings, step by step", "n  新建：方案、周期、单位、解读，逐步填写"),
    Text(
        "i  takes in a case file or a sheet (.toml, .json, .xlsx), or opens a book",
        "i  导入案例文件或表格（.toml、.json、.xlsx），或打开别处的账簿",
    ),
    Text("e  opens a copy of the example county", "e  打开示例县的副本"),
)
_GONE = Text("opened lately and gone: {n}", "最近打开过、现已不在：{n}")
_VANISHED = Message(
    "K7110",
    "{name} is no longer there, so nothing was opened; i opens it where it is now",
    "{name} 已不在原处，未打开；如已移动，按 i 打开现在的位置",
)
_INTO = Text("into which book goes {name}? Enter opens it, n makes one", "{name} 导入哪个账簿？Enter 打开，n 新建")
_LATER = Text("the sheet waits: i in the roster takes {name} in", "表格尚未导入：回到名册后按 i 导入 {name}")
_OPENING = Text("opening {name}", "正在打开 {name}")
