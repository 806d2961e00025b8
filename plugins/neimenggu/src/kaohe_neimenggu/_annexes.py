"""附件1 to 附件3: the team's indicators, the group's twelve steps, the ballot; and how steps and votes become points."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add

from kaohe.rules import Procedure, Score, Tally, at
from kaohe.rules.nodes import Clamp, Indicator, IndicatorTable, NumberExpr, Ratings

from . import _readings as r

OFFICE = ("regional team office", "自治区管理办公室")
GROUP = ("appraisal group", "考核组")
MARKS = ("marks", "打分项")

# 附件1: eleven indicators, county aggregates all; no deduction rules are given.
INDICATORS = IndicatorTable(
    "indicators", ("indicators of the general team", "驻旗县工作总队考核指标"), (
        Indicator("reduction", ("poverty reduction plan completed (%)", "贫困人口减贫计划完成率（%）"), 10),
        Indicator("income", ("growth of net income per head (%)", "农牧民人均纯收入增长幅度（%）"), 10),
        Indicator("incidence", ("fall of the poverty incidence (%)", "贫困发生率下降幅度（%）"), 10),
        Indicator("precision", ("precision of identification, help and exit (%)", "建档立卡贫困户识别、帮扶、退出精准度（%）"), 15),
        Indicator("projects", ("projects and measures precisely arranged", "精准安排扶贫项目、精准落实扶贫措施"), 15),
        Indicator("funds", ("funds: integration, use, supervision, effect", "扶贫资金整合、使用、监管、成效等"), 10),
        Indicator("advice", ("advice on problems fed back", "反馈问题整改和困难问题的意见建议"), 5),
        Indicator("guidance", ("follow-up guidance and coordination", "跟踪指导及帮助协调落实困难问题"), 5),
        Indicator("committees", ("work of the two village committees", "嘎查村“两委”班子作用发挥"), 10),
        Indicator("examples", ("good examples made known", "总结和宣传推广好典型好经验好做法"), 5),
        Indicator("policy", ("policy made known", "宣传扶贫开发政策"), 5),
    ),
)  # fmt: skip
indicators = Score(
    "indicators", ("indicator mark", "指标考核"), clause="附件1", section=MARKS, entered_by=OFFICE, table=INDICATORS
)

# 附件2: twelve steps, one from each rater of the group; the exact mean of them (NM-a9).
_STEPS = {
    "A1": 100, "A2": 97, "A3": 93,
    "B1": 90, "B2": 87, "B3": 83,
    "C1": 80, "C2": 77, "C3": 73,
    "D1": 70, "D2": 67, "D3": 63,
}  # fmt: skip
_BLOCKS = {"A": ("excellent", "优秀"), "B": ("good", "良好"), "C": ("fair", "一般"), "D": ("poor", "较差")}
group_steps = Ratings(
    "group_steps", ("appraisal group's overall rating", "考核组综合评价"), clause="附件2", section=MARKS, entered_by=GROUP,
    short=("rating", "综合评价"), options={code: (f"{en} {code} ({points})", f"{zh}{code}（{points}分）")
             for code, points in _STEPS.items() for en, zh in (_BLOCKS[code[0]],)},
)  # fmt: skip
group_rating = group_steps.points(_STEPS).mean().named(group_steps.label)

# 附件3: one ballot for each of five columns. A blank is no rating: shares are of the votes given (NM-a6).
_VOTES = {"好": "good", "较好": "fairly good", "一般": "fair", "差": "poor"}


def _ballot(key: str, en: str, zh: str) -> Tally:
    return Tally(f"ballot_{key}", (en, zh), clause="附件3", section=("democratic rating", "民主测评"), entered_by=GROUP,
                 options={vote: (said, vote) for vote, said in _VOTES.items()}, total_is="votes")  # fmt: skip


BALLOTS = (
    _ballot("targets", "targets and tasks completed", "目标任务完成"),
    _ballot("organisation", "grass-roots organisation", "基层组织建设"),
    _ballot("service", "service to the public", "为民服务事宜"),
    _ballot("effect", "effect against poverty", "脱贫攻坚成效"),
    _ballot("overall", "overall rating", "总体评价"),
)
_WORTH = {"annex-2-middle": (97, 87, 77, 67), "annex-2-top": (100, 90, 80, 70), "even": (100, 80, 60, 40)}


def column(ballot: Tally, points: str) -> NumberExpr:
    """One column of annex 3 out of 100, by a way of NM-a6; absent where no vote was given."""
    worth = _WORTH[points]
    parts = [ballot.share(vote) * each for vote, each in zip(_VOTES, worth, strict=True)]
    # Shares make 1, so a mean lies between the worst and the best vote; said so, missing votes stay bounded.
    return Clamp(reduce(add, parts), low=Fraction(worth[-1]), high=Fraction(worth[0]))


INDICATOR_FORM, STEP_FORM, BALLOT_FORM = (
    *at("附件1", Procedure("form", ("the team's table of indicators", "驻旗县工作总队考核指标"), role="-form",
                         columns=("考核内容", "考核指标", "目标要求", "分值"))),
    *at("附件2", Procedure("form", ("the appraisal group's table of twelve steps", "专项考核组综合评价打分对照表"), role="-form",
                         columns=("等次／姓名", *(f"{code}（{points}分）" for code, points in _STEPS.items())), assumption=r.RATERS)),
    *at("附件3", Procedure("form", ("the members' democratic rating", "驻旗县工作总队成员民主测评表"), role="-form",
                         columns=("姓名", *(f"{ballot.label.zh}·{vote}" for ballot in BALLOTS for vote in _VOTES)))),
)  # fmt: skip
