"""What is done with rows that are marked, beside each other, out of the screen; and the way to a clause's words."""

from __future__ import annotations

from ._action import CYCLE, LETTERS, LISTS, action

__all__ = ["DESK"]

_READ = (*LETTERS, "compare", "words", "spread")

DESK = (
    action(
        "range",
        "u",
        ("mark a range", "标记一段"),
        ("mark every row from the last mark to this one", "从上次标记处标记到本行"),
        LISTS,
    ),
    action(
        "mark_all",
        "h",
        ("mark all", "标记全部"),
        ("mark every row that the filter shows, or unmark them", "标记筛选所列的全部，再按取消"),
        LISTS,
    ),
    action(
        "assign",
        "j",
        ("to a clerk", "分派"),
        ("give those marked to a clerk, in one commit", "把已标记的对象交给一名录入员，一次存入"),
        LISTS,
        needs="administer",
    ),
    action(
        "finding",
        "n",
        ("one finding", "登记事项"),
        (
            "one finding document for all who are marked, in one commit",
            "同一文件的认定事项记入已标记的全部对象，一次存入",
        ),
        LISTS,
        needs="enter",
    ),
    action(
        "compare",
        "v",
        ("compare", "对照"),
        ("two people side by side: the marked one and this one", "两人对照：已标记的一人与本行"),
        LISTS,
    ),
    action(
        "differing",
        "f",
        ("differences", "只看不同"),
        ("what differs alone; all again", "只看不同之处，再按看全部"),
        ("compare",),
        "compare",
    ),
    action(
        "spread",
        "z",
        ("spread", "分布"),
        (
            "how many rows, of those marked or shown, have which value in each column",
            "各栏取值的分布：已标记或所列的各行中各有多少",
        ),
        LISTS,
    ),
    action(
        "rows",
        "l",
        ("rows to a file", "导出列表"),
        (
            "the rows shown, or those marked, as .xlsx or .csv; `:rows FILE`",
            "把所列（或已标记）各行写成 .xlsx 或 .csv；:rows 文件名",
        ),
        (*LISTS, "compare", "sheet"),
        takes=True,
    ),
    action(
        "copy",
        "y f7",
        ("copy", "复制"),
        (
            "the row or cell to the terminal's clipboard; `:copy page` the page",
            "把本行或本格送到终端剪贴板；:copy page 复制整页",
        ),
        (*_READ, "form", "sheet", *CYCLE, "due"),
        takes=True,
    ),
    action(
        "plain",
        "f12",
        ("plain page", "纯文本页"),
        ("the page as bare text, to select with the mouse", "只显示文字的页面，便于用鼠标选取"),
        (*_READ, "form", "sheet", *CYCLE, "due"),
    ),
    action(
        "words",
        "w",
        ("the words", "条文"),
        (
            "the words of the clauses, from your office's copy beside the book",
            "条款原文，取自账簿旁本单位自存的文本",
        ),
        ("why", "scheme"),
        "why scheme",
    ),
)
