"""Rows read into records by the one reader of cases, and what it refuses traced back to the change that said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define

from ..cases import FORMAT, Case, case_from_data
from ..engine import FastLane
from ..rules.tools import Ruleset
from ._documents import Row
from ._state import State

__all__ = ["Reader", "beside"]


@define
class Reader:
    """Reads rows under one ruleset and cycle."""

    ruleset: Ruleset
    frame: Mapping[str, Any]
    lane: FastLane | None = None

    def case(self, rows: Iterable[Row], decisions: Sequence[Mapping[str, Any]] = ()) -> Case:
        """The case of these rows. Raises CaseError with the place of what is wrong in it."""
        data = {
            "format": FORMAT,
            "scheme": self.ruleset.id,
            "cycle": self.frame["cycle"],
            "appraisees": [*rows],
            "decisions": [*decisions],
        }
        return case_from_data(data, ruleset=self.ruleset, lane=self.lane)


def beside(state: State, rows: Mapping[str, Row | None], named: Iterable[str] = ()) -> list[Row]:
    """Who must stand beside these rows to read them: whom they link to, who links to them, whom decisions name; bare."""
    waiting = [*named]
    for who, row in rows.items():
        before = state.rows.get(who)
        waiting += _targets(row)
        if row is None or before is None or row["kind"] != before["kind"] or _targets(row) != _targets(before):
            waiting += state.into.get(who, ())
    found: dict[str, Row] = {}
    while waiting:
        who = waiting.pop()
        row = state.rows.get(who)
        if row is not None and who not in rows and who not in found:
            found[who] = {key: row[key] for key in ("id", "kind", "links") if key in row}
            waiting += _targets(row)
    return [*found.values()]


def _targets(row: Row | None) -> list[str]:
    links = {} if row is None else row.get("links", {})
    return [to for to in links.values() if isinstance(to, str)]
