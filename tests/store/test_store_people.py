"""Who somebody is: a shared account's identity by a forced command, and one role a person on PostgreSQL, with its rows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli_kit import ROOT
from kaohe.errors import KaoheError
from kaohe.store import Change, Header, Receipt, Refused, Store, create_book, login, open_book
from store_kit.postgres import Server

RECIPES = ROOT / "docs" / "recipes"
TELL = "import os, sys; print(repr([os.environ.get('KAOHE_IDENTITY'), *sys.argv[1:], *sorted(os.environ)]))"


@pytest.fixture
def forced(tmp_path: Path) -> Path:
    """The recipe as installed for an account whose `kaohe` tells what it was given."""
    kaohe = tmp_path / "kaohe"
    kaohe.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{TELL}" "$@"\n', encoding="utf-8")
    kaohe.chmod(0o755)
    text = (RECIPES / "kaohe-as").read_text(encoding="utf-8")
    text = text.replace("#!/usr/bin/python3", f"#!{sys.executable}")
    text = text.replace('"/usr/local/bin/kaohe"', repr(str(kaohe))).replace('"/srv/kaohe"', repr(str(tmp_path)))
    program = tmp_path / "kaohe-as"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    return program


def asked(program: Path, *names: str, command: str = "", **sent: str) -> subprocess.CompletedProcess[str]:
    """What the server runs for a key of the account, whatever its owner asks for and sends."""
    env = {**os.environ, "SSH_ORIGINAL_COMMAND": command, **sent}
    return subprocess.run([program, *names], env=env, capture_output=True, text=True, check=False)


def test_the_key_says_who_it_is_and_nobody_forges_it(forced: Path) -> None:
    """The name is the key's, whatever the environment or the command says; no variable of theirs gets through."""
    done = asked(
        forced,
        "li",
        command="kaohe office role list 'a book' KAOHE_IDENTITY=ada",
        KAOHE_IDENTITY="ada",
        PYTHONPATH="somewhere",
        PYTHONSTARTUP="x.py",
        LD_PRELOAD_X="x",
    )
    assert done.returncode == 0, done.stderr
    found = eval(done.stdout)  # noqa: S307  # what our own program printed
    assert found[:6] == ["li", "office", "role", "list", "a book", "KAOHE_IDENTITY=ada"]
    assert not {"PYTHONPATH", "PYTHONSTARTUP", "LD_PRELOAD_X", "SSH_ORIGINAL_COMMAND"} & {*found}


