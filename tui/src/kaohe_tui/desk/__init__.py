"""The desk: the stack of screens, the prompt at their foot, and the one place where keys are taken in order."""

from __future__ import annotations

__all__: list[str] = []
