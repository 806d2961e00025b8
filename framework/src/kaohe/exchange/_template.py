"""The sheet to fill in: the scheme's columns, one row a person, ranges and choices checked where they are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from ..cases import Case
from ..engine import Appraisee
from ..errors import FileError
from ..rules import Choice, Count, Date, Days, Events, Finding, Link, Marks, Periods, Ratings, Score, Tally
from ..rules.nodes import RECHECK_STATES, Input
from ..rules.tools import UNKNOWN, Absent, KindRules, indicators_of, marked, options_of, show
from ..words import Message, Text
from ._cells import Cell, column_name
from ._columns import FOUND, KINDS, PARTS, WHO
from ._paper import Paper, Put, Styled
from ._shown import cell_of
from ._spoken import Spoken

__all__ = ["template"]

_SPARE = 60
_TITLE = Styled(bold=True, size=14, border=False, wrapped=False)
_SAID = Styled(border=False, grey=True, wrapped=False)
_HEAD = Styled(bold=True, centred=True, filled=True)
_FIXED, _OPEN, _TEXT = Styled(filled=True, number="@"), Styled(open=True), Styled(open=True, number="@")
_LISTS = "_lists"

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
_FINDING_HINT = Text(
    "One row each finding: whose, under which clause, its day and document number. No text about what happened.",
    "每行一项：对象、事项、日期、文号。不写情节，不得填写群众信息。",
)
_RANGE = Text("{low} to {high}", "{low}–{high}")


@frozen
class _Field:
    """One column of a template: its heading, what the book holds, how a cell is checked, how wide it is."""

    head: Text
    held: Callable[[Appraisee], Put]
    formula: str = ""  # with {cell} for the cell
    choices: tuple[str, ...] = ()
    said: Text | None = None
    style: Styled = _OPEN
    width: int = 12


def template(case: Case, kind: str, *, period: str = "", of: str = "", language: str = "zh") -> bytes:
    """An .xlsx to fill in: `kind` of import, one sheet for each kind of appraisee, what the book holds filled in.

    Raises FileError for a kind, period or appraisee kind that there is not, and where openpyxl is not installed.
    """
    if kind not in KINDS:
        raise FileError(_NO_KIND.format(kind=kind, known=", ".join(KINDS)))
    return _Template(case, kind, language, _period(case, period), of).data()


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
    lists: list[tuple[str, ...]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        scheme = self.case.cohort.ruleset.scheme
        self.paper = Paper(self.words(marked(scheme.title, scheme)))

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    def data(self) -> bytes:
        kinds = [rules for rules in self.case.cohort.ruleset.kinds if self.of in ("", rules.kind.key)]
        if self.kind == "findings":
            self._sheet(KINDS["findings"], tuple(self._finding_fields(kinds)), self._findings(kinds), _FINDING_HINT)
        else:
            for rules in kinds:
                self._of_kind(rules)
        if not self.paper.book.sheetnames:
            raise FileError(_NOTHING.format(kind=KINDS[self.kind], known=_known_periods(self.case)))
        self._write_lists()
        return self.paper.data()

    def _of_kind(self, rules: KindRules) -> None:
        fields = tuple(self._fields(rules))
        if not fields:
            return
        people = [one for one in self.case.cohort.appraisees.values() if one.kind == rules.kind.key]
        roster = self.kind == "roster"
        who = tuple(self._who(open_=roster))
        rows = [[one.held(person) for one in (*who, *fields)] for person in people]
        spare = [[None] * len((*who, *fields))] * (_SPARE if roster else 0)
        self._sheet(rules.kind.label, (*who, *fields), [*rows, *spare], _ROSTER_HINT if roster else _HINT)

    def _who(self, *, open_: bool) -> Iterator[_Field]:
        style = _TEXT if open_ else _FIXED
        yield _Field(WHO[0].label, lambda one: one.id, style=style, width=12)
        yield _Field(WHO[1].label, lambda one: one.name or None, style=style, width=18)

    def _fields(self, rules: KindRules) -> Iterator[_Field]:
        if self.kind == "roster":
            yield from (self._link(link) for link in rules.links)
        for given in rules.inputs:
            if self._wanted(given):
                yield from self._parts(given) if isinstance(given, Tally) else [self._field(given)]

    def _wanted(self, given: Input) -> bool:
        """Whether an input stands on this template: by its sort, and by the period that it is for."""
        if isinstance(given.on, Events | Finding):
            return False
        if isinstance(given, Tally):
            return self.kind == "tallies" and self._due(given)
        if self.kind == "roster":
            return given.on is None and isinstance(given, Choice | Date)
        return self.kind == "marks" and self._due(given) and not isinstance(given, Date)

    def _due(self, given: Input) -> bool:
        if isinstance(given.on, Periods):
            return given.on.axis_key in self.periods
        return not self.periods

    def _at(self, given: Input) -> str:
        return self.periods[given.on.axis_key] if isinstance(given.on, Periods) else ""

    def _held(self, given: Input) -> Callable[[Appraisee], Any]:
        at = self._at(given)
        names = [one.name for one in self.case.cohort.cycle.periods[given.on.axis_key]] if at else []  # type: ignore[union-attr]  # it lies on periods

        def held(one: Appraisee) -> Any:
            found: Any = one.fact(given.key)
            if at and found is not UNKNOWN:
                found = found[names.index(at)]
            undue = isinstance(found, Absent) and found.code == "not-posted" and not found.note
            return None if found is UNKNOWN or undue else found

        return held

    def _field(self, given: Input) -> _Field:
        held = self._held(given)
        labels = {option.code: option.label.in_language(self.language) for option in options_of(given, self._supplied)}
        if isinstance(given, Choice) and len(set(labels.values())) < len(labels):
            labels = {code: code for code in labels}

        def put(one: Appraisee) -> Put:
            return cell_of(given, held(one), labels)

        head, width = given.label, max(10, min(24, 2 * len(given.label.zh) + 2))
        if isinstance(given, Score | Count | Days):
            low, high = show(given.low), show(given.high)
            head = Text("{label} ({range})", "{label}（{range}）").format(
                label=head, range=_RANGE.format(low=low, high=high)
            )
            return _Field(
                head, put, _number_rule(given, bool(indicators_of(given, self._supplied))), said=head, width=width
            )
        if isinstance(given, Date):
            return _Field(head, put, _DAY_RULE, said=Text("a day like 2018-11-01", "日期，如 2018-11-01"), width=13)
        if isinstance(given, Choice):
            return _Field(head, put, choices=tuple(labels.values()), width=width)
        if isinstance(given, Finding | Events):
            return _Field(
                head,
                lambda one: put(one) if held(one) == () else None,
                choices=(_NONE.in_language(self.language),),
                width=width,
            )
        said = _TYPED.get(type(given))
        return _Field(head, put, said=said, style=_TEXT, width=width)

    @property
    def _supplied(self) -> Any:
        return self.case.cohort.supplied

    def _parts(self, given: Tally) -> Iterator[_Field]:
        held = self._held(given)
        parts = PARTS | {option.code: option.label for option in given.options}

        def put(part: str) -> Callable[[Appraisee], Put]:
            def one_part(one: Appraisee) -> Put:
                value = held(one)
                if value is None or isinstance(value, Absent):
                    return None
                return int(getattr(value, part) if part in PARTS else value.of(part))

            return one_part

        for part, label in parts.items():
            head = Text("{label} {part}", "{label}·{part}").format(label=given.label, part=label)
            yield _Field(head, put(part), _COUNT_RULE, width=10)

    def _link(self, link: Link) -> _Field:
        ids = tuple(one.id for one in self.case.cohort.appraisees.values() if one.kind == link.to.key)
        head = Text("{label} id", "{label}编号").format(label=link.label)
        return _Field(head, lambda one: one.links.get(link.key), choices=ids, style=_TEXT, width=16)

    def _finding_fields(self, kinds: Sequence[KindRules]) -> Iterator[_Field]:
        findings = [given for rules in kinds for given in rules.inputs if isinstance(given, Finding)]
        labels = tuple(dict.fromkeys(given.label.in_language(self.language) for given in findings))
        states = tuple(option.label.in_language(self.language) for option in RECHECK_STATES)
        yield from self._who(open_=True)
        heads = {one.key: one.label for one in FOUND}
        yield _Field(heads["finding"], _nothing, choices=labels, width=40)
        yield _Field(heads["date"], _nothing, _DAY_RULE, width=13)
        yield _Field(heads["document"], _nothing, style=_TEXT, width=24)
        yield _Field(heads["status"], _nothing, choices=states, width=12)
        yield _Field(heads["item"], _nothing, style=_TEXT, width=10)

    def _findings(self, kinds: Sequence[KindRules]) -> list[list[Put]]:
        """The findings that the book holds, one a row, and room for more."""
        inputs = {rules.kind.key: [one for one in rules.inputs if isinstance(one, Finding)] for rules in kinds}
        states = {option.code: option.label.in_language(self.language) for option in RECHECK_STATES}
        rows: list[list[Put]] = []
        for person in self.case.cohort.appraisees.values():
            for given in inputs.get(person.kind, ()):
                held = person.fact(given.key)
                for row in held if isinstance(held, tuple) else ():
                    label = given.label.in_language(self.language)
                    rows.append(
                        [
                            person.id,
                            person.name or None,
                            label,
                            row.date,
                            row.document,
                            states[row.status],
                            row.item or None,
                        ]
                    )  # type: ignore[union-attr]  # a FindingRow
        return [*rows, *([[None] * 7] * 2 * _SPARE)]

    def _sheet(self, name: Text, fields: Sequence[_Field], rows: Sequence[Sequence[Put]], hint: Text) -> None:
        """One sheet: title, hint, headings, rows; ids, names and headings stay in sight."""
        sheet = self.paper.sheet(self.words(name))
        for place, one in enumerate(fields, 1):
            sheet.column_dimensions[column_name(place)].width = one.width
        sheet.freeze_panes = "C4"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        period = " ".join(dict.fromkeys(self.periods.values()))
        title = Text("{name}: {kind} {period}", "{name}{kind}表 {period}").format(
            name=name, kind=KINDS[self.kind], period=period
        )
        self.paper.write(sheet, [(self.words(title).strip(), _TITLE)])
        self.paper.write(sheet, [(self.words(hint), _SAID)])
        self.paper.write(sheet, [(self.words(one.head), _HEAD) for one in fields])
        styles = [one.style for one in fields]
        for row in rows:
            self.paper.write(sheet, list(zip(row, styles, strict=True)))
        for place, one in enumerate(fields, 1):
            self._validate(sheet, one, column_name(place), 3 + max(len(rows), 1))

    def _validate(self, sheet: Any, one: _Field, letter: str, last: int) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        if one.choices:
            self.lists.append(one.choices)
            column = column_name(len(self.lists))
            made = DataValidation(
                type="list", formula1=f"{_LISTS}!${column}$1:${column}${len(one.choices)}", allow_blank=True
            )
        elif one.formula:
            made = DataValidation(type="custom", formula1=one.formula.format(cell=f"{letter}4"), allow_blank=True)
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


_NONE = Text("none", "无")
_TYPED = {
    Ratings: Text("one code from each rater, with blanks between: A1 B2", "每名评分人一个代码，以空格分隔：A1 B2"),
    Marks: Text("rater=mark, with blanks between: r1=90 r2=85", "评分人=分数，以空格分隔：r1=90 r2=85"),
}
_DAY_RULE = "OR(ISNUMBER({cell}),ISTEXT({cell}))"
_COUNT_RULE = "AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}))"


def _nothing(one: Appraisee) -> Put:
    return None


def _number_rule(given: Score | Count | Days, by_indicator: bool) -> str:
    """What a cell may hold: a number within the range, with no more decimals than declared; or why there is none."""
    low, high, step = show(given.low), show(given.high), Decimal(given.step.denominator)
    steps = f"ROUND({{cell}}*{step},6)=ROUND({{cell}}*{step},0)"
    reason = 'LEFT({cell},1)="!"'
    items = ',ISNUMBER(FIND("+",{cell}))' if by_indicator else ""
    return f"OR(AND(ISNUMBER({{cell}}),{{cell}}>={low},{{cell}}<={high},{steps}),{reason}{items})"
