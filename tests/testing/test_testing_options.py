"""The options of `kaohe check` and `kaohe fuzz`, and what an interrupt leaves."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kaohe.testing import Options, run, select
from testing_kit.broken import BROKEN, sound
from testing_kit.plugin import environment, install, kaohe

QUOTAS = ("check", "sample-2020", "--check", "quota.*")
COMMAND = [sys.executable, "-c", "from kaohe.cli import main; main()"]


@pytest.fixture(scope="module")
def wrong_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a sample is installed that rounds its quota up."""
    return install(tmp_path_factory.mktemp("wrong"), rounding="up")


@pytest.mark.parametrize(("least", "status"), [("100", 0), ("101", 1)])
def test_min_reach_fails_below_its_share(least: str, status: int, wrong_site: Path, tmp_path: Path) -> None:
    """All three rules of the sample are cited, which is 100 % and not more."""
    arguments = ("check", "sample-2020", "--check", "outcome.total", "--min-reach", least)
    done = kaohe(wrong_site, tmp_path, *arguments)
    assert done.returncode == status
    assert ("only 3 of 3 rules were cited" in done.stdout) == bool(status)


def test_a_check_newer_than_the_kit_level_only_warns(wrong_site: Path, tmp_path: Path) -> None:
    """With --kit-level 0 every check is newer: its finding is shown as a warning, and the run is clean."""
    done = kaohe(wrong_site, tmp_path, *QUOTAS, "--kit-level", "0")
    assert done.returncode == 0
    assert "warning   quota.share" in done.stdout
    assert "0 failed" in done.stdout


def test_x_stops_at_the_first_failure() -> None:
    """With -x one failure is reported and nothing runs after it; without, every check has its say."""
    whole = run(BROKEN["cohort.twins"](), Options())
    stopped = run(BROKEN["cohort.twins"](), Options(stop_first=True))
    assert len(whole.failures()) > 1
    assert len(stopped.failures()) == 1
    assert stopped.worlds < whole.worlds


def test_the_fuzz_tries_illegal_facts() -> None:
    """Facts of a wrong sort, beyond a limit or out of sum are drawn too; one that is accepted fails the check."""
    options = Options(phases=("fuzz",), worlds=40, checks=tuple(select(["inputs.refuse-illegal"])))
    (clean,) = run(sound(), options).results
    (failed,) = run(BROKEN["inputs.refuse-illegal"](), options).results
    assert (clean.status, clean.runs) == ("passed", 40)
    assert failed.status == "failed"


def test_x_is_an_option_of_the_command(wrong_site: Path, tmp_path: Path) -> None:
    """`-x` leaves the rows of the table that come after the failure."""
    counts = []
    for extra in ((), ("-x",)):
        done = kaohe(wrong_site, tmp_path, "check", "sample-2020", "--report", "json", *extra)
        (report,) = json.loads(done.stdout)
        assert done.returncode == 1
        counts.append(report["worlds"])
    assert counts[1] < counts[0]


def test_an_interrupt_leaves_what_was_found() -> None:
    """An interrupt in the middle of the table ends the run with the results so far, marked as interrupted."""

    def interrupt(phase: str, done: int, failures: int) -> None:
        if failures:
            raise KeyboardInterrupt

    report = run(BROKEN["quota.share"](), Options(progress=interrupt))
    assert report.interrupted
    assert "quota.share" in {result.id for result in report.failures()}
    assert run(sound(), Options(phases=("lint",), progress=interrupt)).interrupted is False


def test_ctrl_c_prints_what_was_found_so_far(wrong_site: Path, tmp_path: Path) -> None:
    """Ctrl-C during a long fuzz prints the failures and the seed, keeps their case files, and no traceback."""
    command = [*COMMAND, "fuzz", "sample-2020", "--check", "quota.share", "--time", "1h", "-n", "1000000"]
    env = environment(wrong_site)
    kept = tmp_path / "kaohe-cases" / "sample-2020"
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        end = time.monotonic() + 300
        while not any(kept.glob("*.toml")) and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "interrupted: this is what was found so far" in said
    assert "quota.share" in said
    assert "seed 0" in said
    assert "Traceback" not in wrong


def test_a_terminal_shows_how_far_the_run_is(wrong_site: Path, tmp_path: Path) -> None:
    """On a terminal one line tells phase, cohorts and failures, and is wiped before the report; a pipe has none."""
    above, below = pty.openpty()
    impatient = "import kaohe.cli._progress as line; line._PATIENCE = 0; from kaohe.__main__ import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", impatient, *QUOTAS],
        cwd=tmp_path,
        env=environment(wrong_site),
        stdout=subprocess.PIPE,
        stderr=below,
    ) as process:
        os.close(below)
        shown = b""
        while True:
            try:
                part = os.read(above, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        process.communicate(timeout=300)
    os.close(above)
    assert b"cohorts, 0 checks failed" in shown
    assert shown.endswith(b" \r")
    assert kaohe(wrong_site, tmp_path, *QUOTAS).stderr == ""


@pytest.mark.parametrize("arguments", [("--kit-level", "x"), ("--min-reach", "many"), ("--report", "pdf")])
def test_a_wrong_option_is_said_in_one_line(arguments: tuple[str, ...], wrong_site: Path, tmp_path: Path) -> None:
    """What an option cannot be is an error with the option's name and exit status 2."""
    done = kaohe(wrong_site, tmp_path, *QUOTAS, *arguments)
    assert done.returncode == 2
    assert arguments[0] in done.stderr
    assert "Traceback" not in done.stderr


_TWICE = """
import sys
from kaohe.testing import Options
from kaohe.testing.fuzz import drawn_worlds
from testing_kit.broken import sound

def drawn():
    return [world.rows for world in drawn_worlds(sound(), Options(worlds=60))]

before = drawn()
import later
print(before == drawn())
"""


def test_a_seed_draws_the_same_whatever_is_imported(tmp_path: Path) -> None:
    """Numbers in the source of a module that came later change nothing of what a seed draws."""
    (tmp_path / "later.py").write_text(f"NUMBERS = {[n / 2 for n in range(101, 300)] + [*range(101, 300)]}\n", "utf-8")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", _TWICE],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True\n"
