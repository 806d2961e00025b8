"""What tells a mutant from the scheme: the facts of the boundary table under which another outcome comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from attrs import define, field, frozen

from ...engine import period_outcomes
from ...errors import KaoheError
from ...rules.nodes import Their
from ...rules.tools import descend
from ...words import Text
from ..basis import Subject, World
from ..people import base_of, cohort_rows
from ..table import table_rows
from ._mutants import Mutant

__all__ = ["Apart", "Facts"]

_MOST = 240
_SHOWN = ("state", "grade", "score", "periods")

Outcomes = dict[str, dict[str, Any]]


@frozen
class Facts:
    """Facts under which a mutant comes out otherwise: somebody, what they give now, and what under the change."""

    text: Text
    raw: dict[str, Any]
    appraisee: str
    before: str
    after: str


@define
class Apart:
    """The boundary table of a scheme, kind by kind, with what comes out of each row. At most _MOST rows are tried."""

    subject: Subject
    _worlds: dict[str, list[World]] = field(factory=dict, init=False)
    _rows: dict[str, list[tuple[World, Outcomes]]] = field(factory=dict, init=False)
    _readers: dict[str, list[str]] = field(factory=dict, init=False)

    def find(self, mutant: Mutant) -> tuple[Facts | None, int]:
        """The first facts that tell a mutant apart, the likeliest tried first; and how many were tried."""
        self.prepare()
        changed = Subject(self.subject.id, mutant.ruleset, choices=self.subject.choices)
        tried = 0
        for world, before in self._likeliest(mutant)[:_MOST]:
            tried += 1
            other = World(changed, world.raw, world.note, world.focus)
            after = _came_out(other)
            if after != before:
                return _facts(self.subject, world, before, after), tried
        return None, tried

    def prepare(self) -> None:
        """Make the rows, once; for whoever shares the work between processes before they part."""
        if self._worlds:
            return
        for world in chain(table_rows(self.subject), cohort_rows(self.subject)):
            self._worlds.setdefault(world.note.partition(":")[0], []).append(world)
        for rules in self.subject.rules.kinds:
            for kind in {rules.kind.key, *_looked_at(rules)}:
                self._readers.setdefault(kind, []).append(rules.kind.key)

    def _evaluated(self, kind: str) -> list[tuple[World, Outcomes]]:
        """The rows of a kind with what comes out of them, evaluated when the first mutant asks for them."""
        if kind not in self._rows:
            self._rows[kind] = [(world, _came_out(world)) for world in self._worlds.get(kind, ())]
        return self._rows[kind]

    def _likeliest(self, mutant: Mutant) -> list[tuple[World, Outcomes]]:
        """The rows of the kind and of those who look at it: first those that name or cite the rule, then a spread."""
        kinds = sorted(self._readers.get(mutant.kind, [mutant.kind]), key=lambda kind: kind != mutant.kind)
        rows = [row for kind in kinds for row in self._evaluated(kind)]
        near = [row for row in rows if _near(mutant, *row)]
        ids = {id(row) for row in near}
        rest = [row for row in rows if id(row) not in ids]
        cohorts = [row for row in rest if not row[0].focus] if mutant.sort in _POOLED else []
        step = max(1, len(rest) // max(1, _MOST - len(near)))
        return [*cohorts, *near, *rest[::step]]


_POOLED = ("pool", "base", "only", "eligible", "rank", "rounding", "soft", "rule")


def _near(mutant: Mutant, world: World, before: Outcomes) -> bool:
    told = f"{mutant.row} " in f"{world.note} " or f" {mutant.rule} " in f" {world.note} "
    return told or any({mutant.rule, mutant.row} & set(out.get("rules", ())) for out in before.values())


def _looked_at(rules: Any) -> Iterator[str]:
    """The kinds that the rules of a kind look at along links, whatever they look at there in turn."""
    waiting = [expression for entry in rules.entries for expression in entry.rule.expressions()]
    while waiting:
        for node in descend(waiting.pop()):
            if isinstance(node, Their):
                yield from (kind.key for kind in node.kinds)
                waiting.append(node.expression)


def _came_out(world: World) -> Outcomes:
    """Outcomes and grades of periods, by id; what refuses them stands under no id."""
    try:
        found = [world.outcome(world.focus)] if world.focus else list(world.outcomes.values())
        return {outcome.id: outcome.as_json() | {"periods": _periods(world, outcome.id)} for outcome in found}
    except (KaoheError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
        return {"": {"state": f"{type(error).__name__}: {error}"[:200]}}


def _periods(world: World, name: str) -> dict[str, str | None]:
    return {one.period: one.grade for one in period_outcomes(world.evaluation, name)}


def _facts(subject: Subject, world: World, before: Outcomes, after: Outcomes) -> Facts:
    name = next((one for one in before if before[one] != after.get(one)), next(iter(before), ""))
    one, two = _differing(before.get(name, {}), after.get(name, after.get("", {})))
    text = Text("{facts}: {before}, changed {after}", "{facts}：{before}，改动后 {after}")
    return Facts(text.format(facts=_said(subject, world, name), before=one, after=two), dict(world.raw), name, one, two)


def _differing(one: dict[str, Any], two: dict[str, Any]) -> tuple[str, str]:
    """The first fields that differ, those that people look at before the others."""
    names = [name for name in (*_SHOWN, *one, *two) if one.get(name) != two.get(name)]
    names = list(dict.fromkeys(names))[:1] if not set(names) & set(_SHOWN) else [n for n in _SHOWN if n in names]
    told = [
        " ".join(f"{name} {json.dumps(found.get(name), ensure_ascii=False, default=str)[:120]}" for name in names)
        for found in (one, two)
    ]
    return told[0], told[1]


def _said(subject: Subject, world: World, name: str) -> str:
    """The facts of a row that are not the quiet one's; a cohort by its note."""
    if not world.focus:
        return f"{world.note}, {name}"
    row, quiet = world.row(world.focus), base_of(subject).row(world.row(world.focus)["kind"])
    own = {key: value for key, value in row["facts"].items() if value != quiet["facts"].get(key)}
    gone = {key: None for key in quiet["facts"] if key not in row["facts"]}
    parts = [f"{key} = {_short(value)}" for key, value in {**own, **gone, **_others(subject, world)}.items()]
    parts += [f"re-check {key} {one['status']}" for key, one in row.get("rechecks", {}).items()]
    return "; ".join(parts) or world.note


def _others(subject: Subject, world: World) -> dict[str, Any]:
    """The facts of linked people that are not the quiet ones'."""
    found: dict[str, Any] = {}
    for row in world.rows:
        quiet = base_of(subject).row(row["kind"])["facts"]
        if row["id"] != world.focus:
            found |= {f"{row['id']}/{key}": value for key, value in row["facts"].items() if value != quiet.get(key)}
    return found


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, list) and len(value) > 2:
        return f"{len(value)} x {json.dumps(value[0], ensure_ascii=False, default=str)[:80]}"
    return text if len(text) <= 120 else f"{text[:117]}..."
