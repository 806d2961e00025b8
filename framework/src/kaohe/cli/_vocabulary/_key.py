"""A key of case files, and the part of a file that it stands in."""

from __future__ import annotations

from attrs import frozen

from ...words import Text

__all__ = ["Key", "Place"]


@frozen
class Key:
    """One key, or one form of what stands under it; `example` are its lines where its place says they stand."""

    name: str
    said: Text
    example: str


@frozen
class Place:
    """A part of a case file with the keys that it may have; `where` is the head under which the examples stand."""

    key: str
    title: Text
    where: str
    keys: tuple[Key, ...]
