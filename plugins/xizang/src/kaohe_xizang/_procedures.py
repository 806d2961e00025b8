"""What the steps of articles 6, 8 and 9 ask for, as data: days, papers, samples, publicity, opinions, notices."""

from __future__ import annotations

from kaohe.rules.steps import By, Gate, Notify, On, Paper, Publicity, Sample

_REPORT = ("self-report", "自查自评报告")
_UNIT = ("dispatching unit", "派驻单位")
_BY_TENTH, _IN_TEN_DAYS = By(each="month", days=10), By(each="quarter", days=10)

# 第六条（一）（二）（三）: a self-report before each appraisal; 下旬 begins on the 21st.
MONTHLY = (_BY_TENTH, Paper("self-report", _REPORT, each="month", due=_BY_TENTH))
QUARTERLY = (_IN_TEN_DAYS, Paper("self-report", _REPORT, each="quarter", due=_IN_TEN_DAYS))
YEARLY = (By(on=On(10), opens=On(10, 21)), Paper("self-report", _REPORT, due=By(on=On(10))))
# 第六条（五）: counted from the quarter's appraisal, that of the teams, for members and teams together.
SUMMED_UP, UNITS_SUMMED_UP = By(each="quarter", days=10, after="XZ-6(2)-procedure"), By(on=On(10))
# 第六条（六）（七）: 月初 is read as the first ten days.
CHECKED = (By(on=On(11, 10)), Sample("checked", ("appraisees for the city's check", "市（地）抽查对象"), each="half"))
REVIEWED = Sample("reviewed", ("appraisees for the region's re-check", "自治区复核对象"))
# 第八条, 第九条, 第十条.
CRITICISED = Notify(("the member, in a circular", "通报批评本人"))
UNIT_CRITICISED = Notify(("dispatching unit, in a circular", "通报批评派驻单位"), link="unit")
LEADER = Notify(("main leader of the dispatching unit", "派驻单位主要领导"))
RECALLED = Notify(_UNIT, link="unit")
SHOWN = (Publicity(), Notify(("the appraisee: the confirmed result", "考核对象（反馈确定的结果）")))
ASKED = Gate(
    "discipline", ("discipline office and others of the same level", "同级纪检监察机关及有关部门"), grades="优秀"
)
