"""Compiling the kinds of a ruleset: each one's function, and what its records tell those who are linked to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve

from ...rules import (
    Asks,
    Eligibility,
    Figure,
    GradeIs,
    Quota,
)
from ...rules.nodes import (
    BoolExpr,
    Expr,
    Linked,
    NotCompilable,
    Number,
    NumberExpr,
    Odd,
    Source,
    Their,
)
from ...rules.tools import Ruleset, descend
from .._columns import Columns
from .._grade import grade_rules
from .._plan import Plan
from ._compiled import NOT_APPRAISED, OPEN, OUT, REFERRED, Compiled, OfPeriod, Tell
from ._effects import GAP, EffectWriter
from ._function import function_of
from ._grades import GradeWriter, leave_unless
from ._quotas import QuotaWriter

__all__ = ["compile_all", "compile_kind"]


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
                new = [kind.key for kind in node.kinds if node.expression not in found[kind.key]]
                for kind_key in new:
                    found[kind_key][node.expression] = None
                waiting += [node.expression] if new else []
    return found


class _Compiler:
    """Writes the function: the score, the band, the limits, and one bit for each rule that takes effect."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.kind = plan, plan.rules.kind
        self.source = Source(scope={"OPEN": OPEN, "Odd": Odd})
        self.grade = GradeWriter(plan, self.source)
        self.effects = EffectWriter(plan, self.source, self.grade)
        self.referred = ""
        self.quotas = bool(plan.rules.rules(Quota))
        self.columns: Columns | None = None

    def compiled(self, asked: Iterable[Expr]) -> Compiled:
        """The whole kind."""
        evaluate = self._evaluate()
        tells = {expression: told for expression in asked if (told := self._tell(expression)) is not None}
        spans = {axis: period for axis in self._axes() if (period := self._period(axis)) is not None}
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
            tuple(self.effects.effects),
            GAP,
            tuple(asks),
            {
                expression: self._told(expression, source, places, result)
                for expression, (source, result) in tells.items()
            },
            self.columns,
            grade_all,
            {
                axis: OfPeriod(self._made("row, at", source, places, result), columns)
                for axis, (source, result, columns) in spans.items()
            },
        )

    def _evaluate(self) -> str:
        _eligible(self.plan, self.source, lambda number: "None" if self.quotas else f"{NOT_APPRAISED}, {number}, 1, 0")
        score = self._score()
        self._refers()
        place, gap = self.grade.proposed()
        place = self.grade.limited(place)
        self.effects.write()
        if not self.kind.grades and self.referred:
            place = f"({REFERRED} if {self.referred} else -1)"
        top, bottom = _ratio(score)
        top, row = self.source.let(top), ""
        if self.quotas:
            writer = QuotaWriter(self.source)
            self.columns = writer.columns(self.plan.rules)
            row = writer.row()
        return f"{place}, {top}, {bottom}, {self.effects.mask(gap)}{row}"

    def _made(self, parameters: str, source: Source, places: Mapping[str, int], result: str) -> Any:
        """The function of one source. A row is taken apart at once where all of it is read."""
        body = [*_reads(source, places), *source.lines, f"return {result}"]
        code = f"def made({parameters}):\n    try:\n        " + "\n        ".join(body)
        code += f"\n    except Odd:\n        return {source.open}\n"
        return self._function(code)

    def _made_loop(self, source: Source, places: Mapping[str, int], result: str) -> Any:
        """The same over many records, without a call for each: who is left to the walker has no entry."""
        leaves = ": return None"
        lines = [f"{line.removesuffix(leaves)}: continue" if line.endswith(leaves) else line for line in source.lines]
        body = [*_reads(source, places), *lines, f"found[person.id] = ({result})"]
        code = "def made(people, kind, decided):\n    found = {}\n    for person in people:\n"
        code += "        if person.kind != kind or (row := person.packed) is None or person.id in decided: continue\n"
        code += "        try:\n            " + "\n            ".join(body) + "\n        except Odd: pass\n"
        return self._function(f"{code}    return found\n")

    def _function(self, code: str) -> Any:
        return function_of(code, "made", dict(self.source.scope), shown=self.kind.key)

    # --- the grades of periods ------------------------------------------------------------------------------------

    def _axes(self) -> list[str]:
        """The axes whose periods have places of their own."""
        quotas = [rule for rule in self.plan.rules.rules(Quota) if isinstance(rule, Quota)]
        return list(dict.fromkeys(rule.each.key for rule in quotas if rule.each is not None))

    def _period(self, axis: str) -> tuple[Source, str, Columns] | None:
        """The source that grades one period of an axis and says of its quotas what is asked; None where it is walked."""
        source = Source(self.source.slots, self.source.scope, at="at")
        source.score = self.plan.score
        source.scope["OUT"] = OUT
        try:
            return self._of_period(axis, source)
        except NotCompilable:
            return None

    def _of_period(self, axis: str, source: Source) -> tuple[Source, str, Columns]:
        plan = evolve(self.plan, grade=grade_rules(self.plan.rules, axis))
        _eligible(plan, source, lambda _: "OUT")
        if plan.grade.bands is not None and (there := source.number(plan.grade.bands.of).there):
            source.lines.append(f"if not {there}: return OUT")
        for rule in plan.grade.refers:
            leave_unless(source, source.truth(rule.when).fails)
        grade = GradeWriter(plan, source)
        place = grade.limited(grade.proposed()[0])
        writer = QuotaWriter(source)
        columns = writer.columns(plan.rules, axis)
        assert columns is not None  # noqa: S101  # asked of an axis with quotas
        return source, f"{place}, 0, 1, 0{writer.row()}", columns

    # --- what others ask ------------------------------------------------------------------------------------------

    def _tell(self, expression: Expr) -> tuple[Source, str] | None:
        """The source that tells what `expression` is worth, and its result; None where it has to be walked."""
        source = Source(
            self.source.slots, self.source.scope, place="place", grades=self.kind.grades, open="OPEN", at="at"
        )
        source.score = self.plan.score
        try:
            return source, _telling(source, expression)
        except NotCompilable:
            return None

    def _told(self, expression: Expr, source: Source, places: Mapping[str, int], result: str) -> Tell:
        function = self._made("row, place, at", source, places, result)
        linked = [slot for slot in self.source.slots if isinstance(slot, Linked)]
        asks = tuple(place for place, slot in enumerate(linked) if self.source.slots[slot] in source.used)
        return Tell(function, asks, any(isinstance(node, GradeIs) for node in descend(expression)))

    # --- score and checks -----------------------------------------------------------------------------------------

    def _score(self) -> Number | None:
        if self.plan.score is None:
            return None
        found = self.source.number(self.plan.score)
        leave_unless(self.source, found.there)
        self.source.score = self.plan.score
        return found

    def _refers(self) -> None:
        """Whose grade a person decides is walked; in a kind without grades the outcome only says so."""
        found = []
        for rule in self.plan.grade.refers:
            one = self.source.truth(rule.when)
            if self.kind.grades:
                leave_unless(self.source, one.fails)
                continue
            leave_unless(self.source, one.there)
            self.grade.limits[rule.id] = self.source.let(one.yes)
            found.append(self.grade.limits[rule.id])
        self.referred = f"({' or '.join(found)})" if found else ""


def _eligible(plan: Plan, source: Source, refused: Callable[[int], str]) -> None:
    """The first rule that somebody fails says why they are not appraised; one that is absent is a person's."""
    found = [source.truth(rule.when) for rule in plan.rules.rules(Eligibility) if isinstance(rule, Eligibility)]
    for number, one in enumerate(found):
        source.lines.append(f"if {one.fails}: return {refused(number)}")
    for one in found:
        leave_unless(source, one.yes if one.no else "")


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
