"""One walk: a book with its staff, saves one after the other, and every check asked after each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field, frozen

from ...errors import KaoheError
from ...office import Appoint, Office
from ...store import Receipt
from ...words import Text
from ..basis import World
from ._checks import Seen, broken
from ._moves import STAFF, Draw, Save, drawn, opened

__all__ = ["Finding", "Save", "Walk", "broken_by", "walked"]

_MOVES = 30
_OVER = 0.25  # how often a walk ends at a closed book, which takes nothing any more
_UNFORESEEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


@frozen
class Finding:
    """A check that does not hold, with the saves that lead there, made few."""

    check: str
    text: Text
    saves: tuple[Save, ...]


class _Found(Exception):  # noqa: N818  # ends a walk where a check does not hold
    def __init__(self, check: str, text: Text) -> None:
        super().__init__(check)
        self.check, self.text = check, text


@define
class Walk:
    """A book of one cohort and what was done to it. Raises _Found from `do` where a check does not hold."""

    world: World
    folder: Path
    seen: Seen = field(init=False)
    done: list[Save] = field(factory=list, init=False)
    offices: dict[str, Office] = field(factory=dict, init=False)
    quiet: bool = field(default=False, init=False)
    """Whether nothing is asked after a save that is accepted: on the way to the one that is asked about."""

    def __attrs_post_init__(self) -> None:
        case = self.world.case
        path = self.folder / "walk.book"
        with Office.of_case(path, case, unit="某县", actor="ada") as office:
            office.save([Appoint(login, roles) for login, roles in STAFF.items()])
        self.seen = Seen(self.world, path)

    def office(self, who: str) -> Office:
        """The book open as somebody, each login at a terminal of its own, with what others saved taken in."""
        if who not in self.offices:
            rules = self.world.case.cohort.ruleset
            self.offices[who] = Office.open(self.seen.path, ruleset=rules, actor=who)
        self.offices[who].refresh()
        return self.offices[who]

    def do(self, save: Save) -> bool:
        """Make one save; whether it was accepted. A refusal is a sentence with a number, and leaves the book as it was."""
        self.done.append(save)
        office = self.office(save.who)
        before = office.head
        self.seen.look(save, office)
        try:
            _made(office, save)
        except KaoheError as error:
            self.refused(office, before, error)
            return False
        except _UNFORESEEN as error:
            text = Text("a save ended in {why}", "保存以 {why} 告终")
            raise _Found("office.refuses", text.format(why=f"{type(error).__name__}: {error}"[:160])) from error
        self.hold(save, office)
        return True

    def refused(self, office: Office, before: Receipt, error: KaoheError) -> None:
        """Check a refusal."""
        office.refresh()
        if office.head != before:
            raise _Found("office.refuses", Text("a refused save changed the book", "被拒绝的保存改动了账簿"))
        if not (error.text.number and error.text.zh):
            raise _Found("office.refuses", Text("a refusal without a number", "拒绝没有编号"))

    def hold(self, save: Save, office: Office) -> None:
        """Ask every check of the book as it stands."""
        if self.quiet:
            self.seen.enter(save, office)
            return
        found = broken(self.seen, save, office)
        if found is not None:
            raise _Found(*found)
        self.seen.note(save, office)

    def close(self) -> None:
        """Let go of the book."""
        for office in self.offices.values():
            office.close()


def _made(office: Office, save: Save) -> None:
    if save.changes:
        office.save(save.changes, reason=save.reason)
    else:
        office.undo(office.head, reason=save.reason)


def broken_by(walk: Walk, save: Save) -> str:
    """The check that a save breaks, "" for none: for whoever tries an office by hand."""
    try:
        walk.do(save)
    except _Found as found:
        return found.check
    return ""


def walked(world: World, spare: Sequence[dict[str, Any]], seed: object) -> Finding | None:
    """A walk of that seed over a book of the world's people; what does not hold, None where everything does.

    `spare` are other people of the same kinds, whose facts are what is entered.
    """
    chance, by_kind = Random(repr(seed)), _by_kind(spare)  # noqa: S311  # a seeded walk, nothing secret
    with tempfile.TemporaryDirectory(prefix="kaohe-walk-") as folder:
        walk = Walk(world, Path(folder))
        try:
            for number in range(_MOVES):
                if walk.seen.sealed and chance.random() < _OVER:
                    break
                for save in (drawn if number else opened)(Draw(walk.office("wu"), by_kind, chance)):
                    walk.do(save)
        except _Found as found:
            return Finding(found.check, found.text, _few(world, walk.done, found.check))
        finally:
            walk.close()
    return None


def _by_kind(spare: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in spare:
        found.setdefault(row["kind"], []).append(row)
    return found


def _few(world: World, saves: Sequence[Save], check: str) -> tuple[Save, ...]:
    """The saves without those that are not needed for the same check to fail: halves left out, then less, then one."""
    kept, size = [*saves], len(saves) // 2
    while size:
        for start in reversed(range(0, len(kept) - 1, size)):
            fewer = [*kept[:start], *kept[min(start + size, len(kept) - 1) :]]
            if _again(world, fewer) == check:
                kept = fewer
        size //= 2
    return tuple(kept if _again(world, kept, asked=len(kept)) == check else saves)


def _again(world: World, saves: Sequence[Save], *, asked: int = 1) -> str:
    """The check that fails when these saves are made, "" for none; as many of the last as `asked` are asked about."""
    with tempfile.TemporaryDirectory(prefix="kaohe-walk-") as folder:
        walk = Walk(world, Path(folder))
        try:
            way = len(saves) - asked
            walk.quiet = True
            early = next(filter(None, (broken_by(walk, save) for save in saves[:way])), "")
            walk.quiet = False
            walk.seen.stand(walk.office("wu"))
            return early or next(filter(None, (broken_by(walk, save) for save in saves[way:])), "")
        finally:
            walk.close()
