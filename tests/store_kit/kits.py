"""A store under test: how to make a book in it, and how to open a handle."""

# ruff: noqa: D102  (overrides say in their class what they change)
from __future__ import annotations

import itertools
import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaohe.store import Disk, FileStore, Header, Store, create_book, open_book

HEADER = Header("xizang-2021", "2025", "墨竹工卡县")
FIELDS = {"entry": ("unit", "person"), "person": ("unit",)}
_numbers = itertools.count()


def fixed_clock() -> datetime:
    """A clock that stands still, so that equal commits have equal bytes."""
    return datetime(2025, 12, 1, 8, tzinfo=UTC)


class Kit(ABC):
    """One store: `new()` makes an empty book, `open(place)` a handle on it."""

    name: str

    def new(self) -> str:
        """Make an empty book and return its place."""
        place = self.place()
        self.make(place)
        return place

    @abstractmethod
    def place(self) -> str:
        """An address where no book is."""

    @abstractmethod
    def make(self, place: str) -> None:
        """Make an empty book there."""

    @abstractmethod
    def open(self, place: str, **options: Any) -> Store:
        """Open a handle, impatient unless told otherwise."""


class AnyKit(Kit):
    """Through the public functions alone: a folder of files, or a database URL to which #name is added."""

    def __init__(self, name: str, base: str) -> None:
        self.name, self.base = name, base

    def place(self) -> str:
        number = f"{os.getpid()}-{next(_numbers)}"
        return f"{self.base}#{number}" if "://" in self.base else f"{self.base}/{number}.book"

    def make(self, place: str) -> None:
        create_book(place, HEADER, actor="suite", clock=fixed_clock)

    def open(self, place: str, **options: Any) -> Store:
        defaults: dict[str, Any] = {"actor": "suite", "fields": FIELDS, "clock": fixed_clock, "patience": 2.0}
        return open_book(place, **defaults | options)


class FileKit(AnyKit):
    """File books through a disk of our own and, for the weakened stores, a class of our own."""

    def __init__(
        self,
        folder: Path,
        *,
        disk: Callable[[], Disk] = Disk,
        store: type[FileStore] = FileStore,
        name: str = "file",
    ) -> None:
        super().__init__(name, str(folder))
        self.folder, self.disk, self.store = folder, disk, store

    def make(self, place: str, *, disk: Disk | None = None) -> None:
        create_book(place, HEADER, actor="suite", clock=fixed_clock, disk=disk or self.disk())

    def open(self, place: str, **options: Any) -> FileStore:
        defaults: dict[str, Any] = {"actor": "suite", "fields": FIELDS, "clock": fixed_clock, "patience": 2.0}
        if "disk" not in options:
            defaults["disk"] = self.disk()
        return self.store(place, **defaults | options)
