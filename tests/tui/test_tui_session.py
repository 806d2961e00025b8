"""Saving into a book, the drafts outside it, two sessions on one book, and what the next start offers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import KaoheError
from kaohe.office import Enter, Event, Freeze, Office, Withdraw
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit import DEMO, case_data, write_case
from tui_kit.typing import RECEIPT, desk_on, kept, press

EMPTY = "000010"


def _typed(folder: Path) -> Desk:
    """A desk where 91 and 82 were typed, and 183, which cannot be entered; nothing is saved."""
    desk = desk_on(folder)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab", *"82", "tab", *"183", "tab")
    return desk


def _again(folder: Path) -> Desk:
    desk = Desk(Session.open(folder / "case.json", ruleset=DEMO))
    desk.size = (80, 24)
    return desk


def _other(folder: Path) -> Office:
    """Somebody else at the same book."""
    return Office.open(folder / "case.book", ruleset=DEMO, actor="zhao")


def _facts(folder: Path, who: str = EMPTY) -> dict[str, Any]:
    """What the ledger says, read from nothing."""
    with Office.open(folder / "case.book", writable=False, ruleset=DEMO) as office:
        return dict((office.row(who) or {}).get("facts", {}))


def _commits(folder: Path) -> list[Event]:
    with Office.open(folder / "case.book", writable=False, ruleset=DEMO) as office:
        return list(office.history())


def _drafts(state: Path) -> list[Path]:
    return [*state.glob("drafts/*")]


def test_opening_a_case_makes_a_book_beside_it(tmp_path: Path) -> None:
    """The case file stays as it was; everybody of it stands in the book, in one commit."""
    path = write_case(tmp_path)
    before = path.read_bytes()
    desk = desk_on(tmp_path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.name != "case.json"] == ["case.book"]
    assert [*desk.session.people] == [row["id"] for row in case_data()["appraisees"]]
    assert len(_commits(tmp_path)) == 2


def test_looking_writes_nothing(tmp_path: Path, state: Path) -> None:
    """A book that was only looked at has no commit more, and no draft."""
    desk = desk_on(tmp_path)
    press(desk, "enter", "down", "escape", "r", "escape", "o", "f2")
    assert len(_commits(tmp_path)) == 2
    assert _drafts(state) == []


def test_every_cell_is_on_disk_before_the_next_key(tmp_path: Path) -> None:
    """The drafts hold each cell as soon as it is left, and the book nothing of them yet."""
    desk = _typed(tmp_path)
    cells = {"facts.work@2020Q1:": "91", "facts.opinion@2020Q1:": "82", "facts.work@2020Q2:": "183"}
    assert [json.loads(line)["cells"] for line in kept(desk)] == [{cell: text} for cell, text in cells.items()]
    assert _facts(tmp_path) == {}


def test_one_save_of_a_form_is_one_commit_with_its_receipt(tmp_path: Path) -> None:
    """F2 puts all that can be entered into the book at once, and says the receipt of that commit."""
    desk = _typed(tmp_path)
    press(desk, "f2")
    commit = _commits(tmp_path)[-1]
    assert {(one.key, one.at, one.after) for one in commit.moved} == {("work", "2020Q1", 91), ("opinion", "2020Q1", 82)}
    assert str(commit.receipt) in str(desk.message)
    assert len(_commits(tmp_path)) == 3


def test_leaving_a_record_saves_it(tmp_path: Path) -> None:
    """Esc and F3 save as F2 does: nothing that can be entered stays behind as a draft."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "escape")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}}
    assert RECEIPT.search(str(desk.message))
    press(desk, "enter", *"82", "f3")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}


def test_what_is_refused_stays_a_draft_after_a_save(tmp_path: Path) -> None:
    """The rest is in the book; what it refuses is on disk, and the message says so."""
    desk = _typed(tmp_path)
    press(desk, "ctrl+s")
    assert [json.loads(line)["cells"] for line in kept(desk)] == [{"facts.work@2020Q2:": "183"}]
    assert "1 项未记入" in str(desk.message)


