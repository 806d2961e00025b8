"""The command line `kaohe`. A command's module is imported only when that command runs."""

from __future__ import annotations

from ..words import Message, Text
from ._base import Command, Lazy, Program
from ._users import USERS

__all__ = ["COMMANDS", "Command", "main"]

# In the order of the help page.
COMMANDS = {
    "help": Lazy(
        "kaohe.cli._help:help_command",
        Text("who uses what; any command, name or key explained", "按使用者列出命令；解释命令、名称、键"),
    ),
    "schemes": Lazy("kaohe.cli._schemes:schemes", Text("installed schemes and their state", "已安装的方案及其状态")),
    "describe": Lazy("kaohe.cli._describe:describe", Text("a scheme, clause by clause", "逐条说明一个方案")),
    "lint": Lazy("kaohe.cli._lint:lint", Text("check a scheme's declarations", "检查方案的声明")),
    "review": Lazy("kaohe.cli._review:review", Text("the document beside the rules", "文件与规则逐条对照")),
    "new-scheme": Lazy(
        "kaohe.cli._new_scheme:new_scheme", Text("the folder of a scheme of your own", "生成自己的方案插件")
    ),
    "new-case": Lazy("kaohe.cli._new_case:new_case", Text("an empty case to fill in", "生成待填的空案例")),
    "evaluate": Lazy("kaohe.cli._evaluate:evaluate", Text("outcomes of a case", "计算案例的考核结果")),
    "explain": Lazy("kaohe.cli._explain:explain", Text("why one grade is what it is", "逐条解释一个等次")),
    "pools": Lazy("kaohe.cli._pools:pools", Text("places and headcounts of each quota", "各项名额与基数")),
    "what-if": Lazy("kaohe.cli._what_if:what_if", Text("who changes under another reading", "换一种理解会影响谁")),
    "allocate": Lazy("kaohe.cli._allocate:allocate", Text("allocate quotas alone", "单独分配名额")),
    "office": Lazy(
        "kaohe.cli._office:office", Text("work in a book: enter, decide, sign", "账簿办理：录入、裁定、签署")
    ),
    "book": Lazy("kaohe.cli._book:book", Text("books: make, verify, copy, export", "账簿：建立、校验、复制、导出")),
    "import": Lazy(
        "kaohe.cli._import:import_command", Text("a sheet into a book, previewed", "把表格导入账簿（先预览）")
    ),
    "template": Lazy("kaohe.cli._sheets:template", Text("a sheet to fill in", "生成待填的表格")),
    "table": Lazy("kaohe.cli._sheets:table", Text("the summary table to sign", "生成待签字的汇总表")),
    "export": Lazy("kaohe.cli._export:export", Text("results, entries, roster to files", "导出结果、录入、名册等")),
    "why": Lazy("kaohe.cli._sheets:why", Text("one page on why a grade is what it is", "一页纸说明一个结果")),
    "print": Lazy("kaohe.cli._paper:print_command", Text("forms on paper, filled in", "打印填好的表")),
    "report": Lazy("kaohe.cli._paper:report", Text("the frame of a report, with figures", "报告框架与数字")),
    "check": Lazy("kaohe.cli._check:check", Text("check a scheme: cases, boundaries", "检查方案：案例与边界")),
    "fuzz": Lazy("kaohe.cli._fuzz:fuzz", Text("check a scheme and fuzz it", "检查方案并随机测试")),
    "replay": Lazy("kaohe.cli._replay:replay_command", Text("run kept counterexamples again", "重放留存的反例")),
    "promote": Lazy("kaohe.cli._promote:promote", Text("move a counterexample to a plugin", "把反例收入插件案例")),
    "mutate": Lazy(
        "kaohe.cli._mutate:mutate_command", Text("change each declared number and see", "逐一改动声明数值并检验")
    ),
    "tui": Lazy(
        "kaohe_tui.cli:tui",
        Text("the terminal interface", "终端界面"),
        missing=Message(
            "K5011",
            "the terminal interface is not installed; run: pip install kaohe-tui (offline: see the README)",
            "没有安装终端界面；请运行 pip install kaohe-tui（离线安装见 README）",
        ),
    ),
}

main = Program(
    COMMANDS,
    text=Text(
        "Run published appraisal schemes exactly and explain every grade by clause.",
        "按已发布的考核办法精确计算，并逐条解释每一个等次。",
    ),
    sections=dict(USERS.values()),
)
