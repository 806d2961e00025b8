"""The cycle at the terminal: second entries, differences, warnings, signatures, and whoever may do what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from control_kit import as_, staffed
from kaohe.office import Accept, AskSecond, Enter, Office, Second, Sign
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._opening import Opened
from kaohe_tui.session._session import Session
from office_kit import MONTHS, marks, rules
from tui_kit.offices import listed as differing_lists
from tui_kit.typing import RECEIPT, press

AT, NEXT = MONTHS


@pytest.fixture
def sit(tmp_path: Path) -> Callable[..., Desk]:
    """Somebody of the staff at a terminal, on the book of two members."""

    def sat(who: str) -> Desk:
        path = tmp_path / "a.book"
        desk = Desk(Session.on(Opened(as_(who, path), str(path))), who=who, terminal="pts/3")
        desk.size = (80, 24)
        return desk

    return sat


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """The book with a month of two members entered, two marks of which are entered twice."""
    path = staffed(tmp_path, *marks("M1", 90, AT), *marks("M2", 80, AT))
    with as_("ada", path) as office:
        office.save([AskSecond(["usual", "targets"])])
    return path


def _text(desk: Desk) -> str:
    return desk.frame().text()


def _states(path: Path) -> dict[tuple[str, str], str]:
    with as_("wu", path, writable=False) as office:
        return {(one.appraisee, one.key): one.state for one in office.second_entries(AT)}


def test_the_second_clerk_enters_blind_by_keys(twice: Path, sit: Callable[..., Desk]) -> None:
    """No screen on the way shows what was entered first; equal entries are done, and the next record comes by itself."""
    desk = sit("zhao")
    press(desk, "p")
    assert "待复录 4 项，已复录 0 项" in _text(desk)
    press(desk, "enter")
    seen = [_text(desk)]
    press(desk, "enter")
    seen.append(_text(desk))
    press(desk, *"90", "tab")
    seen.append(_text(desk))
    press(desk, *"59", "f2")
    seen.append(_text(desk))
    assert "与第一次不同" in seen[-1]
    assert "M2" in seen[-1].split("\n")[0]
    assert all("80" not in text.replace("80x24", "") for text in seen)
    assert not any("90" in text for text in seen[:2])
    assert _states(twice) == {
        ("M1", "usual"): "equal",
        ("M1", "targets"): "differs",
        ("M2", "usual"): "due",
        ("M2", "targets"): "due",
    }


def test_a_second_entry_half_typed_is_offered_at_the_next_start(twice: Path, sit: Callable[..., Desk]) -> None:
    """The line drops in the middle of it: what was typed stands in its cells at the next start, and nowhere else."""
    desk = sit("zhao")
    press(desk, "p", "enter", "enter", *"90", "tab", *"8")
    desk.settle()
    desk.close()
    desk.pages.clear()
    assert set(_states(twice).values()) == {"due"}
    again = sit("zhao")
    press(again, "p", "enter")
    assert "+" in _text(again)
    press(again, "enter")
    assert "2/2" in _text(again)
    assert "90" in _text(again)


def test_what_cannot_be_entered_twice_stays_in_its_cell(twice: Path, sit: Callable[..., Desk]) -> None:
    """A mark out of range is refused with the reason, nothing is saved, and what was typed stays."""
    desk = sit("zhao")
    press(desk, "p", "enter", "enter", *"190")
    assert "[K1029]" in _text(desk)
    press(desk, "f2")
    assert "[K1029]" in _text(desk)
    assert "190" in _text(desk)
    assert set(_states(twice).values()) == {"due"}


def _differing(path: Path) -> None:
    with as_("zhao", path) as office:
        office.save([Second("M1", {"usual": 90, "targets": 59}, AT)])


def test_progress_stands_by_unit(twice: Path, sit: Callable[..., Desk]) -> None:
    """Made, equal and differing of each unit, from the second entries and from what each login did; no value of any."""
    _differing(twice)
    desk = sit("wu")
    press(desk, "p", "enter", "w")
    text = _text(desk)
    assert "2/4" in text
    assert "待复录 2" in text
    assert "59" not in text
    press(desk, "escape", "escape", "end", "enter", "w", "w")
    assert "各单位复录进度" in _text(desk)


def test_a_reviewer_settles_field_by_field(twice: Path, sit: Callable[..., Desk]) -> None:
    """Both entries side by side, what is equal beneath; a digit, the document, F9: one commit, and the list is empty."""
    _differing(twice)
    desk = sit("wang")
    press(desk, "p", "down", "enter", "enter")
    text = _text(desk)
    assert "90" in text
    assert "59" in text
    assert "一致" in text
    press(desk, "2", *"考评表〔2019〕22号", "f9")
    assert RECEIPT.search(str(desk.message))
    assert _states(twice)["M1", "targets"] == "settled"
    with as_("wu", twice, writable=False) as office:
        assert office.people["M1"].facts["targets"][0] == 59  # type: ignore[index]  # a tuple of months
    assert "没有与第一次录入不同" in _text(desk)


def test_a_difference_is_settled_anew_from_the_paper(twice: Path, sit: Callable[..., Desk]) -> None:
    """A third value is asked for and checked; an impossible one is a sentence, and nothing is chosen."""
    _differing(twice)
    desk = sit("wang")
    press(desk, "p", "down", "enter", "enter", "f9")
    assert "[K7044]" in _text(desk)
    press(desk, "3", *"195", "enter")
    assert "[K1029]" in _text(desk)
    press(desk, "3", *"95", "enter", *"考评表〔2019〕22号", "f9")
    assert _states(twice)["M1", "targets"] == "settled"
    with as_("wu", twice, writable=False) as office:
        assert office.people["M1"].facts["targets"][0] == 95  # type: ignore[index]  # a tuple of months


_NOTICE = {"date": "2019-01-10", "document": "强基办〔2019〕3号", "status": "confirmed"}
_ROW = ("+", "tab", *"20190110", "tab", *"强基办〔2019〕3号", "tab", "2", "tab")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of findings of two members is entered twice; the first entries are made: one notice, and none."""
    path = staffed(tmp_path)
    with as_("ada", path) as office:
        office.save([AskSecond(["negative_notices"])])
    with as_("li", path) as office:
        office.save([Enter("M1", "negative_notices", [_NOTICE]), Enter("M2", "negative_notices", [])])
    return path


