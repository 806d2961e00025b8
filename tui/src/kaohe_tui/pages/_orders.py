"""Printing and writing out as steps: what, which, for whom, period, format, one file or one each, where to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from kaohe.errors import FileError
from kaohe.exchange import FILES, half_years
from kaohe.paper import Filed, find_form
from kaohe.rules.forms import Form
from kaohe.words import Message, Text

from ..session._job import Job
from ..session._opening import free_name
from ..session._orders import FORMS, Order, carried_out
from ..terminal._cells import Sheet, fit
from ._choose import Choose
from ._list import ListPage
from ._order_words import LABELS, SORTS, formats_of, titles_of
from ._page import Host, Page
from ._whom import ALL, OF, ONE, whom_of, whom_text

__all__ = ["Orders", "order_from"]

_ABOUT_ONE = ("form", "why")


class Orders(ListPage):
    """Enter fills a step in; F9 writes. `before` is the screen that it was called from: whom it is about."""

    where: ClassVar[str] = "orders"
    heading_rows = 0

    def __init__(self, desk: Host, before: Page, sort: str = "form") -> None:
        super().__init__(desk)
        self.whom = whom_of(before)
        self.sort, self.key, self.chosen_whom, self.period, self.copies = sort, "", ALL, "", 0
        self.format, self.each, self.own, self.named = 0, False, {"people": "", "layout": ""}, ""
        self.names = False
        if before.where in _ABOUT_ONE and ONE in self.whom:
            self.chosen_whom = ONE

    def head(self) -> str:
        """What this is."""
        return str(Text("print and write out", "打印与导出"))

    # The steps

    def ids(self) -> list[str]:
        """The steps that this sort has."""
        form = self.form
        if self.sort == "export":
            if self.key in FILES:
                return ["sort", "key", *(["names"] if self.key == "case" else []), "file"]
            return [
                "sort",
                "key",
                "whom",
                "period",
                "format",
                *(["names"] if self.key not in _NAMELESS else []),
                "file",
            ]
        if self.sort not in FORMS:
            return ["sort", "key", "period", "format", "file"]
        names = ["sort", "key", "whom", "period", "format", "each", "people", "layout", "copies", "file"]
        left = {
            "each": form is not None and form.each == "cycle",
            "layout": form is not None and not form.ours,
            "copies": self.sort == "report",
        }
        return [name for name in names if not left.get(name)]

    def nothing(self) -> Sequence[Text]:
        """There are always steps."""
        return ()

    @property
    def form(self) -> Form | None:
        """The form or report that was chosen."""
        known = self.session.ruleset
        return find_form(known, self.key, report=self.sort == "report") if self.key and self.sort in FORMS else None

    def live(self) -> str:
        """What is missing yet, and what is not in the book."""
        missing = self._missing()
        told = Text("F9 writes it", "按 F9 生成") if not missing else Text("missing: {what}", "还缺：{what}")
        said = str(told.format(what="、".join(str(LABELS[one]) for one in missing)))
        unsaved = self.session.unsaved
        kept = Text("unsaved {n} not in it", "未存 {n} 项不在其中").format(n=unsaved)
        return f"{said}  {kept}" if unsaved else said

    def hint(self) -> str:
        """How it goes."""
        return str(Text("Enter fills a step in or turns it over", "Enter 填写或切换这一步"))

    def _missing(self) -> list[str]:
        form = self.form
        return [
            *(["key"] if not self.key and self.sort != "table" else []),
            *(["period"] if form is not None and (form.by_period or form.by_half) and not self.period else []),
        ]

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """A step and what was said."""
        name = self.ids()[place]
        sheet.put(2, y, fit(str(LABELS[name]), 22))
        sheet.put(25, y, fit(self._told(name), sheet.columns - 26))

    def _told(self, name: str) -> str:
        if name == "sort":
            return str(SORTS[self.sort])
        if name == "key":
            return titles_of(self.session.ruleset, self.sort).get(self.key, "-")
        if name == "whom":
            return dict(self._whom_options())[self.chosen_whom]
        if name == "period":
            return self.period or str(_WHOLE)
        if name == "format":
            return " ".join(self._formats)
        if name == "each":
            return str(_EACH if self.each else _TOGETHER)
        if name == "names":
            return str(_WITH_NAMES if self.names else _CODES)
        if name == "copies":
            return str(self.copies or (self.form.copies if self.form else 1))
        return self._output() if name == "file" else self.own[name] or "-"

    @property
    def _formats(self) -> tuple[str, ...]:
        known = formats_of(self.sort, self.key)
        return known[self.format % len(known)]

    def do_step(self) -> None:
        """Fill in the step under the cursor."""
        _STEPS[self.ids()[self.cursor]](self)

    def turn_sort(self) -> None:
        """The next sort."""
        names = [*SORTS]
        self.sort = names[(names.index(self.sort) + 1) % len(names)]
        self.key, self.period, self.format, self.each, self.named, self.copies = "", "", 0, False, "", 0

    def choose_key(self) -> None:
        """One of those that the scheme has."""
        self.desk.enter(
            Choose(
                self.desk,
                LABELS["key"],
                [*titles_of(self.session.ruleset, self.sort).items()],
                self._keyed,
                marked=[self.key],
            )
        )

    def _keyed(self, chosen: list[str]) -> None:
        self.key, self.named, self.period = chosen[0], "", ""
        self._next()

    def choose_whom(self) -> None:
        """Everybody, those marked or shown, this person, or somebody with all that belong to them."""
        options, marked = self._whom_options(), [self.chosen_whom]
        self.desk.enter(Choose(self.desk, LABELS["whom"], options, self._for, marked=marked))

    def _for(self, chosen: list[str]) -> None:
        self.chosen_whom, self.named = chosen[0], ""
        self._next()

    def _whom_options(self) -> list[tuple[str, str]]:
        return [(code, whom_text(code, ids, self.session.people)) for code, ids in self.whom.items()]

    def choose_period(self) -> None:
        """The whole cycle, or one of its periods or half-years."""
        form = self.form
        cohort = self.session.office.case.cohort
        halves = [one.name for one in half_years(self.session.office.evaluation)]
        known = [one.name for periods in cohort.cycle.periods.values() for one in periods]
        if form is not None and form.by_half:
            known = halves
        whole = [] if form is not None and (form.by_period or form.by_half) else [("", str(_WHOLE))]
        options = [*whole, *((name, name) for name in known)]
        self.desk.enter(Choose(self.desk, LABELS["period"], options, self._perioded, marked=[self.period]))

    def _perioded(self, chosen: list[str]) -> None:
        self.period, self.named = chosen[0], ""
        self._next()

    def turn_format(self) -> None:
        """The next format."""
        self.format, self.named = self.format + 1, ""

    def turn_names(self) -> None:
        """Names beside the ids, or ids alone."""
        self.names = not self.names

    def turn_each(self) -> None:
        """One file for all, or one for each in a folder."""
        self.each, self.named = not self.each, ""

    def ask_copies(self) -> None:
        """Another number than the document's."""
        self._ask("copies", self._told("copies"), self._copied)

    def _copied(self, text: str) -> None:
        if not (text.strip().isdecimal() and 1 <= int(text) <= _MOST_COPIES):
            raise FileError(_COPIES.format(n=text.strip() or "-"))
        self.copies = int(text)

    def ask_file(self) -> None:
        """Another file or folder; a bare name stands beside the book."""
        self._ask("file", self._output(), lambda text: setattr(self, "named", text.strip()))

    def ask_own(self) -> None:
        """The office's own file of people, or its layout; an empty line takes none."""
        name = self.ids()[self.cursor]
        self._ask(name, self.own[name], lambda text: self.own.update({name: text.strip()}))

    def _ask(self, name: str, initial: str, done: Callable[[str], None]) -> None:
        def taken(text: str) -> None:
            done(text)
            self._next()

        label = LABELS[name]
        self.desk.ask(Text(f"{label.en}: ", f"{label.zh}: "), taken, initial=initial)

    def _next(self) -> None:
        self.cursor = min(self.cursor + 1, len(self.ids()) - 1)

    # Where to

    @property
    def folder(self) -> Path:
        """Beside the book; of a book in a database, where the program was started."""
        return Path.cwd() if "://" in self.session.where else Path(self.session.where).absolute().parent

    def _output(self) -> str:
        if self.named:
            return self._placed(self.named)
        named = self.chosen_whom == ONE or self.chosen_whom.startswith(OF)
        whose = self.whom[self.chosen_whom][0] if named else ""
        about = self.key or self.sort
        parts = [f"{self._stem}-{about}" if self.sort == "export" else about, whose, self.period]
        stem = "-".join(
            "".join(one if one.isalnum() or one in "-_（）()" else "_" for one in part) for part in parts if part
        )
        if self.each and "each" in self.ids():
            return f"{free_name(self.folder / stem)}/"
        return str(free_name(self.folder / f"{stem}{self._formats[0]}"))

    @property
    def _stem(self) -> str:
        """What a file of the whole book is called after: the book's own name."""
        return Path(self.session.where.rpartition("/")[2]).stem.rpartition("#")[2] or "book"

    def _placed(self, text: str) -> str:
        path = Path(text).expanduser()
        placed = path if path.is_absolute() else self.folder / path
        return f"{placed}/" if text.endswith("/") else str(placed)

    # Writing

    def do_write_out(self) -> None:
        """Write it beside the desk."""
        missing = self._missing()
        if missing:
            self.cursor = self.ids().index(missing[0])
            raise FileError(_MISSING.format(what=LABELS[missing[0]]))
        output, formats = self._output(), self._formats
        if not output.endswith("/") and Path(output).suffix.lower() != formats[0]:
            raise FileError(_SUFFIX.format(file=Path(output).name, format=formats[0]))
        ids = self.whom[self.chosen_whom] if "whom" in self.ids() and self.chosen_whom != ALL else ()
        own = {name: self._placed(text) if text and name in self.ids() else "" for name, text in self.own.items()}
        order = Order(
            sort=self.sort,
            key=self.key,
            ids=ids,
            period=self.period,
            formats=formats,
            copies=self.copies,
            output=output,
            names=self.names,
            **own,
        )
        session = self.session
        self.desk.work(_WRITING, Job(lambda: carried_out(session, order)), self._written)

    def _written(self, made: Filed) -> None:
        self.desk.back()
        first = Path(made.files[0])
        many = Text("written: {n} files in {path}", "已写出 {n} 个文件：{path}")
        told = Text("written: {path}", "已写出：{path}").format(path=str(first))
        folder = len(made.files) > 1 and len({one.removesuffix(Path(one).suffix) for one in made.files}) > 1
        said = many.format(n=len(made.files), path=str(first.parent)) if folder else told
        if made.typefaces is not None:
            said = Text("{said}; {fonts}", "{said}；{fonts}").format(said=said, fonts=made.typefaces)
        self.desk.say(said)


