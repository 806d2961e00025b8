"""The vocabulary of schemes by task, and the grammar of case files: each entry explained, with an example that runs."""

from __future__ import annotations

from ._declarations import DECLARATIONS
from ._entry import Argument, Entry, Task
from ._examples import example_case, prelude, ran, worth
from ._expressions import EXPRESSIONS
from ._grammar import PLACES, keys, within
from ._key import Key, Place
from ._lookup import TOPICS, Found, called, find
from ._pages import case_page, vocabulary_page
from ._prelude import City, Example

__all__ = [
    "PLACES",
    "TASKS",
    "TOPICS",
    "Argument",
    "City",
    "Entry",
    "Example",
    "Found",
    "Key",
    "Place",
    "Task",
    "author_names",
    "called",
    "case_page",
    "entries",
    "example_case",
    "find",
    "keys",
    "prelude",
    "ran",
    "vocabulary_page",
    "within",
    "worth",
]

TASKS: tuple[Task, ...] = (*DECLARATIONS, *EXPRESSIONS)
"""The whole vocabulary. A new class, function or method gets its `Entry` in the task that it serves."""


def entries() -> tuple[Entry, ...]:
    """Every entry, in order."""
    return tuple(entry for task in TASKS for entry in task.entries)


def author_names() -> tuple[str, ...]:
    """The names that authors import from `kaohe.rules`, by task: it should export these and no other."""
    return tuple(dict.fromkeys(entry.name for entry in entries() if entry.imported))
