"""Cohorts around a quota line: all tied, all distinct, some above and some tied, vetoed and lower ones between."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define

from ...rules import Bands, Ceiling, Choice, Proposed, Quota, Score
from ...rules.nodes import Expr, Their
from ...rules.tools import KindRules, descend, inputs_of
from ..basis import Subject, World, changed, marks, written
from ._base import Base, base_of, finding_rows
from ._parted import parted

__all__ = ["MODES", "cohort_rows", "sizes"]

MODES = (
    "all tied",
    "all distinct",
    "tied at the line",
    "mixed around the line",
    "two pools",
    "two pools, all distinct",
)
_LARGEST = 14
_PARTED = 2

Row = dict[str, Any]


def cohort_rows(subject: Subject) -> Iterator[World]:
    """The cohorts of every kind that has a quota."""
    base = base_of(subject)
    for rules in subject.rules.kinds:
        quotas = [rule for rule in rules.rules(Quota) if isinstance(rule, Quota)]
        if quotas:
            yield from _Cohorts(base, rules, quotas).worlds()
        else:
            yield _five(base, rules)


def _five(base: Base, rules: KindRules) -> World:
    """Three alike and two others, for a kind that no quota ties together."""
    kind, quiet = rules.kind.key, base.row(rules.kind.key)
    lowest = {given.key: base.along(given, written(given.low)) for given, _ in marks(rules)}
    others = [changed(quiet, {key: value}) for key, value in list(lowest.items())[:2]] or [quiet, quiet]
    rows = [{**row, "id": f"P{place}"} for place, row in enumerate([quiet, *others, quiet, quiet], 1)]
    return base.world(kind, *rows, note=f"{kind}: three alike and two others")


def sizes(quotas: list[Quota]) -> list[int]:
    """Headcounts on both sides of each of the first whole numbers that share x headcount crosses."""
    found = {1, 2}
    for rule in quotas:
        share = rule.share if isinstance(rule.share, Fraction) else rule.floor_share
        if isinstance(rule.number, int):
            found |= {rule.number, rule.number + 1}
        if share:
            for whole in (Fraction(1), Fraction(1, 2), Fraction(2)):
                crossing = -(-whole // share)
                found |= {int(crossing) - 1, int(crossing)}
    return sorted(size for size in found if 0 < size <= _LARGEST)


@define
class _Cohorts:
    base: Base
    rules: KindRules
    quotas: list[Quota]

    @property
    def kind(self) -> str:
        return self.rules.kind.key

    def worlds(self) -> Iterator[World]:
        for size in sizes(self.quotas):
            for mode in MODES:
                yield self._world(mode, size)
        for rule in self.quotas:
            yield from parted(self.base, self.rules, rule, sizes(self.quotas)[-_PARTED:])

    def _world(self, mode: str, size: int) -> World:
        keys = [self._ranks(mode, size, place) for place in range(size)]
        rows = [self._person(place, key, mode) for place, key in enumerate(keys)]
        teams = self._others(mode)
        rows = [self._placed(row, place, teams, mode) for place, row in enumerate(rows)]
        note = f"{self.kind}: {size}, {mode}"
        return self.base.world(self.kind, *teams, *map(self.base.legal, rows), note=note)

    def _ranks(self, mode: str, size: int, place: int) -> int:
        if mode == "all tied":
            return 5
        if mode.endswith("all distinct"):
            return 1 + place
        line = max(1, self._places(size)) - 1
        return 9 + place if place < line else 5 if place < line + 2 else 1

    def _places(self, size: int) -> int:
        share = next((rule.share for rule in self.quotas if isinstance(rule.share, Fraction)), Fraction(1, 3))
        return int(share * size)

    def _person(self, place: int, rank: int, mode: str) -> Row:
        facts = self._merit(self.quotas[0].grade)
        if mode == "mixed around the line" and place % 4 == 1:
            facts = facts | self._vetoed()
        elif mode == "mixed around the line" and place % 4 == 3:
            facts = self._merit(self.quotas[0].otherwise or self.rules.kind.grades[-1])
        row = changed(self.base.row(self.kind), facts | self._rank(rank))
        return {**row, "id": f"P{place + 1:02d}"}

    def _merit(self, grade: str) -> dict[str, Any]:
        """The facts that give the grade by merit, where a proposal or the marks do."""
        proposed = next((rule for rule in self.rules.rules(Proposed) if isinstance(rule, Proposed)), None)
        if proposed is not None and isinstance(proposed.by, Choice):
            return {proposed.by.key: grade}
        bands = next((rule for rule in self.rules.rules(Bands) if isinstance(rule, Bands)), None)
        band = next((one for one in bands.bands if one.grade == grade), None) if bands is not None else None
        low = band.low if band is not None and band.low is not None else Fraction(0)
        return {given.key: self._mark(given, low) for given, pull in marks(self.rules) if pull > 0}

    def _mark(self, given: Score, value: Fraction) -> Any:
        return self.base.along(given, written(max(given.low, min(given.high, value))))

    def _rank(self, rank: int) -> dict[str, Any]:
        """`rank` steps up on a mark that the rank key reads."""
        read = [given for quota in self.quotas for part in quota.rank for given in inputs_of(part.by)]
        pulled = [given for given, pull in marks(self.rules) if pull > 0]
        chosen = next((given for given in pulled if given in read), pulled[0] if pulled else None)
        if chosen is None:
            return {}
        floor = self._merit(self.quotas[0].grade).get(chosen.key, self.base.row(self.kind)["facts"][chosen.key])
        start = Fraction(str(floor[0] if isinstance(floor, list) else floor))
        return {chosen.key: self._mark(chosen, min(start, chosen.high - 40 * chosen.step) + rank * chosen.step)}

    def _vetoed(self) -> dict[str, Any]:
        """A finding that a ceiling reads."""
        for rule in self.rules.rules(Ceiling):
            if isinstance(rule, Ceiling) and not rule.confirm:
                for given in inputs_of(rule.when):
                    if given.key in self.base.row(self.kind)["facts"] and type(given).__name__ == "Finding":
                        return {given.key: finding_rows(3, day=self.base.day)}
        return {}

    def _conditions(self) -> list[Expr]:
        found: list[Expr] = []
        for quota in self.quotas:
            found += [*quota.pool, *(part for part in (quota.base, quota.eligible, quota.only) if part is not None)]
        return [node for expression in found for node in descend(expression)]

    def _codes(self, given: Choice) -> list[str]:
        return self.base.lists[given.list_key] if given.list_key is not None else list(given.codes)

    def _others(self, mode: str) -> list[Row]:
        """A second linked one of each kind, in another pool."""
        found: dict[str, Row] = {}
        if not mode.startswith(("two pools", "mixed")):
            return []
        for node in self._conditions():
            if isinstance(node, Their) and isinstance(node.expression, Choice) and hasattr(node.link, "to"):
                kind, codes = node.link.to.key, self._codes(node.expression)
                row = found.get(kind, {**self.base.row(kind), "id": f"{kind}-1"})
                found[kind] = changed(row, {node.expression.key: codes[-1]})
        return list(found.values())

    def _placed(self, row: Row, place: int, others: list[Row], mode: str) -> Row:
        """The row in one of the pools: by its own choices, or by whom it is linked to."""
        if not mode.startswith(("two pools", "mixed")):
            return row
        facts = {}
        for node in self._conditions():
            if isinstance(node, Choice) and node.key in {given.key for given in self.rules.inputs}:
                codes = self._codes(node)
                facts[node.key] = codes[place % 2] if len(codes) < 3 else codes[(0, -1)[place % 2]]
        row = changed(row, facts)
        if place % 2 and others:
            ids = {other["kind"]: other["id"] for other in others}
            links = {key: ids.get(target.rpartition("-")[0], target) for key, target in row.get("links", {}).items()}
            row = {**row, "links": links}
        return row
