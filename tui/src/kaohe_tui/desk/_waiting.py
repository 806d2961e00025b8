"""Work that the desk waits for: how far it is, Esc, and the keys typed ahead of it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from attrs import define, field

from kaohe.words import Text

from ..session._job import Job
from ..terminal._keys import Key

__all__ = ["Waiting"]

_MOST_AHEAD = 1000


@define(eq=False)
class Waiting:
    """One job. What is typed meanwhile is kept in order and done afterwards, so that a burst means what it says.

    With `undone` it cannot be stopped.
    """

    what: Text
    job: Job[Any]
    done: Callable[[Any], None]
    undone: Callable[[], None] | None = None
    stopped: Callable[[], None] = field(default=lambda: None)
    ahead: list[Key | str] = field(factory=list)
    _began: float = field(factory=lambda: monotonic(), init=False)
    _seen: int = field(default=0, init=False)

    @property
    def stops(self) -> bool:
        """Whether Esc may stop it."""
        return self.undone is None

    def text(self) -> str:
        """What is done, how far it is, for how many seconds, and what Esc does."""
        told = self.job.heard
        parts = [
            f"{self.what}{': ' if told else ''}{told}",
            f"{self._seconds} s",
            str(_ESC if self.stops else _WHOLE),
            str(_AHEAD.format(n=len(self.ahead))) if self.ahead else "",
        ]
        return "  ".join(part for part in parts if part)

    def moved(self) -> bool:
        """Whether there is anything new to say: once a second, however fast the work goes, for a slow line."""
        before, self._seen = self._seen, self._seconds
        return before != self._seen

    @property
    def _seconds(self) -> int:
        return int(monotonic() - self._began)

    def keep(self, typed: Key | str) -> None:
        """Keep a key or a pasted text until it is over."""
        if len(self.ahead) < _MOST_AHEAD:
            self.ahead.append(typed)


_ESC = Text("Esc stops", "Esc 停止")
_WHOLE = Text("being saved whole", "正在整体存入")
_AHEAD = Text("typed ahead {n}", "预输 {n}")
