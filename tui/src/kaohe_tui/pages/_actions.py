"""Every action once: the key line, the help, the command line and the documentation are made from this list."""

from __future__ import annotations

from kaohe.words import Text

from ._action import SCREENS, Action
from ._actions_begin import BEGIN
from ._actions_cycle import CYCLE_ACTIONS
from ._actions_desk import DESK
from ._actions_end import END
from ._actions_work import WORK

__all__ = ["ACTIONS", "Action", "action_for", "actions_in", "elsewhere", "key_name"]

ACTIONS = (*BEGIN, *CYCLE_ACTIONS, *WORK, *DESK, *END)

_KEY_NAMES = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "ctrl+z": "Ctrl+Z", "ctrl+y": "Ctrl+Y", "ctrl+s": "Ctrl+S",
    "ctrl+q": "Ctrl+Q", "ctrl+d": "Ctrl+D", "ctrl+p": "Ctrl+P", "ctrl+e": "Ctrl+E", "tab": "Tab",
}  # fmt: skip
_TYPING = {
    "form",
    "tie",
    "excess",
    "count",
    "paste",
    "person",
    "judge",
    "sheet",
    "block",
    "blind",
    "settle",
    "anew",
    "act",
}


def actions_in(where: str) -> list[Action]:
    """The actions of one screen."""
    return [action for action in ACTIONS if where in action.where]


def action_for(where: str, key: str) -> Action | None:
    """The action of a key on one screen; where fields are typed into, a letter is never a key."""
    if len(key) == 1 and where in _TYPING:
        return None
    return next((action for action in actions_in(where) if key in action.keys), None)


def elsewhere(key: str) -> tuple[Action, Text] | None:
    """What a key does on another screen, and which; None where it is a key of none that people would look for."""
    found = ((action, where) for action in ACTIONS if key in action.keys for where in action.where)
    return next(((action, SCREENS[where]) for action, where in found if where in SCREENS), None)


def key_name(key: str) -> str:
    """A key as people call it."""
    return _KEY_NAMES.get(key, key.upper() if len(key) > 1 else key)
