"""Results: the quota that needs somebody, everybody in any order, ties marked, and the way to every decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.engine import Outcome, Pool
from kaohe.rules import Quota
from kaohe.rules.tools import KindRules, departures, marked
from kaohe.words import Text

from ..results._links import links_text
from ..results._meters import by_urgency, meter_text
from ..results._standings import ORDERS, Standings, progress_text
from ..results._texts import STATES, score_text, state_text, tone_of
from ..terminal._cells import Sheet, width
from ._columns import ROOMY, Cell, Column
from ._entry import Entry
from ._excess import ExcessPage, kept_out
from ._judge import judge
from ._meters import Meters
from ._page import Host, Page
from ._people import PeopleList
from ._tie import TiePage
from ._why import Why

__all__ = ["Results"]

_MOST_TOLD = 3
_COLUMNS = (
    Column(Text("rank", "名次"), 6),
    Column(Text("name", "名称"), 26, grows=1),
    Column(Text("linked to", "关联"), 20, grows=1, since=ROOMY),
    Column(Text("score", "得分"), 9),
    Column(Text("grade", "等次"), 12),
    Column(Text("note", "说明"), 25, grows=2),
)


class Results(PeopleList):
    """The results of one kind."""

    where: ClassVar[str] = "results"
    columns = _COLUMNS

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self.session.results.ask()
        self.kind = self._first_kind()
        self.grade, self.order = "", "score"
        self._rows: tuple[tuple[object, ...], Standings | None] = ((), None)
        self._why: Why | None = None

    def _first_kind(self) -> str:
        """The first kind that has a quota and somebody in it, else that of the first person."""
        kinds = list(dict.fromkeys(person.kind for person in self.session.people.values()))
        limited = [rules.kind.key for rules in self.session.ruleset.kinds if rules.rules(Quota)]
        first = [kind for kind in limited if kind in kinds]
        return next(iter([*first, *kinds]), self.session.ruleset.kinds[0].kind.key)

    @property
    def pools(self) -> list[Pool]:
        """The pools of this kind, none until the quotas are placed."""
        return self.session.results.pools(self.kind) or []

    @property
    def heading_rows(self) -> int:  # type: ignore[override]  # here it depends on the pools
        """What differs in the rules, how far the results are, one meter, and the column heads."""
        return len(self._told) + bool(self._progress) + bool(self.pools) + 1

    @property
    def _progress(self) -> str:
        return progress_text(self.session)

    def standings(self) -> Standings:
        """The standings, by score as soon as every score is known."""
        results = self.session.results
        results.want()
        key = (results.revision, results.stage[0], results.computing, self.kind, self.grade, self.order, self.backwards)
        known = self._rows[1]
        if known is None or self._rows[0] != key:
            kept = self.chosen_of(known) if known is not None and not known.known else None
            known = Standings(self.session, self.kind, self.grade, self.order, backwards=self.backwards)
            self._rows = (key, known)
            if kept is not None and self.cursor and kept in known.ids:
                self.cursor = known.ids.index(kept)
        return known

    def chosen_of(self, rows: Standings) -> str | None:
        """Whom the cursor is on."""
        return rows.ids[self.cursor] if self.cursor < len(rows.ids) else None

    def ids(self) -> list[str]:
        """The ids, by score."""
        return self.standings().ids

    def nothing(self) -> Sequence[Text]:
        """Which keys lead to somebody."""
        return (_NOBODY, _ADD, _KINDS) if not self.grade else (_NOBODY, _GRADES)

    def draw(self, sheet: Sheet) -> None:
        """Draw the page, and have the outcomes on it come first."""
        start = self.cursor - self.cursor % self.page_rows
        self.session.results.look_at(tuple(self.ids()[start : start + self.page_rows]))
        super().draw(sheet)

    def head(self) -> str:
        """Whose results."""
        rules = self.session.ruleset.kind(self.kind)
        label = rules.kind.label if rules is not None else self.kind
        return f"{marked(self.session.ruleset.id, self.session.ruleset.scheme)} > {Text('results', '结果')} > {label}"

    def live(self) -> str:
        """How many are in each state, and what is shown."""
        rows = self.standings()
        ties, shown = len(rows.ties), self.grade or Text("all", "全部")
        parts = [
            f"{STATES['needs']} {rows.counts[str(STATES['needs'])]}" if rows.known else "",
            f"{Text('ties', '同分组')} {ties} !" if ties else "",
            f"{Text('shown', '显示')} {shown}" if self.grade else "",
            self.marked_text,
            f"{Text('order', '排序')} {ORDERS[self.order]}{self.turned_text}",
            self.pages_text(),
            *(f"{what} {count}" for what, count in rows.counts.items() if what != str(STATES["needs"])),
        ]
        return "  ".join(part for part in parts if part)

    def draw_heading(self, sheet: Sheet) -> None:
        """What differs in the rules, the meter that needs somebody first, and the column heads."""
        told, pools = [f"! {text}" for text in self._told], self.pools
        told += [text for text in (self._progress,) if text]
        for y, text in enumerate(told):
            sheet.put(0, y, text)
        if pools:
            more = str(_MORE.format(n=len(pools) - 1)) if len(pools) > 1 else ""
            first = by_urgency(pools)[0]
            again = self.session.results.is_pool_again(first)
            meter = meter_text(first, sheet.columns - width(more), again=again)
            sheet.put(0, len(told), meter, "", sheet.columns - width(more))
            sheet.put(sheet.columns - width(more), len(told), more)
        super().draw_heading(sheet)

    def cells(self, place: int) -> tuple[Cell, ...]:
        """One standing: rank, name, links, score, grade, note."""
        row = self.standings().row(place)
        outcome = row.outcome
        tone = tone_of(outcome)
        grade = outcome.grade or (
            f"({outcome.provisional_grade})" if outcome.provisional_grade else self._state(outcome)
        )
        tie = f"T {Text('tie set', '同分组')} {row.tie + 1}  " if row.tie is not None else ""
        texts = (row.rank, f"{outcome.id} {outcome.name}", links_text(self.session, outcome.id))
        score = score_text(outcome, self._rules)
        return (*map(Cell, (*texts, score)), Cell(grade, tone), Cell(tie + row.note, tone if tie else ""))

    @property
    def _told(self) -> list[str]:
        """The active amendments and the settings that differ from the default; the last line says of the rest."""
        found = [str(text) for text in self._departures()]
        if len(found) <= _MOST_TOLD:
            return found
        more = Text("and {n} more settings: c shows them", "另有 {n} 项设置：按 c 查看").format(
            n=len(found) - _MOST_TOLD + 1
        )
        return [*found[: _MOST_TOLD - 1], str(more)]

    def _departures(self) -> tuple[Text, ...]:
        cohort = self.session.case.cohort
        return departures(cohort.ruleset, confirmed=cohort.cycle.confirmed)

    @property
    def _rules(self) -> KindRules:
        """What holds for the kind shown."""
        return next(rules for rules in self.session.ruleset.kinds if rules.kind.key == self.kind)

    def _state(self, outcome: Outcome) -> str:
        return state_text(outcome, self._rules)

    def beside(self) -> Page | None:
        """The explanation of the person under the cursor."""
        if self.chosen is None:
            return None
        if self._why is None or self._why.who != self.chosen:
            self._why = Why(self.desk, self.chosen)
        return self._why

    def refused(self, action: str) -> Text | None:
        """A tie can be decided where there is one under the cursor, places exceeded where the document lets them be."""
        if action in ("tie", "excess") and (closed := self.session.closed(None)) is not None:
            return closed
        if action in ("tie", "excess") and self.session.results.computing:
            return _COMPUTING
        if action == "tie":
            rows = self.standings()
            if not rows.ties:
                return Text("no tie is open here", "没有待裁定的同分组")
            if not rows.ids or rows.row(self.cursor).tie is None:
                return Text("this row is in no tie set; move to a row marked T", "本行不在同分组内；请移到标 T 的行")
        if action == "excess" and not kept_out(self.session, self.kind):
            return _HARD if not any(pool.soft for pool in self.pools) else _ALL_IN
        return super().refused(action)

    def do_excess(self) -> None:
        """Give places beyond a limit that the document sets "in principle"."""
        self.desk.enter(ExcessPage(self.desk, self.kind, kept_out(self.session, self.kind), self.chosen))

    def do_meters(self) -> None:
        """Every quota of this kind."""
        self.desk.enter(Meters(self.desk, self.kind))

    def do_sort(self) -> None:
        """The next order; the cursor stays on its person."""
        kept, names = self.chosen, list(ORDERS)
        self.order = names[(names.index(self.order) + 1) % len(names)]
        self._go_to(kept)

    def do_reverse(self) -> None:
        """The same order the other way round; the cursor stays on its person."""
        kept = self.chosen
        self.backwards = not self.backwards
        self._go_to(kept)

    def _go_to(self, who: str | None) -> None:
        rows = self.ids()
        self.cursor = rows.index(who) if who in rows else 0

    def do_tie(self) -> None:
        """Decide the tie set of the row under the cursor."""
        rows = self.standings()
        place = rows.row(self.cursor).tie
        assert place is not None  # noqa: S101  # `refused` has checked
        self.desk.enter(TiePage(self.desk, rows.ties[place]))

    def do_open(self) -> None:
        """Open the form of the person under the cursor."""
        if self.chosen is not None:
            self.desk.enter(Entry(self.desk, self.chosen, self.ids()))

    def do_why(self) -> None:
        """The explanation of the person under the cursor."""
        if self.chosen is not None:
            self.desk.enter(Why(self.desk, self.chosen))

    def do_grade(self) -> None:
        """The next grade that anybody has."""
        grades = ["", *Standings(self.session, self.kind, "").grades]
        if len(grades) == 1:
            self.desk.say(_COMPUTING)
        self.grade = grades[(grades.index(self.grade) + 1) % len(grades)] if self.grade in grades else ""
        self.cursor = 0

    def do_kind(self) -> None:
        """The next kind."""
        kinds = [rules.kind.key for rules in self.session.ruleset.kinds]
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self.cursor, self.grade = 0, ""

    def do_filter(self) -> None:
        """Go to the next row that holds a text."""
        self.desk.ask(Text("/ find: ", "/ 查找: "), self._find)

    def _find(self, text: str) -> None:
        ids = self.ids()
        for place in [*range(self.cursor + 1, len(ids)), *range(self.cursor + 1)]:
            if place < len(ids) and text.lower() in f"{ids[place]} {self.session.people[ids[place]].name}".lower():
                self.cursor = place
                return
        self.desk.say(Text("nobody here is called {text}", "此处没有 {text}").format(text=text))

    def do_judge(self) -> None:
        """Decide the grade of the person under the cursor, where the document leaves it to people."""
        judge(self.desk, self.chosen)

    def do_back(self) -> None:
        """Esc stops a computation first."""
        if self.session.results.stop():
            self.desk.say(Text("stopped; F5 computes again", "已停止；按 F5 重新计算"))
        else:
            self.desk.back()


_NOBODY = Text("Nobody to show here.", "此处没有对象。")
_ADD = Text("Esc, then a in the roster  adds people, i takes in a sheet", "Esc 返回名册，再按 a 增加或 i 导入")
_KINDS = Text("k  shows another kind", "k  换对象类别")
_GRADES = Text("f  shows another grade", "f  换等次")
_COMPUTING = Text("the results are still being computed", "结果仍在计算")
_MORE = Text("  {n} more: m", "  另 {n} 个名额：m")
_HARD = Text("no places of this kind may be exceeded", "该类对象没有可超出的名额")
_ALL_IN = Text("no limit that may be exceeded keeps anybody out", "可超出的名额规则没有排除任何人")
