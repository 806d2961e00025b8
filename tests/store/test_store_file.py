"""What a file book promises under faults, power cuts and tampering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store_kit import file_checks
from store_kit.kits import FileKit


@pytest.mark.parametrize("check", file_checks.EVERY_FILE, ids=lambda check: check.__name__)
def test_file_book(tmp_path: Path, check: Callable[[FileKit], object]) -> None:
    """The file book keeps the promise that the check's name and first line state."""
    check(FileKit(tmp_path))
