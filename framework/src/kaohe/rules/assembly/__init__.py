"""A scheme made ready to run: rules completed and merged over amendments, what they ask for gathered, all in order."""

from __future__ import annotations

from ._assemble import assemble
from ._complete import expanded
from ._merge import Entry
from ._reads import inputs_of, periods_of
from ._ruleset import KindRules, Ruleset

__all__ = ["Entry", "KindRules", "Ruleset", "assemble", "expanded", "inputs_of", "periods_of"]
