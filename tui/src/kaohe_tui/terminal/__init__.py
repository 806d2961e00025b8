"""The terminal: its checks and signals, the driver, cells and keys, and the app that draws whatever it is given."""

from __future__ import annotations

__all__: list[str] = []
