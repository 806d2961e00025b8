"""Checks of a whole cohort: whom an outcome may depend on, and what a decision on a tie does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...engine import Tie
from ...errors import KaoheError
from ...rules.nodes import RankOf
from ...rules.tools import descend, relinked
from ...words import Text
from ..basis import NEEDS, Problem, World, check, linked_to
from ..people import DOCUMENT
from ._spots import grade_under, pools_at, quotas_in, spots_of, waiting_at

__all__ = ["those_tied_to"]

Row = dict[str, Any]


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
            rule = next((r for k, r in quotas_in(world) if k == row["kind"]), None)
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
    for spot in spots_of(world):
        waiting = set(waiting_at(world, spot))
        pools = [set(members) for members in pools_at(world, spot).values()]
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
        grade = grade_under(decided, name, tie.quota)
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


def _follows(world: World, name: str, tie: Tie) -> bool:
    """Whether somebody is linked to one of the tied, so that their outcome may follow."""
    row = world.row(name)
    linked = linked_to(row)
    backs = {target for one in tie.members for target in linked_to(world.row(one))}
    return bool(linked & set(tie.members)) or name in backs
