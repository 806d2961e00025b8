"""Share floors on layered groups, against listing how many each group may give: the bounds that save work lose nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve, frozen

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor, allocate
from kaohe.engine.quota._curves import Curves
from kaohe.engine.quota._prune import Pairs, pruned
from kaohe.engine.quota._relaxed import Relaxed
from kaohe.engine.quota._shape import Shape
from kaohe.engine.quota._tree import Tree

SHARES = tuple(Fraction(*pair) for pair in ((3, 10), (1, 2), (2, 7), (2, 3), (1, 1), (1, 3), (3, 4), (0, 1)))


@frozen
class Listed:
    """Who is in all, in some and in none of the best sets, and the places that their floors lack."""

    sure: frozenset[str]
    some: frozenset[str]
    none: frozenset[str]
    lacking: int


def _listed(problem: Problem) -> Listed:
    """The best sets by trying every number of people of each group: of equals in one group any may be taken."""
    parent = {group.id: group.parent for group in problem.groups}
    ranks = sorted({person.key for person in problem.candidates if person.eligible})
    worth = {key: (len(problem.candidates) + 1) ** number for number, key in enumerate(ranks)}
    cells = {
        group.id: sorted(_own(problem, group.id), key=lambda one: one.key, reverse=True) for group in problem.groups
    }
    homes = [home for home, cell in cells.items() if cell]
    above = {home: _path(home, parent) for home in homes}
    best = (-1, 0, 0)
    found: list[tuple[int, ...]] = []
    for counts in product(*(range(len(cells[home]) + 1) for home in homes)):
        total = dict.fromkeys(parent, 0)
        for home, count in zip(homes, counts, strict=True):
            for group in above[home]:
                total[group] += count
        if any(group.cap is not None and total[group.id] > group.cap for group in problem.groups):
            continue
        value = sum(worth[one.key] for home, count in zip(homes, counts, strict=True) for one in cells[home][:count])
        result = (sum(counts), -sum(_lack(group, total) for group in problem.groups), value)
        if result >= best:
            found = [*found, counts] if result == best else [counts]
            best = result
    state: dict[str, list[str]] = {"sure": [], "some": [], "none": []}
    for place, home in enumerate(homes):
        fewest, most = min(counts[place] for counts in found), max(counts[place] for counts in found)
        for person in cells[home]:
            better = sum(one.key > person.key for one in cells[home])
            equal = sum(one.key == person.key for one in cells[home])
            state["sure" if better + equal <= fewest else "none" if better >= most else "some"].append(person.id)
    return Listed(frozenset(state["sure"]), frozenset(state["some"]), frozenset(state["none"]), -best[1])


def _own(problem: Problem, group: str) -> list[Candidate]:
    return [person for person in problem.candidates if person.group == group and person.eligible]


def _path(group: str, parent: Mapping[str, str | None]) -> list[str]:
    above = parent[group]
    return [group] if above is None else [group, *_path(above, parent)]


def _lack(group: Group, total: Mapping[str, int]) -> int:
    need = Fraction(group.floor)
    if group.floor_share is not None:
        need = max(need, group.floor_share.share * total[group.floor_share.of])
    return max(0, -(-need.numerator // need.denominator) - total[group.id])


def _answered(problem: Problem) -> Listed:
    answer = allocate(problem)
    tied = frozenset(person for tie in answer.ties for person in tie.members)
    lacking = sum(short.asked - short.attained for short in answer.shortfalls)
    return Listed(frozenset(answer.selected), tied, frozenset(answer.not_selected), lacking)


def _layered(chooser: random.Random) -> Problem:
    """A pool of divisions, some within a layer, with people of their own, sent and of the division itself."""
    groups = [Group(id="pool", cap=chooser.choice([None, 3, 5, 6, 8, 10]))]
    layer = chooser.choice([None, "pool", "layer"])
    if layer == "layer":
        groups.append(Group(id="layer", parent="pool", cap=chooser.choice([None, None, 4, 7])))
    homes = []
    for number in range(chooser.randint(1, 2)):
        name = f"d{number}"
        groups.append(
            Group(
                id=name,
                parent=layer or "pool",
                cap=chooser.choice([None, None, 3, 6]),
                floor=chooser.choice([0, 0, 0, 1, 2]),
            )
        )
        share = ShareFloor(chooser.choice([name, name, "pool", layer or name]), chooser.choice(SHARES))
        floor = chooser.choice([0, 0, 0, 1])
        groups.append(Group(id=f"{name}/own", parent=name, floor=floor, floor_share=share))
        also = ShareFloor(chooser.choice([name, layer or name]), Fraction(1, 3)) if chooser.random() < 0.4 else None
        groups.append(Group(id=f"{name}/sent", parent=name, cap=chooser.choice([None, None, 2]), floor_share=also))
        homes += [f"{name}/own", f"{name}/sent"]
        if chooser.random() < 0.4:
            homes.append(name)
    if chooser.random() < 0.3:
        groups.append(Group(id="rest", parent="pool", floor=chooser.choice([0, 1])))
        homes.append("rest")
    ranks = chooser.choice([2, 4, 9])
    people = []
    for number in range(chooser.randint(5, 16)):
        home = chooser.choice(homes[:5])
        people.append(Candidate(f"p{number}", home, chooser.randint(1, ranks), chooser.random() > 0.05))
    return Problem(groups=groups, candidates=people)


def _problems(seed: int, count: int) -> list[Problem]:
    chooser = random.Random(seed)
    return [_layered(chooser) for _ in range(count)]


SEEDS = range(1, 13)


@pytest.mark.parametrize("seed", SEEDS)
def test_layered_share_floors_agree_with_listing_all_numbers(seed: int) -> None:
    """On 12 problems a seed, of up to 16 people in layers, everybody's status and the shortfall are those listed."""
    for problem in _problems(seed, 12):
        if allocate(problem).conflict is None:
            assert _answered(problem) == _listed(problem)


