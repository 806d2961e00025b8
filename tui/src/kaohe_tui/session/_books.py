"""The books at hand: those in this folder, and those opened lately, which are remembered in the user's own folder."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from kaohe.errors import FileError
from kaohe.files import parse_json, read_bytes, write
from kaohe.store import Header

from ._places import state_folder

__all__ = ["AtHand", "at_hand", "gone", "remember"]

_MOST = 20
_HEAD = 4096


@frozen
class AtHand:
    """A book by its place and first record; `header` is None for a database, which is not asked before it is opened."""

    where: str
    header: Header | None

    @property
    def name(self) -> str:
        """What it is called: the file's name, or the last part of an address, which holds no password."""
        return Path(self.where).name


def at_hand(folder: Path) -> list[AtHand]:
    """The books in `folder` by name, then those opened lately elsewhere that are still there."""
    here = sorted(str(path) for path in folder.glob("*.book"))
    found = dict.fromkeys([*here, *_recent()])
    return [one for where in found if (one := _looked_at(where)) is not None]


def gone() -> int:
    """How many of those opened lately are no longer where they were: moved, deleted, or on a disk that is not there."""
    return sum("://" not in where and not Path(where).is_file() for where in _recent())


def remember(where: str) -> None:
    """Put a book first among those opened lately. That it cannot be remembered stops nobody."""
    full = where if "://" in where else str(Path(where).resolve())
    if "@" in full and "://" in full:
        return  # an address may hold a password, which is kept nowhere
    kept = [full, *(one for one in _recent() if one != full)][:_MOST]
    with suppress(OSError):
        write(_file(), json.dumps(kept, ensure_ascii=False) + "\n", replace=True, folders=True, mode=0o600)


def _file() -> Path:
    return state_folder() / "recent.json"


def _recent() -> list[str]:
    try:
        found: Any = parse_json(read_bytes(_file()).decode(), "recent.json", number=str)
    except (FileError, UnicodeDecodeError):
        return []
    return [one for one in found if isinstance(one, str)][:_MOST] if isinstance(found, list) else []


def _looked_at(where: str) -> AtHand | None:
    """The book at a place, by its first line alone; None where there is none."""
    if "://" in where:
        return AtHand(where, None)
    try:
        if not Path(where).is_file():
            return None
        with Path(where).open("rb") as file:
            line = file.read(_HEAD).partition(b"\n")[0].decode()
        body: Any = parse_json(line.split(" ", 2)[2], where, number=str)
        return AtHand(where, Header(body["scheme"], body["cycle"], body["county"])) if body["kaohe"] == "book" else None
    except (OSError, FileError, UnicodeDecodeError, LookupError, TypeError, ValueError):
        return None
