"""TableGrid: people by columns as one grid of cells; the caret, what is typed, filled, saved and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.office import Saved
from kaohe.rules.tools import half_width, linked_ids
from kaohe.words import Text

from ..form._editor import Editor
from ..session._batch import Batch, Typed
from ..session._session import Session
from ..terminal._keys import Key
from ._plan import Column, Plan, Progress

__all__ = ["TableGrid"]


class TableGrid:
    """The cells of one sheet. A cell is entered when it is left; what cannot be entered stays in it as a draft, marked.

    Leaving a cell is never refused: keys that come in a burst land where they were meant to. Tab goes right and Enter
    down, after some Tabs to where they began, as in a spreadsheet.
    """

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session, self.plan = session, plan
        self.progress = Progress(session, plan)
        self.filter = ""
        self._names = frozenset(of.id for of in plan.fields)
        self.row = self.at = self.begun = 0
        self.page = 1
        self.done: list[Batch] = []
        self.undone: list[Batch] = []
        self.editor = Editor()
        self._open: tuple[int, list[str], int] = (-1, [], 0)
        self.all: list[str] = []
        self.ids: list[str] = []
        self._followed = session.revision
        self._look()
        self.go(*self._first_open())

    def _look(self) -> None:
        """Whose rows there are, and which of them pass the filter: words of ids, names and links."""
        key, people = self.plan.kind.kind.key, self.session.office.people
        self.all = [who for who, person in people.items() if person.kind == key]
        words = half_width(self.filter).lower().split()
        self.ids = [who for who in self.all if all(word in self._searched(who) for word in words)]

    def _searched(self, who: str) -> str:
        people = self.session.office.people
        links = [one for held in people[who].links.values() for one in linked_ids(held)]
        linked = [people[one].name for one in links if one in people]
        return half_width(" ".join([who, people[who].name, *links, *linked])).lower()

    def _first_open(self) -> tuple[int, int]:
        """The first cell without a text in a row that is not filled, else the first of all."""
        for row, who in enumerate(self.ids):
            if not self.progress.filled(who):
                texts = [self.text(who, column) for column in self.plan.columns]
                return row, texts.index("") if "" in texts else 0
        return 0, 0

    # What stands where

    @property
    def who(self) -> str:
        """Whose row the caret is in, "" where no row is shown."""
        return self.ids[self.row] if self.ids else ""

    @property
    def column(self) -> Column:
        """The column that the caret is in."""
        return self.plan.columns[self.at]

    def text(self, who: str, column: Column) -> str:
        """The text of one cell, as it was typed where that was refused."""
        return self.session.texts(who, column.field).get(column.part, "")

    def reason(self, who: str, column: Column) -> Text | None:
        """Why what stands in one cell cannot be entered."""
        if column.id not in self.session.drafts.get(who, {}):
            return None
        return next((one.reason for one in self.session.refusals(who) if one.field.id == column.field.id), None)

    def drafted(self, who: str) -> bool:
        """Whether anything of this sheet in one row is not saved."""
        return any(cell.rpartition(":")[0] in self._names for cell in self.session.drafts.get(who, ()))

    def refused(self, who: str) -> int:
        """How many fields of this sheet are refused in one row."""
        return sum(one.field.id in self._names for one in self.session.refusals(who))

    @property
    def unsaved(self) -> list[str]:
        """In whose rows something of this sheet is not saved."""
        return self._opened()[1]

    @property
    def refusals(self) -> int:
        """How many fields of this sheet are refused."""
        return self._opened()[2]

    def _opened(self) -> tuple[int, list[str], int]:
        if self._open[0] != self.session.revision:
            unsaved = [who for who in self.session.typed if self.drafted(who)]
            self._open = (self.session.revision, unsaved, sum(map(self.refused, unsaved)))
        return self._open

    def show(self, wanted: str) -> None:
        """Show the rows that pass this filter; the caret stays on its person where it is among them."""
        kept, self.filter = self.who, wanted
        self._look()
        self.go(self.ids.index(kept) if kept in self.ids else 0, self.at)

    # Moving and entering

    def go(self, row: int, at: int) -> None:
        """Put the caret on a cell; Enter comes back to its column."""
        self.row = max(0, min(len(self.ids) - 1, row))
        self.at = self.begun = max(0, min(len(self.plan.columns) - 1, at))
        self.editor = Editor.on(self.text(self.who, self.column) if self.ids else "")

    def right(self) -> None:
        """The next cell; at the end of a row the next row's first."""
        begun = self.begun
        if self.at + 1 < len(self.plan.columns):
            self.go(self.row, self.at + 1)
            self.begun = begun
        elif self.row + 1 < len(self.ids):
            self.go(self.row + 1, 0)

    def left(self) -> None:
        """The cell before; at the beginning of a row the last of the row above."""
        if self.at > 0:
            self.go(self.row, self.at - 1)
        elif self.row > 0:
            self.go(self.row - 1, len(self.plan.columns) - 1)

    def commit(self) -> None:
        """Enter the cell under the caret. Raises KaoheError where nothing may be typed at all."""
        if self._typing() and (self.editor.text != self.text(self.who, self.column) or self._again()):
            self.put([(self.who, self.column, self.editor.text)])

    def _typing(self) -> bool:
        return bool(self.ids) and not self.editor.fresh

    def _again(self) -> bool:
        """Whether the same was typed again over what somebody else saved meanwhile."""
        return self.session.clashed(self.who) == self.column.field.id

    def put(self, cells: Iterable[tuple[str, Column, str]]) -> None:
        """Keep the texts of cells, as one step."""
        texts: dict[tuple[str, str], tuple[Column, dict[str, str]]] = {}
        for who, column, text in cells:
            spot = (who, column.field.id)
            if spot not in texts:
                texts[spot] = (column, dict(self.session.texts(who, column.field)))
            texts[spot][1][column.part] = text
        step = self.session.put_all(Typed(who, column.field, told) for (who, _), (column, told) in texts.items())
        if step.after:
            self.done.append(step)
            self.undone.clear()
        self.progress.forget(*(who for who, _ in texts))
        self._followed = self.session.revision
        self.editor = Editor.on(self.text(self.who, self.column))

    def fill(self, last: int) -> int:
        """Put the text of this cell into every empty one below it, down to row `last`; gives how many."""
        self.commit()
        text, column = self.text(self.who, self.column), self.column
        below = [who for who in self.ids[self.row + 1 : last + 1] if not self.text(who, column)]
        if text and below:
            self.put([(who, column, text) for who in below])
        return len(below) if text else 0

    def copy_above(self) -> bool:
        """Put the text of the cell above into this one and go down; False where there is none above."""
        if self.row == 0 or not self.ids:
            return False
        self.put([(self.who, self.column, self.text(self.ids[self.row - 1], self.column))])
        self.go(self.row + 1, self.at)
        return True

    # Saving and taking back

    def save(self) -> Saved | None:
        """Put whatever was typed in this sheet into the book, in one commit. Raises KaoheError."""
        self.commit()
        try:
            saved = self.session.save_all(self.all, self._names)
        finally:
            self.refresh()
        if saved is not None and saved.documents:
            self.done = [*(one for one in self.done if one.receipt is not None), Batch(receipt=saved.receipt)]
            self.undone.clear()
        return saved

    def go_to_clash(self) -> bool:
        """Put the caret on a cell that somebody else saved otherwise meanwhile; False where there is none."""
        names = [column.field.id for column in self.plan.columns]
        for who in self.unsaved:
            clash = self.session.clashed(who)
            if clash in names and who in self.ids:
                self.go(self.ids.index(who), names.index(clash))
                return True
        return False

    def undo(self) -> Batch | None:
        """Take the last step back: what is being typed, a cell, a paste as one, or a save by a new one.

        What was refused in the cell under the caret goes by itself, where the last step is another.
        """
        if self._typing() and self.editor.text != self.text(self.who, self.column):
            self.go(self.row, self.at)
            return Batch()
        spot = (self.who, self.column.field.id)
        if self.ids and self.reason(self.who, self.column) and not (self.done and spot in self.done[-1].after):
            of = self.column.field
            step = self.session.put_all([Typed(self.who, of, self.session.stored(self.who, of))])
            self.refresh()
            return step
        return self._turn(self.done, self.undone)

    def redo(self) -> Batch | None:
        """Make the step again that was last taken back."""
        self.commit()
        return self._turn(self.undone, self.done)

    def _turn(self, taken: list[Batch], given: list[Batch]) -> Batch | None:
        if not taken:
            return None
        step = self.session.revert(taken[-1])
        taken.pop()
        given.append(step)
        self.refresh()
        for who, name in list(step.after)[:1]:
            columns = [column.field.id for column in self.plan.columns]
            if who in self.ids and name in columns:
                self.go(self.ids.index(who), columns.index(name))
        return step

    def follow(self) -> None:
        """Look again where something was typed elsewhere since: in a form, from a list of open points."""
        if self._followed != self.session.revision:
            self._followed = self.session.revision
            self.progress.forget()
            if self.ids and self.editor.fresh:
                self.editor = Editor.on(self.text(self.who, self.column))

    def refresh(self) -> None:
        """Show what the book and the drafts hold now."""
        self._followed = self.session.revision
        self.progress.forget()
        kept = self.who
        self._look()
        self.go(self.ids.index(kept) if kept in self.ids else self.row, self.at)

    def catch_up(self) -> None:
        """Show what others saved meanwhile; what is being typed stays, where its row does."""
        typing, who = self.editor, self.who
        self.refresh()
        if not typing.fresh and self.who == who:
            self.editor = typing

    def next_open(self, *, here: bool = False) -> bool:
        """Go to the next row that is not filled, with `here` this one if it is; False where there is none."""
        if here and self.ids and not self.progress.filled(self.who):
            return True
        around = [*range(self.row + 1, len(self.ids)), *range(min(self.row + 1, len(self.ids)))]
        found = next((row for row in around if not self.progress.filled(self.ids[row])), None)
        if found is None:
            return False
        texts = [self.text(self.ids[found], column) for column in self.plan.columns]
        self.go(found, texts.index("") if "" in texts else 0)
        return True

    # Keys

    def press(self, key: Key) -> None:
        """Take one key."""
        if not self.ids:
            return
        if key.char:
            self.editor.insert(key.char)
        elif self.editor.fresh and key.name in ("left", "right"):
            self.left() if key.name == "left" else self.go(self.row, self.at + 1)
        elif not self.editor.key(key.name):
            self._move(key.name)

    def _move(self, name: str) -> None:
        by = {"up": -1, "down": 1, "pageup": -self.page, "pagedown": self.page}.get(name)
        ends = {"ctrl+home": (0, 0), "ctrl+end": (len(self.ids) - 1, self.at)}
        if name in ("tab", "shift+tab", "enter", *ends) or by is not None:
            self.commit()
        if name in ("tab", "shift+tab"):
            self.right() if name == "tab" else self.left()
        elif name == "enter":
            self.go(self.row + 1, self.begun)
        elif name in ends:
            self.go(*ends[name])
        elif by is not None:
            self.go(self.row + by, self.at)
