"""Deadlines as days of a cycle, steps done, papers received: each at its last day and one day to each side."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kaohe.office import Enrol, Enter, Hold, NotSaved, Office, Plan, Receive
from kaohe.office.procedure import Due
from office_kit import made, member, new_book

DAY = dt.timedelta(days=1)
D = dt.date
AHEAD = dt.datetime.now(dt.UTC).date() + 300 * DAY  # what is planned is at most a year ahead
# The Tibet year that the design proposes: November to October.
YEAR = Plan(
    scheme="xizang-2018",
    unit="某县",
    cycle={
        "id": "2019",
        "start": "2018-11-01",
        "end": "2019-10-31",
        "periods": {
            "month": ["2018-11", "2018-12", *(f"2019-{n:02}" for n in range(1, 11))],
            "quarter": ["2018Q4", "2019Q1", "2019Q2", "2019Q3"],
        },
    },
)
NM = Plan(scheme="neimenggu-2018", unit="自治区", cycle={"id": "2018", "start": "2018-01-01", "end": "2018-12-31"})
XPCC = Plan(scheme="xpcc-2016", unit="兵团", cycle={"id": "2016", "start": "2016-01-01", "end": "2016-12-31"})
YINING = Plan(
    scheme="yining",
    unit="伊宁县",
    cycle={
        "id": "2020",
        "start": "2020-01-01",
        "end": "2020-12-31",
        "periods": {"quarter": ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]},
    },
)


def refused(office: Office, *changes: Any) -> str:
    """The number of the reason for which a save is refused."""
    with pytest.raises(NotSaved) as error:
        office.save(changes)
    return error.value.refusals[0].text.number


def days(office: Office) -> dict[tuple[str, str], D]:
    """Every deadline by step and period."""
    return {(one.step, one.period): one.day for one in office.procedure.deadlines()}


def test_the_days_of_a_tibet_year(tmp_path: Path) -> None:
    """The 10th after each month and quarter; ten days after the quarter's appraisal; end of October; early November."""
    with made(tmp_path / "x.book", YEAR) as office:
        found = days(office)
        assert found["XZ-6(1)-procedure", "2018-11"] == D(2018, 12, 10)
        assert found["XZ-6(1)-procedure", "2019-10"] == D(2019, 11, 10)
        assert found["XZ-6(2)-procedure", "2018Q4"] == D(2019, 1, 10)
        assert found["XZ-6(5)a", "2018Q4"] == D(2019, 1, 20)
        assert found["XZ-6(3)-procedure", ""] == found["XZ-6(5)a", ""] == D(2019, 10, 31)
        assert found["XZ-6(6)", ""] == D(2019, 11, 10)
        late = next(one for one in office.procedure.deadlines() if one.step == "XZ-6(3)-procedure")
        assert late.opens == D(2019, 10, 21)
        assert {one.id for one in office.procedure.subjects()} >= {"XZ-6(6)/checked/half-1", "XZ-6(6)/checked/half-2"}


def test_the_days_of_the_other_schemes(tmp_path: Path) -> None:
    """5 January, end of January and of February, early February; XPCC's three days; Yining's quarters and halves."""
    with made(tmp_path / "n.book", NM) as office:
        found = days(office)
        assert found["NM-4(1)", ""] == D(2019, 1, 5)
        assert found["NM-4(3)1", ""] == found["NM-4(4)-procedure", ""] == D(2019, 1, 31)
        assert (found["NM-4(5)", ""], found["NM-4(8)", ""]) == (D(2019, 2, 10), D(2019, 2, 28))
    with made(tmp_path / "b.book", XPCC) as office:
        found = days(office)
        assert (found["BT-1", ""], found["BT-8(3)", ""]) == (D(2017, 1, 20), D(2017, 1, 20))
        assert [one.day for one in office.procedure.deadlines()].count(D(2017, 1, 10)) == 1
        assert next(one.opens for one in office.procedure.deadlines() if one.step == "BT-1") == D(2016, 12, 21)
    with made(tmp_path / "y.book", YINING) as office:
        found = days(office)
        assert (found["YN-11", "2020Q1"], found["YN-11", "2020H1"]) == (D(2020, 3, 31), D(2020, 6, 30))


def test_a_leap_year_has_its_29th(tmp_path: Path) -> None:
    """The end of February of 2020 is the 29th."""
    plan = Plan(scheme=NM.scheme, unit=NM.unit, cycle={"id": "2019", "start": "2019-01-01", "end": "2019-12-31"})
    with made(tmp_path / "n.book", plan) as office:
        assert days(office)["NM-4(8)", ""] == D(2020, 2, 29)


def step(office: Office, id_: str, period: str, on: dt.date) -> Due:
    """What the agenda of that day says of one step."""
    return next(one for one in office.procedure.agenda(on) if (one.sort, one.step, one.period) == ("step", id_, period))


