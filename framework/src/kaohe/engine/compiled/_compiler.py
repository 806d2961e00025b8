"""Compiling the kinds of a ruleset: each one's function, and what its records tell those who are linked to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ...rules import (
    Asks,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Figure,
    Flag,
    Floor,
    GradeIs,
    Item,
    Link,
    PointTable,
    Proposed,
    Quota,
    Refer,
    Total,
)
from ...rules.nodes import (
    BoolExpr,
    Expr,
    Holds,
    Linked,
    NotCompilable,
    Number,
    NumberExpr,
    Odd,
    Rechecked,
    Round,
    Source,
    Their,
    aligned,
)
from ...rules.tools import Rule, Ruleset, descend
from .._columns import Columns
from .._plan import Plan
from ._compiled import NOT_APPRAISED, OPEN, REFERRED, Compiled, Effect, Tell
from ._quotas import QuotaWriter

__all__ = ["compile_all", "compile_kind"]

_GAP = 1


def compile_all(ruleset: Ruleset, more: Mapping[str, Sequence[Expr]] | None = None) -> dict[str, Compiled]:
    """The compiled form of each kind that has one. `more` are expressions that a kind is to tell besides, by its key."""
    asked = _asked(ruleset, more or {})
    found = {}
    for rules in ruleset.kinds:
        compiled = compile_kind(Plan.of(rules), asked[rules.kind.key])
        if compiled is not None:
            found[rules.kind.key] = compiled
    return found


def compile_kind(plan: Plan, asked: Iterable[Expr] = ()) -> Compiled | None:
    """The compiled form of one kind that tells what is `asked` of it, or None where its rules need the walker."""
    try:
        return _Compiler(plan).compiled(asked)
    except NotCompilable:
        return None


def _asked(ruleset: Ruleset, more: Mapping[str, Sequence[Expr]]) -> dict[str, dict[Expr, None]]:
    """What is asked of each kind by the rules of others, and by what is asked of those."""
    found: dict[str, dict[Expr, None]] = {rules.kind.key: {} for rules in ruleset.kinds}
    waiting = [
        expression
        for rules in ruleset.kinds
        for entry in rules.entries
        if not isinstance(entry.rule, Figure | Asks)
        for expression in entry.rule.expressions()
    ]
    for kind, expressions in more.items():
        found[kind].update(dict.fromkeys(expressions))
        waiting += expressions
    while waiting:
        for node in descend(waiting.pop()):
            if isinstance(node, Their):
                kinds = (node.link.to,) if isinstance(node.link, Link) else node.link.kinds
                new = [kind.key for kind in kinds if node.expression not in found[kind.key]]
                for kind_key in new:
                    found[kind_key][node.expression] = None
                waiting += [node.expression] if new else []
    return found


class _Compiler:
    """Writes the function: the score, the band, the limits, and one bit for each rule that takes effect."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.kind = plan, plan.rules.kind
        self.source = Source(scope={"OPEN": OPEN, "Odd": Odd})
        self.effects: list[Effect] = []
        self.limits: dict[str, str] = {}
        self.bits: list[tuple[str, str]] = []
        self.referred = self.rests = ""
        self.quotas = bool(plan.rules.rules(Quota))
        self.columns: Columns | None = None

    def compiled(self, asked: Iterable[Expr]) -> Compiled:
        """The whole kind."""
        evaluate = self._evaluate()
        tells = {expression: told for expression in asked if (told := self._tell(expression)) is not None}
        slots = list(self.source.slots)
        own, asks = (
            [one for one in slots if not isinstance(one, Linked)],
            [one for one in slots if isinstance(one, Linked)],
        )
        places = {self.source.slots[slot]: place for place, slot in enumerate([*own, *asks])}
        function = self._made("row", self.source, places, evaluate)
        grade_all = self._made_loop(self.source, places, evaluate) if self.columns is not None and not asks else None
        return Compiled(
            self.plan,
            tuple(own),
            function,
            tuple(self.effects),
            _GAP,
            tuple(asks),
            {
                expression: self._told(expression, source, places, result)
                for expression, (source, result) in tells.items()
            },
            self.columns,
            grade_all,
        )

    def _evaluate(self) -> str:
        self._eligible()
        score = self._score()
        self._refers()
        place, gap = self._place()
        place = self._limited(place)
        self._bits(gap)
        if not self.kind.grades and self.referred:
            place = f"({REFERRED} if {self.referred} else -1)"
        top, bottom = _ratio(score)
        top, row = self.source.let(top), ""
        if self.quotas:
            writer = QuotaWriter(self.source)
            self.columns = writer.columns(self.plan.rules)
            row = writer.row()
        return f"{place}, {top}, {bottom}, {self._mask(gap)}{row}"

    def _made(self, parameters: str, source: Source, places: Mapping[str, int], result: str) -> Any:
        """The function of one source. A row is taken apart at once where all of it is read."""
        body = [*_reads(source, places), *source.lines, f"return {result}"]
        code = f"def made({parameters}):\n    try:\n        " + "\n        ".join(body)
        code += f"\n    except Odd:\n        return {source.open}\n"
        return self._function(code)

    def _made_loop(self, source: Source, places: Mapping[str, int], result: str) -> Any:
        """The same over many records, without a call for each; `None` for a record is no entry for it."""
        lines = [line.replace("return None", "continue") for line in source.lines]
        assert not any("return" in line for line in lines)  # noqa: S101  # under quotas all that returns leaves
        body = [*_reads(source, places), *lines, f"found[person.id] = ({result})"]
        code = "def made(people, kind, decided):\n    found = {}\n    for person in people:\n"
        code += "        if person.kind != kind or (row := person.packed) is None or person.id in decided: continue\n"
        code += "        try:\n            " + "\n            ".join(body) + "\n        except Odd: pass\n"
        return self._function(f"{code}    return found\n")

    def _function(self, code: str) -> Any:
        scope = dict(self.source.scope)
        exec(compile(code, f"<kaohe {self.kind.key}>", "exec"), scope)  # noqa: S102  # our own source, no user text
        return scope["made"]

    # --- what others ask ------------------------------------------------------------------------------------------

    def _tell(self, expression: Expr) -> tuple[Source, str] | None:
        """The source that tells what `expression` is worth, and its result; None where it has to be walked."""
        source = Source(self.source.slots, self.source.scope, place="place", grades=self.kind.grades, open="OPEN")
        source.score = self.plan.score
        try:
            return source, _telling(source, expression)
        except NotCompilable:
            return None

    def _told(self, expression: Expr, source: Source, places: Mapping[str, int], result: str) -> Tell:
        function = self._made("row, place", source, places, result)
        linked = [slot for slot in self.source.slots if isinstance(slot, Linked)]
        asks = tuple(place for place, slot in enumerate(linked) if self.source.slots[slot] in source.used)
        return Tell(function, asks, any(isinstance(node, GradeIs) for node in descend(expression)))

    # --- score and checks -----------------------------------------------------------------------------------------

    def _score(self) -> Number | None:
        if self.plan.score is None:
            return None
        found = self.source.number(self.plan.score)
        self._leave_unless(found.there)
        self.source.score = self.plan.score
        return found

    def _leave_unless(self, condition: str) -> None:
        """Leave the record to the walker where `condition` does not hold, "" for what always does."""
        if condition:
            self.source.leave(f"not {condition}")

    def _eligible(self) -> None:
        """The first rule that somebody fails says why they are not appraised; one that is absent is a person's."""
        found = [
            self.source.truth(rule.when) for rule in self.plan.rules.rules(Eligibility) if isinstance(rule, Eligibility)
        ]
        for number, one in enumerate(found):
            refused = "None" if self.quotas else f"{NOT_APPRAISED}, {number}, 1, 0"
            self.source.lines.append(f"if {one.fails}: return {refused}")
        for one in found:
            self._leave_unless(one.yes if one.no else "")

    def _refers(self) -> None:
        """Whose grade a person decides is walked; in a kind without grades the outcome only says so."""
        found = []
        for rule in self.plan.grade.refers:
            one = self.source.truth(rule.when)
            if self.kind.grades:
                self._leave_unless(one.fails)
                continue
            self._leave_unless(one.there)
            self.limits[rule.id] = self.source.let(one.yes)
            found.append(self.limits[rule.id])
        self.referred = f"({' or '.join(found)})" if found else ""

    # --- the grade ------------------------------------------------------------------------------------------------

    def _place(self) -> tuple[str, str]:
        grade = self.plan.grade
        if not self.kind.grades:
            return "-1", ""
        if grade.bands is not None:
            return self._banded(grade.bands)
        if grade.proposed is None:
            raise NotCompilable("no grade rule")
        found = self.source.value(grade.proposed.by)
        self._leave_unless(found.there)
        table = self.source.constant({name: index for index, name in enumerate(self.kind.grades)})
        place = self.source.let(f"{table}.get({found.code})")
        self._leave_unless(f"({place} is not None)")
        return place, ""

    def _banded(self, bands: Bands) -> tuple[str, str]:
        value = self.source.number(bands.of)
        self._leave_unless(value.there)
        gaps = [
            f"({low} {over} {edge} and {high} < {start})"
            for above, band in pairwise(bands.bands)
            for bound, over in [(band.high, ">") if band.high is not None else (band.below, ">=")]
            if above.low is not None and bound is not None and bound < above.low
            for (low, edge), (high, start) in [(_against(value, bound), _against(value, above.low))]
        ]
        gap = self.source.let(" or ".join(gaps)) if gaps else ""
        code = self._band(bands, value)
        if gap and bands.reading == "refer":
            self.source.leave(gap)
        elif gap and bands.reading != "half-open":
            whole = self.source.number(Round(bands.of, 0, "half-up" if bands.reading == "half-up" else "down"))
            code = f"({self._band(bands, whole)} if {gap} else {code})"
        return self.source.let(code), gap

    def _band(self, bands: Bands, value: Number) -> str:
        """The place of the band that a value lies in."""
        code = str(self.kind.grades.index(bands.bands[-1].grade))
        for band in reversed(bands.bands):
            if band.low is not None:
                a, b = _against(value, band.low)
                code = f"({self.kind.grades.index(band.grade)} if {a} >= {b} else {code})"
        return code

    def _limited(self, place: str) -> str:
        """The proposal within every ceiling and floor in force; one that asks for a re-check goes to the walker."""
        ceilings: dict[int, list[str]] = {}
        floors: dict[int, list[str]] = {}
        for rule in self.plan.grade.limits:
            found = self.source.truth(rule.when)
            if rule.confirm:
                found = self._confirmed(rule, found)
            self._leave_unless(found.there)
            self.limits[rule.id] = self.source.let(found.yes)
            bounds = floors if isinstance(rule, Floor) else ceilings
            bounds.setdefault(self.kind.grades.index(rule.grade), []).append(self.limits[rule.id])
        worst = [name for bound, names in ceilings.items() if bound == len(self.kind.grades) - 1 for name in names]
        self.rests = f"not ({' or '.join(worst) or 'False'})" if len(self.kind.grades) > 1 else "False"
        limited = self._within(place, ceilings, floors)
        if self.plan.grade.bands is not None and self.plan.grade.bands.follows:
            self._leave_unless(f"({limited} == {place})")
        return limited

    def _confirmed(self, rule: Ceiling, found: Holds) -> Holds:
        """A limit that counts once its re-check is confirmed; while that is open it is a cause of its own."""
        state = self.source.slot(Rechecked(rule.id))
        return Holds(f"({state} == 'confirmed' and {found.yes})", f"({found.fails} or {state} == 'rejected')")

    def _within(self, place: str, ceilings: Mapping[int, list[str]], floors: Mapping[int, list[str]]) -> str:
        for bound, conditions in sorted(ceilings.items()):
            code = f"({bound} if {place} < {bound} and ({' or '.join(conditions)}) else {place})"
            place = self.source.let(code)
        if not floors:
            return place
        ceiling = "0"
        for bound, conditions in sorted(ceilings.items()):
            ceiling = f"({bound} if {' or '.join(conditions)} else {ceiling})"
        floor = str(len(self.kind.grades))
        for bound, conditions in sorted(floors.items(), reverse=True):
            floor = f"({bound} if {' or '.join(conditions)} else {floor})"
        low, high = self.source.let(floor), self.source.let(f"{ceiling} + 0")
        self._leave_unless(f"({low} >= {high})")
        self.rests = f"min({low}, {len(self.kind.grades) - 1}) > {high}"
        return self.source.let(f"min({place}, {low})")

    # --- what took effect -----------------------------------------------------------------------------------------

    def _bits(self, gap: str) -> None:
        lines = {source.id: expression for source, expression in self.plan.lines}
        for entry in self.plan.rules.entries:
            rule = entry.rule
            if isinstance(rule, PointTable):
                self._effect(rule, "True")
                for item in rule.items:
                    self._moved(item, lines[item.id])
            elif isinstance(rule, Total):
                self._effect(rule, "True")
            elif isinstance(rule, Bands | Proposed):
                if rule in (self.plan.grade.bands, self.plan.grade.proposed):
                    self._effect(rule, self.rests)
            elif isinstance(rule, Bonus):
                self._effect(rule, f"({self.source.number(lines[rule.id]).top}) != 0")
            elif isinstance(rule, Ceiling | Refer) and rule.id in self.limits:
                self._effect(rule, self.limits[rule.id])
            elif isinstance(rule, Quota):
                self.effects.append(Effect(rule, 0))
            elif isinstance(rule, Flag | Consequence):
                self._shown(rule)

    def _moved(self, item: Item, line: NumberExpr) -> None:
        untouched = Fraction(0) if item.earns is not None else item.points
        a, b = _against(self.source.number(line), untouched)
        self._effect(item, f"({a}) != ({b})")

    def _shown(self, rule: Flag | Consequence) -> None:
        """A flag or notice shows while it holds for certain; one on the final grade has a bit for each."""
        if not any(isinstance(node, GradeIs) for node in descend(rule.when)):
            self._effect(rule, self.source.truth(rule.when).yes)
            return
        for grade in self.kind.grades:
            self.source.grade = grade
            self._effect(rule, self.source.truth(rule.when).yes, grade)
        self.source.grade = None

    def _effect(self, rule: Rule | Item, condition: str, grade: str | None = None) -> None:
        if condition == "False":
            return
        bit = 2 << len(self.effects)
        self.effects.append(Effect(rule, bit, grade))
        self.bits.append((condition, str(bit)))

    def _mask(self, gap: str) -> str:
        always = sum(int(bit) for condition, bit in self.bits if condition == "True")
        terms = [f"({bit} if {condition} else 0)" for condition, bit in self.bits if condition != "True"]
        terms += [f"({_GAP} if {gap} else 0)"] if gap else []
        return " + ".join([str(always), *terms])


