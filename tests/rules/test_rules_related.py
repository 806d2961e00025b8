"""What facts must agree with: days and spans, parts and wholes, what excludes or needs what, what stands once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, disputes_of, open_points
from kaohe.errors import CaseError
from kaohe.rules import (
    APPRAISAL,
    Asks,
    Choice,
    Cycles,
    Date,
    Days,
    Events,
    Finding,
    Flag,
    Kind,
    Link,
    Score,
    Span,
    Tally,
    Window,
    assemble,
    lint,
)
from kaohe.rules.tools import alike, cycle_texts, near, relation_texts
from kaohe.words import Text
from scheme_kit import PLAIN as PERSON
from scheme_kit import WORDS, count, declare, lines, of, outcomes, raw_case, total

FROM = Date("from", Text("from", "起"), clause="1", optional=True)
TO = Date("to", Text("to", "止"), clause="1", optional=True, not_before=FROM)


def _finding(key: str, **options: Any) -> Finding:
    return Finding(key, Text(key, key), clause="1", optional=True, **options)


PLAIN = _finding("plain")
POSTED = _finding("posted", dated=Span(since=FROM, until=TO))
BEFORE = _finding("before", dated=Span(cycles_back=1, clause="9"))
LATER = _finding("later", dated=APPRAISAL)
GOOD = _finding("good", excludes=(PLAIN,))
EXCEPTED = _finding("excepted", excepts=PLAIN)
GROUND = _finding("ground")
WHOLE = count("whole", optional=True)
PART = count("part", optional=True, part_of=WHOLE)
DISCRETION = Score("discretion", WORDS, clause="1", optional=True, needs=GROUND)
BALLOT = Tally("ballot", WORDS, clause="1", options=of("yes", "no").options, optional=True, part_of=WHOLE)
DAYS = Days("days", WORDS, clause="1", optional=True, places=1)
BEYOND = Days("beyond", WORDS, clause="1", optional=True, beyond=True)
CODE = of("a", "b", key="code", optional=True)
RANK = count("rank", optional=True, shared_by=CODE)
EVENTS = Events("events", WORDS, clause="1", optional=True)
AMOUNT = count("amount", on=EVENTS)
NAMED = Events("named", WORDS, clause="1", optional=True, item=Text("practice", "做法"))
WORTH = count("worth", on=NAMED)
LIMB = Events("limb", WORDS, clause="1", optional=True, same_as=(EVENTS,))
LOSS = count("loss", on=LIMB)

PACKED = (
    FROM,
    TO,
    PLAIN,
    POSTED,
    BEFORE,
    LATER,
    GOOD,
    EXCEPTED,
    GROUND,
    WHOLE,
    PART,
    DISCRETION,
    BALLOT,
    DAYS,
    BEYOND,
    CODE,
    RANK,
)
SCHEME = declare(
    kinds=(PERSON,),
    scoring=[total(count("n", high=9))],
    procedure=[Asks(**lines("asks"), inputs=(*PACKED, EVENTS, AMOUNT, NAMED, WORTH, LIMB, LOSS))],
)
SCHEME.window = Window(months=2, clause="9")
COMPILED = declare(
    kinds=(PERSON,),
    scoring=[total(count("n", high=9))],
    procedure=[Asks(**lines("asks"), inputs=PACKED)],
)
COMPILED.window = SCHEME.window


def dated(day: str, document: str = "组发〔2020〕5号", **more: Any) -> dict[str, Any]:
    """A finding."""
    return {"date": day, "document": document, **more}


def ballot(yes: int) -> dict[str, int]:
    """A ballot of so many."""
    return {"issued": yes, "collected": yes, "spoilt": 0, "blank": 0, "yes": yes, "no": 0}


LEGAL: dict[str, dict[str, Any]] = {
    "first day of the cycle": {"plain": [dated("2020-01-01")]},
    "last day of the cycle": {"plain": [dated("2020-12-31")]},
    "a cycle back": {"before": [dated("2019-01-01")]},
    "to the window's end": {"later": [dated("2021-02-28")]},
    "one day's posting": {"from": "2020-05-01", "to": "2020-05-01", "posted": [dated("2020-05-01")]},
    "an open end": {"from": "2020-05-01", "posted": [dated("2020-12-31")]},
    "posted since before": {"from": "2018-05-01", "to": "2030-01-01", "posted": [dated("2020-01-01")]},
    "a part of all": {"part": 5, "whole": 5},
    "no part, the whole unknown": {"part": 0},
    "every ballot": {"ballot": ballot(100), "whole": 100},
    "discretion with a finding": {"discretion": 1, "ground": [dated("2020-02-02")]},
    "discretion, finding unknown": {"discretion": 1},
    "no discretion": {"discretion": 0, "ground": []},
    "two cases of a document": {"plain": [dated("2020-02-02", item="1"), dated("2020-02-02", item="2")]},
    "two days of a document": {"plain": [dated("2020-02-02"), dated("2020-02-03")]},
    "good and bad in two documents": {"plain": [dated("2020-02-02", "甲1号")], "good": [dated("2020-02-02", "甲2号")]},
    "good and bad cases of one": {
        "plain": [dated("2020-02-02", item="1")],
        "good": [dated("2020-02-02", item="2")],
    },
    "good, the bad rejected": {"plain": [dated("2020-02-02", status="rejected")], "good": [dated("2020-02-02")]},
    "an exception of its event": {"plain": [dated("2020-02-02")], "excepted": [dated("2020-02-02")]},
    "half a day": {"days": "0.5"},
    "every day": {"days": 366},
    "more than the cycle": {"beyond": 366},
}
ILLEGAL: dict[str, tuple[str, dict[str, Any]]] = {
    "a day before the cycle": ("plain", {"plain": [dated("2019-12-31")]}),
    "a day after the cycle": ("plain", {"plain": [dated("2021-01-01")]}),
    "the second row outside": ("plain", {"plain": [dated("2020-01-01"), dated("2021-01-01")]}),
    "a rejected row outside": ("plain", {"plain": [dated("2021-01-01", status="rejected")]}),
    "more than a cycle back": ("before", {"before": [dated("2018-12-31")]}),
    "past the window": ("later", {"later": [dated("2021-03-01")]}),
    "to before from": ("to", {"from": "2020-05-02", "to": "2020-05-01"}),
    "before the posting": ("posted", {"from": "2020-05-01", "posted": [dated("2020-04-30")]}),
    "after the posting": ("posted", {"to": "2020-05-01", "posted": [dated("2020-05-02")]}),
    "an exception of another day": ("excepted", {"plain": [dated("2020-02-02")], "excepted": [dated("2020-02-03")]}),
    "an exception of nothing": ("excepted", {"plain": [], "excepted": [dated("2020-02-02")]}),
    "a third of a day": ("days", {"days": "0.3"}),
    "a tenth of a day": ("days", {"days": "0.1"}),
    "an item that is a sentence": ("plain", {"plain": [dated("2020-02-02", item="!")]}),
}
# Each entry is possible, and not both are true.
CONTRADICTORY: dict[str, tuple[str, dict[str, Any]]] = {
    "a part above its whole": ("part", {"part": 6, "whole": 5}),
    "a part, its optional whole not entered": ("part", {"part": 5}),
    "ballots, nobody said to be there": ("ballot", {"ballot": ballot(5)}),
    "more ballots than people": ("ballot", {"ballot": ballot(101), "whole": 100}),
    "discretion without a finding": ("discretion", {"discretion": "0.01", "ground": []}),
    "discretion on a rejected finding": (
        "discretion",
        {"discretion": 1, "ground": [dated("2020-02-02", status="rejected")]},
    ),
    "good and bad in one document": ("good", {"plain": [dated("2020-02-02")], "good": [dated("2020-03-03")]}),
    "good and bad, one without an item": (
        "good",
        {"plain": [dated("2020-02-02")], "good": [dated("2020-03-03", item="2")]},
    ),
    "good and bad, the other without": (
        "good",
        {"plain": [dated("2020-02-02", item="2")], "good": [dated("2020-03-03")]},
    ),
}
TWICE: dict[str, tuple[str, dict[str, Any]]] = {
    "one fact twice": ("plain", {"plain": [dated("2020-02-02"), dated("2020-02-02")]}),
    "one fact twice, wide": ("plain", {"plain": [dated("2020-02-02"), dated("2020-02-02", "组发[2020]5号")]}),
    "one case twice": ("plain", {"plain": [dated("2020-02-02", item="a"), dated("2020-02-02", item=" A")]}),
    "one case named, one not": ("plain", {"plain": [dated("2020-02-02", item="1"), dated("2020-02-02")]}),
    "one fact pending and confirmed": (
        "plain",
        {"plain": [dated("2020-02-02"), dated("2020-02-02", status="pending")]},
    ),
}


@pytest.mark.parametrize("scheme", [SCHEME, COMPILED], ids=["walked", "compiled"])
@pytest.mark.parametrize("name", LEGAL)
def test_what_goes_together_is_read(name: str, scheme: Any) -> None:
    """The nearest facts that may be are read, packed or not, and the record is decided."""
    assert outcomes(scheme, {"P": {"n": 3} | LEGAL[name]})["P"].state == "decided"


@pytest.mark.parametrize("scheme", [SCHEME, COMPILED], ids=["walked", "compiled"])
@pytest.mark.parametrize("name", ILLEGAL)
def test_what_does_not_go_together_is_refused_by_name(name: str, scheme: Any) -> None:
    """The refusal names the person and the input, whether or not the record would be packed."""
    key, facts = ILLEGAL[name]
    with pytest.raises(CaseError) as found:
        outcomes(scheme, {"P": {"n": 3} | facts})
    assert str(found.value).startswith(f"appraisees[1].facts.{key}: ")
    assert found.value.text.en.startswith("P: ")
    assert found.value.text.zh != found.value.text.en


@pytest.mark.parametrize("scheme", [SCHEME, COMPILED], ids=["walked", "compiled"])
@pytest.mark.parametrize("name", CONTRADICTORY)
def test_what_contradicts_another_entry_is_open(name: str, scheme: Any) -> None:
    """The entry stays, counts as not entered, and is an open point whose sentence names both, packed or not."""
    key, facts = CONTRADICTORY[name]
    evaluation = Evaluation(case_from_data(raw_case({"P": {"n": 3} | facts}), ruleset=assemble(scheme)).cohort)
    assert key in [dispute.input for dispute in evaluation.disputes]
    (point,) = [one for one in open_points(evaluation, evaluation.outcomes()) if one.input == key]
    assert (point.appraisee, point.closes) == ("P", "entry")
    assert point.text.zh != point.text.en


@pytest.mark.parametrize("scheme", [SCHEME, COMPILED], ids=["walked", "compiled"])
@pytest.mark.parametrize("name", TWICE)
def test_what_stands_twice_is_asked_about(name: str, scheme: Any) -> None:
    """The second row may be the first one entered twice: it is marked with the open point that names both."""
    key, facts = TWICE[name]
    case = case_from_data(raw_case({"P": {"n": 3} | facts}), ruleset=assemble(scheme))
    rows: Any = case.cohort.appraisees["P"].fact(key)
    assert [row.same for row in rows] == ["", f"{key}[1]={key}[2]"]


def test_a_common_year_has_no_366_days() -> None:
    """Days of the cycle are no more than it has; days that may be of other cycles keep their own limit."""
    cycle = {"cycle": {"start": "2019-01-01", "end": "2019-12-31"}}
    assert outcomes(SCHEME, {"P": {"n": 1, "days": 365, "beyond": 366}}, **cycle)["P"].state == "decided"
    with pytest.raises(CaseError, match="366 is outside 0 to 365"):
        outcomes(SCHEME, {"P": {"n": 1, "days": 366}}, **cycle)


def _needs(**facts: Any) -> tuple[str, ...]:
    scheme = declare(
        scoring=[total(AMOUNT.sum() + LOSS.sum() + WORTH.sum() + count("n"))],
        procedure=[Asks(**lines("asks"), inputs=(EVENTS, LIMB, NAMED))],
    )
    none = {"n": 0, "events": [], "limb": [], "named": []}
    return outcomes(scheme, {"P": none | facts})["P"].needs


def test_events_that_nothing_tells_apart_are_asked_about() -> None:
    """Equal rows are one open point, closed by an item, a day or a document of each."""
    row = {"amount": 2}
    assert _needs(events=[row, {"amount": 3}, row]) == ("events[1]=events[3]",)
    assert _needs(events=[row, {**row, "date": "2020-02-02"}]) == ("events[1]=events[2]",)
    assert _needs(events=[{**row, "date": "2020-02-01"}, {**row, "date": "2020-02-02"}]) == ()
    assert _needs(events=[{**row, "document": "甲1号"}, {**row, "document": "甲2号"}]) == ()
    assert _needs(events=[row, {**row, "item": 2}]) == ()


def test_an_event_entered_twice_is_asked_about_and_a_named_thing_refused() -> None:
    """Equal rows of one document may be one fact; a thing that has a name stands once whatever its row says."""
    row = {"amount": 2, "document": "甲1号"}
    assert _needs(events=[row, row]) == ("events[1]=events[2]",)
    with pytest.raises(CaseError, match="rows 1 and 3 are one fact"):
        _needs(named=[{"worth": 2, "item": "A"}, {"worth": 3, "item": "B"}, {"worth": 4, "item": "ａ"}])


def test_things_without_a_name_are_asked_about_whatever_else_differs() -> None:
    """Where the item names the thing, neither day nor document nor value tells two rows apart, only two names do."""
    one, two = {"worth": 2, "date": "2020-02-01"}, {"worth": 3, "date": "2020-02-02", "document": "甲1号"}
    assert _needs(named=[one]) == ()
    assert _needs(named=[one, two]) == ("named[1]=named[2]",)
    assert _needs(named=[one, two, one]) == ("named[1]=named[2]", "named[1]=named[3]")
    assert _needs(named=[one, {**two, "item": "B"}]) == ("named[1]=named[2]",)
    assert _needs(named=[{**one, "item": "A"}, two]) == ("named[1]=named[2]",)
    assert _needs(named=[{**one, "item": "A"}, {**two, "item": "B"}]) == ()


def test_one_event_under_two_heads() -> None:
    """Rows of two related lists are asked about unless both have an item, a day or a document of their own."""
    assert _needs(events=[{"amount": 2}], limb=[{"loss": 3}]) == ("events[1]=limb[1]",)
    assert _needs(events=[{"amount": 2, "item": 1}], limb=[{"loss": 3, "item": 2}]) == ()
    assert _needs(events=[{"amount": 2, "date": "2020-02-02"}], limb=[{"loss": 3, "date": "2020-02-03"}]) == ()
    with pytest.raises(CaseError, match="events row 1 and limb row 1 are one fact"):
        _needs(events=[{"amount": 2, "item": 1}], limb=[{"loss": 3, "item": "１"}])


def test_a_doubtful_event_leaves_the_score_between_both_answers() -> None:
    """The score is neither summed silently nor guessed: it lies between one event and two."""
    scheme = declare(kinds=(PERSON,), scoring=[total(AMOUNT.sum())])
    outcome = outcomes(scheme, {"P": {"events": [{"amount": 2}, {"amount": 2}]}})["P"]
    assert (outcome.state, outcome.score) == ("needs", None)
    assert outcome.score_range is not None
    assert [str(edge) for edge in outcome.score_range] == ["2", "4"]


def test_a_fact_of_a_shared_thing_stands_once() -> None:
    """Whoever has the same code has the same value; where they differ it is open for each, naming the others."""
    people = {"P": {"n": 1, "code": "a", "rank": 3}, "Q": {"n": 1, "code": "b", "rank": 4}, "R": {"n": 1, "code": "a"}}
    assert set(outcomes(COMPILED, people)) == {"P", "Q", "R"}
    for scheme in (SCHEME, COMPILED):
        raw = raw_case(people | {"R": {"n": 1, "code": "a", "rank": 5}})
        found = Evaluation(case_from_data(raw, ruleset=assemble(scheme)).cohort).disputes
        assert [(one.appraisee, one.input) for one in found] == [("P", "rank"), ("R", "rank")]
        assert "otherwise for R" in found[0].text.en


TEAM = Kind("team", Text("team", "队"))
LINK = Link("team", Text("team", "队"), TEAM, clause="1")
MEMBERS = Tally("votes", WORDS, clause="1", options=of("yes", "no").options, optional=True, part_of=LINK.their(WHOLE))
LINKED = declare(
    kinds=(PERSON, TEAM),
    scoring=[total(count("n", high=9))],
    procedure={
        "person": [Asks(**lines("asks"), inputs=(MEMBERS,), links=(LINK,))],
        "team": [Asks(**lines("asks"), inputs=(WHOLE,))],
    },
)


def _linked(votes: int, whole: int | None) -> dict[str, Any]:
    team = {"kind": "team", "facts": {"n": 1} | ({} if whole is None else {"whole": whole})}
    return {"P": {"facts": {"n": 1, "votes": ballot(votes)}, "links": {"team": "T"}}, "T": team}


def test_a_part_of_a_linked_whole() -> None:
    """A member's ballot is held against the attendance of the team, packed or not, where that is known."""
    for whole in (5, None):
        assert outcomes(LINKED, _linked(5, whole))["P"].state == "decided"
    (found,) = Evaluation(case_from_data(raw_case(_linked(6, 5)), ruleset=assemble(LINKED)).cohort).disputes
    assert (found.appraisee, found.input) == ("P", "votes")
    assert re.search(r"\(6\) is more than .*\(5\).*\(T\)", found.text.en)


