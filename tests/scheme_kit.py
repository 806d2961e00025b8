"""Small schemes for tests: declared in one line, evaluated from plain facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from attrs import evolve

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.rules import (
    Band,
    Bands,
    Choice,
    Count,
    Document,
    Kind,
    Part,
    Periods,
    Scheme,
    Score,
    Total,
    assemble,
)
from kaohe.rules.amend import Amendment, Replacing
from kaohe.rules.nodes import NumberExpr, Option
from kaohe.rules.tools import Rule, Ruleset
from kaohe.words import Text

__all__ = [
    "BEST",
    "GRADES",
    "MONTH",
    "MONTHS",
    "PERSON",
    "PLAIN",
    "POINTS",
    "WORDS",
    "amend",
    "bands",
    "count",
    "declare",
    "lines",
    "of",
    "option",
    "outcome_of",
    "outcomes",
    "raw_case",
    "score",
    "total",
]

WORDS = Text("words", "文字")
GRADES = ("优秀", "称职", "不称职")
BEST = GRADES[0]
PERSON = Kind("person", Text("person", "人员"), GRADES)
PLAIN = Kind("person", Text("person", "人员"))
DOCUMENT = Document(title="示例办法", issuer="示例单位", issued="2020-01-01")
MONTH = Periods("month", Text("month", "月"), "month")
MONTHS = ["2020-01", "2020-02", "2020-03", "2020-04"]

Rules = Sequence[Rule | Replacing]
Hooks = Mapping[str, Rules] | Rules


def lines(id: str, clause: str = "1") -> dict[str, Any]:  # noqa: A002  # the field's own name
    """The three things every rule needs."""
    return {"id": id, "clause": clause, "text": WORDS}


def score(key: str = "mark", **options: Any) -> Score:
    """A mark out of 100 with two decimals."""
    return Score(key, WORDS, clause="1", **options)


def count(key: str = "n", **options: Any) -> Count:
    """A whole number."""
    return Count(key, WORDS, clause="1", **options)


def option(*codes: str) -> tuple[Option, ...]:
    """Options with those codes."""
    return tuple(Option(code, WORDS) for code in codes)


def of(*codes: str, key: str = "choice", **options: Any) -> Choice:
    """A choice of those codes."""
    return Choice(key, WORDS, clause="1", options=option(*codes), **options)


POINTS = score()


def total(value: NumberExpr = POINTS, **options: Any) -> Total:
    """The score."""
    return Total(**(lines("total") | {"value": value} | options))


def bands(value: NumberExpr = POINTS, **options: Any) -> Bands:
    """90 and above, 60 to 90, below 60: without gaps."""
    whole = (Band(GRADES[0], low=90), Band(GRADES[1], low=60, below=90), Band(GRADES[2], below=60))
    return Bands(**({**lines("bands"), "of": value, "bands": whole, "assumption": "A"} | options))


def _parts(kinds: Sequence[Kind], hooks: Mapping[str, Hooks]) -> tuple[type[Part], ...]:
    """A part for each kind, with the hooks that have anything for it."""

    def method(rules: Rules) -> Any:
        def declared(self: Part) -> Rules:
            return rules

        return declared

    def of_kind(given: Hooks, kind: Kind) -> Rules:
        return given.get(kind.key, ()) if isinstance(given, Mapping) else given

    return tuple(
        type("Made", (Part,), {"kind": kind} | {name: method(of_kind(given, kind)) for name, given in hooks.items()})
        for kind in kinds
    )


def _fields(hooks: dict[str, Any]) -> dict[str, Any]:
    """What is no hook of what `declare` and `amend` are given."""
    kept = ("readings", "undefined", "prefix", "cycles", "window", "changes")
    return {name: hooks.pop(name) for name in kept if name in hooks}


def declare(*, kinds: Sequence[Kind] = (PERSON,), name: str = "test", **hooks: Any) -> type[Scheme]:
    """A scheme class; a hook is given as its declarations, or as {kind: declarations}."""
    body: dict[str, Any] = {"id": name, "title": WORDS, "version": "1", "document": DOCUMENT} | _fields(hooks)
    return cast("type[Scheme]", type("Made", (Scheme,), body | {"parts": _parts(kinds, hooks)}))


def amend(
    name: str = "city", *, base: str = "test", kinds: Sequence[Kind] = (PERSON,), **hooks: Any
) -> type[Amendment]:
    """An amendment class, its hooks given as in `declare`."""
    body: dict[str, Any] = {"id": name, "title": WORDS, "version": "1", "document": DOCUMENT, "base": base}
    body |= _fields(hooks)
    return cast("type[Amendment]", type("Amends", (Amendment,), body | {"parts": _parts(kinds, hooks)}))


def raw_case(people: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Plain data of a case of the scheme "test": {id: facts}, or {id: a whole appraisee}."""
    rows = [
        {"id": name, "kind": "person"} | (given if "facts" in given or "links" in given else {"facts": given})
        for name, given in people.items()
    ]
    cycle = {"start": "2020-01-01", "end": "2020-12-31"} | more.pop("cycle", {})
    return {"format": 1, "scheme": "test", "cycle": cycle, "appraisees": rows, **more}


def outcomes(ruleset: Ruleset | type[Scheme], people: Mapping[str, Any], **more: Any) -> dict[str, Outcome]:
    """The outcomes of those people, by id; period axes get the months of MONTHS.

    Every test that comes by here also holds the compiled form against the walker.
    """
    rules = ruleset if isinstance(ruleset, Ruleset) else assemble(ruleset)
    if rules.axes and "cycle" not in more:
        more["cycle"] = {"periods": {axis.key: MONTHS for axis in rules.axes}}
    if rules.counts_workdays:
        more["cycle"] = {"holidays": []} | more.get("cycle", {})
    case = case_from_data(raw_case(people, **more), ruleset=rules)
    evaluation = Evaluation(case.cohort)
    found = evaluation.outcomes()
    walker = Evaluation(evolve(case.cohort, lane=None))
    assert [one.as_json() for one in found] == [walker.outcome(one.id).as_json() for one in found]
    return {outcome.id: outcome for outcome in found}


def outcome_of(ruleset: Ruleset | type[Scheme], **facts: Any) -> Outcome:
    """The outcome of one person with those facts."""
    return outcomes(ruleset, {"P": {"facts": facts}})["P"]
