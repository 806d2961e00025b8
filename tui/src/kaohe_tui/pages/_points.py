"""Open points: everybody who is not decided, with what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from kaohe.engine import STATES as ALL_STATES
from kaohe.engine import Outcome
from kaohe.rules.tools import KindRules, half_width, marked
from kaohe.words import Text

from ..results._standings import progress_text
from ..results._texts import STATES, refused_text, state_text, tone_of
from ..session._needs import lacks, own_needs, own_pending
from ._columns import Cell, Column
from ._detail import Detail
from ._entry import Entry
from ._judge import judge
from ._page import Host, Page
from ._people import PeopleList
from ._why import Why

__all__ = ["Points"]


_COLUMNS = (
    Column(Text("id", "编号"), 10),
    Column(Text("name", "名称"), 20, grows=1),
    Column(Text("state", "状态"), 14),
    Column(Text("what is open", "待办内容"), 34, grows=3),
)


class Points(PeopleList):
    """What is still to be entered, re-checked or decided."""

    where: ClassVar[str] = "points"
    columns = _COLUMNS

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self.filter = ""
        self.session.results.ask()
        self._open: tuple[tuple[object, ...], list[Outcome]] = ((), [])

    def head(self) -> str:
        """The screen."""
        return f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {Text('open points', '待办')}"

    def rows(self) -> list[Outcome]:
        """Everybody who is not decided, by state."""
        everybody = self.session.results.everybody()
        key = (self.session.revision, everybody is not None, self.filter)
        if self._open[0] != key:
            found = [one for one in everybody or () if self._is_open(one)]
            if self.filter:
                found = [one for one in found if self.filter in f"{one.id} {one.name} {self._what(one)}".lower()]
            self._open = (key, sorted(found, key=self._urgency()))
        return self._open[1]

    def _is_open(self, one: Outcome) -> bool:
        """Whether it is not decided, something was typed into it and refused, or it contradicts another."""
        return one.state not in ("decided", "not_appraised") or bool(
            self.session.refusals(one.id) or self.session.disputes(one.id)
        )

    def _urgency(self) -> Callable[[Outcome], tuple[int, bool]]:
        """By state; those that only wait for others come last."""
        inputs = {rules.kind.key: {given.key for given in rules.inputs} for rules in self.session.ruleset.kinds}
        return lambda one: (ALL_STATES.index(one.state), not lacks(one, inputs[one.kind]))

    def _what(self, one: Outcome) -> str:
        refused = [f"! {refusal.text}" for refusal in self.session.refusals(one.id)]
        refused += [f"! {text}" for text in self.session.disputes(one.id).values()]
        return ", ".join(part for part in (*refused, what(one, self.session.rules_of(one.id))) if part)

    def ids(self) -> list[str]:
        """Their ids."""
        return [one.id for one in self.rows()]

    def nothing(self) -> Sequence[Text]:
        """That nothing is left to do, and where to go."""
        if self.session.results.everybody() is None:
            return (_COMPUTING,)
        if self.filter:
            return (_NO_POINT, _FILTER)
        return (_DONE, _RESULTS) if self.session.people else (_NOBODY, _ADD)

    def live(self) -> str:
        """How many are open in each way; while the results of all are being computed, how far they are."""
        progress = progress_text(self.session)
        if progress:
            return progress
        rows = self.rows()
        counts = [(state, sum(one.state == state for one in rows)) for state in ALL_STATES]
        marked = f"  {self.marked_text}" if self.marked_text else ""
        told = "  ".join(f"{STATES[state]} {count}" for state, count in counts if count)
        return f"{told or Text('nothing is open', '没有待办')}  {Text('filter', '筛选')} {self.filter or '-'}{marked}  {self.pages_text()}"

    def cells(self, place: int) -> tuple[Cell, ...]:
        """One open point: id, name, state, what is open."""
        one = self.rows()[place]
        refusals = self.session.refusals(one.id)
        state = refused_text(refusals) or state_text(one, self.session.rules_of(one.id))
        return (Cell(one.id), Cell(one.name), Cell(state, tone_of(one, refusals)), Cell(self._what(one)))

    def beside(self) -> Page | None:
        """The person under the cursor in short."""
        return Detail(self.desk, self.chosen) if self.chosen is not None else None

    def do_open(self) -> None:
        """Open the record."""
        if self.chosen is not None:
            self.desk.enter(Entry(self.desk, self.chosen, self.ids()))

    def do_why(self) -> None:
        """The explanation."""
        if self.chosen is not None:
            self.desk.enter(Why(self.desk, self.chosen))

    def do_judge(self) -> None:
        """Decide the grade of the person under the cursor, where the document leaves it to people."""
        judge(self.desk, self.chosen)

    def do_back(self) -> None:
        """Esc stops a computation first."""
        if self.session.results.stop():
            self.desk.say(Text("stopped; F5 computes again", "已停止；按 F5 重新计算"))
        else:
            self.desk.back()

    def do_filter(self) -> None:
        """Filter while typing."""
        self.desk.ask(Text("/ filter: ", "/ 筛选: "), self._filtered, typing=self._filtered, initial=self.filter)

    def _filtered(self, text: str) -> None:
        self.filter, self.cursor = half_width(text).lower(), 0


def what(outcome: Outcome, rules: KindRules) -> str:
    """What stands in the way of one outcome."""
    missing = own_needs(outcome, rules)
    others = [str(_WAITS.format(others=", ".join(outcome.needs)))] if not missing and outcome.needs else []
    return ", ".join(
        [*missing, *others, *own_pending(outcome, rules), *(str(reason.text) for reason in outcome.reasons)]
    )


_COMPUTING = Text("Not known yet; F5 computes the results.", "尚未算出；F5 计算结果。")
_NO_POINT = Text("No open point holds that.", "没有符合筛选的待办。")
_FILTER = Text("/  with nothing shows all", "/  清空即显示全部")
_DONE = Text("Nothing is open.", "没有待办。")
_RESULTS = Text("r  shows the results", "r  查看结果")
_NOBODY = Text("Nobody is on the roster yet.", "名册上还没有对象。")
_ADD = Text("Esc, then a in the roster  adds people, i takes in a sheet", "Esc 返回名册，再按 a 增加或 i 导入")
_WAITS = Text("waits for {others}", "等待 {others}")
