"""The walker: the reference evaluator, exact intervals over the declared tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..rules import (
    Absent,
    Add,
    Aggregate,
    All,
    And,
    Axis,
    Choice,
    Clamp,
    Compare,
    Computed,
    Const,
    Count,
    Date,
    DateConst,
    Days,
    DaysBetween,
    Divide,
    Events,
    Expr,
    Extreme,
    Finding,
    Given,
    GradeIs,
    Headcount,
    If,
    Input,
    Is,
    LinkedBack,
    Listed,
    Matched,
    Multiply,
    Named,
    Not,
    Or,
    PeriodEnd,
    Periods,
    PeriodStart,
    Points,
    PoolCode,
    RankOf,
    Ratings,
    Round,
    RowDate,
    RowsDuring,
    Score,
    ScoreOf,
    Shift,
    Spelled,
    Steps,
    Subtract,
    TallyCount,
    TallyShare,
    TallyTotal,
    TheirChoice,
    TheirNumber,
    TheirTruth,
    Unknown,
    Unsettled,
    Weighted,
    add_months,
    exact,
    round_as,
)
from ..rules import Any as AnyOf
from ._intervals import (
    add,
    compare,
    compare_days,
    divide,
    extreme_of,
    fold,
    gone_of,
    hull,
    multiply,
    negated,
    one_of,
    scaled,
)
from ._standing import rank_worth
from ._values import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly, truth
from ._walk_axes import aggregate, quantified, their
from ._walk_inputs import (
    NOTHING,
    choice_input,
    date_input,
    finding_input,
    gone,
    number_input,
    period_day,
    row_date,
    rows_during,
    tally_number,
)
from ._walk_lookups import listed, matched, spelled, unsettled

if TYPE_CHECKING:
    from ._cohort import Appraisee
    from ._evaluation import Evaluation

__all__ = ["Walker"]


@define
class Walker:
    """Evaluates expressions for one appraisee. `provisional` leaves unknown rows and pending re-checks out."""

    evaluation: Evaluation
    appraisee: Appraisee
    provisional: bool = False
    at: int | None = None
    # With the node, so that its id stays its own.
    _seen: dict[tuple[int, int | None], tuple[Expr, Worth]] = field(factory=dict, init=False)

    def worth(self, node: Expr) -> Worth:
        """What `node` is worth here; open nodes at the current position."""
        key = (id(node), self.at)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = (node, _WALK[type(node)](self, node))
        return found[1]

    def number(self, node: Expr) -> Num | Gone:
        """The worth of a number."""
        found = self.worth(node)
        assert isinstance(found, Num | Gone), node  # noqa: S101  # the declarations' types guarantee it
        return found

    def truth(self, node: Expr) -> Truth:
        """The worth of a condition; absent counts as a possible value None."""
        found = self.worth(node)
        assert isinstance(found, Truth), node  # noqa: S101  # the declarations' types guarantee it
        return found

    def positions(self, axis: Axis) -> tuple[list[tuple[int, bool]], Causes]:
        """The positions of `axis` as (index, counts for certain), and the causes where they are not known yet."""
        if isinstance(axis, Periods):
            return [(index, True) for index in range(len(self.evaluation.periods(axis.key)))], NO_CAUSES
        if isinstance(axis, LinkedBack):
            return [(index, True) for index in range(len(self.linked(axis)))], NO_CAUSES
        rows = self.rows(axis)
        if isinstance(rows, Unknown):
            return [], frozenset({Cause("needs", axis.axis_key)})
        return ([], NO_CAUSES) if isinstance(rows, Absent) else self._rows(rows, axis.axis_key)

    def rows(self, axis: Axis) -> Any:
        """The rows of a list as entered; an optional list that was not entered is absent."""
        rows = self.appraisee.fact(axis.axis_key)
        if isinstance(rows, Unknown) and isinstance(axis, Input) and axis.optional:
            return Absent("not-applicable")
        return rows

    def absence(self, axis: Axis) -> Gone | None:
        """The absence of the list `axis` as a whole, which is not the same as empty; None where it is there."""
        rows = self.rows(axis) if isinstance(axis, Finding | Events | Ratings) else None
        return gone(rows) if isinstance(rows, Absent) else None

    def _rows(self, rows: Any, key: str) -> tuple[list[tuple[int, bool]], Causes]:
        found, causes = [], set()
        for index, row in enumerate(rows):
            status, same = getattr(row, "status", "confirmed"), getattr(row, "same", "")
            if same and status != "rejected":
                if not self.provisional:
                    found.append((index, False))
                    causes.add(Cause("needs", same))
            elif status == "confirmed":
                found.append((index, True))
            elif status == "pending" and not self.provisional:
                found.append((index, False))
                causes.add(Cause("pending", f"{key}[{row.document}]"))
        return found, frozenset(causes)

    def linked(self, axis: LinkedBack) -> tuple[str, ...]:
        """The appraisees along a back link."""
        linked = self.evaluation.cohort.linked_back
        return tuple(name for kind in axis.kinds for name in linked(axis.link.key, kind.key, self.appraisee.id))

    def each(self, node: Expr, positions: Iterable[tuple[int, bool]]) -> Iterator[tuple[Worth, bool]]:
        """The worth of `node` at each position."""
        before = self.at
        try:
            for index, certain in positions:
                self.at = index
                yield self.worth(node), certain
        finally:
            self.at = before

    def place(self, key: str, axis: Axis | None) -> str:
        """How a missing value is named: "usual[2019-03]"."""
        if isinstance(axis, Periods) and self.at is not None:
            return f"{key}[{self.evaluation.periods(axis.key)[self.at].name}]"
        return f"{key}[{self.at + 1}]" if axis is not None and self.at is not None else key


def _combine(op: Callable[[Num, Num], Worth], walker: Walker, node: Any) -> Worth:
    left, right = walker.number(node.left), walker.number(node.right)
    gone = gone_of((left, right))
    return gone if gone is not None else op(left, right)  # type: ignore[arg-type]  # neither is gone


def _weighted(walker: Walker, node: Weighted) -> Worth:
    total = exactly(0)
    for term, weight in node.terms:
        found = walker.number(term)
        if isinstance(found, Gone):
            return found
        total = add(total, scaled(found, weight))
    return total


def _mapped(walker: Walker, node: Any, change: Callable[[Fraction], Fraction]) -> Worth:
    """A function that never turns an order round, applied to both ends."""
    found = walker.number(node.value)
    if isinstance(found, Gone):
        return found
    low, high = (None if edge is None else change(edge) for edge in (found.low, found.high))
    return _between(low, high, found.causes)


def _between(low: Fraction | None, high: Fraction | None, causes: Causes) -> Num:
    return Num(low, high, NO_CAUSES if low is not None and low == high else causes)


def _clamp(walker: Walker, node: Clamp) -> Worth:
    def change(value: Fraction) -> Fraction:
        raised = value if node.low is None else max(value, node.low)
        return raised if node.high is None else min(raised, node.high)

    found = _mapped(walker, node, change)
    if isinstance(found, Gone):
        return found
    assert isinstance(found, Num)  # noqa: S101  # _mapped gives nothing else
    low = node.low if found.low is None else found.low
    high = node.high if found.high is None else found.high
    return _between(low, high, found.causes)


def step_result(node: Steps, value: Fraction) -> Fraction:
    """What a step table gives for one exact value."""
    result = node.below
    for start, then in node.table:
        if value >= start:
            result = then
    return result


def _steps(walker: Walker, node: Steps) -> Worth:
    found = walker.number(node.value)
    if isinstance(found, Gone):
        return found
    if found.value is not None:
        return exactly(step_result(node, found.value))
    reached = [then for start, then in node.table if found.high is None or start <= found.high]
    kept = [then for start, then in node.table if found.low is not None and start <= found.low]
    possible = [kept[-1] if kept else node.below, *reached[len(kept) :]]
    return one_of(possible, found.causes)


def _points(walker: Walker, node: Points) -> Worth:
    found = walker.worth(node.choice)
    if isinstance(found, Gone):
        return found
    assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
    table = dict(node.table)
    if found.value is None:
        return one_of(list(table.values()), found.causes)
    return exactly(table[found.value]) if found.value in table else NOTHING


def _if(walker: Walker, node: If) -> Worth:
    condition = walker.truth(node.condition)
    if condition.may(None):
        return (
            Gone(condition.reasons or frozenset({"not-applicable"}))
            if condition.settled
            else Num(None, None, condition.causes)
        )
    branches = [walker.number(node.value)] if condition.may(True) else []
    branches += [walker.number(node.otherwise)] if condition.may(False) else []
    gone = gone_of(branches)
    return gone if gone is not None else hull([b for b in branches if isinstance(b, Num)], condition.causes)


def _extreme(walker: Walker, node: Extreme) -> Worth:
    found = [walker.number(value) for value in node.values]
    gone = gone_of(found)
    return gone if gone is not None else extreme_of(node.op, [value for value in found if isinstance(value, Num)])


def _computed(walker: Walker, node: Computed) -> Worth:
    found = [walker.number(given) for given in node.inputs]
    gone = gone_of(found)
    if gone is not None:
        return gone
    numbers = [value for value in found if isinstance(value, Num)]
    values = [value.value for value in numbers]
    if None in values:
        return Num(node.low, node.high, frozenset().union(*(value.causes for value in numbers)))
    return exactly(exact(node.function(*values), name=node.name))


def _days_between(walker: Walker, node: DaysBetween) -> Worth:
    start, end = walker.worth(node.start), walker.worth(node.end)
    gone = gone_of((start, end))
    if gone is not None:
        return gone
    assert isinstance(start, Day)  # noqa: S101  # days are worth nothing else
    assert isinstance(end, Day)  # noqa: S101
    if start.value is None or end.value is None:
        return Num(None, None, start.causes | end.causes)
    return exactly((end.value - start.value).days)


def _shift(walker: Walker, node: Shift) -> Worth:
    found = walker.worth(node.value)
    if not isinstance(found, Day) or found.value is None:
        return found
    moved = add_months(found.value, node.months)
    return Day(moved.fromordinal(moved.toordinal() + node.days))


def _compare_node(walker: Walker, node: Compare) -> Worth:
    left, right = walker.worth(node.left), walker.worth(node.right)
    gone = gone_of((left, right))
    if gone is not None:
        return Truth(frozenset({None}), reasons=gone.reasons)
    if isinstance(left, Day):
        assert isinstance(right, Day)  # noqa: S101  # a day is compared with days only
        return compare_days(node.op, left, right)
    assert isinstance(left, Num)  # noqa: S101  # and a number with numbers
    assert isinstance(right, Num)  # noqa: S101
    return compare(node.op, left, right)


def _is(walker: Walker, node: Is) -> Worth:
    found = walker.worth(node.choice)
    if isinstance(found, Gone):
        return Truth(frozenset({None}), reasons=found.reasons)
    assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
    return Truth(frozenset({True, False}), found.causes) if found.value is None else truth(found.value in node.codes)


def _negate(walker: Walker, node: Not) -> Worth:
    found = walker.truth(node.condition)
    return Truth(frozenset(negated(value) for value in found.options), found.causes, found.reasons)


def _given(walker: Walker, node: Given) -> Worth:
    found = walker.worth(node.value)
    if isinstance(found, Truth):
        return truth(not found.must(None)) if found.settled else Truth(frozenset({True, False}), found.causes)
    if isinstance(found, Gone):
        return truth(False)
    return truth(True)


def _score_of(walker: Walker, node: ScoreOf) -> Worth:
    return walker.evaluation.score(walker.appraisee.id, provisional=walker.provisional)


def _grade_is(walker: Walker, node: GradeIs) -> Worth:
    possible, causes = walker.evaluation.possible_grades(walker.appraisee.id, provisional=walker.provisional)
    options = frozenset(grade in node.grades for grade in possible)
    return Truth(options or frozenset({None}), causes if len(options) > 1 else NO_CAUSES)


_WALK: dict[type, Callable[[Walker, Any], Worth]] = {
    Const: lambda walker, node: Num(node.value, node.value),
    DateConst: lambda walker, node: Day(node.value),
    Score: number_input,
    Count: number_input,
    Days: number_input,
    Date: date_input,
    Choice: choice_input,
    Ratings: choice_input,
    Finding: finding_input,
    RowsDuring: rows_during,
    RowDate: row_date,
    PeriodStart: period_day,
    PeriodEnd: period_day,
    TallyTotal: tally_number,
    TallyCount: tally_number,
    TallyShare: tally_number,
    Add: partial(_combine, add),
    Subtract: partial(_combine, lambda left, right: add(left, scaled(right, Fraction(-1)))),
    Multiply: partial(_combine, multiply),
    Divide: partial(_combine, divide),
    Weighted: _weighted,
    Clamp: _clamp,
    Steps: _steps,
    Round: lambda walker, node: _mapped(walker, node, lambda value: round_as(value, node.places, node.how)),
    Named: lambda walker, node: walker.worth(node.value),
    Points: _points,
    If: _if,
    Extreme: _extreme,
    Aggregate: aggregate,
    Computed: _computed,
    DaysBetween: _days_between,
    Shift: _shift,
    Compare: _compare_node,
    Is: _is,
    And: lambda walker, node: fold([walker.truth(part) for part in node.conditions], meet=True),
    Or: lambda walker, node: fold([walker.truth(part) for part in node.conditions], meet=False),
    Not: _negate,
    Given: _given,
    Matched: matched,
    Unsettled: unsettled,
    Spelled: spelled,
    Listed: listed,
    AnyOf: quantified,
    All: quantified,
    TheirNumber: their,
    TheirTruth: their,
    TheirChoice: their,
    ScoreOf: _score_of,
    GradeIs: _grade_is,
    # A headcount is put in once the pool is known; it is no fact of one person.
    Headcount: lambda walker, node: NOTHING,
    PoolCode: lambda walker, node: Code(node.code),
    RankOf: rank_worth,
}
