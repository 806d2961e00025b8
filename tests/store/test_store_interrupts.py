"""An interruption, or no more memory, at every line of a commit, of opening and of reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from store_kit import interrupts
from store_kit.kits import FileKit


# Python drops what is raised while it clears up a generator, and says so; nothing was lost by it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("scenario", interrupts.SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_interrupted_at_every_line(tmp_path: Path, scenario: interrupts.Scenario) -> None:
    """Nothing acknowledged is lost, nobody says "damaged", no lock is left behind, and every handle goes on."""
    figures = interrupts.interrupted_everywhere(FileKit(tmp_path), scenario)
    assert figures["lines"] > 40
