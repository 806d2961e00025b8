"""The part of the compiled function that says what a record is to the quotas of its kind."""

from __future__ import annotations

from attrs import define, field

from ...rules import Quota, Rank
from ...rules.nodes import BoolExpr, ChoiceExpr, Source
from ...rules.tools import KindRules
from .._columns import FIRST_COLUMN, Columns, RankColumn, SpotColumn
from ._grades import leave_unless

__all__ = ["QuotaWriter"]


@define
class QuotaWriter:
    """Writes the row of the quotas of the whole cycle, or of a period, each value once."""

    source: Source
    cells: dict[str, int] = field(factory=dict, init=False)

    def columns(self, rules: KindRules, axis: str = "") -> Columns | None:
        """The columns of the quotas of the cycle, or of each period of `axis`, None without any. Raises NotCompilable."""
        found = (rule for rule in rules.rules(Quota) if isinstance(rule, Quota))
        quotas = [rule for rule in found if (rule.each.key if rule.each is not None else "") == axis]
        if not quotas:
            return None
        spots = {rule.id: self._spot(rule) for rule in quotas if not rule.across}
        return Columns(spots, {rank: self._rank(rank) for rule in quotas for rank in rule.rank})

    def row(self) -> str:
        """The source of the columns, each behind a comma."""
        return "".join(f", {cell}" for cell in self.cells)

    def _cell(self, code: str) -> int:
        return self.cells.setdefault(code, FIRST_COLUMN + len(self.cells))

    def _spot(self, rule: Quota) -> SpotColumn:
        """Where a guarantee holds for the people of its base, the roles of base and `only` are exchanged."""
        guarantee = rule.floor_share is not None
        belongs, counts = (rule.base, rule.only) if guarantee else (rule.only, rule.base)
        codes = [self._code(part) for part in rule.pool]
        group = codes[0] if len(codes) == 1 else f"({''.join(f'{code}, ' for code in codes)})"
        if belongs is not None:
            group = f"({group} if {self.source.truth(belongs).yes} else None)"
        eligible = None if guarantee or rule.eligible is None else self._truth(rule.eligible)
        return SpotColumn(self._cell(group), None if counts is None else self._truth(counts), eligible)

    def _truth(self, condition: BoolExpr) -> int:
        return self._cell(self.source.let(f"bool({self.source.truth(condition).yes})"))

    def _code(self, part: ChoiceExpr) -> str:
        """A code, "-" where there is none; it is compared with itself, which tells whether it was entered."""
        found = self.source.value(part)
        return f'({found.code} if {found.there or f"{found.code} == {found.code}"} else "-")'

    def _rank(self, rank: Rank) -> RankColumn:
        """Without a value of some part people decide, which the walker tells."""
        sign = "" if rank.bigger_is_better else "-"
        if isinstance(rank.by, BoolExpr):
            truth = self.source.truth(rank.by)
            leave_unless(self.source, truth.there)
            return RankColumn(self._cell(f"{sign}int(bool({truth.yes}))"), 1, None)
        found = self.source.number(rank.by)
        leave_unless(self.source, found.there)
        bottom = self._cell(self.source.let(found.bottom)) if found.bottom else None
        return RankColumn(self._cell(sign + self.source.let(f"{found.top} + 0")), found.static, bottom)
