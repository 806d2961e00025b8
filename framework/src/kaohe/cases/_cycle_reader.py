"""Reading what a cycle says: its days and periods, its lists of codes, its indicator tables."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

from ..engine import Cycle
from ..errors import CaseError, KaoheError
from ..rules import (
    NAME_LENGTH,
    Choice,
    Indicator,
    IndicatorTable,
    Input,
    Period,
    Periods,
    Ruleset,
    Score,
    Supplied,
    parse_period,
    show,
)
from ..words import Message, Text
from ._at import At, Place, as_list, known_keys, text_at
from ._tables import indicators

__all__ = ["CycleReader"]

_SUM = Message("K2130", "the points of {table} add up to {sum}, not {total}", "{table} 的分值合计 {sum}，不是 {total}")
_CYCLE = ("id", "start", "end", "periods", "lists", "tables")


class CycleReader:
    """Reads the `cycle` of a case for one ruleset."""

    def __init__(self, raw: object, ruleset: Ruleset, folder: Path) -> None:
        self.cycle_raw = known_keys(raw, _CYCLE, ("cycle",))
        self.ruleset, self.folder = ruleset, folder

    def cycle(self) -> Cycle:
        start, end = self._day("start"), self._day("end")
        if end < start:
            raise At(("cycle", "end"), CaseError(Text("the cycle ends before it starts", "周期的结束早于开始")))
        axes = {axis.key: axis for axis in self.ruleset.axes}
        listed = known_keys(self.cycle_raw.get("periods", {}), axes, ("cycle", "periods"))
        periods = {key: self._periods(axes[key], names, start, end) for key, names in listed.items()}
        missing = [key for key in axes if not periods.get(key)]
        if missing:
            text = Text("the cycle lists no periods for {axes}", "周期没有列出 {axes} 的期次").format(
                axes=", ".join(missing)
            )
            raise At(("cycle", "periods"), CaseError(text))
        return Cycle(str(self.cycle_raw.get("id", f"{start}/{end}")), start, end, periods)

    def _day(self, key: str) -> dt.date:
        value = self.cycle_raw.get(key)
        try:
            found = dt.date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, dt.date) or isinstance(found, dt.datetime):
            text = Text("the cycle needs its {key} as a day, like 2018-11-01", "周期须写 {key}，如 2018-11-01").format(
                key=key
            )
            raise At(("cycle", key), CaseError(text))
        return found

    def _periods(self, axis: Periods, names: object, start: dt.date, end: dt.date) -> tuple[Period, ...]:
        path: Place = ("cycle", "periods", axis.key)
        found: list[Period] = []
        for index, name in enumerate(as_list(names, path)):
            try:
                period = parse_period(str(name), axis.unit)
            except KaoheError as error:
                raise At((*path, index), error) from error
            if period in found or (found and period.start <= found[-1].end):
                text = Text("{name} stands out of order or twice", "{name} 次序不对或重复").format(name=period.name)
                raise At((*path, index), CaseError(text))
            found.append(period)
        return tuple(found)

    def supplied(self) -> Supplied:
        lists = {
            str(key): tuple(
                text_at(code, Text("a code", "代码"), ("cycle", "lists", key), longest=NAME_LENGTH)
                for code in as_list(codes, ("cycle", "lists", key))
            )
            for key, codes in known_keys(self.cycle_raw.get("lists", {}), self._list_keys(), ("cycle", "lists")).items()
        }
        declared = self._tables_declared()
        tables = {
            key: self._table(declared[key], raw, ("cycle", "tables", key))
            for key, raw in known_keys(self.cycle_raw.get("tables", {}), declared, ("cycle", "tables")).items()
        }
        columns: dict[str, tuple[Input, ...]] = {}
        for rules in self.ruleset.kinds:
            for given in rules.inputs:
                if given.on is not None and not isinstance(given.on, Periods):
                    columns.setdefault(given.on.axis_key, ())
                    if given not in columns[given.on.axis_key]:
                        columns[given.on.axis_key] += (given,)
        return Supplied(lists, tables, columns)

    def _list_keys(self) -> set[str]:
        return {
            given.list_key
            for rules in self.ruleset.kinds
            for given in rules.inputs
            if isinstance(given, Choice) and given.list_key is not None
        }

    def _tables_declared(self) -> dict[str, IndicatorTable]:
        return {
            given.table.key: given.table
            for rules in self.ruleset.kinds
            for given in rules.inputs
            if isinstance(given, Score) and given.table is not None and not given.table.items
        }

    def _table(self, declared: IndicatorTable, raw: object, path: Place) -> tuple[Indicator, ...]:
        lines = indicators(raw, path, self.folder)
        total = sum((line.points for line in lines), Fraction(0))
        if total != declared.total:
            found = _SUM.format(table=declared.label, sum=show(total), total=show(declared.total))
            raise At(path, CaseError(found))
        return lines
