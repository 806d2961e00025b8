"""Several raters with numbers: means by group, the highest and lowest dropped, too few raters, and raters' sheets."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.cli._declared import declared
from kaohe.cli._new_case import case_lines
from kaohe.engine import Evaluation, Outcome, explain, open_points
from kaohe.errors import CaseError
from kaohe.rules import assemble, lint, weighted
from kaohe.rules.nodes import Marks, Option, SheetLimit, render
from kaohe.rules.tools import Ruleset, Supplied, accept, parse
from kaohe.testing import PHASES, Options, Subject, run
from scheme_kit import MONTH, MONTHS, PLAIN, WORDS, declare, raw_case, total

GROUPS = (Option("up", WORDS), Option("peer", WORDS))
GIVEN = Marks("marks", WORDS, clause="1", groups=GROUPS, places=1)
SCHEME = declare(
    kinds=(PLAIN,),
    scoring=[total(weighted((GIVEN.mean("up"), "40%"), (GIVEN.mean("peer", highest=1, lowest=1), "60%")))],
)
RULES = assemble(SCHEME)
PLAIN_MARKS = Marks("marks", WORDS, clause="1")
LIMITED = Marks("marks", WORDS, clause="1", sheet=(SheetLimit(95, 2),))
APART = Marks("marks", WORDS, clause="1", no_equal=True)


def _sheet(*marks: object, start: int = 1) -> dict[str, object]:
    return {f"r{place}": mark for place, mark in enumerate(marks, start)}


FULL = {"up": _sheet(90, 90, 90, 90, 80), "peer": _sheet(10, 80, 82, 84, 100, start=6)}


def _evaluated(given_: Marks | None, people: dict[str, Any], **more: Any) -> Evaluation:
    rules = RULES if given_ is None else assemble(declare(kinds=(PLAIN,), scoring=[total(given_.mean())]))
    rows = {name: {"facts": {"marks": marks}} for name, marks in people.items()}
    return Evaluation(case_from_data(raw_case(rows, **more), ruleset=rules).cohort)


def _outcome(marks: Any, given_: Marks | None = None) -> Outcome:
    return _evaluated(given_, {"P": marks}).outcome("P")


def test_means_by_group_with_the_extremes_dropped() -> None:
    """40 % of 88 and 60 % of the mean of 80, 82 and 84."""
    assert _outcome(FULL).score == Fraction(88 * 40 + 82 * 60, 100)


@cache
def _dropping(highest: int, lowest: int) -> Ruleset:
    return assemble(declare(kinds=(PLAIN,), scoring=[total(PLAIN_MARKS.mean(highest=highest, lowest=lowest))]))


@given(st.lists(st.integers(0, 100), min_size=5, max_size=12), st.integers(0, 2), st.integers(0, 2))
def test_a_mean_is_that_of_the_marks_that_are_left(marks: list[int], highest: int, lowest: int) -> None:
    """Against sorting and cutting; the order of raters and their codes do not matter."""
    rules = _dropping(highest, lowest)
    left = sorted(marks)[lowest : len(marks) - highest]
    wanted = Fraction(sum(left), len(left))
    for sheet in (_sheet(*marks), {f"x{n}": mark for n, mark in enumerate(reversed(marks))}):
        case = case_from_data(raw_case({"P": {"facts": {"marks": sheet}}}), ruleset=rules)
        assert Evaluation(case.cohort).outcome("P").score == wanted


@pytest.mark.parametrize("few", [{}, _sheet(90, 90, 90, 90)])
def test_a_group_under_five_neither_counts_nor_shows(few: dict[str, object]) -> None:
    """The outcome waits, the open point names the group and how many there are, and no mark is told."""
    found = _evaluated(None, {"P": FULL | {"up": few}})
    outcome = found.outcome("P")
    assert (outcome.state, outcome.score, outcome.needs) == ("needs", None, ("marks",))
    (point,) = open_points(found, [outcome])
    assert f"{len(few)} raters in the group words" in point.text.en
    assert f"评分人{len(few)}名" in point.text.zh
    told = json.dumps(explain(found, "P").as_json())
    assert "90" not in told
    assert "r1" not in told


@pytest.mark.parametrize("few", [{}, _sheet(90, 90, 90, 90)])
def test_too_few_raters_without_groups_are_an_open_point_too(few: dict[str, object]) -> None:
    """The sentence says how many there are."""
    found = _evaluated(PLAIN_MARKS, {"P": few})
    (point,) = open_points(found, found.outcomes())
    assert point.text.en.startswith(f"words: {len(few)} raters, and no fewer than 5 count")
    assert _evaluated(PLAIN_MARKS, {"P": few | _sheet(*[80] * 5)}).outcome("P").state == "decided"


def test_what_single_raters_gave_is_never_explained() -> None:
    """An explanation tells how many raters there were in each group, and the means."""
    told = json.dumps(explain(_evaluated(None, {"P": FULL}), "P").as_json(), ensure_ascii=False)
    assert "5名评分人" in told
    assert "r1" not in told
    assert '"100"' not in told


def test_a_sheet_holds_no_more_of_a_sort_than_allowed() -> None:
    """Rater r1 gave 95 and more to three of four: those three wait, the fourth does not; nobody reads of the others."""
    high, low = _sheet(95, 80, 80, 80, 80), _sheet(94, 80, 80, 80, 80)
    found = _evaluated(LIMITED, {"A": high, "B": high, "C": high, "D": low})
    assert [one.state for one in found.outcomes()] == ["needs", "needs", "needs", "decided"]
    points = open_points(found, found.outcomes())
    assert [one.appraisee for one in points] == ["A", "B", "C"]
    assert "rater r1 gave 3 marks from 95 on, of which 2 are allowed" in points[0].text.en
    assert _states(LIMITED, {"A": high, "B": high, "D": low}) == ["decided"] * 3


def _states(given_: Marks, people: dict[str, Any]) -> list[str]:
    return [one.state for one in _evaluated(given_, people).outcomes()]


def test_a_band_may_have_an_end() -> None:
    """At most one mark from 60 to below 80 on a sheet."""
    limited = Marks("marks", WORDS, clause="1", sheet=(SheetLimit(60, 1, below=80),))
    people = {"A": _sheet(60, 90, 90, 90, 90), "B": _sheet(79, 90, 90, 90, 90), "C": _sheet(80, 90, 90, 90, 90)}
    assert _states(limited, people) == ["needs", "needs", "decided"]


def test_no_two_equal_on_one_sheet() -> None:
    """The same mark by one rater for two people opens both; by two raters it is nothing."""
    people = {"A": _sheet(90, 81, 70, 60, 50), "B": _sheet(90, 80, 71, 61, 51), "C": _sheet(81, 90, 72, 62, 52)}
    found = _evaluated(APART, people)
    assert [one.state for one in found.outcomes()] == ["needs", "needs", "decided"]
    assert "rater r1 gave 90 to 2" in open_points(found, found.outcomes())[0].text.en


def test_a_sheet_is_of_one_period() -> None:
    """Marks that lie on months are held to their month."""
    monthly = Marks("marks", WORDS, clause="1", on=MONTH, no_equal=True)
    rules = assemble(declare(kinds=(PLAIN,), scoring=[total(monthly.mean().mean())]))
    one, other = _sheet(90, 80, 70, 60, 50), _sheet(91, 81, 71, 61, 51)

    def states(*months: list[Any]) -> list[str]:
        rows = {f"P{n}": {"facts": {"marks": found}} for n, found in enumerate(months)}
        case = case_from_data(raw_case(rows, cycle={"periods": {"month": MONTHS[:2]}}), ruleset=rules)
        return [found.state for found in Evaluation(case.cohort).outcomes()]

    assert states([one, one], [other, other]) == ["decided", "decided"]
    assert states([one, other], [other, other]) == ["needs", "needs"]


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ([90], "by group and rater's code"),
        (90, "by group and rater's code"),
        ({"up": 90}, "by group and rater's code"),
        ({"upper": {}}, "none of the groups up, peer"),
        ({"up": {"张三": 90}}, "no rater's code"),
        ({"up": {"r1 ": 90}}, "no rater's code"),
        ({"up": {"r1": 101}}, "rater r1: "),
        ({"up": {"r1": "90.55"}}, "rater r1: "),
        ({"up": {"r1": None}}, "rater r1: "),
        ({"up": {"r1": True}}, "rater r1: "),
        ({"up": {"r1": 90}, "peer": {"R1": 90}}, "stands twice"),
        ({"up": {f"r{n}": 90 for n in range(2001)}}, "more than 2000"),
    ],
)
def test_what_is_no_table_of_marks_is_refused(marks: Any, says: str) -> None:
    """Each sentence names group or rater and what to write."""
    with pytest.raises(CaseError, match=says):
        _outcome(marks)


def test_ungrouped_marks_are_one_table() -> None:
    """Without groups the raters stand in the table themselves."""
    assert _outcome(_sheet(80, 81, 82, 83, 84), PLAIN_MARKS).score == 82
    with pytest.raises(CaseError, match="table by rater's code"):
        _outcome([80], PLAIN_MARKS)


@pytest.mark.parametrize(
    ("given_", "text", "wanted"),
    [
        (PLAIN_MARKS, "r1=90 r2=85", {"r1": 90, "r2": 85}),
        (PLAIN_MARKS, "r1＝９０，r2 = 85；", {"r1": 90, "r2": 85}),
        (PLAIN_MARKS, "0", {}),
        (GIVEN, "up: r1=90.5 r2=85 peer：r3=70", {"up": {"r1": "90.5", "r2": 85}, "peer": {"r3": 70}}),
        (GIVEN, "up: r1=90 peer: r3=70 up: r4=1", {"up": {"r1": 90, "r4": 1}, "peer": {"r3": 70}}),
    ],
)
def test_they_are_typed_as_one_text(given_: Marks, text: str, wanted: Any) -> None:
    """A form's cell says what a case file says."""
    read = parse(given_, text, Supplied())
    assert accept(given_, read, Supplied()) == accept(given_, wanted, Supplied())


