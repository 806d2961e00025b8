"""Readings of ours where the Wenling document is silent or ambiguous (WL-a1 to WL-a11), and its gaps."""

from __future__ import annotations

from typing import Any

from kaohe.rules import Reading, Undefined
from kaohe.words import Text

Words = tuple[str, str]


def _reading(number: int, clause: str, issue: Words, taken: Words, *others: Text, **more: Any) -> Reading:
    return Reading(f"WL-a{number}", Text(*issue), Text(*taken), others, clause=clause, **more)


ROW_8 = _reading(
    1, "附件第8项③", ("row 8: the stated points make 5 of 8; ③ has none, yet may take 8",
                  "第8项：所列分值合计5分，③未列分值却“扣完8分为止”"),
    ("the row is 8 less all deductions, not below 0; ③ may take up to 8", "本项为8分减全部扣分，不低于0；③最多扣8分"),
    key="notified-cadres", ways={
        "whole-row": Text("③ may take the whole row", "③可扣完本项"),
        "three-points": Text("③ is worth 3, capped at 3", "③计3分，扣完3分为止")},
)  # fmt: skip
PLEDGES = _reading(
    2, "附件第6项①", ("row 6①: twelve months at 0.2 take 2.4 of 3; the pledges have no rule",
                  "第6项①：12个月共扣2.4分，不足3分；承诺书无扣分规定"),
    ("0.2 a month; pledges not public: up to 0.6 at discretion, on a document that gives the reason",
     "每月0.2分；承诺书未公开由人酌情扣0至0.6分，须有写明理由的文件"),
    Text("at discretion, up to 0.6", "酌情扣0.6分以内"), Text("0.6 cannot be lost", "其余0.6分扣不到"),
)  # fmt: skip
COURSE = _reading(
    3, "附件第5项②", ("row 5②: a course was held, but under 12 days", "第5项②：已举办但不足12天"),
    ("nothing is taken (“未举办的” only); it is noted", "不扣分（仅“未举办的”扣分），作标记"),
    key="under-12-days", ways={"nothing": Text("nothing", "不扣"), "two-points": Text("2 points", "扣2分")},
)  # fmt: skip
SYSTEMS = _reading(
    4, "附件第7项①", ("row 7①: which systems count", "第7项①：制度指哪几项"),
    ("two: publication of results, appraisal by the public", "两项：业绩公开公示、群众评议"),
    Text("two", "两项"), Text("three, the appraisal itself included", "三项，含实绩考核本身"),
)  # fmt: skip
LIMBS = _reading(
    5, "附件第2项①", ("rows 2①, 12, 13: two limbs", "第2项①、第12项、第13项的两种情形"),
    ("they exclude each other; the larger only", "互斥，只扣较大的一项"),
    key="two-limbs", ways={"exclusive": Text("exclusive", "互斥"), "added": Text("added", "累加")},
)  # fmt: skip
PRACTICE = _reading(
    6, "附件第14项", ("row 14: one practice both promoted and reported", "第14项：同一做法既被推广又被报道"),
    ("the highest of all; different practices add, up to 20", "取其中最高；不同做法累加，加满20分为止"),
    key="same-practice", ways={
        "highest": Text("the highest of all", "全部取最高"),
        "each-kind": Text("the highest of each kind, added", "两类各取最高后相加")},
)  # fmt: skip
FLOOR = _reading(
    7, "附件", ("whether a sub-item may lose more than its points", "子项扣分可否超过其分值"),
    ("no: each stops at 0, 8③ excepted", "不可，扣完为止，第8项③除外"),
)  # fmt: skip
DECIMALS = _reading(
    8, "附件", ("decimals", "小数"), ("exact tenths; one decimal is shown", "精确到0.1分，显示一位小数")
)
RATIO = _reading(
    9, "五", ("equal scores, and the ratio of conversion", "同分如何排名、折算比例"),
    ("a rank is shared and for display; without a ratio nothing is converted", "同分并列，仅供显示；未给出比例则不折算"),
)  # fmt: skip
WHOLE = _reading(
    10, "附件", ("a part “worth 2 (… takes 2)” done in part", "“计2分（…扣2分）”部分完成"),
    ("all or nothing, unless it says 每项, 每例 or 一次", "全扣或不扣，写明每项、每例、一次的除外"),
    Text("all or nothing", "全有或全无"), Text("in proportion", "按比例"),
)  # fmt: skip
YEAR_END = _reading(
    11, "四2", ("how long the year-end check runs", "年终考核至何时结束"),
    ("to the end of February of the next year: what it finds may be dated until then", "至次年2月底；其发现的问题日期可至该日"),
)  # fmt: skip
READINGS = (ROW_8, PLEDGES, COURSE, SYSTEMS, LIMBS, PRACTICE, FLOOR, DECIMALS, RATIO, WHOLE, YEAR_END)
UNDEFINED = (
    Undefined("WL-5-ratio", "五", Text("the ratio of conversion", "折算比例"), RATIO),
    Undefined("WL-3②-scale", "附件第3项②", Text("how much an abnormal service centre loses", "便民服务中心运行不正常扣多少分")),
    Undefined("WL-6①-pledges", "附件第6项①", Text("what unpublished pledges lose", "未公开承诺书扣多少分"), PLEDGES),
    Undefined("WL-4.3-ties", "四3", Text("the rank of equal scores", "同分的名次"), RATIO),
    Undefined("WL-grades", "五", Text("grades: there are none", "等次：文件未设")),
)  # fmt: skip
