"""One open book at a terminal: what was typed and is not saved, what comes out of it, saving, undo and recovery."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from attrs import define, evolve, field, frozen

from kaohe.errors import KaoheError
from kaohe.office import Amend, Change, NotSaved, Office, OfficeError, Saved, Stale
from kaohe.rules.tools import Ruleset
from kaohe.store import Receipt
from kaohe.words import Message, Text, prefer

from ..fields._fields import Field
from ._batch import Batch, Spot, Typed
from ._books import remember
from ._changes import Cells, Step, mark_of
from ._drafts import Entry, left_behind
from ._export import write_case
from ._opening import Opened, free_name, open_book, opened_at
from ._view import View, begins

__all__ = ["Session"]


@define(eq=False)
class Session(View):
    """An open book. What is typed is on disk at once, as a draft of this login; a save puts it into the book."""

    _seen: tuple[Receipt, int] | None = field(default=None, init=False)
    _undo: dict[str, list[Step]] = field(factory=lambda: defaultdict(list), init=False)
    _redo: dict[str, list[Step]] = field(factory=lambda: defaultdict(list), init=False)

    @classmethod
    def open(cls, where: str | Path, *, ruleset: Ruleset | None = None) -> Session:
        """Open a book, or the book beside a case, which is made where there is none. Raises KaoheError."""
        return cls.on(opened_at(where, ruleset=ruleset))

    def remember(self) -> None:
        """Keep the book among those opened lately."""
        remember(self.where)

    @classmethod
    def on(cls, opened: Opened) -> Session:
        """A session on a book that is open, in the book's language, with what earlier ones left behind."""
        prefer(opened.office.language)
        left = left_behind(opened.where) if opened.closed_because is None else []
        return cls(opened.office, opened.where, opened.closed_because, opened.changed, left)

    # Typing

    def put(self, who: str, of: Field, texts: Cells, *, begun: str = "") -> Text | None:
        """Keep what the cells of a field say; gives why it cannot be entered, if so.

        `begun` is the cell of a row that was added and is empty yet. Raises KaoheError where nothing may be typed.
        """
        before, after = self._typed(who, of), self._said(who, of, texts, begun)
        self._writable(of)
        if self._clashes[who].pop(of.id, None) is not None:
            self.recompute()
        self._set(who, of, after)
        if before != after:
            self._undo[who].append(Step({of.id: before}, {of.id: after}))
            self._redo[who].clear()
        return next((one.reason for one in self.refusals(who) if one.field.id == of.id), None)

    def _said(self, who: str, of: Field, texts: Cells, begun: str = "") -> dict[str, str]:
        """The drafts that the texts of a field's cells amount to: whatever differs from what the book holds."""
        shown, before, stored = self.texts(who, of), self._typed(who, of), self.stored(who, of)
        said = {**dict.fromkeys(stored, ""), **of.said(texts, shown)}
        return {part: text for part, text in said.items() if _kept(of, part, text, stored, before, begun)}

    def put_all(self, typed: Iterable[Typed]) -> Batch:
        """Keep what the cells of many fields say, in one write; gives the step, which `revert` takes back.

        What cannot be entered is among the refusals of its record. Raises KaoheError where nothing may be typed.
        """
        told = [*typed]
        after = [(one.who, one.field, self._said(one.who, one.field, one.texts)) for one in told]
        for one in told:
            self._writable(one.field)
        for one in told:
            if self._clashes[one.who].pop(one.field.id, None) is not None:
                self.recompute()
        return self._step_of(after)

    def _step_of(self, after: Sequence[tuple[str, Field, Cells]]) -> Batch:
        moved = [(who, of, cells) for who, of, cells in after if dict(cells) != self._typed(who, of)]
        before = {(who, of.id): self._typed(who, of) for who, of, _ in moved}
        self._set_all(after)
        return Batch(before, {(who, of.id): dict(cells) for who, of, cells in moved})

    def revert(self, step: Batch) -> Batch:
        """Take a step over many records back: its drafts, or its save by a new one; gives the step the other way.

        Raises KaoheError where something of it was changed again since.
        """
        if step.receipt is not None:
            self._writable()
            self.refresh()
            saved = self.office.undo(step.receipt, reason=str(_TAKEN_BACK))
            self.recompute()
            return Batch(receipt=saved.receipt)
        spots = [(who, self._field(who, name)) for who, name in step.after]
        if any(self._typed(who, of) != step.after[who, of.id] for who, of in spots):
            raise OfficeError(_MEANWHILE)
        self._writable(next((of for _, of in spots if self.closed(of)), None))
        for who, of in spots:
            self._clashes[who].pop(of.id, None)
        return self._step_of([(who, of, step.before[who, of.id]) for who, of in spots])

    def _field(self, who: str, name: str) -> Field:
        return next(of for of in self.fields(who) if of.id == name)

    def draft(self, who: str, of: Field, part: str, text: str) -> None:
        """Keep what stands in one cell, without a step of undo."""
        self._writable(of)
        self._set(who, of, {**self._typed(who, of), part: text})

    def _set(self, who: str, of: Field, cells: Cells) -> None:
        """Put the drafts of a field, on disk first."""
        self._set_all([(who, of, cells)])

    def _set_all(self, drafts: Iterable[tuple[str, Field, Cells]]) -> None:
        """Put the drafts of fields, on disk first and in one write."""
        entries = [entry for who, of, cells in drafts if (entry := self._entry(who, of, cells)) is not None]
        if not entries:
            return
        self._file.add(entries, self._entries())
        for entry in entries:
            mine = self.drafts.setdefault(entry.who, {})
            for cell, text in entry.cells.items():
                if text is None:
                    mine.pop(cell, None)
                else:
                    mine[cell] = text
            self._marks[entry.who] |= entry.on
            self._works.pop(entry.who, None)
        self._people = None
        self.results.forget()

    def _entry(self, who: str, of: Field, cells: Cells) -> Entry | None:
        """What moves where a field's drafts become these, None where nothing does."""
        now, mark = self._typed(who, of), mark_of(self.stored(who, of))
        if dict(cells) == now and (not now or self._marks[who].get(of.id) == mark):
            return None
        moved = {f"{of.id}:{part}": cells.get(part) for part in {**now, **cells} if cells.get(part) != now.get(part)}
        return Entry(who, moved, {of.id: mark})

    def _writable(self, of: Field | None = None) -> None:
        reason = self.closed(of)
        if reason is not None:
            raise OfficeError(reason)

    def _entries(self) -> list[Entry]:
        return [Entry(who, dict(cells), self._marks[who]) for who, cells in self.drafts.items() if cells]

    def forget_trail(self) -> None:
        """Keep on disk what stands in the cells now, and not in which order it came there."""
        self._file.rewrite(self._entries())

    # Undo

    def undo(self, who: str, of: Field | None = None) -> tuple[str, Saved | None] | None:
        """Take back the last step in one record: what was typed last, or the last save of it, by a new one.

        Gives the id of a field of it and what was saved; None where there is nothing. With `of`, whose text was
        refused, that text alone where it has no step. Raises KaoheError.
        """
        steps = self._undo[who]
        refused = of is not None and any(one.field.id == of.id for one in self.refusals(who))
        if refused and of is not None and not (steps and of.id in steps[-1].after):
            self._clashes[who].pop(of.id, None)
            self._set(who, of, {})
            return of.id, None
        return self._step(who, steps, self._redo[who], back=True)

    def redo(self, who: str) -> tuple[str, Saved | None] | None:
        """Make the step again that was last taken back. Raises KaoheError."""
        return self._step(who, self._redo[who], self._undo[who], back=False)

    def _step(self, who: str, taken: list[Step], given: list[Step], *, back: bool) -> tuple[str, Saved | None] | None:
        if not taken:
            return None
        step = taken[-1]
        fields = {of.id: of for of in self.fields(who)}
        self._writable(next((of for name, of in fields.items() if name in step.after and self.closed(of)), None))
        start, end = (step.after, step.before) if back else (step.before, step.after)
        saved = None
        if step.receipt is not None:
            self._check_untouched(who, step, {name: fields[name] for name in start}, start)
            for name, texts in end.items():
                stored = self.stored(who, fields[name])
                self._set(who, fields[name], {part: texts.get(part, "") for part in {**stored, **texts}})
            saved = self._saved(who, "", only=set(end)) if not self.needs_reason(who) else None
        else:
            for name, cells in end.items():
                self._clashes[who].pop(name, None)
                self._set(who, fields[name], cells)
        taken.pop()
        given.append(step if saved is None else evolve(step, receipt=saved.receipt))
        return next(iter(step.after)), saved

    def _check_untouched(self, who: str, step: Step, fields: Mapping[str, Field], held: Mapping[str, Cells]) -> None:
        """A save is taken back only while what it put still stands."""
        self.refresh()
        for name, of in fields.items():
            if mark_of(self.stored(who, of)) != mark_of(held[name]):
                raise OfficeError(_LATER.format(what=of.label, receipt=str(step.receipt)))

    # Saving

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
        saved = self._done(lambda office: office.save([*changes.values()], reason=reason)) if changes else None
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
                saved = self._done(partial(_save, [*changes.values()]))
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

    def _done(self, act: Callable[[Office], Saved]) -> Saved:
        before = self.office.head
        try:
            return act(self.office)
        except Stale:
            self._others(before)
            raise

    def change(self, changes: list[Change], *, reason: str = "") -> Saved:
        """Save changes of the roster or decisions, in one commit. Raises KaoheError."""
        return self.apply(lambda office: office.save(changes, reason=reason))

    def apply(self, act: Callable[[Office], Saved]) -> Saved:
        """Do something to the book that saves once. Raises KaoheError."""
        self._writable()
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

    # What earlier sessions left

    @property
    def left_behind(self) -> list[Entry]:
        """What earlier sessions of this login typed and did not save."""
        return [entry for left in self.left for entry in left.entries]

    def recover(self) -> list[Text]:
        """Type it again; gives the reasons of what cannot be."""
        refused: list[Text] = []
        for entry in self.left_behind:
            if entry.who not in self.office.people:
                refused.append(_GONE.format(who=entry.who))
                continue
            cells = self.drafts.setdefault(entry.who, {})
            fields = {of.id: of for of in self.fields(entry.who)}
            for cell, text in entry.cells.items():
                name, _, part = cell.partition(":")
                if name not in fields or not fields[name].has(part):
                    refused.append(_GONE.format(who=f"{entry.who} {cell}"))
                elif text is None:
                    cells.pop(cell, None)
                else:
                    cells[cell] = text
            self._marks[entry.who] |= {name: mark for name, mark in entry.on.items() if name in fields}
        self._file.rewrite(self._entries())
        self.discard()
        self._others(Receipt(0, "0" * 64))
        return refused

    def discard(self) -> None:
        """What was left behind is dealt with."""
        for left in self.left:
            left.remove()
        self.left.clear()

    def later(self) -> None:
        """Leave it to a later start."""
        for left in self.left:
            left.close()
        self.left.clear()

    # Carrying it away, and the end

    def export(self, *, names: bool = False) -> Path:  # it may run beside the desk: it changes nothing here
        """Write the book as a case file beside it, never over another; codes alone unless names are asked for."""
        path = free_name((Path.cwd() / "book" if "://" in self.where else Path(self.where)).with_suffix(".json"))
        write_case(path, self.office.case_data(names=names))
        return path

    @property
    def kept(self) -> Path | None:
        """The file that holds what is not saved, None where there is nothing."""
        return self._file.path if self.unsaved else None

    def close(self) -> None:
        """Let go of the book; what is not saved stays where the next start finds it."""
        self.later()
        self._file.close()
        self.office.close()


