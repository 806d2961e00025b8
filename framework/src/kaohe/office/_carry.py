"""A case made into a book: the plan it says, and the changes that put its people, facts and decisions there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..cases import Case
from ..engine import Appraisee
from ..rules.tools import Absent, plain_link
from ._changes import Change, Decide, Enrol, Recheck
from ._documents import plain, spread
from ._plan import Plan

__all__ = ["changes_of", "plan_of", "tables_of"]


def plan_of(case: Case, *, unit: str, language: str = "zh") -> Plan:
    """The plan of a book for that case."""
    raw = case.raw
    return Plan(
        scheme=case.cohort.ruleset.id,
        cycle={**raw["cycle"], **tables_of(case)},
        unit=unit,
        amendments=tuple(raw.get("amendments", ())),
        choices=raw.get("settings", {}),
        language=language,
        title=case.title,
    )


def tables_of(case: Case) -> dict[str, Any]:
    """The cycle's indicator tables written out, so that the book needs no file beside it."""
    tables = {
        key: [{"id": line.id, "label": line.label.zh, "points": plain(line.points)} for line in lines]
        for key, lines in case.cohort.supplied.tables.items()
    }
    return {"tables": tables} if tables else {}


def changes_of(case: Case) -> list[Change]:
    """Everybody with their facts, then re-checks, then decisions; expectations and notes of the case stay behind."""
    return [*_people(case), *_rechecks(case), *(Decide(row) for row in case.raw.get("decisions", ()))]


def _people(case: Case) -> Iterator[Change]:
    axes = spread(case.cohort.ruleset)
    for row, person in zip(case.raw.get("appraisees", ()), case.cohort.appraisees.values(), strict=True):
        facts = {**case.raw.get("defaults", {}).get(person.kind, {}).get("facts", {}), **row.get("facts", {})}
        for key, axis in axes[person.kind].items():
            if axis and key in facts:
                facts[key] = dict(_by_period(case, person, key, axis, facts[key]))
        links = {key: plain_link(held) for key, held in person.links.items()}
        yield Enrol(person.id, person.kind, person.name, links, {k: v for k, v in facts.items() if v != {}})


def _by_period(case: Case, person: Appraisee, key: str, axis: str, raw: Any) -> Iterator[tuple[str, Any]]:
    """The entries of one input by period; what is said of each is left out where nobody is posted."""
    names = [period.name for period in case.cohort.cycle.periods[axis]]
    given = dict(zip(names, raw, strict=True)) if isinstance(raw, list) else raw
    for place, name in enumerate(names):
        if name in given:
            if not isinstance(raw, list) or given[name] is not None:
                yield name, given[name]
        elif "each" in given:
            value: Any = person.facts[key]
            if value[place] != Absent("not-posted") or isinstance(given["each"], Mapping):
                yield name, given["each"]


def _rechecks(case: Case) -> Iterator[Change]:
    for person in case.cohort.appraisees.values():
        for rule, found in person.rechecks.items():
            yield Recheck(person.id, rule, found.status, found.document)
