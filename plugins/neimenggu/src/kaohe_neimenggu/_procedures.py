"""What the steps of 四 and 六 ask for, as data: days, papers, the places drawn, publicity, notices."""

from __future__ import annotations

from kaohe.rules.steps import By, Notify, On, Paper, Publicity, Sample

_FIFTH, _JANUARY = By(on=On(1, 5, year=1)), By(on=On(1, year=1))

SELF_REPORT = (
    _FIFTH,
    Paper("self-report", ("self-report with the year's data", "总结报告及基础数据资料"), due=_FIFTH),
)  # 四（一）
# 四（三）1: the papers go out three days before the meeting.
MEETING = (
    _JANUARY,
    Paper("duty-report", ("work or duty report", "工作总结、个人述职材料"), due=By(days=-3, after="NM-4(3)1")),
)
TALKS = ASSESSED = _JANUARY  # 四（三）2, 四（四）
# 四（三）4: the villages lie in the townships drawn (NM-a14).
VISITED = (
    _JANUARY,
    Sample("townships", ("townships visited", "苏木乡镇"), "places", 4, per="county", before="visits"),
    Sample("villages", ("villages visited", "嘎查村"), "places", 8, per="county", within="townships", before="visits"),
)
COMPILED, REPORTED = (
    By(on=On(2, 10, year=1)),
    By(on=On(2, year=1)),
)  # 四（五） 月初 is read as the first ten days; 四（八）
SHOWN = Publicity()  # 四（七）
FED_BACK = Notify(("the general team", "驻旗县工作总队"), link="team")  # 六（二）
RECALLED = Notify(("sending unit", "派出单位"))
FILED = Notify(("regional 组织部, or the home unit", "自治区党委组织部或本人所在单位组织人事部门"))  # 六（三）
