"""Sheets in, tables out: what an office keeps in Excel or WPS into a book, and what it signs back onto paper."""

from __future__ import annotations

from ._cells import At, Cell, Row, Sheet
from ._columns import KINDS
from ._importing import apply_import, mark_refused, preview_file, preview_sheets
from ._preview import STATES, Line, Options, Preview
from ._read import read_sheets

__all__ = [
    "KINDS",
    "STATES",
    "At",
    "Cell",
    "Line",
    "Options",
    "Preview",
    "Row",
    "Sheet",
    "apply_import",
    "mark_refused",
    "preview_file",
    "preview_sheets",
    "read_sheets",
]
