"""What is typed into the cells of one value, and the value that their texts say; no screen, no session."""

from __future__ import annotations

__all__: list[str] = []
