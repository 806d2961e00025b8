"""Installed schemes loaded once for a whole run: looking for plugins takes longer than most small cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from kaohe.rules import load
from kaohe.rules.tools import Ruleset

__all__ = ["loaded_once"]


@cache
def _once(name: str, amendments: tuple[str, ...], choices: tuple[tuple[str, Any], ...]) -> Ruleset:
    return load(name, amendments=amendments, choices=dict(choices))


def _load(name: str, *, amendments: Sequence[str] = (), choices: Mapping[str, Any] | None = None) -> Ruleset:
    return _once(name, tuple(amendments), tuple(sorted((choices or {}).items())))


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases that name the same scheme, amendments and settings share one ruleset: these tests install nothing meanwhile."""
    for asking in ("kaohe.cases._read", "kaohe.cases._what_if", "kaohe.office._plan"):
        monkeypatch.setattr(f"{asking}.load", _load)
