"""Upwards: a higher book over what lower books have frozen computes what one book of everybody would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cli_kit import as_json, run
from kaohe.cases import Case, case_from_data, read_case
from kaohe.errors import KaoheError
from kaohe.office import Amend, Consult, Decide, Enrol, Enter, Freeze, NotSaved, Office, Plan, Receive, Revise, Withdraw
from office_kit import MARKS, MONTHS, PLAN, made, marks, member

CODES = ("甲", "乙")


def county(folder: Path, name: str, unit: str, *people: Any) -> Office:
    """A book of a county of the Tibet scheme with these changes saved."""
    return made(folder / f"{name}.book", evolve(PLAN, unit=unit), *people)


def city(folder: Path) -> Office:
    """An empty book of the city above."""
    return made(folder / "city.book", evolve(PLAN, unit="某市"))


def grades(office: Office) -> dict[str, str | None]:
    """Everybody's grade by id."""
    return {one.id: one.grade for one in office.evaluation.outcomes()}


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Office]:
    """A county with two members, all entered and frozen."""
    people = (member("M1", "张三"), member("M2", "李四"))
    with county(tmp_path, "one", "甲县", *people, *marks("M1"), *marks("M2", 80)) as office:
        office.save([Freeze()])
        yield office


def test_people_come_with_their_entries_under_the_units_code(tmp_path: Path, one: Office) -> None:
    """Members of a joined county have its code before their ids, and come out as they did there."""
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        assert grades(upper) == {f"甲.{who}": grade for who, grade in grades(one).items()}
        assert upper.people["甲.M1"].name == "张三"
        lower = upper.lowers["甲"]
        assert (lower.unit, lower.head, lower.spans) == ("甲县", one.head, {"book": one.freezes["book"]["inputs"]})
    with Office.open(tmp_path / "city.book", writable=False) as again:
        assert again.lowers == {"甲": lower}


def test_only_what_is_frozen_is_taken(tmp_path: Path) -> None:
    """Of a county that froze January alone, January's marks come, and February stays open in the city."""
    with county(tmp_path, "one", "甲县", member("M1"), *marks("M1")) as lower, city(tmp_path) as upper:
        with pytest.raises(KaoheError, match="K8300"):
            upper.join(lower, "甲")
        lower.save([Freeze("month", MONTHS[0])])
        upper.join(lower, "甲")
        row = upper.row("甲.M1")
        assert row is not None
        assert {key: [*by_month] for key, by_month in row["facts"].items()} == {key: [MONTHS[0]] for key in MARKS}


@pytest.mark.parametrize(
    "change",
    [Enter("甲.M1", "usual", 80, MONTHS[0]), Amend("甲.M1", name="x"), Withdraw("甲.M1"), Enrol("甲.M9", "member")],
)
def test_what_was_joined_is_changed_where_it_was_entered(tmp_path: Path, one: Office, change: Any) -> None:
    """A joined person's entries, name and place on the roster are refused here, naming the unit and the next step."""
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        with pytest.raises(NotSaved, match=r"甲县.*join it again"):
            upper.save([change], reason="a try")


def test_a_lower_book_that_went_on_is_named_with_what_it_changes(tmp_path: Path, one: Office) -> None:
    """After a revision below, the city is told who comes and who comes out otherwise, and takes it with a reason only."""
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        assert upper.joining(one, "甲").same
        one.save([Revise(), Enter("M1", "usual", 10, MONTHS[0]), member("M3")], reason="a mark was read wrongly")
        found = upper.joining(one, "甲")
        assert (found.came, found.left, [effect.id for effect in found.effects]) == (("甲.M3",), (), ["甲.M1"])
        with pytest.raises(NotSaved, match="K8310"):
            upper.join(one, "甲")
        assert grades(upper)["甲.M1"] == "优秀"
        upper.join(one, "甲", reason="某强基办〔2019〕3号")
        assert grades(upper) == {"甲.M1": "称职", "甲.M2": "称职", "甲.M3": None}


