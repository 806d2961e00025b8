"""`kaohe office`, `book new/import/export --case`, and commands that take a book or a case alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli_kit import as_json, member, run, written
from kaohe.cli import main
from kaohe.office import Office
from kaohe.rules import load
from office_kit import MONTHS, new_book, other_rules
from office_kit import marks as entries
from office_kit import member as enrolled

NEW = ("--scheme", "xizang-2018", "--county", "某县", "--first", "2019-01", "--last", "2019-02")


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with one member, complete."""
    new_book(tmp_path, enrolled("M1", "张三"), *entries()).close()
    return str(tmp_path / "a.book")


def said(*words: object, lang: str = "en", status: int = 0) -> str:
    """What a command prints, its exit status being as expected."""
    result = run(*words, lang=lang)
    assert result.exit_code == status, result.output
    return result.output


def test_a_quarter_from_nothing_by_commands_alone(tmp_path: Path) -> None:
    """New book, a member, their entries, the outcome, why, the state of things: each save prints its receipt."""
    path = str(tmp_path / "a.book")
    assert "receipt 1/" in said("book", "new", path, *NEW)
    found = ["falsifies", "refuses_management", "absence_notices", "negative_notices"]
    sets = [word for key in found for word in ("--set", f"{key}=[]")]
    assert "receipt 2/" in said("office", "roster", "add", path, "M1", "member", "--name", "张三", *sets)
    for at in MONTHS:
        assert "receipt" in said(
            "office", "enter", path, "M1", "usual=90", "opinion=９１．５", "targets=88", "--at", at
        )
    assert as_json("evaluate", path)["outcomes"][0]["grade"] == "称职"
    assert "张三" in said("explain", path, "M1")
    assert said("pools", path)
    status = as_json("office", "status", path)
    assert (status["people"], status["open_points"], status["frozen"]) == (1, [], {})
    assert status["progress"][MONTHS[0]][0]["complete"] == 1


def test_a_book_and_a_case_say_the_same(tmp_path: Path) -> None:
    """`evaluate`, `explain` and `pools` say of a case what they say of the book that was made of it, and again of its case."""
    case = written(tmp_path, member("M1", 90), member("M2", 70))
    book, again = tmp_path / "a.book", tmp_path / "again.json"
    said("book", "import", case, book, "--county", "某县")
    said("book", "export", book, "--case", again)
    for command, who in (("evaluate", []), ("pools", []), ("explain", ["M1"])):
        first, second, third = (as_json(command, path, *who) for path in (case, book, again))
        assert second.pop("standing", None) is not None or command == "pools"  # how far it came is said of a book alone
        assert first == second == third


def test_an_export_carries_codes_and_names_when_asked(book: str, tmp_path: Path) -> None:
    """A case made of a book has no name in it, unless --names asks for them."""
    said("book", "export", book, "--case", tmp_path / "a.json")
    said("book", "export", book, "--case", tmp_path / "b.json", "--names")
    assert "张三" not in (tmp_path / "a.json").read_text("utf-8")
    assert "张三" in (tmp_path / "b.json").read_text("utf-8")
    said("book", "export", book, "--case", tmp_path / "a.json", status=2)


def test_what_is_neither_is_said(tmp_path: Path) -> None:
    """A file that is neither a case nor a book is refused in a sentence, and so is a book without settings."""
    (tmp_path / "x.txt").write_text("hello", encoding="utf-8")
    assert "K5014" in said("evaluate", tmp_path / "x.txt", status=2)
    assert "K5022" in said("evaluate", written(tmp_path, member()), "--record", status=2)


def test_every_refusal_is_printed_and_in_json(book: str) -> None:
    """Of two bad entries both are named, on the screen and in JSON, and nothing is saved."""
    words = ("office", "enter", book, "M1", "usual=190", "opinon=3", "--at", MONTHS[0])
    before = as_json("office", "status", book)["receipt"]
    shown = said(*words, status=2)
    assert "outside 0 to 100" in shown
    assert "did you mean opinion" in shown
    result = run(*words, "--json")
    data = json.loads(result.stdout)
    assert {(one["appraisee"], one["key"], one["at"]) for one in data["refusals"]} == {
        ("M1", "usual", MONTHS[0]),
        ("M1", "opinon", MONTHS[0]),
    }
    assert as_json("office", "status", book)["receipt"] == before


