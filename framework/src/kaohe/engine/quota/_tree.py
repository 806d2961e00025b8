"""Groups as a checked tree: numbered, parents before children, with every mistake named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from kaohe.errors import AllocationError
from kaohe.words import Message, Text

from ._problem import Group

__all__ = ["Conflict", "Tree", "check_number", "named", "nest"]

# A person's walk through the groups above is this long at most.
_DEEPEST = 1000

_NAMED = Text('group "{group}"', "组“{group}”")
_NAMED_CLAUSE = Text('group "{group}" (clause {clause})', "组“{group}”（条款 {clause}）")
_ID = Message("K3016", "a group has no id; give it a text that names it", "有一个组没有编号；请给出名称文字")
_TWICE = Message(
    "K3017",
    "{one} is declared twice, the second time as {two}; groups must form a tree, each with one place in it",
    "{one}重复声明，第二次为{two}；各组必须构成树形，每组只有一个位置",
)
_PARENT = Message(
    "K3018",
    '{group} stands in "{parent}", which is not declared; declare it or correct the name',
    "{group}所属的“{parent}”未声明；请声明或更正名称",
)
_CYCLE = Message(
    "K3019",
    "{group} is its own ancestor, through {through}; groups must form a tree",
    "{group}经由{through}成为自己的上级；各组必须构成树形",
)
_DEPTH = Message("K3020", "{group} is nested more than {limit} groups deep", "{group}的嵌套超过 {limit} 层")
_WHOLE = Message(
    "K3021",
    "the {what} of {group} is {value}; it must be a whole number, zero or more",
    "{group}的{what}为 {value}；必须是不小于零的整数",
)
_WHAT = {"cap": Text("cap", "上限"), "floor": Text("floor", "下限")}
_SHARE_OF = Message(
    "K3022",
    '{group} has a floor that is a share of "{of}", which does not contain it; name a group above it',
    "{group}的下限按“{of}”的比例计算，但该组并不包含它；请写明其上级组",
)
_SHARE_RANGE = Message(
    "K3023",
    "the floor share of {group} is {value}; it must lie between 0 and 1",
    "{group}的下限比例为 {value}；必须在 0 与 1 之间",
)
_FLOOR_ABOVE_CAP = Message(
    "K3024",
    "{group} must have at least {need} places but may have at most {cap}",
    "{group}至少须有 {need} 个名额，但最多只能有 {cap} 个",
)
_FLOORS_ABOVE_CAP = Message(
    "K3025",
    "the floors inside {group} ask for {need} places together, but it may have at most {cap}: {below}",
    "{group}内各下限合计要求 {need} 个名额，但最多只能有 {cap} 个：{below}",
)
_CROSS = Message(
    "K3026",
    "{one} and {two} share people but neither contains the other; groups must form a tree",
    "{one}与{two}有共同成员但互不包含；各组必须构成树形",
)


@frozen
class Conflict:
    """Rules that no selection can satisfy, whoever the people are: the group where they meet, and why."""

    group: str
    reason: Text


def named(group: Group) -> Text:
    """The group as errors name it, with its clause when it has one."""
    if group.clause is None:
        return _NAMED.format(group=group.id)
    return _NAMED_CLAUSE.format(group=group.id, clause=group.clause)


def check_number(group: Group, what: str, value: object) -> None:
    """Raise AllocationError unless `value` can be the "cap" or "floor" of `group`."""
    if type(value) is not int or value < 0:
        raise AllocationError(_WHOLE.format(what=_WHAT[what], group=named(group), value=str(value)))


def _check_fields(group: Group) -> None:
    if type(group.id) is not str or not group.id:
        raise AllocationError(_ID)
    if group.cap is not None:
        check_number(group, "cap", group.cap)
    check_number(group, "floor", group.floor)
    if group.floor_share is not None:
        share = group.floor_share.share
        if not isinstance(share, Fraction | int) or not 0 <= share <= 1:
            raise AllocationError(_SHARE_RANGE.format(group=named(group), value=str(share)))


def _numbered(groups: Sequence[Group]) -> dict[str, int]:
    index: dict[str, int] = {}
    for number, group in enumerate(groups):
        _check_fields(group)
        if group.id in index:
            first = named(groups[index[group.id]])
            raise AllocationError(_TWICE.format(one=first, two=named(group)))
        index[group.id] = number
    return index


def _parents(groups: Sequence[Group], index: Mapping[str, int]) -> list[int]:
    parents = []
    for group in groups:
        if group.parent is None:
            parents.append(-1)
        elif group.parent in index:
            parents.append(index[group.parent])
        else:
            raise AllocationError(_PARENT.format(group=named(group), parent=str(group.parent)))
    return parents


def _refuse_cycle(groups: Sequence[Group], parents: Sequence[int], left: Collection[int]) -> None:
    """Name the first group (by id) that lies on a cycle, and the others on it."""
    on_cycle: dict[str, list[int]] = {}
    for start in left:
        round_trip, node = [start], parents[start]
        while node not in round_trip:
            round_trip.append(node)
            node = parents[node]
        if node == start:
            on_cycle[groups[start].id] = round_trip[1:] or [start]
    first = min(on_cycle)
    through = [named(groups[node]) for node in on_cycle[first]]
    group = next(group for group in groups if group.id == first)
    raise AllocationError(_CYCLE.format(group=named(group), through=_listed(through)))


def _listed(texts: Iterable[Text]) -> Text:
    texts = list(texts)
    return Text(", ".join(text.en for text in texts), "、".join(text.zh for text in texts))


def _downward(groups: Sequence[Group], parents: Sequence[int]) -> list[int]:
    """The groups' numbers, every parent before its children; siblings by id, so input order is nothing."""
    children: dict[int, list[int]] = {}
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    order: list[int] = []
    layer, depth = sorted(children.get(-1, ()), key=lambda number: groups[number].id), 0
    while layer:
        depth += 1
        if depth > _DEEPEST:
            raise AllocationError(_DEPTH.format(group=named(groups[layer[0]]), limit=_DEEPEST))
        order.extend(layer)
        below = [child for number in layer for child in children.get(number, ())]
        layer = sorted(below, key=lambda number: groups[number].id)
    if len(order) < len(groups):
        _refuse_cycle(groups, parents, sorted(set(range(len(groups))) - set(order)))
    return order


