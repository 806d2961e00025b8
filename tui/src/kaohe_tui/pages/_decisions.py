"""The decisions on record: what was decided, why and by which document; one is taken back with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kaohe.office import Office, Rescind
from kaohe.words import Text

from ..session._may import may_not
from ._columned import Columned

__all__ = ["Decisions", "decisions"]


def decisions(office: Office) -> list[tuple[str, Mapping[str, Any]]]:
    """The decisions by id."""
    return [*office.decisions.items()]


class Decisions(Columned):
    """Every decision on record."""

    where: ClassVar[str] = "decisions"
    title = Text("decisions", "裁定记录")
    columns = ((Text("decision", "裁定"), 34), (Text("decided", "内容"), 22), (Text("document", "文号"), 0))
    empty = Text("No decision is on record; t, x and d in the results decide.", "尚无裁定；在结果中按 t、x、d 裁定。")

    def ids(self) -> list[str]:
        """Their ids."""
        return [id_ for id_, _ in self.found]

    def cells(self, one: tuple[str, Mapping[str, Any]]) -> Sequence[str]:
        """Which decision, what was decided, by which document."""
        return one[0], _what(one[1]), str(one[1].get("document", ""))

    def told(self, one: tuple[str, Mapping[str, Any]]) -> Sequence[str]:
        """All of it."""
        return f"{one[0]}  {_what(one[1])}", f"{one[1].get('reason', '')}  {one[1].get('document', '')}"

    def refused(self, action: str) -> Text | None:
        """Taking a decision back is for whoever decides."""
        if action != "rescind":
            return None
        return self.session.closed(None) or may_not(self.session.office, "decide")

    def do_rescind(self) -> None:
        """Take the decision under the cursor back, with the reason."""
        if self.one is None:
            return
        id_ = self.one[0]

        def given(reason: str) -> None:
            saved = self.session.change([Rescind(id_)], reason=reason)
            self.desk.say(_TAKEN.format(receipt=str(saved.receipt)))
            self.again()

        self.desk.ask(_WHY.format(id=id_), given)

    def looked(self, office: Office) -> list[tuple[str, Mapping[str, Any]]]:
        """Every decision."""
        return decisions(office)


def _what(row: Mapping[str, Any]) -> str:
    """Whom it is about and what they get."""
    if "grade" in row:
        return f"{row['appraisee']} {row['grade']}"
    if "exceed" in row:
        return f"+ {' '.join(row['exceed'])}"
    return " ".join(row.get("choose", ())) or str(_VACANT)


_VACANT = Text("left vacant", "空缺")
_WHY = Text("reason for taking {id} back: ", "撤回 {id} 的理由: ")
_TAKEN = Text("taken back: {receipt}", "已撤回：{receipt}")
