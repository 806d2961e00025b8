"""Relations between the facts of one record: order of days, parts and wholes, what excludes or needs what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..errors import CaseError
from ..words import Message
from ._alike import alike, alike_document
from ._descend import descend
from ._exact import show
from ._once import once
from ._spans import CycleDays
from ._stays import Stays, stays_on
from ._values import EventRow, FindingRow, TallyValue, Unknown
from .assembly import KindRules
from .facts import ask_across, outside
from .nodes import Date, DaysBetween, Events, Finding, Input, Marks, Periods, Span, TheirNumber

__all__ = ["Posting", "Relations", "amount", "part_above_whole"]

Facts = Mapping[str, Any]
Fault = tuple[str, CaseError]


@frozen
class Posting:
    """Something that runs from one date of the record to another, and the span that it must touch."""

    since: Date | None
    until: Date | None
    span: Span

    def elsewhere(self, facts: Facts, days: CycleDays) -> Iterator[Fault]:
        """The date, and its refusal, where no day between the two lies in the span."""
        start, end = self.span.edges(days)
        first = None if self.since is None else facts.get(self.since.key)
        last = None if self.until is None else facts.get(self.until.key)
        if self.since is not None and isinstance(first, dt.date) and first > end:
            yield self.since.key, _outside_cycle(self.since, first, start, end)
        if self.until is not None and isinstance(last, dt.date) and last < start:
            yield self.until.key, _outside_cycle(self.until, last, start, end)


def _outside_cycle(given: Date, day: dt.date, start: dt.date, end: dt.date) -> CaseError:
    text = Message(
        "K1120",
        "{given} {day}: no day of this lies within {start} to {end}, so nothing is appraised here; correct the day, or "
        "take the appraisee out of this cycle's case",
        "{given} {day}：与 {start} 至 {end} 没有一天重合，本周期无可考核；请更正日期，或将该对象移出本周期的案例",
    )
    return CaseError(text.format(given=given.label, day=day, start=start, end=end))


@frozen
class Relations:
    """What must hold between the facts of a record of one kind, as its inputs and axes declare it.

    `pairs` are dates of which the first is not after the second; `spans` lists whose days a date of the record
    narrows, `postings` those dates; `parts` inputs with the input of the same record that they are a part of;
    `across` such inputs whose whole is a linked appraisee's; `shared` inputs that are the same for all appraisees of
    one code; `sheets` marks of which one rater may not give all appraisees what they like; `stays` lists of the spans of a posting.
    """

    pairs: tuple[tuple[Date, Date], ...] = ()
    spans: tuple[Finding | Events, ...] = ()
    postings: tuple[Posting, ...] = ()
    parts: tuple[tuple[Input, Input], ...] = ()
    across: tuple[tuple[Input, TheirNumber], ...] = ()
    needs: tuple[tuple[Input, Finding], ...] = ()
    excludes: tuple[tuple[Finding, Finding], ...] = ()
    same_as: tuple[tuple[Finding | Events, Finding | Events], ...] = ()
    excepts: tuple[tuple[Finding, Finding], ...] = ()
    shared: tuple[Input, ...] = ()
    sheets: tuple[Marks, ...] = ()
    stays: tuple[Stays, ...] = ()

    @classmethod
    def of(cls, rules: KindRules) -> Relations:
        """The relations that the inputs of a kind declare."""
        return _declared(rules)

    def fault(self, facts: Facts, days: CycleDays | None) -> Fault | None:
        """The first entry that cannot stand: the input whose value is refused, and why; None where there is none."""
        return next(self._impossible(facts, days), None)

    def _impossible(self, facts: Facts, days: CycleDays | None) -> Iterator[Fault]:
        """Days in the wrong order or outside their span, and exceptions of no event."""
        yield from _disordered(self.pairs, facts)
        if days is not None:
            for posting in self.postings:
                yield from posting.elsewhere(facts, days)
        for stays in self.stays:
            yield from stays.faults(facts)
        for narrowed in self.spans:
            yield from _outside(narrowed, facts, days)
        for exception, event in self.excepts:
            yield from _unmatched(exception, event, facts)

    def contradictions(self, facts: Facts) -> Iterator[Fault]:
        """Entries of which each is possible and not all can be true: they stay, and count as not entered."""
        for part, whole in self.parts:
            yield from _above(part, whole, facts)
        for given, ground in self.needs:
            yield from _ungrounded(given, ground, facts)
        for finding, contrary in self.excludes:
            yield from _contradictory(finding, contrary, facts)

    def settled(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts, rows of two lists that may be one fact marked with the open point about them.

        Raises CaseError for rows of two lists that their item says are one.
        """
        for one, other in self.same_as:
            first, second = _rows(one, facts), _rows(other, facts)
            if first and second:
                before, after = ask_across(one.key, first, other.key, second)
                facts = {**facts, one.key: tuple(before), other.key: tuple(after)}
        return facts


