"""Holding a case's expectations against what came out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..engine import Outcome
from ..errors import KaoheError
from ..rules import exact
from ..words import Text
from ._model import Case

__all__ = ["Difference", "differences"]


@frozen
class Difference:
    """One expectation that does not hold, with both values."""

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

    `rules`, `assumptions` and `notices` list ids that must be among those that took effect, `not_rules` ids
    that must not; every other field must be equal (a score as an exact number, lists in any order, "" for none).
    """
    by_id = {outcome.id: outcome.as_json() for outcome in outcomes}
    found: list[Difference] = []
    for expectation in case.expectations:
        data = by_id[expectation.appraisee]
        for name, wanted in expectation.fields.items():
            actual = data["rules"] if name == "not_rules" else _ids(data[name])
            if not _holds(name, wanted, actual):
                found.append(Difference(expectation.appraisee, name, wanted, actual))
    return found


def _ids(value: Any) -> Any:
    """A list of notices or reasons as the ids of their rules."""
    if isinstance(value, list):
        return [part["rule"] if isinstance(part, dict) else part for part in value]
    return value


def _holds(name: str, wanted: Any, actual: Any) -> bool:
    if name == "score":
        return _same_number(wanted, actual)
    if name == "not_rules":
        return not set(wanted) & set(actual)
    if name in ("rules", "assumptions", "notices", "reasons"):
        return set(wanted) <= set(actual)
    if isinstance(actual, list):
        return isinstance(wanted, list) and sorted(wanted) == sorted(actual)
    return bool(wanted == ("" if actual is None else actual))


def _same_number(wanted: Any, actual: str | None) -> bool:
    if actual is None or not isinstance(wanted, int | str | Decimal | Fraction):
        return actual is None and wanted == ""
    try:
        return exact(wanted) == exact(actual)
    except KaoheError:
        return False


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
