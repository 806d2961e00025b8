"""The entry form of one record: where its cells stand, the line being edited, the grid."""

from __future__ import annotations

__all__: list[str] = []
