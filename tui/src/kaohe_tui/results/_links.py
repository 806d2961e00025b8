"""Whom somebody belongs to, in words."""

from __future__ import annotations

from kaohe.rules.tools import linked_ids
from kaohe.words import Text

from ..session._session import Session

__all__ = ["linked_names", "links_text"]

_COMMA = Text(", ", "、")


def linked_names(session: Session, who: str) -> list[str]:
    """The names of those whom somebody is linked to, the id of one without a name."""
    ids = [one for held in session.people[who].links.values() for one in linked_ids(held)]
    return [session.people[one].name or one for one in dict.fromkeys(ids) if one in session.people]


def links_text(session: Session, who: str) -> str:
    """The same in one text, "-" where there is nobody."""
    return str(_COMMA).join(linked_names(session, who)) or "-"
