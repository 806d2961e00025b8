"""What was reached: clauses cited and not, each declared number from below, at and above, quotas short, full, tied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from attrs import define, field

from ...errors import KaoheError
from ...rules import Asks, Bands, Ceiling, Figure, Item, PointTable, Procedure, Quota
from ...rules.nodes import open_axis
from ...rules.tools import Rule, Ruleset
from ...words import Text
from ..basis import World
from ._targets import Target, side, targets

__all__ = ["Reach"]

_SIDES = ("below", "at", "above")


@define
class Reach:
    """Counts what the worlds that were checked have reached in one scheme."""

    ruleset: Ruleset
    cited: set[tuple[str, str]] = field(factory=set)
    numbers: dict[tuple[str, str], set[str]] = field(factory=dict)
    quotas: dict[tuple[str, str], set[str]] = field(factory=dict)
    worlds: int = 0
    _targets: dict[str, list[Target]] = field(factory=dict)
    _limits: dict[tuple[str, str], list[tuple[int, bool]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for rules in self.ruleset.kinds:
            self._targets[rules.kind.key] = targets(rules)

    def see(self, world: World) -> None:
        """Note what one world reached."""
        self.worlds += 1
        try:
            for name in world.ids():
                self._person(world, name)
            self._pools(world)
        except KaoheError:
            return

    def _person(self, world: World, name: str) -> None:
        kind = world.row(name)["kind"]
        self.cited |= {(kind, rule) for rule in world.outcomes[name].rules}
        for reason in world.outcomes[name].reasons:
            self.cited.add((kind, reason.rule))
        for target in self._targets[kind]:
            self.numbers.setdefault((kind, target.label), set()).update(side(world.evaluation, name, target))
        walker = world.evaluation.walker(name)
        for limit in world.judged(name).plan.grade.limits:
            fired = walker.truth(limit.when).must(True)
            self._limits.setdefault((kind, limit.id), []).append((self.worlds, fired))

    def _pools(self, world: World) -> None:
        tied = {(tie.kind, _rule_of(tie.quota)) for tie in world.evaluation.ties()}
        for pool in world.evaluation.pools():
            rule = _rule_of(pool.quota)
            if rule != pool.quota and pool.places is not None and pool.candidates > pool.places:
                self.cited.add((pool.kind, rule))  # no outcome of the year cites the quota of a period
            found = self.quotas.setdefault((pool.kind, rule), set())
            if pool.places is not None:
                found.add("short" if pool.candidates < pool.places else "reached" if pool.candidates else "empty")
            elif pool.candidates:
                found.add("reached")
        for key in tied:
            self.quotas.setdefault(key, set()).add("tied")

    def computing(self) -> Iterator[tuple[str, Rule | Item]]:
        """The rules and rows that an outcome can cite, with their kind."""
        for rules in self.ruleset.kinds:
            for entry in rules.entries:
                rule = entry.rule
                if isinstance(rule, Procedure | Asks | Figure) or _of_periods(rule):
                    continue
                yield rules.kind.key, rule
                if isinstance(rule, PointTable):
                    yield from ((rules.kind.key, item) for item in rule.items)

    def uncited(self) -> list[tuple[str, Rule | Item]]:
        """The rules that no outcome cited."""
        return [(kind, rule) for kind, rule in self.computing() if (kind, rule.id) not in self.cited]

    def missed(self) -> list[tuple[str, str, list[str]]]:
        """The declared numbers not reached from every side: kind, number, the sides missing."""
        found = []
        for rules in self.ruleset.kinds:
            for target in self._targets[rules.kind.key]:
                seen = self.numbers.get((rules.kind.key, target.label), set())
                missing = [name for name in _SIDES if name not in seen]
                if missing:
                    found.append((rules.kind.key, target.label, missing))
        return found

    def unreached_quotas(self) -> list[tuple[str, str, list[str]]]:
        """The quotas that were never reached, or never tied: kind, quota, what is missing."""
        found = []
        for rules in self.ruleset.kinds:
            for rule in rules.rules(Quota):
                seen = self.quotas.get((rules.kind.key, rule.id), set())
                wanted = (
                    ("reached",) if isinstance(rule, Quota) and rule.floor_share is not None else ("reached", "tied")
                )
                missing = [name for name in wanted if name not in seen]
                if missing:
                    found.append((rules.kind.key, rule.id, missing))
        return found

    def together(self) -> list[tuple[str, str, str]]:
        """Limits that fired in exactly the same worlds, more than once: kind and the two."""
        fired: dict[tuple[str, str], tuple[int, ...]] = {}
        for key, seen in self._limits.items():
            worlds = tuple(number for number, holds in seen if holds)
            if len(worlds) > 1:
                fired[key] = worlds
        return [
            (one[0], one[1], two[1])
            for one, two in combinations(fired, 2)
            if one[0] == two[0] and fired[one] == fired[two]
        ]

    @property
    def share(self) -> tuple[int, int]:
        """How many rules were cited, of how many that can be."""
        everything = list(self.computing())
        return len(everything) - len(self.uncited()), len(everything)

    @property
    def sides(self) -> tuple[int, int]:
        """How many sides of declared numbers were reached, of how many."""
        every = 3 * sum(len(found) for found in self._targets.values())
        return every - sum(len(missing) for _, _, missing in self.missed()), every

    def lines(self, *, full: bool = False) -> Iterator[Text]:
        """The reach in words: the counts, then what was not reached."""
        cited, rules = self.share
        sides, every = self.sides
        text = Text(
            "reached: {cited} of {rules} rules cited, {sides} of {every} sides of declared numbers",
            "覆盖：{rules} 条规则中引用 {cited} 条，声明数值的 {every} 侧中到达 {sides} 侧",
        )
        yield text.format(cited=cited, rules=rules, sides=sides, every=every)
        for kind, rule in self.uncited():
            text = Text("never cited: {kind} {id} ({clause})", "从未引用：{kind} {id}（{clause}）")
            yield text.format(kind=kind, id=rule.id, clause=rule.clause)
        for kind, name, missing in self.unreached_quotas():
            text = Text("quota {kind} {id}: never {what}", "名额 {kind} {id}：从未 {what}")
            yield text.format(kind=kind, id=name, what=", ".join(missing))
        for kind, one, two in self.together():
            text = Text("{kind}: {one} and {two} always fired together", "{kind}：{one} 与 {two} 总是同时起作用")
            yield text.format(kind=kind, one=one, two=two)
        for kind, name, missing in self.missed() if full else ():
            text = Text("never reached: {kind} {name}: {what}", "从未到达：{kind} {name}：{what}")
            yield text.format(kind=kind, name=name, what=", ".join(missing))

    def as_json(self) -> dict[str, Any]:
        """The reach as plain data."""
        cited, rules = self.share
        sides, every = self.sides
        return {
            "worlds": self.worlds,
            "rules_cited": cited,
            "rules": rules,
            "sides_reached": sides,
            "sides": every,
            "uncited": [{"kind": kind, "rule": rule.id, "clause": rule.clause} for kind, rule in self.uncited()],
            "numbers_missed": [{"kind": k, "number": n, "missing": m} for k, n, m in self.missed()],
            "quotas_missed": [{"kind": k, "quota": q, "missing": m} for k, q, m in self.unreached_quotas()],
            "limits_together": [{"kind": k, "rules": [a, b]} for k, a, b in self.together()],
        }


def _of_periods(rule: Rule) -> bool:
    """Whether a limit or band lies on the periods: it grades them, and no outcome cites it."""
    if isinstance(rule, Bands):
        return open_axis(rule.of) is not None
    return isinstance(rule, Ceiling) and open_axis(rule.when) is not None


def _rule_of(quota: str) -> str:
    """The id of a quota's rule: one of single periods names the period behind it ("top[2020Q4]")."""
    return quota.partition("[")[0]
