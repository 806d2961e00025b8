"""Rows read into records by the one reader of cases, and what it refuses traced back to the change that said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define

from ..cases import FORMAT, Case, case_from_data
from ..engine import FastLane
from ..rules.tools import Ruleset
from ._documents import Row, spread, targets_of
from ._state import State

__all__ = ["Reader", "beside"]


@define(slots=False)
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
            "appraisees": [*map(self._listed, rows)],
            "decisions": [*decisions],
        }
        return case_from_data(data, ruleset=self.ruleset, lane=self.lane)

    def _listed(self, row: Row) -> Row:
        """The row with its entries of all periods in lists, the form that the reader packs for the compiled rules."""
        facts, axes = row.get("facts"), self._axes.get(row["kind"]) if isinstance(row["kind"], str) else None
        if not facts or not axes:
            return row
        listed = {key: self._in_order(axes.get(key, ""), value) for key, value in facts.items()}
        return {**row, "facts": listed}

    def _in_order(self, axis: str, value: Any) -> Any:
        names = self.frame["cycle"].get("periods", {}).get(axis, ())
        if not axis or not isinstance(value, Mapping) or not value.keys() <= set(names):
            return value
        return [value.get(name) for name in names]

    @cached_property
    def _axes(self) -> dict[str, dict[str, str]]:
        return spread(self.ruleset)


def beside(state: State, rows: Mapping[str, Row | None], named: Iterable[str] = ()) -> list[Row]:
    """Who must stand beside these rows to read them: whom they link to, who links to them, whom decisions name; bare."""
    waiting = [*named]
    for who, row in rows.items():
        before = state.rows.get(who)
        waiting += targets_of(row)
        if row is None or before is None or row["kind"] != before["kind"] or targets_of(row) != targets_of(before):
            waiting += state.into.get(who, ())
    found: dict[str, Row] = {}
    while waiting:
        who = waiting.pop()
        row = state.rows.get(who)
        if row is not None and who not in rows and who not in found:
            found[who] = {key: row[key] for key in ("id", "kind", "links") if key in row}
            waiting += targets_of(row)
    return [*found.values()]
