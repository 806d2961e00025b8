"""What the rules of a scheme ask for, gathered: the inputs and links of each kind, the axes of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...errors import SchemeError
from ...words import Message
from .._periods import UNITS
from .._rules import Asks
from ..nodes import Input, Kind, Link, Periods, Their
from ._merge import Entry
from ._reads import inputs_of, looked_at, periods_of
from ._ruleset import KindRules

__all__ = ["axes_of", "gather"]


def gather(kind: Kind, entries: Sequence[Entry], uses: Sequence[tuple[str, Their]]) -> KindRules:
    """The rules of a kind with what it is asked for, by its own rules and by those that look at it. Raises SchemeError."""
    inputs: dict[str, Input] = {}
    links: dict[str, Link] = {}
    own = [expression for entry in entries for expression in entry.rule.expressions()]
    asked = [their.expression for _, their in uses if kind.key in looked_at(their)]
    for expression in (*own, *asked):
        for given in inputs_of(expression):
            _same(inputs.setdefault(given.key, given), given, kind)
    for entry in entries:
        if isinstance(entry.rule, Asks):
            links.update({link.key: link for link in entry.rule.links})
    for key, their in uses:
        link, owners = (their.link, (key,)) if isinstance(their.link, Link) else (their.link.link, looked_at(their))
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


def axes_of(found: Mapping[str, list[Entry]]) -> tuple[Periods, ...]:
    """The axes of all rules and links, each once. Raises SchemeError where two of one key differ in their unit."""
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
