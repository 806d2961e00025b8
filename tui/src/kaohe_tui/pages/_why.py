"""The explanation of one outcome: what decided, what applied besides, what did not, and the readings of ours."""

from __future__ import annotations

from typing import ClassVar

from kaohe.engine import Explanation, explain, explanation_sections
from kaohe.rules.tools import marked
from kaohe.words import Text

from ._page import Host
from ._reading import Reading, ReadingLine
from ._words import Words

__all__ = ["Why"]


class Why(Reading):
    """Why one person's outcome is what it is."""

    where: ClassVar[str] = "why"

    def __init__(self, desk: Host, who: str) -> None:
        super().__init__(desk)
        self.who = who
        self._seen: tuple[int, list[ReadingLine]] = (-1, [])

    def head(self) -> str:
        """Whose outcome, under which rules."""
        person, ruleset = self.session.people[self.who], self.session.ruleset
        title = Text("why", "得分说明")
        return f"{self.who} {person.name} > {title}  {marked(ruleset.id, ruleset.scheme)} v{ruleset.scheme.version}  {ruleset.digest[:6]}"

    def stands(self) -> bool:
        """Whether whom it is about is still in the book."""
        return self.who in self.session.people

    def do_words(self) -> None:
        """The words of every clause that the explanation cites."""
        steps = explain(self.session.results.single, self.who).steps
        cited = [(one.clause, f"{one.rule} {one.text}", one.origin) for one in steps if one.kind != "decision"]
        self.desk.enter(Words(self.desk, cited))

    def lines(self) -> list[ReadingLine]:
        """The sentence that says what decided; the steps that decided, the others, and the readings of ours."""
        if self._seen[0] != self.session.revision:
            results = self.session.results
            found = _lines(explain(results.single, self.who))
            before = [] if results.whole else [ReadingLine(str(_BEFORE), style="u")]
            self._seen = (self.session.revision, [*before, *found])
        return self._seen[1]


_BEFORE = Text(
    "before quotas: the results of all are not computed (F5, or the results screen)",
    "未计名额：全部结果尚未计算（按 F5 或进入结果屏）",
)


def _lines(explanation: Explanation) -> list[ReadingLine]:
    found: list[ReadingLine] = []
    for section in explanation_sections(explanation):
        if section.title is None:
            first, *more = section.lines
            found += [ReadingLine(str(first), style="b"), *(ReadingLine(str(line)) for line in more)]
        else:
            found += [ReadingLine(""), ReadingLine(str(section.title), style="b")]
            found += [ReadingLine(str(line), indent=2) for line in section.lines]
    return found
