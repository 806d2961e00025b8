"""The walker: the reference evaluator, exact intervals over the declared tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..rules import (
    UNKNOWN,
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
    If,
    Input,
    Is,
    Link,
    LinkedBack,
    Multiply,
    Named,
    Not,
    Or,
    PeriodEnd,
    Periods,
    PeriodStart,
    Points,
    Ratings,
    Round,
    RowDate,
    RowsDuring,
    Score,
    ScoreOf,
    Shift,
    Steps,
    Subtract,
    Tally,
    TallyCount,
    TallyShare,
    TallyTotal,
    TallyValue,
    TheirChoice,
    TheirNumber,
    TheirTruth,
    Unknown,
    Weighted,
    add_months,
    bounds,
    exact,
    open_axis,
    round_as,
)
from ..rules import Any as AnyOf
from ._values import NO_CAUSES, Cause, Causes, Code, Day, Gone, Num, Truth, Worth, exactly, truth

if TYPE_CHECKING:
    from ._cohort import Appraisee
    from ._evaluation import Evaluation

__all__ = ["Walker"]

_NOTHING = Gone(frozenset({"not-applicable"}))
_ZERO_TOTAL = Gone(frozenset({"zero-total"}))


@define
class Walker:
    """Evaluates expressions for one appraisee. `provisional` leaves unknown rows and pending re-checks out."""

    evaluation: Evaluation
    appraisee: Appraisee
    provisional: bool = False
    at: int | None = None
    _seen: dict[tuple[int, int | None], Worth] = field(factory=dict, init=False)

    def worth(self, node: Expr) -> Worth:
        """What `node` is worth here; open nodes at the current position."""
        key = (id(node), self.at)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = _WALK[type(node)](self, node)
        return found

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
        rows = self.appraisee.fact(axis.axis_key)
        if isinstance(rows, Unknown):
            return [], frozenset({Cause("needs", axis.axis_key)})
        if isinstance(rows, Absent):
            return [], NO_CAUSES
        return self._rows(rows, axis.axis_key)

    def _rows(self, rows: Any, key: str) -> tuple[list[tuple[int, bool]], Causes]:
        found, causes = [], set()
        for index, row in enumerate(rows):
            status = getattr(row, "status", "confirmed")
            if status == "confirmed":
                found.append((index, True))
            elif status == "pending" and not self.provisional:
                found.append((index, False))
                causes.add(Cause("pending", f"{key}[{row.document}]"))
        return found, frozenset(causes)

    def linked(self, axis: LinkedBack) -> tuple[str, ...]:
        """The appraisees along a back link."""
        linked = self.evaluation.cohort.linked_back
        return tuple(name for kind in axis.kinds for name in linked(axis.link.key, kind.key, self.appraisee.id))

    def each(self, node: Expr, axis: Axis, positions: Iterable[tuple[int, bool]]) -> Iterator[tuple[Worth, bool]]:
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


def _raw(walker: Walker, node: Input) -> Any:
    """The fact at the current position."""
    if isinstance(node.on, Periods):
        values = walker.appraisee.fact(node.key)
        found = values if isinstance(values, Unknown | Absent) else values[walker.at]  # type: ignore[index]
    elif node.on is not None:
        rows: Any = walker.appraisee.fact(node.on.axis_key)
        found = rows[walker.at].get(node.key)
    elif isinstance(node, Ratings):
        rows = walker.appraisee.fact(node.key)
        found = rows[walker.at]
    else:
        found = walker.appraisee.fact(node.key)
    if found is UNKNOWN and (node.optional or (walker.provisional and node.on is not None)):
        return Absent("not-applicable")
    return found


def _needs(walker: Walker, node: Input) -> Causes:
    return frozenset({Cause("needs", walker.place(node.key, node.on))})


def _gone(absent: Absent) -> Gone:
    return Gone(frozenset({absent.code}))


def _number(walker: Walker, node: Any) -> Worth:
    raw = _raw(walker, node)
    if isinstance(raw, Fraction):
        return Num(raw, raw)
    return _gone(raw) if isinstance(raw, Absent) else Num(node.low, node.high, _needs(walker, node))


def _date(walker: Walker, node: Date) -> Worth:
    raw = _raw(walker, node)
    if isinstance(raw, Absent):
        return _gone(raw)
    return Day(None, _needs(walker, node)) if raw is UNKNOWN else Day(raw)


def _choice(walker: Walker, node: Any) -> Worth:
    raw = _raw(walker, node)
    if isinstance(raw, Absent):
        return _gone(raw)
    return Code(None, _needs(walker, node)) if raw is UNKNOWN else Code(raw)


def _finding(walker: Walker, node: Finding) -> Worth:
    count = _rows_count(walker, node)
    return count if isinstance(count, Gone) else _compare(">", count, exactly(0))


def _rows_count(walker: Walker, node: Finding | Events | Ratings) -> Num | Gone:
    positions, causes = walker.positions(node)
    if not positions and causes:
        return Num(Fraction(0), None, causes)
    if isinstance(walker.appraisee.fact(node.key), Absent):
        return _NOTHING
    sure = sum(certain for _, certain in positions)
    return Num(Fraction(sure), Fraction(len(positions)), causes)


def _rows_during(walker: Walker, node: RowsDuring) -> Worth:
    positions, causes = walker.positions(node.rows)
    if not positions and causes:
        return Num(Fraction(0), None, causes)
    period = walker.evaluation.periods(node.axis.key)[walker.at or 0]
    rows: Any = walker.appraisee.fact(node.rows.key)
    within = [certain for index, certain in positions if period.start <= rows[index].date <= period.end]
    return Num(Fraction(sum(within)), Fraction(len(within)), causes if not all(within) else NO_CAUSES)


def _row_date(walker: Walker, node: RowDate) -> Worth:
    rows: Any = walker.appraisee.fact(node.rows.key)
    found = rows[walker.at].date
    return Day(found) if found is not None else _NOTHING


def _period_day(walker: Walker, node: Any) -> Worth:
    period = walker.evaluation.periods(node.axis.key)[walker.at or 0]
    return Day(period.start if isinstance(node, PeriodStart) else period.end)


def _tally(walker: Walker, node: Any) -> TallyValue | Gone | Causes:
    raw = _raw(walker, node.tally)
    if isinstance(raw, Absent):
        return _gone(raw)
    return _needs(walker, node.tally) if raw is UNKNOWN else raw


def tally_total(tally: Tally, value: TallyValue) -> int:
    """The denominator of a ballot's shares, as the tally declares it."""
    return value.of(*tally.codes) if tally.total_is == "votes" else value.collected - value.spoilt