@frozen
class Tree:
    """A checked forest of groups; `order` lists parents first, `parents[g]` is -1 at a root."""

    groups: tuple[Group, ...]
    index: Mapping[str, int]
    parents: tuple[int, ...]
    order: tuple[int, ...]
    share_of: Mapping[int, int]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Tree:
        """Check `groups` and number them; AllocationError names the group and the clause at fault."""
        listed = tuple(groups)
        index = _numbered(listed)
        parents = _parents(listed, index)
        order = _downward(listed, parents)
        tree = cls(listed, index, tuple(parents), tuple(order), _shares(listed, index))
        tree._check_shares()
        return tree

    def path(self, number: int) -> list[int]:
        """The group itself and all those above it, innermost first."""
        walk = []
        while number >= 0:
            walk.append(number)
            number = self.parents[number]
        return walk

    def children(self) -> list[list[int]]:
        """For each group, those directly below it, by id."""
        below: list[list[int]] = [[] for _ in self.groups]
        for number in self.order:
            if self.parents[number] >= 0:
                below[self.parents[number]].append(number)
        return below

    def conflict(self) -> Conflict | None:
        """The innermost group whose floors ask for more than its cap; None when the rules agree."""
        inside = [0] * len(self.groups)
        for number in reversed(self.order):
            group = self.groups[number]
            need = max(group.floor, inside[number])
            if group.cap is not None and need > group.cap:
                return Conflict(group.id, self._conflict_text(number, need, inside[number]))
            if self.parents[number] >= 0:
                inside[self.parents[number]] += need
        return None

    def _conflict_text(self, number: int, need: int, inside: int) -> Message:
        group = self.groups[number]
        if group.floor >= inside:
            return _FLOOR_ABOVE_CAP.format(group=named(group), need=need, cap=group.cap)
        below = [node for node, found in enumerate(self.groups) if found.floor and number in self.path(node)[1:]]
        listed = _listed(named(self.groups[node]) for node in sorted(below, key=lambda n: self.groups[n].id))
        return _FLOORS_ABOVE_CAP.format(group=named(group), need=need, cap=group.cap, below=listed)

    def _check_shares(self) -> None:
        for number, group in enumerate(self.groups):
            share = group.floor_share
            if share is not None and self.share_of.get(number) not in self.path(number)[1:]:
                raise AllocationError(_SHARE_OF.format(group=named(group), of=str(share.of)))


def _shares(groups: Sequence[Group], index: Mapping[str, int]) -> dict[int, int]:
    return {
        number: index[group.floor_share.of]
        for number, group in enumerate(groups)
        if group.floor_share is not None and group.floor_share.of in index
    }


def nest(members: Mapping[str, Collection[str]], clauses: Mapping[str, str] | None = None) -> dict[str, str | None]:
    """The parent of each group, found from who is in it: the smallest other group that contains it all.

    Groups with the same members nest in the order given, the first outermost. Raises AllocationError, naming
    both groups and both clauses, when two share people and neither contains the other.
    """
    clauses = clauses or {}
    place = {group: position for position, group in enumerate(members)}
    ordered = sorted(members, key=lambda group: (-len(set(members[group])), place[group]))
    innermost: dict[str, str] = {}
    parents: dict[str, str | None] = {}
    for group in ordered:
        above = {innermost.get(person) for person in members[group]}
        if len(above) > 1:
            inside = set(members[group])
            other = next(found for found in place if found in above and not inside.issubset(members[found]))
            raise AllocationError(_CROSS.format(one=_pair(other, clauses), two=_pair(group, clauses)))
        parents[group] = above.pop() if above else None
        innermost.update(dict.fromkeys(members[group], group))
    return {group: parents[group] for group in members}


def _pair(group: str, clauses: Mapping[str, str]) -> Text:
    return named(Group(id=group, clause=clauses.get(group)))
