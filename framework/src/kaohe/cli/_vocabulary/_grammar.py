"""The grammar of case files: every key by where it stands, each with lines that the reader takes."""

from __future__ import annotations

from ...words import Text
from ._grammar_facts import FACTS
from ._key import Key, Place

__all__ = ["PLACES", "keys"]


_TOP = (
    Key("format", Text("the version of this grammar; the first line", "格式版本；写在第一行"), "format = 1"),
    Key("scheme", Text("the id of an installed scheme", "已安装方案的编号"), 'scheme = "example"'),
    Key(
        "digest",
        Text("pins the rules: the case is refused where others are installed", "锁定规则：已安装的规则不同即拒绝"),
        'digest = "<as kaohe evaluate --json shows it>"',
    ),
    Key("amendments", Text("the amendments in force, in order", "启用的细则，按次序"), 'amendments = ["example-city"]'),
    Key(
        "settings",
        Text("readings chosen otherwise: a code, or a list of them", "另行选择的读法：代码或代码清单"),
        'settings.gap-reading = "refer"',
    ),
    Key("title", Text("one line, at most 200 characters", "标题，不超过200字"), 'title = "2026年考核"'),
    Key("about", Text("what the case shows, at most 2000 characters", "说明，不超过2000字"), 'about = "第三条的边界"'),
    Key("cycle", Text("the cycle appraised", "考核周期"), 'cycle.id = "2026"'),
    Key(
        "defaults",
        Text("what everybody of a kind has unless they say otherwise", "同类对象共有的内容，各人另写的除外"),
        'defaults.cadre.facts.county = "south"',
    ),
    Key("appraisees", Text("the people, teams, units", "考核对象"), '[[appraisees]]\nid = "X"\nkind = "cadre"'),
    Key(
        "decisions",
        Text("what people decided, on record", "已作出的裁定"),
        'decisions = [{ quota = "EX-4", exceed = ["A"], reason = "县委会议研究", document = "示常纪〔2026〕2号" }]',
    ),
    Key("expect", Text("what must come out, by id", "应有的结果，按编号"), 'expect.A.grade = "优秀"'),
    Key(
        "cites",
        Text("the clause that a rule or row must cite", "规则或表行应引的条款"),
        'cites."EX-3(1)" = "第三条"',
    ),
    Key(
        "check",
        Text("where a kept counterexample came from; nothing reads it", "留存的反例来自何处；不参与计算"),
        'check = { id = "order", seed = 7 }',
    ),
)

_CYCLE = (
    Key("id", Text("what the cycle is called", "周期名称"), 'id = "2026上半年"'),
    Key("start", Text("its first day", "第一天"), "start = 2026-01-01"),
    Key("end", Text("its last day", "最后一天"), "end = 2026-04-30"),
    Key(
        "confirmed",
        Text("why the scheme is applied to a cycle that its document is not for", "文件不适用于本周期而仍沿用的理由"),
        'confirmed = "县委会议决定沿用"',
    ),
    Key(
        "holidays",
        Text("days off besides weekends, where the scheme counts working days", "方案计工作日时：周末以外的休息日"),
        "holidays = [2026-02-17, 2026-02-18]",
    ),
    Key("workdays", Text("days worked on a weekend in exchange", "调休上班的周末"), "workdays = [2026-02-14]"),
    Key(
        "periods",
        Text(
            "every period in order, by axis: 2026-01, 2026Q1, 2026H1, 2026",
            "各轴的期次，按次序写：2026-01、2026Q1、2026H1、2026",
        ),
        'periods.month = ["2026-01", "2026-02", "2026-03", "2026-04"]',
    ),
    Key(
        "lists",
        Text("the codes of each list that the scheme leaves to the cycle", "由周期提供的代码清单"),
        'lists.counties = ["north", "south", "east"]',
    ),
    Key(
        "tables",
        Text("the rows of an indicator table: id, label, points", "指标表各行：id、label、points"),
        '[[tables.targets]]\nid = "1"\nlabel = "饮水工程"\npoints = 60\n'
        '[[tables.targets]]\nid = "2"\nlabel = "道路工程"\npoints = 40',
    ),
    Key(
        "tables.id",
        Text("a row's short code", "指标编号"),
        'tables.targets = [{ id = "1", label = "饮水", points = 60 }, { id = "2", label = "道路", points = 40 }]',
    ),
    Key(
        "tables.label",
        Text("its words", "指标名称"),
        'tables.targets = [{ id = "1", label = "饮水工程", points = 60 }, { id = "2", label = "道路工程", points = 40 }]',
    ),
    Key(
        "tables.points",
        Text("its points; a table's make its declared sum", "分值；各行合计须等于规定的总分"),
        'tables.targets = [{ id = "1", label = "饮水", points = "59.5" }, { id = "2", label = "道路", points = "40.5" }]',
    ),
    Key(
        "tables.file",
        Text(
            "a CSV file beside the case instead, headed id, label, points or 编号, 指标, 分值",
            "或写同一文件夹中的 CSV 文件，列标题为 编号、指标、分值（或 id、label、points）",
        ),
        'tables.targets = { file = "targets.csv" }',
    ),
)

