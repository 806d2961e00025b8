"""Damaged and forged book files, made from the documented format and not by the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kaohe.store import Corrupt, Record, Refused, read_intact

from .kits import FileKit

HEADER = {"kaohe": "book", "format": 1, "scheme": "s", "cycle": "c", "county": "k", "actor": "a", "time": "t"}


def canonical(body: Any) -> str:
    """The canonical JSON of the documentation."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chained(texts: Sequence[str]) -> bytes:
    """Lines of these texts with right hashes: sha256 over "<hash before> <number> <text>"."""
    made, before = [], "0" * 64
    for seq, text in enumerate(texts):
        before = sha256(f"{before} {seq} {text}".encode("utf-8", "surrogatepass")).hexdigest()
        made.append(f"{seq} {before} {text}\n")
    return "".join(made).encode("utf-8", "surrogatepass")


def well_hashed(bodies: Sequence[Any]) -> bytes:
    """A book whose record 0 is sound, followed by these bodies in canonical form."""
    return chained([canonical(HEADER), *map(canonical, bodies)])


def another_spelling(kit: FileKit) -> None:
    """A record spelled in another way than Kaohe's, its hash fitting, is found by `verify`."""
    path = kit.folder / "spelled.book"
    body = {"actor": "a", "changes": [["entry", "1", 0, {"u": "x"}]], "reason": "r", "time": "t"}
    path.write_bytes(chained([canonical(HEADER), canonical(body).replace(",", ", ")]))
    with pytest.raises(Corrupt), kit.open(str(path), writable=False) as book:
        book.verify()


def altered(data: bytes, step: int) -> Iterator[bytes]:
    """`data` with one byte changed, removed or added, at every `step`th place."""
    for at in range(0, len(data), step):
        yield data[:at] + bytes([data[at] ^ (1 + at % 255)]) + data[at + 1 :]
        yield data[:at] + data[at + 1 :]
        yield data[:at] + b"7" + data[at:]


def lines_lost(path: Path, written: Sequence[Record], *, step: int) -> dict[str, int]:
    """Alter one byte at a time and read what is intact; how many records were lost at most."""
    data, most, inputs = path.read_bytes(), 0, 0
    known = {(record.seq, record.text) for record in written}
    for changed in altered(data, step):
        path.write_bytes(changed)
        inputs += 1
        try:
            found = {(record.seq, record.text) for record in read_intact(path).records}
        except (Corrupt, Refused) as error:
            raise AssertionError(f"one byte made the whole book unreadable: {error}") from error
        assert found <= known, "a record is shown that was never written"
        assert len(known - found) <= 1, f"two records lost: {changed!r}"
        most = max(most, len(known - found))
    path.write_bytes(data)
    return {"inputs": inputs, "most lost": most}