@once
def _declared(rules: KindRules) -> Relations:
    given, lists = rules.inputs, [one for one in rules.inputs if isinstance(one, Finding | Events)]
    findings = [one for one in given if isinstance(one, Finding)]
    wholes = [(one, whole) for one in given if (whole := getattr(one, "part_of", None)) is not None]
    return Relations(
        pairs=tuple(dict.fromkeys(_pairs(rules))),
        spans=tuple(one for one in lists if _narrowed(one.dated)),
        postings=tuple(dict.fromkeys(_postings(rules))),
        parts=tuple((one, whole) for one, whole in wholes if isinstance(whole, Input)),
        across=tuple((one, whole) for one, whole in wholes if isinstance(whole, TheirNumber)),
        needs=tuple((one, one.needs) for one in given if one.needs is not None),
        excludes=tuple((one, other) for one in findings for other in one.excludes),
        same_as=tuple((other, one) for one in lists for other in one.same_as),
        excepts=tuple((one, one.excepts) for one in findings if one.excepts is not None),
        shared=tuple(one for one in given if one.shared_by is not None),
        stays=tuple(dict.fromkeys(_stays(rules))),
        sheets=tuple(one for one in given if isinstance(one, Marks) and (one.sheet or one.no_equal)),
    )


def _pairs(rules: KindRules) -> Iterator[tuple[Date, Date]]:
    """Dates of one record that bound a span, first and last."""
    for given in rules.inputs:
        if isinstance(given.on, Periods):
            yield from _both(given.on.posted_from, given.on.posted_to)
        span = getattr(given, "dated", None)
        if isinstance(span, Span):
            yield from _both(span.since, span.until)
        if isinstance(given, Date):
            yield from _both(given.not_before, given)
    for entry in rules.entries:
        for expression in entry.rule.expressions():
            for node in descend(expression):
                if isinstance(node, DaysBetween):
                    yield from _both(node.start, node.end)


def _narrowed(span: Span) -> bool:
    """Whether a date of the record narrows the span."""
    return span.since is not None or span.until is not None


def _postings(rules: KindRules) -> Iterator[Posting]:
    """What bounds the days of a list. What it is that no period is due, a scheme says: its Eligibility."""
    for given in rules.inputs:
        if isinstance(given, Finding | Events) and _narrowed(given.dated):
            yield Posting(given.dated.since, given.dated.until, given.dated)


def _stays(rules: KindRules) -> Iterator[Stays]:
    """The lists of spans that say which periods are due."""
    for given in rules.inputs:
        stays = stays_on(given.on) if isinstance(given.on, Periods) else None
        if stays is not None:
            yield stays


def _both(start: object, end: object) -> Iterator[tuple[Date, Date]]:
    if isinstance(start, Date) and isinstance(end, Date) and start.on is None and end.on is None:
        yield start, end


def _disordered(pairs: Iterable[tuple[Date, Date]], facts: Facts) -> Iterator[Fault]:
    for start, end in pairs:
        first, last = facts.get(start.key), facts.get(end.key)
        if isinstance(first, dt.date) and isinstance(last, dt.date) and first > last:
            text = Message(
                "K1075",
                "{end} {last} lies before {start} {first}; correct one of the two days",
                "{end} {last} 早于{start} {first}；请更正其中一个日期",
            )
            yield end.key, CaseError(text.format(end=end.label, last=last, start=start.label, first=first))


def _outside(given: Finding | Events, facts: Facts, days: CycleDays | None) -> Iterator[Fault]:
    """Rows outside the days that dates of the record bound."""
    span = given.dated
    start, end = span.edges(days) if days is not None else (dt.date.min, dt.date.max)
    since, until = (None if one is None else facts.get(one.key) for one in (span.since, span.until))
    start = max(start, since) if isinstance(since, dt.date) else start
    end = min(end, until) if isinstance(until, dt.date) else end
    for place, row in enumerate(_rows(given, facts), 1):
        if row.date is not None and not start <= row.date <= end:
            yield given.key, outside(place, row.date, start, end, span.text())


def _rows(given: Input, facts: Facts) -> Sequence[Any]:
    rows = facts.get(given.key)
    return rows if isinstance(rows, tuple) else ()


def amount(value: object) -> Fraction | None:
    """How much a fact says as a part or a whole: the number, or the ballots collected; None where it says nothing."""
    if isinstance(value, TallyValue):
        return Fraction(value.collected)
    return value if isinstance(value, Fraction) else None


