"""Saving: one commit or none, checked like a case, every refusal told; undo, conflicts and what others save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import CaseError
from kaohe.office import (
    Amend,
    Decide,
    Enrol,
    Enter,
    Event,
    NotSaved,
    Office,
    OfficeError,
    Recheck,
    Rescind,
    Stale,
    Withdraw,
)
from kaohe.store import Receipt, Refused
from office_kit import MARKS, MONTHS, PLAN, all_of, made, marks, member, new_book, rules, same

JANUARY = MONTHS[0]


def test_a_new_book_holds_its_settings(tmp_path: Path) -> None:
    """A book is made from a plan, and opened again says the same of scheme, unit, cycle and language."""
    with new_book(tmp_path) as office:
        assert (office.header.scheme, office.header.county, office.header.cycle) == ("xizang-2018", "某县", "2019")
        assert (office.language, office.difference, dict(office.people)) == ("zh", None, {})
        assert office.periods["month"] == MONTHS
        assert same(office)


def test_a_plan_that_cannot_hold_makes_no_book(tmp_path: Path) -> None:
    """A cycle that is wrong is refused by the reader of cases, and no file is left."""
    plan = type(PLAN)(scheme="xizang-2018", cycle={"start": "2019-02-01", "end": "2019-01-01"}, unit="某县")
    with pytest.raises(CaseError):
        Office.create(tmp_path / "a.book", plan)
    assert not list(tmp_path.iterdir())


def test_no_book_is_made_over_another(tmp_path: Path) -> None:
    """A place that holds a book already is refused, and the book stays as it was."""
    new_book(tmp_path, member()).close()
    with pytest.raises(Refused):
        Office.create(tmp_path / "a.book", PLAN)
    with Office.open(tmp_path / "a.book") as office:
        assert list(office.people) == ["M1"]


def test_one_save_is_one_commit(tmp_path: Path) -> None:
    """Whatever a save holds, one record is added, and its receipt is given back."""
    with new_book(tmp_path) as office:
        before = office.head.seq
        saved = office.save([member(), member("M2"), *marks(), *marks("M2", 80)])
        assert (saved.receipt.seq, saved.people) == (before + 1, ("M1", "M2"))
        assert office.evaluation.outcome("M1").grade == "优秀"
        assert same(office)


def test_a_save_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    """Entering what stands there already leaves the head where it is."""
    with new_book(tmp_path, member(), *marks()) as office:
        saved = office.save(marks())
        assert (saved.documents, saved.receipt) == (0, office.head)


def test_an_entry_is_kept_in_one_spelling(tmp_path: Path) -> None:
    """Full-width digits, zeros behind the point and a day in Chinese are kept as a number and a day."""
    with new_book(tmp_path, member()) as office:
        office.save([Enter("M1", "usual", "９１．５０", MONTHS[0]), Enter("M1", "posted_from", "2019年1月5日")])
        row = office.row("M1")
        assert row is not None
        assert (row["facts"]["usual"], row["facts"]["posted_from"]) == ({MONTHS[0]: "91.5"}, "2019-01-05")
        assert same(office)


def test_an_entry_is_taken_back(tmp_path: Path) -> None:
    """None takes an entry back: it is not entered any more, and the outcome asks for it."""
    with new_book(tmp_path, member(), *marks()) as office:
        office.save([Enter("M1", "usual", None, MONTHS[0])])
        assert any(MONTHS[0] in need for need in office.evaluation.outcome("M1").needs)
        assert same(office)


REFUSED: list[tuple[Any, tuple[str, str, str], str]] = [
    (Enter("M1", "usual", "101", MONTHS[0]), ("M1", "usual", MONTHS[0]), "outside 0 to 100"),
    (Enter("M1", "usual", 9.5, MONTHS[0]), ("M1", "usual", MONTHS[0]), "not a number"),
    (Enter("M1", "usul", 90, MONTHS[0]), ("M1", "usul", MONTHS[0]), "did you mean usual"),
    (Enter("M1", "usual", 90, "2019-04"), ("M1", "usual", "2019-04"), "unknown key 2019-04"),
    (Enter("M1", "usual", 90), ("M1", "usual", ""), "name the period"),
    (Enter("M1", "falsifies", [], MONTHS[0]), ("M1", "falsifies", MONTHS[0]), "leave the period"),
    (Enter("M9", "usual", 90, MONTHS[0]), ("M9", "usual", MONTHS[0]), "nobody on the roster"),
    (Enrol("M1", "member"), ("M1", "", ""), "on the roster already"),
    (Enrol("Ｍ1", "member"), ("Ｍ1", "", ""), "ids must differ"),
    (Enrol("M3", "tam"), ("M3", "kind", ""), "none of"),
    (Enrol("M3", "member", "a\u202eb"), ("M3", "name", ""), "invisible"),
    (Amend("M1", links={"team": "T1"}), ("M1", "team", ""), "nobody has the id T1"),
    (Recheck("M1", "XZ-9", "pending"), ("M1", "XZ-9", ""), "unknown key"),
    (Decide({"appraisee": "M9", "grade": "优秀", "reason": "r", "document": "1"}), ("M9", "decision", ""), "nobody"),
    (Decide({"appraisee": "M1", "grade": "好", "reason": "r", "document": "1"}), ("M1", "decision", ""), "no grade"),
    (Decide({"grade": "优秀"}), ("", "decision", ""), "a decision names"),
    (Rescind("grade/M1"), ("", "grade/M1", ""), "no decision"),
]


@pytest.mark.parametrize(("change", "place", "why"), REFUSED)
def test_what_is_refused_names_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any, place: tuple[str, str, str], why: str
) -> None:
    """A change that cannot be is refused with whose, of which key and when, and the head stays where it was."""
    monkeypatch.setenv("KAOHE_LANG", "en")
    with new_book(tmp_path, member()) as office:
        before = office.head
        with pytest.raises(NotSaved) as found:
            office.save([change], reason="a reason")
        (refusal,) = found.value.refusals
        assert (refusal.appraisee, refusal.key, refusal.at) == place
        assert why in refusal.text.en
        assert refusal.change is change
        assert office.head == before
        assert same(office)


def test_every_refusal_is_collected(tmp_path: Path) -> None:
    """Of a save with good and bad changes of several people each bad one is named, and none is stored."""
    bad = [
        Enter("M1", "usual", 101, MONTHS[0]),
        Enter("M1", "opinion", -1, MONTHS[1]),
        Enter("M2", "usual", "x", MONTHS[0]),
    ]
    with new_book(tmp_path, member(), member("M2")) as office:
        with pytest.raises(NotSaved) as found:
            office.save([*marks("M1", 90, MONTHS[1])[:1], *bad, Enter("M2", "targets", 80, MONTHS[0])])
        assert {id(one.change) for one in found.value.refusals} == {id(one) for one in bad}
        assert office.row("M1") == {"id": "M1", "kind": "member", "facts": dict(member().facts)}


def test_refusals_of_a_new_team_and_its_members_stand_apart(tmp_path: Path) -> None:
    """A team refused for a fact of its own is not told again as missing to whoever is linked to it; a wrong link is."""
    plan = type(PLAN)(scheme="xpcc-2016", cycle=XPCC, unit="某师")
    with made(tmp_path / "a", plan) as office:
        wrong = [Enrol("T1", "team", facts={"daily": 999}), Enrol("M2", "member", links={"team": "T8"})]
        also = Enrol("M3", "member", links={"team": "T9"})
        with pytest.raises(NotSaved) as found:
            office.save([*wrong, Enrol("M1", "member", links={"team": "T1"}), also])
        places = {(one.appraisee, one.key) for one in found.value.refusals}
        assert places == {("T1", "daily"), ("M2", "team"), ("M3", "team")}


def test_of_many_people_the_few_refused_are_found(tmp_path: Path) -> None:
    """Of a sheet of two hundred people each bad cell is named, and nobody else."""
    people = [member(f"M{n}") for n in range(200)]
    with new_book(tmp_path, *people) as office:
        cells = [Enter(f"M{n}", "usual", 900 if n in (3, 150) else 90, JANUARY) for n in range(200)]
        with pytest.raises(NotSaved) as found:
            office.save(cells)
        assert {one.appraisee for one in found.value.refusals} == {"M3", "M150"}


def test_a_relation_blames_the_entry_that_breaks_it(tmp_path: Path) -> None:
    """A month after the posting's end is refused by the month entered, though its own value is sound."""
    with new_book(tmp_path, member(posted_to="2019-01-31")) as office:
        with pytest.raises(NotSaved) as found:
            office.save([*marks("M1", 90, MONTHS[0]), Enter("M1", "usual", 90, MONTHS[1])])
        assert [(one.key, one.at) for one in found.value.refusals] == [("usual", MONTHS[1])]