def test_records_are_held_against_each_other_after_one_was_changed() -> None:
    """A form that reads one record asks whether it goes with the others."""
    rules = assemble(LINKED)
    people = case_from_data(raw_case(_linked(6, None)), ruleset=rules).cohort.appraisees
    assert disputes_of(rules, people) == ()
    people["T"] = case_from_data(raw_case(_linked(5, 5)), ruleset=rules).cohort.appraisees["T"]
    (found,) = disputes_of(rules, people)
    assert (found.appraisee, found.input) == ("P", "votes")


# Cycles


def _in_cycle(start: str, end: str, cycles: Cycles | None, **more: str) -> str:
    scheme = declare(scoring=[total(count("n", high=9))])
    scheme.cycles = cycles
    case = case_from_data(
        raw_case({"P": {"n": 1}}, cycle={"start": start, "end": end, **more}), ruleset=assemble(scheme)
    )
    return case.cohort.cycle.confirmed


SIXTEEN = Cycles(first=dt.date(2016, 1, 1), last=dt.date(2016, 12, 31), clause="一")


def test_a_cycle_that_the_document_is_for() -> None:
    """Days within the declared ends are admitted, with an open end any."""
    assert _in_cycle("2016-01-01", "2016-12-31", SIXTEEN) == ""
    assert _in_cycle("2050-01-01", "2050-12-31", Cycles(first=dt.date(2016, 1, 1))) == ""
    assert _in_cycle("1990-01-01", "1990-01-01", None) == ""


