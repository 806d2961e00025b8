"""What lasts: freezes and revisions, rules that change, cases in and out, names in one kind of document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_kit import ROOT
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.office import (
    Amend,
    Change,
    Decide,
    Enrol,
    Enter,
    Freeze,
    NotAdopted,
    NotSaved,
    Office,
    OfficeError,
    Plan,
    Rescind,
    Revise,
    Stale,
    Withdraw,
)
from kaohe.store import Header, Refused, create_book
from office_kit import MONTHS, PLAN, all_of, made, marks, member, new_book, other_rules, rules, same

JANUARY, FEBRUARY = MONTHS


def test_a_frozen_month_takes_nothing_more(tmp_path: Path) -> None:
    """After a freeze entries of that month are refused, each by name, and those of another month are taken."""
    with new_book(tmp_path, member(), *marks("M1", 90, JANUARY)) as office:
        office.save([Freeze("month", JANUARY)])
        with pytest.raises(NotSaved) as found:
            office.save([Enter("M1", "usual", 80, JANUARY), Enter("M1", "usual", 80, FEBRUARY)])
        assert [(one.key, one.at) for one in found.value.refusals] == [("usual", JANUARY)]
        with pytest.raises(NotSaved):
            office.save([Withdraw("M1")], reason="gone")
        office.save([Enter("M1", "usual", 80, FEBRUARY)])
        assert same(office)


def test_a_revision_changes_what_is_frozen_and_its_hash(tmp_path: Path) -> None:
    """With Revise and a reason the entry is taken; the freeze stays, counts the revision and hashes anew."""
    with new_book(tmp_path, member(), *marks()) as office:
        office.save([Freeze("month", JANUARY)])
        frozen = office.freezes[f"month/{JANUARY}"]
        change: list[Change] = [Revise("month", JANUARY), Enter("M1", "usual", 80, JANUARY)]
        with pytest.raises(CaseError, match="K8016"):
            office.save(change)
        office.save(change, reason="misread")
        revised = office.freezes[f"month/{JANUARY}"]
        assert (frozen["revisions"], revised["revisions"]) == (0, 1)
        assert frozen["inputs"] != revised["inputs"]
        office.save([Revise("month", JANUARY), Enter("M1", "usual", 90, JANUARY)], reason="right after all")
        assert office.freezes[f"month/{JANUARY}"]["inputs"] == frozen["inputs"]
        assert same(office)


def test_a_frozen_book_takes_names_alone(tmp_path: Path) -> None:
    """Once the whole book is frozen only a name may be corrected; all else needs a revision of the book."""
    decision = Decide({"appraisee": "M1", "grade": "优秀", "reason": "r", "document": "1"})
    with new_book(tmp_path, member("M1", "张三"), *marks()) as office:
        office.save([Freeze()])
        late: list[Change] = [Enter("M1", "usual", 80, JANUARY), member("M2"), decision, Withdraw("M1")]
        for change in late:
            with pytest.raises(NotSaved):
                office.save([change], reason="late")
        office.save([Amend("M1", name="章三")], reason="misspelt")
        office.save([Revise(), Enter("M1", "usual", 80, JANUARY)], reason="late")
        assert office.freezes["book"]["revisions"] == 1
        assert same(office)


@pytest.mark.parametrize(
    "change", [Freeze("month", "2019-04"), Freeze("moon", JANUARY), Revise("month", JANUARY), Revise()]
)
def test_a_freeze_is_of_something(tmp_path: Path, change: Freeze | Revise) -> None:
    """A period that is not there is not frozen, and what is not frozen is not revised."""
    with new_book(tmp_path, member()) as office, pytest.raises(NotSaved):
        office.save([change], reason="a reason")


def test_a_freeze_is_made_once_and_not_undone(tmp_path: Path) -> None:
    """Freezing twice is refused, and so is undoing a freeze, or an entry in what was frozen later."""
    with new_book(tmp_path, member()) as office:
        entered = office.save(marks("M1", 80, JANUARY)).receipt
        frozen = office.save([Freeze("month", JANUARY)]).receipt
        with pytest.raises(NotSaved):
            office.save([Freeze("month", JANUARY)])
        with pytest.raises(CaseError):
            office.undo(frozen, reason="mistaken")
        with pytest.raises(NotSaved):
            office.undo(entered, reason="mistaken")
        assert same(office)


def test_other_rules_open_a_book_for_looking_only(tmp_path: Path) -> None:
    """Where the installed rules differ the difference is told, and nothing is computed or saved until they are adopted."""
    new_book(tmp_path, member(), *marks()).close()
    with Office.open(tmp_path / "a.book", ruleset=other_rules()) as office:
        found = office.difference
        assert found is not None
        assert "member: usual" in found.changed
        assert len(found.removed) == 1
        assert json.dumps(found.as_json())
        assert office.row("M1") is not None
        with pytest.raises(NotAdopted, match="K8020"):
            _ = office.evaluation
        with pytest.raises(NotAdopted):
            office.save(marks("M1", 80))
        with pytest.raises(CaseError, match="K8016"):
            office.adopt(reason="")
        before = office.head.seq
        office.adopt(reason="version 2 of the plugin")
        assert (office.difference, office.head.seq) == (None, before + 1)
        assert same(office)


def test_people_whose_outcome_the_rules_change_are_named(tmp_path: Path) -> None:
    """Beside the outcomes that a freeze recorded stand those under other rules; whoever was edited since is apart."""
    people = [member(), member("M2"), member("M3")]
    with new_book(tmp_path, *people, *marks("M1", 97), *marks("M2"), *marks("M3")) as office:
        assert office.compare() is None
        office.save([Freeze("month", JANUARY)])
        office.save([Enter("M3", "usual", 70, FEBRUARY)])
    with Office.open(tmp_path / "a.book", ruleset=other_rules()) as office:
        found = office.compare()
        assert found is not None
        assert ([one.id for one in found.moved], found.edited) == (["M1"], ("M3",))
        assert (found.moved[0].then[0], found.moved[0].now[0]) == ("decided", "needs")


def test_what_stricter_rules_refuse_is_left_open_and_mended(tmp_path: Path) -> None:
    """A mark that the new rules do not take stays in the book, counts as not entered, is told, and is entered again."""
    new_book(tmp_path, member(), *marks("M1", 97), member("M2"), *marks("M2")).close()
    with Office.open(tmp_path / "a.book", ruleset=other_rules()) as office:
        office.adopt(reason="version 2")
        assert [(one.appraisee, one.key, one.at) for one in office.refusals] == [("M1", "usual", at) for at in MONTHS]
        assert office.evaluation.outcome("M1").state == "needs"
        told = [one.point.what for one in office.open_points() if one.point.kind == "refused"]
        assert told == [f"usual[{at}]" for at in MONTHS]
        office.save([Enter("M1", "usual", 95, at) for at in MONTHS])
        assert (office.refusals, office.evaluation.outcome("M1").state) == ((), "decided")
        assert same(office)


CASES = sorted(ROOT.glob("plugins/*/src/*/cases/*.toml"))
SOME = CASES[::7]


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_a_case_becomes_a_book_and_a_case_again(tmp_path: Path, path: Path) -> None:
    """A worked case keeps its facts, links, re-checks, decisions, order and outcomes through a book and back."""
    case = read_case(path)
    with Office.of_case(tmp_path / "a.book", case, unit="某县") as office:
        book = office.case
        again = case_from_data(json.loads(json.dumps(office.case_data(names=True))))
        for found in (book.cohort, again.cohort):
            assert list(found.appraisees) == list(case.cohort.appraisees)
            for one, two in zip(found.appraisees.values(), case.cohort.appraisees.values(), strict=True):
                assert dict(one.facts) == dict(two.facts)
                assert (one.links, one.rechecks, one.name) == (two.links, two.rechecks, two.name)
            assert found.decisions == case.cohort.decisions
            outcomes = [one.as_json() for one in Evaluation(found).outcomes()]
            assert outcomes == [one.as_json() for one in Evaluation(case.cohort).outcomes()]
        assert again.cohort.ruleset.digest == case.cohort.ruleset.digest


def test_names_stand_in_the_roster_alone(tmp_path: Path) -> None:
    """Searched in every record of the ledger, a name is found in documents of people only; an export has none.

    That holds for the names of people who come to the roster with the same save, too.
    """
    with new_book(tmp_path, member("M1", "欧阳测试"), *marks()) as office:
        office.save([Decide({"appraisee": "M1", "grade": "优秀", "reason": "r", "document": "1"})])
        office.save([Freeze("month", JANUARY)])
        office.save([Amend("M1", name="欧阳更名")], reason="misspelt")
        with pytest.raises(OfficeError):
            office.save([Revise("month", JANUARY), Enter("M1", "usual", 1, JANUARY)], reason="问过欧阳更名")
        decision = {"appraisee": "M1", "grade": "称职", "reason": "欧阳更名自述", "document": "1"}
        absent = {"absent": "not-assessed", "reason": "欧阳更名请假"}
        for change in (Decide(decision), Enter("M1", "usual", absent, FEBRUARY)):
            with pytest.raises(OfficeError, match="K8018"):
                office.save([change])
        decision |= {"appraisee": "M2", "reason": "司马新来自述"}
        coming: list[Change] = [member("M2", "司马新来"), Decide(decision)]
        for changes, reason in (
            (coming, ""),
            (coming[:1], "补录司马新来"),
            ([Amend("M1", name="司马新来")], "司马新来"),
        ):
            with pytest.raises(OfficeError, match="K8018"):
                office.save(changes, reason=reason)
        with pytest.raises(NotSaved):
            office.save([Enrol("M3", "member", 7)], reason="补录")  # type: ignore[arg-type]  # a caller's mistake
        assert "欧阳" not in json.dumps(office.case_data(), ensure_ascii=False)
        assert "欧阳更名" in json.dumps(office.case_data(names=True), ensure_ascii=False)
    lines = (tmp_path / "a.book").read_text("utf-8").splitlines()
    for line in lines:
        if "欧阳" in line:
            body = json.loads(line.split(" ", 2)[2])
            assert {row[0] for row in body["changes"] if "欧阳" in json.dumps(row, ensure_ascii=False)} == {"person"}
            assert "欧阳" not in body["reason"]
    assert sum("欧阳" in line for line in lines) == 2


def test_choices_and_tables_stay_with_the_book(tmp_path: Path) -> None:
    """What a plan chose of the scheme's readings holds when the book is opened again."""
    setting = next(one for one in rules().settings if one.options and not one.is_list)
    code = next(option.code for option in setting.options if option.code != setting.default)
    plan = Plan(scheme="xizang-2018", cycle=dict(PLAN.cycle), unit="某县", choices={setting.key: code}, language="en")
    with Office.create(tmp_path / "a", plan) as office:
        digest = office.ruleset.digest
    with Office.open(tmp_path / "a") as office:
        assert dict(office.ruleset.choices)[setting.key] == code
        assert (office.ruleset.digest, office.language) == (digest, "en")
        assert digest != rules().digest


