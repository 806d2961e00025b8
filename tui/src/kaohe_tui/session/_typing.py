"""What is typed at one terminal: kept on disk at once as a draft of this login, a step of undo for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import define, field

from kaohe.office import OfficeError
from kaohe.words import Text

from ..fields._fields import Field
from ._batch import Batch, Typed
from ._changes import Cells, Step, mark_of
from ._drafts import Entry
from ._view import View, begins

__all__ = ["Typing"]


@define(eq=False)
class Typing(View):
    """A view in which somebody types."""

    _undo: dict[str, list[Step]] = field(factory=lambda: defaultdict(list), init=False)
    _redo: dict[str, list[Step]] = field(factory=lambda: defaultdict(list), init=False)

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


def _kept(of: Field, part: str, text: str, stored: Cells, before: Cells, begun: str) -> bool:
    """Whether a cell differs from what the book holds, or begins a row that is empty yet."""
    if text != stored.get(part, ""):
        return True
    return part not in stored and begins(of, part) and (part == begun or before.get(part) == "")
