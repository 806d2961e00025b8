"""What is typed for a second entry and not saved: on disk at once like every draft, in a file of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from kaohe.office import Second

from ..fields._fields import MISSING, Field
from ._drafts import Drafts, Entry, left_behind
from ._view import View

__all__ = ["Twice", "blind_fields", "second_of"]


def blind_fields(session: View, who: str, at: str) -> list[Field]:
    """The fields of one person that are entered a second time at a period, as the blind form names them."""
    asked = {one.key for one in session.office.blind(who, at).inputs}
    return [of for of in session.fields(who) if of.key in asked and of.where == "facts" and of.period == at]


def second_of(who: str, at: str, fields: Iterable[Field], texts: Mapping[str, Mapping[str, str]]) -> Second:
    """The second entry that typed texts amount to, of the fields with anything typed. Raises KaoheError."""
    values = {of.key: of.plain(texts[of.id]) for of in fields}
    return Second(who, {key: value for key, value in values.items() if value is not MISSING}, at)


@define
class Twice:
    """The drafts of second entries of one session, by person; what an earlier one left is taken up."""

    where: str
    cells: dict[str, dict[str, str]] = field(factory=dict, init=False)
    _file: Drafts = field(init=False)

    def __attrs_post_init__(self) -> None:
        place = f"{self.where}#second"
        self._file = Drafts(place)
        left = left_behind(place)
        for entry in (entry for one in left for entry in one.entries):
            self._take(entry)
        if left:
            self._file.rewrite(self._entries())
        for one in left:
            one.remove()

    def texts(self, who: str, of: Field) -> dict[str, str]:
        """What stands in the cells of one field, by part."""
        mine = self.cells.get(who, {})
        return {cell[len(of.id) + 1 :]: text for cell, text in mine.items() if cell.startswith(f"{of.id}:")}

    def put(self, who: str, cell: str, text: str) -> None:
        """Keep one cell, on disk first; an empty one is nothing. Raises DraftsError."""
        if self.cells.get(who, {}).get(cell, "") != text:
            entry = Entry(who, {cell: text or None})
            self._file.add([entry], self._entries())
            self._take(entry)

    def drop(self, who: str, fields: Iterable[Field]) -> None:
        """These fields are in the book: they are drafts no more."""
        names = {of.id for of in fields}
        self.cells[who] = {c: text for c, text in self.cells.get(who, {}).items() if c.rpartition(":")[0] not in names}
        self._file.rewrite(self._entries())

    def drafted(self, who: str, at: str) -> bool:
        """Whether anything is typed for one person and period."""
        return any(cell.rpartition(":")[0].rpartition("@")[2] == at for cell in self.cells.get(who, {}))

    def _take(self, entry: Entry) -> None:
        mine = self.cells.setdefault(entry.who, {})
        for cell, text in entry.cells.items():
            if text is None:
                mine.pop(cell, None)
            else:
                mine[cell] = text

    def _entries(self) -> list[Entry]:
        return [Entry(who, dict(cells)) for who, cells in self.cells.items() if cells]

    def close(self) -> None:
        """Let go of the file; what is in it stays for the next start."""
        self._file.close()