def _tally_number(walker: Walker, node: Any) -> Worth:
    value = _tally(walker, node)
    if isinstance(value, Gone):
        return value
    if isinstance(value, frozenset):
        return Num(Fraction(0), Fraction(1) if isinstance(node, TallyShare) else None, value)
    total = tally_total(node.tally, value)
    if isinstance(node, TallyTotal):
        return exactly(total)
    if isinstance(node, TallyCount):
        return exactly(value.of(*node.codes))
    return exactly(Fraction(value.of(*node.codes), total)) if total else _ZERO_TOTAL


def _combine(op: Callable[[Num, Num], Worth]) -> Callable[[Walker, Any], Worth]:
    def walk(walker: Walker, node: Any) -> Worth:
        left, right = walker.number(node.left), walker.number(node.right)
        gone = _gone_of((left, right))
        return gone if gone is not None else op(left, right)  # type: ignore[arg-type]  # neither is gone

    return walk


def _gone_of(worths: Iterable[Worth]) -> Gone | None:
    reasons = [found.reasons for found in worths if isinstance(found, Gone)]
    return Gone(frozenset().union(*reasons)) if reasons else None


def _open(*edges: Fraction | None) -> bool:
    return any(edge is None for edge in edges)


def _add(left: Num, right: Num) -> Num:
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    return Num(low, high, left.causes | right.causes)


def _scaled(value: Num, factor: Fraction) -> Num:
    low, high = (None if edge is None else edge * factor for edge in (value.low, value.high))
    return Num(low, high, value.causes) if factor >= 0 else Num(high, low, value.causes)


