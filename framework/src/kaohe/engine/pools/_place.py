"""Quotas in evaluation: candidates by merit, places by the allocator, ties and what is missing left open.

Grade by grade the people of a kind come in parts whose places do not hang together (`_lineup`). A part of plain caps
with nothing open in it is drawn by its line alone where it is one pool (`_cap`), by the lines of all its groups where
they lie within one another (`_nest`); any other goes through the completions of what is open and the allocator
(`_round`). A part that an earlier evaluation has placed stays as it was where nobody in it was touched since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter

from attrs import define, evolve, field

from ...rules import Quota
from .._cohort import GradeDecision
from .._columns import Span, in_period
from .._grade import grade_rules
from .._judged import Judges
from ..quota import Allocation
from ._across import guard_across
from ._allocating import Allocating
from ._cap import PlainCap
from ._completions import completed
from ._groups import Forest, sorted_quotas
from ._home import Entrants, Path, Spotted
from ._line import Line
from ._lineup import Before, Lineup, Part
from ._narrow import Narrowing
from ._narrow_told import NarrowTold
from ._nest import Drawing
from ._nest_told import Told
from ._placed import Given, Piece, Placed, Possible, Standings, settled
from ._ranked import Ranked, of_line
from ._round import Round
from ._seats import Contest, Seat
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
    contest = evolve(
        contest,
        rows=evaluation.rows(kind, span),
        columns=evaluation.columns(kind, span),
        ungraded=evaluation.ungraded(kind, span),
    )
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
        rows = contest.rows
        found = dict(zip(rows, map(known.__getitem__, map(itemgetter(0), rows.values())), strict=True))
        left = people.values() if len(found) < len(people) else ()
        names: Iterable[str] = [one.id for one in left if one.kind == contest.kind and one.id not in found]
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
        evolve(rule, id=in_period(rule.id, name), within=in_period(rule.within, name) if rule.within else "")
        for rule in mine
    ]


_Worked = tuple[object, Piece, bool]  # a part by which it is known again, what it came to, whether that is new


@define
class _Stage:
    """The places of one grade."""

    contest: Contest
    before: Before | None
    lines: list[tuple[PlainCap, Line]] = field(factory=list, init=False)
    nests: list[tuple[Told, Ranked | None]] = field(factory=list, init=False)
    narrowed: list[tuple[NarrowTold, Ranked | None]] = field(factory=list, init=False)

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
            if part.pool is not None:
                key, piece, is_new = self._pool_alone(lineup, *part.pool, known)
            elif (found := lineup.entrants(part)) is not None and found[0]:
                key, piece, is_new = self._in_line(lineup, part, *found, known)
            else:
                key, piece, is_new = self._mingled(lineup, part, known)
            fresh += [piece] if is_new else []
            lineup.given.pieces[key] = piece
            self._gather(piece.placed)
        self._settle(lineup.caps, fresh, known)
        lineup.given.possible = placed.possible
        placed.given.append(lineup.given)
        self._sort()

    def _touch(self, names: Iterable[str]) -> None:
        """What was placed of these may be another now."""
        if self.before is not None:
            self.before.touched.update(names)

    def _pool_alone(self, lineup: Lineup, pool: Spotted, names: list[str], known: Given | None) -> _Worked:
        """A pool in which everybody is graded by the compiled form: drawn at once, after an edit as a nest of one."""
        piece = None if known is None else known.pieces.get(pool)
        if piece is not None and piece.source is names:
            return pool, piece, False
        if piece is not None:
            return self._in_line(lineup, Part(), {(pool,): Entrants(names)}, (), known)
        cap = lineup.caps[pool[0]]
        line = cap.draw(pool[1], names)
        self._touch(names)
        self.lines.append((cap, line))
        return pool, Piece(Placed({}, pools=[line.pool()], ties=[line.tie()] if line.tied else []), names, line), True

    def _in_line(
        self, lineup: Lineup, part: Part, entrants: Mapping[Path, Entrants], apart: Sequence[Seat], known: Given | None
    ) -> _Worked:
        """Plain caps within one another, or with walked people in one of them; `apart` are the open."""
        pool = min(entrants)[0]
        piece = None if known is None else known.pieces.get(pool)
        before = None if piece is None else self._ranked(pool, piece)
        odd = apart or part.decisions
        found = self._narrowed(lineup, part, entrants, apart, before) if odd else self._nested(lineup, entrants, before)
        if found is not None:
            return pool, found, True
        assert piece is not None  # noqa: S101  # only what was there before is the same as before
        return pool, piece, False

    def _ranked(self, pool: Spotted, piece: Piece) -> Ranked | None:
        """How those of a part stood before, where they stood by lines."""
        if isinstance(piece.drawn, Line) and piece.source is not None:
            return of_line(self.contest, pool, piece.drawn, piece.source)
        return piece.drawn if isinstance(piece.drawn, Ranked) else None

    def _moving(self, found: Ranked, before: Ranked | None) -> None:
        """Whoever stands otherwise than before is touched, and whoever has a seat or had one."""
        self._touch((*found.loose, *(() if before is None else before.loose)))
        for _, names in found.moved(before):
            self._touch(names)

    @property
    def _touched(self) -> Collection[str]:
        return () if self.before is None else self.before.touched

    def _nested(self, lineup: Lineup, entrants: Mapping[Path, Entrants], before: Ranked | None) -> Piece | None:
        """Nothing is open, and nobody has decided; None where all is as it was."""
        nest = Drawing(self.contest, lineup.caps, entrants, before, self._touched).draw()
        if nest is before:
            return None
        self._moving(nest, before)
        told = Told(nest, self.contest.grade)
        self.nests.append((told, before))
        return Piece(Placed({}, pools=told.pools(), ties=told.ties()), drawn=nest)

    def _narrowed(
        self,
        lineup: Lineup,
        part: Part,
        entrants: Mapping[Path, Entrants],
        apart: Sequence[Seat],
        before: Ranked | None,
    ) -> Piece | None:
        """Something is open or decided: those have seats whose places hang on it, all others count as a crowd."""
        opened = {seat.id: seat for seat in apart}
        narrowing = Narrowing(self.contest, lineup.caps, entrants, opened, tuple(part.decisions), before, self._touched)
        narrowed = narrowing.narrow()
        if narrowed is before:
            return None
        self._moving(narrowed, before)
        near = list(narrowing.seats(narrowed, lineup.seats))
        seats = {seat.id: seat for seat in (*near, *apart)}
        possible = self.contest.placed.possible
        placed = Placed({name: possible[name] for name in seats}, standings=[Standings()])
        contest = evolve(self.contest, placed=placed, decisions=narrowed.decisions, crowd=narrowed.crowd(near))
        forest = narrowed.wide.holding({seat.id: seat.where for seat in seats.values()}, contest.crowd.heads)
        told = NarrowTold(narrowed, self.contest.grade, _place(contest, lineup, seats, forest), seats)
        told.mend(placed.standings[0])
        self.narrowed.append((told, before))
        return Piece(placed, drawn=narrowed)

    def _mingled(self, lineup: Lineup, part: Part, known: Given | None) -> _Worked:
        """Any other part."""
        members, decisions = part.members, tuple(part.decisions)
        key = members[:1]
        piece = None if known is None or self.before is None else known.pieces.get(key)
        if piece is not None and self.before is not None and (piece.members, piece.decisions) == (members, decisions):
            named = [name for one in decisions for name in one.members]
            if self.before.touched.isdisjoint((*members, *named)):
                return key, piece, False
        self._touch(members)
        before = self.contest.placed.possible
        placed = Placed({name: before[name] for name in members}, standings=[Standings()])
        seats = {seat.id: seat for seat in lineup.seated(part)}
        forest = Forest.of(self.contest.quotas, {name: seat.where for name, seat in seats.items()})
        _place(evolve(self.contest, placed=placed, decisions=decisions), lineup, seats, forest)
        return key, Piece(placed, members=members, decisions=decisions), True

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

    def _settle(self, caps: Mapping[int, PlainCap], fresh: Sequence[Piece], known: Given | None) -> None:
        """The grades after this one, and its candidates: as before but for the touched, and for the parts placed anew."""
        placed = self.contest.placed
        standings = Standings()
        if known is None or self.before is None:
            possible = dict(placed.possible)
        else:
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
        for told, before in self.nests:
            told.nest.write(before, caps, possible)
            for standing in told.standings():
                standings.put_pool(standing)
        for apart, before in self.narrowed:
            apart.ranked.write(before, caps, possible)
            for standing in apart.standings():
                standings.put_pool(standing)
        placed.possible = possible
        placed.standings.append(standings)

    def _sort(self) -> None:
        """Pools in the order of the quotas and of their keys, ties by their members, as if placed in one."""
        order = {quota.id: place for place, quota in enumerate(self.contest.quotas)}
        placed, grade = self.contest.placed, self.contest.grade
        for pools in (placed.pools, placed.inner):
            pools.sort(key=lambda pool: (0, 0, "") if pool.stage != grade else (1, order[pool.quota], pool.group))
        placed.ties.sort(key=lambda tie: (tie.grade == grade, tie.members if tie.grade == grade else ()))


def _place(contest: Contest, lineup: Lineup, seats: Mapping[str, Seat], forest: Forest) -> Allocation:
    """Work out what those of one part come to who have seats, in these groups."""
    waiting = {name: causes for name, causes in lineup.causes.items() if name in seats}
    sizes = Sizes(contest, forest, seats)
    results, left = completed(contest, seats, waiting, sizes, Allocating(contest))
    for seat in seats.values():
        seat.within = forest.within(seat.where.groups) if seat.grouped else seat.where.groups
    return Round(contest, forest, sizes, seats, waiting, results, left).run()
