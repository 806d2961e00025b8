"""Where one appraisee stands at a quota: the rank, the places, and who got one although they rank below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ...rules import Quota
from ...rules.nodes import BoolExpr, NumberExpr, in_pool, stated
from ...words import Text
from .._cohort import TieDecision
from .._grade import grade_of, grade_rules
from ..pools import CYCLE, Placed, Placement, Places, Pool, Span
from ..shown import shared_ranks
from ..walk import NO_CAUSES, Asked, Causes
from ._step import Step, Teller, listed, open_status

__all__ = ["quota_steps"]

_PLACED = {
    "selected": (Text("holds a place for {grade}", "取得{grade}名额"), "applied"),
    "not_selected": (Text("no place for {grade}: {otherwise}", "未取得{grade}名额：{otherwise}"), "applied"),
    "ineligible": (Text("may not hold a place for {grade}: {otherwise}", "无{grade}资格：{otherwise}"), "applied"),
    "tied": (Text("tied across the line for {grade}: a person decides", "{grade}并列跨线：由人裁定"), "possible"),
}
_MOST = 5


@frozen
class _Spot:
    """What the quotas of one span did for one appraisee: the cycle's, or those of one period."""

    teller: Teller
    rule: Quota
    name: str
    span: Span = CYCLE
    period: str = ""

    @property
    def me(self) -> str:
        return self.teller.judged.appraisee.id

    @property
    def placed(self) -> Placed:
        return self.teller.evaluation.placed(self.teller.judged.plan.rules.kind.key, self.span)

    @property
    def placements(self) -> Sequence[Placement]:
        return self.placed.placements(self.me)

    @property
    def causes(self) -> Causes:
        """Why the grade after the quotas is open."""
        if self.span is CYCLE:
            return self.teller.evaluation.final(self.teller.judged)[1]
        return self.placed.possible.get(self.me, (frozenset(), NO_CAUSES))[1]

    @property
    def merit(self) -> Places:
        """The grades possible before the quotas."""
        if self.span is CYCLE:
            return self.teller.evaluation.merit(self.teller.judged)[0]
        if self.me not in self.placed.possible:
            return frozenset()
        rules = grade_rules(self.teller.judged.plan.rules, self.span.axis)
        return grade_of(self.teller.here.walker, rules).possible

    def step(self, *given: object, **more: object) -> Step:
        return self.teller.step(self.rule, *given, period=self.period, **more)  # type: ignore[arg-type]  # as the teller's


def quota_steps(teller: Teller, rule: Quota) -> Iterator[Step]:
    """Where the appraisee stands at one quota, with the values that rank them; in each of its periods."""
    if rule.each is None:
        yield _step(_Spot(teller, rule, rule.id))
        return
    for at, period in enumerate(teller.each(rule.each)):
        yield _step(_Spot(teller, rule, f"{rule.id}[{period}]", Span(rule.each.key, at), period))


def _step(spot: _Spot) -> Step:
    teller, rule = spot.teller, spot.rule
    if rule.across:
        return _across(spot)
    # Where better grades count too the last placement is the one at the grade that was left.
    placement = next((found for found in reversed(spot.placements) if spot.name in found.quotas), None)
    if placement is None:
        return _no_candidate(spot)
    text, status = _PLACED[placement.status]
    told = text.format(grade=placement.grade, otherwise=placement.otherwise or "-")
    causes = spot.causes
    if causes and placement.status != "tied":
        told = Text("{told}; provisional, others in the pool are open", "{told}（暂定，同组尚有未定人员）").format(
            told=told
        )
        status = open_status(causes)
    why = listed(list(_Race(spot, placement).told()))
    return spot.step(status, told, because=why, entered=_ranked_by(teller, rule))


def _across(spot: _Spot) -> Step:
    """Whether a guarantee across pools is reached where the appraisee stands."""
    keys = Asked(spot.teller.here.walker).keys(spot.rule.pool)
    group = "" if keys is None else "/".join((spot.name, *keys)) + "#"
    short = next((one for one in spot.placed.shortfalls if one[1] == group), None)
    if short is None:
        return spot.step("not-applied", because=Text("no shortfall of the guarantee here", "此处保障比例没有缺额"))
    told = Text("{asked} guaranteed, {attained} reached", "应保证 {asked}，实有 {attained}").format(
        asked=short[2], attained=short[3]
    )
    decides = any(cause.what == spot.rule.id and cause.kind == "decision" for cause in spot.causes)
    if decides:
        told = Text("{told}: a person decides", "{told}：由人裁定").format(told=told)
    return spot.step("possible" if decides else "applied", told)