def _listed(path: Path) -> dict[str, str]:
    with as_("wu", path, writable=False) as office:
        return {one.appraisee: one.state for one in office.second_entries("")}


def test_a_list_is_entered_blind_by_keys(listed: Path, sit: Callable[..., Desk]) -> None:
    """A "+" makes a row of cells, which a restart keeps; nothing of the first entry shows; "0" says that there is none."""
    desk = sit("zhao")
    press(desk, "p", "enter", "enter")
    assert "2019" not in _text(desk)
    press(desk, *_ROW[:-3])
    desk.settle()
    desk.close()
    again = sit("zhao")
    press(again, "p", "enter", "enter", "down", "down", "down", "2")
    assert "1 文号" in _text(again)
    press(again, "f2")
    assert "一致" in str(again.message)
    press(again, "0", "f2")
    assert _listed(listed) == {"M1": "equal", "M2": "equal"}


def test_a_list_that_cannot_stand_is_refused_and_kept(listed: Path, sit: Callable[..., Desk]) -> None:
    """A row under "none" contradicts it: nothing is saved, and the row stays to be put right."""
    desk = sit("zhao")
    press(desk, "p", "enter", "enter", *_ROW, "home", *["up"] * 4, "0", "f2")
    assert "[K7005]" in _text(desk)
    assert "强基办" in _text(desk)
    assert _listed(listed) == {"M1": "due", "M2": "due"}