def _reads(source: Source, places: Mapping[str, int]) -> list[str]:
    """Taking a row apart: at once where all of it is read."""
    names = sorted(source.used, key=places.__getitem__)
    unpack = [f"({', '.join(names)},) = row"] if names and len(names) == len(places) else []
    return unpack or [f"{name} = row[{places[name]}]" for name in names]


def _telling(source: Source, expression: Expr) -> str:
    if isinstance(expression, NumberExpr):
        number = source.number(expression)
        return _where(number.there, f"({', '.join(_ratio(number))})")
    if isinstance(expression, BoolExpr):
        truth = source.truth(expression)
        return f"True if {truth.yes} else False if {truth.no} else None" if truth.no else f"bool({truth.yes})"
    plain = source.value(expression)
    return _where(plain.there, f"{plain.code} if {plain.code} == {plain.code} else None")


def _where(there: str, code: str) -> str:
    return f"({code}) if {there} else None" if there else code


def _ratio(number: Number | None) -> tuple[str, str]:
    """Numerator and denominator; a bare column is made something of, which tells whether it is there."""
    if number is None:
        return "0", "1"
    return f"{number.top} + 0", f"{number.static} * {number.bottom}" if number.bottom else str(number.static)


def _against(value: Number, limit: Fraction) -> tuple[str, str]:
    return aligned(value, Number(str(limit.numerator), limit.denominator))
