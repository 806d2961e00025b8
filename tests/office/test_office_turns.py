"""Books with links by date: who changes team from a day on, who leaves and comes back; read by sheets and typed at desks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from engine_kit.turned import turned_case
from kaohe.errors import CaseError
from kaohe.office import Amend, Enrol, NotSaved, Office, Withdraw, moves
from office_kit import same

ROWS = [{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-01"}]
ALL = {"from": "2020-01-01", "until": "2020-04-30"}


@pytest.fixture
def office(tmp_path: Path) -> Any:
    """A book of two teams, a unit, and a member who is in the first team all along."""
    rows = [
        {"id": "T1", "kind": "team", "facts": {"joint": [80] * 4}},
        {"id": "T2", "kind": "team", "facts": {"joint": [100] * 4}},
        {"id": "U1", "kind": "unit", "facts": {"mark": 70}},
        {"id": "M1", "kind": "member", "facts": {"own": [60] * 4}, "links": {"team": "T1", "unit": "U1"}},
    ]
    with Office.of_case(tmp_path / "a.book", turned_case(rows), unit="某县") as made:
        yield made


def _move(office: Office, to: str, day: str) -> None:
    office.save([moves(office, "M1", {"team": to}, dt.date.fromisoformat(day))], reason="调动")


def _teams(office: Office) -> list[str | None]:
    held = office.people["M1"].links["team"]
    return [held] * 4 if isinstance(held, str) else [*held.each]


def _held(office: Office) -> Any:
    row = office.row("M1")
    assert row is not None
    return row["links"]["team"]


def test_a_transfer_keeps_what_was_before(office: Office) -> None:
    """The row until the day before stays, the new one runs to the end, and the months are judged anew."""
    assert office.evaluation.outcome("M1").score == 70
    _move(office, "T2", "2020-03-01")
    assert _held(office) == [
        {"id": "T1", "from": "2020-01-01", "until": "2020-02-29"},
        {"id": "T2", "from": "2020-03-01", "until": "2020-04-30"},
    ]
    assert office.evaluation.outcome("M1").score == 75
    assert same(office)


def test_who_leaves_comes_back_by_another_transfer(office: Office) -> None:
    """To nobody from one day, to the team again from another: the gap between is nobody's."""
    _move(office, "", "2020-02-01")
    assert _teams(office) == ["T1", None, None, None]
    _move(office, "T1", "2020-04-01")
    assert _teams(office) == ["T1", None, None, "T1"]
    assert same(office)


def test_a_transfer_on_the_same_day_is_corrected(office: Office) -> None:
    """The row that begins on that day is replaced, and who never left has one row again."""
    _move(office, "T2", "2020-03-01")
    _move(office, "T1", "2020-03-01")
    assert _held(office) == [{"id": "T1", **ALL}]
    _move(office, "T2", "2020-01-01")
    assert _held(office) == [{"id": "T2", **ALL}]


def test_a_transfer_before_another_one_is_asked_about(office: Office) -> None:
    """Whether the later row still holds nobody can tell: nothing is dropped unasked."""
    _move(office, "T2", "2020-03-01")
    with pytest.raises(CaseError, match="it changes again on 2020-03-01") as refused:
        moves(office, "M1", {"team": "T1"}, dt.date(2020, 2, 1))
    assert refused.value.number == "K1244"


def test_a_link_of_the_whole_cycle_has_no_day(office: Office) -> None:
    """A day for it is refused; without one it changes as ever, and a link by date becomes one id."""
    with pytest.raises(CaseError) as refused:
        moves(office, "M1", {"unit": "U1"}, dt.date(2020, 2, 1))
    assert refused.value.number == "K8090"
    office.save([moves(office, "M1", {"team": "T2"}, None)], reason="更正")
    assert _held(office) == "T2"


def test_a_day_outside_the_cycle_is_refused_by_the_save(office: Office) -> None:
    """The reader of cases judges the rows, and nothing is written."""
    before = office.head
    with pytest.raises(NotSaved) as refused:
        _move(office, "T2", "2020-05-01")
    assert [one.text.number for one in refused.value.refusals] == ["K1242"]
    assert office.head == before


def test_a_team_that_somebody_was_in_cannot_be_removed(office: Office) -> None:
    """A team of some months is a link like any other."""
    _move(office, "T2", "2020-03-01")
    for team in ("T1", "T2"):
        with pytest.raises(NotSaved):
            office.save([Withdraw(team)], reason="撤销")


def test_a_book_and_its_case_say_the_same(office: Office, tmp_path: Path) -> None:
    """Rows and texts are entered alike; a book made of the case of a book says the same of everybody."""
    links = {"team": "T2 2020-02-15..2020-03-01", "unit": "U1"}
    office.save([Enrol("M2", "member", links={"team": ROWS, "unit": "U1"}), Enrol("M3", "member", links=links)])
    office.save([Amend("M1", links={"team": ROWS})], reason="调动")
    assert office.people["M1"].links == office.people["M2"].links
    assert office.row("M3")["links"]["team"] == [{"id": "T2", "from": "2020-02-15", "until": "2020-03-01"}]  # type: ignore[index]
    assert [row.id for row in office.people["M3"].links["team"].rows] == ["T2"]  # type: ignore[union-attr]  # rows by date
    with Office.of_case(tmp_path / "b.book", office.case, unit="某县") as other:
        assert {who: one.links for who, one in other.people.items()} == {
            who: one.links for who, one in office.people.items()
        }
        assert [one.as_json() for one in other.evaluation.outcomes()] == [
            one.as_json() for one in office.evaluation.outcomes()
        ]
    assert same(office)


def test_an_undone_transfer_is_as_if_never_made(office: Office) -> None:
    """Undo puts the one id back."""
    saved = office.save([moves(office, "M1", {"team": "T2"}, dt.date(2020, 3, 1))], reason="调动")
    office.undo(saved.receipt, reason="误录")
    assert _held(office) == "T1"
    assert same(office)
