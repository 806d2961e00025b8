"""Whatever path, option or file a person gives `kaohe book`: a sentence, exit status 2, and nothing is made."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.store import Refused, closing, create_book, delete_book, open_book
from store_kit.checks import entry
from store_kit.damage import HEADER as FORGED
from store_kit.damage import canonical, chained, well_hashed
from store_kit.kits import HEADER, FileKit

RECEIPT = "1/000000000000"
NEW = ("--scheme", "s", "--cycle", "2025", "--county", "c")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a sound book and many things that are none."""
    place = FileKit(tmp_path).new()
    Path(place).rename(tmp_path / "sound")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link-to-fifo").symlink_to("fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "text").write_text("hello\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 50)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        yield tmp_path


def run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    """The installed program, as a process of its own that is not waited for for ever."""
    code = "from kaohe.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "book", *arguments], cwd=folder, capture_output=True, timeout=300
    )


def inside(folder: Path, *arguments: str) -> tuple[int, str]:
    """The same in this process: exit status, and all that was said."""
    from click.testing import CliRunner

    from kaohe.cli._book import book

    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(book, arguments, env={"KAOHE_LANG": "en"})
    finally:
        os.chdir(before)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def names(folder: Path) -> list[str]:
    """What is in the folder and below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


ODD = [
    "",
    ".",
    "..",
    "/",
    "folder",
    "folder/",
    "fifo",
    "link-to-fifo",
    "loop",
    "dangling",
    "device",
    "text",
    "empty",
    "binary",
    "socket",
    "missing",
    "missing/x.book",
    "text/x.book",
    "x" * 300,
    "postgresql:",
    "\udcff.book",
    " ",
    "-",
]
COMMANDS = [
    ("info", "{}"),
    ("verify", "{}"),
    ("verify", "{}", "--receipt", RECEIPT),
    ("history", "{}"),
    ("export", "{}", "out.json"),
    ("copy", "{}", "out.book"),
    ("copy", "--intact", "{}", "out.book"),
    ("copy", "sound", "{}"),
    ("delete", "{}", "--receipt", RECEIPT),
]
TARGETS = {"missing", "-", " ", "postgresql:"}  # as the name of a copy these are as good as any


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_place_that_is_no_book(folder: Path, command: tuple[str, ...]) -> None:
    """A directory, a device, a FIFO, a file of another kind, an unlikely path: refused, and nothing is made or hangs."""
    before = names(folder)
    for odd in ODD:
        if command[:2] == ("copy", "sound") and odd in TARGETS:
            continue
        status, said = inside(folder, *(part.format(odd) for part in ("--", *command)[1:]))
        assert (status, odd, said.strip() != "") == (2, odd, True), said
        assert len(said.encode("utf-8", "replace")) < 1000
        assert names(folder) == before, odd


@pytest.mark.parametrize("url", ["file:///sound", "://", "sqlite://", "postgresql://", "a://b#c", "sqlite:///sound"])
def test_an_address_that_is_none(folder: Path, url: str) -> None:
    """An address of a database that is none, or leads to a file of another kind, is a sentence."""
    before = names(folder)
    for command in (("info", url), ("verify", url), ("export", url, "out.json"), ("copy", url, "out.book")):
        status, said = inside(folder, *command)
        assert (status, said.strip() != "") == (2, True), said
        assert names(folder) == before


def test_no_database_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries for databases an address of one is a sentence that says what to install."""
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.delitem(sys.modules, "kaohe.store._sql", raising=False)
    monkeypatch.delattr("kaohe.store._sql", raising=False)
    status, said = inside(folder, "info", "sqlite:///a.db")
    assert (status, "kaohe[server]" in said) == (2, True), said


def test_a_new_book_in_an_unlikely_place(folder: Path) -> None:
    """`book new` on what exists or cannot be made is refused and leaves nothing."""
    before = names(folder)
    for odd in sorted(set(ODD) - TARGETS):
        status, said = inside(folder, "new", odd, *NEW)
        assert (status, odd) == (2, odd), said
        assert names(folder) == before, odd


