"""Sections 5(3) and 5(4): how many may be excellent, in which pools, in which order, and the guarantee inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from kaohe.rules import Declared, Kind, Quota, Rank, any_of, spelled
from kaohe.words import Text

from . import _inputs as i
from . import _settings as s
from ._divisions import NAMED, division
from ._inputs import MEMBER, TEAM

_ASSUMED = ("BT-a1", "BT-a2", "BT-a4", "BT-a5", "BT-a15", "BT-a21")


@frozen
class _Readings:
    """What the settings say of all quotas."""

    rounding: str
    at_least: int
    pools: str
    priority: str

    @classmethod
    def of(cls, scheme: Declared) -> _Readings:
        return cls(
            scheme.chosen(s.ROUNDING),
            int(scheme.chosen(s.MIN_PLACES)),
            scheme.chosen(s.POOLS),
            scheme.chosen(s.PRIORITY),
        )


def team_quotas(scheme: Declared) -> list[Quota]:
    """5(3): 40 % of the teams of one level."""
    text = Text("excellent teams: 40 % of the teams of the same level", "优秀工作队按同层次工作队总数的40%")
    return _by_level(_Readings.of(scheme), TEAM, "BT-5(3)b", "40%", "较好", text)


def person_quotas(scheme: Declared, kind: Kind) -> list[Quota]:
    """5(3): 30 % of the leaders, and of the members, of one level; the guarantee for members (BT-a3, BT-a19)."""
    text = Text("excellent leaders and members: 30 % of those of the same level", "优秀队长、队员按同层次人数的30%")
    readings = _Readings.of(scheme)
    found = _by_level(readings, kind, "BT-5(3)c", "30%", "称职", text)
    return [*found, _guarantee(readings, scheme.listed(s.NORTHERN))] if kind is MEMBER else found


def staff_quotas() -> list[Quota]:
    """5(4): at most 30 % of each group. 不得超过 leaves nothing to round up, so 5(3)'s settings do not reach here."""
    return [
        Quota(
            "优秀",
            id="BT-5(4)",
            clause="第五条（四）",
            text=Text("excellent: at most 30 % of each group", "优秀等次名额不得超过各组人数的30%"),
            pool=(i.group,),
            share="30%",
            rounding="down",
            rank=(Rank(i.TOTAL),),
            otherwise="称职",
            assumption=("BT-a1", "BT-a15"),
        )
    ]


def _by_level(readings: _Readings, kind: Kind, name: str, share: str, otherwise: str, text: Text) -> list[Quota]:
    level, stationed = i.key_of_team(kind, i.level), i.key_of_team(kind, i.stationed)
    common: dict[str, Any] = {
        "clause": "第五条（三）",
        "share": share,
        "rounding": readings.rounding,
        "at_least": readings.at_least,
        "rank": _rank(readings.priority, kind),
        "otherwise": otherwise,
        "assumption": _ASSUMED if kind is TEAM else (*_ASSUMED, "BT-a3", "BT-a23"),
    }
    if readings.pools != "approving-body":
        pool = (level,) if readings.pools == "level" else (level, stationed)
        return [Quota("优秀", id=name, text=text, pool=pool, **common)]
    corps, division = (i.of_team(kind, i.level.is_(code)) for code in ("corps", "division"))
    whole = Text("{text}: dispatched by the 兵团, the whole 兵团", "{text}：兵团选派的在全兵团范围")
    each = Text("{text}: dispatched by a 师, each 师 for itself", "{text}：师（市）选派的按师（市）分别计算")
    return [
        Quota("优秀", id=name, text=whole.format(text=text), pool=(), only=corps, **common),
        Quota(
            "优秀",
            id=f"{name}-division",
            text=each.format(text=text),
            pool=(level, stationed),
            only=division,
            **common,
        ),
    ]


def _rank(reading: str, kind: Kind) -> tuple[Rank, ...]:
    """Priority grounds and the total, in the order that the setting gives (BT-a21)."""
    grounds = any_of(*(finding for number, finding in i.priority.items() if number != 2 or kind is TEAM))
    if reading == "advisory":
        return (Rank(i.TOTAL),)
    return (Rank(grounds), Rank(i.TOTAL)) if reading == "first" else (Rank(i.TOTAL), Rank(grounds))


def _guarantee(readings: _Readings, northern: Sequence[str]) -> Quota:
    """5(3), last sentence: among the excellent of 兵团 teams in a listed 师, at least 30 % sent by that 师 (BT-a6)."""
    names = tuple(dict.fromkeys([*NAMED, *map(division, northern)]))
    level, stationed = i.key_of_team(MEMBER, i.level), i.key_of_team(MEMBER, i.stationed)
    where, sender = spelled(stationed, division), spelled(i.sent_by, division)
    corps = i.of_team(MEMBER, i.level.is_("corps"))
    return Quota(
        "优秀",
        id="BT-5(3)d",
        clause="第五条（三）",
        text=Text(
            "of the excellent members of 兵团 teams stationed in a listed 师, at least 30 % were sent by that 师",
            "驻所列师（市）的兵团机关工作队优秀队员中，由本师选派的不低于30%",
        ),
        pool=(stationed,) if readings.pools == "approving-body" else (level, stationed),
        base=corps & where.is_in(*names),
        only=i.sent_by.given() & any_of(*(where.is_(name) & sender.is_(name) for name in names)),
        floor_share="30%",
        within="BT-5(3)c",
        assumption=("BT-a6", "BT-a7", "BT-a8", "BT-a19", "BT-a23", "BT-a25"),
    )
