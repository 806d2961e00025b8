"""Running the app on a case: the only module between the entry point and textual."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import click

from kaohe.files import read_bytes
from kaohe.rules.tools import Ruleset
from kaohe.words import Text

from .desk._desk import Desk
from .pages._sheet_in import is_sheet
from .session._job import Job
from .session._opening import Opened, opened_at
from .session._session import Session
from .terminal._app import KaoheApp
from .terminal._cells import keep_ambiguous
from .terminal._colours import coloured
from .terminal._keys import early_keys
from .terminal._signals import Leaving

__all__ = ["run"]

# A key waits for the thread that computes at most so long each time it needs the interpreter; the usual 5 ms are seen.
_TURN = 0.001
# Off: a terminal that reports clicks no longer selects text by itself.
_MOUSE = "KAOHE_MOUSE"
_PATIENCE = 1.0  # seconds until the screen is taken over before the book is there


def run(
    path: str | Path | None,
    ruleset: Ruleset | None,
    leaving: Leaving,
    *,
    folder: Path | None,
    keep: bool,
    early: str,
    who: str,
    terminal: str,
) -> int:
    """Open a book or case, or the books at hand, until the person leaves; gives the exit status. Raises KaoheError."""
    sys.setswitchinterval(_TURN)
    keep_ambiguous(keep)
    desk = _desk(path, ruleset, folder=folder, who=who, terminal=terminal)
    columns, rows = os.get_terminal_size(sys.stdin.fileno())
    desk.size = (columns, rows)

    for key in early_keys(early):
        desk.press(key)

    def ready(app: KaoheApp) -> None:
        """From here on a signal is taken by the app's own loop."""
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            if number == signal.SIGHUP:
                loop.call_soon_threadsafe(app.hung_up)
            else:
                loop.call_soon_threadsafe(app.told_to_stop, 128 + number)

        leaving.then = stop

    try:
        app = KaoheApp(desk, coloured=coloured(os.environ), on_ready=ready)
        status = app.run(mouse=os.environ.get(_MOUSE, "") not in ("", "0")) or 0
    finally:
        desk.close()
    if desk.failed is not None:
        raise desk.failed
    if desk.open_session is not None:
        _farewell(desk.open_session)
    return status if app.return_code in (None, 0) else status or app.return_code or 1


def _desk(path: str | Path | None, ruleset: Ruleset | None, *, folder: Path | None, who: str, terminal: str) -> Desk:
    """The desk with its book, or with one that takes long still being opened. Raises KaoheError."""
    if path is None or is_sheet(str(path)):
        sheet = None if path is None else _there(Path(path))
        return Desk(None, who=who, terminal=terminal, folder=folder or (sheet and sheet.parent), sheet=sheet)
    job = Job(partial(opened_at, path, ruleset=ruleset), Opened.close)
    job.start()
    if job.wait(_PATIENCE):
        return Desk(Session.on(job.result()), who=who, terminal=terminal, folder=folder)
    desk = Desk(None, who=who, terminal=terminal, folder=folder)
    desk.await_book(job, Path(path).name)
    return desk


def _there(sheet: Path) -> Path:
    """The sheet that was named. Raises FileError where it cannot be read, while that can still be said plainly."""
    read_bytes(sheet)
    return sheet.absolute()


def _farewell(session: Session) -> None:
    """What is not in the book, and where it is."""
    if session.kept is not None:
        text = Text(
            "not saved yet, kept in {path}; the next start offers it", "尚未保存的内容在 {path}，下次打开时可恢复"
        )
        click.echo(str(text.format(path=str(session.kept))))