def _multiply(left: Num, right: Num) -> Num:
    causes = left.causes | right.causes
    if left.value is not None:
        return _scaled(right, left.value)
    if right.value is not None:
        return _scaled(left, right.value)
    if _open(left.low, left.high, right.low, right.high):
        return Num(None, None, causes)
    edges = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return Num(min(edges), max(edges), causes)


def _divide(left: Num, right: Num) -> Worth:
    if right.value is not None:
        return _scaled(left, 1 / right.value) if right.value else _ZERO_TOTAL
    causes = left.causes | right.causes
    if _open(left.low, left.high, right.low, right.high) or right.low <= 0 <= right.high:  # type: ignore[operator]
        return Num(None, None, causes)
    edges = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
    return Num(min(edges), max(edges), causes)


def _weighted(walker: Walker, node: Weighted) -> Worth:
    total = exactly(0)
    for term, weight in node.terms:
        found = walker.number(term)
        if isinstance(found, Gone):
            return found
        total = _add(total, _scaled(found, weight))
    return total


def _mapped(walker: Walker, node: Any, change: Callable[[Fraction], Fraction]) -> Worth:
    """A function that never turns an order round, applied to both ends."""
    found = walker.number(node.value)
    if isinstance(found, Gone):
        return found
    low, high = (None if edge is None else change(edge) for edge in (found.low, found.high))
    return Num(low, high, NO_CAUSES if low is not None and low == high else found.causes)


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
    return Num(low, high, found.causes)


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
    return _possible(possible, found.causes)


def _possible(values: list[Fraction], causes: Causes) -> Num:
    low, high = min(values), max(values)
    return Num(low, high, NO_CAUSES if low == high else causes)


def _points(walker: Walker, node: Points) -> Worth:
    found = walker.worth(node.choice)
    if isinstance(found, Gone):
        return found
    assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
    table = dict(node.table)
    if found.value is None:
        return _possible(list(table.values()), found.causes)
    return exactly(table[found.value]) if found.value in table else _NOTHING


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
    gone = _gone_of(branches)
    return gone if gone is not None else _hull([b for b in branches if isinstance(b, Num)], condition.causes)


def _hull(values: list[Num], causes: Causes) -> Num:
    if len(values) == 1:
        return values[0]
    low = None if _open(*(v.low for v in values)) else min(v.low for v in values if v.low is not None)
    high = None if _open(*(v.high for v in values)) else max(v.high for v in values if v.high is not None)
    settled = low is not None and low == high
    return Num(low, high, NO_CAUSES if settled else causes.union(*(value.causes for value in values)))


def _extreme(walker: Walker, node: Extreme) -> Worth:
    found = [walker.number(value) for value in node.values]
    gone = _gone_of(found)
    return gone if gone is not None else _extreme_of(node.op, [value for value in found if isinstance(value, Num)])


def _extreme_of(op: str, values: list[Num]) -> Num:
    pick = max if op == "max" else min
    lows, highs = [v.low for v in values if v.low is not None], [v.high for v in values if v.high is not None]
    low = pick(lows) if lows and (op == "max" or len(lows) == len(values)) else None
    high = pick(highs) if highs and (op == "min" or len(highs) == len(values)) else None
    settled = low is not None and low == high
    return Num(low, high, NO_CAUSES if settled else frozenset().union(*(v.causes for v in values)))


def _computed(walker: Walker, node: Computed) -> Worth:
    found = [walker.number(given) for given in node.inputs]
    gone = _gone_of(found)
    if gone is not None:
        return gone
    numbers = [value for value in found if isinstance(value, Num)]
    values = [value.value for value in numbers]
    if None in values:
        return Num(node.low, node.high, frozenset().union(*(value.causes for value in numbers)))
    return exactly(exact(node.function(*values), name=node.name))


def _days_between(walker: Walker, node: DaysBetween) -> Worth:
    start, end = walker.worth(node.start), walker.worth(node.end)
    gone = _gone_of((start, end))
    if gone is not None:
        return gone
    assert isinstance(start, Day) and isinstance(end, Day)  # noqa: S101, PT018  # days are worth nothing else
    if start.value is None or end.value is None:
        return Num(None, None, start.causes | end.causes)
    return exactly((end.value - start.value).days)


