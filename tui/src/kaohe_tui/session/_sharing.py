"""Changes of the book: ours as they are made, and what others saved meanwhile beside what is typed here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from attrs import define, field, frozen

from kaohe.office import Change, Office, OfficeError, Saved, Stale
from kaohe.store import Receipt
from kaohe.words import Message, Text

from ..fields._fields import Field
from ._changes import Cells, mark_of
from ._opening import Opened, open_book
from ._typing import Typing

__all__ = ["Anew", "Sharing"]


@frozen
class Anew:
    """A book opened once more, and whose records are not what they were."""

    opened: Opened
    moved: list[str]

    def close(self) -> None:
        """Nobody wants it any more."""
        self.opened.close()


@define(eq=False)
class Sharing(Typing):
    """A view of a book that several people work in."""

    _seen: tuple[Receipt, int] | None = field(default=None, init=False)

    def _done(self, act: Callable[[Office], Saved]) -> Saved:
        before = self.office.head
        try:
            return act(self.office)
        except Stale:
            self._others(before)
            raise

    def change(self, changes: Sequence[Change], *, reason: str = "") -> Saved:
        """Save changes of the roster or decisions, in one commit. Raises KaoheError."""
        return self.apply(lambda office: self._put(office, changes, reason))

    def _put(self, office: Office, changes: Sequence[Change], reason: str = "") -> Saved:
        """Save changes, as a revision where one is open here; its reason stands for them unless they have their own."""
        made = self.revised(changes)
        return office.save(made, reason=reason or self.why_revised(made))

    def apply(self, act: Callable[[Office], Saved]) -> Saved:
        """Do something to the book that saves once. Raises KaoheError.

        A frozen book is signed and its procedure recorded; what it does not allow the office refuses.
        """
        if self.closed_because is not None:
            raise OfficeError(self.closed_because)
        saved = self._done(act)
        self.moved()
        return saved

    def moved(self, since: Receipt | None = None) -> None:
        """The book was changed beside what is typed here: by a save of ours, after `since` by others as well."""
        self.roster += 1
        self.recompute()
        if since is not None and self.office.head != since:
            self._others(since)

    # Others

    def refresh(self) -> Text | None:
        """Take in what others saved since; gives whose, if anything."""
        before = self.office.head
        moved = self.office.refresh()
        return self._told(before, moved) if self.office.head != before else None

    def _told(self, before: Receipt, moved: Iterable[str]) -> Text:
        self._others(before)
        whose = sorted(moved)
        told = ", ".join(whose[:3]) + (f" +{len(whose) - 3}" if len(whose) > 3 else "")
        return _MOVED.format(receipt=str(self.office.head), what=told or "-")

    @property
    def far_behind(self) -> bool:
        """Whether others saved so much in this file that taking it in would be felt; a database is read at once."""
        if self._seen is None or self._seen[0] != self.office.head:
            self._seen = (self.office.head, self._size())
        return self._size() - self._seen[1] > _MUCH

    def _size(self) -> int:
        try:
            return 0 if "://" in self.where else os.stat(self.where).st_size
        except OSError:
            return 0

    def read_anew(self) -> Anew:
        """The book as it is now, opened beside this one, which goes on meanwhile. Raises KaoheError."""
        opened, held = open_book(self.where, ruleset=self.ruleset), self.office.people
        people = opened.office.people
        moved = [who for who, person in people.items() if held.get(who) != person]
        return Anew(opened, [*moved, *(who for who in held if who not in people)])

    def change_to(self, anew: Anew) -> Text | None:
        """Work on from here with what `read_anew` gave; gives whose records others saved, if anything."""
        old, new = self.office, anew.opened.office
        if new.head.seq <= old.head.seq:
            new.close()
            return self.refresh()
        before, self.office = old.head, new
        old.close()
        return self._told(before, {*anew.moved, *new.refresh()})

    def _others(self, since: Receipt) -> None:
        """Others changed the book: what was typed here on top of the same values is refused until somebody looks."""
        self.roster += 1
        self.recompute()
        for who in self.typed:
            for of in self.fields(who):
                typed = self._typed(who, of)
                if typed and self._marks[who].get(of.id) != mark_of(self.stored(who, of)):
                    self._clash(who, of, {**self.stored(who, of), **typed}, since)
        self.recompute()

    def _clash(self, who: str, of: Field, mine: Cells, since: Receipt) -> None:
        theirs = self.stored(who, of)
        if {**theirs, **mine} == theirs:
            self._set(who, of, {})
            return
        last = max(self.office.history(appraisee=who, after=since.seq), key=lambda one: one.receipt.seq, default=None)
        by = "?" if last is None else last.actor
        shown = [_held(of, texts) for texts in (theirs, mine)]
        self._clashes[who][of.id] = _CLASH.format(by=by, theirs=shown[0], mine=shown[1])
        self._works.pop(who, None)


def _held(of: Field, texts: Cells) -> Text:
    told = " ".join(text for text in texts.values() if text)[:40]
    return Text(told, told) if told else Text("nothing", "空")


_MUCH = 256 * 1024  # bytes: some thousand entries
_MOVED = Text("{receipt}: others saved {what}", "{receipt}：他人存入 {what}")
_CLASH = Message(
    "K7024",
    "{by} saved {theirs}, you typed {mine}; type again for yours, Ctrl+Z for theirs",
    "{by} 已存 {theirs}，您录入 {mine}：重新录入用您的，Ctrl+Z 用对方的",
)
