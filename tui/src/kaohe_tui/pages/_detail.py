"""What stands beside a list of people on a wide terminal: the person under the cursor in short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from kaohe.words import Text

from ..results._links import linked_names
from ..results._texts import score_text, state_text, tone_of
from ..session._needs import own_needs, own_pending
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Detail"]


class Detail(Reading):
    """Name, links, what the record comes to as it stands, what was refused in it, and what it lacks."""

    where: ClassVar[str] = "detail"

    def __init__(self, desk: Host, who: str) -> None:
        super().__init__(desk)
        self.who = who

    def lines(self) -> list[ReadingLine]:
        """A line for each thing."""
        return [*self._person(), *self._outcome(), *self._open()]

    def _person(self) -> Iterator[ReadingLine]:
        person, kind = self.session.people[self.who], self.session.rules_of(self.who).kind
        yield ReadingLine(f"{self.who} {person.name}".strip(), style="b")
        yield ReadingLine(str(kind.label))
        for name in linked_names(self.session, self.who):
            yield ReadingLine(name, indent=2)

    def _outcome(self) -> Iterator[ReadingLine]:
        outcome, rules = self.session.outcome(self.who), self.session.rules_of(self.who)
        grade = outcome.grade or (f"({outcome.provisional_grade})" if outcome.provisional_grade else "-")
        yield ReadingLine("")
        yield ReadingLine(f"{Text('score', '得分')} {score_text(outcome, rules)}  {Text('grade', '等次')} {grade}")
        yield ReadingLine(state_text(outcome, rules), style=tone_of(outcome))
        for text in (*outcome.flag_texts, *(reason.text for reason in outcome.reasons)):
            yield ReadingLine(f"? {text}", indent=2)

    def _open(self) -> Iterator[ReadingLine]:
        outcome, rules = self.session.outcome(self.who), self.session.rules_of(self.who)
        for refusal in self.session.refusals(self.who):
            yield ReadingLine(f"! {refusal.text}", style="x")
        for text in self.session.disputes(self.who).values():
            yield ReadingLine(f"! {text}", style="x")
        missing = [*own_needs(outcome, rules), *own_pending(outcome, rules)]
        if missing:
            yield ReadingLine("")
            yield ReadingLine(str(Text("still open", "尚缺")), style="u")
        yield from (ReadingLine(f"- {one}", indent=0) for one in missing)
