"""The explanation of one outcome: every rule by clause, what did not apply, and the readings of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import evolve

from kaohe.engine import Step, explain, explanation_lines
from kaohe.rules import marked
from kaohe.words import Text

from ._reading import Reading, ReadingLine

if TYPE_CHECKING:
    from kaohe.engine import Explanation

    from .._desk import Desk

__all__ = ["Why"]


class Why(Reading):
    """Why one person's outcome is what it is."""

    where: ClassVar[str] = "why"

    def __init__(self, desk: Desk, who: str) -> None:
        super().__init__(desk)
        self.who = who
        self._seen: tuple[int, list[ReadingLine]] = (-1, [])

    def head(self) -> str:
        """Whose outcome, under which rules."""
        person, ruleset = self.session.people[self.who], self.session.ruleset
        title = Text("why", "得分说明")
        return f"{self.who} {person.name} > {title}  {marked(ruleset.id, ruleset.scheme)} v{ruleset.scheme.version}  {ruleset.digest[:6]}"

    def lines(self) -> list[ReadingLine]:
        """What applied or may apply, what did not, and the assumptions."""
        if self._seen[0] != self.session.revision:
            self._seen = (self.session.revision, _lines(explain(self.session.evaluation, self.who)))
        return self._seen[1]


def _lines(explanation: Explanation) -> list[ReadingLine]:
    idle = ("not-applied", "rejected")
    live = tuple(step for step in explanation.steps if step.status not in idle)
    rest = tuple(step for step in explanation.steps if step.status in idle)
    head, *applied = _told(explanation, tuple(step for step in live if not step.period))
    periods = _told(explanation, tuple(step for step in live if step.period))[1:]
    found = [ReadingLine(head, style="b"), ReadingLine("")]
    found += [ReadingLine(text, indent=2) for text in applied]
    if periods:
        found += [ReadingLine(""), ReadingLine(str(Text("Period by period", "各期")), style="b")]
        found += [ReadingLine(text, indent=2) for text in periods]
    if rest:
        found += [ReadingLine(""), ReadingLine(str(Text("What did not apply", "未生效的规则")), style="b")]
        found += [ReadingLine(text, indent=2) for text in _told(explanation, rest)[1:]]
    if explanation.assumptions:
        found += [ReadingLine(""), ReadingLine(str(Text("Readings of ours", "我们的解释（假定）")), style="b")]
        for one in explanation.assumptions:
            found.append(ReadingLine(f"{one.id}  {one.issue}: {one.default}", indent=2, right=one.clause))
    return found


def _told(explanation: Explanation, steps: tuple[Step, ...]) -> list[str]:
    part = evolve(explanation, steps=steps, assumptions=())
    return [str(text) for text in explanation_lines(part)]
