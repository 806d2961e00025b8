"""Entering, taking back, finding and ordering."""

from __future__ import annotations

from ._action import LISTS, action

__all__ = ["WORK"]

WORK = (
    action(
        "save_next",
        "f2",
        ("save, next", "存并下一个"),
        (
            "save what was typed, then the next record that lacks something",
            "保存录入，转到下一个待录对象",
        ),
        ("roster", "form", "sheet"),
        "roster form sheet",
    ),
    action("previous", "f3", ("previous", "上一个"), ("the previous record", "上一个对象"), ("form",), "form"),
    action(
        "why",
        "f4",
        ("why", "说明"),
        ("the explanation by clause", "逐条说明得分与等次的依据"),
        (*LISTS, "form", "sheet"),
        "roster form results points sheet",
    ),
    action(
        "recompute",
        "f5",
        ("recompute", "重算"),
        ("compute everything anew", "全部重新计算"),
        (*LISTS, "form", "why", "sheet"),
    ),
    action(
        "form",
        "f6",
        ("form", "表单"),
        ("the form of the row's person", "打开该行对象的表单"),
        ("sheet",),
        "sheet",
    ),
    action(
        "fill",
        "f8",
        ("fill down", "向下填充"),
        (
            "put this value into every empty cell below, to a row or to the end",
            "把本格的值填入下方各空格，到某行或到底",
        ),
        ("sheet",),
        "sheet",
    ),
    action(
        "above",
        "ctrl+d",
        ("as above", "同上"),
        ("the value of the cell above, and down", "录入上一行的值并下移"),
        ("sheet",),
    ),
    action(
        "count",
        "f6",
        ("count ballots", "逐票计数"),
        (
            "counting mode: one key for each paper ballot; only the tally is kept",
            "计数模式：一键一票，只保留合计",
        ),
        ("form",),
        "form",
    ),
    action(
        "undo",
        "ctrl+z",
        ("undo", "撤销"),
        ("take the last entry back, a paste as one, or the last save", "撤销上一次录入（粘贴作为一次），或上一次保存"),
        (*LISTS, "form", "count", "sheet"),
        "form count sheet",
    ),
    action("redo", "ctrl+y", ("redo", "重做"), ("make it again", "恢复所撤销的录入"), ("form", "sheet")),
    action(
        "filter",
        "/",
        ("filter", "筛选"),
        ("filter as you type: id, name, initials, links", "边输边筛：编号、名称、拼音首字母、关联"),
        (*LISTS, "sheet"),
        "roster! points sheet",
    ),
    action(
        "goto",
        "g",
        ("go to", "到编号"),
        ("go to an id, a line number, a name or its initials", "转到编号、行号、姓名或其拼音首字母"),
        LISTS,
        takes=True,
    ),
    action("mark", "space", ("mark", "标记"), ("mark or unmark", "标记或取消标记"), (*LISTS, "due_people")),
    action(
        "sort",
        "s",
        ("sort", "排序"),
        ("next order, any column of the list", "换排序：列表的任一栏"),
        ("roster", "results"),
        "roster",
    ),
    action(
        "reverse",
        "S",
        ("turn round", "倒序"),
        ("the same order the other way round; who has none stays last", "同一排序，倒过来；没有得分或等次的仍列最后"),
        ("roster", "results"),
    ),
    action("kind", "k", ("kind", "类别"), ("next kind", "换对象类别"), ("roster", "results"), "results"),
    action(
        "state",
        "f",
        ("state", "状态"),
        ("show one state only; what is done as well", "只看一种状态；也显示已办"),
        ("roster", "due"),
    ),
    action("grade", "f", ("grade", "等次"), ("show one grade only", "只看一个等次"), ("results",), "results"),
)
