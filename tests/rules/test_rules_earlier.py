"""Grades of earlier cycles: two good years running, a second failure running, and who was not appraised then."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from engine_kit.lanes import compiles
from kaohe.cases import case_from_data
from kaohe.cli._new_case import case_lines
from kaohe.engine import Evaluation
from kaohe.errors import CaseError, SchemeError
from kaohe.rules import Bonus, Ceiling, Consequence, Flag, GradeIs, assemble, lint
from kaohe.rules.nodes import NOT_APPRAISED, earlier
from kaohe.testing import PHASES, Options, Subject, run
from scheme_kit import GRADES, PERSON, PLAIN, WORDS, bands, declare, lines, outcomes, raw_case, total

LAST, BEFORE = earlier("last", PERSON, clause="1"), earlier("before", PERSON, back=2, clause="1")
BEST, _, WORST = GRADES
SCHEME = declare(
    scoring=[
        total(),
        bands(assumption=()),
        Flag(**lines("third"), flag=WORDS, when=LAST.is_(BEST) & BEFORE.is_(BEST)),
    ],
    bonus_penalty=[
        Bonus(
            **lines("steady"), points=LAST.points(dict.fromkeys(GRADES, 0) | {BEST: 2, NOT_APPRAISED: 0}), beyond=True
        )
    ],
    procedure=[Consequence(**lines("again"), when=GradeIs((WORST,)) & LAST.is_(WORST))],
)
RULES = assemble(SCHEME)


@pytest.mark.parametrize(("last", "before"), list(product([*GRADES, NOT_APPRAISED], repeat=2)))
def test_every_history_counts_as_it_says(last: str, before: str) -> None:
    """Two best years running are flagged, a second worst running has its consequence, nobody else has either."""
    facts = {"mark": 50, "last": last, "before": before}
    found = outcomes(RULES, {"P": {"facts": facts}})["P"]
    assert found.score == (52 if last == BEST else 50)
    assert bool(found.flags) == (last == before == BEST)
    assert [one.rule for one in found.notices] == (["again"] if last == WORST else [])


def test_silence_is_no_history() -> None:
    """Who has not been asked yet is open; a record that is not there is `not_appraised`."""
    found = outcomes(RULES, {"P": {"mark": 50, "before": BEST}})["P"]
    assert (found.state, found.needs) == ("needs", ("last",))


def test_it_is_compiled_sound_and_asked_for() -> None:
    """It is a choice: lint, the compiled form, the kit and the empty case know it."""
    assert lint(RULES) == []
    assert compiles(declare(scoring=[total(), bands()], veto=[Ceiling(BEST, **lines("c"), when=LAST.is_(WORST))]))
    assert run(Subject("test", RULES), Options(phases=PHASES, worlds=15)).failures() == []
    text = "\n".join(case_lines(RULES, dt.date(2020, 1, 1), dt.date(2020, 12, 31)))
    assert NOT_APPRAISED in text
    assert "facts.before" in text


@pytest.mark.parametrize("given", ["甲", "", 1, None, [BEST]])
def test_a_grade_that_the_kind_has_not_is_refused(given: Any) -> None:
    """The sentence names the input and what may be entered."""
    with pytest.raises(CaseError, match=r"facts\.last"):
        case_from_data(raw_case({"P": {"mark": 50, "last": given, "before": BEST}}), ruleset=RULES)


def test_what_cannot_be_looked_back_at_is_refused() -> None:
    """A kind without grades, and a distance that is none."""
    with pytest.raises(SchemeError, match="K1210"):
        earlier("last", PLAIN)
    for back in (0, -1, 21, True, "1"):
        with pytest.raises(SchemeError, match="K1211"):
            earlier("last", PERSON, back=back)  # type: ignore[arg-type]  # what is no number is the point


def test_a_table_must_name_who_was_not_appraised() -> None:
    """Points by earlier grade forget nobody: lint names the code that the table lacks."""
    partial = Bonus(**lines("b"), points=LAST.points({BEST: 1, GRADES[1]: 0, WORST: 0}))
    found = lint(assemble(declare(scoring=[total()], bonus_penalty=[partial])))
    assert [one.check for one in found] == ["codes"]
    assert NOT_APPRAISED in found[0].text.en


def test_an_evaluation_knows_nothing_but_the_record() -> None:
    """The grade of this cycle does not enter the history."""
    case = case_from_data(raw_case({"P": {"mark": 95, "last": WORST, "before": BEST}}), ruleset=RULES)
    assert not Evaluation(case.cohort).outcome("P").notices
