"""The texts and calls written out in our sources, parsed once in a process."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

from cli_kit import ROOT

__all__ = ["FILES", "Shown", "Written", "name_of", "shown", "written"]

FILES = sorted(
    [*ROOT.glob("framework/src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("tui/src/**/*.py")]
)
OURS = {"KaoheError", "SchemeError", "InexactError", "CaseError", "UnknownSchemeError", "AllocationError", "StoreError"}
_TELL = {"echo", "secho", "say", "complain"} | OURS


@frozen
class Written:
    """A `Text(...)` or `Message(...)` whose two languages are literals."""

    file: Path
    line: int
    english: str
    chinese: str


@frozen
class Shown:
    """A literal that is handed to the terminal or to an error of ours."""

    file: Path
    line: int
    text: str


@cache
def _parsed() -> tuple[tuple[Written, ...], tuple[Shown, ...]]:
    texts, literals = [], []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                texts += _written(file, node)
                literals += [Shown(file, node.lineno, text) for text in _told(node)]
    return tuple(texts), tuple(literals)


def written() -> tuple[Written, ...]:
    """Every text in two languages that the sources write out."""
    return _parsed()[0]


def shown() -> tuple[Shown, ...]:
    """Every literal that the sources show without a text."""
    return _parsed()[1]


def name_of(node: ast.expr) -> str:
    """The last part of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _written(file: Path, call: ast.Call) -> list[Written]:
    words = {"Text": call.args, "Message": call.args[1:]}.get(name_of(call.func), [])
    if len(words) != 2:
        return []
    english, chinese = words
    if isinstance(english, ast.Constant) and isinstance(chinese, ast.Constant):
        return [Written(file, call.lineno, str(english.value), str(chinese.value))]
    return []


def _told(call: ast.Call) -> Iterator[str]:
    if name_of(call.func) in _TELL:
        for argument in call.args[:1]:
            yield from _spoken(argument)


def _spoken(argument: ast.expr) -> Iterator[str]:
    """The literals that an argument shows: not those of calls and look-ups inside it."""
    inner = [node for node in ast.walk(argument) if isinstance(node, ast.Call | ast.Subscript)]
    hidden = {id(part) for node in inner for part in ast.walk(node)}
    for part in ast.walk(argument):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in hidden:
            yield part.value
