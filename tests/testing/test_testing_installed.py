"""The commands on a third-party plugin that was installed from a wheel."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from testing_kit.plugin import environment, install, kaohe

QUOTAS = ("check", "sample-2020", "--check", "quota.*")


@pytest.fixture(scope="module")
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample is installed as it should be."""
    return install(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def wrong_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample rounds its quota up."""
    return install(tmp_path_factory.mktemp("wrong"), rounding="up")


def test_a_sound_plugin_is_clean(sound_site: Path, tmp_path: Path) -> None:
    """`kaohe check` of a sound installed plugin reports nothing, prints its seed, and exits 0."""
    done = kaohe(sound_site, tmp_path, "check", "sample-2020")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 failed" in done.stdout
    assert "seed 0" in done.stdout
    assert not (tmp_path / "kaohe-cases").exists()


def test_a_fault_is_kept_replayed_and_written_as_a_test(wrong_site: Path, sound_site: Path, tmp_path: Path) -> None:
    """A counterexample is written, fails on replay and in its pytest file, and is FIXED once the plugin is."""
    done = kaohe(wrong_site, tmp_path, *QUOTAS)
    assert done.returncode == 1
    assert "quota.share" in done.stdout
    (case,) = (tmp_path / "kaohe-cases" / "sample-2020").iterdir()
    assert case.name.startswith("quota.share-")
    assert kaohe(wrong_site, tmp_path, "replay").returncode == 1
    fixed = kaohe(sound_site, tmp_path, "replay", "--write-test", "test_kept.py")
    assert (fixed.returncode, "FIXED" in fixed.stdout) == (0, True)
    for site, code in ((wrong_site, 1), (sound_site, 0)):
        assert _pytest(site, tmp_path, "test_kept.py").returncode == code


def _pytest(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(site), capture_output=True, text=True, timeout=300, check=False
    )


def test_pytest_runs_the_checks_of_an_installed_scheme(wrong_site: Path, tmp_path: Path) -> None:
    """`pytest --kaohe-scheme` has one test for each check, and the one that fails is named."""
    (tmp_path / "test_nothing.py").write_text('def test_nothing():\n    """Nothing."""\n', "utf-8")
    done = _pytest(wrong_site, tmp_path, "--kaohe-scheme=sample-2020", "test_nothing.py")
    assert done.returncode == 1
    assert "quota.share" in done.stdout
    assert "1 failed" in done.stdout


def test_the_decorator_marks_known_failures(wrong_site: Path, tmp_path: Path) -> None:
    """A known failure of `parametrize_with_checks` is an expected one, and every other check passes."""
    text = (
        "from kaohe.testing import parametrize_with_checks\n\n"
        "@parametrize_with_checks('sample-2020', known={'quota.share': 'clause 3'})\n"
        "def test_scheme(result):\n    assert result.status != 'failed'\n"
    )
    (tmp_path / "test_scheme.py").write_text(text, "utf-8")
    done = _pytest(wrong_site, tmp_path, "test_scheme.py")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout


def test_the_fuzz_draws_the_same_cohorts_for_a_seed(wrong_site: Path, tmp_path: Path) -> None:
    """With the fuzz alone, the same fault is found, by the same case, from the same seed."""
    found = []
    for name in ("one", "two"):
        done = kaohe(
            wrong_site, tmp_path, "fuzz", "sample-2020", "--phase", "fuzz", "-n", "20", "--seed", "7", "--cases", name
        )
        assert done.returncode == 1
        found.append(sorted(path.name for path in (tmp_path / name).rglob("*.toml")))
    assert found[0] == found[1] != []


def test_a_plugin_that_depends_on_the_hash_seed_is_found(tmp_path: Path) -> None:
    """Outcomes that differ between two processes fail record.hash-seeds."""
    site = install(tmp_path, careless=True)
    done = kaohe(site, tmp_path, "check", "sample-2020", "--check", "record.hash-seeds")
    assert done.returncode == 1
    assert "record.hash-seeds" in done.stdout


def test_a_wrong_expectation_fails_the_document_cases(tmp_path: Path) -> None:
    """A worked case that does not come out as it says fails cases.expected, kept with the author's ids."""
    site = install(tmp_path)
    case = site / "sample_scheme" / "cases" / "S-2.toml"
    case.write_text(case.read_text("utf-8").replace('grade = "B"', 'grade = "A"'), "utf-8")
    done = kaohe(site, tmp_path, "check", "sample-2020", "--phase", "cases")
    assert done.returncode == 1
    assert "cases.expected" in done.stdout
    (kept,) = (tmp_path / "kaohe-cases" / "sample-2020").glob("cases.expected-*.toml")
    assert 'id = "P"' in kept.read_text("utf-8")


def test_the_junit_form_has_one_case_for_each_check(wrong_site: Path, tmp_path: Path) -> None:
    """JUnit: a test case for each phase and check, those that do not apply skipped, the failure with its case file."""
    done = kaohe(wrong_site, tmp_path, "check", "sample-2020", "--report", "junit")
    suite = Xml.fromstring(done.stdout.encode()).find("testsuite")  # noqa: S314  # our own output
    assert suite is not None
    names = [(case.get("classname"), case.get("name")) for case in suite]
    assert len(names) == len(set(names)) == int(suite.get("tests", "0"))
    (failed,) = suite.findall("testcase/failure")
    assert "quota.share-" in (failed.text or "")


def test_known_failures_are_excused_until_their_date(wrong_site: Path, tmp_path: Path) -> None:
    """An entry of --known excuses its check; past its date, or with nothing to excuse, it fails the run itself."""
    entry = '[[known]]\ncheck = "quota.share"\nreason = "the county rounds up"\nclause = "3"\n'
    known = tmp_path / "known.toml"
    arguments = (*QUOTAS, "--known", "known.toml")
    known.write_text(entry, "utf-8")
    assert kaohe(wrong_site, tmp_path, *arguments).returncode == 0
    known.write_text(entry + "until = 2020-01-01\n", "utf-8")
    assert kaohe(wrong_site, tmp_path, *arguments).returncode == 1
    known.write_text(entry.replace("quota.share", "quota.cap"), "utf-8")
    done = kaohe(wrong_site, tmp_path, "check", "sample-2020", "--check", "quota.cap", "--known", "known.toml")
    assert (done.returncode, "delete it" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nowhere"), "no scheme nowhere"),
        (("check", "sample-2020", "--check", "quota.cupp"), "quota.cap"),
        (("check", "sample-2020", "--phase", "tables"), "no phase tables"),
        (("check", "sample-2020", "--check", "recheck.waits"), "no check ran"),
        (("fuzz", "sample-2020", "--time", "soon"), "no span of time"),
        (("replay", "nothing-here"), "no case to replay"),
    ],
)
def test_what_cannot_be_run_exits_2(arguments: tuple[str, ...], said: str, sound_site: Path, tmp_path: Path) -> None:
    """A scheme, check, phase or case that is not there is said in one line, with exit status 2."""
    done = kaohe(sound_site, tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_promote_moves_a_fixed_case_into_the_plugin(wrong_site: Path, tmp_path: Path) -> None:
    """A case that still fails is refused; one that holds moves into the plugin's cases with its expectations."""
    assert kaohe(wrong_site, tmp_path, *QUOTAS).returncode == 1
    (case,) = (tmp_path / "kaohe-cases" / "sample-2020").iterdir()
    assert kaohe(wrong_site, tmp_path, "promote", str(case)).returncode == 2
    assert case.exists()
    site = install(tmp_path / "fixed")
    assert kaohe(site, tmp_path, "promote", str(case)).returncode == 0
    moved = site / "sample_scheme" / "cases" / case.name
    assert (moved.exists(), case.exists()) == (True, False)
    assert kaohe(site, tmp_path, "evaluate", str(moved)).returncode == 0
    assert kaohe(site, tmp_path, "check", "sample-2020", "--phase", "cases").returncode == 0


def test_mutation_names_what_no_case_notices(sound_site: Path, tmp_path: Path) -> None:
    """The one worked case notices the band at 60; that a pool has no least number of places, nothing notices."""
    done = kaohe(sound_site, tmp_path, "mutate", "sample-2020", "--json")
    found = json.loads(done.stdout)
    missed = {row["mutant"] for row in found["unnoticed"]}
    assert done.returncode == 1
    assert "person/S-3/at_least: 0 -> 1" in missed
    assert not any("bands[1].low: 60 -> 61" in name for name in missed)


def test_a_mutant_is_shown_as_a_diff_and_runs_alone(sound_site: Path, tmp_path: Path) -> None:
    """Id, clause, row, file and line, before and after, and facts that tell it apart; --only runs it by itself."""
    found = json.loads(kaohe(sound_site, tmp_path, "mutate", "sample-2020", "--json", "--jobs", "1").stdout)
    (one,) = [row for row in found["unnoticed"] if row["mutant"] == "person/S-3/rounding: down -> up"]
    module = sound_site / "sample_scheme" / "__init__.py"
    line = next(n for n, text in enumerate(module.read_text("utf-8").splitlines(), 1) if "            Quota(" in text)
    assert (
        one["where"]
        == f"{module.relative_to(tmp_path) if module.is_relative_to(tmp_path) else 'sample_scheme/__init__.py'}:{line}"
    )
    assert (one["clause"], one["row"], "rounded down" in one["was"]["en"]) == ("3", "S-3", True)
    assert "rounded up" in one["now"]["en"]
    assert one["told_apart_by"]["appraisee"]
    alone = kaohe(sound_site, tmp_path, "mutate", "sample-2020", "--only", one["id"])
    assert (alone.returncode, "1 mutants" in alone.stdout, "told apart by" in alone.stdout) == (1, True, True)
    wrong = kaohe(sound_site, tmp_path, "mutate", "sample-2020", "--only", "nothing")
    assert (wrong.returncode, "K6100" in wrong.stderr) == (2, True)


def test_phases_may_be_named_one_by_one(sound_site: Path, tmp_path: Path) -> None:
    """--phase given twice runs both, as a list with a comma does."""
    for given in (("--phase", "lint", "--phase", "cases"), ("--phase", "lint,cases")):
        done = kaohe(sound_site, tmp_path, "check", "sample-2020", "--report", "json", *given)
        (report,) = json.loads(done.stdout)
        assert {result["phase"] for result in report["results"]} == {"lint", "cases"}


def test_a_kept_counterexample_runs_first(wrong_site: Path, sound_site: Path, tmp_path: Path) -> None:
    """What failed before is asked again before the cases and the table, and named with its file."""
    assert kaohe(wrong_site, tmp_path, *QUOTAS).returncode == 1
    again = kaohe(wrong_site, tmp_path, *QUOTAS, "--phase", "kept", "--report", "json")
    (report,) = json.loads(again.stdout)
    (result,) = report["results"]
    assert (result["phase"], result["status"], report["worlds"]) == ("kept", "failed", 0)
    assert result["problems"][0]["case"].endswith(".toml")
    assert kaohe(sound_site, tmp_path, *QUOTAS, "--phase", "kept").returncode == 0


def test_the_list_shows_what_applies(sound_site: Path, tmp_path: Path) -> None:
    """--list names every check, and what is missing where one does not apply."""
    done = kaohe(sound_site, tmp_path, "check", "sample-2020", "--list")
    assert done.returncode == 0
    assert "needs: a ceiling" in done.stdout
    assert "quota.cap" in done.stdout
