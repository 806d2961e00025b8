"""Finding the line of a case file that an error is about; used only once there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["line_of"]

Path = Sequence[str | int]
_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def line_of(text: str, path: Path, *, toml: bool) -> int | None:
    """The line (from 1) where the value at `path` begins, or the nearest one above it that can be found."""
    return _toml_line(text, path) if toml else _json_line(text, path)


def _toml_line(text: str, path: Path) -> int | None:
    """The line of the innermost part of `path` that stands under its table header."""
    best, counts = None, {}  # type: ignore[var-annotated]
    here: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is not None:
            here = _place(header[1] == "[[", header[2], counts)
            if here == tuple(path[: len(here)]) and len(here) > (best or (0, 0))[1]:
                best = (number, len(here))
        elif here == tuple(path[: len(here)]):
            depth = _depth(line, path, len(here))
            if depth > (best or (0, 0))[1]:
                best = (number, depth)
    return best[0] if best else None


def _place(array: bool, name: str, counts: dict[str, int]) -> tuple[str | int, ...]:
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    if array:
        counts[name] = counts.get(name, -1) + 1
        return (*parts, counts[name])
    first = parts[0]
    return (first, counts[first], *parts[1:]) if first in counts else tuple(parts)


def _depth(line: str, path: Path, depth: int) -> int:
    """How much of `path` beyond `depth` the keys on this line spell out."""
    rest = line
    while depth < len(path):
        key = path[depth]
        if isinstance(key, int):
            depth += 1
            continue
        found = re.search(rf"""(^|[\s,{{.])["']?{re.escape(key)}["']?\s*[=.]""", rest)
        if found is None:
            break
        rest, depth = rest[found.end() :], depth + 1
    return depth


def _json_line(text: str, path: Path) -> int | None:
    position = _skip_space(text, 0)
    for key in path:
        inside = _member(text, position, key)
        if inside is None:
            break
        position = inside
    return text.count("\n", 0, position) + 1


def _member(text: str, position: int, key: str | int) -> int | None:
    """Where the member `key` of the object or list at `position` begins."""
    if position >= len(text) or text[position] not in "[{":
        return None
    index, position = 0, _skip_space(text, position + 1)
    while position < len(text) and text[position] not in "]}":
        name: str | int = index
        start = position
        if text[position] == '"' and isinstance(key, str):
            found = _STRING.match(text, position)
            name = found[0][1:-1] if found else ""
            position = _skip_space(text, found.end() if found else position + 1) + 1
            position = _skip_space(text, position)
        if name == key:
            return start if isinstance(key, str) and text[position] not in "[{" else position
        position = _skip_value(text, position)
        position = _skip_space(text, position)
        if position < len(text) and text[position] == ",":
            position = _skip_space(text, position + 1)
        index += 1
    return None


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _skip_value(text: str, position: int) -> int:
    depth = 0
    while position < len(text):
        character = text[position]
        if character == '"':
            found = _STRING.match(text, position)
            position = found.end() if found else len(text)
            if depth == 0:
                return position
            continue
        if character in "[{":
            depth += 1
        elif character in "]}":
            if depth == 0:
                return position
            depth -= 1
            if depth == 0:
                return position + 1
        elif character == "," and depth == 0:
            return position
        position += 1
    return position
