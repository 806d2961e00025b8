"""The forms of every installed scheme: generated, typed through, explained, saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.cases import read_case
from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._entry import Entry
from kaohe_tui.session._session import Session
from tui_kit.typing import press

_PLUGINS = Path(__file__).parents[2] / "plugins"
_FIRST = {path.parent: path for path in sorted(_PLUGINS.glob("*/src/*/cases/*.toml"), reverse=True)}


@pytest.mark.parametrize("path", _FIRST.values(), ids=lambda path: path.parents[1].name)
def test_every_form_of_a_scheme_takes_keys_in_every_cell(tmp_path: Path, path: Path) -> None:
    """A 1 typed into every cell is entered or kept with its reason, all of it is undone, and the book is written as a case."""
    copy = tmp_path / path.name
    for part in path.parent.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    desk = Desk(Session.open(copy))
    for kind in {person.kind: who for who, person in desk.session.people.items()}.values():
        _through(desk, kind)
    press(desk, ":", *"export case", "enter", "f9")
    saved = read_case(copy.with_name(f"{copy.stem}-case.json"))
    assert list(saved.cohort.appraisees) == list(desk.session.people)


def _through(desk: Desk, who: str) -> None:
    before = desk.session.people[who]
    entry = Entry(desk, who, list(desk.session.people))
    desk.enter(entry)
    for _ in range(len(entry.form.cells) + 1):
        press(desk, "1", "tab")
        desk.frame()
    press(desk, "f4", "escape")
    while not any(word in str(desk.message) for word in ("nothing to undo", "没有可撤销")):
        press(desk, "ctrl+z")
    assert desk.session.people[who] == before
    assert desk.session.unsaved == 0
    press(desk, "escape")
