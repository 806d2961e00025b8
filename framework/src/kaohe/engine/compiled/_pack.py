"""Packing: the facts of one record as entered, checked and scaled to the columns that compiled code reads.

Packing is the fast lane for what is complete and plain. It accepts nothing that `accept` would refuse: every
different value goes through `accept` once and is remembered. Whatever it does not know returns None, and the
record is read in full and walked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from ...errors import KaoheError
from ...rules import Choice, Date, Periods, Score
from ...rules.nodes import (
    MISSING,
    Due,
    Entered,
    Input,
    NumberInput,
    Odd,
    OfCycle,
    OfPeriods,
    Rechecked,
    Rows,
    Slot,
    Spread,
)
from ...rules.tools import Absent, KindRules, Period, Relations, Supplied, Unknown, accept
from .._cohort import Recheck
from ._compiled import Compiled
from ._function import function_of
from ._related import Code, RelatedWriter
from ._tables import AfterLast, Check, FirstDue, Plain, Scaled, counted, spread

__all__ = ["Packer", "packer"]

Packer = Callable[[Mapping[str, Any], Mapping[str, Recheck]], "tuple[Any, ...] | None"]


def packer(compiled: Compiled, periods: Mapping[str, Sequence[Period]], supplied: Supplied, *, bools: bool) -> Packer:
    """The packing function of one kind. `bools` says that the data may hold true, false or a float somewhere.

    Python's True equals 1 and 1.0, so a table of numbers cannot tell them apart; the check costs time and is made
    only where there is something to find.
    """

    @cache
    def lenient() -> Packer:
        return _Writer(compiled, periods, supplied, bools, strict=False).function()

    return _Writer(compiled, periods, supplied, bools, otherwise=lambda *record: lenient()(*record)).function()


class _Writer:
    """Writes the function. Of each input `v` is what was entered, `c0`, `c1`, ... its checked value or its column.

    A `strict` one packs records where everything is entered and leaves the rest to `otherwise`; one that is not puts
    MISSING where something is not: a record may be settled without it.
    """

    def __init__(  # what a cycle says, and how strict it is
        self,
        compiled: Compiled,
        periods: Mapping[str, Sequence[Period]],
        supplied: Supplied,
        bools: bool,
        *,
        strict: bool = True,
        otherwise: Packer | None = None,
    ) -> None:
        self.rules: KindRules = compiled.plan.rules
        self.slots, self.periods, self.supplied, self.bools = compiled.slots, periods, supplied, bools
        self.relations, self.strict = Relations.of(self.rules), strict
        self.code = Code({"Odd": Odd, "KaoheError": KaoheError, "UNLIKE": {bool, float}, "MISSING": MISSING})
        self.code.scope["otherwise"] = otherwise or (lambda *_: None)
        self.fields: dict[str, Input] = {}
        self.columns: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.spans: dict[str, int] = {}
        self.narrowed: set[str] = set()

    def function(self) -> Packer:
        """The packing function."""
        here = (given for given in self.rules.inputs if given.on is None or isinstance(given.on, Periods))
        self.fields = {given.key: given for given in here}
        self.code.scope["KEYS"] = self.fields.keys()
        self._keys()
        for axis in dict.fromkeys(given.on for given in self.fields.values() if isinstance(given.on, Periods)):
            self._span(axis)
        for given in self.fields.values():
            self._column(given)
        self._know()
        RelatedWriter(self.code, self.relations, self.supplied, self.fields, self.columns, self.known).write()
        row = "".join(f"{self._cell(slot)}, " for slot in self.slots)
        code = "def pack(facts, rechecks):\n    try:\n        " + "\n        ".join(
            [*self.code.lines, f"return ({row})"]
        )
        code += "\n    except KeyError:\n        return otherwise(facts, rechecks)\n"
        code += "    except (Odd, KaoheError, TypeError, AttributeError):\n        return None\n"
        function: Packer = function_of(code, "pack", self.code.scope, shown=f"pack {self.rules.kind.key}")
        return function

    def _keys(self) -> None:
        """Every key is known and has a value. As many keys as must be there, each of which is read, are no others."""
        due = sum(not given.optional for given in self.fields.values())
        few = f"len(facts) != {due} and " if self.strict else ""
        self.code.lines.append(f"if {few}(not facts.keys() <= KEYS or None in facts.values()): return None")

    def _span(self, axis: Periods) -> None:
        """Which of the periods are due: from index i to index j."""
        names = self.periods[axis.key]
        at = self.spans.setdefault(axis.key, len(self.spans))
        self.code.lines.append(f"i{at} = 0; j{at} = {len(names)}")
        for given, edge, table in ((axis.posted_from, "i", FirstDue), (axis.posted_to, "j", AfterLast)):
            if given is not None and given.on is not None:
                self.code.lines.append("return None")  # spans in a list are read in full
            elif given is not None:
                self.code.scope[f"due_{edge}{at}"] = table(self._check(given), names)
                self.code.lines.append(f"v = facts.get({given.key!r})")
                self.code.lines.append(f"if v is not None: {edge}{at} = due_{edge}{at}[v]")
        self.code.lines.append(f"if i{at} >= j{at}: return None")
        if axis.posted_from is not None or axis.posted_to is not None:
            self.narrowed.add(axis.key)

    def _column(self, given: Input) -> None:
        """Read and check one input; every input is checked, whether or not the compiled code reads it."""
        there = self.strict and not given.optional
        self.code.lines.append(f"v = facts[{given.key!r}]" if there else f"v = facts.get({given.key!r})")
        name = self.columns[given.key] = f"c{len(self.columns)}"
        if isinstance(given.on, Periods):
            body, missing = self._series(given, given.on, name), f"(None,) * ({self._due(given.on.key)})"
        else:
            body, missing = self._single(given, name), "None"
        if not there:
            missing = missing if given.optional else "MISSING"
            body = [f"{name} = {missing}", f"l_{name} = None", "if v is not None:", *(f"    {line}" for line in body)]
        self.code.lines += body

    def _single(self, given: Input, name: str) -> list[str]:
        if isinstance(given, NumberInput):
            self.code.scope[f"n_{name}"] = Scaled(self._check(given), given.places).__getitem__
            check = ["if v.__class__ in UNLIKE: raise Odd"] if self.bools else []
            if not isinstance(given, Score):
                return [*check, f"{name} = n_{name}(v)"]
            by_line = self.code.constant(self._packed(given))
            return [*check, f"{name} = n_{name}(v) if v.__class__ is not dict else {by_line}(v)"]
        there = self.code.constant(self._there(given))
        if isinstance(given, Choice | Date):
            self.code.scope[f"n_{name}"] = Plain(self._there(given)).__getitem__
            return [f"{name} = n_{name}(v) if v.__class__ is str else {there}(v)"]
        if isinstance(given, Rows):
            self.code.scope.setdefault("counted", counted)
            return [
                f"if v == []: {name} = l_{name} = ()",
                "else:",
                f"    l_{name} = {there}(v)",
                f"    {name} = counted(l_{name})",
            ]
        return [f"{name} = {there}(v)"]

    def _series(self, given: Input, axis: Periods, name: str) -> list[str]:
        """The values of the periods that are due; no other has any."""
        i, j, count = f"i{self.spans[axis.key]}", f"j{self.spans[axis.key]}", len(self.periods[axis.key])
        spreading = self.code.constant(spread([period.name for period in self.periods[axis.key]]))
        checks = [
            f"if v.__class__ is not list: v = {spreading}(v, {i}, {j})",
            f"if len(v) != {count}: raise Odd",
        ]
        if self.bools and isinstance(given, NumberInput):
            checks.append("if not UNLIKE.isdisjoint(map(type, v)): raise Odd")
        if axis.key in self.narrowed:
            checks += [
                f"if {j} - {i} != {count}:",
                f"    if any(w is not None for w in v[:{i}]) or any(w is not None for w in v[{j}:]): raise Odd",
                f"    v = v[{i}:{j}]",
            ]
        return [*checks, *self._cells(given, name)]

    def _cells(self, given: Input, name: str) -> list[str]:
        if not isinstance(given, NumberInput):
            one = self.code.constant(self._there(given))
            each = f"None if w is None else {one}(w)" if given.optional else f"{one}(w)"
            return [f"{name} = tuple([{each} for w in v])"]
        table = Scaled(self._check(given), given.places, optional=given.optional)
        self.code.scope |= {f"n_{name}": table.__getitem__, f"t_{name}": table.known, "picked": itemgetter}
        asked = f"{name} = (*map(n_{name}, v),)"  # the star takes half of the time of tuple()
        # Of one place there is no tuple, and of none nothing; what is not known yet is asked for one by one.
        lines = [
            f"if len(v) < 2: {asked}",
            "else:",
            f"    try: {name} = picked(*v)(t_{name})",
            f"    except KeyError: {asked}",
        ]
        if not isinstance(given, Score):
            return lines
        # A mark by its indicators is a table, which no table of known marks holds.
        one = self.code.constant(self._packed(given))
        each = f"None if w is None else {one}(w)" if given.optional else f"{one}(w)"
        return ["try:", *(f"    {line}" for line in lines), f"except TypeError: {name} = tuple([{each} for w in v])"]

    def _know(self) -> None:
        """Name the columns as they are compared with each other: what is missing contradicts nothing."""
        for key, name in self.columns.items():
            bare = self.strict or self.fields[key].optional
            self.known[key] = name if bare else f"q_{name}"
            if not bare:
                self.code.lines.append(f"q_{name} = None if {name} is MISSING else {name}")

    # --- the columns ----------------------------------------------------------------------------------------------

    def _cell(self, slot: Slot) -> str:
        """The source of one column."""
        if isinstance(slot, Due):
            return self._due(slot.axis)
        if isinstance(slot, Rechecked):
            return f"(rechecks[{slot.rule!r}].status if {slot.rule!r} in rechecks else '')"
        if isinstance(slot, Spread):
            return self._spread(slot)
        if not isinstance(slot, Entered):
            return self._given(slot)
        name, given = self.columns[slot.key], self.fields[slot.key]
        if slot.read is None:
            return name
        read, beside = self.code.constant(slot.read), ""
        if isinstance(slot.beside, Periods):
            beside = f", {self.code.constant(self.periods[slot.beside.key])}"
        elif slot.beside is not None:
            beside = f", {self.known[slot.beside]}"
        if isinstance(given.on, Periods):
            each = f"None if w is None else {read}(w)" if given.optional else f"{read}(w)"
            return self._there_cell(name, f"tuple([{each} for w in {name}])")
        whole = f"{read}({name}{beside})"
        return f"(None if {name} is None else {whole})" if given.optional else self._there_cell(name, whole)

    def _spread(self, slot: Spread) -> str:
        """A column of the periods that are due, spread over all of them."""
        at, count, bare = self.spans[slot.axis], len(self.periods[slot.axis]), self.columns[slot.entered.key]
        code = f"(None,) * i{at} + {self._cell(slot.entered)} + (None,) * ({count} - j{at})"
        return code if self.fields[slot.entered.key].optional else self._there_cell(bare, code)

    def _there_cell(self, name: str, code: str) -> str:
        return code if self.strict else f"(MISSING if {name} is MISSING else {code})"

    def _given(self, slot: Slot) -> str:
        """What the cycle says, which is the same for every record; nothing is packed where it says nothing."""
        try:
            if isinstance(slot, OfCycle):
                return self.code.constant(slot.read(self.supplied))
            assert isinstance(slot, OfPeriods)  # noqa: S101  # what is told of others stands behind the packed columns
            return self.code.constant(slot.read(self.periods[slot.axis]))
        except (Odd, AttributeError, KeyError):
            self.code.lines.append("raise Odd")
            return "None"

    def _due(self, axis: str) -> str:
        return f"j{self.spans[axis]} - i{self.spans[axis]}"

    def _check(self, given: Input) -> Check:
        """What a full reading would make of one entry; it raises where that refuses."""
        return lambda raw: accept(given, raw, self.supplied)

    def _there(self, given: Input) -> Check:
        """The same where it is a value."""

        def checked(raw: object) -> Any:
            value = accept(given, raw, self.supplied)
            if isinstance(value, Absent | Unknown):
                raise Odd
            return value

        return checked

    def _packed(self, given: Input) -> Check:
        """What its column holds for one entry."""
        return lambda raw: given.packed(accept(given, raw, self.supplied))
