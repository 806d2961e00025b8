"""A choice that the document leaves open."""

from __future__ import annotations

from attrs import field, frozen

from ..words import Text
from ._fields import Key, checked
from .nodes import Option

__all__ = ["Setting"]


@checked
@frozen(order=False)
class Setting:
    """A choice that the document leaves open: its readings, and the one taken where nobody says otherwise.

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
