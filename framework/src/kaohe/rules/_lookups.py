"""Nodes that look one entry up in another: a finding in a list of findings, a code in the cycle's list."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ._expressions import Axis, BoolExpr, ChoiceExpr, Expr
from ._fields import checked
from ._inputs import Choice, Finding, Input

__all__ = ["Listed", "Matched", "Spelled", "Unsettled", "listed", "matched", "spelled", "unsettled"]


def _as_written(code: str) -> str:
    return code


@checked
@frozen(order=False)
class Matched(BoolExpr):
    """Whether a row of `by` that counts has the day, document number and item of the current row of `rows`."""

    rows: Finding
    by: Finding

    def own_axis(self) -> Axis | None:
        """It is asked of each row."""
        return self.rows

    def parts(self) -> tuple[Expr, ...]:
        return (self.rows, self.by)


@checked
@frozen(order=False)
class Unsettled(BoolExpr):
    """Open while `when` holds, whatever else was entered; false where it does not."""

    when: BoolExpr
    inputs: tuple[Input, ...]

    def parts(self) -> tuple[Expr, ...]:
        return (self.when, *self.inputs)


@checked
@frozen(order=False)
class Spelled(ChoiceExpr):
    """A code under the one name that `names` gives its spellings."""

    choice: ChoiceExpr
    names: Callable[[str], str]

    def parts(self) -> tuple[Expr, ...]:
        return (self.choice,)


@checked
@frozen(order=False)
class Listed(BoolExpr):
    """Whether the cycle's list of a choice holds one of `codes`, each under the name that `names` gives it."""

    choice: Choice
    codes: tuple[str, ...]
    names: Callable[[str], str] = _as_written


def matched(rows: Finding, by: Finding) -> BoolExpr:
    """Of each finding in `rows`: whether a finding in `by` names it, by its day, document number and item."""
    return Matched(rows, by)


def unsettled(when: BoolExpr, *inputs: Input) -> BoolExpr:
    """A condition that nobody can answer while `when` holds: the outcome then asks for `inputs` anew."""
    return Unsettled(when, inputs)


def spelled(choice: ChoiceExpr, names: Callable[[str], str]) -> ChoiceExpr:
    """`choice` with every spelling of a name read as that name; `names` is a pure function of the code."""
    return Spelled(choice, names)


def listed(choice: Choice, *codes: str, names: Callable[[str], str] = _as_written) -> BoolExpr:
    """Whether the list that the cycle supplies for `choice` holds one of `codes`."""
    return Listed(choice, codes, names)
