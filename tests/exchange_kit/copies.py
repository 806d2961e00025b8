"""A made-up copy of a document with clauses withheld: the numbers of XPCC's, and none of its words."""

from __future__ import annotations

__all__ = ["ABOVE", "HIDDEN", "SEEN", "xpcc_lines"]

SEEN, HIDDEN, ABOVE = "可见词句", "隐去词句", "上级词句"
_ITEMS = {"六": (3, ()), "七": (5, (4,)), "八": (6, (4, 5, 6)), "九": (0, ()), "十": (7, (4, 5, 6, 7))}


def xpcc_lines() -> list[str]:
    """A paragraph a line; `HIDDEN` stands in what is withheld, `ABOVE` in what it lies under, `SEEN` in the rest."""
    lines = [
        f"一、{SEEN}",
        f"二、{SEEN}",
        f"三、{SEEN}",
        f"（一）{SEEN}",
        f"四、{HIDDEN}",
        f"（一）{HIDDEN}",
        f"五、{ABOVE}",
    ]
    lines += [f"（{number}）{SEEN}" for number in "一二三四五"]
    for number, (count, seen) in _ITEMS.items():
        lines.append(f"（{number}）{HIDDEN if number == '六' else SEEN if number == '九' else ABOVE}")
        lines += [f"{place}. {SEEN if place in seen else HIDDEN}" for place in range(1, count + 1)]
    lines += [f"六、{SEEN}", f"（一）{SEEN}", f"1. {SEEN}", f"2. {SEEN}", f"七、{SEEN}", f"八、{ABOVE}"]
    lines += [f"（一）{SEEN}", f"（二）{SEEN}", f"（三）{HIDDEN}", "附件1", f"一、{HIDDEN}", "附件2", f"一、{SEEN}"]
    return lines
