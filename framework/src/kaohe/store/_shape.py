"""What the text of a record may be: everything that is read from a book, or about to be written into one, passes here."""

from __future__ import annotations

import re
from collections.abc import Callable

from kaohe.words import Text

from ._canonical import Value, canonical, holds, loads

__all__ = ["FORMAT", "KIND", "read", "read_exactly"]

FORMAT = 1
KIND = re.compile(r"[a-z][a-z0-9_-]{0,31}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
# Not str.isprintable(), which new entries take: it follows the Unicode tables of the Python that runs, and a book
# written under a newer one would look damaged.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_NO_RECORD = Text("its hash is right but it is no record", "哈希正确但不是记录")
_NOT_CANONICAL = Text(
    "its hash is right but its text is not the one way in which Kaohe writes it",
    "哈希正确，但其文本不是 Kaohe 唯一的写法",
)
_MISFIT = Text("its hash is right but its {name} is not what belongs there", "哈希正确，但其 {name} 不合要求")
_NOT_HELD = Text("it holds a value that no book holds", "含有账簿不能存放的值")


def read(seq: int, text: str) -> tuple[dict[str, Value], Text | None]:
    """The body that `text` of record `seq` says, and what is odd about it; None for one that can be folded."""
    try:
        body = loads(text)
    except (ValueError, RecursionError):
        return {}, _NO_RECORD
    if not isinstance(body, dict):
        return {}, _NO_RECORD
    shape = _HEADER if seq == 0 else _AFTER_TORN if "torn" in body else _COMMIT
    wrong = _wrong(shape, body) if _known(seq, body) else None
    return body, None if wrong is None else _MISFIT.format(name=wrong)


def read_exactly(seq: int, text: str) -> tuple[dict[str, Value], Text | None]:
    """As `read`, and None only for what Kaohe itself would have written; several times slower."""
    body, why = read(seq, text)
    if why is not None:
        return body, why
    try:
        same = canonical(body) == text
    except RecursionError:
        same = False
    if not same:
        return body, _NOT_CANONICAL
    return body, None if holds(text, body) else _NOT_HELD


def _known(seq: int, body: dict[str, Value]) -> bool:
    """Whether we know what should stand there; a record 0 of another kind or a newer format is told apart later."""
    return seq > 0 or (body.get("kaohe") == "book" and body.get("format") == FORMAT)


def _wrong(shape: dict[str, Callable[[Value], bool]], body: dict[str, Value]) -> str | None:
    """The first key of `body` that is foreign, missing or of a wrong kind."""
    if body.keys() != shape.keys():
        return min(body.keys() ^ shape.keys())[:40]
    for name, fits in shape.items():
        if not fits(body[name]):
            return name
    return None


def _is_text(value: Value) -> bool:
    return type(value) is str


def _is_line(value: Value) -> bool:
    return type(value) is str and 0 < len(value) <= 200 and not _CONTROL.search(value)


def _is_torn(value: Value) -> bool:
    return (
        type(value) is list
        and len(value) == 2
        and type(value[0]) is int
        and value[0] > 0
        and type(value[1]) is str
        and _DIGEST.match(value[1]) is not None
    )


def _are_changes(value: Value) -> bool:
    return type(value) is list and len(value) > 0 and all(map(_is_change, value))


def _is_change(row: Value) -> bool:
    if type(row) is not list or len(row) != 4:
        return False
    kind, id_, seen, fields = row
    named = type(kind) is str and KIND.match(kind) is not None and _is_line(id_)
    return named and type(seen) is int and seen >= 0 and (fields is None or _are_fields(fields))


def _are_fields(value: Value) -> bool:
    if type(value) is not dict:
        return False
    for name in value:  # noqa: SIM110, this is asked for every document when a book is opened, and any() is slower
        if name[:1] == "_":
            return False
    return True


_HEADER: dict[str, Callable[[Value], bool]] = {
    "kaohe": _is_text,
    "format": lambda value: type(value) is int,
    "actor": _is_text,
    "time": _is_text,
    "scheme": _is_line,
    "cycle": _is_line,
    "county": _is_line,
}
_COMMIT: dict[str, Callable[[Value], bool]] = {
    "actor": _is_text,
    "changes": _are_changes,
    "reason": _is_text,
    "time": _is_text,
}
_AFTER_TORN = {**_COMMIT, "torn": _is_torn}
