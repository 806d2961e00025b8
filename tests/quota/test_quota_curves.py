"""Share floors on layered groups, against listing how many each group may give: the bounds that save work lose nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

import pytest
from attrs import frozen

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor, allocate
from kaohe.engine.quota._curves import Curves
from kaohe.engine.quota._hull import Claim, Hull, Pairs, claims, division
from kaohe.engine.quota._shape import Shape
from kaohe.engine.quota._tree import Tree
from kaohe.progress import heard_by
from kaohe.words import Text

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


def _uncapped(chooser: random.Random) -> Problem:
    """A full pool of layers without a cap, divisions in them whose own have a share, and hardly more than one rank."""
    groups = [Group(id="pool", cap=chooser.randint(2, 9))]
    homes = []
    for number in range(2):
        layer = f"l{number}"
        share = ShareFloor("pool", Fraction(1, chooser.randint(2, 4))) if chooser.random() < 0.2 else None
        above = chooser.choice(["pool", "pool", f"l{number - 1}" if number else "pool"])
        groups.append(Group(id=layer, parent=above, floor=chooser.choice([0, 0, 0, 1, 3]), floor_share=share))
        for inner in range(chooser.randint(1, 2)):
            name = f"{layer}d{inner}"
            of = chooser.choice([name, name, name, layer])
            groups.append(Group(id=name, parent=layer))
            groups.append(Group(id=f"{name}/own", parent=name, floor_share=ShareFloor(of, chooser.choice(SHARES))))
            groups.append(Group(id=f"{name}/sent", parent=name))
            homes += [f"{name}/own", f"{name}/sent", f"{name}/sent"]
    ranks = chooser.choice([1, 2, 2, 3, 12])
    people = [
        Candidate(f"p{n}", chooser.choice(homes), chooser.randint(1, ranks)) for n in range(chooser.randint(6, 13))
    ]
    return Problem(groups=groups, candidates=people)


def test_a_long_search_tells_how_far_it_is_and_can_be_stopped_at_each_total() -> None:
    """Whoever listens is told at every total that is tried, and the first exception from there ends the search."""
    problem = next(one for one in _problems(_uncapped, 5, 40) if allocate(one).shortfalls)
    heard: list[int] = []

    def listening(what: Text, **values: int) -> None:
        assert "{done" in what.zh
        heard.append(values["total"] - values["done"])

    def stopping(what: Text, **values: int) -> None:
        listening(what, **values)
        raise InterruptedError

    with heard_by(listening):
        allocate(problem)
    assert len(heard) > 5
    assert min(heard) >= 1
    heard.clear()
    with heard_by(stopping), pytest.raises(InterruptedError):
        allocate(problem)
    assert len(heard) == 1


def _problems(make: Callable[[random.Random], Problem], seed: int, count: int) -> list[Problem]:
    chooser = random.Random(seed)
    return [make(chooser) for _ in range(count)]


SEEDS = range(1, 13)


@pytest.mark.parametrize("make", [_layered, _uncapped])
@pytest.mark.parametrize("seed", SEEDS)
def test_layered_share_floors_agree_with_listing_all_numbers(
    make: Callable[[random.Random], Problem], seed: int
) -> None:
    """On 12 problems a seed, of up to 16 people in layers, everybody's status and the shortfall are those listed."""
    for problem in _problems(make, seed, 12):
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
LACK = 1 << 7  # above all digits


def _curves() -> Curves:
    tree = Tree.of(GROUPS)
    return Curves.of(
        tree, Shape.of(tree, {group: len(ranks) for group, ranks in RANKS.items()}), RANKS, [1, 1, 1, 2, 3]
    )


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
    curves = Curves.of(tree, Shape.of(tree, {1: 2, 2: 2, 3: 1, 4: 1}), ranks, [1, 5])
    lack = 1 << 4
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
    curves = Curves.of(tree, Shape.of(tree, dict.fromkeys(ranks, 1)), ranks, [1, 1, 2, 1])
    lack = 1 << 5
    values = [(1, 2 - lack), (2, 3), (3, 11), (4, 21 - lack), (5, 29 - lack)]
    assert list(curves.pairs(0, {}, 1, 5)) == values
    assert list(curves.pairs(0, {}, 3, 4)) == values[2:4]


