"""Screens of these tests are in Chinese unless a test says otherwise, and the disk is not waited for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.words import prefer, reword
from loaded_kit import loaded_once

__all__ = ["loaded_once"]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of the offices."""
    monkeypatch.setenv("KAOHE_LANG", "zh")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine quick work may take longer than a person would wait; tests of waiting say so themselves."""
    monkeypatch.setattr("kaohe_tui.desk._desk.Desk.patience", 60.0)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing every key of hundreds of tests would take minutes; the terminal tests run the program as it is."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for drafts that is the test's own."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder / "kaohe"


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """A book speaks its own language while it is open; the next test begins without one."""
    yield
    prefer("")
    reword({})
