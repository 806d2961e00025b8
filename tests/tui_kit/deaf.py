"""The program with SIGHUP ignored, as under nohup."""

from __future__ import annotations

import signal
import sys

from kaohe_tui import cli
from kaohe_tui.terminal import _signals
from tui_kit import DEMO


def _deaf() -> _signals.Leaving:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return _signals.Leaving()


if __name__ == "__main__":
    _signals.install = _deaf
    raise SystemExit(cli.open_case(sys.argv[1], ruleset=DEMO))
