"""What every store offers, and the part of it that is the same in all."""

from __future__ import annotations

import os
import pwd
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from threading import RLock
from typing import Any, NoReturn, Self
from weakref import WeakSet

from kaohe.words import Message, Text

from ._errors import Conflict, Corrupt, Refused
from ._fold import CLOSING, Fold
from ._shape import read_exactly
from ._values import Change, Document, Header, Receipt, Record, Report, Value, canonical, copied

__all__ = ["MOST_COMMITS", "MOST_DOCUMENTS", "Store", "login", "stamp", "utc_now"]

MOST_DOCUMENTS = 320_000  # docs/office.md says what opening takes at that size
MOST_COMMITS = 500_000
_LARGEST_COMMIT = 64 << 20
_CANNOT_HOLD = Message(
    "K4001",
    "the commit holds something else than text, whole numbers, yes/no, nothing, lists and maps; nothing was stored",
    "本次提交含有文本、整数、是否、空值、列表和映射以外的内容；未存入任何内容",
)


IDENTITY = "KAOHE_IDENTITY"
_IDENTITY = re.compile(r"[A-Za-z0-9._-]{1,40}")
_NO_IDENTITY = Message(
    "K4096",
    "the variable {variable} is no name of 1 to 40 letters, digits, dots, - or _; nothing was opened. The administrator"
    " of the account corrects what sets it (docs/office.md)",
    "环境变量 {variable} 不是由 1 至 40 个字母、数字、点、- 或 _ 组成的名称；未打开账簿。请由账号管理员更正其设置（docs/office.md）",
)


def login() -> str:
    """The login this process runs as, from the system: nobody takes another's by the environment.

    Where several people share an account, whoever lets them in says which of them it is by KAOHE_IDENTITY, and the login
    is "ACCOUNT:NAME". The account stays in front, so that the variable makes nobody of another account.
    """
    try:
        account = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        account = f"uid {os.getuid()}"
    name = os.environ.get(IDENTITY, "")
    if name and not _IDENTITY.fullmatch(name):
        raise Refused(_NO_IDENTITY.format(variable=IDENTITY))
    return f"{account}:{name}" if name else account


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as records hold it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _LeftBehind:
    """Stands for the lock of a handle that its process got by a fork: two processes with one would write at one place."""

    def __enter__(self) -> NoReturn:
        raise Refused(
            Message(
                "K4002",
                "this handle was opened before the process was forked; nothing was stored. Open the book again in each"
                " process",
                "此句柄在进程分叉之前打开；未存入任何内容。请在每个进程中各自重新打开账簿",
            )
        )

    def __exit__(self, *_: object) -> None: ...


_HANDLES: WeakSet[Store] = WeakSet()


def _leave_behind() -> None:
    handles = list(_HANDLES)
    for handle in handles:  # all of them before anything that may fail
        handle._turn = _LeftBehind()
    for handle in handles:
        with suppress(OSError):
            handle._let_go()


os.register_at_fork(after_in_child=_leave_behind)


