"""JSON as text that a terminal and an editor can show."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["json_text"]


def json_text(data: Any, *, indent: int | None = 1) -> str:
    """`data` as JSON in UTF-8 text, in one line without `indent`; what is not printable stays a JSON escape."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    if all(character.isprintable() or character == "\n" for character in text):
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
