"""The kit's own checks against schemes and evaluators with one deliberate mistake each."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.testing import CHECKS, Options, Subject, replay, run, select
from testing_kit.broken import ALSO, BROKEN, SEEDED, sound

ELSEWHERE = {"cases.expected", "record.hash-seeds"}  # these need files, or a scheme that is installed


def _failed(subject: Subject) -> set[str]:
    report = run(subject, Options(checks=tuple(select(unwanted=("record.hash-seeds",)))))
    return {result.id for result in report.failures()}


def test_a_sound_scheme_fails_nothing() -> None:
    """A scheme with a bit of everything passes every check that applies to it, and most do."""
    report = run(sound(), Options())
    assert [(result.id, result.found) for result in report.failures()] == []
    assert sum(result.status in ("passed", "reading") for result in report.results) > 40


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scheme_fails_its_check_alone(name: str) -> None:
    """The check finds its mistake, and no other check mistakes it for something else."""
    failed = _failed(BROKEN[name]())
    assert name in failed
    assert failed - {name} <= ALSO.get(name, set())


def test_every_check_has_a_broken_scheme() -> None:
    """A check that nothing here can fail would not be known to work."""
    assert set(CHECKS) == set(BROKEN) | ELSEWHERE


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_fault_is_named_and_replays(name: str, tmp_path: Path) -> None:
    """A mistake that people make is named by its check, with a case file that fails until it is put right."""
    seeded = SEEDED[name]
    subject = seeded.subject()
    report = run(subject, Options(folder=tmp_path))
    (result,) = report.failures()
    assert result.id == seeded.check
    path = result.found[0].path
    assert path is not None
    assert replay(path, subject=subject).status == "FAILED"
    assert len(path.read_text("utf-8").splitlines()) <= 50, "a counterexample fits on a screen"
