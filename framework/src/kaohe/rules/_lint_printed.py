"""Printed tables: what a column means for a kind, and lint of those that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..words import Text
from ._fault import Fault, fault
from ._printed import WORDS, Column
from ._rules import Figure, Procedure, Rule
from .assembly import KindRules, inputs_of
from .nodes import ChoiceExpr, DateExpr, Expr, Link, NumberExpr, Tally

__all__ = ["meant", "printed"]

_STRANGE = Text(
    "its column {head} shows {of}, which the kind has not; write one of its keys, or a word: {words}",
    "其“{head}”栏的内容 {of} 此类对象并没有；请写其键名，或用：{words}",
)
_SORTED = Text("it is sorted by {head}, which is none of its columns", "按“{head}”排序，但没有这一栏")


def meant(column: Column, rules: KindRules, kinds: Sequence[KindRules]) -> str | Expr | Link | None:
    """What stands in a column for a kind: a word, an expression or a link; None where it has nothing of the sort.

    `kinds` are all kinds of the scheme, of which a link leads to one.
    """
    of = column.of
    if isinstance(of, Expr):
        return of if all(rules.input(given.key) is not None for given in inputs_of(of)) else None
    found = (_named(one.strip(), rules, kinds) for one in of.split("|"))
    return next((one for one in found if one is not None), None)


def _named(of: str, rules: KindRules, kinds: Sequence[KindRules]) -> str | Expr | Link | None:
    if of in WORDS:
        return of
    link = next((one for one in rules.links if one.key == of), None)
    figure = next((rule.value for rule in rules.rules(Figure) if rule.id == of and isinstance(rule, Figure)), None)
    given = rules.input(of)
    if link is not None:
        return link
    return given if given is not None else figure if figure is not None else _part(of, rules, kinds)


def _part(of: str, rules: KindRules, kinds: Sequence[KindRules]) -> Expr | None:
    """What "ballot.total" and "ballot.CODE" are of a ballot, and "team.level" of somebody linked."""
    key, _, part = of.partition(".")
    given, link = rules.input(key), next((one for one in rules.links if one.key == key), None)
    if link is not None:
        theirs = next((one.input(part) for one in kinds if one.kind.key == link.to.key), None)
        return link.their(theirs) if isinstance(theirs, NumberExpr | ChoiceExpr | DateExpr) else None
    if not isinstance(given, Tally):
        return None
    if part == "total":
        return given.total()
    return given.how_many(part) if part in given.codes else None


def printed(rule: Rule, rules: KindRules, kinds: Sequence[KindRules]) -> Iterator[Fault]:
    """What is wrong in the columns of a form."""
    if not isinstance(rule, Procedure):
        return
    for column in rule.columns:
        if meant(column, rules, kinds) is None:
            of = column.of if isinstance(column.of, str) else type(column.of).__name__
            yield fault("words", rule, _STRANGE.format(head=column.head, of=of, words=", ".join(filter(None, WORDS))))
    for head in rule.sort:
        if head not in [column.head.zh for column in rule.columns]:
            yield fault("words", rule, _SORTED.format(head=head))
