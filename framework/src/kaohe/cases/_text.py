"""A case file's text and data: what `kaohe.files` reads, its decimals exact texts, its errors those of a case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import CaseError, FileError
from ..files import decode, parse, read_bytes
from ..rules.tools import DecimalText
from ..words import Message

__all__ = ["as_case_error", "parse_text", "read_text"]

_EMPTY = Message(
    "K2101",
    "the file is empty; `kaohe new-case SCHEME` writes one to fill in",
    "文件是空的；可用 kaohe new-case 生成",
)
_NO_TABLE = Message(
    "K2102", "a case is one table of keys; write key = value lines", "案例必须是一个键值表；请写成 键 = 值"
)


@contextmanager
def as_case_error() -> Iterator[None]:
    """What goes wrong with a file inside is an error of the case."""
    try:
        yield
    except FileError as error:
        raise CaseError(error.text, where=error.where) from error


def read_text(path: Path) -> str:
    """The text of a case file. Raises CaseError where it is missing, too large, no file, empty or not UTF-8."""
    with as_case_error():
        text = decode(read_bytes(path), str(path))
    if not text.strip():
        raise CaseError(_EMPTY, where=str(path))
    return text


def parse_text(text: str, name: str, *, toml: bool) -> dict[str, Any]:
    """The data of a TOML or JSON case; decimals are exact texts. Raises CaseError with the line."""
    with as_case_error():
        data = parse(text, name, toml=toml, number=DecimalText)
    if not isinstance(data, dict):
        raise CaseError(_NO_TABLE, where=name)
    return data
