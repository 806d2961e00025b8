"""What the document leaves open and a cycle may settle otherwise; the first option is the default."""

from __future__ import annotations

from kaohe.rules import Option, Setting
from kaohe.words import Text

ROUNDING = Setting(
    "rounding",
    Text("rounding of the 40 % and 30 % of 5(3)", "第五条（三）40%、30%的取整"),
    options=(
        Option("down", Text("down", "向下取整")),
        Option("half-up", Text("half-up", "四舍五入")),
        Option("up", Text("up", "向上取整")),
    ),
    default="down",
    clause="第五条（三）",
    assumption="BT-a2",
)
MIN_PLACES = Setting(
    "min-places",
    Text("places that any pool of 5(3) has at least", "第五条（三）每组最少名额"),
    options=(Option("0", Text("none", "不设")), Option("1", Text("one", "一个"))),
    default="0",
    clause="第五条（三）",
    assumption="BT-a2",
)
POOLS = Setting(
    "pools",
    Text("what makes a pool of one level", "“同层次”的计算范围"),
    options=(
        Option(
            "approving-body", Text("the whole 兵团; each 师 for itself", "兵团选派的全兵团；师（市）选派的按师（市）")
        ),
        Option("level", Text("the level alone", "只分层次")),
        Option("level-and-division", Text("level and 师 where stationed", "层次与所驻师（市）交叉")),
    ),
    default="approving-body",
    clause="第五条（三）",
    assumption="BT-a4",
)
PRIORITY = Setting(
    "priority",
    Text("what a priority ground does", "“优先考虑”的作用"),
    options=(
        Option("first", Text("priority, then the total", "先优先情形，后总分")),
        Option("tie-break", Text("the total, then priority", "先总分，后优先情形")),
        Option("advisory", Text("shown only", "仅作提示")),
    ),
    default="first",
    clause="第五条（六）",
    assumption="BT-a21",
)
NORTHERN = Setting(
    "northern-divisions",
    Text("the 北疆有关师, by their codes in the list of divisions", "北疆有关师（市），按师（市）清单中的代码"),
    clause="第五条（三）",
    assumption="BT-a8",
    is_list=True,
    list_key="divisions",
)
TURNOUT = Setting(
    "turnout",
    Text("a meeting below the minimum turnout", "到会人数不足的测评"),
    options=(
        Option("warn", Text("warn; a reason must be recorded", "提示，须记录原因")),
        Option(
            "void",
            Text(
                "its ballots are void: a new ballot or a recorded reason is awaited", "测评无效，须重新测评或记录原因"
            ),
        ),
    ),
    default="warn",
    clause="第六条（一）2",
    assumption="BT-a22",
)
SETTINGS = (ROUNDING, MIN_PLACES, POOLS, PRIORITY, NORTHERN, TURNOUT)
