"""Readings of ours where the Wenling document is silent or ambiguous (WL-a1 to WL-a11), and its gaps."""

from __future__ import annotations

from kaohe.rules import Reading, Undefined

# A table: question, reading taken, the other ones, clause.
# fmt: off
ROW_8 = Reading(
    "WL-a1", ("row 8: the stated points make 5 of 8; ③ has none, yet may take 8",
               "第8项：所列分值合计5分，③未列分值却“扣完8分为止”"),
    ("the row is 8 less all deductions, not below 0; ③ may take up to 8", "本项为8分减全部扣分，不低于0；③最多扣8分"),
    key="notified-cadres", ways={
        "whole-row": ("③ may take the whole row", "③可扣完本项"),
        "three-points": ("③ is worth 3, capped at 3", "③计3分，扣完3分为止")}, clause="附件第8项③")
PLEDGES = Reading(
    "WL-a2", ("row 6①: twelve months at 0.2 take 2.4 of 3; the pledges have no rule",
               "第6项①：12个月共扣2.4分，不足3分；承诺书无扣分规定"),
    ("0.2 a month; pledges not public: up to 0.6 at discretion, on a document that gives the reason",
     "每月0.2分；承诺书未公开由人酌情扣0至0.6分，须有写明理由的文件"),
    [("at discretion, up to 0.6", "酌情扣0.6分以内"), ("0.6 cannot be lost", "其余0.6分扣不到")], clause="附件第6项①")
COURSE = Reading(
    "WL-a3", ("row 5②: a course was held, but under 12 days", "第5项②：已举办但不足12天"),
    ("nothing is taken (“未举办的” only); it is noted", "不扣分（仅“未举办的”扣分），作标记"),
    key="under-12-days", ways={"nothing": ("nothing", "不扣"), "two-points": ("2 points", "扣2分")}, clause="附件第5项②")
SYSTEMS = Reading(
    "WL-a4", ("row 7①: which systems count", "第7项①：制度指哪几项"),
    ("two: publication of results, appraisal by the public", "两项：业绩公开公示、群众评议"),
    [("two", "两项"), ("three, the appraisal itself included", "三项，含实绩考核本身")], clause="附件第7项①")
LIMBS = Reading(
    "WL-a5", ("rows 2①, 12, 13: two limbs", "第2项①、第12项、第13项的两种情形"),
    ("they exclude each other; the larger only", "互斥，只扣较大的一项"),
    key="two-limbs", ways={"exclusive": ("exclusive", "互斥"), "added": ("added", "累加")}, clause="附件第2项①")
PRACTICE = Reading(
    "WL-a6", ("row 14: one practice both promoted and reported", "第14项：同一做法既被推广又被报道"),
    ("the highest of all; different practices add, up to 20", "取其中最高；不同做法累加，加满20分为止"),
    key="same-practice", ways={
        "highest": ("the highest of all", "全部取最高"),
        "each-kind": ("the highest of each kind, added", "两类各取最高后相加")}, clause="附件第14项")
FLOOR = Reading(
    "WL-a7", ("whether a sub-item may lose more than its points", "子项扣分可否超过其分值"),
    ("no: each stops at 0, 8③ excepted", "不可，扣完为止，第8项③除外"), clause="附件")
DECIMALS = Reading(
    "WL-a8", ("decimals", "小数"), ("exact tenths; one decimal is shown", "精确到0.1分，显示一位小数"), clause="附件")
RATIO = Reading(
    "WL-a9", ("equal scores, and the ratio of conversion", "同分如何排名、折算比例"),
    ("a rank is shared and for display; without a ratio nothing is converted", "同分并列，仅供显示；未给出比例则不折算"), clause="五")
WHOLE = Reading(
    "WL-a10", ("a part “worth 2 (… takes 2)” done in part", "“计2分（…扣2分）”部分完成"),
    ("all or nothing, unless it says 每项, 每例 or 一次", "全扣或不扣，写明每项、每例、一次的除外"),
    [("all or nothing", "全有或全无"), ("in proportion", "按比例")], clause="附件")
YEAR_END = Reading(
    "WL-a11", ("how long the year-end check runs", "年终考核至何时结束"),
    ("to the end of February of the next year: what it finds may be dated until then", "至次年2月底；其发现的问题日期可至该日"),
    clause="四2")
READINGS = (ROW_8, PLEDGES, COURSE, SYSTEMS, LIMBS, PRACTICE, FLOOR, DECIMALS, RATIO, WHOLE, YEAR_END)
UNDEFINED = (
    Undefined("WL-5-ratio", "五", ("the ratio of conversion", "折算比例"), RATIO),
    Undefined("WL-3②-scale", "附件第3项②", ("how much an abnormal service centre loses", "便民服务中心运行不正常扣多少分")),
    Undefined("WL-6①-pledges", "附件第6项①", ("what unpublished pledges lose", "未公开承诺书扣多少分"), PLEDGES),
    Undefined("WL-4.3-ties", "四3", ("the rank of equal scores", "同分的名次"), RATIO),
    Undefined("WL-grades", "五", ("grades: there are none", "等次：文件未设")),
)
