"""A link by date at a desk: shown as one text, typed as one text, refused with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine_kit.turned import TURNED, turned_case
from kaohe.errors import CaseError
from kaohe.office import Amend, Office
from kaohe_tui.desk._desk import Desk
from kaohe_tui.fields._fields import Field
from kaohe_tui.fields._record import fields_of
from kaohe_tui.session._session import Session
from tui_kit.typing import press, type_text

ROWS = [{"id": "T1", "until": "2020-02-29"}, {"id": "T2", "from": "2020-03-01"}]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A book of two teams, a unit and a member who changed team."""
    rows = [
        {"id": "T1", "kind": "team", "facts": {}},
        {"id": "T2", "kind": "team", "facts": {}},
        {"id": "U1", "kind": "unit", "facts": {}},
        {"id": "M1", "kind": "member", "facts": {}, "links": {"unit": "U1", "team": ROWS}},
    ]
    Office.of_case(tmp_path / "a.book", turned_case(rows), unit="某县").close()
    made = Desk(Session.open(tmp_path / "a.book", ruleset=TURNED), who="li", terminal="pts/3")
    made.size = (100, 24)
    return made


SHOWN = "T1 2020-01-01..2020-02-29; T2 2020-03-01..2020-04-30"


def _teams(desk: Desk) -> Any:
    held = desk.session.office.people["M1"].links["team"]
    return held if isinstance(held, str) else held.each


def _open_link(desk: Desk) -> None:
    """The page of the member, the caret on the team."""
    press(desk, "g", *"M1", "enter", "e")
    page: Any = desk.page
    page.at = [spot.name for spot in page.spots].index("link:team")


def test_the_page_of_somebody_shows_their_teams_with_days(desk: Desk) -> None:
    """One line, its end in view, and below it how it is written."""
    _open_link(desk)
    text, page = desk.frame().text(), desk.page
    assert page.value("link:team") == SHOWN  # type: ignore[attr-defined]  # the page of a person
    assert "..2020-02-29; T2 2020-03-01..2020-04-30" in text
    assert "有变动的写：T1 ..2019-03-31; T2 2019-04-01.." in text


def test_a_change_from_a_day_on_is_typed(desk: Desk) -> None:
    """The whole text is typed anew, in either width of its marks; it is one commit with its reason."""
    _open_link(desk)
    press(desk, *["backspace"] * 100)
    type_text(desk, "T2 ..2020-03-31；T1 2020-04-01..")
    page: Any = desk.page
    page.at = len(page.spots) - 1
    type_text(desk, "调动")
    press(desk, "f2")
    assert _teams(desk) == ("T2", "T2", "T2", "T1")


def test_a_page_that_is_left_as_it_was_changes_nothing(desk: Desk) -> None:
    """The text that is shown is the text that stands."""
    before = desk.session.office.head
    _open_link(desk)
    press(desk, "f2")
    assert desk.session.office.head == before


def test_an_overlap_is_refused_and_stays_to_be_mended(desk: Desk) -> None:
    """The sentence of the case file's reader, at the desk."""
    _open_link(desk)
    press(desk, *["backspace"] * 100)
    type_text(desk, "T1 ..2020-03-01; T2 2020-03-01..")
    page: Any = desk.page
    page.at = len(page.spots) - 1
    type_text(desk, "调动")
    press(desk, "f2")
    assert "[K1241]" in desk.frame().text()
    assert _teams(desk) == ("T1", "T1", "T2", "T2")


def test_somebody_is_found_by_every_team_they_had(desk: Desk) -> None:
    """The filter of the roster reads both ids."""
    for team in ("t1", "t2"):
        press(desk, "/", *team)
        assert "M1" in desk.frame().text()
        press(desk, "escape", "escape")


@pytest.mark.parametrize(
    ("typed", "teams"),
    [("T2", "T2"), ("T1 ..2020-01-31; T2 2020-02-01..", ("T1", "T2", "T2", "T2"))],
)
def test_the_form_takes_one_id_or_rows(desk: Desk, typed: str, teams: Any) -> None:
    """In the form of the record the same text is typed; a correction is saved with the reason that it asks for."""
    field = _field(desk)
    assert field.texts(desk.session.office.people["M1"].links["team"]) == {"": SHOWN}
    desk.session.change([_amended(field.plain({"": typed}))], reason="更正")
    assert _teams(desk) == teams


def test_the_form_refuses_a_team_that_is_not_there(desk: Desk) -> None:
    """Whichever row names it."""
    field = _field(desk)
    with pytest.raises(CaseError, match="T9"):
        field.plain({"": "T1 ..2020-01-31; T9 2020-02-01.."})


def _amended(value: Any) -> Amend:
    return Amend("M1", links={"team": value})


def _field(desk: Desk) -> Field:
    office = desk.session.office
    (rules,) = (rules for rules in office.ruleset.kinds if rules.kind.key == "member")
    return next(one for one in fields_of(office.case.cohort, rules) if one.key == "team")
