"""Assembling a scheme: its hooks called once, amendments merged, inputs gathered, the order computed."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import pluggy
from attrs import frozen

from ..errors import SchemeError
from ..words import Message, Text
from ._descend import descend
from ._digest import digest
from ._expressions import Axis, Expr, GradeIs, ScoreOf, open_axis
from ._fence import TookTooLongError, TooLong, fence, too_long, what_happened
from ._fields import shown
from ._inputs import Events, Finding, Input, Kind, Link, LinkedBack, Periods, Ratings, Setting, Their
from ._limits import limits_of
from ._periods import UNITS
from ._rank_of import rank_stages
from ._rules import (
    Asks,
    Assumption,
    Bands,
    Ceiling,
    Consequence,
    PointTable,
    Proposed,
    Quota,
    Replacing,
    Rule,
    Total,
    Undefined,
)
from ._scheme import HOOKS, Amendment, Declared, Scheme, allowed_types, check_declared

__all__ = ["Entry", "KindRules", "Ruleset", "assemble", "inputs_of", "periods_of"]

PROJECT = "kaohe"


@frozen
class Entry:
    """A rule with the hook it came through and the plugin that declared it."""

    hook: str
    origin: str
    rule: Rule
    basis: str = ""


@frozen
class KindRules:
    """Everything that holds for one kind, in the order of hooks and declarations."""

    kind: Kind
    entries: tuple[Entry, ...]
    inputs: tuple[Input, ...]
    links: tuple[Link, ...]

    @cached_property
    def limits(self) -> tuple[Fraction, ...]:
        """Every number that a rule of the kind compares something with, for `show_near` and `show_cut`."""
        return limits_of(entry.rule for entry in self.entries)

    def rules(self, *types: type[Rule]) -> tuple[Rule, ...]:
        """The rules of the given types."""
        return tuple(entry.rule for entry in self.entries if isinstance(entry.rule, types))

    def input(self, key: str) -> Input | None:
        """The input of that key, if the kind has one."""
        return next((given for given in self.inputs if given.key == key), None)


@frozen
class Ruleset:
    """A scheme as it runs: one scheme, its active amendments and settings, assembled and digested."""

    scheme: Scheme
    amendments: tuple[Amendment, ...]
    kinds: tuple[KindRules, ...]
    axes: tuple[Periods, ...]
    order: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str | tuple[str, ...]], ...]

    @cached_property
    def digest(self) -> str:
        """The rule digest: SHA-256 of the canonical declarations, 64 hexadecimal digits."""
        return _digest_of(self)

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.scheme.id

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings of the scheme and of its active amendments."""
        return tuple(given for plugin in self.plugins for given in plugin.settings)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions of the scheme and of its active amendments."""
        return tuple(given for plugin in self.plugins for given in plugin.assumptions)

    @property
    def undefined(self) -> tuple[Undefined, ...]:
        """What the documents leave undefined."""
        return tuple(given for plugin in self.plugins for given in plugin.undefined)

    @property
    def plugins(self) -> tuple[Declared, ...]:
        """The scheme, then its active amendments."""
        return (self.scheme, *self.amendments)

    def kind(self, key: str) -> KindRules | None:
        """The rules of the kind called `key`."""
        return next((rules for rules in self.kinds if rules.kind.key == key), None)


class _Manager(pluggy.PluginManager):
    """One manager per scheme; overriding a hook method is implementing the hook."""

    def parse_hookspec_opts(self, module_or_class: Any, name: str) -> Any:
        return {} if name in HOOKS else None

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
        if name not in HOOKS:
            return None
        base = Amendment if isinstance(plugin, Amendment) else Scheme
        return None if getattr(type(plugin), name) is getattr(base, name) else {}


def assemble(
    scheme: type[Scheme],
    amendments: Sequence[type[Amendment]] = (),
    *,
    choices: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Ruleset:
    """Call every hook once for every kind, merge the amendments, compute the order and the digest.

    Raises SchemeError, naming plugin, hook and clause, for anything that cannot hold together.
    """
    with fence(shown(getattr(scheme, "id", "-"))):
        made = _assembled(scheme, amendments, dict(choices or {}))
        for plugin in (scheme, *amendments):
            check_declared(plugin)  # once more: a hook may have changed its class
        return made


def _assembled(
    scheme: type[Scheme], amendments: Sequence[type[Amendment]], chosen: dict[str, str | tuple[str, ...]]
) -> Ruleset:
    for plugin in (scheme, *amendments):
        check_declared(plugin)
    _check_kinds(scheme)
    base, extra = scheme(chosen), tuple(amendment(chosen) for amendment in amendments)
    _check_choices((base, *extra), chosen)
    for amendment in extra:
        _check_base(amendment, base)
    manager = _register(base, extra)
    found = {kind.key: _merge(manager, kind, [base, *extra]) for kind in base.kinds}
    uses = [
        use
        for key, entries in found.items()
        for entry in entries
        for expression in entry.rule.expressions()
        for use in _uses(key, expression)
    ]
    return Ruleset(
        scheme=base,
        amendments=extra,
        kinds=tuple(_gather(kind, found[kind.key], uses) for kind in base.kinds),
        axes=_axes(found),
        order=_order(found),
        choices=tuple(sorted(chosen.items())),
    )


def _check_kinds(scheme: type[Scheme]) -> None:
    keys = [kind.key for kind in scheme.kinds]
    for kind in scheme.kinds:
        twice = keys.count(kind.key) > 1
        if twice or len(set(kind.grades)) < len(kind.grades):
            text = (
                Message(
                    "K1001",
                    "{id}: two kinds have the key {key}; give one another key",
                    "{id}：两类对象的键名都是 {key}；请改名",
                )
                if twice
                else Message("K1002", "{id}: the kind {key} has one grade twice", "{id}：对象类别 {key} 的等次有重复")
            )
            raise SchemeError(text.format(id=scheme.id, key=kind.key))


def _check_base(amendment: Amendment, base: Scheme) -> None:
    if amendment.base != base.id:
        raise SchemeError(
            Message(
                "K1003",
                "amendment {id} amends {base}, not {scheme}; take it out of this case's amendments",
                "修订 {id} 的对象是 {base}，不是 {scheme}；请从本案例的修订中去掉",
            ).format(id=amendment.id, base=amendment.base, scheme=base.id)
        )


def _check_choices(plugins: Sequence[Declared], chosen: Mapping[str, str | tuple[str, ...]]) -> None:
    known = {setting.key: setting for plugin in plugins for setting in plugin.settings}
    for key, value in chosen.items():
        setting = known.get(key)
        if setting is None:
            raise SchemeError(
                Message(
                    "K1004",
                    "there is no setting {key}; the settings are: {known}",
                    "没有设置项 {key}；可用的有：{known}",
                ).format(key=key, known=", ".join(sorted(known)) or "-")
            )
        allowed = {option.code for option in setting.options}
        wrong = [part for part in ([value] if isinstance(value, str) else value) if allowed and part not in allowed]
        if wrong or setting.is_list == isinstance(value, str):
            raise SchemeError(
                Message(
                    "K1005",
                    "setting {key}: {value} is not one of {allowed}",
                    "设置项 {key}：{value} 不在 {allowed} 之中",
                ).format(key=key, value=str(value), allowed=", ".join(sorted(allowed)) or "a list of codes")
            )


def _register(base: Scheme, amendments: Iterable[Amendment]) -> _Manager:
    manager = _Manager(PROJECT)
    manager.add_hookspecs(Scheme)
    for plugin in (base, *amendments):
        try:
            manager.register(plugin, name=plugin.id)
        except (pluggy.PluginValidationError, ValueError) as error:
            raise SchemeError(
                Message("K1006", "{id}: pluggy refuses it: {why}", "{id}：pluggy 拒绝登记：{why}").format(
                    id=plugin.id, why=str(error)
                )
            ) from error
    return manager


def _merge(manager: _Manager, kind: Kind, plugins: Sequence[Declared]) -> list[Entry]:
    entries: dict[str, Entry] = {}
    for hook in HOOKS:
        by_plugin = {impl.plugin_name: impl for impl in getattr(manager.hook, hook).get_hookimpls()}
        for plugin in plugins:
            if plugin.id in by_plugin:
                for declared in _call(by_plugin[plugin.id].function, plugin, hook, kind):
                    _place(entries, declared, hook, plugin)
    _refuse_contradictions(kind, list(entries.values()))
    return list(entries.values())


def _call(function: Any, plugin: Declared, hook: str, kind: Kind) -> list[Rule | Replacing]:
    where = f"{plugin.id}.{hook}({kind.key})"
    try:
        returned = function(kind)
        declared = [] if returned is None or isinstance(returned, Rule | Replacing | str) else list(returned)
    except KeyboardInterrupt:
        raise
    except TooLong as error:
        raise TookTooLongError(too_long(where)) from error
    except BaseException as error:
        raise SchemeError(
            Message("K1007", "{where} failed: {why}", "{where} 出错：{why}").format(
                where=where, why=what_happened(error)
            )
        ) from error
    if returned is None:
        text = Message(
            "K1008", "{where} returned None: is its return forgotten?", "{where} 返回了 None：是否忘了写 return？"
        )
        raise SchemeError(text.format(where=where))
    if isinstance(returned, Rule | Replacing | str):
        text = Message(
            "K1009", "{where} returned {given}; return a list: [...]", "{where} 返回了 {given}；请返回列表 [...]"
        )
        raise SchemeError(text.format(where=where, given=shown(returned)))
    allowed = allowed_types(hook, amendment=isinstance(plugin, Amendment))
    for rule in declared:
        given = rule.rule if isinstance(rule, Replacing) else rule
        if not isinstance(rule, allowed) or not isinstance(given, HOOKS[hook]):
            raise SchemeError(
                Message(
                    "K1010",
                    "{id}.{hook} returned {given}; it may return {allowed}",
                    "{id}.{hook} 返回了 {given}；只能返回 {allowed}",
                ).format(
                    id=plugin.id,
                    hook=hook,
                    given=shown(given if isinstance(rule, allowed) else rule).partition(" ")[0],
                    allowed=", ".join(sorted(kind.__name__ for kind in allowed)),
                )
            )
    return declared


def _place(entries: dict[str, Entry], declared: Rule | Replacing, hook: str, plugin: Declared) -> None:
    if isinstance(declared, Replacing):
        _replace(entries, declared, hook, plugin)
        return
    there = entries.get(declared.id)
    if there is not None:
        raise _contradiction(
            there.rule, declared, there.origin, plugin.id, Text("they have the same id", "两条规则编号相同")
        )
    entries[declared.id] = Entry(hook, plugin.id, declared)


def _replace(entries: dict[str, Entry], declared: Replacing, hook: str, plugin: Declared) -> None:
    there = entries.get(declared.rule.id)
    if there is None or there.hook != hook:
        raise SchemeError(
            Message(
                "K1011",
                "{id} replaces {rule}, but {hook} has no such rule; check its id",
                "{id} 要替换 {rule}，但 {hook} 没有这条规则；请核对编号",
            ).format(id=plugin.id, rule=declared.rule.id, hook=hook)
        )
    if not declared.basis.strip():
        raise SchemeError(
            Message("K1012", "{id} replaces {rule} without its legal basis", "{id} 替换 {rule} 却没有写依据").format(
                id=plugin.id, rule=declared.rule.id
            )
        )
    if there.basis and declared.over != there.origin:
        why = Text("both replace it; one must be declared over the other", "两者都替换它；其中一个须写明取代另一个")
        raise _contradiction(there.rule, declared.rule, there.origin, plugin.id, why)
    entries[declared.rule.id] = Entry(hook, plugin.id, declared.rule, declared.basis)


def _refuse_contradictions(kind: Kind, entries: Sequence[Entry]) -> None:
    seen: dict[object, Entry] = {}
    for entry in entries:
        key = _decides(entry.rule)
        if key is None:
            continue
        there = seen.setdefault(key, entry)
        if there is not entry:
            why = Text("both decide the same thing for {kind}", "两者对{kind}规定同一件事").format(kind=kind.label)
            raise _contradiction(there.rule, entry.rule, there.origin, entry.origin, why)


def _decides(rule: Rule) -> object:
    """What only one rule may decide, or None."""
    if isinstance(rule, Total | PointTable):
        return "score"
    if isinstance(rule, Bands):
        axis = open_axis(rule.of)
        return ("grade", axis.axis_key if axis is not None else "")
    if isinstance(rule, Proposed):
        return ("grade", "")
    if isinstance(rule, Ceiling):
        return (type(rule), rule.when)
    if isinstance(rule, Quota):
        return ("quota", rule.grade, rule.pool, rule.only, rule.floor_share is None, rule.or_better is True, rule.each)
    return None


def _contradiction(first: Rule, second: Rule, one: str, two: str, why: Text) -> SchemeError:
    return SchemeError(
        Message(
            "K1013",
            "{one} {a} ({clause_a}) and {two} {b} ({clause_b}) contradict each other: {why}; "
            "an amendment replaces a rule with Replacing(rule, basis=...)",
            "{one} {a}（{clause_a}）与 {two} {b}（{clause_b}）相矛盾：{why}；修订请用 Replacing(rule, basis=...) 替换",
        ).format(one=one, two=two, a=first.id, b=second.id, clause_a=first.clause, clause_b=second.clause, why=why)
    )


def inputs_of(expression: Expr) -> Iterator[Input]:
    """The inputs of the same appraisee that `expression` reads, with the lists their columns lie on."""
    for found in descend(expression):
        if isinstance(found, Input):
            yield from _with_axis(found)
        elif (axis := found.own_axis()) is not None:
            yield from _of_axis(axis)


def _with_axis(given: Input) -> Iterator[Input]:
    if given.on is not None:
        yield from _of_axis(given.on)
    yield given


def _of_axis(axis: Axis) -> Iterator[Input]:
    if isinstance(axis, Events | Finding | Ratings):
        yield axis
    elif isinstance(axis, Periods):
        yield from (day for day in (axis.posted_from, axis.posted_to) if day is not None)


def _targets(link: Link | LinkedBack) -> tuple[str, ...]:
    return (link.to.key,) if isinstance(link, Link) else tuple(kind.key for kind in link.kinds)


def _uses(key: str, expression: Expr) -> Iterator[tuple[str, Their]]:
    """Every look at a linked appraisee, with the kind of the one who looks."""
    for found in descend(expression):
        if isinstance(found, Their):
            yield key, found
            for target in _targets(found.link):
                yield from _uses(target, found.expression)


def _gather(kind: Kind, entries: Sequence[Entry], uses: Sequence[tuple[str, Their]]) -> KindRules:
    inputs: dict[str, Input] = {}
    links: dict[str, Link] = {}
    own = [expression for entry in entries for expression in entry.rule.expressions()]
    asked = [their.expression for _, their in uses if kind.key in _targets(their.link)]
    for expression in (*own, *asked):
        for given in inputs_of(expression):
            _same(inputs.setdefault(given.key, given), given, kind)
    for entry in entries:
        if isinstance(entry.rule, Asks):
            links.update({link.key: link for link in entry.rule.links})
    for key, their in uses:
        link, owners = (their.link, (key,)) if isinstance(their.link, Link) else (their.link.link, _targets(their.link))
        if kind.key in owners:
            links[link.key] = link
    return KindRules(kind, tuple(entries), tuple(inputs.values()), tuple(links.values()))


def _same(first: Input, second: Input, kind: Kind) -> None:
    if first != second:
        raise SchemeError(
            Message(
                "K1014",
                "{kind} has two different inputs called {key} ({a} and {b}); give one another key",
                "{kind}有两个不同的录入项都叫 {key}（{a} 与 {b}）；请换一个键名",
            ).format(kind=kind.label, key=first.key, a=first.clause, b=second.clause)
        )


def _axes(found: Mapping[str, list[Entry]]) -> tuple[Periods, ...]:
    axes: dict[str, Periods] = {}
    for entry in (entry for entries in found.values() for entry in entries):
        for expression in entry.rule.expressions():
            for periods in periods_of(expression):
                there = axes.setdefault(periods.key, periods)
                if periods.unit not in UNITS or there.unit != periods.unit:
                    raise _unit(periods)
    return tuple(axes.values())


def _unit(periods: Periods) -> SchemeError:
    return SchemeError(
        Message(
            "K1015",
            "the periods {key} have the unit {unit}; one axis has one unit out of {known}",
            "期次 {key} 的单位是 {unit}；一个轴只有一个单位，可用：{known}",
        ).format(key=periods.key, unit=periods.unit, known=", ".join(UNITS))
    )


def periods_of(expression: Expr) -> Iterator[Periods]:
    """The period axes that `expression` runs along, for linked appraisees too."""
    for found in descend(expression):
        axis = found.on if isinstance(found, Input) else found.own_axis()
        if isinstance(axis, Periods):
            yield axis
        if isinstance(found, Their):
            yield from periods_of(found.expression)


def _order(found: Mapping[str, list[Entry]]) -> tuple[tuple[str, str], ...]:
    """The order of (kind, stage) in which outcomes come to be. Raises SchemeError for a cycle."""
    graph: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for key, entries in found.items():
        graph.setdefault((key, "score"), set())
        graph.setdefault((key, "grade"), set()).add((key, "score"))
        for entry in entries:
            if isinstance(entry.rule, Consequence):
                continue
            stage = "score" if isinstance(entry.rule, Total | PointTable) or entry.hook == "bonus_penalty" else "grade"
            graph[key, stage] |= {
                (key, one) for expression in entry.rule.expressions() for one in rank_stages(expression)
            }
            for their in (t for expression in entry.rule.expressions() for _, t in _uses(key, expression)):
                wanted = list(_stages(their.expression))
                graph[key, stage] |= {(target, one) for target in _targets(their.link) for one in wanted}
    try:
        return tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        path = " -> ".join(f"{kind}.{stage}" for kind, stage in error.args[1])
        raise SchemeError(
            Message(
                "K1016",
                "outcomes depend on each other in a circle: {path}; break it in one of the rules",
                "结果相互依赖成环：{path}；请在其中一条规则里断开",
            ).format(path=path)
        ) from error


def _stages(expression: Expr) -> Iterator[str]:
    for found in descend(expression):
        if isinstance(found, ScoreOf):
            yield "score"
        elif isinstance(found, GradeIs):
            yield "grade"


def _digest_of(ruleset: Ruleset) -> str:
    return digest(
        {
            "plugins": [[plugin.id, plugin.version] for plugin in ruleset.plugins],
            "documents": [plugin.document for plugin in ruleset.plugins],
            "settings": list(ruleset.settings),
            "choices": [[key, value] for key, value in ruleset.choices],
            "assumptions": list(ruleset.assumptions),
            "cycles": ruleset.scheme.cycles,
            "window": ruleset.scheme.window,
            "kinds": [
                [rules.kind, [[e.hook, e.origin, e.rule, e.basis] for e in rules.entries]] for rules in ruleset.kinds
            ],
        }
    )
