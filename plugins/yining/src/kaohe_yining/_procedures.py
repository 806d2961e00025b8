"""What articles 4, 7, 9 and 11 ask for, as data: papers, checks, inspections, meetings."""

from __future__ import annotations

from kaohe.rules.steps import By, Paper, Sample

STATEMENT = Paper("responsibility", ("responsibility statement", "岗位目标责任书"))  # 第四条
LEAVE = Paper("leave-slip", ("leave slip", "请假条"), each="case")  # 第七条
REPORTS = (  # 第九条: no day is said; a half-year's report is read as due when it ends
    Paper("half-year-report", ("half-year report", "半年书面汇报"), each="half", due=By(each="half")),
    Paper("final-report", ("report at the end of the posting", "挂职结束书面汇报"), each="end"),
)
CHECKS = (  # 第十一条
    Sample("checked", ("cadres checked in the month", "当月抽查对象"), each="month"),
    By(each="quarter"),
    By(each="half"),
)
