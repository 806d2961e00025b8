"""The fields of one record, made from the declared inputs, its links and the re-checks that its limits ask for."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from kaohe.engine import Cohort
from kaohe.rules import Ceiling, Events, Finding, Periods, Tally
from kaohe.rules.nodes import Input
from kaohe.rules.tools import KindRules, Supplied

from ._fields import Field, LinkField, RecheckField, ScalarField
from ._rows import EventsField, FindingField
from ._tally import TallyField

__all__ = ["fields_of", "sections"]


def fields_of(cohort: Cohort, rules: KindRules) -> list[Field]:
    """Every field of a record of one kind, in the order of the form."""
    found: list[Field] = []
    for section in sections(rules):
        for given in section:
            found += _fields_of_input(cohort, given)
    known = {name: person.kind for name, person in cohort.appraisees.items()} if rules.links else {}
    for link in rules.links:
        found.append(LinkField("links", link.key, link.label, link.clause, link=link, known=known))
    for rule in rules.rules(Ceiling):
        if isinstance(rule, Ceiling) and rule.confirm:
            found.append(RecheckField("rechecks", rule.id, rule.text, rule.clause, rule=rule))
    return found


def sections(rules: KindRules) -> list[list[Input]]:
    """The inputs by section, sections as first seen; the columns of lists of events stand with their list."""
    found: dict[object, list[Input]] = {}
    for given in rules.inputs:
        if given.on is None or isinstance(given.on, Periods):
            found.setdefault(_section_key(given), []).append(given)
    return [sorted(section, key=lambda given: given.order) for section in found.values()]


def _section_key(given: Input) -> object:
    return (given.section, given.on.axis_key if given.on is not None and given.section is None else "")


def _fields_of_input(cohort: Cohort, given: Input) -> Iterator[Field]:
    periods, axis = [""], ""
    if isinstance(given.on, Periods):
        axis = given.on.axis_key
        periods = [period.name for period in cohort.cycle.periods[axis]]
    for place, period in enumerate(periods):
        yield evolve(_field(given, period, cohort.supplied), place=place, axis=axis)


def _field(given: Input, period: str, supplied: Supplied) -> Field:
    base = ("facts", given.key, given.label, given.clause, period, supplied)
    if isinstance(given, Tally):
        return TallyField(*base, given=given)
    if isinstance(given, Finding):
        return FindingField(*base, given=given)
    if isinstance(given, Events):
        return EventsField(*base, given=given)
    return ScalarField(*base, given=given)
