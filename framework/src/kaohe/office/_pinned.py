"""The rules that a book was made with beside those that are installed, and whose outcome differs under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..engine import Evaluation
from ..rules.tools import Ruleset, show
from ._documents import Fields, owner_of
from ._plan import declared
from ._state import State

__all__ = ["Comparison", "Difference", "Differs", "compared", "difference", "recorded"]


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


@frozen
class Differs:
    """An outcome as it was recorded and as the rules make it now: state, grade ("" where there is none), exact score."""

    id: str
    then: tuple[str, str, str]
    now: tuple[str, str, str]


@frozen
class Comparison:
    """The outcomes now beside those last recorded, in record `seq` of the book.

    `moved` are people whose entries nobody touched since and whose outcome differs all the same: by the rules, or
    by others in their pools. `edited` are people whose own entries changed since, whose outcome cannot be compared.
    """

    seq: int
    moved: tuple[Differs, ...]
    edited: tuple[str, ...]


def recorded(evaluation: Evaluation) -> Fields:
    """The outcomes document for an evaluation."""
    return {"digest": evaluation.cohort.ruleset.digest, "people": _outcomes(evaluation)}


def _outcomes(evaluation: Evaluation) -> dict[str, list[str]]:
    return {
        one.id: [one.state, one.grade or "", "" if one.score is None else show(one.score)]
        for one in evaluation.outcomes()
    }


def compared(state: State, evaluation: Evaluation, seq: int) -> Comparison:
    """The outcomes of an evaluation beside those that were recorded in record `seq`."""
    then, now = state.outcomes["people"], _outcomes(evaluation)
    edited = {owner_of(key) for key, version in state.versions.items() if version > seq} - {""}
    moved = [
        Differs(who, _three(then[who]), _three(found))
        for who, found in now.items()
        if who in then and who not in edited and then[who] != found
    ]
    return Comparison(seq, tuple(moved), tuple(sorted(edited | (now.keys() - then.keys()))))


def _three(found: list[str]) -> tuple[str, str, str]:
    state, grade, score = found
    return state, grade, score
