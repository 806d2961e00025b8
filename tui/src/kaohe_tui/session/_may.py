"""Who may do what in the open book, in a sentence that names the role that could and whoever has it."""

from __future__ import annotations

from kaohe.office import ABILITIES, ROLES, Office
from kaohe.words import Message, Text

__all__ = ["may_not"]


def may_not(office: Office, ability: str) -> Message | None:
    """Why whoever sits here may not do something (a key of ABILITIES), None where they may."""
    if office.may(ability):
        return None
    what, roles = ABILITIES[ability]
    able = [login for login, holder in office.roles.items() if holder.may(ability)]
    who = Text(", ".join(able), "、".join(able)) if able else _NOBODY
    asked = Text(" or ".join(ROLES[one].en for one in roles), "或".join(ROLES[one].zh for one in roles))
    return _MAY_NOT.format(what=what, roles=asked, who=who)


_NOBODY = Text("nobody yet: the administrator appoints one", "尚无人担任：请管理员任命")
_MAY_NOT = Message("K7043", "{what} is for the {roles}: {who}", "{what}由{roles}办理：{who}")
