"""A function from source that the compiler wrote: our own text, no user's."""

from __future__ import annotations

from functools import lru_cache
from types import CodeType
from typing import Any

__all__ = ["function_of"]


def function_of(source: str, name: str, scope: dict[str, Any], *, shown: str) -> Any:
    """The function `name` that `source` defines, in a scope of its own; `shown` is what a traceback calls the source."""
    exec(_code_of(source, f"<kaohe {shown}>"), scope)  # noqa: S102  # our own source
    return scope[name]


@lru_cache(maxsize=128)  # cases of one scheme and cycle have the same source: Python translates it once
def _code_of(source: str, shown: str) -> CodeType:
    return compile(source, shown, "exec")
