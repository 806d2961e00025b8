"""Looking one entry up in another: exceptions that name findings, ballots that are open, codes by another name."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.engine import Outcome
from kaohe.errors import CaseError
from kaohe.rules import Ceiling, Choice, Count, Finding, Flag, Proposed, Scheme
from kaohe.rules.nodes import Option, listed, matched, open_axis, render, spelled, unsettled
from kaohe.words import Text
from scheme_kit import BEST, GRADES, WORDS, declare, lines, outcome_of, outcomes

FACTS = Finding("facts", Text("facts", "事项"), clause="1")
EXCEPTED = Finding("excepted", Text("excepted", "例外"), clause="1")
PROPOSED = Choice("proposed", WORDS, clause="1", options=tuple(Option(grade, WORDS) for grade in GRADES))
HEADS = Count("heads", Text("heads", "人数"), clause="2")
PLACE = Choice("place", Text("place", "地点"), clause="3", list_key="places")
WORST = GRADES[-1]


def _scheme(*rules: Any, flags: Any = ()) -> type[Scheme]:
    """People whose grade is proposed, under some ceilings and with some flags."""
    return declare(scoring=[Proposed(**lines("proposed"), by=PROPOSED), *flags], veto=list(rules))


def _row(day: str = "2020-03-01", document: str = "文1号", **more: str) -> dict[str, str]:
    return {"date": day, "document": document, **more}


STANDING = _scheme(Ceiling(WORST, **lines("standing"), when=(~matched(FACTS, by=EXCEPTED)).any()))


def _standing(facts: Any, excepted: Any) -> Outcome:
    given = {"proposed": BEST, "facts": facts} | ({} if excepted is None else {"excepted": excepted})
    return outcome_of(STANDING, **given)


@pytest.mark.parametrize(
    ("facts", "excepted", "grade"),
    [
        ([], [], BEST),
        ([_row()], [], WORST),
        ([_row()], [_row()], BEST),
        ([_row()], [_row("2020-03-02")], WORST),
        ([_row()], [_row("2020-02-29")], WORST),
        ([_row()], [_row(document="文2号")], WORST),
        ([_row()], [_row(document="文 1号")], BEST),
        ([_row()], [_row(item="2")], WORST),
        ([_row(item="2")], [_row(item="2")], BEST),
        ([_row(), _row("2020-03-02")], [_row(), _row("2020-03-03")], WORST),
        ([_row(), _row("2020-03-02")], [_row("2020-03-02"), _row()], BEST),
        ([_row()], [_row(status="rejected")], WORST),
        ([_row(status="rejected")], [], BEST),
    ],
)
def test_a_row_is_matched_by_day_document_and_item(facts: Any, excepted: Any, grade: str) -> None:
    """Every finding that no standing row of the other list names keeps the condition true."""
    assert _standing(facts, excepted).grade == grade


def test_what_is_not_known_of_the_other_list_is_asked_for() -> None:
    """A list not entered, or recorded as absent, says nothing; an open re-check is waited for where it matters."""
    for unsaid in (None, {"absent": "not-assessed", "reason": "未核"}):
        found = _standing([_row()], unsaid)
        assert (found.state, found.needs) == ("needs", ("excepted",))
        assert _standing([], unsaid).grade == BEST
    waiting = _standing([_row()], [_row(status="pending")])
    assert (waiting.state, waiting.pending) == ("pending", ("excepted[文1号]",))
    assert _standing([_row("2020-03-02")], [_row(status="pending")]).grade == WORST


def test_an_unsettled_condition_asks_for_its_inputs() -> None:
    """While it holds the grade is open and names what to enter anew; otherwise it changes nothing."""
    few = unsettled(HEADS < 3, HEADS)
    scheme = _scheme(Ceiling(WORST, **lines("few"), when=few))
    assert (found := outcome_of(scheme, proposed=BEST, heads=2)).state == "needs"
    assert found.needs == ("heads",)
    assert outcome_of(scheme, proposed=BEST, heads=3).grade == BEST
    assert outcome_of(scheme, proposed=WORST, heads=2).grade == WORST
    assert outcome_of(scheme, proposed=BEST).needs == ("heads",)


def test_a_code_is_read_under_its_one_name() -> None:
    """Spellings of a name meet the same condition; a list holds a name in any spelling."""
    short = spelled(PLACE, str.lower)
    flags = [
        Flag(**lines("here"), flag="here", when=short.is_("a")),
        Flag(**lines("none"), flag="none", when=~listed(PLACE, "b", names=str.lower)),
    ]
    scheme = _scheme(flags=flags)

    def found(place: str, *places: str) -> tuple[str, ...]:
        cycle = {"lists": {"places": list(places)}}
        return outcomes(scheme, {"P": {"proposed": BEST, "place": place}}, cycle=cycle)["P"].flags

    assert found("A", "A", "c") == ("here", "none")
    assert found("c", "A", "c") == ("none",)
    assert found("A", "A", "B") == ("here",)


def test_the_nodes_say_what_they_ask() -> None:
    """Each has its words in both languages, and its axis."""
    nodes = (matched(FACTS, by=EXCEPTED), unsettled(HEADS < 3, HEADS), spelled(PLACE, str.lower), listed(PLACE, "b"))
    assert [render(node).en for node in nodes] == [
        "facts named in excepted",
        "open while heads < 3: enter heads anew",
        "place",
        "the cycle's list for place names b",
    ]
    assert all(render(node).zh != render(node).en for node in nodes)
    assert [open_axis(node) for node in nodes] == [FACTS, None, None, None]


def test_exceptions_must_name_a_row_where_the_list_says_so() -> None:
    """`excepts` refuses what names no row, by day, document and item; a rejected row can still be named."""
    excepting = Finding("excepting", Text("excepting", "所注例外"), clause="1", excepts=FACTS)
    scheme = _scheme(Ceiling(WORST, **lines("standing"), when=(~matched(FACTS, by=excepting)).any()))
    for wrong in (_row("2020-03-02"), _row(document="文2号"), _row(item="2")):
        with pytest.raises(CaseError, match="excepts no row"):
            outcome_of(scheme, proposed=BEST, facts=[_row()], excepting=[wrong])
    assert outcome_of(scheme, proposed=BEST, facts=[_row(status="rejected")], excepting=[_row()]).grade == BEST