@pytest.mark.parametrize(
    ("rest", "selected"),
    [((5, 1), ("r0", "r1", "s")), ((5, 5), ("r0", "r1", "s")), ((0, 0), ("a0", "a1", "b0", "b1", "s"))],
)
def test_two_floors_that_rise_together_push_somebody_out(rest: tuple[int, int], selected: tuple[str, ...]) -> None:
    """One place more may ask for two more of others, so that somebody who was in is out, and counts no more.

    With 3 in the division one of each floor's own and the one sent are in, with 4 two of each floor's own and he is
    out, with 5 he is in again. So the best 5 are never those with 4 of the division.
    """
    third = ShareFloor("d", Fraction(1, 3))
    groups = [
        Group(id="pool", cap=5),
        Group(id="d", parent="pool"),
        Group(id="a", parent="d", floor_share=third),
        Group(id="b", parent="d", floor_share=third),
        Group(id="sent", parent="d"),
        Group(id="rest", parent="pool"),
    ]
    people = [Candidate(f"{group}{n}", group, 1) for group in "ab" for n in range(2)]
    people += [Candidate("s", "sent", 9), *(Candidate(f"r{n}", "rest", key) for n, key in enumerate(rest))]
    problem = Problem(groups=groups, candidates=people)
    assert allocate(problem).selected == selected
    assert _answered(problem) == _listed(problem)


def test_many_ranks_are_told_apart() -> None:
    """With 1,600 different scores, too many for floats to hold, a division still gets exactly the half of its own.

    All 300 of the other division are better than anybody here, so 400 places are left, half of them for the own.
    """
    half = ShareFloor("d", Fraction(1, 2))
    groups = [
        Group(id="pool", cap=700),
        Group(id="d", parent="pool"),
        Group(id="own", parent="d", floor_share=half),
        Group(id="sent", parent="d"),
        Group(id="e", parent="pool"),
        Group(id="e/own", parent="e", floor_share=ShareFloor("e", Fraction(1, 2))),
    ]
    people = [Candidate(f"o{n}", "own", n) for n in range(800)]
    people += [Candidate(f"s{n}", "sent", 1000 + n) for n in range(500)]
    people += [Candidate(f"e{n}", "e/own", 2000 + n) for n in range(300)]
    answer = allocate(Problem(groups=groups, candidates=people))
    best = {f"e{n}" for n in range(300)} | {f"o{n}" for n in range(600, 800)} | {f"s{n}" for n in range(300, 500)}
    assert set(answer.selected) == best


