"""Checks of a whole cohort: places, ties, and whom an outcome may depend on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine import Code, Gone, Num, Placement, Pool, Tie, Truth, period_outcomes
from ...errors import KaoheError
from ...rules import Bands, Quota, Rank
from ...rules.nodes import ChoiceExpr, Expr, RankOf, in_pool, open_axis
from ...rules.tools import descend, relinked, round_as, show
from ...words import Text
from ..basis import NEEDS, Problem, World, check, linked_to
from ..people import DOCUMENT

__all__ = ["those_tied_to"]

Row = dict[str, Any]
_UNKNOWN = "?"


def _quotas(world: World) -> Iterator[tuple[str, Quota]]:
    """The quotas of the whole cycle."""
    return ((spot.kind, spot.rule) for spot in _spots(world) if spot.at is None)


@frozen
class _Spot:
    """Where a quota gives out its places: over the cycle, or in one period, where `quota` names that period too."""

    kind: str
    rule: Quota
    quota: str
    at: int | None = None


def _spots(world: World) -> Iterator[_Spot]:
    """Every quota of the cycle, and every quota of single periods in each of them."""
    for rules in world.subject.rules.kinds:
        for rule in rules.rules(Quota):
            assert isinstance(rule, Quota)  # noqa: S101  # narrowed for mypy
            if rule.each is None:
                yield _Spot(rules.kind.key, rule, rule.id)
                continue
            for at, period in enumerate(world.evaluation.periods(rule.each.key)):
                yield _Spot(rules.kind.key, rule, f"{rule.id}[{period.name}]", at)


def _holds(world: World, name: str, condition: Expr | None, at: int | None = None) -> bool:
    if condition is None:
        return True
    found = world.evaluation.walker(name, at=at).worth(condition)
    return isinstance(found, Truth) and found.must(True)


def _may_hold(world: World, name: str, condition: Expr | None, at: int | None) -> bool:
    """Whether a condition is not settled."""
    found = world.evaluation.walker(name, at=at).worth(condition) if condition is not None else None
    return isinstance(found, Truth) and not found.settled


def _keys(world: World, name: str, pool: tuple[ChoiceExpr, ...], at: int | None = None) -> tuple[str, ...]:
    keys = []
    for part in pool:
        found = world.evaluation.walker(name, at=at).worth(part)
        keys.append(
            found.value or _UNKNOWN if isinstance(found, Code) else "-" if isinstance(found, Gone) else _UNKNOWN
        )
    return tuple(keys)


def _people(world: World, kind: str) -> list[str]:
    """Everybody of a kind who is appraised."""
    rows = [row["id"] for row in world.rows if row["kind"] == kind]
    return [name for name in rows if world.judged(name).refused is None]


def _graded(world: World, spot: _Spot) -> list[str]:
    """Everybody who is graded where a quota gives out places: in a period, those who may have a score in it."""
    people = _people(world, spot.kind)
    rules = world.subject.rules.kind(spot.kind)
    assert rules is not None  # noqa: S101  # the kind of the rule
    scores = [
        rule.of for rule in rules.rules(Bands) if isinstance(rule, Bands) and open_axis(rule.of) == spot.rule.each
    ]
    if spot.at is None or not scores:
        return people
    return [one for one in people if not isinstance(world.evaluation.walker(one, at=spot.at).worth(scores[0]), Gone)]


def _pools(world: World, spot: _Spot) -> dict[tuple[str, ...], list[str]]:
    """The people of each pool, found anew from the declared keys; those of a key yet unknown stand in none of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in _graded(world, spot):
        keys = _keys(world, name, spot.rule.pool, spot.at)
        if _UNKNOWN not in keys and _holds(world, name, spot.rule.only, spot.at):
            found.setdefault(keys, []).append(name)
    return found


def _open(world: World, spot: _Spot) -> list[str]:
    """Those of whom it is not known which pool they stand in, or whether they stand in one."""
    return [
        name
        for name in _graded(world, spot)
        if _UNKNOWN in _keys(world, name, spot.rule.pool, spot.at) or _may_hold(world, name, spot.rule.only, spot.at)
    ]


