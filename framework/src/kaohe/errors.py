"""What can go wrong, as sentences to a person: the thing, the reason, the next step."""

from __future__ import annotations

from .words import Text

__all__ = ["AllocationError", "CaseError", "InexactError", "KaoheError", "SchemeError", "UnknownSchemeError"]


class KaoheError(Exception):
    """Any mistake that a user, an author or their data made; `text` says it in both languages."""

    def __init__(self, text: Text, *, where: str | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else str(self.text)


class SchemeError(KaoheError):
    """A scheme or amendment declares something that cannot hold."""


class InexactError(KaoheError):
    """A float, a NaN or more decimals than declared stood where an exact number is required."""


class CaseError(KaoheError):
    """A case file cannot be read, or says something its scheme does not allow."""


class UnknownSchemeError(KaoheError):
    """No scheme of that id is installed, or it is not in a state to run."""


class AllocationError(KaoheError):
    """A quota problem is malformed: its groups, candidates, keys or decisions."""
