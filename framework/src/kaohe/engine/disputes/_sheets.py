"""Marks that may not count: of too few raters, or against what one rater's sheet over all appraisees allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from ...rules import Periods
from ...rules.nodes import FEWEST_RATERS, Marks, code_label
from ...rules.tools import MarksValue, Ruleset, show
from ...words import Text
from .._cohort import Appraisee

__all__ = ["sheet_faults"]

_FEW = Text(
    "{marks}: {n} raters, and no fewer than {fewest} count or show: enter the others",
    "{marks}：评分人{n}名，不足{fewest}名的不计也不显示：请补录",
)
_FEW_OF = Text(
    "{marks}: {n} raters in the group {group}, and no fewer than {fewest} count or show: enter the others",
    "{marks}：“{group}”组评分人{n}名，不足{fewest}名的不计也不显示：请补录",
)
_OVER = Text(
    "{marks}: the rater {rater} gave {n} marks {limit}, of which {most} are allowed: correct the sheet",
    "{marks}：评分人 {rater} 评出{limit}的有{n}个，最多{most}个：请更正其评分表",
)
_EQUAL = Text(
    "{marks}: the rater {rater} gave {mark} to {n}, and no two may have the same: correct the sheet",
    "{marks}：评分人 {rater} 给{n}人同评 {mark}，不得同分：请更正其评分表",
)


@frozen
class _Given:
    """One mark: whose record holds it, of which input and period."""

    person: str
    given: Marks
    period: int
    mark: Fraction


def sheet_faults(ruleset: Ruleset, people: Mapping[str, Appraisee]) -> Iterator[tuple[str, str, Text]]:
    """Whose marks do not count, of which input, and why, one for each input of a person.

    What one rater gave others is not told beside a person: only how many marks there are too many.
    """
    asked = {rules.kind.key: [one for one in rules.inputs if isinstance(one, Marks)] for rules in ruleset.kinds}
    sheets: dict[tuple[Marks, int, str], list[_Given]] = defaultdict(list)
    found: dict[tuple[str, str], Text] = {}
    for person in people.values():
        for given in asked[person.kind]:
            for period, value in _values(person, given):
                few = _few(given, value)
                if few is not None:
                    found.setdefault((person.id, given.key), few)
                for _, rater, mark in value.rows if given.sheet or given.no_equal else ():
                    sheets[given, period, rater].append(_Given(person.id, given, period, mark))
    for (given, _, rater), marks in sheets.items():
        for one, text in _against(given, rater, marks):
            found.setdefault((one.person, given.key), text)
    return ((person, key, text) for (person, key), text in found.items())


def _values(person: Appraisee, given: Marks) -> Iterator[tuple[int, MarksValue]]:
    value = person.fact(given.key)
    values = value if isinstance(given.on, Periods) and isinstance(value, tuple) else (value,)
    return ((place, one) for place, one in enumerate(values) if isinstance(one, MarksValue))


def _few(given: Marks, value: MarksValue) -> Text | None:
    counts = Counter(group for group, _, _ in value.rows)
    for group in given.codes or ("",):
        if counts[group] < FEWEST_RATERS:
            text, label = (_FEW_OF, code_label(given, group)) if group else (_FEW, given.label)
            return text.format(marks=given.label, n=counts[group], group=label, fewest=FEWEST_RATERS)
    return None


def _against(given: Marks, rater: str, marks: list[_Given]) -> Iterator[tuple[_Given, Text]]:
    """The marks of one sheet that are too many of their sort."""
    for limit in given.sheet:
        held = [one for one in marks if limit.holds(one.mark)]
        if len(held) > limit.most:
            text = _OVER.format(marks=given.label, rater=rater, n=len(held), limit=limit.text(), most=limit.most)
            yield from ((one, text) for one in held)
    times = Counter(one.mark for one in marks)
    for one in marks if given.no_equal else ():
        if times[one.mark] > 1:
            told = _EQUAL.format(marks=given.label, rater=rater, n=times[one.mark], mark=show(one.mark))
            yield one, told
