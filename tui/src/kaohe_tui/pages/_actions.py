"""Every action once: the key line, the help, the command line and the documentation are made from this list."""

from __future__ import annotations

import difflib

from attrs import frozen

from kaohe.errors import KaoheError
from kaohe.words import Message, Text

__all__ = ["ACTIONS", "Action", "UnknownCommandError", "action_for", "actions_in", "key_name", "named"]

_LISTS = ("roster", "results", "points")
_READING = ("why", "scheme", "meters", "help")
_LETTERS = (*_LISTS, *_READING)
_HOME = ("home", "maker", "choose", "readings")
_SHEET = ("sheets", "sheet", "block")
_CYCLE = ("cycle", "second", "differences", "warnings", "signing", "chain")
_ALL = (
    *(*_LETTERS, "form", "tie", "excess", "paste", "count", "recover", "changed", "person", "judge", "sheet_in"),
    *(*_HOME, *_SHEET, *_CYCLE, "blind", "settle"),
)


@frozen
class Action:
    """Something a person can do: its keys where it holds (`where`), its short and its long words.

    Letters are keys only on screens where nothing is typed into fields.
    """

    name: str
    keys: tuple[str, ...]
    label: Text
    about: Text
    where: tuple[str, ...]
    shown: tuple[str, ...] = ()


def _action(
    name: str, keys: str, label: tuple[str, str], about: tuple[str, str], where: tuple[str, ...], shown: str = ""
) -> Action:
    return Action(name, tuple(keys.split()), Text(*label), Text(*about), where, tuple(shown.split()))


