"""Plans as text, with one field changed."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["changed"]


def changed(plan: Any, path: str, value: object) -> str:
    """`plan` as JSON with the field at `path` replaced, or removed when `value` is None."""
    copy = json.loads(json.dumps(plan))
    *way, last = path.split(".")
    found: Any = copy
    for step in way:
        found = found[int(step)] if step.isdigit() else found[step]
    if value is None:
        del found[last]
    else:
        found[int(last) if last.isdigit() else last] = value
    return json.dumps(copy)
