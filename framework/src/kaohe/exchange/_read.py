"""A table that an office names, whatever program saved it: what it really is decides, and its name must agree."""

from __future__ import annotations

from pathlib import Path

from ..errors import FileError
from ..files import csv_rows, decode, read_bytes
from ..words import Message, Text
from ._cells import Cell, Row, Sheet
from ._xlsx import MOST_CELLS, read_xlsx

__all__ = ["read_sheets"]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_GUARDED = ("'=", "'+", "'-", "'@")

_LOCKED = Message(
    "K9001",
    "it is protected by a password; save a copy without one and import that",
    "文件有密码保护；请另存一份不加密的副本再导入",
)
_OLD = Message(
    "K9002",
    "it is a workbook of the old form (.xls); open it and save it as .xlsx",
    "这是旧格式的工作簿（.xls）；请打开后另存为 .xlsx",
)
_WEB = Message(
    "K9003",
    "it is a web page or XML under the name of a table; open it in a spreadsheet program and save it as .xlsx",
    "这是网页或 XML，只是起了表格的文件名；请用表格软件打开后另存为 .xlsx",
)
_FOREIGN = Message(
    "K9004",
    "it is no table: {what}; save the table as .xlsx or .csv",
    "这不是表格，而是{what}；请把表格另存为 .xlsx 或 .csv",
)
_MISNAMED = Message(
    "K9005",
    "it is called {suffix}, but holds {what}; give it the name {right}",
    "文件名是 {suffix}，内容却是{what}；请改名为 {right}",
)
_EMPTY = Message("K9006", "it holds nothing; choose the file that was filled in", "文件是空的；请选择填写好的文件")
_TOO_MANY = Message("K9007", "it holds more than {most} cells; split it", "单元格超过 {most} 个；请拆分")
_WORKBOOK, _TEXT = Text("a workbook", "工作簿"), Text("text", "文本")
_BINARY = Text("a file of another kind", "其他类型的文件")
_KINDS = (
    (b"%PDF", Text("a PDF file", "PDF 文件")),
    (b"\x89PNG", Text("a picture", "图片")),
    (b"\xff\xd8\xff", Text("a photograph", "照片")),
    (b"Rar!", Text("a compressed archive", "压缩包")),
    (b"7z\xbc\xaf", Text("a compressed archive", "压缩包")),
    (b"\x1f\x8b", Text("a compressed archive", "压缩包")),
)


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of an .xlsx workbook, or the one of a .csv (or .txt) file in UTF-8, UTF-16 or GB 18030.

    Raises FileError, saying what to do, for anything else: an .xls, a password, macros, more than is read.
    """
    data, name = read_bytes(path), str(path)
    if not data.strip():
        raise FileError(_EMPTY, where=name)
    if data.startswith(_OLE):
        raise FileError(_LOCKED if _ENCRYPTED in data else _OLD, where=name)
    if data.startswith(_ZIP):
        _named(path, (".xlsx",), _WORKBOOK, ".xlsx")
        return read_xlsx(data, name)
    for mark, what in _KINDS:
        if data.startswith(mark):
            raise FileError(_FOREIGN.format(what=what), where=name)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl", b"<head"):
        raise FileError(_WEB, where=name)
    table = _csv(data, name)  # before its name is judged: what is no text at all must not be called one
    _named(path, (".csv", ".txt", ".tsv"), _TEXT, ".csv")
    return [table]


def _named(path: Path, wanted: tuple[str, ...], what: Text, right: str) -> None:
    """The name must say what the file is: what is under a wrong one may be the wrong file."""
    suffix = path.suffix.lower()
    if suffix not in wanted:
        told = _MISNAMED.format(suffix=path.suffix or "-", what=what, right=path.with_suffix(right).name)
        raise FileError(told, where=str(path))


def _csv(data: bytes, name: str) -> Sheet:
    text = decode(data, name, table=True)
    if "\0" in text:
        raise FileError(_FOREIGN.format(what=_BINARY), where=name)
    sheet, left = Sheet(""), MOST_CELLS
    for row in csv_rows(text, name):
        cells = {place: _cell(cell) for place, cell in enumerate(row.cells, 1) if cell}
        left -= len(cells)
        if left < 0:
            raise FileError(_TOO_MANY.format(most=MOST_CELLS), where=name)
        sheet.rows.append(Row(row.number, cells))
    return sheet


def _cell(text: str) -> Cell:
    """A cell of a text file is what it says; our own guard before a formula's first character is taken off."""
    if text.startswith(_GUARDED):
        return Cell(text[1:])
    if text.startswith("#") and text in _ERRORS:
        return Cell("", "error")
    return Cell(text)


_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
