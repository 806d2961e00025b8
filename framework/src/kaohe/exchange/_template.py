"""The sheet to fill in: the scheme's columns, one row a person, ranges and choices checked where they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, field

from ..cases import Case
from ..errors import FileError
from ..rules.tools import KindRules, marked, parse_period
from ..words import Message, Text
from ._cells import Cell, Sheet, column_name
from ._columns import KINDS
from ._days_columns import attendance_columns, counts_of, months_of
from ._form import Form, Topic, day_topics
from ._form_ballots import ballot_rows, ballot_topics
from ._form_lists import event_rows, event_topics, finding_rows, finding_topics
from ._form_tables import indicator_rows, indicator_topics
from ._lists import lists_of
from ._paper import ONE_LINE, Paper, Put, Styled, lines_high
from ._spoken import Spoken
from ._tables_in import kinds_of_table, tables_named

__all__ = ["template"]

_SPARE, _ONE_PAGE = 60, 180
_TITLE = Styled(bold=True, size=14, border=False, wrapped=False)
_SAID = Styled(border=False, grey=True, wrapped=False)
_HEAD = Styled(bold=True, centred=True, filled=True)
_LISTS = "_lists"
_OF_DAYS = ""  # stands for an axis where a template is of the days of a month

_NO_KIND = Message(
    "K9211", "there is no template of the kind {kind}; the kinds are {known}", "没有 {kind} 这种模板；可用：{known}"
)
_NOTHING = Message(
    "K9212",
    "the scheme has nothing to enter on a sheet of {kind}; with --period for one period: {known}",
    "方案没有可在{kind}表中录入的内容；按期次录入请加 --period：{known}",
)
_PERIOD = Message(
    "K9213", "{period} is none of the periods of the cycle: {known}", "{period} 不是本周期的期次：{known}"
)
_HINT = Text(
    "One row each. Do not change the headings. Where there is no value, leave the cell blank or write why: !4 reason",
    "每行一个对象，请勿改动列标题。没有数值的留空，或写明原因，如：!4 住院",
)
_ROSTER_HINT = Text(
    "One row each; ids differ and stay. No data about residents.",
    "每行一个对象；编号各不相同且不再更改。不得填写群众信息。",
)
_LIST_HINT = Text(
    "One row each: whose, what, its day and document number. No text about what happened.",
    "每行一项：对象、事项、日期、文号。不写情节，不得填写群众信息。",
)
_BALLOT_HINT = Text(
    "One row a ballot: whose, what it chooses. No rater's name. A blank ballot is 弃权, a void one 废票.",
    "每行一张票：测评对象、所选项。不写评分人姓名；空白票填“弃权”，无效票填“废票”。",
)
_TABLE_HINT = Text(
    "One row an indicator: ids differ, points make the whole of the table.",
    "每行一项指标：编号各不相同，分值合计为规定的总分。",
)


def template(case: Case, kind: str, *, period: str = "", of: str = "", language: str = "zh") -> bytes:
    """An .xlsx to fill in: `kind` of import, one sheet for each kind of appraisee, what the book holds filled in.

    Raises FileError for a kind, period or appraisee kind that there is not, and where openpyxl is not installed.
    """
    if kind not in KINDS:
        raise FileError(_NO_KIND.format(kind=kind, known=", ".join(KINDS)))
    month = (
        months_of(case.cohort.cycle.start, case.cohort.cycle.end).of_cell(Cell(period)) if kind == "attendance" else ""
    )
    return _Template(case, kind, language, {_OF_DAYS: month} if month else _period(case, period), of).data()


def _period(case: Case, text: str) -> dict[str, str]:
    spoken = {axis: Spoken(periods) for axis, periods in case.cohort.cycle.periods.items()}
    found = {axis: name for axis, one in spoken.items() if (name := one.of_cell(Cell(text)))} if text else {}
    if text and not found:
        raise FileError(_PERIOD.format(period=text, known=_known_periods(case)))
    return found


def _known_periods(case: Case) -> str:
    return ", ".join(one.name for periods in case.cohort.cycle.periods.values() for one in periods) or "-"


@define
class _Template:
    case: Case
    kind: str
    language: str
    periods: dict[str, str]
    of: str
    paper: Paper = field(init=False)
    form: Form = field(init=False)
    lists: list[tuple[str, ...]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        scheme = self.case.cohort.ruleset.scheme
        self.form = Form(self.case, self.kind, self.language, self.periods)
        self.paper = Paper(self.words(marked(scheme.title, scheme)))

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    def data(self) -> bytes:
        kinds = [rules for rules in self.case.cohort.ruleset.kinds if self.of in ("", rules.kind.key)]
        own = {"findings": self._findings, "events": self._events, "indicators": self._tables, "raters": self._raters}
        own.get(self.kind, self._kinds)(kinds)
        if not self.paper.book.sheetnames:
            raise FileError(_NOTHING.format(kind=KINDS[self.kind], known=_known_periods(self.case)))
        self._write_lists()
        return self.paper.data()

    def _kinds(self, kinds: Sequence[KindRules]) -> None:
        for rules in kinds:
            self._of_kind(rules, self._topics(rules))

    def _findings(self, kinds: Sequence[KindRules]) -> None:
        topics = tuple(finding_topics(self.form, kinds))
        self._list(KINDS["findings"], topics, finding_rows(self.form, kinds))

    def _events(self, kinds: Sequence[KindRules]) -> None:
        for listed in lists_of(self.case.cohort.ruleset):
            if self.of in ("", *listed.of):
                self._list(listed.label, tuple(event_topics(self.form, listed)), event_rows(self.form, listed))

    def _tables(self, kinds: Sequence[KindRules]) -> None:
        ruleset, labels = self.case.cohort.ruleset, {one.kind.label for one in kinds}
        for key, (_, said) in tables_named(ruleset).items():
            if labels.intersection(kinds_of_table(ruleset, key)):
                self._list(said, indicator_topics(), indicator_rows(self.case, key), _TABLE_HINT)

    def _raters(self, kinds: Sequence[KindRules]) -> None:
        for rules in kinds:
            if topics := tuple(ballot_topics(self.form, rules)):
                self._list(rules.kind.label, topics, ballot_rows(self.form, rules), _BALLOT_HINT)

    def _topics(self, rules: KindRules) -> tuple[Topic, ...]:
        """The columns of a kind of appraisee; those of a month's attendance are its days."""
        if _OF_DAYS not in self.periods:
            return tuple(self.form.topics(rules))
        counts = counts_of(attendance_columns(self.case.cohort.ruleset, Sheet("")), rules.kind.key)
        return tuple(day_topics(parse_period(self.periods[_OF_DAYS], "month"))) if counts else ()

    def _of_kind(self, rules: KindRules, topics: tuple[Topic, ...]) -> None:
        roster = self.kind == "roster"
        people = [one for one in self.case.cohort.appraisees.values() if one.kind == rules.kind.key]
        if not roster and not (topics and people):
            return
        topics = (*self.form.who(open_=roster), *topics)
        rows: list[Sequence[Put]] = [[one.held(person) for one in topics] for person in people]
        spare: list[Sequence[Put]] = [[None] * len(topics)] * _SPARE if roster else []
        self._sheet(rules.kind.label, topics, [*rows, *spare], _ROSTER_HINT if roster else _HINT)

    def _list(
        self, name: Text, topics: Sequence[Topic], rows: Iterable[Sequence[Put]], hint: Text = _LIST_HINT
    ) -> None:
        """One sheet of a list, with room for more rows."""
        empty: list[Put] = [None] * len(topics)
        self._sheet(name, topics, [*([*row, *empty][: len(topics)] for row in rows), *[empty] * _SPARE], hint)

    def _sheet(self, name: Text, topics: Sequence[Topic], rows: Sequence[Sequence[Put]], hint: Text) -> None:
        """One sheet: title, hint, headings, rows; ids, names and headings stay in sight."""
        sheet = self.paper.sheet(self.words(name))
        for place, one in enumerate(topics, 1):
            sheet.column_dimensions[column_name(place)].width = one.width
        sheet.freeze_panes = "C4"
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = sum(one.width for one in topics) <= _ONE_PAGE
        sheet.print_title_rows, sheet.print_title_cols = "1:3", "A:B"
        high = max(lines_high(self.words(one.head), one.width) for one in topics)
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        period = " ".join(dict.fromkeys(self.periods.values()))
        title = Text("{name}: {kind} {period}", "{name}{kind}表 {period}").format(
            name=name, kind=KINDS[self.kind], period=period
        )
        self.paper.write(sheet, [(self.words(title).strip(), _TITLE)])
        self.paper.write(sheet, [(self.words(hint), _SAID)])
        self.paper.write(sheet, [(self.words(one.head), _HEAD) for one in topics], high=6 + high * ONE_LINE)
        styles = [one.style for one in topics]
        for row in rows:
            self.paper.write(sheet, list(zip(row, styles, strict=True)))
        for place, one in enumerate(topics, 1):
            self._validate(sheet, one, column_name(place), 3 + max(len(rows), 1))

    def _validate(self, sheet: Any, one: Topic, letter: str, last: int) -> None:
        if one.choices:
            self.lists.append(one.choices)
            column = column_name(len(self.lists))
            made = self.paper.validation(
                type="list", formula1=f"{_LISTS}!${column}$1:${column}${len(one.choices)}", allow_blank=True
            )
        elif one.formula:
            made = self.paper.validation(
                type="custom", formula1=one.formula.format(cell=f"{letter}4"), allow_blank=True
            )
        else:
            return
        said = self.words(one.said or one.head)
        made.promptTitle, made.prompt, made.showInputMessage = (
            self.words(one.head)[:30],
            said[:250],
            one.said is not None,
        )
        made.error, made.showErrorMessage = said[:250], True
        made.add(f"{letter}4:{letter}{last}")
        sheet.data_validations.append(made)

    def _write_lists(self) -> None:
        """The choices of drop-downs, on a sheet that is not shown."""
        if not self.lists:
            return
        sheet = self.paper.sheet(_LISTS)
        sheet.sheet_state = "hidden"
        plain = Styled(border=False, number="@")
        for place in range(max(map(len, self.lists))):
            self.paper.write(sheet, [(one[place] if place < len(one) else None, plain) for one in self.lists])
