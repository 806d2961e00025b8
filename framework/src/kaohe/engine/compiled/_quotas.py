"""The part of the compiled function that says what a record is to the quotas of its kind."""

from __future__ import annotations

from attrs import define, field

from ...rules import BoolExpr, Choice, Quota, Rank
from ...rules.nodes import ChoiceExpr, NotCompilable, Source
from ...rules.tools import KindRules
from .._columns import Columns, RankColumn, SpotColumn

__all__ = ["QuotaWriter"]


@define
class QuotaWriter:
    """Writes the row of the quotas of the whole cycle, each value once; those of single periods are walked."""

    source: Source
    cells: dict[str, int] = field(factory=dict, init=False)

    def columns(self, rules: KindRules) -> Columns | None:
        """The columns of the quotas of the cycle, None where there are none. Raises NotCompilable."""
        quotas = [rule for rule in rules.rules(Quota) if isinstance(rule, Quota) and rule.each is None]
        if not quotas:
            return None
        spots = {rule.id: self._spot(rule) for rule in quotas if not rule.across}
        return Columns(spots, {rank: self._rank(rank) for rule in quotas for rank in rule.rank})

    def row(self) -> str:
        """The source of the row."""
        return f"({''.join(f'{cell}, ' for cell in self.cells)})"

    def _cell(self, code: str) -> int:
        return self.cells.setdefault(code, len(self.cells))

    def _spot(self, rule: Quota) -> SpotColumn:
        """Where a guarantee holds for the people of its base, the roles of base and `only` are exchanged."""
        guarantee = rule.floor_share is not None
        belongs, counts = (rule.base, rule.only) if guarantee else (rule.only, rule.base)
        codes = [self._code(part) for part in rule.pool]
        group = codes[0] if len(codes) == 1 else f"({''.join(f'{code}, ' for code in codes)})"
        if belongs is not None:
            group = f"({group} if {self.source.truth(belongs)} else None)"
        eligible = None if guarantee or rule.eligible is None else self._truth(rule.eligible)
        return SpotColumn(self._cell(group), None if counts is None else self._truth(counts), eligible)

    def _truth(self, condition: BoolExpr) -> int:
        return self._cell(self.source.let(self.source.truth(condition)))

    def _code(self, part: ChoiceExpr) -> str:
        if not isinstance(part, Choice) or part.on is not None:
            raise NotCompilable("a pool key that is worked out")
        code = self.source.slot(part.key)
        return f'({code} or "-")' if part.optional else code

    def _rank(self, rank: Rank) -> RankColumn:
        sign = "" if rank.bigger_is_better else "-"
        if isinstance(rank.by, BoolExpr):
            return RankColumn(self._cell(f"{sign}int({self.source.truth(rank.by)})"), 1, None)
        found = self.source.number(rank.by)
        bottom = self._cell(self.source.let(found.bottom)) if found.bottom else None
        return RankColumn(self._cell(f"{sign}({found.top})"), found.static, bottom)
