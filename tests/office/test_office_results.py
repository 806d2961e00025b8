"""What becomes of results: publicity and its last day, objections, opinions, notices, imported grades, what bars approval."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from control_kit import as_, staffed
from control_kit import refused as as_refused
from kaohe.errors import KaoheError
from kaohe.office import (
    Answer,
    Consult,
    Enrol,
    Enter,
    Hold,
    Import,
    NotSaved,
    Object,
    Office,
    Plan,
    Pledge,
    Publish,
    Receive,
    Serve,
    Stale,
)
from kaohe.office.procedure import Bar, commitment_of
from kaohe.rules import Procedure, assemble
from kaohe.rules.steps import Publicity
from office_kit import made, marks, member, new_book, same
from scheme_kit import POINTS, bands, declare, lines, total

D = dt.date
NO = "县强办〔2019〕8号"
XPCC = Plan(
    scheme="xpcc-2016",
    unit="兵团",
    cycle={
        "id": "2016",
        "start": "2016-01-01",
        "end": "2016-12-31",
        "lists": {"divisions": ["一师"], "groups": ["一组"]},
    },
)


def refused(office: Office, *changes: Any) -> str:
    """The number of the reason for which a save is refused; nothing is written."""
    before = office.head
    with pytest.raises(NotSaved) as error:
        office.save(changes)
    assert office.head == before
    return error.value.refusals[0].text.number


def numbers(found: list[Bar], who: str | None = None) -> list[str]:
    """The numbers of bars, of one person or of all."""
    return sorted(one.text.number for one in found if who in (None, one.appraisee))


# Publicity


def showing(folder: Path, days: int, *, working: bool = False, **cycle: Any) -> Office:
    """A book of a scheme that shows its results for so many days."""
    step = Procedure(**lines("shown"), step="publicity", does=Publicity(days=days, working=working))
    scheme = declare(scoring=[total(), bands(POINTS)], procedure=[step])
    plan = Plan(scheme="made", unit="某县", cycle={"id": "1", "start": "2020-01-01", "end": "2020-12-31", **cycle})
    return Office.create(folder / "p.book", plan, ruleset=assemble(scheme))


@pytest.mark.parametrize(
    ("days", "working", "until"),
    [(5, False, D(2020, 9, 30)), (1, False, D(2020, 9, 26)), (5, True, D(2020, 10, 9)), (2, True, D(2020, 9, 28))],
)
def test_the_last_day_of_publicity(tmp_path: Path, days: int, working: bool, until: dt.date) -> None:
    """From Friday 25 September 2020: the first day is not counted; working days pass the holidays and take Sunday the 27th."""
    off = [f"2020-10-0{n}" for n in (1, 2, 5, 6, 7, 8)]
    with showing(tmp_path, days, working=working, holidays=off, workdays=["2020-09-27"]) as office:
        office.save([Publish("shown", D(2020, 9, 25), NO)])
        assert [(one.since, one.until) for one in office.procedure.shown()] == [(D(2020, 9, 25), until)]
        assert numbers(office.procedure.bars(until)) == ["K8271"]
        assert numbers(office.procedure.bars(until + dt.timedelta(days=1))) == []


def test_the_office_may_show_longer_and_never_shorter(tmp_path: Path) -> None:
    """A day less than the scheme says is refused, a day more is taken; a last day before the first is refused."""
    with showing(tmp_path, 5) as office:
        first = D(2020, 9, 1)
        assert refused(office, Publish("shown", first, NO, until=D(2020, 9, 5))) == "K8242"
        assert refused(office, Publish("shown", first, NO, until=D(2020, 8, 31))) == "K8243"
        assert refused(office, Publish("other", first, NO)) == "K8240"
        office.save([Publish("shown", first, NO, until=D(2020, 9, 7))])
        assert office.procedure.shown()[0].until == D(2020, 9, 7)


def test_where_the_document_says_no_days_the_office_does(tmp_path: Path) -> None:
    """Tibet's document says 在一定范围内公示 alone: the last day is asked for; until then approval is barred."""
    with new_book(tmp_path, member(), *marks(mark=85)) as office:
        assert numbers(office.procedure.bars()) == ["K8270"]
        assert refused(office, Publish("XZ-9", D(2019, 4, 1), NO)) == "K8241"
        office.save([Publish("XZ-9", D(2019, 4, 1), NO, until=D(2019, 4, 5))])
        assert numbers(office.procedure.bars(D(2019, 4, 5))) == ["K8271"]
        assert office.procedure.bars(D(2019, 4, 6)) == []


