"""Saving, the journal beside the case, and what the next start offers."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import read_case
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit import DEMO, case_data, write_case
from tui_kit.typing import desk_on, press

EMPTY = "000010"


def _typed(folder: Path) -> Desk:
    """A desk where 91 and 82 were entered, and 183 could not be."""
    desk = desk_on(folder)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab", *"82", "tab", *"183", "tab")
    return desk


def _again(folder: Path) -> Desk:
    desk = Desk(Session.open(folder / "case.json", ruleset=DEMO))
    desk.size = (80, 24)
    return desk


def _row(path: Path, who: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in json.loads(path.read_text())["appraisees"] if row["id"] == who)
    return found


def test_looking_leaves_no_journal(tmp_path: Path) -> None:
    """A case that was only looked at has nothing beside it."""
    desk = desk_on(tmp_path)
    press(desk, "enter", "down", "escape", "r", "escape", "o")
    assert [path.name for path in tmp_path.iterdir()] == ["case.json"]


def test_every_entry_is_on_disk_before_the_next_key(tmp_path: Path) -> None:
    """The journal holds each field as soon as its cell is left, drafts included."""
    desk = _typed(tmp_path)
    kept = (tmp_path / "case.json.journal").read_text()
    assert '"work", "value": {"2020Q1": 91}' in kept
    assert '"opinion", "value": {"2020Q1": 82}' in kept
    assert '"draft": {"facts.work@2020Q2:": "183"}' in kept
    assert desk.session.unsaved == 2


def test_saving_writes_the_case_and_keeps_only_drafts_in_the_journal(tmp_path: Path) -> None:
    """What is in the file needs no journal; what the file cannot hold stays there."""
    desk = _typed(tmp_path)
    press(desk, "ctrl+s")
    assert _row(tmp_path / "case.json", EMPTY)["facts"] == {"work": {"2020Q1": 91}, "opinion": {"2020Q1": 82}}
    kept = (tmp_path / "case.json.journal").read_text()
    assert '"value"' not in kept
    assert "183" in kept


def test_a_saved_case_without_drafts_has_no_journal(tmp_path: Path) -> None:
    """Nothing is left beside a case that is saved."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "f2")
    assert not (tmp_path / "case.json.journal").exists()
    assert desk.session.unsaved == 0


def test_a_saved_case_is_read_again_as_it_was(tmp_path: Path) -> None:
    """Everything but the entry is as before: numbers, order, links, decisions."""
    desk = desk_on(tmp_path)
    before = read_case(tmp_path / "case.json", ruleset=DEMO)
    press(desk, "g", "1", "0", "enter", "enter", *"91.25", "tab", "ctrl+s")
    after = read_case(tmp_path / "case.json", ruleset=DEMO)
    others = [name for name in before.cohort.appraisees if name != EMPTY]
    assert [after.cohort.appraisees[name] for name in others] == [before.cohort.appraisees[name] for name in others]
    assert list(after.cohort.appraisees) == list(before.cohort.appraisees)
    assert "91.25" in (tmp_path / "case.json").read_text()


def test_what_was_not_saved_is_offered_and_restored(tmp_path: Path) -> None:
    """The next start shows each entry; r enters all of them again, drafts too."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    assert "82" in desk.frame().text()
    press(desk, "r")
    work: Any = desk.session.people[EMPTY].facts["work"]
    assert work[0] == 91
    assert desk.session.drafts[EMPTY] == {"facts.work@2020Q2:": "183"}
    assert desk.session.unsaved == 2


def test_restored_entries_stay_in_the_journal_until_saved(tmp_path: Path) -> None:
    """A second interruption loses nothing either."""
    _typed(tmp_path).session.close()
    first = _again(tmp_path)
    press(first, "r")
    first.session.close()
    second = _again(tmp_path)
    press(second, "r", "ctrl+s")
    assert _row(tmp_path / "case.json", EMPTY)["facts"]["work"] == {"2020Q1": 91}


def test_what_was_left_can_be_thrown_away_with_a_typed_yes(tmp_path: Path) -> None:
    """Discarding asks for the word."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    press(desk, "x", "n", "enter")
    assert (tmp_path / "case.json.journal").exists()
    press(desk, "x", *"yes", "enter")
    assert not (tmp_path / "case.json.journal").exists()
    assert "work" not in str(desk.session.raw["appraisees"][-1].get("facts"))


def test_deciding_later_lets_nothing_be_entered_over_it(tmp_path: Path) -> None:
    """Until what was left is dealt with, the case is for looking."""
    _typed(tmp_path).session.close()
    desk = _again(tmp_path)
    press(desk, "escape", "g", "1", "0", "enter", "enter", *"55")
    assert "恢复" in str(desk.message)
    press(desk, "tab")
    assert '": 55' not in (tmp_path / "case.json.journal").read_text()
    assert "55" not in desk.frame().text()


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    """A crash in the middle of an entry costs that entry alone."""
    _typed(tmp_path).session.close()
    journal = tmp_path / "case.json.journal"
    journal.write_bytes(journal.read_bytes()[:-7])
    desk = _again(tmp_path)
    press(desk, "r")
    opinion: Any = desk.session.people[EMPTY].facts["opinion"]
    assert opinion[0] == 82
    assert not desk.session.drafts.get(EMPTY)


