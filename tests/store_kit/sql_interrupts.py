"""An interruption at every line of a commit, of reading, of reading all again and of opening a book in a database."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from attrs import define, field

from kaohe.store import Change, Receipt, Store, StoreError, create_book
from lengths import scaled

from .checks import entry, some_commits
from .interrupts import Faults, Tracer, points
from .kits import HEADER, Kit

__all__ = ["ACTS", "interrupted_in_a_database"]


@define
class Scene:
    """A book in a database with an open handle and what was acknowledged of it."""

    kit: Kit
    place: str
    book: Store
    told: list[Receipt] = field(factory=list)
    number: int = 1000

    @classmethod
    def made(cls, kit: Kit) -> Scene:
        """With some commits."""
        place = kit.new()
        with kit.open(place) as book:
            some_commits(book)
        return cls(kit, place, kit.open(place))

    def news(self) -> None:
        """Another handle's commit."""
        with self.kit.open(self.place, patience=0.0) as other:
            self.number += 1
            self.told.append(other.commit([entry(self.number)], reason="other"))


def commit(scene: Scene) -> None:
    """A commit that makes a document, changes one and takes in another's news first."""
    scene.number += 1
    known = scene.book.get("entry", "3")
    assert known is not None
    changes = [entry(scene.number), Change("entry", "3", {"unit": "u0"}, seen=known.version)]
    scene.told.append(scene.book.commit(changes, reason="r"))


def read(scene: Scene) -> None:
    """All that can be read."""
    scene.book.find("entry", unit="u1")
    list(scene.book.history("entry", "1"))
    scene.book.size()
    scene.book.warnings()


def verify(scene: Scene) -> None:
    """A verification."""
    scene.book.verify()


def reopen(scene: Scene) -> None:
    """Opening, and so reading everything."""
    scene.kit.open(scene.place, patience=0.0).close()


def make(scene: Scene) -> None:
    """Another book beside it."""
    create_book(scene.kit.place(), HEADER)


ACTS: tuple[Callable[[Scene], None], ...] = (commit, read, verify, reopen, make)


def interrupted_in_a_database(kit: Kit, act: Callable[[Scene], None], *, step: int = 1) -> dict[str, int]:
    """At every `step`th line: nothing acknowledged is lost, nobody says "damaged", no lock is left, every handle goes on.

    A line that runs often is interrupted the first times and the last.
    """
    scene, runs, faults = Scene.made(kit), 0, Faults()
    lines = points(_lines(scene, act))
    for error in (KeyboardInterrupt, MemoryError):
        for at in lines[:: step if error is KeyboardInterrupt else scaled(step * 3, step)]:
            if runs % scaled(40, 1) == 0:  # where a book has grown, the lines at its end come later
                scene = _another(scene, faults)
            before = len(faults.found)
            with faults.noted():
                _once(scene, act, Tracer(at, error))
            runs += 1
            if len(faults.found) > before:
                scene = Scene.made(kit)
    _another(scene, faults).book.close()
    return {"lines": len(lines), "runs": runs, "faults": faults.none_in(runs)}


def _lines(scene: Scene, act: Callable[[Scene], None]) -> list[tuple[str, int]]:
    counter = Tracer()
    scene.news()
    with counter.running():
        act(scene)
    return counter.lines


def _another(scene: Scene, faults: Faults) -> Scene:
    """A new book, once all that was acknowledged of the old one has been found in it."""
    scene.book.close()
    with faults.noted(), scene.kit.open(scene.place) as book:
        hashes = [record.hash for record in book.history()]
        assert [one for one in scene.told if hashes[one.seq] != one.hash] == []
        assert all(one.seq < two.seq for one, two in pairwise(scene.told))
        book.verify()
    return Scene.made(scene.kit)


def _once(scene: Scene, act: Callable[[Scene], None], tracer: Tracer) -> None:
    scene.news()
    where = "the end"
    try:
        with tracer.running():
            act(scene)
    except (KeyboardInterrupt, MemoryError):
        where = ":".join(map(str, tracer.lines[tracer.at]))
    except StoreError as error:
        raise AssertionError(f"interrupted at {tracer.lines[tracer.at]}: {error}") from error
    try:
        scene.news()  # no lock is left
        assert scene.book.head() == scene.told[-1], "another head"
        commit(scene)  # the same handle goes on
    except (StoreError, AssertionError) as error:
        raise AssertionError(f"after an interruption at {where}: {type(error).__name__} {error}") from error
