"""What leaves the engine: outcomes and periods as plain data, the lines of a score, and what is remembered."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Notice, Num, Outcome, PeriodOutcome, Reason, period_outcomes
from kaohe.rules import Band, Bonus, Ceiling, Item, ItemPart, Penalty, Periods, PointTable, Reading, assemble
from kaohe.rules.nodes import Const, Expr, per_node
from kaohe.words import Text
from scheme_kit import GRADES, MONTH, PLAIN, WORDS, bands, count, declare, lines, raw_case, score, total

BEST, GOOD, POOR = GRADES
A = (Reading("A", WORDS, WORDS),)
X, Y = count("x"), count("y")
MONTHLY = score("monthly", on=MONTH)
ABSENT = {"absent": "not-assessed", "reason": "未考核"}


def evaluated(declared: Any, periods: Any = None, **facts: Any) -> Evaluation:
    """An evaluation of one person P."""
    raw = raw_case({"P": {"facts": facts}}, cycle={"periods": periods or {}})
    return Evaluation(case_from_data(raw, ruleset=assemble(declared)).cohort)


# --- plain data ---------------------------------------------------------------------------------------------------


def test_an_outcome_is_written_out_whole() -> None:
    """Every field by its name, numbers as exact text, words in both languages, and a range only where there is one."""
    outcome = Outcome(
        id="P",
        kind="person",
        name="张三",
        state="decision",
        score=Fraction(1, 3),
        grade=BEST,
        provisional_grade=GOOD,
        needs=("mark",),
        pending=("cap",),
        reasons=(Reason("ask", Text("decide", "裁定")),),
        rules=("total",),
        assumptions=("A",),
        flag_texts=(Text("watch", "关注"),),
        notices=(Notice("n", "第八条", Text("recall", "召回")),),
    )
    whole = {
        "id": "P",
        "kind": "person",
        "state": "decision",
        "score": "1/3",
        "grade": BEST,
        "provisional_grade": GOOD,
        "needs": ["mark"],
        "rules": ["total"],
        "assumptions": ["A"],
        "flags": ["watch"],
        "flag_texts": [{"en": "watch", "zh": "关注"}],
        "pending": ["cap"],
        "reasons": [{"rule": "ask", "en": "decide", "zh": "裁定"}],
        "notices": [{"rule": "n", "clause": "第八条", "en": "recall", "zh": "召回"}],
    }
    assert outcome.as_json() == whole


@pytest.mark.parametrize(
    ("edges", "written"),
    [((Fraction(1, 2), None), ["0.5", None]), ((None, Fraction(90)), [None, "90"]), ((None, None), [None, None])],
)
def test_an_open_score_is_written_as_its_range(edges: Any, written: list[str | None]) -> None:
    """Where the score is open it is null, and a range says what is known; an end without limit is null."""
    found = Outcome(id="P", kind="person", state="needs", score_range=edges).as_json()
    assert (found["score"], found["score_range"]) == (None, written)
    assert (found["grade"], found["provisional_grade"]) == (None, None)


# --- periods ------------------------------------------------------------------------------------------------------

QUARTERLY = score("quarterly", on=Periods("quarter", WORDS, "quarter"))
VETOES = count("vetoes", on=MONTH)
PRINTED = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below=60))


def test_every_period_has_its_own_score_and_grade() -> None:
    """Month by month, then quarter by quarter: the score where it is exact, the grade where nothing is open, veto or not."""
    declared = declare(
        scoring=[
            total(MONTHLY.mean()),
            bands(MONTHLY.mean()),
            bands(MONTHLY, id="months", bands=PRINTED, reading="refer"),
            bands(QUARTERLY, id="quarters"),
        ],
        veto=[
            Ceiling(POOR, **lines("cap"), when=MONTHLY.is_(99), confirm=True),
            Ceiling(GOOD, **lines("held"), when=MONTHLY.is_(98)),
            Ceiling(POOR, **lines("veto"), when=VETOES > 0),
        ],
        readings=A,
    )
    months = [f"2020-{month:02}" for month in range(1, 9)]
    evaluation = evaluated(
        declared,
        {"month": months, "quarter": ["2020Q1", "2020Q2"]},
        monthly=[95, 75, 99, 98, "89.5", None, ABSENT, None],
        vetoes=[0, 0, 0, 0, 0, 0, 0, 1],
        quarterly=[59, 60],
    )
    found = period_outcomes(evaluation, "P")
    assert [(one.axis, one.period, one.score, one.grade) for one in found] == [
        ("month", "2020-01", Fraction(95), BEST),
        ("month", "2020-02", Fraction(75), GOOD),
        ("month", "2020-03", Fraction(99), None),
        ("month", "2020-04", Fraction(98), GOOD),
        ("month", "2020-05", Fraction(179, 2), None),
        ("month", "2020-06", None, None),
        ("month", "2020-07", None, None),
        ("month", "2020-08", None, None),
        ("quarter", "2020Q1", Fraction(59), POOR),
        ("quarter", "2020Q2", Fraction(60), GOOD),
    ]
    assert evaluation.walker("P").at is None
    assert evaluation.outcome("P").needs == ("monthly[2020-06]", "monthly[2020-08]")


def test_a_scheme_that_grades_the_year_alone_has_no_period_outcomes() -> None:
    """Bands that are closed over the periods grade none of them."""
    declared = declare(scoring=[total(MONTHLY.mean()), bands(MONTHLY.mean())], readings=A)
    evaluation = evaluated(declared, {"month": ["2020-01"]}, monthly=[95])
    assert period_outcomes(evaluation, "P") == []


@pytest.mark.parametrize(("value", "written"), [(Fraction(179, 2), "89.5"), (None, None)])
def test_a_period_is_written_out(value: Fraction | None, written: str | None) -> None:
    """Its axis, its name, its exact score and its grade."""
    found = PeriodOutcome(axis="month", period="2020-01", score=value, grade=GOOD)
    assert found.as_json() == {"axis": "month", "period": "2020-01", "score": written, "grade": GOOD}


# --- the lines of a score -----------------------------------------------------------------------------------------


def added(evaluation: Evaluation) -> tuple[Fraction | None, dict[str, Fraction | None]]:
    """The score of P, and what each line adds to it."""
    tallied = evaluation.judged("P").tallied
    assert tallied is not None
    values = {line.source.id: line.adds.value for line in tallied.lines if isinstance(line.adds, Num)}
    return tallied.score.value if isinstance(tallied.score, Num) else None, values


PLUS, MINUS = Bonus(**lines("plus"), points=X), Penalty(**lines("minus"), points=Y)


@pytest.mark.parametrize(
    ("limits", "points"),
    [
        ({}, 103),
        ({"at_most": 100}, 100),
        ({"at_least": 104}, 104),
        ({"at_most": 200, "at_least": 0}, 103),
        ({"at_least": 0}, 103),
    ],
)
def test_the_lines_add_up_to_the_score_within_its_limits(limits: dict[str, Any], points: int) -> None:
    """A bonus is a line of its own, a penalty one below zero; only their sum is limited."""
    declared = declare(kinds=(PLAIN,), scoring=[total(**limits)], bonus_penalty=[PLUS, MINUS])
    found, each = added(evaluated(declared, mark=98, x=9, y=4))
    assert found == points
    assert each == {"total": 98, "plus": 9, "minus": -4}


def test_every_row_of_a_table_is_a_line() -> None:
    """A row that earns counts from 0 to its points, one with parts what they leave of its own."""
    parts = (
        ItemPart(**lines("a"), points=10, loses=X),
        ItemPart(**lines("b"), points=10, loses=Y - 3, uncapped=True),
    )
    rows = (
        Item(**lines("earned"), points=20, earns=X - 2),
        Item(**lines("lost"), points=20, parts=parts),
        Item(**lines("kept"), points=60),
    )
    declared = declare(kinds=(PLAIN,), scoring=[PointTable(**lines("t"), items=rows)], bonus_penalty=[PLUS])
    for x, y, earned, lost in ((0, 0, 0, 20), (5, 4, 3, 14), (30, 3, 20, 10), (12, 20, 10, 0)):
        found, each = added(evaluated(declared, x=x, y=y))
        assert each == {"earned": earned, "lost": lost, "kept": 60, "plus": x}
        assert found == earned + lost + 60 + x


def test_a_bonus_alone_is_no_score() -> None:
    """Points that are added to nothing make no score, and no line of one."""
    judged = evaluated(declare(kinds=(PLAIN,), bonus_penalty=[PLUS]), x=3).judged("P")
    assert (judged.tallied, judged.plan.score) == (None, None)


@pytest.mark.parametrize(
    ("options", "state"), [({}, "needs"), ({"required": True}, "needs"), ({"required": False}, "decided")]
)
def test_a_score_is_waited_for_unless_it_only_orders(options: dict[str, Any], state: str) -> None:
    """An open score leaves the outcome open, save where the scheme says that it only orders."""
    declared = declare(scoring=[total(**options), bands(X)], readings=A)
    assert evaluated(declared, x=95).outcome("P").state == state


def test_a_table_is_waited_for() -> None:
    """The rows of a table always belong to the outcome."""
    table = PointTable(**lines("t"), items=(Item(**lines("r"), points=100, earns=Y),))
    declared = declare(scoring=[table, bands(X)], readings=A)
    outcome = evaluated(declared, x=95).outcome("P")
    assert (outcome.state, outcome.needs) == ("needs", ("y",))


# --- what is remembered -------------------------------------------------------------------------------------------


def test_what_is_worked_out_for_a_node_is_kept_for_as_long_as_it_lives() -> None:
    """The same node is worked out once; one that comes to lie where a dead one lay is worked out anew."""
    asked: list[Fraction] = []

    @per_node
    def value(node: Expr) -> Fraction:
        """What it holds."""
        assert isinstance(node, Const)
        asked.append(node.value)
        return node.value

    kept = Const(Fraction(-1))
    for number in map(Fraction, range(50)):
        assert (value(Const(number)), value(kept)) == (number, Fraction(-1))
    assert asked == [Fraction(0), Fraction(-1), *(Fraction(number) for number in range(1, 50))]
    assert (value.__name__, value.__doc__) == ("value", "What it holds.")
