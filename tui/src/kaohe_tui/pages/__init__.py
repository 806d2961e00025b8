"""The screens, one file each. A page draws itself on a sheet of cells and takes keys; it knows no terminal."""

from __future__ import annotations

__all__: list[str] = []
