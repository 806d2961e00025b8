"""What a text on the command line means: a command by its name, its Chinese name, or the initials of that in pinyin."""

from __future__ import annotations

import difflib

from kaohe.errors import KaoheError
from kaohe.rules.tools import half_width
from kaohe.words import Message, language

from ..session._initials import has_initials
from ._action import Action
from ._actions import ACTIONS, actions_in, key_name

__all__ = ["UnknownCommandError", "candidates", "completed", "named", "told"]


class UnknownCommandError(KaoheError):
    """A command that does not exist."""


def candidates(text: str, where: str = "") -> list[Action]:
    """The actions that a text may mean, those of the screen `where` first, and of these whose name it is."""
    wanted = half_width(text).strip().lower().replace("-", "_")
    if not wanted:
        return []
    here = actions_in(where)
    found = [*here, *(one for one in ACTIONS if one not in here)]
    ranked = [(rank, one) for one in found if (rank := _rank(one, wanted)) is not None]
    return [one for _, one in sorted(ranked, key=lambda row: (row[1] not in here, row[0]))]


def _rank(action: Action, wanted: str) -> int | None:
    """How well a text fits an action: its name, the beginning of one of its names, initials; None where not at all."""
    label = half_width(action.label.zh)
    if wanted in (action.name, label):
        return 0
    if action.name.startswith(wanted) or label.startswith(wanted):
        return 1
    return 2 if has_initials(label, wanted, from_start=True) else None


def named(text: str, where: str = "") -> Action:
    """The action that a command means. Raises UnknownCommandError."""
    found = candidates(text, where)
    exact = [one for one in found if _rank(one, half_width(text).strip().lower().replace("-", "_")) == 0]
    if found:
        return next(iter(exact or found))
    names = [action.name for action in ACTIONS]
    near = difflib.get_close_matches(text.lower(), names, n=1, cutoff=0.5)
    raise UnknownCommandError(
        Message("K7001", "there is no command {name}; did you mean {near}?", "没有命令 {name}；是不是 {near}？").format(
            name=text, near=near[0] if near else "help"
        )
    )


def completed(text: str, where: str, turn: int) -> str:
    """The name, in the language of the screen, of the candidate whose turn it is; the text itself where there is none."""
    found = candidates(text, where)
    if not found:
        return text
    one = found[turn % len(found)]
    return one.label.zh if language() == "zh" else one.name


def told(text: str, where: str) -> str:
    """The candidates for the line above: each with its name in the language of the screen, its command and its key."""
    words = text.partition(" ")[0]
    return "  ".join(_told(one) for one in candidates(words, where)[:6])


def _told(one: Action) -> str:
    key = f" ({key_name(one.keys[0])})" if one.keys else ""
    return f"{one.label} :{one.name}{key}" if language() == "zh" else f"{one.name}{key}"
