"""`kaohe book` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kaohe.cli._book import book
from kaohe.store import Receipt, closing
from store_kit.checks import some_commits
from store_kit.kits import AnyKit


@pytest.fixture
def kit(tmp_path: Path) -> AnyKit:
    """File books in a folder of their own."""
    return AnyKit("file", str(tmp_path))


@pytest.fixture
def place(kit: AnyKit) -> str:
    """A book with some commits."""
    place = kit.new()
    with kit.open(place) as opened:
        some_commits(opened)
    return place


def run(*arguments: str, status: int = 0, language: str = "en") -> Result:
    """Run `kaohe book ...`, expect its exit status, and never a traceback."""
    result = CliRunner().invoke(book, arguments, env={"KAOHE_LANG": language})
    assert result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answer(*arguments: str, status: int = 0) -> dict[str, Any]:
    """The same with --json."""
    found: dict[str, Any] = json.loads(run(*arguments, "--json", status=status).stdout)
    return found


def test_new_and_info(tmp_path: Path) -> None:
    """A new book is made once, and info shows what it is about and its full head."""
    place = str(tmp_path / "a.book")
    arguments = ("new", place, "--scheme", "xizang-2018", "--first", "2018-11", "--county", "墨竹工卡县")
    receipt = answer(*arguments)["receipt"]
    assert "already" in run(*arguments, status=2).stderr
    shown = answer("info", place)
    assert shown["receipt"] == receipt
    assert (shown["county"], shown["documents"], shown["records"]) == ("墨竹工卡县", 1, 2)
    assert receipt in run("info", place).stdout


@pytest.mark.parametrize("digits", [12, 64])
def test_verify_with_a_receipt(place: str, digits: int) -> None:
    """Verification says how many records a receipt covers and with how many bits."""
    head = Receipt.parse(answer("info", place)["receipt"])
    shown = answer("verify", place, "--receipt", f"{head.seq}/{head.hash[:digits]}")
    assert (shown["covered"], shown["bits"]) == (head.seq, digits * 4)
    assert f"{digits * 4} bits" in run("verify", place, "--receipt", f"{head.seq}/{head.hash[:digits]}").stdout


def test_verify_without_a_receipt(place: str) -> None:
    """Without a receipt it says what is not proved."""
    assert "only a receipt" in run("verify", place).stdout
    assert "回执" in run("verify", place, language="zh").stdout


def test_verify_finds_damage(place: str) -> None:
    """A damaged book and a receipt that does not fit give exit status 1 and what is safe."""
    wrong = run("verify", place, "--receipt", "2/000000000000", status=1)
    assert "rewritten" in wrong.stderr
    data = Path(place).read_bytes()
    Path(place).write_bytes(data.replace("初次".encode(), "二次".encode()))
    assert "record 1 is damaged" in run("verify", place, status=1).stderr
    assert "完好" in run("info", place, status=1, language="zh").stderr
    assert answer("verify", place, status=1)["error"] == "Corrupt"


@pytest.mark.parametrize(
    "arguments",
    [
        ("info", "missing.book"),
        ("verify", "{place}", "--receipt", "nonsense"),
        ("history", "{place}", "nonsense"),
        ("copy", "{place}", "postgresql://a:b@127.0.0.1/x"),
        ("copy", "missing.book", "other.book"),
        ("export", "{place}", "{place}"),
        ("delete", "{place}", "--receipt", "0/000000000000000000"),
        ("info",),
        ("nonsense",),
    ],
)
def test_bad_input(place: str, arguments: tuple[str, ...]) -> None:
    """Bad input is a sentence and exit status 2, and damages nothing."""
    status = 1 if arguments[0] == "delete" else 2  # a receipt that does not fit counts as damage
    result = run(*(argument.format(place=place) for argument in arguments), status=status)
    assert result.stderr.strip()
    assert "b@" not in result.stderr
    run("verify", place)


def test_history(place: str) -> None:
    """History lists records oldest first, for one document or all, as a table or as JSON lines."""
    lines = run("history", place).stdout.splitlines()
    assert len(lines) == 5
    assert "更正" in lines[2]
    one = [json.loads(line) for line in run("history", place, "entry/2", "--json").stdout.splitlines()]
    assert [entry["reason"] for entry in one] == ["导入", "重复", "恢复"]
    assert len(run("history", place, "--after", "1", "--most", "2").stdout.splitlines()) == 2


def test_history_shows_no_control_characters(kit: AnyKit) -> None:
    """What a reason hides is shown as an escape and not obeyed."""
    from store_kit.checks import entry

    place = kit.new()
    with kit.open(place) as opened:
        opened.commit([entry(1)], reason="a\x1b[2Jb\nc\u202e")
    shown = run("history", place).stdout.splitlines()
    assert len(shown) == 2
    assert r"a\x1b[2Jb\x0ac\u202e" in shown[1]


def test_copy(place: str, tmp_path: Path) -> None:
    """A copy to a database and back has the same head."""
    head = answer("info", place)["receipt"]
    there, back = f"sqlite:///{tmp_path}/copy.db#b", str(tmp_path / "back.book")
    assert answer("copy", place, there)["receipt"] == head
    assert answer("copy", there, back)["receipt"] == head
    assert Path(back).read_bytes() == Path(place).read_bytes()


def test_export(place: str, tmp_path: Path) -> None:
    """Both exports say the full receipt."""
    head = answer("info", place)["receipt"]
    assert head in run("export", place, str(tmp_path / "a.json")).stdout
    assert answer("export", place, str(tmp_path / "b.json"), "--tinydb")["receipt"] == head


def test_delete(kit: AnyKit) -> None:
    """Only a closed book past its date is deleted, and info then tells its head."""
    place = kit.new()
    head = answer("info", place)["receipt"]
    assert "not closed" in run("delete", place, "--receipt", head, status=2).stderr
    with kit.open(place) as opened:
        opened.commit([closing("2020-12-31")], reason="归档")
    head = answer("info", place)["receipt"]
    assert answer("delete", place, "--receipt", head)["receipt"] == head
    assert head in run("info", place, status=2).stderr


@pytest.mark.parametrize("name", ["", *sorted(book.commands)])
def test_help(name: str) -> None:
    """Every command explains itself."""
    assert run(*([name] if name else []), "--help").stdout.startswith("Usage")
