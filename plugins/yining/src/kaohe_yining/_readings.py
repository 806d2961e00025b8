"""Readings of ours where the Yining text is silent, ambiguous or cut off (YN-a1 to YN-a8), and what it leaves undefined."""

from __future__ import annotations

from kaohe.rules import Reading, Undefined

# A table: question, reading taken, clause, and the ways to read it otherwise.
# fmt: off
BASE = Reading(
    "YN-a1", ("the base of the daily appraisal and its share of 100", "日常考核的基数及其在百分制中的占比"),
    ("the total of deductions is always reported; 100 less deductions stands alone and is never combined",
     "始终列出扣分合计；以100分减扣分单独列示，不与其他得分合并"), clause="第十五条")
LIMITS = Reading("YN-a2", ("floor and caps of the deductions", "扣分有无下限或单项上限"),
                 ("never below 0 in total; no cap on an item", "总分不低于0分；单项不封顶"), clause="第十五条")
RANGES = Reading(
    "YN-a3", ("deductions 视情 within a range", "“视情”扣分的幅度"),
    ("each is entered within its range with a coded reason; there is no default value",
     "逐次录入，须在幅度之内并选原因代码；没有默认值"), clause="第十五条2")
QUARTERS = Reading(
    "YN-a4", ("how the quarters make the year", "季度考评如何形成年度结果"),
    ("the four quarters and their mean are shown as information; the grade is left to the office",
     "列出四个季度及其平均分供参考；等次由组织部门确定"), clause="使用说明五")
HALF_YEAR = Reading(
    "YN-a5", ("what half a year is", "“半年”如何计算"),
    ("6 calendar months, the first and the last day included", "满6个日历月，首日、末日均计入"),
    clause="第十六条", key="half-year",
    ways={"six-months": ("6 calendar months, both ends included", "满6个日历月，首末日均计入"),
          "183-days": ("183 days, both ends included", "满183天，首末日均计入")})
ONCE = Reading(
    "YN-a6", ("one event under both limbs of 15.4", "同一事项同时符合第十五条4前后两种情形"),
    ("it counts once, in the higher range: it is entered as a circular or sanction only",
     "只计一次、从高：仅按通报批评或处分录入"), clause="第十五条4")
GRADES = Reading("YN-a7", ("grades, bands, quota, re-check and publicity", "等次、分数段、比例、复核、公示"),
                 ("not defined in the available text", "现有文本未规定"), clause="第十六条")
SELF = Reading("YN-a8", ("the quarterly self-score", "季度自评分"),
               ("it is recorded and never enters the result", "只作记录，不计入结果"), clause="使用说明三")
READINGS = (BASE, LIMITS, RANGES, QUARTERS, HALF_YEAR, ONCE, GRADES, SELF)


def _undefined(name: str, clause: str, en: str, zh: str) -> Undefined:
    return Undefined(name, clause, (f"{en}: not defined in the available text", f"{zh}：现有文本未规定"), GRADES)


UNDEFINED = (
    Undefined("YN-16-rest", "第十六条", ("the text ends in the middle of this article; whatever follows is unknown",
                                      "原文至本条中断，其后内容不详"), GRADES),
    _undefined("YN-grades", "第十六条", "names of grades and their bands", "等次名称与分数段"),
    _undefined("YN-term-end", "第十四条", "the term-end appraisal and its share", "期满考核及其占比"),
    _undefined("YN-quota", "第十六条", "a quota for the best grade", "优秀比例"),
    _undefined("YN-recheck", "第十六条", "re-check, publicity and appeal", "复核、公示与申诉"),
    _undefined("YN-rewards", "第四章", "rewards and penalties", "奖惩"),
    Undefined("YN-daily-base", "第十五条", ("the base of the daily appraisal and its share of 100", "日常考核的基数及占比未规定"), BASE),
    Undefined("YN-forms", "使用说明二至四", (
        "columns of the quarterly sheet, the feedback form, the monthly analysis and the quarterly summary",
        "季度工作人员考评表、季度评鉴反馈表、月工作记实分析、季度个人小结的栏目未给出")),
)
