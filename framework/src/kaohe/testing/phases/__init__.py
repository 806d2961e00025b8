"""A run of the phases: what it asks, what it finds, how that is reported, kept as a case file and replayed."""

from __future__ import annotations

__all__: list[str] = []