def test_an_entry_that_the_file_no_longer_takes_is_named(tmp_path: Path) -> None:
    """If the file changed meanwhile, each entry is checked again and refusals are said."""
    _typed(tmp_path).session.close()
    data = case_data()
    data["appraisees"] = [row for row in data["appraisees"] if row["id"] != EMPTY]
    (tmp_path / "case.json").write_text(json.dumps(data))
    desk = _again(tmp_path)
    assert "已改动" in desk.frame().text()
    press(desk, "r")
    assert "不能恢复" in str(desk.message)


def test_a_second_program_may_only_look(tmp_path: Path) -> None:
    """Two programs never write one journal: the second says who has it, and refuses entries."""
    first = _typed(tmp_path)
    second = _again(tmp_path)
    assert "pid" in str(second.message)
    press(second, "g", "1", "0", "enter", "enter", *"55")
    assert "pid" in str(second.message)
    press(second, "tab")
    assert '": 55' not in (tmp_path / "case.json.journal").read_text()
    assert "55" not in second.frame().text()
    first.session.close()


def test_a_toml_case_stays_and_a_json_case_stands_beside_it(tmp_path: Path) -> None:
    """Comments in a hand-written case are never lost: it is not written at all, and the screen says so."""
    path = tmp_path / "county.toml"
    path.write_text(_TOML)
    desk = Desk(Session.open(path, ruleset=DEMO))
    press(desk, "enter", *"91", "tab", "ctrl+s")
    assert path.read_text() == _TOML
    assert tomllib.loads(_TOML)["appraisees"][0]["id"] == "M1"
    assert _row(tmp_path / "county.json", "M1")["facts"]["work"] == {"2020Q1": 91}
    assert "county.json" in str(desk.message)
    assert "未改动" in str(desk.message)


def test_saving_never_overwrites_a_file_that_is_not_ours(tmp_path: Path) -> None:
    """Where NAME.json is there already, another name is taken."""
    path = tmp_path / "county.toml"
    path.write_text(_TOML)
    (tmp_path / "county.json").write_text("mine")
    desk = Desk(Session.open(path, ruleset=DEMO))
    press(desk, "enter", *"91", "tab", "ctrl+s")
    assert (tmp_path / "county.json").read_text() == "mine"
    assert (tmp_path / "county.1.json").exists()


def test_a_file_changed_by_another_program_is_not_overwritten(tmp_path: Path) -> None:
    """The other program's work stays; this one's is saved beside it."""
    desk = _typed(tmp_path)
    other = json.dumps(case_data(people=3))
    (tmp_path / "case.json").write_text(other)
    press(desk, "ctrl+s")
    assert (tmp_path / "case.json").read_text() == other
    assert _row(tmp_path / "case.1.json", EMPTY)["facts"]["work"] == {"2020Q1": 91}


def test_a_failed_save_says_why_and_keeps_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs nothing that was entered."""
    desk = _typed(tmp_path)
    before = (tmp_path / "case.json").read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    press(desk, "ctrl+s")
    assert "No space left" in str(desk.message)
    assert (tmp_path / "case.json").read_bytes() == before
    assert "91" in (tmp_path / "case.json.journal").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.json", "case.json.journal"]


def test_an_entry_that_cannot_be_journaled_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the journal cannot be written, nothing pretends to be entered."""
    desk = desk_on(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    press(desk, *"91", "tab")
    assert "No space left" in str(desk.message)
    assert "facts" not in desk.session.raw["appraisees"][-1] or desk.session.raw["appraisees"][-1]["facts"] == {}
    assert "91" in desk.frame().text()


def test_a_name_with_an_escape_sequence_is_refused_at_opening(tmp_path: Path) -> None:
    """A name may not hold what a terminal obeys; the reason names the character and the line."""
    data = case_data()
    data["appraisees"][1]["name"] = "张\x1b[2J一"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data))
    with pytest.raises(Exception, match=r"U\+001B"):
        Session.open(path, ruleset=DEMO)


def test_case_files_of_ten_people_are_written_one_line_each(tmp_path: Path) -> None:
    """A saved case can be compared line by line."""
    desk = Desk(Session.open(write_case(tmp_path), ruleset=DEMO))
    press(desk, "ctrl+s")
    lines = (tmp_path / "case.json").read_text().splitlines()
    assert sum('"id": "0000' in line for line in lines) == 10


_TOML = """# entered by hand; this comment is worth keeping
format = 1
scheme = "demo"
[cycle]
start = 2020-01-01
end = 2020-12-31
[cycle.periods]
quarter = ["2020Q1", "2020Q2"]
[[appraisees]]
id = "M1"  # the first
kind = "member"
facts.leave = 2
"""


