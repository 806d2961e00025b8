"""What a scheme declares, by task: its parts, who is appraised, what is entered, rules, quotas, procedure, readings."""

from __future__ import annotations

from ...words import Text
from ._declared_rules import LIMITS, QUOTAS, SCORES
from ._declared_steps import AMENDMENTS, PROCEDURE, READINGS, STEPS
from ._entry import Entry, Task

__all__ = ["DECLARATIONS"]

_SCHEME = (
    Entry(
        "Scheme",
        Text("a region's scheme: its document and its parts", "一个地方的考核方案：文件与各部分"),
        'class Other(Scheme): id, version, title, parts = "other", "1", "另一办法", (Cadre,)',
    ),
    Entry(
        "Scheme.chosen",
        Text("which way a reading is read (also in a part)", "某处采用哪种读法（部分中同样可用）"),
        "Example().chosen(GAP)",
    ),
    Entry(
        "Scheme.listed",
        Text("the codes that a reading with a list was given", "清单式读法所选的代码"),
        "Example().listed(GAP)",
    ),
    Entry("Part", Text("the rules for one kind", "一类对象的规则"), "class Other(Part): kind = CADRE"),
    Entry("Part.of", Text("one part for several kinds alike", "几类对象共用一套规则"), "Cadre.of(CADRE, TEAM)"),
    Entry(
        "Part.eligibility",
        Text("who of the kind is appraised", "哪些人参加考核"),
        'def eligibility(self): return at("第一条", Eligibility(mark.due() > 0, otherwise="不在派驻期", text="应考核"))',
    ),
    Entry(
        "Part.scoring",
        Text("the score, and the grade that it proposes", "得分及由此得出的等次"),
        'def scoring(self): return at("第二条", Total(mark.mean(), "平均分"))',
    ),
    Entry(
        "Part.bonus_penalty",
        Text("points added and taken", "加分与扣分"),
        'def bonus_penalty(self): return at("第二条", Bonus(awards * 2))',
    ),
    Entry(
        "Part.veto",
        Text("limits on the grade: vetoes, bars, failed ballots", "等次的限制：一票否决、不得评优、测评不合格"),
        'def veto(self): return at("第三条", Ceiling(self.kind.lowest, notices))',
    ),
    Entry(
        "Part.quota",
        Text("how many may hold a grade", "某等次的名额"),
        'def quota(self): return at("第四条", Quota("优秀", text="30%", share="30%", rank=(Rank(ScoreOf()),), otherwise="合格"))',
    ),
    Entry(
        "Part.procedure",
        Text("steps, and what follows from a grade", "程序，以及等次的后果"),
        'def procedure(self): return at("第五条", Procedure("publicity", "公示5个工作日"))',
    ),
    Entry(
        "Document",
        Text("the published document", "所依据的文件"),
        'Document(title="示例办法", issuer="示例县", issued="2026-01-01", number="示县发〔2026〕1号")',
    ),
    Entry(
        "at",
        Text("the rules of one clause, side by side", "同一条款的各项规则"),
        'at("第三条", Ceiling("不合格", absent >= 15), Ceiling("合格", absent >= 5, role="b"))',
    ),
    Entry(
        "Cycles",
        Text("the cycles that the document is for", "文件适用的考核周期"),
        'Cycles(first=dt.date(2026, 1, 1), clause="第六条")',
    ),
    Entry(
        "Window",
        Text("how long the appraisal runs after the cycle", "周期结束后考核期的长短"),
        'Window(months=1, clause="第六条")',
    ),
)

_KINDS = (
    Entry(
        "Kind",
        Text("a kind of appraisee, with its grades from best to worst", "一类考核对象，等次由高到低"),
        'Kind("leader", "工作队队长", ("优秀", "合格", "不合格"), every=MONTH)',
    ),
    Entry("Kind.best", Text("its best grade", "最高等次"), "CADRE.best"),
    Entry("Kind.lowest", Text("its worst grade", "最低等次"), "CADRE.lowest"),
    Entry(
        "Periods",
        Text("the periods by which something is marked", "按月、季、半年打分的期次"),
        'Periods("quarter", "季度", "quarter")',
    ),
    Entry(
        "OWN",
        Text(
            "the periods of the kind itself, for inputs that several kinds share",
            "对象自己的期次（多类对象共用的录入项）",
        ),
        'Score("usual", "平时得分", clause="第二条", on=OWN)',
    ),
    Entry(
        "Link",
        Text("one appraisee's tie to another, such as a member's team", "对象之间的联系，如队员所在工作队"),
        'Link("unit", "派出单位", TEAM, clause="第一条")',
    ),
    Entry(
        "Link.on",
        Text("a link that changes within the cycle: which team in which month", "周期内会变动的联系：哪个月在哪个队"),
        'Link("group", "当月所在小组", TEAM, clause="第一条", on=MONTH)',
    ),
    Entry(
        "Eligibility",
        Text("a condition for being appraised at all", "参加考核的条件"),
        'Eligibility(mark.due() >= 3, clause="第一条", text="派驻满三个月", otherwise="派驻不满三个月")',
    ),
)

