"""Sheets as offices really have them, made when a test runs: raw parts of a workbook, and books to import them into."""

from __future__ import annotations

from .books import corps, county, secondees
from .raw import CELLS, Book, cell, workbook

__all__ = ["CELLS", "Book", "cell", "corps", "county", "secondees", "workbook"]
