"""The suite catches every weakened store; the sound one passes the same checks elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.store import StoreError
from store_kit.weak import WEAK, Weakness

CASES = [(weak, check) for weak in WEAK for check in weak.caught_by]


@pytest.mark.parametrize(
    ("weak", "check"), CASES, ids=[f"{weak.name}-{getattr(check, '__name__', '')}" for weak, check in CASES]
)
def test_weakened_store_is_caught(tmp_path: Path, weak: Weakness, check: object) -> None:
    """A store with this one thing wrong fails this check."""
    assert callable(check)
    with pytest.raises((AssertionError, pytest.fail.Exception, StoreError)):
        check(weak.kit(tmp_path))
