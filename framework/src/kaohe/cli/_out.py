"""Writing to the terminal: every line made visible, JSON without a character that a terminal could obey."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from .._json_text import json_text as dumped
from ..errors import KaoheError
from ..words import Text, visible

__all__ = ["both", "complain", "dumped", "refuse", "say", "say_json"]


def say(line: object = "", *, bold: bool = False) -> None:
    """Write one line. Control characters, escapes and invisible marks in it are written as escapes."""
    text = visible(str(line))
    click.echo(click.style(text, bold=True) if bold else text)


def complain(line: str) -> None:
    """Write one line to standard error, made visible; where that is closed, nobody can be told."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(visible(line), err=True)


def refuse(error: KaoheError, *, kind: str, as_json: bool) -> None:
    """Say what is wrong on standard error; `as_json` on standard output too, in one line, `kind` naming the error."""
    complain(str(error))
    if as_json:
        text = {"en": error.text.en, "zh": error.text.zh}
        data = {"error": kind, "number": error.number, "where": error.where, "text": text}
        with contextlib.suppress(OSError, ValueError):
            click.echo(dumped(data, indent=None))


def say_json(data: Any) -> None:
    """Write `data` as JSON."""
    click.echo(dumped(data))


def both(text: Text | None) -> dict[str, str] | None:
    """A text in its JSON form: both languages by code, and the number of a message that has one."""
    if text is None:
        return None
    return {"en": text.en, "zh": text.zh} | ({"number": text.number} if text.number else {})
