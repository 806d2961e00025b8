"""Both lanes at once: what the compiled form says of small records, held against the walker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.rules import Quota, Scheme, assemble
from kaohe.rules.tools import KindRules, Ruleset, once
from scheme_kit import MONTHS, raw_case

__all__ = ["both", "case_of", "compiles", "fast", "walked", "without_quotas"]


def case_of(scheme: type[Scheme] | Ruleset, people: Mapping[str, Any], **more: Any) -> Case:
    """A case of those people; every period axis gets the months of MONTHS."""
    ruleset = scheme if isinstance(scheme, Ruleset) else assemble(scheme)
    if ruleset.axes and "cycle" not in more:
        more["cycle"] = {"periods": {axis.key: MONTHS for axis in ruleset.axes}}
    return case_from_data(raw_case(people, **more), ruleset=ruleset)


def compiles(scheme: type[Scheme] | Ruleset) -> bool:
    """Whether the first kind has a compiled form; the others are walked."""
    case = case_of(scheme, {})
    return case.cohort.lane is not None and case.cohort.lane.compiled(case.cohort.ruleset.kinds[0].kind.key) is not None


def fast(
    scheme: type[Scheme] | Ruleset, facts: Mapping[str, Any], *, rechecks: Mapping[str, Any] | None = None, **more: Any
) -> Outcome:
    """The outcome of one record of the first kind, from the compiled form alone; the walker must give the same."""
    case = case_of(scheme, {"P": {"name": "甲", "facts": facts, "rechecks": rechecks or {}}}, **more)
    person = case.cohort.appraisees["P"]
    evaluation = Evaluation(case.cohort)
    assert case.cohort.lane is not None
    assert case.cohort.lane.compiled(person.kind) is not None, "the kind is not compiled"
    assert person.packed is not None, "the record is not packed"
    assert evaluation.verdict(person) is not None, "the compiled form leaves it to the walker"
    found = evaluation.quick("P")
    assert found == evaluation.quick("P") == Evaluation(evolve(case.cohort, lane=None)).outcome("P")
    return found


def walked(
    scheme: type[Scheme] | Ruleset, facts: Mapping[str, Any], *, rechecks: Mapping[str, Any] | None = None, **more: Any
) -> Outcome:
    """The outcome of one record that is odd for its compiled form (there is one) and goes to the walker."""
    case = case_of(scheme, {"P": {"facts": facts, "rechecks": rechecks or {}}}, **more)
    evaluation = Evaluation(case.cohort)
    assert case.cohort.lane is not None
    assert case.cohort.lane.compiled(case.cohort.appraisees["P"].kind) is not None
    assert evaluation.verdict(case.cohort.appraisees["P"]) is None
    return evaluation.outcomes()[0]


@once
def without_quotas(ruleset: Ruleset) -> Ruleset:
    """The same rules, and no places to give out; made once, as it is compiled once."""

    def kept(rules: KindRules) -> KindRules:
        return evolve(rules, entries=tuple(entry for entry in rules.entries if not isinstance(entry.rule, Quota)))

    return evolve(ruleset, kinds=tuple(kept(rules) for rules in ruleset.kinds))


def both(case: Case) -> list[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Each appraisee's outcome, compiled (None where it is left to the walker) and walked."""
    evaluation, walker = Evaluation(case.cohort), Evaluation(evolve(case.cohort, lane=None))
    found = []
    for appraisee, verdict in evaluation.verdicts():
        fast = None if verdict is None else evaluation.quick(appraisee.id).as_json()
        found.append((fast, walker.outcome(appraisee.id).as_json()))
    return found
