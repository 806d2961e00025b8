"""A case file's text and data: what `kaohe.files` reads, its decimals exact texts, its errors those of a case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..errors import CaseError, FileError
from ..files import decode, parse, read_bytes
from ..rules.tools import DecimalText
from ..words import Message

__all__ = ["CaseFile", "as_case_error", "parse_text"]

# Blanks that are no ASCII, and a mark of UTF-8, make a file empty too; of a longer one that is said as bad syntax.
_FEW = 1000

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


@frozen
class CaseFile:
    """The bytes of a case file (.toml, else JSON); they become a text only for whoever asks for one."""

    path: Path
    raw: bytes = field(repr=False)

    @classmethod
    def at(cls, path: str | Path) -> CaseFile:
        """The file at `path`. Raises CaseError where it is missing, too large or no file."""
        with as_case_error():
            return cls(Path(path), read_bytes(Path(path)))

    @property
    def toml(self) -> bool:
        """Whether it is TOML."""
        return self.path.suffix.lower() == ".toml"

    @property
    def text(self) -> str:
        """The text. Raises CaseError where it is not UTF-8, with the line."""
        with as_case_error():
            return decode(self.raw, str(self.path))

    def data(self) -> dict[str, Any]:
        """The data; decimals are exact texts. Raises CaseError with the line, also where the file is empty."""
        if not self.raw.strip() or (len(self.raw) < _FEW and not self.text.strip()):
            raise CaseError(_EMPTY, where=str(self.path))
        return parse_text(self.raw, str(self.path), toml=self.toml)


def parse_text(text: str | bytes, name: str, *, toml: bool) -> dict[str, Any]:
    """The data of a TOML or JSON case; decimals are exact texts. Raises CaseError with the line."""
    with as_case_error():
        data = parse(text, name, toml=toml, number=DecimalText)
    if not isinstance(data, dict):
        raise CaseError(_NO_TABLE, where=name)
    return data
