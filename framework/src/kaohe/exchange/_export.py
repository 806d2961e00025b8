"""What a book holds as plain tables for spreadsheets and other programs: results, figures, entries, roster, indicators.

What is exported under a word of `kaohe import` is read back under it, unchanged. Names stand in a roster, which is for
them; in the other tables only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from ..cases import Case
from ..engine import STATE_LABELS, Appraisee, Evaluation, figure_values, period_outcomes
from ..errors import FileError
from ..progress import counted
from ..rules import Figure, Periods
from ..rules.forms import Column
from ..rules.tools import KindRules
from ..words import Message, Text
from ._columns import KINDS, WHO
from ._form import Form, Topic
from ._form_lists import event_rows, event_topics, finding_rows, finding_topics
from ._form_tables import indicator_rows, indicator_topics
from ._listed import Listing, listed_csv, listed_xlsx, table_suffix
from ._lists import lists_of
from ._paper import Put
from ._printed import cells_of, number_put
from ._spans import known_period, spans_of
from ._tables_in import tables_named

__all__ = ["EXPORTS", "FILES", "Export", "exported", "listings_of"]

EXPORTS = {
    "results": Text("scores, grades, places and the clauses that limited them", "得分、等次、名次与生效的限制条款"),
    "figures": Text("the figures that the scheme works out besides", "方案另行计算的数值项"),
    "entries": Text(
        "all that was entered: marks, tallies, findings, lists, re-checks",
        "全部录入：评分、票数、认定事项、清单、复核",
    ),
    **{key: KINDS[key] for key in ("roster", "marks", "tallies", "findings", "events", "rechecks", "indicators")},
}
FILES = {
    "case": Text("a case file: people by codes, entries, decisions", "案例文件：编号、录入与裁定"),
    "documents": Text("all documents of the book, with its receipt", "账簿的全部文档，附回执"),
    "tinydb": Text("the same as a file that plain TinyDB opens", "同上，TinyDB 可直接打开"),
}
_OF_PEOPLE = ("marks", "tallies", "rechecks")
_WHAT = Message("K9233", "{what} cannot be exported; what can is {known}", "不能导出 {what}；可导出：{known}")
_KIND = Message("K9234", "the scheme has no kind {kind}; it has {known}", "方案没有 {kind} 这类对象；有：{known}")
_NOTHING = Message(
    "K9235",
    "there is nothing of that to export: {what} of {of}; take another period or kind, or everybody",
    "没有可导出的内容：{of}的{what}；请改选期次、对象类别，或导出全部对象",
)
_ROWS = Text("exported {done:,} of {total:,}", "已导出 {done:,} / {total:,}")
_TITLE = Text("{kind}, {what}", "{kind}·{what}")
_PERIODS = Text("{kind}, {what} by {axis}", "{kind}·{what}·按{axis}")
_WHOLE = Text("the cycle", "全周期")
_WHO = {one.key: one.label for one in WHO}
_ID, _NAME, _KIND_HEAD, _PERIOD_HEAD = (_WHO[key] for key in ("id", "name", "kind", "period"))
_SCORE, _RANK, _GRADE = Text("score", "得分"), Text("place", "名次"), Text("grade", "等次")
_STATE, _SO_FAR = Text("state", "状态"), Text("grade so far", "暂定等次")
_FIGURE, _RULE, _VALUE = Text("figure", "数值项"), Text("rule", "规则"), Text("value", "值")
_FINAL, _OPEN = Text("settled", "已定"), Text("open", "未定")
_CLAUSES = (
    Column(Text("limits", "限制条款"), "limits"),
    Column(Text("clauses of flags", "情形条款"), "grounds"),
)
_SAID = (Column(_SCORE, "score"), Column(_RANK, "rank"), *_CLAUSES, Column(Text("flags", "标记"), "flags"))


@frozen(kw_only=True)
class Export:
    """What is exported: a word of EXPORTS, of a period or half-year (""  the cycle, with entries all periods too).

    `kind` is the key of one kind of appraisee, `ids` are whom it is of (() for everybody), `names` puts names beside ids.
    """

    what: str
    period: str = ""
    kind: str = ""
    ids: tuple[str, ...] = ()
    names: bool = False


def exported(
    evaluation: Evaluation, case: Case, asked: Export, *, file: str, language: str = "zh"
) -> tuple[bytes, list[Listing]]:
    """The tables as what a file of that name holds (.xlsx, .csv), and the tables.

    Raises FileError for what is not there, for another format, and for a .csv of more than one table.
    """
    _check(case, asked)
    suffix = table_suffix(file)
    tables = listings_of(evaluation, case, asked, language)
    return (listed_xlsx if suffix == ".xlsx" else listed_csv)(*tables), tables


def listings_of(evaluation: Evaluation, case: Case, asked: Export, language: str = "zh") -> list[Listing]:
    """The tables, none of them empty. Raises FileError for a word, kind or period that is not there, or for nothing."""
    _check(case, asked)
    asked = evolve(asked, period=known_period(evaluation, asked.period))
    found = [one for one in _Tables(evaluation, case, asked, language).made() if one.rows]
    if not found:
        of = ", ".join(filter(None, (asked.period, asked.kind))) or _WHOLE
        raise FileError(_NOTHING.format(what=EXPORTS[asked.what], of=of))
    return found


def _check(case: Case, asked: Export) -> None:
    if asked.what not in EXPORTS:
        raise FileError(_WHAT.format(what=asked.what[:40] or "-", known=", ".join(EXPORTS)))
    kinds = {rules.kind.key: rules.kind.label for rules in case.cohort.ruleset.kinds}
    if asked.kind and asked.kind not in kinds:
        raise FileError(_KIND.format(kind=asked.kind[:40], known=", ".join(kinds)))


@frozen
class _Tables:
    evaluation: Evaluation
    case: Case
    asked: Export
    language: str
    _only: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_only", frozenset(self.asked.ids))

    def made(self) -> Iterator[Listing]:
        return _MAKERS[self.asked.what](self)

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    @property
    def kinds(self) -> Iterator[KindRules]:
        """The kinds that are asked for."""
        for rules in self.case.cohort.ruleset.kinds:
            if self.asked.kind in ("", rules.kind.key):
                yield rules

    def people(self, kind: str) -> list[Appraisee]:
        """Whom of a kind it is of, in the order of the roster."""
        everybody = self.case.cohort.appraisees.values()
        return [one for one in everybody if one.kind == kind and (not self._only or one.id in self._only)]

    def who(self, person: Appraisee) -> list[Put]:
        """The first cells of a row: the id, and the name where it is asked for."""
        return [person.id, *([person.name or None] if self.asked.names else [])]

    def heads(self, *more: Text) -> list[str]:
        return [self.words(one) for one in (_ID, *([_NAME] if self.asked.names else []), *more)]

    # What comes out

    def results(self) -> Iterator[Listing]:
        """A row each for the cycle, or for each period that has a grade of its own."""
        rows: list[list[Put]] = []
        for rules in self.kinds:
            for span in spans_of(self.evaluation, rules.kind.key, self.asked.period):
                rows += (self._of_period if span else self._of_cycle)(rules, self.people(rules.kind.key), span)
        title = self.words(Text("results {period}", "结果 {period}").format(period=self.asked.period)).strip()
        if self.asked.period:
            heads = self.heads(_KIND_HEAD, _PERIOD_HEAD, _SCORE, _GRADE, _STATE, *(one.head for one in _CLAUSES))
        else:
            heads = self.heads(_KIND_HEAD, _SCORE, _RANK, _GRADE, _STATE, _SO_FAR, *(one.head for one in _SAID[2:]))
        yield Listing(title, heads, rows)

    def _of_cycle(self, rules: KindRules, people: Sequence[Appraisee], span: str) -> Iterator[list[Put]]:
        told = cells_of(self.evaluation, _SAID, [one.id for one in people], language=self.language)
        for person in counted(_ROWS, people):
            outcome = self.evaluation.quick(person.id)
            score, rank, *clauses = told[person.id]
            state, so_far = self.words(STATE_LABELS[outcome.state]), outcome.provisional_grade
            grade = outcome.grade or (outcome.recorded.grade if outcome.recorded is not None else None)
            label = self.words(rules.kind.label)
            yield [*self.who(person), label, score, rank, grade, state, None if grade else so_far, *clauses]

    def _of_period(self, rules: KindRules, people: Sequence[Appraisee], span: str) -> Iterator[list[Put]]:
        told = cells_of(self.evaluation, _CLAUSES, [one.id for one in people], period=span, language=self.language)
        for person in counted(_ROWS, people):
            for one in period_outcomes(self.evaluation, person.id, only=span):
                score = None if one.score is None else number_put(one.score, rules.limits)
                state = self.words(_OPEN if one.open else _FINAL)
                label = self.words(rules.kind.label)
                yield [*self.who(person), label, one.period, score, one.grade, state, *told[person.id]]

    def figures(self) -> Iterator[Listing]:
        """A row for each figure of each person, of the periods asked for where it lies on periods."""
        rows: list[list[Put]] = []
        for rules in self.kinds:
            texts = {rule.id: self.words(rule.text) for rule in rules.rules(Figure)}
            spans = spans_of(self.evaluation, rules.kind.key, self.asked.period)
            for person in counted(_ROWS, self.people(rules.kind.key) if texts else []):
                for one in figure_values(self.evaluation, person.id):
                    if not self.asked.period or one.period in spans:
                        shown = one.shown
                        value = self._yes_no(shown) if isinstance(shown, bool) else shown
                        rows.append([*self.who(person), texts[one.rule], one.rule, one.period or None, value])
        yield Listing(self.words(EXPORTS["figures"]), self.heads(_FIGURE, _RULE, _PERIOD_HEAD, _VALUE), rows)

    def _yes_no(self, value: bool) -> str:
        return self.words(Text("yes", "是") if value else Text("no", "否"))

    # What was entered

    def entries(self) -> Iterator[Listing]:
        for what in ("marks", "tallies", "findings", "events", "rechecks"):
            yield from _MAKERS[what](_Tables(self.evaluation, self.case, evolve(self.asked, what=what), self.language))

    def of_people(self) -> Iterator[Listing]:
        """What is entered in a cell each: a table of the cycle, and one of each axis with a row for each period."""
        for rules in self.kinds:
            if not self.asked.period:
                yield self._table(rules, _TITLE.format(kind=rules.kind.label, what=KINDS[self.asked.what]), [{}])
            if self.asked.what == "rechecks":
                continue  # which lie on no period
            for axis, label in self._axes(rules).items():
                title = _PERIODS.format(kind=rules.kind.label, what=KINDS[self.asked.what], axis=label)
                yield self._table(rules, title, [{axis: name} for name in self._names(axis)])

    def _axes(self, rules: KindRules) -> dict[str, Text]:
        return {one.on.axis_key: one.on.one() for one in rules.inputs if isinstance(one.on, Periods)}

    def _names(self, axis: str) -> list[str]:
        """The periods of an axis that are asked for."""
        asked = self.asked.period
        names = [one.name for one in self.evaluation.periods(axis)]
        if not asked or asked in names:
            return [one for one in names if asked in ("", one)]
        within = {span for rules in self.kinds for span in spans_of(self.evaluation, rules.kind.key, asked)}
        return [one for one in names if one in within]

    def _table(self, rules: KindRules, title: Text, periods: Sequence[Mapping[str, str]]) -> Listing:
        """Whoever has anything entered, a row for each of these periods."""
        rows: list[list[Put]] = []
        heads: list[Text] = []
        dated = any(periods)
        for at in periods:
            topics = tuple(Form(self.case, self.asked.what, self.language, at).topics(rules))
            heads = [topic.head for topic in topics]
            for person in counted(_ROWS, self.people(rules.kind.key) if topics else []):
                held = [topic.held(person) for topic in topics]
                if any(one is not None for one in held):
                    rows.append([*self.who(person), *at.values(), *held])
        return Listing(self.words(title), self.heads(*([_PERIOD_HEAD] if dated else []), *heads), rows)

    def roster(self) -> Iterator[Listing]:
        """Everybody in one table, with names; a column stands for all kinds whose heading is the same."""
        form = Form(self.case, "roster", self.language, {})
        topics = {rules.kind.key: {self.words(one.head): one for one in form.topics(rules)} for rules in self.kinds}
        heads = list(dict.fromkeys(head for by in topics.values() for head in by))
        rows = []
        for rules in self.kinds:
            label, by = self.words(rules.kind.label), topics[rules.kind.key]
            for person in counted(_ROWS, self.people(rules.kind.key)):
                cells = [by[head].held(person) if head in by else None for head in heads]
                rows.append([person.id, person.name or None, label, *cells])
        fixed = [self.words(one) for one in (_ID, _NAME, _KIND_HEAD)]
        yield Listing(self.words(KINDS["roster"]), [*fixed, *heads], rows)

    def findings(self) -> Iterator[Listing]:
        if not self.asked.period:  # which lie on no period
            form, kinds = Form(self.case, "findings", self.language, {}), list(self.kinds)
            yield self._list(KINDS["findings"], finding_topics(form, kinds), finding_rows(form, kinds))

    def events(self) -> Iterator[Listing]:
        form = Form(self.case, "events", self.language, {})
        kinds = {rules.kind.key for rules in self.kinds}
        for listed in lists_of(self.case.cohort.ruleset) if not self.asked.period else ():
            if kinds.intersection(listed.of):
                yield self._list(listed.label, event_topics(form, listed), event_rows(form, listed))

    def _list(self, title: Text, topics: Iterable[Topic], rows: Iterable[Sequence[Put]]) -> Listing:
        """A row each of a list; its second cell is the name."""
        people = {one.id for rules in self.kinds for one in self.people(rules.kind.key)}
        heads = [self.words(one.head) for one in topics]
        kept = [[*row] for row in rows if row[0] in people]
        if not self.asked.names:
            heads, kept = [heads[0], *heads[2:]], [[row[0], *row[2:]] for row in kept]
        return Listing(self.words(title), heads, kept)

    def indicators(self) -> Iterator[Listing]:
        """The indicator tables that the cycle supplies; nobody stands in them."""
        heads = [self.words(one.head) for one in indicator_topics()]
        for key, (_, said) in tables_named(self.case.cohort.ruleset).items():
            yield Listing(self.words(said), heads, list(indicator_rows(self.case, key)))


_MAKERS: dict[str, Callable[[_Tables], Iterator[Listing]]] = {
    "results": _Tables.results,
    "figures": _Tables.figures,
    "entries": _Tables.entries,
    "roster": _Tables.roster,
    "findings": _Tables.findings,
    "events": _Tables.events,
    "indicators": _Tables.indicators,
    **dict.fromkeys(_OF_PEOPLE, _Tables.of_people),
}
