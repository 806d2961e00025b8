"""What every phase stands on: the scheme under check, its calendar and made-up world, and the list of checks."""

from __future__ import annotations

__all__: list[str] = []
