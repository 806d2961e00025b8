"""The commands by who uses them: the order of the help page, and of `kaohe help`."""

from __future__ import annotations

from ..words import Text

__all__ = ["USERS"]

USERS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "staff": (
        Text("Staff (enter, evaluate, explain)", "办事人员（录入、计算、解释）"),
        (
            "tui",
            "office",
            "template",
            "import",
            "export",
            "new-case",
            "evaluate",
            "explain",
            "why",
            "pools",
            "what-if",
            "table",
            "print",
            "report",
            "allocate",
            "help",
        ),
    ),
    "authors": (
        Text("Authors of schemes (write, check, show)", "方案编写者（编写、检查、展示）"),
        ("new-scheme", "lint", "describe", "review"),
    ),
    "testers": (
        Text("Testers (find what is wrong)", "测试人员（查找错误）"),
        ("check", "fuzz", "replay", "promote", "mutate"),
    ),
    "administrators": (
        Text("Administrators (plugins and books)", "管理员（插件与账簿）"),
        ("schemes", "book"),
    ),
}
