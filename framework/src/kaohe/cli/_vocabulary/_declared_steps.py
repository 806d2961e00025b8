"""What a scheme declares besides rules: procedure, its steps, readings, amendments."""

from __future__ import annotations

from ...words import Text
from ._entry import Entry

__all__ = ["AMENDMENTS", "PROCEDURE", "READINGS", "STEPS"]

PROCEDURE = (
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


STEPS = (
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


READINGS = (
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


AMENDMENTS = (
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
