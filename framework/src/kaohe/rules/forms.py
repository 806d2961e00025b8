"""What a table to sign, and the chain that signs, are declared in; a scheme with neither needs none of it."""

from __future__ import annotations

from ._printed import Column
from ._rules import Level

__all__ = ["Column", "Level"]
