"""Roles, second entries, warnings, signatures, closing and looking back by commands, as the people of one office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaohe.cli import COMMANDS, main
from kaohe.cli._office import office as commands
from kaohe.store import login
from office_kit import MONTHS, marks, member, new_book

AT = MONTHS[0]


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with two members and both months, whose staff are identities of one shared account."""
    new_book(tmp_path, member("M1"), member("M2"), *marks("M1", 90), *marks("M2", 80)).close()
    path = str(tmp_path / "a.book")
    for who, role in (("ada", "administrator"), ("li", "clerk"), ("zhao", "second"), ("wang", "reviewer")):
        said("ada", "role", "give", path, f"{login()}:{who}", role)
    for who in ("sun", "qian"):
        said("ada", "role", "give", path, f"{login()}:{who}", "approver")
    return path


def said(who: str, *words: object, status: int = 0, lang: str = "en") -> str:
    """What `kaohe office` prints to somebody of the shared account, its exit status being as expected."""
    env = {"KAOHE_LANG": lang, "KAOHE_IDENTITY": who}
    result = CliRunner(env=env).invoke(main, ["office", *map(str, words)])
    assert result.exit_code == status, result.output
    return result.output


def data(who: str, *words: object) -> Any:
    """The same as JSON."""
    return json.loads(said(who, *words, "--json"))


def test_an_account_that_people_share_acts_under_each_name(book: str) -> None:
    """The identity stands behind the account; the roles are theirs, and a refusal names who could."""
    assert {one["login"].partition(":")[2] for one in data("li", "role", "list", book)["roles"]} >= {"ada", "li"}
    told = said("li", "freeze", book, AT, status=2)
    assert "[K8101]" in told
    assert f"{login()}:wang" in told
    assert "录入员" in said("li", "freeze", book, AT, status=2, lang="zh")
    assert "administrator" in said("wang", "role", "list", book)


def test_an_identity_that_is_no_name_opens_nothing(book: str) -> None:
    """What sets the variable is wrong, and the sentence says who corrects it."""
    for name in ("two words", "a/b", "x" * 41):
        assert "[K4096]" in said(name, "status", book, status=2)


def test_a_month_by_commands_from_second_entry_to_signature(book: str) -> None:
    """Asked, blind, entered, compared, settled, a warning accepted, signed; every step told and counted."""
    said("ada", "second", "ask", book, "usual")
    form = said("zhao", "second", "blind", book, "M1", "--at", AT)
    assert "usual" in form
    assert "90" not in form
    assert "differs from the first entry: usual" in said("zhao", "second", "enter", book, "M1", "usual=60", "--at", AT)
    assert "receipt" in said("zhao", "second", "enter", book, "M2", "usual=80", "--at", AT)
    (row,) = [one for one in data("wang", "second", "differences", book, "--at", AT) if one["state"] == "differs"]
    assert (row["appraisee"], row["first"], row["second"]) == ("M1", 90, "60")
    assert "M1" in said("wang", "second", "differences", book, "--at", AT)
    settling = ("second", "settle", book, "M1", "usual", "--take", "second", "--at", AT, "--document", "纪要1号")
    assert "receipt" in said("wang", *settling)
    (warning,) = data("wang", "warnings", book, "--at", AT)
    assert warning["number"] == "W8101"
    assert "W8101" in said("sun", "sign", book, AT, status=2)
    said("wang", "accept", book, warning["id"], "--reason", "as on paper")
    assert "nothing" in said("wang", "warnings", book)
    assert "accepted by" in said("wang", "warnings", book, "--all")
    assert "receipt" in said("sun", "sign", book, AT)
    assert "[x]" in said("li", "signatures", book, AT)
    progress = data("ada", "second", "progress", book, "--at", AT)
    assert progress["units"][0] | {"unit": "", "name": ""} == {
        "unit": "", "name": "", "due": 2, "made": 2, "equal": 1, "differs": 0, "settled": 1,
    }  # fmt: skip
    assert "settled" in said("ada", "second", "progress", book)
    people = {one["login"].partition(":")[2]: one for one in data("ada", "operators", book)}
    assert (people["zhao"]["second"], people["wang"]["settled"], people["sun"]["signed"]) == (2, 1, 1)
    assert "zhao" in said("ada", "operators", book)


