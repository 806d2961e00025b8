"""Whom a candidate waits for where the completions are too many to work out: sound, never too few."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define

from ..quota import Status
from ..walk import NO_CAUSES, Causes
from ._groups import Forest
from ._made import Made
from ._seats import Key, Seat
from ._sizes import Sizes

__all__ = ["Doubts", "Line", "crossed", "doubts_of", "roomy", "waited_for"]


@define
class Line:
    """The line of one group: the fewest and most places, the keys of all candidates and of those sure to stay."""

    low: int
    high: int
    rivals: list[Key]
    staying: list[Key]

    def may_cross(self, key: Key) -> bool:
        """Whether it may come to stand on either side of somebody; asked of a group without others around or in it."""
        ahead = len(self.staying) - bisect_right(self.staying, key)
        level = len(self.rivals) - bisect_left(self.rivals, key)
        return ahead < self.high and level > self.low


@define
class Doubts:
    """What is open about the headcounts and places: who may leave or join a group, and the lines that may move.

    `sizes` says why it is open how many places a group has, apart from its headcount.
    """

    leaving: Mapping[str, set[str]]
    joining: Mapping[str, set[str]]
    lines: Mapping[str, Line]
    sizes: Mapping[str, Causes]

    def of_sizes(self, tree: Iterable[str]) -> Causes:
        """Why the places of these groups are open."""
        return NO_CAUSES.union(*(self.sizes.get(name, NO_CAUSES) for name in tree))


def doubts_of(
    forest: Forest, made: Mapping[str, Made], seats: Iterable[Seat], sure: Sequence[Seat], sizes: Sizes
) -> Doubts:
    """Who may turn out to count in a group, or not to, and which lines move with that."""
    leaving: dict[str, set[str]] = defaultdict(set)
    joining: dict[str, set[str]] = defaultdict(set)
    for seat in seats:
        for group in seat.where.groups if seat.appraised else ():
            leaving[group].add(seat.id)
        for group in forest.within(seat.where.groups) if seat.grouped else ():
            if seat.id not in forest.counted[group]:
                joining[group].add(seat.id)
    lines: dict[str, Line] = {}
    for name, one in made.items():
        # What a guarantee gives hangs on the groups around it.
        if one.places is not None and (leaving[name] or joining[name] or one.most != one.places):
            fewest, most = one.base - len(leaving[name] & forest.counted[name]), one.base + len(joining[name])
            ends = sizes.ends(name, one.quota, one.keys, fewest, most)
            line = _line([max(0, end - one.held) for end in ends], name, sure, leaving[name])
            if line.low < line.high or len(line.staying) < len(line.rivals):
                lines[name] = line
    open_sizes = {
        name: sizes.of(name, one.quota, one.keys, one.base).causes
        for name, one in made.items()
        if one.most != one.places
    }
    return Doubts(leaving, joining, lines, open_sizes)


def _line(ends: Sequence[int], name: str, sure: Sequence[Seat], leaving: set[str]) -> Line:
    rivals = [seat for seat in sure if seat.eligible and name in seat.where.groups]
    staying = [seat for seat in rivals if seat.id not in leaving]
    return Line(
        ends[0],
        ends[1],
        sorted(seat.low for seat in rivals),
        sorted(seat.low for seat in staying),
    )


def waited_for(
    seat: Seat,
    status: Status,
    forest: Forest,
    made: Mapping[str, Made],
    has_room: Callable[[Seat, Sequence[Seat]], bool],
    coming: Sequence[Seat],
    doubts: Doubts,
) -> set[str]:
    """Whom the answer for `seat` waits for: `coming` are the open ones who may come into the outermost group.

    `has_room` says whether the groups around somebody have room for everybody then.
    """
    if status is Status.INELIGIBLE:
        return set()
    # Nobody who may yet come can change the answer of who is beyond the places, or where there is room for all.
    settled = not coming or (status is Status.NOT_SELECTED and not forest.has_guarantee()) or has_room(seat, coming)
    found = set() if settled else {other.id for other in coming}
    root = seat.where.groups[0]
    tree = [name for name in made if name == root or root in forest.above(name)] if doubts.lines else []
    for name in doubts.lines.keys() & tree:
        if len(tree) > 1 or doubts.lines[name].may_cross(seat.low):
            found |= doubts.leaving[name] | doubts.joining[name]
    return found - {seat.id}


def crossed(seat: Seat, forest: Forest, made: Mapping[str, Made], doubts: Doubts) -> Causes:
    """Why the places are open on which the answer for `seat` may hang."""
    root = seat.where.groups[0]
    tree = [name for name in made if name == root or root in forest.above(name)] if doubts.lines else []
    return doubts.of_sizes(
        name for name in doubts.lines.keys() & tree if len(tree) > 1 or doubts.lines[name].may_cross(seat.low)
    )


def roomy(groups: Iterable[Made], people: Sequence[Seat]) -> bool:
    """Whether the groups have room for everybody who may still come."""
    for one in groups:
        if one.group.floor_share is not None:
            return False
        count = one.held + sum(one.group.id in seat.within and seat.eligible for seat in people)
        if one.places is not None and count > one.places:
            return False
    return True
