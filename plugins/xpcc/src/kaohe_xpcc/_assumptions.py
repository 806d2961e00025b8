"""Readings of ours where the XPCC document is silent or ambiguous (BT-a1 to BT-a26)."""

from __future__ import annotations

from kaohe.rules import Reading
from kaohe.words import Text

ASSUMPTIONS = (
    Reading(
        "BT-a1",
        Text("whether 40 % and 30 % are caps or targets", "“按40%、30%进行评定”是上限还是指标"),
        Text(
            "hard caps that may stay unfilled; whoever is proposed beyond the places gets the next grade",
            "作为上限，可以不用满；超出名额的建议人选评为下一等次",
        ),
        (Text("a cap", "上限"), Text("an exact target", "须用满的指标")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a2",
        Text("rounding of 5(3)'s 40 % and 30 %", "第五条（三）40%、30%如何取整"),
        Text(
            "rounded down; a pool left without a place is warned of; no guaranteed first place",
            "向下取整；没有名额的组予以提示；不设保底名额",
        ),
        (Text("down", "向下取整"), Text("half-up", "四舍五入"), Text("at least one place", "至少一个名额")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a3",
        Text("leaders and members: one pool or two", "队长、队员合并还是分开计算"),
        Text("two, since the clause grades teams, leaders and members separately", "分开（条文写明“分别评定”）"),
        (Text("separate", "分开"), Text("joint", "合并")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a4",
        Text("what makes a pool of one dispatch level", "“同层次”的计算范围"),
        Text(
            "dispatched by the 兵团: the whole 兵团; by a 师: each 师 for itself, as each has its own approving body",
            "兵团选派的在全兵团范围；师（市）选派的按师（市）分别计算（各有审定机构）",
        ),
        (Text("level alone", "只分层次"), Text("level and 师", "层次与师（市）交叉")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a5",
        Text("whether teams that the region appraises count in the base", "由自治区考核的工作队是否计入基数"),
        Text("they do not", "不计入"),
        (Text("no", "不计入"), Text("yes", "计入")),
        clause="第三条（一）",
    ),
    Reading(
        "BT-a6",
        Text("what the guarantee of 5(3) guarantees", "第五条（三）“不低于…30%”的含义"),
        Text(
            "for each listed 师: of the excellent members of 兵团 teams stationed there, at least 30 %, rounded up, "
            "were sent by that 师 itself; most places first, then least shortfall, then best ranks; with too few of "
            "them all are taken and the shortfall is reported",
            "对每个所列师（市）：驻该师的兵团机关工作队优秀队员中，由该师选派的不少于30%（向上取整）；"
            "先用足名额，再使缺口最小，再按排序；人数不足的全部评为优秀并报告缺口",
        ),
        (
            Text("a share of those stationed there", "占驻本师优秀队员的比例"),
            Text("a quota for all sent by that 师", "对该师选派人员整体的名额"),
        ),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a7",
        Text("the guarantee against the 30 % cap", "保障比例与30%上限冲突"),
        Text("the cap wins; the shortfall is reported", "以上限为准，报告缺口"),
        (Text("the cap wins", "上限优先"), Text("the guarantee wins", "保障优先")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a8",
        Text("which 师 are the 北疆有关师", "“北疆有关师（市）”未列名"),
        Text("a list set for the cycle; empty until then, with a warning", "由周期设置列明；未设置时为空并提示"),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a9",
        Text("what 总票数 counts", "“总票数”的口径"),
        Text(
            "collected less spoilt; blanks stay in; issued, collected, spoilt and blank are all kept",
            "收回票减废票，弃权票计入；发出、收回、废票、弃权均留存",
        ),
        (Text("issued", "发出"), Text("collected", "收回"), Text("valid", "有效")),
        clause="第六条（一）2",
    ),
    Reading(
        "BT-a10",
        Text("exactly 2/3, 1/3, 80 %, 50 % or 15 days", "恰为2/3、1/3、80%、50%、15天"),
        Text("the exact value never triggers", "恰为该数的均不触发"),
        clause="第五条（七）4",
    ),
    Reading(
        "BT-a11",
        Text("the second limb of 5(7)4 never fires without the first", "第五条（七）4后一情形总含于前一情形"),
        Text("both are kept and shown", "两者都保留并显示"),
        clause="第五条（七）4",
        excuses="clause.matches-id",
    ),
    Reading(
        "BT-a12",
        Text("5(8)4 always implies 5(9) for team members", "第五条（八）4成立时第五条（九）必成立"),
        Text("the lower ceiling holds", "取较低的等次"),
        (Text("the worse", "从低"), Text("the first match", "按先列")),
        clause="第五条（九）",
    ),
    Reading(
        "BT-a13",
        Text("5(9) does not name inspectors and office members", "第五条（九）未提督查组、办公室成员"),
        Text("it does not bind them; a warning is shown", "不适用于他们，予以提示"),
        (Text("not", "不适用"), Text("apply it to them", "适用")),
        clause="第五条（九）",
    ),
    Reading(
        "BT-a14",
        Text("while a re-check is open or was rejected", "复核未结或不属实时"),
        Text(
            "open: the grade is provisional and the cycle cannot close; rejected: no ceiling",
            "未结：等次为暂定，周期不能关闭；不属实：不作限制",
        ),
        clause="第五条（七）4",
    ),
    Reading(
        "BT-a15",
        Text("the other 40 points, and how the total makes a grade", "其余40分及总分如何定等未作规定"),
        Text(
            "daily 0-60 plus annual 0-40, entered by the group, only orders candidates within a pool (for inspectors "
            "and office members by analogy); the grade is the group's proposal within the ceilings",
            "日常0-60加年度0-40，由考核组录入，仅用于同组人选排序（督查组、办公室成员比照）；等次为考核组建议并受限制条款约束",
        ),
        clause="第六条（一）5",
    ),
    Reading(
        "BT-a16",
        Text("whether 5(10)4 means the same ballot as 6(1)2", "第五条（十）4的满意率是否即第六条（一）2的测评"),
        Text("the same ballot", "同一次测评"),
        (Text("the same", "同一"), Text("a separate poll", "另行测评")),
        clause="第五条（十）4",
    ),
    Reading(
        "BT-a17",
        Text("places with fewer than 100 people", "不足100人的连队（村、社区）"),
        Text("a warning; allowed with a recorded reason", "予以提示；记录原因后可用"),
        clause="第六条（一）2",
    ),
    Reading(
        "BT-a18",
        Text("whether 200 and 100 are attendance or ballots", "200人、100人指到会人数还是票数"),
        Text(
            "attendance; a warning too where fewer ballots count (collected less spoilt)",
            "到会人数；计票数（收回减废票）较少的也提示",
        ),
        (Text("attendance", "到会人数"), Text("ballots collected", "收回票数")),
        clause="第六条（一）2",
        excuses="tally.scaled",
    ),
    Reading(
        "BT-a19",
        Text("whether 队员 includes 队长", "“队员”是否包括队长"),
        Text(
            "it does, except where a clause lists both: 5(8), 5(9) and 5(10)5-7 bind leaders too; the guarantee of "
            "5(3) counts members only",
            "包括，但条文并列两者的除外：第五条（八）（九）（十）5-7也适用于队长；第五条（三）保障比例只计队员",
        ),
        (Text("yes", "包括"), Text("no", "不包括")),
        clause="第五条（八）",
    ),
    Reading(
        "BT-a20",
        Text("3 months after entering", "“进驻3个月后”"),
        Text(
            "later than the entry day plus 3 calendar months; a missing day becomes the month's last",
            "晚于进驻日加3个日历月；无对应日的取该月最后一日",
        ),
        clause="第五条（七）1",
    ),
    Reading(
        "BT-a21",
        Text("whether priority grounds beat a higher total", "“优先考虑”能否压过更高的总分"),
        Text(
            "among those proposed as 优秀, priority first, then the total; equal keys are tied",
            "在建议为优秀的人选中，先看优先情形，再看总分；相同的并列",
        ),
        (
            Text("priority, then total", "先优先情形后总分"),
            Text("only between equal totals", "仅总分相同时"),
            Text("shown only", "仅作提示"),
        ),
        clause="第五条（六）",
    ),
    Reading(
        "BT-a22",
        Text("ballots of a meeting below the minimum turnout", "到会人数不足的测评是否有效"),
        Text(
            "a warning, and a reason must be recorded; the document does not call them void",
            "予以提示并须记录原因；文件未规定作废",
        ),
        (
            Text("warn, with a recorded reason", "提示并记录原因"),
            Text(
                "void: the grade stays open until a new ballot or a recorded reason",
                "无效：重新测评或记录原因前等次不定",
            ),
        ),
        clause="第六条（一）2",
    ),
    Reading(
        "BT-a23",
        Text("the level of a 师 cadre in a 兵团 team", "师选派到兵团机关工作队的干部属哪一层次"),
        Text("the level of the team", "按所在工作队的层次"),
        (Text("of the team", "按工作队"), Text("of the sender", "按选派单位")),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a24",
        Text("the ballot of inspectors and office members", "督查组、办公室成员的测评票式"),
        Text("the members' four options", "比照队员票：优秀、称职、基本称职、不称职"),
        (Text("the members' options", "比照队员"), Text("one of their own", "另定")),
        clause="第六条（二）2",
    ),
    Reading(
        "BT-a25",
        Text("which codes of the cycle's list are 一师, 三师 and 十四师", "周期清单中哪些代码是一师、三师、十四师"),
        Text(
            "every usual spelling, by number or city; where none is found, a warning",
            "按序号或城市名的各种通行写法（第一师、一师阿拉尔市、阿拉尔市）；清单中一个都没有的予以提示",
        ),
        clause="第五条（三）",
    ),
    Reading(
        "BT-a26",
        Text("which event an exception of 5(7)1 excepts", "第五条（七）1所注例外对应哪一事件"),
        Text(
            "the one with its day and document number; one that names no event is refused",
            "日期、文号相同的那一事件；没有对应事件的例外不予录入",
        ),
        clause="第五条（七）1",
    ),
)