def test_a_deadline_counts_from_when_a_step_was_done(tmp_path: Path) -> None:
    """Ten days after the quarter's appraisal: after its own last day while it is not on record, else after the day of it."""
    with made(tmp_path / "x.book", YEAR) as office:
        office.save([Hold("XZ-6(2)-procedure", D(2019, 1, 4), "2018Q4", "县强办〔2019〕1号")])
        assert days(office)["XZ-6(5)a", "2018Q4"] == D(2019, 1, 14)
        assert days(office)["XZ-6(5)a", "2019Q1"] == D(2019, 4, 20)
        office.save([Hold("XZ-6(2)-procedure", None, "2018Q4")])
        assert days(office)["XZ-6(5)a", "2018Q4"] == D(2019, 1, 20)


def test_papers_go_out_three_days_before_a_planned_meeting(tmp_path: Path) -> None:
    """A day to come is a plan: the papers of the meeting are due three days before it."""
    with made(tmp_path / "n.book", NM, Enrol("T1", "team")) as office:
        for planned, due in ((None, D(2019, 1, 28)), (AHEAD, AHEAD - 3 * DAY)):
            if planned:
                office.save([Hold("NM-4(3)1", planned)])
            found = next(one for one in office.procedure.papers(D(2019, 1, 1)) if one.paper == "duty-report")
            assert found.due == due
        assert step(office, "NM-4(3)1", "", AHEAD - DAY).when != "done"
        assert step(office, "NM-4(3)1", "", AHEAD).when == "done"


@pytest.mark.parametrize(
    ("day", "when", "late"),
    [
        (D(2018, 12, 11), "late", 1),
        (D(2018, 12, 10), "today", 0),  # a Monday
        (D(2018, 12, 9), "next", 0),  # the Sunday before
        (D(2018, 12, 3), "next", 0),  # the Monday of the week before
        (D(2018, 12, 2), "later", 0),
    ],
)
def test_late_today_this_week_and_next(tmp_path: Path, day: dt.date, when: str, late: int) -> None:
    """The 10th of December 2018 asked about on days around it; weeks run from Monday to Sunday."""
    with made(tmp_path / "x.book", YEAR) as office:
        found = step(office, "XZ-6(1)-procedure", "2018-11", day)
        assert (found.when, found.days, found.day) == (when, late, D(2018, 12, 10))


def test_this_week_ends_on_sunday(tmp_path: Path) -> None:
    """The 10th of March 2019 is a Sunday: due this week from the Monday before."""
    with made(tmp_path / "x.book", YEAR) as office:
        found = [step(office, "XZ-6(1)-procedure", "2019-02", D(2019, 3, day)).when for day in (3, 4, 9, 10, 11)]
        assert found == ["next", "week", "week", "today", "late"]


def test_a_step_that_is_done_is_not_late(tmp_path: Path) -> None:
    """Recorded with its day, done from that day on; taken back, late again."""
    with made(tmp_path / "x.book", YEAR) as office:
        office.save([Hold("XZ-6(1)-procedure", D(2018, 12, 12), "2018-11")])
        assert step(office, "XZ-6(1)-procedure", "2018-11", D(2018, 12, 11)).when == "late"
        assert step(office, "XZ-6(1)-procedure", "2018-11", D(2018, 12, 12)).when == "done"
        office.save([Hold("XZ-6(1)-procedure", None, "2018-11")])
        assert step(office, "XZ-6(1)-procedure", "2018-11", D(2018, 12, 12)).when == "late"


def test_steps_and_periods_that_there_are_not(tmp_path: Path) -> None:
    """A step without a deadline, a period of another step, and none where there are some are refused."""
    with made(tmp_path / "x.book", YEAR) as office:
        assert refused(office, Hold("XZ-10", D(2019, 1, 1))) == "K8203"
        assert refused(office, Hold("XZ-6(1)-procedure", D(2019, 1, 1), "2018Q4")) == "K8204"
        assert refused(office, Hold("XZ-6(1)-procedure", D(2019, 1, 1))) == "K8204"


# Papers


def paper(office: Office, who: str, key: str, period: str, on: dt.date) -> Any:
    """One paper as it stands on a day."""
    found = [one for one in office.procedure.papers(on) if (one.appraisee, one.paper, one.period) == (who, key, period)]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("on", "late"), [(D(2019, 2, 9), 0), (D(2019, 2, 10), 0), (D(2019, 2, 11), 1), (D(2019, 3, 2), 20)]
)
def test_a_paper_is_late_after_its_last_day(tmp_path: Path, on: dt.date, late: int) -> None:
    """The self-report of January is due by the 10th of February: late by the days after it, received or not."""
    with new_book(tmp_path, member()) as office:
        assert paper(office, "M1", "self-report", "2019-01", on).late == late
        office.save([Receive("M1", "self-report", on, "2019-01")])
        found = paper(office, "M1", "self-report", "2019-01", D(2020, 1, 1))
        assert (found.on, found.late, found.missing) == (on, late, False)
        assert found.as_json()["due"] == "2019-02-10"


