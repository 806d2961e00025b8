"""A short run of the fuzz over book files; the long one is `python tests/store/torture.py book_files`."""

from __future__ import annotations

from pathlib import Path

from store_kit import fuzz
from store_kit.kits import FileKit


def test_book_files(tmp_path: Path) -> None:
    """Byte edits, cuts, moved lines, noise and well-hashed nonsense: a value or a sentence, never a traceback or a hang."""
    figures = fuzz.book_files(FileKit(tmp_path), inputs=120)
    assert (figures["inputs"], figures["tracebacks"], figures["hangs"]) == (120, 0, 0)
    assert figures["sentences"] > 100
