"""Expressions with their values: what the walker finds for one appraisee, at one position of an axis or at none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field

from ...rules import Finding, Link, Periods, ScoreOf, Tally
from ...rules.nodes import (
    Aggregate,
    Axis,
    Expr,
    Input,
    LinkedBack,
    Named,
    RowsDuring,
    TallyShare,
    TallyTotal,
    Their,
    code_label,
    join,
    render,
)
from ...rules.tools import FindingRow, TallyValue, descend, said_period, show, show_cut
from ...words import Text
from ..walk import Code, Day, Gone, Num, Standpoint, Truth, Worth
from ._readings import ABSENCE_LABELS, Reading, readings, rows_text

__all__ = ["Here"]

_UNKNOWN = Text("not entered", "未录入")
_NOT_SETTLED = Text("not settled", "未定")
_NO_BALLOT = Text(
    "no ballot was counted (issued {issued}, collected {collected}, spoilt {spoilt}, blank {blank})",
    "没有计入任何选票（发出 {issued}，收回 {collected}，废票 {spoilt}，弃权 {blank}）",
)
_LABELLED = Text("{label}: {why}", "{label}：{why}")
Told = set[tuple[str, str, str]]


@define
class Here:
    """The values at one place, and which inputs have been told there with what was entered.

    `private` tells nothing of others than those whom the appraisee is linked to: no member of a team, no colleague.
    """

    walker: Standpoint
    at: int | None = None
    of: str = ""
    private: bool = False
    limits: Sequence[Fraction] = ()
    told: Told = field(factory=set)

    def worth(self, node: Expr) -> Worth:
        """What `node` is worth here."""
        before, self.walker.at = self.walker.at, self.at
        try:
            return self.walker.worth(node)
        finally:
            self.walker.at = before

    def readings(self, node: Expr) -> tuple[Reading, ...]:
        """What `node` reads here."""
        before, self.walker.at = self.walker.at, self.at
        try:
            return readings(self.walker, node, private=self.private)
        finally:
            self.walker.at = before

    def holds(self, condition: Expr) -> bool | None:
        """Whether it holds, None where that is not settled."""
        found = self.worth(condition)
        assert isinstance(found, Truth)  # noqa: S101  # declared as a condition
        return True if found.must(True) else False if found.must(False) else None

    def missing(self, node: Expr) -> Text | None:
        """Why there can be no value: what was recorded about its absence, or that no ballot was counted."""
        worth = self.worth(node)
        if not isinstance(worth, Gone) and not (isinstance(worth, Truth) and worth.must(None)):
            return None
        if isinstance(node, ScoreOf):
            whole = self.walker.evaluation.whole(self.walker.appraisee.kind)
            node = whole if whole is not None else node
        found = self.readings(node)
        whys = {one.label: one.note or _UNKNOWN for one in found if one.state != "given"}
        whys |= dict(self._uncounted(node))
        self.told.update((one.of or self.of, one.key, one.period) for one in found if one.state == "unknown")
        reasons = set(whys.values())
        if self.at is not None and len(reasons) == 1 and len(whys) == len({reading.label for reading in found}):
            return reasons.pop()
        if not whys:
            labels = [ABSENCE_LABELS.get(code, Text(code, code)) for code in sorted(worth.reasons)]
            whys = {render(node): join(labels or [_NOT_SETTLED], en=", ", zh="、")}
        grouped = {why: [label for label in whys if whys[label] == why] for why in dict.fromkeys(whys.values())}
        told = [_LABELLED.format(label=join(labels, en=", ", zh="、"), why=why) for why, labels in grouped.items()]
        return join(told, en="; ", zh="；")

    def _uncounted(self, node: Expr) -> Iterator[tuple[Text, Text]]:
        """The ballots of which nothing counts, with what was entered."""
        for tally in dict.fromkeys(part for part in descend(node) if isinstance(part, Tally)):
            total, entered = self.worth(TallyTotal(tally)), self.walker.appraisee.fact(tally.key)
            if isinstance(total, Num) and total.value == 0 and isinstance(entered, TallyValue):
                self.told.add((self.of, tally.key, ""))
                counts = {name: getattr(entered, name) for name in ("issued", "collected", "spoilt", "blank")}
                yield tally.label, _NO_BALLOT.format(**counts)

    def figure(self, node: Expr, beside: Expr | None = None) -> Text:
        """The exact value, told apart from that of `beside`; or its range, or why there is none."""
        plain: Any = node.value if isinstance(node, Named) else node
        linked = self.theirs(plain.link) if isinstance(plain, Their) else None
        if linked is not None:
            return evolve(linked[1], limits=self._limits(beside)).figure(plain.expression)
        worth = self.worth(node)
        self._note(node, plain, worth)
        if isinstance(plain, TallyShare) and isinstance(worth, Num) and worth.value is not None:
            return self._share(plain, worth.value, self._limits(beside))
        if isinstance(worth, Num):
            return _number(worth, self._limits(beside), entered=isinstance(plain, Input))
        if isinstance(worth, Truth):
            return _truth(worth)
        if isinstance(worth, Gone):
            return self.missing(node) or _NOT_SETTLED
        return _UNKNOWN if worth.value is None else _labelled(plain, worth)

    def _note(self, node: Expr, plain: Any, worth: Worth) -> None:
        """Note what the figure of `node` tells of what was entered, or what a step of its own tells."""
        if isinstance(plain, Input):
            period = ""
            if isinstance(plain.on, Periods) and self.at is not None:
                period = self.walker.evaluation.periods(plain.on.key)[self.at].name
            self.told.add((self.of, plain.key, period))
        nothing = isinstance(worth, Num) and worth.value == 0
        counts_lists = isinstance(plain, RowsDuring) or (isinstance(plain, Aggregate) and plain.op == "rows")
        presence = isinstance(plain, Aggregate) and plain.op in ("due", "known")
        if presence or (counts_lists and nothing) or (isinstance(node, Named) and self.at is not None):
            due = presence and plain.op == "due"
            given = [one for one in self.readings(node) if due or one.state == "given"]
            self.told.update((one.of or self.of, one.key, one.period) for one in given)

    def _limits(self, beside: Expr | None) -> Sequence[Fraction]:
        other = None if beside is None else self.worth(beside)
        edges = (other.low, other.high) if isinstance(other, Num) else ()
        return (*self.limits, *(edge for edge in edges if edge is not None))

    def _share(self, node: TallyShare, value: Fraction, limits: Sequence[Fraction]) -> Text:
        """A share by its votes: "(120 + 20)/150 = 0.9333…"."""
        entered: Any = self.walker.appraisee.fact(node.tally.key)
        self.told.add((self.of, node.tally.key, ""))
        votes = " + ".join(str(entered.of(code)) for code in node.codes)
        total = self.worth(TallyTotal(node.tally))
        assert isinstance(total, Num)  # noqa: S101  # a share was counted
        told = f"{votes if len(node.codes) == 1 else f'({votes})'}/{total.value} = {show_cut(value, limits)}"
        return Text(told, told)

    def found(self, finding: Finding) -> Text | None:
        """The findings by their documents, with the states of their re-checks; None where there is none, or none known."""
        rows: Any = self.walker.appraisee.fact(finding.key)
        self.told.add((self.of, finding.key, ""))
        return rows_text(rows) if isinstance(rows, tuple) and rows and isinstance(rows[0], FindingRow) else None

    def grades(self) -> Text:
        """The grades still possible, best first."""
        appraisee = self.walker.appraisee
        possible, _ = self.walker.evaluation.possible_grades(appraisee.id)
        grades = self.walker.evaluation.rules_of(appraisee.kind).kind.grades
        told = "/".join(grade for grade in grades if grade in possible) or "-"
        return Text(told, told)

    def places(self, axis: Axis) -> Sequence[tuple[Text, Here]] | None:
        """The positions of an axis by name; None for colleagues where nothing may be told of them."""
        if isinstance(axis, LinkedBack) and self.private:
            return None
        before, self.walker.at = self.walker.at, self.at
        try:
            places, _ = self.walker.positions(axis)
        finally:
            self.walker.at = before
        return [(self._name(axis, at), evolve(self, at=at)) for at, _ in places]

    def _name(self, axis: Axis, at: int) -> Text:
        if isinstance(axis, Periods):
            return said_period(self.walker.evaluation.periods(axis.key)[at].name)
        if isinstance(axis, LinkedBack):
            who, _ = self.walker.linked(axis)[at]
            return Text(who, who)
        day = getattr(self.walker.rows(axis)[at], "date", None)
        text = Text("no. {n}", "第{n}项") if day is None else Text("no. {n} ({day})", "第{n}项（{day}）")
        return text.format(n=at + 1, day=day)

    def theirs(self, link: Link | LinkedBack) -> tuple[Text, Here] | None:
        """Who is linked here; None where nobody is, or nothing may be told of them."""
        who, at = self._who(link)
        if who is None:
            return None
        return Text(who, who), evolve(self, walker=self.walker.evaluation.walker(who), at=at, of=who)

    def _who(self, link: Link | LinkedBack) -> tuple[str | None, int | None]:
        """Who is linked here, and in which period where the link changes by date."""
        if isinstance(link, LinkedBack):
            return (None, None) if self.private or self.at is None else self.walker.linked(link)[self.at]
        before, self.walker.at = self.walker.at, self.at
        try:
            return (
                (None, None)
                if link.on and self.at is None
                else (self.walker.target(link), self.at if link.on else None)
            )
        finally:
            self.walker.at = before


def _number(worth: Num, limits: Sequence[Fraction], *, entered: bool) -> Text:
    if worth.value is not None:
        return exact_text(worth.value, limits)
    if entered:
        return _UNKNOWN
    low, high = ("-" if edge is None else show(edge) for edge in (worth.low, worth.high))
    return Text("{low} to {high}", "{low} 至 {high}").format(low=low, high=high)


def exact_text(value: Fraction, limits: Sequence[Fraction] = ()) -> Text:
    """The exact value; beside a fraction a decimal, cut so that it stays on its side of every limit."""
    told = show(value) if "/" not in show(value) else f"{show(value)} ({show_cut(value, limits)})"
    return Text(told, told)


def _truth(worth: Truth) -> Text:
    if worth.must(True):
        return Text("yes", "是")
    return Text("no", "否") if worth.must(False) else _NOT_SETTLED


def _labelled(node: Any, worth: Code | Day) -> Text:
    value = worth.value
    if isinstance(value, str):
        return code_label(node, value)
    told = "-" if value is None else value.isoformat()
    return Text(told, told)