@pytest.mark.parametrize(
    "arguments",
    [
        ("verify", "sound", "--receipt", ""),
        ("verify", "sound", "--receipt", " "),
        ("verify", "sound", "--receipt", "1/" + "f" * 5000),
        ("verify", "sound", "--receipt", "9" * 5000 + "/" + "f" * 12),
        ("delete", "sound", "--receipt", ""),
        ("history", "sound", ""),
        ("history", "sound", "/"),
        ("history", "sound", "entry/"),
        ("history", "sound", "/1"),
        ("history", "sound", "--most", "0"),
        ("history", "sound", "--most", ""),
        ("history", "sound", "--after", "x"),
        ("history", "sound", "--after", "-2"),
        ("export", "sound", ""),
        ("export", "sound", "folder"),
        ("export", "sound", "fifo"),
        ("export", "sound", "device"),
        ("export", "sound", "text"),
        ("export", "sound", "dangling"),
        ("export", "sound", "missing/x.json"),
        ("export", "sound", "\udcff.json"),
        ("copy", "sound", "sound"),
        ("copy", "sound", "./sound"),
        ("new", "a.book", "--scheme", "", "--cycle", "2025", "--county", "c"),
        ("new", "a.book", "--scheme", "s", "--cycle", "", "--county", "c"),
        ("new", "a.book", "--scheme", "s", "--cycle", "2025", "--county", "x\ny"),
        ("new", "a.book", "--scheme", "s" * 201, "--cycle", "2025", "--county", "c"),
        ("new", "a.book", "--scheme", "\udcff", "--cycle", "2025", "--county", "c"),
        ("new", "a.book", *NEW, "--nonsense"),
        ("new", "a.book"),
        ("nonsense",),
    ],
    ids=lambda arguments: " ".join(arguments)[:60].encode("ascii", "backslashreplace").decode(),
)
def test_an_odd_option(folder: Path, arguments: tuple[str, ...]) -> None:
    """An empty, overlong or impossible option is a sentence and exit status 2, and nothing is made."""
    before = names(folder)
    status, said = inside(folder, *arguments)
    assert status == 2, said
    assert 0 < len(said.encode("utf-8", "replace")) < 1000
    assert names(folder) == before


def test_the_program_itself(folder: Path) -> None:
    """The installed program neither hangs on a FIFO nor shows a traceback for a path that is not UTF-8."""
    bad = b"\xff.book"
    for arguments in (("info", "fifo"), ("info", bad), ("new", bad, *NEW), ("verify", "device")):
        done = run(folder, *arguments)
        assert done.returncode == 2, done
        assert done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything; test_refused_by_the_system shows the sentence")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    """A book without the right to read it is a sentence."""
    (folder / "sound").chmod(0)
    assert inside(folder, "info", "sound")[0] == 2


def test_refused_by_the_system(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system refuses while a file is opened is a sentence."""
    for error in (PermissionError(13, "no"), OSError(5, "I/O error"), OSError(24, "Too many open files")):

        def refuse(*_: object, error: OSError = error, **__: object) -> int:
            raise error

        monkeypatch.setattr("kaohe.store.Disk.open", refuse)
        status, said = inside(folder, "info", "sound")
        assert status == 2
        assert "sound" in said


@pytest.mark.parametrize(
    "date", ["2036-02-31", "2036-13-01", "20361231", "2036-1-5", "", "9999", "２０３６-12-31", "2036-W01-1"]
)
def test_a_retention_date_is_a_date(date: str) -> None:
    """A book is closed to a day of the calendar, written in one way, and nothing else."""
    with pytest.raises(Refused, match="retention date"):
        closing(date)


