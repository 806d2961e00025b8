"""Finding what a reader asks about: a task, a name of the vocabulary, a key of case files, by any of its names."""

from __future__ import annotations

from collections.abc import Iterator

from ...words import Text
from ._declarations import DECLARATIONS
from ._entry import Entry, Task
from ._expressions import EXPRESSIONS
from ._grammar import PLACES
from ._key import Key, Place

__all__ = ["TOPICS", "Found", "called", "find"]

Found = Task | Entry | Place | Key

TOPICS: dict[str, tuple[Text, tuple[Task | Place, ...]]] = {
    "vocabulary": (Text("all that a scheme is written in", "编写方案的全部用语"), (*DECLARATIONS, *EXPRESSIONS)),
    "expressions": (Text("what conditions and scores are written with", "条件与得分的写法"), EXPRESSIONS),
    "case": (Text("case files, key by key", "案例文件的各个键"), PLACES),
}


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
            last = entry.name.rpartition(".")[2]
            yield entry, [entry.sign or last, entry.name, entry.title]
    for place in PLACES:
        yield place, [f"case.{place.key}", place.where or place.key, place.title.en, place.title.zh]
    for place in PLACES:
        for key in place.keys:
            yield key, [key.name, key.name.rpartition(".")[2], f"{place.key}.{key.name}"]


def _plain(name: str) -> str:
    return name.strip().lower().removesuffix("()").lstrip(".")
