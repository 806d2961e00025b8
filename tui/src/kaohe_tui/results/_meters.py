"""Quota meters, tie sets and standings, as the results screen shows them."""

from __future__ import annotations

from attrs import frozen

from kaohe.engine import Outcome, Pool, Tie, shared_ranks
from kaohe.rules import Ceiling
from kaohe.words import Text

from ..session._session import Session

__all__ = ["Standing", "meter_text", "standings", "ties_of"]

_BAR = 20


@frozen
class Standing:
    """One row of the results: the rank by score ("3=" where several share it), the outcome, and its tie set."""

    rank: str
    outcome: Outcome
    tie: int | None
    note: str


def meter_text(pool: Pool) -> str:
    """One pool: its group, its places as a bar, who is tied for the rest, and what is still open."""
    group = " ".join(pool.keys) or str(Text("all", "全体"))
    if pool.places is None:
        text = Text("{grade} {group}: at least {floor}, holds {used}", "{grade} {group}：至少 {floor}，已有 {used}")
        return str(text.format(grade=pool.grade, group=group, floor=pool.floor, used=pool.used))
    filled = _BAR * min(pool.used, pool.places) // pool.places if pool.places else _BAR
    open_ = min(_BAR - filled, -(-_BAR * pool.tied // pool.places) if pool.places else 0)
    bar = "#" * filled + "?" * open_ + "." * (_BAR - filled - open_)
    text = Text(
        "{grade} {group}: {places} of {base} ({share}) [{bar}] used {used}, left {left}",
        "{grade} {group}：{places}/{base}（{share}）[{bar}] 已用 {used} 余 {left}",
    ).format(
        grade=pool.grade,
        group=group,
        places=pool.places if pool.most is None else f"{pool.places}..{pool.most}",
        base=pool.base,
        share=_share(pool),
        bar=bar,
        used=pool.used,
        left=pool.left if pool.left is not None else "-",
    )
    return str(text) + _open(pool)


def _share(pool: Pool) -> str:
    if pool.share is None:
        return "-"
    percent = pool.share * 100
    return f"{percent}%" if percent.denominator == 1 else str(pool.share)


def _open(pool: Pool) -> str:
    parts = []
    if pool.tied:
        parts.append(Text("{n} tied !", "同分 {n} 个 !").format(n=pool.tied))
    if pool.waiting:
        parts.append(Text("provisional: {n} open", "暂定：{n} 个未定").format(n=len(pool.waiting)))
    return "".join(f"  {part}" for part in parts)


def ties_of(session: Session, kind: str) -> list[Tie]:
    """The tie sets of one kind."""
    return [tie for tie in session.evaluation.ties() if tie.kind == kind]


def standings(session: Session, kind: str, grade: str) -> list[Standing]:
    """One kind's outcomes, best score first, those without a score last."""
    ties = ties_of(session, kind)
    of_tie = {member: place for place, tie in enumerate(ties) for member in tie.members}
    found = [outcome for outcome in session.outcomes() if outcome.kind == kind]
    found.sort(key=lambda one: (one.score is None, -(one.score or 0), one.id))
    ranks = shared_ranks([outcome.score for outcome in found])
    return [
        Standing(rank, outcome, of_tie.get(outcome.id), _note(session, outcome))
        for rank, outcome in zip(ranks, found, strict=True)
        if grade in ("", outcome.grade or outcome.provisional_grade or "-")
    ]


def _note(session: Session, outcome: Outcome) -> str:
    """What stopped somebody: the blocking quota, a limit, a flag or what a person must decide."""
    for placement in session.evaluation.placements(outcome.id):
        if placement.blocked_by is not None:
            short = f" -{placement.short}" if placement.short else ""
            return str(
                Text("no place: {clause}{short}", "无名额：{clause}{short}").format(
                    clause=placement.clause or placement.blocked_by, short=short
                )
            )
    limits = [name for name in outcome.rules if name in _limits(session, outcome.kind)]
    return "  ".join(
        [*limits[:2], *map(str, outcome.flag_texts[:2]), *(str(reason.text) for reason in outcome.reasons[:1])]
    )


def _limits(session: Session, kind: str) -> set[str]:
    rules = session.ruleset.kind(kind)
    return {rule.id for rule in rules.rules(Ceiling)} if rules is not None else set()
