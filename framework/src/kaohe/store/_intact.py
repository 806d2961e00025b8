"""What can be proven of a book that is damaged. Nothing here writes, and nothing needs the chain to be whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from attrs import define, field, frozen

from kaohe.words import Message, Text

from ._chain import Position, digest, next_record
from ._errors import Corrupt, StoreError
from ._fold import Fold, document_of
from ._shape import FORMAT, read_exactly
from ._values import Document, Header, Receipt, Record, Value

__all__ = ["Intact", "Missing", "Stored", "entered_again", "judged"]

_MOST_ROWS, _MOST_HASHES = 4, 8  # of one number: whoever fills a file with rivals does not get quadratic work
_LOST = Text(
    "it is not there, or is not what its hash and the next one's say", "记录缺失，或与其哈希及后一条的哈希不符"
)
_NO_COMMIT = Text("its hash is right but it is no commit", "哈希正确但不是一次提交")
_CUT_OFF = Text("what stands beside the ledger says that there were more", "账簿旁的记载表明原有更多记录")


@frozen
class Stored:
    """What a store hands over unjudged: rows in any order, and what is wrong beside them.

    `head` is what stands beside the ledger, where something does.
    """

    rows: Iterable[Record]
    head: Receipt | None = None
    notes: tuple[Text, ...] = ()


@frozen
class Missing:
    """Records that are not there or not as written, and why."""

    first: int
    last: int
    why: Text

    @property
    def text(self) -> Text:
        """The sentence."""
        if self.first == self.last:
            named = Text("record {first} is missing or damaged: {why}", "第 {first} 条记录缺失或损坏：{why}")
        else:
            named = Text(
                "records {first} to {last} are missing or damaged: {why}",
                "第 {first} 至 {last} 条记录缺失或损坏：{why}",
            )
        return named.format(first=self.first, last=self.last, why=self.why)


@frozen
class Intact:
    """The records of a book that are as they were written, by number, and what is missing.

    That a record is intact is proven by its hash, which covers the hash of the one before as that one states it, or as it
    comes out where its own statement is damaged. `header` is None where record 0 is lost. As with a sound book, only a
    receipt shows that the whole was not written anew.
    """

    header: Header | None
    records: tuple[Record, ...]
    missing: tuple[Missing, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def damaged(self) -> bool:
        """Whether anything is missing or wrong."""
        return bool(self.missing or self.notes)

    @property
    def beginning(self) -> int:
        """How many records stand before the first that is missing; receipts for them hold."""
        return self.missing[0].first if self.missing else len(self.records)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document as the intact records leave it, by kind and id."""
        return tuple(self._left[key] for key in sorted(self._left))

    @property
    def unsure(self) -> tuple[tuple[str, str], ...]:
        """The documents that a missing record may have changed or removed later."""
        last = self.missing[-1].last if self.missing else -1
        return tuple((one.kind, one.id) for one in self.documents if one.version < last)

    _left: dict[tuple[str, str], Document] = field(init=False, repr=False, eq=False)

    @_left.default
    def _fold(self) -> dict[tuple[str, str], Document]:
        left: dict[tuple[str, str], Document] = {}
        for record in self.records:
            for kind, id_, _, fields in record.body.get("changes", ()):
                left.pop((kind, id_), None)
                if fields is not None:
                    left[kind, id_] = document_of(kind, {**fields, "_id": id_, "_version": record.seq})
        return left


def judged(stored: Stored) -> Intact:
    """Tell the intact rows from the others. Raises Corrupt where none is intact."""
    rows, most = _by_number(stored.rows)
    proven = _proven(rows)
    odd = _without_sense(proven)
    records = tuple(proven[seq] for seq in sorted(proven))
    if not records:
        raise Corrupt(
            Message(
                "K4018",
                "no record of this book is intact; keep it as it is, and go on with the newest copy",
                "该账簿没有完好的记录；请保留原样，并使用最新的副本",
            )
        )
    end = max(most, stored.head.seq if stored.head else -1)
    header = Header.of(proven[0]) if 0 in proven else None
    beside = [_head_differs(stored.head)] if stored.head and stored.head not in _ends(records) else []
    return Intact(header, records, tuple(_gaps(proven, odd, end, most)), (*stored.notes, *beside))


def _ends(records: tuple[Record, ...]) -> tuple[Receipt, ...]:
    """What a head may say: the last record, or one that is lost and is told of as missing."""
    return tuple(record.receipt for record in records[-1:])


