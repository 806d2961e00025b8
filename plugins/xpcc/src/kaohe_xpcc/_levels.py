"""第五条（三）: who is graded among whom, how many may be excellent, and the guarantee inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, TypeVar

from kaohe.rules import BoolExpr, Finding, NumberExpr, Quota, Rank, Reading
from kaohe.rules.nodes import ChoiceExpr, any_of, listed, spelled
from kaohe.words import Text

from . import _readings as r
from . import _shared as s
from ._appraised import Appraised
from ._divisions import NAMED, division
from ._readings import LEVELS
from ._shared import figure, flag, refer

Read = TypeVar("Read", NumberExpr, BoolExpr, ChoiceExpr)

_SENT_BY = Text("师 that sent the member, if a 师 did", "选派的师（市）")
sent_by = s.posting("sent_by", _SENT_BY, clause=LEVELS, list_key="divisions", optional=True)


class ByLevel(Appraised):
    """Teams, and leaders and members for themselves, are graded by dispatch level."""

    role: ClassVar[str]
    share: ClassVar[str]
    places: ClassVar[Text]
    priority: ClassVar[tuple[Finding, ...]]

    def _team(self, expression: Read) -> Read:
        """What is read of the team: a team reads its own."""
        return expression

    def scoring(self) -> s.Scoring:
        """The level, which is the team's (BT-a23)."""
        said = "graded among those dispatched by the 兵团 (else by a 师)", "在兵团选派层次内评定（否则为师（市）选派）"
        return [*super().scoring(), figure(LEVELS, "a", self._team(s.OF_CORPS), said, r.POOLS, r.LEVEL_OF)]

    def quota(self) -> Sequence[Quota]:
        """The share of those of one level, in the pools of BT-a4, ranked as BT-a21 says."""
        level, stationed = self._team(s.level), self._team(s.stationed)
        grounds, total = Rank(any_of(*self.priority)), Rank(s.total)
        ranks = {"first": (grounds, total), "tie-break": (total, grounds), "advisory": (total,)}
        excellent = partial(
            Quota, self.kind.best, clause=LEVELS, share=self.share, rounding=self.chosen(r.ROUNDING),
            at_least=int(self.chosen(r.MIN_PLACES)), rank=ranks[self.chosen(r.PRIORITY)],
            otherwise=self.kind.grades[1], assumption=self._assumed())  # fmt: skip
        if self.chosen(r.POOLS) == "level":
            return [excellent(role=self.role, text=self.places, pool=(level,))]
        if self.chosen(r.POOLS) == "level-and-division":
            return [excellent(role=self.role, text=self.places, pool=(level, stationed))]
        whole = Text("{text}: dispatched by the 兵团, the whole 兵团", "{text}：兵团选派的在全兵团范围")
        each = Text("{text}: dispatched by a 师, each 师 for itself", "{text}：师（市）选派的按师（市）分别计算")
        corps, own = self._team(s.OF_CORPS), self._team(s.level.is_("division"))
        inner, text = f"{self.role}-division", each.format(text=self.places)
        return [
            excellent(role=self.role, text=whole.format(text=self.places), only=corps),
            excellent(role=inner, text=text, pool=(level, stationed), only=own),
        ]

    def _assumed(self) -> tuple[Reading, ...]:
        return r.CAP, r.ROUNDING, r.MIN_PLACES, r.POOLS, r.REGION, r.POINTS, r.PRIORITY


class CadreByLevel(ByLevel):
    """Leaders, and members: 30 % of each, unless both share one pool (BT-a3), which is then a person's to fill."""

    role, share = "c", "30%"
    places = Text("excellent leaders and members: 30 % of those of the same level", "优秀队长、队员按同层次人数的30%")

    def _team(self, expression: Read) -> Read:
        """What is read of the team: a leader or member looks at theirs."""
        return s.TEAM_OF.their(expression)

    def scoring(self) -> s.Scoring:
        """A pool of two kinds is none of the tree's: a person decides (BT-a3)."""
        said = "leaders and members share the places: a person decides", "队长、队员合并计算名额：由人裁定"
        joint = refer(LEVELS, "c-joint", self._proposed.is_(self.kind.best), said, r.ONE_POOL)
        return [*super().scoring(), *([] if self._apart() else [joint])]

    def quota(self) -> Sequence[Quota]:
        """None of their own where the places are shared."""
        return super().quota() if self._apart() else []

    def _apart(self) -> bool:
        return bool(self.chosen(r.ONE_POOL) == "separate")

    def _assumed(self) -> tuple[Reading, ...]:
        return (*super()._assumed(), r.ONE_POOL, r.LEVEL_OF)


