"""The program as a person starts it, on the test scheme: `python -m tui_kit.program CASE`."""

from __future__ import annotations

import sys

from kaohe_tui.cli import open_case
from tui_kit import DEMO

if __name__ == "__main__":
    raise SystemExit(open_case(sys.argv[1], ruleset=DEMO))
