"""Where a book is, a local path or a database URL, and what is done to a book as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType

from kaohe.words import Message

from ._base import Store, login, stamp, utc_now
from ._chain import Position, linked, next_record
from ._disk import Disk
from ._errors import Refused
from ._fold import CLOSING, Fold
from ._intact import Intact, entered_again, judged
from ._ledger import Ledger
from ._making import check_name, check_place, make_ledger, write_new
from ._new import NewBook
from ._values import Header, Receipt, Record, Value, canonical, is_date

__all__ = [
    "begin_book",
    "book_text",
    "copy_book",
    "create_book",
    "delete_book",
    "export_book",
    "open_book",
    "read_intact",
]

Clock = Callable[[], datetime]
_UNEQUAL = Message("K4033", "the copy does not equal its source; do not use it", "副本与来源不一致；请勿使用")


def create_book(
    where: str | Path,
    header: Header,
    *,
    shared: bool = False,
    actor: str | None = None,
    clock: Clock = utc_now,
    disk: Disk | None = None,
) -> Receipt:
    """Make an empty book and return the receipt of its record 0.

    A file gets mode 0600, or 0660 where `shared`. Unless said otherwise the actor is the login, on PostgreSQL the
    session's role. Raises Refused where something is there already.
    """
    record = _first(header, actor or _who_makes(where), clock)
    _place(where, [record], shared=shared, disk=disk)
    return record.receipt


def begin_book(
    where: str | Path,
    header: Header,
    *,
    shared: bool = False,
    actor: str | None = None,
    clock: Clock = utc_now,
) -> NewBook:
    """A book as `create_book` makes it, of which nothing is stored before its `put`, which stores it whole.

    Raises Refused where something is there already, or where none could be made: nobody should fill it for nothing.
    """
    if _is_url(where):
        _database().check_free(str(where))
    else:
        _refuse_deleted(Path(where))
        check_place(Path(where), Disk())
    by = actor or _who_makes(where)

    def place(records: Sequence[Record]) -> None:
        _place(where, records, shared=shared)

    return NewBook(_first(header, by, clock), place, actor=by, clock=clock)


def _who_makes(where: str | Path) -> str:
    return str(_database().who_makes(str(where))) if _is_url(where) else login()


def _first(header: Header, actor: str, clock: Clock) -> Record:
    return next_record(Position(), header.body(actor, stamp(clock())))


def _place(where: str | Path, records: Iterable[Record], *, shared: bool, disk: Disk | None = None) -> None:
    """Store a book of these records where there is none: all of them, or nothing."""
    if _is_url(where):
        _database().make_sql(str(where), list(records), shared=shared)
    else:
        _refuse_deleted(Path(where))
        make_ledger(Path(where), records, mode=0o660 if shared else 0o600, disk=disk)


def open_book(
    where: str | Path,
    *,
    writable: bool = True,
    patience: float = 5.0,
    actor: str | None = None,
    fields: Mapping[str, Collection[str]] | None = None,
    clock: Clock = utc_now,
) -> Store:
    """Open a book, verifying its whole chain where it is a file.

    `fields` are the fields that `find` may be asked for, by kind; `patience` is in seconds. Raises Refused for
    what is no book, Corrupt for a damaged one, Busy where a writer holds a file for longer than `patience`.
    """
    if _is_url(where):
        store: Store = _database().SQLStore(
            str(where), writable=writable, patience=patience, actor=actor, fields=fields, clock=clock
        )
        return store
    from ._file import FileStore

    _refuse_deleted(Path(where))
    return FileStore(where, writable=writable, patience=patience, actor=actor, fields=fields, clock=clock)


def read_intact(where: str | Path) -> Intact:
    """What can be proven of a book, sound or damaged, and what is missing; nothing is opened for writing.

    Raises Refused where there is no book, Corrupt where nothing in it is intact.
    """
    if _is_url(where):
        return judged(_database().stored_rows(str(where)))
    _refuse_deleted(Path(where))
    ledger = Ledger(Path(where), writable=False)
    try:
        return judged(ledger.as_found())
    finally:
        ledger.close()


def copy_book(source: str | Path, target: str | Path, *, shared: bool = False, intact: bool = False) -> Receipt:
    """Copy a book to another place or bring an earlier copy up to date; returns the head both have.

    Every record is copied as it is and the target is verified from its first record, so that its head is
    computed anew and not copied. With `intact`, a damaged book is copied as far as it can be proven, to a new place: what
    stands before the first missing record as it is, what stands after it as new commits (see `read_intact`).
    """
    _refuse_itself(source, target)
    if intact and (found := read_intact(source)).damaged:
        return _copy_intact(found, target, shared=shared)
    with open_book(source, writable=False) as origin:
        if not _exists(target):
            _place(target, linked(origin.history()), shared=shared)
        with open_book(target) as copy:
            copy.copy_from(origin)
            head = copy.verify().head
        same = next(origin.history(after=head.seq - 1), None)
    if same is None or same.receipt != head:
        raise Refused(_UNEQUAL)
    return head


def _refuse_itself(source: str | Path, target: str | Path) -> None:
    same = str(source) == str(target)
    if not same and not _is_url(source) and not _is_url(target):
        same = os.path.exists(source) and os.path.exists(target) and os.path.samefile(source, target)
    if same:
        raise Refused(
            Message(
                "K4034",
                "source and target are the same book; nothing was copied. Choose another place",
                "来源与目标是同一账簿；未复制任何内容。请另选位置",
            )
        )


def _copy_intact(found: Intact, target: str | Path, *, shared: bool) -> Receipt:
    if found.header is None:
        raise Refused(
            Message(
                "K4035",
                "record 0 is lost, so nobody can say what the book is about; nothing was copied. kaohe book export"
                " writes the documents that are left",
                "第 0 条记录已失，无法得知账簿的内容范围；未复制任何内容。可用 kaohe book export 导出留存的文档",
            )
        )
    if _exists(target):
        raise Refused(
            Message(
                "K4036",
                "{target} exists already; what is left of a damaged book goes to a new place. Choose another name",
                "{target} 已存在；损坏账簿的留存内容须复制到新位置。请另取名称",
            ).format(target=str(target))
        )
    records = list(entered_again(found, actor=login(), time=stamp(utc_now())))
    _place(target, records, shared=shared)
    with open_book(target, writable=False) as copy:
        head = copy.verify().head
    if head != records[-1].receipt:
        raise Refused(_UNEQUAL)
    return head


def export_book(where: str | Path, path: str | Path, *, tinydb: bool = False, intact: bool = False) -> Receipt:
    """Write all documents to a new JSON file with the full receipt; with `tinydb` one that TinyDB opens.

    With `intact`, a damaged book is exported as far as it can be proven: `missing` names the records that are not,
    `unsure` the documents that those may have changed, and the receipt is that of the last intact record.
    """
    data, receipt = book_text(where, tinydb=tinydb, intact=intact)
    write_new(Path(path), data.encode(), mode=0o600, disk=Disk())
    return receipt


def book_text(where: str | Path, *, tinydb: bool = False, intact: bool = False) -> tuple[str, Receipt]:
    """What `export_book` writes, and the receipt that it holds."""
    if intact and (found := read_intact(where)).damaged:
        tables, about = _left(found)
        receipt = found.records[-1].receipt
    else:
        with open_book(where, writable=False) as book:
            fold = Fold()
            receipt = book.head()
            for record in book.history():
                fold.apply(record)
        tables, about = fold.tables, {**_about(book.header), "receipt": receipt.full}
    content: Value = {"book": about, "documents": {kind: [*rows.values()] for kind, rows in tables.items()}}
    if tinydb:
        content = {**tables, "_book": {"1": about}}
    return canonical(content) + "\n", receipt


def _about(header: Header | None) -> dict[str, Value]:
    if header is None:
        return {"scheme": None, "cycle": None, "county": None}
    return {"scheme": header.scheme, "cycle": header.cycle, "county": header.county}


def _left(found: Intact) -> tuple[dict[str, dict[str, Value]], dict[str, Value]]:
    tables: dict[str, dict[str, Value]] = {}
    for number, one in enumerate(found.documents, 1):
        tables.setdefault(one.kind, {})[str(number)] = {**one.fields, "_id": one.id, "_version": one.version}
    about = {
        **_about(found.header),
        "receipt": found.records[-1].receipt.full,
        "missing": [[one.first, one.last] for one in found.missing],
        "unsure": [list(key) for key in found.unsure],
    }
    return tables, about


def delete_book(where: str | Path, receipt: Receipt, *, actor: str | None = None, clock: Clock = utc_now) -> Receipt:
    """Remove a closed book after its retention date; its head stays (file: beside it, as NAME.head).

    `receipt` must be the book's last, so that no other book is meant. Raises Refused with nothing removed.
    """
    with open_book(where, actor=actor, clock=clock) as book:
        head = book.verify(receipt).head
        _check_deletable(book, receipt, head, stamp(clock()))
        book.remove(
            {
                "kaohe": "deleted book",
                "scheme": book.header.scheme,
                "cycle": book.header.cycle,
                "county": book.header.county,
                "head": head.full,
                "deleted": stamp(clock()),
                "actor": book.actor,
            }
        )
    return head


def _check_deletable(book: Store, receipt: Receipt, head: Receipt, now: str) -> None:
    if receipt.seq != head.seq:
        raise Refused(
            Message(
                "K4037",
                "{given} is not the last receipt of this book ({head}); nothing was deleted",
                "{given} 不是本账簿的最后回执（{head}）；未删除任何内容",
            ).format(given=str(receipt), head=str(head))
        )
    closed = book.get(*CLOSING)
    if closed is None:
        raise Refused(
            Message(
                "K4038",
                "the book is not closed; nothing was deleted. Close it first",
                "账簿尚未封存；未删除任何内容。请先封存",
            )
        )
    until = closed.fields.get("retain_until")
    if not is_date(until):
        raise Refused(
            Message(
                "K4039",
                "the closing names no retention date, so the book must be kept; nothing was deleted",
                "封存记录未写明保存期限，账簿须继续保存；未删除任何内容",
            )
        )
    if now[:10] <= until:
        raise Refused(
            Message(
                "K4040", "the book must be kept to {date}; nothing was deleted", "账簿须保存至 {date}；未删除任何内容"
            ).format(date=until)
        )
    if now < next(book.history(after=head.seq - 1)).time:
        raise Refused(
            Message(
                "K4041",
                "this machine's clock is behind the last record, so the retention date cannot be judged;"
                " nothing was deleted. Set the clock",
                "本机时钟早于最后一条记录，无法判断保存期限；未删除任何内容。请校准时钟",
            )
        )


def _is_url(where: str | Path) -> bool:
    return "://" in str(where)


def _exists(where: str | Path) -> bool:
    if not _is_url(where):
        _refuse_deleted(Path(where))
        return os.path.lexists(where)
    return bool(_database().has_book(str(where)))


def _database() -> ModuleType:
    """What keeps books in a database; raises Refused where its libraries are not installed."""
    try:
        from . import _sql
    except ModuleNotFoundError as error:
        raise Refused(
            Message(
                "K4042",
                "books in a database need {missing}, which is not installed; run pip install 'kaohe[server]'",
                "数据库账簿需要 {missing}，尚未安装；请运行 pip install 'kaohe[server]'",
            ).format(missing=str(error.name))
        ) from error
    return _sql


def _refuse_deleted(path: Path) -> None:
    check_name(path)
    note = path.with_name(path.name + ".head")
    if os.path.exists(path) or not os.path.isfile(note):  # unlike Path.exists, False where it may not look
        return
    try:
        left = json.loads(note.read_text("utf-8"))
        deleted, head = left["deleted"], left["head"]
    except (OSError, ValueError, KeyError, TypeError):
        deleted = head = "?"
    raise Refused(
        Message(
            "K4043",
            "the book {path} was deleted after its retention date ({deleted}); its head was {head}",
            "账簿 {path} 已于保存期满后删除（{deleted}）；其最后回执为 {head}",
        ).format(path=str(path), deleted=str(deleted), head=str(head))
    )