@pytest.mark.parametrize("seed", range(40))
def test_values_grow_from_total_to_total_as_each_is_alone(seed: int) -> None:
    """Where floors ask for more of a total, its values in a row are those of every total worked out by itself."""
    chooser = random.Random(seed)
    groups = [Group(id="d")]
    for name in "abc":
        share = ShareFloor("d", chooser.choice(SHARES)) if name != "c" or seed % 3 else None
        floor, cap = chooser.choice([0, 0, 1, 2]), chooser.choice([None, None, 2])
        groups.append(Group(id=name, parent="d", floor_share=share, floor=floor, cap=cap))
    if seed % 4 == 0:
        groups.append(Group(id="a/in", parent="a", floor_share=ShareFloor("d", chooser.choice(SHARES))))
    tree, ranks = Tree.of(groups), {g: [chooser.randrange(4) for _ in range(4)] for g in range(len(groups))}
    ranks = {g: sorted(found) for g, found in ranks.items()}
    sizes = [sum(found.count(rank) for found in ranks.values()) for rank in range(4)]
    shape = Shape.of(tree, {g: len(found) for g, found in ranks.items()})
    curves = Curves.of(tree, shape, ranks, sizes)
    most = shape.supply[0]
    row = list(curves.lines.values(0, {}, 0, most))
    assert row == [one for total in range(most + 1) for one in curves.lines.values(0, {}, total, total)]
    assert row[2:] == list(curves.lines.values(0, {}, 2, most))


def test_a_line_is_made_once() -> None:
    """The rest's first fills a floor of one place; asked again the same line is given."""
    lines = _curves().lines
    line = ([(1 - 5) << 3 | REST, 4 << 3 | REST, 4 << 3 | REST], 1)
    assert lines.line(REST, {}) == line
    again = lines.line(REST, {})
    assert again == line
    assert lines.line(REST, {}) is again


def test_the_best_of_the_parts_together() -> None:
    """For each total of the pool the best that the rest and the division give; what cannot lead there is not tried."""
    curves = _curves()
    stages = curves.stages(POOL, {}, 3, 5)
    assert stages.parts[0] == [(0, -LACK), (1, 32), (2, 33), (3, 34)]
    assert stages.reach == [{0: -LACK, 1: 32, 2: 33, 3: 34}, {3: 100, 4: 101, 5: 117}]
    assert curves.stages(POOL, {}, 3, 5) is stages
    assert [[places for places, _ in pairs] for pairs in curves.stages(POOL, {}, 7, 8).parts] == [[2, 3], [4, 5]]


def test_only_totals_near_the_best_are_tried() -> None:
    """For 5 places the price of a place is half of what 3 and 4 of the division gain: nothing else pays for itself."""
    stages = _curves().stages(POOL, {}, 5, 5)
    assert stages.parts == [[(1, 32)], [(4, 85)]]
    assert stages.reach == [{1: 32}, {5: 117}]


def test_a_claim_leaves_out_what_is_worth_less() -> None:
    """Of the division's totals only those that are worth 80 and more, and the pool's best for 5 is worth 117."""
    curves = _curves()
    claim = Claim(0, 1, 80)
    assert list(curves.pairs(DIVISION, {}, 0, 5, claim)) == [(4, 85)]
    assert list(curves.pairs(POOL, {}, 5, 5, Claim(0, 1, 117))) == [(5, 117)]
    assert list(curves.pairs(POOL, {}, 5, 5, Claim(0, 1, 118))) == []


def test_the_hull_of_a_group_with_such_groups_in_it() -> None:
    """The division's best values and the rest's line, sorted by what a place gains; the missing floors at the start.

    Of the division the first two gain 68 and two floors, 3 and 4 together 17 and the fifth lacks a place; of the rest
    the first gains 32 and the floor, the others 1 each.
    """
    hull = _curves().hull(POOL)
    assert (hull.start, hull.base) == (0, -3 * LACK)
    assert _slopes(hull) == [
        (68 + 2 * LACK, 2, 2),
        (32 + LACK, 1, 1),
        (17, 2, 2),
        (1, 1, 2),
        (4 - LACK, 1, 1),
    ]


def _slopes(hull: Hull) -> list[tuple[int, int, int]]:
    return [(edge.rise, edge.run, edge.length) for edge in hull.edges]


