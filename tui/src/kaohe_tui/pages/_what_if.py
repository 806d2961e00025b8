"""What if: every reading that is not in force, another number of a rule, another entry. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar

from kaohe.cases import (
    Case,
    Effect,
    entered_otherwise,
    numbered_otherwise,
    other_readings,
    read_otherwise,
)
from kaohe.errors import CaseError, KaoheError
from kaohe.progress import counted
from kaohe.rules.tools import Chosen, exact, numbers_in, show
from kaohe.words import Message, Text

from ..fields._fields import MISSING, Field
from ..fields._rows import RowsField
from ..session._job import Job
from ..session._trying import Trying
from ..terminal._cells import Sheet, fit
from ._choose import Choose
from ._effects import Effects, count_text
from ._list import ListPage
from ._page import Host
from ._reading import wrapped
from ._settle import typed_value

__all__ = ["WhatIf"]

Tried = tuple[Effect, ...] | Text
"""Whom a reading changes, or why it cannot be tried here."""


class WhatIf(ListPage):
    """The readings that are open and not in force, each with how many it would change once it was tried."""

    where: ClassVar[str] = "what_if"

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self.readings = [*other_readings(self.session.ruleset)]
        self.trying = Trying(self.session.office)
        self.tried: dict[str, Tried] = {}

    def head(self) -> str:
        """The screen."""
        return f"{Text('what if', '试算')} > {Text('nothing is stored', '不作任何保存')}"

    def ids(self) -> list[str]:
        """Each reading as KEY=CODE."""
        return [f"{one.setting.key}={code}" for one, code, _ in self.readings]

    def live(self) -> str:
        """How many readings there are, and how many were tried."""
        told = Text("other readings {n}  tried {m}", "其他理解 {n}  已试行 {m}")
        return f"{told.format(n=len(self.readings), m=len(self.tried))}  {self.pages_text()}"

    def hint(self) -> str:
        """How it goes."""
        return str(_HINT)

    def nothing(self) -> Sequence[Text]:
        """That the scheme leaves no reading open, and what can be tried all the same."""
        return (_NONE, _KEYS)

    @property
    def page_rows(self) -> int:
        """Below the list stands the reading under the cursor in full."""
        return max(1, self.desk.body_rows - self.heading_rows - 5)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (Text("clause", "依据"), Text("reading", "理解"), Text("what it would change", "会改变什么"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (14, sheet.columns - 48, 32), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One reading with whom it changes; its words below, where the cursor is."""
        one, code, label = self.readings[place]
        found = self.tried.get(self.ids()[place])
        told = "-" if found is None else str(found) if isinstance(found, Text) else count_text(found)
        self._columns(sheet, y, (one.setting.clause or "-", str(label), told))
        if place == self.cursor:
            held = _HELD.format(held=one.label)
            whole = [f"{label}  [{one.setting.key}={code}]", str(held), *([told] if isinstance(found, Text) else [])]
            rows = [row for text in whole for row in wrapped(text, sheet.columns - 4)]
            for line, text in enumerate(rows[:4]):
                sheet.put(2, sheet.rows - 4 + line, text)

    # One thing tried

    def do_open(self) -> None:
        """Try the reading under the cursor, and show whom it changes."""
        if not self.readings:
            return
        one, code, label = self.readings[min(self.cursor, len(self.readings) - 1)]
        name = f"{one.setting.key}={code}"

        def done(found: Sequence[Effect]) -> None:
            self.tried[name] = tuple(found)
            self._show(f"{one.setting.clause} {label}  [{name}]".lstrip(), found)

        self._work(lambda case: read_otherwise(case, {one.setting.key: code}), done)

    def do_every(self) -> None:
        """Try every reading, one after the other."""
        readings, trying = self.readings, self.trying
        job: Job[dict[str, Tried]] = Job(lambda: _every(trying, readings))
        trying.check = job.check
        self.desk.work(_TRYING, job, self.tried.update)

    def do_number(self) -> None:
        """Another number of a rule: its id, which number, what in its place."""
        self.desk.ask(Text("rule, like XZ-7(1)4: ", "规则编号，如 XZ-7(1)4: "), self._rule)

    def _rule(self, text: str) -> None:
        row = text.strip()
        found = numbers_in(self.session.ruleset, row)
        if not found:
            raise CaseError(_NO_NUMBERS.format(row=row))
        options = [(show(one), "") for one in found]
        title = Text("number of {row}", "{row} 中的数").format(row=row)
        self.desk.enter(Choose(self.desk, title, options, lambda chosen: self._ask_number(row, chosen[0])))

    def _ask_number(self, row: str, old: str) -> None:
        label = Text("{row}: instead of {old}: ", "{row}：{old} 改为: ").format(row=row, old=old)
        self.desk.ask(label, lambda text: self._number(row, old, text.strip()))

    def _number(self, row: str, old: str, new: str) -> None:
        was, now = exact(old, name=row), exact(new, name=row)
        self._try(f"{row}: {old} -> {show(now)}", _renumbered(row, was, now))

    def do_entry(self) -> None:
        """Another entry of somebody: the id, which field, the value."""
        self.desk.ask(Text("id: ", "编号: "), lambda text: self._person(text.strip()))

    def _person(self, who: str) -> None:
        if who not in self.session.people:
            raise CaseError(_NOBODY.format(id=who[:60]))
        fields = [of for of in self.session.fields(who) if of.where == "facts" and not isinstance(of, RowsField)]
        options = [(str(place), f"{of.label} {of.period}".strip()) for place, of in enumerate(fields, 1)]
        title = Text("which entry of {id}", "{id} 的哪一项").format(id=who)
        done = lambda chosen: self._ask_value(who, fields[int(chosen[0]) - 1])  # noqa: E731  # one line
        self.desk.enter(Choose(self.desk, title, options, done))

    def _ask_value(self, who: str, of: Field) -> None:
        stored = " ".join(text or "-" for text in self.session.stored(who, of).values())
        told = f"{of.label} {of.period}".strip()
        label = _VALUE.format(what=told, stored=stored)
        self.desk.ask(label, lambda text: self._entry(who, of, text.strip()))

    def _entry(self, who: str, of: Field, text: str) -> None:
        value = typed_value(of, text) if text else MISSING
        plain = None if value is MISSING else value
        what = f"{who} {of.label} {of.period}".rstrip() + f": {text or '-'}"
        self._try(what, lambda case: entered_otherwise(case, who, of.key, plain, of.period))

    def _try(self, what: str, change: Callable[[Case], Case]) -> None:
        self._work(change, lambda found: self._show(what, found))

    def _work(self, change: Callable[[Case], Case], done: Callable[[Sequence[Effect]], None]) -> None:
        """Try a change beside the desk; Esc stops it."""
        trying = self.trying
        job: Job[tuple[Effect, ...]] = Job(lambda: trying.effects(change))
        trying.check = job.check
        self.desk.work(_TRYING, job, done)

    def _show(self, what: str, found: Sequence[Effect]) -> None:
        self.desk.enter(Effects(self.desk, what, found))

    def catch_up(self) -> None:
        """Others saved something: what was tried is of a book that is no more."""
        self.tried.clear()