# Objections


@pytest.mark.parametrize(
    ("on", "number"), [(D(2019, 3, 31), "K8244"), (D(2019, 4, 1), ""), (D(2019, 4, 5), ""), (D(2019, 4, 6), "K8244")]
)
def test_an_objection_comes_within_the_days_of_publicity(tmp_path: Path, on: dt.date, number: str) -> None:
    """On the first and the last day it is taken, a day to either side only as an appeal."""
    with new_book(tmp_path, member(), *marks(mark=85)) as office:
        office.save([Publish("XZ-9", D(2019, 4, 1), NO, until=D(2019, 4, 5))])
        if number:
            assert refused(office, Object("M1", on, "异〔2019〕1号")) == number
        office.save([Object("M1", on, "异〔2019〕1号", appeal=bool(number))])
        assert [one.sort for one in office.procedure.objections()] == ["appeal" if number else "objection"]
        assert numbers(office.procedure.bars(D(2019, 4, 7)), "M1") == ["K8272"]


def test_an_objection_is_answered_with_an_outcome_code(tmp_path: Path) -> None:
    """Open, it bars approval; answered, not. No day before it came, no other code, no number that there is not."""
    with new_book(tmp_path, member(), *marks(mark=85)) as office:
        office.save([Object("M1", D(2019, 5, 2), "诉1号", appeal=True)])
        office.save([Object("M1", D(2019, 5, 3), "诉2号", appeal=True)])
        assert [one.number for one in office.procedure.objections()] == [1, 2]
        assert refused(office, Answer(1, "upheld", D(2019, 5, 1), NO)) == "K8247"
        assert refused(office, Answer(1, "fine", D(2019, 5, 2), NO)) == "K8246"
        assert refused(office, Answer(3, "upheld", D(2019, 5, 2), NO)) == "K8245"
        office.save([Answer(1, "upheld", D(2019, 5, 2), NO), Answer(2, "withdrawn", D(2019, 5, 9), NO)])
        assert [one.outcome for one in office.procedure.objections()] == ["upheld", "withdrawn"]
        assert "K8272" not in numbers(office.procedure.bars())
        assert set(office.procedure.objections()[0].as_json()) == {
            "number", "appraisee", "sort", "on", "document", "outcome", "answered", "answer",
        }  # fmt: skip


def test_two_objections_of_one_save_have_two_numbers(tmp_path: Path) -> None:
    """Numbers are never given twice, in one save either."""
    with new_book(tmp_path, member(), member("M2")) as office:
        office.save([Object(who, D(2019, 5, 2), "诉1号", appeal=True) for who in ("M1", "M2")])
        assert [(one.number, one.appraisee) for one in office.procedure.objections()] == [(1, "M1"), (2, "M2")]


# Opinions


def test_the_discipline_office_is_asked_about_the_excellent(tmp_path: Path) -> None:
    """Article 9: 优秀 asks for it, 称职 does not; nothing against opens the way, against bars it."""
    with new_book(tmp_path, member(), member("M2"), *marks(), *marks("M2", 85)) as office:
        office.save([Publish("XZ-9", D(2019, 4, 1), NO, until=D(2019, 4, 5))])
        assert [one.appraisee for one in office.procedure.opinions()] == ["M1"]
        assert numbers(office.procedure.bars(D(2019, 4, 6))) == ["K8273"]
        office.save([Consult("M1", "discipline", "against", D(2019, 4, 3), "纪1号")])
        assert numbers(office.procedure.bars(D(2019, 4, 6))) == ["K8274"]
        office.save([Consult("M1", "discipline", "none", D(2019, 4, 4), "纪2号")])
        assert office.procedure.bars(D(2019, 4, 6)) == []
        office.save([Consult("M1", "discipline", None, D(2019, 4, 4), "")])
        assert numbers(office.procedure.bars(D(2019, 4, 6))) == ["K8273"]


