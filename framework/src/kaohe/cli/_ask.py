"""Questions to whoever sits at the terminal; where nobody does, the answer is blank."""

from __future__ import annotations

import sys

import click

from ..words import Text

__all__ = ["agreed", "answer"]

_YES = ("y", "yes", "是")


def answer(asked: Text) -> str:
    """What somebody answers, "" where nobody can be asked."""
    if not _somebody_is_there():
        return ""
    return str(click.prompt(str(asked), default="", show_default=False, prompt_suffix="")).strip()


def agreed(asked: Text) -> bool:
    """Whether somebody says yes."""
    return answer(asked).lower() in _YES


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
