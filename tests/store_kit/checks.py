"""What every store promises, each promise one function of a kit; they raise AssertionError or return their figures."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kaohe.store import (
    Broken,
    Change,
    Conflict,
    Corrupt,
    Receipt,
    Refused,
    Store,
    closing,
    copy_book,
    delete_book,
)

from .kits import Kit

__all__ = ["EVERY_STORE"]


def entry(number: int, *, seen: int = 0, text: str = "") -> Change:
    """A person's period, as the office saves it."""
    return Change("entry", str(number), {"unit": f"u{number % 3}", "person": str(number), "text": text}, seen=seen)


def _raises(kind: type[Exception], call: object, *arguments: object, **options: object) -> str:
    with pytest.raises(kind) as raised:
        call(*arguments, **options)  # type: ignore[operator]
    return str(raised.value)


def all_or_nothing(kit: Kit) -> None:
    """A commit with one outdated document stores none of its documents."""
    with kit.open(kit.new()) as book:
        first = book.commit([entry(1)], reason="a")
        _raises(Conflict, book.commit, [entry(2), entry(1)], reason="b")
        assert book.get("entry", "2") is None
        assert book.head() == first


def two_writers_of_one_version(kit: Kit) -> None:
    """Of two writers who read the same version, the second is told and nothing of the first is lost."""
    place = kit.new()
    with kit.open(place) as one, kit.open(place) as two:
        seen = one.commit([entry(1)], reason="a").seq
        one.commit([entry(1, seen=seen, text="one")], reason="b")
        _raises(Conflict, two.commit, [entry(1, seen=seen, text="two")], reason="c")
        document = two.get("entry", "1")
        assert document is not None
        assert document.fields["text"] == "one"


def history_is_current(kit: Kit) -> None:
    """A handle's history holds what another handle has just committed."""
    place = kit.new()
    with kit.open(place) as one, kit.open(place) as two:
        assert len(list(one.history())) == 1
        receipt = two.commit([entry(1)], reason="因病请假")
        last = list(one.history("entry", "1"))[-1]
        assert (last.receipt, last.reason, last.actor) == (receipt, "因病请假", "suite")
        assert last.changes == (entry(1),)


def refuses_what_it_cannot_hold(kit: Kit) -> None:
    """Floats, foreign objects, NUL, broken characters and reserved names are refused before anything is stored."""
    with kit.open(kit.new()) as book:
        head = book.head()
        for value in (1.5, float("nan"), (1,), b"x", {1: 2}, "\0", "\ud800", {"a": [{"b": object()}]}):
            _raises(Refused, Change, "entry", "1", {"x": value})
        for kind, id_ in (("Entry", "1"), ("", "1"), ("entry", ""), ("entry", "a\nb"), ("entry", "x" * 201)):
            _raises(Refused, Change, kind, id_, {})
        _raises(Refused, Change, "entry", "1", {"_id": "2"})
        _raises(Refused, book.commit, [], reason="nothing")
        _raises(Refused, book.commit, [entry(1), entry(1)], reason="twice")
        _raises(Refused, book.find, "entry", text="not declared")
        assert book.head() == head


def altered_after_its_check(kit: Kit) -> None:
    """A change altered after it was made, or a reason that is no text, is refused before anything is stored."""
    with kit.open(kit.new()) as book:
        head = book.head()
        for value in (1.5, object(), {"x": 10**1200}, "\ud800"):
            change = entry(1)
            assert change.fields is not None
            change.fields["text"] = value
            _raises(Refused, book.commit, [change], reason="r")
        _raises(Refused, book.commit, [entry(1)], reason=5)
        assert book.head() == head
        book.verify()


def keeps_its_own_copy(kit: Kit) -> None:
    """Changing what went in or came out changes nothing in the book."""
    fields = {"unit": "u1", "list": ["a"]}
    with kit.open(kit.new()) as book:
        change = Change("entry", "1", fields)
        book.commit([change], reason="a")
        fields["list"].append("spoilt")  # type: ignore[attr-defined]
        assert change.fields is not None
        change.fields["list"].append("spoilt")
        for document in (book.get("entry", "1"), *book.find("entry"), *book.find("entry", unit="u1")):
            assert document is not None
            assert document.fields["list"] == ["a"]
            document.fields["list"].append("spoilt")
        book.verify()


