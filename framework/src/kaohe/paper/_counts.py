"""What a cycle comes to, as counts: grades, scores, places, what is open, re-checks, the clauses that limited a grade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest

from attrs import frozen

from ..engine import Outcome, Pool, open_points, period_outcomes
from ..rules import Ceiling, Quota
from ..words import Text
from ._job import Job, Whose
from ._plain import ALL

__all__ = [
    "RECHECK_STATES",
    "Waiting",
    "graded",
    "group_of",
    "limited",
    "outcomes",
    "places",
    "rechecked",
    "scored",
    "waiting",
]

RECHECK_STATES = {
    "pending": Text("open", "待复核"),
    "confirmed": Text("confirmed", "属实"),
    "rejected": Text("rejected", "不属实"),
}
_OPEN_KINDS = {
    "needs": Text("entries missing", "待录入"),
    "pending": Text("re-checks open", "待复核"),
    "tied": Text("ties to decide", "并列待裁定"),
    "decision": Text("grades to decide", "等次待裁定"),
    "refused": Text("decisions that are not applied", "未予适用的裁定"),
}
_FLOOR = Text("{group} (at least)", "{group}（下限）")


@frozen
class Waiting:
    """What is open of one sort: in how many points, of how many people."""

    label: Text
    points: int
    people: int


def outcomes(job: Job, whose: Whose) -> list[Outcome]:
    """The outcomes of those whom a paper is for."""
    return [job.evaluation.quick(who) for who in whose.people]


def _results(job: Job, whose: Whose) -> Iterator[tuple[str, str | None, Fraction | None]]:
    """Kind, grade ("" for one not appraised) and score of everybody; of a period named, of each of theirs that lies in it."""
    inside = {name: frozenset(job.within(name)) for name in job.evaluation.cohort.cycle.periods}
    for outcome in outcomes(job, whose):
        axis = job.rules(outcome.kind).kind.every
        if not job.period:
            left_out = outcome.state == "not_appraised"
            yield outcome.kind, "" if left_out else outcome.grade, None if left_out else outcome.score
        elif axis is not None:
            for one in period_outcomes(job.evaluation, outcome.id):
                if one.period in inside.get(axis.key, ()):
                    yield outcome.kind, one.grade, one.score


def graded(job: Job, whose: Whose) -> Mapping[str, Counter[str | None]]:
    """How many of each kind have each grade: None where it is open, "" for who is not appraised."""
    found: dict[str, Counter[str | None]] = defaultdict(Counter)
    for kind, grade, _ in _results(job, whose):
        found[kind][grade] += 1
    return found


def scored(job: Job, whose: Whose) -> Mapping[str, Sequence[Fraction]]:
    """The scores of each kind, of whoever has one."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for kind, _, score in _results(job, whose):
        if score is not None:
            found[kind].append(score)
    return found


def places(job: Job) -> list[Pool]:
    """The pools that have places or a floor."""
    return [pool for pool in job.evaluation.pools() if pool.places is not None or pool.floor]


def group_of(job: Job, pool: Pool) -> str:
    """The keys of a pool by their labels."""
    rule = next((one for one in job.rules(pool.kind).rules(Quota) if one.id == pool.quota), None)
    by = rule.pool if isinstance(rule, Quota) else ()
    named = [_key(job, code, expression) for code, expression in zip_longest(pool.keys, by[: len(pool.keys)])]
    group = "、".join(named) if named else job.words(ALL)
    return group if pool.places is not None else job.words(_FLOOR.format(group=group))


def _key(job: Job, code: str, expression: object) -> str:
    label: Callable[[str], Text] | None = getattr(expression, "code_label", None)
    return job.words(code if label is None else label(code))


def waiting(job: Job, whose: Whose) -> list[Waiting]:
    """What is open by what closes it, not by whom it is about: the page goes beyond the desk where names are kept."""
    everybody = {*whose.people}
    points = [one for one in open_points(job.evaluation, job.evaluation.outcomes()) if one.id in everybody]
    points_of, people_of = Counter(one.kind for one in points), defaultdict(set)
    for one in points:
        people_of[one.kind].add(one.id)
    return [Waiting(label, points_of[key], len(people_of[key])) for key, label in _OPEN_KINDS.items() if points_of[key]]


def rechecked(job: Job, whose: Whose) -> Mapping[tuple[str, str], Counter[str]]:
    """How the re-checks of each rule or finding of a kind stand: open, confirmed, rejected."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for who in whose.people:
        person, kind = job.evaluation.cohort.appraisees[who], job.kind(who)
        for rule, recheck in person.rechecks.items():
            found[kind, rule][recheck.status] += 1
        for name in job.evaluation.quick(who).pending:
            owner = name.rpartition(":")[0]  # what waits for somebody else's re-check is counted at theirs
            if name not in person.rechecks and owner in ("", who):
                found[kind, name.partition("[")[0].rpartition(":")[2]]["pending"] += 1
    return found


def limited(job: Job, whose: Whose) -> Counter[tuple[str, str]]:
    """How many of each kind each clause held to a lower grade."""
    found: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes(job, whose):
        known = {rule.id: rule.clause for rule in job.rules(outcome.kind).rules(Ceiling)}
        for clause in {known[rule] for rule in outcome.rules if rule in known}:
            found[outcome.kind, clause] += 1
    return found
