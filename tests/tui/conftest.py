"""Screens of these tests are in Chinese unless a test says otherwise, and the disk is not waited for."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of the offices."""
    monkeypatch.setenv("KAOHE_LANG", "zh")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing every key of hundreds of tests would take minutes; the terminal tests run the program as it is."""
    monkeypatch.setattr("os.fsync", lambda handle: None)
