"""Checks of what facts mean: re-checks, ballots, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine import Outcome, disputes_of
from ...rules import Ceiling, Count, Days, Finding, Floor, Periods, Score, Tally
from ...rules.nodes import Input, TallyShare
from ...words import Text
from ..basis import NEEDS, Problem, World, check, nodes, reads_votes
from ..people import ballot, finding_rows

__all__: list[str] = []

# What two worlds are compared by where names and open points do not matter.
Result = tuple[str, str | None, str | None, tuple[str, ...]]


def result_of(outcome: Outcome) -> Result:
    """State, grade, score and the rules in effect."""
    return outcome.state, outcome.grade, str(outcome.score), outcome.rules


@check(
    "recheck.waits",
    "appraisee",
    Text("nothing takes effect before its re-check is confirmed", "未经复核确认，一律不起作用"),
    needs=NEEDS["recheck"],
)
def _waits(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for rule in world.rules(name).rules(Ceiling):
            if isinstance(rule, Ceiling) and rule.confirm:
                yield from _inert(world, name, rule)


def _inert(world: World, name: str, rule: Ceiling) -> Iterator[Problem]:
    rechecks = world.row(name).get("rechecks", {})
    status = rechecks.get(rule.id, {}).get("status", "pending")
    if status != "confirmed" and rule.id in world.outcome(name).rules:
        text = Text("{id}: {rule} is cited while its re-check is {status}", "{id}：{rule} 复核为 {status} 却已适用")
        text = text.format(id=name, rule=rule.id, status=status)
        yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)
    if status == "rejected":
        kept = {key: value for key, value in rechecks.items() if key != rule.id}
        pending = world.with_row(name, lambda row: {**row, "rechecks": kept})
        settled, open_ = world.outcome(name), pending.outcome(name)
        places = world.rules(name).kind.grades
        if settled.grade in places and open_.grade in places and settled.grade != open_.grade:
            text = Text(
                "{id}: {rule} rejected gives {one}, still open {two}",
                "{id}：{rule} 复核否定为{one}，未复核为{two}",
            ).format(id=name, rule=rule.id, one=settled.grade, two=open_.grade)
            yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)


@check(
    "finding.rejected",
    "appraisee",
    Text("a rejected finding counts as none", "复核否定的认定等同于没有"),
    needs=NEEDS["finding"],
    costly=True,
)
def _rejected(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for given in world.rules(name).inputs:
            if not isinstance(given, Finding):
                continue
            gone = world.with_facts(name, {given.key: finding_rows(2, day=world.day, status="rejected")})
            none = world.with_facts(name, {given.key: []})
            one, two = result_of(gone.outcome(name)), result_of(none.outcome(name))
            if one != two:
                text = Text(
                    "{id}: rejected {key} give {one}, none give {two}", "{id}：{key} 复核否定得 {one}，没有得 {two}"
                )
                text = text.format(id=name, key=given.key, one=str(one)[:80], two=str(two)[:80])
                yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause, world=gone)


@check(
    "tally.scaled",
    "appraisee",
    Text("a ballot counts the same when every number is twice as large", "票数同比放大，结果不变"),
    needs=NEEDS["tally"],
    costly=True,
)
def _scaled(world: World) -> Iterator[Problem]:
    for name in world.ids():
        rules = world.rules(name)
        voted = {entry.rule.id for entry in rules.entries if reads_votes(entry.rule)}
        for given in rules.inputs:
            votes = world.row(name)["facts"].get(given.key)
            if not isinstance(given, Tally) or not isinstance(votes, dict) or "absent" in votes:
                continue
            twice = world.with_facts(name, {given.key: {key: 2 * count for key, count in votes.items()}})
            if _contradicts(twice, name):
                continue  # more votes than people attended, say: another record would have to change with it
            one, two = world.outcome(name), twice.outcome(name)
            merits = (world.judged(name).graded.possible, twice.judged(name).graded.possible)
            found = [(o.score, merit, set(o.rules) - voted) for o, merit in zip((one, two), merits, strict=True)]
            if found[0] != found[1]:
                text = Text(
                    "{id}: {key} doubled gives {one} instead of {two}", "{id}：{key} 票数加倍后为 {one}，原为 {two}"
                )
                text = text.format(id=name, key=given.key, one=_merit(twice, name), two=_merit(world, name))
                counting = [entry.rule for entry in rules.entries if entry.rule.id in voted]
                readings = tuple(dict.fromkeys(name for rule in counting for name in rule.assumption))
                yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause, readings=readings)


def _contradicts(world: World, name: str) -> bool:
    """Whether an entry of the record contradicts another."""
    cohort = world.evaluation.cohort
    return any(one.appraisee == name for one in disputes_of(cohort.ruleset, cohort.appraisees))


@check(
    "tally.zero",
    "appraisee",
    Text("a ballot without votes is never read as a failed or a passed one", "没有有效票时，既不算通过也不算不通过"),
    needs=NEEDS["ballot-limit"],
    costly=True,
)
def _zero(world: World) -> Iterator[Problem]:
    for name in world.ids():
        for rule in world.rules(name).rules(Ceiling):
            shares = [node for node in nodes(rule) if isinstance(node, TallyShare)]
            if isinstance(rule, Ceiling) and not isinstance(rule, Floor) and shares:
                yield from _without_votes(world, name, rule, shares[0].tally)


def _without_votes(world: World, name: str, rule: Ceiling, given: Tally) -> Iterator[Problem]:
    """With no vote the limit must be open, unless what else holds decides the same condition or the grade.

    The grade by merit is asked for: a quota may take it away from somebody alone.
    """
    empty = world.with_facts(name, {given.key: ballot(given.codes, {})})
    judged, found = empty.judged(name), empty.evaluation.walker(name).truth(rule.when)
    settled = judged.refused is None and len(judged.graded.possible) == 1 and not judged.graded.causes
    status = world.row(name).get("rechecks", {}).get(rule.id, {}).get("status")
    if found.must(True) or not settled or (rule.confirm and status == "rejected"):
        return
    if min(judged.graded.possible) < world.rules(name).kind.grades.index(rule.grade):
        text = Text("{id}: nobody voted, and {rule} is taken as passed", "{id}：无人投票，{rule} 却按未触发处理")
        yield Problem(
            text=text.format(id=name, rule=rule.id),
            appraisee=name,
            rule=rule.id,
            clause=rule.clause,
            readings=() if found.may(None) else rule.assumption,
            world=empty,
        )


def _merit(world: World, name: str) -> str:
    """The grades by merit, and the score."""
    grades = world.rules(name).kind.grades
    possible = "/".join(grades[place] for place in sorted(world.judged(name).graded.possible))
    return f"{possible or '-'} {world.outcome(name).score}"


@check(
    "missing.not-zero",
    "appraisee",
    Text("a missing input is asked for unless it cannot change the grade", "缺项须补录，除非不影响等次"),
    needs=NEEDS["inputs"],
    costly=True,
)
def _missing(world: World) -> Iterator[Problem]:
    for name in world.ids():
        full = world.outcome(name)
        for given in world.rules(name).inputs:
            if given.optional or given.key not in world.row(name)["facts"]:
                continue
            without = world.with_facts(name, {given.key: None})
            yield from _guessed(full, without, name, given)


def _guessed(full: Outcome, without: World, name: str, given: Input) -> Iterator[Problem]:
    found = without.outcome(name)
    if found.state == "decided" and full.state == "decided" and (found.grade, found.score) != (full.grade, full.score):
        if found.grade == full.grade and found.score is None:
            return
        text = Text(
            "{id}: without {key} it is decided as {one}, with it as {two}",
            "{id}：没有 {key} 已定为 {one}，录入后为 {two}",
        ).format(id=name, key=given.key, one=f"{found.grade} {found.score}", two=f"{full.grade} {full.score}")
        yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause, world=without)
    low, high = found.score_range or (None, None)
    if full.score is not None and ((low is not None and full.score < low) or (high is not None and full.score > high)):
        text = Text(
            "{id}: without {key} the score is said to lie elsewhere", "{id}：没有 {key} 时所示得分范围不含实际得分"
        )
        text = text.format(id=name, key=given.key)
        yield Problem(text=text, appraisee=name, rule=given.key, clause=given.clause, world=without)


@check(
    "periods.order",
    "appraisee",
    Text("the order of the periods does not matter to the score", "各期的先后不影响得分"),
    needs=NEEDS["period-mean"],
    costly=True,
)
def _order(world: World) -> Iterator[Problem]:
    for name in world.ids():
        facts = world.row(name)["facts"]
        along = _along(world, name)
        if any(_posting(given.on) & set(facts) for given in along):
            continue
        turned = {given.key: facts[given.key][::-1] for given in along}
        if turned and all(len(facts[key]) > 1 for key in turned):
            other = world.with_facts(name, turned)
            if other.outcome(name).score != world.outcome(name).score:
                text = Text(
                    "{id}: the periods turned round give {one} instead of {two}",
                    "{id}：各期倒序后得分为 {one}，原为 {two}",
                )
                text = text.format(id=name, one=str(other.outcome(name).score), two=str(world.outcome(name).score))
                yield Problem(text=text, appraisee=name, rule=along[0].key, clause=along[0].clause)


def _posting(axis: object) -> set[str]:
    """The inputs that say which periods are due."""
    days = (axis.posted_from, axis.posted_to) if isinstance(axis, Periods) else ()
    return {day.key if day.on is None else day.on.axis_key for day in days if day is not None}


def _along(world: World, name: str) -> list[Input]:
    facts = world.row(name)["facts"]
    return [
        given
        for given in world.rules(name).inputs
        if isinstance(given.on, Periods) and isinstance(facts.get(given.key), list)
    ]


@check(
    "periods.left-out",
    "appraisee",
    Text("a period that was not assessed is left out, not counted as zero", "未考核的一期不计入，不按零分计"),
    needs=NEEDS["period-mean"],
    costly=True,
)
def _left_out(world: World) -> Iterator[Problem]:
    """Where all periods are alike, leaving one out changes nothing in the mean."""
    for name in world.ids():
        facts, along = world.row(name)["facts"], _along(world, name)
        numbers = [given for given in along if isinstance(given, Score | Count | Days)]
        firsts = {given.key: next((v for v in facts[given.key] if isinstance(v, int | str)), None) for given in numbers}
        if not numbers or None in firsts.values() or any(len(facts[key]) < 2 for key in firsts):
            continue
        if any(isinstance(value, dict) or value is None for given in along for value in facts[given.key]):
            continue
        alike = {key: [value] * len(facts[key]) for key, value in firsts.items()}
        absent = {"absent": "not-assessed", "reason": "未考核"}
        less = {given.key: [*alike.get(given.key, facts[given.key])[:-1], absent] for given in along}
        one, two = world.with_facts(name, alike), world.with_facts(name, alike | less)
        if one.outcome(name).score != two.outcome(name).score:
            text = Text(
                "{id}: equal periods give {one}, with one left out {two}", "{id}：各期相同得 {one}，少一期得 {two}"
            )
            text = text.format(id=name, one=str(one.outcome(name).score), two=str(two.outcome(name).score))
            yield Problem(text=text, appraisee=name, rule=numbers[0].key, clause=numbers[0].clause, world=two)