def test_two_entries_that_are_legal_together_are_saved_together(tmp_path: Path) -> None:
    """An end of posting that moves and the month that it makes due may come in one save, in either order."""
    changes = [Enter("M1", "usual", 90, MONTHS[1]), Enter("M1", "posted_to", "2019-02-28")]
    for name, order in (("a", changes), ("b", changes[::-1])):
        with new_book(tmp_path, member(posted_to="2019-01-31"), name=name) as office:
            office.save(order)
            assert same(office)


def test_a_linked_team_may_not_leave(tmp_path: Path) -> None:
    """Whoever others are linked to stays on the roster; a save that moves the others with it is taken."""
    plan = type(PLAN)(scheme="xpcc-2016", cycle=XPCC, unit="某师")
    team, link = Enrol("T1", "team"), {"team": "T1"}
    with made(tmp_path / "a", plan) as office:
        office.save([team, Enrol("M1", "member", links=link)])
        with pytest.raises(NotSaved, match="T1"):
            office.save([Withdraw("T1")], reason="dissolved")
        office.save([Withdraw("T1"), Withdraw("M1"), Enrol("T2", "team")], reason="dissolved")
        assert list(office.people) == ["T2"]
        assert same(office)


XPCC = {
    "id": "2016",
    "start": "2016-01-01",
    "end": "2016-12-31",
    "lists": {"divisions": ["一师", "三师"], "groups": ["督查一组"]},
}


