"""Codes of an entry: the option chosen, the ratings given."""

from __future__ import annotations

from typing import Any

from ...errors import CaseError
from ...words import Message, echo
from .._alike import alike
from ..nodes import Input
from ._parse import parse_option
from ._shape import rows_in, typed
from ._supplied import Supplied

__all__ = ["choice_of", "ratings_of"]


def choice_of(given: Any, raw: object, supplied: Supplied) -> str:
    """The code of the option chosen, of its own or of those that the cycle supplies. Raises CaseError."""
    return _code(given, raw, given.codes or supplied.lists.get(given.list_key or "", ()))


def ratings_of(given: Any, raw: object, supplied: Supplied) -> tuple[str, ...]:
    """The codes of all ratings, each as a file has it or as it is typed. Raises CaseError."""
    return tuple(
        _code(given, parse_option(given.options, code) if typed(code) else code, given.codes) for code in rows_in(raw)
    )


def _code(given: Input, raw: object, codes: tuple[str, ...]) -> str:
    if typed(raw) and raw in codes:
        return raw
    meant = next((code for code in codes if alike(code) == alike(raw)), None) if typed(raw) else None
    if meant is not None:
        text = Message(
            "K1036", "{value} is no code here; did you mean {meant}?", "{value} 不是此处的代码；是不是 {meant}？"
        )
        raise CaseError(text.format(value=echo(raw), meant=meant))
    raise CaseError(
        Message("K1037", "{value} is none of {codes}; enter one of them", "{value} 不在 {codes} 之中；请录其一").format(
            value=echo(raw), codes=", ".join(codes) or f"cycle.lists for {given.key}"
        )
    )
