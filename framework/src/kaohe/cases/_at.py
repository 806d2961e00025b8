"""Where in a case something stands: checks that know their place, and errors that tell the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import CaseError, KaoheError
from ..files import line_of
from ..rules.tools import near, plain_text
from ..words import Message, Text, named, shortened

__all__ = [
    "At",
    "Place",
    "as_list",
    "known_keys",
    "label_of",
    "located",
    "no_appraisee",
    "table_at",
    "text_at",
    "unknown_key",
]

Place = tuple[str | int, ...]

_NAME = 60  # bytes of a key in a sentence; the keys that are known are shorter
_NOT_A_TABLE = Message(
    "K2111", "this must be a table of keys; write it like { key = value }", "此处须是键值表；请写成 { 键 = 值 }"
)
_NOT_A_LIST = Message("K2112", "this must be a list; write it like [ ... ]", "此处须是列表；请写成 [ …… ]")
_MEANT = Message("K2113", "unknown key {key}; did you mean {near}?", "未知的键 {key}；是不是 {near}？")
_UNKNOWN = Message("K2114", "unknown key {key}; known here are {known}", "未知的键 {key}；此处可用：{known}")
_WHO = Message("K2115", "nobody has the id {id}; did you mean {near}?", "没有编号 {id}；是不是 {near}？")
_NOBODY = Message(
    "K2116", "nobody has the id {id}; enter the id of somebody in the case", "没有编号 {id}；请填写本案例中的编号"
)


class At(Exception):  # noqa: N818  # carries a place to where it is turned into a line
    """An error at a place of the case's data."""

    def __init__(self, path: Place, error: KaoheError) -> None:
        super().__init__(str(error))
        self.path, self.error = path, error


def located(found: At, text: str, name: str, *, toml: bool) -> CaseError:
    line = line_of(text, found.path, toml=toml)
    place = f"{name}:{line}" if line is not None else name
    label = label_of(found.path)
    return CaseError(found.error.text, where=f"{place}: {label}" if label else place)


def label_of(path: Place) -> str:
    label = ""
    for part in path:
        name = part if isinstance(part, int) else shortened(part, _NAME)
        label += f"[{part + 1}]" if isinstance(part, int) else f".{name}" if label else str(name)
    return label


def known_keys(raw: object, known: Iterable[str], path: Place) -> Mapping[str, Any]:
    """`raw` as a table with known keys only."""
    if not isinstance(raw, Mapping):
        raise At(path, CaseError(_NOT_A_TABLE))
    names = set(known)
    for key in raw:
        if key not in names:
            raise At((*path, str(key)), unknown_key(str(key), names))
    return raw


def unknown_key(key: str, known: Iterable[str]) -> CaseError:
    meant = _near(key, known)
    if meant is not None:
        return CaseError(_MEANT.format(key=key, near=meant))
    listed = ", ".join(sorted(known)[:20])
    return CaseError(_UNKNOWN.format(key=shortened(key, _NAME), known=listed))


def _near(name: str, known: Iterable[str]) -> str | None:
    if len(name) > _NAME:  # comparing takes long, and nothing known is like it
        return None
    return near(name, known)


def as_list(raw: object, path: Place) -> list[Any]:
    if not isinstance(raw, list):
        raise At(path, CaseError(_NOT_A_LIST))
    return raw


def table_at(raw: Mapping[str, Any], key: str, path: Place) -> Mapping[str, Any]:
    found = raw.get(key, {})
    if not isinstance(found, Mapping):
        raise At((*path, key), CaseError(_NOT_A_TABLE))
    return found


def text_at(raw: object, what: Text, path: Place, *, longest: int) -> str:
    """A plain text, its line breaks as spaces."""
    try:
        return plain_text(raw.replace("\n", " ") if isinstance(raw, str) else raw, what, longest=longest)
    except KaoheError as error:
        raise At(path, error) from error


def no_appraisee(name: str, known: Iterable[str]) -> CaseError:
    meant = _near(name, known)
    if meant is not None:
        return CaseError(_WHO.format(id=named(name), near=meant))
    return CaseError(_NOBODY.format(id=named(shortened(name, _NAME))))