def test_recorded_outcomes_are_not_recorded_twice(tmp_path: Path) -> None:
    """Recording the same outcomes again writes nothing."""
    with new_book(tmp_path, member(), *marks()) as office:
        office.record()
        assert office.record().documents == 0
        found = office.compare()
        assert found is not None
        assert (found.moved, found.edited) == ((), ())
        assert all_of(office)["M1"]["grade"] == "优秀"


def test_one_person_made_of_documents(tmp_path: Path) -> None:
    """A person is one roster document, one of the cycle's facts, one for each period, and nothing else."""
    with made(tmp_path / "a", PLAN, member("M1", "张三"), *marks()):
        pass
    body = json.loads((tmp_path / "a").read_text("utf-8").splitlines()[-1].split(" ", 2)[2])
    assert [row[:2] for row in body["changes"]] == [
        ["facts", "M1"],
        ["period", f"month/{JANUARY}/M1"],
        ["period", f"month/{FEBRUARY}/M1"],
        ["person", "M1"],
    ]


def test_a_book_in_a_database_does_the_same(tmp_path: Path) -> None:
    """In SQLite the same changes leave the same people, conflicts are told and a save is undone."""
    pytest.importorskip("sqlalchemy")
    place = f"sqlite:///{tmp_path}/books.db#a"
    with Office.create(place, PLAN, ruleset=rules()) as one:
        saved = one.save([member("M1", "张三"), *marks()])
        with Office.open(place, ruleset=rules()) as two:
            two.save([Enter("M1", "usual", 70, JANUARY)])
            with pytest.raises(Stale):
                one.save([Enter("M1", "usual", 60, JANUARY)])
            one.save([Enter("M1", "opinion", 60, JANUARY)])
            assert two.refresh() == {"M1"}
            assert two.row("M1") == one.row("M1")
        with pytest.raises(CaseError):
            one.undo(saved.receipt, reason="mistaken")
        assert same(one)


