"""The page on the terminal interface shows what the program shows."""

from __future__ import annotations

from tui_kit.page import PAGE, renewed


def test_the_page_holds_the_screens_and_keys_of_the_program() -> None:
    """Every screen on the page is its golden, every key is in the table; `python -m tui_kit.page` renews it."""
    text = PAGE.read_text()
    assert renewed(text) == text
