"""Installed schemes are loaded once for these tests."""

from __future__ import annotations

from loaded_kit import loaded_once

__all__ = ["loaded_once"]
