"""Every text for people exists in English and Chinese, says the same, and no bare literal reaches a reader."""

from __future__ import annotations

import re
import string

from texts_kit import FILES, shown, written

CHINESE = re.compile(r"[\u3400-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,}")


def placeholders(text: str) -> set[str]:
    """The names that `format` fills."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name and name.strip("!r").isidentifier()}


def prose(text: str) -> str:
    """A text without its placeholders."""
    return re.sub(r"\{\w*\}", "", text)


def test_both_languages_are_there_and_say_the_same() -> None:
    """Neither text is empty, both fill the same placeholders, and the Chinese is Chinese or needs no words."""
    assert [one for one in written() if not twins(one.english, one.chinese)] == []


def twins(english: str, chinese: str) -> bool:
    """Whether two texts can be each other's translation."""
    neutral = not WORDS.search(prose(english)) or english == chinese
    same = placeholders(english) == placeholders(chinese)
    return bool(english and chinese and same and (neutral or CHINESE.search(chinese)))


def test_no_bare_literal_is_shown() -> None:
    """Neither the terminal nor an error of ours is handed an English literal."""
    assert [one for one in shown() if WORDS.search(one.text)] == []


def test_there_are_texts_to_check() -> None:
    """The search finds the program's texts and literals, so that an empty result means something."""
    assert len(written()) > 500
    assert len(shown()) > 10
    assert len({one.file for one in written()}) > len(FILES) // 3
    assert not twins("to {name}", "到")
    assert not twins("twice", "twice two")
