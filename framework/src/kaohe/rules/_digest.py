"""The rule digest: SHA-256 of the canonical declarations, the same on every Python and platform."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from ..errors import InexactError
from ..words import Message, Text
from ._fields import SHOWN_ONLY

__all__ = ["canonical", "digest", "digests"]


def canonical(value: Any) -> Any:
    """`value` as plain JSON data: classes by name, fractions as "n/d", tuples as lists, functions by name."""
    return _canonical(value, {})


def _canonical(value: Any, seen: dict[int, Any]) -> Any:
    """`seen` holds the forms of declared values by identity: rules share their inputs many times over."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_canonical(part, seen) for part in value]
    if isinstance(value, dict):
        return {str(key): _canonical(part, seen) for key, part in value.items()}
    kind: type[Any] = type(value)
    if isinstance(value, Text):
        return {"": kind.__name__} | {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if attrs.has(kind):
        if id(value) not in seen:
            fields = (f for f in attrs.fields(kind) if f.metadata != SHOWN_ONLY)
            parts = [(f.name, getattr(value, f.name), f.default) for f in fields]
            seen[id(value)] = {"": kind.__name__} | {
                name: _canonical(part, seen) for name, part, default in parts if part != default
            }
        return seen[id(value)]
    if callable(value):
        return f"{value.__module__}:{value.__qualname__}"
    raise InexactError(
        Message(
            "K1017",
            "a declaration holds {value} ({kind}), which is no exact value; use a whole number, text or Fraction",
            "声明里有 {value}（{kind}），不是精确值；请用整数、文本或分数",
        ).format(value=repr(value)[:60], kind=type(value).__name__)
    )


def digest(value: object) -> str:
    """The SHA-256 of `value` in canonical form, 64 hexadecimal digits."""
    return _hashed(canonical(value))


def digests(values: Mapping[str, object]) -> dict[str, str]:
    """The digest of each of them; what several share is brought into form once."""
    seen: dict[int, Any] = {}
    return {name: _hashed(_canonical(value, seen)) for name, value in values.items()}


def _hashed(form: Any) -> str:
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
