"""A damaged book can be read: what is intact is shown, copied and exported, and what is missing is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaohe.cli._book import book
from kaohe.store import Corrupt, Intact, Refused, copy_book, export_book, open_book, read_intact
from lengths import scaled
from store_kit.checks import entry, some_commits
from store_kit.damage import lines_lost, well_hashed
from store_kit.kits import FileKit


@pytest.fixture
def kit(tmp_path: Path) -> FileKit:
    """File books in a folder of their own."""
    return FileKit(tmp_path)


@pytest.fixture
def place(kit: FileKit) -> str:
    """A book of ten records: entries 1 to 5, then a change of each of 1 to 4."""
    place = kit.new()
    with kit.open(place) as book:
        for number in range(1, 6):
            book.commit([entry(number, text=f"初次{number}")], reason=f"导入{number}")
        for number in range(1, 5):
            book.commit([entry(number, seen=number, text=f"二次{number}")], reason=f"更正{number}")
    return place


def lines(place: str) -> list[bytes]:
    """The lines of a book."""
    return Path(place).read_bytes().splitlines(keepends=True)


def damage(place: str, seq: int, old: str, new: str) -> None:
    """Change a word in one record."""
    found = lines(place)
    changed = found[seq].replace(old.encode(), new.encode())
    assert changed != found[seq]
    Path(place).write_bytes(b"".join([*found[:seq], changed, *found[seq + 1 :]]))


def run(*arguments: str, status: int, language: str = "en") -> Result:
    """Run `kaohe book ...` and expect its exit status."""
    result = CliRunner().invoke(book, arguments, env={"KAOHE_LANG": language})
    assert result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def numbers(found: Intact) -> list[int]:
    """The numbers of the intact records."""
    return [record.seq for record in found.records]


def gaps(found: Intact) -> list[tuple[int, int]]:
    """The gaps."""
    return [(one.first, one.last) for one in found.missing]


def test_a_sound_book_misses_nothing(place: str) -> None:
    """Of a sound book every record is intact, and an interrupted save at its end is no damage."""
    with Path(place).open("ab") as file:
        file.write(b"10 abc")
    found = read_intact(place)
    assert (len(found.records), found.missing, found.damaged) == (10, (), False)


def test_one_damaged_record(place: str) -> None:
    """Of a book with one changed record all others are intact, those behind it too."""
    damage(place, 3, "初次3", "三次3")
    found = read_intact(place)
    assert (numbers(found), gaps(found)) == ([0, 1, 2, 4, 5, 6, 7, 8, 9], [(3, 3)])
    assert "record 3 is missing" in found.missing[0].text.en
    left = {one.id: one.fields["text"] for one in found.documents}
    assert left == {"1": "二次1", "2": "二次2", "3": "二次3", "4": "二次4", "5": "初次5"}
    assert found.unsure == ()


def test_what_a_missing_record_may_have_changed(place: str) -> None:
    """A document last written before a gap is said to be unsure."""
    damage(place, 8, "二次3", "三次3")
    found = read_intact(place)
    assert gaps(found) == [(8, 8)]
    assert found.unsure == (("entry", "1"), ("entry", "2"), ("entry", "3"), ("entry", "5"))
    assert "document" in run("info", place, status=1).stderr


@pytest.mark.parametrize("cut", [slice(0, 1), slice(2, 6), slice(9, 12), slice(12, 60), slice(-1, None)])
def test_any_part_of_a_line(place: str, cut: slice) -> None:
    """Whatever part of a line is overwritten, number, hash, text or newline, no other record is lost with it."""
    found = lines(place)
    line = bytearray(found[4])
    line[cut] = b"?" * len(line[cut])
    Path(place).write_bytes(b"".join([*found[:4], bytes(line), *found[5:]]))
    intact = read_intact(place)
    assert set(numbers(intact)) >= {0, 1, 2, 3, 5, 6, 7, 8, 9}
    assert intact.damaged


def test_lost_beginning(place: str) -> None:
    """Without record 0 the rest is still shown and exported, and a copy, which could not say what it is about, refused."""
    found = lines(place)
    Path(place).write_bytes(b"\0" * len(found[0]) + b"".join(found[1:]))
    intact = read_intact(place)
    assert intact.header is None
    assert numbers(intact)[-8:] == list(range(2, 10))
    run("info", place, status=1)
    run("export", place, place + ".json", status=1)
    refused = run("copy", "--intact", place, place + ".copy", status=2)
    assert "kaohe book export" in refused.stderr
    assert not Path(place + ".copy").exists()


def test_information_on_the_command_line(place: str) -> None:
    """`info` shows what is intact and says what is missing, in both languages and as JSON, with exit status 1."""
    damage(place, 3, "初次3", "三次3")
    shown = run("info", place, status=1)
    assert "5 documents, 9 records intact" in shown.stdout
    assert "record 3 is missing or damaged" in shown.stderr
    assert "copy --intact" in shown.stderr
    assert "第 3 条记录缺失或损坏" in run("info", place, status=1, language="zh").stderr
    answer = json.loads(run("info", place, "--json", status=1).stdout)
    assert (answer["error"], answer["records"], answer["missing"][0]["first"]) == ("Corrupt", 9, 3)


def test_history_on_the_command_line(place: str) -> None:
    """`history` lists the intact records once each and says what is missing."""
    damage(place, 3, "初次3", "三次3")
    shown = run("history", place, status=1)
    assert [line.partition("/")[0] for line in shown.stdout.splitlines()] == list("012456789")
    assert "record 3 is missing" in shown.stderr
    one = run("history", place, "entry/3", status=1)
    assert [line.partition("/")[0] for line in one.stdout.splitlines()] == ["8"]
    last = json.loads(run("history", place, "--json", status=1).stdout.splitlines()[-1])
    assert last["missing"][0]["last"] == 3


def test_export_on_the_command_line(place: str) -> None:
    """`export` writes what is intact and names in the file what is missing and which documents are unsure."""
    damage(place, 8, "二次3", "三次3")
    assert "record 8 is missing" in run("export", place, place + ".json", status=1).stderr
    content = json.loads(Path(place + ".json").read_text("utf-8"))
    assert content["book"]["missing"] == [[8, 8]]
    assert ["entry", "3"] in content["book"]["unsure"]
    assert len(content["documents"]["entry"]) == 5
    with pytest.raises(Corrupt):
        export_book(place, place + ".2.json")


@pytest.mark.parametrize("target", ["{place}.copy", "sqlite:///{place}.db#copy"])
def test_copy_of_what_is_intact(place: str, target: str) -> None:
    """`copy --intact` makes a sound book: the same records up to the damage, those behind it again with their origin."""
    before = lines(place)
    damage(place, 3, "初次3", "三次3")
    there = target.format(place=place)
    assert "--intact" in run("copy", place, there, status=1).stderr
    shown = run("copy", "--intact", place, there, status=0)
    assert "3 records as they were, 6 entered again" in shown.stdout
    assert "record 3 is missing" in shown.stderr
    run("verify", there, status=0)
    run("verify", there, "--receipt", before[2].decode().replace(" ", "/", 1).partition(" ")[0], status=0)
    with open_book(there, writable=False) as copy:
        records = list(copy.history())
        document = copy.get("entry", "3")
    assert document is not None
    assert document.fields["text"] == "二次3"
    original = before[4].decode().replace(" ", "/", 1).partition(" ")[0]
    assert records[3].reason == f"[{original} 2025-12-01T08:00:00Z suite] 导入4"
    run("copy", "--intact", place, there, status=2)


def test_copy_of_a_sound_book(place: str) -> None:
    """With nothing missing `--intact` changes nothing: the copy has the same head."""
    with open_book(place, writable=False) as origin:
        head = origin.head()
    assert copy_book(place, place + ".copy", intact=True) == head


def test_nothing_intact(place: str, tmp_path: Path) -> None:
    """Where nothing is intact, that is a sentence; a file of another kind is none of ours, damaged or not."""
    Path(place).write_bytes(b"".join(b"0" * 20 + line[20:] for line in lines(place)[:1]))
    for command in ("info", "history"):
        assert "no record of this book is intact" in run(command, place, status=1).stderr
    other = tmp_path / "other"
    other.write_bytes(b"hello\nworld\n")
    with pytest.raises(Refused):
        read_intact(other)


def test_well_hashed_nonsense_is_missing(tmp_path: Path) -> None:
    """A record that is rightly hashed and no commit counts as missing; those around it are shown."""
    path = tmp_path / "forged.book"
    path.write_bytes(
        well_hashed([{"actor": "a", "changes": [["entry", "1", 0, {"n": 10**1200}]], "reason": "", "time": "t"}])
    )
    found = read_intact(path)
    assert (numbers(found), gaps(found)) == ([0], [(1, 1)])
    assert "no commit" in found.missing[0].why.en


def test_every_byte(kit: FileKit) -> None:
    """Whichever byte is changed, removed or added, at most one record is lost, and none is shown that was never written."""
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
        written = list(book.history())
    figures = lines_lost(Path(place), written, step=scaled(7, 1))
    assert figures["inputs"] > 100
    assert figures["most lost"] <= 1
