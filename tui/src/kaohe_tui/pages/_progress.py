"""How far the second entries of each unit have come; counts alone, nothing of what was entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Office, SecondProgress
from kaohe.words import Text

from ..session._job import Job
from ._columned import Columned
from ._looked import LOOKING
from ._page import Host

__all__ = ["Units", "open_units"]


class Units(Columned):
    """The units, those first in which most waits."""

    where: ClassVar[str] = "units"
    title = Text("second entries by unit", "各单位复录进度")
    columns = (
        (Text("unit", "单位"), 30),
        (Text("made", "已复录"), 12),
        (Text("equal", "一致"), 9),
        (Text("differ", "差异"), 9),
        (Text("settled", "已裁定"), 0),
    )
    empty = Text("Nothing is entered twice so far.", "尚无须复录的内容。")
    below = 1

    def cells(self, one: SecondProgress) -> Sequence[str]:
        """The unit, and its counts."""
        counts = (f"{one.made}/{one.due}", str(one.equal), str(one.differs), str(one.settled))
        return f"{one.unit} {one.name}".strip() or "-", *counts

    def told(self, one: SecondProgress) -> Sequence[str]:
        """The unit in full, and how much waits there."""
        return (f"{f'{one.unit} {one.name}'.strip() or '-'}  {_WAIT.format(n=one.due - one.made)}",)

    def live(self) -> str:
        """The whole book, and the page."""
        due, made = (sum(counts) for counts in ([one.due for one in self.found], [one.made for one in self.found]))
        return f"{_ALL.format(n=made, m=due)}  {self.pages_text()}"

    def looked(self, office: Office) -> list[SecondProgress]:
        """Every unit."""
        return progress(office)


def progress(office: Office) -> list[SecondProgress]:
    """The units, those first in which most waits."""
    return sorted(office.second_progress(), key=lambda one: one.made - one.due)


def open_units(desk: Host) -> None:
    """Count, beside the desk, and show it."""
    office = desk.session.office
    desk.work(LOOKING, Job(lambda: progress(office)), lambda found: desk.enter(Units(desk, found)))


_ALL = Text("entered a second time {n}/{m}", "已复录 {n}/{m}")
_WAIT = Text("to enter a second time {n}", "待复录 {n}")
