"""Every test reads English unless it asks for Chinese, keeps nothing in the folders of whoever runs it, and sees Ctrl-C.

What hypothesis draws hangs on the test alone: the same examples for the same code, in whatever order and process. Only
the long runs (`make torture`) and whoever sets HYPOTHESIS_PROFILE=random draw others each time.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from lengths import TORTURE

# Where the environment says that no compiled module be kept, whoever starts Python compiles all of Kaohe: a second of CPU
# for each program of the tests, and twenty for the assertions of the tests themselves.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Python looks for garbage after every 700 objects that stay, and now and then through all that there is: a tenth of the
# tests' time. What no cycle holds goes at once as ever; cycles are looked for after a test, where memory has grown by half:
# to go through all the schemes, evaluations and pages that a run keeps takes seconds, and at a gigabyte four.
_MEMORY = Path("/proc/self/statm")
_GROWN = 100 * 2**20 // os.sysconf("SC_PAGE_SIZE")  # pages
if _MEMORY.exists():  # elsewhere than on Linux all is as ever
    gc.set_threshold(200_000, 10, 10)

os.environ["KAOHE_LANG"] = "en"
os.environ["XDG_CACHE_HOME"] = "/dev/null"

# What the program keeps for its user (drafts, the books opened lately) goes into a folder of this run, and so it does in
# every program that the tests start.
_OURS = tempfile.mkdtemp(prefix="kaohe-tests-")
atexit.register(shutil.rmtree, _OURS, ignore_errors=True)
for _name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
    os.environ[_name] = os.path.join(_OURS, _name.lower())

# A run in the background of a shell ignores Ctrl-C, and so would every program that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A loaded machine is slow, which is no fault: neither profile has a deadline.
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("random"), derandomize=True)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "random" if TORTURE else "steady")
settings.load_profile(PROFILE)

# Among others it draws constants that it has read in the sources of all that is imported: a draw would hang on the
# tests before it. There is no public switch.
if PROFILE == "steady" and hasattr(providers, "_local_constants"):  # an edition may name them otherwise
    _none = providers._local_constants  # those of nothing yet
    providers._get_local_constants = lambda: _none


_held = 0


def pytest_runtest_logfinish() -> None:
    """Collect the garbage of the tests before wherever it may be a third of the memory, and a hundred megabytes."""
    global _held
    if _MEMORY.exists() and (pages := _pages()) > _held + max(_GROWN, _held // 2):
        if _held:
            gc.collect()
            pages = _pages()
        _held = pages


def _pages() -> int:
    """The pages of memory that this process holds."""
    return int(_MEMORY.read_text("ascii").split()[1])
