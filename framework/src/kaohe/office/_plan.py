"""What a book is made from, and the settings document that keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ..cases import FORMAT
from ..rules import load
from ..rules.tools import Ruleset
from ._documents import Fields, plain

__all__ = ["Plan", "declared", "frame_of", "pinned", "ruleset_of", "settings_of"]

_SHORT = 16  # hex digits of a declaration's own hash, which is compared and proves nothing


@frozen(kw_only=True)
class Plan:
    """A new book: its scheme, cycle (as a case file's [cycle]), unit, amendments, choices of readings and language.

    `confirmed` are the readings that somebody looked at and confirmed; `language` is "zh" or "en".
    """

    scheme: str
    cycle: Mapping[str, Any]
    unit: str
    amendments: Sequence[str] = ()
    choices: Mapping[str, str | Sequence[str]] = field(factory=dict)
    confirmed: Sequence[str] = ()
    language: str = "zh"
    title: str = ""


def ruleset_of(scheme: str, amendments: Sequence[str], choices: Mapping[str, Any]) -> Ruleset:
    """The installed rules under these amendments and choices. Raises as `kaohe.rules.load`."""
    chosen = {key: value if isinstance(value, str) else tuple(value) for key, value in choices.items()}
    return load(scheme, amendments=tuple(amendments), choices=chosen)


def settings_of(plan: Plan, ruleset: Ruleset, cycle: Mapping[str, Any], *, by: str, time: str) -> Fields:
    """The settings document of a new book; `cycle` is the plan's with its tables written out."""
    return {
        "format": 1,
        "title": plan.title,
        "cycle": plain(cycle),
        "choices": plain(plan.choices),
        "amendments": [*plan.amendments],
        "language": plan.language,
        "readings": {name: {"by": by, "time": time} for name in plan.confirmed},
        **pinned(ruleset),
    }


def pinned(ruleset: Ruleset) -> Fields:
    """What the settings keep of the rules: which they are, and the hash of each declaration for a difference."""
    return {
        "scheme": ruleset.id,
        "version": ruleset.scheme.version,
        "digest": ruleset.digest,
        "declared": declared(ruleset),
    }


def declared(ruleset: Ruleset) -> dict[str, str]:
    """The hash of every rule and input, by kind and id."""
    return {name: whole[:_SHORT] for name, whole in ruleset.digests.items()}


def frame_of(settings: Fields) -> dict[str, Any]:
    """A case's data without people: what the settings say of scheme, amendments, choices and cycle."""
    found = {"format": FORMAT, "scheme": settings["scheme"], "amendments": settings["amendments"]}
    found |= {"settings": settings["choices"], "cycle": settings["cycle"], "title": settings.get("title", "")}
    return {key: value for key, value in found.items() if value or key in ("format", "scheme", "cycle")}
