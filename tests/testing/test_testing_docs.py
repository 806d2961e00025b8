"""The list of checks in docs/checking.md is the registry's."""

from __future__ import annotations

import os
from pathlib import Path

from kaohe.testing import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"
START, END = "<!-- checks: written by tests/testing/test_testing_docs.py -->\n", "<!-- end of checks -->"


def listed() -> str:
    """The table of checks as the page has it."""
    rows = ["| check | asked of | needs | what is promised |", "|---|---|---|---|"]
    for check in CHECKS.values():
        needs = check.needs.text.en if check.needs is not None else ""
        rows.append(f"| `{check.id}` | {check.phase or check.level} | {needs} | {check.text.en}（{check.text.zh}） |")
    return "\n".join(rows) + "\n"


def test_the_page_lists_every_check() -> None:
    """The table in docs/checking.md is what the registry says; KAOHE_WRITE_DOCS=1 writes it anew."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    wanted = before + START + listed() + END + after
    if os.environ.get("KAOHE_WRITE_DOCS"):
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted
