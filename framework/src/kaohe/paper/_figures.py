"""Figures of a cycle: grades, scores, places, what is open, re-checks, the clauses that limited a grade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby, zip_longest

from ..engine import Outcome, Pool, open_points, period_outcomes
from ..rules import Ceiling, Kind, Quota
from ..rules.tools import show
from ..words import Text
from ._job import Job, Whose
from ._page import Bar, Block, Chart, Line, Part
from ._plain import ALL, CLAUSE, COUNT, KIND, plain_table

__all__ = ["grades", "grounds", "open_points_of", "outcomes", "pools", "rechecks", "scores"]

_DISTRIBUTION = Text("grades from the best on, then what is not settled", "自左至右：各等次由高到低，其后为未定")
_OPEN, _NOT = Text("not settled", "未定"), Text("not appraised", "不考核")
_NO_GRADES = Text("The scheme gives no grades here.", "此处没有等次。")
_FLOOR = Text("{group} (at least)", "{group}（下限）")
_NOT_FULL = Text("places held, where some are left or tied", "名额使用（仅列有余额或并列待定的）")
_MOST_BARS = 12
_SHARE = Text("share of {grade}", "{grade}比例")


def outcomes(job: Job, whose: Whose) -> list[Outcome]:
    return [job.evaluation.quick(who) for who in whose.people]


def _graded(job: Job, whose: Whose) -> Iterator[tuple[str, str | None]]:
    """Kind and grade of everybody, "" for one not appraised; where a period is named, of each period that lies in it."""
    inside = {name: frozenset(job.within(name)) for name in job.evaluation.cohort.cycle.periods}
    for outcome in outcomes(job, whose):
        axis = job.rules(outcome.kind).kind.every
        if not job.period:
            yield outcome.kind, "" if outcome.state == "not_appraised" else outcome.grade
        elif axis is not None:
            for one in period_outcomes(job.evaluation, outcome.id):
                if one.period in inside.get(axis.key, ()):
                    yield outcome.kind, one.grade


def grades(job: Job, whose: Whose) -> Iterator[Block]:
    """How many of each kind have each grade: a table for the kinds that have the same grades, then bars."""
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for key, grade in _graded(job, whose):
        counts[key][grade] += 1
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
    scores: dict[str, list[Fraction]] = defaultdict(list)
    for outcome in outcomes(job, whose):
        if outcome.score is not None and outcome.state != "not_appraised":
            scores[outcome.kind].append(outcome.score)
    rows = []
    for rules in job.evaluation.cohort.ruleset.kinds:
        found = scores.get(rules.kind.key)
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
    found = [pool for pool in job.evaluation.pools() if pool.places is not None or pool.floor]
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


def _group(job: Job, pool: Pool) -> str:
    """The keys of a pool by their labels."""
    rule = next((one for one in job.rules(pool.kind).rules(Quota) if one.id == pool.quota), None)
    by = rule.pool if isinstance(rule, Quota) else ()
    named = [_key(job, code, expression) for code, expression in zip_longest(pool.keys, by[: len(pool.keys)])]
    group = "、".join(named) if named else job.words(ALL)
    return group if pool.places is not None else job.words(_FLOOR.format(group=group))


def _key(job: Job, code: str, expression: object) -> str:
    label: Callable[[str], Text] | None = getattr(expression, "code_label", None)
    return job.words(code if label is None else label(code))


def _pool(job: Job, pool: Pool) -> list[str]:
    label = job.words(job.rules(pool.kind).kind.label)
    share = "" if pool.share is None else f"{show(pool.share * 100)}%"
    places = str(pool.places) if pool.places is not None else f"≥{pool.floor}"
    left = "" if pool.left is None else str(pool.left)
    return [
        label,
        pool.clause,
        _group(job, pool),
        pool.grade,
        str(pool.base),
        share,
        places,
        str(pool.used),
        str(pool.tied),
        left,
    ]


def _meter(job: Job, pool: Pool) -> Bar:
    label = f"{job.words(job.rules(pool.kind).kind.label)} {_group(job, pool)} {pool.grade}"
    return Bar(label, (Part("", pool.used),), max(pool.places or 0, pool.used), f"{pool.used}/{pool.places}")


def open_points_of(job: Job, whose: Whose) -> Iterator[Block]:
    """By what closes them, not by whom they are about: the page goes beyond the desk where names are kept."""
    everybody = {*whose.people}
    points = [one for one in open_points(job.evaluation, job.evaluation.outcomes()) if one.id in everybody]
    kinds = {
        "needs": Text("entries missing", "待录入"), "pending": Text("re-checks open", "待复核"),
        "tied": Text("ties to decide", "并列待裁定"), "decision": Text("grades to decide", "等次待裁定"),
        "refused": Text("decisions that are not applied", "未予适用的裁定"),
    }  # fmt: skip
    points_of, people_of = Counter(one.kind for one in points), defaultdict(set)
    for one in points:
        people_of[one.kind].add(one.id)
    rows = [
        [job.words(label), str(points_of[key]), str(len(people_of[key]))]
        for key, label in kinds.items()
        if points_of[key]
    ]
    heads = (Text("what is open", "待办"), Text("points", "项数"), Text("of how many", "涉及对象数"))
    yield from plain_table(job, heads, rows, empty=Text("Nothing is open.", "没有待办事项。"))


def rechecks(job: Job, whose: Whose) -> Iterator[Block]:
    """How many re-checks of each rule or finding are open, were confirmed, were rejected."""
    found: Counter[tuple[str, str]] = Counter()
    for who in whose.people:
        person, kind = job.evaluation.cohort.appraisees[who], job.kind(who)
        for rule, recheck in person.rechecks.items():
            found[_named(job, kind, rule), recheck.status] += 1
        for name in job.evaluation.quick(who).pending:
            owner = name.rpartition(":")[0]  # what waits for somebody else's re-check is counted at theirs
            if name not in person.rechecks and owner in ("", who):
                found[_named(job, kind, name), "pending"] += 1
    names = {
        "pending": Text("open", "待复核"),
        "confirmed": Text("confirmed", "属实"),
        "rejected": Text("rejected", "不属实"),
    }
    labels = dict.fromkeys(label for label, _ in found)
    rows = [[label, *(str(found[label, status]) for status in names)] for label in labels]
    yield from plain_table(job, (Text("rule or finding", "规则或认定事项"), *names.values()), rows)


def _named(job: Job, kind: str, name: str) -> str:
    """A rule by its clause and words, a finding by its label, without its document."""
    key, rules = name.partition("[")[0].rpartition(":")[2], job.rules(kind)
    ruled = next((entry.rule for entry in rules.entries if entry.rule.id == key), None)
    given = rules.input(key)
    if ruled is not None:
        return f"{ruled.clause} {job.words(ruled.text)}"
    return job.words(key if given is None else given.label)


def grounds(job: Job, whose: Whose) -> Iterator[Block]:
    found: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes(job, whose):
        known = {rule.id: rule.clause for rule in job.rules(outcome.kind).rules(Ceiling)}
        for clause in {known[rule] for rule in outcome.rules if rule in known}:
            found[outcome.kind, clause] += 1
    rows = [
        [job.words(job.rules(kind).kind.label), clause, str(many)] for (kind, clause), many in sorted(found.items())
    ]
    yield from plain_table(job, (KIND, CLAUSE, COUNT), rows)
