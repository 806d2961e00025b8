"""Saving: one commit for one record or for a whole sheet; what is refused stays a draft and holds up nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import partial

from attrs import define

from kaohe.errors import KaoheError
from kaohe.office import Amend, Change, NotSaved, Saved, Stale

from ._batch import Spot
from ._changes import Step
from ._sharing import Sharing

__all__ = ["Saving"]


@define(eq=False)
class Saving(Sharing):
    """A view whose drafts can be saved."""

    def needs_reason(self, who: str) -> bool:
        """Whether a save of this record needs a reason: a transfer does."""
        return (
            any(isinstance(one, Amend) for one in self._work(who).changes.values()) if self.drafts.get(who) else False
        )

    def save(self, who: str, *, reason: str = "") -> Saved | None:
        """Put what was typed into one record into the book, in one commit; what is refused stays a draft.

        None where there is nothing to save. Raises KaoheError, and then the drafts stand as they were.
        """
        if not self.drafts.get(who):
            return None
        self._writable()
        self.refresh()
        work = self._work(who)
        names = set(work.changes)
        before = {of.id: self.stored(who, of) for of in self.fields(who) if of.id in names}
        saved = self._saved(who, reason)
        if names and saved is not None and saved.documents:
            after = {of.id: self.stored(who, of) for of in self.fields(who) if of.id in names}
            self._undo[who][:] = [one for one in self._undo[who] if one.receipt is not None]
            self._undo[who].append(Step(before, after, saved.receipt))
            self._redo[who].clear()
        return saved

    def _saved(self, who: str, reason: str, *, only: set[str] | None = None) -> Saved | None:
        """Save the changes of one record, those of the fields `only` where given."""
        work = self._work(who)
        changes = {name: one for name, one in work.changes.items() if only is None or name in only}
        refused = {one.field.id for one in work.refusals}
        saved = self._done(lambda office: self._put(office, [*changes.values()], reason)) if changes else None
        kept = {
            cell: text
            for cell, text in self.drafts[who].items()
            if (name := cell.partition(":")[0]) in refused or (only is not None and name not in only)
        }
        self.drafts[who] = kept
        self._marks[who] = {
            name: mark for name, mark in self._marks[who].items() if any(c.startswith(f"{name}:") for c in kept)
        }
        self._file.rewrite(self._entries())
        self._works.pop(who, None)
        self._people = None
        return saved

    def save_all(self, whose: Iterable[str], names: Container[str]) -> Saved | None:
        """Put what was typed into these fields of many records into the book, in one commit.

        What is refused stays a draft with its reason, and does not hold up the rest. None where there is nothing to
        save. Raises KaoheError, and then the drafts stand as they were.
        """
        self._writable()
        self.refresh()
        mine = [who for who in whose if self.drafts.get(who)]
        changes = self._changes(mine, names)
        while changes:
            try:
                saved = self._done(partial(self._put, changes=[*changes.values()]))
            except (NotSaved, Stale) as error:
                before = len(changes)
                self._refused(changes, error)
                changes = self._changes(mine, names)
                if len(changes) >= before:
                    raise
            else:
                self._took(changes)
                return saved
        return None

    def _changes(self, whose: Iterable[str], names: Container[str]) -> dict[Spot, Change]:
        return {
            (who, name): change for who in whose for name, change in self._work(who).changes.items() if name in names
        }

    def _refused(self, changes: Mapping[Spot, Change], error: KaoheError) -> None:
        """The office did not take some of the changes: they stay as drafts, with its reason."""
        told = {id(one.change): one.text for one in error.refusals} if isinstance(error, NotSaved) else {}
        for (who, name), change in changes.items():
            if id(change) in told:
                self._clashes[who][name] = told[id(change)]
                self._works.pop(who, None)

    def _took(self, changes: Iterable[Spot]) -> None:
        """These fields are in the book: they are drafts no more."""
        for who, name in changes:
            self.drafts[who] = {
                cell: text for cell, text in self.drafts[who].items() if not cell.startswith(f"{name}:")
            }
            self._marks[who].pop(name, None)
            self._undo[who] = [one for one in self._undo[who] if one.receipt is not None or name not in one.after]
            self._redo[who].clear()
            self._works.pop(who, None)
        self._file.rewrite(self._entries())
        self._people = None
        self.results.forget()
