"""What the clauses of procedure ask for, as data: days, papers, the cross-assessment, opinions, notices."""

from __future__ import annotations

from kaohe.rules.steps import Cross, By, Gate, Imported, Notify, On, Paper

_SUMMARY = ("annual summary", "年度工作总结")
_REGISTER = ("annual registration form", "年度考核登记表")
_STAFF_DAY = By(on=On(1, 10, year=1))

TIME = By(on=On(1, 20, year=1), opens=On(12, 21))  # 第一条: 下旬 begins on the 21st, 中旬 ends on the 20th
REGION = Imported(("the autonomous region's office", "自治区“访惠聚”工作办公室"))  # 第三条（一）
CROSS = Cross("regiments", ("regiments (团场)", "团场"), per="stationed")  # 第三条（二）
SUMMARY = Paper("summary", _SUMMARY)  # 第六条（一）1, 附件7 三
REGISTER = Paper("register", _REGISTER, copies=2)  # 附件3, 附件7 三
OPINIONS = (  # 第六条（一）5
    Gate("inspectors", ("inspectors (督查组)", "督查组"), must=False),
    Gate("office", ("office", "“访惠聚”工作办公室"), must=False),
    Gate("regiment", ("团场 (township) committee", "团场（乡镇）党委"), must=False),
)
STAFF_SUMMARY = Paper("summary", _SUMMARY, due=_STAFF_DAY)  # 第六条（二）1, 第八条（三）
STAFF_REGISTER = Paper("register", _REGISTER, due=_STAFF_DAY, copies=2)  # 附件4, 附件7 四
STAFF_MATERIAL, MATERIAL = _STAFF_DAY, By(on=On(1, 20, year=1))  # 第八条（三）
FED_BACK = Notify(("sending unit of the office's level", "本级工作队派出部门单位"))  # 第七条（一）
LEADER = Notify(
    ("whoever assesses the main leader of the sending unit", "派出部门单位主要领导的考核机关")
)  # 第七条（二）
HOME = Notify(("home unit", "原单位"))  # 第七条（三）
