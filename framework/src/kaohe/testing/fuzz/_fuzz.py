"""Cohorts and illegal facts drawn at random: short rounds, kind by kind and reading by reading, until the number or the time is up.

hypothesis only draws here. What fails is shrunk and kept as a case file by the runner; its example database is
off, as failures inside a nested `given` would be lost in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from ...rules.nodes import Input
from ...words import Message
from ..basis import CheckError, Problem, Subject, World, empty_world
from ..checks import refused
from ..people import Base, base_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["drawn_problems", "drawn_worlds", "readings_of"]

_ROUND = 20
_FEW = 3
_SHARE = 10  # one part in so many of the time is for illegal facts


def drawn_worlds(subject: Subject, options: Any) -> Iterator[World]:
    """Worlds for one fuzz, round-robin over kinds and readings of the settings. Raises CheckError without hypothesis."""
    _needs_hypothesis()
    deadline = _deadline(options.seconds, _SHARE - 1)
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


def drawn_problems(subject: Subject, options: Any) -> Iterator[list[Problem]]:
    """What is wrong with the refusal of illegal facts, one list for each fact that was tried, input by input.

    As many facts as the fuzz draws cohorts, within a tenth of its time. Raises CheckError without hypothesis.
    """
    _needs_hypothesis()
    deadline = _deadline(options.seconds, 1)
    base = base_of(subject)
    asked = [(rules, given) for rules in subject.rules.kinds for given in base.facts_of(rules)]
    tried = 0
    for number in count():
        for place, (rules, given) in enumerate(asked):
            for value in _values(base, given, _FEW, (options.seed, number, place)):
                if tried >= options.worlds or (deadline is not None and time.monotonic() > deadline):
                    return
                tried += 1
                yield list(refused(subject, rules, given, value))
        if not tried:
            return


def _deadline(seconds: float | None, parts: int) -> float | None:
    """When so many parts of the time are over."""
    return None if seconds is None else time.monotonic() + seconds * parts / _SHARE


def _needs_hypothesis() -> None:
    try:
        import hypothesis  # noqa: F401  # asked for before anything is drawn
    except ImportError as error:
        text = Message(
            "K6001",
            "fuzzing needs hypothesis; install it with: pip install 'kaohe[testing]'",
            "随机测试需要 hypothesis；请运行 pip install 'kaohe[testing]'",
        )
        raise CheckError(text) from error


def readings_of(subject: Subject) -> list[Subject]:
    """The scheme under its defaults, then with each other reading of one setting at a time."""
    found = [subject]
    for setting in subject.rules.settings:
        others = [] if setting.is_list else [one.code for one in setting.options if one.code != setting.default]
        found += [subject.chosen({**subject.choices, setting.key: code}) for code in others]
    return found


def _round(subject: Subject, kind: str, wanted: int, key: tuple[int, ...]) -> list[list[dict[str, Any]]]:
    """A few cohorts of one kind."""
    from ..strategies import cohorts

    return _drawn(cohorts(subject.rules, kind, base=base_of(subject)), wanted, key)


def _values(base: Base, given: Input, wanted: int, key: tuple[int, ...]) -> list[Any]:
    """A few illegal values of one input."""
    from ..strategies import illegal_one

    return _drawn(illegal_one(given, base.calendar), wanted, key)


def _drawn(strategy: SearchStrategy[Any], wanted: int, key: tuple[int, ...]) -> list[Any]:
    """What hypothesis draws from a seed alone; what it says is not shown, and nothing is kept."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis.internal.conjecture.providers import HypothesisProvider

    drawn: list[Any] = []

    @seed(hash(key))
    @settings(
        max_examples=max(1, wanted),
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: Any) -> None:
        drawn.append(value)

    # It would also draw constants that it reads in the sources of whatever is imported: other cohorts from the same seed
    # where the program is installed another way, or did something else before. What to aim at, the strategies know.
    # (An edition without that name draws as it does: `create`, for a user's fuzz must not end on it; a test would tell.)
    with patch.object(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None, create=True):
        draw()
    return drawn
