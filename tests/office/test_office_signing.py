"""Signing along the declared chain: the order, what must be done before, who may, returns, revisions, and closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli_kit import ROOT
from control_kit import as_, publicised, refused, staffed
from kaohe.cases import read_case
from kaohe.errors import KaoheError
from kaohe.office import (
    STANDINGS,
    Accept,
    Appoint,
    AskSecond,
    Change,
    Enrol,
    Enter,
    Freeze,
    NotSaved,
    Office,
    Opinion,
    Publish,
    Return,
    Revise,
    Seal,
    Second,
    Sign,
)
from office_kit import MONTHS, marks, member, new_book, rules

AT, NEXT = MONTHS


def _ready(folder: Path, *more: Change) -> Path:
    """Two members with both months entered by the clerk."""
    return staffed(folder, *marks("M1", 90), *marks("M2", 80), *more)


def _signed(path: Path, *spans: str) -> None:
    """Every span signed at each of its levels, by the two approvers in turn."""
    for span in spans:
        if not span:
            publicised(path)
        for who in ("sun", "qian") * 5:
            with as_(who, path) as office:
                if all(one.complete for one in office.signatures(span)):
                    break
                office.save([Sign(span)])


def _why(who: str, path: Path, *changes: Change, reason: str = "a reason") -> str:
    """The sentence with which a save is refused."""
    with as_(who, path) as office, pytest.raises(KaoheError) as caught:
        office.save(changes, reason=reason)
    return caught.value.text.en


def test_a_month_is_signed_and_frozen_by_itself(tmp_path: Path) -> None:
    """The first signature freezes it; the other month is entered on as before."""
    path = _ready(tmp_path)
    with as_("sun", path) as office:
        office.save([Sign(AT)])
        (one,) = office.signatures(AT)
        assert one.complete
        assert [(office_.zh, by) for office_, by, _ in one.signatures] == [("乡镇考核组", "sun")]
        assert list(office.freezes) == [f"month/{AT}"]
        assert {one.appraisee: one.state for one in office.states(AT)} == {"M1": "approved", "M2": "approved"}
    assert refused("li", path, Enter("M1", "usual", 70, AT)) == ["K8012"]
    with as_("li", path) as office:
        office.save([Enter("M1", "usual", 91, NEXT)])
        assert office.state_of("M1", NEXT).state == "computed"


def test_the_year_builds_on_its_months_and_quarters(tmp_path: Path) -> None:
    """A quarter waits for its months, the year for both, each refusal naming what is missing; then it is approved."""
    path = _ready(tmp_path)
    assert f"{AT}, {NEXT} must be signed" in _why("sun", path, Sign("2019Q1"))
    _signed(path, AT, NEXT)
    why = _why("sun", path, Sign())
    assert "2019Q1 must be signed" in why
    _signed(path, "2019Q1")
    with as_("sun", path) as office:
        assert office.state_of("M1").state == "computed"
        assert office.unready() == []
        assert ["not been shown" in one or "discipline office" in one for one in office.barred()] == [True, True]
        for who in ("sun", "qian") * 3:
            with as_(who, path) as signing:
                signing.save([Sign()])
    assert "not been shown" in _why("sun", path, Sign())
    _signed(path, "")
    with as_("sun", path) as office:
        assert office.barred() == []
    with as_("wu", path, writable=False) as office:
        assert {one.state for one in office.states()} == {"approved"}
        assert "book" in office.freezes
        assert [one.step.label.zh for one in office.signatures()] == [
            "乡镇（街道）",
            "县（区）",
            "市（地）",
            "自治区强基惠民活动领导小组",
        ]


def test_two_signatures_at_a_level_are_two_logins_in_order(tmp_path: Path) -> None:
    """The same login does not sign twice at a level; a level waits for the one before."""
    path = _ready(tmp_path)
    _signed(path, AT, NEXT)
    with as_("sun", path) as office:
        office.save([Sign("2019Q1")])
        first, second = office.signatures("2019Q1")
        assert (len(first.signatures), first.complete, second.signatures) == (1, False, ())
        assert office.state_of("M1", "2019Q1").state == "signed"
    assert refused("sun", path, Sign("2019Q1")) == ["K8145"]
    assert refused("qian", path, Sign("2019Q1", "2")) == ["K8144"]
    assert refused("qian", path, Sign("2019Q1", "3")) == ["K8143"]
    with as_("qian", path) as office:
        office.save([Sign("2019Q1", "乡镇（街道）")])
    _signed(path, "2019Q1")
    assert refused("sun", path, Sign("2019Q1")) == ["K8142"]
    assert refused("sun", path, Sign("2019Q1", "1")) == ["K8142"]


def test_nobody_signs_what_they_entered(tmp_path: Path) -> None:
    """Neither the first entry nor the second, where the book has roles; another month they may."""
    path = _ready(tmp_path)
    with as_("ada", path) as office:
        office.save(
            [Appoint("sun", ["clerk", "approver"]), Appoint("qian", ["second", "approver"]), AskSecond(["usual"])]
        )
    with as_("sun", path) as office:
        office.save([Enter("M2", "opinion", 81, AT)])
    with as_("qian", path) as office:
        office.save([Second(who, {"usual": mark}, at) for who, mark in (("M1", 90), ("M2", 80)) for at in MONTHS])
    assert refused("sun", path, Sign(AT)) == ["K8146"]
    assert refused("qian", path, Sign(AT)) == ["K8146"]
    with as_("sun", path) as office:
        office.save([Sign(NEXT)])


@pytest.mark.parametrize(
    ("changes", "asked", "why"),
    [
        ([Enter("M2", "usual", None, AT)], [], "1 people lack entries, the first being M2"),
        ([], ["usual"], "2 second entries are missing or differ, the first being M1 usual 2019-01"),
        ([Enter("M2", "usual", 40, AT)], [], "1 warnings are not accepted, the first being W8101/M2/usual/2019-01"),
    ],
)
def test_what_is_missing_is_named(changes: Sequence[Change], asked: Sequence[str], why: str, tmp_path: Path) -> None:
    """Entries, second entries, warnings: a sentence with whose, and the command that shows them."""
    path = _ready(tmp_path, *changes)
    with as_("ada", path) as office:
        office.save([AskSecond(asked)])
    told = _why("sun", path, Sign(AT))
    assert why in told
    assert "kaohe office" in told
    with as_("sun", path) as office:
        assert any(why in one for one in office.unready(AT))


def test_an_accepted_warning_no_longer_blocks(tmp_path: Path) -> None:
    """Somebody accepts it with a reason, and the month is signed."""
    path = _ready(tmp_path, Enter("M2", "usual", 40, AT))
    with as_("wang", path) as office:
        office.save([Accept(one.id) for one in office.warned(AT)], reason="as on paper")
    with as_("sun", path) as office:
        assert office.save([Sign(AT)]).documents == 3


def test_a_year_with_open_points_is_not_signed(tmp_path: Path) -> None:
    """A finding that nobody entered is an open point of the year."""
    path = staffed(tmp_path, *marks("M1", 90), *marks("M2", 80), Enter("M2", "falsifies", None))
    _signed(path, AT, NEXT, "2019Q1")
    with as_("sun", path) as office:
        assert office.state_of("M2").state == "entered"
    assert "points are open, the first being M2" in _why("sun", path, Sign())


def test_a_return_takes_the_signatures_back_and_says_whom_it_is_about(tmp_path: Path) -> None:
    """The quarter is returned for one member; what is frozen is then revised, and everybody signs again."""
    path = _ready(tmp_path)
    assert refused("qian", path, Return(AT)) == ["K8149"]
    _signed(path, AT, NEXT, "2019Q1")
    assert refused("qian", path, Return("2019Q1", people=["M9"])) == ["K8150"]
    with as_("qian", path) as office:
        with pytest.raises(KaoheError) as caught:
            office.save([Return("2019Q1")])
        assert caught.value.number == "K8016"
        office.save([Return("2019Q1", people=["M2"])], reason="附件缺扫描号")
        steps = office.signatures("2019Q1")
        assert [len(one.signatures) for one in steps] == [0, 0]
        assert [one.returned and one.returned["people"] for one in steps] == [None, ["M2"]]
        assert office.signatures(AT)[0].complete
        assert office.state_of("M1", "2019Q1").state == "computed"
    _signed(path, "2019Q1")
    with as_("qian", path) as office:
        assert [one.returned for one in office.signatures("2019Q1")] == [None, None]


def test_a_revision_takes_the_signatures_back_on_record(tmp_path: Path) -> None:
    """Of the month and of the quarter and year that build on it; the other month's stand; the ledger keeps them."""
    path = _ready(tmp_path)
    _signed(path, AT, NEXT, "2019Q1", "")
    with as_("li", path) as office:
        revising: list[Change] = [Revise("month", AT), Revise(), Enter("M1", "usual", 92, AT)]
        saved = office.save(revising, reason="found on paper")
        assert [one.signatures for span in (AT, "2019Q1", "") for one in office.signatures(span)] == [()] * 7
        assert office.signatures(NEXT)[0].complete
        assert office.state_of("M1").state == "computed"
        event = [*office.audit(after=saved.receipt.seq - 1)][-1]
        assert sum(one.key.startswith("signature") and one.after is None for one in event.moved) >= 7
    assert refused("sun", path, Sign()) == ["K8148"]
    _signed(path, AT, "2019Q1", "")
    with as_("sun", path) as office:
        assert office.state_of("M1").state == "approved"