_APPRAISEE = (
    Key(
        "id",
        Text("a short name, unique in the case; a code, not a person's name", "编号，不得重复；请用代码"),
        'id = "C-01"',
    ),
    Key("kind", Text("which kind of the scheme", "考核对象类别"), 'kind = "cadre"'),
    Key("name", Text("what is shown beside the id", "显示的名称"), 'name = "第一组"'),
    Key("about", Text("a note; nothing reads it", "备注；不参与计算"), 'about = "边界"'),
    Key("facts", Text("what was entered, by the input's key", "录入的事实，按键名"), "facts.awards = 1"),
    Key("links", Text("the id of whom they belong to, by the link's key", "所联系对象的编号"), 'links.team = "T"'),
    Key(
        "links.id",
        Text(
            "of a link by date: whose they are, row by row; or one id for the whole cycle",
            "按日期变动的联系：逐行写编号；全周期不变的只写编号",
        ),
        'links.post = [{ id = "T", until = 2026-02-28 }, { id = "T2", from = 2026-03-01 }]',
    ),
    Key(
        "links.from",
        Text("its first day, or a period; left out, the cycle's first", "起日或期次；不写即周期首日"),
        'links.post = [{ id = "T", from = "2026-02" }]',
    ),
    Key(
        "links.until",
        Text("its last day, or a period; left out, the cycle's last", "止日或期次；不写即周期末日"),
        'links.post = [{ id = "T", until = 2026-03-15 }, { id = "T", from = 2026-03-17 }]',
    ),
    Key(
        "rechecks",
        Text("the re-check of a limit that needs one, by rule", "须复核的限制，按规则编号"),
        'rechecks."EX-3(2)" = { status = "pending" }',
    ),
    Key(
        "rechecks.status",
        Text("pending, confirmed or rejected", "pending 待复核、confirmed 属实、rejected 不实"),
        'rechecks."EX-3(2)" = { status = "rejected", document = "示复〔2026〕2号" }',
    ),
    Key(
        "rechecks.document",
        Text("its document number, once it is settled", "已有结论的，写文号"),
        'rechecks."EX-3(2)" = { status = "confirmed", document = "示复〔2026〕3号" }',
    ),
    Key(
        "repeat",
        Text(
            "this row for so many; {n} in the id, and in links, is the number",
            "本行代表若干人；编号和联系中的 {n} 为序号",
        ),
        'id = "R{n}"\nrepeat = 30',
    ),
)

_DEFAULTS = (
    Key("facts", Text("facts of everybody of the kind", "该类对象共有的事实"), "facts.awards = 0"),
    Key("links", Text("links of everybody of the kind", "该类对象共有的联系"), 'links.team = "T"'),
)

