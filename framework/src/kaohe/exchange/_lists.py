"""Lists of events as sheets: which lists a scheme has, and the columns that a sheet of each may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ..rules import Choice, Count, Date, Days, Events, Score
from ..rules.nodes import Input
from ..rules.tools import Ruleset, alike
from ..words import Text
from ._columns import FOUND, WHO, Column

__all__ = ["Listed", "lists_of", "named_in"]

_IN_A_CELL = (Choice, Count, Date, Days, Score)
_DAY, _DOCUMENT, _ITEM = (next(one for one in FOUND if one.key == key) for key in ("date", "document", "item"))


@frozen
class Listed:
    """One list of events, by the kinds that have it; `inputs` are the columns of its rows by kind and key."""

    key: str
    label: Text
    of: Mapping[str, Events]
    inputs: Mapping[str, Mapping[str, Input]] = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def item(self) -> Text:
        """What the code of a row is called."""
        return next((one.item for one in self.of.values() if one.item is not None), _ITEM.label)

    def called(self) -> set[str]:
        """Its names, as they are compared."""
        return {alike(self.key), alike(self.label.zh), alike(self.label.en)}


def lists_of(ruleset: Ruleset) -> tuple[Listed, ...]:
    """The lists of events of a scheme whose rows can stand on a sheet: what is in their columns is typed in one cell."""
    found: dict[tuple[str, str], dict[str, Events]] = {}
    for rules in ruleset.kinds:
        for given in rules.inputs:
            if isinstance(given, Events):
                found.setdefault((given.key, alike(given.label.zh)), {})[rules.kind.key] = given
    made = [_listed(ruleset, of) for of in found.values()]
    return tuple(
        one for one in made if all(isinstance(c, _IN_A_CELL) for by in one.inputs.values() for c in by.values())
    )


def _listed(ruleset: Ruleset, of: Mapping[str, Events]) -> Listed:
    first = next(iter(of.values()))
    inputs = {
        rules.kind.key: {one.key: one for one in rules.inputs if isinstance(one.on, Events) and one.on.key == first.key}
        for rules in ruleset.kinds
        if rules.kind.key in of
    }
    own: dict[tuple[str, str], tuple[Input, dict[str, Input]]] = {}
    for kind, columns in inputs.items():
        for one in columns.values():
            own.setdefault((one.key, alike(one.label.zh)), (one, {}))[1][kind] = one
    item = () if first.item is None else (first.item.zh, first.item.en)
    heads = (
        *WHO,
        _DAY,
        _DOCUMENT,
        Column(_ITEM.key, _ITEM.label, _ITEM.sort, (*item, *_ITEM.names)),
        *(Column(one.key, one.label, "events", of=kinds) for one, kinds in own.values()),
    )
    return Listed(first.key, first.label, of, inputs, heads)


def named_in(texts: Iterable[str], lists: Iterable[Listed]) -> tuple[Listed, ...]:
    """The lists whose name stands in one of the texts; of names that hold each other the longest alone."""
    plain = [alike(text) for text in texts]
    longest = {
        one.key: max((len(name) for name in one.called() if any(name in text for text in plain)), default=0)
        for one in lists
    }
    most = max(longest.values(), default=0)
    return tuple(one for one in lists if most and longest[one.key] == most)
