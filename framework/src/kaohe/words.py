"""Text for people, in English and Chinese, and the choice between them."""

from __future__ import annotations

import os
from functools import cache

from attrs import frozen

__all__ = ["Text", "language", "visible"]

_LOCALE_VARIABLES = ("KAOHE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """The language of users' text: "zh" or "en", from KAOHE_LANG or the locale."""
    value = next((os.environ[name] for name in _LOCALE_VARIABLES if os.environ.get(name)), "")
    return "zh" if value.lower().startswith("zh") else "en"


@frozen
class Text:
    """One sentence or label in English and in Chinese; `str()` gives the one for the locale.

    Both are required, so no message can exist in one language only.
    """

    en: str
    zh: str

    def __attrs_post_init__(self) -> None:
        if not (self.en and self.zh):
            raise ValueError(f"a text needs both languages: {self!r}")

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill the placeholders of both; a value that is itself a Text is taken in each language."""
        english: dict[str, object] = {}
        chinese: dict[str, object] = {}
        for name, value in values.items():
            if isinstance(value, Text):
                english[name], chinese[name] = value.en, value.zh
            else:
                english[name] = chinese[name] = visible(value) if isinstance(value, str) else value
        return Text(self.en.format(**english), self.zh.format(**chinese))

    def in_language(self, code: str) -> str:
        """The English text for "en", the Chinese for "zh"."""
        return self.zh if code == "zh" else self.en


def visible(text: str) -> str:
    r"""`text` with every character a terminal could obey or hide written as an escape (\x1b, \u202e)."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


@cache
def _visible(character: str) -> str:
    if character.isprintable() or character == "\u3000":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
