"""The months' and quarters' own grades: what bounds one period leaves the others, and the score, alone (XZ-a7)."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Step, explain

MONTHS = ["2018-11", "2018-12", *(f"2019-{month:02}" for month in range(1, 11))]
QUARTERS = ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]
MEMBER: dict[str, Any] = {"refuses_management": [], "falsifies": [], "absence_notices": [], "negative_notices": []}
TEAM: dict[str, Any] = {"plan_late": [], "clause_7_2_2": [], "funds_misused": []}


def found(*days: str, status: str = "confirmed") -> list[dict[str, str]]:
    """Findings dated on those days."""
    return [{"date": day, "document": f"强基办〔2019〕{n}号", "status": status} for n, day in enumerate(days, 1)]


def steps(kind: str, **facts: Any) -> tuple[list[Step], Any]:
    """The steps of the explanation of one member or team with 90 everywhere but in `facts`, and the outcome."""
    marks = {key: {"each": 90} for key in ("usual", "opinion", "targets")}
    row = {"id": "P", "kind": kind, "facts": marks | (MEMBER if kind == "member" else TEAM) | facts}
    cycle = {"start": "2018-11-01", "end": "2019-10-31", "periods": {"month": MONTHS, "quarter": QUARTERS}}
    case = case_from_data({"format": 1, "scheme": "xizang-2018", "cycle": cycle, "appraisees": [row]})
    explanation = explain(Evaluation(case.cohort), "P")
    return list(explanation.steps), explanation.outcome


def bounded(rows: list[Step], rule: str) -> list[str]:
    """The periods in which that ceiling applied."""
    return [step.period for step in rows if step.rule == rule and step.status == "applied"]


def grade_of(rows: list[Step], period: str) -> str:
    """What the explanation says of the grade of one period."""
    (step,) = [step for step in rows if step.rule == "XZ-6(4)b-period" and step.period == period]
    return step.effect.zh


@pytest.mark.parametrize(
    ("kind", "key", "rule", "days", "period"),
    [
        ("member", "refuses_management", "XZ-7(1)1", ["2019-02-28"], "2019-02"),
        ("member", "falsifies", "XZ-7(1)2", ["2019-03-01"], "2019-03"),
        ("member", "absence_notices", "XZ-7(1)3", ["2019-01-01", "2019-01-31"], "2019-01"),
        ("team", "plan_late", "XZ-7(2)1", ["2018-12-31"], "2018Q4"),
        ("team", "clause_7_2_2", "XZ-7(2)2", ["2019-01-01"], "2019Q1"),
        ("team", "funds_misused", "XZ-7(2)3", ["2019-09-30"], "2019Q3"),
    ],
)
def test_a_finding_bounds_the_year_and_the_period_it_is_dated_in(
    kind: str, key: str, rule: str, days: list[str], period: str
) -> None:
    """Article 7: the year is vetoed, and of the periods the one of the finding alone; every score stays."""
    rows, outcome = steps(kind, **{key: found(*days)})
    lowest = "不称职" if kind == "member" else "不合格"
    assert (outcome.grade, outcome.as_json()["score"]) == (lowest, "90")
    assert bounded(rows, f"{rule}-period") == [period]
    assert lowest in grade_of(rows, period)
    others = [name for name in (MONTHS if kind == "member" else QUARTERS) if name != period]
    assert all(lowest not in grade_of(rows, name) for name in others)


def test_two_notices_in_different_months_bound_no_single_month() -> None:
    """XZ-7(1)3: the year has two notices and is vetoed; no month has two."""
    rows, outcome = steps("member", absence_notices=found("2019-01-31", "2019-02-01"))
    assert outcome.grade == "不称职"
    assert bounded(rows, "XZ-7(1)3-period") == []


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_a_finding_that_does_not_stand_bounds_no_period(status: str) -> None:
    """Under re-check or rejected a finding applies to no period."""
    rows, _ = steps("member", falsifies=found("2019-03-01", status=status))
    assert bounded(rows, "XZ-7(1)2-period") == []


@pytest.mark.parametrize(("opinion", "periods"), [("59.99", ["2019-04"]), ("60", []), ("60.01", [])])
def test_satisfaction_below_60_bounds_its_own_month(opinion: str, periods: list[str]) -> None:
    """XZ-a6: a month below 60 is bounded by itself; the year looks at the mean."""
    rows, outcome = steps("member", opinion={"each": 90, "2019-04": opinion})
    assert bounded(rows, "XZ-7(1)4-period") == periods
    assert outcome.grade != "不称职"


@pytest.mark.parametrize(
    ("targets", "grade"),
    [
        ("90", "优秀"),
        ("89.99", "称职"),
        ("75.72", "称职"),
        ("75.71", "基本称职"),
        ("47.15", "基本称职"),
        ("47.14", "不称职"),
    ],
)
def test_a_month_is_graded_by_its_own_score(targets: str, grade: str) -> None:
    """Article 6(4): a month's score (27 points besides the table here) has its own grade by the same bands."""
    rows, _ = steps("member", targets={"each": 90, "2019-05": targets})
    assert grade_of(rows, "2019-05").endswith(f"等次{grade}")
