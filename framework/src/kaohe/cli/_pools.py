"""`kaohe pools`: every quota pool with its places, before any score is entered and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from ..engine import Evaluation, Pool, Tie
from ..rules.tools import departures, show
from ..words import Message, Text, visible
from ._base import JSON_OPTION, Command
from ._either import opened
from ._in_force import in_force
from ._out import both, say, say_json
from ._progress import progress
from ._table import table

__all__ = ["pool_lines", "pools", "pools_result"]

_TEXT = Text(
    "Show every quota pool of a CASE or a BOOK: headcount, share, places, used, left, tied. Works before any score is entered, "
    "and warns of pools without a place.",
    "列出案例 CASE 或账簿 BOOK 的每个名额组：基数、比例、名额、已用、剩余、并列。录入得分之前即可查看，并提示没有名额的组。",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE|BOOK")
@JSON_OPTION
def pools(*, case: str, as_json: bool) -> None:
    """Show the pools of one case or book."""
    with progress(), opened(case) as found:
        evaluation = found.evaluation
        evaluation.pools()
    if as_json:
        say_json({**in_force(evaluation.cohort.ruleset), **pools_result(evaluation)})
        return
    for told in departures(evaluation.cohort.ruleset, confirmed=evaluation.cohort.cycle.confirmed):
        say(f"! {told}")
    lines = list(pool_lines(evaluation))
    for line in lines or [str(Text("this scheme has no quotas", "本方案没有名额规则"))]:
        say(line)


def pools_result(evaluation: Evaluation) -> dict[str, Any]:
    """The JSON form: pools, warnings, ties to decide, guarantees not reached, decisions refused."""
    return {
        "pools": [pool.as_json() for pool in evaluation.pools()],
        "warnings": [both(_no_places(pool)) for pool in _empty(evaluation)],
        "ties": [tie.as_json() for tie in evaluation.ties()],
        "shortfalls": [
            {"quota": quota, "group": group, "asked": asked, "attained": attained}
            for quota, group, asked, attained in evaluation.shortfalls()
        ],
        "refused": [{"what": what, **(both(why) or {})} for what, why in evaluation.refused()],
    }


def pool_lines(evaluation: Evaluation) -> Iterator[str]:
    """The table of pools, the warnings, and what people have to decide."""
    found = evaluation.pools()
    if found:
        yield from table(_rows(evaluation, found), right=frozenset({2, 3, 4, 5, 6, 7}))
    for pool in _empty(evaluation):
        yield "! " + _no_places(pool).told()
    for tie in evaluation.ties():
        yield "! " + visible(str(_tie(tie)))
    for quota, group, asked, attained in evaluation.shortfalls():
        text = Text(
            "{quota} {group}: {asked} guaranteed, only {attained} eligible",
            "{quota} {group}：应保证 {asked}，仅 {attained} 人合格",
        )
        yield "! " + visible(str(text.format(quota=quota, group=_name(group), asked=asked, attained=attained)))
    for what, why in evaluation.refused():
        yield "! " + visible(f"{what}: {why}")


def _rows(evaluation: Evaluation, found: list[Pool]) -> list[tuple[str, ...]]:
    head = (
        Text("pool", "名额组"),
        Text("grade", "等次"),
        Text("base", "基数"),
        Text("share", "比例"),
        Text("places", "名额"),
        Text("used", "已用"),
        Text("left", "剩余"),
        Text("tied", "并列"),
        Text("notes", "备注"),
    )
    labels = {rules.kind.key: str(rules.kind.label) for rules in evaluation.cohort.ruleset.kinds}
    return [tuple(str(cell) for cell in head), *(_row(pool, labels[pool.kind]) for pool in found)]


def _row(pool: Pool, label: str) -> tuple[str, ...]:
    notes = []
    if pool.waiting:
        notes.append(Text("provisional: {n} open", "暂定：{n} 人未定").format(n=len(pool.waiting)))
    if pool.soft:
        notes.append(Text("soft", "可超"))
    if pool.over:
        notes.append(Text("{n} beyond the places, recorded", "超出 {n} 个（有记录）").format(n=pool.over))
    cells = (
        f"{label} {_name(pool.group)}",
        pool.grade,
        str(pool.base),
        "-" if pool.share is None else f"{show(pool.share * 100)}%",
        _count(pool),
        str(pool.used),
        "-" if pool.left is None else str(pool.left),
        str(pool.tied),
        ", ".join(map(str, notes)),
    )
    return tuple(visible(cell) for cell in cells)


def _name(group: str) -> str:
    """A pool's name; what a guarantee keeps inside a pool is marked as such."""
    inner = group.removesuffix("#")
    return group if inner == group else str(Text("{group} guaranteed", "{group}（保证）").format(group=inner))


def _count(pool: Pool) -> str:
    """The places; the fewest and the most while they are open."""
    if pool.places is None:
        return f">={pool.floor}" if pool.floor else "-"
    return str(pool.places) if pool.most is None else f"{pool.places}..{pool.most}"


def _empty(evaluation: Evaluation) -> list[Pool]:
    return [pool for pool in evaluation.pools() if pool.places == 0 and pool.most is None and pool.base > 0]


def _no_places(pool: Pool) -> Message:
    share = "-" if pool.share is None else show(pool.share * 100)
    return Message(
        "K5012",
        "{group}: {base} people, {share} % -> 0 places, clause {clause}",
        "{group}：{base} 人，{share} % -> 0 个名额，{clause}",
    ).format(group=pool.group, base=pool.base, share=share, clause=pool.clause)


def _tie(tie: Tie) -> Text:
    return Text(
        "decide {quota} ({clause}), {group}: {take} of {members} get {grade}; record it as a decision (fingerprint {mark})",
        "请裁定 {quota}（{clause}）{group}：{members} 中取 {take} 名评为{grade}；请记为裁定（指纹 {mark}）",
    ).format(
        quota=tie.quota,
        clause=tie.clause,
        group=tie.group,
        take=tie.take,
        members=", ".join(tie.members),
        grade=tie.grade,
        mark=tie.fingerprint[:12],
    )