class MemberByLevel(CadreByLevel):
    """Members: the guarantee for those sent by 一师, 三师, 十四师 and the 北疆有关师 (BT-a6, BT-a19)."""

    def scoring(self) -> s.Scoring:
        """What is not known of the listed 师; and whom the guarantee counts where a person has to see to it."""
        corps, best = self._team(s.OF_CORPS), self._proposed.is_(self.kind.best)
        unlisted = corps & ~listed(s.stationed, *NAMED, names=division)
        here = self._team(spelled(s.stationed, division).is_in(*NAMED))
        if self._sent():
            here = ~sent_by.given() | spelled(sent_by, division).is_in(*NAMED)
        named = flag(
            LEVELS, "d-named", unlisted, ("named divisions not in the list", "清单中没有所列师（市）"),
            ("none of 一师, 三师 and 十四师 stands in the cycle's list of divisions: the guarantee covers nobody by name",
             "周期的师（市）清单中没有一师、三师、十四师：保障比例未按名称适用于任何人"), r.SPELLING)  # fmt: skip
        northern = flag(
            LEVELS, "d-list", corps & ~here, ("northern divisions not set", "未设置北疆有关师（市）"),
            ("the 北疆有关师 are not set: whether the guarantee covers this 师 is open",
             "未设置“北疆有关师（市）”：保障比例是否适用于所驻师（市）未定"), r.NORTHERN)  # fmt: skip
        counts = flag(
            LEVELS, "d-counts", corps & self._covered(),
            ("counts towards the guarantee of 5(3)", "计入第五条（三）保障比例"),
            ("sent by a listed 师: see that its share is kept", "由所列师（市）选派：请核对其保障比例"), r.GUARANTEE)  # fmt: skip
        across = refer(
            LEVELS, "d-across", corps & best,
            ("the guarantee lies across the pools: a person decides who is excellent, so that its shares are kept",
             "保障比例跨名额组计算：优秀人选由人裁定，并使保障比例得到满足"), r.GUARANTEE)  # fmt: skip
        known = [named] if self.listed(r.NORTHERN) else [named, northern]
        by_hand = [] if self._allocated() else [counts, across] if self._apart() else [counts]
        return [*super().scoring(), *known, *by_hand]

    def quota(self) -> Sequence[Quota]:
        """Among the excellent of 兵团 teams in a listed 师, at least 30 % sent by that 师."""
        stationed, corps = self._team(s.stationed), self._team(s.OF_CORPS)
        guarantee = Quota(
            self.kind.best,
            clause=LEVELS,
            role="d",
            text=Text(
                "of the excellent members of 兵团 teams stationed in a listed 师, at least 30 % were sent by that 师",
                "驻所列师（市）的兵团机关工作队优秀队员中，由本师选派的不低于30%",
            ),
            pool=(stationed,) if self.chosen(r.POOLS) == "approving-body" else (self._team(s.level), stationed),
            base=corps & spelled(stationed, division).is_in(*self._names()),
            only=self._covered(),
            floor_share="30%",
            within="BT-5(3)c",
            assumption=(r.GUARANTEE, r.CAP_WINS, r.NORTHERN, r.LEADERS, r.LEVEL_OF, r.SPELLING),
        )
        return [*super().quota(), *([guarantee] if self._allocated() else [])]

    def _allocated(self) -> bool:
        """Whether the guarantee lies inside a pool of members, so that places can be given out under it."""
        return self._apart() and not self._sent()

    def _sent(self) -> bool:
        """Whether the guarantee counts all whom a listed 师 sent, wherever they are stationed."""
        return bool(self.chosen(r.GUARANTEE) == "sent")

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*NAMED, *map(division, self.listed(r.NORTHERN))]))

    def _covered(self) -> BoolExpr:
        """Sent by a listed 师, and stationed there unless the guarantee counts all whom it sent."""
        where, sender = spelled(self._team(s.stationed), division), spelled(sent_by, division)
        if self._sent():
            return sent_by.given() & sender.is_in(*self._names())
        return sent_by.given() & any_of(*(where.is_(name) & sender.is_(name) for name in self._names()))
