"""What outcomes come to in words and rows: states, live line, meters, standings; nothing is drawn here."""

from __future__ import annotations

__all__: list[str] = []
