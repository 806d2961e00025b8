"""Books that lose nothing: a hash-chained ledger of whole documents, in a local file or an SQL database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._base import MOST_COMMITS, MOST_DOCUMENTS, Store, login, stamp
from ._disk import Disk
from ._errors import Broken, Busy, Conflict, Corrupt, NoSpace, Refused, StoreError
from ._intact import Intact, Missing
from ._new import NewBook
from ._places import begin_book, book_text, copy_book, create_book, delete_book, export_book, open_book, read_intact
from ._values import Change, Document, Header, Receipt, Record, Report, closing

if TYPE_CHECKING:
    from ._file import FileStore
    from ._sql import SQLStore
    from ._tinydb import LedgerStorage

__all__ = [
    "MOST_COMMITS",
    "MOST_DOCUMENTS",
    "Broken",
    "Busy",
    "Change",
    "Conflict",
    "Corrupt",
    "Disk",
    "Document",
    "FileStore",
    "Header",
    "Intact",
    "LedgerStorage",
    "Missing",
    "NewBook",
    "NoSpace",
    "Receipt",
    "Record",
    "Refused",
    "Report",
    "SQLStore",
    "Store",
    "StoreError",
    "begin_book",
    "book_text",
    "closing",
    "copy_book",
    "create_book",
    "delete_book",
    "export_book",
    "login",
    "open_book",
    "read_intact",
    "stamp",
]


def __getattr__(name: str) -> Any:
    """Import TinyDB and SQLAlchemy when first asked for."""
    if name == "FileStore":
        from ._file import FileStore

        return FileStore
    if name == "LedgerStorage":
        from ._tinydb import LedgerStorage

        return LedgerStorage
    if name == "SQLStore":
        from ._sql import SQLStore

        return SQLStore
    raise AttributeError(name)
