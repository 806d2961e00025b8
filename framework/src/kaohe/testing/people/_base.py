"""People made up from the declarations: legal values, aimed values, and a quiet person whom no rule troubles."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Any

from ...errors import KaoheError
from ...rules import (
    Bonus,
    Ceiling,
    Choice,
    Count,
    Date,
    Days,
    Events,
    Finding,
    Flag,
    Link,
    Periods,
    Proposed,
    Refer,
    Score,
    Tally,
)
from ...rules.nodes import FEWEST_RATERS, Input, LinkedBack, Marks, Ratings, Their
from ...rules.tools import KindRules, Period, Relations, Ruleset, Stays, descend, parse_period, stays_on
from ..basis import USUAL, Calendar, Subject, World, aimed_numbers, calendar_of, changed, empty_world, marks, written
from ._legal import agreed, legal_facts
from ._through import own_facts, reached

__all__ = ["DOCUMENT", "Base", "ballot", "base_for", "base_of", "candidates", "event_rows", "finding_rows", "lattice"]

DOCUMENT = "组〔2019〕1号"
_DAYS = (0, 44, 80, 151, 241, 365)

Row = dict[str, Any]


def finding_rows(count: int, *, day: str, status: str = "") -> list[Row]:
    """`count` findings, each with a document number of its own."""
    extra = {"status": status} if status else {}
    return [{"date": day, "document": f"组〔2019〕{number + 1}号", **extra} for number in range(count)]


def ballot(codes: tuple[str, ...], votes: dict[str, int], *, blank: int = 0, spoilt: int = 0) -> Row:
    """A ballot that adds up."""
    counts = {code: votes.get(code, 0) for code in codes}
    collected = sum(counts.values()) + blank + spoilt
    return {"issued": collected, "collected": collected, "spoilt": spoilt, "blank": blank, **counts}


def low_of(given: Marks, share: int) -> Fraction:
    """The mark at `share` percent of the range."""
    return given.low + (given.high - given.low) * Fraction(share, 100)


def sheet(given: Marks, mark: Any, raters: int = FEWEST_RATERS) -> Any:
    """The same mark of a few raters in every group, each of another code."""
    places = iter(range(1, 1000))
    parts = {code: {f"r{next(places)}": mark for _ in range(raters)} for code in given.codes or ("",)}
    return parts.get("", parts)


def lattice(given: Score | Count | Days | Marks, value: Fraction) -> Fraction:
    """The legal value of an input that is next to `value`."""
    kept = max(given.low, min(given.high, value))
    return Fraction(kept / given.step).__floor__() * given.step


def event_rows(count: int, columns: Row, *, day: str) -> list[Row]:
    """`count` events alike but for an item code of their own."""
    return [{"date": day, "item": str(number + 1), **columns} for number in range(count)]


def candidates(given: Input, rules: KindRules, lists: dict[str, list[str]], calendar: Calendar = USUAL) -> list[Any]:
    """A few legal values of an input, the likeliest to trouble nobody first."""
    if isinstance(given, Score):
        pull = dict(marks(rules)).get(given, 1)
        good = given.low + (given.high - given.low) * Fraction(85, 100)
        return [written(lattice(given, good if pull > 0 else given.low)), written(given.low), written(given.high)]
    if isinstance(given, Count | Days):
        aimed = [number + shift for number in aimed_numbers(rules) for shift in (-1, 0, 1)]
        high = calendar.highest(given)
        legal = {edge for edge in aimed if given.low <= edge <= high and edge.denominator == 1}
        return [written(given.low), *(written(edge) for edge in sorted(legal)), written(lattice(given, high))]
    if isinstance(given, Tally):
        return [ballot(given.codes, {code: votes}) for code in given.codes for votes in (60, 240)]
    if isinstance(given, Choice):
        return list(choice_codes(given, rules, lists))
    if isinstance(given, Marks):
        return [sheet(given, written(lattice(given, low_of(given, share)))) for share in (85, 0, 100)]
    if isinstance(given, Ratings):
        return [[code] * 3 for code in given.codes]
    if isinstance(given, Date):
        days = [calendar.day(after) for after in _DAYS]
        return days[::-1] if given in {end for _, end in Relations.of(rules).pairs} else days
    stays = next((one for one in Relations.of(rules).stays if one.rows == given), None)
    return [[]] if stays is None else [[_whole(stays, rules, lists, calendar)], []]


def _whole(stays: Stays, rules: KindRules, lists: dict[str, list[str]], calendar: Calendar) -> Row:
    """One span that is the whole cycle, the other columns of its list filled in."""
    row: Row = {
        column.key: candidates(column, rules, lists, calendar)[0]
        for column in rules.inputs
        if column.on == stays.rows and not column.optional
    }
    if stays.since is not None:
        row[stays.since.key] = calendar.start.isoformat()
    if stays.until is not None and not stays.until.optional:
        row[stays.until.key] = calendar.end.isoformat()
    return row


def choice_codes(given: Choice, rules: KindRules, lists: dict[str, list[str]]) -> tuple[str, ...]:
    """The codes that a choice allows here."""
    if given.list_key is not None:
        return tuple(lists[given.list_key])
    proposes = any(isinstance(rule, Proposed) and rule.by == given for rule in rules.rules(Proposed))
    return given.codes or (rules.kind.grades if proposes else ("A",))


class Base:
    """The quiet people of one scheme: for each kind the facts under which the fewest rules take effect."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.empty = empty_world(subject)
        self.calendar = calendar_of(subject.rules)
        self.relations = {rules.kind.key: Relations.of(rules) for rules in subject.rules.kinds}
        self.cycle = self.empty.raw["cycle"]
        self.lists: dict[str, list[str]] = self.cycle.get("lists", {})
        self.firing: dict[str, dict[str, dict[str, Any]]] = {}  # of a kind, as the table finds it once
        self._rows: dict[str, Row] = {}
        self._grades: dict[str, dict[str, Row]] = {}

    def name(self, kind: str) -> str:
        """The id of the quiet one of a kind."""
        return f"{kind}-0"

    def row(self, kind: str) -> Row:
        """The quiet one of a kind."""
        if kind not in self._rows:
            self._rows[kind] = self._quiet(kind)
        return self._rows[kind]

    def grades(self, kind: str, likely: Callable[[], Iterable[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
        """Facts that give each grade of a kind, as far as the likely ones do; found once."""
        if kind not in self._grades:
            found: dict[str, dict[str, Any]] = {}
            rules = self.subject.rules.kind(kind)
            for facts in likely():
                if rules is None or len(found) == len(rules.kind.grades):
                    break
                world = self.solo(kind, facts)
                try:
                    grade = world.outcome(world.focus).grade
                except KaoheError:
                    continue
                if grade is not None:
                    found.setdefault(grade, facts)
            self._grades[kind] = found
        return self._grades[kind]

    def linked(self, kind: str) -> list[Row]:
        """Whom somebody of the kind is linked to, and so on: the quiet ones of those kinds."""
        found: dict[str, Row] = {}
        for link in self._links(kind):
            for row in (*self.linked(link.to.key), self.row(link.to.key)):
                found[row["id"]] = row
        return list(found.values())

    def _links(self, kind: str) -> tuple[Link, ...]:
        rules = self.subject.rules.kind(kind)
        return rules.links if rules is not None else ()

    def world(self, kind: str, *rows: Row, note: str = "", focus: str = "") -> World:
        """Some people of a kind with those they are linked to."""
        people = agreed(self.relations, [*self.linked(kind), *rows], fixed=focus)
        raw = {**self.empty.raw, "appraisees": people}
        return World(self.subject, raw, note, focus)

    def solo(self, kind: str, facts: dict[str, Any] | None = None, note: str = "", **more: Any) -> World:
        """One person of a kind: the quiet one, with some facts changed, their own or those of linked people."""
        own = own_facts(facts or {})
        row = self.posted(self.legal(changed(self.row(kind), own), fixed=own)) | more
        people = [*self.linked(kind), row, *self.followers(kind, row["id"])]
        if facts and len(own) < len(facts):
            before = {id(one) for one in people}
            people = [one if id(one) in before else self.legal(one) for one in reached(people, row["id"], facts)]
        return self.world(kind, *people, note=note, focus=row["id"])

    @property
    def day(self) -> str:
        """A day early in the cycle."""
        return self.calendar.day(14)

    def legal(self, row: Row, fixed: Collection[str] = ()) -> Row:
        """The row with facts that are not `fixed` changed so that those that are related go together."""
        return {**row, "facts": legal_facts(self.relations[row["kind"]], row["facts"], self.calendar, fixed)}

    def posted(self, row: Row) -> Row:
        """The row without values in periods that its posting does not reach."""
        facts = row["facts"]
        rules = self.subject.rules.kind(row["kind"])
        cleared: dict[str, Any] = {}
        for given in rules.inputs if rules is not None else ():
            axis = given.on
            if isinstance(axis, Periods) and isinstance(facts.get(given.key), list):
                stays = _stays(facts, axis)
                if stays is not None:
                    periods = [parse_period(name, axis.unit) for name in self.cycle["periods"][axis.key]]
                    due = [any(_overlaps(period, *days) for days in stays) for period in periods]
                    values = zip(facts[given.key], due, strict=True)
                    cleared[given.key] = [value if here else None for value, here in values]
        return changed(row, cleared) if cleared else row

    def followers(self, kind: str, name: str) -> list[Row]:
        """A quiet one of each kind whose values the rules of this kind look at along a back link."""
        found = []
        for axis in self._backs(kind):
            for other in axis.kinds[:1]:
                row = self.row(other.key)
                found.append({**row, "id": f"{other.key}-of-{name}", "links": {**row["links"], axis.link.key: name}})
        return found

    def _backs(self, kind: str) -> list[LinkedBack]:
        rules = self.subject.rules.kind(kind)
        entries = rules.entries if rules is not None else ()
        found = [
            node.link
            for entry in entries
            for expression in entry.rule.expressions()
            for node in descend(expression)
            if isinstance(node, Their) and isinstance(node.link, LinkedBack)
        ]
        return list({axis.axis_key: axis for axis in found}.values())

    def periods(self, given: Input) -> int:
        """How many periods an input lies along; 0 where it lies on none."""
        return len(self.calendar.periods(given.on.unit)) if isinstance(given.on, Periods) else 0

    def along(self, given: Input, value: Any) -> Any:
        """A value as the fact of an input: the same for all periods where it lies along them."""
        count = self.periods(given)
        return [value] * count if count else value

    def facts_of(self, rules: KindRules) -> list[Input]:
        """The inputs that a record of the kind holds by themselves (not the columns of events)."""
        return [given for given in rules.inputs if given.on is None or isinstance(given.on, Periods)]

    def _quiet(self, kind: str) -> Row:
        rules = self.subject.rules.kind(kind)
        assert rules is not None  # noqa: S101  # asked for declared kinds only
        options = {
            given.key: [self.along(given, value) for value in candidates(given, rules, self.lists, self.calendar)]
            for given in self.facts_of(rules)
            if not (given.optional and not isinstance(given, Finding | Events))
        }
        row: Row = {"id": self.name(kind), "kind": kind, "facts": {key: found[0] for key, found in options.items()}}
        row = self.legal(row)
        if rules.links:
            row["links"] = {link.key: self.name(link.to.key) for link in rules.links}
        self._settle(row, rules, options)
        return row

    def _settle(self, row: Row, rules: KindRules, options: dict[str, list[Any]]) -> None:
        """Take for each input in turn the value under which the fewest rules take effect, twice over."""
        best = self._trouble(row, rules)
        counts = [given.key for given in rules.inputs if isinstance(given, Count | Days) and given.key in options]
        together = changed(row, {key: options[key][-1] for key in counts})
        if (found := self._trouble(together, rules)) < best:
            row["facts"], best = together["facts"], found
        for key in [*options, *options]:
            for value in options[key]:
                if best == 0:
                    return
                other = self.legal(changed(row, {key: value}), fixed=(key,))
                found = self._trouble(other, rules)
                if found < best:
                    row["facts"], best = other["facts"], found

    def _trouble(self, row: Row, rules: KindRules) -> int:
        world = self.world(rules.kind.key, row)
        try:
            judged, outcome = world.judged(row["id"]), world.evaluation.outcome(row["id"])
        except KaoheError:
            return 10_000
        trouble = 1000 * (judged.refused is not None) + 100 * (outcome.state not in ("decided", "tied", "needs"))
        trouble += 200 * len(outcome.needs)
        weights = {Ceiling: 20, Refer: 50, Flag: 2, Bonus: 3}
        effects = {entry.rule.id: entry.rule for entry in rules.entries}
        for name in outcome.rules:
            rule = effects.get(name)
            trouble += next((cost for kind, cost in weights.items() if isinstance(rule, kind)), 0)
        return trouble


def _stays(facts: Row, axis: Periods) -> list[tuple[str | None, str | None]] | None:
    """The spans of the posting as the row has them; None where nothing bounds it."""
    listed = stays_on(axis)
    rows = [facts] if listed is None else facts.get(listed.rows.key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    found = [(_day(row, axis.posted_from), _day(row, axis.posted_to)) for row in rows]
    return None if listed is None and found == [(None, None)] else found


def _day(facts: Row, given: Date | None) -> str | None:
    found = facts.get(given.key) if given is not None else None
    return found if isinstance(found, str) else None


def _overlaps(period: Period, start: str | None, end: str | None) -> bool:
    return (start is None or start <= period.end.isoformat()) and (end is None or end >= period.start.isoformat())


def base_of(subject: Subject) -> Base:
    """The base of a subject, made once and kept with it."""
    if subject.base is None:
        subject.base = Base(subject)
    found: Base = subject.base
    return found


_LATEST: deque[Base] = deque(maxlen=8)


def base_for(ruleset: Ruleset) -> Base:
    """The base of a ruleset, kept while it is among the latest: to settle whom no rule troubles takes longer than to draw."""
    found = next((base for base in _LATEST if base.subject.rules is ruleset), None)
    if found is None:
        found = Base(Subject(ruleset.id, ruleset))
        _LATEST.append(found)
    return found
