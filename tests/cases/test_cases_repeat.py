"""`repeat` in a case: thirty people alike are one row of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import case_from_data, differences, read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import Quota, Rank, ScoreOf, assemble
from scheme_kit import bands, declare, lines, raw_case, total

QUOTA = Quota("优秀", **lines("q"), share="30%", rank=(Rank(ScoreOf()),), otherwise="称职")
RULES = assemble(declare(scoring=[total(), bands()], quota=[QUOTA], readings=()))


def _case(*rows: dict[str, Any], **more: Any) -> Any:
    people = [{"kind": "person", "facts": {"mark": 70}} | row for row in rows]
    return case_from_data(raw_case({}, **more) | {"appraisees": people}, ruleset=RULES)


def test_a_row_stands_for_many() -> None:
    """The number is counted from 1 with leading zeros, so that ids sort; the others keep their places."""
    found = _case({"id": "first"}, {"id": "M{n}", "repeat": 10}, {"id": "last"})
    assert list(found.cohort.appraisees) == ["first", *(f"M{n:02}" for n in range(1, 11)), "last"]


def test_they_count_like_anybody() -> None:
    """Nine repeated and one more are ten: three of them may be excellent."""
    found = _case({"id": "M{n}", "repeat": 9}, {"id": "X", "facts": {"mark": 95}})
    (pool,) = Evaluation(found.cohort).pools()
    assert pool.places == 3


def test_one_expectation_holds_for_all_and_one_may_differ() -> None:
    """What is expected of the id as it stands is expected of each; a single one's own expectation replaces it."""
    rows = {"id": "M{n}", "repeat": 3}
    case = _case(rows, expect={"M{n}": {"grade": "称职"}, "M2": {"grade": "优秀"}})
    outcomes = Evaluation(case.cohort).outcomes()
    assert [(one.appraisee, one.expected) for one in differences(case, outcomes)] == [("M2", "优秀")]


@pytest.mark.parametrize("times", [0, -1, 100_001, True, "3", None, 1.5, [3]])
def test_a_repeat_that_is_no_number_of_people_is_refused(times: object) -> None:
    """The sentence names the row and what may stand there."""
    with pytest.raises(
        CaseError, match=r"appraisees\[2\].repeat.*K2670|K2670.*appraisees\[2\].repeat|from 1 to 100000"
    ):
        _case({"id": "A"}, {"id": "M{n}", "repeat": times})


def test_a_repeated_row_without_a_place_for_the_number_is_refused() -> None:
    """Thirty people of one id are a mistake, and the sentence shows where the number goes."""
    with pytest.raises(CaseError, match=r"needs \{n\} in its id"):
        _case({"id": "M", "repeat": 3})


def test_an_error_names_the_line_of_the_file(tmp_path: Path) -> None:
    """A mistake after a repeated row is told with its own line, not with that of a row written out."""
    file = tmp_path / "case.toml"
    text = (
        'format = 1\nscheme = "test"\n[cycle]\nstart = 2020-01-01\nend = 2020-12-31\n'
        '[[appraisees]]\nid = "M{n}"\nkind = "person"\nrepeat = 50\nfacts.mark = 70\n'
        '[[appraisees]]\nid = "X"\nkind = "person"\nfacts.mark = 700\n'
    )
    file.write_text(text, "utf-8")
    with pytest.raises(CaseError, match=r"case.toml:14: appraisees\[2\].facts.mark"):
        read_case(file, ruleset=RULES)


def test_a_collision_of_ids_is_told() -> None:
    """An id that a repeat makes and another row has is one id twice."""
    with pytest.raises(CaseError, match="M2"):
        _case({"id": "M{n}", "repeat": 3}, {"id": "M2"})
