"""The template of rater sheets: a row a ballot, with the ballots that the book holds, told apart by nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from ..engine import Appraisee
from ..rules import Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import UNKNOWN, Absent, KindRules, MarksValue, TallyValue, show
from ..words import Text
from ._columns import PARTS
from ._form import PLAIN, Form, Topic, wide
from ._paper import Put
from ._rater_columns import BALLOT, GROUP, asks
from ._votes import BLANK, NOT_BACK, SPECIAL, SPOILT

__all__ = ["ballot_rows", "ballot_topics"]


def _due(form: Form, rules: KindRules) -> list[Input]:
    """The questions that belong on one template: those of its period; marks alone, since their ballots have groups."""
    return [given for given in asks(form.case.cohort.ruleset, rules.kind.key) if form.due(given)]


def _groups(asked: list[Input]) -> bool:
    return any(isinstance(given, Marks) and given.groups for given in asked)


def ballot_topics(form: Form, rules: KindRules) -> Iterator[Topic]:
    """The columns of one kind of appraisee."""
    asked = _due(form, rules)
    if not asked:
        return
    yield from form.who(open_=True)
    yield Topic(BALLOT.label, _nothing, style=PLAIN, width=8)
    if _groups(asked):
        yield Topic(GROUP.label, _nothing, style=PLAIN, width=12)
    for given in asked:
        if isinstance(given, Tally):
            yield Topic(_part(given, PARTS["issued"]), _nothing, width=10)
        yield Topic(given.label, _nothing, choices=_choices(form, given), width=wide(given.label))


def _part(given: Tally, part: Text) -> Text:
    return Text("{label} {part}", "{label}·{part}").format(label=given.label, part=part)


def _choices(form: Form, given: Input) -> tuple[str, ...]:
    """What may be chosen; a mark is typed."""
    if not isinstance(given, Tally | Ratings):
        return ()
    options = [form.labels(given)[option.code] for option in given.options]
    return (*options, *(label.in_language(form.language) for label in SPECIAL.values()))


def ballot_rows(form: Form, rules: KindRules) -> Iterator[list[Put]]:
    """A row for each ballot that the book holds of each of the kind, and one for those of whom it holds none."""
    asked = _due(form, rules)
    for person in form.case.cohort.appraisees.values():
        if person.kind == rules.kind.key and asked:
            yield from _of(form, person, asked)


def _of(form: Form, person: Appraisee, asked: list[Input]) -> Iterator[list[Put]]:
    columns = [[*_ballots(form, given, form.held(given)(person))] for given in asked]
    for place, cells in enumerate(zip_longest(*columns)):
        row: list[Put] = [person.id, person.name or None, place + 1 if any(columns) else None]
        row += [_group(cells)] if _groups(asked) else []
        for given, cell in zip(asked, cells, strict=True):
            held = form.held(given)(person)
            if isinstance(given, Tally):
                row.append(held.issued if place == 0 and isinstance(held, TallyValue) else None)
            said = cell[1] if isinstance(cell, tuple) else cell
            # Fewer ballots of this question than of another came back: an empty cell would be one left blank.
            row.append(said if said is not None or not _is_held(held) else SPECIAL[NOT_BACK].in_language(form.language))
        yield row
    if not any(columns):
        yield [person.id, person.name or None]


def _is_held(held: Any) -> bool:
    return held is not None and held is not UNKNOWN and not isinstance(held, Absent)


def _group(cells: tuple[Any, ...]) -> Put:
    return next((cell[0] for cell in cells if isinstance(cell, tuple)), None)


def _ballots(form: Form, given: Input, held: Any) -> Iterator[Any]:
    """What each ballot says; of marks the group beside it."""
    if isinstance(held, TallyValue) and isinstance(given, Tally):
        labels = form.labels(given)
        for code, votes in held.votes:
            yield from [labels[code]] * votes
        for special, count in ((BLANK, held.blank), (SPOILT, held.spoilt)):
            yield from [SPECIAL[special].in_language(form.language)] * count
        if not held.collected:
            yield SPECIAL[NOT_BACK].in_language(form.language)
    elif isinstance(held, MarksValue):
        yield from ((group, show(mark)) for group, _, mark in held.rows)
    elif isinstance(held, tuple) and isinstance(given, Ratings):
        yield from (form.labels(given)[code] for code in held)


def _nothing(one: Appraisee) -> Put:
    return None
