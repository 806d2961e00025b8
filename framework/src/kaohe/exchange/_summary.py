"""The table to sign, drawn: A4, headings on every page, page numbers, signatures, and the book's receipt in the footer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen

from ..engine import Evaluation
from ..words import Text
from ._cells import column_name
from ._paper import FORMULA, ONE_LINE, Paper, Put, Styled, cells_wide, lines_high
from ._printed import Rows, rows_of
from ._tables import Printed

__all__ = ["Stamp", "guarded", "summary_csv", "summary_xlsx"]

_TITLE = Styled(bold=True, size=16, border=False, across=True)
_LEFT = Styled(border=False, wrapped=False)
_HEAD = Styled(bold=True, centred=True, filled=True)
_WORD, _MIDDLE, _NUMBER = Styled(), Styled(centred=True), Styled(right=True)
_SIGN = Styled(border=False, wrapped=False, size=11)
_WIDE, _NARROW, _WIDEST, _LANDSCAPE = 26, 6, 30, 84
_LINE, _CENTRED = 18, 20
_FORMATS = ("0", *("0." + "0" * places for places in range(1, 9)))

_OURS = Text(
    "The document names this table and gives no columns: these are Kaohe's, and the office may change them.",
    "办法列有此表而未规定栏目：栏目由本系统拟定，可由单位自行调整。",
)
_OWN = Text("Columns of the office's own.", "栏目由本单位自定。")
_OPEN = Text("Provisional: {n} of {all} are not settled.", "暂定：{all} 项中有 {n} 项尚未确定。")
_SIGNED = Text(
    "{who} (signature): ____________________    date: ______________",
    "{who}（签字）：____________________    日期：______________",
)
_PAGE = Text("Page &P of &N", "第 &P 页 共 &N 页")
_RECEIPT = Text("Receipt {receipt}", "回执 {receipt}")


@frozen(kw_only=True)
class Stamp:
    """What a printed table says of where it comes from: the unit, the cycle, and the receipt of the book's head."""

    unit: str = ""
    cycle: str = ""
    receipt: str = ""
    own_columns: bool = False


def summary_xlsx(
    evaluation: Evaluation, tables: Sequence[Printed], *, stamp: Stamp, period: str = "", language: str = "zh"
) -> bytes:
    """The tables as a workbook, one sheet each. Raises FileError where openpyxl is not installed."""
    paper = Paper(tables[0].title.in_language(language))
    for table in tables:
        _draw(paper, table, rows_of(evaluation, table, period, language), stamp, period, language)
    return paper.data()


def summary_csv(evaluation: Evaluation, table: Printed, *, period: str = "", language: str = "zh") -> bytes:
    """One table as CSV in UTF-8 with its mark, as spreadsheets know it: the headings and the rows.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, which importing takes off again.
    """
    found = rows_of(evaluation, table, period, language)
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow([guarded(column.head.in_language(language)) for column in found.columns])
    writer.writerows([guarded(cell) for cell in row] for row in found.rows)
    return into.getvalue().encode("utf-8-sig")


def guarded(cell: Put) -> str:
    """A cell as CSV holds it: text that a spreadsheet would take for a formula behind an apostrophe."""
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith((*FORMULA, "'", "\t", "\r")) else text


def _draw(paper: Paper, table: Printed, found: Rows, stamp: Stamp, period: str, language: str) -> None:
    """One sheet: title, what it is of, headings, rows, signatures."""
    heads = [column.head.in_language(language) for column in found.columns]
    sheet = paper.sheet(table.title.in_language(language))
    widths = [_width([head], row) for head, row in zip(heads, _columns(found), strict=True)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[column_name(place)].width = width
    _page(sheet, sum(widths), stamp, language)
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _LINE, True
    title = table.title.in_language(language)
    paper.write(sheet, [(title if not place else "", _TITLE) for place in range(len(heads))], high=30)
    paper.write(sheet, [(_about(table, found, stamp, period, language), _LEFT)])
    paper.write(sheet, [(head, _HEAD) for head in heads], high=_high(heads, widths))
    styles = _styles(found)
    for row in found.rows:
        paper.write(sheet, [(cell, style) for cell, style in zip(row, styles, strict=True)], high=_high(row, widths))
    paper.write(sheet, [])
    for line in _signing(table, sum(widths), language):
        paper.write(sheet, [(line, _SIGN)])
        paper.write(sheet, [])


def _signing(table: Printed, width: int, language: str) -> list[str]:
    """Where to sign, as many beside each other as the table is wide: the fewer lines, the seldomer a page of their own."""
    lines: list[str] = []
    for who in table.signed:
        mine = _SIGNED.format(who=who).in_language(language)
        if lines and cells_wide(lines[-1]) + cells_wide(mine) + 8 <= width:
            lines[-1] = f"{lines[-1]}        {mine}"
        else:
            lines.append(mine)
    return lines


def _high(row: Sequence[Put], widths: Sequence[int]) -> int:
    """How high a row must be for its longest cell, 0 where one line is enough."""
    lines = max(lines_high(str(cell or ""), width) for cell, width in zip(row, widths, strict=True))
    return 4 + lines * ONE_LINE if lines > 1 else 0


def _about(table: Printed, found: Rows, stamp: Stamp, period: str, language: str) -> str:
    """The line under the title: the unit, the cycle or period, whose columns they are, and what is not settled."""
    parts = [stamp.unit, f"{stamp.cycle} {period}".strip(), table.clause]
    if stamp.own_columns or table.ours:
        parts.append((_OWN if stamp.own_columns else _OURS).in_language(language))
    if found.open:
        parts.append(_OPEN.format(n=found.open, all=len(found.rows)).in_language(language))
    return "    ".join(part for part in parts if part)


def _page(sheet: Any, width: int, stamp: Stamp, language: str) -> None:
    """A4, as wide as one page, the first three rows on each, numbered, with the receipt."""
    sheet.freeze_panes = "A4"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if width > _LANDSCAPE else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:3"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.footer = 0.7, 0.8, 0.4
    sheet.oddFooter.center.text = _PAGE.in_language(language)
    if stamp.receipt:
        sheet.oddFooter.left.text = _RECEIPT.format(receipt=stamp.receipt).in_language(language)


def _columns(found: Rows) -> list[list[Put]]:
    return [[row[place] for row in found.rows] for place in range(len(found.columns))]


def _width(heads: Sequence[str], cells: Sequence[Put]) -> int:
    """As wide as the longest cell, within limits; a longer one is broken into lines, a heading at half its length."""
    longest = max((cells_wide(str(cell)) for cell in cells if cell is not None), default=0)
    head = max(cells_wide(one) for one in heads)
    return max(_NARROW, min(_WIDEST, max(longest + 2, min(head, _WIDE) // 2 + 5 if head > 8 else head + 3)))


def _styles(found: Rows) -> list[Styled]:
    """How each column stands: numbers to the right, with as many decimals as the longest has; short words centred."""
    styles = []
    for column, cells in zip(found.columns, _columns(found), strict=True):
        numbers = [-int(cell.as_tuple().exponent) for cell in cells if isinstance(cell, Decimal)]
        if numbers and column.of != "number":
            styles.append(evolve(_NUMBER, number=_FORMATS[min(max(numbers), len(_FORMATS) - 1)]))
        else:
            longest = max((cells_wide(str(cell)) for cell in cells if cell is not None), default=0)
            styles.append(_MIDDLE if longest <= _CENTRED else _WORD)
    return styles
