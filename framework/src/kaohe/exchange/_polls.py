"""What was counted of one question about one appraisee: its ballots, and the value that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from ..rules import Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import show
from ..words import Message
from ._cells import At, Row
from ._layout import Layout
from ._votes import BLANK, NOT_BACK, SPOILT
from ._who import Who

__all__ = ["Answer", "Poll", "Rated"]

_BEYOND = Message(
    "K9611",
    "{label}: this is ballot {n}, and {issued} were handed out; correct the number, or take the ballot out",
    "{label}：这是第 {n} 张，而只发出 {issued} 张；请更正发出数，或核实此票",
)
_ISSUED = Message(
    "K9612",
    "{label}: how many ballots were handed out? Write 发出 30 above the headings, add a column 发出, or say --issued 30",
    "{label}：发出多少张票？请在列标题上方写明“发出 30 张”，加一列“发出”，或用 --issued 30 指明",
)


@frozen
class Rated:
    """What one rater gave: their code, the group they vote in, the mark."""

    group: str
    rater: str
    mark: Fraction


@frozen
class Answer:
    """What one ballot says of a question, and where; `silent` where its cell is empty and others of the ballot are not."""

    said: str | Rated
    at: At
    silent: bool = False

    @property
    def back(self) -> bool:
        """Whether the ballot was handed in."""
        return self.said != NOT_BACK


@define
class Poll:
    """One question about one appraisee in one period, over all sheets of a file."""

    given: Input
    who: Who
    layout: Layout
    row: Row
    periods: Mapping[str, str]
    place: int
    answers: list[Answer] = field(factory=list)
    issued: dict[str, int] = field(factory=dict)  # by sheet, as told
    collected: dict[str, int] = field(factory=dict)
    wrong: bool = False

    @property
    def asked(self) -> bool:
        """Whether any ballot answers the question: one that none does was not on the ballot."""
        return self.wrong or any(not one.silent for one in self.answers)

    def faults(self) -> Iterator[tuple[At, Message]]:
        """The ballots beyond those handed out, each at its place, and what must be said of the number."""
        if not isinstance(self.given, Tally):
            return
        counted: Counter[str] = Counter()
        for one in self.answers:
            counted[one.at.sheet] += one.back
            issued = self.issued.get(one.at.sheet)
            if issued is not None and one.back and counted[one.at.sheet] > issued:
                told = _BEYOND.format(label=self.given.label, n=counted[one.at.sheet], issued=issued)
                yield one.at, told
        for sheet in counted:
            if sheet not in self.issued:
                first = next(one.at for one in self.answers if one.at.sheet == sheet)
                yield first, _ISSUED.format(label=self.given.label)

    def spoilt(self) -> list[At]:
        """Where the void ballots stand."""
        return [one.at for one in self.answers if one.said == SPOILT]

    def value(self) -> Any:
        """What the ballots make, as a case file says it; for ratings and marks None where nobody gave any."""
        if isinstance(self.given, Tally):
            return self._tally(self.given)
        return self._ratings(self.given) if isinstance(self.given, Ratings) else self._marks(self.given)

    def _tally(self, given: Tally) -> dict[str, int]:
        said = Counter(one.said for one in self.answers)
        counts = {"issued": sum(self.issued.values()), "collected": sum(one.back for one in self.answers)}
        return counts | {"spoilt": said[SPOILT], "blank": said[BLANK]} | {code: said[code] for code in given.codes}

    def _ratings(self, given: Ratings) -> list[str] | None:
        """In the order of the options, so that nothing tells who came when."""
        said = Counter(one.said for one in self.answers)
        return [code for code in given.codes for _ in range(said[code])] or None

    def _marks(self, given: Input) -> dict[str, Any] | None:
        found: dict[str, Any] = {}
        for one in self.answers:
            if isinstance(one.said, Rated):
                into = found.setdefault(one.said.group, {}) if isinstance(given, Marks) and given.groups else found
                into[one.said.rater] = show(one.said.mark)
        return found or None
