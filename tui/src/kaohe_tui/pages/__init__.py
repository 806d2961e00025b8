"""The screens, one file each, and the list of their keys. A page draws cells and takes keys; it knows no terminal."""

from __future__ import annotations

__all__: list[str] = []
