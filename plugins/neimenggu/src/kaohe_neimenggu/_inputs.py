"""What the offices enter for the Inner Mongolia scheme, in the order of the document."""

from __future__ import annotations

from kaohe.rules import (
    APPRAISAL,
    Choice,
    Count,
    Days,
    Finding,
    Indicator,
    IndicatorTable,
    Kind,
    Link,
    Option,
    Ratings,
    Score,
    Setting,
    Tally,
)
from kaohe.words import Text

GRADES = ("优秀", "称职", "基本称职", "不称职")

TEAM = Kind("team", Text("county general team", "驻旗县工作总队"), GRADES)
HEAD = Kind("head", Text("team head", "队长"), GRADES)
DEPUTY = Kind("deputy", Text("deputy head", "副队长"), GRADES)
LIAISON = Kind("liaison", Text("liaison officer", "联络员"), GRADES)
MEMBER = Kind("member", Text("team member", "成员"), GRADES)
PERSONS = (HEAD, DEPUTY, LIAISON, MEMBER)

TEAM_OF = Link("team", Text("general team", "所在工作总队"), TEAM, clause="一")

OFFICE = Text("regional team office", "自治区管理办公室")
GROUP = Text("appraisal group", "考核组")
THIRD_PARTY = Text("commissioned institution", "受委托的科研机构或社会组织")

_MARKS = Text("marks", "打分项")
_BALLOT = Text("democratic rating", "民主测评")
_CHANGES = Text("bonus and penalty", "加减分")
_ATTENDANCE = Text("attendance", "考勤")
_RESULT = Text("proposal", "拟定等次")

# 一: the counties; the list is the cycle's, as codes.
county = Choice(
    "county", Text("county posted to", "派驻贫困旗县（市、区）"), clause="一", list_key="counties", entered_by=OFFICE
)


def _mark(key: str, en: str, zh: str, clause: str, by: Text, table: IndicatorTable | None = None) -> Score:
    return Score(key, Text(en, zh), clause=clause, section=_MARKS, entered_by=by, table=table)


# Annex 1: eleven indicators, county aggregates all; no deduction rules are given.
INDICATORS = IndicatorTable(
    "indicators",
    Text("indicators of the general team", "驻旗县工作总队考核指标"),
    (
        Indicator("reduction", Text("poverty reduction plan completed (%)", "贫困人口减贫计划完成率（%）"), 10),
        Indicator("income", Text("growth of net income per head (%)", "农牧民人均纯收入增长幅度（%）"), 10),
        Indicator("incidence", Text("fall of the poverty incidence (%)", "贫困发生率下降幅度（%）"), 10),
        Indicator(
            "precision",
            Text("precision of identification, help and exit (%)", "建档立卡贫困户识别、帮扶、退出精准度（%）"),
            15,
        ),
        Indicator(
            "projects",
            Text("projects and measures precisely arranged", "精准安排扶贫项目、精准落实扶贫措施"),
            15,
        ),
        Indicator(
            "funds",
            Text("funds: integration, use, supervision, effect", "扶贫资金整合、使用、监管、成效等"),
            10,
        ),
        Indicator("advice", Text("advice on problems fed back", "反馈问题整改和困难问题的意见建议"), 5),
        Indicator("guidance", Text("follow-up guidance and coordination", "跟踪指导及帮助协调落实困难问题"), 5),
        Indicator("committees", Text("work of the two village committees", "嘎查村“两委”班子作用发挥"), 10),
        Indicator("examples", Text("good examples made known", "总结和宣传推广好典型好经验好做法"), 5),
        Indicator("policy", Text("policy made known", "宣传扶贫开发政策"), 5),
    ),
)

# 四（二）to 四（四）: what is marked out of 100 (NM-a4, NM-a5).
indicators = _mark("indicators", "indicator mark", "指标考核", "附件1", OFFICE, INDICATORS)
supervision = _mark("supervision", "supervision group's mark", "督导组考核得分", "四（七）", OFFICE)
daily = _mark("daily", "daily supervision", "日常督查", "四（二）", OFFICE)
ledger = _mark("ledger", "ledgers examined", "查阅台账", "四（三）3", GROUP)
visits = _mark("visits", "visits on the spot", "实地查访", "四（三）4", GROUP)
opinion = _mark("opinion", "opinion survey", "民意调查", "四（三）5", GROUP)
third_party = _mark("third_party", "third-party assessment", "第三方评估", "四（四）", THIRD_PARTY)

# Annex 2: twelve steps, one from each rater of the group.
STEPS = {
    "A1": 100, "A2": 97, "A3": 93,
    "B1": 90, "B2": 87, "B3": 83,
    "C1": 80, "C2": 77, "C3": 73,
    "D1": 70, "D2": 67, "D3": 63,
}  # fmt: skip
_BLOCKS = {
    "A": Text("excellent", "优秀"),
    "B": Text("good", "良好"),
    "C": Text("fair", "一般"),
    "D": Text("poor", "较差"),
}
group_steps = Ratings(
    "group_steps",
    Text("appraisal group's overall rating", "考核组综合评价"),
    clause="附件2",
    options=tuple(
        Option(code, Text("{block} {code} ({points})", "{block}{code}（{points}分）").format(
            block=_BLOCKS[code[0]], code=code, points=points
        ))
        for code, points in STEPS.items()
    ),
    section=_MARKS,
    entered_by=GROUP,
)  # fmt: skip

