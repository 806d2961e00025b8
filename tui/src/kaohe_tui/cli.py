"""`kaohe tui CASE`: checks the terminal and installs signal handlers before the app is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kaohe.errors import KaoheError
from kaohe.files import write
from kaohe.rules.tools import Ruleset
from kaohe.words import Text, visible

from .terminal import _probe, _signals

__all__ = ["open_case", "open_example", "tui"]


@click.command(
    help=str(
        Text(
            "Open CASE in the terminal: enter, review and explain. Keys: F1. Nothing typed is lost: see CASE.journal.",
            "在终端中打开案例 CASE：录入、查看、解释。按键见 F1。已录入内容随时记在 CASE.journal。",
        )
    )
)
@click.argument("case", type=click.Path(path_type=Path))
def tui(case: Path) -> None:
    """Open a case file in the terminal."""
    raise SystemExit(open_case(case))


def open_case(path: str | Path, *, ruleset: Ruleset | None = None) -> int:
    """Open a case file in the terminal until the person leaves; gives the exit status.

    0 after leaving, 2 where terminal or case are refused (the reason is on stderr), 143 after SIGTERM.
    `ruleset` replaces the installed scheme that the case names.
    """
    try:
        return _open(Path(path), ruleset)
    except KaoheError as error:
        click.echo(visible(str(error)), err=True)
        return 2


def open_example(path: str | Path, *, folder: str | Path = "kaohe-cases") -> int:
    """Open a copy of an example, so that the installed one stays as it is; a copy of an earlier time goes on.

    The copy stands in `folder`, under the example's name. Gives the exit status as `open_case` does.
    """
    copy = Path(folder) / Path(path).name
    try:
        if not copy.exists():
            write(copy, Path(path).read_bytes(), folders=True)
    except OSError as error:
        click.echo(visible(str(_NO_COPY.format(path=str(copy), why=error.strerror))), err=True)
        return 2
    return open_case(copy)


_NO_COPY = Text(
    "the example cannot be copied to {path} ({why}); start it in a folder of yours",
    "无法把示例复制到 {path}（{why}）；请在自己的目录中运行",
)


def _open(path: Path, ruleset: Ruleset | None) -> int:
    _probe.check_environment(os.environ)
    _probe.check_terminal()
    leaving = _signals.install()
    seen = _probe.probe()
    keep = _probe.widths(seen, os.environ.get(_probe.AMBIGUOUS_VARIABLE, ""))
    # Read by textual when it is imported: F-keys and Ctrl stay what old terminals send, and an input method works.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

    from kaohe.store import login

    from ._run import run

    return run(path, ruleset, leaving, keep=keep, early=seen.early, who=login(), terminal=_terminal_name())


def _terminal_name() -> str:
    try:
        return os.ttyname(sys.stdin.fileno()).removeprefix("/dev/")
    except OSError:
        return ""