@pytest.mark.parametrize(
    ("share", "floor", "slopes"),
    [
        (Fraction(2, 3), 0, [(8, 1, 1), (2 * 4 - 16, 2, 1), (2 * 2 - 16, 2, 1), (2 - 16, 2, 1)]),
        (Fraction(1), 0, [(8, 1, 1), (4 - 16, 1, 1), (2 - 16, 1, 1), (1 - 16, 1, 1)]),
        (Fraction(1, 5), 0, [(8, 1, 1), (4, 1, 1), (2, 1, 1), (1, 1, 1)]),
        (Fraction(0), 0, [(8, 1, 1), (4, 1, 1), (2, 1, 1), (1, 1, 1)]),
        (Fraction(2, 3), 1, [(2 + 16, 1, 1), (8, 1, 1), (4, 1, 1), (1, 1, 1)]),
    ],
)
def test_what_a_share_that_cannot_be_filled_costs(share: Fraction, floor: int, slopes: list[object]) -> None:
    """One own person: of 2, 3 and 4 people two thirds lack 1, 1 and 2, on average half a place at the least.

    All of them lack a place for each, a fifth nothing up to 5. Beside a constant floor a share is not charged. The
    group in between, whose total a floor of nobody counts on, keeps the values from being listed; that the floor is not
    directly in the group keeps it from being filled first.
    """
    groups = [
        Group(id="all"),
        Group(id="side", parent="all"),
        Group(id="own", parent="side", floor=floor, floor_share=ShareFloor("all", share)),
        Group(id="between", parent="all"),
        Group(id="none", parent="between", floor_share=ShareFloor("between", Fraction(1))),
    ]
    tree = Tree.of(groups)
    curves = Curves.of(tree, Shape.of(tree, {0: 3, 2: 1}), {0: [0, 1, 3], 2: [2]}, [1, 1, 1, 1])
    assert _slopes(curves.hull(0)) == slopes


