"""The long run itself: it prints counts, goes on after a fault, and ends in a status."""

from __future__ import annotations

import pytest

from store_kit.interrupts import Faults
from store_kit.tally import Tally


def test_a_fault_stops_no_other_run_and_is_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    """Figures of each run, the fault in its line, the others run all the same, and 1 at the end."""

    def wrong() -> dict[str, int]:
        raise AssertionError("3 faults in 700 runs")

    tally = Tally([])
    tally.run({"one": lambda: {"runs": 1500, "faults": 0}, "two": wrong, "three": lambda: None})
    assert tally.status() == 1
    lines = capsys.readouterr().out.splitlines()
    assert "runs 1,500, faults 0" in lines[0]
    assert "FAULT: AssertionError: 3 faults in 700 runs" in lines[1]
    assert "sound" in lines[2]
    assert lines[3] == "store: 3 runs, 1 with faults; two"


def test_only_what_was_chosen_is_run_and_nothing_is_no_success() -> None:
    """Runs are chosen by a word of their name; a word that chooses none is not a sound run."""
    ran = []
    tally = Tally(["commit"])
    tally.run({"interrupted: commit": lambda: ran.append(1), "reload": lambda: ran.append(2)})
    assert (ran, tally.status()) == ([1], 0)
    assert Tally(["nowhere"]).status() == 1


def test_every_fault_of_an_interrupted_scenario_is_named() -> None:
    """The first does not hide the second."""
    faults = Faults()
    for text in ("line 1", "line 2"):
        with faults.noted():
            raise AssertionError(text)
    with pytest.raises(AssertionError, match=r"(?s)2 faults in 9 runs:.*line 1.*line 2"):
        faults.none_in(9)
    assert Faults().none_in(9) == 0
