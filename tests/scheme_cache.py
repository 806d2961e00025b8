"""The shipped schemes, assembled once in a process of the suite, however often a case is read."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kaohe.rules import Scheme, _loader, assemble
from kaohe.rules.amend import Amendment
from kaohe.rules.tools import Ruleset

__all__ = ["assembled_once"]

_PLUGINS = Path(__file__).parents[1] / "plugins"
_Chosen = Mapping[str, str | tuple[str, ...]]


def assembled_once(patch: pytest.MonkeyPatch) -> None:
    """Let the loader keep what it assembled of our own plugins, and not look for its faults again.

    A scheme is data that nothing changes once it is assembled. Schemes that tests make themselves are assembled anew
    each time, and so is whatever a test assembles by its own call.
    """
    made: dict[object, Ruleset] = {}
    sound: dict[int, Ruleset] = {}
    refuse_faults = _loader._refuse_faults

    def once(
        scheme: type[Scheme], amendments: Sequence[type[Amendment]] = (), *, choices: _Chosen | None = None
    ) -> Ruleset:
        if not all(map(_shipped, (scheme, *amendments))):
            return assemble(scheme, amendments, choices=choices)
        key = (scheme, *amendments, repr(sorted((choices or {}).items())))
        if key not in made:
            made[key] = assemble(scheme, amendments, choices=choices)
        return made[key]

    def checked_once(ruleset: Ruleset) -> None:
        if id(ruleset) not in sound:
            refuse_faults(ruleset)
            sound[id(ruleset)] = ruleset

    patch.setattr(_loader, "assemble", once)
    patch.setattr(_loader, "_refuse_faults", checked_once)


def _shipped(declared: type) -> bool:
    try:
        return Path(inspect.getfile(declared)).is_relative_to(_PLUGINS)
    except (TypeError, OSError):
        return False
