"""What a new book or case begins with: its cycle and periods, with nobody in it yet; and the example to look at."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..cases import FORMAT
from ..errors import CaseError
from ..rules import Choice, Cycles, Periods, Score, discover
from ..rules.tools import Ruleset, add_months, check_cycle, half_width, parse_period
from ..words import Message
from ._public_days import PublicDays, public_days

__all__ = ["cycle_days", "days_off", "empty_case", "example_case", "tables_asked"]

_SCHEME, _FILE = "xizang-2018", "county-2019.json"
_NO_EXAMPLE = Message(
    "K5010",
    "the demonstration needs the scheme {id}; install its plugin (make run does)",
    "演示需要方案 {id}；请安装其插件（make run 会安装）",
)
_BACKWARDS = Message(
    "K5009", "the cycle ends before it starts; correct --from or --to", "周期的结束早于开始；请更正 --from 或 --to"
)


def cycle_days(cycles: Cycles, first: str | None, last: str | None) -> tuple[dt.date, dt.date]:
    """The first and last day: the months named, a year from `first`, else the cycle that the scheme proposes."""
    start, end = cycles.around(dt.date.today())
    if first is not None:
        start = parse_period(half_width(first.strip()), "month").start
        end = add_months(start, cycles.months) - dt.timedelta(days=1)
    end = parse_period(half_width(last.strip()), "month").end if last else end
    if end < start:
        raise CaseError(_BACKWARDS)
    if cycles.only:
        check_cycle(cycles, start, end, "")
    return start, end


def _periods(axis: Periods, start: dt.date, end: dt.date) -> list[str]:
    """The periods of `axis` that end within the cycle, by name."""
    names = []
    for year in range(start.year, end.year + 1):
        for name in _names(axis.unit, year):
            period = parse_period(name, axis.unit)
            if start <= period.end <= end:
                names.append(name)
    return names or _names(axis.unit, end.year)[:1]


def _names(unit: str, year: int) -> list[str]:
    forms = {
        "month": [f"{year}-{part:02}" for part in range(1, 13)],
        "quarter": [f"{year}Q{part}" for part in range(1, 5)],
        "half": [f"{year}H{part}" for part in (1, 2)],
        "year": [str(year)],
    }
    return forms[unit]


def _lists(ruleset: Ruleset) -> dict[str, list[str]]:
    keys = [g.list_key for rules in ruleset.kinds for g in rules.inputs if isinstance(g, Choice) and g.list_key]
    return {key: ["A"] for key in keys}


def days_off(ruleset: Ruleset, start: dt.date, end: dt.date) -> PublicDays:
    """The published days from the cycle's first to a quarter after its appraisal, since deadlines may run on."""
    return public_days(start, add_months(ruleset.scheme.window.end(end), 3))


def empty_case(ruleset: Ruleset, start: dt.date, end: dt.date) -> dict[str, Any]:
    """An empty case as plain data: the JSON form, and what the TOML form says besides its comments."""
    cycle: dict[str, Any] = {"start": str(start), "end": str(end)}
    if ruleset.axes:
        cycle["periods"] = {axis.key: _periods(axis, start, end) for axis in ruleset.axes}
    if lists := _lists(ruleset):
        cycle["lists"] = lists
    if ruleset.counts_workdays:
        found = days_off(ruleset, start, end)
        cycle |= {key: [str(day) for day in getattr(found, key)] for key in ("holidays", "workdays")}
    data: dict[str, Any] = {"format": FORMAT, "scheme": ruleset.id}
    if ruleset.amendments:
        data["amendments"] = [amendment.id for amendment in ruleset.amendments]
    if ruleset.choices:
        data["settings"] = {key: _plain(value) for key, value in ruleset.choices}
    return {**data, "cycle": cycle, "appraisees": []}


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def tables_asked(ruleset: Ruleset) -> dict[str, Any]:
    """The indicator tables that a cycle may supply, by key."""
    return {
        given.table.key: given.table
        for rules in ruleset.kinds
        for given in rules.inputs
        if isinstance(given, Score) and given.table is not None and not given.table.items
    }


def example_case() -> Path:
    """The example county-year that the Tibet plugin carries. Raises CaseError where the plugin is not installed."""
    plugin = next(iter(discover(role="scheme", only=_SCHEME)), None)
    if plugin is None or plugin.declared is None:
        raise CaseError(_NO_EXAMPLE.format(id=_SCHEME))
    package = plugin.declared.__module__.partition(".")[0]
    return Path(str(files(package).joinpath("examples", _FILE)))
