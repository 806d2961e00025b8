"""Cohorts drawn at random: short rounds, kind by kind and reading by reading, until the number or the time is up.

hypothesis only draws here. What fails is shrunk and kept as a case file by the runner; its example database is
off, as failures inside a nested `given` would be lost in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from ..words import Text
from ._base import base_of
from ._registry import CheckError
from ._subject import Subject
from ._world import World, empty_world

__all__ = ["drawn_worlds", "readings_of"]

_ROUND = 20


def drawn_worlds(subject: Subject, options: Any) -> Iterator[World]:
    """Worlds for one fuzz, round-robin over kinds and readings of the settings. Raises CheckError without hypothesis."""
    try:
        import hypothesis  # noqa: F401  # asked for before anything is drawn
    except ImportError as error:
        text = Text(
            "fuzzing needs hypothesis; install it with: pip install 'kaohe[testing]'",
            "随机测试需要 hypothesis；请运行 pip install 'kaohe[testing]'",
        )
        raise CheckError(text) from error
    deadline = None if options.seconds is None else time.monotonic() + options.seconds
    lanes = [
        (reading, rules.kind.key) for reading in readings_of(subject) for rules in reading.rules.kinds if reading.runs
    ]
    drawn = 0
    for number in count():
        for place, (reading, kind) in enumerate(lanes):
            wanted = min(_ROUND, options.worlds - drawn)
            for rows in _round(reading, kind, wanted, (options.seed, number, place)):
                if drawn >= options.worlds or (deadline is not None and time.monotonic() > deadline):
                    return
                drawn += 1
                yield empty_world(reading, f"{kind}: round {number}").with_rows(rows)


def readings_of(subject: Subject) -> list[Subject]:
    """The scheme under its defaults, then with each other reading of one setting at a time."""
    found = [subject]
    for setting in subject.rules.settings:
        others = [] if setting.is_list else [one.code for one in setting.options if one.code != setting.default]
        found += [subject.chosen({**subject.choices, setting.key: code}) for code in others]
    return found


def _round(subject: Subject, kind: str, wanted: int, key: tuple[int, int, int]) -> list[list[dict[str, Any]]]:
    """A few cohorts of one kind."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from .strategies import cohorts

    drawn: list[list[dict[str, Any]]] = []

    @seed(hash(key))
    @settings(
        max_examples=max(1, wanted),
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(cohorts(subject.rules, kind, base=base_of(subject)))
    def draw(rows: list[dict[str, Any]]) -> None:
        drawn.append(rows)

    draw()
    return drawn
