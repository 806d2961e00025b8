"""From the sheets of a file to the preview of an import, and from a confirmed preview to one commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from attrs import evolve

from ..cases import Case
from ..errors import FileError
from ..office import NotSaved, Office, Saved
from ..rules.tools import alike
from ..words import Message, Text
from ._attendance_in import AttendanceRows
from ._ballots_in import BallotRows
from ._cells import Cell, Sheet, column_name
from ._columns import KINDS, Column, Headings, columns_of
from ._days_columns import attendance_columns, counts_of, months_of
from ._earlier_in import book_sheet, is_book
from ._layout import Layout, layout_of
from ._lists import Listed, lists_of, named_in
from ._lists_in import ListRows
from ._marked_days import NOTHING
from ._own_sheets import OwnSheets
from ._preview import Options, Preview
from ._read import read_sheets
from ._rows_in import PersonRows
from ._spoken import Spoken
from ._tables_in import TableRows
from ._who import People

__all__ = ["apply_import", "mark_refused", "preview_file", "preview_sheets"]

_MOST_LETTERS = 12
_OF_PERIODS = ("marks", "tallies", "raters")
_NO_LIST = frozenset({"who", "findings"})  # columns that a sheet of marks, ballots or a roster has not alone

_NO_HEADINGS = Message(
    "K9161",
    "no row of it has headings that the scheme knows: at least an id or a name and one more. kaohe template writes a "
    "sheet with them; headings of your own are named with --map HEADING=FIELD",
    "没有一行列标题是方案认识的：至少要有编号或姓名，另加一列。kaohe template 可生成模板；自有列标题请用 --map 标题=录入项 指明",
)
_NO_KIND = Message(
    "K9162", "there is no import of the kind {kind}; the kinds are {known}", "没有 {kind} 这种导入；可用：{known}"
)
_NO_OF = Message(
    "K9163", "the scheme has no kind {kind}; its kinds are {known}", "方案没有 {kind} 这类对象；可用：{known}"
)
_NO_PERIOD = Message(
    "K9164", "{period} is none of the periods of the cycle: {known}", "{period} 不是本周期的期次：{known}"
)
_PERIODS = Message(
    "K9165",
    "the sheet speaks of several periods ({periods}); say which with --period, or add a column 期次",
    "表中提到多个期次（{periods}）；请用 --period 指明，或加一列“期次”",
)
_FIELD = Message(
    "K9166",
    "no field is called {name}; the fields are {known}",
    "没有名为 {name} 的录入项；可用：{known}",
)
_LISTS = Message(
    "K9167",
    "the sheet could be one of several lists ({lists}); name the sheet after one of them, or say --kind {key}",
    "此表可能是几种清单之一（{lists}）；请以清单名作表名，或用 --kind {key} 指明",
)
_NO_LISTS = Message(
    "K9168", "the scheme has no list of events; see kaohe template", "方案没有清单；请看 kaohe template"
)
_UNKNOWN = Text(
    "{sheet}: {n} columns are not of this scheme and were not read: {letters} (if one is needed: --map HEADING=FIELD)",
    "{sheet}：{n} 列不属于本方案，未读取：{letters}（如需其一，用 --map 列标题=录入项）",
)
_HIDDEN = Text("{sheet}: {n} hidden rows were read too: {rows}", "{sheet}：另有 {n} 个隐藏行也已读取：{rows}")
_NOTES = Text(
    "{sheet}: {n} rows are totals, remarks or signatures and were not read: {rows}",
    "{sheet}：{n} 行为合计、说明或签字，未读取：{rows}",
)
_NO_TABLE = Text("{sheet}: no headings; not read", "{sheet}：没有列标题，未读取")
_HIDDEN_SHEET = Text(
    "{sheet}: hidden, not read; show it to import it", "{sheet}：为隐藏的表，未读取；如需导入请取消隐藏"
)
_FOR = Text("{sheet}: headings in row {row}, {kind}{period}", "{sheet}：列标题在第 {row} 行，{kind}{period}")
_NOTHING = Text("the sheet", "本表")


def preview_file(case: Case, path: Path, options: Options) -> Preview:
    """What importing a file would do. Raises FileError where it cannot be read or is no table of this scheme.

    Of a book the grades are taken, as those of an earlier cycle.
    """
    if is_book(path):
        sheet, note = book_sheet(case, path)
        preview = preview_sheets(case, [sheet], evolve(options, kind="earlier"), where=str(path))
        preview.notes.insert(0, note)
        return preview
    return preview_sheets(case, read_sheets(path), options, where=str(path))


def preview_sheets(case: Case, sheets: Sequence[Sheet], options: Options, *, where: str = "") -> Preview:
    """The same for sheets that have been read, or a block of cells that was pasted."""
    return _Importing(case, options, where).preview(sheets)


def apply_import(office: Office, preview: Preview, *, reason: str = "", leave_out: bool = False) -> Saved:
    """Write a preview as one commit, which `office.undo` takes back as one.

    Raises FileError where something stands against it, and where the office refuses a change: its line is then
    rejected, and nothing was written.
    """
    preview.check(leave_out=leave_out)
    try:
        return office.save(preview.changes, reason=reason)
    except NotSaved as refused:
        mark_refused(preview, refused)
        preview.check()
        raise


def mark_refused(preview: Preview, refused: NotSaved) -> None:
    """Reject the lines of the changes that the office refused."""
    for refusal in refused.refusals:
        line = preview.places.get(id(refusal.change))
        if line is not None and any(line is one for one in preview.lines):
            preview.refuse(line, refusal.text)


class _Importing:
    def __init__(self, case: Case, options: Options, where: str) -> None:
        self.case, self.options, self.where = case, options, where
        self.ruleset = case.cohort.ruleset
        columns = columns_of(self.ruleset)
        self.headings = Headings(columns, options.headings)
        self.lists = lists_of(self.ruleset)
        self.of_list = {one.key: Headings(one.columns, options.headings) for one in self.lists}
        self.spoken = {axis: Spoken(periods) for axis, periods in case.cohort.cycle.periods.items()}
        self.own = OwnSheets(case, options, where)
        self._check_options()

    def _check_options(self) -> None:
        kind, of, period = self.options.kind, self.options.of, self.options.period
        if kind and kind not in KINDS and not self._asked():
            known = ", ".join([*KINDS, *(one.key for one in self.lists)])
            raise FileError(_NO_KIND.format(kind=kind, known=known))
        if kind == "events" and not self.lists:
            raise FileError(_NO_LISTS)
        kinds = [rules.kind.key for rules in self.ruleset.kinds]
        if of and of not in kinds:
            raise FileError(_NO_OF.format(kind=of, known=", ".join(kinds)))
        months = months_of(self.case.cohort.cycle.start, self.case.cohort.cycle.end)
        if period and not self._named_period(period) and not (kind == "attendance" and months.of_cell(Cell(period))):
            known = ", ".join(one.name for spoken in self.spoken.values() for one in spoken.periods)
            raise FileError(_NO_PERIOD.format(period=period, known=known or "-"))
        for heading, name in self.options.headings.items():
            if not any(headings.find(heading) for headings in (self.headings, *self.of_list.values())):
                raise _unknown(name, self.headings.columns)
        counts = [one for rules in self.ruleset.kinds for one in counts_of(self._counts, rules.kind.key)]
        for name in self.options.marks.values():
            if name != NOTHING and not any(name in (one.key, one.label.zh, one.label.en) for one in counts):
                raise _unknown(name, counts)

    @cached_property
    def _counts(self) -> tuple[Column, ...]:
        return attendance_columns(self.ruleset, Sheet(""))

    def _named_period(self, text: str) -> dict[str, str]:
        """The period by axis that an option names, as its name or as people say it."""
        return {axis: name for axis, spoken in self.spoken.items() if (name := spoken.of_cell(Cell(text)))}

    def _asked(self) -> tuple[Listed, ...]:
        """The list that the option names by its key or label, all for "events", () where another kind is asked for."""
        if self.options.kind == "events":
            return self.lists
        return tuple(one for one in self.lists if alike(self.options.kind) in one.called())

    def preview(self, sheets: Sequence[Sheet]) -> Preview:
        """Read every sheet that has headings, a roster first, since the others name its people."""
        preview = Preview(self.where)
        layouts: list[tuple[Layout, str, Listed | None]] = []
        for sheet in sheets:
            own = self.own.kind_of(sheet)
            layout, listed = (self.own.layout(sheet, own), None) if own else self._layout(sheet)
            if layout is not None and not sheet.hidden:
                layouts.append((layout, own or ("events" if listed else self._kind(layout)), listed))
            elif sheet.rows and (layout is not None or not sheet.hidden):
                said = _NO_TABLE if layout is None else _HIDDEN_SHEET
                preview.notes.append(said.format(sheet=sheet.name or _NOTHING))
        if not layouts:
            raise FileError(_NO_HEADINGS, where=self.where)
        kinds = [kind for _, kind, _ in layouts]
        preview.kinds = tuple(dict.fromkeys(kinds))
        people = People(self.case, self.options, "roster" in kinds)
        lists = ListRows(people, preview)
        entries, cycle = PersonRows(people, preview, "marks", self.spoken), self.case.cohort.cycle
        tables = TableRows(self.case, preview, self.options.of)
        ballots = BallotRows(people, preview, entries)
        attended = AttendanceRows(people, preview, entries, months_of(cycle.start, cycle.end))
        for layout, kind, listed in sorted(layouts, key=lambda one: one[1] != "roster"):
            people.roster = kind == "roster"
            self._notes(preview, layout, KINDS[kind] if listed is None else listed.label, kind)
            if kind in ("findings", "events"):
                lists.read(layout, listed)
            elif kind == "raters":
                ballots.read(layout, self._period(layout))
            elif kind == "indicators":
                tables.read(layout)
            elif kind == "attendance":
                attended.read(layout, self.own.columns(layout.sheet, kind))
            else:
                PersonRows(people, preview, kind, self.spoken).read(layout, self._period(layout))
            people.seen.clear()
        lists.finish()
        if "raters" in kinds:
            ballots.finish()
        attended.finish()
        return preview

    def _layout(self, sheet: Sheet) -> tuple[Layout | None, Listed | None]:
        """How a sheet lies, and which list of events it is of, if any. Raises FileError where it could be several."""
        lists = self._asked()
        layout = None if lists else layout_of(sheet, self.headings, self.where)
        if not lists and (self.options.kind or (layout is not None and not layout.sorts() <= _NO_LIST)):
            return layout, None
        found = [(one, two) for one in lists or self.lists if (two := self._of_list(sheet, one)) is not None]
        most = max((len(two.columns) for _, two in found), default=0)
        best = [(one, two) for one, two in found if len(two.columns) == most]
        titles = (sheet.name, *(text for _, two in found[:1] for text in two.titles))
        named = [(one, two) for one, two in found if one in named_in(titles, self.lists)]
        chosen = named if len(named) == 1 else best
        if len(chosen) > 1:
            where, first = f"{self.where} {sheet.name}".strip(), chosen[0][0]
            several = [one.label for one, _ in chosen]
            said = Text(", ".join(one.en for one in several), "、".join(one.zh for one in several))
            raise FileError(_LISTS.format(lists=said, key=first.key), where=where)
        return (chosen[0][1], chosen[0][0]) if chosen else (layout, None)

    def _of_list(self, sheet: Sheet, listed: Listed) -> Layout | None:
        """The sheet as one of that list, None where no column of it is the list's own."""
        layout = layout_of(sheet, self.of_list[listed.key], self.where)
        return layout if layout is not None and "events" in layout.sorts() else None

    def _kind(self, layout: Layout) -> str:
        """What kind of import a sheet is for, where the options do not say: by the columns it has."""
        if self.options.kind:
            return self.options.kind
        sorts = layout.sorts()
        if "findings" in sorts and layout.at("finding") and layout.at("document"):
            return "findings"
        return next((sort for sort in ("marks", "tallies", "rechecks") if sort in sorts), "roster")

    def _period(self, layout: Layout) -> dict[str, str]:
        """The period by axis that a sheet is for: the option, the name of the sheet, its title. Raises FileError."""
        if self.options.period:
            return self._named_period(self.options.period)
        found: dict[str, str] = {}
        for axis, spoken in self.spoken.items():
            for texts in ((layout.sheet.name,), layout.titles):
                names = spoken.within(texts)
                if len(names) > 1 and not layout.at("period"):
                    where = f"{self.where} {layout.sheet.name}".strip()
                    raise FileError(_PERIODS.format(periods=", ".join(names)), where=where)
                if len(names) == 1:
                    found.setdefault(axis, names[0])
        return found

    def _notes(self, preview: Preview, layout: Layout, said: Text, kind: str) -> None:
        sheet = layout.sheet.name or _NOTHING
        periods = "".join(f" {name}" for name in self._period(layout).values()) if kind in _OF_PERIODS else ""
        preview.notes.append(_FOR.format(sheet=sheet, row=layout.heading, kind=said, period=periods))
        if layout.unknown:
            letters = _some([column_name(place) for place in layout.unknown])
            preview.notes.append(_UNKNOWN.format(sheet=sheet, n=len(layout.unknown), letters=letters))
        hidden = [row.number for row in layout.rows if row.hidden]
        if hidden:
            preview.notes.append(_HIDDEN.format(sheet=sheet, n=len(hidden), rows=_some(list(map(str, hidden)))))
        if layout.notes:
            rows = _some(list(map(str, layout.notes)))
            preview.notes.append(_NOTES.format(sheet=sheet, n=len(layout.notes), rows=rows))


def _unknown(name: str, columns: Iterable[Column]) -> FileError:
    """That no field is called so, with those that there are."""
    fields = {one.field: one.label for one in columns}
    known = Text(
        ", ".join(f"{key} ({label.en})" for key, label in fields.items()) or "-",
        "、".join(f"{key}（{label.zh}）" for key, label in fields.items()) or "-",
    )
    return FileError(_FIELD.format(name=name, known=known))


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_LETTERS])
    return shown if len(names) <= _MOST_LETTERS else f"{shown}, ..."
