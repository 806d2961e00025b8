"""What the document says of all five kinds, and of persons: the proposal, the ballot, the total, 第五条（五）（八）."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from kaohe.rules import BoolExpr, Ceiling, Choice, NumberExpr, Option, Part, Proposed, Reading, Tally, Total
from kaohe.words import Text

from . import _forms as forms
from . import _readings as r
from . import _shared as s
from ._readings import BALLOTS, POINTS_OF
from ._shared import GROUP, barred, figure, follows, limit, step


class Appraised(Part):
    """What the document says of all five kinds."""

    graded: ClassVar[str] = "第五条（二）"
    balloted: ClassVar[str] = "附件2"
    low_clause: ClassVar[str] = "第五条（九）"
    high_clause: ClassVar[str] = "第五条（八）4"
    voters: ClassVar[NumberExpr | None] = None
    by_analogy: ClassVar[tuple[Reading, ...]] = ()

    @property
    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(grade, grade) for grade in self.kind.grades)

    @property
    def _proposed(self) -> Choice:
        label = Text("grade that the group proposes", "考核组建议等次")
        return s.by_group("proposed", label, clause=self.graded, options=self._options)

    @property
    def _ballot(self) -> Tally:
        """第六条（一）2, （二）2 and 附件2: one ballot with the kind's grades; what its total is BT-a9 says."""
        label, total = Text("satisfaction ballot", "满意度测评"), self.chosen(r.TOTAL)
        return Tally("ballot", label, clause=self.balloted, options=self._options, section=s.MEETING, entered_by=GROUP,
                     part_of=self.voters, total_is=total)  # fmt: skip

    @property
    def _two_best_low(self) -> BoolExpr:
        """第五条（七）4, （九）: exactly 2/3 is not low (BT-a10)."""
        return self._ballot.share(*self.kind.grades[:2]) < Fraction(2, 3)

    @property
    def _worst_high(self) -> BoolExpr:
        """第五条（七）4, （八）4: exactly 1/3 is not high (BT-a10)."""
        return self._ballot.share(self.kind.lowest) > Fraction(1, 3)

    def _counted(self, condition: BoolExpr) -> BoolExpr:
        """What a ballot says, if it counts."""
        return condition

    def scoring(self) -> s.Scoring:
        """第五条（一）（二）: the proposal; 第六条（一）: shares of the ballot, exact, and the total that only orders."""
        best, good, _, worst = self.kind.grades
        share, low, high = self._ballot.share, "BT-6(1)2b-first-limb", "BT-6(1)2b-second-limb"
        proposal = Text("the grade that the group proposes, after discussion", "考核组集体研究提出的等次建议")
        adds = Text("daily performance (60) and the other 40 points; it only orders candidates",
                    "日常表现（60分）与其余40分；仅用于排序")  # fmt: skip
        return [
            Proposed(clause=self.graded, text=proposal, by=self._proposed, assumption=r.POINTS),
            figure(BALLOTS, "b", share(best, good), ("satisfaction: the two best options over all ballots",
                   "满意率＝（优秀票＋较好或称职票）÷总票数"), r.TOTAL, *self.by_analogy),
            figure(BALLOTS, "b-best", share(best), ("share of the best option", "优秀票得票率"), r.TOTAL),
            figure(BALLOTS, "b-worst", share(worst), ("share of the worst option", "最低等次票得票率"), r.TOTAL),
            figure(self.low_clause, "", self._two_best_low, ("the two best options below 2/3", "前两等次得票率达不到2/3"),
                   r.EXACTLY, r.LIMBS, id=low),
            figure(self.high_clause, "", self._worst_high, ("the worst option above 1/3", "最低等次得票率超过1/3"),
                   r.EXACTLY, r.LIMBS, id=high),
            Total(clause=POINTS_OF, role="a", text=adds, value=s.total, required=False, assumption=r.POINTS),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """第一条: the time; 第八条（一）（二）: discipline; 附件7: the material."""
        time = Text("from late December 2016 to mid January 2017", "2016年12月下旬开始，2017年1月中旬结束")
        return [
            step("第一条", "deadline", ("each 师 sets its own dates within this time", "各师（市）统筹安排具体考核时间"),
                 day=time),
            step("第八条（一）", "discipline",
                 ("groups keep to the procedure and answer for it", "落实考核工作责任制，严格程序")),
            step("第八条（二）", "discipline",
                 ("places are not balanced between units", "注重实绩，不搞平衡照顾")),
            step("附件7", "archive",
                 ("list of material, on paper and electronically", "上报考核材料目录，纸质版和电子版同时上报"),
                 columns=forms.MATERIAL),
        ]  # fmt: skip


class Person(Appraised):
    """Leaders, members, inspectors and office members: 第五条（五）（八）."""

    def _bound(self) -> bool:
        """Whether the clauses on 队员, inspectors and office members bind them."""
        return True

    def veto(self) -> s.Vetoes:
        """第五条（八）: 不称职."""
        if not self._bound():
            return []
        worst = self.kind.lowest
        return [
            barred("第五条（八）1", worst),
            Ceiling(worst, clause="第五条（八）2", when=s.person_broke),
            barred("第五条（八）3", worst),
            limit("第五条（八）4", worst, self._counted(self._worst_high),
                  ("不称职 above 1/3, confirmed by re-check", "不称职票得票率超过1/3，经复核属实"),
                  r.TOTAL, r.EXACTLY, r.RECHECK, *self.by_analogy, confirm=True),
        ]  # fmt: skip

    def procedure(self) -> s.Steps:
        """第五条（五）: an excellent place is not the sending unit's."""
        said = "this place does not count in the sending unit's own base or ratio", "评优不占派出单位评优基数和比例"
        return [*super().procedure(), follows("第五条（五）", [self.kind.best], said)]
