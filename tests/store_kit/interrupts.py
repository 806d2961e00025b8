"""An interruption at every line: of a commit, of opening, of taking in the news, of making and copying a book."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from attrs import define, field

from kaohe.store import Change, Receipt, Store, StoreError, copy_book, create_book
from lengths import scaled

from .checks import entry, some_commits
from .disks import Quick, Through
from .kits import HEADER, FileKit

__all__ = ["SCENARIOS", "Faults", "Scenario", "Tracer", "interrupted_everywhere", "points"]

Scenario = Callable[[FileKit], "Scene"]
_TRACED = ("/kaohe/store/", "/contextlib.py")


@define
class Scene:
    """A book with what was acknowledged of it, and the act that is interrupted."""

    place: str
    act: Callable[[], object]
    told: list[Receipt]
    handles: list[Store] = field(factory=list)


@define
class Tracer:
    """Counts the lines that run, and raises at one of them."""

    at: int = -1
    error: type[BaseException] = KeyboardInterrupt
    lines: list[tuple[str, int]] = field(factory=list)

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        """Called by Python before each line."""
        name = frame.f_code.co_filename
        if not any(part in name for part in _TRACED):
            return None
        if event == "line":
            self.lines.append((name, frame.f_lineno))
            if len(self.lines) - 1 == self.at:
                raise self.error
        return self

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Trace what stands under `with`."""
        before = sys.gettrace()
        sys.settrace(self)
        try:
            yield
        finally:
            sys.settrace(before)


