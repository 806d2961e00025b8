"""A transfer as a change of the roster: elsewhere for the whole cycle, or from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ..errors import CaseError
from ..rules.tools import transferred
from ..words import Message, named
from ._changes import Amend
from ._office import Office

__all__ = ["moves"]

_WHOLE = Message(
    "K8090",
    "{link} holds for the whole cycle, whatever the day; leave --from out",
    "{link}整个周期有效，不分日期；请去掉 --from",
)


def moves(office: Office, who: str, links: Mapping[str, str], day: dt.date | None) -> Amend:
    """The change that links somebody elsewhere, "" to nobody; with a `day` from then on, and what was before stays.

    Raises CaseError where a link knows no days, or changes again later.
    """
    if day is None:
        return Amend(who, links={key: to or None for key, to in links.items()})
    person, cycle = office.people.get(who), office.case.cohort.cycle
    known = {link.key: link for rules in office.ruleset.kinds for link in rules.links}
    made = {}
    for key, to in links.items():
        if key in known and known[key].on is None:
            raise CaseError(_WHOLE.format(link=named(key)))
        held = None if person is None else person.links.get(key)
        made[key] = transferred(held, to, day, cycle.start, cycle.end)
    return Amend(who, links=made)
