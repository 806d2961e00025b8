"""附件: the fourteen rows and what each of their parts may lose; "U" of the inventory is the cap of a part."""

from __future__ import annotations

from fractions import Fraction

from kaohe.rules import Finding, Item, ItemPart, Kind, NumberExpr, best_of
from kaohe.words import Text

from . import _inputs as i

__all__ = ["GROUPS", "rows"]

# 33 + 30 + 17 + 20, as the annex prints them beside the rows.
GROUPS: tuple[tuple[Fraction, tuple[str, ...]], ...] = (
    (Fraction(33), ("WL-1", "WL-2", "WL-3", "WL-4")),
    (Fraction(30), ("WL-5-row", "WL-6", "WL-7", "WL-8")),
    (Fraction(17), ("WL-9", "WL-10", "WL-11", "WL-12", "WL-13")),
    (Fraction(20), ("WL-14",)),
)
_PROMOTED = {"national": 20, "provincial": 15, "taizhou": 10, "wenling": 5, "none": 0}
_REPORTED = {"national": 10, "provincial": 7, "taizhou": 5, "wenling": 3, "none": 0}
_OVERNIGHT = {
    i.TOWN: Text(
        "each member of staff a night a week, a leader on duty every day; 0.5 for each finding",
        "镇机关干部每周住夜不少于1天，每天1名领导带班；发现一次扣0.5分",
    ),
    i.STREET: Text(
        "3 staff or more and a leader every night; 0.5 for each finding",
        "街道每夜3名以上干部住夜、1名领导带班；发现一次扣0.5分",
    ),
}


def _row(
    number: int,
    points: int,
    en: str,
    zh: str,
    *parts: ItemPart,
    earns: NumberExpr | None = None,
    exception: Text | None = None,
    assumption: str = "",
) -> Item:
    # WL-5 is the rule of clause 五; the annex's fifth row steps aside.
    return Item(
        id="WL-5-row" if number == 5 else f"WL-{number}",
        clause=f"附件第{number}项",
        text=Text(en, zh),
        points=points,
        parts=parts,
        earns=earns,
        exception=exception,
        assumption=assumption,
    )


def _part(mark: str, points: int, loses: NumberExpr, text: Text, *assumption: str, uncapped: bool = False) -> ItemPart:
    """One sub-item, called as the annex numbers it: "8③"."""
    return ItemPart(
        id=f"WL-{mark}",
        clause=f"附件第{mark.rstrip('①②③④')}项{mark.lstrip('0123456789')}",
        text=text,
        points=points,
        loses=loses,
        uncapped=uncapped,
        assumption=assumption,
    )


def _whole(mark: str, points: int, found: Finding, text: Text, *assumption: str) -> ItemPart:
    """A sub-item that is lost whole or not at all (WL-a10)."""
    return _part(mark, points, found.then(points), text, *assumption, "WL-a10")


def _single(number: int, points: int, en: str, zh: str, loses: NumberExpr, text: Text, *assumption: str) -> Item:
    """A row without sub-items."""
    part = ItemPart(
        id=f"WL-{number}-loss",
        clause=f"附件第{number}项",
        text=text,
        points=points,
        loses=loses,
        assumption=assumption,
    )
    return _row(number, points, en, zh, part)


def _row_1(kind: Kind) -> Item:
    return _row(
        1,
        10,
        "direct contact with the public",
        "完善直接联系服务群众机制",
        _whole(
            "1①",
            2,
            i.not_all_posted,
            Text("not all staff posted, special posts excepted: 2", "除特殊岗位外未实行全员驻（联）村，扣2分"),
        ),
        _whole("1②", 2, i.targets_unmet, Text("contact targets unmet: 2", "联系对象未完成，扣2分")),
        _part(
            "1③",
            3,
            i.day_systems_missing * "1.5",
            Text("weekly service day, no-meeting day: 1.5 for each missing", "服务日、无会日无制度，每项扣1.5分"),
        ),
        _part("1④", 3, i.overnight.count() * "0.5", _OVERNIGHT[kind]),
    )


_ROW_2 = _row(
    2,
    8,
    "knowing what the public thinks",
    "健全民情沟通分析制度",
    _part(
        "2①",
        5,
        i.village_expert.points({"carried-out": 0, "not-carried-out": 3, "not-set-up": 5}),
        Text("驻村百晓 not set up: 5; not carried out: 3", "“驻村百晓”未建立扣5分，未落实扣3分"),
        "WL-a5",
    ),
    _part("2②", 3, i.no_diary.count() * 1, Text("no diary: 1 a case", "无民情日记，发现一起扣1分")),
)

_ROW_3 = _row(
    3,
    10,
    "carriers of service",
    "建立服务群众有效载体",
    _part("3①", 6, i.carriers_missing * 2, Text("2 for each carrier missing", "未建立的每项扣2分")),
    _part(
        "3②",
        4,
        i.centres_abnormal.then(i.centres_deduction),
        Text("service centres abnormal: at discretion, up to 4", "便民服务中心运行不正常，酌情扣分，扣完4分为止"),
    ),
)

_ROW_4 = _single(
    4,
    5,
    "democratic decisions",
    "完善民主科学决策机制",
    i.no_consultation.then(5),
    Text("not held: 5", "未开展活动扣5分"),
    "WL-a10",
)

