"""Readings of ours where the XPCC document is silent or ambiguous (BT-a1 to BT-a26), and what it leaves undefined."""

from __future__ import annotations

from kaohe.rules import Reading, Undefined

# A table: question, reading taken, the other ones, clause, and the ways to read it otherwise.
# fmt: off
LEVELS, RECHECKED, BALLOTS, POINTS_OF = "第五条（三）", "第五条（七）4", "第六条（一）2", "第六条（一）5"

CAP = Reading(
    "BT-a1", ("whether 40 % and 30 % are caps or targets", "“按40%、30%进行评定”是上限还是指标"),
    ("hard caps that may stay unfilled; whoever is proposed beyond the places gets the next grade",
     "作为上限，可以不用满；超出名额的建议人选评为下一等次"),
    [("a cap", "上限"), ("an exact target", "须用满的指标")], LEVELS)
ROUNDING = Reading(
    "BT-a2", ("rounding of 5(3)'s 40 % and 30 %", "第五条（三）40%、30%如何取整"),
    ("rounded down; a pool left without a place is warned of", "向下取整；没有名额的组予以提示"),
    clause=LEVELS, key="rounding", ways={"down": ("down", "向下取整"), "half-up": ("half-up", "四舍五入"), "up": ("up", "向上取整")})
MIN_PLACES = Reading(
    "BT-a2-places", ("places that any pool of 5(3) has at least", "第五条（三）每组最少名额"),
    ("no guaranteed first place", "不设保底名额"), clause=LEVELS, key="min-places", ways={"0": ("none", "不设"), "1": ("one", "一个")})
ONE_POOL = Reading(
    "BT-a3", ("leaders and members: one pool or two", "队长、队员合并还是分开计算"),
    ("two, since the clause grades teams, leaders and members separately", "分开（条文写明“分别评定”）"),
    clause=LEVELS, key="leaders-and-members",
    ways={"separate": ("separate", "分开"), "joint": ("joint: a person decides who is excellent", "合并：优秀人选由人裁定")})
POOLS = Reading(
    "BT-a4", ("what makes a pool of one dispatch level", "“同层次”的计算范围"),
    ("dispatched by the 兵团: the whole 兵团; by a 师: each 师 for itself, as each has its own approving body",
     "兵团选派的在全兵团范围；师（市）选派的按师（市）分别计算（各有审定机构）"),
    clause=LEVELS, key="pools",
    ways={"approving-body": ("the whole 兵团; each 师 for itself", "兵团选派的全兵团；师（市）选派的按师（市）"),
          "level": ("the level alone", "只分层次"), "level-and-division": ("level and 师 where stationed", "层次与所驻师（市）交叉")})
REGION = Reading(
    "BT-a5", ("whether teams that the region appraises count in the base", "由自治区考核的工作队是否计入基数"),
    ("they do not", "不计入"), [("no", "不计入"), ("yes", "计入")], "第三条（一）")
GUARANTEE = Reading(
    "BT-a6", ("what the guarantee of 5(3) guarantees", "第五条（三）“不低于…30%”的含义"),
    (("for each listed 师: of the excellent members of 兵团 teams stationed there, at least 30 %, rounded up, were sent "
      "by that 师 itself; most places first, then least shortfall, then best ranks; with too few of them all are taken "
      "and the shortfall is reported"),
     ("对每个所列师（市）：驻该师的兵团机关工作队优秀队员中，由该师选派的不少于30%（向上取整）；"
      "先用足名额，再使缺口最小，再按排序；人数不足的全部评为优秀并报告缺口")),
    clause=LEVELS, key="guarantee",
    ways={"stationed": ("a share of those stationed there", "占驻本师优秀队员的比例"),
          "sent": ("a quota for all sent by that 师, wherever they are: a person decides who is excellent",
                   "对该师选派人员整体的名额，不论驻地：优秀人选由人裁定")})
CAP_WINS = Reading(
    "BT-a7", ("the guarantee against the 30 % cap", "保障比例与30%上限冲突"),
    ("the cap wins; the shortfall is reported", "以上限为准，报告缺口"),
    [("the cap wins", "上限优先"), ("the guarantee wins", "保障优先")], LEVELS)
