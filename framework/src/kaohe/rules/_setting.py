"""A choice that a case or book may make."""

from __future__ import annotations

from attrs import field, frozen

from ..words import Text
from ._fields import Key
from .nodes import Option

__all__ = ["Setting"]


@frozen(order=False)
class Setting:
    """A choice that a case or book makes, as a `Reading` with a key declares it: its readings, and the default.

    With `is_list` several codes are chosen; with `list_key` they are of the list that the cycle supplies under it.
    """

    key: Key
    label: Text
    options: tuple[Option, ...] = ()
    default: str = ""
    clause: str = field(default="", kw_only=True)
    assumption: str = field(default="", kw_only=True)
    is_list: bool = field(default=False, kw_only=True)
    list_key: Key | None = field(default=None, kw_only=True)
