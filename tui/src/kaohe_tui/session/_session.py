"""One open book at a terminal: opened, taken back step by step, recovered, closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, evolve, field

from kaohe.office import OfficeError, Saved
from kaohe.rules.tools import Ruleset
from kaohe.store import Receipt
from kaohe.words import Message, Text, prefer

from ..fields._fields import Field
from ._batch import Batch
from ._books import remember
from ._changes import Cells, Step, mark_of
from ._drafts import Entry, left_behind
from ._opening import Opened, opened_at
from ._presence import Presence
from ._saving import Saving
from ._twice import Twice

__all__ = ["Session"]


@define(eq=False)
class Session(Saving):
    """An open book. What is typed is on disk at once, as a draft of this login; a save puts it into the book."""

    presence: Presence = field(init=False)
    _twice: Twice | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.presence = Presence(self.where, self.office.actor, "")

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
        left = left_behind(opened.where) if _enterable(opened) else []
        return cls(opened.office, opened.where, opened.closed_because, opened.changed, left)

    @property
    def twice(self) -> Twice:
        """What is typed for second entries and not saved, with what earlier sessions left of it."""
        if self._twice is None:
            self._twice = Twice(self.where)
        return self._twice

    # Taking back

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

    # Revising what is frozen

    def revise(self, spans: Iterable[str], reason: str) -> None:
        """Open a revision of frozen spans, which saves go into until it is ended.

        What earlier sessions typed there is offered again. Raises KaoheError for a reason that cannot be one.
        """
        self.revisions |= dict.fromkeys(spans, self.office.reasoned(reason))
        if not self.left:
            self.left = left_behind(self.where)
        self.recompute()

    def end_revisions(self) -> list[str]:
        """Nothing that is frozen is changed any more; gives the spans that were open."""
        spans = [*self.revisions]
        self.revisions.clear()
        self.recompute()
        return spans

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

    # The end

    @property
    def kept(self) -> Path | None:
        """The file that holds what is not saved, None where there is nothing."""
        return self._file.path if self.unsaved else None

    def close(self) -> None:
        """Let go of the book; what is not saved stays where the next start finds it."""
        self.later()
        self._file.close()
        if self._twice is not None:
            self._twice.close()
        self.presence.close()
        self.office.close()


def _enterable(opened: Opened) -> bool:
    """Whether what earlier sessions left can still be entered; in a frozen book it waits for a revision."""
    return opened.closed_because is None and "book" not in opened.office.freezes


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
