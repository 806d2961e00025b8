"""Something a person can do on a screen, and the groups of screens that share what can be done."""

from __future__ import annotations

from attrs import frozen

from kaohe.words import Text

__all__ = [
    "ALL",
    "CYCLE",
    "HOME",
    "LETTERS",
    "LISTS",
    "READ",
    "RECORDS",
    "SCREENS",
    "SHEET",
    "WHAT_IF",
    "Action",
    "action",
]

LISTS = ("roster", "results", "points")
LETTERS = (*LISTS, "why", "scheme", "meters", "help")
HOME = ("home", "maker", "choose", "readings")
SHEET = ("sheets", "sheet", "block")
READ = ("compare", "words", "spread")
RECORDS = ("draws", "notices", "imported", "history", "assign")  # lists of what is on record, opened by Enter
CYCLE = (
    *("cycle", "second", "differences", "warnings", "staff", "lowers", "signing"),
    *(*RECORDS, "decisions", "operators", "units", "since", "chain"),
)
WHAT_IF = ("what_if", "effects", "joining")
ALL = (
    *(*LETTERS, "form", "tie", "excess", "paste", "count", "recover", "changed", "person", "judge", "sheet_in"),
    *(*HOME, *SHEET, *CYCLE, "blind", "settle", "anew", "due", "due_people", "draw", "act", "orders"),
    *(*WHAT_IF, *READ, "plain", "commit"),
)

# Screens as people call them, where a key that does nothing here is told to belong.
SCREENS = {
    "home": Text("the books", "账簿"),
    "roster": Text("the roster", "名册"),
    "results": Text("the results", "结果"),
    "points": Text("the open points", "待办"),
    "why": Text("the explanation", "说明"),
    "scheme": Text("the clauses", "条款"),
    "form": Text("the form", "表单"),
    "sheet": Text("the sheet", "表格"),
    "tie": Text("the decision of a tie", "裁定同分"),
    "compare": Text("the comparison", "对照"),
    "due": Text("what is due", "到期事项"),
    "warnings": Text("the warnings", "提示"),
    "chain": Text("the signatures", "签署"),
    "draw": Text("the draw", "抽取"),
    "history": Text("the history", "历史记录"),
}


@frozen
class Action:
    """Something a person can do: its keys where it holds (`where`), its short and its long words.

    `shown` are the screens that have it on their line of keys, `kept` those that have it there before others.
    Letters are keys only on screens where nothing is typed into fields. `needs` is what it takes in a book with roles (a
    key of ABILITIES), and one that `takes` something is given what stands after it on the command line.
    """

    name: str
    keys: tuple[str, ...]
    label: Text
    about: Text
    where: tuple[str, ...]
    shown: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    needs: str = ""
    takes: bool = False


def action(
    name: str,
    keys: str,
    label: tuple[str, str],
    about: tuple[str, str],
    where: tuple[str, ...],
    shown: str = "",
    *,
    needs: str = "",
    takes: bool = False,
) -> Action:
    """An action; several keys, and the screens that show it on their line of keys, stand with blanks between.

    A screen with ! shows it before others where the line has no room for all.
    """
    stands = tuple(one.rstrip("!") for one in shown.split())
    kept = tuple(one.rstrip("!") for one in shown.split() if one.endswith("!"))
    return Action(name, tuple(keys.split()), Text(*label), Text(*about), where, stands, kept, needs, takes)
