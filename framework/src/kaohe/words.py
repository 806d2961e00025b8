"""Text for people, in English and Chinese, and the choice between them.

Every start of the program loads this, so it stands without attrs, whose loading takes as long as the interpreter's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

__all__ = ["Message", "Said", "Text", "echo", "language", "named", "prefer", "reword", "shortened", "visible"]

_LOCALE_VARIABLES = ("KAOHE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


_preferred: list[str] = []
_reworded: dict[str, Text] = {}


def language() -> str:
    """The language of users' text: "zh" or "en", from KAOHE_LANG, else what is preferred, else the locale."""
    names = _LOCALE_VARIABLES[:1] if _preferred else _LOCALE_VARIABLES
    value = next((os.environ[name] for name in names if os.environ.get(name)), "".join(_preferred))
    return "zh" if value.lower().startswith("zh") else "en"


def prefer(code: str) -> None:
    """Speak "zh" or "en" from now on, as the book at hand asks; "" leaves it to the locale. KAOHE_LANG wins."""
    _preferred[:] = [code] if code else []


def reword(table: Mapping[str, Text]) -> None:
    """Say the messages of these numbers in other words from now on, of the same placeholders or fewer; {} ends that.

    For a face of the program whose next steps are not commands. The numbers stay.
    """
    _reworded.clear()
    _reworded.update(table)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Text:
    """One sentence or label in English and in Chinese; `str()` gives the one for the locale.

    Both are required, so no message can exist in one language only.
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        if not (self.en and self.zh):
            raise ValueError(f"a text needs both languages: {self!r}")

    @property
    def number(self) -> str:
        """The number that names this message in every language and version; "" where it has none."""
        return ""

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
        return self.reworded(self.en.format(**english), self.zh.format(**chinese))

    def told(self) -> str:
        """As an error is printed: the number, where there is one, before the words for the locale."""
        return f"[{self.number}] {self}" if self.number else str(self)

    def reworded(self, en: str, zh: str) -> Text:
        """Other words for the same message."""
        return Text(en, zh)

    def in_language(self, code: str) -> str:
        """The English text for "en", the Chinese for "zh"."""
        return self.zh if code == "zh" else self.en


Said = Text | str | tuple[str, str]
"""Words as a declaration may give them: a text, the pair ("English", "中文"), or the Chinese alone."""

_NUMBER = re.compile(r"[KW][0-9]{4}")


@dataclass(frozen=True, slots=True, init=False)
class Message(Text):
    """An error or a warning: a text with a number that stays when its words change ("K2001"; "W8101" may be accepted).

    The number is the same in code, on the screen, in JSON and in docs/messages.md, which lists them all.
    """

    _number: str

    def __init__(self, number: str, en: str, zh: str) -> None:
        if not _NUMBER.fullmatch(number):
            raise ValueError(f"a message's number is K (or W) and four digits, not {number!r}")
        Text.__init__(self, en, zh)
        object.__setattr__(self, "_number", number)

    @property
    def number(self) -> str:
        """The number."""
        return self._number

    def format(self, **values: object) -> Message:
        """Fill the placeholders of both, under the same number; in the words of `reword`, where it has any."""
        found = Text.format(_reworded.get(self._number, self), **values)
        return self.reworded(found.en, found.zh)

    def spoken(self) -> Message:
        """A message without placeholders in the words of `reword`, where it has any; any other as it is."""
        other = _reworded.get(self._number)
        return self if other is None or "{" in other.en else self.reworded(other.en, other.zh)

    def reworded(self, en: str, zh: str) -> Message:
        """Other words under the same number."""
        return Message(self._number, en, zh)


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` bytes of UTF-8: of a longer one the beginning and the end, which says what to do."""
    if len(text) * 4 <= most or len(data := text.encode("utf-8", "replace")) <= most:
        return text
    first = (most - 5) * 2 // 3
    return (
        f"{data[:first].decode('utf-8', 'ignore')} … {data[len(data) - (most - 5 - first) :].decode('utf-8', 'ignore')}"
    )


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


_ECHOED = 40
_PLAIN = {
    None: Text("an empty value (null)", "空值（null）"),
    True: Text("true", "true"),
    False: Text("false", "false"),
}


def echo(raw: object) -> Text:
    """`raw` in a sentence, as the file has it and never as Python prints it: text quoted and cut, a list or table named."""
    if raw is None or isinstance(raw, bool):
        return _PLAIN[raw]
    if isinstance(raw, Mapping):
        return Text("a table", "一组键值")
    if isinstance(raw, list | tuple):
        return Text("a list", "列表")
    text = visible(str(raw))[:_ECHOED]
    return _quoted(text) if type(raw) is str else Text(text, text)


def named(text: str) -> Text:
    """`text` in a sentence that names it: in quotes where it is blank, since nobody would see it."""
    shown = visible(text)
    return Text(shown, shown) if text.strip() else _quoted(shown)


def _quoted(text: str) -> Text:
    return Text(f'"{text}"', f"“{text}”")
