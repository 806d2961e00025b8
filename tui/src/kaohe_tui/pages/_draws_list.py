"""Everything that is drawn, and how far each draw has come; the draws of lower books, to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from attrs import frozen

from kaohe.office import Office
from kaohe.words import Text

from ._columned import Columned
from ._draws import DrawPage

__all__ = ["Draw", "Draws", "draws"]


@frozen
class Draw:
    """One draw: its id, what it is of, its document if it was begun; `joined` is the code of the lower book that it is of."""

    id: str
    label: Text
    fields: Mapping[str, Any]
    assigned: bool
    joined: str = ""

    @property
    def stage(self) -> Text:
        """How far it has come."""
        if self.assigned and "drawn" not in self.fields:
            return _BY_HAND
        return next((text for name, text in _STAGES.items() if name in self.fields), _NOT_YET)


def draws(office: Office) -> list[Draw]:
    """What this book draws, then what lower books had drawn or assigned when they were joined."""
    steps = office.procedure
    hands = steps.assignments
    found = [Draw(one.id, one.label, steps.draw(one.id) or {}, one.id in hands) for one in steps.subjects()]
    below = {id_: fields for id_, fields in steps.draws.items() if "joined" in fields}
    codes = [*office.lowers]
    for id_ in dict.fromkeys([*below, *hands]):
        code = below[id_]["joined"] if id_ in below else next((one for one in codes if id_.startswith(f"{one}.")), "")
        if code:
            found.append(Draw(id_, _BELOW.format(code=code), below.get(id_, {}), id_ in hands, code))
    return found


class Draws(Columned):
    """The draws of this book and, read only, of lower ones."""

    where: ClassVar[str] = "draws"
    title = Text("draws, cross-assessment", "抽取与交叉考核")
    columns = ((Text("draw", "抽取"), 40), (Text("how far", "进展"), 16), (Text("what", "事项"), 0))
    empty = Text("The scheme draws nothing, and no result is tied.", "方案没有抽取事项，也没有同分。")

    def ids(self) -> list[str]:
        """Their ids."""
        return [one.id for one in self.found]

    def cells(self, one: Draw) -> Sequence[str]:
        """The id, how far it has come, what it is of."""
        return one.id, str(one.stage), str(one.label)

    def told(self, one: Draw) -> Sequence[str]:
        """The whole id, and what was drawn."""
        drawn = [code for group in sorted(one.fields.get("drawn", {})) for code in one.fields["drawn"][group]]
        return f"{one.id}  {one.label}", " ".join(drawn[:40])

    def do_open(self) -> None:
        """The draw under the cursor."""
        if self.one is not None:
            self.desk.enter(DrawPage(self.desk, self.one.id))

    def looked(self, office: Office) -> list[Draw]:
        """Every draw."""
        return draws(office)


_NOT_YET = Text("nothing yet", "未开始")
_BY_HAND = Text("by hand", "人工安排")
_STAGES = {
    "drawn": Text("drawn", "已抽取"),
    "frame": Text("frame frozen", "抽样框已冻结"),
    "commitment": Text("seed pledged", "种子已承诺"),
}
_BELOW = Text("of the lower book {code}", "下级账簿 {code}")
