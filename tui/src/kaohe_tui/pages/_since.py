"""What the book holds otherwise than at a receipt, as a person may have one on paper; up to now, or to a later receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Changed, Office, value_text
from kaohe.words import Text

from ..session._job import Job
from ._columned import Columned
from ._looked import LOOKING
from ._page import Host

__all__ = ["Since", "open_since"]


class Since(Columned):
    """The values that differ; below the one under the cursor in full, with who changed it last, when and why."""

    where: ClassVar[str] = "since"
    columns = (
        (Text("id", "编号"), 12),
        (Text("what", "内容"), 26),
        (Text("period", "期次"), 12),
        (Text("before -> after", "原值 -> 现值"), 0),
    )
    empty = Text("Nothing differs.", "没有变化。")

    def __init__(self, desk: Host, found: Sequence[Changed], first: str, last: str) -> None:
        super().__init__(desk, found)
        self.first, self.last = first, last

    def head(self) -> str:
        """From which receipt to which."""
        return f"{Text('history', '历史记录')} > {self.first} - {self.last or Text('now', '现在')}"

    def live(self) -> str:
        """How much differs."""
        return f"{Text('values that differ: {n}', '变化 {n} 项').format(n=len(self.found))}  {self.pages_text()}"

    def cells(self, one: Changed) -> Sequence[str]:
        """Whose, which and when, and both values."""
        moved = one.moved
        return moved.appraisee or "-", self.session.input_label(moved.key), moved.at or "-", _values(one)

    def told(self, one: Changed) -> Sequence[str]:
        """The same in full, and the last commit about it."""
        return " ".join(self.cells(one)), f"{one.time}  {one.actor}  {one.reason}".rstrip()

    def looked(self, office: Office) -> list[Changed]:
        """What differs."""
        return changes(office, self.first, self.last)


def changes(office: Office, first: str, last: str) -> list[Changed]:
    """What differs between two receipts, the second "" for now. Raises KaoheError for a receipt of another book."""
    return office.between(office.commit_of(first), office.commit_of(last) if last else office.head.seq)


def open_since(desk: Host, text: str) -> None:
    """Compare, beside the desk, and show it: `text` is a receipt, or two with a blank between."""
    first, _, last = text.strip().partition(" ")
    office = desk.session.office
    job = Job(lambda: changes(office, first, last))
    desk.work(LOOKING, job, lambda found: desk.enter(Since(desk, found, first, last.strip())))


def _values(one: Changed) -> str:
    return f"{value_text(one.moved.before)} -> {value_text(one.moved.after)}"
