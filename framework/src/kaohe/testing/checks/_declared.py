"""Checks of the scheme as a whole: its declarations, its worked cases, and what its inputs refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import as_file
from typing import Any

from ...cases import differences, read_case
from ...errors import KaoheError
from ...rules import Bands, Count, Date, Days, Events, Finding, Quota, Rank, Score, Span, Tally
from ...rules.nodes import Const, Input, open_axis
from ...rules.tools import KindRules, Rule, decimals, inputs_of, rows_of, show, uncited
from ...words import Text
from ..basis import (
    NEEDS,
    Calendar,
    Problem,
    Subject,
    World,
    changed,
    declaration_check,
    empty_world,
    subject_of_case,
    world_of_case,
    written,
)
from ..people import ballot, base_of, candidates
from ..table import Target, solve
from ._clauses import agrees, numbers
from ._cohort_others import those_tied_to

__all__ = ["LINT_CHECKS"]

# What lint itself looks at, each under a name of its own here.
LINT_CHECKS = {
    "assemble": Text("its hooks return rules that hold together", "各钩子返回的规则能装配在一起"),
    "identified": Text("every rule and input has an id and a clause", "规则和录入项都有编号与条款"),
    "assumptions": Text("every assumption that a rule names is declared", "规则引用的假定均已声明"),
    "grades": Text("every grade that a rule names exists", "规则提到的等次均存在"),
    "axes": Text("no value stays open on an axis", "没有展开在轴上未收拢的值"),
    "bands": Text("bands leave no undeclared gap and do not overlap", "分数段无未声明的空档、无重叠"),
    "sums": Text("points add up to what is declared", "分值合计与声明一致"),
    "quota": Text("a quota says how many, how rounded, by what rank", "名额规则写明数量、取整与排序"),
    "weights": Text("weights add up to 100 %", "权重合计为 100 %"),
    "codes": Text("every code that a rule names is an option", "规则提到的代码均为选项"),
    "reachable": Text("every compared number can be reached", "比较用的数值可以达到"),
    "links": Text("every linked kind exists", "链接的对象类别均存在"),
    "limits": Text("no lower limit above the upper", "下限不高于上限"),
    "steps": Text("step tables ascend", "分段表从小到大"),
    "tree": Text("the pools of one grade form a tree", "同一等次的分组成树"),
    "closed": Text(
        "everything is of the closed set of classes; no input is free text", "所有声明都属于封闭的种类，没有自由文本"
    ),
    "settings": Text("a setting has options, its default is one of them", "设置项有选项，缺省值在其中"),
    "range": Text("the range of an input is not empty", "录入项的取值范围不为空"),
    "words": Text("a word out of a closed list is one of them", "限定用词在可用之列"),
}


def _lint(name: str, text: Text) -> None:
    def faults(subject: Subject) -> Iterator[Problem]:
        for fault in subject.faults:
            if fault.check == name and fault.level == "error":
                yield Problem(text=fault.text, rule=fault.rule, clause=fault.clause, world=_shown(subject))

    declaration_check(f"lint.{name}", text)(faults)


def _shown(subject: Subject) -> World | None:
    """A world to keep with a fault of the declarations; nobody need be in it."""
    return None if subject.ruleset is None else empty_world(subject)


for _name, _text in LINT_CHECKS.items():
    _lint(_name, _text)


@declaration_check(
    "bands.printed-numbers",
    Text("every number as printed lies in a band", "每个按印制精度写出的数都落在某一档"),
    needs=NEEDS["bands"],
)
def _printed(subject: Subject) -> Iterator[Problem]:
    """A gap may lie between 89 and 90, where its reading is declared, but not swallow 90 itself."""
    for rules in subject.rules.kinds:
        for rule in rules.rules(Bands):
            if isinstance(rule, Bands):
                yield from _swallowed(subject, rules, rule)


def _swallowed(subject: Subject, rules: KindRules, rule: Bands) -> Iterator[Problem]:
    edges = [edge for band in rule.bands for edge in (band.low, band.high, band.below) if edge is not None]
    step = Fraction(1, 10 ** max((decimals(edge) or 0 for edge in edges), default=0))
    for above, below in zip(rule.bands, rule.bands[1:], strict=False):
        if above.low is not None and below.high is not None and above.low - below.high > step:
            lost = below.high + step
            text = Text(
                "{score} lies in no band: {lower} ends at {high}, {upper} begins at {low}",
                "{score} 不在任何一档：{lower}止于 {high}，{upper}始于 {low}",
            ).format(score=show(lost), lower=below.grade, high=show(below.high), upper=above.grade, low=show(above.low))
            yield Problem(text=text, rule=rule.id, clause=rule.clause, world=_at_score(subject, rules, rule, lost))


def _at_score(subject: Subject, rules: KindRules, rule: Bands, score: Fraction) -> World:
    """Somebody at exactly that score, where the inputs reach it."""
    base = base_of(subject)
    target = Target(rule.id, rule.clause, "", rule.of, Const(score), open_axis(rule.of))
    return base.solo(rules.kind.key, solve(base, rules, target).at or {})


@declaration_check(
    "quota.rank-basis",
    Text("a rank key rests on what the rules read", "排序依据须是规则所用的内容"),
    needs=NEEDS["quota"],
)
def _rank_basis(subject: Subject) -> Iterator[Problem]:
    """An input that only the rank key reads (a number in a list, say) breaks ties by something no rule is about."""
    for rules in subject.rules.kinds:
        for rule in rules.rules(Quota):
            for part in rule.rank if isinstance(rule, Quota) else ():
                yield from _unread(subject, rules, rule, part)


def _unread(subject: Subject, rules: KindRules, rule: Rule, part: Rank) -> Iterator[Problem]:
    others = {
        given.key
        for entry in rules.entries
        if not isinstance(entry.rule, Quota)
        for expression in entry.rule.expressions()
        for given in inputs_of(expression)
    }
    for given in inputs_of(part.by):
        if given.key not in others:
            text = Text(
                "{id} ranks by {key} ({label}), which no other rule reads; declare the reading",
                "{id} 按 {key}（{label}）排序，而其他规则都不读它；请声明读法",
            ).format(id=rule.id, key=given.key, label=given.label)
            readings = rule.assumption
            world = _twins_but(subject, rules, given)
            yield Problem(text=text, rule=rule.id, clause=rule.clause, readings=readings, world=world)


def _twins_but(subject: Subject, rules: KindRules, given: Input) -> World:
    """Four people alike but for one input."""
    base, kind = base_of(subject), rules.kind.key
    low = getattr(given, "low", Fraction(0))
    rows = [{**changed(base.row(kind), {given.key: written(low + place)}), "id": f"P{place + 1}"} for place in range(4)]
    return base.world(kind, *rows, note=f"alike but for {given.key}")


@declaration_check(
    "text.numbers",
    Text(
        "the numbers that bands, quotas, limits, points and weights declare stand in their text",
        "分数段、名额、限制、分值与权重声明的数值见于其文字",
    ),
)
def _text_numbers(subject: Subject) -> Iterator[Problem]:
    """A text that cites numbers must cite the declared ones; one without numbers says nothing. Lint warns of it too."""
    for row, missing in uncited(subject.rules) if subject.ruleset is not None else ():
        text = Text("{id}: its text does not cite {numbers}", "{id}：文字中没有 {numbers}")
        text = text.format(id=row.id, numbers=", ".join(show(number) for number in missing))
        yield Problem(text=text, rule=row.id, clause=row.clause, world=empty_world(subject))


@declaration_check(
    "clause.matches-id",
    Text("where ids carry clause numbers, each agrees with its clause", "编号带条款号的，与所引条款一致"),
)
def _clause_ids(subject: Subject) -> Iterator[Problem]:
    """Only where nine ids in ten do carry them: elsewhere an id is just a name."""
    if subject.ruleset is None:
        return
    rows = [row for rules in subject.rules.kinds for entry in rules.entries for row in rows_of(entry.rule)]
    odd = [row for row in rows if not agrees(row.clause, row.id)]
    telling = [row for row in rows if numbers(row.clause) and numbers(row.id)]
    for row in odd if len(telling) >= 5 and len(odd) * 10 <= len(telling) else ():
        text = Text("{id} cites {clause}, another clause than its id", "{id} 所引 {clause} 与编号不符")
        yield Problem(
            text=text.format(id=row.id, clause=row.clause),
            rule=row.id,
            clause=row.clause,
            readings=row.assumption,
            world=empty_world(subject),
        )


@declaration_check("cases.present", Text("the plugin ships worked cases", "插件附有演算案例"), phase="cases")
def _present(subject: Subject) -> Iterator[Problem]:
    if subject.installed and not subject.cases:
        text = Text("it ships no case; put worked cases into its cases/ folder", "没有附案例；请放入 cases/ 文件夹")
        yield Problem(text=text)


@declaration_check(
    "cases.expected", Text("every worked case comes out as it says", "演算案例与预期相符"), phase="cases"
)
def _expected(subject: Subject) -> Iterator[Problem]:
    for file in subject.cases:
        try:
            with as_file(file) as path:
                case = read_case(path, ruleset=subject.ruleset)
            found = differences(case, subject.evaluate(case.cohort).outcomes())
        except KaoheError as error:
            yield Problem(text=Text("{file}: {why}", "{file}：{why}").format(file=file.name, why=error.text))
            continue
        world = world_of_case(subject_of_case(subject, case), case)
        for difference in found:
            text = Text("{file}: {what}", "{file}：{what}").format(file=file.name, what=difference.text)
            if difference.field == "clause":
                cited = world.with_rows((), cites={difference.appraisee: difference.expected}, decisions=[])
                yield Problem(text=text, rule=difference.appraisee, clause=difference.expected, world=cited)
                continue
            outcome = {difference.field: difference.expected}
            alone = those_tied_to(world, difference.appraisee)
            yield Problem(text=text, appraisee=difference.appraisee, expect=outcome, world=alone)


@declaration_check(
    "inputs.refuse-illegal",
    Text("every illegal fact is refused with its field's name", "非法数据一律拒收，并写明是哪一项"),
    phase="table",
    needs=NEEDS["inputs"],
)
def _illegal(subject: Subject) -> Iterator[Problem]:
    if not subject.runs:
        return
    base = base_of(subject)
    for rules in subject.rules.kinds:
        for given in base.facts_of(rules):
            row = {
                one.key: candidates(one, rules, base.lists)[0]
                for one in rules.inputs
                if one.on is not None and one.on.axis_key == given.key
            }
            for value in illegal_values(given, base.calendar, row):
                yield from refused(subject, rules, given, value)


def refused(subject: Subject, rules: KindRules, given: Input, value: Any) -> Iterator[Problem]:
    """Nothing where an illegal value is refused with the name of its input."""
    base = base_of(subject)
    world = base.solo(rules.kind.key)
    # Put in last: what is made to go together must not mend the illegal value.
    world = world.with_facts(world.focus, {given.key: base.along(given, value)})
    try:
        for person in world.case.cohort.appraisees.values():
            person.fact(given.key)
    except KaoheError as error:
        if given.key in str(error):
            return
        text = Text("{key} = {value} is refused without naming {key}", "{key} = {value} 被拒收，但没有指明 {key}")
    else:
        text = Text("{key} accepts {value}", "{key} 接受了 {value}")
    yield Problem(
        text=text.format(key=given.key, value=repr(value)[:60]), rule=given.key, clause=given.clause, world=world
    )


def _outside(span: Span, row: dict[str, Any], calendar: Calendar) -> list[Any]:
    """One row a day before the first day of the span, one a day after its last."""
    first, last = span.edges(calendar.days)
    day = dt.timedelta(days=1)
    return [[{**row, "date": (first - day).isoformat()}], [{**row, "date": (last + day).isoformat()}]]


def illegal_values(given: Input, calendar: Calendar, columns: dict[str, Any]) -> list[Any]:
    """Values that the input may not take, one of each sort of mistake; `columns` is a row of a list of events."""
    everywhere: list[Any] = [1.5, True, "<script>", {"absent": "because"}]
    if isinstance(given, Score | Count | Days):
        step = given.step
        too_fine = show(given.low + step / 10)
        return [
            *everywhere,
            written(given.low - step),
            written(calendar.highest(given) + step),
            too_fine,
            "nan",
            "1e3",
            [],
        ]
    if isinstance(given, Tally):
        right = ballot(given.codes, {given.codes[0]: 5})
        return [
            *everywhere,
            {**right, "collected": 4},
            {**right, "issued": 4},
            {**right, given.codes[0]: -5},
            {key: value for key, value in right.items() if key != "spoilt"},
        ]
    if isinstance(given, Finding):
        row = {"date": calendar.day(30), "document": "组〔2019〕1号"}
        wrong = [
            {"date": calendar.day(30)},
            {**row, "status": "maybe"},
            {**row, "text": "free"},
            3,
            {**row, "item": "!"},
        ]
        return [*everywhere, *([one] for one in wrong), *_outside(given.dated, row, calendar)]
    if isinstance(given, Date):
        return [*everywhere, "2018-02-30", 20181201, "2018-12-01T00:00:00"]
    if isinstance(given, Events):
        return [*everywhere, [{"text": "free"}], [7], *_outside(given.dated, columns, calendar)]
    return [*everywhere, "no such code", 7]