def test_a_roster_is_listed_changed_and_shortened(book: str) -> None:
    """Add, change, transfer and remove: each with its receipt, the last three with a reason."""
    said("office", "roster", "add", book, "T1", "team", "--name", "一队")
    assert "K8016" in said("office", "roster", "transfer", book, "M1", "--link", "team=T1", status=2)
    said("office", "roster", "transfer", book, "M1", "--link", "team=T1", "--reason", "组建一队")
    assert "K8018" in said("office", "roster", "change", book, "M1", "--name", "章三", "--reason", "张三误写", status=2)
    said("office", "roster", "change", book, "M1", "--name", "章三", "--reason", "误写")
    people = {one["id"]: one for one in as_json("office", "roster", "list", book)}
    assert (people["M1"]["name"], people["M1"]["links"]) == ("章三", {"team": "T1"})
    assert "章三" in said("office", "roster", "list", book)
    said("office", "roster", "remove", book, "T1", "--reason", "撤销", status=2)
    said("office", "roster", "remove", book, "M1", "--reason", "调走")
    said("office", "roster", "remove", book, "T1", "--reason", "撤销")
    assert "nobody is on the roster" in said("office", "roster", "list", book)


def test_a_transfer_from_a_day_on_is_for_a_link_by_date(book: str) -> None:
    """A link that holds the whole cycle refuses a day, and a day that is none is refused as such; nothing is written."""
    said("office", "roster", "add", book, "T1", "team")
    move = ("office", "roster", "transfer", book, "M1", "--link", "team=T1", "--reason", "组建一队", "--from")
    assert "K8090" in said(*move, "2019-02-01", status=2)
    assert "K1071" in said(*move, "2019-02-30", status=2)
    people = {one["id"]: one for one in as_json("office", "roster", "list", book)}
    assert people["M1"]["links"] == {}


def test_freeze_revise_undo_and_log(book: str) -> None:
    """A frozen month takes a revision alone; a save is undone by its receipt; the log shows each value moved."""
    said("office", "freeze", book, MONTHS[0])
    assert "K8012" in said("office", "enter", book, "M1", "usual=80", "--at", MONTHS[0], status=2)
    said("office", "revise", book, "M1", "usual=80", "--at", MONTHS[0], "--reason", "误读")
    saved = as_json("office", "enter", book, "M1", "usual=70", "--at", MONTHS[1])["receipt"]
    said("office", "undo", book, saved, "--reason", "误录")
    log = said("office", "log", book, "M1", "--after", "3")
    assert "M1 usual 2019-01: 90 -> 80" in log
    assert "M1 usual 2019-02: 70 -> 90" in log
    assert len(as_json("office", "log", book, "--most", "2")) == 2
    assert "K5017" in said("office", "freeze", book, "2019-09", status=2)


def test_an_entry_is_taken_back_by_nothing(book: str) -> None:
    """KEY= alone takes an entry back; what begins like JSON and is none is refused with the key."""
    said("office", "enter", book, "M1", "usual=", "--at", MONTHS[0])
    with Office.open(book, writable=False) as office:
        row = office.row("M1")
    assert row is not None
    assert list(row["facts"]["usual"]) == [MONTHS[1]]
    assert "K5016" in said("office", "enter", book, "M1", "falsifies=[", status=2)
    assert "K5015" in said("office", "enter", book, "M1", "falsifies", status=2)


def test_decisions_are_recorded_and_taken_back(book: str) -> None:
    """A decision on a grade is on record with its document; one without effect says so; rescinded, it is gone."""
    told = ("--reason", "r", "--document", "组发1号")
    said("office", "decide", "grade", book, "M1", "优秀", *told)
    assert list(as_json("office", "status", book)["decisions"]) == ["grade/M1"]
    assert "not applied" in said("office", "decide", "grade", book, "M1", "不称职", *told)
    assert "K8009" in said("office", "decide", "rescind", book, "grade/M2", "--reason", "r", status=2)
    said("office", "decide", "rescind", book, "grade/M1", "--reason", "r")
    assert "K5018" in said("office", "decide", "tie", book, "XZ-Q", "M1", *told, status=2)
    assert "K2608" in said("office", "decide", "excess", book, "XZ-Q", "M1", *told, status=2)
    assert "nothing differs" in said("office", "recheck", book, "M1", "XZ-7(1)1", "none")
    assert said("office", "recheck", book, "M1", "XZ-0", "pending", status=2)
    assert "nothing differs" in said("office", "adopt", book, "--reason", "r")


