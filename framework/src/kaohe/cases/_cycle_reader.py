"""Reading what a cycle says: its days and periods, its lists of codes, its indicator tables."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

from ..engine import Cycle
from ..errors import CaseError, KaoheError
from ..rules import Choice, Periods, Score
from ..rules.nodes import Indicator, IndicatorTable, Input
from ..rules.tools import (
    NAME_LENGTH,
    REASON_LENGTH,
    CycleDays,
    Period,
    Ruleset,
    Supplied,
    check_cycle,
    look_alike,
    parse_period,
    show,
    twice_alike,
)
from ..words import Message, Text, echo
from ._at import At, Place, as_list, known_keys, text_at
from ._tables import indicators

__all__ = ["CycleReader"]

_SUM = Message(
    "K2130",
    "the points of {table} add up to {sum}, not {total}; correct the points of an indicator",
    "{table} 的分值合计 {sum}，不是 {total}；请更正指标分值",
)
_NOT_DAYS = Message(
    "K2684",
    "{value} is not a day; write days without quotes, like [2020-01-01, 2020-05-01]",
    "{value} 不是日期；请写日期列表，不加引号，如 [2020-01-01, 2020-05-01]",
)
_BOTH = Message(
    "K2685",
    "{day} stands among the holidays and the make-up working days; take it out of one",
    "{day} 既列为假日又列为调休上班日；请删去其一",
)
_NO_HOLIDAYS = Message(
    "K2686",
    "the scheme counts working days; write the cycle's days off, holidays = [...] ([] where there are none), and the "
    "weekends that people work, workdays = [...]",
    "本方案按工作日计算；请写明周期内的假日 holidays = [……]（没有写 []）和调休上班日 workdays = [……]",
)
_CYCLE = ("id", "start", "end", "confirmed", "periods", "lists", "tables", "holidays", "workdays")


class CycleReader:
    """Reads the `cycle` of a case for one ruleset."""

    def __init__(self, raw: object, ruleset: Ruleset, folder: Path) -> None:
        self.cycle_raw = known_keys(raw, _CYCLE, ("cycle",))
        self.ruleset, self.folder = ruleset, folder

    def cycle(self) -> Cycle:
        start, end, confirmed = self._day("start"), self._day("end"), self._confirmed()
        try:
            check_cycle(self.ruleset.scheme.cycles, start, end, confirmed)
        except KaoheError as error:
            raise At(("cycle", "end" if end < start else "start"), error) from error
        axes = {axis.key: axis for axis in self.ruleset.axes}
        listed = known_keys(self.cycle_raw.get("periods", {}), axes, ("cycle", "periods"))
        periods = {key: self._periods(axes[key], names, start, end) for key, names in listed.items()}
        missing = [key for key in axes if not periods.get(key)]
        if missing:
            text = Message(
                "K2601",
                "the cycle lists no periods for {axes}; write them in order under [cycle.periods]",
                "周期没有列出 {axes} 的期次；请在 [cycle.periods] 中按次序写明",
            ).format(axes=", ".join(missing))
            raise At(("cycle", "periods"), CaseError(text))
        name = str(self.cycle_raw.get("id", f"{start}/{end}"))
        return Cycle(name, start, end, periods, confirmed, *self._off_and_on())

    def _off_and_on(self) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...]]:
        """The days off and the make-up working days that the office lists."""
        if "holidays" not in self.cycle_raw and self.ruleset.counts_workdays:
            raise At(("cycle",), CaseError(_NO_HOLIDAYS))
        holidays, workdays = self._listed("holidays"), self._listed("workdays")
        for index, day in enumerate(workdays):
            if day in holidays:
                raise At(("cycle", "workdays", index), CaseError(_BOTH.format(day=day)))
        return holidays, workdays

    def _listed(self, key: str) -> tuple[dt.date, ...]:
        raw = as_list(self.cycle_raw.get(key, []), ("cycle", key))
        days = [_as_day(value) for value in raw]
        for index, day in enumerate(days):
            if day is None:
                raise At(("cycle", key, index), CaseError(_NOT_DAYS.format(value=echo(raw[index]))))
        return tuple(day for day in days if day is not None)

    def _confirmed(self) -> str:
        """Why the scheme is applied to a cycle that its document is not for, "" where nobody says."""
        if "confirmed" not in self.cycle_raw:
            return ""
        what = Text("the reason", "理由")
        return text_at(self.cycle_raw["confirmed"], what, ("cycle", "confirmed"), longest=REASON_LENGTH)

    def _day(self, key: str) -> dt.date:
        found = _as_day(self.cycle_raw.get(key))
        if found is None:
            text = Message(
                "K2602",
                "the cycle needs its {key} as a day, like 2018-11-01; write it",
                "周期须写 {key}，如 2018-11-01；请补写",
            ).format(key=key)
            raise At(("cycle", key), CaseError(text))
        return found

    def _periods(self, axis: Periods, names: object, start: dt.date, end: dt.date) -> tuple[Period, ...]:
        path: Place = ("cycle", "periods", axis.key)
        found: list[Period] = []
        for index, name in enumerate(as_list(names, path)):
            try:
                period = parse_period(name if isinstance(name, str) else str(echo(name)), axis.unit)
            except KaoheError as error:
                raise At((*path, index), error) from error
            if period in found or (found and period.start <= found[-1].end):
                text = Message(
                    "K2603",
                    "{name} stands out of order or twice; put each once, in order of time",
                    "{name} 次序不对或重复；请按时间先后各写一次",
                ).format(name=period.name)
                raise At((*path, index), CaseError(text))
            if period.end < start or period.start > end:
                text = Message(
                    "K2604",
                    "{name} lies outside the cycle, {start} to {end}; take it out, or correct the cycle's days",
                    "{name} 不在周期 {start} 至 {end} 之内；请删去，或更正周期起止",
                )
                raise At((*path, index), CaseError(text.format(name=period.name, start=start, end=end)))
            found.append(period)
        return tuple(found)

    def supplied(self) -> Supplied:
        lists = {
            str(key): self._codes(codes, ("cycle", "lists", key))
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
        return Supplied(lists, tables, columns, self._days())

    def _days(self) -> CycleDays:
        start, end, scheme = self._day("start"), self._day("end"), self.ruleset.scheme
        months = scheme.cycles.months if scheme.cycles is not None else 12
        return CycleDays(start, end, scheme.window.end(end), months)

    def _codes(self, codes: object, path: Place) -> tuple[str, ...]:
        given = [text_at(code, Text("a code", "代码"), path, longest=NAME_LENGTH) for code in as_list(codes, path)]
        twice = twice_alike(given)
        if twice is not None:
            text = Message(
                "K2605", "{why} (entries {one} and {two}); delete one", "{why}（第{one}项与第{two}项）；请删去其一"
            )
            why = look_alike(given[twice[0]], given[twice[1]])
            raise At((*path, twice[1]), CaseError(text.format(why=why, one=twice[0] + 1, two=twice[1] + 1)))
        return tuple(given)

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


def _as_day(raw: object) -> dt.date | None:
    """The day that was written, None where it is none."""
    try:
        found = dt.date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        return None
    return found if isinstance(found, dt.date) and not isinstance(found, dt.datetime) else None
