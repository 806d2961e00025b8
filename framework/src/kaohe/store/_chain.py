"""The chain: one record is one line, and its hash covers the hash before it. Pure functions of bytes.

A line is `<seq> <sha256> <canonical JSON>` and a newline; a record counts from the moment its newline is
there. What a writer left unfinished stays in the file. The next writer ends it with `#` and a newline (a bare
newline would complete a record torn one byte short), waits for the disk, and states its length and hash in its own
record. So at most one line is ever on its way to the disk, and canonical JSON holds no NUL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from attrs import frozen

from kaohe.words import Text

from ._values import Record, Value, canonical, damaged

__all__ = [
    "END_OF_TORN",
    "Position",
    "digest",
    "follows",
    "line_of",
    "lines_as_found",
    "linked",
    "next_record",
    "scan",
    "torn_claim",
]

END_OF_TORN = b"#\n"
_SECTOR = 512
_MOST_HEADS = 4
_FIRST_HEAD = re.compile(rb"([0-9]{1,12}) (.{1,80}?) (?=\{)", re.DOTALL)  # whatever has become of its hash
_END_OF_HASH = re.compile(rb" (?<=[0-9a-f]{64} )")  # by its blank first: long runs of hex digits cost nothing
_NUMBER = re.compile(rb"(?<![0-9])([0-9]{1,12}) \Z")
_NULS = re.compile(rb"\0+")


@frozen
class Position:
    """The end of a verified record: where the next line starts, and what its hash covers."""

    offset: int = 0
    seq: int = -1
    hash: str = "0" * 64


def digest(before: Position, text: bytes) -> str:
    """The hash of the record that follows `before` and says `text`."""
    return sha256(b"%s %d %s" % (before.hash.encode(), before.seq + 1, text)).hexdigest()


def line_of(record: Record) -> bytes:
    """The bytes of `record` in a ledger file."""
    return b"%d %s %s\n" % (record.seq, record.hash.encode(), record.text.encode())


def next_record(before: Position, body: dict[str, Value]) -> Record:
    """The record that follows `before`; its body is read back from its text, so it shares nothing."""
    text = canonical(body)
    return Record(before.seq + 1, digest(before, text.encode()), text)


def follows(before: Position, record: Record) -> bool:
    """Whether `record` is numbered and hashed to stand after `before`."""
    return record.seq == before.seq + 1 and record.hash == digest(before, record.text.encode())


def linked(records: Iterable[Record]) -> Iterator[Record]:
    """The records from 0 on, each checked against the one before; raises Corrupt."""
    at = Position()
    for record in records:
        if not follows(at, record):
            why = Text("its hash does not follow from the record before", "其哈希与前一条记录不相承")
            raise damaged(at.seq + 1, why)
        at = Position(0, record.seq, record.hash)
        yield record


def torn_claim(torn: bytes) -> list[Value]:
    """What the record after torn bytes says of them."""
    return [len(torn), sha256(torn).hexdigest()]


def scan(data: bytes, start: Position) -> tuple[list[Record], Position, bytes]:
    """The records in `data`, which stood at `start.offset`; the new position; and an unfinished end.

    Raises Corrupt for anything that neither a writer nor a writer's death can leave.
    """
    records: list[Record] = []
    at, end_of_record = start, 0
    begin = _next_begin(data, 0, at)
    while begin >= 0 and (newline := data.find(b"\n", begin)) >= 0:
        record = _record(data[begin:newline], at)
        if record is not None:
            _check_gap(data[end_of_record:begin], record)
            end_of_record = newline + 1
            at = Position(start.offset + end_of_record, record.seq, record.hash)
            records.append(record)
        begin = _next_begin(data, newline + 1, at)
    tail = data[end_of_record:]
    _check_tail(tail, at)
    return records, at, tail


def lines_as_found(data: bytes) -> Iterator[Record]:
    """Whatever in a damaged file may once have been a record, unjudged, for `kaohe.store._intact`.

    A line whose number is damaged is taken for the one after the line before; of two that have run together both are
    tried. A line without any sign of a record still says that one stood there.
    """
    expected = 0
    for line in filter(None, data.split(b"\n")):
        heads = list(islice(_heads(line), _MOST_HEADS))
        for index, (_, end, number, stated) in enumerate(heads):
            seq = expected if number is None else number
            following = heads[index + 1][0] if index + 1 < len(heads) else len(line) + 1
            for one in {seq, expected}:
                for cut in sorted({following - 1, min(following, len(line))}):
                    yield Record(one, stated, _text(line[end:cut]))
            expected = seq + 1
        if not heads:
            yield Record(expected, "", "")


def _heads(line: bytes) -> Iterator[tuple[int, int, int | None, str]]:
    """Where number and hash seem to stand in a line: begin, end, the number if there is one, the hash."""
    first = _FIRST_HEAD.match(line)
    begin = 0
    if first is not None:
        begin = first.end()
        yield 0, begin, int(first[1]), first[2].decode("latin-1")
    for found in _END_OF_HASH.finditer(line, begin):
        at = found.start() - 64
        number = _NUMBER.search(line, max(begin, at - 14), max(begin, at))
        yield (
            number.start() if number else at,
            found.end(),
            int(number[1]) if number else None,
            line[at : at + 64].decode(),
        )


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _next_begin(data: bytes, begin: int, at: Position) -> int:
    """Where, from the line at `begin` on, a line begins with the number that is due; -1 for nowhere."""
    head = b"%d " % (at.seq + 1)
    if data.startswith(head, begin):
        return begin
    found = data.find(b"\n" + head, max(begin - 1, 0))
    return found if found < 0 else found + 1


def _record(line: bytes, at: Position) -> Record | None:
    head = b"%d " % (at.seq + 1)
    cut = len(head) + 64
    if not line.startswith(head) or line[cut : cut + 1] != b" ":
        return None
    text = line[cut + 1 :]
    if line[len(head) : cut] != digest(at, text).encode():
        return None
    try:
        return Record(at.seq + 1, line[len(head) : cut].decode(), text.decode())
    except UnicodeDecodeError as error:
        raise damaged(at.seq + 1, Text("its hash is right but it is not UTF-8", "哈希正确但不是 UTF-8")) from error


def _check_gap(gap: bytes, record: Record) -> None:
    """Bytes between two records must be the torn ones that the later record states. A copy has none."""
    if gap and [gap[-2:], torn_claim(gap[:-2])] != [END_OF_TORN, record.body.get("torn")]:
        why = Text("{count} bytes before it were put in or changed", "其前有 {count} 个字节被插入或改动")
        raise damaged(record.seq, why.format(count=len(gap)))


def _check_tail(tail: bytes, at: Position) -> None:
    """An unfinished end holds the debris of writes that nobody was told of, and no line that was ever whole."""
    offset = at.offset
    for line in tail.split(b"\n")[:-1]:
        if not _is_debris(line, offset):
            raise damaged(at.seq + 1, Text("its line does not match its hash", "该行与其哈希不符"))
        offset += len(line) + 1


def _is_debris(line: bytes, offset: int) -> bool:
    """Whether a line ending in a newline can be what a dead writer or a power cut left.

    It was closed off, or whole sectors of it are NUL: those of the file, or from the line's start to the first.
    """
    return line.endswith((b"#", b"\0")) or any(
        (nuls.start() == 0 or (offset + nuls.start()) % _SECTOR == 0) and (offset + nuls.end()) % _SECTOR == 0
        for nuls in _NULS.finditer(line)
    )
