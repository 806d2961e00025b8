"""What if: the same case under another reading, another number of a clause or another entry. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..engine import Evaluation, Outcome
from ..errors import CaseError
from ..rules import Periods, load
from ..rules.tools import Chosen, KindRules, Ruleset, chosen, near, renumbered, show, sound
from ..words import Message, Text, named
from ._model import Case
from ._read import case_from_data

__all__ = [
    "Effect",
    "Standing",
    "effects",
    "entered_otherwise",
    "numbered_otherwise",
    "other_readings",
    "read_otherwise",
    "under",
]

_NOBODY = Message("K2690", "nobody here has the id {id}; correct it", "没有编号 {id}；请更正")
_MEANT = Message("K2693", "nobody here has the id {id}; did you mean {near}?", "没有编号 {id}；是不是 {near}？")
_NO_INPUT = Message(
    "K2691",
    "{id} has no input {key}; the inputs are {known}",
    "{id} 没有录入项 {key}；可用：{known}",
)
_NO_PERIOD = Message(
    "K2692",
    "{key} is entered by period; name one of {known}",
    "{key} 须逐期录入；请写明期次：{known}",
)


@frozen
class Standing:
    """How somebody stands: the state of the outcome, the grade ("" where there is none), the exact score or None."""

    state: str
    grade: str
    score: Fraction | None

    def as_json(self) -> dict[str, Any]:
        """It as plain data, the score as exact text."""
        return {"state": self.state, "grade": self.grade, "score": None if self.score is None else show(self.score)}


@frozen
class Effect:
    """One appraisee who would come out otherwise."""

    id: str
    name: str
    kind: str
    before: Standing
    after: Standing

    def as_json(self) -> dict[str, Any]:
        """It as plain data, without the name."""
        return {"id": self.id, "kind": self.kind, "before": self.before.as_json(), "after": self.after.as_json()}


def effects(before: Evaluation, after: Evaluation) -> tuple[Effect, ...]:
    """Who of the people in both evaluations comes out otherwise in `after`, in the order of `before`."""
    return tuple(_differing(before, after))


def _differing(before: Evaluation, after: Evaluation) -> Iterator[Effect]:
    then = {one.id: _standing(one) for one in after.outcomes()}
    for one in before.outcomes():
        now = _standing(one)
        if one.id in then and then[one.id] != now:
            yield Effect(one.id, one.name, one.kind, now, then[one.id])


def _standing(outcome: Outcome) -> Standing:
    return Standing(outcome.state, outcome.grade or "", outcome.score)


def other_readings(ruleset: Ruleset) -> tuple[tuple[Chosen, str, Text], ...]:
    """Every reading that is open and not in force: its setting as it stands, the other code, its words.

    Settings whose codes are lists of the cycle have no other reading that could be named, so they are left out.
    """
    return tuple(
        (one, option.code, option.label)
        for one in chosen(ruleset)
        if not one.setting.is_list
        for option in one.setting.options
        if option.code not in one.codes
    )


def read_otherwise(case: Case, choices: Mapping[str, str | tuple[str, ...]]) -> Case:
    """The case with these settings chosen beside those it makes. Raises SchemeError for one that there is not."""
    ruleset = case.cohort.ruleset
    amendments = [one.id for one in ruleset.amendments]
    return under(case, load(ruleset.id, amendments=amendments, choices={**dict(ruleset.choices), **choices}))


def numbered_otherwise(case: Case, row: str, old: Fraction, new: Fraction) -> Case:
    """The case with `new` where the rule, or row of a point table, called `row` declares `old`.

    Raises SchemeError where there is no such rule or number, and where the scheme would not be sound with the new one.
    """
    return under(case, sound(renumbered(case.cohort.ruleset, row, old, new)))


def under(case: Case, ruleset: Ruleset) -> Case:
    """The case read by other rules of its scheme. Raises CaseError where its entries do not fit them."""
    left_out = ("amendments", "settings", "digest", "expect", "cites")
    raw = {key: value for key, value in case.raw.items() if key not in left_out}
    return case_from_data(raw, ruleset=ruleset, folder=Path(case.source).parent)


def entered_otherwise(case: Case, who: str, key: str, value: Any, at: str = "") -> Case:
    """The case with one entry otherwise, `value` as a case file writes it (None: not entered).

    `at` is the name of the period of an input that is entered by periods. Raises CaseError for a person, an input or
    a period that there is not, and for a value that its input refuses.
    """
    rows = [dict(row) for row in case.raw.get("appraisees", ())]
    row = next((one for one in rows if one.get("id") == who), None)
    person = case.cohort.appraisees.get(who)
    if row is None or person is None:
        meant = near(who, case.cohort.appraisees) if len(who) < 60 else None
        raise CaseError((_NOBODY if meant is None else _MEANT).format(id=named(who[:60]), near=meant))
    rules = case.cohort.ruleset.kind(person.kind)
    names = _names(case, rules, who, key)
    if names and at not in names:
        raise CaseError(_NO_PERIOD.format(key=key, known=", ".join(names)))
    facts = dict(row.get("facts", {}))
    standing = facts.get(key, case.raw.get("defaults", {}).get(person.kind, {}).get("facts", {}).get(key))
    facts[key] = value if not names else _by_period(standing, names, at, value)
    row["facts"] = {name: one for name, one in facts.items() if one is not None}
    raw = {**case.raw, "appraisees": rows}
    return under(evolve(case, raw=raw), case.cohort.ruleset)


def _names(case: Case, rules: KindRules | None, who: str, key: str) -> tuple[str, ...]:
    """The periods that an input is entered by, none for one of the cycle."""
    given = None if rules is None else rules.input(key)
    if rules is None or given is None:
        known = ", ".join(one.key for one in rules.inputs) if rules is not None else "-"
        raise CaseError(_NO_INPUT.format(id=who, key=named(key[:60]), known=known))
    if not isinstance(given.on, Periods):
        return ()
    return tuple(one.name for one in case.cohort.cycle.periods[given.on.key])


def _by_period(held: Any, names: tuple[str, ...], at: str, value: Any) -> dict[str, Any] | None:
    by_name = dict(held) if isinstance(held, Mapping) else dict(zip(names, held or (), strict=False))
    by_name[at] = value
    return {name: one for name, one in by_name.items() if one is not None} or None