def tied(tmp_path: Path) -> Office:
    """A book of the XPCC scheme in which some are tied at a quota."""
    path = next(
        path for path in CASES if path.parent.parent.name == "kaohe_xpcc" and Evaluation(read_case(path).cohort).ties()
    )
    return Office.of_case(tmp_path / "tied.book", read_case(path), unit="某师")


def test_a_tie_is_decided_and_holds_for_its_set_alone(tmp_path: Path) -> None:
    """A decision with the fingerprint of its tie set settles it; once the set is another, it is an open point."""
    with tied(tmp_path) as office:
        before = len(office.evaluation.ties())
        tie = office.evaluation.ties()[0]
        row = {"quota": tie.quota, "members": [*tie.members], "choose": [*tie.members[: tie.take]]}
        row |= {"reason": "集体研究", "document": "组发1号", "fingerprint": tie.fingerprint}
        office.save([Decide(row)])
        assert len(office.evaluation.ties()) == before - 1
        assert not office.evaluation.refused()
        name = next(one for one in office.decisions if one.startswith("tie/"))
        assert office.decisions[name]["choose"] == [*tie.members[: tie.take]]
        assert same(office)
        office.save([Rescind(name)], reason="撤回")
        assert len(office.evaluation.ties()) == before


def test_a_book_without_settings_says_what_to_do(tmp_path: Path) -> None:
    """A book with its first record alone, as an earlier version left it, opens with advice; it is not taken for a new one."""
    place = tmp_path / "a.book"
    create_book(place, Header("xizang-2018", "2019", "某县"))
    with pytest.raises(OfficeError, match="K8017"):
        Office.open(place, ruleset=rules())
    with pytest.raises(Refused):
        Office.create(place, PLAN, ruleset=rules())
