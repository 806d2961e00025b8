"""What a scheme declares as rules: scores, limits on the grade, quotas."""

from __future__ import annotations

from ...words import Text
from ._entry import Entry

__all__ = ["LIMITS", "QUOTAS", "SCORES"]

SCORES = (
    Entry(
        "Total",
        Text("the score before bonus and penalty", "加减分前的得分"),
        'Total(mark.mean(), "平均分", clause="第二条", at_most=100)',
    ),
    Entry(
        "PointTable",
        Text("a table of rows that make the score", "按表逐项计分"),
        'PointTable(clause="附件", text="计分表", items=(Item(text="走访", points=100, earns=awards * 5),))',
    ),
    Entry(
        "Item",
        Text("a row of it: points less what its parts lose, or what it earns", "表的一行：扣分或得分"),
        'Item(clause="附件1", text="出勤", points=40, parts=(ItemPart(text="缺勤", points=40, loses=absent * 2),))',
    ),
    Entry(
        "Item.applies",
        Text("to whom a row applies", "该行适用于哪些人"),
        'Item(clause="附件2", text="走访", points=60, earns=awards * 5, applies=county.is_("north"))',
    ),
    Entry(
        "ItemPart",
        Text("a sub-item and what it loses", "子项及其扣分"),
        'ItemPart(clause="附件1（1）", text="缺勤一日扣2分", points=40, loses=absent * 2)',
    ),
    Entry(
        "Bands",
        Text("the grade that a score proposes", "按得分定等次"),
        'Bands(ScoreOf(), "85分以上，60—84分，60分以下", clause="第二条", bands=BANDS, assumption=GAP)',
    ),
    Entry("Band", Text("a grade and its scores as printed", "等次及文件所写分数段"), 'Band("合格", low=60, high=84)'),
    Entry(
        "Proposed",
        Text("the grade that people propose", "由人提出的等次"),
        'Proposed(Choice("proposed", "建议等次", options=("优秀", "合格")), clause="第二条")',
    ),
    Entry(
        "Bonus",
        Text("points added", "加分"),
        'Bonus((awards * 2).at_most(4), "每次2分，最多4分", clause="第二条")',
    ),
    Entry("Penalty", Text("points taken", "扣分"), 'Penalty(absent, "每日扣1分", clause="第三条")'),
    Entry(
        "Figure",
        Text("a value to show; it enters no result", "仅显示的数值"),
        'Figure(mark.max(), "最高月得分", clause="第二条")',
    ),
)


LIMITS = (
    Entry(
        "Ceiling",
        Text("no better than a grade while a condition holds: a veto", "不高于某等次：一票否决等"),
        'Ceiling("不合格", notices.count() >= 2, "通报两次以上", clause="第三条", confirm=True)',
    ),
    Entry(
        "Floor",
        Text("no worse than a grade", "不低于某等次"),
        'Floor("合格", awards >= 1, "表彰", clause="第三条")',
    ),
    Entry(
        "Refer",
        Text("a person decides the grade while a condition holds", "由人裁定等次"),
        'Refer(raters.distinct() > 1, "评委意见不一", clause="第三条")',
    ),
    Entry(
        "Flag",
        Text("something shown beside the outcome", "结果旁的提示"),
        'Flag(absent > 0, "缺勤", "有缺勤", clause="第三条")',
    ),
    Entry(
        "Each",
        Text("what a rule about the year says of each single period", "年度规则对单个期次的适用"),
        'Ceiling("不合格", notices, "被通报", clause="第三条", each=Each(flag="当月被通报"))',
    ),
)


QUOTAS = (
    Entry(
        "Quota",
        Text("how many of a pool may hold a grade", "某范围内某等次的名额"),
        'Quota("优秀", clause="第四条", text="不超过30%", share="30%", rank=(Rank(ScoreOf()),), otherwise="合格")',
    ),
    Entry(
        "Quota.pool",
        Text("what makes one pool each (the county)", "按什么分别计算名额（如县）"),
        'Quota("优秀", clause="第四条", text="每县30%", share="30%", pool=(county,), otherwise="合格")',
    ),
    Entry(
        "Quota.base",
        Text("who counts in the headcount", "哪些人计入基数"),
        'Quota("优秀", clause="第四条", text="30%", share="30%", base=mark.due() >= 3, otherwise="合格")',
    ),
    Entry(
        "Quota.only",
        Text("who belongs to the quota at all", "名额只适用于哪些人"),
        'Quota("优秀", clause="第四条", text="北县至多2名", number=2, only=county.is_("north"), otherwise="合格")',
    ),
    Entry(
        "Quota.eligible",
        Text("who may hold a place", "哪些人可以占用名额"),
        'Quota("优秀", clause="第四条", text="30%", share="30%", eligible=absent < 5, otherwise="合格")',
    ),
    Entry(
        "Quota.at_least",
        Text("a minimum of places for every pool", "每个范围至少有几个名额"),
        'Quota("优秀", clause="第四条", text="30%", share="30%", at_least=1, otherwise="合格")',
    ),
    Entry(
        "Quota.soft",
        Text("places that a recorded decision may exceed", "经裁定可以超出的名额"),
        'Quota("优秀", clause="第四条", text="一般不超过30%", share="30%", soft=True, otherwise="合格")',
    ),
    Entry(
        "Quota.floor_share",
        Text("a guarantee inside another quota's places", "在另一项名额之内保证的比例"),
        'Quota("优秀", clause="第四条", text="北县不少于20%", floor_share="20%", only=county.is_("north"), within="EX-4")',
    ),
    Entry(
        "Headcount",
        Text("the headcount of the pool, in a quota's share or number", "本组基数，用于名额的比例或个数"),
        'Quota("优秀", clause="第四条", text="不足6人1名", number=Headcount().steps((1, 1), (6, 2)), otherwise="合格")',
    ),
    Entry(
        "Rank",
        Text("one part of the order within a pool", "名额内排序的依据"),
        "Rank(absent, bigger_is_better=False)",
    ),
)