@frozen
class Anew:
    """A book opened once more, and whose records are not what they were."""

    opened: Opened
    moved: list[str]

    def close(self) -> None:
        """Nobody wants it any more."""
        self.opened.close()


def _save(changes: Sequence[Change], office: Office) -> Saved:
    return office.save(changes)


def _kept(of: Field, part: str, text: str, stored: Cells, before: Cells, begun: str) -> bool:
    """Whether a cell differs from what the book holds, or begins a row that is empty yet."""
    if text != stored.get(part, ""):
        return True
    return part not in stored and begins(of, part) and (part == begun or before.get(part) == "")


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
_LATER = Message(
    "K7025",
    "{what} was changed again after {receipt}, so that save is not taken back; enter what should stand",
    "{what} 在 {receipt} 之后又有改动，不能撤销该次保存；请直接录入应有的值",
)
_MEANWHILE = Message(
    "K7040",
    "some of these cells were changed again since (in a form, or saved), so that step is not taken back; enter what should stand",
    "其中有的格此后又有改动（在表单中或已保存），不能撤销该步；请直接录入应有的值",
)
_TAKEN_BACK = Text("taken back in the sheet", "在表格中撤销")
_GONE = Message("K7026", "{who} is no longer in the book", "账簿中已没有 {who}")
