"""What people call the kinds of rules and inputs; JSON and the documentation pages keep the names of the classes."""

from __future__ import annotations

from ..words import Text

__all__ = ["kind_text"]

_KINDS = {
    "asks": Text("record", "录入"),
    "assumption": Text("assumption", "假定"),
    "bands": Text("bands", "分档"),
    "bonus": Text("bonus", "加分"),
    "ceiling": Text("ceiling", "上限"),
    "choice": Text("choice", "选项"),
    "consequence": Text("consequence", "后果"),
    "count": Text("count", "次数"),
    "date": Text("date", "日期"),
    "days": Text("days", "天数"),
    "eligibility": Text("eligibility", "考核范围"),
    "events": Text("events", "记录"),
    "figure": Text("figure", "数值"),
    "finding": Text("finding", "认定"),
    "flag": Text("flag", "标记"),
    "floor": Text("floor", "下限"),
    "item": Text("item", "项目"),
    "marks": Text("marks", "评分"),
    "part": Text("part", "分项"),
    "penalty": Text("penalty", "扣分"),
    "pointtable": Text("point table", "计分表"),
    "procedure": Text("procedure", "程序"),
    "proposed": Text("proposed", "建议等次"),
    "quota": Text("quota", "名额"),
    "ratings": Text("ratings", "评级"),
    "refer": Text("refer", "裁定"),
    "score": Text("score", "分数"),
    "tally": Text("tally", "票数"),
    "total": Text("total", "总分"),
    "undefined": Text("undefined", "未规定"),
}


def kind_text(name: str) -> str:
    """The kind of rule or input called `name` in JSON, in the language of the locale."""
    return str(_KINDS.get(name, Text(name, name)))
