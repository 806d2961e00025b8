"""Every screen of the program, reached by keys from the roster."""

from __future__ import annotations

from kaohe_tui.desk._desk import Desk

from .typing import press

__all__ = ["SCENES", "play"]

SCENES: dict[str, tuple[str, ...]] = {
    "roster": ("down", "down"),
    "filter": ("/", "0", "0", "9"),
    "entry": ("g", "1", "0", "enter", "enter", *"91", "tab", *"117", "tab", *"82", "shift+tab"),
    "entry-lists": ("g", "1", "enter", "enter", *["down"] * 11, "+", "tab"),
    "count": ("g", "1", "enter", "enter", *["down"] * 6, "f6", *"1123"),
    "paste": ("g", "1", "0", "enter", "enter", "PASTE"),
    "why": ("g", "2", "enter", "f4"),
    "results": ("r", "down"),
    "tie": ("r", "down", "t", "space", "down", "down", "down", *"分管领导集体研究"),
    "points": ("o",),
    "scheme": ("c",),
    "help": ("?",),
    "help-form": ("enter", "f1"),
    "command": (":", *"resu"),
}


def play(desk: Desk, scene: str) -> None:
    """Press the keys that lead to a screen."""
    for name in SCENES[scene]:
        if name == "PASTE":
            desk.paste("91\t82\n92\t183\n93\t84\n94\t85\n95\t86")
        elif name == "space":
            from kaohe_tui.terminal._keys import Key

            desk.press(Key("space", " "))
        else:
            press(desk, name)