def test_a_difference_of_lists_is_settled_anew_by_keys(tmp_path: Path, sit: Callable[..., Desk]) -> None:
    """Both lists stand row by row; 3 opens one to be typed from the paper, empty refused; F9 takes it, F9 records it."""
    path = differing_lists(tmp_path)
    desk = sit("wang")
    press(desk, "p", "down", "enter", "enter")
    assert "一录 1  2019-01-10  强基办〔2019〕3号  已认定" in _text(desk)
    press(desk, "3", "f9")
    assert "[K7004]" in _text(desk)
    press(desk, *_ROW, "f9")
    assert "重录 1  2019-01-10" in _text(desk)
    press(desk, "up", "3", "down", *"2019", "escape")
    assert "( )" in _text(desk)
    press(desk, "3", "down", *"20190110", "f9")
    press(desk, *"考评表〔2019〕22号", "f9")
    assert RECEIPT.search(str(desk.message))
    assert _listed(path)["M1"] == "settled"


@pytest.mark.parametrize(
    ("who", "keys", "could"),
    [
        ("li", ("p", "enter", "enter"), "由复录员办理：zhao"),
        ("zhao", ("p", "down", "enter", "enter"), "由审核员办理：wang"),
        ("li", ("p", "down", "down", "enter", "a"), "由审核员办理：wang"),
        ("li", ("p", *["down"] * 4, "enter", "enter", "f9"), "由审批人办理：qian、sun"),
    ],
    ids=["second", "settle", "accept", "sign"],
)
def test_who_may_not_is_told_which_role_could(
    twice: Path, sit: Callable[..., Desk], who: str, keys: tuple[str, ...], could: str
) -> None:
    """The role and the people who have it stand in the refusal, before anything is typed in vain."""
    _differing(twice)
    desk = sit(who)
    press(desk, *keys)
    assert could in _text(desk)


def test_a_warning_is_accepted_with_a_reason(tmp_path: Path, sit: Callable[..., Desk]) -> None:
    """The whole warning is read, its form opened, the reason asked for; then it stands no more."""
    path = staffed(tmp_path, *marks("M1", 90), Enter("M1", "targets", 30, AT))
    desk = sit("wang")
    press(desk, "p", "down", "down", "enter")
    assert "W8101" in _text(desk)
    press(desk, "a", *"与纸质考评表核对无误", "enter")
    assert RECEIPT.search(str(desk.message))
    assert "没有待接受的提示" in _text(desk)
    with as_("wu", path, writable=False) as office:
        assert [one.accepted_by for one in office.warned()] == ["wang"]


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """Both months of two members entered: they can be signed."""
    return staffed(tmp_path, *marks("M1", 90), *marks("M2", 80))


def _sign(desk: Desk) -> None:
    press(desk, "f9", "是", "enter")


def test_a_month_is_signed_by_keys_and_the_quarter_waits_for_it(ready: Path, sit: Callable[..., Desk]) -> None:
    """The chain shows who signs and what is missing; F9 signs, the quarter names the months that it waits for."""
    desk = sit("sun")
    press(desk, "p", *["down"] * 4, "enter", "enter")
    assert "乡镇考核组" in _text(desk)
    press(desk, "f9", *"no", "enter")
    assert "没有签署" in _text(desk)
    _sign(desk)
    assert RECEIPT.search(str(desk.message))
    assert "[x]" in _text(desk)
    press(desk, "f9")
    assert "各级均已签署" in _text(desk)
    press(desk, "escape")
    page: Any = desk.page
    page.cursor = page.ids().index("2019Q1")
    press(desk, "enter")
    assert f"! {NEXT}" in _text(desk)
    _sign(desk)
    assert "[K8148]" in _text(desk)
    with as_("wu", ready, writable=False) as office:
        assert list(office.freezes) == [f"month/{AT}"]


