"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open.

Grade by grade the people of a kind come in parts whose places do not hang together (`_lineup`). A part that is one pool
of a plain cap with nothing open in it is drawn by its line alone (`_cap`); any other goes through the completions of
what is open and the allocator (`_round`). A part that an earlier evaluation has placed stays as it was where nobody in
it was touched since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, evolve, field

from ...rules import Quota
from .._cohort import GradeDecision
from .._grade import grade_rules
from .._judged import Judges
from ..walk import Keys
from ._across import guard_across
from ._allocating import Allocating
from ._cap import PlainCap
from ._completions import completed
from ._groups import Forest, sorted_quotas
from ._line import Line
from ._lineup import Before, Lineup, Part
from ._placed import Given, Piece, Placed, Possible, Standings, settled
from ._round import Round
from ._seats import CYCLE, Contest, Span
from ._sizes import Sizes

__all__ = ["Before", "place"]


def place(evaluation: Judges, kind: str, span: Span, before: Before | None = None) -> Placed:
    """Allocate every quota of `kind`, best grade first, for the cycle or in one period.

    Raises AllocationError where the pools of one grade form no tree.
    """
    placed = Placed({})
    rules = evaluation.plan(kind).rules
    found = _quotas_of(evaluation, kind, span)
    if not found:
        return placed
    quotas = [rule for rule in found if not rule.across]
    grades = rules.kind.grades
    period = grade_rules(rules, span.axis) if span.axis else None
    contest = Contest(evaluation, kind, grades[0], 0, quotas, placed, span, period)
    if span == CYCLE:
        contest = evolve(contest, rows=evaluation.rows(kind), columns=evaluation.columns(kind))
    if len(quotas) < len(found) and before is not None:
        before.touched.update(evaluation.cohort.appraisees)  # a guarantee across pools may touch anybody
        before = None
    placed.merits = _merits(contest, before)
    placed.possible = placed.merits
    for index, grade in enumerate(grades):
        mine = [rule for rule in quotas if rule.grade == grade or (rule.or_better and rule.grade in grades[index:])]
        if mine:
            here = evolve(contest, grade=grade, index=index, quotas=sorted_quotas(mine), earlier=tuple(placed.ties))
            _Stage(here, before).give()
            for rule in (rule for rule in found if rule.across and rule.grade == grade):
                guard_across(here, rule)
    for said in placed.verdicts.values():
        # A decision on places of several grades is about one of them: it holds as soon as one takes it.
        placed.refused += [one for one in said[-1:] if one is not None and None not in said]
    return placed


def _merits(contest: Contest, before: Before | None) -> dict[str, Possible]:
    """The grades possible before any quota: of everybody, or of whoever was touched beside those known before."""
    people = contest.evaluation.cohort.appraisees
    if before is None:
        known = [settled(place) for place in range(len(contest.evaluation.plan(contest.kind).rules.kind.grades))]
        found = {name: known[row[0]] for name, row in contest.rows.items()}
        names: Iterable[str] = (name for name in people if name not in found)
    else:
        found = dict(before.placed.merits)
        names = before.touched
        for name in names:
            found.pop(name, None)
    for name in names:
        person = people.get(name)
        if person is not None and person.kind == contest.kind and (contest.period is None or contest.is_graded(name)):
            found[name] = contest.merit(name)
    return found


def _quotas_of(evaluation: Judges, kind: str, span: Span) -> list[Quota]:
    """The quotas of the cycle; or those of one period, each named after it."""
    found = [rule for rule in evaluation.plan(kind).rules.rules(Quota) if isinstance(rule, Quota)]
    if span.at is None:
        return [rule for rule in found if rule.each is None]
    name = evaluation.periods(span.axis)[span.at].name
    mine = [rule for rule in found if rule.each is not None and rule.each.key == span.axis]
    return [
        evolve(rule, id=f"{rule.id}[{name}]", within=f"{rule.within}[{name}]" if rule.within else "") for rule in mine
    ]


