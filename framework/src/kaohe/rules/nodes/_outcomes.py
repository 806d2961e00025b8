"""What an appraisal itself brings: the appraisee's own total and grade."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ...words import Text
from .._fields import checked
from ._evaluator import Evaluator
from ._expr import COMPARE, Slip
from ._links import Kind, unknown_grade
from ._operators import BoolExpr, NumberExpr
from ._source import Holds, NotCompilable, Number, Source, holds
from ._wording import Words
from ._worth import NO_CAUSES, Truth, Worth

__all__ = ["GradeIs", "ScoreOf"]


@checked
@frozen(order=False)
class ScoreOf(NumberExpr):
    """The appraisee's own total."""

    def worth(self, here: Evaluator) -> Worth:
        return here.score()

    def number_source(self, source: Source) -> Number:
        if source.score is None:
            raise NotCompilable("no score yet")
        return source.number(source.score)

    def say(self, words: Words) -> Text:
        return Text("the score", "总分")


@checked
@frozen(order=False)
class GradeIs(BoolExpr):
    """The appraisee's own final grade is one of some."""

    grades: tuple[str, ...]

    binds = COMPARE

    def slips(self, kind: Kind) -> Iterator[Slip]:
        for grade in self.grades:
            if grade not in kind.grades:
                yield "grades", unknown_grade(kind, grade)

    def worth(self, here: Evaluator) -> Worth:
        possible, causes = here.grades()
        options = frozenset(grade in self.grades for grade in possible)
        return Truth(options or frozenset({None}), causes if len(options) > 1 else NO_CAUSES)

    def truth_source(self, source: Source) -> Holds:
        if source.grade is not None:
            return Holds(str(source.grade in self.grades))
        if not source.place:
            raise NotCompilable("the grade that is being made")
        places = tuple(place for place, grade in enumerate(source.grades) if grade in self.grades)
        return holds(f"({source.place} in {places!r})", f"({source.place} is not None)")

    def say(self, words: Words) -> Text:
        text = Text("the grade is {grades}", "等次为{grades}")
        if words.values is None:
            return text.format(grades="/".join(self.grades))
        if words.values.holds(self) is None:
            text = Text("the grade may be {grades}", "等次可能为{grades}")
        return text.format(grades=words.values.grades())
