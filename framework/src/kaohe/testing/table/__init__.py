"""The boundary table: declared numbers as targets, the facts that meet them, and what was reached."""

from __future__ import annotations

__all__: list[str] = []
