"""The fold: the documents as the records leave them, in the shape TinyDB reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import define, field

from kaohe.words import Text

from ._values import Document, Header, Record, Value, copied, damaged

__all__ = ["CLOSING", "Fold", "document_of"]

CLOSING = ("book", "closing")
NOTHING: Mapping[str, str] = MappingProxyType({})


@define
class Fold:
    """Documents by table and number, as TinyDB holds them, each with its `_id` and `_version`.

    A document keeps the number it got when it first appeared; numbers are never used again. `exact` holds every
    record to the letter, which opening leaves to verification.
    """

    tables: dict[str, dict[str, dict[str, Value]]] = field(factory=dict)
    records: int = 0
    last_time: str = ""
    exact: bool = field(default=False, kw_only=True)
    backwards: list[int] = field(factory=list)
    _numbers: dict[tuple[str, str], str] = field(factory=dict)

    def apply(self, record: Record) -> None:
        """Take in the next record; raises Corrupt where it contradicts those before."""
        body = record.exact() if self.exact else record.body
        if record.seq == 0:
            Header.of(record)
        for kind, id_, seen, fields in body.get("changes", ()):
            self._put(record.seq, kind, id_, seen, fields)
        if body["time"] < self.last_time:
            self.backwards.append(record.seq)
        self.last_time = body["time"]
        self.records = record.seq + 1

    def _put(self, seq: int, kind: str, id_: str, seen: int, fields: dict[str, Value] | None) -> None:
        key, table = (kind, id_), self.tables.setdefault(kind, {})
        number = self._numbers.get(key, "")
        if seen != (table[number]["_version"] if number in table else 0):
            why = Text(
                "it overwrites a version of {document} that its writer had not seen",
                "它覆盖了写入者未见过的 {document} 版本",
            )
            raise damaged(seq, why.format(document=f"{kind}/{id_}"))
        if not number:
            number = self._numbers[key] = str(len(self._numbers) + 1)
        if fields is None:
            table.pop(number, None)
        else:
            table[number] = {**fields, "_id": id_, "_version": seq}

    def version(self, kind: str, id_: str) -> int:
        """The number of the record that wrote the document; 0 where there is none."""
        row = self._row(kind, id_)
        return int(row["_version"]) if row else 0

    def find(self, kind: str, equal: Mapping[str, str] = NOTHING) -> list[Document]:
        """Copies of the documents of a kind, or of those whose fields are equal to these."""
        rows = self.tables.get(kind, {}).values()
        return [document_of(kind, row) for row in rows if all(row.get(name) == equal[name] for name in equal)]

    def versions(self) -> dict[tuple[str, str], int]:
        """The version of every document, by kind and id."""
        return {(kind, row["_id"]): row["_version"] for kind, table in self.tables.items() for row in table.values()}

    def get(self, kind: str, id_: str) -> Document | None:
        """A copy of one document."""
        row = self._row(kind, id_)
        return document_of(kind, row) if row else None

    def _row(self, kind: str, id_: str) -> dict[str, Value] | None:
        return self.tables.get(kind, {}).get(self._numbers.get((kind, id_), ""))

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(len(table) for table in self.tables.values())


def document_of(kind: str, row: dict[str, Value]) -> Document:
    """A copy of a row as a document; `Refused` where it holds what no book holds, which opening does not ask."""
    fields = {name: copied(value) for name, value in row.items() if not name.startswith("_")}
    return Document(kind, row["_id"], row["_version"], fields)
