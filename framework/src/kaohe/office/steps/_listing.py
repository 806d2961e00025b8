"""Several texts as one, several names as a field, and whom a record is linked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...words import Text
from .._documents import Row

__all__ = ["linked", "listed", "names"]


def listed(texts: Sequence[Text], *, en: str = ", ", zh: str = "、") -> Text:
    """The texts one after the other, "-" for none."""
    return Text(en.join(one.en for one in texts) or "-", zh.join(one.zh for one in texts) or "-")


def names(given: Iterable[str]) -> tuple[str, ...]:
    """Names as a field holds them."""
    return tuple(given)


def linked(row: Row, *keys: str) -> Iterator[str]:
    """The ids that a record is linked to, by links of these keys or by any: one id each, or several with their days."""
    links = row.get("links", {})
    for key in keys or links:
        yield from _ids(links.get(key))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (one["id"] for one in value if isinstance(one, dict) and isinstance(one.get("id"), str))