def test_papers_and_opinions_come_along_and_go_with_what_they_came_from(tmp_path: Path, one: Office) -> None:
    """What the county has on record of its people stands in the city, which adds its own; joining again keeps that."""
    day = dt.date(2019, 2, 3)
    one.save([Receive(who, "self-report", day, MONTHS[0]) for who in ("M1", "M2")])
    one.save([Consult("M1", "discipline", "none", day, "纪函1号")])
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        assert _received(upper) == {"甲.M1", "甲.M2"}
        assert {one.appraisee for one in upper.procedure.opinions() if one.says} == {"甲.M1"}
        upper.save([Receive("甲.M1", "self-report", day, MONTHS[1])])
        one.save([Receive("M2", "self-report", None, MONTHS[0])])
        upper.join(one, "甲", reason="a paper was another's")
        assert _received(upper) == {"甲.M1"}
        assert [each.period for each in upper.procedure.papers(day) if each.on] == [*MONTHS]
        upper.undo(upper.head, reason="a try")
        assert _received(upper) == {"甲.M1", "甲.M2"}


def _received(office: Office) -> set[str]:
    return {one.appraisee for one in office.procedure.papers(dt.date(2019, 2, 3)) if one.on}


def test_who_left_below_leaves_above(tmp_path: Path, one: Office) -> None:
    """Somebody withdrawn from the county is withdrawn from the city when it is joined again."""
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        one.save([Revise(), Withdraw("M2")], reason="not posted")
        upper.join(one, "甲", reason="not posted")
        assert set(grades(upper)) == {"甲.M1"}


def test_a_join_is_undone_as_one(tmp_path: Path, one: Office) -> None:
    """Undoing the commit of a join leaves the city as it was before."""
    with city(tmp_path) as upper:
        saved = upper.join(one, "甲")
        upper.undo(saved.receipt, reason="the wrong county")
        assert (grades(upper), upper.lowers) == ({}, {})


def test_a_city_of_counties_is_joined_by_its_region(tmp_path: Path, one: Office) -> None:
    """A region joins the city, whose document keeps the heads of the counties below it."""
    with city(tmp_path) as upper, made(tmp_path / "region.book", evolve(PLAN, unit="自治区")) as region:
        upper.join(one, "甲")
        upper.save([Freeze()])
        region.join(upper, "市")
        assert set(grades(region)) == {"市.甲.M1", "市.甲.M2"}
        assert region.lowers["市"].below == {"甲": one.head.full}


def test_a_head_that_is_no_longer_there_is_refused(tmp_path: Path, one: Office) -> None:
    """A county whose book was made anew does not hold the joined head any more, and that is said."""
    with city(tmp_path) as upper:
        upper.join(one, "甲")
        with county(tmp_path, "other", "甲县", member("M1"), *marks("M1")) as other:
            other.save([Freeze()])
            with pytest.raises(KaoheError, match=r"K8311.*甲县"):
                upper.join(other, "甲", reason="a new book")


def _books(folder: Path, what: str) -> tuple[Office, Office, str]:
    """A higher and a lower book that do not fit, and the code that is tried."""
    plan = evolve(PLAN, unit="某市")
    lower = county(folder, "one", "甲县", member("M1"), *marks("M1"), Freeze())
    if what == "cycle":
        plan = evolve(plan, cycle={**PLAN.cycle, "end": "2019-04-30"})
    elif what == "rules":
        plan = evolve(plan, choices={"gap-reading": "half-up"})
        return Office.create(folder / "up.book", plan), lower, "甲"
    elif what == "itself":
        plan = evolve(plan, unit="甲县")
    upper = made(folder / "up.book", plan)
    if what == "taken":
        with county(folder, "two", "乙县", member("M1"), Freeze()) as two:
            upper.join(two, "甲")
    elif what == "twice":
        upper.join(lower, "丙")
    elif what == "roster":
        upper.save([member("甲.M7")])
    return upper, lower, "甲.乙" if what == "code" else "甲"


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("rules", "K8301"),
        ("cycle", "K8302"),
        ("itself", "K8304"),
        ("code", "K8305"),
        ("taken", "K8306"),
        ("twice", "K8307"),
        ("roster", "K8308"),
    ],
)
def test_books_that_do_not_fit_are_refused(tmp_path: Path, what: str, number: str) -> None:
    """Other rules, another cycle, the book itself, a code that cannot be or is taken: each is named, nothing is written."""
    upper, lower, code = _books(tmp_path, what)
    with upper, lower:
        before = upper.head
        with pytest.raises(KaoheError, match=number):
            upper.join(lower, code, reason="a try")
        assert upper.head == before