# Five groups: the pool, a division (at least 2) with half of its own, those sent to it, and the rest (at least 1).
# Ranks from the best, in digits of 64, 32, 16, 4 and 1: sent, rest, sent, own and sent, own and two of the rest.
GROUPS = [
    Group(id="pool", cap=9),
    Group(id="division", parent="pool", floor=2),
    Group(id="own", parent="division", floor_share=ShareFloor("division", Fraction(1, 2))),
    Group(id="sent", parent="division"),
    Group(id="rest", parent="pool", floor=1),
]
POOL, DIVISION, OWN, SENT, REST = range(5)
RANKS = {OWN: [3, 4], SENT: [0, 2, 3], REST: [1, 4, 4]}
LACK = 1024 << 7  # above all digits by the fine unit


def _curves() -> Curves:
    tree = Tree.of(GROUPS)
    return Curves(tree, Shape.of(tree, {group: len(ranks) for group, ranks in RANKS.items()}), RANKS, [1, 1, 1, 2, 3])


def test_the_value_of_every_total() -> None:
    """The best of each total of the division: its digits, less the weight of each place that a floor lacks."""
    values = [(0, -2 * LACK), (1, 4 - LACK), (2, 68), (3, 69), (4, 85), (5, 89 - LACK)]
    assert list(_curves().pairs(DIVISION, {}, 0, 5)) == values
    assert list(_curves().pairs(DIVISION, {}, 3, 4)) == values[3:5]


def test_the_value_of_a_total_that_pushes_somebody_out() -> None:
    """With 5 two of a and of b are asked for, so that the one worth 8 is out, who is in with 4 and again with 6.

    c has one person and lacks a second from 4 on; 1 and 2 people lack two and one of the three floors.
    """
    quarter, third = ShareFloor("d", Fraction(1, 4)), ShareFloor("d", Fraction(1, 3))
    groups = [
        Group(id="d"),
        Group(id="a", parent="d", floor_share=quarter),
        Group(id="b", parent="d", floor_share=quarter),
        Group(id="c", parent="d", floor_share=third),
        Group(id="sent", parent="d"),
    ]
    tree, ranks = Tree.of(groups), {1: [1, 1], 2: [1, 1], 3: [1], 4: [0]}
    curves = Curves(tree, Shape.of(tree, {1: 2, 2: 2, 3: 1, 4: 1}), ranks, [1, 5])
    lack = 1024 << 4
    values = [0, 1 - 2 * lack, 2 - lack, 3, 11 - lack, 5 - lack, 13 - lack]
    assert list(curves.pairs(0, {}, 0, 6)) == list(enumerate(values))


def test_the_value_of_totals_within_totals() -> None:
    """The layer's total asks for a third from home and a quarter of e, and d's and e's own for half of each.

    Worth: 16 for d's, 8 for e's, 2 for the own of both, 1 for home. One lacks home or e; three are home and two of e;
    four lack a second of home, and so do five.
    """
    half = Fraction(1, 2)
    groups = [
        Group(id="layer"),
        Group(id="d", parent="layer"),
        Group(id="d/own", parent="d", floor_share=ShareFloor("d", half)),
        Group(id="e", parent="layer", floor_share=ShareFloor("layer", Fraction(1, 4))),
        Group(id="e/own", parent="e", floor_share=ShareFloor("e", half)),
        Group(id="home", parent="layer", floor_share=ShareFloor("layer", Fraction(1, 3))),
    ]
    tree, ranks = Tree.of(groups), {1: [0], 2: [2], 3: [1], 4: [2], 5: [3]}
    curves = Curves(tree, Shape.of(tree, dict.fromkeys(ranks, 1)), ranks, [1, 1, 2, 1])
    lack = 1024 << 5
    values = [(1, 2 - lack), (2, 3), (3, 11), (4, 21 - lack), (5, 29 - lack)]
    assert list(curves.pairs(0, {}, 1, 5)) == values
    assert list(curves.pairs(0, {}, 3, 4)) == values[2:4]


