"""Where this program keeps what it needs between two runs: a folder of the user's own, never beside a book."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

__all__ = ["key_of", "state_folder"]


def state_folder() -> Path:
    """`kaohe` in the user's folder for state (XDG_STATE_HOME, else ~/.local/state)."""
    given = os.environ.get("XDG_STATE_HOME", "")
    return (Path(given) if os.path.isabs(given) else Path.home() / ".local" / "state") / "kaohe"


def key_of(where: str) -> str:
    """A short name for a book, the same however its path is written; it says nothing of an address's password."""
    full = where if "://" in where else os.path.realpath(where)
    return hashlib.sha256(full.encode("utf-8", "surrogateescape")).hexdigest()[:16]
