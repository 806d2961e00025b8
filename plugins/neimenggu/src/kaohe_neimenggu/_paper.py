"""附件1 to 附件4 as pages, the papers of 四（一）, （三）, and the reports of 四（六）, （八）."""

from __future__ import annotations

from kaohe.rules.forms import Column, Form, Grid, Marked, Para, People, Shown, Sign, Write

from . import _annexes as a
from . import _tables as t
from ._annexes import GROUP, OFFICE

_PEOPLE = ("head", "deputy", "liaison", "member")
_ALL = ("team", *_PEOPLE)

# 附件1, in the words that the document prints beside each indicator.
_FAST, _MEASURES = ("扶贫开发", "加快脱贫攻坚进程"), ("扶贫开发", "督促落实扶贫措施")
_PROJECTS, _FOLLOWED = ("监督落实", "监督实施扶贫项目"), ("监督落实", "跟踪协调落实成效")
_MADE_KNOWN = ("宣传工作", "加强宣传引导工作")
_LABELS = (
    (*_FAST, "贫困人口减贫计划完成率（%）"), (*_FAST, "农牧民人均纯收入增长幅度（%）"), (*_FAST, "贫困发生率下降幅度（%）"),
    (*_MEASURES, "建档立卡贫困户识别、帮扶、退出精准度（%）"),
    (*_PROJECTS, "精准安排扶贫项目、精准落实扶贫措施"), (*_PROJECTS, "扶贫资金整合、使用、监管、成效等"),
    (*_FOLLOWED, "针对扶贫开发成效考核反馈问题整改和脱贫攻坚中存在的困难及问题提出的具体意见和建议情况"),
    (*_FOLLOWED, "跟踪指导及帮助协调落实困难问题等情况"),
    ("组织建设", "增强基层组织活力",
     "贫困嘎查村“两委”班子在脱贫攻坚过程中组织引领、服务群众、实施项目、壮大村集体经济、促进和谐等作用发挥情况"),
    (*_MADE_KNOWN, "在各类媒体和信息平台总结和宣传推广脱贫攻坚中涌现的好典型好经验好做法"),
    (*_MADE_KNOWN, "深入贫困村、贫困户宣传扶贫开发政策，调动干部群众主动性积极性创造性情况"),
)  # fmt: skip
INDICATORS = Form("NM-A1", ("the team's indicators, with its marks", "驻贫困旗县（市、区）脱贫攻坚工作总队考核指标"), (
    Grid([[Column("工作总队", "name"), Column("派驻旗县（市、区）", "county")]]),
    Marked("indicators", (Column("考核内容", "1"), Column("考核指标", "2"), Column("目标要求", "3"), Column("分值", "points"),
                          Column("得分", "value")), labels=_LABELS, total=("total", "合计")),
    Para(("The column of marks is ours: the annex prints indicators and points.",
          "“得分”栏由本系统加列，附件1只列指标与分值。"), style="note"),
    Sign((OFFICE,))), clause="附件1", kinds=("team",))  # fmt: skip

# 附件2 and 附件3: papers to rate on, a page for each team.
_BLOCKS = {"A": "优秀", "B": "良好", "C": "一般", "D": "较差"}
_POINTS = (100, 97, 93, 90, 87, 83, 80, 77, 73, 70, 67, 63)
_STEPS = [f"{letter}{step}" for letter in _BLOCKS for step in (1, 2, 3)]
STEPS = Form("NM-A2", ("the appraisal group's table of twelve steps", "专项考核组综合评价打分对照表"), (
    People((Column("等次／姓名", "name"), *(Column(f"{code}（{points}分）", under=_BLOCKS[code[0]])
                                        for code, points in zip(_STEPS, _POINTS, strict=True)))),),
    clause="附件2", kinds=_PEOPLE, each="team", wide=True)  # fmt: skip
_VOTES = ("好", "较好", "一般", "差")
BALLOT = Form("NM-A3", ("democratic rating of a team's people", "驻贫困旗县（市、区）脱贫攻坚工作队总队成员民主测评表"), (
    People((Column("项目／姓名", "name"), *(Column(vote, under=ballot.label.zh) for ballot in a.BALLOTS for vote in _VOTES)),
           kinds=_PEOPLE),), clause="附件3", kinds=_PEOPLE, each="team", wide=True)  # fmt: skip
SURVEY = Form("NM-A4", ("opinion survey of the members", "驻旗县工作总队成员民意调查表"), clause="附件4", kinds=_PEOPLE, absent=(
    "annex 4 is listed in the document and not printed in it; ask the issuing office for it",
    "附件4在文件中只列名称、没有刊印；请向发文单位索取"))  # fmt: skip

