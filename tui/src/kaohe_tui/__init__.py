"""Kaohe's terminal interface; `kaohe_tui.cli` is the entry point and imports textual only once it may start."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