def test_a_line_is_made_once() -> None:
    """The rest's first fills a floor of one place; asked again the same line is given."""
    curves = _curves()
    line = ([(1 - 5) << 3 | REST, 4 << 3 | REST, 4 << 3 | REST], 1)
    assert curves.line(REST, {}) == line
    again = curves.line(REST, {})
    assert again == line
    assert curves.line(REST, {}) is again


def test_the_best_of_the_parts_together() -> None:
    """For each total of the pool the best that the rest and the division give; what cannot lead there is not tried."""
    curves = _curves()
    stages = curves.stages(POOL, {}, 3, 5)
    assert stages.parts[0] == [(0, -LACK), (1, 32), (2, 33), (3, 34)]
    assert stages.reach == [{0: -LACK, 1: 32, 2: 33, 3: 34}, {3: 100, 4: 101, 5: 117}]
    assert curves.stages(POOL, {}, 3, 5) is stages
    assert [[places for places, _ in pairs] for pairs in curves.stages(POOL, {}, 7, 8).parts] == [[2, 3], [4, 5]]


def test_only_totals_near_the_best_are_tried() -> None:
    """For 5 places a bound leaves 1 and 2 to 4; the price of a place then leaves 2 or 4 to the division."""
    stages = _curves().stages(POOL, {}, 5, 5)
    assert stages.parts == [[(1, 32)], [(2, 68), (4, 85)]]
    assert stages.reach == [{1: 32}, {5: 117}]


@pytest.mark.parametrize(
    ("total", "ranges", "narrowed"),
    [
        (3, [(0, 3), (0, 3)], [(1, 1), (1, 2)]),
        (4, [(0, 3), (1, 4)], [(1, 3), (2, 4)]),
        (5, [(0, 3), (2, 5)], [(1, 2), (2, 4)]),
        (5, [(2, 2), (3, 3)], [(2, 2), (3, 3)]),
    ],
)
def test_how_far_a_part_can_stray(total: int, ranges: list[tuple[int, int]], narrowed: list[tuple[int, int]]) -> None:
    """Each step from the split at the price costs its difference; with 12, 15 and 3 to spend one gets this far.

    For 3 the last is one sent, worth 16 (and a place of the floor): leaving out the rest's first would cost 16. For
    4 and 5 the last is worth 4: another of the rest costs 3, so that 15 pay for both but 3 for one alone.
    """
    curves = _curves()
    codes = curves.line(REST, {})[0]
    assert curves._windows(codes, [DIVISION], {}, total, ranges) == narrowed


def test_equals_beyond_the_places_do_not_widen_the_bound() -> None:
    """Of three equals at the price two have a place; the third, who would ask for one more own, is left aside.

    With two of them the line is 4 above the curve, which does not pay the 7 that another of the rest costs.
    """
    third = evolve(GROUPS[OWN], floor_share=ShareFloor("division", Fraction(1, 3)))
    tree = Tree.of([*GROUPS[:OWN], third, *GROUPS[SENT:]])
    ranks = {OWN: [3, 4], SENT: [0, 2, 2, 2], REST: [1, 4, 4]}
    curves = Curves(tree, Shape.of(tree, {OWN: 2, SENT: 4, REST: 3}), ranks, [1, 1, 3, 1, 3])
    codes = curves.line(REST, {})[0]
    assert curves._windows(codes, [DIVISION], {}, 4, [(0, 3), (1, 4)]) == [(1, 1), (2, 4)]


