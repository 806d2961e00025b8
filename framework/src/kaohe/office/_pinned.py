"""The rules that a book was made with beside those that are installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..rules.tools import Ruleset
from ._documents import Fields
from ._plan import declared

__all__ = ["Difference", "difference"]


@frozen
class Difference:
    """How the installed rules differ from those of a book: by version and digest, and declaration by declaration.

    `added`, `removed` and `changed` name rules and inputs as "KIND: ID". All three may be empty where something else
    of the scheme changed, as the words of a grade.
    """

    version: tuple[str, str]
    digest: tuple[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """It as plain data, the book's before the installed."""
        return {
            "version": [*self.version],
            "digest": [*self.digest],
            "added": [*self.added],
            "removed": [*self.removed],
            "changed": [*self.changed],
        }


def difference(settings: Fields, ruleset: Ruleset) -> Difference | None:
    """The difference, None where the digest is the same."""
    if settings["digest"] == ruleset.digest:
        return None
    held: Mapping[str, str] = settings["declared"]
    now = declared(ruleset)
    return Difference(
        version=(settings["version"], ruleset.scheme.version),
        digest=(settings["digest"], ruleset.digest),
        added=tuple(sorted(now.keys() - held.keys())),
        removed=tuple(sorted(held.keys() - now.keys())),
        changed=tuple(sorted(name for name in now.keys() & held.keys() if now[name] != held[name])),
    )
