"""The second entry: blind, by another login, compared, settled; and the warnings, accepted with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from control_kit import as_, refused, staffed
from kaohe.errors import KaoheError
from kaohe.office import (
    Accept,
    Appoint,
    AskSecond,
    Enrol,
    Enter,
    Freeze,
    Office,
    Plan,
    Revise,
    Second,
    Settle,
)
from office_kit import MONTHS, made, marks, rules

AT = MONTHS[0]


def _asked(folder: Path, *inputs: str) -> Path:
    """A book whose marks are entered twice, with the first entries of one month made."""
    path = staffed(folder, *marks("M1", 90, AT), *marks("M2", "88.5", AT))
    with as_("ada", path) as office:
        office.save([AskSecond(inputs or ["usual", "targets"])])
    return path


def test_equal_entries_are_done_and_others_are_kept_both(tmp_path: Path) -> None:
    """The second entry is spelt like the first before they are compared; what differs keeps both."""
    path = _asked(tmp_path)
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": "９０.0", "targets": 59}, AT), Second("M2", {"usual": "88.50"}, AT)])
        found = {(one.appraisee, one.key): one for one in office.second_entries(AT)}
        assert {key: one.state for key, one in found.items()} == {
            ("M1", "usual"): "equal",
            ("M1", "targets"): "differs",
            ("M2", "usual"): "equal",
            ("M2", "targets"): "due",
        }
        assert (found["M1", "targets"].first, found["M1", "targets"].second) == (90, 59)
        assert [one.key for one in office.differences()] == ["targets"]
        (progress,) = office.second_progress(AT)
        assert (progress.due, progress.made, progress.equal, progress.differs) == (4, 3, 2, 1)
        work = {one.login: one for one in office.operators()}
        assert (work["li"].entered, work["zhao"].second, work["zhao"].differing) == (6, 3, 1)


def test_what_is_entered_once_a_cycle_is_compared_as_well(tmp_path: Path) -> None:
    """An input without periods is equal, differs and is settled like one of a month."""
    path = staffed(tmp_path, Enter("M1", "altitude", "below-4500"), Enter("M2", "altitude", "below-4500"))
    with as_("ada", path) as office:
        office.save([AskSecond(["altitude"])])
    with as_("zhao", path) as office:
        office.save([Second("M1", {"altitude": "below-4500"}), Second("M2", {"altitude": "4500-and-above"})])
        found = {one.appraisee: one.state for one in office.second_entries("")}
        assert found == {"M1": "equal", "M2": "differs"}
    with as_("wang", path) as office:
        office.save([Settle("M2", "altitude", "second", document="纪要3号")])
        assert [one.state for one in office.second_entries("")] == ["equal", "settled"]


def test_the_second_clerk_sees_nothing_of_the_first_entry(tmp_path: Path) -> None:
    """The blind form holds keys and words, no value, whether anything was entered the second time or not."""
    path = _asked(tmp_path)
    with as_("li", path) as office:
        office.save([Enter("M1", "usual", "71.23", AT)])
    with as_("zhao", path) as office:
        form = office.blind("M1", AT)
        assert [one.key for one in form.inputs] == ["usual", "targets"]
        assert "71.23" not in json.dumps(form.as_json()) + repr(form)
        office.save([Second("M1", {"usual": 70}, AT)])
        again = office.blind("M1", AT)
        assert again.done == ("usual",)
        assert "71.23" not in json.dumps(again.as_json())
        assert office.blind("M1", MONTHS[1]).inputs == ()


@pytest.mark.parametrize(
    ("who", "act", "number"),
    [
        ("li", Second("M1", {"usual": 90}, AT), "K8101"),
        ("zhao", Second("M1", {"opinion": 90}, AT), "K8120"),
        ("zhao", Second("M1", {"usual": 90}, MONTHS[1]), "K8121"),
        ("zhao", Second("M1", {}, AT), "K8129"),
        ("zhao", Second("M9", {"usual": 90}, AT), "K8004"),
        ("zhao", Second("M1", {"usual": 190}, AT), "K2617"),
        ("wang", Settle("M1", "usual", "first", AT, document="纪要1号"), "K8123"),
        ("ada", AskSecond(["unusual"]), "K8128"),
    ],
)
def test_a_second_entry_that_cannot_be_is_refused(who: str, act: Any, number: str, tmp_path: Path) -> None:
    """By the first clerk, of what is not asked or not entered, of nobody, out of range; nothing to settle."""
    assert refused(who, _asked(tmp_path), act) == [number]


def test_nobody_enters_twice_or_settles_their_own(tmp_path: Path) -> None:
    """Whoever holds two roles is still one person."""
    path = _asked(tmp_path)
    with as_("ada", path) as office:
        office.save([Appoint("li", ["clerk", "second", "reviewer"]), Appoint("zhao", ["second", "reviewer"])])
    assert refused("li", path, Second("M1", {"usual": 90}, AT)) == ["K8122"]
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 80}, AT)])
    for who in ("li", "zhao"):
        assert refused(who, path, Settle("M1", "usual", "first", AT, document="纪要1号")) == ["K8124"]


@pytest.mark.parametrize(
    ("take", "value", "stands"), [("first", None, 90), ("second", None, 80), ("anew", "85.50", "85.5")]
)
def test_a_reviewer_settles_field_by_field(take: str, value: Any, stands: Any, tmp_path: Path) -> None:
    """What is taken stands in the record, and both entries, the document and the reviewer are kept beside it."""
    path = _asked(tmp_path)
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 80, "targets": 70}, AT)])
    with as_("wang", path) as office:
        office.save(
            [
                Settle("M1", "usual", take, AT, value=value, document="纪要1号"),
                Settle("M1", "targets", "first", AT, document="纪要1号"),
            ]
        )
        facts = office.row("M1")["facts"]  # type: ignore[index]  # they are on the roster
        assert (facts["usual"][AT], facts["targets"][AT]) == (stands, 90)
        found = {one.key: one for one in office.second_entries(AT) if one.appraisee == "M1"}["usual"]
        assert (found.state, found.first, found.second) == ("settled", 90, 80)
        assert found.settled is not None
        assert (found.settled["by"], found.settled["document"], found.settled["take"]) == ("wang", "纪要1号", take)
        assert not office.differences()
        assert {one.login: one.settled for one in office.operators()}["wang"] == 2
    with Office.open(path, ruleset=rules(), writable=False) as again:
        assert [one.state for one in again.second_entries(AT) if one.appraisee == "M1"] == ["settled", "settled"]


@pytest.mark.parametrize(
    ("act", "number"),
    [
        (Settle("M1", "usual", "neither", AT, document="纪要1号"), "K8125"),
        (Settle("M1", "usual", "anew", AT, document="纪要1号"), "K8126"),
        (Settle("M1", "usual", "first", AT, value=3, document="纪要1号"), "K8126"),
        (Settle("M1", "usual", "first", AT, document="?"), "K1052"),
        (Settle("M1", "usual", "anew", AT, value=190, document="纪要1号"), "K2617"),
    ],
)
def test_a_settlement_says_how_and_by_which_document(act: Settle, number: str, tmp_path: Path) -> None:
    """An unknown way, a value missing, out of range or too much, no document number."""
    path = _asked(tmp_path)
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 80}, AT)])
    numbers = refused("wang", path, act)
    assert len(numbers) == 1
    if number != "K1052":
        assert numbers == [number]


def test_the_first_clerk_cannot_make_the_difference_vanish(tmp_path: Path) -> None:
    """Once a second entry stands, its first changes by settling alone, be it overwritten, taken back or undone."""
    path = staffed(tmp_path)
    with as_("li", path) as office:
        saved = office.save(marks("M1", 90, AT))
    with as_("ada", path) as office:
        office.save([AskSecond(["usual"])])
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 80}, AT)])
    for value in (80, None):
        assert refused("li", path, Enter("M1", "usual", value, AT)) == ["K8127"]
    with as_("li", path) as office:
        with pytest.raises(KaoheError, match=r"\[K8127\]"):
            office.undo(saved.receipt, reason="a reason")
        office.save([Enter("M1", "targets", 89, AT)])


def test_a_revision_makes_the_second_entry_due_again(tmp_path: Path) -> None:
    """What is entered anew after a freeze is entered a second time again."""
    path = _asked(tmp_path, "usual")
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 90}, AT), Second("M2", {"usual": "88.5"}, AT)])
    with as_("sun", path) as office:
        office.save([Freeze("month", AT)])
    with as_("li", path) as office:
        office.save([Revise("month", AT), Enter("M1", "usual", 91, AT)], reason="a reason")
        assert {one.appraisee: one.state for one in office.second_entries(AT)} == {"M1": "due", "M2": "equal"}
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 90}, AT)])
        assert {one.appraisee: one.state for one in office.second_entries(AT)} == {"M1": "differs", "M2": "equal"}
    assert refused("wang", path, Settle("M1", "usual", "second", AT, document="纪要1号")) == ["K8012"]
    with as_("wang", path) as office:
        office.save([Revise("month", AT), Settle("M1", "usual", "second", AT, document="纪要1号")], reason="a reason")
        assert not office.differences()


def test_two_second_clerks_meet(tmp_path: Path) -> None:
    """Both made a second entry of one person: the later is shown the earlier, and nothing is lost."""
    path = _asked(tmp_path)
    with as_("ada", path) as office:
        office.save([Appoint("he", ["second"])])
    with as_("zhao", path) as one, as_("he", path) as two:
        one.save([Second("M1", {"usual": 80}, AT)])
        with pytest.raises(KaoheError) as caught:
            two.save([Second("M1", {"usual": 81}, AT)])
        assert caught.value.number == "K8002"
        two.save([Second("M2", {"usual": 81}, AT)])
        assert {one.appraisee: one.second for one in two.differences()} == {"M1": 80, "M2": 81}


def test_tallies_are_entered_twice_once_a_book_has_roles(tmp_path: Path) -> None:
    """Unless somebody says otherwise; a small office enters once."""
    path = staffed(tmp_path)
    with as_("ada", path) as office:
        before = office.second_asked
        office.save([AskSecond([])])
        assert (before, office.second_asked) == (("tallies",), ())
    with made(tmp_path / "b.book", Plan(scheme="xizang-2018", unit="某县", cycle=PLANNED)) as office:
        assert office.second_asked == ()


PLANNED = {"start": "2019-01-01", "end": "2019-01-31", "periods": {"month": ["2019-01"], "quarter": ["2019Q1"]}}
BALLOT = {"issued": 30, "collected": 30, "spoilt": 0, "blank": 0}
XPCC = Plan(
    scheme="xpcc-2016",
    unit="某师",
    cycle={"start": "2016-01-01", "end": "2016-12-31", "lists": {"divisions": ["一师"]}},
)


def _ballots(folder: Path, **counts: int) -> Office:
    """An XPCC book with one inspector and their ballot."""
    office = made(folder / "x.book", XPCC)
    kind = office.ruleset.kind("inspector")
    assert kind is not None
    ballot = next(one for one in kind.inputs if type(one).__name__ == "Tally")
    votes = dict.fromkeys(ballot.codes, 0) | BALLOT | counts  # type: ignore[attr-defined]  # it is a tally
    office.save([Enrol("D1", "inspector", facts={ballot.key: votes})])
    return office


def test_ballots_that_agree_too_well_or_are_spoilt_are_told(tmp_path: Path) -> None:
    """W8102 of thirty that say the same, W8103 of more than a tenth spoilt; neither of a ballot without that."""
    with _ballots(tmp_path, 优秀=30) as office:
        assert [one.text.number for one in office.warned()] == ["W8102"]
    (tmp_path / "x.book").unlink()
    with _ballots(tmp_path, 优秀=20, 称职=6, spoilt=4) as office:
        (found,) = office.warned()
        assert (found.text.number, found.appraisee, found.accepted_by) == ("W8103", "D1", "")
        office.save([Accept(found.id)], reason="checked with the count sheet")
        assert [one.accepted_by for one in office.warned()] == [office.actor]
    (tmp_path / "x.book").unlink()
    with _ballots(tmp_path, 优秀=20, 称职=7, spoilt=3) as office:
        assert office.warned() == []


def test_a_mark_far_off_the_others_is_accepted_with_a_reason_until_it_changes(tmp_path: Path) -> None:
    """30 points off every other mark of the month, or of the same input in other months; 29 are none."""
    path = staffed(tmp_path, *marks("M1", 90, AT), Enter("M2", "usual", 90, AT), Enter("M2", "opinion", 89, AT))
    with as_("li", path) as office:
        office.save([Enter("M2", "targets", "60", AT)])
        assert office.warned() == []
        office.save([Enter("M2", "targets", 59, AT)])
        (found,) = office.warned(AT)
        assert (found.id, found.text.number) == (f"W8101/M2/targets/{AT}", "W8101")
    assert refused("li", path, Accept(found.id)) == ["K8101"]
    assert refused("wang", path, Accept("W8101/M1")) == ["K8130"]
    with as_("wang", path) as office:
        with pytest.raises(KaoheError) as caught:
            office.save([Accept(found.id)])
        assert caught.value.number == "K8016"
        office.save([Accept(found.id)], reason="as on paper")
        assert [one.accepted_by for one in office.warned(AT)] == ["wang"]
    with as_("li", path) as office:
        office.save([Enter("M2", "targets", 58, AT)])
        assert [one.accepted_by for one in office.warned(AT)] == [""]


def test_a_ballot_that_is_counted_once_a_cycle_is_compared(tmp_path: Path) -> None:
    """What is entered once a cycle, as every ballot is, has its second entry found, and a miscount differs."""
    cycle = {"start": "2018-01-01", "end": "2018-12-31"}
    plan = Plan(scheme="neimenggu-2018", cycle=cycle, unit="某旗")
    papers = {"issued": 20, "collected": 20, "spoilt": 0, "blank": 0}
    counted = {**papers, "好": 12, "较好": 6, "一般": 2, "差": 0}
    path = tmp_path / "a.book"
    with made(path, plan, Enrol("H1", "head", facts={"ballot_overall": counted, "ballot_targets": counted})) as office:
        office.save([Appoint("ada", ["administrator"]), Appoint("zhao", ["second"])])
    with Office.open(path, ruleset=rules("neimenggu-2018"), actor="zhao") as office:
        again = {"ballot_overall": counted, "ballot_targets": {**counted, "好": 11, "较好": 7}}
        office.save([Second("H1", again)])
        states = {one.key: one.state for one in office.second_entries("") if one.state != "first"}
    assert states == {"ballot_overall": "equal", "ballot_targets": "differs"}
