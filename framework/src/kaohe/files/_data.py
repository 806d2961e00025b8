"""What every reader of plain data refuses, and the one road for the two forms of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._json import json_line, parse_json
from ._text import decode
from ._toml import parse_toml, toml_line

__all__ = ["line_of", "parse"]


def parse(text: str | bytes, name: str, *, toml: bool, number: Callable[[str], Any]) -> Any:
    """The data of a TOML or JSON text, or of its bytes; `number` makes of a decimal's text what stands for it.

    Raises FileError with the line for anything that is not TOML or JSON, or is endless: numbers, depth, keys.
    """
    if not toml:
        return parse_json(text, name, number=number)
    return parse_toml(decode(text, name) if isinstance(text, bytes) else text, name, number=number)


def line_of(text: str, path: Sequence[str | int], *, toml: bool) -> int | None:
    """The line (from 1) where the value at `path` begins, or the nearest one above it that can be found."""
    return (toml_line if toml else json_line)(text, path)