_SIGNED = 'reason = "县委会议研究"\ndocument = "示常纪〔2026〕2号"'
_DECISIONS = (
    Key(
        "appraisee",
        Text("a grade that people decide: whose", "由人裁定的等次：裁定谁"),
        f'appraisee = "A"\ngrade = "合格"\n{_SIGNED}',
    ),
    Key(
        "grade",
        Text("the grade; a word where the kind has no grades", "等次；该类无等次时写结果"),
        f'appraisee = "B"\ngrade = "优秀"\n{_SIGNED}',
    ),
    Key(
        "reason",
        Text("why, at most 120 characters: every decision has it", "理由，不超过120字；每项裁定必写"),
        f'appraisee = "A"\ngrade = "优秀"\n{_SIGNED}',
    ),
    Key(
        "document",
        Text("the document number of the decision", "裁定的文号"),
        f'appraisee = "A"\ngrade = "不合格"\n{_SIGNED}',
    ),
    Key(
        "quota",
        Text("a tie or an excess: the rule that grants the places", "并列或超额：名额规则的编号"),
        f'quota = "EX-4"\nexceed = ["A"]\n{_SIGNED}',
    ),
    Key(
        "members",
        Text("a tie: everybody in it, as shown", "并列：全部成员"),
        f'quota = "EX-4"\nmembers = ["A", "B"]\nchoose = ["A"]\n{_SIGNED}',
    ),
    Key(
        "choose",
        Text("a tie: who gets the places", "并列：选中者"),
        f'quota = "EX-4"\nmembers = ["A", "B"]\nchoose = ["B"]\n{_SIGNED}',
    ),
    Key(
        "fingerprint",
        Text("a tie: the mark of the tie set as it was shown", "并列：显示时的标识"),
        f'quota = "EX-4"\nmembers = ["A", "B"]\nchoose = ["A"]\nfingerprint = "3f9a"\n{_SIGNED}',
    ),
    Key(
        "leave_vacant",
        Text("a tie: nobody of it is chosen, the place stays empty", "并列：均不选，名额空缺"),
        f'quota = "EX-4"\nmembers = ["A", "B"]\nchoose = []\nleave_vacant = true\n{_SIGNED}',
    ),
    Key(
        "exceed",
        Text("places beyond a soft quota: for whom", "文件允许时超出名额：哪些人"),
        f'quota = "EX-4"\nexceed = ["A", "B"]\n{_SIGNED}',
    ),
)

_EXPECT = (
    Key(
        "state",
        Text(
            "decided, needs, pending, tied, decision or not_appraised",
            "decided 已定、needs 待录入、pending 待复核、tied 并列、decision 待裁定、not_appraised 不参加考核",
        ),
        'O.state = "needs"',
    ),
    Key("grade", Text('the grade, "" for none', "等次；“”表示没有"), 'A.grade = "优秀"'),
    Key("score", Text('the exact score, "" for none', "精确得分；“”表示没有"), 'A.score = "88.875"'),
    Key(
        "score_range",
        Text('an open score: lowest and highest, "" for no limit', "未定的得分：最低与最高，“”表示无限制"),
        'O.score_range = [22.5, "97.5"]',
    ),
    Key(
        "figures",
        Text("shown values by rule id; by period where they lie on periods", "所示数值，按规则编号；分期的按期次"),
        'A.figures."EX-2-months" = 4',
    ),
    Key("provisional_grade", Text("the grade as things stand", "暂定等次"), 'O.provisional_grade = "优秀"'),
    Key(
        "needs",
        Text("what must be entered", "待录入的内容"),
        'O.needs = ["mark[2026-02]", "mark[2026-03]", "mark[2026-04]"]',
    ),
    Key("pending", Text("re-checks that are open", "未完成的复核"), 'P.pending = ["EX-3(2)"]'),
    Key("rules", Text("rules that must be among those that took effect", "应生效的规则"), 'A.rules = ["EX-2", "EX-4"]'),
    Key("not_rules", Text("rules that must not have taken effect", "不应生效的规则"), 'A.not_rules = ["EX-3(1)"]'),
    Key("flags", Text("the flags, by their English texts", "提示，按英文写"), '"M{n}".flags = ["band gap"]'),
    Key(
        "assumptions", Text("readings that must be among those used", "应采用的读法"), '"M{n}".assumptions = ["EX-a1"]'
    ),
    Key("notices", Text("rules whose notices must be given", "应有后果的规则"), 'B.notices = ["EX-5"]'),
    Key(
        "reasons",
        Text("rules that must be among the reasons why a person decides", "应成为裁定原因的规则"),
        'P.reasons = ["EX-2-refer"]',
    ),
    Key(
        "periods",
        Text('grades of single periods, "" for none', "单个期次的等次；“”表示没有"),
        'A.periods."2026-01" = "优秀"',
    ),
)

PLACES = (
    Place("top", Text("The file", "文件"), "", _TOP),
    Place("cycle", Text("The cycle", "周期"), "[cycle]", _CYCLE),
    Place("defaults", Text("What a kind shares", "同类对象共有的内容"), "[defaults.cadre]", _DEFAULTS),
    Place("appraisees", Text("An appraisee", "考核对象"), "[[appraisees]]", _APPRAISEE),
    Place("facts", Text("Facts", "事实"), "[appraisees.facts]", FACTS),
    Place("decisions", Text("A decision", "裁定"), "[[decisions]]", _DECISIONS),
    Place("expect", Text("What is expected", "应有的结果"), "[expect]", _EXPECT),
)


def keys() -> tuple[Key, ...]:
    """Every key, in order."""
    return tuple(key for place in PLACES for key in place.keys)
