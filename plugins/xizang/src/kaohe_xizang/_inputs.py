"""What the offices enter for the Tibet scheme, in the order of the document."""

from __future__ import annotations

from kaohe.rules import (
    APPRAISAL,
    IN_CYCLE,
    Choice,
    Count,
    Date,
    Finding,
    IndicatorTable,
    Kind,
    Link,
    Option,
    Periods,
    Score,
    Setting,
    Span,
    weighted,
)
from kaohe.words import Text

PERSONS = ("优秀", "称职", "基本称职", "不称职")
BODIES = ("优秀", "合格", "基本合格", "不合格")

MEMBER = Kind("member", Text("posted member", "驻村工作队员"), PERSONS)
TEAM = Kind("team", Text("posted team", "驻村工作队"), BODIES)
UNIT = Kind("unit", Text("dispatching unit", "派驻单位"), BODIES)

ORGANISER = Text("township 强基办", "乡镇（街道）强基办")
COUNTY = Text("county 强基办", "县（区）强基办")

# The year's posting: what makes a month or quarter due (XZ-a5, XZ-6(5)b).
posted_from = Date(
    "posted_from", Text("posted from", "派驻起始日"), clause="第六条（五）", optional=True, entered_by=ORGANISER
)
posted_to = Date(
    "posted_to", Text("posted to", "派驻截止日"), clause="第六条（五）", optional=True, entered_by=ORGANISER
)
MONTH = Periods("month", Text("month", "月度"), "month", posted_from, posted_to)
QUARTER = Periods("quarter", Text("quarter", "季度"), "quarter", posted_from, posted_to)

# Article 6(4): three marks out of 100 each, entered raw (XZ-a2).
_TARGETS = Text("target-responsibility table", "目标责任考评表")
MEMBER_TABLE = IndicatorTable("targets-member", _TARGETS)
TEAM_TABLE = IndicatorTable("targets-team", _TARGETS)
UNIT_TABLE = IndicatorTable("targets-unit", _TARGETS)
_MARKS = Text("marks", "考核评分")


def _marks(on: Periods | None, table: IndicatorTable, by: Text) -> tuple[Score, Score, Score]:
    return (
        Score("usual", Text("usual record", "平时掌握"), clause="第六条（四）", on=on, section=_MARKS, entered_by=by),
        Score(
            "opinion", Text("public opinion", "民意测评"), clause="第六条（四）", on=on, section=_MARKS, entered_by=by
        ),
        Score("targets", _TARGETS, clause="第六条（四）", on=on, table=table, section=_MARKS, entered_by=by),
    )


MARKS = {
    MEMBER: _marks(MONTH, MEMBER_TABLE, ORGANISER),
    TEAM: _marks(QUARTER, TEAM_TABLE, COUNTY),
    UNIT: _marks(None, UNIT_TABLE, COUNTY),
}
PERIOD_SCORE = {
    kind: weighted((usual, "10%"), (opinion, "20%"), (targets, "70%")).named(Text("period score", "期得分"))
    for kind, (usual, opinion, targets) in MARKS.items()
}
OPINION = {kind: marks[1] for kind, marks in MARKS.items()}
TARGETS = {kind: marks[2] for kind, marks in MARKS.items()}

# Article 7: facts found, by clause.
_FINDINGS = Text("one-vote vetoes", "一票否决")


def _finding(key: str, en: str, zh: str, clause: str, dated: Span = IN_CYCLE) -> Finding:
    return Finding(key, Text(en, zh), clause=clause, section=_FINDINGS, entered_by=COUNTY, dated=dated)