@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "env KAOHE_IDENTITY=ada kaohe office",
        "new-scheme x",
        "fuzz yining",
        "book delete x",
        "'unclosed",
        "-c 'import os'",
    ],
)
def test_nothing_but_the_commands_on_books_runs(forced: Path, command: str) -> None:
    """A shell, another program, what runs or makes plugins: a sentence, and nothing is run."""
    done = asked(forced, "li", command=command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kaohe-as: ")


def test_a_shell_within_the_words_is_only_words(forced: Path) -> None:
    """No shell reads the command, so what would end it does not."""
    done = asked(forced, "li", command="office status x; touch never $(id) `id` && id")
    assert eval(done.stdout)[1:5] == ["office", "status", "x;", "touch"]  # noqa: S307  # as above


@pytest.mark.parametrize("names", [(), ("two words",), ("a/b",), ("li", "ada"), ("",)])
def test_a_key_without_one_name_opens_nothing(forced: Path, names: tuple[str, ...]) -> None:
    """The administrator is told what authorized_keys must say."""
    done = asked(forced, *names, command="office status x")
    assert (done.returncode, done.stdout) == (1, "")
    assert "authorized_keys" in done.stderr


def test_an_identity_never_makes_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands behind the account that the system says, and is a plain name or refused."""
    plain = login()
    monkeypatch.setenv("KAOHE_IDENTITY", "li")
    assert login() == f"{plain}:li"
    monkeypatch.setenv("KAOHE_IDENTITY", "root:x")
    with pytest.raises(Refused, match="K4096"):
        login()


# PostgreSQL

COUNTIES = ("甲县", "乙县")
PEOPLE = {
    "li": "clerk",
    "zhao": "second",
    "wang": "reviewer",
    "sun": "approver",
    "ada": "administrator",
    "wu": "auditor",
}
OF_LEVEL = {"lu": "县（区）"}
"""An approver of one level."""


def address(server: Server, who: str, book: str = "甲县-2019") -> str:
    """The book as somebody's own role opens it."""
    return f"postgresql://{who}@127.0.0.1:{server.port}/people#{book}"


@pytest.fixture(scope="module")
def office(postgres: Server) -> Server:
    """A database with a book in each of two counties, the recipe applied, and the staff of one of them."""
    postgres.sql("CREATE DATABASE people", database="postgres")
    postgres.sql("CREATE ROLE kaohe_owner LOGIN", database="postgres")
    postgres.sql("ALTER DATABASE people OWNER TO kaohe_owner", database="postgres")
    postgres.sql("ALTER SCHEMA public OWNER TO kaohe_owner", database="people")
    postgres.sql("ALTER ROLE kaohe_owner CREATEROLE", database="postgres")
    for county in COUNTIES:
        create_book(address(postgres, "kaohe_owner", f"{county}-2019"), Header("xizang-2018", "2019", county))
    recipe = (RECIPES / "postgresql.sql").read_text(encoding="utf-8")
    for _ in range(2):  # it may be run again
        postgres.sql(recipe, database="people", user="kaohe_owner")
    for who in (*PEOPLE, *OF_LEVEL):
        postgres.sql(f"CREATE ROLE {who} LOGIN IN ROLE kaohe_staff", database="postgres")
        row = f"'{who}', '甲县', '{PEOPLE.get(who, 'approver')}', '{OF_LEVEL.get(who, '')}'"
        insert = f"INSERT INTO kaohe_access VALUES ({row})"  # noqa: S608  # our own names
        postgres.sql(insert, database="people", user="kaohe_owner")
    return postgres


def saved(
    server: Server, who: str, kind: str, id_: str, fields: dict[str, Any] | None = None, *, actor: str | None = None
) -> Receipt:
    """One document left by somebody."""
    with open_book(address(server, who), actor=actor) as book:
        seen = book.versions().get((kind, id_), 0)
        return book.commit([Change(kind, id_, fields or {"n": 1}, seen=seen)], reason="")


def test_the_actor_is_the_role_of_the_session(office: Server) -> None:
    """Nobody says who they are: the server does, for each commit and for the book's first record."""
    saved(office, "li", "period", "month/2019-01/M1")
    with open_book(address(office, "wu"), writable=False) as book:
        actors = [record.actor for record in book.history()]
        assert (actors[0], actors[-1]) == ("kaohe_owner", "li")
        assert book.verify().records >= 2


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        ("li", "facts", True),
        ("li", "second", True),
        ("li", "decision", False),
        ("li", "role", False),
        ("zhao", "second", True),
        ("zhao", "period", False),
        ("wang", "warning", True),
        ("wang", "person", False),
        ("sun", "signature", True),
        ("sun", "period", False),
        ("ada", "role", True),
        ("ada", "settings", True),
        ("wu", "facts", False),
    ],
)
def test_each_role_leaves_its_own_documents_alone(office: Server, who: str, kind: str, may: bool) -> None:
    """The server refuses the commit, whole, and says so in a sentence."""
    with open_book(address(office, "wu"), writable=False) as book:
        before = book.head()
    if may:
        assert saved(office, who, kind, f"{who}-1").seq == before.seq + 1
        return
    with pytest.raises(Refused, match="K4082"):
        saved(office, who, kind, f"{who}-1")
    with open_book(address(office, "wu"), writable=False) as book:
        assert book.head() == before


def signature(level: str, *logins: str) -> dict[str, Any]:
    """A signature document of a level with these signatures, as the office writes it."""
    signed = [{"office": level, "by": login, "time": "2019-02-01T00:00:00Z"} for login in logins]
    return {"label": level, "signed": signed, "inputs": {}}