@pytest.mark.parametrize(("start", "end"), [("2015-12-31", "2016-12-31"), ("2016-01-01", "2017-01-01")])
def test_another_cycle_is_confirmed_with_its_reason(start: str, end: str) -> None:
    """One day outside is refused until the reason is on record, which the case keeps."""
    with pytest.raises(CaseError, match="confirmed"):
        _in_cycle(start, end, SIXTEEN)
    assert _in_cycle(start, end, SIXTEEN, confirmed="沿用") == "沿用"
    only = Cycles(first=SIXTEEN.first, last=SIXTEEN.last, clause="一", only=True)
    with pytest.raises(CaseError, match="no other cycle"):
        _in_cycle(start, end, only, confirmed="沿用")


def test_a_cycle_that_ends_before_it_starts_is_refused() -> None:
    """The order of its days is held whatever the scheme declares."""
    with pytest.raises(CaseError, match="ends before it starts"):
        _in_cycle("2016-02-01", "2016-01-31", None)


# Names that look alike

ALIKE = ["T9", " T9", "T9 ", "t9", "Ｔ９", "T\u200b9", "T9\ufeff", "\u3000T9"]


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_look_alike_are_one(name: str) -> None:
    """Blanks around it, width, case and invisible characters make no other name; an accent in two forms neither."""
    assert alike(name) == alike("T9")
    assert alike("e\u0301") == alike("é")
    assert alike("T 9") != alike("T9")
    assert near(name, ["T8", "T9"]) == "T9"


