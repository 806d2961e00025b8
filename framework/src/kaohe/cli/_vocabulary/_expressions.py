"""What rules are written with: numbers, conditions, values over periods and rows, ballots, days, codes, links, outcomes."""

from __future__ import annotations

from ...words import Text
from ._entry import Entry, Task

__all__ = ["EXPRESSIONS"]

_NUMBERS = (
    Entry("NumberExpr", Text("any exact number: the type to annotate", "数值表达式（用于类型标注）"), "absent * 2"),
    Entry("number", Text("a declared number as an expression", "把一个数写成表达式"), 'number("89.5")'),
    Entry("NumberExpr.__add__", Text("sum", "相加"), "absent + awards", "a + b"),
    Entry("NumberExpr.__sub__", Text("difference", "相减"), "100 - absent", "a - b"),
    Entry("NumberExpr.__mul__", Text("product", "相乘"), 'awards * "1.5"', "a * b"),
    Entry(
        "NumberExpr.__truediv__", Text("quotient; absent where b is 0", "相除；除数为0时无值"), "targets / 4", "a / b"
    ),
    Entry("NumberExpr.at_most", Text("no more than", "最多"), "(awards * 3).at_most(5)"),
    Entry("NumberExpr.at_least", Text("no less than", "最少"), "(10 - absent * 5).at_least(0)"),
    Entry(
        "NumberExpr.steps",
        Text("a step table: from a value on, a result", "分段：达到某值即得某分"),
        "absent.steps((1, 5), (3, 10), below=0)",
    ),
    Entry(
        "NumberExpr.rounded", Text("rounded as the clause says", "按条款取舍"), 'mark.mean().rounded(1, how="half-up")'
    ),
    Entry("NumberExpr.named", Text("shown as a step of its own", "单列一步并命名"), 'mark.mean().named("月均分")'),
    Entry(
        "weighted",
        Text("a weighted sum; the weights make 100 %", "加权合计，权重合计100%"),
        'weighted((mark.mean(), "60%"), (targets, "40%"))',
    ),
    Entry("best_of", Text("the largest of several", "取最高"), "best_of(mark.mean(), targets)"),
    Entry("least_of", Text("the smallest of several", "取最低"), "least_of(mark.mean(), targets)"),
    Entry(
        "Computed",
        Text("a pure function, for what nothing else can say", "其他写法都表达不了时用的纯函数"),
        'Computed("平方", lambda n: n * n, (awards,), low=0, high=400)',
    ),
)

_CONDITIONS = (
    Entry("BoolExpr", Text("any condition: the type to annotate", "条件（用于类型标注）"), "absent >= 15"),
    Entry("NumberExpr.__ge__", Text("at least (以上)", "以上（含本数）"), "mark.mean() >= 85", "a >= b"),
    Entry("NumberExpr.__gt__", Text("more than (超过)", "超过（不含本数）"), 'ballot.share("no") > "1/3"', "a > b"),
    Entry("NumberExpr.__le__", Text("at most", "不超过（含本数）"), "absent <= 3", "a <= b"),
    Entry("NumberExpr.__lt__", Text("less than (不足)", "不足、低于（不含本数）"), "mark.mean() < 60", "a < b"),
    Entry("NumberExpr.is_", Text("equal, never written ==", "等于（不写 ==）"), "awards.is_(2)"),
    Entry("BoolExpr.__and__", Text("both hold", "同时满足"), "(absent > 0) & (awards > 0)", "a & b"),
    Entry("BoolExpr.__or__", Text("one holds", "满足其一"), "(absent > 5) | notices", "a | b"),
    Entry("BoolExpr.__invert__", Text("does not hold", "不满足"), "~notices", "~a"),
    Entry("any_of", Text("some of many hold", "多项中满足任一"), "any_of(absent > 5, notices, awards < 1)"),
    Entry("all_of", Text("all of many hold", "多项全部满足"), "all_of(absent < 5, awards >= 1, targets >= 60)"),
    Entry(
        "BoolExpr.then",
        Text("a number where it holds, another where not", "满足时取一数，否则取另一数"),
        "(awards >= 2).then(5, otherwise=0)",
    ),
    Entry("Expr.given", Text("whether a value stands there", "是否有值"), "targets.given()"),
    Entry(
        "unsettled",
        Text("open while a condition holds: something must be entered anew", "某条件下须重新录入，结果待定"),
        "unsettled(absent > 10, absent)",
    ),
)

