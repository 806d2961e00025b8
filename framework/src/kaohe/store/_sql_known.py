"""What a handle has proven of a book in a database, and what it says where the tables differ from that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from attrs import define, field

from kaohe.words import Message, Text

from ._chain import Position, follows
from ._errors import Corrupt, Refused
from ._fold import Fold
from ._values import Change, Document, Header, Record, Value, canonical, damaged

__all__ = [
    "Key",
    "Known",
    "differs",
    "hidden",
    "is_record",
    "no_such_book",
    "record_of",
    "records_of",
    "shown_as",
    "was_deleted",
]

Key = tuple[str, str]
_LONG = 1 << 16


@define
class Known:
    """The chain as this handle read and checked it, record by record, and the documents it leaves.

    Documents are served from here, so nobody is shown what a row of the tables says and the chain does not.
    """

    fold: Fold = field(factory=Fold)
    header: Header | None = None
    hashes: list[str] = field(factory=list)
    long: set[int] = field(factory=set)  # records too long to be read again for each document that they hold

    def take(self, record: Record) -> None:
        """Take in the next record; raises Corrupt where it does not follow."""
        if not follows(self.before(len(self.hashes)), record):
            raise damaged(len(self.hashes), _UNLINKED)
        if not self.hashes:
            self.header = Header.of(record)
        self.fold.apply(record)
        self.hashes.append(record.hash)
        if len(record.text) > _LONG:
            self.long.add(record.seq)

    def before(self, seq: int) -> Position:
        """Where the chain stood before record `seq`."""
        return Position(0, seq - 1, self.hashes[seq - 1]) if seq else Position()

    @property
    def at(self) -> Position:
        """Where it stands."""
        return self.before(len(self.hashes))

    def check(self, records: Mapping[int, Record], seqs: Iterable[int]) -> None:
        """Raise Corrupt unless `records` holds those of `seqs` as they were when they were proven."""
        for seq in sorted(seqs):
            record = records.get(seq)
            if record is None:
                raise damaged(seq, Text("it is gone from the ledger", "它已从账簿中消失"))
            if record.hash != self.hashes[seq] or not follows(self.before(seq), record):
                raise damaged(seq, Text("it was changed after it was read", "它在读取之后被改动"))

    def documents(self, changes: Iterable[Change]) -> dict[Key, Document | None]:
        """The documents that these change, as they are now."""
        return {(one.kind, one.id): self.fold.get(one.kind, one.id) for one in changes}


def shown_as(fold: Fold) -> dict[Key, tuple[int, str]]:
    """Every document of `fold`: its version and its canonical fields."""
    every = chain.from_iterable(map(fold.find, fold.tables))
    return {(one.kind, one.id): (one.version, canonical(one.fields)) for one in every}


def is_record(seq: Value, digest: Value, body: Value) -> bool:
    """Whether a row can be one; SQLite's columns hold any type."""
    return type(seq) is int and type(digest) is str and type(body) is str


def records_of(rows: Iterable[Sequence[Value]]) -> Iterator[Record]:
    """The rows of the ledger as records; raises Corrupt for one that cannot be any."""
    return (record_of(place, *row) for place, row in enumerate(rows))


def record_of(seq: int, *row: Value) -> Record:
    """A row of the ledger; raises Corrupt, naming record `seq`, for one that cannot be any."""
    if not is_record(*row):
        raise damaged(seq, Text("its row holds something else than a record", "该行的内容不是记录"))
    return Record(*row)


def differs(table: str) -> Corrupt:
    """The error for a table that is not what the records say."""
    return Corrupt(
        Message(
            "K4045",
            "the table {table} is not what the ledger says; the ledger itself is intact. Nothing was changed. Copy the"
            " book to a new place, which rebuilds it from the ledger, and find out who edited the table",
            "表 {table} 与账簿记录不一致；账簿记录本身完好。未作任何改动。请将账簿复制到新位置（按记录重建），并查明改动者",
        ).format(table=table)
    )


def hidden(book: str, head: str, last: str) -> Corrupt:
    """The error for a head row that is not the last record."""
    return Corrupt(
        Message(
            "K4046",
            "the book {book} ends at record {last}, but its row in kaohe_head says {head}: a record was added or taken"
            " away, or the row was edited. Nothing was changed. Compare with a copy and with receipts, and find out who"
            " edited the tables; kaohe book copy --intact brings what can be proven to a new place",
            "账簿 {book} 止于第 {last} 条记录，而 kaohe_head 中为 {head}：有记录被添加或移走，或该行被改动。"
            "未作任何改动。请与副本及回执比对并查明改动者；kaohe book copy --intact 可将能证明的内容复制到新位置",
        ).format(book=book[:60], head=head[:40], last=last)
    )


def no_such_book(book: str) -> Refused:
    """The error for a name that no head row has."""
    return Refused(
        Message(
            "K4047",
            "the database has no book of the name {book}; check what follows # in the URL, or make it with kaohe book new",
            "数据库中没有名为 {book} 的账簿；请检查地址中 # 后的名称，或用 kaohe book new 新建",
        ).format(book=book)
    )


def was_deleted(book: str, note: str) -> Refused:
    """The error for a book that left no more than its head."""
    try:
        left = json.loads(note)
        deleted, head = str(left["deleted"])[:40], str(left["head"])[:100]
    except (ValueError, KeyError, TypeError, RecursionError):
        deleted = head = "?"
    return Refused(
        Message(
            "K4048",
            "the book {book} was deleted after its retention date ({deleted}); its head was {head}",
            "账簿 {book} 已于保存期满后删除（{deleted}）；其最后回执为 {head}",
        ).format(book=book, deleted=deleted, head=head)
    )


_UNLINKED = Text("its hash does not follow from the record before", "其哈希与前一条记录不相承")
