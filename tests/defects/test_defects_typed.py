"""What is typed and refused is never a value: it stays, marked, with its reason, and is an open point until mended."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import CaseError
from kaohe.rules import Choice, Count, Date, Score
from kaohe.rules.nodes import Option
from kaohe.rules.tools import ABSENCES, Supplied, accept, parse
from kaohe.words import Text, reword
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit.typing import desk_on, press, type_text

FILES = Path(__file__).parent / "files"
EMPTY, FULL = "000010", "000002"


@pytest.fixture(autouse=True)
def own_words() -> Iterator[None]:
    """A desk speaks of keys; the tests after these read of commands again."""
    yield
    reword({})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on a fresh case."""
    return desk_on(tmp_path, size=(100, 50))


def opened(desk: Desk, who: str, cell: str) -> Any:
    """The form of one record with the caret on a cell."""
    press(desk, "g", *who.lstrip("0"), "enter", "enter")
    page: Any = desk.page
    page.form.go(cell)
    return page.form


def facts(desk: Desk, who: str) -> dict[str, Any]:
    """The facts of one record as the book holds them once what can be entered is saved."""
    desk.session.save(who)
    found: dict[str, Any] = (desk.session.office.row(who) or {}).get("facts", {})
    return found


@pytest.mark.parametrize("rows", ["facts.notices@:rows", "facts.talks@:rows"])
@pytest.mark.parametrize("text", ["有", "abc", "3", "999", "无", "-1", "1.5", "?", "!", "!9", "!4", "0 0"])
def test_text_in_a_list_is_not_none(desk: Desk, rows: str, text: str) -> None:
    """Whatever is typed where rows are counted, but 0 and the number of rows, attests nothing."""
    form = opened(desk, EMPTY, rows)
    type_text(desk, text)
    press(desk, "tab")
    key = rows.split(".")[1].split("@")[0]
    assert key not in facts(desk, EMPTY)
    assert form.texts(form.by_id[f"facts.{key}@"])["rows"] == text
    assert f"facts.{key}@" in form.reasons
    assert [refusal.field.key for refusal in desk.session.refusals(EMPTY)] == [key]


@pytest.mark.parametrize("zero", ["0", "０", " 0 "])
def test_a_zero_attests_none(desk: Desk, zero: str) -> None:
    """Only a zero says that there is none, full-width or not."""
    opened(desk, EMPTY, "facts.notices@:rows")
    type_text(desk, zero)
    press(desk, "tab")
    assert facts(desk, EMPTY)["notices"] == []


def test_a_zero_over_rows_that_stand_takes_nothing_out(desk: Desk) -> None:
    """A zero typed above a row contradicts it: the row stays, the zero is marked."""
    opened(desk, FULL, "facts.talks@:rows")
    press(desk, "delete")
    type_text(desk, "0")
    press(desk, "tab")
    assert len(facts(desk, FULL)["talks"]) == 1
    assert len(desk.session.refusals(FULL)) == 1


def test_a_reason_beside_counts_takes_no_count_out(desk: Desk) -> None:
    """A reason for having no ballot, typed over the first of its counts, does not swallow the others."""
    opened(desk, FULL, "facts.ballot@:issued")
    press(desk, "delete")
    type_text(desk, "!5 x")
    press(desk, "tab")
    assert facts(desk, FULL)["ballot"]["collected"] == 20
    assert len(desk.session.refusals(FULL)) == 1


CELLS = {
    "facts.work@2020Q1:": "900",
    "facts.leave@:": "三天",
    "facts.level@:": "省级",
    "facts.since@:": "2020-02-30",
    "facts.ratings@:": ",",
    "facts.ballot@:collected": "x",
    "facts.talks@:0.minutes": "9999",
    "facts.talks@:0.date": "x",
    "facts.notices@:rows": "有",
    "links.team@:": "T99",
}


@pytest.mark.parametrize(("cell", "text"), CELLS.items())
def test_every_kind_of_field_stays_marked_and_open(desk: Desk, cell: str, text: str) -> None:
    """In each kind of field a refused text stays marked on return, is an open point, and F2 counts it."""
    opened(desk, FULL, cell)
    before = dict(facts(desk, FULL))
    press(desk, "delete")
    type_text(desk, text)
    press(desk, "tab", "f2")
    assert facts(desk, FULL) == before
    assert "1 refused" in str(desk.message) or "1 项未记入" in str(desk.message)
    press(desk, "escape")
    assert FULL in desk.frame().text()
    again = opened(desk, FULL, cell)
    assert again.texts(again.cell.field)[again.cell.part] == text
    assert again.cell.field.id in again.reasons
    press(desk, "escape", "o")
    assert "refused 1" in desk.frame().text() or "未记入 1" in desk.frame().text()
    assert desk.session.incomplete(FULL)


