"""Sixteen mistakes that people make: check and cases find each, and mutate names each that the cases would miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.cases import differences, read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.testing import Mutant, Options, Subject, mutants, mutate, run
from kaohe.testing.mutation._apart import Apart
from testing_kit.seeded import BUGS, CASES, district

# No change of ours adds a number that nothing else reads: the check quota.rank-basis finds that one by itself.
BY_CHECK = {"tie by serial number": "quota.rank-basis"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """The scheme as it should be, with its cases."""
    return district(tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="module")
def apart(sound: Subject) -> Apart:
    """The boundary table of the sound scheme, made once: no case and no mistake changes it."""
    return Apart(sound)


def test_the_sound_scheme_is_clean(sound: Subject) -> None:
    """Without a mistake nothing fails, worked cases included."""
    report = run(sound, Options())
    assert [(result.id, result.found) for result in report.failures()] == []
    assert len(sound.cases) == len(CASES)
    assert len(BUGS) == 16


@pytest.mark.parametrize("bug", BUGS)
def test_check_and_cases_find_it(bug: str, tmp_path: Path) -> None:
    """Declarations and worked cases alone, in well under a second, fail for each of the sixteen."""
    report = run(district(tmp_path, bug), Options(phases=("lint", "cases")))
    assert report.failed


def _missing(sound: Subject, mutant: Mutant) -> Subject:
    """The sound scheme with those cases only that do not notice the mistake."""
    kept = []
    for file in sound.cases:
        try:
            case = read_case(Path(str(file)), ruleset=mutant.ruleset)
        except CaseError:
            continue  # a re-check that nothing asks for any more is noticed too
        if not differences(case, Evaluation(case.cohort).outcomes()):
            kept.append(file)
    return Subject(sound.id, sound.ruleset, (), tuple(kept))


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug not in BY_CHECK])
def test_mutate_names_it_where_no_case_does(
    bug: str, sound: Subject, apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mistake is one of the mutants; without the cases that notice it, it is named with facts that tell it apart."""

    def made(subject: Subject) -> Apart:
        assert subject.rules is sound.rules
        return apart

    monkeypatch.setattr("kaohe.testing.mutation._mutate.Apart", made)
    wrong = district(bug=bug)
    (mutant,) = [one for one in mutants(sound.rules) if one.ruleset.kinds == wrong.rules.kinds or _same(one, wrong)]
    report = mutate(_missing(sound, mutant), only=[mutant.id])
    if report.by.get(mutant.id) == "lint":
        return
    (found,) = report.unnoticed
    assert (found.id, found.was != found.now) == (mutant.id, True)
    assert found.facts is not None


def _same(mutant: Mutant, wrong: Subject) -> bool:
    """Whether the rules are those of the mistake; inputs that nothing reads any more are left out of the comparison."""
    rules = [[entry.rule for entry in kind.entries] for kind in mutant.ruleset.kinds]
    return rules == [[entry.rule for entry in kind.entries] for kind in wrong.rules.kinds]


@pytest.mark.parametrize(("bug", "check"), BY_CHECK.items())
def test_a_check_names_the_rest(bug: str, check: str) -> None:
    """What no mutant is like is named by a check of the declarations, without any case."""
    report = run(district(bug=bug), Options(phases=("lint",)))
    assert check in {result.id for result in report.failures()}
