"""Whether a clause and a rule's id name the same numbers."""

from __future__ import annotations

import re

from ...rules.tools import numbers

__all__ = ["agrees", "numbers"]

_BEGINS = re.compile(r"[0-9零一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩]")


def agrees(clause: str, name: str) -> bool:
    """Whether the numbers of a clause stand in an id: from its beginning for an article (条), else in order.

    A clause that opens with a number, as 四（七）, shares its first with the id. Without numbers nothing is said.
    """
    wanted, found = numbers(clause), numbers(name)
    if not wanted or not found:
        return True
    if "条" in clause:
        return found[: len(wanted)] == wanted
    if _BEGINS.match(clause) and wanted[0] != found[0]:
        return False
    here = iter(found)
    return all(number in here for number in wanted)