def _shift(walker: Walker, node: Shift) -> Worth:
    found = walker.worth(node.value)
    if not isinstance(found, Day) or found.value is None:
        return found
    moved = add_months(found.value, node.months)
    return Day(moved.fromordinal(moved.toordinal() + node.days))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_TURNED = {">": "<", ">=": "<="}


def _compare_node(walker: Walker, node: Compare) -> Worth:
    left, right = walker.worth(node.left), walker.worth(node.right)
    gone = _gone_of((left, right))
    if gone is not None:
        return Truth(frozenset({None}), reasons=gone.reasons)
    if isinstance(left, Day) and isinstance(right, Day):
        return _compare_days(node.op, left, right)
    assert isinstance(left, Num) and isinstance(right, Num)  # noqa: S101, PT018  # both are numbers or both days
    return _compare(node.op, left, right)


def _compare_days(op: str, left: Day, right: Day) -> Truth:
    if left.value is None or right.value is None:
        return Truth(frozenset({True, False}), left.causes | right.causes)
    return truth(_COMPARE[op](left.value, right.value))


def _compare(op: str, left: Num, right: Num) -> Truth:
    if op == "==":
        return _equal(left, right)
    if op in _TURNED:
        return _compare(_TURNED[op], right, left)
    holds = _COMPARE[op]
    always = left.high is not None and right.low is not None and holds(left.high, right.low)
    never = left.low is not None and right.high is not None and not holds(left.low, right.high)
    if always or never:
        return truth(always)
    return Truth(frozenset({True, False}), left.causes | right.causes)


def _equal(left: Num, right: Num) -> Truth:
    if left.value is not None and right.value is not None:
        return truth(left.value == right.value)
    apart = (left.high is not None and right.low is not None and left.high < right.low) or (
        right.high is not None and left.low is not None and right.high < left.low
    )
    return truth(False) if apart else Truth(frozenset({True, False}), left.causes | right.causes)


def _is(walker: Walker, node: Is) -> Worth:
    found = walker.worth(node.choice)
    if isinstance(found, Gone):
        return Truth(frozenset({None}), reasons=found.reasons)
    assert isinstance(found, Code)  # noqa: S101  # a choice is worth nothing else
    return Truth(frozenset({True, False}), found.causes) if found.value is None else truth(found.value in node.codes)


def kleene_and(one: bool | None, two: bool | None) -> bool | None:
    """False if either is, else None if either is, else True."""
    if one is False or two is False:
        return False
    return None if one is None or two is None else True


def _fold(parts: Iterable[Truth], *, meet: bool) -> Truth:
    """All of (`meet`) or any of several conditions, in Kleene's logic over possible values."""
    options: frozenset[bool | None] = frozenset({meet})
    causes: Causes = NO_CAUSES
    reasons: frozenset[str] = frozenset()
    for part in parts:
        if meet:
            options = frozenset(kleene_and(a, b) for a in options for b in part.options)
        else:
            options = frozenset(_not(kleene_and(_not(a), _not(b))) for a in options for b in part.options)
        causes, reasons = causes | part.causes, reasons | part.reasons
    return Truth(options, causes if len(options) > 1 else NO_CAUSES, reasons if None in options else frozenset())


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _negate(walker: Walker, node: Not) -> Worth:
    found = walker.truth(node.condition)
    return Truth(frozenset(_not(value) for value in found.options), found.causes, found.reasons)


def _given(walker: Walker, node: Given) -> Worth:
    found = walker.worth(node.value)
    if isinstance(found, Truth):
        return truth(not found.must(None)) if found.settled else Truth(frozenset({True, False}), found.causes)
    if isinstance(found, Gone):
        return truth(False)
    return truth(True)


def _quantified(walker: Walker, node: Any) -> Worth:
    axis = open_axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses a quantifier over nothing
    positions, causes = walker.positions(axis)
    if not positions and causes:
        return Truth(frozenset({True, False}), causes)
    meet = isinstance(node, All)
    rows, absent = [], 0
    for found, certain in walker.each(node.of, axis, positions):
        assert isinstance(found, Truth)  # noqa: S101  # a quantifier ranges over conditions
        absent += found.must(None)
        if not found.must(None):
            rows.append(found if certain else _maybe(found, causes, meet=meet))
    if absent and not rows:
        return Truth(frozenset({None}), reasons=frozenset({"not-applicable"}))
    return _fold(rows, meet=meet)