@pytest.mark.parametrize("seed", range(60))
def test_a_share_of_the_total_is_filled_before_anybody_better(seed: int) -> None:
    """The hull is the least above the listed values for one floor directly in the group, and not below them for two."""
    rng = random.Random(seed)
    shares = [Fraction(rng.randint(0, 4), rng.choice((4, 5, 7))) for _ in range(rng.choice((1, 1, 2)))]
    floors = [rng.choice((0, 0, 1, 2)) for _ in shares]
    ranks: dict[int, list[int]] = {number: [] for number in range(len(shares) + 1)}
    for rank in range(rng.randint(3, 9)):
        ranks[rng.randrange(len(ranks))].append(rank)
    groups = [Group(id="all")]
    for number, (share, floor) in enumerate(zip(shares, floors, strict=True)):
        groups.append(Group(id=f"own{number}", parent="all", floor=floor, floor_share=ShareFloor("all", share)))
    groups += [
        Group(id="between", parent="all"),
        Group(id="none", parent="between", floor_share=ShareFloor("between", Fraction(1))),
    ]
    tree, people = Tree.of(groups), sum(map(len, ranks.values()))
    shape = Shape.of(tree, {group: len(some) for group, some in ranks.items()})
    curves = Curves.of(tree, shape, {group: some for group, some in ranks.items() if some}, [1] * people)
    listed: dict[int, int] = {}
    for counts in product(*(range(len(some) + 1) for some in ranks.values())):
        total = sum(counts)
        asked = [max(floor, -(-share * total // 1)) for share, floor in zip(shares, floors, strict=True)]
        lack = sum(max(0, need - count) for need, count in zip(asked, counts[1:], strict=True))
        taken = (rank for some, count in zip(ranks.values(), counts, strict=True) for rank in some[:count])
        value = sum(1 << curves.worth.digits[rank] for rank in taken) - curves.worth.penalty * lack
        listed[total] = max(value, listed.get(total, value))
    found, least = curves.hull(0), Hull.above(sorted(listed.items()))
    assert all(value >= listed[total] for total, value in enumerate(found.values()))
    if len(shares) == 1:
        assert (found.start, found.base, _slopes(found)) == (least.start, least.base, _slopes(least))


@pytest.mark.parametrize(
    ("values", "slopes"),
    [
        ([0, 10, 18, 20], [(10, 1, 1), (8, 1, 1), (2, 1, 1)]),
        ([0, 0, 10, 11], [(10, 2, 2), (1, 1, 1)]),
        ([0, 3, 6, 9, 8], [(9, 3, 3), (-1, 1, 1)]),
        ([5, 4, 4, 4, 9], [(4, 4, 4)]),
        ([7], []),
    ],
)
def test_the_least_hull_above_values(values: list[int], slopes: list[object]) -> None:
    """Its edges join the values that no straight line between two others lies above."""
    hull = Hull.above(enumerate(values, start=2))
    assert (hull.start, hull.base) == (2, values[0])
    assert _slopes(hull) == slopes


def _height(hull: Hull, total: int) -> Fraction:
    """The height of `hull` at `total`."""
    edges = hull.broken(total - hull.start)[0]
    return hull.base + sum((Fraction(edge.rise * edge.length, edge.run) for edge in edges), Fraction(0))


def _steps(chooser: random.Random) -> Pairs:
    """Values as share floors make them: rising, now and then falling, and often level."""
    value, found = chooser.randint(-5, 5), []
    for total in range(chooser.randint(0, 2), chooser.randint(3, 8)):
        found.append((total, value))
        value += chooser.choice([0, 1, 1, 2, 3, 5, 8, -4])
    return found


def _best(parts: list[Pairs]) -> dict[int, int]:
    best: dict[int, int] = {}
    for chosen in product(*parts):
        total, value = sum(places for places, _ in chosen), sum(worth for _, worth in chosen)
        best[total] = max(value, best.get(total, value))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_hull_over_parts_is_the_least_above_their_best_sums(seed: int) -> None:
    """Sorting the edges of the parts gives what listing all divisions and taking the hull of their best values does."""
    chooser = random.Random(seed)
    parts = [_steps(chooser) for _ in range(3)]
    best = _best(parts)
    over, listed = Hull.over([Hull.above(pairs) for pairs in parts]), Hull.above(sorted(best.items()))
    for total in best:
        assert _height(over, total) == _height(listed, total) >= best[total]


@pytest.mark.parametrize("seed", range(40))
def test_bent_hulls_stay_above_what_floors_take_away(seed: int) -> None:
    """With a floor, a cap and a charge for the places beyond a number the hull is lower by just that, and concave."""
    chooser = random.Random(seed)
    hull = Hull.above((total, value) for total, (_, value) in enumerate(_steps(chooser)))
    size = sum(edge.length for edge in hull.edges)
    need, free, most = (chooser.randint(0, size + 1) for _ in range(3))
    bent = hull.cut(min(most, size)).with_floor(need, 7).charged(free, 5, 3)
    for total in range(min(most, size) + 1):
        lost = 7 * max(0, need - total) + Fraction(5, 3) * max(0, total - free)
        assert _height(bent, total) == _height(hull, total) - lost
    slopes = [Fraction(edge.rise, edge.run) for edge in bent.edges]
    assert slopes == sorted(slopes, reverse=True)


@pytest.mark.parametrize("seed", range(60))
def test_claims_keep_every_division_that_is_worth_enough(seed: int) -> None:
    """Of every division that meets a claim each part meets its own, where its hull meets it too."""
    chooser = random.Random(seed)
    parts = [_steps(chooser) for _ in range(3)]
    best = _best(parts)
    fewest = chooser.choice(sorted(best))
    most = chooser.choice([total for total in best if total >= fewest])
    rise, run = chooser.randint(-1, 6), chooser.randint(1, 3)
    margin = max(run * best[total] - rise * total for total in range(fewest, most + 1))
    claim = Claim(rise, run, margin - chooser.choice([0, 0, 1, 4, 9]))
    hulls = [Hull.above(pairs) for pairs in parts]
    found = claims(hulls, fewest, most, claim)
    kept = 0
    for chosen in product(*parts):
        total, value = sum(places for places, _ in chosen), sum(worth for _, worth in chosen)
        if fewest <= total <= most and claim.allows(total, value):
            kept += 1
            for hull, own, (places, worth) in zip(hulls, found, chosen, strict=True):
                low, high = hull.meeting(own) or (1, 0)
                assert own.allows(places, worth)
                assert low <= places <= high
    assert kept


def test_claims_of_the_best_alone_leave_little() -> None:
    """Four places over two curves: the price is 3, one claim leaves all that lies on it, the other the best place."""
    parts = [[(0, 0), (1, 3), (2, 6), (3, 9)], [(0, 0), (1, 4), (2, 5)]]
    hulls = [Hull.above(pairs) for pairs in parts]
    assert claims(hulls, 4, 4, Claim(0, 1, 13)) == [Claim(9, 3, 0), Claim(9, 3, 3)]
    assert division(hulls, 4) == [3, 1]
    assert [hull.meeting(one) for hull, one in zip(hulls, claims(hulls, 4, 4, Claim(0, 1, 13)), strict=True)] == [
        (0, 3),
        (1, 1),
    ]


@pytest.mark.parametrize(
    ("claim", "places"), [(Claim(0, 1, 6), (2, 4)), (Claim(0, 1, 8), (3, 3)), (Claim(1, 1, 6), None)]
)
def test_where_a_hull_meets_a_claim(claim: Claim, places: tuple[int, int] | None) -> None:
    """Whole totals alone: between 2 and 3 the hull rises from 6 to 8 and then falls to 7 and 3."""
    hull = Hull.above(enumerate([0, 3, 6, 8, 7, 3]))
    assert hull.meeting(claim) == places
