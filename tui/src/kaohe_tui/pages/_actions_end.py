"""Results and decisions; what was pasted, left behind or asked; and what every screen has."""

from __future__ import annotations

from ._action import ALL, CYCLE, LETTERS, LISTS, READ, RECORDS, WHAT_IF, action

__all__ = ["END"]

END = (
    action(
        "results",
        "r",
        ("results", "结果"),
        ("results, quotas and ties", "结果、名额与同分"),
        ("roster", "points"),
        "roster!",
    ),
    action(
        "points",
        "o",
        ("open points", "待办"),
        ("everything that is not decided", "一切未定事项"),
        ("roster", "results", "home"),
        "roster! home",
    ),
    action(
        "cycle",
        "p",
        ("cycle", "办理"),
        ("second entries, differences, warnings, signatures", "复录、差异裁定、提示、签署"),
        LISTS,
        "roster!",
    ),
    action(
        "scheme",
        "c",
        ("clauses", "条款"),
        ("the scheme: inputs, rules, clauses, readings", "方案：录入项、规则、条款、解释"),
        (*LISTS, "why"),
    ),
    action(
        "tie",
        "t",
        ("decide tie", "裁定同分"),
        ("decide the tie under the cursor", "裁定光标所在的同分组"),
        ("results",),
        "results",
        needs="decide",
    ),
    action(
        "vacant",
        "f8",
        ("leave vacant", "空缺"),
        ("leave the places vacant that nobody is chosen for", "未选中的名额空缺"),
        ("tie",),
        "tie",
    ),
    action(
        "excess",
        "x",
        ("exceed", "超额"),
        ("give places beyond a limit that the document sets in principle", "经批准超出“原则上”的名额"),
        ("results",),
        needs="decide",
    ),
    action(
        "meters",
        "m",
        ("places", "名额"),
        ("every quota with its places, and whom it waits for", "全部名额规则：名额、占用与等待的对象"),
        ("results",),
        "results",
    ),
    action(
        "decide",
        "f9",
        ("record", "记入裁定"),
        ("record the decision; it stays on record", "记入裁定，此后只可追加"),
        ("tie", "judge", "excess", "settle"),
        "tie judge excess settle",
    ),
    action(
        "apply",
        "enter",
        ("enter all", "全部录入"),
        ("enter what was pasted", "录入粘贴的内容"),
        ("paste", "block"),
        "paste block",
    ),
    action(
        "match",
        "tab",
        ("by id or by place", "按编号或按位置"),
        ("match the rows by the ids in the first column, or by place", "各行按首列编号对应，或按位置对应"),
        ("block",),
        "block",
    ),
    action(
        "write", "enter", ("write", "写入"), ("write the sheet in one commit", "一次存入"), ("sheet_in",), "sheet_in"
    ),
    action(
        "finish", "enter", ("done", "完成"), ("write the tally into the form", "把合计写入表单"), ("count",), "count"
    ),
    action(
        "restore",
        "r",
        ("restore", "恢复"),
        ("enter again what was not saved", "恢复未保存的录入"),
        ("recover",),
        "recover",
    ),
    action("discard", "x", ("discard", "丢弃"), ("throw it away (asks)", "丢弃（须确认）"), ("recover",), "recover"),
    action(
        "export",
        "ctrl+e",
        ("export", "导出"),
        (
            "results, entries, roster or a case file: which, of whom, where to; `:export case`",
            "导出结果、录入、名册或案例文件：选内容、对象与存放处；:export case",
        ),
        (*LISTS, "form", "why", "sheet"),
        takes=True,
    ),
    action(
        "print",
        "ctrl+p",
        ("print", "打印"),
        ("forms on paper: which, for whom, in which format, where to", "打印各种表：选表、对象、格式与存放处"),
        (*LISTS, "form", "why", "sheet"),
    ),
    action(
        "report", "", ("report", "报告"), ("the frame of a report with its figures", "报告框架与数字"), (*LISTS, "why")
    ),
    action("table", "", ("table", "汇总表"), ("the table to sign", "待签字的汇总表"), (*LISTS, "why")),
    action(
        "template",
        "",
        ("template", "待填表格"),
        ("a sheet to fill in, for a spreadsheet", "待填的表格，供电子表格软件填写"),
        (*LISTS, "why"),
    ),
    action("write_out", "f9", ("write", "生成"), ("write it", "按所选生成文件"), ("orders",), "orders"),
    action(
        "anew",
        "n",
        ("new book", "另建账簿"),
        ("make a new book of the case as it is now", "由现在的案例另建账簿"),
        ("changed",),
        "changed",
    ),
    action(
        "command",
        ":",
        ("command", "命令"),
        ("type a command", "输入命令"),
        (*LETTERS, "home", "sheets", "sheet", *READ),
        "",
    ),
    action(
        "save",
        "ctrl+s",
        ("save", "保存"),
        ("save what was typed; shows the receipt", "保存录入并显示回执"),
        (*LETTERS, "form", "sheet"),
        "",
    ),
    action(
        "help",
        "f1 ?",
        ("help", "帮助"),
        ("the keys of this screen", "本屏按键"),
        ALL,
        "roster form results points sheet",
    ),
    action(
        "back",
        "escape",
        ("back", "返回"),
        ("back; nothing is discarded", "返回，不丢弃任何内容"),
        ALL,
        "form results points why scheme meters help tie excess paste count recover changed person judge sheet_in maker choose readings "
        "sheets sheet block cycle second differences warnings staff lowers signing chain blind settle anew due due_people draw act orders "
        "what_if effects joining compare words spread plain decisions operators units since commit "
        + " ".join(RECORDS),
    ),
    action(
        "quit",
        "q ctrl+q",
        ("quit", "退出"),
        ("leave; what is not saved is offered at the next start", "退出；未保存的下次打开时提供恢复"),
        (*LETTERS, "home", "sheets", *CYCLE, "due", "due_people", "draw", "commit", *WHAT_IF),
        "roster home",
    ),
)
