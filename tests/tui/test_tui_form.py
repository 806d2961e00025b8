"""The form: every input kind typed, checked while typed, entered when the cell is left, undone and redone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe_tui.desk._desk import Desk
from tui_kit.typing import desk_on, kept, press, type_text

EMPTY = "000010"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the empty record 000010 in its form, large enough to show all of it."""
    found = desk_on(tmp_path, size=(100, 50))
    press(found, "g", "1", "0", "enter", "enter")
    return found


def go(desk: Desk, cell: str) -> None:
    """Put the caret on a cell."""
    form: Any = desk.page
    form.form.commit()
    form.form.go(cell)


def facts(desk: Desk, who: str = EMPTY) -> dict[str, Any]:
    """The facts of one record as the book holds them once what can be entered is saved."""
    desk.session.save(who)
    found: dict[str, Any] = (desk.session.office.row(who) or {}).get("facts", {})
    return found


def shown(desk: Desk, *keys: str) -> list[str]:
    """What stands in the first quarter's cell of these inputs."""
    fields = {of.id: of for of in desk.session.fields(EMPTY)}
    return [desk.session.texts(EMPTY, fields[f"facts.{key}@2020Q1"])[""] for key in keys]


def test_the_form_begins_at_the_first_missing_cell(desk: Desk) -> None:
    """Opening a record puts the caret where something is to be entered."""
    assert "> 2020Q1" in desk.frame().text()


def test_a_score_is_entered_when_its_cell_is_left(desk: Desk) -> None:
    """Typed digits are data once the caret moves on, exact decimals included."""
    type_text(desk, "91.25")
    assert facts(desk) == {}
    press(desk, "tab")
    assert desk.session.unsaved == 1
    assert str(facts(desk)["work"]["2020Q1"]) == "91.25"


def test_a_wrong_value_says_why_while_typed(desk: Desk) -> None:
    """The reason stands on the message line before the cell is left."""
    type_text(desk, "117")
    assert "117 超出 0 至 100" in desk.frame().text() or "117 is outside 0 to 100" in desk.frame().text()


def test_a_wrong_value_stays_as_a_marked_draft(desk: Desk) -> None:
    """What cannot be entered is neither lost nor entered, and moving on is not refused."""
    type_text(desk, "117")
    press(desk, "tab", "8", "2", "tab")
    line = desk.frame().line(3)
    assert "117" in line
    assert "!" in line
    assert facts(desk) == {"opinion": {"2020Q1": 82}}


def test_too_many_decimals_are_refused(desk: Desk) -> None:
    """A score keeps at most its declared decimals."""
    press(desk, *"91.255", "tab")
    assert facts(desk) == {}


def test_undo_puts_a_draft_back_first(desk: Desk) -> None:
    """Ctrl+Z in a changed cell restores what was entered before."""
    press(desk, *"82", "tab", "shift+tab", *"117", "tab", "shift+tab", "ctrl+z")
    assert desk.session.refusals(EMPTY) == ()
    assert facts(desk) == {"work": {"2020Q1": 82}}


def test_undo_and_redo_walk_through_the_entries(desk: Desk) -> None:
    """Entries are taken back and made again in order, and the data follows."""
    press(desk, *"91", "tab", *"82", "tab", "ctrl+z", "ctrl+z")
    assert shown(desk, "work", "opinion") == ["", ""]
    press(desk, "ctrl+y", "ctrl+y")
    assert shown(desk, "work", "opinion") == ["91", "82"]
    assert facts(desk) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}


def test_an_entry_after_undo_forgets_what_could_be_redone(desk: Desk) -> None:
    """Redo never overwrites something newer."""
    press(desk, *"91", "tab", "ctrl+z", *"60", "tab", "ctrl+y")
    assert "没有可重做" in str(desk.message)
    assert facts(desk)["work"] == {"2020Q1": 60}


def test_the_caret_moves_inside_a_value(desk: Desk) -> None:
    """Left, then a digit: the value is changed where the caret stands."""
    press(desk, *"91", "tab", "shift+tab", "left", "5", "tab")
    assert desk.session.drafts[EMPTY]["facts.work@2020Q1:"] == "951"


def test_typing_in_a_cell_just_entered_replaces_it(desk: Desk) -> None:
    """As in a spreadsheet, the first digit replaces the value."""
    press(desk, *"91", "tab", "shift+tab", *"60", "tab")
    assert facts(desk)["work"] == {"2020Q1": 60}


def test_full_width_digits_are_digits(desk: Desk) -> None:
    """An input method left in Chinese types １２ and ．; the value is the same."""
    press(desk, *"８７．５", "tab")
    assert str(facts(desk)["work"]["2020Q1"]) == "87.5"


@pytest.mark.parametrize(
    "typed", ["2020-03-01", "20200301", "2020/3/1", "2020.3.1", "2020年3月1日", "２０２０－０３－０１"]
)
def test_a_date_may_be_written_in_several_ways(desk: Desk, typed: str) -> None:
    """All usual forms of one day are the same day."""
    go(desk, "facts.since@:")
    press(desk, *typed, "tab")
    assert str(facts(desk)["since"]) == "2020-03-01"


