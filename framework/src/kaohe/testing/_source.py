"""Where a rule is declared: file and line in the plugin's source, found by what its declaration must say there."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..rules import Ruleset

__all__ = ["Source"]

_SAID = {"id": 8, "zh": 4, "clause": 2, "en": 1}
_PLACES = (ast.Call, ast.Tuple, ast.List, ast.Dict)


@frozen
class _Place:
    """A call or a display in a source file, with every text inside it."""

    file: Path
    line: int
    size: int
    texts: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def says(self, text: str) -> bool:
        """Whether a text stands in it, as it is or put together there."""
        return text in self.texts or any(pattern.fullmatch(text) for pattern in self.patterns)


@define
class Source:
    """The source files of the plugins behind a ruleset."""

    ruleset: Ruleset
    _found: list[_Place] | None = field(default=None, init=False)

    def where(self, row: Any) -> tuple[Path, int] | None:
        """File and line of the declaration of a rule, a row of a table or an input; None where no source is there."""
        said = _texts(row)
        best: tuple[int, int] | None = None
        found: tuple[Path, int] | None = None
        for place in self._places():
            score = sum(_SAID[what] for what, text in said.items() if text and place.says(text))
            if score >= _SAID["clause"] and (best is None or (score, -place.size) > best):
                best, found = (score, -place.size), (place.file, place.line)
        return found

    def told(self, row: Any) -> str:
        """The place as it is shown: from the working directory where it lies below it, else from its package."""
        found = self.where(row)
        if found is None:
            return ""
        path, line = found
        here = Path.cwd()
        shown = path.relative_to(here) if path.is_relative_to(here) else Path(path.parent.name) / path.name
        return f"{shown.as_posix()}:{line}"

    def _places(self) -> list[_Place]:
        if self._found is None:
            files = dict.fromkeys(file for plugin in self.ruleset.plugins for file in _files(type(plugin).__module__))
            self._found = [place for file in files for place in _read(file)]
        return self._found


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


def _read(file: Path) -> Iterator[_Place]:
    try:
        tree = ast.parse(file.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, _PLACES):
            within = list(ast.walk(node))
            texts = frozenset(one.value for one in within if isinstance(one, ast.Constant) and type(one.value) is str)
            patterns = tuple(pattern for one in within if isinstance(one, ast.JoinedStr) if (pattern := _pattern(one)))
            yield _Place(file, node.lineno, len(within), texts, patterns)


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """What an f-string can come to; None where it says nothing by itself."""
    parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
    if not any(part and len(part) > 1 for part in parts):
        return None
    return re.compile("".join(".+" if part is None else re.escape(part) for part in parts))
