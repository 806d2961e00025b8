"""Assembling a scheme: its hooks called once, amendments merged, inputs gathered, the order computed."""

from __future__ import annotations

import difflib
import graphlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from ..errors import SchemeError
from ..words import Message
from ._descend import descend
from ._digest import digest, digests
from ._fence import fence
from ._fields import shown
from ._form import Form
from ._limits import limits_of
from ._merge import Entry, merge, register
from ._periods import UNITS
from ._rules import (
    Asks,
    Consequence,
    PointTable,
    Reading,
    Rule,
    Total,
    Undefined,
    rows_of,
)
from ._scheme import Amendment, Declared, Scheme, check_declared
from ._setting import Setting
from ._uses import counts_workdays
from .nodes import (
    Axis,
    Events,
    Expr,
    Finding,
    GradeIs,
    Input,
    Kind,
    Link,
    LinkedBack,
    Periods,
    Ratings,
    ScoreOf,
    Their,
    rank_stages,
)

__all__ = ["KindRules", "Ruleset", "assemble", "inputs_of", "periods_of"]


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
        if types not in self._of_types:
            self._of_types[types] = tuple(entry.rule for entry in self.entries if isinstance(entry.rule, types))
        return self._of_types[types]

    @cached_property
    def _of_types(self) -> dict[tuple[type[Rule], ...], tuple[Rule, ...]]:
        return {}

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

    @cached_property
    def counts_workdays(self) -> bool:
        """Whether any rule counts working days, which the cycle then has to list."""
        return counts_workdays(entry.rule for rules in self.kinds for entry in rules.entries)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of every rule and input by kind and id ("team: XZ-7"), for what keeps them beside results."""
        return digests(
            {
                f"{rules.kind.key}: {name}": value
                for rules in self.kinds
                for name, value in (
                    *((entry.rule.id, entry.rule) for entry in rules.entries),
                    *((given.key, given) for given in rules.inputs),
                )
            }
        )

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.scheme.id

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """The settings of the scheme and of its active amendments."""
        return tuple(given for plugin in self.plugins for given in plugin.settings)

    @property
    def assumptions(self) -> tuple[Reading, ...]:
        """The readings of the scheme and of its active amendments: what each assumes where its document is silent."""
        return tuple(given for plugin in self.plugins for given in plugin.readings)

    @property
    def undefined(self) -> tuple[Undefined, ...]:
        """What the documents leave undefined."""
        return tuple(given for plugin in self.plugins for given in plugin.undefined)

    @property
    def forms(self) -> tuple[Form, ...]:
        """What is printed: the scheme's forms by key, where an amendment's stand in place of those of the same key."""
        return tuple({form.key: form for plugin in self.plugins for form in plugin.forms}.values())

    @property
    def plugins(self) -> tuple[Declared, ...]:
        """The scheme, then its active amendments."""
        return (self.scheme, *self.amendments)

    def kind(self, key: str) -> KindRules | None:
        """The rules of the kind called `key`."""
        return next((rules for rules in self.kinds if rules.kind.key == key), None)


def assemble(
    scheme: type[Scheme],
    amendments: Sequence[type[Amendment]] = (),
    *,
    choices: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Ruleset:
    """Call every hook of every part once, merge the amendments, compute the order and the digest.

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
    for given in amendments:
        _check_base(given, scheme)
        _check_parts(given, scheme)
    base, extra = scheme(chosen), tuple(amendment(chosen) for amendment in amendments)
    _check_choices((base, *extra), chosen)
    kinds, manager = base.kinds, register((base, *extra))  # once: a hook may change its class
    found = {kind.key: merge(manager, kind, [base, *extra]) for kind in kinds}
    _check_changes(base, found)
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
        kinds=tuple(_gather(kind, found[kind.key], uses) for kind in kinds),
        axes=_axes(found),
        order=_order(found),
        choices=tuple(sorted(chosen.items())),
    )


def _check_changes(base: Scheme, found: Mapping[str, list[Entry]]) -> None:
    """Every number that an edition changes is in a rule that there is."""
    entries = (entry for entries in found.values() for entry in entries if not entry.derived_from)
    known = {row.id for entry in entries for row in rows_of(entry.rule)}
    for changed in base.moved:
        if changed.rule not in known:
            near = difflib.get_close_matches(changed.rule, known, n=1, cutoff=0.4)
            text = Message(
                "K1202",
                "{id} changes a number of {rule}, but there is no such rule; did you mean {near}?",
                "{id} 修改 {rule} 的数值，但没有这条规则；是不是 {near}？",
            )
            raise SchemeError(text.format(id=base.id, rule=changed.rule, near=", ".join(near) or "-"))