@pytest.mark.parametrize("name", ["T9 ", "t9", "Ｔ９"])
def test_two_ids_that_look_alike_are_refused(name: str) -> None:
    """Both places are named; a link to the other spelling says which id was meant."""
    with pytest.raises(CaseError, match=r"appraisees\[1\], appraisees\[2\]"):
        outcomes(SCHEME, {"T9": {"n": 1}, name: {"n": 2}})
    team = _linked(1, 5)
    team["P"]["links"]["team"] = " t"
    with pytest.raises(CaseError, match=r"did you mean T\?"):
        outcomes(LINKED, team)


def test_codes_of_a_list_that_look_alike_are_refused() -> None:
    """A list of the cycle names each code once, and a choice written in another width or case means that code."""
    place = Choice("place", WORDS, clause="1", list_key="places", optional=True)
    scheme = declare(scoring=[total(count("n", high=9))], procedure=[Asks(**lines("asks"), inputs=(place,))])
    with pytest.raises(CaseError, match="entries 1 and 3"):
        outcomes(scheme, {"P": {"n": 1}}, cycle={"lists": {"places": ["C1", "C2", "ｃ1"]}})
    raw = raw_case({"P": {"n": 1, "place": "ｃ1"}}, cycle={"lists": {"places": ["C1", "C2"]}})
    case = case_from_data(raw, ruleset=assemble(scheme))
    assert case.cohort.appraisees["P"].fact("place") == "C1"