def part_above_whole(part: Input, found: Fraction, whole: Input, most: Fraction) -> CaseError:
    """The refusal of a part that is more than its whole."""
    text = Message(
        "K1076",
        "{part} ({found}) is more than {whole} ({most}), of which it is a part; correct one of the two",
        "{part}（{found}）多于其所属的{whole}（{most}）；请更正其中一项",
    )
    return CaseError(text.format(part=part.label, found=show(found), whole=whole.label, most=show(most)))


def _above(part: Input, whole: Input, facts: Facts) -> Iterator[Fault]:
    parts, wholes = _cells(part, facts), _cells(whole, facts)
    if part.on is None or whole.on != part.on:
        wholes = wholes[:1] * len(parts)
    for one, other in zip(parts, wholes, strict=False):
        found, most = amount(one), amount(other)
        if whole.optional and found and (other is None or isinstance(other, Unknown)):
            yield part.key, _without_whole(part, found, whole)
        if found is not None and most is not None and found > most:
            yield (
                part.key if not isinstance(part.on, Events) else part.on.key,
                part_above_whole(part, found, whole, most),
            )


def _without_whole(part: Input, found: Fraction, whole: Input) -> CaseError:
    """The question for a whole that need not be entered by itself, but without which its part says nothing."""
    text = Message(
        "K1123",
        "{part} ({found}) is a part of {whole}, which is not entered; enter that too, or take this out",
        "{part}（{found}）属于{whole}，而后者没有录入；请一并录入，或删去本项",
    )
    return CaseError(text.format(part=part.label, found=show(found), whole=whole.label))


def _cells(given: Input, facts: Facts) -> list[Any]:
    """The values of an input: one, one a period, or one a row of the list that it is a column of."""
    if isinstance(given.on, Events):
        return [row.get(given.key) for row in _rows(given.on, facts)]
    value = facts.get(given.key)
    return list(value) if given.on is not None and isinstance(value, tuple) else [value]


def _ungrounded(given: Input, finding: Finding, facts: Facts) -> Iterator[Fault]:
    rows = facts.get(finding.key)
    if not isinstance(rows, tuple) or any(row.status != "rejected" for row in rows):
        return
    for value in _cells(given, facts):
        number = amount(value)
        if (number is not None and number > 0) or (isinstance(value, FindingRow | EventRow)):
            text = Message(
                "K1077",
                "{given} rests on “{finding}”, of which nothing is found; enter the finding, or take this out",
                "{given}以“{finding}”为前提，而该项没有认定；请录入认定，或删去本项",
            )
            yield given.key, CaseError(text.format(given=given.label, finding=finding.label))
            return


def _contradictory(one: Finding, other: Finding, facts: Facts) -> Iterator[Fault]:
    standing: dict[tuple[str, str | None], int] = {}
    for place, row in enumerate(_rows(other, facts), 1):
        if row.status != "rejected":
            document, item = _named(row)
            standing.setdefault((document, item), place)
            standing.setdefault((document, None), place)
    for place, row in enumerate(_rows(one, facts), 1):
        document, item = _named(row)
        # A row without an item may be any case of its document.
        meant = [(document, item), (document, "")] if item else [(document, None)]
        there = next((standing[name] for name in meant if name in standing), None)
        if there is not None and row.status != "rejected":
            text = Message(
                "K1078",
                "row {place} ({document}) stands in “{other}” too (row {there}), which contradicts it; keep one, or "
                'give each of two cases of the document a code of its own: item = "1"',
                "第{place}行（{document}）同时列在“{other}”第{there}行，二者矛盾；请只留一处，"
                "同一文件的两件事请各写编号：item = “1”",
            )
            said = text.format(place=place, document=row.document, other=other.label, there=there)
            yield one.key, CaseError(said)
            yield other.key, CaseError(said)
            return


def _named(row: FindingRow) -> tuple[str, str]:
    return alike_document(row.document), alike(row.item)


def _unmatched(one: Finding, other: Finding, facts: Facts) -> Iterator[Fault]:
    """Exceptions that answer no row: each names one, by its day and document number, and its item where it has one."""
    if not isinstance(facts.get(other.key), tuple):
        return
    there = {(row.date, *_named(row)) for row in _rows(other, facts)}
    for place, row in enumerate(_rows(one, facts), 1):
        if (row.date, *_named(row)) not in there:
            text = Message(
                "K1079",
                "row {place} ({day}, {document}) excepts no row of “{other}”: give it the day and document number "
                "(and item) of the event it excepts",
                "第{place}行（{day}，{document}）在“{other}”中没有对应的事项：请写明所适用事项的日期、文号（和编号）",
            )
            yield one.key, CaseError(text.format(place=place, day=row.date, document=row.document, other=other.label))
