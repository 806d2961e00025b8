"""Facts that are open and can turn out in few ways: a code, a link, a re-check; and records with them filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve, frozen

from ...rules import Choice, Count, Days, Score
from ...rules.nodes import Input
from ...rules.tools import FindingRow
from .._cohort import Appraisee, Recheck
from .._judged import Judges
from ..walk import Cause

__all__ = ["OpenFact", "alternatives", "filled", "open_facts"]

# More values than this are not tried one by one: what they make is looked at as a range.
_FEW = 12


@frozen
class OpenFact:
    """Something open in the record of `owner`: a `needs` or `pending` cause, by its name there."""

    owner: str
    kind: str
    what: str


def open_facts(causes: Iterable[Cause], owner: str) -> set[OpenFact]:
    """The facts that are open behind causes found for `owner`."""
    return {OpenFact(cause.of or owner, cause.kind, cause.what) for cause in causes if cause.kind != "decision"}


def alternatives(evaluation: Judges, fact: OpenFact) -> Sequence[Appraisee]:
    """The record of the owner with the fact filled in in every way; () where the ways are not few."""
    record = evaluation.cohort.appraisees[fact.owner]
    if fact.kind == "pending":
        return [_rechecked(record, fact.what, status) for status in ("confirmed", "rejected")]
    return list(_entered(evaluation, record, fact.what)) if fact.kind == "needs" else ()


def _rechecked(record: Appraisee, what: str, status: str) -> Appraisee:
    key, _, rest = what.partition("[")
    rows: Any = record.facts.get(key)
    if not rest or not isinstance(rows, tuple):
        return evolve(record, rechecks={**record.rechecks, what: Recheck(status)}, packed=None)
    document = rest.removesuffix("]")
    found = tuple(
        evolve(row, status=status)
        if isinstance(row, FindingRow) and row.document == document and row.status == "pending"
        else row
        for row in rows
    )
    return evolve(record, facts={**record.facts, key: found}, packed=None)


def _entered(evaluation: Judges, record: Appraisee, what: str) -> Iterator[Appraisee]:
    rules = evaluation.plan(record.kind).rules
    for given in rules.inputs:
        if given.key == what and given.on is None:
            values = _values(evaluation, given)
            yield from (evolve(record, facts={**record.facts, what: value}, packed=None) for value in values)
            return
    for link in rules.links:
        if link.key == what and link.on is None:  # rows by date turn out in too many ways
            people = evaluation.cohort.appraisees.values()
            targets = [one.id for one in people if one.kind == link.to.key]
            if len(targets) <= _FEW:
                yield from (evolve(record, links={**record.links, what: to}, packed=None) for to in targets)


def _values(evaluation: Judges, given: Input) -> Sequence[str | Fraction]:
    """Every legal value of an input that has few: the codes of a choice, the numbers of a short range."""
    if isinstance(given, Choice):
        return given.codes or evaluation.cohort.supplied.lists.get(given.list_key or "", ())
    if not isinstance(given, Score | Count | Days) or given.low is None or given.high is None:
        return ()
    steps = (given.high - given.low) * 10**given.places
    return [given.low + Fraction(step, 10**given.places) for step in range(int(steps) + 1)] if steps < _FEW else ()


def filled(evaluation: Judges, facts: Sequence[OpenFact], *, most: int) -> Iterator[Judges]:
    """The evaluation with these facts filled in, in every way; those that make more than `most` ways stay open.

    What is placed already stays as it is: it covers every way in which the facts may turn out.
    """
    choices: list[tuple[OpenFact, int]] = []
    ways = 1
    for fact, count in sorted(((fact, len(alternatives(evaluation, fact))) for fact in facts), key=_few_first):
        if count > 0 and ways * count <= most:
            ways *= count
            choices.append((fact, count))
    for chosen in product(*(range(count) for _, count in choices)):
        yield _filled(evaluation, {fact: place for (fact, _), place in zip(choices, chosen, strict=True)})


def _few_first(found: tuple[OpenFact, int]) -> tuple[int, str, str]:
    return found[1], found[0].owner, found[0].what


def _filled(evaluation: Judges, chosen: Mapping[OpenFact, int]) -> Judges:
    if not chosen:
        return evaluation
    found = evaluation
    for fact, place in chosen.items():
        record = alternatives(found, fact)[place]
        filled_in = evolve(found.cohort, appraisees={**found.cohort.appraisees, fact.owner: record})
        found = found.supposing(filled_in, (fact.owner,))
    return found