@frozen
class _Amounts:
    """What the expressions of a quota are worth in one pool of `base` people."""

    world: World
    spot: _Spot
    keys: tuple[str, ...]
    members: Sequence[str]
    base: int

    def of(self, given: Expr | Fraction | int) -> Fraction | None:
        """None while an expression is open, or has two values."""
        if not isinstance(given, Expr):
            return Fraction(given)
        part = in_pool(given, self.base, dict(zip(self.spot.rule.pool, self.keys, strict=True)))
        found = [self.world.evaluation.walker(name, at=self.spot.at).worth(part) for name in self.members]
        values = {one.value if isinstance(one, Num) else None for one in found}
        return values.pop() if len(values) == 1 else None

    def places(self) -> int | None:
        """The places of the pool, in whole numbers; None while an expression that tells them is open."""
        rule = self.spot.rule
        size = self.of(rule.number if rule.number is not None else rule.share if rule.share is not None else 0)
        least = self.least()
        if size is None or least is None:
            return None
        if rule.number is not None:
            return int(round_as(size, 0, rule.rounding))
        return max(int(round_as(size * self.base, 0, rule.rounding)), least)

    def least(self) -> int | None:
        """The minimum declared beside the share, no more than there are people; None while it is open."""
        found = self.of(self.spot.rule.at_least)
        return None if found is None else min(int(round_as(found, 0, self.spot.rule.rounding)), self.base)


def _counted(world: World, kind: str, rule: Quota) -> tuple[str, ...]:
    """The grades whose holders a quota counts."""
    rules = world.subject.rules.kind(kind)
    assert rules is not None  # noqa: S101  # the kind of the rule
    grades = rules.kind.grades
    return grades[: grades.index(rule.grade) + 1] if rule.or_better else (rule.grade,)


def _excess(world: World, spot: _Spot) -> set[str]:
    decisions = world.raw.get("decisions", [])
    return {name for one in decisions if one.get("quota") == spot.quota for name in one.get("exceed", [])}


@check(
    "quota.cap", "cohort", Text("no pool has more holders than places", "任何一组都不超过名额"), needs=NEEDS["quota"]
)
def _cap(world: World) -> Iterator[Problem]:
    for spot in _spots(world):
        rule = spot.rule
        if rule.floor_share is not None:
            continue
        grades = _counted(world, spot.kind, rule)
        for keys, members in _pools(world, spot).items():
            base = sum(_holds(world, name, rule.base, spot.at) for name in members)
            held = [name for name in members if _grade_under(world, name, spot.quota) in grades]
            holders = set(held) - _excess(world, spot)
            places = _Amounts(world, spot, keys, members, base).places()
            if places is not None and len(holders) > places:
                text = Text(
                    "{rule} {pool}: {n} hold {grade}, but {base} people have {places} places",
                    "{rule} {pool}：{n} 人为{grade}，而 {base} 人只有 {places} 个名额",
                ).format(
                    rule=spot.quota,
                    pool="/".join(keys) or spot.kind,
                    n=len(holders),
                    grade=rule.grade,
                    base=base,
                    places=places,
                )
                yield Problem(text=text, rule=rule.id, clause=rule.clause)


@check(
    "quota.share",
    "cohort",
    Text("the places never exceed the exact share of the headcount", "名额不超过按比例的精确人数"),
    needs=NEEDS["share"],
)
def _share(world: World) -> Iterator[Problem]:
    made = world.evaluation.pools()
    for spot in _spots(world):
        rule = spot.rule
        if rule.share is None:
            continue
        members = _pools(world, spot)
        for pool in (one for one in made if (one.quota, one.kind) == (spot.quota, spot.kind)):
            least = _Amounts(world, spot, pool.keys, members.get(pool.keys, []), pool.base).least()
            exact = (pool.share if pool.share is not None else Fraction(1)) * pool.base
            if least is not None and pool.places is not None and pool.places > max(exact, Fraction(least)):
                text = Text(
                    "{pool}: {places} places, but {share} % of {base} is {exact}",
                    "{pool}：{places} 个名额，而 {base} 人的 {share} % 为 {exact}",
                ).format(
                    pool=pool.group,
                    places=pool.places,
                    share="-" if pool.share is None else show(pool.share * 100),
                    base=pool.base,
                    exact=show(exact),
                )
                yield Problem(text=text, rule=rule.id, clause=rule.clause, readings=rule.assumption)


