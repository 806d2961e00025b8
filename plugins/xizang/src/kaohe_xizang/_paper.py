"""Papers of articles 6, 9 and 10: self-reports, target tables, ballots, the notice; and the reports of 第六条（五）, （六）."""

from __future__ import annotations

from kaohe.rules.forms import Column, Form, Grid, Marked, Para, People, Shown, Sign, Write
from kaohe.words import Said
from . import _tables as t

_MEMBER, _TEAM, _UNIT = ("member",), ("team",), ("unit",)
_ALL = (*_MEMBER, *_TEAM, *_UNIT)
_SIGNED, _SEALED = ("signature:", "签名："), ("seal:", "盖章：")
_HEAD = ("head of the 强基办", "强基办主任")
_OURS_TO_FILL = (
    ("1. Work done", "一、工作开展情况"), ("2. Self-marks against the table", "二、对照考评表自评"),
    ("3. Problems", "三、存在问题"), ("4. Next steps", "四、下步打算"),
)  # fmt: skip


def _self_report(
    key: str, said: Said, clause: str, kinds: tuple[str, ...], rows: list[list[Column | str]], *, by_period: bool
) -> Form:
    """第六条（一）-（三）: the cover, and headings with nothing under them."""
    return Form(key, said, (Grid(rows), *(Para(one, style="prose") for one in _OURS_TO_FILL),
                            Sign((("the reporter", "报告人"),))),
                clause=clause, kinds=kinds, by_period=by_period, ours=True)  # fmt: skip


def _targets(key: str, kinds: tuple[str, ...], of: list[Column | str], *, by_period: bool) -> Form:
    """第六条（四）: the county's items with their marks, and the three marks of the period."""
    return Form(key, ("target-responsibility table", "目标责任考评表"), (
        Grid([of, [Column("期次", "period")]]),
        Marked("targets", (Column("序号", "number"), Column("考评内容", "label"), Column("分值", "points"), "自评分",
                           Column("考评分", "value")), total=("total", "合计")),
        Grid([[Column("平时掌握", "usual"), Column("民意测评", "opinion"), Column("考评表", "targets")],
              [Column("平时（10%）", "usual", times="10%"), Column("民意（20%）", "opinion", times="20%"),
               Column("考评表（70%）", "targets", times="70%")],
              *([[Column("期得分", "XZ-6(4)a"), Column("等次", "grade")]] if by_period else
                [[Column("得分", "score"), Column("等次", "grade")]])]),
        Sign((("appraisal group", "考核组"),))), clause="第六条（四）", kinds=kinds, by_period=by_period, ours=True)  # fmt: skip


_NAME: list[Column | str] = [Column("姓名", "name"), Column("所在工作队", "team"), Column("派驻单位", "unit")]
_TEAM_NAME: list[Column | str] = [Column("工作队", "name"), Column("派驻单位", "unit")]
_PERIOD: list[Column | str] = [Column("期次", "period"), "报送日期"]
SELF_REPORTS = (
    _self_report("XZ-6(1)", ("monthly self-report", "驻村工作队员月度自查自评报告"), "第六条（一）", _MEMBER,
                 [_NAME, _PERIOD], by_period=True),
    _self_report("XZ-6(2)", ("quarterly self-report", "驻村工作队季度自查自评报告"), "第六条（二）", _TEAM,
                 [_TEAM_NAME, _PERIOD], by_period=True),
    _self_report("XZ-6(3)", ("annual self-report", "派驻单位驻村工作自查自评报告"), "第六条（三）", _UNIT,
                 [[Column("派驻单位", "name")], _PERIOD], by_period=False),
)  # fmt: skip
TARGETS = (
    _targets("XZ-6(4)-member", _MEMBER, _NAME, by_period=True),
    _targets("XZ-6(4)-team", _TEAM, _TEAM_NAME, by_period=True),
    _targets("XZ-6(4)-unit", _UNIT, [Column("派驻单位", "name")], by_period=False),
)
_MARK = ("满意", "基本满意", "不满意")
BALLOTS = (
    Form("XZ-6(4)-ballot", ("opinion ballot on a team and its members", "民意测评表"), (
        People((Column("姓名（名称）", "name"), *(Column(mark, under="评价") for mark in _MARK), "评分（0－100）")),),
        clause="第六条（四）", kinds=_MEMBER, each="team", ours=True),
    Form("XZ-6(4)-ballot-unit", ("opinion ballot on a dispatching unit", "派驻单位民意测评表"), (
        People((Column("派驻单位", "name"), *(Column(mark, under="评价") for mark in _MARK), "评分（0－100）")),),
        clause="第六条（四）", kinds=_UNIT, ours=True),
)  # fmt: skip

# 第六条（五）: the table to sign, as a page; 第九条, 第十条: notice and inquiry.
SUMMARY = Form("XZ-6(5)-table", t.SUMMARY.text, (People(t.SUMMARY.columns), Sign(t.SUMMARY.signers)), clause="第六条（五）",
               kinds=(*_MEMBER, *_TEAM), each="cycle", ours=True, wide=True)  # fmt: skip