def test_other_periods_keep_what_the_file_says_of_them(tmp_path: Path) -> None:
    """Entering one quarter leaves the others as they were written: a list, a default for each, an absence with reason."""
    data = case_data()
    absence = {"absent": "not-assessed", "reason": "三月病假"}
    data["appraisees"][1]["facts"]["work"] = [90, 91.5, absence, None]
    data["appraisees"][2]["facts"]["work"] = {"each": 77, "2020Q2": 78}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data, ensure_ascii=False))
    desk = Desk(Session.open(path, ruleset=DEMO))
    for who in ("000001", "000002"):
        press(desk, "g", *who, "enter", "enter")
        page: Any = desk.page
        page.form.go("facts.work@2020Q1:")
        press(desk, *"60", "escape")
    press(desk, "ctrl+s")
    first = _row(path, "000001")["facts"]["work"]
    assert first == {"2020Q1": 60, "2020Q2": 91.5, "2020Q3": absence}
    assert _row(path, "000002")["facts"]["work"] == {"2020Q1": 60, "2020Q2": 78, "2020Q3": 77, "2020Q4": 77}


def _odd_journals() -> dict[str, bytes]:
    """Everything that may stand where the journal belongs, as bytes."""
    header = b'{"kaohe-journal": 1, "sha256": "x", "by": "li", "pid": 1}\n'
    lines = [
        b"",
        b"\x00\xff\xfe",
        b"[" * 100_000,
        b"1" * 100_000,
        b'{"decision": 3}',
        b'{"decision": {"choose": 7}}',
        b'{"decision": {"choose": [1, null], "quota": []}}',
        b'{"who": 5, "draft": "x"}',
        b'{"who": "nobody", "draft": {"a": "b"}}',
        b'{"who": "000010", "draft": {"a": 3}}',
        b'{"who": "000010", "where": "files", "key": "x", "value": 1}',
        b'{"who": "000010", "where": "facts", "key": "work", "value": [[[[]]]]}',
        b'{"who": "000010", "where": "links", "key": "team", "value": {}}',
        b'{"who": "000010", "where": "facts", "key": 3}',
        b"null",
        b'"text"',
    ]
    return {line[:50].decode("latin-1"): header + line + b"\n" for line in lines} | {"no header": b"[]\n{}\n"}


@pytest.mark.parametrize("data", [pytest.param(data, id=repr(name)) for name, data in _odd_journals().items()])
def test_any_bytes_in_the_journal_end_in_a_screen(data: bytes, tmp_path: Path) -> None:
    """Whatever stands in the journal, the case opens, what is no entry is left out, and restoring it cannot crash."""
    path = write_case(tmp_path)
    path.with_name("case.json.journal").write_bytes(data)
    desk = _again(tmp_path)
    assert desk.frame().text()
    press(desk, "r", "escape", "r", "enter", "escape")
    assert desk.frame().text()


@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "dangling", "device"])
def test_what_is_no_file_beside_a_case_is_not_opened(kind: str, tmp_path: Path) -> None:
    """A pipe, a folder, a link or a device in the journal's place neither hangs nor is written through."""
    path = write_case(tmp_path)
    journal = path.with_name("case.json.journal")
    other = tmp_path / "other"
    other.write_text("mine")
    makers: dict[str, Any] = {
        "fifo": lambda: os.mkfifo(journal),
        "folder": journal.mkdir,
        "link": lambda: journal.symlink_to(other),
        "dangling": lambda: journal.symlink_to(tmp_path / "none"),
        "device": lambda: journal.symlink_to("/dev/zero"),
    }
    makers[kind]()
    desk = _again(tmp_path)
    press(desk, "g", "1", "0", "enter", "enter", *"91", "tab")
    assert "work" not in _row(path, EMPTY).get("facts", {})
    assert str(journal) in str(desk.message) or desk.session.closed_because is not None
    assert other.read_text() == "mine"
    assert not (tmp_path / "none").exists()


def test_another_file_in_the_journals_place_is_not_written_to(tmp_path: Path) -> None:
    """Where another program replaced the journal, nothing counts as entered and its file stays as it is."""
    desk = _typed(tmp_path)
    journal = tmp_path / "case.json.journal"
    journal.unlink()
    journal.write_text("theirs")
    desk.session.drafts.clear()
    press(desk, *"55", "tab")
    assert journal.read_text() == "theirs"
    assert "journal" in str(desk.message)


def test_a_deleted_case_is_written_again(tmp_path: Path) -> None:
    """The case file is deleted while it is open: it is said, and saving writes all of it anew."""
    desk = _typed(tmp_path)
    path = tmp_path / "case.json"
    path.unlink()
    assert desk.look_underneath()
    assert not desk.look_underneath()
    press(desk, "f2")
    assert _row(path, EMPTY)["facts"]["work"] == {"2020Q1": 91}
