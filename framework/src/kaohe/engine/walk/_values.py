"""What an expression can be worth, as the engine reads it: the nodes' own values."""

from __future__ import annotations

from ...rules.nodes import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly, truth

__all__ = ["NO_CAUSES", "Cause", "Causes", "Code", "Day", "Gone", "Num", "Truth", "Worth", "exactly", "truth"]
