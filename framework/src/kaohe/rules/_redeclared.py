"""The rules of a kind with one of them declared otherwise, and with it the rules of single periods that derive from it."""

from __future__ import annotations

from attrs import evolve

from ._rules import Bands, Ceiling, Each, Flag, Rule
from .assembly import Entry, KindRules, expanded

__all__ = ["derived_of", "redeclared"]


def derived_of(rules: KindRules, name: str) -> tuple[Rule, ...]:
    """The rules of single periods that derive from the rule called `name`, in order."""
    return tuple(entry.rule for entry in rules.entries if entry.derived_from == name)


def redeclared(rules: KindRules, name: str, rule: Rule | None, *, each: bool = True, flag: bool = True) -> KindRules:
    """The rules with `rule` in the place of the one called `name` (None: left out), and what derives from it anew.

    Without `each` nothing derives from it, without `flag` no mark of the year does. Raises SchemeError where the
    rule of a single period does not follow from `rule`.
    """
    there = next(entry for entry in rules.entries if entry.rule.id == name)
    derived = derived_of(rules, name) if each else ()
    if derived and isinstance(rule, Bands | Ceiling):
        rule = evolve(rule, each=_each(derived, flag=flag))
    made = [] if rule is None else [evolve(there, rule=one) for one in expanded(rule, rules.kind)]
    made[1:] = [evolve(entry, derived_from=name) for entry in made[1:]]
    entries: list[Entry] = []
    for entry in rules.entries:
        if entry is there:
            entries.extend(made)
        elif entry.derived_from != name:
            entries.append(entry)
    return evolve(rules, entries=tuple(entries))


def _each(derived: tuple[Rule, ...], *, flag: bool) -> Each:
    """What the rule must have said of its single periods, so that these were derived."""
    single = next((one for one in derived if isinstance(one, Flag)), None)
    if single is None or not flag:
        return Each(assumption=derived[0].assumption)
    return Each(assumption=derived[0].assumption, flag=single.flag, text=single.text)