def order_from(desk: Host, before: Page, sort: str, words: Sequence[str] = ()) -> None:
    """Print or write out from a screen; `words` say which one, and that names are wanted."""
    page = Orders(desk, before, sort)
    page.names = any(one in ("names", "姓名") for one in words)
    known = titles_of(page.session.ruleset, sort)
    page.key = next(
        (one for one in words if one in known), "case" if page.names else "results" if sort == "export" else ""
    )
    page.cursor = 1 if sort == "export" and not words else page.cursor
    desk.enter(page)


_STEPS: dict[str, Callable[[Orders], None]] = {
    "sort": Orders.turn_sort,
    "key": Orders.choose_key,
    "whom": Orders.choose_whom,
    "period": Orders.choose_period,
    "format": Orders.turn_format,
    "each": Orders.turn_each,
    "people": Orders.ask_own,
    "layout": Orders.ask_own,
    "copies": Orders.ask_copies,
    "names": Orders.turn_names,
    "file": Orders.ask_file,
}
_MOST_COPIES = 20
_WHOLE = Text("the whole cycle", "整个周期")
_CODES = Text("ids alone", "只有编号")
_WITH_NAMES = Text("beside the ids", "编号旁附姓名")
_NAMELESS = ("roster", "indicators")  # which has them always, and never
_TOGETHER = Text("one file for all", "全部一个文件")
_EACH = Text("one file for each, in a folder", "每个对象一个文件，放入文件夹")
_WRITING = Text("writing it", "正在生成")
_MISSING = Message("K7091", "{what} is missing; Enter fills it in", "还缺{what}；按 Enter 填写")
_SUFFIX = Message(
    "K7092",
    "{file}: the format is {format}; end the name in it, or turn the format over",
    "{file}：格式为 {format}；请以此结尾，或先切换格式",
)
_COPIES = Message("K7093", "{n} copies: write 1 to 20", "份数 {n}：请写 1 至 20")