def test_relaxed_lines_count_floors_in_fine_units() -> None:
    """Constant floors count in full; the fifth of the division asks for a third own, who is not there: half a place."""
    relaxed = _curves()._relaxed
    step = 5 << 3
    sent, own = [rank << 3 | SENT for rank in RANKS[SENT]], [rank << 3 | OWN for rank in RANKS[OWN]]
    division = [sent[0] - 1024 * step, sent[1] - 1024 * step, own[0], sent[2], own[1] + 512 * step]
    assert relaxed.line(DIVISION) == division
    assert relaxed.line(DIVISION) is relaxed.line(DIVISION)
    assert relaxed.asked(DIVISION) == 2
    assert relaxed.asked(POOL) == 3
    assert relaxed.scaled([-2 * step + 9, 9]) == [-2048 * step + 9, 9]


@pytest.mark.parametrize(
    ("share", "floor", "line"),
    [
        (Fraction(2, 3), 0, [0, 4 + 8192, 8 + 8192, 9 + 8192, 12 + 8192]),
        (Fraction(1), 0, [0, 4 + 16384, 8 + 16384, 9 + 16384, 12 + 16384]),
        (Fraction(1, 5), 0, [0, 4, 8, 9, 12]),
        (Fraction(0), 0, [0, 4, 8, 9, 12]),
        (Fraction(2, 3), 1, [9 - 16384, 0, 4, 8, 12]),
    ],
)
def test_what_a_share_that_cannot_be_filled_costs(share: Fraction, floor: int, line: list[int]) -> None:
    """One own person: of 2, 3 and 4 people two thirds lack 1, 1 and 2, on average half a place at the least.

    All of them lack a place for each, a fifth nothing up to 5. Beside a constant floor a share is not charged.
    """
    groups = [Group(id="all"), Group(id="own", parent="all", floor=floor, floor_share=ShareFloor("all", share))]
    tree = Tree.of(groups)
    relaxed = Relaxed(tree, Shape.of(tree, {0: 4, 1: 1}), {0: [0, 1, 2, 3], 1: [2]}, 4, 2)
    assert relaxed.line(0) == line


@pytest.mark.parametrize(
    ("curves", "total", "left"),
    [
        ([[(0, 0), (1, 10), (2, 18), (3, 20)], [(0, 0), (1, 9), (2, 12), (3, 13)]], 3, [[1, 2], [1]]),
        ([[(0, 0), (1, 0), (2, 10), (3, 11)], [(0, 0), (1, 4), (2, 7)]], 3, [[2], [0, 1]]),
        ([[(1, 5), (2, 5), (3, 15), (4, 16)], [(2, 6), (3, 10), (4, 13)]], 6, [[3], [2, 3]]),
        ([[(0, 0), (1, 0), (2, 10), (3, -1)], [(0, 0), (1, 1), (2, -5)]], 1, [[0, 1, 2], [0, 1]]),
        ([[(0, 0), (1, 3), (2, 6), (3, 9)], [(0, 0), (1, 3), (2, 5)]], 4, [[0, 1, 2, 3], [0, 1]]),
        ([[(0, 0), (1, 0), (2, 10)], [(0, 0), (1, 6), (2, 7)]], 1, [[0], [0, 1]]),
        ([[(0, 0), (1, 6), (2, 7)], [(0, 0), (1, 0), (2, 10)]], 1, [[0, 1], [0]]),
        ([[(0, 0), (1, 5)], [(0, 0), (1, 0), (2, 10)]], 1, [[0, 1], [0, 2]]),
        ([[(1, 7), (2, 9)], [(0, 0), (1, 1)]], 1, [[1, 2], [0]]),
        ([[(2, 7)], [(3, 1)]], 5, [[2], [3]]),
    ],
)
def test_totals_that_prices_rule_out(curves: list[Pairs], total: int, left: list[list[int]]) -> None:
    """What is left of each curve at the price where the places run out, worked by hand."""
    assert [[places for places, _ in pairs] for pairs in pruned(curves, total)] == left