@pytest.mark.parametrize("text", ["90", "r1=", "=90", "r1=90 r1=80", "up: r1=90", "r1=90 ?", "r1==9", "张三=90"])
def test_what_is_no_mark_is_refused_while_typed(text: str) -> None:
    """Names, bare numbers and raters twice are refused with an example."""
    with pytest.raises(CaseError, match=r"K121\d"):
        accept(PLAIN_MARKS, parse(PLAIN_MARKS, text, Supplied()), Supplied())


def test_lint_names_what_cannot_be_meant() -> None:
    """Groups that are not declared, more dropped than counted, a limit outside the range, a group twice."""

    def checks(value: Any) -> list[str]:
        return [one.check for one in lint(assemble(declare(kinds=(PLAIN,), scoring=[total(value)])))]

    assert lint(RULES) == []
    assert checks(GIVEN.mean("down")) == ["codes"]
    assert checks(PLAIN_MARKS.mean(highest=3, lowest=2)) == ["limits"]
    assert checks(PLAIN_MARKS.mean(highest=-1)) == ["limits"]
    assert checks(Marks("m", WORDS, clause="1", sheet=(SheetLimit(101, 2),)).mean()) == ["limits"]
    assert checks(Marks("m", WORDS, clause="1", groups=(*GROUPS, GROUPS[0])).mean()) == ["codes"]


