"""What a walker asks about other people of the case: a protocol, so that whoever evaluates them stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...rules.nodes import Evaluator, NumberExpr, RankOf
from ...rules.tools import KindRules, Period
from .._cohort import Appraisee, Cohort
from ._standing import Standing
from ._values import Causes, Gone, Num

__all__ = ["People", "Standpoint"]


class Standpoint(Evaluator, Protocol):
    """Where one walker stands: whose record it reads, among which people."""

    appraisee: Appraisee

    @property
    def evaluation(self) -> People:
        """Everybody of the case."""


class People(Protocol):
    """Everybody of a case, as one of them asks about the others."""

    cohort: Cohort

    def periods(self, axis: str) -> Sequence[Period]:
        """The periods of the cycle along `axis`."""

    def rules_of(self, kind: str) -> KindRules:
        """The rules of one kind."""

    def whole(self, kind: str) -> NumberExpr | None:
        """The score of a kind as one expression, None where it has none."""

    def walker(self, appraisee: str, *, provisional: bool = False, at: int | None = None) -> Standpoint:
        """The walker of somebody; with `at` one that stands in that period."""

    def standing(self, walker: Standpoint, node: RankOf) -> Standing:
        """Where everybody stands whom `node` ranks, as seen where the walker stands."""

    def score(self, appraisee: str, *, provisional: bool = False) -> Num | Gone:
        """The score of somebody, absent where the kind has none."""

    def possible_grades(self, appraisee: str, *, provisional: bool = False) -> tuple[frozenset[str], Causes]:
        """The grades that are still possible for somebody in the end, and why there is more than one."""
