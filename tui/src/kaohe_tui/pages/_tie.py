"""Deciding a tie: the candidates side by side, what differs, the choice, its reason and document."""

from __future__ import annotations

from typing import Any, ClassVar

from kaohe.engine import Tie
from kaohe.errors import CaseError
from kaohe.rules import Quota
from kaohe.rules.nodes import Input, render
from kaohe.rules.tools import TallyValue
from kaohe.words import Message, Text

from ..fields._typed import typed_of
from ..form._figures import number_text
from ._deciding import record
from ._page import Host
from ._picking import Picking

__all__ = ["TiePage"]


class TiePage(Picking):
    """One tie set: exactly `take` of its members get the grade, and people say which."""

    where: ClassVar[str] = "tie"

    def __init__(self, desk: Host, tie: Tie) -> None:
        super().__init__(desk, tie.members)
        self.tie, self.most, self.vacant = tie, tie.take, False
        self._seen: tuple[int, list[tuple[str, dict[str, str]]]] = (-1, [])

    def head(self) -> str:
        """Which line is tied."""
        return f"{Text('tie', '裁定同分')} > {self.tie.grade} {self.tie.clause} > {self.tie.group}"

    def live(self) -> str:
        """How many may be chosen."""
        text = Text("places {take}   candidates {n}   chosen {m}", "名额 {take}   候选 {n}   已选 {m}")
        told = str(text.format(take=self.tie.take, n=len(self.tie.members), m=len(self.chosen)))
        told += f"   {_VACANT}" if self.vacant else ""
        return told + (f"   {_PROVISIONAL}" if self.tie.provisional else "")

    def hint(self) -> str:
        """What the spot under the cursor takes."""
        if self.at < len(self.members):
            return str(Text("Space or Enter chooses; only this set changes", "空格或 Enter 选中；裁定只影响本组"))
        return super().hint()

    # What it looks like

    def heads(self) -> list[str]:
        """The parts of the rank key by number; their words stand below."""
        return self._keys(len(self._parts()))

    def _keys(self, many: int) -> list[str]:
        return [str(Text("key {n}", "排序键{n}").format(n=place)) for place in range(1, many + 1)]

    def cells(self, who: str) -> list[str]:
        """One candidate's rank key."""
        return [values[who] for _, values in self._parts()]

    def below(self) -> list[str]:
        """The words of the rank key, and what was entered differently."""
        parts = self._parts()
        told = [f"{key}: {label}" for key, (label, _) in zip(self._keys(len(parts)), parts, strict=True)]
        return [*told, "", *self._differences()]

    def _parts(self) -> list[tuple[str, dict[str, str]]]:
        """The parts of the rank key, each with its value for every member; equal ones say so."""
        if self._seen[0] != self.session.revision:
            self._seen = (self.session.revision, self._found_parts())
        return self._seen[1]

    def _found_parts(self) -> list[tuple[str, dict[str, str]]]:
        rules = self.session.ruleset.kind(self.tie.kind)
        quota = next((rule for rule in rules.rules(Quota) if rule.id == self.tie.quota), None) if rules else None
        if not isinstance(quota, Quota):
            return []
        found = []
        for rank in quota.rank:
            values = {who: self._worth(who, rank.by) for who in self.tie.members}
            found.append((str(getattr(rank.by, "label", None) or render(rank.by)), values))
        return found

    def _differences(self) -> list[str]:
        """What was entered differently for the candidates, beyond the rank key."""
        rules = self.session.ruleset.kind(self.tie.kind)
        found = [str(Text("entered differently:", "录入不同之处："))]
        for given in rules.inputs if rules is not None else ():
            values = [self._shown(who, given) for who in self.tie.members]
            if len(set(values)) > 1:
                found.append(f"  {given.label}: {' / '.join(values)}")
        return found if len(found) > 1 else [str(Text("nothing was entered differently", "录入内容没有不同"))]

    def _shown(self, who: str, given: Input) -> str:
        value = self.session.people[who].fact(given.key)
        if isinstance(value, tuple):
            return " ".join(typed_of(part) if not hasattr(part, "date") else str(part.date) for part in value) or "0"
        return typed_of(value) if not isinstance(value, TallyValue) else " ".join(f"{k}{v}" for k, v in value.votes)

    def _worth(self, who: str, expression: Any) -> str:
        found = self.session.results.single.walker(who).worth(expression)
        value = getattr(found, "value", None)
        if value is not None and hasattr(value, "numerator"):
            return number_text(value, self.session.rules_of(who).limits)
        options: frozenset[bool | None] = getattr(found, "options", frozenset())
        return str(Text("yes", "是") if options == {True} else Text("no", "否") if options == {False} else "-")

    # What it does

    def do_vacant(self) -> None:
        """Leave the places that nobody is chosen for vacant, or not."""
        self.vacant = not self.vacant

    def do_decide(self) -> None:
        """Check everything, then ask for the typed confirmation."""
        if len(self.chosen) != self.tie.take and not self.vacant:
            raise CaseError(_EXACTLY.format(n=self.tie.take, m=len(self.chosen)))
        row: dict[str, Any] = {
            "quota": self.tie.quota,
            "members": [*self.members],
            "choose": self.picked,
            **self.said(),
        }
        row |= {"fingerprint": self.tie.fingerprint}
        record(self.desk, [row | ({"leave_vacant": True} if len(self.chosen) < self.tie.take else {})])


_VACANT = Text("the rest stays vacant", "其余空缺")
_PROVISIONAL = Text("provisional: others are still open", "暂定：池内还有未定对象")
_EXACTLY = Message(
    "K7015",
    "choose exactly {n}; {m} are chosen (F8 leaves the rest vacant)",
    "须选 {n} 个，现选 {m} 个（F8 其余空缺）",
)
