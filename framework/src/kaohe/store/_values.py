"""The values that go into and come out of a book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeGuard

from attrs import field, frozen

from kaohe.words import Message, Text

from ._canonical import Value, canonical, copied, loads, shown
from ._errors import Corrupt, Refused
from ._shape import FORMAT, KIND, read, read_exactly

__all__ = [
    "FORMAT",
    "Change",
    "Document",
    "Header",
    "Receipt",
    "Record",
    "Report",
    "Value",
    "canonical",
    "closing",
    "copied",
    "damaged",
    "is_date",
    "loads",
]

_RECEIPT = re.compile(r"(0|[1-9][0-9]{0,11})/([0-9a-f]{12,64})\Z")


def _kind(_: object, __: object, value: str) -> None:
    if type(value) is not str or not KIND.match(value):
        raise Refused(
            Message(
                "K4059",
                "{value} is no kind of document; use 1 to 32 of a-z, 0-9, _ and -, a letter first",
                "{value} 不是文档种类；应为 1 至 32 个小写字母、数字、_ 或 -，首位为字母",
            ).format(value=shown(value))
        )


def _line(_: object, attribute: Any, value: str) -> None:
    """One printable line of 1 to 200 characters."""
    if type(value) is not str or not 0 < len(value) <= 200 or not value.isprintable():
        raise Refused(
            Message(
                "K4060",
                "{name} is {value}; it must be one line of 1 to 200 printable characters",
                "{name} 为 {value}；应为一行 1 至 200 个可见字符",
            ).format(name=attribute.name, value=shown(value))
        )


def _fields(value: Mapping[str, Value] | None) -> dict[str, Value] | None:
    if value is None:
        return None
    fields: dict[str, Value] = copied(dict(value) if isinstance(value, Mapping) else object())
    reserved = next((name for name in fields if name.startswith("_")), None)
    if reserved is not None:
        raise Refused(
            Message(
                "K4061",
                "the field {name} begins with _, which is kept for the store; rename it",
                "字段 {name} 以 _ 开头，该前缀由存储保留，请改名",
            ).format(name=reserved[:60])
        )
    return fields


def _version(_: object, __: object, value: int) -> None:
    if type(value) is not int or value < 0:
        raise Refused(
            Message(
                "K4062",
                "{value} is no version; give the version that was read, 0 for a new document",
                "{value} 不是版本号；请给出读取时的版本，新文档为 0",
            ).format(value=shown(value))
        )


@frozen
class Change:
    """One document as a commit leaves it: its whole `fields`, or None to remove it.

    `seen` is the version the writer had read, 0 for a document that did not exist.
    """

    kind: str = field(validator=_kind)
    id: str = field(validator=_line)
    fields: dict[str, Value] | None = field(converter=_fields)
    seen: int = field(default=0, kw_only=True, validator=_version)

    def row(self) -> list[Value]:
        """As it stands in a record."""
        return [self.kind, self.id, self.seen, self.fields]


@frozen
class Document:
    """One document as read; `version` is the number of the record that wrote it. The fields are a copy."""

    kind: str
    id: str
    version: int
    fields: dict[str, Value]


@frozen
class Receipt:
    """The number of a record and its hash, or at least the first 12 of its 64 hex digits."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """Read "seq/hex" with 12 to 64 digits as shown, printed or exported; raises Refused."""
        match = _RECEIPT.match(text.strip().lower())
        if match is None:
            raise Refused(
                Message(
                    "K4063",
                    "{text} is no receipt; type it as printed: a number, /, then 12 to 64 hex digits",
                    "{text} 不是回执；请按打印内容输入：序号、/、12 至 64 位十六进制数",
                ).format(text=text[:100])
            )
        return cls(int(match[1]), match[2])

    def __str__(self) -> str:
        return f"{self.seq}/{self.hash[:12]}"

    @property
    def full(self) -> str:
        """With every digit held, for print, export and closing."""
        return f"{self.seq}/{self.hash}"

    @property
    def bits(self) -> int:
        """How many bits of the hash are held: 48 on the screen, 256 in full."""
        return 4 * len(self.hash)


_NO_BOOK = Message(
    "K4064",
    "this is not a Kaohe book; nothing was changed. Check the name",
    "这不是 Kaohe 账簿；未作任何改动。请检查名称",
)


@frozen
class Header:
    """What a book is about; its first record."""

    scheme: str = field(validator=_line)
    cycle: str = field(validator=_line)
    county: str = field(validator=_line)

    def body(self, actor: str, time: str) -> dict[str, Value]:
        """The body of record 0."""
        about = {"scheme": self.scheme, "cycle": self.cycle, "county": self.county}
        return {"kaohe": "book", "format": FORMAT, "actor": actor, "time": time, **about}

    @classmethod
    def of(cls, record: Record) -> Header:
        """Read record 0; raises Refused for what is no book or a newer one."""
        body = record.body
        if body.get("kaohe") != "book" or type(body.get("format")) is not int or body["format"] < 1:
            raise Refused(_NO_BOOK)
        if body["format"] > FORMAT:
            raise Refused(
                Message(
                    "K4065",
                    "the book has format {found}, this program reads up to {known}; nothing was changed. Update Kaohe",
                    "账簿格式为 {found}，本程序最高可读 {known}；未作任何改动。请升级 Kaohe",
                ).format(found=str(body["format"])[:20], known=FORMAT)
            )
        return cls(body["scheme"], body["cycle"], body["county"])


@frozen
class Record:
    """One commit as it stands in the ledger; `text` is its canonical body."""

    seq: int
    hash: str
    text: str

    @property
    def body(self) -> dict[str, Value]:
        """What `text` says; raises Corrupt where it is no record 0 or no commit."""
        return self._sound(*read(self.seq, self.text))

    def exact(self) -> dict[str, Value]:
        """`body`, held to the letter: raises Corrupt where `text` is not what Kaohe would have written."""
        return self._sound(*read_exactly(self.seq, self.text))

    def _sound(self, body: dict[str, Value], why: Text | None) -> dict[str, Value]:
        if why is not None:
            raise damaged(self.seq, why)
        return body

    @property
    def receipt(self) -> Receipt:
        """The full receipt of this commit."""
        return Receipt(self.seq, self.hash)

    @property
    def time(self) -> str:
        """When the writer's clock said it was, UTC, ISO 8601. The order of records is `seq`, never this."""
        return str(self.body["time"])

    @property
    def actor(self) -> str:
        """The login that wrote it."""
        return str(self.body["actor"])

    @property
    def reason(self) -> str:
        """Why, in the writer's words; empty for record 0."""
        return str(self.body.get("reason", ""))

    @property
    def changes(self) -> tuple[Change, ...]:
        """The documents it left; none for record 0."""
        return tuple(Change(kind, id_, fields, seen=seen) for kind, id_, seen, fields in self.body.get("changes", ()))


