"""The chain of signatures of one span, the book or one period, as the scheme declares it.

A span is "book" (the year), AXIS/PERIOD, or half/2019H1; it holds the smaller spans that lie in it (of a quarter the
months), which are signed before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from attrs import evolve, field, frozen

from ...errors import CaseError, KaoheError
from ...rules import Procedure
from ...rules.forms import Level
from ...rules.nodes import BoolExpr
from ...rules.tools import Period, Ruleset, parse_period
from ...words import Message, Text, named
from .._acts import Sight
from .._documents import span_id

__all__ = ["BOOK", "Step", "chain_at", "covered", "levels_of", "span_named", "spans_of", "within"]

BOOK = "book"
_HALF = "half"
_NO_SPAN = Message(
    "K8140",
    "there is nothing called {name} that is signed here; it is {known}",
    "没有可签署的期次 {name}；可签署的有：{known}",
)
_NO_CHAIN = Message(
    "K8141",
    "the scheme says of nothing who signs it; freeze what is ready instead: kaohe office freeze",
    "方案未规定由谁签署；请改用 kaohe office freeze 冻结",
)


@frozen
class Step:
    """One level of a chain: its id in the book, who signs there, and whose results, by kind and condition.

    `after` are the steps that come before it.
    """

    id: str
    label: Text
    signers: tuple[Text, ...]
    clause: str
    own: bool = False
    covers: tuple[tuple[str, BoolExpr | None], ...] = ()
    after: frozenset[str] = field(default=frozenset())

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds whose results it signs."""
        return tuple(dict.fromkeys(kind for kind, _ in self.covers))

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        signers = [{"en": one.en, "zh": one.zh} for one in self.signers]
        about = {"id": self.id, "label": {"en": self.label.en, "zh": self.label.zh}, "clause": self.clause}
        return {**about, "signers": signers, "own": self.own, "kinds": [*self.kinds]}


def chain_of(ruleset: Ruleset, span: str) -> tuple[Step, ...]:
    """The steps that sign a span, in order; () where the scheme declares none.

    What several kinds (or branches of one) declare alike is one step, which signs all of their results at once.
    """
    axis = _axis(span)
    steps: dict[tuple[str, ...], Step] = {}
    for rules in ruleset.kinds:
        last: list[tuple[BoolExpr | None, str]] = []
        for rule in rules.rules(Procedure):
            if isinstance(rule, Procedure) and axis in rule.signs:
                last = _joined(steps, rules.kind.key, rule, last)
    return _in_order([*steps.values()])


def chain_at(sight: Sight, span: str) -> tuple[Step, ...]:
    """The steps that sign a span of a book, in order; worked out once for the rules that the book is read by."""
    axis = _axis(span)
    if axis not in sight.chains:
        sight.chains[axis] = chain_of(sight.ruleset, span)
    return cast("tuple[Step, ...]", sight.chains[axis])


def levels_of(ruleset: Ruleset) -> list[Text]:
    """Every level at which an office signs results, each once, in the order of the document."""
    spans = [BOOK if name == "year" else f"{name}/" for name in _signed(ruleset)]
    steps = [one for span in spans for one in chain_of(ruleset, span) if not one.own]
    return [*{one.label.zh: one.label for one in steps}.values()]


def _signed(ruleset: Ruleset) -> list[str]:
    """Of what results are signed: "month", "quarter", "half", "year", each once."""
    rules = (rule for kind in ruleset.kinds for rule in kind.rules(Procedure) if isinstance(rule, Procedure))
    return [*dict.fromkeys(name for rule in rules for name in rule.signs)]


def _axis(span: str) -> str:
    return "year" if span == BOOK else span.partition("/")[0]


def _joined(
    steps: dict[tuple[str, ...], Step], kind: str, rule: Procedure, last: list[tuple[BoolExpr | None, str]]
) -> list[tuple[BoolExpr | None, str]]:
    """Put the levels of one rule among the steps; gives the last steps of the kind's branches."""
    before = {name for of, name in last if of is None or rule.of is None or of == rule.of}
    for place, level in enumerate(rule.levels, 1):
        key = _key(level)
        step = steps.get(key) or Step(f"{rule.id}.{place}", level.label, level.signers, rule.clause, level.own)
        covers = dict.fromkeys([*step.covers, (kind, rule.of)])
        steps[key] = evolve(step, covers=tuple(covers), after=step.after | (before - {step.id}))
        before = {step.id}
    kept = [] if rule.of is None else [(of, name) for of, name in last if of != rule.of]
    return [*kept, *((rule.of, name) for name in before)]


def _key(level: Level) -> tuple[str, ...]:
    return (level.label.zh, *(one.zh for one in level.signers), str(level.own))


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps so that each stands after those before it."""
    found: dict[str, Step] = {}
    waiting = [*steps]
    while waiting:
        known = {one.id for one in steps} - {*found}
        one = next((one for one in waiting if not one.after & known), waiting[0])
        waiting.remove(one)
        found[one.id] = one
    return tuple(found.values())


def spans_of(sight: Sight) -> tuple[str, ...]:
    """Everything that is signed in a book, the smallest spans first and the book last."""
    signed = _signed(sight.ruleset)
    halves = [f"{_HALF}/{name}" for name in _halves(sight)] if _HALF in signed else []
    periods = [span_id(axis, name) for axis, names in sight.periods.items() if axis in signed for name in names]
    return (*periods, *halves, *([BOOK] if "year" in signed else []))


def span_named(sight: Sight, name: str) -> str:
    """The span of that name: a period, a half-year, "" or "book" for the year. Raises CaseError for another."""
    spans = spans_of(sight)
    if not spans:
        raise CaseError(_NO_CHAIN)
    wanted = name or BOOK
    for span in spans:
        if wanted in (span, span.partition("/")[2]):
            return span
    known = ", ".join(span.partition("/")[2] or span for span in spans)
    raise CaseError(_NO_SPAN.format(name=named(wanted[:60]), known=known))


def within(sight: Sight, span: str) -> list[str]:
    """The smaller spans that lie in one and are signed by themselves; of the book all others."""
    others = [one for one in spans_of(sight) if one not in (span, BOOK)]
    if span == BOOK:
        return others
    whole = _parsed(span.partition("/")[2])
    parts = [(one, _parsed(one.partition("/")[2])) for one in others]
    return [one for one, part in parts if whole.start <= part.start and part.end <= whole.end]


@lru_cache(maxsize=1024)  # a book has the same few periods at every look
def _parsed(name: str) -> Period:
    for unit in ("month", "quarter", _HALF, "year"):
        try:
            return parse_period(name, unit)
        except KaoheError:
            continue
    raise CaseError(_NO_SPAN.format(name=named(name[:60]), known="-"))


def _halves(sight: Sight) -> list[str]:
    """The half-years that some period begins in, in order."""
    days = sorted(_parsed(name).start for names in sight.periods.values() for name in names)
    return list(dict.fromkeys(f"{day.year}H{1 if day.month <= 6 else 2}" for day in days))


def covered(sight: Sight, step: Step) -> tuple[str, ...]:
    """Whose results a step signs: those of its kinds for whom its condition holds."""
    key = tuple((kind, id(of)) for kind, of in step.covers)  # conditions live as long as the rules
    if key not in sight.covers:
        sight.covers[key] = tuple(who for who, row in sight.rows.items() if _covers(sight, step, who, row["kind"]))
    return sight.covers[key]


def _covers(sight: Sight, step: Step, who: str, kind: str) -> bool:
    return any(
        of is None or sight.evaluation.walker(who).truth(of).must(True) for one, of in step.covers if one == kind
    )
