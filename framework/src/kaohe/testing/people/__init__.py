"""People and cohorts made up from the declarations: quiet ones, aimed ones, and those around a quota's line."""

from __future__ import annotations

__all__: list[str] = []
