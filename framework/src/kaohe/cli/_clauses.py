"""Finding rules by id or by clause, and reading clauses in either form of brackets."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import CaseError
from ..words import Message

__all__ = ["matching"]

_SAME = str.maketrans("（）　", "() ")


def _plain(clause: str) -> str:
    """A clause without blanks and with one form of brackets: 第七条(一)3."""
    return "".join(clause.translate(_SAME).split()).casefold()


def matching(rows: Iterable[Mapping[str, Any]], wanted: str) -> list[Mapping[str, Any]]:
    """The rows whose "id" is `wanted`, else those of the clause `wanted` and under it (第七条 has all its items).

    Raises CaseError, with the nearest, where there is none.
    """
    rows = list(rows)
    asked = _plain(wanted)
    found = [row for row in rows if _plain(str(row.get("id", ""))) == asked]
    found = found or [row for row in rows if asked and _under(_plain(str(row["clause"])), asked)]
    if found:
        return found
    known = dict.fromkeys(str(row[key]) for row in rows for key in ("id", "clause") if row.get(key))
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4)
    raise CaseError(
        Message(
            "K5006",
            "no rule has the id or clause {wanted}; near it: {near}",
            "没有编号或条款为 {wanted} 的规则；相近的有：{near}",
        ).format(wanted=wanted, near=", ".join(near or list(known)[:5]))
    )


def _under(clause: str, asked: str) -> bool:
    """Whether `clause` is `asked` or lies under it: what follows must not continue a number."""
    rest = clause[len(asked) :]
    return clause.startswith(asked) and not (asked[-1].isdigit() and rest[:1].isdigit())
