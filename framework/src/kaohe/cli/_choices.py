"""Settings chosen on the command line: KEY=CODE, several codes of a list setting parted by commas."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import SchemeError
from ..words import Message

__all__ = ["choices_of"]


def choices_of(given: Iterable[str]) -> dict[str, str | tuple[str, ...]]:
    """The settings by key. Raises SchemeError for one that is not KEY=CODE, or a key that stands twice."""
    found: dict[str, str | tuple[str, ...]] = {}
    for one in given:
        key, sign, codes = one.partition("=")
        if not (key and sign and codes):
            text = Message("K5004", "{given} is no setting; write KEY=CODE", "{given} 不是设置；请写成 KEY=CODE")
            raise SchemeError(text.format(given=one[:80]))
        if key in found:
            text = Message("K5005", "setting {key} stands twice; give it once", "设置 {key} 写了两次；请只写一次")
            raise SchemeError(text.format(key=key[:80]))
        found[key] = tuple(codes.split(",")) if "," in codes else codes
    return found
