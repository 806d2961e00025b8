"""`kaohe evaluate`: the outcomes of a case, how the grades are distributed, and what is still open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import click

from ..cases import Case, Difference, differences
from ..engine import STATE_LABELS, STATES, Evaluation, OpenPoint, Outcome, figure_values, open_points, period_outcomes
from ..progress import counted
from ..rules import Figure
from ..rules.tools import KindRules, Ruleset, departures, marked, show, show_cut
from ..words import Text, visible
from ._base import JSON_OPTION, Command, Option
from ._either import opened, record_outcomes, standing_text
from ._in_force import in_force
from ._out import complain, say, say_json
from ._pools import pool_lines, pools_result
from ._progress import progress
from ._table import bar, pad, table, width

__all__ = ["evaluate", "result", "summary_lines"]

_TEXT = Text(
    "Evaluate a CASE (.toml or .json) or a BOOK: outcomes, the distribution of grades, open points. Exit status 1 when an "
    "expectation of the case is not met or a recorded decision is refused, 2 on bad input.",
    "计算案例 CASE（.toml 或 .json）或账簿 BOOK：结果、等次分布、待办事项。案例的预期不符或所记录的裁定未予适用时退出状态为 1，"
    "输入有误为 2。",
)
_LISTED = Text("listed {done:,} of {total:,}", "已列出 {done:,} / {total:,}")
_REFUSED = Text("decision refused", "裁定未适用")


@click.command(cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE|BOOK")
@click.option(
    "--summary", is_flag=True, cls=Option, text=Text("leave out the list of appraisees", "不逐一列出考核对象")
)
@click.option(
    "--periods",
    is_flag=True,
    cls=Option,
    text=Text("with --json: the grades of single periods too", "配合 --json：附各期次的等次"),
)
@click.option(
    "--figures", is_flag=True, cls=Option, text=Text("the figures of each appraisee too", "附各对象的各项数值")
)
@click.option(
    "--record",
    is_flag=True,
    cls=Option,
    text=Text("of a book: record the outcomes in it, for comparison", "账簿：记录结果，供日后比对"),
)
@JSON_OPTION
@click.pass_context
def evaluate(
    context: click.Context, *, case: str, summary: bool, periods: bool, figures: bool, record: bool, as_json: bool
) -> None:
    """Evaluate one case or book."""
    if record:
        record_outcomes(case)
    with progress(), opened(case) as found:
        evaluation = found.evaluation
        outcomes = evaluation.outcomes()
        differing = differences(found.case, outcomes)
        if as_json:
            data = result(found.case, evaluation, outcomes, differing)
            for outcome in counted(_LISTED, data["outcomes"]) if periods or figures else []:
                outcome |= _more(evaluation, outcome["id"], periods=periods, figures=figures)
            if found.office is not None:
                data["standing"] = {one.appraisee: one.state for one in found.office.states()}
        else:
            lines = [] if summary else list(_outcome_lines(found.case.cohort.ruleset, outcomes))
            lines += _figure_lines(evaluation, outcomes) if figures else []
            lines += summary_lines(found.case, evaluation, outcomes)
            lines += [str(standing_text(found.office))] if found.office is not None else []
        refused = evaluation.refused()
    if as_json:
        say_json(data)
    else:
        for line in lines:
            say(line)
    for difference in differing:
        complain(str(difference.text))
    context.exit(1 if differing or refused else 0)


def _more(evaluation: Evaluation, appraisee: str, *, periods: bool, figures: bool) -> dict[str, Any]:
    """What the JSON form of an outcome has only if asked for."""
    found: dict[str, Any] = {}
    if periods:
        found["periods"] = [one.as_json() for one in period_outcomes(evaluation, appraisee)]
    if figures:
        found["figures"] = [one.as_json() for one in figure_values(evaluation, appraisee)]
    return found


def result(case: Case, evaluation: Evaluation, outcomes: list[Outcome], differing: list[Difference]) -> dict[str, Any]:
    """The JSON form: the outcomes in the order of the case, with everything that is open."""
    ruleset = case.cohort.ruleset
    return {
        "scheme": ruleset.id,
        "version": ruleset.scheme.version,
        "incomplete": not ruleset.scheme.document.complete,
        "digest": ruleset.digest,
        "amendments": list(case.amendments),
        **in_force(ruleset),
        "confirmed_cycle": case.cohort.cycle.confirmed,
        "title": case.title,
        "outcomes": [outcome.as_json() for outcome in outcomes],
        "open_points": [point.as_json() for point in open_points(evaluation, outcomes)],
        "distribution": {rules.kind.key: _counted(rules, outcomes) for rules in ruleset.kinds},
        **pools_result(evaluation),
        "differences": [
            {"id": one.appraisee, "field": one.field, "expected": _plain(one.expected), "found": _plain(one.found)}
            for one in differing
        ],
    }


def _plain(value: Any) -> Any:
    """An expected value as JSON can say it: a decimal of the case as its text."""
    return value if value is None or isinstance(value, str | int | list) else str(value)


def _counted(rules: KindRules, outcomes: list[Outcome]) -> dict[str, dict[str, int]]:
    mine = [outcome for outcome in outcomes if outcome.kind == rules.kind.key]
    grades = Counter(outcome.grade for outcome in mine)
    states = Counter(outcome.state for outcome in mine)
    return {
        "grades": {grade: grades[grade] for grade in rules.kind.grades},
        "states": {state: states[state] for state in STATES if states[state]},
    }


def _outcome_lines(ruleset: Ruleset, outcomes: list[Outcome]) -> Iterator[str]:
    head = [
        Text("id", "编号"),
        Text("state", "状态"),
        Text("score", "得分"),
        Text("grade", "等次"),
        Text("notes", "备注"),
    ]
    limits = {rules.kind.key: rules.limits for rules in ruleset.kinds}
    rows = [tuple(str(cell) for cell in head), *(_outcome_row(one, limits[one.kind]) for one in outcomes)]
    yield from table(rows, right=frozenset({2}))
    yield ""


def _outcome_row(outcome: Outcome, limits: Sequence[Fraction]) -> tuple[str, ...]:
    who = f"{outcome.id} {outcome.name}".strip()
    score = "-" if outcome.score is None else show(outcome.score)
    if outcome.score is not None and "/" in score:
        score = f"{score} ({show_cut(outcome.score, limits)})"
    grade = outcome.grade or (f"({outcome.provisional_grade})" if outcome.provisional_grade else "-")
    if outcome.recorded is not None:
        # What people recorded is shown as recorded, never as if it had been computed.
        recorded = Text("{grade} (recorded, {document})", "{grade}（记录，{document}）")
        grade = str(recorded.format(grade=outcome.grade or outcome.recorded.grade, document=outcome.recorded.document))
    notes = [
        *map(str, outcome.flag_texts),
        *(notice.rule for notice in outcome.notices),
        *outcome.needs[:2],
        *outcome.pending[:2],
    ]
    cells = (who, str(STATE_LABELS[outcome.state]), score, grade, ", ".join(notes))
    return tuple(visible(cell) for cell in cells)


def _figure_lines(evaluation: Evaluation, outcomes: list[Outcome]) -> Iterator[str]:
    """A line for each figure, "-" where it is open or absent."""
    head = (Text("id", "编号"), Text("figure", "数值项"), Text("period", "期次"), Text("value", "值"))
    rows = [tuple(str(cell) for cell in head)]
    for outcome in counted(_LISTED, outcomes):
        texts = {rule.id: rule.text for rule in evaluation.plan(outcome.kind).rules.rules(Figure)}
        for one in figure_values(evaluation, outcome.id):
            said = visible(f"{one.rule} {texts[one.rule]}")
            rows.append((visible(outcome.id), said, one.period, _said(one.shown)))
    if len(rows) > 1:
        yield from table(rows)
        yield ""


def _said(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return str(Text("yes", "是") if value else Text("no", "否"))
    return "-" if value is None else value


def summary_lines(case: Case, evaluation: Evaluation, outcomes: list[Outcome]) -> Iterator[str]:
    """Title and rules, one bar chart a kind, and the open points."""
    ruleset = case.cohort.ruleset
    if case.title:
        yield visible(case.title)
    text = Text("{scheme} {version}: {title} (rules {digest})", "{scheme} {version}：{title}（规则 {digest}）")
    yield str(
        text.format(
            scheme=ruleset.id,
            version=ruleset.scheme.version,
            title=marked(ruleset.scheme.title, ruleset.scheme),
            digest=ruleset.digest[:12],
        )
    )
    for told in departures(ruleset, confirmed=case.cohort.cycle.confirmed):
        yield visible(f"! {told}")
    for rules in ruleset.kinds:
        mine = [outcome for outcome in outcomes if outcome.kind == rules.kind.key]
        if mine:
            yield ""
            yield from _chart(rules, mine)
    pools = list(pool_lines(evaluation))
    if pools:
        yield ""
        yield from pools
    yield ""
    yield from _open_lines(open_points(evaluation, outcomes))


def _chart(rules: KindRules, outcomes: list[Outcome]) -> Iterator[str]:
    head = Text("{kind}: {n}", "{kind}：{n}").format(kind=rules.kind.label, n=len(outcomes))
    yield str(head)
    grades = Counter(outcome.grade for outcome in outcomes if outcome.grade is not None)
    states = Counter(outcome.state for outcome in outcomes if outcome.grade is None)
    rows = [(grade, grades[grade], "#") for grade in rules.kind.grades]
    rows += [(str(STATE_LABELS[state]), states[state], "-") for state in STATES if states[state]]
    most = max((count for _, count, _ in rows), default=0)
    cells = max((width(label) for label, _, _ in rows), default=0)
    for label, count, mark in rows:
        yield f"  {pad(label, cells)} {count:>6}  {bar(count, most).replace('#', mark)}".rstrip()


_MOST, _FEW = 20, 3
_SEMICOLON = Text("; ", "；")


def _open_lines(rows: list[OpenPoint]) -> Iterator[str]:
    if not rows:
        yield str(Text("no open points", "没有待办事项"))
        return
    people = len({row.id for row in rows})
    text = Text("open points: {n}, of {people} appraisees", "待办事项：{n} 项，涉及 {people} 个对象")
    yield str(text.format(n=len(rows), people=people))
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        grouped[row.id, row.kind].append(str(row.text))
    labels = {**STATE_LABELS, "refused": _REFUSED}
    shown = [(visible(name), str(labels[kind]), _few(found)) for (name, kind), found in grouped.items()]
    for line in table(shown[:_MOST]):
        yield f"  {line}"
    if len(shown) > _MOST:
        more = Text("and {n} more; --json lists all of them", "另有 {n} 行；--json 可全部列出")
        yield "  " + str(more.format(n=len(shown) - _MOST))


def _few(found: list[str]) -> str:
    """The first few of what one appraisee still needs, and how many more."""
    text = visible(str(_SEMICOLON).join(found[:_FEW]))
    if len(found) <= _FEW:
        return text
    return str(Text("{text} and {n} more", "{text} 等，另 {n} 项").format(text=text, n=len(found) - _FEW))