def test_opinions_that_cannot_be(tmp_path: Path) -> None:
    """Another body, another word, a day to come and no document are refused."""
    with new_book(tmp_path, member(), Enrol("U1", "unit"), *marks()) as office:
        assert refused(office, Consult("M1", "police", "none", D(2019, 4, 3), NO)) == "K8250"
        assert refused(office, Consult("U1", "discipline", "none", D(2019, 4, 3), NO)) == "K8250"
        assert refused(office, Consult("M1", "discipline", "yes", D(2019, 4, 3), NO)) == "K8251"
        assert refused(office, Consult("M1", "discipline", "none", D(2999, 4, 3), NO)) == "K8202"
        assert refused(office, Consult("M1", "discipline", "none", D(2019, 4, 3), "a b！")) == "K1024"


# Notices


def vetoed(folder: Path) -> Office:
    """A member of a unit whose negative notices ask for a recall, with a grade of 不称职."""
    notice = [{"date": f"2019-01-1{n}", "document": f"强办{n}号", "status": "confirmed"} for n in (1, 2)]
    people = [
        Enrol("U1", "unit"),
        Enrol("M1", "member", links={"unit": "U1"}, facts={key: [] for key in ("falsifies", "refuses_management")}),
        Enter("M1", "absence_notices", []),
        Enter("M1", "negative_notices", notice),
        *marks(mark=50),
    ]
    return new_book(folder, *people)


def test_notices_are_addressed_and_ticked_off(tmp_path: Path) -> None:
    """The circular goes to the member, the recall to the linked unit; given with day and document, they are done."""
    with vetoed(tmp_path) as office:
        found = {one.rule: one for one in office.procedure.notices() if one.appraisee == "M1"}
        assert set(found) == {"XZ-8b", "XZ-8c", "XZ-9"}
        assert (found["XZ-8c"].addressee, found["XZ-8b"].addressee, found["XZ-9"].feedback) == ("U1", "", True)
        office.save([Serve("M1", "XZ-8c", D(2019, 4, 10), NO)])
        given = next(one for one in office.procedure.notices() if one.rule == "XZ-8c")
        assert (given.on, given.document, given.follows) == ("2019-04-10", NO, True)
        assert "XZ-8c" not in [one.step for one in office.procedure.agenda() if one.sort == "notice"]


def test_a_notice_that_does_not_follow_is_refused(tmp_path: Path) -> None:
    """A member in good standing is not recalled; nobody gives a notice on a day to come."""
    with new_book(tmp_path, member(), *marks()) as office:
        assert refused(office, Serve("M1", "XZ-8c", D(2019, 4, 10), NO)) == "K8260"
        assert refused(office, Serve("M1", "XZ-11", D(2019, 4, 10), NO)) == "K8260"
    (tmp_path / "b").mkdir()
    with vetoed(tmp_path / "b") as office:
        assert refused(office, Serve("M1", "XZ-8c", D(2999, 4, 10), NO)) == "K8202"


def test_a_given_notice_that_no_longer_follows_says_so(tmp_path: Path) -> None:
    """After the result changed the notice stays on record, marked; it can be taken back."""
    with vetoed(tmp_path) as office:
        office.save([Serve("M1", "XZ-8c", D(2019, 4, 10), NO)])
        office.save([Enter("M1", "negative_notices", [])])
        found = [one for one in office.procedure.notices() if one.rule == "XZ-8c"]
        assert [(one.follows, one.on) for one in found] == [(False, "2019-04-10")]
        office.save([Serve("M1", "XZ-8c", None)])
        assert [one for one in office.procedure.notices() if one.rule == "XZ-8c"] == []


def test_results_are_fed_back_when_publicity_is_over(tmp_path: Path) -> None:
    """On the last day of publicity feedback is refused, the day after it is taken; without publicity it is refused."""
    with new_book(tmp_path, member(), *marks(mark=85)) as office:
        assert refused(office, Serve("M1", "XZ-9", D(2019, 4, 6), NO)) == "K8261"
        office.save([Publish("XZ-9", D(2019, 4, 1), NO, until=D(2019, 4, 5))])
        assert refused(office, Serve("M1", "XZ-9", D(2019, 4, 5), NO)) == "K8261"
        office.save([Serve("M1", "XZ-9", D(2019, 4, 6), NO)])