def test_drafts_are_removed_when_saved(tmp_path: Path, state: Path) -> None:
    """Nothing of what was typed stays outside the book once it is saved."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    assert len(_drafts(state)) == 1
    press(desk, "f2")
    assert _drafts(state) == []
    assert desk.session.unsaved == 0


def test_drafts_are_for_their_owner_alone(tmp_path: Path, state: Path) -> None:
    """Nobody else reads what somebody has typed: folder and file are closed to others."""
    _typed(tmp_path)
    (path,) = _drafts(state)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_undo_of_a_saved_form_is_a_new_commit(tmp_path: Path) -> None:
    """Ctrl+Z after a save puts back what stood there, on record; Ctrl+Y makes it again, on record."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab", *"82", "ctrl+s")
    press(desk, "ctrl+z")
    assert _facts(tmp_path) == {}
    assert RECEIPT.search(str(desk.message))
    press(desk, "ctrl+y")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
    assert len(_commits(tmp_path)) == 5


def test_a_save_that_somebody_built_on_is_not_undone(tmp_path: Path) -> None:
    """What another person entered afterwards is never taken back by Ctrl+Z."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "ctrl+s")
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "work", 70, "2020Q1")])
    press(desk, "ctrl+z")
    assert "[K7025]" in desk.frame().text()
    assert _facts(tmp_path)["work"] == {"2020Q1": 70}


def test_what_was_not_saved_is_offered_and_restored(tmp_path: Path) -> None:
    """The next start shows each entry; r types all of them again, refused ones too, and F2 saves."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    assert "82" in desk.frame().text()
    press(desk, "r")
    assert desk.session.texts(EMPTY, _field(desk, "facts.work@2020Q1"))[""] == "91"
    assert [one.field.id for one in desk.session.refusals(EMPTY)] == ["facts.work@2020Q2"]
    press(desk, "f2")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}


def _field(desk: Desk, name: str) -> Any:
    return next(of for of in desk.session.fields(EMPTY) if of.id == name)


def test_restored_entries_stay_on_disk_until_saved(tmp_path: Path) -> None:
    """A second interruption loses nothing either."""
    _typed(tmp_path).session.close()
    first = _again(tmp_path)
    press(first, "r")
    first.session.close()
    second = _again(tmp_path)
    press(second, "r", "ctrl+s")
    assert _facts(tmp_path)["work"] == {"2020Q1": 91}


def test_what_was_left_can_be_thrown_away_with_a_typed_yes(tmp_path: Path, state: Path) -> None:
    """Discarding asks for the word."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    press(desk, "x", "n", "enter")
    assert len(_drafts(state)) == 1
    press(desk, "x", *"yes", "enter")
    assert _drafts(state) == []
    assert desk.session.unsaved == 0


def test_deciding_later_keeps_it_for_the_next_start(tmp_path: Path) -> None:
    """Esc goes on without it; what is typed then has its own file, and the next start offers both."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    press(desk, "escape", "g", "9", "enter", "enter", *"55", "tab")
    desk.session.close()
    text = _again(tmp_path).frame().text()
    assert "82" in text
    assert "55" in text


def test_a_torn_last_line_is_left_out(tmp_path: Path, state: Path) -> None:
    """A crash in the middle of a cell costs that cell alone."""
    _typed(tmp_path).session.close()
    (path,) = _drafts(state)
    path.write_bytes(path.read_bytes()[:-7])
    desk = _again(tmp_path)
    press(desk, "r")
    assert desk.session.drafts[EMPTY] == {"facts.work@2020Q1:": "91", "facts.opinion@2020Q1:": "82"}


def test_a_draft_of_somebody_withdrawn_is_named(tmp_path: Path) -> None:
    """If the person left the book meanwhile, restoring says so."""
    _typed(tmp_path).session.close()
    with _other(tmp_path) as other:
        other.save([Withdraw(EMPTY)], reason="调出")
    desk = _again(tmp_path)
    press(desk, "r")
    assert EMPTY in str(desk.message)
    assert "不能恢复" in str(desk.message)


def test_a_draft_over_what_others_saved_since_is_shown_beside_it(tmp_path: Path) -> None:
    """A draft restored over a value that somebody else entered meanwhile is not saved before somebody looked."""
    _typed(tmp_path).session.close()
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "work", 70, "2020Q1")])
    desk = _again(tmp_path)
    press(desk, "r", "f2")
    assert _facts(tmp_path) == {"work": {"2020Q1": 70}, "opinion": {"2020Q1": 82}}
    assert "zhao" in desk.frame().text()


