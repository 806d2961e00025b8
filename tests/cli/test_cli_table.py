"""Tables: East Asian width, alignment, bars."""

from __future__ import annotations

from kaohe.cli._table import bar, table, width


def test_wide_characters_count_two_cells() -> None:
    """Chinese and full-width forms take two cells, Latin one, combining marks none."""
    assert [width(text) for text in ("abc", "优秀", "（一）3", "e\u0301")] == [3, 4, 7, 1]


def test_columns_align_under_chinese() -> None:
    """The second column begins at the same cell in every row."""
    lines = list(table([("优秀", "1"), ("ab", "2")]))
    assert [width(line[: line.index(digit)]) for line, digit in zip(lines, "12", strict=True)] == [6, 6]


def test_a_small_count_is_still_seen() -> None:
    """One of a thousand shows a bar, none shows nothing."""
    assert [bar(count, 1000) for count in (0, 1, 1000)] == ["", "#", "#" * 40]
