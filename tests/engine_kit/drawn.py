"""Small cohorts under quotas of every sort, drawn with open facts and decisions; and two evaluations held together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import asdict, evolve
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Cohort, Evaluation, period_outcomes
from kaohe.errors import AllocationError
from kaohe.rules import (
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Finding,
    Flag,
    GradeIs,
    Kind,
    Link,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    assemble,
)
from kaohe.rules.nodes import Headcount
from kaohe.rules.tools import Ruleset
from scheme_kit import MONTH, MONTHS, WORDS, bands, count, declare, lines, of, raw_case, score, total

__all__ = ["SCHEMES", "decided", "edits", "people", "said", "same_cohort"]

GRADES = ("优秀", "称职", "不称职")
BEST, GOOD, POOR = GRADES
UNIT = Kind("unit", WORDS)
PERSON = Kind("person", WORDS, GRADES)
MARK, N, MONTHLY = score("mark"), count("n"), score("m", on=MONTH)
AREA, POST, FIT = of("east", "west", key="area"), of("front", "office", key="post"), of("yes", "no", key="fit")
SIDE = of("left", "right", key="side", optional=True)
FOUND = Finding("found", WORDS, clause="1", recheck=True)
UNIT_OF = Link("unit", WORDS, UNIT, clause="1")
PLACES = count("places")


def quota(name: str = "top", grade: str = BEST, otherwise: str = GOOD, **more: Any) -> Quota:
    """A quota of that name: 40 % of the pool by the mark, unless it says otherwise."""
    given: dict[str, Any] = {"rank": (Rank(ScoreOf()),), "otherwise": otherwise} | more
    if not {"share", "number", "floor_share"} & set(given):
        given |= {"share": "40%", "rounding": "half-up"}
    return Quota(grade, **(lines(name) | given))


def guarantee(**more: Any) -> Quota:
    """Half of the places of "top" are of the front."""
    return Quota(BEST, **(lines("half") | {"floor_share": "50%", "only": POST.is_("front"), "within": "top"} | more))


QUOTAS: dict[str, list[Quota]] = {
    "one pool": [quota()],
    "pools": [quota(pool=(AREA,))],
    "pools of two keys": [quota(pool=(AREA, SIDE), share="50%", rounding="up")],
    "a base": [quota(pool=(AREA,), base=POST.is_("front"))],
    "only some": [quota(pool=(AREA,), only=POST.is_("front"))],
    "who may": [quota(pool=(AREA,), eligible=FIT.is_("yes"))],
    "all three": [quota(pool=(AREA,), base=N < 3, only=POST.is_("front"), eligible=FIT.is_("yes"), soft=True)],
    "two rank keys": [quota(pool=(AREA,), rank=(Rank(MARK), Rank(N, bigger_is_better=False)), number=2)],
    "a condition in the rank": [quota(rank=(Rank(FIT.is_("yes")), Rank(MARK / 3)), number=3, soft=True)],
    "unranked": [quota(rank=(), unranked=True, number=2)],
    "exclusive": [
        quota("front", only=POST.is_("front"), share="50%"),
        quota("office", only=POST.is_("office"), number=1),
    ],
    "exclusive, one guaranteed": [
        quota(only=POST.is_("front"), number=2),
        quota("office", only=POST.is_("office"), number=1),
        guarantee(only=FIT.is_("yes"), base=POST.is_("front")),
    ],
    "two grades": [quota(pool=(AREA,)), quota("good", GOOD, POOR, share="50%")],
    "nested": [quota(number=3, soft=True), quota("area", pool=(AREA,), number=2, soft=True)],
    "or better": [quota(number=1), quota("both", GOOD, POOR, share="60%", or_better=True)],
    "a guarantee": [quota(number=3), guarantee()],
    "a guarantee across": [quota(pool=(AREA,)), guarantee(across=True, within="")],
    "a headcount": [quota(pool=(AREA,), number=Headcount().steps((3, 2), (6, 3), below=1), rounding="down")],
    "told by the unit": [quota(pool=(AREA,), number=UNIT_OF.their(PLACES))],
    "at least": [quota(pool=(AREA,), share="10%", rounding="down", at_least=1)],
    "periods": [quota("month", pool=(AREA,), each=MONTH, rank=(Rank(MONTHLY),)), quota()],
    "by months": [quota(pool=(AREA,), rank=(Rank(MONTHLY.mean()),))],
}


def _scheme(name: str, quotas: list[Quota]) -> Ruleset:
    monthly = name in ("periods", "by months")
    value = MONTHLY.mean() if monthly else MARK
    of_period = [bands(MONTHLY, id="monthly", assumption=())] if name == "periods" else []
    kind = evolve(PERSON, every=MONTH) if name == "periods" else PERSON
    scheme = declare(
        kinds=[kind, UNIT] if name == "told by the unit" else [kind],
        scoring={"person": [total(value), bands(ScoreOf()), *of_period]},
        eligibility={"person": [Eligibility(**lines("there"), when=N < 9, otherwise=WORDS)]},
        veto={
            "person": [
                Ceiling(POOR, **lines("bad"), when=FOUND, confirm=True),
                Refer(**lines("refer"), when=(N >= 5) & (N < 8)),
                Flag(**lines("flag"), when=N >= 2, flag=WORDS),
            ]
        },
        bonus_penalty={"person": [] if monthly else [Bonus(**lines("bonus"), points=N / 4)]},
        quota={"person": quotas},
        procedure={
            "person": [
                Consequence(**lines("notice"), when=GradeIs((BEST, GOOD))),
                Consequence(**lines("first"), when=GradeIs((BEST,))),
            ]
        },
        readings=[Reading("A", WORDS, WORDS)],
    )
    return assemble(scheme)


SCHEMES = {name: _scheme(name, quotas) for name, quotas in QUOTAS.items()}


def _facts(draw: st.DrawFn, ruleset: Ruleset, holes: bool) -> dict[str, Any]:
    """The facts of one person; with `holes` some are missing, await a re-check, or say why there are none."""
    rules = ruleset.kind("person")
    assert rules is not None
    facts = {given.key: draw(_DRAWN[given.key]) for given in rules.inputs}
    if holes and draw(st.integers(0, 2)) == 0:
        del facts[draw(st.sampled_from(sorted(facts)))]
    return {key: value for key, value in facts.items() if value is not None}


FINDING = {"date": "2020-02-02", "document": "组发〔2020〕5号", "status": "confirmed"}
_MARK = st.sampled_from((95, 92, 91, 90, 80, 50))
# Made once: hypothesis examines a strategy when it is first drawn from, and remembers what it found.
_DRAWN: dict[str, st.SearchStrategy[Any]] = {
    "mark": _MARK,
    "n": st.sampled_from((0, 0, 0, 0, 1, 1, 2, 2, 3, 5, 9)),
    "m": st.lists(_MARK, min_size=len(MONTHS), max_size=len(MONTHS)),
    "area": st.sampled_from(("east", "west")),
    "post": st.sampled_from(("front", "office")),
    "fit": st.sampled_from(("yes", "yes", "no")),
    "side": st.sampled_from(("left", "right", None)),
    "found": st.sampled_from(([], [], [], [FINDING], [FINDING | {"status": "pending"}])),
}


@st.composite
def people(draw: st.DrawFn, ruleset: Ruleset, *, most: int = 9) -> dict[str, Any]:
    """The rows of a case by id: mostly complete, so that both ways are taken in one pool."""
    rules = ruleset.kind("person")
    linked = rules is not None and bool(rules.links)
    units = [f"U{number}" for number in range(2)] if linked else []
    rows: dict[str, Any] = {name: {"kind": "unit", "facts": _unit_facts(draw, ruleset)} for name in units}
    holes = draw(st.sampled_from((False, True, True)))
    for number in range(draw(st.integers(1, most))):
        row: dict[str, Any] = {"facts": _facts(draw, ruleset, holes)}
        if linked and draw(st.integers(0, 9)):
            row["links"] = {"unit": draw(st.sampled_from(units))}
        rows[f"P{number}"] = row
    return rows


def _unit_facts(draw: st.DrawFn, ruleset: Ruleset) -> dict[str, Any]:
    rules = ruleset.kind("unit")
    asked = rules is not None and any(given.key == "places" for given in rules.inputs)
    return draw(st.sampled_from(({"places": 1}, {"places": 2}, {"places": 3}, {}))) if asked else {}


@st.composite
def edits(draw: st.DrawFn, ruleset: Ruleset, rows: dict[str, Any]) -> dict[str, Any]:
    """The rows after one edit: a record entered, changed, linked elsewhere or taken out, or a unit changed."""
    units = [name for name, row in rows.items() if row.get("kind") == "unit"]
    persons = [name for name in rows if name not in units]
    sort = draw(st.sampled_from(("change", "change", "enter", "remove", "link", "unit")))
    if sort == "enter" or not persons:
        row: dict[str, Any] = {"facts": _facts(draw, ruleset, True)}
        linked: bool = draw(st.booleans())
        if units and linked:
            row["links"] = {"unit": draw(st.sampled_from(units))}
        return rows | {f"P{draw(st.integers(10, 19))}": row}
    if sort == "unit" and units:
        name = draw(st.sampled_from(units))
        return rows | {name: {"kind": "unit", "facts": _unit_facts(draw, ruleset)}}
    name = draw(st.sampled_from(persons))
    if sort == "remove" and len(persons) > 1:
        return {other: row for other, row in rows.items() if other != name}
    if sort == "link" and units:
        links = draw(st.sampled_from(({}, *({"unit": unit} for unit in units))))
        return rows | {name: {"facts": rows[name]["facts"], "links": links}}
    return rows | {name: rows[name] | {"facts": _facts(draw, ruleset, draw(st.booleans()))}}


@st.composite
def decided(draw: st.DrawFn, cohort: Cohort) -> list[dict[str, Any]]:
    """Decisions on record: on ties as they stand, on grades, beyond soft places; some of them stale or wrong."""
    found: list[dict[str, Any]] = []
    basis = {"reason": "集体研究", "document": "组发〔2020〕5号"}
    evaluation = Evaluation(cohort)
    names = [name for name, one in cohort.appraisees.items() if one.kind == "person"]
    for tie in evaluation.ties():
        if draw(st.booleans()):
            choose = list(tie.members[: draw(st.sampled_from((tie.take, tie.take, max(0, tie.take - 1))))])
            found.append({"quota": tie.quota, "members": list(tie.members), "choose": choose} | basis)
    for _ in range(draw(st.integers(0, 2))):
        one = draw(st.sampled_from(names))
        if draw(st.booleans()):
            found.append({"appraisee": one, "grade": draw(st.sampled_from(GRADES))} | basis)
        else:
            quotas = [pool.quota for pool in evaluation.pools() if pool.soft]
            if quotas:
                found.append({"quota": draw(st.sampled_from(quotas)), "exceed": [one]} | basis)
    return list({repr(one): one for one in found}.values())


def same_cohort(ruleset: Ruleset, rows: Mapping[str, Any], decisions: list[dict[str, Any]]) -> Cohort:
    """The cohort of those rows; the months of MONTHS are its periods."""
    more: dict[str, Any] = {"decisions": decisions} if decisions else {}
    if ruleset.axes:
        more["cycle"] = {"periods": {axis.key: MONTHS for axis in ruleset.axes}}
    return case_from_data(raw_case(rows, **more), ruleset=ruleset).cohort


def said(evaluation: Evaluation) -> dict[str, Any]:
    """All that an evaluation says, by the quick way where there is one; or how it fails."""
    try:
        return {
            "outcomes": [(one.as_json(), one.causes) for one in evaluation.outcomes()],
            "grades": evaluation.grades(),
            "placements": {name: evaluation.placements(name) for name in evaluation.cohort.appraisees},
            "pools": [asdict(one) for one in evaluation.pools()],
            "ties": evaluation.ties(),
            "shortfalls": evaluation.shortfalls(),
            "clashes": evaluation.clashes(),
            "refused": evaluation.refused(),
            "periods": {name: period_outcomes(evaluation, name) for name in evaluation.cohort.appraisees},
        }
    except AllocationError as error:
        return {"error": str(error)}