@check(
    "quota.floor",
    "cohort",
    Text("a guaranteed share is met, or the shortfall is reported", "保障比例得到满足，否则列明缺额"),
    needs=NEEDS["guarantee"],
)
def _floor(world: World) -> Iterator[Problem]:
    for kind, rule in _quotas(world):
        if rule.floor_share is None or _open(world, _Spot(kind, rule, rule.id)):
            continue
        short = {group for quota, group, _, _ in world.evaluation.shortfalls() if quota == rule.id}
        inside = [name for name in _people(world, kind) if _holds(world, name, rule.base)]
        for keys in {_keys(world, name, rule.pool) for name in inside}:
            members = [name for name in inside if _keys(world, name, rule.pool) == keys]
            holders = [name for name in members if world.outcomes[name].grade == rule.grade]
            tied = any(world.outcomes[name].state != "decided" for name in members)
            guaranteed = sum(_holds(world, name, rule.only) for name in holders)
            wanted = int(round_as(rule.floor_share * len(holders), 0, "up"))
            if guaranteed < wanted and not tied and "/".join((rule.id, *keys)) + "#" not in short:
                text = Text(
                    "{rule} {pool}: {found} of {n} holders, at least {wanted} are guaranteed",
                    "{rule} {pool}：{n} 人中仅 {found} 人，应不少于 {wanted} 人",
                ).format(rule=rule.id, pool="/".join(keys), found=guaranteed, n=len(holders), wanted=wanted)
                yield Problem(text=text, rule=rule.id, clause=rule.clause)


def _ranked(world: World, name: str, ranks: tuple[Rank, ...]) -> tuple[Fraction, ...] | None:
    """A rank key worked out anew, bigger being better; None while a part is open."""
    key = []
    for rank in ranks:
        found = world.evaluation.walker(name).worth(rank.by)
        if isinstance(found, Num) and found.value is not None:
            value = found.value
        elif isinstance(found, Truth) and found.settled and not found.may(None):
            value = Fraction(found.must(True))
        else:
            return None
        key.append(value if rank.bigger_is_better else -value)
    return tuple(key)


def _placed(world: World) -> Iterator[tuple[str, Quota, str, Placement]]:
    """Everybody who stands at a quota line: kind, quota, id, placement."""
    for kind, rule in _quotas(world):
        for name in _people(world, kind):
            for placement in world.evaluation.placements(name):
                if placement.quotas[:1] == (rule.id,):
                    yield kind, rule, name, placement


@check(
    "quota.no-envy",
    "cohort",
    Text("nobody is passed over for somebody who ranks below them", "排序在前者不被排序在后者超越"),
    needs=NEEDS["quota"],
)
def _envy(world: World) -> Iterator[Problem]:
    stands = [(rule, name, placement, _ranked(world, name, rule.rank)) for _, rule, name, placement in _placed(world)]
    named = {name for decision in world.raw.get("decisions", []) for name in decision.get("exceed", [])}
    for rule, loser, lost, low in stands:
        if lost.status != "not_selected" or low is None:
            continue
        for other, winner, won, high in stands:
            same = other is rule and (won.grade, won.groups) == (lost.grade, lost.groups) and winner not in named
            if same and won.status in ("selected", "tied") and high is not None and low > high:
                text = Text(
                    "{loser} ranks above {winner} in {rule}, but {winner} stands before them",
                    "{rule}：{loser} 排序高于 {winner}，却排在其后",
                ).format(loser=loser, winner=winner, rule=rule.id)
                yield Problem(text=text, appraisee=loser, rule=rule.id, clause=rule.clause)
                return


@check(
    "quota.non-waste",
    "cohort",
    Text("nobody is left out while a place is free", "有空额时无人落选"),
    needs=NEEDS["quota"],
)
def _waste(world: World) -> Iterator[Problem]:
    guarantees = {kind for kind, rule in _quotas(world) if rule.floor_share is not None}
    vacant = any(one.get("leave_vacant") for one in world.raw.get("decisions", []))
    pools: dict[tuple[str, str], Pool] = {(pool.kind, pool.group): pool for pool in world.evaluation.pools()}
    for kind, rule, name, placement in _placed(world):
        if kind in guarantees or vacant or placement.status != "not_selected":
            continue
        path = [pools[kind, group] for group in placement.groups]
        if all(pool.left is not None and pool.left > 0 and not pool.tied for pool in path):
            text = Text("{id} is left out of {rule} while {n} places are free", "{rule} 尚有 {n} 个空额，{id} 却落选")
            text = text.format(id=name, rule=rule.id, n=path[0].left)
            yield Problem(text=text, appraisee=name, rule=rule.id, clause=rule.clause)


