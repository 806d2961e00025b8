"""The shape of an entry: text as a person types it, a table of known keys, a list of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeGuard

from ...errors import CaseError
from ...words import Message
from .._exact import DecimalText

__all__ = ["only", "rows_in", "typed"]


def typed(raw: object) -> TypeGuard[str]:
    """Whether it is text as a person writes it, not a decimal number of a file."""
    return isinstance(raw, str) and not isinstance(raw, DecimalText)


def only(raw: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse a key that is not `known`. Raises CaseError."""
    for key in raw:
        if key not in known:
            raise CaseError(
                Message(
                    "K1027", "unknown key {key}; known here are {known}", "未知的键 {key}；此处可用：{known}"
                ).format(key=str(key), known=", ".join(sorted(known)))
            )


def rows_in(raw: object) -> list[Any]:
    """The rows of a list, of which an empty one attests that there is none. Raises CaseError."""
    if not isinstance(raw, list | tuple):
        raise CaseError(
            Message(
                "K1038",
                "it must be a list ([] attests that there is none); write its rows in [ ]",
                "须是列表（[] 表示没有）；请写成 [ …… ]",
            )
        )
    return list(raw)