def _by_number(rows: Iterable[Record]) -> tuple[dict[int, list[Record]], int]:
    found: dict[int, list[Record]] = {}
    count = 0
    for row in rows:
        rivals = found.setdefault(row.seq, [])
        if len(rivals) < _MOST_ROWS and row not in rivals:
            rivals.append(row)
        count += 1
    # A number that is itself damaged may be anything; more records than rows there cannot have been.
    return found, max((seq for seq in found if seq < count), default=-1)


@frozen
class _Link:
    """A hash that the record before may have had, and that record where only this proves it."""

    hash: str
    unproven: Record | None = None


def _proven(rows: Mapping[int, list[Record]]) -> dict[int, Record]:
    proven: dict[int, Record] = {}
    before, last = [_Link(Position().hash)], -1
    for seq in sorted(rows):
        if seq != last + 1:
            before = []
        after: list[_Link] = []
        for row in rows[seq]:
            text = row.text.encode("utf-8", "surrogatepass")
            hashes = [(digest(Position(0, seq - 1, link.hash), text), link) for link in before]
            link = next((link for one, link in hashes if one == row.hash), None)
            if link is not None:
                proven.setdefault(seq, row)
                if link.unproven is not None:
                    proven.setdefault(seq - 1, link.unproven)
            after.append(_Link(row.hash))
            if link is None:
                after += [_Link(one, Record(seq, one, row.text)) for one, _ in hashes]
        before, last = after[:_MOST_HASHES], seq
    return proven


def _without_sense(proven: dict[int, Record]) -> set[int]:
    """Take out, and return, those that are rightly hashed and cannot be read as what they stand for."""
    fold: Fold | None = Fold()
    out = set()
    for seq in sorted(proven):
        if fold is not None and fold.records != seq:
            fold = None  # behind a gap nobody knows the versions
        if not _makes_sense(proven[seq], fold):
            out.add(seq)
            fold = None
    for seq in out:
        del proven[seq]
    return out


def _makes_sense(record: Record, fold: Fold | None) -> bool:
    body, why = read_exactly(record.seq, record.text)
    if why is not None or (record.seq == 0 and (body.get("kaohe"), body.get("format")) != ("book", FORMAT)):
        return False
    try:
        if fold is not None:
            fold.apply(record)
    except StoreError:
        return False
    return True


def _gaps(proven: Mapping[int, Record], odd: set[int], end: int, most: int) -> Iterator[Missing]:
    absent = [seq for seq in range(max(end, *proven) + 1) if seq not in proven]
    for _, run in groupby(enumerate(absent), lambda pair: pair[1] - pair[0]):
        seqs = [seq for _, seq in run]
        why = _NO_COMMIT if seqs[0] in odd else _CUT_OFF if seqs[0] > most else _LOST
        yield Missing(seqs[0], seqs[-1], why)


def _head_differs(head: Receipt) -> Text:
    return Text(
        "the head beside the ledger, {head}, is not its last record", "账簿旁所记的最后回执 {head} 与账簿不符"
    ).format(head=str(head))


def entered_again(intact: Intact, *, actor: str, time: str) -> Iterator[Record]:
    """The records of a new book: those before the first gap as they are, those after it as commits of `actor`.

    The reason of each of the latter begins with number, hash, time and login of the original, in brackets.
    """
    kept = intact.records[: intact.beginning]
    book = _Again()
    for record in kept:
        book.take(record)
        yield record
    for record in intact.records[len(kept) :]:
        yield book.enter(record, actor, time)


@define
class _Again:
    """The end and the versions of the new book."""

    at: Position = field(factory=Position)
    versions: dict[tuple[str, str], int] = field(factory=dict)

    def take(self, record: Record) -> None:
        self.at = Position(0, record.seq, record.hash)
        for kind, id_, _, fields in record.body.get("changes", ()):
            self.versions[kind, id_] = 0 if fields is None else record.seq

    def enter(self, record: Record, actor: str, time: str) -> Record:
        old = record.body
        last = {(kind, id_): fields for kind, id_, _, fields in old["changes"]}
        rows: list[Value] = [[*key, self.versions.get(key, 0), fields] for key, fields in last.items()]
        origin = f"[{record.receipt.full} {old['time']} {old['actor']}]"
        reason = f"{origin} {old['reason']}".rstrip()
        new = next_record(self.at, {"actor": actor, "changes": rows, "reason": reason, "time": time})
        self.take(new)
        return new
