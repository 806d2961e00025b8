"""What a rule leaves unsaid, filled in when it is assembled: clause, id and text, and the rules of single periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve

from ...errors import SchemeError
from ...words import Message, Text
from .._clauses import clause_number
from .._descend import descend
from .._rules import UNSAID, Bands, Ceiling, Changed, Flag, Item, ItemPart, PointTable, Rule, rows_of
from ..nodes import Expr, Input, Kind, Named, Periods, open_axis
from ._own import bound, within
from ._rebuild import rebuilt

__all__ = ["complete", "edited", "expanded"]

_NO_NUMBERS = frozenset({"display_places", "places"})  # how a number is written is no number of the document
Read = TypeVar("Read", bound=Expr)
Row = TypeVar("Row", Rule, Item, ItemPart)


def complete(rule: Rule, kind: Kind, prefix: str, where: str) -> Rule:
    """`rule` for `kind`, with clause, id and text where it left them to be derived.

    `where` names plugin, kind and hook in the sentence of a refusal. Raises SchemeError for what cannot be derived.
    """
    found = bound(rule, kind)
    if not found.clause.strip():
        text = Message(
            "K1197",
            "{where}: a {rule} {id} has no clause; put it in at(clause, ...) or write clause=...",
            "{where}：{rule} {id} 没有条款；请放在 at(条款, ...) 中或写 clause=...",
        )
        raise SchemeError(text.format(where=where, rule=type(rule).__name__, id=rule.id))
    if isinstance(found, PointTable):
        found = evolve(found, items=tuple(_item(item, found, prefix, where) for item in found.items))
    return evolve(_filled(found, found.clause, prefix, where, found.expressions()), role="")


def _item(item: Item, table: PointTable, prefix: str, where: str) -> Item:
    clause = item.clause or table.clause
    parts = tuple(_filled(part, part.clause or clause, prefix, where, (part.loses,)) for part in item.parts)
    reads = () if item.earns is None else (item.earns,)
    return _filled(evolve(item, parts=parts), clause, prefix, where, reads)


def _filled(row: Row, clause: str, prefix: str, where: str, reads: Sequence[Expr]) -> Row:
    """A row with its clause, also on the inputs that it declares inline, its id and its words."""
    name = row.id or _derived(clause, getattr(row, "role", ""), prefix, where)
    words = row.text if row.text != UNSAID else _label(reads, f"{where}: {name}")
    return _with_clause(evolve(row, clause=clause, id=name, text=words), clause)


def _with_clause(row: Row, clause: str) -> Row:
    def change(part: Any) -> Any:
        if isinstance(part, Input) and not part.clause:  # so has the list whose column it is, and what it refers to
            return rebuilt(evolve(part, clause=clause), change, leaves=(Kind,))
        return part

    return rebuilt(row, change, leaves=(Kind,))


def _derived(clause: str, role: str, prefix: str, where: str) -> str:
    number = clause_number(clause)
    if prefix and number is not None:
        return f"{prefix}-{number}{role}"
    why = (
        Text("the clause {clause} has no number to derive it from", "条款“{clause}”没有可用的编号")
        if prefix
        else Text("the scheme declares no prefix", "方案没有声明 prefix")
    )
    text = Message(
        "K1198",
        "{where}: a rule of {clause} needs an id of its own: {why}; write id=...",
        "{where}：{clause}的规则须有自己的编号：{why}；请写 id=...",
    )
    raise SchemeError(text.format(where=where, clause=clause, why=why.format(clause=clause)))


def _label(reads: Sequence[Expr], where: str) -> Text:
    """The words of a rule that says none: of the one input that it reads, or of the value that it names."""
    if len(reads) == 1 and isinstance(reads[0], Named):
        return reads[0].label
    labels = {found.label for read in reads for found in descend(read) if isinstance(found, Input)}
    if len(labels) == 1:
        return labels.pop()
    text = Message(
        "K1199",
        "{where} has no text, and reads {n} inputs whose label could stand for it; write text=...",
        "{where}没有文字，它读取的 {n} 个录入项也无法代替；请写 text=...",
    )
    raise SchemeError(text.format(where=where, n=len(labels)))


def expanded(rule: Rule, kind: Kind) -> Iterator[Rule]:
    """`rule`, and what it says of each single period of the kind, if anything. Raises SchemeError."""
    if not isinstance(rule, Ceiling | Bands) or rule.each is None:
        yield rule
        return
    each, plain = rule.each, evolve(rule, each=None)
    yield plain
    if kind.every is None:
        return
    name = f"{plain.id}-period"
    if isinstance(plain, Bands):
        yield evolve(plain, id=name, assumption=each.assumption, of=_single(plain.of, plain, kind.every))
        return
    read = _single(plain.when, plain, kind.every)
    yield evolve(plain, id=name, assumption=each.assumption, when=read)
    if each.flag is not None:
        yield Flag(
            id=f"{plain.id}-single",
            clause=plain.clause,
            text=each.text or plain.text,
            flag=each.flag,
            when=read.any(),
            assumption=plain.assumption,
        )


def _single(read: Read, rule: Rule, every: Periods) -> Read:
    """What the rule of a single period reads, which lies on the periods of the kind. Raises SchemeError."""
    try:
        found = within(read, every)
        if open_axis(found) == every:
            return found
        why = Text("nothing that it reads has periods", "它读取的内容没有期次")
    except SchemeError as error:  # what is put in the place of a count or a day of findings may not fit there
        why = error.text
    text = Message(
        "K1196",
        "{rule} ({clause}): each= derives the rule of a single period, and here it cannot ({why}); take it out, and "
        "declare that rule beside it where there is one",
        "{rule}（{clause}）：each= 由年度规则推出各期规则，此处不能（{why}）；请去掉 each，确有各期规则时另行声明",
    )
    raise SchemeError(text.format(rule=rule.id, clause=rule.clause, why=why))


def edited(rule: Rule, changes: Sequence[Changed], where: str) -> Rule:
    """`rule` with the numbers that an edition changes in it or in a row of it. Raises SchemeError where one is not there."""
    for changed in changes:
        if any(row.id == changed.rule for row in rows_of(rule)):
            rule = _edited(rule, changed, where)
    return rule


def _edited(rule: Rule, changed: Changed, where: str) -> Rule:
    row = next(row for row in rows_of(rule) if row.id == changed.rule)
    places = 0

    def change(part: Any) -> Any:
        nonlocal places
        if type(part) in (Fraction, int) and part == changed.was:
            places += 1
            return changed.now if type(part) is Fraction or changed.now.denominator > 1 else int(changed.now)
        return part

    made = rebuilt(row, change, leaves=(Input, Kind), past=_NO_NUMBERS, numbers=True)
    if places != 1:
        text = Message(
            "K1200",
            "{where}: the edition changes {was} to {now} in {rule}, where {was} stands {n} times; it must stand once, "
            "or write the hook anew",
            "{where}：新版把 {rule} 的 {was} 改为 {now}，但 {was} 在其中出现 {n} 次；须恰好一次（否则请重写钩子）",
        )
        raise SchemeError(text.format(where=where, rule=changed.rule, was=changed.was, now=changed.now, n=places))
    made = evolve(made, clause=changed.clause or made.clause, text=changed.text or made.text)
    return rebuilt(rule, lambda part: made if part is row else part, leaves=(Input, Kind))