_LISTS = (
    Entry("NumberExpr.mean", Text("the mean over periods or rows", "各期（行）平均"), "mark.mean()"),
    Entry("NumberExpr.sum", Text("the sum", "合计"), 'level.points({"city": 3, "county": 1}).sum()'),
    Entry("NumberExpr.max", Text("the largest", "最大值"), "mark.max()"),
    Entry("NumberExpr.min", Text("the smallest", "最小值"), "mark.min()"),
    Entry("NumberExpr.due", Text("how many are due, with a value or not", "应有的期数（无论有无数值）"), "mark.due()"),
    Entry("Expr.known", Text("how many have a value", "已有数值的期数"), "mark.known()"),
    Entry("Expr.distinct", Text("how many different values", "不同值的个数"), "raters.distinct()"),
    Entry("BoolExpr.any", Text("at some period or row", "任一期（行）满足"), "(mark < 60).any()"),
    Entry("BoolExpr.all", Text("at every period or row", "各期（行）都满足"), "(mark >= 60).all()"),
    Entry("BoolExpr.count", Text("at how many", "满足的期（行）数"), "(mark >= 90).count()"),
    Entry("Finding.count", Text("how many findings count", "认定事项的次数"), "notices.count()"),
    Entry("Finding.during", Text("how many in each period", "每期内的次数"), "notices.during(MONTH)"),
    Entry(
        "Finding.date",
        Text("the day of each finding", "各认定事项的日期"),
        "(notices.date() >= dt.date(2026, 3, 1)).count()",
    ),
    Entry("Events.count", Text("how many events", "事件的个数"), "practices.count()"),
    Entry(
        "Events.date", Text("the day of each event", "各事件的日期"), "(practices.date() < dt.date(2026, 3, 1)).any()"
    ),
    Entry(
        "matched",
        Text("which findings another list names", "被另一清单指明的认定事项"),
        "(~matched(notices, by=excused)).count()",
    ),
)

_TALLIES = (
    Entry("Tally.share", Text("a share of the ballot, never rounded", "得票比例（不取整）"), 'ballot.share("no")'),
    Entry("Tally.how_many", Text("the votes for some options", "某些选项的票数"), 'ballot.how_many("yes")'),
    Entry("Tally.total", Text("the votes that make the denominator", "作为分母的票数"), "ballot.total()"),
)

_DATES = (
    Entry(
        "DateExpr", Text("any day: the type to annotate", "日期表达式（用于类型标注）"), "posted_from.plus_months(6)"
    ),
    Entry("day", Text("a declared day as an expression", "把一个日期写成表达式"), "day(dt.date(2026, 3, 31))"),
    Entry("DateExpr.plus_months", Text("calendar months later", "若干个月之后"), "posted_from.plus_months(3)"),
    Entry("DateExpr.plus_days", Text("days later", "若干天之后"), "posted_from.plus_days(30)"),
    Entry("DateExpr.plus_workdays", Text("working days later", "若干个工作日之后"), "posted_from.plus_workdays(5)"),
    Entry(
        "DateExpr.workdays_until",
        Text("working days to another day", "到另一日的工作日数"),
        "posted_from.workdays_until(posted_to)",
    ),
    Entry(
        "DateExpr.otherwise",
        Text("this day, or another where it is absent", "缺此日期时取另一日期"),
        "posted_to.otherwise(CycleEnd())",
    ),
    Entry("CycleStart", Text("the first day of the cycle", "周期第一天"), "CycleStart()"),
    Entry("CycleEnd", Text("the last day of the cycle", "周期最后一天"), "CycleEnd().plus_months(1)"),
    Entry(
        "DateExpr.until",
        Text("days from one day to another", "两日之间的天数"),
        "day(dt.date(2026, 1, 1)).until(dt.date(2026, 4, 30))",
    ),
    Entry(
        "DateExpr.__le__",
        Text("not later than; also <, >, >=", "不晚于；也可写 <、>、>="),
        "day(dt.date(2026, 1, 1)) <= dt.date(2026, 4, 30)",
        "day <= day",
    ),
    Entry("PeriodStart", Text("the first day of each period", "每期第一天"), "PeriodStart(MONTH)"),
    Entry("PeriodEnd", Text("the last day of each period", "每期最后一天"), "PeriodEnd(MONTH)"),
)

