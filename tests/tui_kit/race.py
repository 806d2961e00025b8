"""A terminal's session on each case named, each opened when a line comes in: `python -m tui_kit.race WHO CASE...`."""

from __future__ import annotations

import sys

from kaohe.office import Enter
from kaohe_tui.session._session import Session
from tui_kit import DEMO

if __name__ == "__main__":
    who, *cases = sys.argv[1:]
    for case in cases:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        session = Session.open(case, ruleset=DEMO)
        saved = session.office.save([Enter(who, "leave", 7)])
        sys.stdout.write(f"{session.where} {saved.receipt.seq}\n")
        session.close()