@define
class _Stage:
    """The places of one grade."""

    contest: Contest
    before: Before | None
    lines: list[tuple[PlainCap, Line]] = field(factory=list, init=False)

    def give(self) -> None:
        """Give them out part by part, and gather what came of it."""
        placed, contest = self.contest.placed, self.contest
        ours = {quota.id for quota in contest.quotas}
        decisions = contest.evaluation.cohort.decisions
        self.contest = contest = evolve(
            contest,
            decisions=[one for one in decisions if not isinstance(one, GradeDecision) and one.quota in ours],
        )
        lineup = Lineup(contest, PlainCap.all_of(contest), self.before)
        known = None if self.before is None else self.before.placed.given[len(placed.given)]
        fresh = []
        for part in lineup.parts():
            key = part.members[:1] if part.pool is None else part.pool[0]
            piece = self._known(part, None if known is None else known.pieces.get(key))
            if piece is None:
                piece = self._piece(lineup, part)
                fresh.append(piece)
            lineup.given.pieces[key] = piece
            self._gather(piece.placed)
        self._settle(fresh, known)
        lineup.given.possible = placed.possible
        placed.given.append(lineup.given)
        self._sort()

    def _known(self, part: Part, known: Piece | None) -> Piece | None:
        """What a part came to before, where nobody in it was touched since."""
        if self.before is None or known is None:
            return None
        if part.pool is not None:
            return known if known.source is part.pool[1] else None
        decisions = tuple(part.decisions)
        named = [name for one in decisions for name in one.members]
        same = known.members == part.members and known.decisions == decisions
        return known if same and self.before.touched.isdisjoint((*known.members, *named)) else None

    def _piece(self, lineup: Lineup, part: Part) -> Piece:
        """Work out what a part comes to."""
        if part.pool is not None:
            (place, codes), names = part.pool
            return self._pool_alone(lineup.caps[place], codes, names)
        members, decisions = part.members, tuple(part.decisions)
        if self.before is not None:
            self.before.touched.update(members)
        before = self.contest.placed.possible
        placed = Placed({name: before[name] for name in members}, standings=[Standings()])
        _place(evolve(self.contest, placed=placed, decisions=decisions), lineup, part)
        return Piece(None, members, decisions, placed)

    def _pool_alone(self, cap: PlainCap, codes: str | Keys, names: list[str]) -> Piece:
        """A pool in which everybody is graded by the compiled form."""
        if self.before is not None:
            self.before.touched.update(names)
        line = cap.draw(codes, names)
        self.lines.append((cap, line))
        return Piece(names, (), (), Placed({}, pools=[line.pool()], ties=[line.tie()] if line.tied else []))

    def _gather(self, found: Placed) -> None:
        """Add what is shown of a part."""
        placed = self.contest.placed
        placed.pools += found.pools
        placed.inner += found.inner
        placed.ties += found.ties
        placed.shortfalls += found.shortfalls
        placed.refused += found.refused
        placed.clashes += found.clashes
        for key, said in found.verdicts.items():
            placed.verdicts[key] += said

    def _settle(self, fresh: Sequence[Piece], known: Given | None) -> None:
        """The grades after this one, and its candidates: as before but for the touched, and for the parts placed anew."""
        placed = self.contest.placed
        possible, standings = dict(placed.possible), Standings()
        if known is not None and self.before is not None:
            possible = dict(known.possible)
            standings = self.before.placed.standings[len(placed.given)].without(self.before.touched)
            for name in self.before.touched:
                if name in placed.possible:
                    possible[name] = placed.possible[name]
                else:
                    possible.pop(name, None)
        for piece in fresh:
            possible.update(piece.placed.possible)
            for found in piece.placed.standings:
                standings.join(found)
        for cap, line in self.lines:
            cap.write(line, possible)
            standings.put_pool(line)
        placed.possible = possible
        placed.standings.append(standings)

    def _sort(self) -> None:
        """Pools in the order of the quotas and of their keys, ties by their members, as if placed in one."""
        order = {quota.id: place for place, quota in enumerate(self.contest.quotas)}
        placed, grade = self.contest.placed, self.contest.grade
        for pools in (placed.pools, placed.inner):
            pools.sort(key=lambda pool: (0, 0, "") if pool.stage != grade else (1, order[pool.quota], pool.group))
        placed.ties.sort(key=lambda tie: (tie.grade == grade, tie.members if tie.grade == grade else ()))


def _place(contest: Contest, lineup: Lineup, part: Part) -> None:
    """Work out what one part comes to."""
    cap = lineup.cap_of(part)
    if cap is not None:
        _draw(contest, cap, part)
        return
    found = lineup.seated(part)
    seats = {seat.id: seat for seat in found}
    waiting = {name: causes for name, causes in lineup.causes.items() if name in seats}
    forest = Forest.of(contest.quotas, {seat.id: seat.where for seat in found})
    sizes = Sizes(contest, forest, seats)
    results, left = completed(contest, seats, waiting, sizes, Allocating(contest))
    for seat in found:
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    Round(contest, forest, sizes, seats, waiting, results, left).run()


def _draw(contest: Contest, cap: PlainCap, part: Part) -> None:
    """Draw the line of a part that is one pool of a plain cap, with walked people in it."""
    pools = [(codes, names) for (_, codes), names in part.pools.items()]
    codes, names = pools[0] if pools else (part.seats[0].where.spots[0].keys, [])
    line, placed = cap.draw(codes, names, part.seats), contest.placed
    cap.write(line, placed.possible)
    placed.standings[-1].put_pool(line)
    placed.pools.append(line.pool())
    placed.ties += [line.tie()] if line.tied else []