# Two at one book


def test_two_sessions_enter_in_one_book(tmp_path: Path) -> None:
    """Two operators work at once, and each sees what the other saved."""
    first, second = desk_on(tmp_path), _again(tmp_path)
    press(first, "g", "1", "0", "enter", "enter", *"91", "f2")
    assert second.look_underneath()
    assert EMPTY in str(second.message)
    press(second, "g", "1", "0", "enter", "enter", *"82", "ctrl+s")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
    assert not second.look_underneath()


def test_a_clash_shows_both_values_and_keeps_both(tmp_path: Path) -> None:
    """Where somebody else saved the same cell, F2 does not write over it: it says who, theirs and mine."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "work", 70, "2020Q1")])
    press(desk, "f2")
    said = str(desk.page.hint())
    assert all(text in said for text in ("zhao", "70", "91"))
    assert _facts(tmp_path)["work"] == {"2020Q1": 70}
    assert desk.session.drafts[EMPTY] == {"facts.work@2020Q1:": "91"}


def test_after_a_clash_mine_is_typed_again_or_theirs_taken(tmp_path: Path) -> None:
    """Moving over the cell decides nothing; typing it again saves mine, Ctrl+Z leaves theirs."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab", *"82", "tab")
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "work", 70, "2020Q1"), Enter(EMPTY, "opinion", 71, "2020Q1")])
    press(desk, "f2", "tab", "shift+tab", "tab", "f2")
    assert _facts(tmp_path) == {"work": {"2020Q1": 70}, "opinion": {"2020Q1": 71}}
    page: Any = desk.page
    page.form.go("facts.work@2020Q1:")
    press(desk, *"91", "tab", "ctrl+z", "f2")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 71}}


def test_the_same_value_entered_by_two_is_no_clash(tmp_path: Path) -> None:
    """Two operators who typed the same agree."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "work", 91, "2020Q1")])
    assert desk.look_underneath()
    assert desk.session.unsaved == 0
    assert not desk.session.clashed(EMPTY)


def test_what_is_typed_stays_while_others_save(tmp_path: Path) -> None:
    """A save of somebody else in the middle of a cell takes nothing from it."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"9")
    with _other(tmp_path) as other:
        other.save([Enter(EMPTY, "opinion", 71, "2020Q1")])
    assert desk.look_underneath()
    press(desk, "1", "f2")
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 71}}


def test_a_record_withdrawn_underneath_closes_its_form(tmp_path: Path) -> None:
    """Where somebody took the person off the roster, the form goes away with a sentence."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    with _other(tmp_path) as other:
        other.save([Withdraw(EMPTY)], reason="调出")
    assert desk.look_underneath()
    assert desk.page.where == "roster"
    assert EMPTY in str(desk.message)
    press(desk, "f2", "down", "r")
    assert desk.frame().text()


def test_a_frozen_period_takes_no_typing_and_says_why(tmp_path: Path) -> None:
    """The cells of a frozen quarter stay as they are; the others are entered as always."""
    desk = desk_on(tmp_path)
    with _other(tmp_path) as other:
        other.save([Freeze("quarter", "2020Q1")])
    desk.look_underneath()
    press(desk, "g", "1", "0", "enter", "enter", *"91")
    assert "冻结" in str(desk.message)
    press(desk, "down", *"82", "f2")
    assert _facts(tmp_path) == {"work": {"2020Q2": 82}}


def test_a_book_that_cannot_be_written_is_for_looking(tmp_path: Path) -> None:
    """A book of which one may only read says so at every key that would change it."""
    desk_on(tmp_path).session.close()
    book = tmp_path / "case.book"
    opened = Session.open(book, ruleset=DEMO)
    opened.close()
    with Office.open(book, ruleset=DEMO) as office:
        office.save([Freeze()])
    desk = _again(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91")
    assert "冻结" in str(desk.message)
    press(desk, "tab", "f2")
    assert _facts(tmp_path) == {}


# Cases and books


def test_the_book_of_a_case_is_opened_again(tmp_path: Path) -> None:
    """What was entered is there at the next start, though the case file never changed."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91.25", "f2")
    desk.session.close()
    again = _again(tmp_path)
    assert str(again.session.office.row(EMPTY)).count("91.25") == 1
    assert again.session.changed is None