@frozen
class Report:
    """What a verification found: an unbroken chain of `records`, its head, and what a receipt covered.

    `covered` is the last record a given receipt vouches for and `bits` how many bits of hash it held;
    records after `covered` are protected by the chain alone. `notes` are worth reading, not damage.
    """

    records: int
    documents: int
    head: Receipt
    covered: int | None = None
    bits: int = 0
    notes: tuple[Text, ...] = ()


def is_date(value: Value) -> TypeGuard[str]:
    """Whether `value` is the text of a day of the calendar, as 2036-12-31; no other way of writing one."""
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def closing(retain_until: str) -> Change:
    """The change that closes a book: later commits are refused; `retain_until` is a date, YYYY-MM-DD."""
    if not is_date(retain_until):
        raise Refused(
            Message(
                "K4066", "the retention date is {date}; write it as 2036-12-31", "保存期限为 {date}；请写成 2036-12-31"
            ).format(date=shown(retain_until))
        )
    return Change("book", "closing", {"retain_until": retain_until})


def damaged(seq: int, why: Text) -> Corrupt:
    """The error for a book whose record `seq` is not as written."""
    if seq <= 0:
        safe = Text("no record before it is intact", "其前没有完好的记录")
    else:
        safe = Text("records 0 to {last} are intact", "第 0 至 {last} 条记录完好").format(last=seq - 1)
    return Corrupt(
        Message(
            "K4067",
            "record {seq} is damaged: {why}; {safe}. Nothing was changed. Keep this file, and go on with the"
            " newest copy that `kaohe book verify COPY --receipt` confirms, or with what `kaohe book copy --intact` saves",
            "第 {seq} 条记录已损坏：{why}；{safe}。未作任何改动。请保留此文件，并使用经"
            " `kaohe book verify 副本 --receipt` 确认的最新副本，或 `kaohe book copy --intact` 救出的内容",
        ).format(seq=seq, why=why, safe=safe)
    )