_ROW_5 = _row(
    5,
    6,
    "education and training",
    "加大教育培训力度",
    _part("5①", 4, i.training_missing * 2, Text("plan, evening study: 2 for each undone", "未完成其中一项扣2分")),
    _whole("5②", 2, i.no_course, Text("no course held: 2", "未举办培训班，扣2分"), "WL-a3"),
)

_ROW_6 = _row(
    6,
    8,
    "responsibility for work",
    "严格落实工作责任制",
    _part(
        "6①",
        3,
        i.months_unpublished * "0.2" + i.pledges_unpublished.then(i.pledges_deduction),
        Text(
            "0.2 for each month not publicised; pledges not public: at discretion, up to 0.6",
            "公示每少一个月扣0.2分；承诺书未公开，酌情扣0.6分以内",
        ),
        "WL-a2",
    ),
    _whole("6②", 2, i.no_notification, Text("no regular notification: 2", "定期通报制度未建立实施，扣2分")),
    _whole(
        "6③",
        3,
        i.no_first_asked,
        Text("first-asked duty not carried out: 3", "首问制和责任追究制未落实，扣3分"),
    ),
)

_ROW_7 = _row(
    7,
    8,
    "appraisal by results",
    "加强干部实绩考核",
    _part(
        "7①",
        3,
        i.appraisal_missing * "1.5" + i.appraisal_lapsed.count() * "0.5",
        Text(
            "1.5 for each system missing, 0.5 for each time not kept up",
            "未建立其中一项扣1.5分，未常态开展发现一次扣0.5分",
        ),
        "WL-a4",
    ),
    _whole("7②", 3, i.no_tracking, Text("follow-up supervision not done: 3", "跟踪督评未开展或未完成，扣3分")),
    _whole("7③", 2, i.no_proposals, Text("not done: 2", "未完成的，扣2分")),
)

# Its stated points make 5 of 8: ③ has none of its own and may take the whole row (WL-a1).
_ROW_8 = _row(
    8,
    8,
    "strict management",
    "坚持从严管理",
    _whole("8①", 2, i.no_attendance_system, Text("not set up: 2", "未建立实施的，扣2分")),
    _whole("8②", 1, i.no_service_files, Text("no service files: 1", "未建立的，扣1分")),
    _part(
        "8③",
        0,
        (i.cadres_notified.count() * 3).at_most(8),
        Text("cadre notified for a breach: 3 a case, up to 8", "干部违反规定被通报，每例扣3分，扣完8分为止"),
        "WL-a1",
        "WL-a7",
        uncapped=True,
    ),
    _whole("8④", 2, i.stations_unmanaged, Text("not carried out: 2", "未落实的，扣2分")),
    exception=Text(
        "the stated points of ①②④ make 5; ③ has none and may take all 8 (WL-a1)",
        "①②④所列分值合计5分；③未列分值，可扣完8分（WL-a1）",
    ),
    assumption="WL-a1",
)

_ROW_9 = _row(
    9,
    4,
    "structure of the team",
    "优化镇（街道）干部队伍结构",
    _whole("9①", 2, i.growth_plan_undone, Text("not done: 2", "未实施的，扣2分")),
    _whole("9②", 2, i.temporary_staff, Text("not carried out: 2", "未落实的，扣2分")),
)

_ROW_10 = _single(
    10,
    3,
    "stability of the team",
    "保持镇（街道）干部队伍相对稳定",
    i.borrowed.count() * "1.5",
    Text("borrowed without consent: 1.5 a case", "未经同意借调，每例扣1.5分"),
)

_ROW_11 = _single(
    11, 4, "talks", "健全落实谈心谈话", i.no_talks.then(4), Text("not done: 4", "未完成的，扣4分"), "WL-a10"
)

_ROW_12 = _single(
    12,
    4,
    "group help",
    "开展组团帮扶",
    i.group_help.points({"done": 0, "no-ledger": "1.5", "not-done": 4}),
    Text("not done: 4; done without a ledger: 1.5", "未开展扣4分；未建立台账扣1.5分"),
    "WL-a5",
)

_ROW_13 = _single(
    13,
    2,
    "good examples",
    "总结表彰宣传先进典型",
    i.good_examples.points({"publicised": 0, "no-media": 1, "not-held": 2}),
    Text("not held: 2; held without media: 1", "未开展评选扣2分；未通过媒体宣传扣1分"),
    "WL-a5",
)

# Each practice takes its highest award, practices add, 20 at most (WL-a6).
_AWARD = best_of(i.promoted.points(_PROMOTED), i.reported.points(_REPORTED))
_ROW_14 = _row(
    14,
    20,
    "innovations and their effect",
    "创新做法及其成效",
    earns=_AWARD.named(Text("the practice's highest award", "该做法最高级得分")).sum(),
    assumption="WL-a6",
)


def rows(kind: Kind) -> tuple[Item, ...]:
    """The fourteen rows for towns or streets; they differ in the words of row 1④ only."""
    return (
        _row_1(kind),
        *(_ROW_2, _ROW_3, _ROW_4),
        *(_ROW_5, _ROW_6, _ROW_7, _ROW_8),
        *(_ROW_9, _ROW_10, _ROW_11, _ROW_12, _ROW_13),
        _ROW_14,
    )
