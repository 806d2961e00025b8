"""The vocabulary of schemes by task, and the grammar of case files: each entry explained, with an example that runs.

To list and to find needs no rules: what runs the examples is `examples`, the pages for docs/ are `pages`.
"""

from __future__ import annotations

from ._declarations import DECLARATIONS
from ._entry import Argument, Entry, Task
from ._expressions import EXPRESSIONS
from ._grammar import PLACES, keys
from ._key import Key, Place
from ._lookup import LISTED, Found, called, find

__all__ = [
    "LISTED",
    "PLACES",
    "TASKS",
    "Argument",
    "Entry",
    "Found",
    "Key",
    "Place",
    "Task",
    "author_names",
    "called",
    "entries",
    "find",
    "keys",
]

TASKS: tuple[Task, ...] = (*DECLARATIONS, *EXPRESSIONS)
"""The whole vocabulary. A new class, function or method gets its `Entry` in the task that it serves."""


def entries() -> tuple[Entry, ...]:
    """Every entry, in order."""
    return tuple(entry for task in TASKS for entry in task.entries)


def author_names() -> tuple[str, ...]:
    """The names that authors import from `kaohe.rules`, by task: it should export these and no other."""
    return tuple(dict.fromkeys(entry.name for entry in entries() if entry.imported))