NORTHERN = Reading(
    "BT-a8", ("which 师 are the 北疆有关师, by their codes in the list of divisions", "哪些是“北疆有关师（市）”（按师（市）清单中的代码）"),
    ("a list set for the cycle; empty until then, with a warning", "由周期设置列明；未设置时为空并提示"),
    clause=LEVELS, key="northern-divisions", is_list=True, list_key="divisions")
TOTAL = Reading(
    "BT-a9", ("what 总票数 counts", "“总票数”的口径"),
    ("collected less spoilt; blanks stay in; issued, collected, spoilt and blank are all kept",
     "收回票减废票，弃权票计入；发出、收回、废票、弃权均留存"),
    clause=BALLOTS, key="ballot-total",
    ways={"collected-spoilt": ("collected less spoilt", "收回减废票"), "issued": ("issued", "发出"),
          "collected": ("collected", "收回"), "votes": ("valid: votes for one of the grades", "有效：投给各等次的票")})
EXACTLY = Reading("BT-a10", ("exactly 2/3, 1/3, 80 %, 50 % or 15 days", "恰为2/3、1/3、80%、50%、15天"),
                  ("the exact value never triggers", "恰为该数的均不触发"), clause=RECHECKED)
LIMBS = Reading("BT-a11", ("the second limb of 5(7)4 never fires without the first", "第五条（七）4后一情形总含于前一情形"),
                ("both are kept and shown", "两者都保留并显示"), clause=RECHECKED, excuses="clause.matches-id")
WORSE = Reading(
    "BT-a12", ("5(8)4 always implies 5(9) for team members", "第五条（八）4成立时第五条（九）必成立"),
    ("the lower ceiling holds", "取较低的等次"), [("the worse", "从低"), ("the first match", "按先列")], "第五条（九）")
NOT_NAMED = Reading(
    "BT-a13", ("5(9) does not name inspectors and office members", "第五条（九）未提督查组、办公室成员"),
    ("it does not bind them; a warning is shown", "不适用于他们，予以提示"),
    [("not", "不适用"), ("apply it to them", "适用")], "第五条（九）")
RECHECK = Reading(
    "BT-a14", ("while a re-check is open or was rejected", "复核未结或不属实时"),
    ("open: the grade is provisional and the cycle cannot close; rejected: no ceiling",
     "未结：等次为暂定，周期不能关闭；不属实：不作限制"), clause=RECHECKED)
POINTS = Reading(
    "BT-a15", ("the other 40 points, and how the total makes a grade", "其余40分及总分如何定等未作规定"),
    (("daily 0-60 plus annual 0-40, entered by the group, only orders candidates within a pool (for inspectors and "
      "office members by analogy); the grade is the group's proposal within the ceilings"),
     "日常0-60加年度0-40，由考核组录入，仅用于同组人选排序（督查组、办公室成员比照）；等次为考核组建议并受限制条款约束"), clause=POINTS_OF)
SAME_POLL = Reading(
    "BT-a16", ("whether 5(10)4 means the same ballot as 6(1)2", "第五条（十）4的满意率是否即第六条（一）2的测评"),
    ("the same ballot", "同一次测评"), [("the same", "同一"), ("a separate poll", "另行测评")], "第五条（十）4")
SMALL = Reading("BT-a17", ("places with fewer than 100 people", "不足100人的连队（村、社区）"),
                ("a warning; allowed with a recorded reason", "予以提示；记录原因后可用"), clause=BALLOTS)
ATTENDANCE = Reading(
    "BT-a18", ("whether 200 and 100 are attendance or ballots", "200人、100人指到会人数还是票数"),
    ("attendance; a warning too where fewer ballots count (collected less spoilt)", "到会人数；计票数（收回减废票）较少的也提示"),
    [("attendance", "到会人数"), ("ballots collected", "收回票数")], BALLOTS, excuses="tally.scaled")
LEADERS = Reading(
    "BT-a19", ("whether 队员 includes 队长", "“队员”是否包括队长"),
    (("it does, except where a clause lists both: 5(8), 5(9) and 5(10)5-7 bind leaders too; the guarantee of 5(3) counts "
      "members only"),
     "包括，但条文并列两者的除外：第五条（八）（九）（十）5-7也适用于队长；第五条（三）保障比例只计队员"),
    clause="第五条（八）", key="members-include-leaders", ways={"yes": ("yes", "包括"), "no": ("no", "不包括")})
