"""Draws: a seed pledged, a frame frozen, a seed shown; sizes at their edges; places, cross-assessment, lots."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_kit import ROOT
from kaohe.cases import read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.office import Assign, Decide, Enrol, Enter, Frame, NotSaved, Office, Plan, Pledge, Reveal, Withdraw
from kaohe.office.procedure import Stream, commitment_of
from kaohe.store import Receipt
from office_kit import made, marks, member, new_book, same

HALF, REGION = "XZ-6(6)/checked/2019H1", "XZ-6(7)/reviewed"
SEED = "0123456789abcdef" * 4
NM = Plan(
    scheme="neimenggu-2018",
    cycle={"id": "2018", "start": "2018-01-01", "end": "2018-12-31", "lists": {"counties": ["A旗", "B县"]}},
    unit="自治区",
)
XPCC = Plan(
    scheme="xpcc-2016",
    cycle={
        "id": "2016",
        "start": "2016-01-01",
        "end": "2016-12-31",
        "lists": {"divisions": ["一师", "二师"], "groups": ["一组"]},
    },
    unit="兵团",
)
TOWNSHIPS, VILLAGES = "NM-4(3)4-procedure/townships/A旗", "NM-4(3)4-procedure/villages/A旗"


def refused(office: Office, *changes: Any, reason: str = "") -> str:
    """The number of the reason for which a save is refused; nothing is written."""
    before = office.head
    with pytest.raises(NotSaved) as error:
        office.save(changes, reason=reason)
    assert office.head == before
    return error.value.refusals[0].text.number


def draw(office: Office, id_: str, seed: str = SEED, **frame: Any) -> list[str]:
    """Draw in the three commits that it takes; gives what was drawn."""
    office.save([Pledge(id_, commitment_of(seed))])
    office.save([Frame(id_, **frame)])
    office.save([Reveal(id_, seed)])
    fields = office.procedure.draw(id_)
    assert fields is not None
    assert office.procedure.holds(id_)
    return [code for group in sorted(fields["drawn"]) for code in fields["drawn"][group]]


def people(number: int) -> list[Any]:
    """So many members, without any entry."""
    return [member(f"M{n:02}") for n in range(1, number + 1)]


def by_hand(seed: str, frame: str, codes: list[str], number: int) -> list[str]:
    """The documented algorithm, written out again from the page in docs/procedures.md."""
    key = hashlib.sha256(f"{seed}\n{frame}".encode()).digest()
    left, block = sorted(codes), 0
    for place in range(number):
        bound = len(left) - place
        while True:
            value = int.from_bytes(hashlib.sha256(key + block.to_bytes(8, "big")).digest(), "big")
            block += 1
            if value < 2**256 // bound * bound:
                break
        other = place + value % bound
        left[place], left[other] = left[other], left[place]
    return left[:number]


def test_a_draw_is_what_the_page_says() -> None:
    """The stream gives what the documented algorithm gives, written out a second time; and the printed vector."""
    codes = [f"c{n}" for n in range(40)]
    for seed in ("a" * 32, SEED):
        assert Stream(seed, "f" * 64).drawn(codes, 17) == by_hand(seed, "f" * 64, codes, 17)
    assert Stream(SEED, "0" * 64).drawn(["A", "B", "C", "D", "E"], 5) == by_hand(SEED, "0" * 64, [*"ABCDE"], 5)
    assert commitment_of("a" * 32) == hashlib.sha256(b"a" * 32).hexdigest()


def test_every_code_is_as_likely() -> None:
    """Over many seeds each of seven codes is drawn first about as often: no remainder favours the early ones."""
    first = Counter(Stream(f"{n:032}", "0" * 64).drawn([*"abcdefg"], 1)[0] for n in range(7000))
    assert set(first) == set("abcdefg")
    assert all(850 < count < 1150 for count in first.values())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a loaded machine draws slowly
@given(
    st.text("0123456789abcdef", min_size=32, max_size=64),
    st.sets(st.text("abc1", min_size=1, max_size=4), min_size=1),
    st.data(),
)
def test_a_draw_is_a_sample_of_its_frame(seed: str, codes: set[str], data: st.DataObject) -> None:
    """Any seed, any codes: so many of them, each once, the same again whatever their order; fewer are the first of more."""
    number = data.draw(st.integers(0, len(codes)))
    found = Stream(seed, "0" * 64).drawn([*codes], number)
    assert len(set(found)) == len(found) == number
    assert set(found) <= codes
    assert Stream(seed, "0" * 64).drawn(sorted(codes, reverse=True), len(codes))[:number] == found


@pytest.mark.parametrize(("roster", "fifth", "tenth"), [(4, 1, 1), (5, 1, 1), (6, 2, 1), (10, 2, 1), (11, 3, 2)])
def test_sizes_are_rounded_up_kind_by_kind(tmp_path: Path, roster: int, fifth: int, tenth: int) -> None:
    """20 % and 10 % of 4, 5, 6, 10 and 11 members, and of one unit beside them, each rounded up by itself (XZ-a12)."""
    with new_book(tmp_path, *people(roster), Enrol("U1", "unit")) as office:
        found = draw(office, HALF)
        assert ("U1" in found, len(found)) == (True, fifth + 1)
        assert len(draw(office, REGION)) == tenth + 1
        assert len(set(found)) == len(found)


def test_a_frame_holds_whom_the_roster_held(tmp_path: Path) -> None:
    """The frame is frozen with the head that it was judged by; who comes or goes later changes nothing of it."""
    with new_book(tmp_path, *people(6)) as office:
        office.save([Pledge(HALF, commitment_of(SEED))])
        head = office.head
        office.save([Frame(HALF)])
        office.save([member("M99"), Withdraw("M01")], reason="调离")
        office.save([Reveal(HALF, SEED)])
        fields = office.procedure.draw(HALF)
        assert fields is not None
        assert (fields["frame"], fields["head"]) == ({"member": [f"M{n:02}" for n in range(1, 7)]}, head.full)


def test_who_is_not_posted_in_the_half_year_is_not_in_its_frame(tmp_path: Path) -> None:
    """Posted up to the day before the half-year begins: out; from its last day on: in."""
    gone, last = Enter("M01", "posted_to", "2018-12-31"), Enter("M02", "posted_from", "2019-03-31")
    with new_book(tmp_path, *people(3), Enter("M01", "posted_from", "2018-11-01"), gone, last) as office:
        office.save([Pledge(HALF, commitment_of(SEED))])
        office.save([Frame(HALF)])
        fields = office.procedure.draw(HALF)
        assert fields is not None
        assert fields["frame"] == {"member": ["M02", "M03"]}


def test_each_step_waits_for_the_one_before(tmp_path: Path) -> None:
    """No frame before a pledge, no seed before a frame, none of them in one save, and each once."""
    with new_book(tmp_path, *people(5)) as office:
        assert refused(office, Frame(HALF)) == "K8226"
        assert refused(office, Pledge(HALF, commitment_of(SEED)), Frame(HALF), Reveal(HALF, SEED)) == "K8226"
        office.save([Pledge(HALF, commitment_of(SEED))])
        assert refused(office, Pledge(HALF, commitment_of(SEED))) == "K8222"
        assert refused(office, Reveal(HALF, SEED)) == "K8228"
        office.save([Frame(HALF)])
        assert refused(office, Frame(HALF)) == "K8227"


def test_another_seed_than_the_pledged_is_refused(tmp_path: Path) -> None:
    """One character off is another seed; nothing is drawn, and the pledged one still draws."""
    with new_book(tmp_path, *people(5)) as office:
        office.save([Pledge(HALF, commitment_of(SEED))])
        office.save([Frame(HALF)])
        assert refused(office, Reveal(HALF, SEED[:-1] + "e")) == "K8229"
        assert refused(office, Reveal(HALF, SEED + "\n")) == "K8230"
        assert refused(office, Reveal(HALF, "short")) == "K8230"
        office.save([Reveal(HALF, SEED)])


def test_a_second_draw_is_a_revision_with_a_reason(tmp_path: Path) -> None:
    """One draw a frame: another asks for `again` and a reason, and both stay on record."""
    with new_book(tmp_path, *people(9)) as office:
        assert refused(office, Pledge(HALF, commitment_of(SEED), again=True), reason="重抽") == "K8224"
        first = draw(office, HALF)
        other = "f" * 40
        assert refused(office, Pledge(HALF, commitment_of(other))) == "K8223"
        assert refused(office, Frame(HALF)) == "K8223"
        assert refused(office, Pledge(HALF, commitment_of(other), again=True)) == "K8225"
        office.save([Pledge(HALF, commitment_of(other), again=True)], reason="名册有误")
        office.save([Frame(HALF)])
        office.save([Reveal(HALF, other)])
        assert set(office.procedure.draws) == {HALF, f"{HALF}~2"}
        assert [code for group in office.procedure.draws[HALF]["drawn"].values() for code in group] == first
        assert office.procedure.draw(HALF) == office.procedure.draws[f"{HALF}~2"]


def test_a_draw_is_not_undone(tmp_path: Path) -> None:
    """A pledge, a frame or a draw that displeases cannot be taken back by undo."""
    with new_book(tmp_path, *people(5)) as office:
        saved = office.save([Pledge(HALF, commitment_of(SEED))])
        with pytest.raises(CaseError) as error:
            office.undo(Receipt.parse(saved.receipt.full), reason="不满意")
        assert error.value.number == "K8024"


def test_what_was_changed_by_hand_is_found(tmp_path: Path) -> None:
    """A draw is computed again from its seed and frame: another result on record is told."""
    with new_book(tmp_path, *people(11)) as office:
        draw(office, HALF)
        fields = office.procedure.draws[HALF]
        fields["drawn"]["member"] = [*reversed(fields["drawn"]["member"])]
        assert not office.procedure.holds(HALF)


# Places


def nm_book(folder: Path) -> Office:
    """A team and a member in A旗."""
    team = Enrol("T1", "team", facts={"county": "A旗"})
    return made(folder / "nm.book", NM, team, Enrol("P1", "member", links={"team": "T1"}))


def villages(*groups: tuple[str, int]) -> dict[str, list[str]]:
    """So many villages in each of these townships."""
    return {town: [f"{town}-{n}" for n in range(1, many + 1)] for town, many in groups}


def test_four_townships_then_eight_villages_within_them(tmp_path: Path) -> None:
    """4 of the townships; then 8 villages of exactly those, at least one of each (NM-a14)."""
    with nm_book(tmp_path) as office:
        towns = draw(office, TOWNSHIPS, codes={"": [f"S{n}" for n in range(1, 8)]})
        assert len(set(towns)) == 4
        found = draw(office, VILLAGES, codes=villages(*((town, 5) for town in towns)))
        assert len(set(found)) == 8
        assert {code.partition("-")[0] for code in found} == set(towns)


@pytest.mark.parametrize(("many", "number"), [(3, "K8214"), (4, ""), (5, "")])
def test_four_are_drawn_of_four_or_more(tmp_path: Path, many: int, number: str) -> None:
    """A county with three townships has too few for four; with four all of them are drawn."""
    with nm_book(tmp_path) as office:
        codes = {"": [f"S{n}" for n in range(many)]}
        if number:
            office.save([Pledge(TOWNSHIPS, commitment_of(SEED))])
            assert refused(office, Frame(TOWNSHIPS, codes)) == number
        else:
            assert len(draw(office, TOWNSHIPS, codes=codes)) == 4


def test_villages_lie_in_the_townships_drawn(tmp_path: Path) -> None:
    """Before the townships are drawn, and with other townships than those, or none of one, the list is refused."""
    with nm_book(tmp_path) as office:
        office.save([Pledge(VILLAGES, commitment_of(SEED))])
        assert refused(office, Frame(VILLAGES, villages(("S1", 9)))) == "K8216"
        towns = draw(office, TOWNSHIPS, codes={"": ["S1", "S2", "S3", "S4"]})
        wrong = villages(*((town, 3) for town in towns[:3]), ("S9", 3))
        assert refused(office, Frame(VILLAGES, wrong)) == "K8215"
        assert refused(office, Frame(VILLAGES, {**villages(*((town, 3) for town in towns)), "S1": []})) == "K8215"
        assert refused(office, Frame(VILLAGES, villages(*zip(towns, (1, 2, 2, 2), strict=True)))) == "K8214"
        office.save([Frame(VILLAGES, villages(*zip(towns, (2, 2, 2, 2), strict=True)))])


@pytest.mark.parametrize("codes", [{"": ["S 1", "S2"]}, {"": ["S1", "S1"]}, {"": ["S1", "Ｓ1"]}, {"a b": ["S1"]}])
def test_a_list_holds_codes_each_once(tmp_path: Path, codes: dict[str, list[str]]) -> None:
    """Blanks, the same code twice or two that look alike are refused; a roster is never given by hand."""
    with nm_book(tmp_path) as office:
        office.save([Pledge(TOWNSHIPS, commitment_of(SEED))])
        assert refused(office, Frame(TOWNSHIPS, codes)) == "K8213"
        assert refused(office, Frame(TOWNSHIPS)) == "K8211"
        assert refused(office, Frame(TOWNSHIPS, {"": ["S1"]}, size=2)) == "K8218"


def test_marks_of_a_visit_before_the_draw_are_warned_of(tmp_path: Path) -> None:
    """The mark of the visits is warned of while its places are not drawn, and as long as it stands unchanged after."""
    with nm_book(tmp_path) as office:
        assert office.procedure.early_marks() == []
        office.save([Enter("P1", "visits", 90)])
        assert {one.text.number for one in office.procedure.early_marks()} == {"K8275"}
        towns = draw(office, TOWNSHIPS, codes={"": ["S1", "S2", "S3", "S4"]})
        draw(office, VILLAGES, codes=villages(*((town, 2) for town in towns)))
        assert len(office.procedure.early_marks()) == 2
        office.save([Enter("P1", "visits", 91)])
        assert office.procedure.early_marks() == []


# Who assesses whom

CROSS = "BT-3(2)/regiments/一师"


def test_nobody_assesses_their_own(tmp_path: Path) -> None:
    """Drawn for many seeds: every 团场 has one assessor, none its own; with two they assess each other."""
    for number in range(40):
        pairs = Stream(f"{number:032}", "0" * 64).crossed(["一团", "二团", "三团", "四团"])
        assert set(pairs) == set(pairs.values())
        assert all(one != two for one, two in pairs.items())
    with made(tmp_path / "x.book", XPCC) as office:
        assert len(draw(office, CROSS, codes={"": ["一团", "二团"]})) == 2
        assert office.procedure.assignments == {CROSS: {"一团": "二团", "二团": "一团"}}


def test_a_superseded_cross_assessment_still_holds(tmp_path: Path) -> None:
    """Drawn anew, and then arranged by hand: each draw on record is what its own seed and frame give."""
    with made(tmp_path / "x.book", XPCC) as office:
        draw(office, CROSS, codes={"": ["一团", "二团", "三团", "四团", "五团"]})
        office.save([Pledge(CROSS, commitment_of(SEED[::-1]), again=True)], reason="一团撤并")
        office.save([Frame(CROSS, {"": ["二团", "三团", "四团", "五团"]})])
        office.save([Reveal(CROSS, SEED[::-1])])
        office.save([Assign(CROSS, {"二团": "三团", "三团": "二团"}, "兵办〔2016〕1号")])
        assert [office.procedure.holds(key) for key in office.procedure.draws] == [True, True]


def test_one_alone_cannot_be_assigned(tmp_path: Path) -> None:
    """A single 团场 could only assess itself."""
    with made(tmp_path / "x.book", XPCC) as office:
        office.save([Pledge(CROSS, commitment_of(SEED))])
        assert refused(office, Frame(CROSS, {"": ["一团"]})) == "K8220"


def test_an_assignment_by_hand_is_checked(tmp_path: Path) -> None:
    """By hand nobody may have their own, nor somebody from outside; what is right is kept with its document."""
    with made(tmp_path / "x.book", XPCC) as office:
        assert refused(office, Assign(CROSS, {"一团": "一团", "二团": "一团"}, "兵办〔2016〕1号")) == "K8233"
        assert refused(office, Assign(CROSS, {"一团": "三团", "二团": "一团"}, "兵办〔2016〕1号")) == "K8234"
        assert refused(office, Assign("BT-3(2)/regiments/九师", {"一团": "二团"}, "1号")) == "K8210"
        pairs = {"一团": "二团", "二团": "三团", "三团": "一团"}
        office.save([Assign(CROSS, pairs, "兵办〔2016〕1号")])
        assert office.procedure.assignments == {CROSS: pairs}


def test_a_size_is_given_only_where_the_scheme_says_none(tmp_path: Path) -> None:
    """Yining's monthly check names no number, so the office does; Tibet's share leaves nothing to say."""
    cycle = {"id": "2020", "start": "2020-01-01", "end": "2020-12-31"}
    cycle["periods"] = {"quarter": ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]}  # type: ignore[assignment]  # a case's own form
    posted = {"posted_from": "2020-01-01", "posted_to": "2020-12-31"}
    plan = Plan(scheme="yining", cycle=cycle, unit="伊宁县")
    with made(tmp_path / "y.book", plan, *(Enrol(f"Y{n}", "secondee", facts=posted) for n in range(5))) as office:
        check = "YN-11/checked/2020-02"
        office.save([Pledge(check, commitment_of(SEED))])
        assert [refused(office, Frame(check, size=size)) for size in (None, 0, 6)] == ["K8217", "K8217", "K8214"]
        office.save([Frame(check, size=2)])
        office.save([Reveal(check, SEED)])
        fields = office.procedure.draw(check)
        assert fields is not None
        assert len(fields["drawn"][""]) == 2


def test_marks_count_for_a_book_of_members(tmp_path: Path) -> None:
    """A sample leaves every outcome as it was: it says who is checked, and nothing of their marks."""
    with new_book(tmp_path, *people(5), *marks("M01")) as office:
        before = [one.as_json() for one in office.evaluation.outcomes()]
        draw(office, HALF)
        assert [one.as_json() for one in office.evaluation.outcomes()] == before


# Lots


def tied(folder: Path) -> Office:
    """A book of the XPCC scheme in which some are tied at a quota."""
    cases = sorted((ROOT / "plugins" / "xpcc" / "src" / "kaohe_xpcc" / "cases").rglob("*.toml"))
    case = next(case for case in map(read_case, cases) if Evaluation(case.cohort).ties())
    return Office.of_case(folder / "tied.book", case, unit="某师")


def test_lots_decide_a_tie_where_the_office_orders_them(tmp_path: Path) -> None:
    """The first drawn take the places; the decision cites the draw and the document that ordered it."""
    with tied(tmp_path) as office:
        tie = office.evaluation.ties()[0]
        subject = next(one for one in office.procedure.subjects() if one.sort == "lot" and one.tie == tie)
        office.save([Pledge(subject.id, commitment_of(SEED))])
        assert refused(office, Frame(subject.id)) == "K8231"
        office.save([Frame(subject.id, document="师办〔2017〕3号")])
        office.save([Reveal(subject.id, SEED)])
        fields = office.procedure.draw(subject.id)
        assert fields is not None
        assert sorted(fields["drawn"][""]) == sorted(tie.members)
        row = next(one for one in office.decisions.values() if one.get("quota") == tie.quota)
        assert row["choose"] == fields["drawn"][""][: tie.take]
        assert (row["document"], subject.id in row["reason"]) == ("师办〔2017〕3号", True)
        assert tie.fingerprint not in [one.fingerprint for one in office.evaluation.ties()]
        assert office.procedure.holds(subject.id)
        assert same(office)


def test_lots_of_a_tie_that_has_gone_are_refused(tmp_path: Path) -> None:
    """Where the tie was decided by hand meanwhile, its seed draws nothing."""
    with tied(tmp_path) as office:
        tie = office.evaluation.ties()[0]
        subject = next(one for one in office.procedure.subjects() if one.tie == tie)
        office.save([Pledge(subject.id, commitment_of(SEED))])
        office.save([Frame(subject.id, document="师办〔2017〕3号")])
        row = {"quota": tie.quota, "members": [*tie.members], "choose": [*tie.members[: tie.take]]}
        row |= {"reason": "集体研究", "document": "组发1号", "fingerprint": tie.fingerprint}
        office.save([Decide(row)])
        assert refused(office, Reveal(subject.id, SEED)) == "K8232"
        assert refused(office, Pledge("lot/BT-5(3)b/000000000000", commitment_of(SEED))) == "K8210"