def _no_candidate(spot: _Spot) -> Step:
    teller, rule = spot.teller, spot.rule
    possible, causes = spot.merit, spot.causes
    outside = rule.only is not None and teller.here.holds(rule.only) is False
    if teller.grades.index(rule.grade) in possible and not outside:
        if len(possible) > 1:
            told = Text("may become a candidate for {grade}", "可能成为{grade}候选").format(grade=rule.grade)
            return spot.step(open_status(causes), told)
        if causes and not spot.placements:
            told = Text("a candidate for {grade}, not placed yet", "{grade}候选，尚不能排定").format(grade=rule.grade)
            keys = [_unranked(teller, rank.by) for rank in rule.rank]
            return spot.step(open_status(causes), told, because=listed(keys) if keys else None)
    why = Text("not a candidate for {grade} here", "不是此处{grade}的候选").format(grade=rule.grade)
    return spot.step("not-applied", because=why)


def _unranked(teller: Teller, by: NumberExpr | BoolExpr) -> Text:
    """One part of the rank key, or why it has no value."""
    return teller.here.missing(by) or stated(by, teller.here)


def _ranked_by(teller: Teller, rule: Quota) -> Text | None:
    """The parts of the rank key, with the appraisee's own values."""
    parts = [stated(rank.by, teller.here) for rank in rule.rank]
    return Text("ranked by {parts}", "排序依据：{parts}").format(parts=listed(parts)) if parts else None


