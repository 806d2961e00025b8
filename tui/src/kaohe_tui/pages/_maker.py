"""A new book as steps: scheme, amendments, unit, cycle, lists, tables, readings, language, file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from kaohe.errors import CaseError
from kaohe.exchange import is_workbook, table_of_file
from kaohe.office import Office, Plan, cycle_days, empty_case, tables_asked
from kaohe.rules import Cycles, discover, load
from kaohe.rules.amend import Amendment
from kaohe.rules.tools import Ruleset
from kaohe.words import Message, Text, language

from ..session._opening import Opened, free_name
from ..session._session import Session
from ..terminal._cells import Sheet, fit
from ._choose import Choose
from ._list import ListPage
from ._page import Host
from ._readings import Readings

__all__ = ["Maker"]

_LABELS = {
    "scheme": Text("scheme", "方案"),
    "amendments": Text("amendments", "修订"),
    "unit": Text("unit", "单位"),
    "first": Text("first month", "首月"),
    "last": Text("last month", "末月"),
    "cycle": Text("name of cycle", "周期名称"),
    "readings": Text("readings", "解读"),
    "language": Text("language", "语言"),
    "file": Text("file", "文件"),
}
_LANGUAGES = {"zh": "中文", "en": "English"}


class Maker(ListPage):
    """Enter fills a step in, and goes to the next; F9 makes the book."""

    where: ClassVar[str] = "maker"
    heading_rows = 0

    def __init__(self, desk: Host, folder: Path, then: Callable[[], None] = lambda: None) -> None:
        self.desk, self.folder, self.then = desk, folder, then
        self.texts: dict[str, str] = {"language": language()}
        self.amendments: list[str] = []
        self.choices: dict[str, str] = {}
        self.confirmed: list[str] = []
        self.lists: dict[str, list[str]] = {}
        self.ruleset: Ruleset | None = None

    def head(self) -> str:
        """What this is."""
        return str(Text("new book", "新建账簿"))

    def ids(self) -> list[str]:
        """The steps; those of a scheme once it is chosen."""
        after = [f"list:{key}" for key in self.lists] + [f"table:{key}" for key in self._tables()]
        names = [*_LABELS]
        return [*names[:6], *after, *names[6:]] if self.ruleset is not None else [*names]

    def nothing(self) -> Sequence[Text]:
        """There are always steps."""
        return ()

    def _tables(self) -> dict[str, Any]:
        return tables_asked(self.ruleset) if self.ruleset is not None else {}

    def live(self) -> str:
        """What is missing yet."""
        missing = self._missing()
        if not missing:
            return str(Text("F9 makes the book", "按 F9 建立账簿"))
        return f"{Text('missing', '还缺')}: {', '.join(str(_LABELS[name]) for name in missing)}"

    def hint(self) -> str:
        """How it goes."""
        return str(Text("Enter fills a step in, then the next", "Enter 填写一步，然后下一步"))

    def _missing(self) -> list[str]:
        return [name for name in ("scheme", "unit", "first", "last", "file") if not self.texts.get(name)]

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """A step and what was said."""
        name = self.ids()[place]
        sheet.put(2, y, fit(self._label(name), 24))
        sheet.put(27, y, fit(self._told(name), sheet.columns - 28))

    def _label(self, name: str) -> str:
        kind, _, key = name.partition(":")
        if kind == "list":
            return str(Text("codes of {key}", "{key} 的代码").format(key=key))
        return f"{self._tables()[key].label} {key}" if kind == "table" else str(_LABELS[name])

    def _told(self, name: str) -> str:
        if name == "scheme" and self.ruleset is not None:
            return f"{self.ruleset.id} {self.ruleset.scheme.title}"
        if name == "amendments":
            return ", ".join(self.amendments) or str(Text("none", "无"))
        if name == "readings":
            total = len(self.ruleset.assumptions) if self.ruleset is not None else 0
            return str(Text("confirmed {n}/{m}", "已确认 {n}/{m}").format(n=len(self.confirmed), m=total))
        if name == "language":
            return _LANGUAGES[self.texts["language"]]
        if name.startswith("list:"):
            return ",".join(self.lists[name.partition(":")[2]])
        return self.texts.get(name, "-")

    # Steps

    def do_step(self) -> None:
        """Fill in the step under the cursor."""
        name = self.ids()[self.cursor]
        if self.ruleset is None and name not in ("scheme", "language", "unit"):
            self.desk.say(Text("choose the scheme first", "请先选择方案"))
            self.cursor = 0
        elif name in _STEPS:
            _STEPS[name](self)
        elif name.startswith("list:"):
            key = name.partition(":")[2]
            self._ask(name, ",".join(self.lists[key]), lambda text: self.lists.update({key: _listed(text)}))
        else:
            self._ask(name, self.texts.get(name, ""), lambda text: self._typed(name, text))

    def _ask(self, name: str, initial: str, done: Callable[[str], None]) -> None:
        def taken(text: str) -> None:
            done(text)
            self._next()

        self.desk.ask(Text(f"{self._label(name)}: ", f"{self._label(name)}: "), taken, initial=initial)

    def _typed(self, name: str, text: str) -> None:
        if name in ("first", "last") and self.ruleset is not None:
            months = {**self.texts, name: text.strip()}
            last = months["last"] if name == "last" else None
            start, end = cycle_days(self.ruleset.scheme.cycles or Cycles(), months["first"], last)
            self._set_cycle(f"{start:%Y-%m}", f"{end:%Y-%m}")
        else:
            self.texts[name] = text.strip()
        self._name_file()

    def _next(self) -> None:
        self.cursor = min(self.cursor + 1, len(self.ids()) - 1)

    def choose_scheme(self) -> None:
        """The installed schemes that may be used."""
        found = [
            (one.id, str(one.declared.title)) for one in discover(role="scheme") if one.state == "ok" and one.declared
        ]
        self.desk.enter(
            Choose(self.desk, _LABELS["scheme"], found, self._scheme, marked=[self.texts.get("scheme", "")])
        )

    def _scheme(self, chosen: list[str]) -> None:
        if chosen[0] != self.texts.get("scheme"):
            self.amendments, self.choices, self.confirmed = [], {}, []
        self.texts["scheme"] = chosen[0]
        self._load()
        assert self.ruleset is not None  # noqa: S101  # _load has set it
        start, end = cycle_days(self.ruleset.scheme.cycles or Cycles(), None, None)
        self._set_cycle(f"{start:%Y-%m}", f"{end:%Y-%m}")
        self.lists = {**empty_case(self.ruleset, start, end)["cycle"].get("lists", {})}
        self._name_file()
        self._next()

    def _load(self) -> None:
        self.ruleset = load(self.texts["scheme"], amendments=tuple(self.amendments), choices=self.choices)

    def choose_amendments(self) -> None:
        """The installed amendments of the scheme."""
        found = []
        for one in discover(role="amendment"):
            declared = one.declared
            if isinstance(declared, type) and issubclass(declared, Amendment) and declared.base == self.texts["scheme"]:
                found.append((one.id, str(declared.title)))
        if not found:
            self.desk.say(Text("no amendment of this scheme is installed", "没有安装本方案的修订"))
            self._next()
            return
        self.desk.enter(
            Choose(self.desk, _LABELS["amendments"], found, self._amended, marked=self.amendments, several=True)
        )

    def _amended(self, chosen: list[str]) -> None:
        self.amendments = chosen
        self._load()
        self._next()

    def confirm_readings(self) -> None:
        """Each open reading with its alternatives."""
        assert self.ruleset is not None  # noqa: S101  # asked for before
        if self.ruleset.assumptions:
            page = Readings(self.desk, self.ruleset.assumptions, self.choices, self.confirmed, self._load)
            self.desk.enter(page)
        self._next()

    def turn_language(self) -> None:
        """The other language."""
        self.texts["language"] = "en" if self.texts["language"] == "zh" else "zh"

    def _set_cycle(self, first: str, last: str) -> None:
        self.texts |= {"first": first, "last": last, "cycle": last[:4]}

    def _name_file(self) -> None:
        parts = [self.texts.get("unit", ""), self.texts.get("cycle", "")]
        stem = "-".join(part for part in parts if part).replace("/", "-") or "book"
        self.texts["file"] = free_name(self.folder / f"{stem}.book").name

    # Making it

    def do_make(self) -> None:
        """Make the book, and open it."""
        missing = self._missing()
        if missing or self.ruleset is None:
            self.cursor = self.ids().index((missing or ["scheme"])[0])
            raise CaseError(_MISSING.format(what=_LABELS[(missing or ["scheme"])[0]]))
        where = self.folder / self.texts["file"]
        office = Office.create(where, self._plan(self.ruleset), ruleset=self.ruleset, folder=self.folder)
        self.desk.show(Session.on(Opened(office, str(where))))
        said = Text("made: {name} {receipt}; a adds people, i a sheet", "已建立 {name} {receipt}；a 增加人员，i 导入")
        self.desk.say(said.format(name=where.name, receipt=str(office.head)))
        self.then()

    def _plan(self, ruleset: Ruleset) -> Plan:
        start, end = cycle_days(ruleset.scheme.cycles or Cycles(), self.texts["first"], self.texts["last"])
        cycle = {**empty_case(ruleset, start, end)["cycle"], "id": self.texts["cycle"]}
        if self.lists:
            cycle["lists"] = self.lists
        files = {key: file for key in self._tables() if (file := self.texts.get(f"table:{key}"))}
        tables: dict[str, Any] = {
            key: table_of_file(ruleset, key, self.folder / file) if is_workbook(file) else {"file": file}
            for key, file in files.items()
        }
        return Plan(
            scheme=ruleset.id,
            cycle=cycle | ({"tables": tables} if tables else {}),
            unit=self.texts["unit"],
            amendments=self.amendments,
            choices=self.choices,
            confirmed=self.confirmed,
            language=self.texts["language"],
        )


def _listed(text: str) -> list[str]:
    for sign in "，、":
        text = text.replace(sign, ",")
    return [one.strip() for one in text.split(",") if one.strip()]


_STEPS = {
    "scheme": Maker.choose_scheme,
    "amendments": Maker.choose_amendments,
    "readings": Maker.confirm_readings,
    "language": Maker.turn_language,
}
_MISSING = Message("K7028", "{what} is missing; Enter fills it in", "还缺{what}；按 Enter 填写")