def _check_kinds(scheme: type[Scheme]) -> None:
    keys = [kind.key for kind in scheme.kinds]
    for kind in scheme.kinds:
        twice = keys.count(kind.key) > 1
        if twice or len(set(kind.grades)) < len(kind.grades):
            text = (
                Message(
                    "K1001",
                    "{id}: two parts are for a kind with the key {key}; one part for each kind: name it once in parts, or give "
                    "the other kind a key of its own",
                    "{id}：有两个部分的对象键名都是 {key}；每类对象一个部分：parts 中请只写一次，或另取键名",
                )
                if twice
                else Message(
                    "K1002",
                    "{id}: the kind {key} has one grade twice; write each once, from best to worst",
                    "{id}：对象类别 {key} 的等次有重复；每个等次请只写一次，由高到低",
                )
            )
            raise SchemeError(text.format(id=scheme.id, key=kind.key))


def _check_parts(amendment: type[Amendment], scheme: type[Scheme]) -> None:
    """Each part of an amendment is for one kind of the scheme, the very same."""
    seen: set[str] = set()
    for part in amendment.parts:
        if part.kind not in scheme.kinds or part.kind.key in seen:
            text = Message(
                "K1201",
                "{id}: the part {part} is for {kind}, which {scheme} does not declare so, or another part is for it too; "
                "import the kind from the scheme's package, and write one part for each",
                "{id}：部分 {part} 针对{kind}，但 {scheme} 没有这样声明，或另有一个部分也针对它；请从方案的包导入对象类别，一类一个部分",
            )
            raise SchemeError(text.format(id=amendment.id, part=part.__name__, kind=part.kind.label, scheme=scheme.id))
        seen.add(part.kind.key)


def _check_base(amendment: type[Amendment], base: type[Scheme]) -> None:
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
                    "setting {key}: {value} is not one of {allowed}; choose one of them",
                    "设置项 {key}：{value} 不在 {allowed} 之中；请从中选用",
                ).format(key=key, value=str(value), allowed=", ".join(sorted(allowed)) or "a list of codes")
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
        for day in (axis.posted_from, axis.posted_to):
            if day is not None:
                yield from _with_axis(day)


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
                "{kind} has two different inputs called {key} ({a} and {b}); an input that several clauses read owns its "
                "clause: declare it once, with clause=...; another input gets another key",
                "{kind}有两个不同的录入项都叫 {key}（{a} 与 {b}）；多个条款共用的录入项有自己的条款：请只声明一次并写 clause=...；"
                "若是另一项，请换键名",
            ).format(kind=kind.label, key=first.key, a=first.clause, b=second.clause)
        )


def _axes(found: Mapping[str, list[Entry]]) -> tuple[Periods, ...]:
    axes: dict[str, Periods] = {}
    for entry in (entry for entries in found.values() for entry in entries):
        links = entry.rule.links if isinstance(entry.rule, Asks) else ()
        along = [periods for expression in entry.rule.expressions() for periods in periods_of(expression)]
        for periods in (*along, *(link.on for link in links if link.on is not None)):
            there = axes.setdefault(periods.key, periods)
            if periods.unit not in UNITS or there.unit != periods.unit:
                raise _unit(periods)
    return tuple(axes.values())


def _unit(periods: Periods) -> SchemeError:
    return SchemeError(
        Message(
            "K1015",
            "the periods {key} have the unit {unit}; one axis has one unit out of {known}; use one Periods(...) "
            "wherever they are meant",
            "期次 {key} 的单位是 {unit}；一个轴只有一个单位，可用：{known}；各处请用同一个 Periods(...)",
        ).format(key=periods.key, unit=periods.unit, known=", ".join(UNITS))
    )


def periods_of(expression: Expr) -> Iterator[Periods]:
    """The period axes that `expression` runs along, for linked appraisees too."""
    for found in descend(expression):
        axis = found.on if isinstance(found, Input) else found.own_axis()
        if isinstance(axis, Periods):
            yield axis
        if isinstance(found, Their):
            yield from () if found.by_date is None else (found.by_date,)
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
