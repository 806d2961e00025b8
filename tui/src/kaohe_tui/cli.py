"""`kaohe tui [BOOK]`: checks the terminal and installs signal handlers before the app is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kaohe.cli import Command
from kaohe.errors import KaoheError
from kaohe.rules.tools import Ruleset
from kaohe.words import Text, visible

from .terminal import _probe, _signals

__all__ = ["open_case", "open_example", "open_home", "tui"]


@click.command(
    cls=Command,
    text=Text(
        "Open a BOOK in the terminal: enter, review and explain. A case file gets a book beside it; a sheet (.xlsx,"
        " .csv) is imported into a book chosen there. Without any: the books at hand. Keys: F1. Nothing typed is lost.",
        "在终端中打开账簿：录入、查看、解释；案例文件在旁边建立账簿；表格（.xlsx、.csv）可选定账簿导入；不写则列出现有账簿。"
        "按键见 F1。录入内容不会丢失。",
    ),
)
@click.argument("book", required=False)
def tui(book: str | None) -> None:
    """Open a book or a case file in the terminal."""
    raise SystemExit(open_home() if book is None else open_case(book))


def open_case(path: str | Path, *, ruleset: Ruleset | None = None) -> int:
    """Open a book, or the book of a case file, in the terminal until the person leaves; gives the exit status.

    0 after leaving, 2 where terminal, book or case are refused (the reason is on stderr), 143 after SIGTERM.
    `ruleset` replaces the installed scheme that it names.
    """
    try:
        return _open(path, ruleset)
    except KaoheError as error:
        click.echo(visible(str(error)), err=True)
        return 2


def open_home(folder: str | Path | None = None, *, ruleset: Ruleset | None = None) -> int:
    """Show the books at hand until the person leaves; gives the exit status as `open_case` does."""
    try:
        return _open(None, ruleset, Path(folder) if folder is not None else None)
    except KaoheError as error:
        click.echo(visible(str(error)), err=True)
        return 2


def open_example(path: str | Path, *, folder: str | Path = "kaohe-cases") -> int:
    """Open the book of a copy of an example, so that the installed one stays as it is; a copy of an earlier time goes on.

    The copy stands in `folder`, under the example's name. Gives the exit status as `open_case` does.
    """
    from .session._opening import copied

    try:
        copy = copied(Path(path), Path(folder))
    except KaoheError as error:
        click.echo(visible(str(error)), err=True)
        return 2
    return open_case(copy)


def _open(path: str | Path | None, ruleset: Ruleset | None, folder: Path | None = None) -> int:
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

    return run(
        path, ruleset, leaving, folder=folder, keep=keep, early=seen.early, who=login(), terminal=_terminal_name()
    )


def _terminal_name() -> str:
    try:
        return os.ttyname(sys.stdin.fileno()).removeprefix("/dev/")
    except OSError:
        return ""
