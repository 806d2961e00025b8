"""Schemes of caps within caps, and small cohorts under them: complete, or with open records and decisions."""

from __future__ import annotations

from random import Random
from typing import Any

from kaohe.engine import Cohort, Evaluation
from kaohe.rules import Flag, Kind, Quota, Rank, ScoreOf, assemble
from kaohe.rules.tools import Ruleset
from scheme_kit import WORDS, bands, count, declare, lines, of, score, total

from .whole import whole

__all__ = [
    "BEST",
    "COUNTY",
    "ENTRIES",
    "POOLS",
    "TOWN",
    "TREES",
    "cap",
    "decided_at_random",
    "person_at_random",
    "rows_of",
    "scheme",
]

BEST, GOOD, POOR = GRADES = ("优秀", "称职", "不称职")
PERSON = Kind("person", WORDS, GRADES)
MARK, N = score("mark"), count("n")
COUNTY, TOWN, UNIT = of("e", "w", key="county"), of("r", "s", key="town"), of("a", "b", "c", key="unit")
FIT = of("yes", "no", key="fit")
# Whatever is entered is read by some rule.
EVERYTHING = (N >= 9) & COUNTY.is_("e") & TOWN.is_("r") & UNIT.is_("a") & FIT.is_("no")


def cap(name: str, *pool: Any, grade: str = BEST, **more: Any) -> Quota:
    """A cap on a grade in the pools of these keys."""
    shared: dict[str, Any] = {"rank": (Rank(ScoreOf()),), "otherwise": GOOD, "pool": pool}
    size: dict[str, Any] = {} if "number" in more else {"share": "40%", "rounding": "half-up"}
    return Quota(grade, **(lines(name) | shared | size | more))


def scheme(*quotas: Quota) -> Ruleset:
    """A mark in bands under these quotas."""
    return assemble(
        declare(
            kinds=[PERSON],
            scoring={"person": [total(MARK), bands(ScoreOf(), assumption=())]},
            quota={"person": list(quotas)},
            veto={"person": [Flag(**lines("flag"), when=EVERYTHING, flag=WORDS)]},
        )
    )


RANK: dict[str, Any] = {"rank": (Rank(FIT.is_("yes")), Rank(MARK / (N + 1)), Rank(N, bigger_is_better=False))}
TREES = {
    "two": scheme(cap("all", number=4), cap("unit", UNIT, number=1)),
    "shares": scheme(cap("all", share="35%"), cap("county", COUNTY), cap("unit", COUNTY, UNIT, share="50%")),
    "four": scheme(
        cap("all", number=5),
        cap("county", COUNTY, number=3),
        cap("town", COUNTY, TOWN, number=2),
        cap("unit", COUNTY, TOWN, UNIT, number=1),
    ),
    "no top": scheme(cap("county", COUNTY, number=3), cap("town", COUNTY, TOWN, share="30%", rounding="up")),
    "some only": scheme(
        cap("all", share="50%", base=N < 3),
        cap("county", COUNTY, only=N < 4, number=2, eligible=FIT.is_("yes")),
        cap("unit", COUNTY, UNIT, only=(N < 4) & (N >= 1), base=FIT.is_("yes"), soft=True),
    ),
    "parts": scheme(cap("all", number=4, **RANK), cap("town", TOWN, number=2, **RANK), cap("unit", TOWN, UNIT, **RANK)),
    "none": scheme(cap("all", number=3), cap("county", COUNTY, number=0), cap("unit", COUNTY, UNIT, number=1)),
    "two grades": scheme(
        cap("all", number=2),
        cap("county", COUNTY, number=1),
        cap("next", grade=GOOD, otherwise=POOR, number=6),
        cap("next county", COUNTY, grade=GOOD, otherwise=POOR, number=3),
    ),
}
ENTRIES: dict[str, Any] = {
    "mark": (95, 93, 92, 91, 90, 80),
    "n": (0, 0, 1, 2, 3, 5),
    "county": "ew",
    "town": "rs",
    "unit": "abc",
    "fit": ("yes", "yes", "no"),
}
POOLS = {
    "one pool": scheme(cap("all", soft=True)),
    "pools": scheme(cap("county", COUNTY, base=N < 3, eligible=FIT.is_("yes"))),
}


def rows_of(facts: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows of a case."""
    return {f"P{number:02d}": {"facts": one} for number, one in enumerate(facts)}


def person_at_random(rng: Random, holes: float) -> dict[str, Any]:
    """One row; so often one or two of its facts are missing."""
    facts = {key: rng.choice(values) for key, values in ENTRIES.items()}
    for _ in range(rng.choice((1, 1, 2)) if rng.random() < holes else 0):
        facts.pop(rng.choice(sorted(facts)), None)
    return {"facts": facts}


def decided_at_random(rng: Random, cohort: Cohort) -> list[dict[str, Any]]:
    """Decisions on ties as they stand, on grades, beyond soft places; some of them stale or wrong."""
    basis = {"reason": "集体研究", "document": "组发〔2020〕5号"}
    found: list[dict[str, Any]] = []
    with whole():
        evaluation = Evaluation(cohort)
        ties, soft = evaluation.ties(), [pool.quota for pool in evaluation.pools() if pool.soft]
    for tie in ties:
        members = rng.sample(tie.members, len(tie.members))
        choose = members[: rng.choice((tie.take, tie.take, max(0, tie.take - 1)))]
        if rng.random() < 0.6:
            found.append({"quota": tie.quota, "members": list(tie.members), "choose": choose} | basis)
    one = rng.choice(sorted(cohort.appraisees))
    sort = rng.choice(("none", "none", "grade", "excess", "stale"))
    if sort == "grade":
        found.append({"appraisee": one, "grade": rng.choice(GRADES)} | basis)
    elif sort == "excess" and soft:
        found.append({"quota": rng.choice(soft), "exceed": [one]} | basis)
    elif sort == "stale" and ties:
        found.append({"quota": ties[0].quota, "members": [*ties[0].members[1:], one], "choose": []} | basis)
    return list({repr(one): one for one in found}.values())
