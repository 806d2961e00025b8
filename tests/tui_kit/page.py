"""docs/tui.md: its screens are the goldens and its table of keys is the action registry; `python -m tui_kit.page` renews it."""

from __future__ import annotations

import re
from pathlib import Path

from kaohe_tui.pages._actions import ACTIONS, key_name

__all__ = ["PAGE", "renewed"]

_TESTS = Path(__file__).parents[1]
PAGE = _TESTS.parent / "docs" / "tui.md"
_SCREEN = re.compile(r"<!-- screen: (\S+) -->\n```text\n.*?```\n", re.DOTALL)
_KEYS = re.compile(r"<!-- keys -->\n.*?<!-- end of keys -->\n", re.DOTALL)


def renewed(text: str) -> str:
    """The page with every screen and the table of keys as they are now."""
    text = _SCREEN.sub(lambda found: _screen(found[1]), text)
    return _KEYS.sub(lambda found: f"<!-- keys -->\n{_keys()}<!-- end of keys -->\n", text)


def _screen(name: str) -> str:
    golden = (_TESTS / "tui" / "golden" / f"{name}.txt").read_text()
    return f"<!-- screen: {name} -->\n```text\n{golden}```\n"


def _keys() -> str:
    rows = [
        f"| {' '.join(map(key_name, action.keys)).replace('|', '')} | `:{action.name}` | {action.about.en} "
        f"| {action.about.zh} | {', '.join(action.where)} |\n"
        for action in ACTIONS
    ]
    return "| key | command | | | screens |\n|---|---|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text()))
