"""Figures of a cycle: grades, scores, places, what is open, re-checks, the clauses that limited a grade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from ..engine import Pool
from ..rules import Kind
from ..rules.tools import show
from ..words import Text
from ._counts import RECHECK_STATES, graded, group_of, limited, places, rechecked, scored, waiting
from ._job import Job, Whose
from ._page import Bar, Block, Chart, Line, Part
from ._plain import ALL, CLAUSE, COUNT, KIND, plain_table

__all__ = ["grades", "grounds", "named_rule", "open_points_of", "pools", "rechecks", "scores"]

_DISTRIBUTION = Text("grades from the best on, then what is not settled", "自左至右：各等次由高到低，其后为未定")
_OPEN, _NOT = Text("not settled", "未定"), Text("not appraised", "不考核")
_NO_GRADES = Text("The scheme gives no grades here.", "此处没有等次。")
_NOT_FULL = Text("places held, where some are left or tied", "名额使用（仅列有余额或并列待定的）")
_MOST_BARS = 12
_SHARE = Text("share of {grade}", "{grade}比例")


def grades(job: Job, whose: Whose) -> Iterator[Block]:
    """How many of each kind have each grade: a table for the kinds that have the same grades, then bars."""
    counts = graded(job, whose)
    known = [rules.kind for rules in job.evaluation.cohort.ruleset.kinds]
    kinds = [kind for kind in known if counts.get(kind.key) and kind.grades]
    for names, several in groupby(kinds, key=lambda kind: kind.grades):
        heads = [KIND, *names, _OPEN, _NOT, ALL, _SHARE.format(grade=names[0])]
        yield from plain_table(job, heads, [_row(job, kind, counts[kind.key]) for kind in several])
    if not kinds:
        yield Line(job.words(_NO_GRADES))
    else:
        yield Chart(job.words(_DISTRIBUTION), tuple(_bar(job, kind, counts[kind.key]) for kind in kinds))


def _row(job: Job, kind: Kind, found: Counter[str | None]) -> list[str]:
    total = sum(found.values())
    share = job.number(Fraction(100 * found[kind.best], total), places=1)
    numbers = [str(found[grade]) for grade in (*kind.grades, None, "")]
    return [job.words(kind.label), *numbers, str(total), f"{share}%"]


def _bar(job: Job, kind: Kind, found: Counter[str | None]) -> Bar:
    total = sum(found.values())
    parts = [Part(grade, found[grade]) for grade in kind.grades] + [Part(job.words(_OPEN), found[None])]
    return Bar(job.words(kind.label), tuple(parts), total, str(total))


def scores(job: Job, whose: Whose) -> Iterator[Block]:
    """How many of each kind are scored; mean, highest, lowest."""
    values = scored(job, whose)
    rows = []
    for rules in job.evaluation.cohort.ruleset.kinds:
        found = values.get(rules.kind.key)
        if found:
            mean = sum(found, Fraction(0)) / len(found)
            numbers = [job.number(value, rules.limits) for value in (mean, max(found), min(found))]
            rows.append([job.words(rules.kind.label), str(len(found)), *numbers])
    heads = (
        KIND,
        Text("scored", "已得分数"),
        Text("mean", "平均分"),
        Text("highest", "最高分"),
        Text("lowest", "最低分"),
    )
    yield from plain_table(job, heads, rows)


def pools(job: Job, whose: Whose) -> Iterator[Block]:
    found = places(job)
    rows = [_pool(job, pool) for pool in found]
    heads = (
        KIND, CLAUSE, Text("pool", "名额组"), Text("grade", "等次"), Text("headcount", "基数"), Text("share", "比例"),
        Text("places", "名额"), Text("held", "已用"), Text("tied", "并列待定"), Text("left", "剩余"),
    )  # fmt: skip
    yield from plain_table(job, heads, rows, empty=Text("The scheme has no quota.", "本方案没有名额限制。"))
    drawn = [pool for pool in found if pool.places]
    title = Text("places held", "名额使用")
    if len(drawn) > _MOST_BARS:
        drawn, title = [pool for pool in drawn if pool.left or pool.tied][:_MOST_BARS], _NOT_FULL
    if drawn:
        yield Chart(job.words(title), tuple(_meter(job, pool) for pool in drawn))


def _pool(job: Job, pool: Pool) -> list[str]:
    label = job.words(job.rules(pool.kind).kind.label)
    share = "" if pool.share is None else f"{show(pool.share * 100)}%"
    places = str(pool.places) if pool.places is not None else f"≥{pool.floor}"
    left = "" if pool.left is None else str(pool.left)
    return [
        label,
        pool.clause,
        group_of(job, pool),
        pool.grade,
        str(pool.base),
        share,
        places,
        str(pool.used),
        str(pool.tied),
        left,
    ]


def _meter(job: Job, pool: Pool) -> Bar:
    label = f"{job.words(job.rules(pool.kind).kind.label)} {group_of(job, pool)} {pool.grade}"
    return Bar(label, (Part("", pool.used),), max(pool.places or 0, pool.used), f"{pool.used}/{pool.places}")


def open_points_of(job: Job, whose: Whose) -> Iterator[Block]:
    """What is open, and of how many."""
    rows = [[job.words(one.label), str(one.points), str(one.people)] for one in waiting(job, whose)]
    heads = (Text("what is open", "待办"), Text("points", "项数"), Text("of how many", "涉及对象数"))
    yield from plain_table(job, heads, rows, empty=Text("Nothing is open.", "没有待办事项。"))


def rechecks(job: Job, whose: Whose) -> Iterator[Block]:
    """How many re-checks of each rule or finding are open, were confirmed, were rejected."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, rule), states in rechecked(job, whose).items():
        found[named_rule(job, kind, rule)].update(states)
    rows = [[label, *(str(states[state]) for state in RECHECK_STATES)] for label, states in found.items()]
    yield from plain_table(job, (Text("rule or finding", "规则或认定事项"), *RECHECK_STATES.values()), rows)


def named_rule(job: Job, kind: str, key: str) -> str:
    """A rule by its clause and words, a finding by its label, without its document."""
    rules = job.rules(kind)
    ruled = next((entry.rule for entry in rules.entries if entry.rule.id == key), None)
    given = rules.input(key)
    if ruled is not None:
        return f"{ruled.clause} {job.words(ruled.text)}"
    return job.words(key if given is None else given.label)


def grounds(job: Job, whose: Whose) -> Iterator[Block]:
    """How many of each kind each clause limited."""
    found = limited(job, whose)
    rows = [
        [job.words(job.rules(kind).kind.label), clause, str(many)] for (kind, clause), many in sorted(found.items())
    ]
    yield from plain_table(job, (KIND, CLAUSE, COUNT), rows)