def test_a_circle_of_links_is_refused_across_saves(tmp_path: Path) -> None:
    """An id of another kind, or of nobody, is no target of a link, be the target saved before or in the same save."""
    plan = type(PLAN)(scheme="xpcc-2016", cycle=XPCC, unit="某师")
    with made(tmp_path / "a", plan) as office:
        office.save([Enrol("T1", "team"), Enrol("M1", "member", links={"team": "T1"})])
        for target in ("M1", "T9"):
            with pytest.raises(NotSaved):
                office.save([Enrol("M2", "member", links={"team": target})])
        with pytest.raises(NotSaved):
            office.save([Amend("T1", kind="member")], reason="mistaken")


def test_what_needs_a_reason_asks_for_it(tmp_path: Path) -> None:
    """Removal and undoing without a reason are refused, and so is a reason that holds a name."""
    with new_book(tmp_path, member("M1", "张三")) as office:
        with pytest.raises(CaseError, match="K8016"):
            office.save([Withdraw("M1")])
        with pytest.raises(CaseError, match="K8016"):
            office.undo(office.head, reason=" ")
        with pytest.raises(OfficeError, match="K8018"):
            office.save([Withdraw("M1")], reason="张三调走")
        office.save([Withdraw("M1")], reason="M1 调走")
        assert not office.people
        assert same(office)


