"""Packing: the facts of one record as entered, checked and scaled to the columns that compiled code reads.

Packing is the fast lane for what is complete and plain. It accepts nothing that `accept` would refuse: every
different value goes through `accept` once and is remembered. Whatever it does not know returns None, and the
record is read in full and walked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from ...errors import KaoheError
from ...rules import Choice, Date, Events, Periods, Score, Tally
from ...rules.nodes import MISSING, Due, Entered, Input, NumberInput, Odd, OfCycle, OfPeriods, Rechecked, Rows, Slot
from ...rules.tools import Absent, KindRules, Period, Posting, Relations, Supplied, Unknown, accept
from .._cohort import Recheck
from ._compiled import Compiled

__all__ = ["Packer", "packer"]

Packer = Callable[[Mapping[str, Any], Mapping[str, Recheck]], "tuple[Any, ...] | None"]
_Check = Callable[[object], Any]


class _Scaled(dict[Any, int]):
    """Each different raw number of one input, scaled by its places; a miss is checked by `accept`."""

    def __init__(self, check: _Check, places: int) -> None:
        super().__init__()
        self.check, self.scale = check, 10**places

    def __missing__(self, raw: object) -> int:
        value = self.check(raw)
        if not isinstance(value, Fraction):
            raise Odd
        found = self[raw] = int(value * self.scale)
        return found


class _Plain(dict[str, Any]):
    """Each different code or day as written, checked once by `accept`."""

    def __init__(self, check: _Check) -> None:
        super().__init__()
        self.check = check

    def __missing__(self, raw: str) -> Any:
        found = self[raw] = self.check(raw)
        return found


class _FirstDue(dict[Any, int]):
    """The index of the first period that is due from a day on."""

    def __init__(self, check: _Check, periods: Sequence[Period]) -> None:
        super().__init__()
        self.check, self.ends = check, [period.end for period in periods]

    def __missing__(self, raw: object) -> int:
        found = self[raw] = bisect_left(self.ends, self.check(raw))
        return found


class _AfterLast(_FirstDue):
    """The index after the last period that is due up to a day."""

    def __init__(self, check: _Check, periods: Sequence[Period]) -> None:
        super().__init__(check, periods)
        self.starts = [period.start for period in periods]

    def __missing__(self, raw: object) -> int:
        found = self[raw] = bisect_right(self.starts, self.check(raw))
        return found


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
        self.scope: dict[str, Any] = {"Odd": Odd, "KaoheError": KaoheError, "UNLIKE": {bool, float}, "MISSING": MISSING}
        self.scope["otherwise"] = otherwise or (lambda *_: None)
        self.fields: dict[str, Input] = {}
        self.lines: list[str] = []
        self.columns: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.spans: dict[str, int] = {}

    def function(self) -> Packer:
        """The packing function."""
        here = (given for given in self.rules.inputs if given.on is None or isinstance(given.on, Periods))
        self.fields = {given.key: given for given in here}
        self.scope["KEYS"] = self.fields.keys()
        self.lines.append("if not facts.keys() <= KEYS or None in facts.values(): return None")
        for axis in dict.fromkeys(given.on for given in self.fields.values() if isinstance(given.on, Periods)):
            self._span(axis)
        for given in self.fields.values():
            self._column(given)
        self._related()
        row = "".join(f"{self._cell(slot)}, " for slot in self.slots)
        code = "def pack(facts, rechecks):\n    try:\n        " + "\n        ".join([*self.lines, f"return ({row})"])
        code += "\n    except KeyError:\n        return otherwise(facts, rechecks)\n"
        code += "    except (Odd, KaoheError, TypeError, AttributeError):\n        return None\n"
        exec(compile(code, f"<kaohe pack {self.rules.kind.key}>", "exec"), self.scope)  # noqa: S102  # our own source
        function: Packer = self.scope["pack"]
        return function

    def _span(self, axis: Periods) -> None:
        """Which of the periods are due: from index i to index j."""
        names = self.periods[axis.key]
        at = self.spans.setdefault(axis.key, len(self.spans))
        self.lines.append(f"i{at} = 0; j{at} = {len(names)}")
        for given, edge, table in ((axis.posted_from, "i", _FirstDue), (axis.posted_to, "j", _AfterLast)):
            if given is not None and given.on is not None:
                self.lines.append("return None")  # spans in a list are read in full
            elif given is not None:
                self.scope[f"due_{edge}{at}"] = table(self._check(given), names)
                self.lines.append(f"v = facts.get({given.key!r})")
                self.lines.append(f"if v is not None: {edge}{at} = due_{edge}{at}[v]")
        self.lines.append(f"if i{at} >= j{at}: return None")

    def _column(self, given: Input) -> None:
        """Read and check one input; every input is checked, whether or not the compiled code reads it."""
        there = self.strict and not given.optional
        self.lines.append(f"v = facts[{given.key!r}]" if there else f"v = facts.get({given.key!r})")
        name = self.columns[given.key] = f"c{len(self.columns)}"
        if isinstance(given.on, Periods):
            body, missing = self._series(given, given.on, name), f"(None,) * ({self._due(given.on.key)})"
        else:
            body, missing = self._single(given, name), "None"
        if not there:
            missing = missing if given.optional else "MISSING"
            body = [f"{name} = {missing}", f"l_{name} = None", "if v is not None:", *(f"    {line}" for line in body)]
        self.lines += body

    def _single(self, given: Input, name: str) -> list[str]:
        if isinstance(given, NumberInput):
            self.scope[f"n_{name}"] = _Scaled(self._check(given), given.places).__getitem__
            check = ["if v.__class__ in UNLIKE: raise Odd"] if self.bools else []
            if not isinstance(given, Score):
                return [*check, f"{name} = n_{name}(v)"]
            by_line = self._constant(self._packed(given))
            return [*check, f"{name} = n_{name}(v) if v.__class__ is not dict else {by_line}(v)"]
        there = self._constant(self._there(given))
        if isinstance(given, Choice | Date):
            self.scope[f"n_{name}"] = _Plain(self._there(given)).__getitem__
            return [f"{name} = n_{name}(v) if v.__class__ is str else {there}(v)"]
        if isinstance(given, Rows):
            self.scope.setdefault("counted", _counted)
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
        spread = self._constant(_spread([period.name for period in self.periods[axis.key]]))
        checks = [
            f"if v.__class__ is dict: v = {spread}(v, {i}, {j})",
            f"if v.__class__ is not list or len(v) != {count}: raise Odd",
        ]
        if self.bools and isinstance(given, NumberInput):
            checks.append("if not UNLIKE.isdisjoint(map(type, v)): raise Odd")
        return [
            *checks,
            f"if {j} - {i} != {count}:",
            f"    if any(w is not None for w in v[:{i}]) or any(w is not None for w in v[{j}:]): raise Odd",
            f"    v = v[{i}:{j}]",
            *self._cells(given, name),
        ]

    def _cells(self, given: Input, name: str) -> list[str]:
        one = self._constant(self._packed(given) if isinstance(given, NumberInput) else self._there(given))
        if given.optional:
            return [f"{name} = tuple([None if w is None else {one}(w) for w in v])"]
        if not isinstance(given, NumberInput):
            return [f"{name} = tuple([{one}(w) for w in v])"]
        self.scope[f"n_{name}"] = _Scaled(self._check(given), given.places).__getitem__
        if not isinstance(given, Score):
            return [f"{name} = tuple(map(n_{name}, v))"]
        # A mark by its indicators is a table, which no table of known marks holds.
        return [f"try: {name} = tuple(map(n_{name}, v))", f"except TypeError: {name} = tuple(map({one}, v))"]

    # --- what may not go together ---------------------------------------------------------------------------------

    def _related(self) -> None:
        """Hand a record over where facts that are related may not go together: the full reading says why."""
        self._know()
        relations, fields, column = self.relations, self.fields, self.known
        for start, end in relations.pairs:
            if start.key in fields and end.key in fields:
                one, two = column[start.key], column[end.key]
                self.lines.append(f"if {one} is not None and {two} is not None and {one} > {two}: raise Odd")
        for posting in relations.postings:
            self._touching(posting)
        for part, whole in relations.parts:
            if part.key in fields and whole.key in fields:
                self.lines.append(self._part(part, whole))
            self._of_rows(part, whole)
        for given, finding in relations.needs:
            if given.key in fields and finding.key in fields:
                self.lines.append(f"if {column[given.key]} and not {column[finding.key]}: raise Odd")
            self._of_rows(given)
        self._lists()

    def _know(self) -> None:
        """Name the columns as they are compared with each other: what is missing contradicts nothing."""
        for key, name in self.columns.items():
            bare = self.strict or self.fields[key].optional
            self.known[key] = name if bare else f"q_{name}"
            if not bare:
                self.lines.append(f"q_{name} = None if {name} is MISSING else {name}")

    def _of_rows(self, *inputs: Input) -> None:
        """What is related row by row is compared in full."""
        for given in inputs:
            if isinstance(given.on, Events) and given.on.key in self.fields:
                self.lines.append(f"if {self.known[given.on.key]}: raise Odd")

    def _lists(self) -> None:
        """Lists that are related to others, or to days of the record, are compared as a full reading does."""
        relations = self.relations
        pairs = (*relations.excludes, *relations.same_as, *relations.excepts)
        lists = dict.fromkeys([one.key for pair in pairs for one in pair] + [one.key for one in relations.spans])
        held = [key for key in lists if key in self.fields]
        if not held:
            return
        days = [key for key, given in self.fields.items() if isinstance(given, Date) and given.on is None]
        facts = [f"{key!r}: l_{self.columns[key]}" for key in held] + [f"{key!r}: {self.known[key]}" for key in days]
        some = " or ".join(f"l_{self.columns[key]}" for key in held)
        self.lines.append(f"if {some}: {self._constant(self._compared)}({{{', '.join(facts)}}})")

    def _compared(self, facts: Mapping[str, Any]) -> None:
        """Raise Odd, or the refusal, where rows contradict something, or may be one fact."""
        known = {key: value for key, value in facts.items() if value is not None and value is not MISSING}
        if self.relations.fault(known, self.supplied.days) is not None:
            raise Odd
        if next(self.relations.contradictions(known), None) is not None:
            raise Odd
        for value in self.relations.settled(known).values():
            if isinstance(value, tuple):
                _counted(value)

    def _touching(self, posting: Posting) -> None:
        """Hand a record over whose dates leave no day of the span."""
        if self.supplied.days is None:
            return
        start, end = posting.span.edges(self.supplied.days)
        for given, sign, edge in ((posting.since, ">", end), (posting.until, "<", start)):
            if given is not None and given.key in self.fields:
                name = self.known[given.key]
                self.lines.append(f"if {name} is not None and {name} {sign} {self._constant(edge)}: raise Odd")

    def _constant(self, value: object) -> str:
        name = f"k{len(self.scope)}"
        self.scope[name] = value
        return name

    def _part(self, part: Any, whole: Any) -> str:
        """The line that hands over a part that is, or may be, more than its whole."""
        one, two = self.known[part.key], self.known[whole.key]
        there = f"{one} is not None and {two} is not None"
        if whole.optional and part.on is None and whole.on is None:
            self.lines.append(f"if {one} and {two} is None: raise Odd")
        if part.on is not None or whole.on is not None:
            return f"if {there}: raise Odd"
        left, right = self._amount(part, one, whole), self._amount(whole, two, part)
        return f"if {there} and {left} > {right}: raise Odd"

    def _amount(self, given: Any, name: str, other: Any) -> str:
        """How much a packed column says, in the steps of both."""
        counted = f"{name}.collected" if isinstance(given, Tally) else name
        return f"{counted} * {10 ** (0 if isinstance(other, Tally) else other.places)}"

    # --- the columns ----------------------------------------------------------------------------------------------

    def _cell(self, slot: Slot) -> str:
        """The source of one column."""
        if isinstance(slot, Due):
            return self._due(slot.axis)
        if isinstance(slot, Rechecked):
            return f"(rechecks[{slot.rule!r}].status if {slot.rule!r} in rechecks else '')"
        if not isinstance(slot, Entered):
            return self._given(slot)
        name, given = self.columns[slot.key], self.fields[slot.key]
        if slot.read is None:
            return name
        read, beside = self._constant(slot.read), ""
        if isinstance(slot.beside, Periods):
            beside = f", {self._constant(self.periods[slot.beside.key])}"
        elif slot.beside is not None:
            beside = f", {self.known[slot.beside]}"
        if isinstance(given.on, Periods):
            each = f"None if w is None else {read}(w)" if given.optional else f"{read}(w)"
            return self._there_cell(name, f"tuple([{each} for w in {name}])")
        whole = f"{read}({name}{beside})"
        return f"(None if {name} is None else {whole})" if given.optional else self._there_cell(name, whole)

    def _there_cell(self, name: str, code: str) -> str:
        return code if self.strict else f"(MISSING if {name} is MISSING else {code})"

    def _given(self, slot: Slot) -> str:
        """What the cycle says, which is the same for every record; nothing is packed where it says nothing."""
        try:
            if isinstance(slot, OfCycle):
                return self._constant(slot.read(self.supplied))
            assert isinstance(slot, OfPeriods)  # noqa: S101  # what is told of others stands behind the packed columns
            return self._constant(slot.read(self.periods[slot.axis]))
        except (Odd, AttributeError, KeyError):
            self.lines.append("raise Odd")
            return "None"

    def _due(self, axis: str) -> str:
        return f"j{self.spans[axis]} - i{self.spans[axis]}"

    def _check(self, given: Input) -> _Check:
        """What a full reading would make of one entry; it raises where that refuses."""
        return lambda raw: accept(given, raw, self.supplied)

    def _there(self, given: Input) -> _Check:
        """The same where it is a value."""

        def checked(raw: object) -> Any:
            value = accept(given, raw, self.supplied)
            if isinstance(value, Absent | Unknown):
                raise Odd
            return value

        return checked

    def _packed(self, given: Input) -> _Check:
        """What its column holds for one entry."""
        return lambda raw: given.packed(accept(given, raw, self.supplied))


def _counted(rows: Any) -> tuple[Any, ...]:
    """The rows that count; one whose re-check is open, or that may be another, makes the record odd."""
    if (
        rows
        and not isinstance(rows[0], str)
        and any(row.same or getattr(row, "status", "") == "pending" for row in rows)
    ):
        raise Odd
    return tuple(row for row in rows if getattr(row, "status", "confirmed") == "confirmed")


def _spread(names: Sequence[str]) -> Callable[[Mapping[str, Any], int, int], list[Any]]:
    """Values by the name of their period, and "each" for every other that is due, as a list."""
    places = {name: place for place, name in enumerate(names)}

    def spread(raw: Mapping[str, Any], start: int, end: int) -> list[Any]:
        if None in raw.values():
            raise Odd
        each = raw.get("each")
        found = [each if start <= place < end else None for place in range(len(names))]
        for name, value in raw.items():
            if name != "each":
                found[places[name]] = value
        return found

    return spread