@pytest.mark.parametrize("typed", ["2", "township", "乡级"])
def test_a_choice_is_its_number_code_or_label(desk: Desk, typed: str) -> None:
    """One digit is enough; the code and the label do too."""
    go(desk, "facts.level@:")
    press(desk, *typed, "tab")
    assert facts(desk)["level"] == "township"


def test_days_and_counts_are_whole_numbers(desk: Desk) -> None:
    """Half a day is refused with the reason."""
    go(desk, "facts.leave@:")
    press(desk, *"3.5", "tab")
    assert facts(desk) == {}
    go(desk, "facts.studies@:")
    press(desk, *"12", "tab")
    assert facts(desk) == {"studies": 12}


def test_zero_attests_that_there_is_no_finding(desk: Desk) -> None:
    """An empty list is an entry; an empty cell is not."""
    go(desk, "facts.notices@:rows")
    press(desk, "0", "tab")
    assert facts(desk) == {"notices": []}


def test_a_finding_needs_date_and_document(desk: Desk) -> None:
    """+ makes a row; it is entered once date and document stand there, and is open for re-check."""
    go(desk, "facts.notices@:rows")
    press(desk, "+", "tab", *"20200301", "tab")
    assert "notices" not in facts(desk)
    press(desk, *"组发〔2020〕5号", "tab")
    assert [str(part) for part in facts(desk)["notices"][0].values()] == ["2020-03-01", "组发〔2020〕5号"]
    assert "pending" in desk.frame().text()


def test_a_finding_keeps_its_recheck_state(desk: Desk) -> None:
    """The state is chosen by its number."""
    go(desk, "facts.notices@:rows")
    press(desk, "+", "tab", *"20200301", "tab", *"A-1", "tab", "2", "tab")
    assert facts(desk)["notices"][0]["status"] == "confirmed"


def test_an_emptied_row_is_taken_out(desk: Desk) -> None:
    """Deleting what stands in a row deletes the row; the list is then open again, which is not "none"."""
    go(desk, "facts.notices@:rows")
    press(desk, "+", "tab", *"20200301", "tab", *"A-1", "tab")
    go(desk, "facts.notices@:0.date")
    press(desk, "delete", "tab", "delete", "tab", "delete", "tab")
    assert "notices" not in facts(desk)
    assert desk.session.incomplete(EMPTY)


def test_a_document_number_with_other_characters_is_refused(desk: Desk) -> None:
    """A document number is no place for free text."""
    go(desk, "facts.notices@:rows")
    press(desk, "+", "tab", *"20200301", "tab", *"<b>", "tab")
    assert "notices" not in facts(desk)


def test_a_ballot_exists_once_it_adds_up(desk: Desk) -> None:
    """The sum is shown while typed; a ballot that does not add up stays a draft with the difference."""
    go(desk, "facts.ballot@:issued")
    press(desk, *"20", "tab", *"19", "tab", "0", "tab", "1", "tab", "9", "tab", "5", "tab", "3", "tab", "0", "tab")
    assert "差 1" in desk.frame().text() or "differs by 1" in desk.frame().text()
    assert "ballot" not in facts(desk)
    go(desk, "facts.ballot@:差")
    press(desk, "1", "tab")
    assert facts(desk)["ballot"]["差"] == 1
    assert desk.session.drafts[EMPTY] == {}


def test_events_have_a_date_and_their_columns(desk: Desk) -> None:
    """An event is entered once its columns are there, each within its range."""
    go(desk, "facts.talks@:rows")
    press(desk, "+", "tab", *"20200301", "tab", *"601", "tab")
    assert "talks" not in facts(desk)
    go(desk, "facts.talks@:0.minutes")
    press(desk, *"60", "tab")
    assert facts(desk)["talks"][0]["minutes"] == 60


def test_ratings_are_codes_one_after_another(desk: Desk) -> None:
    """Codes with blanks or Chinese commas between them."""
    go(desk, "facts.ratings@:")
    press(desk, *"A、b，C", "tab")
    assert facts(desk)["ratings"] == ["A", "B", "C"]


def test_an_absence_needs_its_reason(desk: Desk) -> None:
    """! and a number say why there is no value; "not assessed" wants a sentence."""
    press(desk, *"!4", "tab")
    assert facts(desk) == {}
    press(desk, "shift+tab", *"！4 三月病假", "tab")
    assert facts(desk)["work"] == {"2020Q1": {"absent": "not-assessed", "reason": "三月病假"}}


def test_a_link_names_somebody_of_the_right_kind(desk: Desk) -> None:
    """A member's team is a team of the case."""
    go(desk, "links.team@:")
    press(desk, *"000001", "tab")
    assert desk.session.people[EMPTY].links == {"team": "T01"}
    assert "000001" in desk.session.drafts[EMPTY]["links.team@:"]


