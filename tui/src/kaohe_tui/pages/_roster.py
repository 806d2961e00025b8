"""The roster: everybody, a page at a time, filtered as you type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from kaohe.engine import STATES as ALL_STATES
from kaohe.office import Withdraw
from kaohe.rules.tools import half_width, linked_ids, marked
from kaohe.words import Text

from ..results._links import linked_names, links_text
from ..results._standings import progress_text
from ..results._texts import STATES, refused_text, score_text, state_text, tone_of
from ..session._initials import has_initials
from ..session._needs import lacks
from ..session._ranking import by_score, turned
from ._columns import ROOMY, Cell, Column
from ._detail import Detail
from ._entry import Entry
from ._page import Host, Page
from ._people import PeopleList
from ._person import Person
from ._sheet_in import take_in
from ._why import Why

__all__ = ["Roster"]

_SORTS = {
    "file": Text("roster", "原序"),
    "id": Text("id", "编号"),
    "name": Text("name", "名称"),
    "kind": Text("kind", "类别"),
    "score": Text("score", "得分"),
    "grade": Text("grade", "等次"),
    "state": Text("state", "状态"),
}


_COLUMNS = (
    Column(Text("id", "编号"), 10),
    Column(Text("name", "名称"), 22, grows=2),
    Column(Text("kind", "类别"), 14, grows=1),
    Column(Text("linked to", "关联"), 20, grows=2, since=ROOMY),
    Column(Text("score", "得分"), 8),
    Column(Text("grade", "等次"), 11),
    Column(Text("state", "状态"), 14),
)


_NOBODY = (
    Text("Nobody is on the roster yet.", "名册上还没有对象。"),
    Text("a  adds people one by one", "a  逐个增加"),
    Text("i  takes in a sheet of many (.xlsx, .csv), with a preview", "i  导入多人的表格（.xlsx、.csv），先预览"),
)


_NO_ONE = Text("Nobody passes what is asked for.", "没有符合条件的对象。")
_ESC = Text("Esc  takes the filter off", "Esc  取消筛选")
_KIND = Text("k  shows another kind", "k  换对象类别")
_STATE = Text("f  shows another state", "f  换状态")


class Roster(PeopleList):
    """Everybody of the case."""

    where: ClassVar[str] = "roster"
    columns = _COLUMNS

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self.filter, self.kind, self.state, self.order = "", "", "", "file"
        self._searched: dict[str, str] = {}
        self._roster = self.session.roster
        self._lacking: tuple[int, int] = (-1, 0)
        self._ids: tuple[tuple[object, ...], list[str]] = ((), [])

    def head(self) -> str:
        """The cycle and the scheme."""
        case = self.session.case
        return f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {case.title or case.cohort.cycle.id}"

    def live(self) -> str:
        """Filter, count, state, order: always shown, but for how far results are that the list waits for."""
        progress = progress_text(self.session) if self._needs_all else ""
        if progress:
            return progress
        shown, total = len(self.ids()), len(self.session.people)
        parts = [
            f"{Text('shown', '显示')} {shown}/{total}",
            f"{Text('filter', '筛选')} {self.filter or '-'}",
            f"{Text('state', '状态')} {STATES.get(self.state, Text('all', '全部'))}",
            f"{Text('order', '排序')} {_SORTS[self.order]}{self.turned_text}",
            self.marked_text or self._incomplete(),
            f"{Text('unsaved', '未存')} {self.session.unsaved}" if self.session.unsaved else "",
            self.pages_text(),
        ]
        return "  ".join(filter(None, parts))

    def _incomplete(self) -> str:
        """How many lack something; not said of many people before all results are known."""
        if not self.session.results.whole:
            return ""
        if self._lacking[0] != self.session.revision:
            everybody = self.session.results.everybody() or ()
            inputs = {rules.kind.key: {given.key for given in rules.inputs} for rules in self.session.ruleset.kinds}
            self._lacking = (self.session.revision, sum(lacks(one, inputs[one.kind]) for one in everybody))
        return f"{STATES['needs']} {self._lacking[1]}"

    # Which rows

    def ids(self) -> list[str]:
        """The ids that pass filter, kind and state, in the chosen order."""
        known = self._needs_all and self.session.results.want()
        results = self.session.revision if self._needs_all else 0
        key = (self.filter, self.kind, self.state, self.order, self.backwards, results, known, self.session.roster)
        if self._ids[0] != key:
            if self._roster != self.session.roster:
                self._roster = self.session.roster
                self._searched.clear()
                self.desk.marks.keep(self.session.people)
            found = self._sorted(self._passing())
            self._ids = (key, turned(found, self._without(found)) if self.backwards else found)
        return self._ids[1]

    @property
    def _needs_all(self) -> bool:
        """Whether what is shown hangs on everybody's results; until they are known the list stands as in the file."""
        return bool(self.state) or self.order in ("score", "grade", "state")

    def _passing(self) -> list[str]:
        words = self.filter.lower().split()
        found = [name for name, person in self.session.people.items() if self.kind in ("", person.kind)]
        if words:
            found = [name for name in found if all(self._holds(name, word) for word in words)]
        if self.state and self.session.results.want():
            found = [name for name in found if self.session.outcome(name).state == self.state]
        return found

    def _holds(self, who: str, word: str) -> bool:
        """Whether somebody's id, name or links hold a word, or the name has these initials."""
        return word in self._text_of(who) or has_initials(self.session.people[who].name, word)

    def _text_of(self, who: str) -> str:
        if who not in self._searched:
            person = self.session.people[who]
            ids = [one for held in person.links.values() for one in linked_ids(held)]
            linked = linked_names(self.session, who)
            self._searched[who] = half_width(" ".join([who, person.name, *ids, *linked])).lower()
        return self._searched[who]

    def _sorted(self, ids: list[str]) -> list[str]:
        if self.order == "id":
            return sorted(ids)
        if self.order == "name":
            return sorted(ids, key=lambda name: self.session.people[name].name)
        if self.order == "kind":
            kinds = [rules.kind.key for rules in self.session.ruleset.kinds]
            return sorted(ids, key=lambda name: kinds.index(self.session.people[name].kind))
        if not self._needs_all or not self.session.results.want():
            return ids
        if self.order == "score":
            return by_score((name, self.session.outcome(name).score) for name in ids)
        if self.order == "grade":
            return sorted(ids, key=self._grade_place)
        if self.order == "state":
            return sorted(ids, key=lambda name: ALL_STATES.index(self.session.outcome(name).state))
        return ids

    def _without(self, ids: list[str]) -> set[str]:
        """Who has no score, or grade, to be ordered by, once that is known."""
        if self.order not in ("score", "grade") or not self.session.results.want():
            return set()
        outcomes = map(self.session.outcome, ids)
        if self.order == "score":
            return {one.id for one in outcomes if one.score is None}
        return {one.id for one in outcomes if not one.grade}

    def _grade_place(self, who: str) -> int:
        grades, grade = self.session.rules_of(who).kind.grades, self.session.outcome(who).grade
        return grades.index(grade) if grade in grades else len(grades)

    # What it looks like

    def nothing(self) -> Sequence[Text]:
        """Which keys fill the roster, or show those whom it holds."""
        if not self.session.people:
            return _NOBODY
        return (
            _NO_ONE,
            *([_ESC] if self.filter else []),
            *([_KIND] if self.kind else []),
            *([_STATE] if self.state else []),
        )

    def cells(self, place: int) -> tuple[Cell, ...]:
        """One person: id, name, kind, links, score, grade, state."""
        who = self.ids()[place]
        person, outcome, rules = self.session.people[who], self.session.outcome(who), self.session.rules_of(who)
        refusals = self.session.refusals(who)
        grade = outcome.grade or (f"({outcome.provisional_grade})" if outcome.provisional_grade else "-")
        note = (
            (refused_text(refusals) or state_text(outcome, rules))
            + (" ?" if outcome.flags else "")
            + (" +" if self.session.drafts.get(who) else "")
        )
        texts = (who, person.name or "-", str(rules.kind.label), links_text(self.session, who))
        figures = (score_text(outcome, rules), grade)
        return (*map(Cell, (*texts, *figures)), Cell(note, tone_of(outcome, refusals)))

    def beside(self) -> Page | None:
        """The person under the cursor in short."""
        return Detail(self.desk, self.chosen) if self.chosen is not None else None

    # What it does

    def do_open(self) -> None:
        """Open the form of the person under the cursor."""
        if self.chosen is None:
            self.desk.say(Text("nobody is shown; Esc in the filter clears it", "没有可打开的对象；请清除筛选"))
        else:
            self.desk.enter(Entry(self.desk, self.chosen, self.ids()))

    def refused(self, action: str) -> Text | None:
        """The roster of a book that is for looking stays as it is; nobody under the cursor is nobody to change."""
        if action in ("add", "edit", "remove", "import") and (closed := self.session.closed(None)) is not None:
            return closed
        if action in ("edit", "remove") and self.chosen is None:
            return Text("nobody is under the cursor; a adds somebody", "光标处没有对象；按 a 增加")
        return super().refused(action)

    def do_add(self) -> None:
        """Add somebody."""
        self.desk.enter(Person(self.desk, kind=self.kind))

    def do_import(self) -> None:
        """Ask for a sheet, and show what it would do."""
        self.desk.ask(Text("sheet (.xlsx, .csv): ", "表格（.xlsx、.csv）路径: "), self._sheet)

    def _sheet(self, text: str) -> None:
        if text.strip():
            take_in(self.desk, Path(text.strip()).expanduser())

    def do_edit(self) -> None:
        """Another name, kind or link of the person under the cursor."""
        if self.chosen is not None:
            self.desk.enter(Person(self.desk, self.chosen))

    def do_remove(self) -> None:
        """Take the person under the cursor off the roster: the reason, then the typed id."""
        who = self.chosen
        if who is None:
            return
        asked = Text("reason for removing {who}: ", "移出 {who} 的事由: ").format(who=who)
        self.desk.ask(asked, lambda reason: self._sure(who, reason))

    def _sure(self, who: str, reason: str) -> None:
        if not reason.strip():
            self.desk.say(Text("nothing was removed: a reason is required", "没有移出：须写事由"))
            return
        asked = Text("type {who} to remove: ", "输入 {who} 确认移出: ").format(who=who)
        self.desk.ask(asked, lambda text: self._removed(who, reason, text))

    def _removed(self, who: str, reason: str, typed: str) -> None:
        if typed.strip() != who:
            self.desk.say(Text("nothing was removed", "没有移出"))
            return
        saved = self.session.change([Withdraw(who)], reason=reason)
        self.desk.say(
            Text("removed: {id} {receipt}", "已移出：{id} {receipt}").format(id=who, receipt=str(saved.receipt))
        )

    def do_filter(self) -> None:
        """Filter while typing."""
        self.desk.ask(Text("/ filter: ", "/ 筛选: "), self._filtered, typing=self._filtered, initial=self.filter)

    def _filtered(self, text: str) -> None:
        kept = self.chosen
        self.filter = half_width(text)
        rows = self.ids()
        self.cursor = rows.index(kept) if kept in rows else 0

    def do_sort(self) -> None:
        """The next order."""
        names = list(_SORTS)
        self.order = names[(names.index(self.order) + 1) % len(names)]
        self.cursor = 0
        if self._needs_all:
            self.session.results.ask()

    def do_reverse(self) -> None:
        """The same order the other way round."""
        self.backwards = not self.backwards
        self.cursor = 0

    def do_kind(self) -> None:
        """The next kind."""
        kinds = ["", *(rules.kind.key for rules in self.session.ruleset.kinds)]
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self.cursor = 0

    def do_state(self) -> None:
        """The next state that anybody is in."""
        self.session.results.ask()
        everybody = self.session.results.everybody()
        if everybody is None:
            self.desk.say(Text("the results are still being computed", "结果仍在计算"))
            return
        here = {outcome.state for outcome in everybody}
        states = ["", *(state for state in ALL_STATES if state in here)]
        self.state = states[(states.index(self.state) + 1) % len(states)] if self.state in states else ""
        self.cursor = 0

    def do_why(self) -> None:
        """The explanation of the person under the cursor."""
        if self.chosen is not None:
            self.desk.enter(Why(self.desk, self.chosen))

    def do_save_next(self) -> None:
        """Save, and move to the next that lacks something."""
        self.desk.save(*self.session.typed, always=True)
        rows = self.ids()
        after = [*range(self.cursor + 1, len(rows)), *range(self.cursor)]
        found = next((place for place in after if self.session.incomplete(rows[place])), None)
        if found is not None:
            self.cursor = found

    def do_back(self) -> None:
        """Esc takes the filter off first."""
        if self.filter:
            self._filtered("")
        elif self._needs_all and self.session.results.stop():
            self.state, self.order = "", "file"
            self.desk.say(Text("stopped; F5 computes again", "已停止；按 F5 重新计算"))
        else:
            self.desk.back()