def _renumbered(row: str, was: Fraction, now: Fraction) -> Callable[[Case], Case]:
    return lambda case: numbered_otherwise(case, row, was, now)


def _every(trying: Trying, readings: Sequence[tuple[Chosen, str, Text]]) -> dict[str, Tried]:
    """Every reading by itself; one that asks for entries that the book does not have says so."""
    found: dict[str, Tried] = {}
    for one, code, _ in counted(_COUNTED, readings):
        name = f"{one.setting.key}={code}"
        choices: dict[str, Any] = {one.setting.key: code}
        try:
            found[name] = trying.effects(partial(read_otherwise, choices=choices))
        except KaoheError as error:
            found[name] = error.text
    return found


_HINT = Text(
    "Enter tries the reading under the cursor, F5 all of them",
    "Enter 试行光标所在的理解，F5 逐一试行全部",
)
_NONE = Text("This scheme leaves no reading open.", "本方案没有可选的理解。")
_KEYS = Text("n  another number of a rule; e  another entry; Esc  back", "n  改一个数；e  改一项录入；Esc  返回")
_HELD = Text("in force: {held}", "现用：{held}")
_TRYING = Text("trying it; nothing is stored", "正在试算，不作任何保存")
_COUNTED = Text("tried {done} of {total} readings", "已试行 {done}/{total} 种理解")
_VALUE = Text("{what} instead of {stored} (empty: none): ", "{what}（现为 {stored}）改为（空=未录）: ")
_NO_NUMBERS = Message("K7082", "{row} declares no number; type another rule", "{row} 中没有数；请写别的规则编号")
_NOBODY = Message("K7083", "nobody here has the id {id}; correct it", "没有编号 {id}；请更正")
