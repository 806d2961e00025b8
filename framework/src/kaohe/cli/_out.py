"""Writing to the terminal: every line made visible, JSON without a character that a terminal could obey."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import click

from ..words import Text, visible

__all__ = ["both", "complain", "dumped", "say", "say_json"]


def say(line: object = "", *, bold: bool = False) -> None:
    """Write one line. Control characters, escapes and invisible marks in it are written as escapes."""
    text = visible(str(line))
    click.echo(click.style(text, bold=True) if bold else text)


def complain(line: str) -> None:
    """Write one line to standard error, made visible; where that is closed, nobody can be told."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(visible(line), err=True)


def dumped(data: Any) -> str:
    """`data` as JSON in UTF-8 text; what is not printable stays a JSON escape."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    if all(character.isprintable() or character == "\n" for character in text):
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def say_json(data: Any) -> None:
    """Write `data` as JSON."""
    click.echo(dumped(data))


def both(text: Text | None) -> dict[str, str] | None:
    """A text in its JSON form: both languages by code, and the number of a message that has one."""
    if text is None:
        return None
    return {"en": text.en, "zh": text.zh} | ({"number": text.number} if text.number else {})