def test_decisions_and_expectations_name_the_id_that_was_meant() -> None:
    """A decision on, or an expectation of, another spelling says whose id it looks like."""
    decision = {"appraisee": "p", "grade": "优秀", "reason": "理由", "document": "甲1号"}
    for more in ({"decisions": [decision]}, {"expect": {"Ｐ": {"state": "decided"}}}):
        with pytest.raises(CaseError, match=r"did you mean P\?"):
            outcomes(SCHEME, {"P": {"n": 1}}, **more)


# Lint and words


@pytest.mark.parametrize(
    "given",
    [
        count("part", part_of=WHOLE),
        count("rank", shared_by=CODE),
        count("points", needs=GROUND),
        _finding("good", excludes=(PLAIN,)),
        _finding("excepted", excepts=PLAIN),
        Days("days", WORDS, clause="1", places=2),
    ],
    ids=lambda given: given.key,
)
def test_lint_refuses_a_relation_to_what_is_not_asked_for(given: Any) -> None:
    """An input that no record of the kind holds is never compared, so the relation would be without effect."""
    scheme = declare(scoring=[total(count("n"))], procedure=[Asks(**lines("asks"), inputs=(given,))])
    assert {fault.check for fault in lint(assemble(scheme))} & {"relations", "range"}


def test_every_relation_is_told() -> None:
    """`describe` and an empty case say what an input must agree with, in both languages."""
    told = {given.key: [text.en for text in relation_texts(given)] for given in PACKED}
    assert told["part"] == ["no more than words"]
    assert told["discretion"] == ["only with “ground”"]
    assert told["rank"] == ["the same for all of one words"]
    assert told["before"] == ["dated in the cycle and 1 cycle(s) before it (9)"]
    assert told["posted"] == ["dated in the cycle from from on up to to"]
    assert told["to"] == ["not before from"]
    assert told["days"] == ["at most the days of the cycle", "half days too"]
    assert told["whole"] == []
    assert [text.en for text in relation_texts(MEMBERS)] == ["no more than words of team"]
    assert len(cycle_texts(SIXTEEN, SCHEME.window)) == 2


def test_a_relation_changes_the_digest() -> None:
    """What facts must agree with is part of the rules."""
    flag = Flag(**lines("flag"), flag="f", when=count("n") + count("m") > 3)
    plain = declare(scoring=[total(count("n"))], veto=[flag])
    other = declare(scoring=[total(count("n"))], veto=[flag])
    other.cycles = SIXTEEN
    assert assemble(plain).digest != assemble(other).digest