class Store(ABC):
    """An open book. One handle serves one process; its threads take turns.

    `fields` declares, for each kind of document, the fields that `find` may be asked for.
    """

    header: Header

    def __init__(
        self,
        *,
        actor: str | None = None,
        fields: Mapping[str, Collection[str]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.actor: str = copied(actor or login(), "actor")
        self._fields = fields or {}
        self._clock = clock
        self._turn: Any = RLock()
        _HANDLES.add(self)

    def now(self) -> datetime:
        """The moment by the clock that stamps this store's records."""
        return self._clock()

    # Reading

    @abstractmethod
    def get(self, kind: str, id_: str) -> Document | None:
        """The document as last committed by anyone, or None."""

    def find(self, kind: str, /, **equal: str) -> list[Document]:
        """Documents of `kind` whose declared text fields equal these, by id. Raises Refused for others."""
        declared = self._fields.get(kind, ())
        for name, value in equal.items():
            if name not in declared or not isinstance(value, str):
                raise Refused(_not_declared(kind, name, declared))
        return sorted(self._find(kind, equal), key=lambda document: document.id)

    @abstractmethod
    def _find(self, kind: str, equal: Mapping[str, str]) -> list[Document]: ...

    @abstractmethod
    def versions(self) -> dict[tuple[str, str], int]:
        """The version of every document, by kind and id."""

    @abstractmethod
    def head(self) -> Receipt:
        """The full receipt of the last commit."""

    @abstractmethod
    def history(self, kind: str | None = None, id_: str | None = None, *, after: int = -1) -> Iterator[Record]:
        """The records after `after`, oldest first; with `kind` and `id_` those that touch that document."""

    @abstractmethod
    def size(self) -> tuple[int, int]:
        """How many documents and how many records."""

    def warnings(self) -> list[Message]:
        """What someone should look at before it becomes a fault."""
        documents, records = self.size()
        return [
            _nearly_full(name, count, limit)
            for name, count, limit in (
                (Text("documents", "份文档"), documents, MOST_DOCUMENTS),
                (Text("commits", "次提交"), records, MOST_COMMITS),
            )
            if count * 5 >= limit * 4
        ]

    def verify(self, receipt: Receipt | None = None) -> Report:
        """Read the whole book again and check every hash and version; raises Corrupt.

        With a receipt, also that the book contains that very record; `covered` and `bits` say how far it vouches.
        """
        with self._turn:
            fold, head = Fold(exact=True), None
            for record in self._stored_records():
                fold.apply(record)
                head = record.receipt
                if receipt is not None and receipt.seq == record.seq:
                    _check_receipt(receipt, record)
            if head is None:
                raise Corrupt(Message("K4003", "the book has no records; restore a copy", "账簿没有记录；请恢复副本"))
            if receipt is not None and receipt.seq > head.seq:
                raise Corrupt(_cut_off(receipt, head))
            notes = self._check_state(fold, head)
        covered, bits = (receipt.seq, receipt.bits) if receipt else (None, 0)
        return Report(fold.records, fold.documents, head, covered, bits, (*notes, *_jumps(fold)))

    @abstractmethod
    def _stored_records(self) -> Iterator[Record]:
        """Every record as it is stored now, each verified against the one before."""

    @abstractmethod
    def _check_state(self, fold: Fold, head: Receipt) -> list[Text]:
        """Compare what the handle serves with the fold of what is stored; raises Corrupt, returns notes."""

    # Writing

    def commit(self, changes: Sequence[Change], *, reason: str, after: Receipt | None = None) -> Receipt:
        """Store all changes or none, and return the receipt once they are on the disk.

        `after` is the head that the writer judged the whole book by, where what is written rests on more than the
        documents that it changes. Raises Conflict (of a document, or of the head), Busy, NoSpace and Refused with
        nothing stored, Broken when it is not known.
        """
        body = self._body(changes, reason)
        with self._turn:
            return self._commit(changes, body, after)

    @abstractmethod
    def _commit(self, changes: Sequence[Change], body: dict[str, Value], after: Receipt | None) -> Receipt: ...

    def _body(self, changes: Sequence[Change], reason: str) -> dict[str, Value]:
        if type(reason) is not str:
            raise Refused(Message("K4004", "a reason is text; nothing was stored", "事由应为文本；未存入任何内容"))
        keys = {(change.kind, change.id) for change in changes}
        if not changes or len(keys) < len(changes):
            raise Refused(
                Message(
                    "K4005",
                    "a commit changes at least one document, and each once",
                    "一次提交至少改动一份文档，且每份只改动一次",
                )
            )
        rows = [change.row() for change in changes]
        body = {"actor": self.actor, "changes": rows, "reason": reason, "time": stamp(self._clock())}
        return _as_written(body)

    def copy_from(self, source: Store) -> Receipt:
        """Append what `source` has beyond this book, record by record, and prove equal heads.

        Raises Refused where this book is not a beginning of `source`.
        """
        with self._turn:
            ours = self.head()
            records = source.history(after=ours.seq - 1)
            first = next(records, None)
            if first is None or first.receipt != ours:
                raise Refused(_diverged(ours))
            return self.follow(records)

    def follow(self, records: Iterable[Record]) -> Receipt:
        """Append records as they are, which must follow this book's last; raises Refused where one does not."""
        with self._turn:
            for record in records:
                self._append_copy(record)
            return self.head()

    @abstractmethod
    def _append_copy(self, record: Record) -> None: ...

    @abstractmethod
    def remove(self, note: dict[str, Value]) -> None:
        """Delete the book and leave `note`; called by `delete_book`, which has checked that it may be."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the book; later calls raise Broken."""

    @property
    def _left_behind(self) -> bool:
        """Whether this process came out of a fork that happened while the handle was open."""
        return isinstance(self._turn, _LeftBehind)

    def _let_go(self) -> None:  # noqa: B027, most have nothing to give up
        """Give up what the handle holds of its parent's, in a child; nothing may reach the book."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _as_written(body: dict[str, Value]) -> dict[str, Value]:
    """A commit's body as it will be read back, sharing nothing; raises Refused for one that would read as damage.

    A change's fields were checked when it was made, and could be altered since.
    """
    try:
        text = canonical(body)
        text.encode()
        as_read, why = read_exactly(1, text)
    except (TypeError, ValueError, RecursionError) as error:
        raise Refused(_CANNOT_HOLD) from error
    if why is not None:
        raise Refused(_CANNOT_HOLD)
    if len(text) > _LARGEST_COMMIT:
        raise Refused(
            Message("K4006", "the commit is larger than 64 MiB; save it in parts", "本次提交超过 64 MiB；请分批保存")
        )
    return as_read


def check_versions(changes: Sequence[Change], version: Callable[[str, str], int]) -> None:
    """Raise Conflict where a document is no longer at the version its writer saw, Refused once closed."""
    if version(*CLOSING):
        raise Refused(
            Message(
                "K4007",
                "the book is closed; nothing was stored. Corrections go into a new book",
                "账簿已封存；未存入任何内容。更正请记入新账簿",
            )
        )
    for change in changes:
        now = version(change.kind, change.id)
        if now != change.seen:
            raise Conflict(
                Message(
                    "K4008",
                    "{document} was changed meanwhile (record {now}, you had read {seen}); nothing was stored."
                    " Read it again and decide",
                    "{document} 已被他人改动（现为第 {now} 条，您读到第 {seen} 条）；未存入任何内容。请重新读取后决定",
                ).format(document=f"{change.kind}/{change.id}", now=now, seen=change.seen)
            )


def check_head(after: Receipt | None, now: Receipt) -> None:
    """Raise Conflict where the book has gone on since its writer judged it."""
    if after is not None and now.seq != after.seq:
        raise Conflict(
            Message(
                "K4095",
                "the book has gone on to {now}, and you had read it up to {seen}; nothing was stored. Read it again and"
                " decide",
                "账簿已更新至 {now}，您读到 {seen}；未存入任何内容。请重新读取后决定",
            ).format(now=str(now), seen=str(after))
        )


def touching(records: Iterable[Record], kind: str, id_: str) -> Iterator[Record]:
    """The records that change one document. Most are told apart without reading their JSON."""
    needle = mention(kind, id_)
    for record in records:
        if needle in record.text and any(row[:2] == [kind, id_] for row in record.body.get("changes", ())):
            yield record


def mention(kind: str, id_: str) -> str:
    """How a record's canonical text names a document."""
    return canonical([kind, id_])[:-1] + ","


def _check_receipt(receipt: Receipt, record: Record) -> None:
    if not record.hash.startswith(receipt.hash):
        raise Corrupt(
            Message(
                "K4009",
                "record {seq} is {found}, but the receipt says {shown}: this book was rewritten, or the receipt"
                " belongs to another book. Nothing was changed. Compare with a copy and with other receipts",
                "第 {seq} 条记录为 {found}，而回执为 {shown}：账簿被改写，或回执属于另一账簿。"
                "未作任何改动。请与副本及其他回执比对",
            ).format(seq=record.seq, found=str(record.receipt), shown=str(receipt))
        )


def _cut_off(receipt: Receipt, head: Receipt) -> Message:
    return Message(
        "K4010",
        "the book ends at {head}, but the receipt is {shown}: its end was cut off, or the receipt belongs to another"
        " book. Nothing was changed. Look for a copy that reaches the receipt",
        "账簿止于 {head}，而回执为 {shown}：账簿末尾被截去，或回执属于另一账簿。未作任何改动。请查找包含该回执的副本",
    ).format(head=str(head), shown=str(receipt))


def _jumps(fold: Fold) -> list[Text]:
    if not fold.backwards:
        return []
    note = Text(
        "the clock stood earlier than at the record before in {count} records, first in {first}; the order of"
        " records is their number and is not affected. Check the clock of the machine that wrote them",
        "有 {count} 条记录的时钟早于前一条，最早为第 {first} 条；记录次序以序号为准，不受影响。请检查写入机器的时钟",
    )
    return [note.format(count=len(fold.backwards), first=fold.backwards[0])]


def _nearly_full(name: Text, count: int, limit: int) -> Message:
    return Message(
        "K4093",
        "the book holds {count} {name} of the {limit} it is made for; begin another book (a county, a cycle) in time",
        "账簿已有 {count} {name}，设计上限为 {limit}；请及时另立账簿（按县或周期）",
    ).format(count=count, name=name, limit=limit)


def _not_declared(kind: str, name: str, declared: Collection[str]) -> Message:
    return Message(
        "K4011",
        "{kind} cannot be looked up by {name}; declared text fields: {known}",
        "{kind} 不能按 {name} 查找；已声明的文本字段：{known}",
    ).format(kind=kind, name=name, known=", ".join(sorted(declared)) or "-")


def _diverged(ours: Receipt) -> Message:
    return Message(
        "K4012",
        "the target is not a beginning of the source (it stands at {ours}); nothing was copied. Choose a new target",
        "目标账簿不是来源账簿的开头部分（现为 {ours}）；未复制任何内容。请另选目标",
    ).format(ours=str(ours))
