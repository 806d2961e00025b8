"""Holding a case's expectations against what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from ..engine import Evaluation, Outcome, period_outcomes
from ..rules.tools import Ruleset, rows_of
from ..words import Text
from ._figures import same_number, unmet_figures
from ._model import Case

__all__ = ["Difference", "clauses_of", "differences"]


@frozen
class Difference:
    """One expectation that does not hold, with both values. `appraisee` is a rule's id where it is about a clause."""

    appraisee: str
    field: str
    expected: Any
    found: Any

    @property
    def text(self) -> Text:
        """The difference as a sentence."""
        return Text(
            "{id}: {field} should be {expected}, but is {found}", "{id}：{field} 应为 {expected}，实为 {found}"
        ).format(id=self.appraisee, field=self.field, expected=_plain(self.expected), found=_plain(self.found))


def differences(case: Case, outcomes: Iterable[Outcome]) -> list[Difference]:
    """Every expectation of `case` that `outcomes` do not meet.

    `rules`, `assumptions`, `notices` and `reasons` list ids that must be among those that took effect, `not_rules`
    ids that must not; `periods` gives the grades of some periods, `figures` the values of
    some figures. Every other field must be equal: a score as an
    exact number, a range as two ("" for no limit), lists in any order, "" for none. `cites` of the case holds in
    every kind that has the rule.
    """
    by_id = {outcome.id: outcome.as_json() for outcome in outcomes}
    found: list[Difference] = []
    evaluation = Evaluation(case.cohort)
    for expectation in case.expectations:
        data = by_id[expectation.appraisee]
        if "periods" in expectation.fields:
            periods = period_outcomes(evaluation, expectation.appraisee)
            data["periods"] = {one.period: "" if one.grade is None else one.grade for one in periods}
        data["score_range"] = data.get("score_range") or []
        unmet = unmet_figures(evaluation, expectation.appraisee, expectation.fields.get("figures", {}))
        found += [Difference(expectation.appraisee, *one) for one in unmet]
        for name, wanted in expectation.fields.items():
            if name == "figures":
                continue
            actual = data["rules"] if name == "not_rules" else _ids(data[name])
            if not _holds(name, wanted, actual):
                found.append(Difference(expectation.appraisee, name, wanted, actual))
    return found + _wrong_clauses(case)


def clauses_of(ruleset: Ruleset) -> dict[str, set[str]]:
    """The clauses that each rule, and each row and part of a point table, cites, by id: one unless kinds differ."""
    found: dict[str, set[str]] = {}
    for rules in ruleset.kinds:
        for row in (row for entry in rules.entries for row in rows_of(entry.rule)):
            found.setdefault(row.id, set()).add(row.clause)
    return found


def _wrong_clauses(case: Case) -> list[Difference]:
    declared = clauses_of(case.cohort.ruleset) if case.cites else {}
    return [
        Difference(name, "clause", clause, sorted(declared[name] - {clause}))
        for name, clause in case.cites.items()
        if declared[name] != {clause}
    ]


def _ids(value: Any) -> Any:
    """A list of notices or reasons as the ids of their rules."""
    if isinstance(value, list):
        return [part["rule"] if isinstance(part, dict) else part for part in value]
    return value


def _holds(name: str, wanted: Any, actual: Any) -> bool:
    if name == "score":
        return same_number(wanted, actual)
    if name == "score_range":
        return len(actual) == 2 and all(map(same_number, wanted, actual))
    if name == "not_rules":
        return not set(wanted) & set(actual)
    if name in ("rules", "assumptions", "notices", "reasons"):
        return set(wanted) <= set(actual)
    if name == "periods":
        return all(actual.get(period) == grade for period, grade in wanted.items())
    if isinstance(actual, list):
        return isinstance(wanted, list) and sorted(wanted) == sorted(actual)
    return bool(wanted == ("" if actual is None else actual))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part or '-'}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
