"""Home as a person sees it after `kaohe`: `python -m tui_kit.home FOLDER`."""

from __future__ import annotations

import sys

from kaohe_tui.cli import open_home

if __name__ == "__main__":
    raise SystemExit(open_home(sys.argv[1]))