def test_a_signature_stands_alone_in_its_save(tmp_path: Path) -> None:
    """It is about the book as it stands, so no entry may slip in beside it."""
    path = _ready(tmp_path)
    with as_("ada", path) as office:
        office.save([Appoint("sun", ["clerk", "approver"])])
    assert "K8104" in refused("sun", path, Enter("M1", "usual", 91, NEXT), Sign(AT))


def test_what_is_not_signed_is_not_called_approved(tmp_path: Path) -> None:
    """Every state below is below, and each is told in words."""
    path = staffed(tmp_path, *marks("M1", 90))
    with as_("wu", path, writable=False) as office:
        assert office.state_of("M2", AT).state == "entered"
        assert office.state_of("M1", AT).state == "computed"
        assert {*STANDINGS} >= {one.state for one in office.states()}
        with pytest.raises(KaoheError, match="K8140"):
            office.states("2020-01")
        with pytest.raises(KaoheError, match="K8170"):
            office.state_of("M9")


def test_a_result_that_was_shown_publicly_is_published_until_it_is_approved(tmp_path: Path) -> None:
    """Article 9: once the last day is over; the state of a month is not moved by the publicity of the year."""
    path = _ready(tmp_path)
    _signed(path, AT, NEXT, "2019Q1")
    ahead = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=300)
    with as_("wang", path) as office:
        office.save([Publish("XZ-9", dt.date(2019, 11, 1), "公示1号", until=ahead)])
        assert office.state_of("M1").state == "computed"
        office.save([Publish("XZ-9", dt.date(2019, 11, 1), "公示1号", until=dt.date(2019, 11, 8))])
        assert office.state_of("M1").state == "published"
        assert office.state_of("M1", AT).state == "approved"
    _signed(path, "")
    with as_("wu", path, writable=False) as office:
        assert office.state_of("M1").state == "approved"


