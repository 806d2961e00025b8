"""The figures that a scheme shows beside an outcome: exact numbers, conditions and days, one a period where they run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...rules import Figure, Periods
from ...rules.nodes import open_axis
from ...rules.tools import show
from .._evaluation import Evaluation
from ..walk import Day, Num, Truth, Worth

__all__ = ["FigureValue", "figure_values"]


@frozen(kw_only=True)
class FigureValue:
    """A figure of one appraisee, at one period where it lies on periods ("" else); None where it is open or absent."""

    rule: str
    period: str = ""
    value: Fraction | bool | dt.date | None

    @property
    def shown(self) -> str | bool | None:
        """The value as plain data: an exact number and a day as text."""
        if isinstance(self.value, Fraction):
            return show(self.value)
        return self.value.isoformat() if isinstance(self.value, dt.date) else self.value

    def as_json(self) -> dict[str, Any]:
        """The figure as plain data."""
        return {"rule": self.rule, "period": self.period, "value": self.shown}


def figure_values(evaluation: Evaluation, appraisee: str) -> list[FigureValue]:
    """Every figure of one appraisee, in the order of declarations; [] where the kind shows none."""
    rules = evaluation.plan(evaluation.cohort.appraisees[appraisee].kind).rules
    found: list[FigureValue] = []
    for rule in rules.rules(Figure):
        assert isinstance(rule, Figure)  # noqa: S101  # narrowed for mypy
        found += _along(evaluation, appraisee, rule)
    return found


def _along(evaluation: Evaluation, appraisee: str, rule: Figure) -> Iterator[FigureValue]:
    walker, axis = evaluation.walker(appraisee), open_axis(rule.value)
    if not isinstance(axis, Periods):
        yield FigureValue(rule=rule.id, value=_settled(walker.worth(rule.value)))
        return
    periods = evaluation.periods(axis.key)
    worths = walker.along(rule.value, tuple(range(len(periods))))
    for period, worth in zip(periods, worths, strict=True):
        yield FigureValue(rule=rule.id, period=period.name, value=_settled(worth))


def _settled(worth: Worth) -> Fraction | bool | dt.date | None:
    if isinstance(worth, Truth):
        return next(iter(worth.options)) if worth.settled else None
    return worth.value if isinstance(worth, Num | Day) else None
