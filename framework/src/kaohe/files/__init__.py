"""Files, in and out: the only code that opens what a user names, and turns its bytes into plain data or back.

Whatever the bytes are, reading ends in a value or in a FileError, in time linear in their number. Writing is one
step: a crash, a full disk or Ctrl-C leaves the file as it was, or whole, and nothing beside it.
"""

from __future__ import annotations

from .._why import why_of
from ._csv import Row, csv_rows
from ._data import line_of, parse
from ._json import parse_json
from ._read import LARGEST, read_bytes, read_inside, read_stream
from ._text import decode
from ._toml import parse_toml
from ._write import sync_folder, write

__all__ = [
    "LARGEST",
    "Row",
    "csv_rows",
    "decode",
    "line_of",
    "parse",
    "parse_json",
    "parse_toml",
    "read_bytes",
    "read_inside",
    "read_stream",
    "sync_folder",
    "why_of",
    "write",
]
