"""The program as a person starts it, on a test scheme: `python -m tui_kit.program CASE [pooled]`."""

from __future__ import annotations

import sys

from engine_kit.pooled import pooled_scheme
from kaohe_tui.cli import open_case
from tui_kit import DEMO

if __name__ == "__main__":
    raise SystemExit(open_case(sys.argv[1], ruleset=pooled_scheme() if sys.argv[2:] == ["pooled"] else DEMO))