def test_high_villages_sign_their_half_year(tmp_path: Path) -> None:
    """6(5): at 4500 m and above by the half-year, which waits for its months; nobody else's half-year is signed."""
    high = {"altitude": "4500-and-above"}
    with new_book(tmp_path, member("M1", **high), member("M2"), *marks("M1"), *marks("M2")) as office:
        assert office.spans == ("month/2019-01", "month/2019-02", "quarter/2019Q1", "half/2019H1", "book")
        assert [one.covers for one in office.signatures("2019H1")] == [1, 1]
        with pytest.raises(NotSaved, match="must be signed at every level first"):
            office.save([Sign("2019H1")])
        for span, times in ((AT, 1), (NEXT, 1), ("2019Q1", 4), ("2019H1", 4)):
            for _ in range(times):
                office.save([Sign(span)])
        assert office.state_of("M1", "2019H1").state == "approved"


def test_a_half_year_in_which_no_month_is_anybody_s_is_signed(tmp_path: Path) -> None:
    """A team alone has quarters and no months: its half-year is signed, and its months are frozen with it."""
    facts: dict[str, list[object]] = {key: [] for key in ("plan_late", "clause_7_2_2", "funds_misused")}
    team = Enrol("T1", "team", facts={"altitude": "4500-and-above", **facts})
    quarter = [Enter("T1", key, 90, "2019Q1") for key in ("usual", "opinion", "targets")]
    with new_book(tmp_path, team, *quarter) as office:
        for span in ("2019Q1", "2019H1"):
            while any(not one.complete for one in office.signatures(span)):
                office.save([Sign(span)])
        assert office.state_of("T1", "2019H1").state == "approved"
        assert {f"month/{AT}", f"month/{NEXT}", "quarter/2019Q1"} == {*office.freezes}
        with pytest.raises(NotSaved, match="K8012"):
            office.save([member("M1"), Enter("M1", "usual", 90, AT)])


def test_the_persons_own_word_is_a_step_where_the_form_has_it(tmp_path: Path) -> None:
    """Annexes 3 and 4 of XPCC end with 本人意见: recorded for each, after the leaders; then the result is approved."""
    case = read_case(ROOT / "plugins" / "xpcc" / "src" / "kaohe_xpcc" / "cases" / "BT-5(2).toml")
    with Office.of_case(tmp_path / "x.book", case, unit="某师") as office:
        assert not office.open_points()
        people = [who for who, one in office.people.items() if one.kind != "team"]
        with pytest.raises(NotSaved, match="K8144"):
            office.save([Opinion(people[0], "agrees")])
        *before, own = office.signatures()
        for _ in before:
            office.save([Sign()])
        for act, number in (
            (Sign(), "K8147"),
            (Opinion(people[0], "perhaps"), "K8152"),
            (Opinion("nobody", "agrees"), "K8151"),
        ):
            with pytest.raises(NotSaved, match=number):
                office.save([act])
        assert own.covers == len(people)
        office.save([Opinion(who, "agrees") for who in people[1:]])
        assert (office.signatures()[-1].words, office.state_of(people[0]).state) == (len(people) - 1, "signed")
        office.save([Opinion(people[0], "objects")])
        assert {one.state for one in office.states()} == {"approved"}


