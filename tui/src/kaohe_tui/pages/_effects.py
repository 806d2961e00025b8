"""Who would come out otherwise, from what to what: the lines that what-if and joining a lower book share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from kaohe.cases import Effect, Standing
from kaohe.rules.tools import Ruleset, show
from kaohe.words import Text

from ..results._texts import STATES
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Effects", "count_text", "effect_lines"]


def count_text(found: Sequence[Effect]) -> str:
    """How many change, and how many of them in their grade."""
    if not found:
        return str(_NOBODY)
    graded = sum(one.before.grade != one.after.grade for one in found)
    return str(_CHANGE.format(n=len(found), graded=graded))


def effect_lines(ruleset: Ruleset, found: Sequence[Effect]) -> Iterator[ReadingLine]:
    """How many go from which grade to which, most first; then a line for each person, their score before and after."""
    labels = {rules.kind.key: str(rules.kind.label) for rules in ruleset.kinds}
    counts = Counter((one.kind, _grade(one.before), _grade(one.after)) for one in found)
    for (kind, was, now), n in counts.most_common():
        if was != now:
            yield ReadingLine(f"{labels.get(kind, kind)}  {was} -> {now}  {n}", indent=2)
    for one in found:
        yield ReadingLine(f"{one.id} {one.name}".strip() + f"  {_said(one.before)} -> {_said(one.after)}")


def _grade(standing: Standing) -> str:
    """The grade, or in words what the outcome waits for."""
    return standing.grade or str(STATES[standing.state])


def _said(standing: Standing) -> str:
    return f"{'-' if standing.score is None else show(standing.score)} {_grade(standing)}"


class Effects(Reading):
    """What one thing that was tried would change; nothing of it is stored."""

    where: ClassVar[str] = "effects"

    def __init__(self, desk: Host, what: str, found: Sequence[Effect]) -> None:
        super().__init__(desk)
        self.what, self.found = what, [*found]

    def head(self) -> str:
        """What this is."""
        return f"{Text('what if', '试算')} > {Text('nothing is stored', '不作任何保存')}"

    def lines(self) -> list[ReadingLine]:
        """What was tried, whom it changes."""
        first = [ReadingLine(self.what, style="b"), ReadingLine(count_text(self.found))]
        return [*first, *effect_lines(self.session.ruleset, self.found)]


_NOBODY = Text("nobody changes", "没有人改变")
_CHANGE = Text("{n} change, {graded} of them in their grade", "{n} 人改变，其中等次改变 {graded} 人")
