"""What the allocator costs, as ratios to sorting the same keys in the same run: `python tests/bench/quota.py`."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction

from kaohe.engine.quota import Candidate, Group, Problem, ShareFloor, allocate, places

Figure = tuple[str, str]

LAYERS = (1, 3, 9, 30, 135)  # 178 groups of depth 5
DIVISIONS, SENDERS = 14, 3


def seconds(act: Callable[[], object]) -> float:
    """How much CPU time `act` takes."""
    began = time.process_time()
    act()
    return time.process_time() - began


def tree() -> list[tuple[str, str | None]]:
    """Group and parent, each layer spread evenly over the one above."""
    found: list[tuple[str, str | None]] = []
    above: list[str] = []
    for depth, count in enumerate(LAYERS):
        layer = [f"{depth}-{number}" for number in range(count)]
        found += [(name, above[number % len(above)] if above else None) for number, name in enumerate(layer)]
        above = layer
    return found


def county(people: int, scores: int) -> Problem:
    """`people` in the innermost groups: 30 % of all, 35 % of each group, a floor of 5 % in the innermost."""
    chooser, groups = random.Random(people), tree()
    parent = dict(groups)
    innermost = [name for name, _ in groups[-LAYERS[-1] :]]
    candidates = [
        Candidate(f"p{number}", chooser.choice(innermost), chooser.randrange(scores)) for number in range(people)
    ]
    base = dict.fromkeys(parent, 0)
    for candidate in candidates:
        group: str | None = candidate.group
        while group is not None:
            base[group] += 1
            group = parent[group]
    return Problem(
        groups=[
            Group(
                id=name,
                parent=above,
                cap=places("35%" if above else "30%", base[name], "down"),
                floor=0 if name not in innermost else places("5%", base[name], "down"),
            )
            for name, above in groups
        ],
        candidates=candidates,
    )


def pool(people: int, *, capped: bool = False, layers: int = 0, own: float = 0.35, scores: int = 10**9) -> Problem:
    """Divisions of one pool whose own people are guaranteed 3/10 of the division's selected.

    Of each division a share of `own` are its own people, of every third at most a tenth. With `layers` so many
    groups without a cap stand between the pool and its divisions.
    """
    chooser = random.Random(people)
    candidates, base = [], dict.fromkeys(range(DIVISIONS), 0)
    for number in range(people):
        division = chooser.randrange(DIVISIONS)
        base[division] += 1
        home = (
            "own"
            if chooser.random() < (min(0.1, own) if division % 3 == 0 else own)
            else f"sent{chooser.randrange(SENDERS)}"
        )
        candidates.append(Candidate(f"p{number}", f"d{division}/{home}", chooser.randrange(scores)))
    groups = [Group(id="pool", cap=places("30%", people, "down"))]
    groups += [Group(id=f"layer{number}", parent="pool") for number in range(layers)]
    for division, count in base.items():
        name = f"d{division}"
        above = f"layer{division % layers}" if layers else "pool"
        groups.append(Group(id=name, parent=above, cap=places("30%", count, "down") if capped else None))
        groups.append(Group(id=f"{name}/own", parent=name, floor_share=ShareFloor(name, Fraction(3, 10))))
        groups += [Group(id=f"{name}/sent{sender}", parent=name) for sender in range(SENDERS)]
    return Problem(groups=groups, candidates=candidates)


def layered(people: int, layers: int) -> Problem:
    """Such a pool whose layers each have a group of people that is guaranteed a tenth of the layer's selected."""
    chooser, inner = random.Random(people), pool(people, layers=layers)
    groups, candidates = list(inner.groups), list(inner.candidates)
    for layer in range(layers):
        share = ShareFloor(f"layer{layer}", Fraction(1, 10))
        groups.append(Group(id=f"layer{layer}/own", parent=f"layer{layer}", floor_share=share))
    for number in range(people // 20):
        group = f"layer{number % layers}/own"
        candidates.append(Candidate(f"own{number}", group, chooser.randrange(10**9)))
    return Problem(groups=groups, candidates=candidates)


def figures() -> Iterator[Figure]:
    """Every figure as a name and a value."""
    for people in (10_000, 100_000, 1_000_000):
        for scores, kind in ((10**9, "distinct scores"), (1001, "1,001 scores")):
            problem = county(people, scores)
            keys = [candidate.key for candidate in problem.candidates]
            sort = seconds(lambda keys=keys: sorted(keys))  # type: ignore[misc]
            taken = seconds(lambda problem=problem: allocate(problem))  # type: ignore[misc]
            yield f"allocate {people:,}, 178 groups, {kind}", f"{taken:.2f} s, {taken / sort:.1f} x sorted()"
    for people in (3_000, 30_000):
        for kind, problem in (
            ("divisions capped", pool(people, capped=True)),
            ("pool capped, distinct scores", pool(people)),
            ("pool capped, 1,001 scores", pool(people, scores=1001)),
            ("one uncapped layer more", pool(people, layers=1)),
            ("four uncapped layers", pool(people, layers=4)),
            ("four uncapped layers, 1,001 scores", pool(people, layers=4, scores=1001)),
            ("four uncapped layers, too few own", pool(people, layers=4, own=0.01)),
            ("two layers with a share of their own", layered(people, 2)),
        ):
            taken = seconds(lambda problem=problem: allocate(problem))  # type: ignore[misc]
            yield f"share floor, {people:,}, {kind}", f"{taken:.2f} s"


def main() -> None:
    """Print them."""
    for name, value in figures():
        sys.stdout.write(f"{name:58} {value}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
