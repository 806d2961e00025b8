"""Bytes of a regular file or of a stream, never more than declared, and never from what could hang or act."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from .._why import why_of
from ..errors import FileError
from ..words import Message

__all__ = ["LARGEST", "read_bytes", "read_inside", "read_stream"]

LARGEST = 40_000_000
_AT_ONCE = 1 << 20

_UNREADABLE = Message("K2001", "it cannot be read: {why}; check the path", "无法读取：{why}；请检查路径")
_NOT_A_FILE = Message(
    "K2002",
    "it cannot be read: it is {what}, not a file; check the path",
    "无法读取：这是{what}，不是文件；请检查路径",
)
_TOO_LARGE = Message(
    "K2003",
    "it holds more than {most} bytes, the most that is read: split it, by county or kind",
    "超过 {most} 字节的上限：请按县或对象类别拆分",
)
_OUTSIDE = Message(
    "K2004",
    "{name} does not lie in the folder of the case; put it there and name it without a path",
    "{name} 不在案例所在的文件夹内；请放入该文件夹，并只写文件名",
)
_KINDS = (
    (stat.S_ISDIR, Message("K2005", "a folder", "文件夹")),
    (stat.S_ISFIFO, Message("K2006", "a pipe", "管道")),
    (stat.S_ISSOCK, Message("K2007", "a socket", "套接字")),
)
_DEVICE = Message("K2008", "a device", "设备")


def read_bytes(path: Path, *, most: int = LARGEST) -> bytes:
    """All of a regular file. Raises FileError for any other kind of thing, and for more than `most` bytes."""
    try:
        _check_kind(os.stat(path).st_mode, str(path))
        # Between the two it may have become a pipe: opened so, not even that can keep us waiting.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            state = os.fstat(handle)
            _check_kind(state.st_mode, str(path))
            return read_stream(file, str(path), most=most, at_once=max(state.st_size, 0) + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(error, str(path)) from error


def read_stream(stream: BinaryIO, name: str, *, most: int = LARGEST, at_once: int = _AT_ONCE) -> bytes:
    """All of a stream. Raises FileError once it has given more than `most` bytes.

    `at_once` is how many bytes are asked for: all that there should be, if that is known, and nothing is copied.
    """
    pieces, size = [], 0
    try:
        while piece := stream.read(min(at_once, most + 1)):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise FileError(_TOO_LARGE.format(most=most), where=name)
    except (OSError, ValueError) as error:
        raise _unreadable(error, name) from error
    return b"".join(pieces)


def read_inside(folder: Path, name: str, *, most: int = LARGEST) -> tuple[Path, bytes]:
    """The file that `name` names in `folder` or below, and its bytes; links that lead out are no way out."""
    try:
        home, found = folder.resolve(), (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise _unreadable(error, name) from error
    if not found.is_relative_to(home) or Path(name).is_absolute() or ".." in Path(name).parts:
        raise FileError(_OUTSIDE.format(name=name[:100]))
    return folder / name, read_bytes(found, most=most)


def _check_kind(mode: int, name: str) -> None:
    if not stat.S_ISREG(mode):
        what = next((text for is_kind, text in _KINDS if is_kind(mode)), _DEVICE)
        raise FileError(_NOT_A_FILE.format(what=what), where=name)


def _unreadable(error: Exception, name: str) -> FileError:
    return FileError(_UNREADABLE.format(why=why_of(error)), where=name)
