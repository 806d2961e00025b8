"""Where a rule is declared: file and line in the plugin's source, found by what its declaration must say there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define, field

from ...rules.tools import Ruleset
from ._places import Place, places_of

__all__ = ["Source"]

_SAID = {"id": 8, "zh": 4, "clause": 2, "en": 1}
_MAKES = 6  # a call that makes such a rule, before the words that it is made with


@define
class Source:
    """The source files of the plugins behind a ruleset."""

    ruleset: Ruleset
    _found: list[Place] | None = field(default=None, init=False)

    def where(self, row: Any, kind: str = "") -> tuple[Path, int] | None:
        """File and line of the declaration of a rule, a row of a table or an input; None where no source is there.

        `kind` is whose rule it is: what the parts of other kinds alone declare is passed by.
        """
        said, classes = _texts(row), self._classes(kind)
        best: tuple[int, int] | None = None
        found: tuple[Path, int] | None = None
        for place in self._places():
            if (place.within and classes and place.within not in classes) or not said["id"].endswith(place.role):
                continue
            score = sum(_SAID[what] * place.says(text) for what, text in said.items() if text)
            if score >= _SAID["clause"]:
                rank = (score + (_MAKES if type(row).__name__ in place.makes else 0), -place.size)
                if best is None or rank > best:
                    best, found = rank, (place.file, place.line)
        return found

    def told(self, row: Any, kind: str = "") -> str:
        """The place as it is shown: from the working directory where it lies below it, else from its package."""
        found = self.where(row, kind)
        if found is None:
            return ""
        path, line = found
        here = Path.cwd()
        shown = path.relative_to(here) if path.is_relative_to(here) else Path(path.parent.name) / path.name
        return f"{shown.as_posix()}:{line}"

    def _places(self) -> list[Place]:
        if self._found is None:
            files = dict.fromkeys(file for plugin in self.ruleset.plugins for file in _files(type(plugin).__module__))
            self._found = list(places_of(files))
        return self._found

    def _classes(self, kind: str) -> frozenset[str]:
        """The classes that the parts of a kind are made of."""
        parts = (part for plugin in self.ruleset.plugins for part in plugin.parts if part.kind.key == kind)
        return frozenset(one.__name__ for part in parts for one in part.__mro__)


def _texts(row: Any) -> dict[str, str]:
    """What a declaration says of itself; an input goes by its key."""
    text = getattr(row, "text", None) or getattr(row, "label", None)
    return {
        "id": str(getattr(row, "id", "") or getattr(row, "key", "")),
        "zh": getattr(text, "zh", ""),
        "clause": getattr(row, "clause", ""),
        "en": getattr(text, "en", ""),
    }


def _files(module: str) -> Iterator[Path]:
    """The files of the package that a module is of, or its own file."""
    top = sys.modules.get(module.partition(".")[0])
    file = getattr(top, "__file__", None)
    if file is None:
        return
    path = Path(file)
    yield from sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else (path,)
