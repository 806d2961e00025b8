"""What one expression is worth for one record, as the reference evaluator says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from kaohe.cases import Case, case_from_data
from kaohe.engine import Code, Day, Evaluation, Gone, Num, Truth
from kaohe.rules import Asks, Date, Events, Finding, Link, Tally, assemble
from kaohe.rules.nodes import Cause, Expr, Ratings, Worth
from kaohe.rules.tools import Exact, Ruleset, exact
from scheme_kit import MONTH, MONTHS, PLAIN, WORDS, count, declare, lines, of, option, raw_case, score

A, B, C = score("a"), score("b"), score("c", optional=True)
LIMITED = score("limited", low=60, high=90)
N = count("n")
DAY, LAST, LEFT = (Date(key, WORDS, clause="1", optional=key == "left") for key in ("day", "last", "left"))
CODE = of("x", "y", key="code")
FOUND, MAYBE = (Finding(key, WORDS, clause="1", optional=key == "maybe") for key in ("found", "maybe"))
EVENTS, EXTRAS = (Events(key, WORDS, clause="1", optional=key == "extras") for key in ("events", "extras"))
AMOUNT, WHY = score("amount", on=EVENTS), of("late", "away", key="why", on=EVENTS, optional=True)
EXTRA = score("extra", on=EXTRAS)
RATED, VAGUE = (
    Ratings(key, WORDS, clause="1", options=option("good", "bad"), optional=key == "vague")
    for key in ("rated", "vague")
)
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
VOTED = Tally("voted", WORDS, clause="1", options=option("yes", "no"), total_is="votes")
MONTHLY, SECOND, SPARE = (score(key, on=MONTH, optional=key == "spare") for key in ("monthly", "second", "spare"))
LETTERS = of("x", "y", key="letters", on=MONTH)
DATES = Date("dates", WORDS, clause="1", on=MONTH)
BOSS = Link("boss", WORDS, PLAIN, clause="1")
MENTOR = Link("mentor", WORDS, PLAIN, clause="1", optional=True)

_INPUTS = (
    *(A, B, C, LIMITED, N, DAY, LAST, LEFT, CODE, FOUND, MAYBE, EVENTS, EXTRAS, AMOUNT, WHY, EXTRA),
    *(RATED, VAGUE, BALLOT, VOTED, MONTHLY, SECOND, SPARE, LETTERS, DATES),
)
ABSENT = {"absent": "not-assessed", "reason": "未考核"}
AWAY = {"absent": "not-posted"}
DOCUMENT = "组发〔2020〕5号"


@cache
def _ruleset() -> Ruleset:
    asks = Asks(**lines("asks"), inputs=_INPUTS, links=(BOSS, MENTOR))
    return assemble(declare(kinds=(PLAIN,), procedure=[asks]))


def record(facts: Mapping[str, Any], *, links: Any = None, others: Mapping[str, Any] | None = None) -> Case:
    """A case of P with those facts and links, and of `others`: {id: facts, or a whole appraisee}."""
    people: dict[str, Any] = {"P": {"facts": dict(facts), "links": links or {}}, **(others or {})}
    cycle = {"periods": {"month": MONTHS}}
    return case_from_data(raw_case(people, cycle=cycle), ruleset=_ruleset())


def worth(expression: Expr, facts: Mapping[str, Any], *, provisional: bool = False, **people: Any) -> Worth:
    """What `expression` is worth for P; `provisional` leaves unknown rows and open re-checks out."""
    evaluation = Evaluation(record(facts, **people).cohort)
    return evaluation.walker("P", provisional=provisional).worth(expression)


def causes_of(*names: str) -> frozenset[Cause]:
    """What is needed, by name; "found!" is the pending re-check of a finding of that list, "T:a" is T's."""
    return frozenset(map(_cause, names))


def _cause(name: str) -> Cause:
    of, _, what = name.rpartition(":")
    if what.endswith("!"):
        return Cause("pending", f"{what[:-1]}[{DOCUMENT}]", of)
    return Cause("needs", what, of)


def num(low: Exact | None, high: Exact | None, *causes: str) -> Num:
    """An interval and what it waits for."""
    ends: list[Fraction | None] = [None if end is None else exact(end) for end in (low, high)]
    return Num(ends[0], ends[1], causes_of(*causes))


def just(value: Exact) -> Num:
    """A settled number, which waits for nothing."""
    return num(value, value)


def gone(*reasons: str) -> Gone:
    """Absent for those reasons."""
    return Gone(frozenset(reasons))


def holds(value: bool) -> Truth:
    """A settled condition, which waits for nothing."""
    return Truth(frozenset({value}))


def either(*causes: str) -> Truth:
    """A condition that may be true or false, and what it waits for."""
    return Truth(frozenset({True, False}), causes_of(*causes))


def nothing(*reasons: str) -> Truth:
    """A condition that is absent for those reasons."""
    return Truth(frozenset({None}), reasons=frozenset(reasons))


def on_day(text: str | None, *causes: str) -> Day:
    """A day, or one that waits."""
    return Day(None if text is None else dt.date.fromisoformat(text), causes_of(*causes))


def code(value: str | None, *causes: str) -> Code:
    """A code, or one that waits."""
    return Code(value, causes_of(*causes))


def row(date: str, status: str = "confirmed", item: str = "") -> dict[str, str]:
    """A finding; `item` tells it from another of its day."""
    return {"date": date, "document": DOCUMENT, "status": status, "item": item}
