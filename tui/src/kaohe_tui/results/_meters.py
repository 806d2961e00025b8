"""Quota meters: one pool in one line."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.engine import Pool
from kaohe.words import Text

from ..terminal._cells import safe, width
from ._texts import AGAIN

__all__ = ["by_urgency", "meter_text"]

_BAR, _SHORTEST = 20, 6


def by_urgency(pools: Iterable[Pool]) -> list[Pool]:
    """Those first whose places people must decide, then those beyond their places, then those still open."""
    return sorted(pools, key=lambda pool: (not pool.tied, not pool.over, not pool.waiting))


def meter_text(pool: Pool, room: int = 80, *, again: bool = False) -> str:
    """One pool: its group, its places as a bar, who is tied for the rest, and what is still open.

    The bar gives way to the words where `room` cells are few. `again` says that it is being computed again.
    """
    mark = f"  {AGAIN}" if again else ""
    group = " ".join(pool.keys) or str(Text("all", "全体"))
    if pool.places is None:
        text = Text("{grade} {group}: at least {floor}, holds {used}", "{grade} {group}：至少 {floor}，已有 {used}")
        return str(text.format(grade=pool.grade, group=group, floor=pool.floor, used=pool.used)) + mark
    text = Text(
        "{grade} {group}: {places} of {base} ({share}) [{bar}] used {used}, left {left}",
        "{grade} {group}：{places}/{base}（{share}）[{bar}] 已用 {used} 余 {left}",
    ).format(
        grade=pool.grade,
        group=group,
        places=pool.places if pool.most is None else f"{pool.places}..{pool.most}",
        base=pool.base,
        share=_share(pool),
        used=pool.used,
        left=pool.left if pool.left is not None else "-",
        bar=_MARK,
    )
    told = str(text) + mark + _open(pool)
    spare = room - width(safe(told.replace(_MARK, "")))
    return told.replace(_MARK, _bar(pool, max(_SHORTEST, min(_BAR, spare))))


_MARK = "<bar>"  # where the bar goes


def _bar(pool: Pool, cells: int) -> str:
    places = pool.places or 0
    filled = cells * min(pool.used, places) // places if places else cells
    open_ = min(cells - filled, -(-cells * pool.tied // places) if places else 0)
    return "#" * filled + "?" * open_ + "." * (cells - filled - open_)


def _share(pool: Pool) -> str:
    if pool.share is None:
        return "-"
    percent = pool.share * 100
    return f"{percent}%" if percent.denominator == 1 else str(pool.share)


def _open(pool: Pool) -> str:
    parts = []
    if pool.over:
        parts.append(Text("{n} beyond !", "超 {n} 个 !").format(n=pool.over))
    if pool.tied:
        parts.append(Text("{n} tied !", "同分 {n} 个 !").format(n=pool.tied))
    if pool.waiting:
        parts.append(Text("provisional: {n} open", "暂定：{n} 个未定").format(n=len(pool.waiting)))
    return "".join(f"  {part}" for part in parts)
