"""What every store promises, on each store there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lengths import scaled
from store_kit import checks, machine
from store_kit.kits import AnyKit, Kit


@pytest.fixture(params=["file", "sqlite", "postgresql"])
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Kit:
    """Each store in turn; PostgreSQL where it is installed."""
    if request.param == "file":
        return AnyKit("file", str(tmp_path))
    if request.param == "sqlite":
        return AnyKit("sqlite", f"sqlite:///{tmp_path}/books.db")
    return AnyKit("postgresql", request.getfixturevalue("postgres").url)


@pytest.mark.parametrize("check", checks.EVERY_STORE, ids=lambda check: check.__name__)
def test_every_store(kit: Kit, check: Callable[[Kit], None]) -> None:
    """Each store keeps the promise that the check's name and first line state."""
    check(kit)


def test_contract_machine(kit: Kit) -> None:
    """Two handles on one book behave as one dictionary with a history, whatever the order of acts."""
    machine.contract(kit, scaled(8 if kit.name == "file" else 4, 100))


def test_copies_have_equal_heads(kit: Kit, tmp_path: Path) -> None:
    """The same commits give the same head in every store, and copies in any direction prove it."""
    others = [AnyKit("file", str(tmp_path)), AnyKit("sqlite", f"sqlite:///{tmp_path}/others.db")]
    checks.copies_have_equal_heads(kit, others)