UNIT_SUMMARY = Form("XZ-6(5)-table-unit", t.UNIT_SUMMARY.text, (People(t.UNIT_SUMMARY.columns), Sign(t.UNIT_SUMMARY.signers)),
                    clause="第六条（五）", kinds=_UNIT, each="cycle", ours=True, wide=True)  # fmt: skip
# What is rotated by the half-year is reported by it: a row for each month or quarter in it; the article gives no half-year's mean.
ROTATED = Form("XZ-6(5)b", ("results of half-year rotation, 4500 m and above", "海拔4500米以上村居半年轮换考核结果汇总表"), (
    Para("（{period}）", style="subtitle"), People(t.SUMMARY.columns), Sign(t.SUMMARY.signers)), clause="第六条（五）",
    kinds=(*_MEMBER, *_TEAM), each="cycle", ours=True, wide=True, by_half=True, flagged="XZ-6(5)b")  # fmt: skip
NOTICE = Form("notice", ("notice of the result", "考核结果反馈单"), (
    Para(("To {name}:", "{name}：")),
    Para(("The appraisal of {period} is settled, with this result.", "{period}驻村工作考核结果已经确定，现反馈如下。")),
    Grid([[Column("对象类别", "kind"), Column("考核周期", "period")], [Column("得分", "score"), Column("等次", "grade")],
          [Column("一票否决条款", "limits"), Column("标记", "flags")], ["异议受理单位", "受理期限"],
          Write("本人（单位）意见", lines=4, signed=_SIGNED)]),
    Shown("notices", ("what follows", "结果运用")), Sign((("county 强基办", "县（区）强基办"),), stamp=True)),
    clause="第九条、第十条", kinds=_ALL, copies=2, ours=True)  # fmt: skip
INQUIRY = Form("XZ-9", ("opinions on those recommended as excellent members", "推荐优秀驻村工作队员征求意见表"), (
    People((Column("序号", "number"), Column("姓名", "name"), Column("派驻单位", "unit"), Column("等次", "grade"), "意见"), who="best"),
    Grid([Write("同级纪检监察机关意见", lines=3, signed=_SEALED), Write("有关部门意见", lines=3, signed=_SEALED)])),
    clause="第九条", kinds=_MEMBER, each="cycle", ours=True)  # fmt: skip


# 第六条（六）: 每半年组成检查组，随机抽取20%的考核对象进行检查; the city's report has a part on it.
_CHECKED = (
    Para(("3. The half-yearly check of 20 %", "三、每半年随机抽取20%考核对象检查情况"), style="prose"),
    Shown("checks"),
)  # fmt: skip


def _report(key: str, en: str, zh: str, signed: tuple[Said, ...], *, by_period: bool = False) -> Form:
    """A report with its figures; how it is divided is ours."""
    figures = (
        (Shown("grades"),)
        if by_period
        else (Shown("grades"), Shown("scores"), Shown("grounds", ("one-vote vetoes", "一票否决情况")))
    )
    city = signed is _CITY
    rest = (("What was achieved", "主要成效"), ("Problems", "存在问题"), ("Next measures", "下步措施"))
    prose = [
        Para((f"{at}. {en_head}", f"{'一二三四五六'[at - 1]}、{zh_head}"), style="prose")
        for at, (en_head, zh_head) in enumerate(rest, 4 if city else 3)
    ]
    return Form(key, (en, zh), (
        Para("（{period}）", style="subtitle"), Para(("1. How the appraisal was organised", "一、考核组织情况"), style="prose"),
        Para(("2. Results", "二、考核结果"), style="heading"), *figures, *(_CHECKED if city else ()), *prose,
        Para(("Attached: 考核结果汇总表", "附：考核结果汇总表"), style="text"), Sign(signed)),
        clause="第六条（六）" if city else "第六条（五）", kinds=_ALL, each="cycle", ours=True, report=True,
        by_period=by_period)  # fmt: skip


_TOWNSHIP = (
    ("head of the township 强基办", "乡镇（街道）强基办主任"),
    ("township party secretary", "乡镇（街道）党（工）委书记"),
)
_COUNTY = (("head of the county 强基办", "县（区）强基办主任"), ("county party secretary", "县（区）党（工）委书记"))
_CITY = (("head of the city 强基办", "市（地）强基办主任"), ("city party secretary", "市（地）委书记"))
REPORTS = (
    _report("XZ-6(5)-township-quarter", "a township's quarter", "乡镇（街道）驻村工作季度考核情况报告", _TOWNSHIP, by_period=True),
    _report("XZ-6(5)-township-year", "a township's year", "乡镇（街道）驻村工作年度考核情况报告", _TOWNSHIP),
    _report("XZ-6(5)-county-quarter", "a county's quarter", "县（区）驻村工作季度考核情况报告", _COUNTY, by_period=True),
    _report("XZ-6(5)-county-year", "a county's year", "县（区）驻村工作年度考核情况报告", _COUNTY),
    _report("XZ-6(6)", "a city's year, in November", "市（地）驻村工作考核情况总结报告", _CITY),
)  # fmt: skip

FORMS = (*SELF_REPORTS, *TARGETS, *BALLOTS, SUMMARY, UNIT_SUMMARY, ROTATED, NOTICE, INQUIRY, *REPORTS)
