"""Edits of the tables behind the store's back: edit, read, save, verify. Nothing edited is served, and nothing blessed."""

# ruff: noqa: S608  (the edits are put together from constants of the tests)
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe.store import Change, Corrupt, Receipt, Refused, Store, copy_book, export_book, read_intact
from lengths import TORTURE
from store_kit.checks import entry
from store_kit.kits import AnyKit
from store_kit.tables import HARMS, Harm, Tables, with_hash

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"
KEYS = [*(("entry", str(number)) for number in range(5)), ("person", "张三"), ("entry", "99"), ("person", "3")]


@pytest.fixture(scope="module")
def server_tables(postgres: Any) -> Tables:
    """A database of the private server in which the tables are edited."""
    grants = re.search(r"```sql\n(.*?)```", TRUST.read_text("utf-8"), re.DOTALL)
    assert grants is not None
    return Tables.postgresql(postgres, "tampered", grants[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def tables(request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
    """The tables of either database."""
    if request.param == "sqlite":
        return Tables.sqlite(tmp_path)
    made: Tables = request.getfixturevalue("server_tables")
    return made


# What the stores share is tried on SQLite; PostgreSQL has one edit of each kind in the short suite, all in the long one.
ON_A_SERVER = ("a body", "another id", "a document that no record made", "the head set back", "an older row taken out")
HARMED = [
    pytest.param(store, harm, id=f"{store}-{harm.name}")
    for store in ("sqlite", "postgresql")
    for harm in HARMS
    if TORTURE or store == "sqlite" or harm.name in ON_A_SERVER
]


def _harmed(tables: Tables, place: str, harm: Harm) -> Receipt:
    with tables.kit.open(place, writable=False) as book:
        head = book.head()
    tables.run(place, *with_hash(harm, head.hash), clerk=harm.clerk)
    return head


def _corrupt(call: Callable[[], object]) -> None:
    with pytest.raises(Corrupt) as raised:
        call()
    assert str(raised.value.text.zh) != raised.value.text.en
    assert len(str(raised.value).encode()) < 1000


def _served_truth(book: Store, truth: dict[Any, Any]) -> None:
    for key in KEYS:
        try:
            served = book.get(*key)
        except Corrupt:
            continue
        assert served == truth[key]
    for unit in ("u0", "u1"):
        try:
            found = book.find("entry", unit=unit)
        except Corrupt:
            continue
        assert found == [one for one in truth.values() if one and one.kind == "entry" and one.fields["unit"] == unit]


@pytest.mark.parametrize(("tables", "harm"), HARMED, indirect=["tables"])
def test_an_open_handle(tables: Tables, harm: Harm) -> None:
    """Under an open handle: what was edited is neither served nor built on, nothing is acknowledged, verify says so."""
    place = tables.book()
    with tables.kit.open(place) as book:
        truth = {key: book.get(*key) for key in KEYS}
        head = _harmed(tables, place, harm)
        _served_truth(book, truth)
        for kind, id_ in KEYS if harm.every else harm.touched:
            _corrupt(lambda: book.get(kind, id_))  # noqa: B023, called at once
            known = truth[kind, id_]
            seen = known.version if known else 0
            _corrupt(lambda: book.commit([Change(kind, id_, {"unit": "u1"}, seen=seen)], reason="r"))  # noqa: B023
        if harm.every:
            _corrupt(book.head)
            _corrupt(lambda: book.commit([entry(500)], reason="r"))
        _corrupt(book.verify)
    with pytest.raises(Corrupt), tables.kit.open(place, writable=False) as reader:
        reader.verify(head)


@pytest.mark.parametrize(("tables", "harm"), HARMED, indirect=["tables"])
def test_a_new_handle(tables: Tables, harm: Harm) -> None:
    """Edited before the book is opened: it is not opened for writing, or not for that document, and nothing is served."""
    place = tables.book()
    with tables.kit.open(place) as book:
        truth = {key: book.get(*key) for key in KEYS}
    _harmed(tables, place, harm)
    if harm.name in BODIES:
        with tables.kit.open(place) as book:
            _served_truth(book, truth)
            _corrupt(lambda: book.commit([entry(3, seen=1)], reason="r"))
            _corrupt(lambda: book.find("entry", unit="u0"))
            _corrupt(book.verify)
        return
    _corrupt(lambda: tables.kit.open(place))
    try:
        with tables.kit.open(place, writable=False) as reader:
            _served_truth(reader, truth if "head set back" not in harm.name else {**truth, ("entry", "2"): None})
            assert any("kaohe_docs" in str(one) for one in reader.warnings())
            _corrupt(reader.verify)
    except Corrupt:
        assert "kaohe_docs" not in harm.sql[0]


BODIES = ("a body", "a field that is searched", "nonsense for a body")  # opening does not compare them


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.name)
def test_what_is_intact_can_be_read(tmp_path: Path, harm: Harm) -> None:
    """Whatever was edited, the records that are proven to be as written are read, and copied to a new place."""
    tables = Tables.sqlite(tmp_path)
    place = tables.book()
    with tables.kit.open(place) as book:
        written = list(book.history())
    _harmed(tables, place, harm)
    found = read_intact(place)
    assert found.damaged
    lost = [one for one in written if one not in found.records]
    assert len(lost) <= (2 if "older" in harm.name else 1)  # what follows a record that is gone has nothing to stand on
    assert (
        all(any(gap.first <= one.seq <= gap.last for gap in found.missing) for one in lost) or "set back" in harm.name
    )
    export_book(place, tmp_path / "out.json", intact=True)
    copy_book(place, tmp_path / "intact.book", intact=True)
    with AnyKit("file", str(tmp_path)).open(str(tmp_path / "intact.book")) as copy:
        copy.verify()


def test_what_is_intact_on_a_server(server_tables: Tables) -> None:
    """The same road on PostgreSQL: the rest of a book whose middle was taken out, and the lost ones named."""
    place = server_tables.book()
    server_tables.run(place, "DELETE FROM kaohe_ledger WHERE book = '{book}' AND seq = 2")
    found = read_intact(place)
    assert {0, 1, 4} <= {one.seq for one in found.records}
    assert found.missing[0].first == 2


def test_damaged_pages(tmp_path: Path) -> None:
    """Of an SQLite file with a page overwritten, what can be read before and after it is."""
    tables = Tables.sqlite(tmp_path)
    place = tables.kit.new()
    with tables.kit.open(place) as book:
        for number in range(40):
            book.commit([entry(number, text="文" * 500)], reason="r")
        written = list(book.history())
    data = bytearray((tmp_path / "books.db").read_bytes())
    at = data.index(written[20].text.encode()[:60])
    data[at // 4096 * 4096 : at // 4096 * 4096 + 4096] = b"\xff" * 4096
    (tmp_path / "books.db").write_bytes(data)
    _corrupt(lambda: tables.kit.open(place))
    found = read_intact(place)
    assert {one.seq for one in found.records} >= {*range(15), *range(30, 41)}
    assert set(found.records) <= set(written)
    assert found.missing


def test_an_older_row_that_nothing_asked_for(tables: Tables) -> None:
    """What a commit elsewhere does not look at is not blessed by it: opening, verify and history say so."""
    place = tables.book()
    with tables.kit.open(place) as book:
        head = book.head()
        tables.run(place, "UPDATE kaohe_ledger SET hash = 'x' WHERE book = '{book}' AND seq = 3")
        book.commit([entry(500)], reason="r")
        _corrupt(lambda: list(book.history()))
        _corrupt(lambda: list(book.history("entry", "0")))
        _corrupt(lambda: book.verify(head))
        _corrupt(lambda: export_book(place, "never"))
    _corrupt(lambda: tables.kit.open(place))
    assert not Path("never").exists()


def test_an_end_taken_away_whole(tables: Tables) -> None:
    """An end taken out of all three tables is noticed by an open handle, and else by a receipt alone, as the page says."""
    place = tables.book()
    with tables.kit.open(place) as book:
        head = book.head()
        tables.run(
            place,
            "DELETE FROM kaohe_ledger WHERE book = '{book}' AND seq = 4",
            "UPDATE kaohe_head SET seq = 3, hash = (SELECT hash FROM kaohe_ledger WHERE book = '{book}' AND seq = 3)"
            " WHERE book = '{book}'",
            "UPDATE kaohe_docs SET body = NULL, version = 3 WHERE book = '{book}' AND kind = 'entry' AND id = '2'",
        )
        _corrupt(lambda: book.commit([entry(500)], reason="r"))
    with tables.kit.open(place) as book:
        assert book.verify().head.seq == 3
        _corrupt(lambda: book.verify(head))


def test_two_rows_of_one_number(tmp_path: Path) -> None:
    """Where the key of a table was taken away and a row doubled, the book is not opened, and read as far as intact."""
    for table in ("kaohe_ledger", "kaohe_docs", "kaohe_head"):
        tables = Tables.sqlite(tmp_path)
        place = tables.book()
        tables.run(
            place,
            f"CREATE TABLE copied AS SELECT * FROM {table}",
            f"INSERT INTO copied SELECT * FROM {table} WHERE book = '{{book}}'",
            f"DROP TABLE {table}",
            f"ALTER TABLE copied RENAME TO {table}",
        )
        _corrupt(lambda: tables.kit.open(place))  # noqa: B023, called at once
        assert len(read_intact(place).records) == 5
        (tmp_path / "books.db").unlink()


@pytest.mark.parametrize("table", ["kaohe_ledger", "kaohe_docs", "kaohe_head"])
@pytest.mark.parametrize(
    "value", ["x'ff00'", "CAST(x'e4b8' AS TEXT)", "'[[['", "2.5", "-1", "''", "9223372036854775807"]
)
def test_values_of_any_type(tmp_path: Path, table: str, value: str) -> None:
    """SQLite's columns hold anything; whatever stands in one is a sentence, at every call."""
    for column in {"kaohe_ledger": ("seq", "hash", "body"), "kaohe_head": ("seq", "hash", "deleted")}.get(
        table, ("kind", "id", "version", "body")
    ):
        folder = tmp_path / column  # a file of its own: whoever still holds the last one locks nothing here
        folder.mkdir()
        tables = Tables.sqlite(folder)
        place = tables.book()
        where = "rowid = (SELECT max(rowid) FROM {t} WHERE book = '{book}')".replace("{t}", table)
        with tables.kit.open(place) as book:
            tables.run(place, f"UPDATE {table} SET {column} = {value} WHERE {where}")
            _corrupt(book.verify)
        with pytest.raises(Corrupt), tables.kit.open(place, writable=False) as reader:
            reader.verify()
        assert len(read_intact(place).records) >= 4


def test_a_record_hashed_and_headed_is_a_commit_by_whoever_wrote_it(tables: Tables) -> None:
    """The documented role can do with SQL what it may do with Kaohe; what contradicts the book is damage all the same."""
    place = tables.book()
    right = next(one for one in HARMS if one.name == "a well hashed next row")
    with tables.kit.open(place) as book:
        head = book.head()
        sql = with_hash(right, head.hash)[0]
        moved = f"UPDATE kaohe_head SET seq = 5, hash = '{sql.split(chr(39))[3]}' WHERE book = '{{book}}'"
        tables.run(place, sql, moved, clerk=True)
        assert book.head().seq == 5
        _corrupt(lambda: book.get("entry", "99"))  # its row in kaohe_docs is not there
        _corrupt(book.verify)


def test_a_database_that_swallows_rows(tmp_path: Path) -> None:
    """A trigger that drops what is stored makes a save refused, not acknowledged."""
    tables = Tables.sqlite(tmp_path)
    place = tables.book()
    with tables.kit.open(place) as book, tables._connected(clerk=False) as raw:
        for event, table in (("INSERT", "kaohe_ledger"), ("UPDATE", "kaohe_docs"), ("UPDATE", "kaohe_head")):
            raw.execute(f"CREATE TRIGGER t BEFORE {event} ON {table} BEGIN SELECT RAISE(IGNORE); END")
            with pytest.raises(Refused, match="did not take a row"):
                book.commit([entry(3, seen=1)], reason="r")
            raw.execute("DROP TRIGGER t")
        book.commit([entry(3, seen=1)], reason="r")
        book.verify()


def test_rows_that_come_back_are_served_again(tables: Tables) -> None:
    """A handle that refused an edited row goes on once it is as it was."""
    place = tables.book()
    with tables.kit.open(place) as book:
        tables.run(place, "UPDATE kaohe_head SET seq = 9 WHERE book = '{book}'")
        _corrupt(book.head)
        tables.run(place, "UPDATE kaohe_head SET seq = 4 WHERE book = '{book}'")
        some = book.commit([entry(3, seen=1)], reason="r")
        assert book.verify(some).records == 6


def test_two_books_change_places(tables: Tables) -> None:
    """Rows of one book under the name of another are damage."""
    one, two = tables.book(), tables.kit.new()
    with tables.kit.open(two) as book:
        for number in range(70, 74):
            book.commit([entry(number)], reason="r")
    name = two.partition("#")[2]
    tables.run(one, "DELETE FROM kaohe_ledger WHERE book = '{book}' AND seq = 2")
    tables.run(one, f"UPDATE kaohe_ledger SET book = '{{book}}' WHERE book = '{name}' AND seq = 2")
    _corrupt(lambda: tables.kit.open(one))
    _corrupt(lambda: tables.kit.open(two))