@pytest.mark.parametrize(
    ("who", "level", "may"),
    [
        ("sun", "县（区）", True),
        ("sun", "市（地）", True),
        ("lu", "县（区）", True),
        ("lu", "市（地）", False),
        ("li", "县（区）", False),
        ("wang", "县（区）", False),
        ("ada", "县（区）", False),
    ],
)
def test_the_server_lets_an_approver_sign_at_their_level_alone(office: Server, who: str, level: str, may: bool) -> None:
    """A signature is an approver's, of every level or of their own, whatever program sends it; nobody else leaves one."""
    fields, id_ = signature(level, who), f"book/{level}-{who}"
    if may:
        saved(office, who, "signature", id_, fields)
        return
    with pytest.raises(Refused, match="K4082"):
        saved(office, who, "signature", id_, fields)


def test_who_revises_or_returns_takes_signatures_back(office: Server) -> None:
    """A clerk's revision empties what was signed, and a return stands in its place, by SQL as by the program."""
    saved(office, "sun", "signature", "month/2019-03/x", signature("县（区）", "sun"))
    saved(office, "li", "signature", "month/2019-03/x", signature("县（区）"))
    back = {**signature("市（地）"), "returned": {"by": "lu", "time": "2019-02-01T00:00:00Z", "people": []}}
    saved(office, "lu", "signature", "month/2019-03/x", back)


def test_a_level_is_an_approvers_alone(office: Server) -> None:
    """The table takes no level for another role."""
    row = "INSERT INTO kaohe_access VALUES ('li', '甲县', 'clerk', '县（区）')"
    with pytest.raises(RuntimeError, match="check constraint"):
        office.sql(row, database="people", user="kaohe_owner")


def test_nobody_commits_in_anothers_name(office: Server) -> None:
    """A program that says it is somebody else is refused by the server."""
    with pytest.raises(Refused, match="K4082"):
        saved(office, "li", "facts", "M9", actor="ada")


def test_another_county_is_not_even_seen(office: Server) -> None:
    """Its books are not there for whoever is of this one, by this program or by SQL."""
    with pytest.raises(KaoheError):
        open_book(address(office, "li", "乙县-2019"), writable=False)
    rows = office.sql("SELECT count(*) FROM kaohe_ledger WHERE book LIKE '乙县%'", database="people", user="li")
    assert rows.strip() == "0"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kaohe_ledger SET body = body",
        "DELETE FROM kaohe_ledger",
        "DELETE FROM kaohe_docs",
        "UPDATE kaohe_head SET deleted = 'x'",
        "INSERT INTO kaohe_access VALUES ('li', '乙县', 'administrator')",
        "UPDATE kaohe_leaves SET kind = 'role'",
        "SET SESSION AUTHORIZATION ada",
    ],
)
def test_by_sql_too_nobody_rewrites_or_helps_themselves(office: Server, statement: str) -> None:
    """No rewriting of the ledger, no deleting, no new right, no other person."""
    with pytest.raises(RuntimeError, match=r"permission denied|must be"):
        office.sql(statement, database="people", user="li")


def test_a_role_that_is_taken_on_is_still_the_person(office: Server) -> None:
    """SET ROLE changes what is granted and not who asks."""
    counted = "SET ROLE kaohe_staff; SELECT count(DISTINCT book) FROM kaohe_ledger"
    assert office.sql(counted, database="people", user="li").strip() == "1"


def test_the_recipe_knows_every_kind_of_document(office: Server) -> None:
    """Some role may leave each kind that an office writes, so that nothing is refused by forgetfulness."""
    import kaohe.office._documents as documents  # the one list of kinds

    kinds = {*documents.ACTS, *documents.OF_PEOPLE, documents.DECISION, documents.FREEZE, documents.OUTCOMES}
    known = office.sql("SELECT DISTINCT kind FROM kaohe_leaves", database="people", user="kaohe_owner").split()
    assert kinds | {documents.SETTINGS} <= {*known}
    assert isinstance(open_book(address(office, "wu"), writable=False), Store)
