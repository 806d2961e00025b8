"""Forms and reports on paper: declared by a scheme as data, filled in from a book or case, drawn as .docx, .html or .pdf.

Cells that people write in are empty; nothing of them, or of the office's own file of people, is ever kept.
"""

from __future__ import annotations

from ._compose import compose
from ._docx import docx_bytes
from ._filed import FORMATS, Filed, check_output, file_papers, written_file
from ._fonts import OFFICIAL, Fonts, installed_fonts
from ._forms import find_form, forms_of
from ._html import html_text
from ._job import Job
from ._layout import own_layout
from ._page import Bar, Cell, Chart, Line, Page, Paper, Part, Table
from ._pdf import find_office, pdf_bytes
from ._people import People, read_people
from ._record import Draw, Record, Signature, record_of

__all__ = [
    "FORMATS",
    "OFFICIAL",
    "Bar",
    "Cell",
    "Chart",
    "Draw",
    "Filed",
    "Fonts",
    "Job",
    "Line",
    "Page",
    "Paper",
    "Part",
    "People",
    "Record",
    "Signature",
    "Table",
    "check_output",
    "compose",
    "docx_bytes",
    "file_papers",
    "find_form",
    "find_office",
    "forms_of",
    "html_text",
    "installed_fonts",
    "own_layout",
    "pdf_bytes",
    "read_people",
    "record_of",
    "written_file",
]