def test_the_commands_join_preview_and_list(tmp_path: Path, one: Office) -> None:
    """`office join --preview` writes nothing, `join` tells the receipt, and `joined` compares with the lower book."""
    city(tmp_path).close()
    upper, lower = tmp_path / "city.book", tmp_path / "one.book"
    assert as_json("office", "join", upper, lower, "--as", "甲", "--preview")["came"] == ["甲.M1", "甲.M2"]
    assert as_json("office", "joined", upper)["joined"] == []
    assert as_json("office", "join", upper, lower, "--as", "甲")["people"] == ["甲.M1", "甲.M2"]
    assert run("office", "joined", upper, lower).output.endswith("甲县: as it was joined\n")
    one.save([Revise(), Enter("M1", "usual", 10, MONTHS[0])], reason="read wrongly")
    told = run("office", "joined", upper, lower, lang="zh").output
    assert "甲.M1 张三  90 优秀  ->  86 称职" in told
    assert run("office", "join", upper, lower, "--as", "甲").exit_code == 2


# One book of everybody, and the same people in two books joined

WHOLE = [
    ("kaohe_xpcc", "BT-5(3)d.toml"),
    ("kaohe_xpcc", "BT-5(3)d-four.toml"),
    ("kaohe_xpcc", "BT-5(3)d-met.toml"),
    ("kaohe_xpcc", "BT-5(3)d-shortfall.toml"),
    ("kaohe_xpcc", "BT-5(3)a-level-and-division.toml"),
    ("kaohe_xpcc", "BT-5(3)c-tied.toml"),
    ("kaohe_neimenggu", "NM-4(7)a.toml"),
    ("kaohe_xizang", "XZ-6(4)b.toml"),
]


@pytest.mark.parametrize(("package", "name"), WHOLE)
def test_two_books_joined_come_out_as_one_book_of_everybody(tmp_path: Path, package: str, name: str) -> None:
    """Quotas, guarantees and ties span the lower books: halves of a worked case joined give the outcomes of the whole.

    Teams and units that others are linked to stand in both halves, as each lower book needs them.
    BT-5(3)d guarantees places over 兵团机关 teams in several 师, NM-4(7)a counts over all counties.
    """
    with as_file(files(package) / "cases" / name) as file:
        whole = read_case(file)
    with Office.of_case(tmp_path / "whole.book", whole, unit="全部") as office, ExitStack() as stack:
        data, expected = office.case_data(), {o.id: (o.state, o.grade, o.score) for o in office.evaluation.outcomes()}
        plan = Plan(scheme=data["scheme"], cycle=data["cycle"], unit="上级", choices=data.get("settings", {}))
        upper = stack.enter_context(Office.create(tmp_path / "upper.book", plan))
        homes = _homes(data)
        for code in CODES:
            case = _half(data, {who for who, home in homes.items() if home in (code, "")})
            lower = stack.enter_context(Office.of_case(tmp_path / f"{code}.book", case, unit=code))
            lower.save([Freeze()])
            upper.join(lower, code)
        for row in data.get("decisions", ()):
            if len({homes[who] for who in row.get("members", ())}) > 1:
                upper.save([_renamed(row, homes, upper)])
        found = {o.id: (o.state, o.grade, o.score) for o in upper.evaluation.outcomes()}
        of_one = {f"{homes[who]}.{who}": outcome for who, outcome in expected.items() if homes[who]}
        assert {who: found[who] for who in of_one} == of_one
        assert {code for code in homes.values() if code} == {*CODES}


def _homes(data: Mapping[str, Any]) -> dict[str, str]:
    """In which half everybody is: who has no links in both (""), the others in turn."""
    shared = {to for row in data["appraisees"] for to in row.get("links", {}).values()}
    alone = [row["id"] for row in data["appraisees"] if row["id"] not in shared]
    return dict.fromkeys(shared, "") | {who: CODES[place % len(CODES)] for place, who in enumerate(alone)}


def _half(data: Mapping[str, Any], people: set[str]) -> Case:
    """The case of these people alone, with the decisions that are about nobody else."""
    rows = [row for row in data["appraisees"] if row["id"] in people]
    decided = [
        row
        for row in data.get("decisions", ())
        if {*row.get("members", ()), *row.get("exceed", ()), *filter(None, [row.get("appraisee")])} <= people
    ]
    return case_from_data({**data, "appraisees": rows, "decisions": decided})


def _renamed(row: Mapping[str, Any], homes: Mapping[str, str], upper: Office) -> Decide:
    """A decision on a tie that spans both books, made in the higher one."""
    members = [f"{homes[who]}.{who}" for who in row["members"]]
    tie = next(tie for tie in upper.evaluation.ties() if set(tie.members) == set(members))
    choose = [f"{homes[who]}.{who}" for who in row["choose"]]
    return Decide({**row, "members": members, "choose": choose, "fingerprint": tie.fingerprint})