def test_the_old_value_does_not_decide_while_a_refused_one_stands(tmp_path: Path) -> None:
    """900 typed over 90 leaves the month open; taken back, the 90 counts again; the file never holds the 900."""
    file = tmp_path / "case.json"
    shutil.copy(FILES / "tui-refused-cell.json", file)
    desk = Desk(Session.open(file), who="li", terminal="pts/3")
    desk.size = (100, 50)
    assert desk.session.outcome("p1").state == "decided"
    press(desk, "enter")
    page: Any = desk.page
    page.form.go("facts.usual@2026-01:")
    press(desk, "delete", *"900", "tab", "f2")
    assert desk.session.outcome("p1").needs == ("usual[2026-01]",)
    assert "p1" in str(desk.message)
    assert '"900"' not in file.read_text()
    assert Session.open(file).outcome("p1").state == "decided"
    page.turn("p1")
    page.form.go("facts.usual@2026-01:")
    press(desk, "ctrl+z")
    assert desk.session.outcome("p1").state == "decided"
    assert desk.session.refusals("p1") == ()


def test_a_refused_text_survives_the_program(tmp_path: Path) -> None:
    """After a crash the refused text is offered again, and is an open point once taken over."""
    desk = desk_on(tmp_path, size=(100, 50))
    opened(desk, FULL, "facts.leave@:")
    press(desk, "delete", *"900", "tab")
    desk.session.close()
    again = Session.open(desk.session.where, ruleset=desk.session.ruleset)
    assert again.recover() == []
    assert [str(refusal.field.key) for refusal in again.refusals(FULL)] == ["leave"]


LEVEL = Choice(
    "level",
    Text("level", "层级"),
    clause="",
    options=(Option("county", Text("county", "县级")), Option("township", Text("township", "乡级"))),
)
SCORE = Score("score", Text("score", "得分"), clause="")
DAY = Date("day", Text("day", "日期"), clause="")


@pytest.mark.parametrize(
    ("given", "text", "value"),
    [
        (SCORE, "８９．５", Decimal("89.5")),
        (SCORE, " 90 ", 90),
        (SCORE, "89。5", Decimal("89.5")),
        (Count("n", Text("n", "次数"), clause=""), "１２", 12),
        (DAY, "2026/1/5", dt.date(2026, 1, 5)),
        (DAY, "2026年1月5日", dt.date(2026, 1, 5)),
        (DAY, "２０２６－０１－０５", dt.date(2026, 1, 5)),
        (DAY, "20260105", dt.date(2026, 1, 5)),
        (LEVEL, "2", "township"),
        (LEVEL, "２", "township"),
        (LEVEL, "乡级", "township"),
        (LEVEL, "Township", "township"),
        (LEVEL, "county", "county"),
        (SCORE, "!1", {"absent": ABSENCES[0].code}),
        (SCORE, "！4 病假", {"absent": ABSENCES[3].code, "reason": "病假"}),
    ],
)
def test_typed_text_means_the_same_everywhere(given: Any, text: str, value: Any) -> None:
    """Form, paste and case file read one text as one value, full-width forms, numbers and labels included."""
    assert parse(given, text, Supplied()) == value
    assert accept(given, text, Supplied()) == accept(given, value, Supplied())


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (SCORE, "85%"),
        (SCORE, "1/2"),
        (SCORE, "八十"),
        (SCORE, "1e2"),
        (SCORE, ""),
        (SCORE, "90 91"),
        (DAY, "2026-2-30"),
        (DAY, "5/1/2026"),
        (DAY, "2026-1/5"),
        (LEVEL, "3"),
        (LEVEL, "0"),
        (LEVEL, "县"),
        (LEVEL, "9" * 5000),
    ],
)
def test_text_that_could_mean_two_things_or_none_is_refused(given: Any, text: str) -> None:
    """Nothing is guessed: a percentage is no score, a day needs its year first, a label is whole."""
    with pytest.raises(CaseError) as refused:
        accept(given, text, Supplied())
    assert len(str(refused.value).encode()) < 1000


def test_a_label_of_two_options_is_refused() -> None:
    """A label that two options share names neither; their codes and numbers do."""
    twins = Choice("c", Text("c", "c"), clause="", options=(Option("a", Text("x", "同")), Option("b", Text("x", "同"))))
    with pytest.raises(CaseError):
        parse(twins, "同", Supplied())
    assert parse(twins, "2", Supplied()) == "b"