def asked(path: Path, answers: str) -> Result:
    """`kaohe book new` with somebody answering at the terminal."""
    runner = CliRunner(env={"KAOHE_LANG": "en"})
    return runner.invoke(main, ["book", "new", str(path), "--ask"], input=answers)


def test_a_book_is_made_step_by_step(tmp_path: Path) -> None:
    """Asked step by step: scheme, unit, each reading confirmed, changed or left open, months, periods, language."""
    readings = load("xizang-2018").assumptions
    chosen = next(one for one in readings if one.setting is not None and not one.is_list)
    other = chosen.ways[-1].code
    answers = {one.id: "" for one in readings} | {chosen.id: other, readings[-1].id: "-"}
    lines = [
        "xizang",
        "xizang-2018",
        "某县",
        "",
        *answers.values(),
        "2019-01",
        "2019-03",
        "2019-01，2019-02",
        "",
        *("", "", ""),
        "",
        "en",
    ]
    result = asked(tmp_path / "a.book", "\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    with Office.open(tmp_path / "a.book") as office:
        settings: dict[str, Any] = office.settings
        assert settings["choices"] == {chosen.setting.key if chosen.setting else "": other}
        assert set(settings["readings"]) == {one.id for one in readings[:-1]}
        assert all(one["by"] == office.actor for one in settings["readings"].values())
        assert (office.periods["month"], office.language) == (MONTHS, "en")


def test_a_book_is_made_from_a_file_and_options(tmp_path: Path) -> None:
    """--from takes scheme, cycle and settings as a case file says them; what is missing is named, with its option."""
    case = written(tmp_path)
    said("book", "new", tmp_path / "a.book", "--from", case, "--county", "某县", "--confirm", "all")
    assert not {*as_json("office", "status", tmp_path / "a.book")["readings"]} ^ readings()
    assert "K5019" in said("book", "new", tmp_path / "b.book", "--scheme", "xizang-2018", status=2)
    assert "K5021" in said("book", "new", tmp_path / "b.book", *NEW, "--confirm", "XZ-a99", status=2)
    assert "K5020" in said(
        "book", "new", tmp_path / "b.book", "--from", written(tmp_path, member()), "--county", "c", status=2
    )
    assert not (tmp_path / "b.book").exists()


def readings() -> set[str]:
    """The ids of the Tibet scheme's readings."""
    return {one["id"] for one in as_json("describe", "xizang-2018")["assumptions"]}


def test_a_book_speaks_its_language(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chinese book is told in Chinese whatever the locale; KAOHE_LANG wins over it."""
    monkeypatch.delenv("KAOHE_LANG")
    runner = CliRunner(env={"LC_ALL": "C", "LANG": "C"})
    assert "姓名" in runner.invoke(main, ["office", "roster", "list", book]).output
    assert "name" in said("office", "roster", "list", book)
    assert "Usage" in runner.invoke(main, ["--help"]).output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_of_the_office_is_in_both_languages(lang: str) -> None:
    """Each command of `kaohe office` has its help in the reader's language; a group alone shows its commands."""
    for words in (["office"], ["office", "roster"], ["office", "decide"]):
        assert ("用法" in said(*words, "--help", lang=lang)) == (lang == "zh")
        assert run(*words, lang=lang).exit_code == 2
    for one in ("status", "enter", "recheck", "freeze", "revise", "log", "undo", "adopt"):
        assert ("用法" in said("office", one, "--help", lang=lang)) == (lang == "zh")


def test_other_rules_are_shown_before_they_are_adopted(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under another version of the plugin `status` tells what differs and for whom; entering waits for `adopt` with a reason."""
    said("office", "enter", book, "M1", "usual=97", "--at", MONTHS[0])
    said("evaluate", book, "--record")
    monkeypatch.setattr("kaohe.office._book.ruleset_of", lambda *_: other_rules())
    shown = said("office", "status", book)
    assert "changed: member: usual" in shown
    assert "1 outcomes differ" in shown
    assert "M1: decided" in shown
    assert as_json("office", "status", book)["compared"]["moved"][0]["id"] == "M1"
    for words in (("office", "enter", book, "M1", "usual=80", "--at", MONTHS[0]), ("evaluate", book)):
        assert "K8020" in said(*words, status=2)
    assert "K8016" in said("office", "adopt", book, status=2)
    assert "receipt" in said("office", "adopt", book, "--reason", "第二版")
    status = as_json("office", "status", book)
    assert (status["difference"], next(one["what"] for one in status["open_points"])) == (None, f"usual[{MONTHS[0]}]")
