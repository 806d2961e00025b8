"""Every action once: the key line, the help, the command line and the documentation are made from this list."""

from __future__ import annotations

import difflib

from kaohe.errors import KaoheError
from kaohe.words import Message

from ._action import Action
from ._actions_begin import BEGIN
from ._actions_cycle import CYCLE_ACTIONS
from ._actions_end import END
from ._actions_work import WORK

__all__ = ["ACTIONS", "Action", "UnknownCommandError", "action_for", "actions_in", "key_name", "named"]

ACTIONS = (*BEGIN, *CYCLE_ACTIONS, *WORK, *END)

_KEY_NAMES = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "ctrl+z": "Ctrl+Z", "ctrl+y": "Ctrl+Y", "ctrl+s": "Ctrl+S",
    "ctrl+q": "Ctrl+Q", "ctrl+d": "Ctrl+D", "ctrl+p": "Ctrl+P", "tab": "Tab",
}  # fmt: skip
_TYPING = {"form", "tie", "excess", "count", "paste", "person", "judge", "sheet", "block", "blind", "settle", "act"}


class UnknownCommandError(KaoheError):
    """A command that does not exist."""


def actions_in(where: str) -> list[Action]:
    """The actions of one screen."""
    return [action for action in ACTIONS if where in action.where]


def action_for(where: str, key: str) -> Action | None:
    """The action of a key on one screen; where fields are typed into, a letter is never a key."""
    if len(key) == 1 and where in _TYPING:
        return None
    return next((action for action in actions_in(where) if key in action.keys), None)


def key_name(key: str) -> str:
    """A key as people call it."""
    return _KEY_NAMES.get(key, key.upper() if len(key) > 1 else key)


def named(text: str) -> Action:
    """The action that a command names by its beginning. Raises UnknownCommandError."""
    wanted = text.replace("-", "_").lower()
    names = [action.name for action in ACTIONS]
    found = [action for action in ACTIONS if action.name == wanted] or [
        action for action in ACTIONS if wanted and action.name.startswith(wanted)
    ]
    if found:
        return found[0]
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    raise UnknownCommandError(
        Message("K7001", "there is no command {name}; did you mean {near}?", "没有命令 {name}；是不是 {near}？").format(
            name=text, near=near[0] if near else "help"
        )
    )