_INPUTS = (
    Entry("Score", Text("a mark", "得分"), 'Score("thought", "思想汇报得分", clause="第二条", high=20, places=1)'),
    Entry(
        "Count", Text("a whole number of things", "次数、人数等整数"), 'Count("visits", "走访户数", clause="第二条")'
    ),
    Entry(
        "Count.part_of",
        Text("a part that is not above its whole", "部分不得多于总数"),
        'Count("won", "其中获奖次数", clause="第二条", part_of=awards)',
    ),
    Entry(
        "Count.needs",
        Text("nothing above 0 without a finding", "没有认定事项则须为0"),
        'Count("fined", "被扣分数", clause="第三条", needs=notices)',
    ),
    Entry(
        "Days",
        Text("a number of days, halves too with places=1", "天数（places=1 时可有半天）"),
        'Days("leave", "请假天数")',
    ),
    Entry("Date", Text("a day of the calendar", "日期"), 'Date("returned", "返岗日", not_before=posted_from)'),
    Entry(
        "Choice",
        Text("one code out of a list", "从清单中选一项"),
        'Choice("rank", "职级", options={"head": "队长", "member": "队员"})',
    ),
    Entry(
        "Choice.list_key",
        Text("the list that the cycle supplies (its counties)", "由周期提供的清单（如各县）"),
        'Choice("town", "乡镇", list_key="towns")',
    ),
    Entry(
        "Option", Text("one code of a choice or ballot, with its label", "选项的代码与名称"), 'Option("yes", "同意")'
    ),
    Entry(
        "Finding",
        Text(
            "facts found, each with day and document; a condition by itself", "认定事项，逐项有日期和文号；本身即条件"
        ),
        'Finding("falsified", "弄虚作假", clause="第三条", recheck=True)',
    ),
    Entry(
        "Finding.excepts",
        Text("each row answers one row of the other list", "每行对应另一清单中的一行"),
        'Finding("withdrawn", "已撤销的通报", clause="第三条", excepts=notices)',
    ),
    Entry(
        "Events",
        Text("a list of dated events with columns", "带日期的事件清单，可有若干列"),
        'Events("visits", "走访")',
    ),
    Entry(
        "Tally",
        Text("an anonymous ballot, as counted", "无记名投票的票数"),
        'Tally("vote", "满意度测评", options={"good": "满意", "bad": "不满意"})',
    ),
    Entry(
        "Ratings",
        Text("the codes that several unnamed raters gave", "若干评委的评价（不记名）"),
        'Ratings("views", "群众评价", options={"good": "好", "bad": "差"})',
    ),
    Entry(
        "Marks",
        Text("the numbers that several raters gave, by code and group", "若干评委的打分，只记代码与组别"),
        'Marks("panel", "评委打分", groups=(Option("up", "上级"), Option("peer", "同级")))',
    ),
    Entry(
        "SheetLimit",
        Text("how many marks from a number on one rater may give", "一名评委某分以上最多给几人"),
        "SheetLimit(95, 2)",
    ),
    Entry(
        "earlier",
        Text("the grade of an earlier cycle, entered from its record", "以前周期的等次，按档案录入"),
        'earlier("last", CADRE, clause="第三条")',
    ),
    Entry(
        "IndicatorTable",
        Text("a table of indicators; without items the case supplies it", "指标表；不写 items 则由案例提供"),
        'IndicatorTable("village", "村级指标", items=(Indicator("1", "饮水", 60), Indicator("2", "道路", 40)))',
    ),
    Entry("Indicator", Text("one line of it, with its points", "指标表的一行及分值"), 'Indicator("1", "饮水工程", 60)'),
    Entry(
        "Span",
        Text("the days that an entry may lie on, where it is not the cycle", "录入日期的范围（不限于本周期时）"),
        'Span(cycles_back=1, clause="第三条")',
    ),
    Entry(
        "APPRAISAL",
        Text("the cycle and the appraisal after it", "本周期及其后的考核期"),
        'Finding("protest", "民主评议不合格", dated=APPRAISAL)',
    ),
)


DECLARATIONS = (
    Task("scheme", Text("a scheme and its parts", "方案与各部分"), _SCHEME),
    Task("appraisees", Text("who is appraised", "考核对象"), _KINDS),
    Task("inputs", Text("what is entered", "录入项"), _INPUTS),
    Task("scores", Text("scores, tables, grades by score, bonuses", "得分、计分表、分数段、加减分"), SCORES),
    Task("limits", Text("vetoes and other limits on the grade", "一票否决与等次限制"), LIMITS),
    Task("quotas", Text("places and order", "名额与排序"), QUOTAS),
    Task("procedure-steps", Text("procedure and consequences", "程序与后果"), PROCEDURE),
    Task("procedure-data", Text("steps that the office carries through", "由办公室办理的步骤"), STEPS),
    Task("readings", Text("readings and open questions", "读法与未决事项"), READINGS),
    Task("amendments", Text("amendments and later editions", "细则与新版"), AMENDMENTS),
)