def test_decisions_replace_and_are_rescinded(tmp_path: Path) -> None:
    """A second decision on one grade takes the place of the first; taken back, none is left."""
    with new_book(tmp_path, member(), *marks()) as office:
        for grade in ("称职", "优秀"):
            office.save([Decide({"appraisee": "M1", "grade": grade, "reason": "r", "document": "1"})])
            assert [one["grade"] for one in office.decisions.values()] == [grade]
            assert same(office)
        with pytest.raises(NotSaved):
            office.save([Withdraw("M1")], reason="gone")
        office.save([*map(Rescind, office.decisions), Withdraw("M1")], reason="gone")
        assert not office.decisions
        assert same(office)


def test_two_offices_take_in_what_does_not_collide(tmp_path: Path) -> None:
    """Two people who enter different marks of one person both save, and both see both."""
    with new_book(tmp_path, member()) as one, Office.open(tmp_path / "a.book", ruleset=rules()) as two:
        two.save([Enter("M1", "usual", 90, MONTHS[0])])
        one.save([Enter("M1", "opinion", 80, MONTHS[0])])
        assert two.refresh() == {"M1"}
        assert one.row("M1") == two.row("M1")
        assert same(one)
        assert same(two)


def test_one_value_changed_by_two_is_a_conflict_with_both_versions(tmp_path: Path) -> None:
    """Who comes second is told what stood there, what stands there now, theirs, by whom; and nothing is lost."""
    with new_book(tmp_path, member(), *marks()) as one, Office.open(tmp_path / "a.book", ruleset=rules()) as two:
        two.save([Enter("M1", "usual", 70, MONTHS[0])])
        with pytest.raises(Stale) as found:
            one.save([Enter("M1", "usual", 60, MONTHS[0]), Enter("M1", "opinion", 61, MONTHS[0])])
        (clash,) = found.value.clashes
        assert (clash.appraisee, clash.key, clash.at) == ("M1", "usual", MONTHS[0])
        assert (clash.before, clash.theirs, clash.mine, clash.by) == (90, 70, 60, two.actor)
        row = one.row("M1")
        assert row is not None
        assert (row["facts"]["usual"][MONTHS[0]], row["facts"]["opinion"][MONTHS[0]]) == (70, 90)
        one.save([Enter("M1", "usual", 60, MONTHS[0])])
        assert same(one)


def test_two_saves_legal_alone_never_make_a_book_that_is_not(tmp_path: Path) -> None:
    """One ends a posting while another enters a month after it: the second is refused, though no document is shared."""
    with new_book(tmp_path, member()) as one, Office.open(tmp_path / "a.book", ruleset=rules()) as two:
        two.save([Enter("M1", "posted_to", "2019-01-31")])
        with pytest.raises(NotSaved):
            one.save([Enter("M1", "usual", 90, MONTHS[1])])
        assert same(one)


def test_undo_puts_back_what_stood_there(tmp_path: Path) -> None:
    """A commit is undone as one, in a commit of its own: entries, people with their place, and decisions."""
    with new_book(tmp_path, member(), member("M2"), *marks()) as office:
        before = office.case_data(names=True), all_of(office)
        decision = {"appraisee": "M2", "grade": "优秀", "reason": "r", "document": "1"}
        saved = office.save(
            [*marks("M1", 70), Withdraw("M2"), member("M3"), *marks("M3")],
            reason="one sheet",
        )
        office.undo(saved.receipt, reason="mistaken")
        assert (office.case_data(names=True), all_of(office)) == before
        decided = office.save([Decide(decision)])
        office.undo(decided.receipt, reason="mistaken")
        assert (office.case_data(names=True), all_of(office)) == before
        assert same(office)


def test_who_comes_back_stands_where_they_stood(tmp_path: Path) -> None:
    """The roster keeps one order in every office: of who comes back by an undo, who comes again, and who comes together."""
    path = tmp_path / "a.book"
    with new_book(tmp_path, member("M1"), member("M2")) as one, Office.open(path, ruleset=rules()) as two:
        gone = one.save([Withdraw("M1")], reason="gone")
        two.refresh()
        one.undo(gone.receipt, reason="mistaken")
        two.refresh()
        assert [[*office.people] for office in (one, two)] == [["M1", "M2"]] * 2
        assert same(one)
        assert same(two)
        one.save([Withdraw("M1")], reason="gone")
        one.save([member("M1"), *(member(f"N{number}") for number in range(9, 0, -1))])
        two.refresh()
        order = ["M2", "M1", *(f"N{number}" for number in range(9, 0, -1))]
        assert [[*office.people] for office in (one, two)] == [order] * 2
        assert same(one)
        assert same(two)


