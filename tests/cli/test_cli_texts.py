"""Every text for people exists in English and Chinese, says the same, and no bare literal reaches a reader."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_kit import ROOT

FILES = sorted(
    [*ROOT.glob("framework/src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("tui/src/**/*.py")]
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,}")
each_file = pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(ROOT)) for file in FILES])


def calls(file: Path) -> Iterator[ast.Call]:
    """Every call in the file."""
    return (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def name_of(node: ast.expr) -> str:
    """The last part of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts(file: Path) -> Iterator[tuple[int, str, str]]:
    """Every `Text("...", "...")` and `Message(...)` written out in the file, with its line."""
    for call in calls(file):
        words = {"Text": call.args, "Message": call.args[1:]}.get(name_of(call.func), [])
        if len(words) == 2:
            english, chinese = words
            if isinstance(english, ast.Constant) and isinstance(chinese, ast.Constant):
                yield call.lineno, str(english.value), str(chinese.value)


def placeholders(text: str) -> set[str]:
    """The names that `format` fills."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def prose(text: str) -> str:
    """A text without its placeholders."""
    return re.sub(r"\{\w*\}", "", text)


@each_file
def test_both_languages_are_there_and_say_the_same(file: Path) -> None:
    """Neither text is empty, both fill the same placeholders, and the Chinese is Chinese or needs no words."""
    wrong = [(line, english, chinese) for line, english, chinese in texts(file) if not twins(english, chinese)]
    assert wrong == []


def twins(english: str, chinese: str) -> bool:
    """Whether two texts can be each other's translation."""
    neutral = not WORDS.search(prose(english)) or english == chinese
    same = placeholders(english) == placeholders(chinese)
    return bool(english and chinese and same and (neutral or CHINESE.search(chinese)))


@each_file
def test_no_bare_literal_is_shown(file: Path) -> None:
    """Neither the terminal nor an error of ours is handed an English literal."""
    wrong = []
    for call in calls(file):
        name = name_of(call.func)
        shows = name in {"echo", "secho", "say", "complain"} or (name.endswith("Error") and name in OURS)
        for argument in call.args[:1] if shows else []:
            wrong += [(call.lineno, text) for text in spoken(argument) if WORDS.search(text)]
    assert wrong == []


def spoken(argument: ast.expr) -> Iterator[str]:
    """The literals that an argument shows: not those of calls and look-ups inside it."""
    inner = [node for node in ast.walk(argument) if isinstance(node, ast.Call | ast.Subscript)]
    hidden = {id(part) for node in inner for part in ast.walk(node)}
    for part in ast.walk(argument):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in hidden:
            yield part.value


OURS = {"KaoheError", "SchemeError", "InexactError", "CaseError", "UnknownSchemeError", "AllocationError", "StoreError"}


def test_there_are_texts_to_check() -> None:
    """The search finds the program's texts, so that an empty result means something."""
    assert sum(len(list(texts(file))) for file in FILES) > 500