class _Race:
    """All candidates for the places that one appraisee stands for, best first."""

    def __init__(self, spot: _Spot, placement: Placement) -> None:
        self.teller, self.rule, self.own, self.name = spot.teller, spot.rule, placement, spot.name
        self.causes, self.me = spot.causes, spot.me
        placed = spot.placed
        group = placement.blocked_by or placement.groups[0]
        self.all = {
            who: one for who in placed.candidates() for one in placed.placements(who) if one.grade == placement.grade
        }
        pools = (*placed.pools, *placed.inner)
        self.pools = {pool.group: pool for pool in pools if pool.stage == placement.grade}
        self.pool = self.pools[group]

    def told(self) -> Iterator[Text]:
        """The rank and the places, a guarantee that bears on it, and who holds a place from below."""
        guarantee = self.rule.floor_share is not None
        inside = any(group.endswith("#") and group.startswith(self.name) for group in self.own.groups)
        if guarantee:
            yield _GUARANTEED if inside else _NOT_GUARANTEED
        else:
            yield self._rank()
            yield from self._size()
        if self.own.status == "tied":
            yield from self._tie()
        if self.own.status in ("selected", "not_selected"):
            yield from self._decided()
        if self.own.status == "not_selected":
            yield from self._below()
        waits = list(dict.fromkeys(cause.of for cause in self.causes if cause.of and cause.of != self.me))
        if waits:
            yield Text("waits for {who}", "须先确定 {who}").format(who=self._people(waits))
        if guarantee and inside and self.own.status == "selected" and self._ahead():
            yield Text("holds it through the guarantee: others rank above", "凭保障比例取得：有排序在前者未取得名额")

    def _rank(self) -> Text:
        rivals = sorted((one.key for one in self.all.values() if self.pool.group in one.groups), reverse=True)
        places = "-" if self.pool.places is None else str(self.pool.places)
        if self.pool.most is not None:
            places = f"{places}..{self.pool.most}"
        if not self.own.key:
            text = Text(
                "{n} candidates for {places} places, in no order: where they are too many people decide",
                "{n} 名候选，名额 {places} 个，不排序：人数超出时由人裁定",
            )
            return text.format(n=len(rivals), places=places)
        rank = shared_ranks(rivals)[rivals.index(self.own.key)]
        text = Text("rank {rank} of {n} candidates for {places} places", "在 {n} 名候选中排第 {rank}，名额 {places} 个")
        return text.format(rank=rank, n=len(rivals), places=places)

    def _size(self) -> Iterator[Text]:
        """What tells how many places there are, and how many of them better grades hold."""
        held = self.pool.candidates - sum(self.pool.group in one.groups for one in self.all.values())
        if self.rule.or_better and held > 0:
            text = Text("{n} of the places are held by better grades", "其中 {n} 个由更高等次占用")
            yield text.format(n=held)
        keys = dict(zip(self.rule.pool, self.pool.keys, strict=False))
        for part in self.rule.sizes() if self.pool.quota == self.name else ():
            told = stated(in_pool(part, self.pool.base, keys), self.teller.here)  # type: ignore[arg-type]  # keys are choices
            yield Text("the places by {told}", "名额依据：{told}").format(told=told)

    def _ahead(self) -> bool:
        """Whether somebody of the same outermost group ranks above and holds no place."""
        return any(
            one.status == "not_selected" and one.groups[0] == self.own.groups[0] and one.key > self.own.key
            for one in self.all.values()
        )

    def _below(self) -> Iterator[Text]:
        """Who ranks below and holds a place: through a guarantee, or because the line was another group's."""
        found: dict[tuple[Pool, bool], list[str]] = {}
        for who, one in self.all.items():
            if one.status != "selected" or one.groups[0] != self.own.groups[0] or one.key >= self.own.key:
                continue
            through = next((name for name in one.groups if name.endswith("#") and name not in self.own.groups), None)
            if through is not None or self.pool.group not in one.groups:
                found.setdefault((self.pools[through] if through else self.pool, bool(through)), []).append(who)
        for (pool, guarantee), people in found.items():
            text = _FULL if not guarantee else _GAVE if len(people) == 1 else _GAVE_MANY
            yield text.format(quota=pool.quota, clause=pool.clause, who=self._people(people))

    def _people(self, people: Sequence[str]) -> Text:
        """People by id, or how many where the copy leaves the office."""
        if self.teller.private:
            others = Text("{n} other", "其他 {n} 人") if len(people) == 1 else Text("{n} others", "其他 {n} 人")
            return others.format(n=len(people))
        told = ", ".join(sorted(people)[:_MOST])
        more = Text("{told} and {n} more", "{told}，另有 {n} 人").format(told=told, n=len(people) - _MOST)
        return more if len(people) > _MOST else Text(told, told.replace(", ", "、"))

    def _tie(self) -> Iterator[Text]:
        """The tie set that people have to decide."""
        for tie in self.teller.evaluation.ties():
            if self.me in tie.members and tie.group in self.own.groups and tie.grade == self.own.grade:
                text = Text("{take} of {members} get a place", "{members} 中取 {take} 名")
                yield text.format(take=tie.take, members=self._people(tie.members))

    def _decided(self) -> Iterator[Text]:
        """The recorded decision on a tie that the appraisee was in."""
        for one in self.teller.evaluation.cohort.decisions:
            if isinstance(one, TieDecision) and self.me in one.members and one.quota in self.own.quotas:
                yield _CHOSE.format(document=one.document or "-", who=self._people(one.choose))


_GUARANTEED = Text("among those whom it guarantees places", "属于保障比例所指人员")
_NOT_GUARANTEED = Text("not among those whom it guarantees places", "不属于保障比例所指人员")
_GAVE = Text(
    "the guarantee {quota} ({clause}) gave a place to {who}, who ranks below",
    "{clause}的保障比例（{quota}）把名额给了排序在后的 {who}",
)
_GAVE_MANY = Text(
    "the guarantee {quota} ({clause}) gave places to {who}, who rank below",
    "{clause}的保障比例（{quota}）把名额给了排序在后的 {who}",
)
_FULL = Text(
    "the places of {quota} ({clause}) are taken; outside that group a place is held from below by {who}",
    "{quota}（{clause}）的名额已满；该组以外排序在后而取得名额的有 {who}",
)
_CHOSE = Text(
    "a recorded decision ({document}) gave the tied places to {who}", "并列名额由裁定（{document}）给了 {who}"
)
