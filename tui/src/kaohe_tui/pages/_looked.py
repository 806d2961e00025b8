"""A list of what is looked up in the whole book: beside the desk where that takes long, anew when something was done."""

from __future__ import annotations

from typing import Any

from kaohe.office import Office
from kaohe.words import Text

from ..session._job import Job
from ._list import ListPage

__all__ = ["LOOKING", "Looked"]


class Looked(ListPage):
    """Subclasses say what is looked up, and take it."""

    def looked(self, office: Office) -> Any:
        """What is found in the book; it runs beside the desk and changes nothing."""
        raise NotImplementedError

    def took(self, found: Any) -> None:
        """Show what was found."""
        raise NotImplementedError

    def again(self) -> None:
        """In front again, or something was done here: look anew."""
        office = self.session.office
        self.desk.work(LOOKING, Job(lambda: self.looked(office)), self.took)

    def catch_up(self) -> None:
        """Others saved something; a page behind another looks when it is in front again."""
        if self.desk.page_where() == self.where:
            self.again()


LOOKING = Text("looking through the book", "正在查看账簿")