@check(
    "cohort.twins",
    "cohort",
    Text("two people with the same record get the same outcome", "记录相同的人，结果相同"),
)
def _twins(world: World) -> Iterator[Problem]:
    named = json.dumps(world.raw.get("decisions", []), ensure_ascii=False)
    first: dict[str, str] = {}
    for row in world.rows:
        if f'"{row["id"]}"' in named or _looked_at(world, row["id"]):
            continue
        record = json.dumps({key: value for key, value in row.items() if key != "id"}, sort_keys=True, default=str)
        other = first.setdefault(record, row["id"])
        one, two = world.outcomes[other], world.outcomes[row["id"]]
        if (one.state, one.grade, one.score, one.rules) != (two.state, two.grade, two.score, two.rules):
            text = Text(
                "{a} and {b} have the same record, but {a} is {one} and {b} is {two}",
                "{a} 与 {b} 记录相同，{a} 为 {one}，{b} 为 {two}",
            ).format(a=one.id, b=two.id, one=f"{one.state} {one.grade}", two=f"{two.state} {two.grade}")
            rule = next((r for k, r in _quotas(world) if k == row["kind"]), None)
            yield Problem(
                text=text,
                appraisee=two.id,
                rule=rule.id if rule else "",
                clause=rule.clause if rule else "",
                expect={"state": one.state},
            )


def _looked_at(world: World, name: str) -> bool:
    """Whether others are linked to somebody: their outcome may then differ from a twin's."""
    return any(name in linked_to(row) for row in world.rows)


def _compared(world: World, other: World, names: dict[str, str], what: Text) -> Iterator[Problem]:
    """The outcomes of two worlds, `names` telling who is who."""
    for name, now in names.items():
        one, two = world.outcomes[name], other.outcomes[now]
        if (one.state, one.grade, one.score, one.rules) != (two.state, two.grade, two.score, two.rules):
            text = Text("{id}: {one}, but {two} {what}", "{id}：{one}，{what}则为 {two}").format(
                id=name,
                one=f"{one.state} {one.grade} {one.score}",
                two=f"{two.state} {two.grade} {two.score}",
                what=what,
            )
            yield Problem(text=text, appraisee=name)
            return


@check(
    "cohort.permutation",
    "cohort",
    Text("the order of the appraisees does not matter", "考核对象的先后不影响结果"),
)
def _permutation(world: World) -> Iterator[Problem]:
    other = world.with_rows(reversed(world.rows))
    names = {row["id"]: row["id"] for row in world.rows}
    yield from _compared(world, other, names, Text("in the reverse order", "倒序排列"))


@check("cohort.renaming", "cohort", Text("names and ids do not matter", "姓名与编号不影响结果"))
def _renaming(world: World) -> Iterator[Problem]:
    if world.raw.get("decisions"):
        return
    ids = [row["id"] for row in world.rows]
    names = {name: f"Z{len(ids) - place:04d}" for place, name in enumerate(ids)}
    other = world.with_rows(_renamed(row, names) for row in world.rows)
    yield from _compared(world.about(""), other.about(""), names, Text("under other ids", "换用其他编号"))


def _renamed(row: Row, names: dict[str, str]) -> Row:
    links = {
        key: relinked(held, lambda target: names.get(target, target)) for key, held in row.get("links", {}).items()
    }
    return {**row, "id": names[row["id"]], **({"links": links} if links else {})}


@check(
    "cohort.independent",
    "cohort",
    Text("pools that share nobody do not touch each other", "互不相交的组互不影响"),
    costly=True,
)
def _independent(world: World) -> Iterator[Problem]:
    """Somebody, those in a pool with them and those they are linked with give the same outcome without the rest."""
    if world.raw.get("decisions") or len(world.rows) < 2:
        return
    for component in _components(world):
        if len(component) == len(world.rows):
            return
        alone = world.with_rows(row for row in world.rows if row["id"] in component)
        names = {name: name for name in component}
        yield from _compared(world, alone, names, Text("without the others", "没有其他人时"))