THREE_MONTHS = Reading(
    "BT-a20", ("3 months after entering", "“进驻3个月后”"),
    ("later than the entry day plus 3 calendar months; a missing day becomes the month's last",
     "晚于进驻日加3个日历月；无对应日的取该月最后一日"), clause="第五条（七）1")
PRIORITY = Reading(
    "BT-a21", ("whether priority grounds beat a higher total", "“优先考虑”能否压过更高的总分"),
    ("among those proposed as 优秀, priority first, then the total; equal keys are tied",
     "在建议为优秀的人选中，先看优先情形，再看总分；相同的并列"), clause="第五条（六）", key="priority",
    ways={"first": ("priority, then the total", "先优先情形，后总分"),
          "tie-break": ("the total, then priority", "先总分，后优先情形"), "advisory": ("shown only", "仅作提示")})
TURNOUT = Reading(
    "BT-a22", ("ballots of a meeting below the minimum turnout", "到会人数不足的测评是否有效"),
    ("a warning, and a reason must be recorded; the document does not call them void", "予以提示并须记录原因；文件未规定作废"),
    clause=BALLOTS, key="turnout",
    ways={"warn": ("warn; a reason must be recorded", "提示，须记录原因"),
          "void": ("its ballots are void: a new ballot or a recorded reason is awaited", "测评无效，须重新测评或记录原因")})
LEVEL_OF = Reading(
    "BT-a23", ("the level of a 师 cadre in a 兵团 team", "师选派到兵团机关工作队的干部属哪一层次"),
    ("the level of the team", "按所在工作队的层次"), [("of the team", "按工作队"), ("of the sender", "按选派单位")], LEVELS)
STAFF_BALLOT = Reading(
    "BT-a24", ("the ballot of inspectors and office members", "督查组、办公室成员的测评票式"),
    ("the members' four options", "比照队员票：优秀、称职、基本称职、不称职"),
    [("the members' options", "比照队员"), ("one of their own", "另定")], "第六条（二）2")
SPELLING = Reading(
    "BT-a25", ("which codes of the cycle's list are 一师, 三师 and 十四师", "周期清单中哪些代码是一师、三师、十四师"),
    ("every usual spelling, by number or city; where none is found, a warning",
     "按序号或城市名的各种通行写法（第一师、一师阿拉尔市、阿拉尔市）；清单中一个都没有的予以提示"), clause=LEVELS)
EXCEPTED = Reading(
    "BT-a26", ("which event an exception of 5(7)1 excepts", "第五条（七）1所注例外对应哪一事件"),
    ("the one with its day and document number; one that names no event is refused",
     "日期、文号相同的那一事件；没有对应事件的例外不予录入"), clause="第五条（七）1")
READINGS = (
    CAP, ROUNDING, MIN_PLACES, ONE_POOL, POOLS, REGION, GUARANTEE, CAP_WINS, NORTHERN, TOTAL, EXACTLY, LIMBS, WORSE,
    NOT_NAMED, RECHECK, POINTS, SAME_POLL, SMALL, ATTENDANCE, LEADERS, THREE_MONTHS, PRIORITY, TURNOUT, LEVEL_OF,
    STAFF_BALLOT, SPELLING, EXCEPTED,
)

_HEADINGS = ("content headings without points: kept by clause number only", "考核内容未列分值：仅保留条款号")
_COLUMNS = ("the table is named; its columns are not given", "仅列名称，未列栏目")
UNDEFINED = (
    *(Undefined(f"BT-4({n})", f"第四条（{zh}）", _HEADINGS) for n, zh in ((1, "一"), (2, "二"), (3, "三"))),
    Undefined("BT-a15-points", POINTS_OF, ("what the other 40 points are for, and how a total makes a grade",
                                           "其余40分的内容，以及总分与等次的对应"), POINTS),
    *(Undefined(f"BT-A{n}-columns", f"附件{n}", _COLUMNS) for n in (5, 6)),
)
