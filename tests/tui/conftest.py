"""Screens of these tests are in Chinese unless a test says otherwise."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of the offices."""
    monkeypatch.setenv("KAOHE_LANG", "zh")
