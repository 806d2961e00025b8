"""Keys as the program knows them, whatever the terminal or the input method sent."""

from __future__ import annotations

from attrs import frozen

from kaohe.rules.tools import half_width

__all__ = ["Key", "early_keys", "keys_of"]

_SAME = {"ctrl+j": "enter", "ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+underscore": "ctrl+z"}


@frozen
class Key:
    """One key: its name ("f2", "tab", "a"), and the character it types, "" where it types none."""

    name: str
    char: str = ""

    @property
    def command(self) -> str:
        """The key where letters are commands: full-width forms and the Chinese 、 count as their ASCII key."""
        return half_width(self.char) if self.char else self.name


def keys_of(name: str, character: str | None) -> tuple[Key, ...]:
    """The keys that one event of the terminal library stands for.

    Escape and the next key of a burst arrive as one "alt" event: they are two keys again here.
    """
    if name.startswith("alt+") and character:
        return (Key("escape"), Key(character, character))
    typed = character if character and character.isprintable() else ""
    if name == "space":
        typed = " "
    return (Key(_SAME.get(name, name), typed),)


def early_keys(text: str) -> list[Key]:
    """Type-ahead that came before the app could read it."""
    names = {"\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace"}
    return [
        Key(names[character]) if character in names else Key(character, character)
        for character in text
        if character in names or character.isprintable()
    ]
