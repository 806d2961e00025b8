"""A book written as a case file: exact JSON, one line a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kaohe.errors import CaseError
from kaohe.files import write
from kaohe.words import Message

__all__ = ["case_text", "write_case"]


def write_case(path: Path, data: Mapping[str, Any]) -> None:
    """Write a case; a file that is there already is never overwritten. Raises CaseError."""
    try:
        write(path, case_text(data), mode=0o600)
    except OSError as error:
        raise CaseError(_UNWRITTEN.format(path=str(path), why=error.strerror)) from error


def case_text(data: Mapping[str, Any]) -> str:
    """A whole case as JSON, a line for each person and decision, so that two can be compared line by line."""
    parts = []
    for key, part in data.items():
        if key in ("appraisees", "decisions") and part:
            rows = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in part)
            parts.append(f'  "{key}": [\n    {rows}\n  ]')
        else:
            parts.append(f'  "{key}": {json.dumps(part, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


_UNWRITTEN = Message(
    "K7023",
    "{path} cannot be written ({why}); nothing of the book changed. Give another name",
    "无法写入 {path}（{why}）；账簿未变。请另取文件名",
)
