"""Whether this terminal is given colours: they stand beside a sign or word, and never carry a meaning alone."""

from __future__ import annotations

import curses
from collections.abc import Mapping

__all__ = ["TONES", "coloured"]

# Of the 16 the terminal's own, those that are read on a dark ground and on a light one.
TONES = {"o": "magenta", "x": "red", "p": "cyan", "k": "green"}
_ENOUGH = 8


def coloured(environment: Mapping[str, str]) -> bool:
    """Whether colours are drawn: not where NO_COLOR says so, nor where the terminal's own entry knows none."""
    if environment.get("NO_COLOR"):
        return False
    try:
        curses.setupterm(environment.get("TERM", "dumb"), 1)
    except curses.error:
        return False
    return curses.tigetnum("colors") >= _ENOUGH