def _ranking(world: World) -> Iterator[str]:
    """The kinds in which an outcome may hang on a place among all of the kind."""
    for rules in world.subject.rules.kinds:
        read = (found for entry in rules.entries for part in entry.rule.expressions() for found in descend(part))
        if any(isinstance(found, RankOf) for found in read):
            yield rules.kind.key


def _components(world: World) -> list[set[str]]:
    """Whoever is tied together by links or by standing in one pool."""
    tied: list[set[str]] = [{row["id"], *linked_to(row)} for row in world.rows]
    for spot in _spots(world):
        waiting = set(_open(world, spot))
        pools = [set(members) for members in _pools(world, spot).values()]
        tied += [set.union(waiting, *pools)] if waiting else pools
    tied += [{row["id"] for row in world.rows if row["kind"] == kind} for kind in _ranking(world)]
    found: list[set[str]] = []
    for names in tied:
        joined = [one for one in found if one & names]
        found = [one for one in found if not one & names] + [names.union(*joined)]
    return found


def those_tied_to(world: World, name: str) -> World:
    """The world without those who share no pool and no link with somebody, where the outcome stays what it is."""
    try:
        kept = next(found for found in _components(world) if name in found)
        decisions = [one for one in world.raw.get("decisions", []) if set(_named_in(one)) & kept]
        alone = world.with_rows((row for row in world.rows if row["id"] in kept), decisions=decisions)
        return alone if alone.outcomes[name] == world.outcomes[name] else world
    except (KaoheError, StopIteration):
        return world


def _named_in(decision: Row) -> list[str]:
    """The ids that a decision names."""
    lists = [one for key in ("members", "choose", "exceed") for one in decision.get(key, ())]
    return [*lists, *([decision["appraisee"]] if "appraisee" in decision else [])]


@check(
    "quota.decisions",
    "cohort",
    Text("a decision on a tie is carried out, and nobody else moves", "并列裁定得到执行，且不影响他人"),
    needs=NEEDS["quota"],
)
def _decisions(world: World) -> Iterator[Problem]:
    if world.raw.get("decisions"):
        return
    for tie in world.evaluation.ties():
        if tie.provisional:
            continue
        for chosen in (tie.members[: tie.take], tie.members[-tie.take :]):
            yield from _carried_out(world, tie, chosen)


def _carried_out(world: World, tie: Tie, chosen: tuple[str, ...]) -> Iterator[Problem]:
    row = {
        "quota": tie.quota,
        "members": list(tie.members),
        "choose": list(chosen),
        "reason": "集体研究",
        "document": DOCUMENT,
        "fingerprint": tie.fingerprint,
    }
    decided = world.with_rows(world.rows, decisions=[row])
    for name in tie.members:
        wanted = name in chosen
        grade = _grade_under(decided, name, tie.quota)
        if (grade == tie.grade) != wanted:
            text = Text(
                "{id} was {what} by the decision on {quota}, but got {grade}",
                "{quota} 的裁定{what} {id}，结果却为 {grade}",
            )
            what = Text("chosen", "选定") if wanted else Text("not chosen", "未选")
            text = text.format(id=name, what=what, quota=tie.quota, grade=str(grade))
            yield Problem(text=text, appraisee=name, rule=tie.quota, clause=tie.clause, world=decided)
            return
    others = {name: name for name in world.outcomes if name not in tie.members and not _follows(world, name, tie)}
    yield from _compared(world, decided, others, Text("once the tie is decided", "并列裁定后"))


def _grade_under(world: World, name: str, quota: str) -> str | None:
    """The grade that a quota gives: the year's, or the period's where it is the quota of a period ("top[2020Q4]")."""
    _, bracket, period = quota.rstrip("]").partition("[")
    if not bracket:
        return world.outcomes[name].grade
    return next((one.grade for one in period_outcomes(world.evaluation, name) if one.period == period), None)


def _follows(world: World, name: str, tie: Tie) -> bool:
    """Whether somebody is linked to one of the tied, so that their outcome may follow."""
    row = world.row(name)
    linked = linked_to(row)
    backs = {target for one in tie.members for target in linked_to(world.row(one))}
    return bool(linked & set(tie.members)) or name in backs
