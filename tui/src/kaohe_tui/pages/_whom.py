"""Whom a paper may be for, as seen from the screen that it is called from."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.engine import Appraisee
from kaohe.rules.tools import linked_ids
from kaohe.words import Text

from ._list import ListPage
from ._page import Page

__all__ = ["ALL", "OF", "ONE", "whom_of", "whom_text"]

ALL, ONE, _MARKED, _SHOWN, OF = "all", "one", "marked", "shown", "of:"
_WORDS = {ALL: Text("everybody", "全部"), _MARKED: Text("marked", "标记的"), _SHOWN: Text("shown here", "本屏所列")}
_WITH = Text("{name} and all of it: {n}", "{name} 及其所属 {n}")


def whom_of(before: Page) -> dict[str, tuple[str, ...]]:
    """Each choice with its ids.

    Everybody; the person of the screen or under its cursor; those marked; those that a filter shows; the team or unit
    of the person with all who belong to it.
    """
    people = before.session.people
    found = {ALL: tuple(people)}
    who = str(getattr(before, "who", "") or (before.chosen if isinstance(before, ListPage) else "") or "")
    if who in people:
        found[ONE] = (who,)
    marked = before.desk.marks.of(people)
    if marked:
        found[_MARKED] = tuple(marked)
    shown = before.ids() if isinstance(before, ListPage) else []
    if shown and len(shown) < len(people) and all(one in people for one in shown):
        found[_SHOWN] = tuple(shown)
    if who in people:
        links = [one for held in people[who].links.values() for one in linked_ids(held)]
        for whole in dict.fromkeys((*links, who)):
            belong = [
                one
                for one, person in people.items()
                if any(whole in linked_ids(held) for held in person.links.values())
            ]
            if belong:
                found[f"{OF}{whole}"] = (whole, *belong)
    return found


def whom_text(code: str, ids: tuple[str, ...], people: Mapping[str, Appraisee]) -> str:
    """A choice in words, with how many they are."""
    if code in _WORDS:
        return f"{_WORDS[code]} {len(ids)}"
    name = f"{ids[0]} {people[ids[0]].name}".strip()
    return name if code == ONE else str(_WITH.format(name=name, n=len(ids) - 1))
