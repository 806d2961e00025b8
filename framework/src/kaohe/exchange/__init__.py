"""Sheets in, tables out: what an office keeps in Excel or WPS into a book, and what it signs back onto paper.

`preview_file` says what importing a sheet would do and writes nothing; `apply_import` makes it one commit.
"""

from __future__ import annotations

from ._cells import At, Cell, Row, Sheet
from ._columns import KINDS
from ._copy import Copy, copy_names, copy_of, told_apart, words_of
from ._export import EXPORTS, FILES, Export, exported, listings_of
from ._importing import apply_import, mark_refused, preview_file, preview_sheets
from ._listed import Listing, listed_csv, listed_xlsx, table_suffix
from ._outline import Clause, headings_of, outline, paths_of
from ._own import Mapped, own_columns, read_mapping, write_mapping
from ._paper import Put, cells_wide
from ._preview import ASK_IDS, ASK_MARK, ASK_NAMES, STATES, Line, Options, Preview
from ._printed import Rows, cells_of, rows_of
from ._read import read_sheets
from ._spans import half_years, known_period, period_of
from ._summary import Stamp, summary_csv, summary_xlsx
from ._tables import Printed, tables_of
from ._tables_in import is_workbook, table_of_file
from ._template import template
from ._why import why_page

__all__ = [
    "ASK_IDS",
    "ASK_MARK",
    "ASK_NAMES",
    "EXPORTS",
    "FILES",
    "KINDS",
    "STATES",
    "At",
    "Cell",
    "Clause",
    "Copy",
    "Export",
    "Line",
    "Listing",
    "Mapped",
    "Options",
    "Preview",
    "Printed",
    "Put",
    "Row",
    "Rows",
    "Sheet",
    "Stamp",
    "apply_import",
    "cells_of",
    "cells_wide",
    "copy_names",
    "copy_of",
    "exported",
    "half_years",
    "headings_of",
    "is_workbook",
    "known_period",
    "listed_csv",
    "listed_xlsx",
    "listings_of",
    "mark_refused",
    "outline",
    "own_columns",
    "paths_of",
    "period_of",
    "preview_file",
    "preview_sheets",
    "read_mapping",
    "read_sheets",
    "rows_of",
    "summary_csv",
    "summary_xlsx",
    "table_of_file",
    "table_suffix",
    "tables_of",
    "template",
    "told_apart",
    "why_page",
    "words_of",
    "write_mapping",
]