def test_a_return_takes_the_signatures_back(ready: Path, sit: Callable[..., Desk]) -> None:
    """At the step under the cursor, with whom it is about and why; the chain shows it as returned, and it is signed anew."""
    with as_("sun", ready) as office:
        office.save([Sign(AT)])
    desk = sit("wang")
    press(desk, "p", *["down"] * 4, "enter", "home", "enter")
    press(desk, "r", *"M1", "enter", *"附件缺扫描号", "enter")
    assert RECEIPT.search(str(desk.message))
    assert "[<]" in _text(desk)
    assert "wang" in _text(desk)
    assert "退回：M1" in _text(desk)
    with as_("wu", ready, writable=False) as office:
        assert not any(one.signatures for one in office.signatures(AT))


def test_a_return_without_a_reason_is_refused(ready: Path, sit: Callable[..., Desk]) -> None:
    """Nothing is taken back, and the sentence asks for the reason."""
    with as_("sun", ready) as office:
        office.save([Sign(AT)])
    desk = sit("wang")
    press(desk, "p", *["down"] * 4, "enter", "home", "enter", "r", "enter", "enter")
    assert "K80" in _text(desk)
    with as_("wu", ready, writable=False) as office:
        assert office.signatures(AT)[0].complete


def test_anothers_signature_appears(ready: Path, sit: Callable[..., Desk]) -> None:
    """What another operator signs meanwhile stands on the chain within a second or two."""
    desk = sit("qian")
    press(desk, "p", *["down"] * 4, "enter", "home", "enter")
    assert "[ ] 1" in _text(desk)
    with as_("sun", ready) as office:
        office.save([Sign(AT)])
    assert desk.look_underneath()
    assert "[x] 1" in _text(desk)
    assert "sun" in _text(desk)


def test_signatures_of_a_warning_and_an_acceptance(tmp_path: Path, sit: Callable[..., Desk]) -> None:
    """What is missing names the warning; once it is accepted by somebody else the same page signs."""
    path = staffed(tmp_path, *marks("M1", 90), *marks("M2", 80), Enter("M1", "targets", 30, AT))
    desk = sit("sun")
    press(desk, "p", *["down"] * 4, "enter", "home", "enter")
    assert "! 1 条" in _text(desk) or "提示未接受" in _text(desk)
    with as_("wang", path) as office:
        (one,) = [one for one in office.warned() if not one.accepted_by]
        office.save([Accept(one.id)], reason="与纸质材料一致")
    assert desk.look_underneath()
    _sign(desk)
    assert RECEIPT.search(str(desk.message))


def test_a_cycle_without_chains_and_second_entries_says_so(tmp_path: Path) -> None:
    """On a scheme that declares neither, each list says why it is empty, and no key ends badly."""
    from tui_kit.typing import desk_on

    desk = desk_on(tmp_path)
    press(desk, "p")
    assert "未设角色" in _text(desk)
    for place in range(4):
        press(desk, "home", *["down"] * place, "enter")
        assert "Esc" in _text(desk)
        for key in ("enter", "a", "f9", "r", "w", "down", "?"):
            press(desk, key)
            _text(desk)
            if desk.prompt is not None:
                press(desk, "escape")
        while desk.page.where != "cycle":
            press(desk, "escape")


def test_a_book_without_anybody_opens_the_cycle(tmp_path: Path) -> None:
    """An empty book has nothing to sign or to settle, and says so."""
    from kaohe.office import Plan

    cycle = {"start": "2019-01-01", "end": "2019-01-31", "periods": {"month": ["2019-01"], "quarter": ["2019Q1"]}}
    Office.create(tmp_path / "e.book", Plan(scheme="xizang-2018", cycle=cycle, unit="某县"), ruleset=rules()).close()
    desk = Desk(Session.open(tmp_path / "e.book", ruleset=rules()))
    press(desk, "p", *["down"] * 4, "enter")
    assert "没有可签署的内容" in _text(desk)
