"""The fast lane of one case: every kind compiled once, its records packed as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ...rules.tools import Period, Ruleset, Supplied, once
from .._cohort import Recheck
from ._compiled import Compiled
from ._compiler import compile_all
from ._pack import Packer, packer

__all__ = ["FastLane"]


@once
def _compiled_once(ruleset: Ruleset) -> Mapping[str, Compiled]:
    """The compiled kinds of a ruleset, made for its first case."""
    return MappingProxyType(compile_all(ruleset))


class FastLane:
    """The compiled kinds of a ruleset for one cycle; a kind that needs the walker has none.

    `packers` are what packs the records of each kind.
    """

    def __init__(
        self, ruleset: Ruleset, periods: Mapping[str, Sequence[Period]], supplied: Supplied, *, bools: bool
    ) -> None:
        self._compiled = _compiled_once(ruleset)
        self.packers: Mapping[str, Packer] = {
            kind: packer(compiled, periods, supplied, bools=bools) for kind, compiled in self._compiled.items()
        }

    @property
    def kinds(self) -> Mapping[str, Compiled]:
        """The compiled form of every kind that has one."""
        return self._compiled

    def compiled(self, kind: str) -> Compiled | None:
        """The compiled form of `kind`, if it has one."""
        return self._compiled.get(kind)

    def pack(
        self, kind: str, facts: Mapping[str, Any], rechecks: Mapping[str, Recheck] = MappingProxyType({})
    ) -> tuple[Any, ...] | None:
        """The packed record, or None where it is odd in any way and must be read in full."""
        pack = self.packers.get(kind)
        return None if pack is None else pack(facts, rechecks)
