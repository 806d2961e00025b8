"""What is done about roles, second entries, closing, lower books and what-if."""

from __future__ import annotations

from ._action import LISTS, action

__all__ = ["CYCLE_ACTIONS"]

CYCLE_ACTIONS = (
    action(
        "revise",
        "f9",
        ("revise", "修订"),
        (
            "change what is frozen, as a revision with its reason; again ends it and leads to the signatures",
            "写明理由，修订已冻结的内容；再按结束修订并转到签署",
        ),
        (*LISTS, "form", "sheet"),
    ),
    action(
        "amend",
        "e",
        ("revise", "修订"),
        ("revise what is signed here: the reason, then whose record", "修订此处已签署的内容：先写理由，再写对象编号"),
        ("chain",),
        "chain",
    ),
    action(
        "appoint",
        "a",
        ("appoint", "任命"),
        ("give a login its roles", "任命登录名的角色"),
        ("staff",),
        "staff",
    ),
    action(
        "dismiss",
        "d",
        ("dismiss", "免去"),
        ("take all roles of a login away", "免去登录名的全部角色"),
        ("staff",),
        "staff",
    ),
    action(
        "twice",
        "a",
        ("what twice", "复录范围"),
        ("say which fields are entered a second time", "规定哪些项目须复录"),
        ("second",),
        "second",
    ),
    action(
        "close",
        "x",
        ("close the book", "封存"),
        ("close the book for good, once the year is signed", "年度签署后封存账簿，此后只读"),
        ("signing",),
        "signing",
    ),
    action(
        "join",
        "a",
        ("join", "汇入"),
        ("take in what a lower book has frozen, after a preview", "先预览，再汇入下级账簿已冻结的内容"),
        ("lowers",),
        "lowers",
    ),
    action(
        "take_in",
        "f9",
        ("join it", "汇入"),
        ("join the lower book as it stands, in one commit", "按当前回执一次汇入下级账簿"),
        ("joining",),
        "joining",
    ),
    action(
        "what_if",
        "w",
        ("what if", "试算"),
        (
            "who would come out otherwise under another reading, number or entry; nothing is stored",
            "改用其他理解、数或录入时哪些结果会变；不作任何保存",
        ),
        LISTS,
    ),
    action(
        "every",
        "f5",
        ("try all", "逐一试行"),
        ("try every other reading, one after the other", "逐一试行所有未采用的理解"),
        ("what_if",),
        "what_if",
    ),
    action(
        "number",
        "n",
        ("another number", "改一个数"),
        ("try another number of a rule", "试改规则中的一个数"),
        ("what_if",),
        "what_if",
    ),
    action(
        "entry",
        "e",
        ("another entry", "改一项录入"),
        ("try another entry of somebody", "试改某人的一项录入"),
        ("what_if",),
        "what_if",
    ),
)
