"""An interruption, or no more memory, at the lines of what is done to a book in a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lengths import scaled
from store_kit.kits import AnyKit
from store_kit.sql_interrupts import ACTS, interrupted_in_a_database

STEPS = {"commit": 30, "read": 90, "verify": 90, "reopen": 90, "make": 40}  # every line in the long run


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_interrupted(act: Callable[[Any], None], store: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Nothing acknowledged is lost, nobody says "damaged", no lock is left behind, and the handle goes on."""
    base = f"sqlite:///{tmp_path}/books.db" if store == "sqlite" else request.getfixturevalue("postgres").url
    step = STEPS[act.__name__] * (1 if store == "sqlite" else 2)
    figures = interrupted_in_a_database(AnyKit(store, base), act, step=scaled(step, 1))
    assert figures["lines"] > 40
