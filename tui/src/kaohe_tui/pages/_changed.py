"""The case that a book was made from is another now: go on with the book, or make a new one of the case."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from kaohe.words import Text

from ..session._job import Job
from ..session._opening import Opened, open_case
from ..session._session import Session
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Changed"]


class Changed(Reading):
    """Asks what to do about a case file that changed after its book was made."""

    where: ClassVar[str] = "changed"

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        assert self.session.changed is not None  # noqa: S101  # shown for such a session alone
        self.case = self.session.changed

    def head(self) -> str:
        """What this is."""
        return str(Text("the case file has changed", "案例文件已改动"))

    def hint(self) -> str:
        """What the choice means."""
        return str(Text("neither loses anything", "两种选择都不丢失内容"))

    def lines(self) -> list[ReadingLine]:
        """What differs, and the two ways."""
        return [ReadingLine(str(text.format(case=self.case.name, book=self.session.name))) for text in _LINES]

    def do_anew(self) -> None:
        """Make a new book of the case as it is now, and open it."""
        making = partial(open_case, self.case, ruleset=self.session.ruleset, anew=True)
        self.desk.work(_MAKING, Job(making, Opened.close), self._made)

    def _made(self, opened: Opened) -> None:
        self.desk.show(Session.on(opened))
        self.desk.say(Text("new book: {name}", "新账簿：{name}").format(name=self.desk.session.name))


_LINES = (
    Text("{book} was made from {case}, and {case} was changed since.", "{book} 由 {case} 建立，此后 {case} 有改动。"),
    Text(
        "Esc goes on with the book: what was entered in it counts, the changes of the file do not.",
        "Esc 继续用账簿：以账簿中的录入为准，不采用文件的改动。",
    ),
    Text("n makes a new book of the file as it is now, beside this one.", "n 由现在的文件另建一本账簿，原账簿不动。"),
)
_MAKING = Text("a book is being made of the case", "正在由案例建立账簿")
