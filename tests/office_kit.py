"""Books for tests: the Tibet scheme in two months of one quarter, with a team's worth of members."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from kaohe.office import Enrol, Enter, Office, Plan
from kaohe.rules import Score, load
from kaohe.rules.tools import Ruleset

__all__ = [
    "FINDINGS",
    "MARKS",
    "MONTHS",
    "PLAN",
    "all_of",
    "made",
    "marks",
    "member",
    "new_book",
    "other_rules",
    "rules",
    "same",
]

MONTHS = ("2019-01", "2019-02")
CYCLE = {
    "id": "2019",
    "start": "2019-01-01",
    "end": "2019-03-31",
    "periods": {"month": [*MONTHS], "quarter": ["2019Q1"]},
}
PLAN = Plan(scheme="xizang-2018", cycle=CYCLE, unit="某县")
FINDINGS = ("refuses_management", "falsifies", "absence_notices", "negative_notices")
MARKS = ("usual", "opinion", "targets")


@cache
def rules(scheme: str = "xizang-2018") -> Ruleset:
    """The installed rules, loaded once for all tests."""
    return load(scheme)


def other_rules() -> Ruleset:
    """The Tibet scheme as a later version of its plugin might declare it: another bound, and one rule less."""
    ruleset = load("xizang-2018")
    kinds = []
    for kind in ruleset.kinds:
        inputs = tuple(
            evolve(one, high=Fraction(95)) if isinstance(one, Score) and one.key == "usual" else one
            for one in kind.inputs
        )
        entries = kind.entries[:-1] if kind.kind.key == "member" else kind.entries
        kinds.append(evolve(kind, inputs=inputs, entries=entries))
    return evolve(ruleset, kinds=tuple(kinds))


def made(path: Path, plan: Plan, *changes: Any) -> Office:
    """A new book at `path` after a plan, with these changes saved."""
    office = Office.create(path, plan, ruleset=rules(plan.scheme))
    if changes:
        office.save(changes)
    return office


def member(who: str = "M1", name: str = "", **facts: Any) -> Enrol:
    """A member of the Tibet scheme without any finding."""
    return Enrol(who, "member", name, facts={**{key: [] for key in FINDINGS}, **facts})


def marks(who: str = "M1", mark: Any = 90, *months: str) -> list[Enter]:
    """The three marks of a member in these months, all months where none is named."""
    return [Enter(who, key, mark, at) for at in months or MONTHS for key in MARKS]


def new_book(folder: Path, *changes: Any, name: str = "a.book") -> Office:
    """A new book with these changes saved."""
    return made(folder / name, PLAN, *changes)


def all_of(office: Office) -> dict[str, Any]:
    """Everybody's outcome as plain data."""
    return {one.id: one.as_json() for one in office.evaluation.outcomes()}


def same(office: Office) -> bool:
    """Whether an office shows what its ledger says to somebody who reads it from nothing."""
    with Office.open(office.where, writable=False, ruleset=office.ruleset) as other:
        return (
            office.case_data(names=True) == other.case_data(names=True)
            and [*office.people] == [*other.people]
            and all_of(office) == all_of(other)
            and office.freezes == other.freezes
            and office.head == other.head
        )