def test_undo_is_refused_where_something_came_after(tmp_path: Path) -> None:
    """What was changed again later stays; another receipt, or one that the book does not have, is refused too."""
    with new_book(tmp_path, member()) as office:
        first = office.save(marks("M1", 70)).receipt
        office.save(marks("M1", 80, MONTHS[0]))
        before = office.head
        for receipt in (first, Receipt(first.seq, "0" * 64), Receipt(99, first.hash), Receipt(1, "0" * 12)):
            with pytest.raises(CaseError):
                office.undo(receipt, reason="mistaken")
        assert office.head == before
        assert same(office)


def test_undo_of_an_arrival_is_refused_while_others_are_linked(tmp_path: Path) -> None:
    """A team that members were linked to later is not undone away from under them."""
    plan = type(PLAN)(scheme="xpcc-2016", cycle=XPCC, unit="某师")
    with made(tmp_path / "a", plan) as office:
        arrived = office.save([Enrol("T1", "team")]).receipt
        office.save([Enrol("M1", "member", links={"team": "T1"})])
        with pytest.raises(NotSaved):
            office.undo(arrived, reason="mistaken")
        assert same(office)


def test_history_says_who_moved_what(tmp_path: Path) -> None:
    """The commits of one appraisee, oldest first, with each value before and after, the login, and the reason."""
    with new_book(tmp_path, member(), member("M2")) as office:
        office.save([Enter("M1", "usual", 90, MONTHS[0]), Enter("M2", "usual", 80, MONTHS[0])])
        office.save([Enter("M1", "usual", "91.5", MONTHS[0])], reason="misread")
        events: list[Event] = list(office.history(appraisee="M1"))
        moved = [(one.appraisee, one.key, one.at, one.before, one.after) for event in events[1:] for one in event.moved]
        assert moved == [
            ("M1", "usual", MONTHS[0], None, 90),
            ("M1", "usual", MONTHS[0], 90, "91.5"),
        ]
        assert [event.reason for event in events] == ["", "", "misread"]
        assert {event.actor for event in events} == {office.actor}
        assert len(list(office.history(after=events[1].receipt.seq))) == 1


def test_progress_counts_what_is_due(tmp_path: Path) -> None:
    """A month's progress counts the entries due and made, by unit, and names who is not complete."""
    people = [member(), member("M2", posted_to="2019-01-31"), member("M3")]
    with new_book(tmp_path, *people, *marks(), *marks("M2", 90, MONTHS[0])) as office:
        office.save([Enter("M3", "usual", 90, MONTHS[1])])
        (found,) = office.progress("month", MONTHS[1])
        assert (found.people, found.complete, found.due, found.entered) == (3, 2, 2 * len(MARKS), len(MARKS) + 1)
        assert found.missing == ("M3",)
        with pytest.raises(OfficeError, match="K8025"):
            office.progress("month", "2020-01")


def test_open_points_name_people_and_units(tmp_path: Path) -> None:
    """Each open point comes with the name and the unit of whose it is."""
    plan = type(PLAN)(scheme="xpcc-2016", cycle=XPCC, unit="某师")
    with made(tmp_path / "a", plan) as office:
        office.save([Enrol("T1", "team", "一队"), Enrol("M1", "member", "张三", {"team": "T1"})])
        items = office.open_points()
        mine = {(one.name, one.unit, one.unit_name) for one in items if one.point.id == "M1"}
        assert mine == {("张三", "T1", "一队")}
        assert any(one.responsible is not None for one in items)
        assert items[0].as_json()["id"] in ("T1", "M1")
