"""Finding what a reader asks about: a task, a name of the vocabulary, a key of case files, by any of its names."""

from __future__ import annotations

from collections.abc import Iterator

from ._declarations import DECLARATIONS
from ._entry import Entry, Task
from ._expressions import EXPRESSIONS
from ._grammar import PLACES
from ._key import Key, Place

__all__ = ["LISTED", "Found", "called", "find"]

Found = Task | Entry | Place | Key

LISTED: dict[str, tuple[Task | Place, ...]] = {
    "vocabulary": (*DECLARATIONS, *EXPRESSIONS),
    "expressions": EXPRESSIONS,
    "case": PLACES,
}
"""What stands under each of the topics of `kaohe help`."""


def find(name: str) -> list[Found]:
    """Everything called `name`, whatever its case, with or without a leading dot and a trailing ( )."""
    wanted = _plain(name)
    return [found for found, names in _everything() if wanted in map(_plain, names)]


def called() -> list[str]:
    """Every name that `find` knows, the shortest form of each."""
    return list(dict.fromkeys(names[0] for _, names in _everything()))


def _everything() -> Iterator[tuple[Found, list[str]]]:
    for task in (*DECLARATIONS, *EXPRESSIONS):
        yield task, [task.key, task.title.en, task.title.zh]
    for task in (*DECLARATIONS, *EXPRESSIONS):
        for entry in task.entries:
            yield entry, entry.names
    for place in PLACES:
        yield place, [f"case.{place.key}", place.where or place.key, place.title.en, place.title.zh]
    for place in PLACES:
        for key in place.keys:
            yield key, [key.name, key.name.rpartition(".")[2], f"{place.key}.{key.name}"]


def _plain(name: str) -> str:
    return name.strip().lower().removesuffix("()").lstrip(".")