@define
class Faults:
    """What went wrong in a long run, which goes on to find the others."""

    found: list[str] = field(factory=list)

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Keep the failed assertion of what stands under `with`."""
        try:
            yield
        except AssertionError as error:
            self.found.append(str(error))

    def none_in(self, runs: int) -> int:
        """0; an AssertionError with all that was found where there was something."""
        assert not self.found, f"{len(self.found)} faults in {runs} runs:\n  " + "\n  ".join(self.found)
        return 0


def _kit(kit: FileKit) -> FileKit:
    return FileKit(kit.folder, disk=Quick, store=kit.store)


def _book(kit: FileKit) -> tuple[str, list[Receipt]]:
    place = kit.new()
    with kit.open(place) as book:
        some_commits(book)
        return place, [record.receipt for record in book.history()]


def commit(kit: FileKit) -> Scene:
    """A commit to a book that this handle wrote last."""
    place, told = _book(kit)
    book = kit.open(place)
    told.append(book.commit([entry(7)], reason="before"))
    return Scene(place, lambda: book.commit([entry(8), Change("person", "李四", {})], reason="r"), told, [book])


def commit_after_another(kit: FileKit) -> Scene:
    """A commit that first takes in what others wrote."""
    place, told = _book(kit)
    book = kit.open(place)
    with kit.open(place) as other:
        told += [other.commit([entry(number)], reason="other") for number in (20, 21)]
    return Scene(place, lambda: book.commit([entry(8)], reason="r"), told, [book])


def commit_after_a_torn_end(kit: FileKit) -> Scene:
    """A commit that first closes off what a dead writer left."""
    place, told = _book(kit)
    with Path(place).open("ab") as file:
        file.write(b"6 0123")
    book = kit.open(place)
    return Scene(place, lambda: book.commit([entry(8)], reason="r"), told, [book])


def commit_in_drips(kit: FileKit) -> Scene:
    """A commit whose bytes go out a hundred at a time."""
    place, told = _book(kit)

    class Drips(Through):
        def write(self, fd: int, data: bytes) -> int:
            """At most a hundred."""
            return self.inner.write(fd, data[:100])

    book = kit.open(place, disk=Drips(Quick()))
    return Scene(place, lambda: book.commit([entry(8, text="文" * 100)], reason="r"), told, [book])


def reading(kit: FileKit) -> Scene:
    """Getting, finding and listing, with news of another handle."""
    place, told = _book(kit)
    book = kit.open(place)
    with kit.open(place) as other:
        told.append(other.commit([entry(20)], reason="other"))

    def act() -> None:
        book.get("entry", "1")
        book.find("entry", unit="u1")
        list(book.history("entry", "1"))
        book.verify()

    return Scene(place, act, told, [book])


def reload(kit: FileKit) -> Scene:
    """Reading all again, as after an interruption."""
    place, told = _book(kit)
    book = kit.open(place)
    return Scene(place, book._storage.reload, told, [book])


def opening(kit: FileKit) -> Scene:
    """Opening for writing, and closing."""
    place, told = _book(kit)
    return Scene(place, lambda: kit.open(place).close(), told)


def making(kit: FileKit) -> Scene:
    """Making a book beside one that is there."""
    place, told = _book(kit)
    return Scene(place, lambda: create_book(kit.place(), HEADER, disk=Quick()), told)


def copying(kit: FileKit) -> Scene:
    """Bringing a copy up to date."""
    place, told = _book(kit)
    there = kit.place()
    copy_book(place, there)
    with kit.open(place) as book:
        told += [book.commit([entry(number)], reason="later") for number in (30, 31)]
    return Scene(there, lambda: copy_book(place, there), told[:-2])


SCENARIOS: tuple[Scenario, ...] = (
    commit,
    commit_after_another,
    commit_after_a_torn_end,
    commit_in_drips,
    reading,
    reload,
    opening,
    making,
    copying,
)


def interrupted_everywhere(kit: FileKit, scenario: Scenario) -> dict[str, int]:
    """Interrupted at any line: nothing acknowledged is lost, nobody says "damaged", and all handles go on.

    A line that runs often is interrupted the first times and the last. Goes on after a fault, and names them all at the end.
    """
    kit = _kit(kit)
    counter = Tracer()
    scene = scenario(kit)
    with counter.running():
        scene.act()
    _close(scene)
    found, runs, faults = points(counter.lines), 0, Faults()
    for error in (KeyboardInterrupt, MemoryError):
        for at in found[:: scaled(_STEPS.get(scenario, 1) * (1 if error is KeyboardInterrupt else 5), 1)]:
            with faults.noted():
                _interrupted_once(kit, scenario, Tracer(at, error))
            runs += 1
    return {"lines": len(found), "runs": runs, "faults": faults.none_in(runs)}


# In the short suite every second line of a commit, and fewer of what is long or much the same; all of them in the long one.
_STEPS: dict[Scenario, int] = {
    commit: 2,
    commit_after_another: 3,
    commit_after_a_torn_end: 5,
    commit_in_drips: 9,
    reading: 10,
    reload: 7,
    opening: 7,
    making: 2,
    copying: 70,
}


def points(lines: list[tuple[str, int]]) -> list[int]:
    """Where to interrupt: each line the first times that it runs (three in the long run, one in the short) and the last."""
    seen: Counter[tuple[str, int]] = Counter()
    last = {line: at for at, line in enumerate(lines)}
    found = []
    for at, line in enumerate(lines):
        seen[line] += 1
        if seen[line] <= scaled(1, 3) or last[line] == at:
            found.append(at)
    return found


def _interrupted_once(kit: FileKit, scenario: Scenario, tracer: Tracer) -> None:
    scene = scenario(kit)
    where = "the end"
    try:
        with tracer.running():
            result = scene.act()
            if isinstance(result, Receipt) and not scenario.__name__.startswith(("making", "copying")):
                scene.told.append(result)
    except (KeyboardInterrupt, MemoryError):
        where = ":".join(map(str, tracer.lines[tracer.at]))
    except StoreError as error:
        raise AssertionError(f"interrupted at {tracer.lines[tracer.at]}: {type(error).__name__} {error}") from error
    try:
        _goes_on(kit, scene)
    except (StoreError, AssertionError) as error:
        raise AssertionError(f"after an interruption at {where}: {type(error).__name__} {error}") from error
    finally:
        _close(scene)


def _goes_on(kit: FileKit, scene: Scene) -> None:
    """Another handle is not kept out, and this one works; both have all that was acknowledged."""
    with kit.open(scene.place, patience=0.0) as other:
        _has_all(other, scene.told)
        scene.told.append(other.commit([entry(900)], reason="other"))
    for book in scene.handles:
        _has_all(book, scene.told)
        scene.told.append(book.commit([entry(901)], reason="same handle"))
        assert book.get("entry", "901") is not None
        book.verify()
    with kit.open(scene.place, patience=0.0) as third:
        _has_all(third, scene.told)
        third.verify()


def _has_all(book: Store, told: list[Receipt]) -> None:
    hashes = [record.hash for record in book.history()]
    assert [one for one in told if hashes[one.seq : one.seq + 1] != [one.hash]] == []


def _close(scene: Scene) -> None:
    for book in scene.handles:
        book.close()