# Annex 3: one ballot for each of five columns.
VOTES = ("好", "较好", "一般", "差")
_VOTES = tuple(
    Option(code, Text(en, code)) for code, en in zip(VOTES, ("good", "fairly good", "fair", "poor"), strict=True)
)


def _ballot(key: str, en: str, zh: str) -> Tally:
    """A blank is no rating, so shares are of the votes given for the four options (NM-a6)."""
    return Tally(key, Text(en, zh), clause="附件3", options=_VOTES, total_is="votes", section=_BALLOT, entered_by=GROUP)


BALLOTS = (
    _ballot("ballot_targets", "targets and tasks completed", "目标任务完成"),
    _ballot("ballot_organisation", "grass-roots organisation", "基层组织建设"),
    _ballot("ballot_service", "service to the public", "为民服务事宜"),
    _ballot("ballot_effect", "effect against poverty", "脱贫攻坚成效"),
    _ballot("ballot_overall", "overall rating", "总体评价"),
)
ballot_overall = BALLOTS[-1]

# 四（七）: what adds and what takes points. Each of the three items is precise, not precise enough, or neither (NM-a15).
_PRECISION = (
    Option("precise", Text("precise", "精准")),
    Option("neither", Text("neither", "两者都不是")),
    Option("imprecise", Text("not precise enough", "不够精准")),
)


def _precision(key: str, en: str, zh: str) -> Choice:
    return Choice(
        key, Text(en, zh), clause="加分因素1、扣分因素1", options=_PRECISION, section=_CHANGES, entered_by=OFFICE
    )


PRECISION = (
    _precision("identification", "identification of the poor", "贫困人口识别"),
    _precision("measures", "measures of help", "帮扶措施"),
    _precision("exit", "exit from poverty", "脱贫退出"),
)
COUNTIES = 57
county_rank = Count(
    "county_rank",
    Text("county's rank in the region", "脱贫工作全区排名"),
    clause="加分因素2、扣分因素2",
    low=1,
    high=COUNTIES,
    section=_CHANGES,
    entered_by=OFFICE,
    shared_by=county,
)
# What came of problems and tasks is judged in the annual verification, by the end of January (四（三）).
solved = Finding(
    "solved",
    Text("problems solved, advice, projects with clear effect", "解决实际问题、提出建议、引进项目并取得明显效果"),
    clause="加分因素3",
    section=_CHANGES,
    entered_by=OFFICE,
    dated=APPRAISAL,
)
tasks_well = Finding(
    "tasks_well",
    Text("assigned tasks done well", "交办任务完成好"),
    clause="加分因素5",
    section=_CHANGES,
    entered_by=OFFICE,
    dated=APPRAISAL,
)
tasks_badly = Finding(
    "tasks_badly",
    Text("assigned tasks done badly", "交办任务完成差"),
    clause="扣分因素4",
    section=_CHANGES,
    entered_by=OFFICE,
    dated=APPRAISAL,
    excludes=(tasks_well,),
)
days = Days(
    "days",
    Text("days posted in the year", "全年派驻天数"),
    clause="加分因素4、扣分因素3",
    section=_ATTENDANCE,
    entered_by=OFFICE,
    places=1,
)

# 四（六）: the grade is people's to propose (NM-a3).
proposal = Choice(
    "proposal",
    Text("grade proposed", "拟定等次"),
    clause="四（六）",
    options=tuple(
        Option(grade, Text(en, grade))
        for grade, en in zip(GRADES, ("excellent", "competent", "basically competent", "not competent"), strict=True)
    ),
    section=_RESULT,
    entered_by=OFFICE,
)

# What the document leaves open and a cycle may settle otherwise.
BALLOT_POINTS = Setting(
    "ballot-points",
    Text("what a vote of annex 3 is worth out of 100", "附件3各档票折合的百分制分数"),
    options=(
        Option("annex-2-middle", Text("97, 87, 77, 67: annex 2's middle steps", "97、87、77、67（附件2各档中间值）")),
        Option("annex-2-top", Text("100, 90, 80, 70: annex 2's top steps", "100、90、80、70（附件2各档最高值）")),
        Option("even", Text("100, 80, 60, 40", "100、80、60、40")),
    ),
    default="annex-2-middle",
    clause="附件3",
    assumption="NM-a6",
)
BALLOT_COLUMNS = Setting(
    "ballot-columns",
    Text("which columns of annex 3 make the democratic rating", "总结测评取附件3哪几栏"),
    options=(
        Option("overall", Text("the overall rating only", "仅总体评价")),
        Option("all", Text("the mean of the five columns", "五栏平均")),
    ),
    default="overall",
    clause="附件3",
    assumption="NM-a7",
)
EXCELLENT_LIMIT = Setting(
    "excellent-limit",
    Text("whether the 30 % may be exceeded", "30%可否突破"),
    options=(
        Option("soft", Text("with a recorded reason", "注明理由可突破（原则上）")),
        Option("hard", Text("never", "不得突破")),
    ),
    default="soft",
    clause="四（七）",
    assumption="NM-a10",
)
REPEATED = Setting(
    "repeated-points",
    Text("whether +3, +5 and -4 count once or for each event", "加分3、加分5、扣分4按一次还是按次计"),
    options=(
        Option("once", Text("once, 2 points", "只计一次，2分")),
        Option("each", Text("2 points for each", "每次2分")),
    ),
    default="once",
    clause="四（七）",
    assumption="NM-a11",
)