def test_it_is_said_described_and_proposed() -> None:
    """In words, in the relations of the input, and in an empty case that can be filled in."""
    assert render(PLAIN_MARKS.mean(highest=1, lowest=1)).zh == "文字的平均值（去掉1个最高、1个最低）"
    assert render(GIVEN.mean("up")).en == "mean of words by words"
    (kind,) = declared(RULES)["kinds"]
    (told,) = [one for one in kind["inputs"] if one["key"] == "marks"]
    assert (told["type"], told["low"], told["high"], told["step"]) == ("marks", "0", "100", "0.1")
    assert [one["code"] for one in told["options"]] == ["up", "peer"]
    text = "\n".join(case_lines(RULES, dt.date(2020, 1, 1), dt.date(2020, 12, 31)))
    assert "a group of fewer than 5 does not count" in text
    assert '#facts.marks = { "up" = { r1 = 0' in text


@pytest.mark.parametrize("given_", [PLAIN_MARKS, LIMITED, APART, GIVEN])
def test_the_kit_makes_cases_for_them(given_: Marks) -> None:
    """Table, sample and fuzz run on a scheme with several raters and find nothing."""
    rules = assemble(declare(kinds=(PLAIN,), scoring=[total(given_.mean())]))
    report = run(Subject("test", rules), Options(phases=PHASES, worlds=15))
    assert report.failures() == []
    assert report.ran


def test_an_absent_sheet_says_why() -> None:
    """Where nobody was assessed there is no mean, and people decide."""
    outcome = _outcome({"absent": "not-assessed", "reason": "on leave"})
    assert (outcome.state, outcome.score) == ("decision", None)
