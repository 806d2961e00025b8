"""Opening, making and taking in; the roster; the steps of the cycle."""

from __future__ import annotations

from ._action import CYCLE, LISTS, action

__all__ = ["BEGIN"]

BEGIN = (
    action(
        "open",
        "enter",
        ("open", "打开"),
        ("open what is under the cursor", "打开光标所在行"),
        (*LISTS, "home", "sheets", *CYCLE[:-1], "due", "due_people", "draw", "what_if"),
        "roster results points home sheets cycle second differences warnings staff lowers signing due due_people draw what_if",
    ),
    action(
        "sheet",
        "b",
        ("sheet", "表格"),
        (
            "the sheet: people by the fields of one period, or by the counts of a ballot",
            "表格录入：对象与一个周期的各项，或一次测评的票数",
        ),
        LISTS,
        "roster",
    ),
    action(
        "step", "enter", ("fill in", "填写"), ("fill in this step", "填写这一步"), ("maker", "orders"), "maker orders"
    ),
    action(
        "take", "enter", ("take", "选定"), ("take what is under the cursor", "选定光标所在行"), ("choose",), "choose"
    ),
    action(
        "confirm",
        "enter",
        ("confirm", "确认"),
        ("confirm this reading; a digit takes another first", "确认此解读；数字可先改用其他解读"),
        ("readings",),
        "readings",
    ),
    action("new", "n", ("new book", "新建"), ("a new book, step by step", "逐步新建账簿"), ("home",), "home"),
    action(
        "case",
        "i",
        ("case, book", "案例、账簿"),
        ("a book of a case file, or a book elsewhere", "由案例文件建立账簿，或打开别处的账簿"),
        ("home",),
        "home",
    ),
    action("example", "e", ("example", "示例"), ("a copy of the example county", "示例县的副本"), ("home",), "home"),
    action("make", "f9", ("make", "建立"), ("make the book and open it", "建立账簿并打开"), ("maker",), "maker"),
    action("add", "a", ("add", "增加"), ("add somebody to the roster", "在名册中增加"), ("roster",), "roster"),
    action(
        "edit",
        "e",
        ("edit, move", "更改调动"),
        ("name, kind and links, with the reason", "更改姓名、类别与关联，须写事由"),
        ("roster",),
        "",
    ),
    action(
        "remove",
        "d",
        ("remove", "移出"),
        ("take somebody off the roster, with the reason", "移出名册，须写事由"),
        ("roster",),
        "",
    ),
    action(
        "import",
        "i",
        ("import", "导入"),
        ("a sheet (.xlsx, .csv) with a preview, in one commit", "导入表格（.xlsx、.csv），先预览，一次存入"),
        ("roster",),
        "",
    ),
    action(
        "leave",
        "l",
        ("leave out", "略去"),
        ("leave out what is rejected", "略去不接受的内容"),
        ("sheet_in",),
        "sheet_in",
    ),
    action(
        "names",
        "b",
        ("by name", "按姓名"),
        ("those named without an id are whom alone the name fits", "只有姓名的按唯一同名者对应"),
        ("sheet_in",),
        "sheet_in",
    ),
    action(
        "submit",
        "f2",
        ("save", "保存"),
        ("save in one commit", "一次存入"),
        ("person", "blind", "act"),
        "person blind act",
    ),
    action(
        "accept",
        "a",
        ("accept", "接受"),
        ("accept the warning under the cursor, with a reason", "写明理由，接受光标所在的提示"),
        ("warnings",),
        "warnings",
    ),
    action(
        "sign",
        "f9",
        ("sign", "签署"),
        ("sign at the next step that waits; the first signature freezes", "在下一步签署；首次签署即冻结"),
        ("chain",),
        "chain",
    ),
    action(
        "return",
        "r",
        ("return", "退回"),
        ("return it at the step under the cursor, with the reason", "在光标所在步骤退回，须写理由"),
        ("chain",),
        "chain",
    ),
    action(
        "opinion",
        "w",
        ("own word", "本人意见"),
        ("a person's own word on the result", "记录本人意见"),
        ("chain",),
        "chain",
    ),
    action(
        "object",
        "n",
        ("objection", "登记异议"),
        ("an objection or an appeal came in: a day, a document and no text", "登记异议或申诉：只记日期与文号"),
        ("due",),
        "due",
    ),
    action(
        "judge",
        "d",
        ("decide grade", "裁定等次"),
        ("decide a grade that the document leaves to people", "裁定文件未规定的等次"),
        ("results", "points"),
        "",
    ),
)
