"""KEY=VALUE on the command line: plain text, or JSON where a list or table is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import KaoheError
from ..files import parse_json
from ..rules.tools import DecimalText
from ..words import Message

__all__ = ["entries", "pairs"]

_PAIR = Message("K5015", "{given} is not KEY=VALUE; write it so", "{given} 不是 键=值；请写成 键=值")
_JSON = Message(
    "K5016",
    "{key}: the value is no JSON, as a list or table is written: {why}; correct it",
    "{key}：列表或键值须写成 JSON：{why}；请更正",
)


def pairs(given: Iterable[str]) -> dict[str, str]:
    """KEY=VALUE by key. Raises KaoheError for anything else."""
    found = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not key or not sign:
            raise KaoheError(_PAIR.format(given=one[:80]))
        found[key] = value
    return found


def entries(given: Iterable[str]) -> dict[str, Any]:
    """Values as typed, by key: text as it is, [ or { begins JSON, nothing takes the entry back (None)."""
    return {key: _value(key, text) for key, text in pairs(given).items()}


def _value(key: str, text: str) -> Any:
    if not text:
        return None
    if text.lstrip()[:1] not in ("[", "{"):
        return text
    try:
        return parse_json(text, key, number=DecimalText)
    except KaoheError as error:
        raise KaoheError(_JSON.format(key=key, why=error.text)) from error
