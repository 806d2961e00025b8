"""Workbooks written part by part, so that a test can have what no library writes: what Excel and WPS leave in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from attrs import field, frozen

__all__ = ["CELLS", "Book", "cell", "workbook"]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = f"{_ML}.sheet.main+xml"

# Styles by name: the place of each in the workbook's list.
CELLS = {"general": 0, "date": 1, "chinese-date": 2, "percent": 3, "time": 4, "month": 5, "text": 6}
_FORMATS = (0, 14, 164, 10, 20, 165, 49)


@frozen
class Book:
    """A workbook to write: rows of each sheet as XML, shared texts, and whatever more it is to hold."""

    sheets: Mapping[str, Sequence[str]]
    shared: Sequence[str] = ()
    hidden: Sequence[str] = ()
    merged: Sequence[str] = ()
    from_1904: bool = False
    content_type: str = _SHEET
    more: Mapping[str, bytes] = field(factory=dict)


def cell(ref: str, value: object, *, style: str = "general") -> str:
    """One cell: a number as it is, text inline; None where it holds nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{ref}" s="{CELLS[style]}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{ref}" s="{CELLS[style]}"><v>{value}</v></c>'


def workbook(path: Path, book: Book) -> Path:
    """Write it. Rows are given as the XML inside <row>, or with a whole <row> element of their own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in _parts(book).items():
            archive.writestr(name, part)
        for name, data in book.more.items():
            archive.writestr(name, data)
    return path


def _parts(book: Book) -> dict[str, str]:
    names = list(book.sheets)
    parts = {
        "[Content_Types].xml": _types(book, len(names)),
        "_rels/.rels": f"<Relationships {_RELS}>{_relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": _book(book, names),
        "xl/_rels/workbook.xml.rels": f"<Relationships {_RELS}>"
        + "".join(_relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1))
        + _relation(len(names) + 1, "styles", "styles.xml")
        + _relation(len(names) + 2, "sharedStrings", "sharedStrings.xml")
        + "</Relationships>",
        "xl/styles.xml": _styles(),
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{''.join(f'<si>{text}</si>' for text in book.shared)}</sst>",
    }
    for number, rows in enumerate(book.sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, book.merged)
    return parts


def _relation(number: int, what: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{what}" Target="{target}"/>'


def _types(book: Book, sheets: int) -> str:
    """What each part is; without it no spreadsheet program opens the file."""
    parts = {"/xl/workbook.xml": book.content_type, "/xl/styles.xml": f"{_ML}.styles+xml"}
    parts |= {f"/xl/worksheets/sheet{n}.xml": f"{_ML}.worksheet+xml" for n in range(1, sheets + 1)}
    parts["/xl/sharedStrings.xml"] = f"{_ML}.sharedStrings+xml"
    made = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    plain = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="{plain}"/><Default Extension="xml" ContentType="application/xml"/>{made}</Types>'
    )


def _book(book: Book, names: Sequence[str]) -> str:
    state = dict.fromkeys(book.hidden, ' state="hidden"')
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"{state.get(name, "")}/>'
        for n, name in enumerate(names, 1)
    )
    return f'<workbook {_MAIN} {_R}><workbookPr date1904="{int(book.from_1904)}"/><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    formats = (
        '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
        '<numFmt numFmtId="165" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;"/>'
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in _FORMATS)
    looks = "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    return f'<styleSheet {_MAIN}><numFmts count="2">{formats}</numFmts>{looks}<cellXfs>{styles}</cellXfs></styleSheet>'


def _sheet(rows: Sequence[str], merged: Sequence[str]) -> str:
    written = "".join(row if row.startswith("<row") else f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, 1))
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f"<mergeCells>{areas}</mergeCells>" if areas else ""
    return f"<worksheet {_MAIN}><sheetData>{written}</sheetData>{merges}</worksheet>"
