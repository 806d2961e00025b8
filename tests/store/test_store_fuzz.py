"""A short run of the fuzz over book files; the long one is `python tests/store/torture.py book_files`."""

from __future__ import annotations

from store_kit import fuzz


def test_book_files() -> None:
    """Byte edits, cuts, moved lines, noise and well-hashed nonsense: a value or a sentence, never a traceback or a hang."""
    figures = fuzz.book_files(inputs=80)
    assert (figures["inputs"], figures["tracebacks"], figures["hangs"]) == (80, 0, 0)
    assert figures["sentences"] > 100
