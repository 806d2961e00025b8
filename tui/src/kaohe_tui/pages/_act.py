"""One step put on record: a few labelled fields, checked, in one commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import ClassVar

from kaohe.errors import CaseError
from kaohe.office import Change
from kaohe.rules.tools import Supplied, parse
from kaohe.words import Message, Text

from ..fields._fields import DATE
from ..form._editor import Editor
from ._fill import Fill, Spot
from ._page import Host

__all__ = ["ActPage", "day_of", "day_spot", "document_spot"]


class ActPage(Fill):
    """Fields that make changes of a book; F2 saves them, with the reason where there is a field for one."""

    where: ClassVar[str] = "act"

    def __init__(
        self, desk: Host, title: Text | str, spots: list[Spot], make: Callable[[ActPage], Sequence[Change]]
    ) -> None:
        super().__init__(desk, spots)
        self.title, self.make = title, make

    def head(self) -> str:
        """What is put on record."""
        return str(self.title)

    def day(self, name: str = "on") -> dt.date | None:
        """The day that one field says, None where it is empty. Raises KaoheError."""
        return day_of(self.value(name))

    def due_day(self, name: str = "on") -> dt.date:
        """The day that one field says. Raises KaoheError where there is none."""
        found = self.day(name)
        if found is None:
            raise CaseError(_NO_DAY)
        return found

    def do_submit(self) -> None:
        """Save it in one commit."""
        reason = self.value("reason") if any(spot.name == "reason" for spot in self.spots) else ""
        saved = self.session.change(self.make(self), reason=reason)
        self.desk.back()
        self.desk.say(Text("recorded: {receipt}", "已记入：{receipt}").format(receipt=str(saved.receipt)))


def day_of(text: str) -> dt.date | None:
    """A day as people type it. Raises KaoheError."""
    return dt.date.fromisoformat(str(parse(DATE, text, Supplied()))) if text.strip() else None


def day_spot(today: dt.date, label: Text | None = None, name: str = "on") -> Spot:
    """A field for a day, today unless another is typed."""
    return Spot(name, label or Text("day", "日期"), Editor.on(today.isoformat()), about=_DAY)


def document_spot() -> Spot:
    """A field for a document number."""
    return Spot("document", Text("document", "文号"), Editor(), about=_DOCUMENT)


_NO_DAY = Message("K7047", "the day is missing; type one like 2019-01-10", "还缺日期；请填写，如 2019-01-10")
_DAY = Text("like 2019-01-10, 20190110 or 2019年1月10日", "写法如 2019-01-10、20190110、2019年1月10日")
_DOCUMENT = Text("like 组发〔2018〕5号; no data about residents", "写法如 组发〔2018〕5号；不录入群众个人信息")
