"""One kind's rules from all its parts: every hook called once, a scheme's rules first, then what amendments change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pluggy
from attrs import evolve, frozen

from ...errors import SchemeError
from ...words import Message, Text
from .._fence import TookTooLongError, TooLong, too_long, what_happened
from .._fields import shown
from .._rules import Bands, Ceiling, PointTable, Proposed, Quota, Replacing, Rule, Total
from .._scheme import HOOKS, Amendment, Declared, Part, Scheme, allowed_types
from ..nodes import Kind, open_axis
from ._complete import complete, edited, expanded

__all__ = ["Entry", "merge", "register"]


@frozen
class Entry:
    """A rule with the hook it came through and the plugin that declared it.

    `basis` is why an amendment put it in another's place, `derived_from` the id of the rule that it follows from.
    """

    hook: str
    origin: str
    rule: Rule
    basis: str = ""
    derived_from: str = ""


class _Manager(pluggy.PluginManager):
    """One manager per scheme, each part under its own name; overriding a hook method is implementing the hook."""

    def parse_hookspec_opts(self, module_or_class: Any, name: str) -> Any:
        return {} if name in HOOKS else None

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
        if name not in HOOKS:
            return None
        return None if getattr(type(plugin), name) is getattr(Part, name) else {}


def register(plugins: Iterable[Declared]) -> pluggy.PluginManager:
    """The parts of a scheme and of its amendments under their names. Raises SchemeError for what pluggy refuses."""
    manager = _Manager("kaohe")
    manager.add_hookspecs(Part)
    for plugin in plugins:
        for part in plugin.parts:
            try:
                manager.register(part(plugin), name=_named(plugin, part.kind))
            except (pluggy.PluginValidationError, ValueError) as error:
                raise SchemeError(
                    Message(
                        "K1006",
                        "{id}: pluggy refuses it: {why}; name each part once in parts, and each amendment once",
                        "{id}：pluggy 拒绝登记：{why}；每个部分在 parts 中、每个修订请只写一次",
                    ).format(id=_named(plugin, part.kind), why=str(error))
                ) from error
    return manager


def _named(plugin: Declared, kind: Kind) -> str:
    """What a part is registered as: its plugin and its kind."""
    return f"{plugin.id}:{kind.key}"


def merge(manager: pluggy.PluginManager, kind: Kind, plugins: Sequence[Declared]) -> list[Entry]:
    """The rules of one kind, in the order of hooks and plugins. Raises SchemeError for two that contradict each other."""
    entries: list[Entry] = []
    for hook in HOOKS:
        by_part = {impl.plugin_name: impl for impl in getattr(manager.hook, hook).get_hookimpls()}
        for plugin in plugins:
            name = _named(plugin, kind)
            if name in by_part:
                for declared in _call(by_part[name].function, plugin, hook, kind):
                    _place(entries, declared, hook, plugin, kind)
    _refuse_contradictions(kind, entries)
    return entries


def _call(function: Any, plugin: Declared, hook: str, kind: Kind) -> list[Rule | Replacing]:
    where = f"{plugin.id}.{hook}({kind.key})"
    try:
        returned = function()
        declared = [] if returned is None or isinstance(returned, Rule | Replacing | str) else list(returned)
    except KeyboardInterrupt:
        raise
    except TooLong as error:
        raise TookTooLongError(too_long(where)) from error
    except BaseException as error:
        raise SchemeError(
            Message(
                "K1007",
                "{where} failed: {why}; correct that line of the plugin, a hook only declares",
                "{where} 出错：{why}；请更正插件中的这一行，钩子只作声明",
            ).format(where=where, why=what_happened(error))
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
        if isinstance(rule, list | tuple):
            text = Message(
                "K1204",
                "{where} returned a list inside its list; put a * before it: [*at(...), ...]",
                "{where} 返回的列表里还有列表；请在其前加 *：[*at(...), ...]",
            )
            raise SchemeError(text.format(where=where))
        given = rule.rule if isinstance(rule, Replacing) else rule
        if not isinstance(rule, allowed) or not isinstance(given, HOOKS[hook]):
            raise SchemeError(
                Message(
                    "K1010",
                    "{where} returned {given}; it may return {allowed}: move it to the hook that takes it, or take it out",
                    "{where} 返回了 {given}；只能返回 {allowed}：请移到相应的钩子，或去掉",
                ).format(
                    where=where,
                    given=shown(given if isinstance(rule, allowed) else rule).partition(" ")[0],
                    allowed=", ".join(sorted(kind.__name__ for kind in allowed)),
                )
            )
    return declared


def _place(entries: list[Entry], declared: Rule | Replacing, hook: str, plugin: Declared, kind: Kind) -> None:
    given, where = declared.rule if isinstance(declared, Replacing) else declared, f"{plugin.id}.{hook}({kind.key})"
    rule = complete(given, kind, plugin.prefix, where)
    if isinstance(plugin, Scheme):
        rule = edited(rule, plugin.moved, where)
    first, *rest = expanded(rule, kind)
    basis = declared.basis if isinstance(declared, Replacing) else ""
    made = [Entry(hook, plugin.id, first, basis), *(Entry(hook, plugin.id, one, basis, first.id) for one in rest)]
    at = (
        _cleared(entries, evolve(declared, rule=rule), hook, plugin)
        if isinstance(declared, Replacing)
        else len(entries)
    )
    known = {entry.rule.id: entry for entry in entries}
    for entry in made:
        if (there := known.setdefault(entry.rule.id, entry)) is not entry:
            raise _same_id(there, entry, where)
    entries[at:at] = made


def _same_id(there: Entry, entry: Entry, where: str) -> SchemeError:
    """Two rules with one id: of one plugin a slip, of two a contradiction."""
    if there.origin != entry.origin:
        why = Text("they have the same id", "两条规则编号相同")
        return _contradiction(there.rule, entry.rule, there.origin, entry.origin, why)
    text = Message(
        "K1203",
        "{where}: the {two} of {clause_b} has the id {rule}, as has the {one} of {clause_a}; give one of them a role=... "
        "(added to the id), or an id=...",
        "{where}：{clause_b}的 {two} 与{clause_a}的 {one} 编号同为 {rule}；请给其中之一写 role=...（接在编号之后）或 id=...",
    )
    return SchemeError(
        text.format(
            where=where,
            one=type(there.rule).__name__,
            two=type(entry.rule).__name__,
            clause_a=there.rule.clause,
            clause_b=entry.rule.clause,
            rule=entry.rule.id,
        )
    )


def _cleared(entries: list[Entry], declared: Replacing, hook: str, plugin: Declared) -> int:
    """Take out the rule that `declared` replaces, and what was derived from it; where it stood."""
    name = declared.rule.id
    place = next((place for place, entry in enumerate(entries) if entry.rule.id == name), -1)
    if place < 0 or entries[place].hook != hook:
        raise SchemeError(
            Message(
                "K1011",
                "{id} replaces {rule}, but {hook} has no such rule; check its id",
                "{id} 要替换 {rule}，但 {hook} 没有这条规则；请核对编号",
            ).format(id=plugin.id, rule=name, hook=hook)
        )
    if not declared.basis.strip():
        raise SchemeError(
            Message(
                "K1012",
                "{id} replaces {rule} without its legal basis; write Replacing(..., basis=...), the clauses that allow it",
                "{id} 替换 {rule} 却没有写依据；请写 Replacing(..., basis=...)，注明允许修订的条款",
            ).format(id=plugin.id, rule=name)
        )
    there = entries[place]
    if there.basis and declared.over != there.origin:
        why = Text("both replace it; one must be declared over the other", "两者都替换它；其中一个须写明取代另一个")
        raise _contradiction(there.rule, declared.rule, there.origin, plugin.id, why)
    entries[:] = [entry for entry in entries if name not in (entry.rule.id, entry.derived_from)]
    return place


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
            "to replace a rule, an amendment returns Replacing(rule=..., basis=...): write that, or give the new one an id "
            "of its own",
            "{one} {a}（{clause_a}）与 {two} {b}（{clause_b}）相矛盾：{why}；"
            "修订要替换规则请写 Replacing(rule=..., basis=...)，否则请另取编号",
        ).format(one=one, two=two, a=first.id, b=second.id, clause_a=first.clause, clause_b=second.clause, why=why)
    )
