"""附件1 to 附件3: the team's indicators, the group's twelve steps, the ballot; and how steps and votes become points."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add

from kaohe.rules import Indicator, IndicatorTable, NumberExpr, Option, Procedure, Ratings, Score, Tally
from kaohe.rules.nodes import Clamp
from kaohe.words import Text

OFFICE = Text("regional team office", "自治区管理办公室")
GROUP = Text("appraisal group", "考核组")
MARKS = Text("marks", "打分项")


def _indicator(key: str, points: int, en: str, zh: str) -> Indicator:
    return Indicator(key, Text(en, zh), points)


# 附件1: eleven indicators, county aggregates all; no deduction rules are given.
INDICATORS = IndicatorTable(
    "indicators",
    Text("indicators of the general team", "驻旗县工作总队考核指标"),
    (
        _indicator("reduction", 10, "poverty reduction plan completed (%)", "贫困人口减贫计划完成率（%）"),
        _indicator("income", 10, "growth of net income per head (%)", "农牧民人均纯收入增长幅度（%）"),
        _indicator("incidence", 10, "fall of the poverty incidence (%)", "贫困发生率下降幅度（%）"),
        _indicator("precision", 15, "precision of identification, help and exit (%)", "建档立卡贫困户识别、帮扶、退出精准度（%）"),
        _indicator("projects", 15, "projects and measures precisely arranged", "精准安排扶贫项目、精准落实扶贫措施"),
        _indicator("funds", 10, "funds: integration, use, supervision, effect", "扶贫资金整合、使用、监管、成效等"),
        _indicator("advice", 5, "advice on problems fed back", "反馈问题整改和困难问题的意见建议"),
        _indicator("guidance", 5, "follow-up guidance and coordination", "跟踪指导及帮助协调落实困难问题"),
        _indicator("committees", 10, "work of the two village committees", "嘎查村“两委”班子作用发挥"),
        _indicator("examples", 5, "good examples made known", "总结和宣传推广好典型好经验好做法"),
        _indicator("policy", 5, "policy made known", "宣传扶贫开发政策"),
    ),
)  # fmt: skip
indicators = Score(
    "indicators", Text("indicator mark", "指标考核"), clause="附件1", section=MARKS, entered_by=OFFICE, table=INDICATORS
)

# 附件2: twelve steps, one from each rater of the group; the exact mean of them (NM-a9).
_STEPS = {
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
_STEP = Text("{block} {code} ({points})", "{block}{code}（{points}分）")
group_steps = Ratings(
    "group_steps",
    Text("appraisal group's overall rating", "考核组综合评价"),
    clause="附件2",
    options=tuple(
        Option(code, _STEP.format(block=_BLOCKS[code[0]], code=code, points=points)) for code, points in _STEPS.items()
    ),
    section=MARKS,
    entered_by=GROUP,
)
group_rating = group_steps.points(_STEPS).mean().named(group_steps.label)

# 附件3: one ballot for each of five columns. A blank is no rating: shares are of the votes given (NM-a6).
_VOTES = {"好": "good", "较好": "fairly good", "一般": "fair", "差": "poor"}


def _ballot(key: str, en: str, zh: str) -> Tally:
    return Tally(
        f"ballot_{key}",
        Text(en, zh),
        clause="附件3",
        options=tuple(Option(vote, Text(en, vote)) for vote, en in _VOTES.items()),
        total_is="votes",
        section=Text("democratic rating", "民主测评"),
        entered_by=GROUP,
    )


BALLOTS = (
    _ballot("targets", "targets and tasks completed", "目标任务完成"),
    _ballot("organisation", "grass-roots organisation", "基层组织建设"),
    _ballot("service", "service to the public", "为民服务事宜"),
    _ballot("effect", "effect against poverty", "脱贫攻坚成效"),
    _ballot("overall", "overall rating", "总体评价"),
)
_WORTH = {
    "annex-2-middle": (97, 87, 77, 67),
    "annex-2-top": (100, 90, 80, 70),
    "even": (100, 80, 60, 40),
}


def column(ballot: Tally, points: str) -> NumberExpr:
    """One column of annex 3 out of 100, by a way of NM-a6; absent where no vote was given."""
    worth = _WORTH[points]
    parts = [ballot.share(vote) * each for vote, each in zip(_VOTES, worth, strict=True)]
    # Shares make 1, so a mean lies between the worst and the best vote; said so, missing votes stay bounded.
    return Clamp(reduce(add, parts), low=Fraction(worth[-1]), high=Fraction(worth[0]))


def _form(clause: str, en: str, zh: str, columns: tuple[str, ...], reading: str = "") -> Procedure:
    """The printed form of an annex, by its columns."""
    text = Text(en, zh)
    return Procedure(clause=clause, role="-form", step="form", text=text, columns=columns, assumption=reading)


INDICATOR_FORM = _form("附件1", "the team's table of indicators", "驻旗县工作总队考核指标",
                       ("考核内容", "考核指标", "目标要求", "分值"))  # fmt: skip
STEP_FORM = _form("附件2", "the appraisal group's table of twelve steps", "专项考核组综合评价打分对照表",
                  ("等次／姓名", *(f"{code}（{points}分）" for code, points in _STEPS.items())), "NM-a9")  # fmt: skip
BALLOT_FORM = _form("附件3", "the members' democratic rating", "驻旗县工作总队成员民主测评表",
                    ("姓名", *(f"{ballot.label.zh}·{vote}" for ballot in BALLOTS for vote in _VOTES)))  # fmt: skip