def _maybe(found: Truth, causes: Causes, *, meet: bool) -> Truth:
    """A row that counts only once its re-check is confirmed."""
    options = found.options | {meet}
    return Truth(options, (found.causes | causes) if len(options) > 1 else NO_CAUSES, found.reasons)


def _aggregate(walker: Walker, node: Aggregate) -> Worth:
    if node.op == "rows":
        return _rows_count(walker, node.of)  # type: ignore[arg-type]  # only lists have rows
    axis = open_axis(node.of)
    assert axis is not None  # noqa: S101  # lint refuses an aggregate over nothing
    positions, causes = walker.positions(axis)
    if not positions and causes:
        low, high = bounds(node)
        return Num(low, high, causes)
    rows = list(walker.each(node.of, axis, positions))
    if node.op in ("known", "due"):
        return _how_many(node.op, rows)
    present = [(found, certain) for found, certain in rows if not _is_gone(found)]
    if not present:
        return _ZERO if node.op in ("sum", "count", "distinct") and not rows else _all_gone(rows)
    return _AGGREGATE[node.op](present, causes)


_ZERO = exactly(0)


def _is_gone(found: Worth) -> bool:
    return isinstance(found, Gone) or (isinstance(found, Truth) and found.must(None))


def _all_gone(rows: list[tuple[Worth, bool]]) -> Gone:
    reasons = [found.reasons for found, _ in rows if isinstance(found, Gone | Truth)]
    return Gone(frozenset({"nothing-assessed"}).union(*reasons))


def _how_many(op: str, rows: list[tuple[Worth, bool]]) -> Num:
    """`known`: positions with a value, an unknown one may yet be recorded as absent; `due`: positions that are due."""
    if op == "due":
        return exactly(sum(1 for found, _ in rows if not (isinstance(found, Gone) and _not_due(found))))
    settled = [found for found, _ in rows if not _is_gone(found)]
    unknown: set[Cause] = set()
    missing = 0
    for found in settled:
        if not _settled(found):
            missing += 1
            unknown |= getattr(found, "causes", NO_CAUSES)
    return Num(Fraction(len(settled) - missing), Fraction(len(settled)), frozenset(unknown))


def _settled(found: Worth) -> bool:
    if isinstance(found, Num | Day | Code):
        return found.value is not None
    return not isinstance(found, Truth) or found.settled


def _not_due(found: Gone) -> bool:
    return any(reason in _NOT_DUE for reason in found.reasons)


_NOT_DUE = frozenset({"not-posted", "rotated-out", "not-applicable"})


def _numbers(rows: list[tuple[Worth, bool]]) -> list[tuple[Num, bool]]:
    return [(found, certain) for found, certain in rows if isinstance(found, Num)]


