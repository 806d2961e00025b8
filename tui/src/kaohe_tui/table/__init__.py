"""The sheet: people by the fields of one period, its columns, its cells, and blocks pasted into it."""

from __future__ import annotations

__all__: list[str] = []
