"""Packing: the facts of one record as entered, checked and scaled to the columns that compiled code reads.

Packing is the fast lane for what is complete and plain. It accepts nothing that `accept` would refuse: every
different value goes through `accept` once and is remembered. Whatever it does not know returns None, and the
record is read in full and walked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...errors import KaoheError
from ...rules import Choice, Count, Date, Days, Finding, Periods, Score, Tally
from ...rules.nodes import Input
from ...rules.tools import KindRules, Period, Posting, Relations, Supplied, accept
from ._compiled import Compiled

__all__ = ["Packer", "packer"]

Packer = Callable[[Mapping[str, Any]], "tuple[Any, ...] | None"]
_Check = Callable[[object], Any]


class _Odd(Exception):  # noqa: N818  # a signal: this record takes the long way
    pass


class _Scaled(dict[Any, int]):
    """Each different raw number of one input, scaled by its places; a miss is checked by `accept`."""

    def __init__(self, check: _Check, places: int) -> None:
        super().__init__()
        self.check, self.scale = check, 10**places

    def __missing__(self, raw: object) -> int:
        value = self.check(raw)
        if not isinstance(value, Fraction):
            raise _Odd
        found = self[raw] = int(value * self.scale)
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
    return _Writer(compiled, periods, supplied, bools).function()


class _Writer:
    def __init__(
        self, compiled: Compiled, periods: Mapping[str, Sequence[Period]], supplied: Supplied, bools: bool
    ) -> None:
        self.rules: KindRules = compiled.plan.rules
        self.slots, self.periods, self.supplied, self.bools = compiled.slots, periods, supplied, bools
        self.scope: dict[str, Any] = {"Odd": _Odd, "KaoheError": KaoheError, "UNLIKE": {bool, float}}
        self.lines: list[str] = []
        self.columns: dict[str, str] = {}
        self.spans: dict[str, int] = {}

    def function(self) -> Packer:
        fields = {given.key: given for given in self.rules.inputs if given.on is None or isinstance(given.on, Periods)}
        self.scope["KEYS"] = fields.keys()
        self.lines.append("if not facts.keys() <= KEYS or None in facts.values(): return None")
        for axis in dict.fromkeys(given.on for given in fields.values() if isinstance(given.on, Periods)):
            self._span(axis)
        for given in fields.values():
            self._column(given)
        self._relations(fields)
        row = "".join(f"{self._cell(slot)}, " for slot in self.slots)
        code = "def pack(facts):\n    try:\n        " + "\n        ".join([*self.lines, f"return ({row})"])
        code += "\n    except (Odd, KaoheError, KeyError, TypeError, AttributeError):\n        return None\n"
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
        self.lines.append(f"v = facts.get({given.key!r})" if given.optional else f"v = facts[{given.key!r}]")
        write = _WRITERS.get(type(given))
        name = self.columns[given.key] = f"c{len(self.columns)}"
        if write is None or (given.on is not None and not isinstance(given, Score | Count | Days)):
            self.lines += [f"{name} = None", "if v is not None: raise Odd"]
            return
        body = write(self, given, name)
        if given.optional:
            body = [f"{name} = None", "if v is not None:", *(f"    {line}" for line in body)]
        self.lines += body

    def _relations(self, fields: Mapping[str, Input]) -> None:
        """Hand a record over where facts that are related may not go together: the full reading says why."""
        relations = Relations.of(self.rules)
        column = self.columns
        for start, end in relations.pairs:
            if start.key in fields and end.key in fields:
                one, two = column[start.key], column[end.key]
                self.lines.append(f"if {one} is not None and {two} is not None and {one} > {two}: raise Odd")
        for posting in relations.postings:
            self._touching(posting, fields)
        for part, whole in relations.parts:
            if part.key in fields and whole.key in fields:
                self.lines.append(self._part(part, whole))
        for given, finding in relations.needs:
            if given.key in fields and finding.key in fields:
                self.lines.append(f"if {column[given.key]} and not {column[finding.key]}: raise Odd")
        # Lists are compared row by row in full; most records have none.
        for first, second in (*relations.excludes, *relations.same_as):
            if first.key in fields and second.key in fields:
                self.lines.append(f"if facts.get({first.key!r}) and facts.get({second.key!r}): raise Odd")
        for exception, _ in relations.excepts:
            self.lines.append(f"if facts.get({exception.key!r}): raise Odd")
        for narrowed in relations.spans:
            self.lines.append(f"if facts.get({narrowed.key!r}): raise Odd")

    def _touching(self, posting: Posting, fields: Mapping[str, Input]) -> None:
        """Hand a record over whose dates leave no day of the span."""
        if self.supplied.days is None:
            return
        start, end = posting.span.edges(self.supplied.days)
        for given, sign, edge in ((posting.since, ">", end), (posting.until, "<", start)):
            if given is not None and given.key in fields:
                name = self.columns[given.key]
                self.lines.append(f"if {name} is not None and {name} {sign} {self._constant(edge)}: raise Odd")

    def _constant(self, value: object) -> str:
        name = f"k{len(self.scope)}"
        self.scope[name] = value
        return name

    def _part(self, part: Any, whole: Any) -> str:
        """The line that hands over a part that is, or may be, more than its whole."""
        one, two = self.columns[part.key], self.columns[whole.key]
        there = f"{one} is not None and {two} is not None"
        if whole.optional and part.on is None and whole.on is None:
            self.lines.append(f"if {one} and {two} is None: raise Odd")
        if part.on is not None or whole.on is not None:
            return f"if {there}: raise Odd"
        left, right = self._amount(part, one, whole), self._amount(whole, two, part)
        return f"if {there} and {left} > {right}: raise Odd"

    def _amount(self, given: Any, name: str, other: Any) -> str:
        """How much a packed column says, in the steps of both."""
        counted = f"{name}['collected']" if isinstance(given, Tally) else name
        return f"{counted} * {10 ** (0 if isinstance(other, Tally) else other.places)}"

    def _cell(self, slot: tuple[str, ...]) -> str:
        key, *part = slot
        if part == ["length"]:
            return f"j{self.spans[key]} - i{self.spans[key]}"
        return self.columns[key] + "".join(f"[{each!r}]" for each in part)

    def _check(self, given: Input) -> _Check:
        """What a full reading would make of one entry; it raises where that refuses."""
        return lambda raw: accept(given, raw, self.supplied)

    def number(self, given: Any, name: str) -> list[str]:
        self.scope[f"n_{name}"] = _Scaled(self._check(given), given.places).__getitem__
        if not isinstance(given.on, Periods):
            check = ["if v.__class__ in UNLIKE: raise Odd"] if self.bools else []
            return [*check, f"{name} = n_{name}(v)"]
        i, j = f"i{self.spans[given.on.key]}", f"j{self.spans[given.on.key]}"
        count = len(self.periods[given.on.key])
        checks = [f"if v.__class__ is not list or len(v) != {count}: raise Odd"]
        if self.bools:
            checks.append("if not UNLIKE.isdisjoint(map(type, v)): raise Odd")
        return [
            *checks,
            f"if {j} - {i} != {count}:",
            f"    if any(w is not None for w in v[:{i}]) or any(w is not None for w in v[{j}:]): raise Odd",
            f"    v = v[{i}:{j}]",
            f"{name} = tuple(map(n_{name}, v))",
        ]

    def finding(self, given: Finding, name: str) -> list[str]:
        check = self._check(given)

        def count(raw: object) -> int:
            rows = check(raw)
            if any(row.status == "pending" or row.same for row in rows):
                raise _Odd
            return sum(row.status == "confirmed" for row in rows)

        self.scope[f"n_{name}"] = count
        return [f"{name} = 0 if v == [] else n_{name}(v)"]

    def checked(self, given: Input, name: str) -> list[str]:
        """A value used as it is, after the same check as everywhere."""
        check = self._check(given)
        self.scope[f"n_{name}"] = lambda raw: _plain(check(raw))
        return [f"{name} = n_{name}(v)"]

    def tally(self, given: Tally, name: str) -> list[str]:
        check = self._check(given)

        def count(raw: object) -> dict[str, Any]:
            value = check(raw)
            return {
                "total": value.total(given.total_is),
                "votes": dict(value.votes),
                "collected": value.collected,
            }

        self.scope[f"n_{name}"] = count
        return [f"{name} = n_{name}(v)"]


def _plain(value: Any) -> Any:
    if not isinstance(value, str) and not hasattr(value, "year"):
        raise _Odd
    return value


_WRITERS: dict[type, Callable[[_Writer, Any, str], list[str]]] = {
    Score: _Writer.number,
    Count: _Writer.number,
    Days: _Writer.number,
    Finding: _Writer.finding,
    Choice: _Writer.checked,
    Date: _Writer.checked,
    Tally: _Writer.tally,
}
