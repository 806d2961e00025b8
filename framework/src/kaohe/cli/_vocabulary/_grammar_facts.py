"""The facts of an appraisee, for each sort of input in each form that is taken."""

from __future__ import annotations

from ...words import Text
from ._key import Key

__all__ = ["FACTS"]

FACTS = (
    Key(
        "score",
        Text("a mark, with no more decimals than its input allows", "得分，小数位数以规定为限"),
        "targets = 89.5",
    ),
    Key(
        "score.text",
        Text("the same as typed text, full-width digits too", "也可写成文字，全角数字亦可"),
        'targets = "８９．５"',
    ),
    Key("items", Text("a mark by indicator", "逐项指标的得分"), "targets = { items = { 1 = 55, 2 = 38.5 } }"),
    Key("items.text", Text("the same in the table's order", "同上，按表中次序"), 'targets = "55+38.5"'),
    Key("count", Text("a whole number", "整数"), "awards = 2"),
    Key("count.text", Text("the same as typed text", "也可写成文字"), 'awards = "２"'),
    Key("days", Text("days; halves where the input has them", "天数；允许半天的可写半天"), "absent = 2.5"),
    Key(
        "date",
        Text("a day, also as 2026年1月5日 or 20260105 in quotes", "日期，也可加引号写 2026年1月5日、20260105"),
        'posted_from = "2026年1月5日"',
    ),
    Key("choice", Text("a code; its label or number in the list too", "代码；也可写名称或序号"), 'county = "south"'),
    Key(
        "choice.label", Text("a choice by its label", "按名称写选项"), 'practices = [{ level = "市级", item = "p-1" }]'
    ),
    Key(
        "along",
        Text(
            "along the periods: one value each, in order (JSON: null where none is entered)",
            "按期次依次写（JSON 中未录入的写 null）",
        ),
        "mark = [90, 88, 86.5, 91]",
    ),
    Key("period", Text("along the periods: by name", "按期次名写"), 'mark = { "2026-01" = 90, "2026-02" = 88 }'),
    Key(
        "each",
        Text("along the periods: the same for each that is not named", "未单独写明的各期均为此值"),
        'mark = { each = 84, "2026-03" = 90 }',
    ),
    Key(
        "absent",
        Text(
            "no value, with why: not-posted, rotated-out, not-applicable, not-assessed, no-valid-votes",
            "无值及其原因：not-posted、rotated-out、not-applicable、not-assessed、no-valid-votes",
        ),
        'mark = { each = 84, "2026-03" = { absent = "rotated-out" } }',
    ),
    Key(
        "reason",
        Text("its reason, which not-assessed and no-valid-votes need", "原因；not-assessed、no-valid-votes 必写"),
        'mark = { each = 84, "2026-03" = { absent = "not-assessed", reason = "住院" } }',
    ),
    Key(
        "absent.text",
        Text("the same as typed text: ! and the reason's place in that list", "同上的文字写法：! 加上列原因的序号"),
        'mark = { each = 84, "2026-03" = "!4 住院" }',
    ),
    Key("finding.none", Text("findings: attested that there is none", "认定事项：确认没有"), "notices = []"),
    Key(
        "finding.date",
        Text("findings: the day of each row", "认定事项：日期"),
        'notices = [{ date = 2026-02-01, document = "示督〔2026〕1号" }]',
    ),
    Key(
        "finding.document",
        Text("the document number that it rests on", "所依据的文号"),
        'notices = [{ date = "2026/2/1", document = "示督〔2026〕1号" }]',
    ),
    Key(
        "finding.status",
        Text("its re-check: pending, confirmed or rejected", "复核：pending、confirmed、rejected"),
        'notices = [{ date = 2026-02-01, document = "示督〔2026〕1号", status = "confirmed" }]',
    ),
    Key(
        "finding.item",
        Text("a short code that tells two facts of one document apart", "同一文件中两项事实的区别编号"),
        'notices = [{ date = 2026-02-01, document = "示督〔2026〕1号", item = "1" }, '
        '{ date = 2026-02-01, document = "示督〔2026〕1号", item = "2" }]',
    ),
    Key(
        "event.column",
        Text("events: each column by its input's key", "事件：各列按键名"),
        'practices = [{ level = "city", item = "p-1" }]',
    ),
    Key(
        "event.date",
        Text("events: the day, where there is one", "事件：日期（如有）"),
        'practices = [{ date = 2026-02-03, level = "city", item = "p-1" }]',
    ),
    Key(
        "event.document",
        Text("events: the document number, where there is one", "事件：文号（如有）"),
        'practices = [{ document = "示县发〔2026〕3号", level = "city", item = "p-1" }]',
    ),
    Key(
        "event.item",
        Text("events: the code of the thing itself", "事件：事物本身的编号"),
        'practices = [{ level = "city", item = "p-1" }, { level = "county", item = "p-2" }]',
    ),
    Key(
        "tally",
        Text("a ballot: issued, collected, spoilt, blank, and every option", "票数：发出、收回、废票、弃权及各选项"),
        "ballot = { issued = 10, collected = 9, spoilt = 1, blank = 1, yes = 6, no = 1 }",
    ),
    Key(
        "tally.issued",
        Text("ballots given out", "发出票数"),
        "ballot = { issued = 9, collected = 9, spoilt = 0, blank = 0, yes = 9, no = 0 }",
    ),
    Key(
        "tally.collected",
        Text("ballots returned: the options, blank and spoilt together", "收回票数：各项、弃权与废票之和"),
        "ballot = { issued = 9, collected = 8, spoilt = 0, blank = 0, yes = 8, no = 0 }",
    ),
    Key(
        "tally.spoilt",
        Text("invalid ballots", "废票"),
        "ballot = { issued = 9, collected = 9, spoilt = 1, blank = 0, yes = 8, no = 0 }",
    ),
    Key(
        "tally.blank",
        Text("blank ballots, which count in the total", "弃权票，计入总数"),
        "ballot = { issued = 9, collected = 9, spoilt = 0, blank = 1, yes = 8, no = 0 }",
    ),
    Key(
        "ratings",
        Text("the code that each rater gave, in any order", "各评委所给代码，次序不限"),
        'raters = ["good", "good", "poor"]',
    ),
    Key(
        "ratings.text",
        Text("the same as typed text, 0 for none", "也可写成文字；没有写 0"),
        'raters = "good, good, poor"',
    ),
)
