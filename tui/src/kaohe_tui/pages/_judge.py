"""Deciding a grade that the document leaves to people: the grade, its reason and document."""

from __future__ import annotations

from typing import ClassVar

from kaohe.rules.tools import REASON_LENGTH, document_number, plain_text
from kaohe.words import Text

from ..form._editor import Editor
from ..results._texts import state_text
from ._deciding import record
from ._fill import Fill, Spot
from ._page import Host

__all__ = ["Judge", "judge"]


class Judge(Fill):
    """One person's grade."""

    where: ClassVar[str] = "judge"

    def __init__(self, desk: Host, who: str) -> None:
        self.who = who
        grades = [(grade, grade) for grade in desk.session.rules_of(who).kind.grades]
        super().__init__(
            desk,
            [
                Spot("grade", Text("grade", "等次"), Editor(), options=grades),
                Spot("reason", Text("reason", "理由"), Editor(), about=_BOTH),
                Spot("document", Text("document", "依据文号"), Editor(), about=_BOTH),
            ],
        )

    def head(self) -> str:
        """Whose grade."""
        return f"{Text('decide', '裁定')} > {self.who} {self.session.people[self.who].name}"

    def live(self) -> str:
        """Why a person must decide."""
        return state_text(self.session.outcome(self.who), self.session.rules_of(self.who))

    def stands(self) -> bool:
        """Whether they are still in the book."""
        return self.who in self.session.people

    def do_decide(self) -> None:
        """Check everything, then ask for the typed confirmation."""
        row = {
            "appraisee": self.who,
            "grade": self.value("grade"),
            "reason": plain_text(self.value("reason"), Text("the reason", "理由"), longest=REASON_LENGTH),
            "document": document_number(self.value("document")),
        }
        record(self.desk, [row])


def judge(desk: Host, who: str | None) -> None:
    """Open the decision on somebody's grade, or say why there is nothing to decide."""
    session = desk.session
    if who is None or session.outcome(who).state != "decision":
        desk.say(Text("nothing is left to people in this row", "本行没有待裁定的等次"))
    elif (closed := session.closed(None)) is not None:
        desk.say(closed)
    else:
        desk.enter(Judge(desk, who))


_BOTH = Text("both are required; no data about residents", "理由与文号必填；不录入群众个人信息")