# Results of another body


def test_the_regions_results_are_recorded_as_such(tmp_path: Path) -> None:
    """A team posted to a village is not computed: the region's grade is kept; a company's team has its own result."""
    village = Enrol("T1", "team", facts={"assignment": "village"})
    company = Enrol("T2", "team", facts={"assignment": "company"})
    astray = Enrol("T3", "team")
    with made(tmp_path / "x.book", XPCC, village, company, astray, Enrol("I1", "inspector")) as office:
        outcome = office.evaluation.outcome("T1").as_json()
        assert refused(office, Import("T2", "优秀", D(2017, 2, 1), NO)) == "K8252"
        assert refused(office, Import("T3", "优秀", D(2017, 2, 1), NO)) == "K8252"
        assert refused(office, Import("I1", "优秀", D(2017, 2, 1), NO)) == "K8253"
        assert refused(office, Import("T1", "称职", D(2017, 2, 1), NO)) == "K8254"
        office.save([Import("T1", "优秀", D(2017, 2, 1), NO)])
        assert office.procedure.imported == {"T1": {"grade": "优秀", "on": "2017-02-01", "document": NO}}
        assert office.evaluation.outcome("T1").as_json() == outcome
        office.save([Import("T1", None, D(2017, 2, 1), NO)])
        assert office.procedure.imported == {}


def test_steps_of_procedure_hold_no_names(tmp_path: Path) -> None:
    """Nothing that a step leaves in the ledger holds anybody's name."""
    with new_book(tmp_path, member("M1", "张三丰"), *marks()) as office:
        office.save(
            [Object("M1", D(2019, 5, 2), "诉1号", appeal=True), Consult("M1", "discipline", "none", D(2019, 5, 1), NO)]
        )
        lines_ = Path(office.where).read_text("utf-8").splitlines()
    rows = [row for line in lines_[2:] for row in json.loads(line.split(" ", 2)[2]).get("changes", [])]
    assert [row[0] for row in rows if "张三丰" in json.dumps(row, ensure_ascii=False)] == ["person"]


# Several people


def test_who_may_draw_publicise_and_take_back(tmp_path: Path) -> None:
    """A clerk records papers and days; draws, publicity and opinions are the reviewer's, their undoing too."""
    path = staffed(tmp_path)
    with as_("li", path) as office:
        office.save([Receive("M1", "self-report", D(2019, 2, 1), "2019-01"), Hold("XZ-6(5)a", D(2019, 4, 1), "2019Q1")])
    shown = Publish("XZ-9", D(2019, 4, 1), NO, until=D(2019, 4, 5))
    for change in (
        shown,
        Pledge("XZ-6(7)/reviewed", commitment_of("a" * 40)),
        Consult("M1", "discipline", "none", D(2019, 4, 1), NO),
    ):
        assert as_refused("li", path, change) == ["K8101"]
        with as_("wang", path) as office:
            saved = office.save([change])
        with as_("li", path) as office, pytest.raises(KaoheError):
            office.undo(saved.receipt, reason="误记")
    with as_("wang", path) as office:
        office.undo(saved.receipt, reason="误记")
        assert office.procedure.opinions() == []


def test_two_people_at_once_lose_nothing(tmp_path: Path) -> None:
    """Objections recorded at the same time have two numbers; the same paper with two days is a clash that names both."""
    with new_book(tmp_path, member(), member("M2")) as one, Office.open(one.where, ruleset=one.ruleset) as two:
        one.save([Object("M1", D(2019, 5, 2), "诉1号", appeal=True)])
        two.save([Object("M2", D(2019, 5, 2), "诉2号", appeal=True)])
        assert [(each.number, each.appraisee) for each in two.procedure.objections()] == [(1, "M1"), (2, "M2")]
        one.refresh()
        one.save([Receive("M1", "self-report", D(2019, 2, 1), "2019-01")])
        with pytest.raises(Stale) as clash:
            two.save([Receive("M1", "self-report", D(2019, 2, 2), "2019-01")])
        assert (clash.value.clashes[0].theirs, clash.value.clashes[0].mine) == ("2019-02-01", "2019-02-02")
        assert same(two)
