"""A command in a process of its own without a new interpreter: forked from the test, which has imported the program already."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import kaohe
from kaohe.cli import main

__all__ = ["forked"]


def forked(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], path: Sequence[Path] = ()
) -> subprocess.CompletedProcess[str]:
    """Run `kaohe` with these arguments in a folder, with that environment and those folders first on the import path.

    It is a process like any other: its exit status, its two streams, its own memory. What it leaves out is the start of
    Python and the import of the program, a second of CPU each time; tests about that start a program.
    """
    _whole()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _command(arguments, folder, environment, path, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        told = [stream.read().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(["kaohe", *arguments], os.waitstatus_to_exitcode(status), *told)


@cache
def _whole() -> None:
    """Import all that a command may import, so that no child does it again."""
    for module in pkgutil.walk_packages(kaohe.__path__, "kaohe."):
        if not module.name.endswith(("__main__", ".demo", ".day1", "pytest_plugin")):
            importlib.import_module(module.name)


def _command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], path: Sequence[Path], out: int, err: int
) -> None:
    """Be the command, and end with its status whatever happens: nothing of the test runs on in the child."""
    status = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # until the process ends
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  # until the process ends
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  # until the process ends
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.path[:0] = [str(one) for one in path]
        sys.argv[:] = ["kaohe", *arguments]
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # as the interpreter does with whatever is left
        traceback.print_exc()
        status = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)
