"""The place of a value among those of other people: first to last, or counted from the last."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from attrs import frozen

from ...words import Text
from .._fields import checked, one_of
from ._evaluator import Evaluator
from ._expr import COMPARE, Bounds, Expr
from ._operators import BoolExpr, ChoiceExpr, NumberExpr
from ._outcomes import GradeIs, ScoreOf
from ._wording import Words, join
from ._worth import Worth

__all__ = ["RankOf", "rank_of", "rank_stages"]


_TIES = {
    "best": Text("equals share the best place", "并列者取靠前的名次"),
    "worst": Text("equals share the worst place", "并列者取靠后的名次"),
    "refer": Text("a person decides between equals", "并列由人裁定"),
}


@checked
@frozen(order=False)
class RankOf(NumberExpr):
    """The place of `value` among all of the kind who are appraised, have one, and agree in the codes of `pool`.

    The place is 1 for the best (the largest, or with `bigger_is_better` false the smallest), or with `from_last` for the
    last; `only` says who is ranked at all. Equal values share a place: with `ties` "best" the one that is best for them,
    with "worst" the worst; with "refer" a person decides.
    """

    value: NumberExpr
    pool: tuple[ChoiceExpr, ...] = ()
    only: BoolExpr | None = None
    ties: Annotated[str, one_of("best", "worst", "refer")] = "best"
    from_last: bool = False
    bigger_is_better: bool = True

    def parts(self) -> tuple[Expr, ...]:
        return (self.value, *self.pool, *(() if self.only is None else (self.only,)))

    def bounds(self) -> Bounds:
        return Fraction(1), None

    def worth(self, here: Evaluator) -> Worth:
        return here.rank(self)

    def say(self, words: Words) -> Text:
        text = Text("place of {value} ({details})", "{value}的名次（{details}）")
        if self.from_last:
            text = Text("place from the last of {value} ({details})", "{value}的倒数名次（{details}）")
        details = [_TIES[self.ties]]
        if self.pool:
            parts = join([words.say(part) for part in self.pool], en=", ", zh="、")
            details.append(Text("within the same {pool}", "同一{pool}内").format(pool=parts))
        if self.only is not None:
            details.append(Text("of those with {only}", "限{only}").format(only=Words().within(self.only, COMPARE)))
        if not self.bigger_is_better:
            details.append(Text("the smallest first", "小者在先"))
        return text.format(value=Words().within(self.value, COMPARE), details=join(details, en="; ", zh="；"))


def rank_of(
    value: NumberExpr,
    *,
    pool: tuple[ChoiceExpr, ...] = (),
    only: BoolExpr | None = None,
    ties: str = "best",
    from_last: bool = False,
    bigger_is_better: bool = True,
) -> NumberExpr:
    """The place of `value` within its pool, 1 for the best, or for the last where it is counted `from_last`."""
    return RankOf(value, pool, only, ties, from_last, bigger_is_better)


def rank_stages(expression: Expr) -> Iterator[str]:
    """Which outcomes of everybody must be known before the places in `expression` are: the score, the grade."""
    for part in expression.parts():
        yield from rank_stages(part)
    if isinstance(expression, RankOf):
        yield from _stages(expression)


def _stages(expression: Expr) -> Iterator[str]:
    if isinstance(expression, ScoreOf | GradeIs):
        yield "score" if isinstance(expression, ScoreOf) else "grade"
    for part in expression.parts():
        yield from _stages(part)
