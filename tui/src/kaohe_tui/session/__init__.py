"""One open case: what was entered, its journal, saving, and what comes out of it; no screen, no terminal."""

from __future__ import annotations

__all__: list[str] = []