refuses_management = _finding("refuses_management", "refuses local management", "不服从属地管理", "第七条（一）1")
falsifies = _finding(
    "falsifies",
    "falsification, concealment or serious breach of procedure",
    "弄虚作假、隐瞒严重错误或严重违反规定程序",
    "第七条（一）2",
)
absence_notices = _finding("absence_notices", "notices for unauthorised absence", "擅自脱岗离岗被通报", "第七条（一）3")
# The plan is a year's: whether it was kept is found when the year is over.
plan_late = _finding(
    "plan_late", "annual poverty plan behind schedule", "未按时序完成年度脱贫攻坚计划任务", "第七条（二）1", APPRAISAL
)
clause_7_2_2 = _finding("clause_7_2_2", "finding under 7(2)2", "第七条（二）2所列情形", "第七条（二）2")
funds_misused = _finding("funds_misused", "work funds misused", "贪污、挤占、挪用、截留经费", "第七条（二）3")
rotation_undone = _finding(
    "rotation_undone", "rotation or selection not done as required", "未按规定开展轮换交接和选派", "第七条（三）2"
)
not_recalled = _finding("not_recalled", "member not recalled in time", "未及时召回调换队员", "第七条（三）3")
studied = Count(
    "studied",
    Text("party-group studies in the year", "党组（党委）研究驻村工作次数"),
    clause="第七条（三）1",
    high=366,
    section=_FINDINGS,
    entered_by=COUNTY,
)
visits = Count(
    "visits",
    Text("leaders' visits in the year", "党组（党委）领导到驻村点次数"),
    clause="第七条（三）1",
    high=9999,
    section=_FINDINGS,
    entered_by=COUNTY,
)
# Asked for in place of `visits` where the cycle reads the clause per posting point (XZ-a9).
visits_least_point = Count(
    "visits_least_point",
    Text("leaders' visits, least-visited posting point", "到次数最少的驻村点次数"),
    clause="第七条（三）1",
    high=9999,
    section=_FINDINGS,
    entered_by=COUNTY,
)
serious_case = Finding(
    "serious_case",
    Text("a serious case, to be pursued", "情形严重，追究责任"),
    clause="第七条",
    section=_FINDINGS,
    entered_by=COUNTY,
    optional=True,
    dated=APPRAISAL,
)

# Article 8: negative notices by any 强基办, and what no rule reads.
negative_notices = Finding(
    "negative_notices", Text("negative notices by any 强基办", "各级强基办负面通报"), clause="第八条", entered_by=COUNTY
)
altitude = Choice(
    "altitude",
    Text("village altitude", "驻村海拔"),
    clause="第六条（五）",
    options=(
        Option("below-4500", Text("below 4500 m", "4500米以下")),
        Option("4500-and-above", Text("4500 m and above", "4500米以上（含）")),
    ),
    optional=True,
    entered_by=COUNTY,
)

TEAM_OF = Link("team", Text("team", "所在工作队"), TEAM, clause="第四条", optional=True)
UNIT_OF = Link("unit", Text("dispatching unit", "派驻单位"), UNIT, clause="第四条", optional=True)

# What the document leaves open and a cycle may settle otherwise.
GAP_READING = Setting(
    "gap-reading",
    Text("a score between two printed bands", "两档之间的分数"),
    options=(
        Option("half-open", Text("a band begins at its lower number", "从各档下限起算")),
        Option("half-up", Text("rounded half-up to whole points", "四舍五入到整数")),
        Option("truncate", Text("cut to whole points", "舍去小数")),
        Option("refer", Text("a person decides", "由人裁定")),
    ),
    default="half-open",
    clause="第六条（四）",
    assumption="XZ-a1",
)
VISITS_READING = Setting(
    "visits-reading",
    Text("what the four visits count", "“少于4次”的计数口径"),
    options=(
        Option("total", Text("all visits to all posting points", "到各驻村点合计")),
        Option("per-point", Text("visits to the least-visited point", "每个驻村点分别计")),
    ),
    default="total",
    clause="第七条（三）1",
    assumption="XZ-a9",
)
RECALL_READING = Setting(
    "recall-reading",
    Text("which notices count for the recall of Article 8", "第八条召回计入哪些通报"),
    options=(
        Option("as-entered", Text("those entered as negative notices of a 强基办", "按强基办负面通报录入的")),
        Option("absence-too", Text("notices for unauthorised absence too", "擅自脱岗离岗的通报也计入")),
    ),
    default="as-entered",
    clause="第八条",
    assumption="XZ-a17",
)
