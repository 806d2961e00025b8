"""Bytes as text: UTF-8, or for tables what the offices' spreadsheets write."""

from __future__ import annotations

import codecs

from ..errors import FileError
from ..words import Message

__all__ = ["decode"]

_NOT_UTF8 = Message(
    "K2011",
    "byte {at} is not UTF-8 text; save the file as UTF-8 and try again",
    "第 {at} 字节不是 UTF-8 文本；请另存为 UTF-8 后重试",
)
_NO_TEXT = Message(
    "K2012",
    "it is no text in UTF-8 or GB 18030; save it in one of them",
    "不是 UTF-8 或 GB 18030 文本；请另存为其中一种",
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, name: str, *, table: bool = False) -> str:
    r"""`data` as text with \n for every line end. Raises FileError with the line where it is not UTF-8.

    A `table` may also be UTF-16 with its mark, or GB 18030 (which holds GBK), as spreadsheets save it.
    """
    try:
        text = data.decode("utf-16" if table and data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        if not table:
            line = data.count(b"\n", 0, error.start) + 1
            raise FileError(_NOT_UTF8.format(at=error.start), where=name, line=line) from error
        text = _gb18030(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _gb18030(data: bytes, name: str) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(_NO_TEXT, where=name, line=line) from error
