"""The templates of lists: a row a finding or an event, with those that the book holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine import Appraisee
from ..rules import Finding
from ..rules.nodes import RECHECK_STATES, Input
from ..rules.tools import UNKNOWN, EventRow, FindingRow, KindRules
from ._columns import FOUND
from ._form import DAY_RULE, PLAIN, Form, Topic
from ._lists import Listed
from ._paper import Put
from ._shown import cell_of

__all__ = ["event_rows", "event_topics", "finding_rows", "finding_topics"]

_HEADS = {one.key: one.label for one in FOUND}


def finding_topics(form: Form, kinds: Sequence[KindRules]) -> Iterator[Topic]:
    """The columns of a sheet of findings."""
    findings = [given for rules in kinds for given in rules.inputs if isinstance(given, Finding)]
    labels = tuple(dict.fromkeys(given.label.in_language(form.language) for given in findings))
    states = tuple(option.label.in_language(form.language) for option in RECHECK_STATES)
    yield from form.who(open_=True)
    yield Topic(_HEADS["finding"], _nothing, choices=labels, width=40)
    yield Topic(_HEADS["date"], _nothing, DAY_RULE, width=13)
    yield Topic(_HEADS["document"], _nothing, style=PLAIN, width=24)
    yield Topic(_HEADS["status"], _nothing, choices=states, width=12)
    yield Topic(_HEADS["item"], _nothing, style=PLAIN, width=10)


def finding_rows(form: Form, kinds: Sequence[KindRules]) -> Iterator[list[Put]]:
    """The findings that the book holds."""
    inputs = {rules.kind.key: [one for one in rules.inputs if isinstance(one, Finding)] for rules in kinds}
    states = {option.code: option.label.in_language(form.language) for option in RECHECK_STATES}
    for person in form.case.cohort.appraisees.values():
        for given in inputs.get(person.kind, ()):
            held, label = person.fact(given.key), given.label.in_language(form.language)
            for row in held if isinstance(held, tuple) else ():
                if isinstance(row, FindingRow):
                    told = [person.name or None, label, row.date, row.document, states[row.status], row.item or None]
                    yield [person.id, *told]


def event_topics(form: Form, listed: Listed) -> Iterator[Topic]:
    """The columns of a sheet of one list of events."""
    yield from form.who(open_=True)
    yield Topic(_HEADS["date"], _nothing, DAY_RULE, width=13)
    item = Topic(listed.item, _nothing, style=PLAIN, width=12)
    named = listed.item != _HEADS["item"]
    yield from [item] if named else []
    yield from (form.topic(one, _nothing) for one in _columns(listed).values())
    yield Topic(_HEADS["document"], _nothing, style=PLAIN, width=24)
    yield from [] if named else [item]


def event_rows(form: Form, listed: Listed) -> Iterator[list[Put]]:
    """The events of that list that the book holds."""
    named = listed.item != _HEADS["item"]
    labels = {key: form.labels(given) for key, given in _columns(listed).items()}
    for person in form.case.cohort.appraisees.values():
        held = person.fact(listed.key) if person.kind in listed.of else ()
        for row in held if isinstance(held, tuple) else ():
            if isinstance(row, EventRow):
                cells = [_cell(row, given, labels[key]) for key, given in _columns(listed).items()]
                item, document = row.item or None, row.document or None
                first, last = ([item], [document]) if named else ([], [document, item])
                yield [person.id, person.name or None, row.date, *first, *cells, *last]


def _cell(row: EventRow, given: Input, labels: dict[str, str]) -> Put:
    value = row.get(given.key)
    return None if value is UNKNOWN else cell_of(given, value, labels)


def _columns(listed: Listed) -> dict[str, Input]:
    """The columns of a list, those of all its kinds."""
    return {key: given for inputs in listed.inputs.values() for key, given in inputs.items()}


def _nothing(one: Appraisee) -> Put:
    return None