def test_a_recheck_is_settled_with_its_document(desk: Desk) -> None:
    """Confirmed without a document is refused."""
    go(desk, "rechecks.D-6@:status")
    press(desk, "2", "tab")
    assert desk.session.people[EMPTY].rechecks == {}
    press(desk, *"组发〔2020〕9号", "tab")
    assert desk.session.people[EMPTY].rechecks["D-6"].status == "confirmed"


def test_counting_takes_one_key_a_ballot(desk: Desk) -> None:
    """Digits are options, 0 is blank, - is spoilt; the running count is shown, undo takes one back."""
    go(desk, "facts.ballot@:issued")
    press(desk, *"10", "tab", "f6", *"1112", "0", "-", "１", "4", "backspace")
    assert "已计 7" in desk.frame().text() or "counted 7" in desk.frame().text()
    press(desk, "enter")
    counted = {"issued": 10, "collected": 7, "spoilt": 1, "blank": 1, "好": 4, "较": 1, "一": 0, "差": 0}
    assert facts(desk)["ballot"] == counted


def test_counting_keeps_no_order_of_ballots(desk: Desk) -> None:
    """Once counted, the disk holds the tally alone; while counting, a cut line loses no ballot."""
    go(desk, "facts.ballot@:issued")
    press(desk, *"3", "tab", "f6", *"123")
    assert [line for line in kept(desk) if '{"facts.ballot@:一": "1"}' in line]
    press(desk, "enter")
    assert len(kept(desk)) == 1
    assert facts(desk)["ballot"]["好"] == 1
    assert kept(desk) == []


def test_counting_elsewhere_says_why_not(desk: Desk) -> None:
    """F6 on a score gives the reason instead of nothing."""
    press(desk, "f6")
    assert "计数只用于票数" in str(desk.message) or "counting is for ballots" in str(desk.message)


def test_one_pasted_value_goes_into_the_cell(desk: Desk) -> None:
    """A paste of one value is typing."""
    desk.paste("91\n")
    press(desk, "tab")
    assert facts(desk)["work"] == {"2020Q1": 91}


def test_pasted_rows_are_previewed_and_then_entered(desk: Desk) -> None:
    """Rows from a sheet fill the table from the caret; a refused value is named before and marked after."""
    desk.paste("91\t82\r\n92\t183\r\n93\t84")
    assert "183" in desk.frame().text()
    assert "!" in desk.frame().text()
    assert facts(desk) == {}
    press(desk, "enter")
    assert facts(desk)["work"] == {"2020Q1": 91, "2020Q2": 92, "2020Q3": 93}
    assert facts(desk)["opinion"] == {"2020Q1": 82, "2020Q3": 84}


def test_a_preview_that_is_left_enters_nothing(desk: Desk) -> None:
    """Esc in the preview leaves the form as it was."""
    desk.paste("91\t82\n92\t83")
    press(desk, "escape")
    assert facts(desk) == {}


def test_a_plain_paste_of_rows_fills_cells_in_order(desk: Desk) -> None:
    """Without bracketed paste the same text comes as keys: tabs and returns move on."""
    press(desk, *"91", "tab", *"82", "enter", *"92", "tab", *"83", "enter")
    assert facts(desk)["opinion"] == {"2020Q1": 82, "2020Q2": 83}


def test_the_live_line_follows_each_entry(desk: Desk) -> None:
    """Score, limit and open inputs change as soon as a field is entered."""
    press(desk, *"90", "tab", *"90", "tab")
    assert "90" in desk.frame().line(4 - 1)
    press(desk, *("9", "0", "tab") * 6)
    go(desk, "facts.leave@:")
    press(desk, *"16", "tab")
    assert "D-4 第四条" in desk.page.live()


def test_escape_never_discards(desk: Desk) -> None:
    """Leaving the form enters what is being typed."""
    press(desk, *"91", "escape")
    assert facts(desk) == {"work": {"2020Q1": 91}}


def test_f3_goes_back_and_enters(desk: Desk) -> None:
    """F3 opens the record before and keeps what was typed."""
    press(desk, *"91", "f3")
    assert facts(desk) == {"work": {"2020Q1": 91}}
    assert "000009" in desk.frame().line(0)


def test_letters_are_never_commands_in_a_form(desk: Desk) -> None:
    """q, g, / and ? are typed into the cell."""
    press(desk, *"qg/?:")
    assert not desk.leaving
    assert "qg/?:" in desk.frame().text()


def test_a_mark_may_be_given_by_indicator(desk: Desk) -> None:
    """Where the score has an indicator table, points are typed in its order; each line has its own maximum."""
    press(desk, "escape", "home", "enter", *"30+61", "tab")
    assert facts(desk, "T01") == {"mark": 88}
    press(desk, *"30+60", "tab")
    assert facts(desk, "T01") == {"mark": {"items": {"a": 30, "b": 60}}}
    assert desk.session.people["T01"].facts["mark"] == 90
    press(desk, *"1+2+3", "tab")
    assert facts(desk, "T01") == {"mark": {"items": {"a": 30, "b": 60}}}
