"""What can go wrong, as sentences to a person: the thing, the reason, the next step."""

from __future__ import annotations

from .words import Message, shortened, visible

__all__ = [
    "AllocationError",
    "CaseError",
    "FileError",
    "InexactError",
    "KaoheError",
    "SchemeError",
    "UnknownSchemeError",
]

# Together below 1 kB with the number: whatever stood in a file, its error fits on a screen.
_TEXT, _WHERE = 700, 250


class KaoheError(Exception):
    """Any mistake that a user, an author or their data made; `text` says it in both languages.

    `where` is the file, line or place. Of a text or place that quotes too much the middle is left out.
    """

    def __init__(self, text: Message, *, where: str | None = None) -> None:
        self.text: Message = _short(text.spoken())
        self.where = shortened(visible(where), _WHERE) if where else where
        super().__init__(self.text.en)

    @property
    def number(self) -> str:
        """The number of the message (docs/messages.md)."""
        return self.text.number

    def __str__(self) -> str:
        return f"{self.where}: {self.text.told()}" if self.where else self.text.told()


def _short(text: Message) -> Message:
    en, zh = shortened(text.en, _TEXT), shortened(text.zh, _TEXT)
    return text if (en, zh) == (text.en, text.zh) else text.reworded(en, zh)


class FileError(KaoheError):
    """A file cannot be read, or is not what its name says; `line` is where, from 1, if that is known."""

    def __init__(self, text: Message, *, where: str | None = None, line: int | None = None) -> None:
        super().__init__(text, where=where if line is None else f"{where}:{line}")
        self.line = line


class SchemeError(KaoheError):
    """A scheme or amendment declares something that cannot hold."""


class InexactError(KaoheError):
    """A float, a NaN or more decimals than declared stood where an exact number is required."""


class CaseError(KaoheError):
    """A case file cannot be read, or says something its scheme does not allow.

    `path` is the place within plain data ("appraisees", 0, "facts", "leave"), () where the error is of no such place.
    """

    def __init__(self, text: Message, *, where: str | None = None, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(text, where=where)
        self.path = path


class UnknownSchemeError(KaoheError):
    """No scheme of that id is installed, or it is not in a state to run."""


class AllocationError(KaoheError):
    """A quota problem is malformed: its groups, candidates, keys or decisions."""