_CHOICES = (
    Entry("ChoiceExpr", Text("any code: the type to annotate", "代码表达式（用于类型标注）"), "county"),
    Entry("ChoiceExpr.is_", Text("the code is this one", "是某代码"), 'county.is_("north")'),
    Entry("ChoiceExpr.is_in", Text("the code is one of some", "是其中之一"), 'county.is_in("north", "south")'),
    Entry(
        "ChoiceExpr.points",
        Text("a number for each code", "每个代码对应的分数"),
        'raters.points({"good": 100, "poor": 50}).mean()',
    ),
)

_LINKS = (
    Entry(
        "Link.their",
        Text("of the linked appraisee: the team's mark", "所联系对象的值，如工作队得分"),
        "TEAM_OF.their(team_mark)",
    ),
    Entry(
        "Link.back",
        Text("everybody linked to this one: a team's cadres", "联系到本对象的所有人，如全队队员"),
        "TEAM_OF.back(CADRE)",
    ),
    Entry("LinkedBack.their", Text("of each of them", "其中每一个的值"), "TEAM_OF.back(CADRE).their(absent).sum()"),
)

_OUTCOMES = (
    Entry("ScoreOf", Text("the appraisee's own total", "本人总分"), "ScoreOf() >= 85"),
    Entry(
        "by_grade",
        Text("a number by the grade of the linked appraisee", "按所联系对象的等次取数"),
        'by_grade(TEAM_OF, {"优秀": "40%", "合格": "30%"}, otherwise="20%")',
    ),
    Entry(
        "rank_of",
        Text("the place of a score within its pool, 1 for the best", "得分在范围内的名次，第1名最好"),
        "rank_of(mark.mean(), pool=(county,))",
    ),
    Entry("GradeIs", Text("the appraisee's own final grade", "本人最终等次"), 'GradeIs(("优秀", "合格"))'),
)

_LOOKUPS = (
    Entry(
        "listed",
        Text("whether the cycle's list holds a code", "周期所列清单中是否有某代码"),
        'listed(county, "north", "east")',
    ),
    Entry(
        "spelled",
        Text("other spellings of a name read as that name", "不同写法视为同一名称"),
        'spelled(county, lambda code: {"N": "north"}.get(code, code)).is_("north")',
    ),
)

EXPRESSIONS = (
    Task("numbers", Text("numbers", "数值"), _NUMBERS, "expressions"),
    Task("conditions", Text("conditions", "条件"), _CONDITIONS, "expressions"),
    Task(
        "lists",
        Text("over periods, findings, events and raters", "按期次、认定事项、事件、评委汇总"),
        _LISTS,
        "expressions",
    ),
    Task("tallies", Text("ballots", "票数"), _TALLIES, "expressions"),
    Task("dates", Text("days of the calendar", "日期"), _DATES, "expressions"),
    Task("choices", Text("codes", "代码"), _CHOICES, "expressions"),
    Task("links", Text("somebody linked", "所联系的对象"), _LINKS, "expressions"),
    Task("outcomes", Text("the outcome itself", "本人结果"), _OUTCOMES, "expressions"),
    Task("lookups", Text("lists and spellings of the cycle", "周期的清单与写法"), _LOOKUPS, "expressions"),
)