def test_a_paper_is_awaited_from_the_first_day_of_its_period(tmp_path: Path) -> None:
    """Nobody awaits February's report in January; from the 1st of February it is missing."""
    with new_book(tmp_path, member()) as office:
        assert paper(office, "M1", "self-report", "2019-02", D(2019, 1, 31)) is None
        assert paper(office, "M1", "self-report", "2019-02", D(2019, 2, 1)).missing


def test_nobody_owes_a_paper_of_a_time_without_posting(tmp_path: Path) -> None:
    """Posted from the 1st of February: January's is not due and not taken; posted on its last day: it is."""
    with new_book(tmp_path, member(posted_from="2019-02-01"), member("M2", posted_from="2019-01-31")) as office:
        assert paper(office, "M1", "self-report", "2019-01", D(2019, 4, 1)) is None
        assert paper(office, "M2", "self-report", "2019-01", D(2019, 4, 1)).missing
        assert refused(office, Receive("M1", "self-report", D(2019, 2, 1), "2019-01")) == "K8206"


def test_papers_that_cannot_be(tmp_path: Path) -> None:
    """A paper of another kind, a period that there is not, a day to come and somebody unknown are refused."""
    with new_book(tmp_path, member()) as office:
        assert refused(office, Receive("M1", "summary", D(2019, 2, 1), "2019-01")) == "K8205"
        assert refused(office, Receive("M1", "self-report", D(2019, 2, 1), "2019-03")) == "K8204"
        assert refused(office, Receive("M1", "self-report", D(2019, 2, 1))) == "K8204"
        assert refused(office, Receive("M1", "self-report", D(2999, 2, 1), "2019-01")) == "K8202"
        assert refused(office, Receive("M9", "self-report", D(2019, 2, 1), "2019-01")) == "K8201"


def test_a_receipt_is_taken_back(tmp_path: Path) -> None:
    """What was recorded for somebody else is taken back, and the paper is missing again; undo does the same."""
    with new_book(tmp_path, member()) as office:
        saved = office.save([Receive("M1", "self-report", D(2019, 2, 1), "2019-01")])
        office.undo(saved.receipt, reason="误记")
        assert paper(office, "M1", "self-report", "2019-01", D(2019, 2, 1)).missing
        office.save([Receive("M1", "self-report", D(2019, 2, 1), "2019-01")])
        office.save([Receive("M1", "self-report", None, "2019-01")])
        assert paper(office, "M1", "self-report", "2019-01", D(2019, 2, 1)).missing


def test_leave_slips_are_numbered_and_never_missing(tmp_path: Path) -> None:
    """A slip comes in each case: the first is number 1, the next 2; nobody owes one."""
    posted = {"posted_from": "2020-01-01", "posted_to": "2020-12-31"}
    with made(tmp_path / "y.book", YINING, Enrol("Y1", "secondee", facts=posted)) as office:
        assert paper(office, "Y1", "leave-slip", "1", D(2020, 6, 1)) is None
        office.save([Receive("Y1", "leave-slip", day) for day in (D(2020, 3, 1), D(2020, 4, 1))])
        assert refused(office, Receive("Y1", "leave-slip", D(2020, 5, 1), "4")) == "K8204"
        found = [one for one in office.procedure.papers(D(2020, 6, 1)) if one.paper == "leave-slip"]
        assert [(one.period, one.on, one.late) for one in found] == [("1", D(2020, 3, 1), 0), ("2", D(2020, 4, 1), 0)]


def test_yining_owes_a_report_each_half_year_and_one_at_the_end(tmp_path: Path) -> None:
    """The half-year's is late the day after it ends; the last one is due on the last day of the posting, once entered."""
    with made(tmp_path / "y.book", YINING, Enrol("Y1", "secondee", facts={"posted_from": "2020-01-01"})) as office:
        assert paper(office, "Y1", "half-year-report", "2020H1", D(2020, 6, 30)).late == 0
        assert paper(office, "Y1", "half-year-report", "2020H1", D(2020, 7, 1)).late == 1
        assert paper(office, "Y1", "responsibility", "", D(2020, 7, 1)).due is None
        assert paper(office, "Y1", "final-report", "", D(2020, 12, 31)) is None
        office.save([Enter("Y1", "posted_to", "2020-10-15")])
        assert paper(office, "Y1", "final-report", "", D(2020, 10, 14)) is None
        found = paper(office, "Y1", "final-report", "", D(2020, 10, 16))
        assert (found.due, found.late) == (D(2020, 10, 15), 1)


def test_the_agenda_counts_whose_papers_are_missing(tmp_path: Path) -> None:
    """One line a paper and period, with the people who have not handed it in."""
    with new_book(tmp_path, member(), member("M2")) as office:
        office.save([Receive("M1", "self-report", D(2019, 2, 1), "2019-01")])
        found = [one for one in office.procedure.agenda(D(2019, 2, 15)) if one.sort == "paper"]
        assert [(one.period, one.when, one.days, one.people) for one in found] == [
            ("2019-01", "late", 5, ("M2",)),
            ("2019-02", "later", 0, ("M1", "M2")),
        ]
