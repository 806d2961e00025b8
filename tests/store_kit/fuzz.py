"""A fuzz over book files: whatever their bytes are, every way of reading them ends in a value or a sentence."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from attrs import define
from click.testing import CliRunner

from fuzz_kit import Kind, fuzz
from kaohe.cli._book import book as program
from kaohe.store import StoreError, copy_book, export_book, open_book, read_intact

from .checks import entry
from .damage import HEADER, canonical, chained
from .file_checks import small_book
from .kits import FIELDS, FileKit

__all__ = ["Books", "book_files"]

_SECONDS = 30.0  # for all acts with one file
_NUMBERS = (0, 1, -1, 7, 10**30, -(10**1001), 2**63)
_TEXTS = ("", "entry", "1", "a\0b", "\u202e", "\ud800", "x" * 3000, "_id", "book", "closing", "2001-01-01", "t", "9999")


def _value(draw: random.Random, depth: int = 0) -> Any:
    """Any JSON, ours or not."""
    kind = draw.randrange(9 if depth < 4 else 5)
    if kind < 2:
        return draw.choice(_TEXTS)
    if kind < 5:
        return draw.choice((None, True, False, 1.5, *_NUMBERS))
    if kind < 7:
        return [_value(draw, depth + 1) for _ in range(draw.randrange(4))]
    return {draw.choice(_TEXTS): _value(draw, depth + 1) for _ in range(draw.randrange(4))}


def _row(draw: random.Random) -> Any:
    row = ["entry", draw.choice(("1", "2")), draw.choice((0, 1, 2)), {"unit": "u"}]
    for _ in range(draw.randrange(3)):
        row[draw.randrange(4)] = _value(draw)
    return row[: draw.choice((4, 4, 4, 3, 0))]


def _body(draw: random.Random) -> Any:
    body: dict[str, Any] = {"actor": "a", "changes": [_row(draw)], "reason": "r", "time": "t"}
    for _ in range(draw.randrange(3)):
        name = draw.choice((*body, "torn", "more"))
        body[name] = _value(draw)
    if draw.randrange(6) == 0:
        body.pop(draw.choice([*body]))
    return _value(draw) if draw.randrange(12) == 0 else body


def nonsense(draw: random.Random, _: bytes) -> bytes:
    """Right hashes over odd bodies, the first too now and then."""
    header: Any = {**HEADER, draw.choice([*HEADER, "more"]): _value(draw)} if draw.randrange(3) == 0 else HEADER
    texts = [canonical(body) for body in (header, *(_body(draw) for _ in range(draw.randrange(1, 5))))]
    if draw.randrange(8) == 0:
        texts.append(draw.choice(("[" * 50_000, "{", "1" * 10_000, '{"a":' * 2000 + "1" + "}" * 2000, "null", "")))
    return chained([text.replace("\n", " ") for text in texts])


def bytes_changed(draw: random.Random, data: bytes) -> bytes:
    """Some bytes overwritten, removed or put in."""
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 9)):
        at = draw.randrange(len(changed))
        kind = draw.randrange(4)
        if kind == 0:
            del changed[at : at + draw.randrange(1, 80)]
        elif kind == 1:
            changed[at:at] = draw.randbytes(draw.randrange(1, 40))
        else:
            changed[at] = draw.choice((0, 10, 32, 35, 48, draw.randrange(256)))
        changed = changed or bytearray(b"x")
    return bytes(changed)


def cut(draw: random.Random, data: bytes) -> bytes:
    """Cut at the end, at the beginning, or a sector lost."""
    at = draw.randrange(len(data))
    return draw.choice((data[:at], data[at:], data[:at] + b"\0" * 512 + data[at + 512 :]))


def lines_moved(draw: random.Random, data: bytes) -> bytes:
    """Lines twice, many times, in another order, left out, or of another book."""
    lines = data.splitlines(keepends=True)
    kind = draw.randrange(5)
    if kind == 0:
        lines.insert(draw.randrange(len(lines)), draw.choice(lines))
    elif kind == 1:
        lines += [draw.choice(lines)] * draw.randrange(1, 3000)
    elif kind == 2:
        draw.shuffle(lines)
    elif kind == 3:
        del lines[draw.randrange(len(lines))]
    else:
        lines[draw.randrange(len(lines))] = chained([canonical(HEADER), canonical(_body(draw))])
    return b"".join(lines)


def noise(draw: random.Random, data: bytes) -> bytes:
    """No book at all, or one with a sea of something behind it."""
    tail = draw.choice((b"#\n", b"\n", b"0 " + b"a" * 64 + b" ", b"f" * 64 + b" ", b"{", b"\0")) * draw.randrange(
        1, 20_000
    )
    junk: bytes = draw.choice((draw.randbytes(draw.randrange(5000)), tail, data + tail, tail + data))
    return junk


KINDS: tuple[Callable[[random.Random, bytes], bytes], ...] = (bytes_changed, cut, lines_moved, nonsense, noise)


def _acts(path: Path, draw: random.Random) -> Iterator[tuple[str, Callable[[], object]]]:
    place, out = str(path), path.with_suffix(".out")
    yield "read", lambda: _read(place)
    yield "verify", lambda: _verify(place)
    yield "write", lambda: _write(place)
    yield "intact", lambda: read_intact(place).documents
    yield "export", lambda: export_book(place, out, intact=True)
    yield "copy", lambda: copy_book(place, path.with_suffix(".copy"), intact=True)
    if draw.randrange(5) == 0:
        yield "program", lambda: _program(place)


def _read(place: str) -> None:
    with open_book(place, writable=False, fields=FIELDS) as book:
        book.find("entry", unit="u1")
        for record in book.history():
            json.dumps([record.time, record.actor, record.reason, len(record.changes)])
        book.warnings()


def _verify(place: str) -> None:
    with open_book(place, writable=False) as book:
        book.verify()


def _write(place: str) -> None:
    with open_book(place) as book:
        book.commit([entry(500)], reason="r")
    with open_book(place, writable=False) as book:
        assert book.get("entry", "500") is not None, "acknowledged and lost"


def _program(place: str) -> None:
    for command in ("info", "history", "verify"):
        result = CliRunner().invoke(program, [command, place])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in (0, 1, 2)


@define
class Books:
    """Odd book files, each read and written in every way; counts the ways, and the sentences that answered them."""

    acts: int = 0
    sentences: int = 0

    def tried(self, draw: random.Random, folder: Path) -> str:
        """One file; what is wrong with the way an act ended."""
        path, made = folder / "odd.book", draw.choice(KINDS)
        data = made(draw, _sound_book())
        for name, act in _acts(path, draw):
            for old in (path.with_suffix(".out"), path.with_suffix(".copy")):
                old.unlink(missing_ok=True)
            path.write_bytes(data)
            self.acts += 1
            try:
                act()
            except StoreError as error:
                self.sentences += 1
                if len(str(error).encode("utf-8", "replace")) >= 1000:
                    return f"{made.__name__}, {name}: a sentence too long: {str(error)[:80]}"
            except Exception as error:
                error.add_note(f"{made.__name__}, {name}")
                raise
        return ""


@cache
def _sound_book() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return small_book(FileKit(Path(folder)))[0]


def book_files(*, inputs: int, seed: int = 0) -> dict[str, int]:
    """Try that many odd files; how many there were, and what came of it. Raises AssertionError where one went wrong."""
    books = Books()
    count = fuzz(Kind("books", books.tried, seconds=_SECONDS), seed=seed, inputs=inputs)
    assert count.wrong == [], "\n".join([str(count), *count.wrong[:20]])
    return {"inputs": count.inputs, "acts": books.acts, "sentences": books.sentences, "tracebacks": 0, "hangs": 0}
