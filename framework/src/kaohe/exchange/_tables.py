"""The tables to sign that a scheme declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from ..errors import FileError
from ..rules import Procedure
from ..rules.forms import Column
from ..rules.tools import KindRules
from ..words import Message, Text

__all__ = ["Printed", "tables_of"]

_NONE = Message(
    "K9221",
    "the scheme declares no table to sign for {kind}; those it has are for {known}",
    "方案没有为{kind}声明汇总表；有汇总表的是：{known}",
)


@frozen
class Printed:
    """One table of a scheme: its title and clause, its columns by kind, who signs, and whether the columns are ours."""

    title: Text
    clause: str
    columns: Mapping[str, tuple[Column, ...]]
    signed: tuple[Text, ...]
    sort: tuple[str, ...]
    ours: bool

    @property
    def heads(self) -> tuple[Text, ...]:
        """The headings, which its kinds have in common."""
        return tuple(column.head for column in next(iter(self.columns.values())))


def tables_of(kinds: Sequence[KindRules], of: str = "") -> list[Printed]:
    """The tables that the kinds declare; kinds whose tables have one title and the same headings share a table.

    Raises FileError where there is none for the kind `of`.
    """
    found: dict[tuple[str, tuple[Text, ...]], Printed] = {}
    for rules in kinds:
        for rule in rules.rules(Procedure):
            if isinstance(rule, Procedure) and rule.title is not None and of in ("", rules.kind.key):
                key = (rule.title.zh, tuple(column.head for column in rule.columns))
                known = found.get(key)
                mine = {rules.kind.key: rule.columns}
                if known is None:
                    found[key] = Printed(rule.title, rule.clause, mine, rule.signers, rule.sort, rule.ours)
                else:
                    found[key] = evolve(known, columns={**known.columns, **mine})
    if not found:
        raise FileError(_NONE.format(kind=of or "-", known=_known(kinds)))
    return list(found.values())


def _known(kinds: Sequence[KindRules]) -> Text:
    """The kinds that have a table."""
    labels = [
        one.kind.label for one in kinds for rule in one.rules(Procedure) if getattr(rule, "title", None) is not None
    ]
    return Text(", ".join(one.en for one in labels) or "-", "、".join(one.zh for one in labels) or "-")
