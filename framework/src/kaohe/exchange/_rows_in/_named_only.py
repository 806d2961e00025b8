"""Whom a roster names in its links alone: the teams and units of members, written nowhere else in an office's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from ...office import Enrol
from ...rules import Link
from .._cells import At
from .._preview import Line, Preview
from .._who import People, Who

__all__ = ["NamedOnly"]


@define
class _Found:
    """Somebody new, where the first row that names them stands, and the links that the rows give them."""

    who: Who
    link: Link
    at: At
    links: dict[str, set[str]] = field(factory=lambda: defaultdict(set))
    rows: int = 0


@define
class NamedOnly:
    """Those whom one sheet adds by its links; each is added once a row that names them is taken."""

    people: People
    _found: dict[str, _Found] = field(factory=dict, init=False)

    def add(self, link: Link, name: str, at: At) -> str:
        """The id of somebody new. Raises Unread for what is no name."""
        who = self.people.found(name, link.to.key)
        self._found[who.id] = _Found(who, link, at)
        return who.id

    def taken(self, links: Mapping[str, Any]) -> None:
        """Note a row that was taken: what it is linked to is linked so too, as far as its kind may be.

        A team's unit stands in the rows of its members; where they differ nobody has said it.
        """
        for target in links.values():
            found = self._found.get(target) if isinstance(target, str) else None
            if found is not None:
                found.rows += 1
                for link in self.people.kinds[found.who.kind].links:
                    other = links.get(link.key)
                    found.links[link.key].add(other if isinstance(other, str) and other != target else "")

    def finish(self, preview: Preview, *, line: int, change: int) -> None:
        """Put them before the lines and changes of the sheet, which begin there."""
        lines = []
        for found in reversed([one for one in self._found.values() if one.rows]):
            links = {key: ids.copy().pop() for key, ids in found.links.items() if len(ids) == 1 and "" not in ids}
            told = Line(state="new", at=found.at, who=found.who.id, what=found.link.label, after=found.who.name)
            lines.append(told)
            preview.change(Enrol(found.who.id, found.who.kind, found.who.name, links), told, at=change)
        preview.lines[line:line] = reversed(lines)
