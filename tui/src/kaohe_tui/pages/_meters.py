"""Every quota of one kind: its places, who holds them, who is tied for them, and who is waited for."""

from __future__ import annotations

from typing import ClassVar

from kaohe.engine import Pool
from kaohe.words import Text

from ..results._meters import by_urgency, meter_text
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Meters"]

_NAMED = 12


class Meters(Reading):
    """The pools of one kind, those that need somebody first."""

    where: ClassVar[str] = "meters"

    def __init__(self, desk: Host, kind: str) -> None:
        super().__init__(desk)
        self.kind = kind

    def head(self) -> str:
        """Whose places."""
        rules = self.session.ruleset.kind(self.kind)
        return f"{Text('places', '名额')} > {rules.kind.label if rules is not None else self.kind}"

    def lines(self) -> list[ReadingLine]:
        """A line for each pool, under it its clause and whoever it waits for."""
        pools = self.session.results.pools(self.kind)
        if not pools:
            return [ReadingLine(str(_COMPUTING if pools is None else _NONE))]
        return [line for pool in by_urgency(pools) for line in self._told(pool)]

    def _told(self, pool: Pool) -> list[ReadingLine]:
        again = self.session.results.is_pool_again(pool)
        found = [ReadingLine(meter_text(pool, self.desk.body_columns, again=again), style="b")]
        rule = f"{pool.clause} {pool.quota}" + (f"  {_SOFT}" if pool.soft else "")
        found.append(ReadingLine(rule, indent=2))
        if pool.waiting:
            names = ", ".join(pool.waiting[:_NAMED]) + (" ..." if len(pool.waiting) > _NAMED else "")
            found.append(ReadingLine(str(Text("waits for {who}", "等待 {who}").format(who=names)), indent=2))
        return found


_SOFT = Text("may be exceeded on record: x in the results", "可经裁定超出：在结果屏按 x")
_NONE = Text("the document limits no grade of this kind", "文件没有限制该类对象的等次名额")
_COMPUTING = Text("the places are still being computed; Esc, then F5", "名额尚未算出；请 Esc 返回后按 F5")
