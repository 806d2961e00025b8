"""Roles: who may do what in a book, and that every way of saving asks."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

import kaohe.office
from control_kit import STAFF, as_, refused, staffed
from kaohe.errors import KaoheError
from kaohe.office import (
    ABILITIES,
    ROLES,
    Accept,
    Act,
    Amend,
    Appoint,
    AskSecond,
    Change,
    Decide,
    Dismiss,
    Enrol,
    Enter,
    Freeze,
    NotSaved,
    Office,
    Opinion,
    Recheck,
    Rescind,
    Return,
    Revise,
    Seal,
    Second,
    Settle,
    Sign,
    Supply,
    Withdraw,
)
from office_kit import MONTHS, marks, member, new_book, rules

ONE_OF_EACH: list[tuple[Change, str]] = [
    (Enter("M1", "usual", 90, MONTHS[0]), "enter"),
    (Enrol("M3", "member"), "roster"),
    (Amend("M1", name="某人"), "roster"),
    (Withdraw("M1"), "roster"),
    (Recheck("M1", "XZ-7(1)1", None), "review"),
    (Decide({"appraisee": "M1", "grade": "优秀"}), "decide"),
    (Rescind("grade/M1"), "decide"),
    (Freeze("month", MONTHS[0]), "freeze"),
    (Revise("month", MONTHS[0]), "revise"),
    (Supply("indicators", []), "administer"),
    (Second("M1", {"usual": 90}, MONTHS[0]), "second"),
    (Settle("M1", "usual", "first", MONTHS[0]), "review"),
    (Accept("W8101/M1"), "review"),
    (Sign(MONTHS[0]), "sign"),
    (Return(MONTHS[0]), "return"),
    (Opinion("M1", "agrees"), "conduct"),
    (AskSecond(["all"]), "administer"),
    (Appoint("wu", ["clerk"]), "administer"),
    (Dismiss("wu"), "administer"),
    (Seal("2099-12-31"), "administer"),
]


def test_the_table_names_every_change_there_is() -> None:
    """Each sort of change stands in the list that the next tests go through."""
    assert {type(one) for one, _ in ONE_OF_EACH} >= {*get_args(Change)} - {Act}
    public = [one for one in vars(kaohe.office).values() if isinstance(one, type) and issubclass(one, Act)]
    assert {one.needs for one in public} <= {*ABILITIES}


@pytest.mark.parametrize(("change", "ability"), ONE_OF_EACH, ids=lambda one: type(one).__name__)
def test_a_role_that_may_not_is_refused_with_the_one_that_could(change: Change, ability: str, tmp_path: Path) -> None:
    """Everybody whose role does not let them is refused under K8101, which names who could."""
    path = staffed(tmp_path)
    _, able = ABILITIES[ability]
    for login, roles in STAFF.items():
        text = _judged(login, path, change)
        if {*roles} & {*able}:
            assert "K8101" not in text
        else:
            assert "[K8101]" in text
            assert any(other in text for other, held in STAFF.items() if {*held} & {*able})


def _judged(login: str, path: Path, change: Change) -> str:
    """What is said of a change by somebody, "" where it could be saved."""
    with as_(login, path) as office:
        try:
            office.check([change])
        except NotSaved as error:
            return error.text.en
        return ""


def test_somebody_without_a_role_reads_and_writes_nothing(tmp_path: Path) -> None:
    """Once a book has roles, a login that has none is refused."""
    path = staffed(tmp_path)
    with as_("stranger", path) as office:
        assert set(office.people) == {"M1", "M2"}
        assert not office.may("enter")
    assert refused("stranger", path, Enter("M1", "usual", 90, MONTHS[0])) == ["K8101"]


def test_a_book_without_roles_lets_everybody_do_everything(tmp_path: Path) -> None:
    """A small office enters, freezes and signs under one login."""
    with new_book(tmp_path, member("M1"), *marks("M1", 90, MONTHS[0])) as office:
        assert office.may("administer")
        office.save([Sign(MONTHS[0])])
        assert office.signatures(MONTHS[0])[0].complete


def test_roles_leave_an_administrator(tmp_path: Path) -> None:
    """The first role may not lock everybody out, nor the last administrator leave while others have roles."""
    with new_book(tmp_path) as office:
        with pytest.raises(NotSaved) as caught:
            office.save([Appoint("li", ["clerk"])])
        assert caught.value.refusals[0].text.number == "K8103"
        office.save([Appoint("li", ["clerk"]), Appoint(office.actor, ["administrator"])])
        with pytest.raises(NotSaved):
            office.save([Dismiss(office.actor)])
        office.save([Dismiss("li"), Dismiss(office.actor)])
        assert not office.roles


def test_a_clerk_enters_for_their_own_units_alone(tmp_path: Path) -> None:
    """Units bind whoever is linked to them, through others too; nobody is moved out of reach, or into it."""
    path = tmp_path / "a.book"
    people = [Enrol("U1", "unit"), Enrol("U2", "unit"), Enrol("T1", "team", links={"unit": "U1"})]
    people += [Enrol("M1", "member", links={"team": "T1"}), Enrol("M2", "member", links={"unit": "U2"})]
    with new_book(tmp_path, *people) as office:
        office.save(
            [Appoint("ada", ["administrator"]), Appoint("li", ["clerk"], ["U1"]), Appoint("he", ["clerk"], ["U2"])]
        )
    with as_("li", path) as office:
        office.save([*marks("M1", 90, MONTHS[0]), Enrol("M3", "member", links={"unit": "U1"})])
    assert refused("li", path, Enter("M2", "usual", 90, MONTHS[0])) == ["K8102"]
    assert refused("li", path, Amend("M2", links={"unit": "U1"})) == ["K8102"]
    assert refused("li", path, Amend("M3", links={"unit": "U2"})) == ["K8102"]
    assert refused("li", path, Enrol("M4", "member")) == ["K8102"]
    with as_("li", path) as office, pytest.raises(NotSaved, match=r"ask he") as caught:
        office.save([Enter("M2", "usual", 90, MONTHS[0])])
    assert caught.value.refusals[0].appraisee == "M2"


def test_undo_adopt_and_record_ask_too(tmp_path: Path) -> None:
    """An auditor neither undoes a commit nor records outcomes; a clerk undoes entries and no appointment."""
    path = staffed(tmp_path)
    with as_("li", path) as office:
        saved = office.save(marks("M1", 90, MONTHS[0]))
    with as_("wu", path) as office:
        with pytest.raises(NotSaved) as caught:
            office.undo(saved.receipt, reason="a reason")
        assert caught.value.refusals[0].text.number == "K8101"
        with pytest.raises(KaoheError) as other:
            office.record()
        assert other.value.number == "K8101"
    with as_("li", path) as office:
        office.undo(saved.receipt, reason="a reason")
        assert "usual" not in office.row("M1")["facts"]  # type: ignore[index]  # they are on the roster
    with as_("ada", path) as office:
        appointed = office.save([Appoint("new", ["auditor"])])
        with pytest.raises(KaoheError) as third:
            office.undo(appointed.receipt, reason="a reason")
        assert third.value.number == "K8024"


@pytest.mark.parametrize(
    ("act", "number"),
    [
        (Appoint("li", ["king"]), "K8110"),
        (Appoint("li", []), "K8110"),
        (Appoint("two words", ["clerk"]), "K8111"),
        (Appoint("li", ["auditor", "clerk"]), "K8112"),
        (Appoint("li", ["clerk"], ["M9"]), "K8113"),
        (Dismiss("nobody"), "K8114"),
    ],
)
def test_a_role_that_cannot_be_is_refused(act: Act, number: str, tmp_path: Path) -> None:
    """An unknown role, no login, an auditor who is more, an unknown unit, somebody without a role."""
    assert refused("ada", staffed(tmp_path), act) == [number]


def test_two_administrators_meet(tmp_path: Path) -> None:
    """Who changed the same role first wins, and the other is shown both."""
    path = staffed(tmp_path)
    with as_("ada", path) as one, as_("ada", path) as two:
        one.save([Appoint("li", ["reviewer"])])
        with pytest.raises(KaoheError) as caught:
            two.save([Appoint("li", ["approver"])])
        assert caught.value.number == "K8002"
        assert two.roles["li"].roles == ("reviewer",)


def test_roles_are_told_as_data(tmp_path: Path) -> None:
    """Every role has words, and a holder says what they may do."""
    with as_("wu", staffed(tmp_path)) as office:
        assert {role for one in office.roles.values() for role in one.roles} == {*ROLES}
        assert office.roles["li"].as_json() == {"login": "li", "roles": ["clerk"], "units": [], "levels": []}
        assert not any(office.may(ability) for ability in ABILITIES)
    assert Office.open(tmp_path / "a.book", writable=False, ruleset=rules(), actor="ada").may("administer")