def test_a_case_that_changed_since_is_asked_about(tmp_path: Path) -> None:
    """The book is opened, and the screen says that the case is another now; n makes a new book of it."""
    first = desk_on(tmp_path)
    press(first, "g", "1", "0", "enter", "enter", *"91", "f2")
    first.session.close()
    write_case(tmp_path, people=5)
    desk = _again(tmp_path)
    assert "case.json" in desk.frame().text()
    press(desk, "n")
    assert len(desk.session.people) == 6
    assert desk.session.name == "case.2.book"
    assert _facts(tmp_path) == {"work": {"2020Q1": 91}}


def test_going_on_with_the_book_of_a_changed_case(tmp_path: Path) -> None:
    """Esc goes on with the book as it is."""
    desk_on(tmp_path).session.close()
    write_case(tmp_path, people=5)
    desk = _again(tmp_path)
    press(desk, "escape")
    assert desk.page.where == "roster"
    assert len(desk.session.people) == 11


def test_a_book_that_is_not_of_the_case_is_refused(tmp_path: Path) -> None:
    """A book of the same name that was made from something else is not taken for the case's."""
    desk_on(tmp_path).session.close()
    (tmp_path / "other").mkdir()
    path = write_case(tmp_path / "other")
    with Office.create(path.with_suffix(".book"), _plan(), ruleset=DEMO):
        pass
    with pytest.raises(KaoheError, match=r"case\.book"):
        Session.open(path, ruleset=DEMO)


def _plan() -> Any:
    from kaohe.office import Plan

    return Plan(scheme="demo", cycle=case_data()["cycle"], unit="某县")


def test_a_book_is_written_as_a_case(tmp_path: Path) -> None:
    """`:export case` writes it beside the book, codes alone; with names where they are asked for; never over a file."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "escape")
    press(desk, ":", *"export case", "enter", "f9")
    assert "case-case.json" in str(desk.message)
    written = json.loads((tmp_path / "case-case.json").read_text())
    assert written["appraisees"][-1]["facts"] == {"work": {"2020Q1": 91}}
    assert "name" not in written["appraisees"][-1]
    press(desk, ":", *"export names", "enter", "f9")
    assert json.loads((tmp_path / "case-case.2.json").read_text())["appraisees"][-1]["name"] == "冯十"


def test_other_periods_keep_what_the_case_says_of_them(tmp_path: Path) -> None:
    """Entering one quarter leaves the others as they were: a list, a default for each, an absence with reason."""
    data = case_data()
    absence = {"absent": "not-assessed", "reason": "三月病假"}
    data["appraisees"][1]["facts"]["work"] = [90, 91.5, absence, None]
    data["appraisees"][2]["facts"]["work"] = {"each": 77, "2020Q2": 78}
    (tmp_path / "case.json").write_text(json.dumps(data, ensure_ascii=False))
    desk = _again(tmp_path)
    for who in ("000001", "000002"):
        press(desk, "g", *who, "enter", "enter")
        page: Any = desk.page
        page.form.go("facts.work@2020Q1:")
        press(desk, *"60", "escape")
    assert _facts(tmp_path, "000001")["work"] == {"2020Q1": 60, "2020Q2": "91.5", "2020Q3": absence}
    assert _facts(tmp_path, "000002")["work"] == {"2020Q1": 60, "2020Q2": 78, "2020Q3": 77, "2020Q4": 77}


def test_a_transfer_in_the_form_asks_for_its_reason(tmp_path: Path) -> None:
    """A link that changes is saved with a reason on record; until it is given, it stays a draft."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter")
    page: Any = desk.page
    page.form.go("links.team@:")
    press(desk, "delete", "f2")
    assert _commits(tmp_path)[-1].receipt.seq == 2
    press(desk, *"调出本队", "enter")
    assert _commits(tmp_path)[-1].reason == "调出本队"
    assert desk.session.office.people[EMPTY].links == {}


