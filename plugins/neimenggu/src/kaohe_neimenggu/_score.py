"""四（七）: the two weighted formulas, and the conversions of annexes 2 and 3 that feed them."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add

from attrs import frozen

from kaohe.rules import Clamp, Kind, NumberExpr, Tally, weighted
from kaohe.words import Text

from . import _inputs as i

__all__ = ["BOTTOM", "GROUP_RATING", "IMPRECISE", "LONG", "PRECISE", "SHORT", "TOP", "Reading", "of_county"]

_POINTS = {
    "annex-2-middle": (97, 87, 77, 67),
    "annex-2-top": (100, 90, 80, 70),
    "even": (100, 80, 60, 40),
}
_TESTIMONY = Text("democratic rating", "总结测评")

# Annex 2: the exact mean of the raters' steps (NM-a9).
GROUP_RATING = i.group_steps.points(i.STEPS).mean().named(i.group_steps.label)


@frozen
class Reading:
    """The settings that bear on the score: what a vote is worth (NM-a6), which columns count (NM-a7)."""

    ballot_points: str
    ballot_columns: str

    def column(self, ballot: Tally) -> NumberExpr:
        """One column of annex 3 out of 100; absent where no vote was given."""
        points = _POINTS[self.ballot_points]
        parts = [ballot.share(vote) * worth for vote, worth in zip(i.VOTES, points, strict=True)]
        # Shares make 1, so a mean lies between the worst and the best vote; said so, missing votes stay bounded.
        return Clamp(reduce(add, parts), low=Fraction(points[-1]), high=Fraction(points[0]))

    def testimony(self) -> NumberExpr:
        """A person's 总结测评."""
        if self.ballot_columns == "overall":
            return self.column(i.ballot_overall).named(_TESTIMONY)
        return (reduce(add, map(self.column, i.BALLOTS)) / len(i.BALLOTS)).named(_TESTIMONY)

    def shown(self) -> tuple[Tally, ...]:
        """The columns shown beside it: the other four, or all five where it is their mean."""
        return i.BALLOTS[:-1] if self.ballot_columns == "overall" else i.BALLOTS

    def team_testimony(self) -> NumberExpr:
        """A team's 总结测评: the mean over its members of all four sequences, those without votes left out (NM-a8)."""
        return i.TEAM_OF.back(*i.PERSONS).their(self.testimony()).mean().named(_TESTIMONY)

    def base(self, kind: Kind) -> NumberExpr:
        """The score before bonus and penalty."""
        return self._team() if kind is i.TEAM else self._person()

    def _team(self) -> NumberExpr:
        return weighted(
            (i.indicators, "30%"),
            (i.daily, "20%"),
            (i.third_party, "20%"),
            (self.team_testimony(), "5%"),
            (i.ledger, "15%"),
            (GROUP_RATING, "10%"),
        )

    def _person(self) -> NumberExpr:
        return weighted(
            (i.supervision, "30%"),
            (i.daily, "15%"),
            (self.testimony(), "5%"),
            (i.visits, "15%"),
            (i.opinion, "20%"),
            (GROUP_RATING, "15%"),
        )


def _points_for(code: str) -> NumberExpr:
    worth = {option.code: int(option.code == code) for option in i.PRECISION[0].options}
    return reduce(add, [item.points(worth) for item in i.PRECISION])


# 加分因素1 and 扣分因素1: a point for each of the three items.
PRECISE = _points_for("precise")
IMPRECISE = _points_for("imprecise")

# 加分因素2 and 扣分因素2, as the county's rank has them (NM-a13).
TOP = (i.county_rank <= 5).then(2, otherwise=(i.county_rank <= 10).then(1))
BOTTOM = (i.county_rank > i.COUNTIES - 5).then(2)


def of_county(kind: Kind, points: NumberExpr) -> NumberExpr:
    """What the county's rank gives a team and all its members (NM-a12)."""
    return points if kind is i.TEAM else i.TEAM_OF.their(points)


# 加分因素4 and 扣分因素3: exactly 240 days give neither (NM-a1).
LONG = (i.days > 240).then(2)
SHORT = (i.days < 240).then(2)
