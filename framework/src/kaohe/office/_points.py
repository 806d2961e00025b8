"""What is open in a book, by name, unit and whoever is responsible; and how far entering has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from ..engine import Appraisee, Evaluation, OpenPoint, open_points
from ..rules.tools import UNKNOWN, Absent, KindRules, Ruleset, latest
from ..words import Text
from ._documents import Row, spread
from ._errors import Refusal

__all__ = ["OpenItem", "Progress", "items_of", "progress_of", "unit_of"]


@frozen(kw_only=True)
class OpenItem:
    """One open point with the name and the unit of whose it is, and who enters or decides what closes it.

    `unit` is the id of whom they are linked to (a member's team), "" for somebody who stands for themselves;
    `responsible` is None where the scheme does not say.
    """

    point: OpenPoint
    name: str
    unit: str
    unit_name: str
    responsible: Text | None

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        who = None if self.responsible is None else {"en": self.responsible.en, "zh": self.responsible.zh}
        about = {"name": self.name, "unit": self.unit, "unit_name": self.unit_name, "responsible": who}
        return {**self.point.as_json(), **about}


@frozen(kw_only=True)
class Progress:
    """How far one unit has come: its people, how many are complete and who is not, entries due and made."""

    unit: str
    name: str
    people: int = 0
    complete: int = 0
    due: int = 0
    entered: int = 0
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        counts = {"people": self.people, "complete": self.complete, "due": self.due, "entered": self.entered}
        return {"unit": self.unit, "name": self.name, **counts, "missing": [*self.missing]}


def unit_of(person: Appraisee, rules: KindRules) -> str:
    """The id of whom somebody belongs to: their first link, as the scheme declares links; "" where there is none."""
    return next((latest(person.links[link.key]) for link in rules.links if link.key in person.links), "")


def items_of(evaluation: Evaluation, refusals: Iterable[Refusal]) -> list[OpenItem]:
    """Every open point, and before them every entry that the rules no longer take."""
    people = evaluation.cohort.appraisees
    refused = [_refused(one) for one in refusals]
    found = [*refused, *open_points(evaluation, evaluation.outcomes())]
    return [_item(point, people, evaluation.cohort.ruleset) for point in found]


def _refused(one: Refusal) -> OpenPoint:
    what = f"{one.key}[{one.at}]" if one.at else one.key
    shared: dict[str, Any] = {"id": one.appraisee, "appraisee": one.appraisee, "what": what, "input": one.key}
    return OpenPoint(**shared, kind="refused", closes="entry", text=one.text)


def _item(point: OpenPoint, people: Mapping[str, Appraisee], ruleset: Ruleset) -> OpenItem:
    person, whose = people.get(point.id), people.get(point.appraisee)
    rules = None if person is None else ruleset.kind(person.kind)
    unit = "" if person is None or rules is None else unit_of(person, rules)
    asked = None if whose is None else ruleset.kind(whose.kind)
    given = None if asked is None or point.closes != "entry" else asked.input(point.input)
    return OpenItem(
        point=point,
        name="" if person is None else person.name,
        unit=unit,
        unit_name=people[unit].name if unit in people else "",
        responsible=None if given is None else given.entered_by,
    )


def progress_of(
    people: Iterable[Appraisee],
    rows: Mapping[str, Row],
    ruleset: Ruleset,
    axis: str,
    place: int | None,
    period: str,
) -> list[Progress]:
    """The progress of each unit along an axis at one period, or, without one, with what is entered once a cycle."""
    axes = spread(ruleset)
    asked = {
        rules.kind.key: [
            one.key for one in rules.inputs if axes[rules.kind.key].get(one.key) == axis and not one.optional
        ]
        for rules in ruleset.kinds
    }
    found: dict[str, Progress] = {}
    names: dict[str, str] = {}
    for person in people:
        names[person.id] = person.name
        rules = ruleset.kind(person.kind)
        keys = asked.get(person.kind, [])
        if rules is not None and keys:
            unit = unit_of(person, rules)
            states = [*_states(person, rows[person.id], keys, place, period)]
            found[unit] = _with(found.get(unit) or Progress(unit=unit, name=""), person, states)
    return [evolve(one, name=names.get(one.unit, "")) for one in found.values()]


def _states(person: Appraisee, row: Row, keys: Iterable[str], place: int | None, period: str) -> Iterator[bool]:
    """Whether each entry that is due has been made."""
    facts = row.get("facts", {})
    for key in keys:
        if person.packed is not None and (key in facts if place is None else period in facts.get(key, {})):
            yield True  # a packed record is read in full only when somebody asks for a fact
            continue
        value: Any = person.facts.get(key, UNKNOWN)
        one = value[place] if place is not None and isinstance(value, tuple) else value
        if not isinstance(one, Absent) or one.due:
            yield one is not UNKNOWN


def _with(held: Progress, person: Appraisee, states: list[bool]) -> Progress:
    whole = all(states)
    return evolve(
        held,
        people=held.people + 1,
        complete=held.complete + whole,
        due=held.due + len(states),
        entered=held.entered + sum(states),
        missing=held.missing if whole else (*held.missing, person.id),
    )
