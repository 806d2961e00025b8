"""A county of any size under a 30 % quota in 200 groups: a small scheme, its cases, and the same by hand in integers."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from kaohe.rules import Choice, Kind, Periods, Quota, Rank, ScoreOf, assemble, weighted
from kaohe.rules.nodes import Option
from kaohe.rules.tools import Ruleset
from scheme_kit import WORDS, bands, declare, lines, score, total

__all__ = ["GROUPS", "Record", "by_hand", "by_hand_record", "pooled_case", "pooled_scheme"]

GROUPS = 200
GRADES = ("优秀", "称职", "不称职")
MONTHS = [*(f"2019-{month:02d}" for month in range(1, 13))]
MONTH = Periods("month", WORDS, "month")
MEMBER = Kind("member", WORDS, GRADES)


def pooled_scheme(*, within: bool = False) -> Ruleset:
    """Three monthly marks weighed 1 : 2 : 7, bands at 90 and 60, and 30 % of each group excellent, by score.

    Where the groups lie `within` the whole, 25 % of all at the most.
    """
    usual, opinion, targets = (score(key, on=MONTH) for key in ("usual", "opinion", "targets"))
    group = Choice("group", WORDS, clause="1", options=tuple(Option(name(at), WORDS) for at in range(GROUPS)))
    month = weighted((usual, "0.1"), (opinion, "0.2"), (targets, "0.7"))
    shared: dict[str, Any] = {"rounding": "down", "rank": (Rank(ScoreOf()),), "otherwise": GRADES[1]}
    quotas = [Quota(GRADES[0], **lines("places", "2"), pool=(group,), share="30%", **shared)]
    if within:
        quotas.append(Quota(GRADES[0], **lines("whole", "2"), share="25%", **shared))
    scoring = [total(month.mean()), bands(ScoreOf(), assumption=())]
    return assemble(declare(kinds=[MEMBER], name="pooled", scoring=scoring, quota=quotas))


def name(at: int) -> str:
    """The code of a group."""
    return f"G{at:03d}"


def pooled_case(people: int, seed: int = 2019) -> dict[str, Any]:
    """`people` complete members; a third of them have the same marks all year, so that lines are hit by ties."""
    rng = random.Random(seed)
    return {
        "format": 1,
        "scheme": "pooled",
        "cycle": {"start": "2019-01-01", "end": "2019-12-31", "periods": {"month": MONTHS}},
        "appraisees": [_member(rng, number) for number in range(people)],
    }


def _member(rng: random.Random, number: int) -> dict[str, Any]:
    base = rng.choice((97, 95, 93, 92, 91, 90, 85, 75, 59))
    same = rng.random() < 0.3
    facts: dict[str, Any] = {key: _marks(rng, base, same) for key in ("usual", "opinion", "targets")}
    facts["group"] = name(rng.randrange(GROUPS))
    return {"id": f"M{number:07d}", "kind": "member", "name": f"队员{number:07d}", "facts": facts}


def _marks(rng: random.Random, base: int, same: bool) -> list[int]:
    return [base] * 12 if same else [min(100, max(0, base + rng.randint(-3, 3))) for _ in MONTHS]


Record = tuple[str, str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def by_hand_record(row: dict[str, Any]) -> Record:
    """One member's row as the whole numbers that the hand-written program reads."""
    facts = row["facts"]
    marks = (tuple(facts[key]) for key in ("usual", "opinion", "targets"))
    return (row["id"], facts["group"], *marks)


def by_hand(records: Sequence[Record]) -> tuple[dict[str, str | None], int]:
    """The grade of everybody, None for who is tied at the line of a group, and the number of ties."""
    grades: dict[str, str | None] = {}
    counts: dict[str, int] = defaultdict(int)
    pools: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for member, group, usual, opinion, targets in records:
        whole = 0
        for month in range(12):
            whole += usual[month] + 2 * opinion[month] + 7 * targets[month]
        counts[group] += 1
        if whole >= 90 * 120:
            pools[group].append((whole, member))
        else:
            grades[member] = GRADES[1] if whole >= 60 * 120 else GRADES[2]
    ties = 0
    for group, rivals in pools.items():
        places = counts[group] * 3 // 10
        rivals.sort(reverse=True)
        cut = rivals[places - 1][0] if 0 < places < len(rivals) else None
        tied = cut is not None and rivals[places][0] == cut
        ties += tied
        for place, (whole, member) in enumerate(rivals):
            if tied and whole == cut:
                grades[member] = None
            else:
                grades[member] = GRADES[0] if place < places else GRADES[1]
    return grades, ties
