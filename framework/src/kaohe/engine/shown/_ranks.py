"""Ranks that equals share."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["shared_ranks"]


def shared_ranks(values: Sequence[object]) -> list[str]:
    """The rank of each of `values`, best first: equal ones share the better one, "17="; None has no rank, "--"."""
    ranks: list[str] = []
    for place, value in enumerate(values):
        same_above = place > 0 and values[place - 1] == value
        same_below = place + 1 < len(values) and values[place + 1] == value
        first = ranks[-1].rstrip("=") if same_above else str(place + 1)
        ranks.append("--" if value is None else first + ("=" if same_above or same_below else ""))
    return ranks
