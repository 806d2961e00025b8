"""Computed figures as short texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from kaohe.engine import Evaluation
from kaohe.rules import Figure
from kaohe.rules.nodes import open_axis
from kaohe.rules.tools import show, show_near
from kaohe.words import Text

__all__ = ["figure_text", "number_text"]


def figure_text(evaluation: Evaluation, who: str, rule: Figure, place: int | None) -> str:
    """The worth of a figure for one person, at one period where it runs along periods; "-" while it is open."""
    walker = evaluation.walker(who)
    axis = open_axis(rule.value)
    if axis is None or place is None:
        found = walker.worth(rule.value)
    else:
        (found,) = walker.along(rule.value, (place,))
    value = getattr(found, "value", None)
    if isinstance(value, Fraction):
        return number_text(value, evaluation.plan(evaluation.cohort.appraisees[who].kind).rules.limits)
    if isinstance(value, dt.date):
        return value.isoformat()
    options = getattr(found, "options", None)
    if options is not None and len(options) == 1:
        return {True: str(Text("yes", "是")), False: str(Text("no", "否"))}.get(next(iter(options)), "-")
    return "-"


def number_text(value: Fraction, limits: Iterable[Fraction] = ()) -> str:
    """A number to at most two decimals, or to as many as keep it on its side of each of `limits`."""
    exact = show(value)
    return exact if "/" not in exact and len(exact.partition(".")[2]) <= 2 else show_near(value, limits)
