"""What if: the same case under another reading, another number of a clause or another entry. Nothing is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from ..collection import no_collection
from ..engine import Appraisee, Evaluation, FastLane, Outcome
from ..errors import CaseError
from ..rules import Periods, load
from ..rules.tools import Chosen, KindRules, Ruleset, chosen, linked_ids, near, renumbered, show, sound
from ..words import Message, Text, named
from ._model import Case
from ._read import case_from_data

__all__ = [
    "Effect",
    "Standing",
    "Trials",
    "effects",
    "entered_otherwise",
    "numbered_otherwise",
    "other_readings",
    "read_otherwise",
    "rows_otherwise",
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


@define(eq=False)
class Trials:
    """An evaluation held against changes of its case, one after the other: how everybody stands is looked up once.

    A change of records or decisions alone evaluates whom it reaches, and shares the rest.
    """

    before: Evaluation
    _standings: dict[str, Standing] = field(factory=dict, init=False)

    def of(self, case: Case) -> tuple[Effect, ...]:
        """Who of the people in both comes out otherwise in a changed case, in the order of the evaluation."""
        with no_collection():
            after = self.before.revised(case.cohort)
            return self.held_against(after, after.touched())

    def held_against(self, after: Evaluation, among: Collection[str] | None = None) -> tuple[Effect, ...]:
        """Who of the people in both comes out otherwise there; `among` are all who can, None for everybody."""
        return tuple(self._differing(after, among))

    def _differing(self, after: Evaluation, among: Collection[str] | None) -> Iterator[Effect]:
        there = after.cohort.appraisees
        for name, person in self.before.cohort.appraisees.items():
            if name in there and (among is None or name in among):
                now, then = self._now(name), _standing(after.quick(name))
                if now != then:
                    yield Effect(name, person.name, person.kind, now, then)

    def _now(self, name: str) -> Standing:
        if name not in self._standings:
            self._standings[name] = _standing(self.before.quick(name))
        return self._standings[name]


def effects(before: Evaluation, after: Evaluation) -> tuple[Effect, ...]:
    """Who of the people in both evaluations comes out otherwise in `after`, in the order of `before`."""
    return Trials(before).held_against(after)


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


def rows_otherwise(case: Case, rows: Sequence[Mapping[str, Any]]) -> Case:
    """The case with these records in the places of its own; those that are the same object are not read again.

    Raises CaseError for a record that cannot be read.
    """
    same = {row["id"] for row, old in zip(rows, case.raw.get("appraisees", ()), strict=True) if row is old}
    known = {name: person for name, person in case.cohort.appraisees.items() if name in same}
    other = evolve(case, raw={**case.raw, "appraisees": [*rows]}, cohort=evolve(case.cohort, appraisees=known))
    return under(other, case.cohort.ruleset)


def under(case: Case, ruleset: Ruleset) -> Case:
    """The case read by other rules of its scheme. Raises CaseError where its entries do not fit them."""
    with no_collection():
        return case_from_data(_bare(case), ruleset=ruleset, folder=_folder(case), known=case.cohort)


def _bare(case: Case) -> dict[str, Any]:
    """The data of a case without its rules and what is expected of it."""
    left_out = ("amendments", "settings", "digest", "expect", "cites")
    return {key: value for key, value in case.raw.items() if key not in left_out}


def _folder(case: Case) -> Path:
    return Path(case.source).parent


def entered_otherwise(case: Case, who: str, key: str, value: Any, at: str = "") -> Case:
    """The case with one entry otherwise, `value` as a case file writes it (None: not entered).

    `at` is the name of the period of an input that is entered by periods. Raises CaseError for a person, an input or
    a period that there is not, and for a value that its input refuses. Only that record is read again.
    """
    rows = [*case.raw.get("appraisees", ())]
    place = next((place for place, one in enumerate(rows) if one.get("id") == who), None)
    person = case.cohort.appraisees.get(who)
    if place is None or person is None:
        meant = near(who, case.cohort.appraisees) if len(who) < 60 else None
        raise CaseError((_NOBODY if meant is None else _MEANT).format(id=named(who[:60]), near=meant))
    rules = case.cohort.ruleset.kind(person.kind)
    names = _names(case, rules, who, key)
    if names and at not in names:
        raise CaseError(_NO_PERIOD.format(key=key, known=", ".join(names)))
    facts = dict(rows[place].get("facts", {}))
    standing = facts.get(key, case.raw.get("defaults", {}).get(person.kind, {}).get("facts", {}).get(key))
    facts[key] = value if not names else _by_period(standing, names, at, value)
    rows[place] = {**rows[place], "facts": {name: one for name, one in facts.items() if one is not None}}
    people = {**case.cohort.appraisees, who: _alone(case, rows[place], person)}
    return evolve(case, raw={**case.raw, "appraisees": rows}, cohort=evolve(case.cohort, appraisees=people))


def _alone(case: Case, row: Mapping[str, Any], person: Appraisee) -> Appraisee:
    """A changed row as it reads, beside those whom it is linked to, of whom nothing but their links is looked at."""
    people, lane = case.cohort.appraisees, case.cohort.lane
    beside: dict[str, Appraisee] = {}
    waiting = [person]
    while waiting:
        for link in waiting.pop().links.values():
            for name in linked_ids(link):
                if name not in beside:
                    beside[name] = people[name]
                    waiting.append(people[name])
    bare = [{part: one[part] for part in ("id", "kind", "links") if part in one}
            for one in case.raw["appraisees"] if one["id"] in beside]  # fmt: skip
    data = {key: value for key, value in _bare(case).items() if key != "decisions"} | {"appraisees": [row, *bare]}
    fast = lane if isinstance(lane, FastLane) else None
    try:
        small = case_from_data(data, ruleset=case.cohort.ruleset, folder=_folder(case), lane=fast)
    except CaseError as error:  # its place is one among these few rows
        raise CaseError(error.text) from None
    return small.cohort.appraisees[person.id]


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
