"""What a case expects of figures: an exact number, yes or no, a day, "" for what is open or absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..engine import Evaluation, FigureValue, figure_values
from ..errors import CaseError, KaoheError
from ..rules import Figure, Periods
from ..rules.nodes import BoolExpr, DateExpr, NumberExpr, open_axis
from ..rules.tools import KindRules, Period, exact
from ..words import Message, echo
from ._at import At, Place, known_keys

__all__ = ["check_figures", "same_number", "unmet_figures"]

_WANTED = {
    NumberExpr: Message(
        "K2680",
        '{id} is a number, not {value}; write it like 90 or "2/3" ("" where it is open)',
        "{id} 是数值，不是 {value}；请写成 90 或 “2/3”（未定时写 “”）",
    ),
    BoolExpr: Message(
        "K2681",
        '{id} is a condition, not {value}; write true or false ("" where it is open)',
        "{id} 是条件，不是 {value}；请写 true 或 false（未定时写 “”）",
    ),
    DateExpr: Message(
        "K2682",
        '{id} is a day, not {value}; write it like 2020-01-31 ("" where it is open)',
        "{id} 是日期，不是 {value}；请写成 2020-01-31（未定时写 “”）",
    ),
}
_BY_PERIOD = Message(
    "K2683",
    '{id} has a value in each period; write it like {{ "{period}" = ... }}',
    "{id} 每期各有一个值；请写成 {{ “{period}” = …… }}",
)


def check_figures(raw: object, rules: KindRules, periods: Mapping[str, tuple[Period, ...]], path: Place) -> None:
    """Refuse what no figure of the kind can be. Raises (internally) the place and the reason."""
    declared = {rule.id: rule for rule in rules.rules(Figure) if isinstance(rule, Figure)}
    for name, wanted in known_keys(raw, declared, path).items():
        rule, axis = declared[name], open_axis(declared[name].value)
        if not isinstance(axis, Periods):
            _check_one(rule, wanted, (*path, name))
            continue
        names = [period.name for period in periods[axis.key]]
        if not isinstance(wanted, Mapping):
            raise At((*path, name), CaseError(_BY_PERIOD.format(id=name, period=names[0])))
        for period, value in known_keys(wanted, names, (*path, name)).items():
            _check_one(rule, value, (*path, name, period))


def _check_one(rule: Figure, wanted: object, path: Place) -> None:
    kind = next(kind for kind in _WANTED if isinstance(rule.value, kind))
    if wanted != "" and not _FITS[kind](wanted):
        raise At(path, CaseError(_WANTED[kind].format(id=rule.id, value=echo(wanted))))


def _is_number(raw: object) -> bool:
    try:
        return isinstance(raw, int | str | Decimal) and not isinstance(raw, bool) and exact(raw) is not None
    except KaoheError:
        return False


def _day(raw: object) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        return None
    return found if isinstance(found, dt.date) and not isinstance(found, dt.datetime) else None


def _is_truth(raw: object) -> bool:
    return isinstance(raw, bool)


def _is_day(raw: object) -> bool:
    return _day(raw) is not None


_FITS: dict[type, Callable[[object], bool]] = {NumberExpr: _is_number, BoolExpr: _is_truth, DateExpr: _is_day}


def unmet_figures(
    evaluation: Evaluation, appraisee: str, wanted: Mapping[str, Any]
) -> Iterator[tuple[str, object, object]]:
    """Each figure that is not as `wanted`: its name with the period, what was wanted, and what was found."""
    for found in figure_values(evaluation, appraisee):
        expected = wanted.get(found.rule, _UNSAID)
        if found.period and isinstance(expected, Mapping):
            expected = expected.get(found.period, _UNSAID)
        if expected is not _UNSAID and not _same(expected, found):
            name = f"{found.rule}[{found.period}]" if found.period else found.rule
            yield f"figures.{name}", expected, "" if found.shown is None else found.shown


_UNSAID = object()


def _same(wanted: Any, found: FigureValue) -> bool:
    if found.value is None or wanted == "":
        return found.value is None and wanted == ""
    if isinstance(found.value, bool):
        return wanted is found.value
    if isinstance(found.value, dt.date):
        return _day(wanted) == found.value
    return same_number(wanted, found.shown)


def same_number(wanted: Any, actual: object) -> bool:
    """Whether an expected number is exactly the one that came out, "" for none."""
    if not isinstance(actual, str) or not isinstance(wanted, int | str | Decimal | Fraction):
        return actual is None and bool(wanted == "")
    try:
        return exact(wanted) == exact(actual)
    except KaoheError:
        return False
