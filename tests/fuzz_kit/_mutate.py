"""Spoiling bytes and plain data."""

from __future__ import annotations

import copy
import random
from typing import Any

__all__ = ["spoilt_bytes", "spoilt_data"]

_PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\x1b]0;x\x07",
    b"\\ud800",
    b"\\u0000",
    "\u202e".encode(),
    "９．５".encode(),
    "甲".encode("gbk"),
    b'"',
    b"'",
    b'"""',
    b"[",
    b"]",
    b"{",
    b"}",
    b"[[",
    b",",
    b";",
    b"\t",
    b"=",
    b".",
    b"#",
    b"\n",
    b"null",
    b"true",
    b"NaN",
    b"-Infinity",
    b"1e999999999",
    b"1e400",
    b"-0.0",
    b"0x" + b"f" * 5000,
    b"9" * 5000,
    b"1." + b"9" * 500,
    b"[" * 3000,
    b'{"a":' * 3000,
    b"a." * 3000,
    b" " * 3000,
    b"k" * 20_000,
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**30,
    10**399,
    "",
    " ",
    "x" * 5000,
    "\x1b[31m",
    "\u202e",
    "a\x00b",
    "../../etc/hostname",
    "2020-02-30",
    "1/0",
    "９０",
    [],
    [[]],
    [None],
    ["a", "a"],
    {},
    {"": 1},
    {"absent": []},
    {"each": {"each": 1}},
    {"file": "/dev/zero"},
    {"file": 5},
    {"items": {"a": 1}},
    {"id": {}},
)


def spoilt_bytes(rng: random.Random, data: bytes) -> bytes:
    """`data` with a few bytes cut, doubled, swapped or put in, or in another encoding."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        end = min(len(found), at + rng.choice((1, 1, 3, 20, 400)))
        act = rng.randrange(6)
        if act == 0:
            del found[at:end]
        elif act == 1:
            found[at:at] = rng.choice(_PIECES)
        elif act == 2:
            found[at:end] = rng.choice(_PIECES)
        elif act == 3:
            found[at:at] = found[at:end] * rng.choice((1, 2, 50))
        elif act == 4 and found:
            found[at % len(found)] = rng.randrange(256)
        else:
            del found[at:]
    if rng.random() < 0.05:
        encoding = rng.choice(("utf-16", "gb18030", "utf-32", "utf-8-sig"))
        return bytes(found).decode("utf-8", "replace").encode(encoding, "replace")
    return bytes(found)


def spoilt_data(rng: random.Random, data: Any) -> Any:
    """A copy of plain data with a wrong value, a missing or a stray key at one to three places."""
    made = copy.deepcopy(data)
    for _ in range(rng.randint(1, 3)):
        inner = made
        for _ in range(rng.randint(0, 6)):
            deeper = _inside(rng, inner)
            if deeper is None:
                break
            inner = deeper
        _spoil(rng, inner)
    return made


def _inside(rng: random.Random, value: Any) -> Any:
    parts = list(value.values()) if isinstance(value, dict) else value
    parts = [part for part in parts if isinstance(part, dict | list) and part]
    return rng.choice(parts) if parts else None


def _spoil(rng: random.Random, inner: Any) -> None:
    new = copy.deepcopy(rng.choice(_VALUES))
    places = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
    place = rng.choice(places) if places else None
    if place is None or rng.random() < 0.1:
        if isinstance(inner, dict):
            inner[rng.choice(("stray", "", "é" * 300, "absent", "each"))] = new
        else:
            inner.append(new)
    elif rng.random() < 0.15:
        del inner[place]
    elif rng.random() < 0.15 and isinstance(inner, list):
        inner.append(copy.deepcopy(inner[place]))
    else:
        inner[place] = new