def receipts(kit: Kit) -> None:
    """A receipt of any length from 12 digits confirms its record; a wrong, cut or later one does not."""
    place = kit.new()
    with kit.open(place) as book:
        shown = [book.commit([entry(number)], reason="a") for number in range(3)]
        for digits in (12, 13, 64):
            report = book.verify(Receipt(2, shown[1].hash[:digits]))
            assert (report.covered, report.bits) == (2, digits * 4)
        wrong = Receipt(2, "0" * 12)
        assert "rewritten" in _raises(Corrupt, book.verify, wrong)
        assert "cut off" in _raises(Corrupt, book.verify, Receipt(9, shown[0].hash))
        for text in ("", "2", "2/abc", f"x/{shown[0].hash}", f"2/{shown[0].hash}0", "-1/000000000000"):
            _raises(Refused, Receipt.parse, text)


def closed_book(kit: Kit) -> None:
    """A closed book takes no commit; it is deleted after its date, with its last receipt, and leaves its head."""
    place = kit.new()
    with kit.open(place) as book:
        _raises(Refused, delete_book, place, book.head())
        first = book.head()
        book.commit([closing("2001-12-31")], reason="归档")
        _raises(Refused, book.commit, [entry(1)], reason="late")
        last = book.head()
    _raises(Refused, delete_book, place, first)
    assert delete_book(place, last) == last
    assert last.full in _raises(Refused, kit.open, place)


def kept_to_its_date(kit: Kit) -> None:
    """A closed book is not deleted before its retention date."""
    place = kit.new()
    with kit.open(place) as book:
        book.commit([closing("9999-12-31")], reason="归档")
        _raises(Refused, delete_book, place, book.head())
        book.verify()


def closed_handle(kit: Kit) -> None:
    """Every call on a closed handle is Broken, and closing twice is harmless."""
    book = kit.open(kit.new())
    book.close()
    book.close()
    _raises(Broken, book.head)
    _raises(Broken, book.get, "entry", "1")
    _raises(Broken, book.commit, [entry(1)], reason="late")


def read_only_handle(kit: Kit) -> None:
    """A handle for reading sees every commit and refuses to write."""
    place = kit.new()
    with kit.open(place) as writer, kit.open(place, writable=False) as reader:
        writer.commit([entry(1)], reason="a")
        assert reader.head() == writer.head()
        _raises(Refused, reader.commit, [entry(2)], reason="b")


def name_is_taken(kit: Kit) -> None:
    """A book is not made over another, and what is not there is not opened."""
    place = kit.new()
    _raises(Refused, kit.make, place)
    _raises(Refused, kit.open, kit.place())


def some_commits(book: Store) -> None:
    """Documents made, changed and removed."""
    book.commit([entry(number, text="初次") for number in range(5)], reason="导入")
    book.commit([entry(1, seen=1, text="改"), Change("person", "张三", {"unit": "u1"})], reason="更正")
    book.commit([Change("entry", "2", None, seen=1)], reason="重复")
    book.commit([entry(2, text="again")], reason="恢复")


def copies_have_equal_heads(kit: Kit, others: Iterable[Kit]) -> None:
    """The same commits give the same head in every store, and a copy either way proves itself by it."""
    for other in others:
        place, twin, there = kit.new(), other.new(), other.place()
        with kit.open(place) as book, other.open(twin) as same:
            some_commits(book)
            some_commits(same)
            head = book.head()
            assert same.head() == head
            assert copy_book(place, there) == head
            head = book.commit([entry(80)], reason="later")
        assert copy_book(place, there) == head  # brought up to date
        assert copy_book(there, kit.place()) == head
        with other.open(there) as copy:
            copy.commit([entry(81)], reason="diverged")
        with kit.open(place) as book:
            book.commit([entry(82)], reason="diverged")
        _raises(Refused, copy_book, place, there)


EVERY_STORE = (
    all_or_nothing,
    two_writers_of_one_version,
    history_is_current,
    refuses_what_it_cannot_hold,
    altered_after_its_check,
    keeps_its_own_copy,
    receipts,
    closed_book,
    kept_to_its_date,
    closed_handle,
    read_only_handle,
    name_is_taken,
)