def _sum(rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    total = exactly(0)
    for found, certain in _numbers(rows):
        total = _add(total, found if certain else _hull([found, Num(Fraction(0), Fraction(0), causes)], causes))
    return total


def _mean(rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    sure = [found for found, certain in _numbers(rows) if certain]
    if len(sure) == len(rows):
        return _scaled(_sum(rows, causes), Fraction(1, len(rows)))
    return _hull([found for found, _ in _numbers(rows)], causes)


def _most(op: str) -> Callable[[list[tuple[Worth, bool]], Causes], Num]:
    def aggregate(rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
        found = _numbers(rows)
        if all(certain for _, certain in found):
            return _extreme_of(op, [value for value, _ in found])
        return _hull([value for value, _ in found], causes)

    return aggregate


def _count(rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    low = sum(1 for found, certain in rows if certain and isinstance(found, Truth) and found.must(True))
    high = sum(1 for found, _ in rows if isinstance(found, Truth) and found.may(True))
    unsettled = causes.union(*(found.causes for found, _ in rows if isinstance(found, Truth)))
    return Num(Fraction(low), Fraction(high), NO_CAUSES if low == high else unsettled)


def _distinct(rows: list[tuple[Worth, bool]], causes: Causes) -> Num:
    sure = {found.value for found, certain in rows if certain and not isinstance(found, Truth | Gone)} - {None}
    open_rows = [found for found, certain in rows if not certain or getattr(found, "value", None) is None]
    unsettled = causes.union(*(getattr(found, "causes", NO_CAUSES) for found in open_rows))
    low = Fraction(max(len(sure), 1 if not sure and any(certain for _, certain in rows) else 0))
    return Num(low, Fraction(len(sure) + len(open_rows)), unsettled if open_rows else NO_CAUSES)


_AGGREGATE: dict[str, Callable[[list[tuple[Worth, bool]], Causes], Worth]] = {
    "mean": _mean,
    "sum": _sum,
    "max": _most("max"),
    "min": _most("min"),
    "count": _count,
    "distinct": _distinct,
}


def _their(walker: Walker, node: Any) -> Worth:
    link = node.link
    if isinstance(link, Link):
        target = walker.appraisee.links.get(link.key)
        if target is None:
            return _no_link(node, link)
    else:
        target = walker.linked(link)[walker.at or 0]
    found = walker.evaluation.walker(target, provisional=walker.provisional).worth(node.expression)
    causes = getattr(found, "causes", NO_CAUSES)
    if not causes:
        return found
    moved = frozenset(Cause(c.kind, c.what if ":" in c.what else f"{target}:{c.what}") for c in causes)
    return _with_causes(found, moved)


def _with_causes(found: Worth, causes: Causes) -> Worth:
    if isinstance(found, Num):
        return Num(found.low, found.high, causes)
    if isinstance(found, Truth):
        return Truth(found.options, causes, found.reasons)
    if isinstance(found, Day):
        return Day(found.value, causes)
    return Code(found.value, causes) if isinstance(found, Code) else found


def _no_link(node: Any, link: Link) -> Worth:
    causes = frozenset({Cause("needs", link.key)})
    if isinstance(node, TheirTruth):
        return Truth(frozenset({None})) if link.optional else Truth(frozenset({True, False}), causes)
    if link.optional:
        return _NOTHING
    return Num(*bounds(node), causes) if isinstance(node, TheirNumber) else Code(None, causes)


def _score_of(walker: Walker, node: ScoreOf) -> Worth:
    return walker.evaluation.score(walker.appraisee.id, provisional=walker.provisional)


def _grade_is(walker: Walker, node: GradeIs) -> Worth:
    possible, causes = walker.evaluation.possible_grades(walker.appraisee.id)
    options = frozenset(grade in node.grades for grade in possible)
    return Truth(options or frozenset({None}), causes if len(options) > 1 else NO_CAUSES)


_WALK: dict[type, Callable[[Walker, Any], Worth]] = {
    Const: lambda walker, node: Num(node.value, node.value),
    DateConst: lambda walker, node: Day(node.value),
    Score: _number,
    Count: _number,
    Days: _number,
    Date: _date,
    Choice: _choice,
    Ratings: _choice,
    Finding: _finding,
    RowsDuring: _rows_during,
    RowDate: _row_date,
    PeriodStart: _period_day,
    PeriodEnd: _period_day,
    TallyTotal: _tally_number,
    TallyCount: _tally_number,
    TallyShare: _tally_number,
    Add: _combine(_add),
    Subtract: _combine(lambda left, right: _add(left, _scaled(right, Fraction(-1)))),
    Multiply: _combine(_multiply),
    Divide: _combine(_divide),
    Weighted: _weighted,
    Clamp: _clamp,
    Steps: _steps,
    Round: lambda walker, node: _mapped(walker, node, lambda value: round_as(value, node.places, node.how)),
    Named: lambda walker, node: walker.worth(node.value),
    Points: _points,
    If: _if,
    Extreme: _extreme,
    Aggregate: _aggregate,
    Computed: _computed,
    DaysBetween: _days_between,
    Shift: _shift,
    Compare: _compare_node,
    Is: _is,
    And: lambda walker, node: _fold([walker.truth(part) for part in node.conditions], meet=True),
    Or: lambda walker, node: _fold([walker.truth(part) for part in node.conditions], meet=False),
    Not: _negate,
    Given: _given,
    AnyOf: _quantified,
    All: _quantified,
    TheirNumber: _their,
    TheirTruth: _their,
    TheirChoice: _their,
    ScoreOf: _score_of,
    GradeIs: _grade_is,
}