@pytest.mark.parametrize(
    "fields", [{}, {"retain_until": ""}, {"retain_until": 5}, {"retain_until": "2000-02-31"}, {"retain_until": None}]
)
def test_a_closing_without_a_date(tmp_path: Path, fields: dict[str, object]) -> None:
    """A book whose closing names no date of the calendar is kept."""
    path = tmp_path / "closed.book"
    body = {"actor": "a", "changes": [["book", "closing", 0, fields]], "reason": "", "time": "2001-01-01T00:00:00Z"}
    path.write_bytes(well_hashed([body]))
    with open_book(path, writable=False) as book:
        head = book.head()
    with pytest.raises(Refused, match="no retention date"):
        delete_book(path, head)
    assert path.exists()


SOUND = canonical({"actor": "a", "changes": [["entry", "1", 0, {"u": "x", "v": 1}]], "reason": "r", "time": "t"})
RESPACED = {
    "a space": SOUND.replace(",", ", "),
    "another order": SOUND.replace('"actor":"a",', "").replace("}]]", '}]],"actor":"a"', 1),
    "an escape": SOUND.replace('"r"', '"\\u0072"'),
    "a key twice": SOUND.replace('"time":"t"', '"time":"s","time":"t"'),
    "minus zero": SOUND.replace('"v":1', '"v":-0'),
    "a space behind": SOUND + " ",
    "a NUL": SOUND.replace('"r"', '"\\u0000"'),
    "a number too long": SOUND.replace('"v":1', '"v":1' + "0" * 1200),
    "nested too deep": SOUND.replace('"v":1', '"v":' + "[" * 40 + "]" * 40),
}


@pytest.mark.parametrize("name", RESPACED)
def test_another_spelling_with_a_fitting_hash(tmp_path: Path, name: str) -> None:
    """`verify` refuses a body that is not written as Kaohe writes it, though its hash fits; the sound one passes."""
    path = tmp_path / "respaced.book"
    path.write_bytes(chained([canonical(FORGED), SOUND]))
    assert inside(tmp_path, "verify", "respaced.book")[0] == 0
    path.write_bytes(chained([canonical(FORGED), RESPACED[name]]))
    status, said = inside(tmp_path, "verify", "respaced.book")
    assert status == 1
    assert "record 1 is damaged" in said


@pytest.mark.parametrize(
    "value", ['"\\u0000"', '"\\ud800"', "1" + "0" * 1200, "[" * 40 + "]" * 40], ids=["NUL", "half", "long", "deep"]
)
def test_a_forged_value_is_refused_at_reading_too(tmp_path: Path, value: str) -> None:
    """Opening does not look into the values of a record whose hash fits; whoever reads the document out is refused it."""
    path = tmp_path / "forged.book"
    path.write_bytes(chained([canonical(FORGED), SOUND.replace('"v":1', f'"v":{value}')]))
    with open_book(path, writable=False, fields={"entry": ("u",)}) as book:
        for read in (lambda: book.get("entry", "1"), lambda: book.find("entry"), lambda: book.find("entry", u="x")):
            with pytest.raises(Refused):
                read()


def test_a_book_never_writes_what_it_would_not_read(tmp_path: Path) -> None:
    """What was altered after its check, or is of a wrong type, is refused before a byte is written."""
    path = tmp_path / "a.book"
    create_book(path, HEADER)
    before = path.read_bytes()
    with open_book(path) as book:
        for value in (1.5, float("nan"), object(), {"x": 10**1200}, "\ud800", [object()]):
            change = entry(1)
            assert change.fields is not None
            change.fields["text"] = value
            with pytest.raises(Refused):
                book.commit([change], reason="r")
        for reason in (None, 5, ["r"], "\ud800"):
            with pytest.raises(Refused):
                book.commit([entry(1)], reason=reason)  # type: ignore[arg-type]  # what is tried
    for seen in (True, "0", -1, 1.0, None):
        with pytest.raises(Refused):
            entry(1, seen=seen)  # type: ignore[arg-type]  # what is tried
    assert path.read_bytes() == before
