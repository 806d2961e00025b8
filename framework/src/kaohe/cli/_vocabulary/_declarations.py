"""What a scheme declares, by task: its parts, who is appraised, what is entered, rules, quotas, procedure, readings."""

from __future__ import annotations

from ...words import Text
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

_SCORES = (
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

_LIMITS = (
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

_QUOTAS = (
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

_PROCEDURE = (
    Entry(
        "Procedure",
        Text("a step that people take", "由人办理的步骤"),
        'Procedure(clause="第五条", step="deadline", text="完成考核", day="次年1月15日前")',
    ),
    Entry(
        "Level",
        Text("a level of a chain: who signs results there", "签署链的一级：由谁签署结果"),
        'Procedure("sign-off", "逐级签字", clause="第六条", signs="year", chain=(Level("县级", ("主任", "书记")), "市级"))',
    ),
    Entry(
        "Column",
        Text("one column of a table to sign (from kaohe.rules.forms)", "汇总表的一栏（取自 kaohe.rules.forms）"),
        'Procedure("form", "汇总表", clause="第六条", title="汇总表", columns=(Column("序号", "number"), Column("得分", "score"), "备注"))',
    ),
    Entry(
        "Form",
        Text("a form or report on paper (from kaohe.rules.forms)", "打印的表或报告（取自 kaohe.rules.forms）"),
        'Form("sheet", "考核登记表", (Grid([[Column("姓名", "name"), Column("等次", "grade")]]),), kinds=("cadre",))',
    ),
    Entry(
        "Grid",
        Text("headings with their values", "栏目与内容"),
        'Grid([[Column("姓名", "name"), "单位"], Write("个人总结")])',
    ),
    Entry(
        "Write",
        Text("a place where people write by hand", "由人填写之处"),
        'Write("考核组意见", lines=4, signed="签名：")',
    ),
    Entry(
        "People",
        Text("a row for everybody", "每个对象一行"),
        'People((Column("序号", "number"), Column("姓名", "name"), "备注"))',
    ),
    Entry(
        "Marked",
        Text("an indicator or point table with its marks", "带得分的指标表或计分表"),
        'Marked("mark", (Column("考评内容", "label"), Column("分值", "points"), Column("得分", "value")))',
    ),
    Entry("Shown", Text("figures of the cycle", "本周期的数字"), 'Shown("grades", "考核结果")'),
    Entry("Para", Text("a line of text", "一段文字"), 'Para("一、基本情况", style="prose")'),
    Entry("Sign", Text("who signs", "签字人"), 'Sign(("考核组",), stamp=True)'),
    Entry(
        "Consequence",
        Text("a notice that follows from the outcome", "由结果产生的后果"),
        'Consequence(GradeIs(("不合格",)), "约谈", clause="第五条")',
    ),
    Entry(
        "Asks",
        Text("inputs and links that the record holds although no rule reads them", "记录中保留、但规则不读取的录入项"),
        'Asks(clause="第五条", text="考核记录", inputs=(awards,), links=(TEAM_OF,))',
    ),
)

_STEPS = (
    Entry(
        "By",
        Text(
            "by when, so that the office has dates (this and what follows from kaohe.rules.steps)",
            "时限，供计算日期（本项及以下各项取自 kaohe.rules.steps）",
        ),
        'Procedure("deadline", "季度考核", clause="第六条", does=By(each="quarter", days=10))',
    ),
    Entry(
        "On",
        Text("a day of the year, of the year after, or a month's last", "某月某日、次年某日，或某月底"),
        "By(on=On(1, 5, year=1), opens=On(12, 21))",
    ),
    Entry(
        "Paper",
        Text("a paper that everybody of the kind hands in", "该类对象应报的材料"),
        'Procedure("report", "自查自评", clause="第六条", does=Paper("self-report", "自查自评报告", each="month"))',
    ),
    Entry(
        "Sample",
        Text("a draw at random, of the roster or of a list of places", "随机抽取对象或地点"),
        'Procedure("sampling", "抽查", clause="第六条", share="20%", rounding="up", does=Sample("checked", "抽查对象", each="half"))',
    ),
    Entry(
        "Publicity",
        Text("results are shown publicly, for so many days", "公示及其天数"),
        'Procedure("publicity", "公示", clause="第七条", does=Publicity(days=5, working=True))',
    ),
    Entry(
        "Gate",
        Text("a body's opinion before the result is final", "结果确定前征求的意见"),
        'Procedure("gate", "征求意见", clause="第七条", does=Gate("discipline", "纪检监察机关", grades="优秀"))',
    ),
    Entry(
        "Cross",
        Text("units assess one another, none its own", "交叉考核"),
        'Procedure("organiser", "交叉考核", clause="第三条", does=Cross("groups", "各乡镇"))',
    ),
    Entry(
        "Imported",
        Text("results that another body computes", "由其他机关提供的结果"),
        'Procedure("organiser", "由上级考核", clause="第三条", does=Imported("上级办公室"))',
    ),
    Entry(
        "Notify",
        Text("who is told of a consequence", "后果告知谁"),
        'Consequence(GradeIs(("不合格",)), "约谈", clause="第五条", tells=Notify("所在单位", link="team"))',
    ),
)

_READINGS = (
    Entry(
        "Reading",
        Text("a reading of ours where the document is silent, with its other ways", "文件未明处的读法及其他读法"),
        'Reading("EX-a2", "84.5分属于哪一档", clause="第二条", key="gap", ways={"low": "从低", "round": "先四舍五入"})',
    ),
    Entry(
        "Undefined",
        Text("what the document leaves undefined, and that stays so", "文件未规定且不作推定之处"),
        'Undefined("EX-u1", "第五条", "“一定范围”指多大范围")',
    ),
)

_AMENDMENTS = (
    Entry(
        "Amendment",
        Text("a city's own rules on top of a region's scheme", "市县在上级办法之上的细则"),
        'class City(Amendment): id, version, title, base, parts = "city", "1", "某市细则", "example", (Cadre,)',
    ),
    Entry(
        "Replacing",
        Text("one rule replaced by its id, with the legal basis", "按编号替换一条规则，写明依据"),
        'Replacing(rule=Ceiling("不合格", id="EX-3(1)", when=absent >= 10), basis="细则第三条")',
    ),
    Entry(
        "Scheme.changes",
        Text(
            "a later edition: the scheme of the year before with its numbers changed", "新版：沿用上年方案，只改几个数"
        ),
        'class Next(Example): id, changes = "example-2027", (Changed("EX-3(1)", was=15, now=10, clause="第三条"),)',
    ),
    Entry(
        "Changed",
        Text("a number that a later edition changes", "新版文件改动的一个数"),
        'Changed("EX-3(1)", was=15, now=10, clause="第三条")',
    ),
)

DECLARATIONS = (
    Task("scheme", Text("a scheme and its parts", "方案与各部分"), _SCHEME),
    Task("appraisees", Text("who is appraised", "考核对象"), _KINDS),
    Task("inputs", Text("what is entered", "录入项"), _INPUTS),
    Task("scores", Text("scores, tables, grades by score, bonuses", "得分、计分表、分数段、加减分"), _SCORES),
    Task("limits", Text("vetoes and other limits on the grade", "一票否决与等次限制"), _LIMITS),
    Task("quotas", Text("places and order", "名额与排序"), _QUOTAS),
    Task("procedure-steps", Text("procedure and consequences", "程序与后果"), _PROCEDURE),
    Task("procedure-data", Text("steps that the office carries through", "由办公室办理的步骤"), _STEPS),
    Task("readings", Text("readings and open questions", "读法与未决事项"), _READINGS),
    Task("amendments", Text("amendments and later editions", "细则与新版"), _AMENDMENTS),
)