def _everything_signed(book: str) -> None:
    for span, times in ((AT, 1), (MONTHS[1], 1), ("2019Q1", 2), ("", 4)):
        for _ in range(times):
            for who in ("sun", "qian"):
                if any(not one["complete"] for one in data("ada", "signatures", book, span or "book")[0]["steps"]):
                    said(who, "sign", book, *([span] if span else []))


def test_a_year_is_signed_shown_returned_and_closed(book: str) -> None:
    """Evaluate, explain and the table say what is approved; a return takes it back; a closed book is only read."""
    assert "results: computed 2" in _run("evaluate", book)
    assert "not been shown" in said("sun", "signatures", book, "book")
    said("wang", "publish", book, "XZ-9", "--on", "2019-04-01", "--until", "2019-04-05", "--document", "公示1号")
    said("wang", "gate", book, "M1", "discipline", "none", "--on", "2019-04-03", "--document", "纪函1号")
    _everything_signed(book)
    assert "results: approved 2" in _run("evaluate", book)
    assert json.loads(_run("evaluate", book, "--json"))["standing"] == {"M1": "approved", "M2": "approved"}
    assert "this result is approved" in _run("explain", book, "M1")
    assert json.loads(_run("explain", book, "M1", "--json"))["standing"]["state"] == "approved"
    said("sun", "return", book, "--about", "M2", "--reason", "a page is missing")
    assert "returned by" in said("li", "signatures", book, "book")
    assert "results: published 2" in _run("evaluate", book)
    assert "K8160" in said("ada", "close", book, "--retain", "2099-12-31", "--reason", "over", status=2)
    _everything_signed(book)
    said("ada", "close", book, "--retain", "2099-12-31", "--reason", "over")
    assert "K8100" in said("li", "enter", book, "M1", "usual=1", "--at", AT, status=2)
    assert "results: sealed 2" in _run("evaluate", book)
    assert "2099-12-31" in _run("book", "delete", book, "--receipt", data("ada", "status", book)["receipt"], status=2)


def _run(*words: str, status: int = 0) -> str:
    result = CliRunner(env={"KAOHE_LANG": "en"}).invoke(main, [*words])
    assert result.exit_code == status, result.output
    return result.output


def test_looking_back_by_commands(book: str) -> None:
    """By person, input, login; between two heads; a receipt of another book is refused."""
    before = data("li", "status", book)["receipt"]
    said("li", "enter", book, "M1", "usual=91", "--at", AT)
    assert "M1 usual 2019-01: 90 -> 91" in said("wang", "audit", book, "--person", "M1", "--input", "usual")
    (change,) = data("wang", "audit", book, "--since", before)
    assert (change["before"], change["after"], change["actor"]) == (90, "91", f"{login()}:li")
    assert "90 -> 91" in said("wang", "audit", book, "--since", before)
    assert len(data("wang", "audit", book, "--by", f"{login()}:li")) == 1
    assert said("wang", "audit", book, "--decision", "grade/M1").strip() == "nothing"
    number, _, digest = before.partition("/")
    assert "K5202" in said("wang", "audit", book, "--since", f"{number}/{digest[::-1]}", status=2)
    assert data("wang", "audit", book, "--since", before, "--until", before) == []


def test_settling_says_the_value_where_it_is_new(book: str) -> None:
    """KEY=VALUE with anew and KEY alone with the others; anything else is refused before the book is opened."""
    for words in (("usual", "--take", "anew"), ("usual=3", "--take", "first")):
        assert "K5201" in said("wang", "second", "settle", book, "M1", *words, status=2)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_help_groups_commands_by_who_uses_them(lang: str, book: str) -> None:
    """Both pages; every command stands on its page once."""
    for page, names in (
        (CliRunner(env={"KAOHE_LANG": lang}).invoke(main, ["--help"]).output, [*COMMANDS]),
        (said("ada", "--help", lang=lang), [*commands.commands]),
    ):
        lines = [line.split()[0] for line in page.splitlines() if line.startswith("  ") and line[2] not in " -"]
        assert sorted(one for one in lines if one in names) == sorted(names)
        assert sum(line.endswith((":", "：")) and not line.startswith(" ") for line in page.splitlines()) >= 5
    assert book
