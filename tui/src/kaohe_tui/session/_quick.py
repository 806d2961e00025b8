"""One person's outcome at once, in a case where the quotas of all would take too long at every key."""

from __future__ import annotations

from attrs import evolve

from kaohe.engine import Cohort, Evaluation, Outcome
from kaohe.rules import Quota
from kaohe.rules.tools import KindRules, Ruleset

__all__ = ["Quick"]


class Quick:
    """Outcomes before quotas; a grade that a quota limits is provisional."""

    def __init__(self, cohort: Cohort) -> None:
        self.limited = {
            (rules.kind.key, grade)
            for rules in cohort.ruleset.kinds
            for rule in rules.rules(Quota)
            if isinstance(rule, Quota) and rule.each is None
            for grade in _limited(rules, rule)
        }
        ruleset = _without_quotas(cohort.ruleset)
        self.evaluation = Evaluation(
            Cohort(ruleset, cohort.cycle, cohort.appraisees, cohort.supplied, cohort.decisions)
        )

    def outcome(self, who: str) -> Outcome:
        """The outcome of one person before quotas."""
        found = self.evaluation.outcome(who)
        if (found.kind, found.grade) in self.limited:
            return evolve(found, grade=None, provisional_grade=found.grade)
        return found


def _limited(rules: KindRules, rule: Quota) -> tuple[str, ...]:
    """The grades that a quota limits: its own, and with or_better those above it."""
    grades = rules.kind.grades
    return grades[: grades.index(rule.grade) + 1] if rule.or_better else (rule.grade,)


def _without_quotas(ruleset: Ruleset) -> Ruleset:
    return evolve(ruleset, kinds=tuple(_unlimited(rules) for rules in ruleset.kinds))


def _unlimited(rules: KindRules) -> KindRules:
    return evolve(rules, entries=tuple(entry for entry in rules.entries if not isinstance(entry.rule, Quota)))
