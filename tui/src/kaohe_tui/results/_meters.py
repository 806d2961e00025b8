"""Quota meters: one pool in one line."""

from __future__ import annotations

from kaohe.engine import Pool
from kaohe.words import Text

__all__ = ["meter_text"]

_BAR = 20


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