ACTIONS = (
    _action(
        "open",
        "enter",
        ("open", "打开"),
        ("open what is under the cursor", "打开光标所在行"),
        (*_LISTS, "home", "sheets", *_CYCLE[:-1]),
        "roster results points home sheets cycle second differences warnings signing",
    ),
    _action(
        "sheet",
        "b",
        ("sheet", "表格"),
        (
            "the sheet: people by the fields of one period, or by the counts of a ballot",
            "表格录入：对象与一个周期的各项，或一次测评的票数",
        ),
        _LISTS,
        "roster",
    ),
    _action("step", "enter", ("fill in", "填写"), ("fill in this step", "填写这一步"), ("maker",), "maker"),
    _action(
        "take", "enter", ("take", "选定"), ("take what is under the cursor", "选定光标所在行"), ("choose",), "choose"
    ),
    _action(
        "confirm",
        "enter",
        ("confirm", "确认"),
        ("confirm this reading; a digit takes another first", "确认此解读；数字可先改用其他解读"),
        ("readings",),
        "readings",
    ),
    _action("new", "n", ("new book", "新建"), ("a new book, step by step", "逐步新建账簿"), ("home",), "home"),
    _action(
        "case",
        "i",
        ("case, book", "案例、账簿"),
        ("a book of a case file, or a book elsewhere", "由案例文件建立账簿，或打开别处的账簿"),
        ("home",),
        "home",
    ),
    _action("example", "e", ("example", "示例"), ("a copy of the example county", "示例县的副本"), ("home",), "home"),
    _action("make", "f9", ("make", "建立"), ("make the book and open it", "建立账簿并打开"), ("maker",), "maker"),
    _action("add", "a", ("add", "增加"), ("add somebody to the roster", "在名册中增加"), ("roster",), "roster"),
    _action(
        "edit",
        "e",
        ("edit, move", "更改调动"),
        ("name, kind and links, with the reason", "更改姓名、类别与关联，须写事由"),
        ("roster",),
        "",
    ),
    _action(
        "remove",
        "d",
        ("remove", "移出"),
        ("take somebody off the roster, with the reason", "移出名册，须写事由"),
        ("roster",),
        "",
    ),
    _action(
        "import",
        "i",
        ("import", "导入"),
        ("a sheet (.xlsx, .csv) with a preview, in one commit", "导入表格（.xlsx、.csv），先预览，一次存入"),
        ("roster",),
        "",
    ),
    _action(
        "leave",
        "l",
        ("leave out", "略去"),
        ("leave out what is rejected", "略去不接受的内容"),
        ("sheet_in",),
        "sheet_in",
    ),
    _action(
        "names",
        "b",
        ("by name", "按姓名"),
        ("those named without an id are whom alone the name fits", "只有姓名的按唯一同名者对应"),
        ("sheet_in",),
        "sheet_in",
    ),
    _action("submit", "f2", ("save", "保存"), ("save in one commit", "一次存入"), ("person", "blind"), "person blind"),
    _action(
        "accept",
        "a",
        ("accept", "接受"),
        ("accept the warning under the cursor, with a reason", "写明理由，接受光标所在的提示"),
        ("warnings",),
        "warnings",
    ),
    _action(
        "sign",
        "f9",
        ("sign", "签署"),
        ("sign at the next step that waits; the first signature freezes", "在下一步签署；首次签署即冻结"),
        ("chain",),
        "chain",
    ),
    _action(
        "return",
        "r",
        ("return", "退回"),
        ("return it at the step under the cursor, with the reason", "在光标所在步骤退回，须写理由"),
        ("chain",),
        "chain",
    ),
    _action(
        "opinion",
        "w",
        ("own word", "本人意见"),
        ("a person's own word on the result", "记录本人意见"),
        ("chain",),
        "chain",
    ),
    _action(
        "judge",
        "d",
        ("decide grade", "裁定等次"),
        ("decide a grade that the document leaves to people", "裁定文件未规定的等次"),
        ("results", "points"),
        "",
    ),
    _action(
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
    _action("previous", "f3", ("previous", "上一个"), ("the previous record", "上一个对象"), ("form",), "form"),
    _action(
        "why",
        "f4",
        ("why", "说明"),
        ("the explanation by clause", "逐条说明得分与等次的依据"),
        (*_LISTS, "form", "sheet"),
        "roster form results points sheet",
    ),
    _action(
        "recompute",
        "f5",
        ("recompute", "重算"),
        ("compute everything anew", "全部重新计算"),
        (*_LISTS, "form", "why", "sheet"),
    ),
    _action(
        "form",
        "f6",
        ("form", "表单"),
        ("the form of the row's person", "打开该行对象的表单"),
        ("sheet",),
        "sheet",
    ),
    _action(
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
    _action(
        "above",
        "ctrl+d",
        ("as above", "同上"),
        ("the value of the cell above, and down", "录入上一行的值并下移"),
        ("sheet",),
    ),
    _action(
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
    _action(
        "undo",
        "ctrl+z",
        ("undo", "撤销"),
        ("take the last entry back, a paste as one, or the last save", "撤销上一次录入（粘贴作为一次），或上一次保存"),
        ("form", "count", "sheet"),
        "form count sheet",
    ),
    _action("redo", "ctrl+y", ("redo", "重做"), ("make it again", "恢复所撤销的录入"), ("form", "sheet")),
    _action(
        "filter",
        "/",
        ("filter", "筛选"),
        ("filter as you type: id, name, links", "边输边筛：编号、名称、关联"),
        (*_LISTS, "sheet"),
        "roster points sheet",
    ),
    _action("goto", "g", ("go to", "到编号"), ("go to an id or a line number", "转到编号或行号"), _LISTS),
    _action("mark", "space", ("mark", "标记"), ("mark or unmark", "标记或取消标记"), ("roster",)),
    _action(
        "sort",
        "s",
        ("sort", "排序"),
        ("next order, any column of the list", "换排序：列表的任一栏"),
        ("roster", "results"),
        "roster",
    ),
    _action("kind", "k", ("kind", "类别"), ("next kind", "换对象类别"), ("roster", "results"), "results"),
    _action("state", "f", ("state", "状态"), ("show one state only", "只看一种状态"), ("roster",)),
    _action("grade", "f", ("grade", "等次"), ("show one grade only", "只看一个等次"), ("results",), "results"),
    _action(
        "results",
        "r",
        ("results", "结果"),
        ("results, quotas and ties", "结果、名额与同分"),
        ("roster", "points"),
        "roster",
    ),
    _action(
        "points",
        "o",
        ("open points", "待办"),
        ("everything that is not decided", "一切未定事项"),
        ("roster", "results", "home"),
        "roster home",
    ),
    _action(
        "cycle",
        "p",
        ("cycle", "办理"),
        ("second entries, differences, warnings, signatures", "复录、差异裁定、提示、签署"),
        _LISTS,
        "roster",
    ),
    _action(
        "scheme",
        "c",
        ("clauses", "条款"),
        ("the scheme: inputs, rules, clauses, readings", "方案：录入项、规则、条款、解释"),
        (*_LISTS, "why"),
    ),
    _action(
        "tie",
        "t",
        ("decide tie", "裁定同分"),
        ("decide the tie under the cursor", "裁定光标所在的同分组"),
        ("results",),
        "results",
    ),
    _action(
        "vacant",
        "f8",
        ("leave vacant", "空缺"),
        ("leave the places vacant that nobody is chosen for", "未选中的名额空缺"),
        ("tie",),
        "tie",
    ),
    _action(
        "excess",
        "x",
        ("exceed", "超额"),
        ("give places beyond a limit that the document sets in principle", "经批准超出“原则上”的名额"),
        ("results",),
    ),
    _action(
        "meters",
        "m",
        ("places", "名额"),
        ("every quota with its places, and whom it waits for", "全部名额规则：名额、占用与等待的对象"),
        ("results",),
        "results",
    ),
    _action(
        "decide",
        "f9",
        ("record", "记入裁定"),
        ("record the decision; it stays on record", "记入裁定，此后只可追加"),
        ("tie", "judge", "excess", "settle"),
        "tie judge excess settle",
    ),
    _action(
        "apply",
        "enter",
        ("enter all", "全部录入"),
        ("enter what was pasted", "录入粘贴的内容"),
        ("paste", "block"),
        "paste block",
    ),
    _action(
        "match",
        "tab",
        ("by id or by place", "按编号或按位置"),
        ("match the rows by the ids in the first column, or by place", "各行按首列编号对应，或按位置对应"),
        ("block",),
        "block",
    ),
    _action(
        "write", "enter", ("write", "写入"), ("write the sheet in one commit", "一次存入"), ("sheet_in",), "sheet_in"
    ),
    _action(
        "finish", "enter", ("done", "完成"), ("write the tally into the form", "把合计写入表单"), ("count",), "count"
    ),
    _action(
        "restore",
        "r",
        ("restore", "恢复"),
        ("enter again what was not saved", "恢复未保存的录入"),
        ("recover",),
        "recover",
    ),
    _action("discard", "x", ("discard", "丢弃"), ("throw it away (asks)", "丢弃（须确认）"), ("recover",), "recover"),
    _action(
        "export",
        "",
        ("export", "导出案例"),
        (
            "write the book as a case file: codes alone, with names as `:export names`",
            "把账簿写成案例文件：只含编号；:export names 含姓名",
        ),
        _LISTS,
    ),
    _action(
        "anew",
        "n",
        ("new book", "另建账簿"),
        ("make a new book of the case as it is now", "由现在的案例另建账簿"),
        ("changed",),
        "changed",
    ),
    _action(
        "command", ":", ("command", "命令"), ("type a command", "输入命令"), (*_LETTERS, "home", "sheets", "sheet"), ""
    ),
    _action(
        "save",
        "ctrl+s",
        ("save", "保存"),
        ("save what was typed; shows the receipt", "保存录入并显示回执"),
        (*_LETTERS, "form", "sheet"),
        "",
    ),
    _action(
        "help",
        "f1 ?",
        ("help", "帮助"),
        ("the keys of this screen", "本屏按键"),
        _ALL,
        "roster form results points sheet",
    ),
    _action(
        "back",
        "escape",
        ("back", "返回"),
        ("back; nothing is discarded", "返回，不丢弃任何内容"),
        _ALL,
        "form results points why scheme meters help tie excess paste count recover changed person judge sheet_in maker choose readings "
        "sheets sheet block cycle second differences warnings signing chain blind settle",
    ),
    _action(
        "quit",
        "q ctrl+q",
        ("quit", "退出"),
        ("leave; what is not saved is offered at the next start", "退出；未保存的下次打开时提供恢复"),
        (*_LETTERS, "home", "sheets", *_CYCLE),
        "roster home",
    ),
)

_KEY_NAMES = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "ctrl+z": "Ctrl+Z", "ctrl+y": "Ctrl+Y", "ctrl+s": "Ctrl+S",
    "ctrl+q": "Ctrl+Q", "ctrl+d": "Ctrl+D", "tab": "Tab",
}  # fmt: skip
_TYPING = {"form", "tie", "excess", "count", "paste", "person", "judge", "sheet", "block", "blind", "settle"}


class UnknownCommandError(KaoheError):
    """A command that does not exist."""


def actions_in(where: str) -> list[Action]:
    """The actions of one screen."""
    return [action for action in ACTIONS if where in action.where]


def action_for(where: str, key: str) -> Action | None:
    """The action of a key on one screen; where fields are typed into, a letter is never a key."""
    if len(key) == 1 and where in _TYPING:
        return None
    return next((action for action in actions_in(where) if key in action.keys), None)


def key_name(key: str) -> str:
    """A key as people call it."""
    return _KEY_NAMES.get(key, key.upper() if len(key) > 1 else key)


def named(text: str) -> Action:
    """The action that a command names by its beginning. Raises UnknownCommandError."""
    wanted = text.replace("-", "_").lower()
    names = [action.name for action in ACTIONS]
    found = [action for action in ACTIONS if action.name == wanted] or [
        action for action in ACTIONS if wanted and action.name.startswith(wanted)
    ]
    if found:
        return found[0]
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    raise UnknownCommandError(
        Message("K7001", "there is no command {name}; did you mean {near}?", "没有命令 {name}；是不是 {near}？").format(
            name=text, near=near[0] if near else "help"
        )
    )
