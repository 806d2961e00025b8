"""A case as the text of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._json_text import json_text

__all__ = ["case_text"]

_BY_LINE = ("appraisees", "decisions")


def case_text(data: Mapping[str, Any]) -> str:
    """A whole case as JSON, a line for each person and decision, so that two can be compared line by line."""
    parts = []
    for key, part in data.items():
        if key in _BY_LINE and part:
            rows = ",\n    ".join(json_text(row, indent=None) for row in part)
            parts.append(f'  "{key}": [\n    {rows}\n  ]')
        else:
            parts.append(f'  "{key}": {json_text(part, indent=None)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
