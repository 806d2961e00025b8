"""Whom the scheme leaves to another body, and the grade that it gave: recorded as such, never computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.office import Import, Office
from kaohe.office.procedure import Left
from kaohe.words import Text

from ..form._editor import Editor
from ..session._may import may_not
from ._act import ActPage, day_spot, document_spot
from ._columned import Columned
from ._fill import Spot

__all__ = ["LeftPage", "left"]


def left(office: Office) -> list[Left]:
    """Everybody whom the scheme leaves to another body."""
    return office.procedure.left()


class LeftPage(Columned):
    """Everybody who is appraised elsewhere, with the grade where it has come."""

    where: ClassVar[str] = "imported"
    title = Text("appraised elsewhere", "其他机关考核")
    columns = (
        (Text("id", "编号"), 16),
        (Text("name", "名称"), 24),
        (Text("grade", "等次"), 14),
        (Text("by", "考核机关"), 0),
    )
    empty = Text("Nobody here is left to another body by the scheme.", "方案没有把任何对象交由其他机关考核。")

    def ids(self) -> list[str]:
        """Whose."""
        return [one.appraisee for one in self.found]

    def live(self) -> str:
        """How many grades are still missing."""
        told = Text("missing {n} of {m}", "尚缺 {n}，共 {m}")
        missing = sum(not one.grade for one in self.found)
        return f"{told.format(n=missing, m=len(self.found))}  {self.pages_text()}"

    def cells(self, one: Left) -> Sequence[str]:
        """The id, the name, the grade, who gives it."""
        return one.appraisee, self.name_of(one.appraisee) or "-", one.grade or "-", str(one.label)

    def told(self, one: Left) -> Sequence[str]:
        """By which clause, and what is on record."""
        return f"{one.step} {one.clause}  {one.label}", f"{one.grade} {one.on} {one.document}".strip()

    def name_of(self, row: str) -> str:
        """Somebody's name."""
        person = self.session.people.get(row)
        return person.name if person is not None else ""

    def refused(self, action: str) -> Text | None:
        """Recording a grade is for the reviewer."""
        return may_not(self.session.office, "review") if action in ("open", "unrecord") and self.found else None

    def do_open(self) -> None:
        """Record the grade of the one under the cursor, with its day and document."""
        one = self.one
        if one is None:
            return
        grades = [(grade, grade) for grade in self.session.rules_of(one.appraisee).kind.grades]
        spots = [
            Spot("grade", Text("grade", "等次"), Editor.on(one.grade), options=grades),
            day_spot(self.session.office.procedure.today),
            document_spot(),
        ]
        title = f"{one.appraisee} {self.name_of(one.appraisee)}  {one.label}"
        self.desk.enter(
            ActPage(
                self.desk,
                title,
                spots,
                lambda page: [Import(one.appraisee, page.value("grade"), page.due_day(), page.value("document"))],
            )
        )

    def do_unrecord(self) -> None:
        """Take the grade of the one under the cursor off record, by the document that says so."""
        one = self.one
        if one is None or not one.grade:
            self.desk.say(_NONE)
            return
        spots = [day_spot(self.session.office.procedure.today), document_spot()]
        title = _TAKE_BACK.format(id=one.appraisee)
        self.desk.enter(
            ActPage(
                self.desk,
                title,
                spots,
                lambda page: [Import(one.appraisee, None, page.due_day(), page.value("document"))],
            )
        )

    def looked(self, office: Office) -> list[Left]:
        """Everybody whom the scheme leaves to another body."""
        return left(office)


_NONE = Text("no grade of this one is on record; Enter records it", "尚无其等次记录；按 Enter 记录")
_TAKE_BACK = Text("taking the grade of {id} off record", "撤回 {id} 的等次记录")