# 四（一） and 四（三）1: what teams and people hand in; 四（三）4: the places drawn.
_SECTIONS = tuple(
    Para(one, style="prose")
    for one in (
        ("1. Progress of the year's work", "一、年度工作进展情况"),
        ("2. What was achieved", "二、取得的成效"),
        ("3. Problems and next steps", "三、存在问题及下步打算"),
    )
)
SELF_REPORT = Form("NM-4(1)", ("self-report of team and people", "年度总结报告"), (
    Grid([[Column("单位（姓名）", "name"), Column("类别", "kind")], [Column("年度", "period"), "报送日期"]]), *_SECTIONS,
    Sign((("the reporter", "报告人"),))), clause="四（一）", kinds=_ALL, ours=True)  # fmt: skip
PLACES = Form("NM-4(3)4", ("places drawn for visits", "实地查访抽取名单"), (
    Grid([[Column("工作总队", "name"), Column("派驻旗县（市、区）", "county")],
          *([f"苏木乡镇{n}", "嘎查村", "嘎查村"] for n in (1, 2, 3, 4))]),
    Sign((("drawn by", "抽取人"), ("witness", "监督人")))), clause="四（三）4", kinds=("team",), ours=True)  # fmt: skip

# 四（六） and 四（八）: reports; 四（七）: the tables to sign, as pages.
_RESULT = (Column("得分", "score"), Column("名次", "rank"), Column("等次", "grade"))
_TEAM_SCORES = People((Column("序号", "number"), Column("工作总队", "name"), *_RESULT), kinds=("team",))
_SCORES = People(
    (Column("序号", "number"), Column("序列", "kind"), Column("姓名", "name"), *_RESULT, "评价意见"), kinds=_PEOPLE
)
TEAMS = Form("NM-4(7)-teams", ("table of results: teams", "驻旗县工作总队考核结果汇总表"), (
    People(t.teams("NM-A3-team|NM-A3").columns), Sign((GROUP, OFFICE))), clause="四（七）", kinds=("team",), each="cycle", ours=True,
    wide=True)  # fmt: skip
MEMBERS = Form("NM-4(7)-people", ("table of results: people", "驻旗县工作总队成员考核结果汇总表"), (
    People(t.PEOPLE.columns), Sign((GROUP, OFFICE))), clause="四（七）", kinds=_PEOPLE, each="cycle", ours=True,
    wide=True)  # fmt: skip
REPORT = Form("NM-4(6)", ("appraisal report", "驻旗县工作总队及成员考核报告"), (
    Para("一、工作业绩", style="prose"), Para("二、指标数据分析", style="prose"), Shown("scores"), Para("三、存在问题", style="prose"),
    Para("四、综合评价", style="prose"), Shown("grades"), Shown("pools", ("share of the best", "评优比例")),
    Para("五、意见建议", style="prose"),
    Sign((OFFICE,), stamp=True)), clause="四（六）", kinds=_ALL, each="cycle", report=True)  # fmt: skip
GROUP_REPORT = Form("NM-4(8)", ("the group's report to the office", "考核组工作汇报"), (
    Para("一、驻旗县工作总队履行职责、推动脱贫攻坚工作成效", style="prose"), _TEAM_SCORES,
    Para("二、工作亮点", style="prose"), Para("三、存在问题", style="prose"),
    Para("四、对驻旗县工作总队成员的考核得分及评价意见", style="heading"), _SCORES,
    Sign((GROUP,))), clause="四（八）", kinds=_ALL, each="cycle", report=True)  # fmt: skip
NOTICE = Form("notice", ("feedback of the result", "考核结果反馈单"), (
    Grid([[Column("姓名（名称）", "name"), Column("序列", "kind")], [Column("年度", "period"), Column("得分", "score")],
          [Column("名次", "rank"), Column("等次", "grade")], ["异议受理单位", "受理期限"],
          [Write("本人（单位）意见", lines=4, signed=("signature:", "签名："))]]),
    Shown("notices", ("what follows", "结果运用")), Sign((OFFICE,), stamp=True)),
    clause="六（二）、（三）", kinds=_ALL, copies=2, ours=True)  # fmt: skip

FORMS = (INDICATORS, STEPS, BALLOT, SURVEY, SELF_REPORT, PLACES, TEAMS, MEMBERS, NOTICE, REPORT, GROUP_REPORT)