def test_a_branch_signs_its_own_people_alone(tmp_path: Path) -> None:
    """6(1)6: whoever the 兵团 dispatched goes to its office, the others to that of their 师; nobody waits for the other."""
    case = read_case(ROOT / "plugins" / "xpcc" / "src" / "kaohe_xpcc" / "cases" / "BT-5(2).toml")
    with Office.of_case(tmp_path / "x.book", case, unit="某师") as office:
        team = next(who for who, one in office.people.items() if one.kind == "team")
        office.save([Enter(team, "level", "division")])
        steps = {one.step.label.zh: one for one in office.signatures()}
        mine = steps["师（市）“访惠聚”工作领导小组"]
        others = steps["兵团“访惠聚”驻连（村）工作领导小组"]
        assert 0 < mine.covers < len(office.people)
        assert 0 < others.covers < len(office.people)
        assert not {mine.step.id} & others.step.after


def test_a_book_is_closed_once_the_year_is_signed_and_never_written_again(tmp_path: Path) -> None:
    """Until then K8160; afterwards every way of saving is refused, whoever asks, and looking goes on."""
    path = _ready(tmp_path)
    assert refused("ada", path, Seal("2099-12-31")) == ["K8160"]
    _signed(path, AT, NEXT, "2019Q1", "")
    assert refused("ada", path, Seal("2019-12-31")) == ["K8162"]
    assert refused("ada", path, Seal("soon")) == ["K8162"]
    with as_("ada", path) as office:
        office.save([Seal("2099-12-31")], reason="年度结束")
        assert office.seal is not None
        assert (office.seal["by"], office.seal["retain_until"]) == ("ada", "2099-12-31")
        assert office.state_of("M1").state == "sealed"
        with pytest.raises(KaoheError, match="K8100"):
            office.record()
        with pytest.raises(KaoheError, match="K8024"):
            office.undo(office.head, reason="a reason")
    for who, change in (("li", Enter("M1", "usual", 70, AT)), ("li", Revise()), ("ada", Appoint("new", ["clerk"]))):
        assert refused(who, path, change) == ["K8100"]
    with Office.open(path, ruleset=rules(), writable=False) as office:
        assert office.evaluation.outcome("M1").state == "decided"


def test_two_approvers_meet(tmp_path: Path) -> None:
    """Both sign the same place at once: one stands, the other is told, and signs the next."""
    path = _ready(tmp_path)
    _signed(path, AT, NEXT)
    with as_("sun", path) as one, as_("qian", path) as two:
        one.save([Sign("2019Q1")])
        with pytest.raises(KaoheError) as caught:
            two.save([Sign("2019Q1")])
        assert caught.value.number == "K8002"
        two.save([Sign("2019Q1")])
        assert two.signatures("2019Q1")[0].complete


def test_a_freeze_before_is_kept_by_the_first_signature(tmp_path: Path) -> None:
    """A month frozen by the reviewer is signed as it is."""
    path = _ready(tmp_path)
    with as_("wang", path) as office:
        office.save([Freeze("month", AT)])
        held = office.freezes
    with as_("sun", path) as office:
        office.save([Sign(AT)])
        assert office.freezes == held


def test_looking_back_names_what_changed_and_who(tmp_path: Path) -> None:
    """By person, input, operator; and between two heads what was changed back is not among it."""
    path = _ready(tmp_path)
    with as_("li", path) as office:
        start = office.head.seq
        office.save([Enter("M1", "usual", 70, AT)])
        office.save([Enter("M1", "usual", 90, AT), Enter("M2", "opinion", 77, NEXT)], reason="read again")
        (only,) = office.between(start, office.head.seq)
        assert (only.moved.appraisee, only.moved.before, only.moved.after) == ("M2", 80, 77)
        assert (only.actor, only.reason) == ("li", "read again")
        assert len(office.between(start, start + 1)) == 1
        assert [one.receipt.seq for one in office.audit(key="opinion", appraisee="M2", after=start)] == [start + 2]
        assert {one.actor for one in office.audit(actor="li")} == {"li"}
        assert next(office.audit(appraisee="li")).moved[0].key == "role li roles"
        assert [*office.audit(decision="grade/M1")] == []
