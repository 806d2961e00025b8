"""Writing a case: exact JSON, one line a person, replaced in one step so that no crash leaves half a file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaohe.files import sync_folder, write
from kaohe.rules.tools import DecimalText, show

__all__ = ["case_text", "dumped", "replace", "sync_folder"]


def dumped(value: object) -> str:
    """`value` as one line of JSON; Decimals as the exact numbers they are, days as text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_string(str(key))}: {dumped(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dumped, value)) + "]"
    if isinstance(value, Decimal | DecimalText):
        return format(Decimal(value), "f")
    if isinstance(value, Fraction):
        return _string(show(value))
    if isinstance(value, dt.date):
        return _string(value.isoformat())
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def case_text(raw: Mapping[str, Any], lines: dict[str, str]) -> str:
    """A whole case as JSON. `lines` keeps the text of each person; drop a person's when their record changes."""
    parts = [f"  {_string(key)}: {dumped(part)}" for key, part in raw.items() if key not in ("appraisees", "decisions")]
    for row in raw.get("appraisees", ()):
        if row["id"] not in lines:
            lines[row["id"]] = dumped(row)
    people = ",\n    ".join(lines[row["id"]] for row in raw.get("appraisees", ()))
    parts.append(f'  "appraisees": [\n    {people}\n  ]')
    if raw.get("decisions"):
        decisions = ",\n    ".join(map(dumped, raw["decisions"]))
        parts.append(f'  "decisions": [\n    {decisions}\n  ]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def replace(path: Path, text: str) -> bytes:
    """Write `text` to `path` in one step and on disk before returning; gives the bytes. Raises OSError."""
    data = text.encode()
    write(path, data, replace=True, mode=0o600)
    return data
