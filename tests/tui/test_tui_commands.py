"""docs/tui.md: each command of the office has a screen with its key, or a sentence why none."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kaohe.cli._office import office
from kaohe_tui.pages._action import ALL
from kaohe_tui.pages._actions import actions_in, key_name
from tui_kit.page import PAGE

_FIRST, _LAST = "## Each command of the office", "\n## "


def _rows() -> dict[str, tuple[str, str]]:
    """The page's table: screens with keys and the note, by command."""
    text = PAGE.read_text()
    part = text[text.index(_FIRST) + 3 :].split(_LAST)[0]
    cells = [[one.strip() for one in line.split("|")] for line in part.splitlines() if line.startswith("| ")]
    rows = [row for row in cells if row[1] != "`kaohe office`"]
    assert len({row[1] for row in rows}) == len(rows)
    return {row[1]: (row[2], row[3]) for row in rows}


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_each_command_of_the_office_has_a_row() -> None:
    """A command that is added, renamed or taken out fails here until the table says which screen does the same."""
    assert {*_rows()} == {*_commands(office)}


def test_each_row_names_a_key_of_a_screen_or_says_why_none() -> None:
    """Every screen named there is one, and the key is one of its keys; without a screen there is a reason."""
    for command, (screens, note) in _rows().items():
        if screens == "none":
            assert note.startswith("command line alone: "), command
            continue
        for one in screens.split(", "):
            where, key = one.split(" ", 1)
            assert where in ALL, command
            assert key in {key_name(key) for action in actions_in(where) for key in action.keys}, (command, one)