def test_a_failed_save_says_why_and_keeps_the_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs nothing that was typed, and the form may still be left."""
    desk = _typed(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kaohe.store._disk.Disk.fsync", full)
    press(desk, "escape")
    assert desk.page.where == "roster"
    assert "K4" in desk.frame().text()
    assert desk.session.drafts[EMPTY]["facts.work@2020Q1:"] == "91"


def test_what_cannot_be_kept_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the draft cannot be written, nothing pretends to be entered, and the text stays in its cell."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    press(desk, *"91", "tab")
    assert "No space left" in str(desk.message)
    assert not desk.session.drafts.get(EMPTY)
    assert "91" in desk.frame().text()


def test_a_deleted_draft_file_is_written_anew(tmp_path: Path, state: Path) -> None:
    """Another program deletes the drafts: the next cell writes all of them again."""
    desk = _typed(tmp_path)
    for path in _drafts(state):
        path.unlink()
    press(desk, *"55", "tab")
    assert "91" in str(kept(desk))
    assert "55" in str(kept(desk))


def test_a_name_with_an_escape_sequence_is_refused_at_opening(tmp_path: Path) -> None:
    """A name may not hold what a terminal obeys; the reason names the character and the line."""
    data = case_data()
    data["appraisees"][1]["name"] = "张\x1b[2J一"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data))
    with pytest.raises(KaoheError, match=r"U\+001B"):
        Session.open(path, ruleset=DEMO)
    assert not (tmp_path / "case.book").exists()


def _odd_drafts() -> dict[str, bytes]:
    """Everything that may stand where drafts belong, as bytes."""
    header = b'{"kaohe-drafts": 1, "book": "x"}\n'
    lines = [
        b"",
        b"\x00\xff\xfe",
        b"[" * 100_000,
        b"1" * 100_000,
        b'{"who": 5, "cells": "x", "on": {}}',
        b'{"who": "nobody", "cells": {"a": "b"}, "on": {}}',
        b'{"who": "000010", "cells": {"a": 3}, "on": {}}',
        b'{"who": "000010", "cells": {"files.x@:": "1"}, "on": {}}',
        b'{"who": "000010", "cells": {"facts.work@2020Q1:nowhere": "1"}, "on": {}}',
        b'{"who": "000010", "cells": {"facts.notices@:x.date": "1"}, "on": {}}',
        b'{"who": "000010", "cells": {"facts.ballot@:issued": "20"}, "on": {"facts.ballot@": "x"}}',
        b'{"who": "000010", "cells": {"links.team@:": "nobody"}, "on": {}}',
        b"null",
        b'"text"',
    ]
    return {line[:70].decode("latin-1"): header + line + b"\n" for line in lines} | {"no header": b"[]\n{}\n"}


@pytest.mark.parametrize("data", [pytest.param(data, id=repr(name)) for name, data in _odd_drafts().items()])
def test_any_bytes_among_the_drafts_end_in_a_screen(data: bytes, tmp_path: Path, state: Path) -> None:
    """Whatever stands among the drafts, the book opens, what is no entry is left out, and restoring cannot crash."""
    _typed(tmp_path).session.close()
    (path,) = _drafts(state)
    path.write_bytes(data)
    desk = _again(tmp_path)
    assert desk.frame().text()
    press(desk, "r", "escape", "r", "escape", "g", "1", "0", "enter", "enter", "f2", "escape")
    assert desk.frame().text()


@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "dangling", "device"])
def test_what_is_no_file_among_the_drafts_is_not_opened(kind: str, tmp_path: Path, state: Path) -> None:
    """A pipe, a folder, a link or a device in a draft's place neither hangs nor is written through."""
    _typed(tmp_path).session.close()
    (path,) = _drafts(state)
    path.unlink()
    other = tmp_path / "other"
    other.write_text("mine")
    makers: dict[str, Any] = {
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "link": lambda: path.symlink_to(other),
        "dangling": lambda: path.symlink_to(tmp_path / "none"),
        "device": lambda: path.symlink_to("/dev/zero"),
    }
    makers[kind]()
    desk = _again(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "f2")
    assert _facts(tmp_path)["work"] == {"2020Q1": 91}
    assert other.read_text() == "mine"
    assert not (tmp_path / "none").exists()
