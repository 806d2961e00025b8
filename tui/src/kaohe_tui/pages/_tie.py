"""Deciding a tie: the candidates side by side, what differs, the choice, its reason and document."""

from __future__ import annotations

from typing import Any, ClassVar

from kaohe.engine import Tie
from kaohe.errors import CaseError
from kaohe.rules import Quota
from kaohe.rules.nodes import Input, render
from kaohe.rules.tools import REASON_LENGTH, TallyValue, document_number, plain_text
from kaohe.words import Message, Text

from ..fields._typed import typed_of
from ..form._editor import Editor
from ..form._figures import number_text
from ..results._texts import score_text
from ..terminal._cells import Sheet, fit
from ..terminal._keys import Key
from ._page import Host, Page

__all__ = ["TiePage"]


class TiePage(Page):
    """One tie set: exactly `take` of its members get the grade, and people say which."""

    where: ClassVar[str] = "tie"

    def __init__(self, desk: Host, tie: Tie) -> None:
        super().__init__(desk)
        self.tie = tie
        self.chosen: set[str] = set()
        self.texts = {"reason": Editor(), "document": Editor()}
        self.spots = [*tie.members, "reason", "document"]
        self.at = 0
        self.top = 0

    def head(self) -> str:
        """Which line is tied."""
        return f"{Text('tie', '裁定同分')} > {self.tie.grade} {self.tie.clause} > {self.tie.group}"

    def live(self) -> str:
        """How many may be chosen."""
        text = Text("places {take}   candidates {n}   chosen {m}", "名额 {take}   候选 {n}   已选 {m}")
        told = str(text.format(take=self.tie.take, n=len(self.tie.members), m=len(self.chosen)))
        return told + (f"   {_PROVISIONAL}" if self.tie.provisional else "")

    def hint(self) -> str:
        """What the spot under the cursor takes."""
        if self.at < len(self.tie.members):
            return str(Text("Space or Enter chooses; only this set changes", "空格或 Enter 选中；裁定只影响本组"))
        return str(Text("both are required; no data about residents", "理由与文号必填；不录入群众个人信息"))

    def stands(self) -> bool:
        """Whether all its candidates are still in the book."""
        return set(self.tie.members) <= self.session.people.keys()

    # What it looks like

    def draw(self, sheet: Sheet) -> None:
        """Members with their scores and the parts of the rank key, then reason and document."""
        parts = self._parts()
        keys = [str(Text("key {n}", "排序键{n}").format(n=place)) for place in range(1, len(parts) + 1)]
        heads = [str(Text("candidate", "候选")), str(Text("score", "得分")), *keys]
        rows = max(1, sheet.rows - 5 - len(parts))
        self._row(sheet, 0, heads, "u")
        self.top = max(0, min(self.top, self.at), min(self.at, len(self.tie.members) - 1) - rows + 1)
        for y, place in enumerate(range(self.top, min(len(self.tie.members), self.top + rows)), 1):
            self._draw_member(sheet, y, place, parts)
        below = min(len(self.tie.members) - self.top, rows) + 2
        self._draw_text(sheet, below, "reason", Text("reason", "理由"))
        self._draw_text(sheet, below + 1, "document", Text("document", "依据文号"))
        told = [f"{key}: {label}" for key, (label, _) in zip(keys, parts, strict=True)]
        for y, text in enumerate([*told, "", *self._differences()], below + 3):
            sheet.put(2, y, text)

    def _parts(self) -> list[tuple[str, dict[str, str]]]:
        """The parts of the rank key, each with its value for every member; equal ones say so."""
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

    def _row(self, sheet: Sheet, y: int, texts: list[str], style: str = "") -> None:
        x = 2
        for place, text in enumerate(texts):
            room = 30 if place == 0 else 14
            if x + room <= sheet.columns:
                sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def _draw_member(self, sheet: Sheet, y: int, place: int, parts: list[tuple[str, dict[str, str]]]) -> None:
        who = self.tie.members[place]
        mark = "(x)" if who in self.chosen else "( )"
        outcome = self.session.outcome(who)
        if place == self.at:
            sheet.put(0, y, ">", "b")
            sheet.caret = (2, y)
        self._row(
            sheet,
            y,
            [
                f"{mark} {who} {outcome.name}",
                score_text(outcome, self.session.rules_of(who)),
                *(values[who] for _, values in parts),
            ],
        )

    def _draw_text(self, sheet: Sheet, y: int, name: str, label: Text) -> None:
        sheet.put(2, y, str(label))
        here = self.spots[self.at] == name
        text, caret = self.texts[name].window(40)
        sheet.put(14, y, fit(text, 40), "ru" if here else "u")
        if here:
            sheet.put(0, y, ">", "b")
            sheet.caret = (14 + caret, y)

    # What it does

    def press(self, key: Key) -> None:
        """Move, choose, or type."""
        if key.name in ("up", "shift+tab", "down", "tab"):
            self.at = max(0, min(len(self.spots) - 1, self.at + (1 if key.name in ("down", "tab") else -1)))
        elif self.at < len(self.tie.members):
            self._choose(key)
        elif key.name == "enter":
            self.at = min(len(self.spots) - 1, self.at + 1)
        elif key.char:
            self.texts[self.spots[self.at]].insert(key.char)
        else:
            self.texts[self.spots[self.at]].key(key.name)

    def _choose(self, key: Key) -> None:
        who = self.tie.members[self.at]
        if key.char == " " or key.name == "enter":
            if who not in self.chosen and len(self.chosen) >= self.tie.take:
                self.desk.say(
                    Text("only {n} may be chosen; take one back first", "只能选 {n} 个；请先取消一个").format(
                        n=self.tie.take
                    )
                )
            else:
                self.chosen ^= {who}
        else:
            super().press(key)

    def paste(self, text: str) -> None:
        """Paste into reason or document."""
        if self.at >= len(self.tie.members):
            self.texts[self.spots[self.at]].insert(next(iter(text.splitlines()), ""))

    def do_decide(self) -> None:
        """Check everything, then ask for the typed confirmation."""
        row = self._decision()
        said = Text("record this? it stays on record; type yes: ", "记入后不可改，只可追加更正；输入 是 确认: ")
        self.desk.ask(said, lambda text: self._confirmed(text, row))

    def _decision(self) -> dict[str, Any]:
        if len(self.chosen) != self.tie.take:
            raise CaseError(
                Message("K7015", "choose exactly {n}; {m} are chosen", "须选 {n} 个，现选 {m} 个").format(
                    n=self.tie.take, m=len(self.chosen)
                )
            )
        reason = plain_text(self.texts["reason"].text.strip(), Text("the reason", "理由"), longest=REASON_LENGTH)
        return {
            "quota": self.tie.quota,
            "members": list(self.tie.members),
            "choose": [who for who in self.tie.members if who in self.chosen],
            "reason": reason,
            "document": document_number(self.texts["document"].text.strip()),
            "fingerprint": self.tie.fingerprint,
        }

    def _confirmed(self, text: str, row: dict[str, Any]) -> None:
        if text.strip().lower() not in ("yes", "是"):
            self.desk.say(Text("not recorded", "没有记入"))
            return
        saved = self.session.decide(row)
        self.desk.back()
        self.desk.say(Text("recorded: {receipt}", "已记入：{receipt}").format(receipt=str(saved.receipt)))


_PROVISIONAL = Text("provisional: others of the pool are still open", "暂定：池内还有未定对象")
